"""Which sheets there are and which columns they have: the format of the YAML, laid out in rows and columns.

Labels, units, ranges and which figures may be left empty come from the format (``experiments.config.schema``) and from
the rule for missing figures (``experiments.config.by_rule``); only the arrangement is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from experiments.config.by_rule import rule_of
from experiments.config.formulae import REGIONS
from experiments.config.schema import FIGURE, QUALITIES, SYSTEM, SYSTEM_SCHEMA, TRUST_KINDS
from experiments.config.spec import Amounts, Cells, Flag, Number, Record, Settings, Spec, Table, Text, words
from sim.parameters import REGISTRY

SCHEMA = SYSTEM_SCHEMA
ACUTE = "acute"
"""The kind of a trust of the table ``acute_trusts``; all other kinds belong to ``community_trusts``."""
TIMES = ("times_low", "times_high")
OWN_SOURCE = "own-figures"


@dataclass(frozen=True)
class Field:
    """One thing to fill in, with its place in the format: ``key`` has ``*`` for ids."""

    key: str
    spec: Spec

    @property
    def label(self) -> str:
        """What it is."""
        return self.spec.label

    @property
    def number(self) -> Number | None:
        """Its unit and bounds, where it is a number."""
        spec = self.spec.cell if isinstance(self.spec, Cells) else self.spec
        return spec if isinstance(spec, Number) else None

    @property
    def unit(self) -> str:
        """The unit; what kind of thing it is, where it has none."""
        if self.number is not None:
            return self.number.unit
        return "yes or no" if isinstance(self.spec, Flag) else "text"

    @property
    def allowed(self) -> str:
        """What may be written."""
        if self.number is not None:
            return self.number.allowed
        if isinstance(self.spec, Flag):
            return "yes or no"
        return self.spec.allowed if isinstance(self.spec, Text) else ""

    @property
    def otherwise(self) -> str:
        """The rule that fills it when it is left empty; empty where it must be given."""
        rule = rule_of(self.key)
        parameter = REGISTRY.get(self.key.removeprefix("starting_values."))
        usual = f"{words(float(parameter.default))}, as in the rest of England" if parameter is not None else ""
        texts = (rule.said if rule is not None else "", usual, "nothing is said of it" if optional(self.key) else "")
        return "; else ".join(text for text in texts if text)

    @property
    def figure(self) -> bool:
        """Whether it carries a source and a quality."""
        return bool(self.key) and isinstance(self.spec, (Number, Flag, Cells))


@dataclass(frozen=True)
class Column:
    """A column; some hold a field of one table or another, as the row says."""

    head: str
    fields: tuple[Field, ...] = ()
    about: str = ""
    """What to write, where the fields do not say it."""
    may_be_empty: str = ""
    """When it may be left empty, where no rule says so."""
    choices: str = ""
    """Where the list of choices comes from: ``sheet!column``, or the choices themselves with commas between."""

    @property
    def label(self) -> str:
        """What it is."""
        return self.about or "; or ".join(dict.fromkeys(field.label for field in self.fields))

    @property
    def allowed(self) -> str:
        """What may be written."""
        return "; or ".join(dict.fromkeys(field.allowed for field in self.fields))

    @property
    def otherwise(self) -> str:
        """When it may be left empty and what is then filled in; empty where it must be given."""
        return self.may_be_empty or "; or ".join(dict.fromkeys(f.otherwise for f in self.fields if f.otherwise))

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return not self.otherwise


@dataclass(frozen=True)
class Sheet:
    """A sheet with a row of headers and a record in each row."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    required: bool = True

    def column(self, head: str) -> Column:
        """The column with this header."""
        return next(column for column in self.columns if column.head == head)


def spec_of(key: str) -> Spec:
    """What the format says of a key that has ``*`` for ids."""
    spec: Spec = SYSTEM
    for part in key.split("."):
        if isinstance(spec, Table):
            spec = spec.entry
        elif isinstance(spec, (Cells, Settings)):
            return spec
        elif isinstance(spec, Record):
            spec = spec.fields[part]
    return spec


def optional(key: str) -> bool:
    """Whether the format itself lets a field be left out."""
    above, _, name = key.rpartition(".")
    spec = spec_of(above) if above else SYSTEM
    record = spec.entry if isinstance(spec, Table) else spec
    return isinstance(record, Record) and name in record.optional


