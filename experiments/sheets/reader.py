"""Put the cells of a workbook into a document of the same shape as a system's YAML file."""

from __future__ import annotations

from experiments.config.spec import Record as RecordSpec
from experiments.config.spec import Spec, Text, figured
from experiments.config.text import Block, Leaf
from experiments.problems import nearest_name
from experiments.sheets import layout
from experiments.sheets.book import Book, Record, TableReader, block_at
from experiments.sheets.cells import Grid
from experiments.sheets.evidence import Evidence
from experiments.sheets.layout import ORDER, TABLES, table_of

HOLDS = {
    "communities": ("communities",),
    "councils": ("councils",),
    "places": ("footprints", "footprints.council"),
    "trusts": ("acute_trusts", "community_trusts"),
    "board": ("id", "name", "summary", "region", "board"),
    "starting values": ("planned_care", "starting_values"),
    "sources": ("sources",),
}
"""What of a system each sheet holds."""


class Reader:
    """What every sheet needs: finding cells, putting values into the document, noting what is wrong.

    ``root`` is the document so far.
    """

    def __init__(self, book: Book, grids: dict[str, Grid]) -> None:
        self.book, self.grids = book, grids
        self.root = Block({}, 0)
        self.about = Evidence()
        self.ids: dict[str, dict[str, str]] = {"communities": {}, "trusts": {}}
        """By what people may write: the id that is meant."""
        self.lost: dict[str, set[str]] = {"communities": set(), "trusts": set()}
        """What stands in a row that could not be used, so that nothing further is said about it."""
        self.kinds: dict[str, str] = {}
        """By id of a trust: the table it belongs to."""
        self.strangers = 0
        """Rows about a trust that is not known."""
        self.unread: set[str] = set()
        """The sheets that could not be read at all."""

    def missing_sheets(self, names: list[str]) -> None:
        """Note every sheet that must be there and is not."""
        for name in layout.sheet_names():
            if name not in names:
                others = [other for other in names if other not in ORDER]
                what, allowed = f"there is no sheet '{name}'", f"the sheets {', '.join(layout.sheet_names())}"
                near = nearest_name(name, others) or next((o for o in others if o.strip().lower() == name), "")
                if near:
                    what += f", but a sheet '{near}': give it its name back"
                self.book.note(0, HOLDS.get(name, ("",)), what, allowed)
                self.unread.add(name)

    def table(self, name: str) -> TableReader | None:
        """The reader of a sheet; None when there is no such sheet, or no headers in it."""
        part = next(part for part in TABLES if part.name == name)
        if name not in self.grids:
            return None
        table = TableReader(self.book, part, self.grids[name])
        if not table.head_row:
            if part.required or self.grids[name].cells:
                heads = ", ".join(column.head for column in part.columns)
                keys = HOLDS.get(name, ("",))
                self.book.note(self.book.line(name), keys, "there is no row of headers in the sheet", heads)
                self.unread.add(name)
            return None
        return table

    def block(self, *path: str, line: int = 0) -> Block:
        """The block at a path of the document, made where it is not yet there."""
        return block_at(self.root, path, line)

    def put(self, block: Block, name: str, key: str, leaf: Leaf | None, spec: Spec) -> None:
        """Put a value into the document; a figure with what is said about it, an empty one to be filled by rule."""
        if leaf is None:
            return
        if leaf.empty:
            self.book.blanks[key] = leaf.line
        block.entries[name] = self.about.figure(key, leaf) if figured({name: spec}) else leaf
        block.lines[name] = leaf.line

    def record(self, row: Record, block: Block, key: str, spec: RecordSpec, repeated: bool = False) -> None:
        """Put the plain fields of a row into the document; a repeated row may only say the same again."""
        for name, kind in spec.fields.items():
            if name in block.entries and not repeated:
                continue
            if name not in [column.head for column in row.table.part.columns]:
                continue
            if repeated:
                self._same_again(row, block, name, kind)
            elif name not in spec.optional or not row.cell(name).empty:
                self.put(block, name, f"{key}.{name}", row.leaf(name, f"{key}.{name}", kind), kind)

    def _same_again(self, row: Record, block: Block, name: str, spec: Spec) -> None:
        cell, first = row.cell(name), block.entries.get(name)
        value = first.entries.get("value") if isinstance(first, Block) else first
        if cell.empty or not isinstance(value, Leaf):
            return
        again = Book("", ()).leaf(cell, 0, "", spec) if not cell.wrong else None
        if again is None or again.text != value.text:
            where = self.book.where(value.line).partition("!")[2]
            what = f"'{cell.text[:60]}' differs from what {where} says of the same id"
            self.book.note(row.line(name), "", what, "nothing, or the same again; each id once")

    def id_of(self, row: Record, table: str, *keys: str) -> str:
        """The id of a row; empty, and noted, where there is none."""
        leaf, wanted = row.leaf("id", keys[0], Text("id", ".*")), table_of(table).id
        if leaf is None:
            return ""
        if leaf.empty:
            self.book.note(row.line("id"), keys, "the row has no id", wanted.allowed)
        elif "." in leaf.text:  # it would be taken for two names wherever keys are written with dots
            self.book.note(row.line("id"), keys, f"'{leaf.text[:60]}' cannot be an id ({wanted.label})", wanted.allowed)
            return ""
        return leaf.text

    def resolve(self, row: Record, head: str, kind: str) -> str | None:
        """The id that the community or trust in a column stands for; as written where it is not known."""
        text = row.text(head)
        if text in self.lost[kind]:
            return None
        return self.ids[kind].get(text) or self.ids[kind].get(text.casefold()) or text

    def again(self, row: Record, code: str, block: Block) -> bool:
        """Whether an id was given before, which is noted."""
        if code not in block.entries:
            return False
        first = self.book.where(block.entries[code].line).partition("!")[2]
        self.book.note(row.line("id"), "", f"the id '{code[:60]}' is there twice (first in {first})", "each id once")
        return True

    def named(self, row: Record, block: Block, kind: str, table: str) -> Block | None:
        """A row with an id and a name, to which other sheets refer."""
        code, name = self.id_of(row, table, table), row.text("name")
        if not code or self.again(row, code, block):
            self.lost[kind] |= {name} - {""} - set(self.ids[kind])
            return None
        self.ids[kind].setdefault(code, code)
        for said in (name, name.casefold()) if name else ():
            self.ids[kind].setdefault(said, code)
        spec = table_of(table)
        entry = self.block(*table.split("."), code, line=row.line("id"))
        self.record(row, entry, f"{table}.{code}", spec.entry)
        return entry

    def unknown(self, shares: Block, community: str, line: int) -> None:
        """Let what is said of a community that is not known be said of the cell that names it."""
        if community not in self.block("communities").entries:
            shares.lines[community] = line
