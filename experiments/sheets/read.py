"""Read the sheets, one after the other, into a document of the same shape as a system's YAML file."""

from __future__ import annotations

from pathlib import Path

from experiments.config.spec import Spec, Text
from experiments.config.text import Block, Leaf, Node, shown
from experiments.problems import nearest_name
from experiments.sheets import layout
from experiments.sheets.book import Book, BookDocument, Record
from experiments.sheets.cells import read_grids
from experiments.sheets.evidence import Evidence
from experiments.sheets.forms import read_form
from experiments.sheets.layout import ACUTE, FOOTPRINTS, FORMS, KINDS, ORDER, TABLES, spec_of, table_of
from experiments.sheets.reader import Reader

SUGGESTED = 20
"""Unknown trusts for which the nearest name is looked for: it takes long where there are thousands of names."""
_PARTS = {"acute_trusts": ("residents", "catchment"), "community_trusts": ("communities",)}
"""What is said of the care that each kind of trust gives."""


def read_book(path: Path) -> tuple[BookDocument, Evidence]:
    """The workbook as a document, and what it says about its figures; ``BadInput`` when it is no workbook."""
    wanted = frozenset(part.name for part in (*TABLES, *FORMS))
    names, grids = read_grids(path, wanted)
    book = Book(shown(path), ORDER)
    reader = _Sheets(book, grids)
    reader.missing_sheets(names)
    reader.sources()
    reader.evidence()
    reader.communities()
    reader.members("councils", "councils")
    reader.places()
    reader.trusts()
    reader.flows()
    for form in FORMS:
        read_form(reader, form)
    reader.about.note_unused(book, all_read=not (reader.unread or any(reader.lost.values())))
    reader.root.entries["schema"] = Leaf(layout.SCHEMA, False, 0)
    reader.root.lines["schema"] = 0
    return BookDocument(path, book.name, reader.root, tuple(book.problems), book), reader.about