def share(spec: Spec) -> Spec:
    """What one share in a row of shares may be."""
    return spec.cell if isinstance(spec, Cells) else spec


def field(key: str) -> Field:
    """A field of the format."""
    return Field(key, spec_of(key))


def table_of(key: str) -> Table:
    """What the format says of a table."""
    spec = spec_of(key)
    if not isinstance(spec, Table):
        raise TypeError(f"{key} is no table of the format")
    return spec


def _all(table: str, *but: str) -> tuple[Column, ...]:
    """A column for each plain field of a table."""
    fields = table_of(table).entry.fields
    names = [name for name, kind in fields.items() if not isinstance(kind, Cells) and name not in but]
    return tuple(Column(name, (field(f"{table}.*.{name}"),)) for name in names)


def _id(table: str, about: str = "") -> Column:
    return Column("id", (Field(f"{table}.*", table_of(table).id),), about)


FOOTPRINTS = tuple(SYSTEM.fields["footprints"].fields) if isinstance(SYSTEM.fields["footprints"], Record) else ()
COMMUNITY_NAMES, TRUST_NAMES = "communities!name", "trusts!name"
WHOLE = "the whole community"
FIRST = "Several rows may stand for one: one for each of its communities. Its figures are given in its first row."

COMMUNITIES = Sheet(
    "communities",
    "Communities: the districts, or parts of districts, on which people live",
    "One row for each community. They are the fixed cells of the system: councils, places and hospitals are described "
    "by their shares of them. Together they hold everybody in the system.",
    (_id("communities"), *_all("communities")),
)
COUNCILS = Sheet(
    "councils",
    "Councils: upper-tier councils, which pay for social care and public health",
    f"Every community belongs to a council. {FIRST} Money is for the part inside the system, in GBP million a year.",
    (
        _id("councils"),
        *_all("councils")[:1],
        Column("community", about="a community under this council: its name or id", choices=COMMUNITY_NAMES),
        Column("share", (field("councils.*.communities.*"),), may_be_empty=WHOLE),
        *_all("councils")[1:],
    ),
)
PLACES = Sheet(
    "places",
    "Places: the place partnerships, and what they could be",
    f"Every community belongs to a place. {FIRST} The footprint 'council' holds the real places of today, whatever "
    "their shape; other footprints are what-ifs and may be left out.",
    (
        Column(
            "footprint",
            about=f"to which set of places this one belongs: {', '.join(FOOTPRINTS)}",
            may_be_empty="council",
            choices=",".join(FOOTPRINTS),
        ),
        _id("footprints.council", "short name of the place"),
        *_all("footprints.council")[:1],
        Column("community", about="a community in this place: its name or id", choices=COMMUNITY_NAMES),
        Column("share", (field("footprints.council.*.communities.*"),), may_be_empty=WHOLE),
        *_all("footprints.council")[1:],
    ),
)
KINDS = (ACUTE, *TRUST_KINDS)
TRUSTS = Sheet(
    "trusts",
    "Trusts: hospitals, mental health and community trusts",
    f"One row for each trust. Beds, occupancy, delays and A&E are asked of trusts of the kind '{ACUTE}' only; leave "
    "them empty for the others. At least one trust of each sort is needed.",
    (
        _id("acute_trusts"),
        *_all("acute_trusts")[:1],
        Column("kind", about=f"kind of trust: {', '.join(KINDS)}", choices=",".join(KINDS)),
        *(
            Column(column.head, (*column.fields, field(f"community_trusts.*.{column.head}")))
            if column.head in ("income", "foundation")
            else column
            for column in _all("acute_trusts")[1:]
        ),
    ),
)
FLOWS = Sheet(
    "flows",
    "Flows: who goes to which hospital, and who cares for whom",
    "One row for each community and trust that have to do with each other. What is missing to 1 goes to trusts outside "
    "the system, or comes from outside. A pair that is not listed has a share of 0.",
    (
        Column("community", about="the community: its name or id", choices=COMMUNITY_NAMES),
        Column("trust", about="the trust: its name or id", choices=TRUST_NAMES),
        Column(
            "share",
            (field("acute_trusts.*.residents.*"), field("community_trusts.*.communities.*")),
            may_be_empty=f"except for hospitals; {field('community_trusts.*.communities.*').otherwise}",
        ),
        Column("catchment", (field("acute_trusts.*.catchment.*"),)),
    ),
)
EVIDENCE = Sheet(
    "evidence",
    "Evidence: where your figures come from, and how good they are (may be left empty)",
    "One row for a figure, or with * for all of a kind: councils.*.reserves, or councils.E08000035.reserves. Of two "
    "rows the one with fewer * counts. A figure that no row speaks of counts as stated by yourself.",
    (
        Column("figure", about="key of the figure, with * for all ids: see the header notes of the other sheets"),
        Column("source", about="an id of the sheet 'sources'", choices="sources!id"),
        Column("quality", (Field("", FIGURE.fields["quality"]),), choices=",".join(QUALITIES)),
        *(
            Column(name, about=FIGURE.fields[name].label, may_be_empty="no range; one is needed when assumed")
            for name in ("low", "high")
        ),
        *(
            Column(name, about=f"the {word} it may be, as a multiple", may_be_empty="instead of low and high")
            for name, word in zip(TIMES, ("least", "most"), strict=True)
        ),
        Column("why", (Field("", FIGURE.fields["why"]),), may_be_empty="a reason is needed when assumed"),
    ),
    required=False,
)
SOURCES = Sheet(
    "sources",
    "Sources: what the sheet 'evidence' refers to (may be left empty)",
    "One row for each publication.",
    (_id("sources"), *_all("sources")),
    required=False,
)
TABLES = (COMMUNITIES, COUNCILS, PLACES, TRUSTS, FLOWS, EVIDENCE, SOURCES)


@dataclass(frozen=True)
class Form:
    """A sheet with a figure in each row: its key in column A, its value in column B."""

    name: str
    title: str
    about: str
    parts: Mapping[str, tuple[Field, ...]]
    """Fields under headings."""

    @property
    def fields(self) -> Iterator[Field]:
        """All fields, in order."""
        for part in self.parts.values():
            yield from part


def _leaves(key: str) -> tuple[Field, ...]:
    """Every single value of a record."""
    spec = spec_of(key)
    found: list[Field] = []
    for name, kind in spec.fields.items() if isinstance(spec, Record) else ():
        if isinstance(kind, Cells):
            labels = {
                cell: Number(f"{kind.label}: {cell}", kind.cell.unit, kind.cell.low, kind.cell.high)
                for cell in kind.names
            }
            found += [Field(f"{key}.{name}.{cell}", spec) for cell, spec in labels.items()]
        elif not isinstance(kind, (Amounts, Settings, Table, Record)):
            found.append(Field(f"{key}.{name}", kind))
    return tuple(found)


def _settings() -> tuple[Field, ...]:
    return tuple(
        Field(f"starting_values.{p.name}", Number(p.label, p.unit, p.low, p.high)) for p in REGISTRY.role("uncertainty")
    )


BOARD = Form(
    "board",
    "Board: the system, its region and its integrated care board",
    "Fill in column B. Money is in GBP million a year, shares lie between 0 and 1.",
    {
        "The system": tuple(field(key) for key in ("id", "name", "summary")),
        f"The NHS England region (one of {', '.join(REGIONS)})": _leaves("region"),
        "The integrated care board": _leaves("board"),
    },
)
STARTING = Form(
    "starting values",
    "Starting values: the waiting list, and where this system differs from the rest of England",
    "Fill in column B. The waiting list may be left to the rule. All others are uncertainties of the model with a "
    "range for England: give a value only where you know that this system starts elsewhere.",
    {"Planned care": _leaves("planned_care"), "Uncertainties that start elsewhere in this system": _settings()},
)
FORMS = (BOARD, STARTING)
ORDER = (
    "readme",
    "board",
    "communities",
    "councils",
    "places",
    "trusts",
    "flows",
    "starting values",
    "evidence",
    "sources",
)


def sheet_names() -> tuple[str, ...]:
    """The sheets that must be there."""
    return tuple(s.name for s in (*TABLES, *FORMS) if not isinstance(s, Sheet) or s.required)