class _Sheets(Reader):
    """Reads each sheet that has a row of headers."""

    def sources(self) -> None:
        table = self.table("sources")
        spec = table_of("sources")
        self.block("sources", line=self.book.line("sources"))
        for row in table.records() if table else ():
            code = self.id_of(row, "sources", "sources")
            if code and not self.again(row, code, self.block("sources")):
                block = self.block("sources", code, line=row.line("id"))
                self.record(row, block, f"sources.{code}", spec.entry)

    def evidence(self) -> None:
        table = self.table("evidence")
        if table is not None:
            self.about.read(self.book, table)

    def communities(self) -> None:
        table = self.table("communities")
        block = self.block("communities", line=table.head_line() if table else 0)
        for row in table.records() if table else ():
            self.named(row, block, "communities", "communities")

    def members(self, sheet: str, table: str, rows: list[Record] | None = None) -> None:
        """A table whose rows each give one community of a council or place; the first row gives its figures."""
        reader = self.table(sheet) if rows is None else None
        spec = table_of(table)
        parent = self.block(*table.split("."), line=reader.head_line() if reader else 0)
        for row in rows if rows is not None else reader.records() if reader else ():
            code = self.id_of(row, table, table)
            if not code:
                continue
            key = f"{table}.{code}"
            repeated = code in parent.entries
            if repeated and self._another(row, parent.entries[code], code, f"{key}.communities"):
                continue
            entry = self.block(*table.split("."), code, line=row.line("id"))
            self.record(row, entry, key, spec.entry, repeated)
            self._member(row, entry, f"{key}.communities", spec.entry.fields["communities"])

    def _another(self, row: Record, first: Node, code: str, key: str) -> bool:
        """Whether a row gives an id that belongs to another name, which is noted."""
        name = first.entries.get("name") if isinstance(first, Block) else None
        said = row.text("name")
        if not said or not isinstance(name, Leaf) or said == name.text:
            return False
        where = self.book.where(first.line).partition("!")[2]
        what = f"the id '{code[:60]}' is there twice (first in {where}), for '{name.text[:60]}' and '{said[:60]}'"
        self.book.note(row.line("id"), key, what, "each id once, or the same name in each of its rows")
        return True

    def _member(self, row: Record, entry: Block, key: str, spec: Spec) -> None:
        """One community of a council or place; an empty share stands for the whole."""
        shares = entry.entries.setdefault("communities", Block({}, row.line("community")))
        entry.lines.setdefault("communities", shares.line)
        if row.leaf("community", key, Text("community", ".*")) is None or not isinstance(shares, Block):
            return
        community, line = self.resolve(row, "community", "communities"), row.line("community")
        if community is None or community == "":
            what = "the row names no community" if community == "" else ""
            if what:
                self.book.note(line, key, what, "the name or id of a community")
            else:
                self.book.silence(key)
        elif community in shares.entries:
            first = self.book.where(shares.lines[community]).partition("!")[2]
            what = f"'{row.text('community')[:60]}' is there twice for the same id (first in {first})"
            self.book.note(line, "", what, "each community once")
        else:
            leaf = row.leaf("share", f"{key}.{community}", layout.share(spec))
            if leaf is not None and leaf.empty:
                leaf = Leaf("1", True, leaf.line)
            self.put(shares, community, f"{key}.{community}", leaf, spec)
            self.unknown(shares, community, line)

    def places(self) -> None:
        table = self.table("places")
        rows: dict[str, list[Record]] = {"council": []}
        for row in table.records() if table else ():
            footprint = row.text("footprint") or "council"
            if footprint not in FOOTPRINTS:
                near = nearest_name(footprint, FOOTPRINTS)
                what = f"'{footprint[:60]}' is not a known footprint"
                self.book.note(
                    row.line("footprint"), f"footprints.{near or 'council'}", what, ", ".join(FOOTPRINTS), near
                )
            else:
                rows.setdefault(footprint, []).append(row)
        line = table.head_line() if table else 0
        for footprint, found in rows.items():
            self.block("footprints", footprint, line=line)
            self.members("places", f"footprints.{footprint}", found)

    def trusts(self) -> None:
        table = self.table("trusts")
        for name in ("acute_trusts", "community_trusts"):
            self.block(name, line=table.head_line() if table else 0)
        for row in table.records() if table else ():
            self._trust(row)

    def _trust(self, row: Record) -> None:
        kind, code, name = row.text("kind"), row.text("id"), row.text("name")
        if kind not in KINDS:
            near = nearest_name(kind, KINDS)
            what = f"'{kind[:60]}' is not a kind of trust" if kind else "the row does not say what kind of trust it is"
            table = "community_trusts" if near and near != ACUTE else "acute_trusts"
            self.book.note(row.line("kind"), table, what, ", ".join(KINDS), near)
            self.lost["trusts"] |= {code, name} - {""}
            return
        table = "acute_trusts" if kind == ACUTE else "community_trusts"
        entry = self.named(row, self.block(table), "trusts", table)
        if entry is None:
            return
        self.kinds[code] = table
        for part in ("residents", "catchment") if kind == ACUTE else ("communities",):
            entry.entries[part] = Block({}, row.line("id"))
            entry.lines[part] = row.line("id")
        for column in row.table.part.columns if kind != ACUTE else ():
            asked = any(field.key.startswith("community_trusts") for field in column.fields)
            if not asked and column.head not in ("id", "name", "kind") and not row.cell(column.head).empty:
                what = f"'{row.text(column.head)[:40]}' is asked of trusts of the kind '{ACUTE}' only"
                self.book.note(row.line(column.head), "", what, "nothing")

    def flows(self) -> None:
        table = self.table("flows")
        seen: dict[tuple[str, str], int] = {}
        if table is None and "flows" in self.unread:
            self._no_flows()
        for row in table.records() if table else ():
            self._flow(row, seen)

    def _no_flows(self) -> None:
        """Nothing is known of anybody's care: say nothing further about it."""
        for code, kind in self.kinds.items():
            for part in ("residents", "catchment") if kind == "acute_trusts" else ("communities",):
                self.book.silence(f"{kind}.{code}.{part}")

    def _flow(self, row: Record, seen: dict[tuple[str, str], int]) -> None:
        trust, community = self.resolve(row, "trust", "trusts"), self.resolve(row, "community", "communities")
        if trust is None:
            return
        if trust not in self.kinds:
            self.strangers += 1
            if self.strangers > SUGGESTED:
                if "trusts" not in self.unread:
                    self.book.note(row.line("trust"), "", f"'{trust[:60]}' is not one of the trusts")
                return
            known = [said for said in self.ids["trusts"] if said != said.casefold() or said in self.kinds]
            near = nearest_name(row.text("trust"), known)
            what = f"'{trust[:60]}' is not one of the trusts" if trust else "the row names no trust"
            guess = self.ids["trusts"].get(near, "")
            keys = [
                f"{kind}.{code}.{part}"
                for code, kind in self.kinds.items()
                for part in _PARTS[kind]
                if guess in ("", code)
            ]
            allowed = ", ".join(self._trust_names())
            if "trusts" not in self.unread:
                self.book.note(row.line("trust"), keys, what, allowed, near)
            return
        table = self.kinds[trust]
        parts = _PARTS[table]
        keys = [f"{table}.{trust}.{part}" for part in parts]
        if not community:
            if community == "":
                self.book.note(
                    row.line("community"), keys, "the row names no community", "the name or id of a community"
                )
            for key in keys:
                self.book.silence(key)
            return
        if (trust, community) in seen:
            first = self.book.where(seen[trust, community]).partition("!")[2]
            self.book.note(
                row.line("community"), "", f"the same pair is there twice (first in {first})", "each pair once"
            )
            return
        seen[trust, community] = row.line("community")
        for part, head in zip(parts, ("share", "catchment"), strict=False):
            spec = spec_of(f"{table}.*.{part}")
            key = f"{table}.{trust}.{part}.{community}"
            block = self.block(table, trust, part)
            self.put(block, community, key, row.leaf(head, key, layout.share(spec)), spec)
            self.unknown(block, community, row.line("community"))
            if len(block.entries) == 1:
                self.block(table, trust).lines[part] = row.line(head)
        if table != "acute_trusts" and not row.cell("catchment").empty:
            what = f"'catchment' is asked of trusts of the kind '{ACUTE}' only"
            self.book.note(row.line("catchment"), "", what, "nothing")

    def _trust_names(self) -> list[str]:
        names = []
        for code, table in self.kinds.items():
            name = self.block(table, code).entries.get("name")
            names.append(f"{code} ({name.text})" if isinstance(name, Leaf) and name.text else code)
        return names
