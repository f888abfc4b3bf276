"""The parts of a workbook, read as they go by: nothing is made of them but what is asked for, and no more than so much.

A few kilobytes can unpack into millions of cells, formats, notes or names, and a part be referred to a thousand times.
Whoever builds all of that first, and looks at it then, runs out of memory.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from xml.parsers.expat import ParserCreate

from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel

MOST_CELLS = 400_000
"""Cells, rows and other elements that are looked at, in all parts together."""
MOST_LETTERS = 4_000_000
"""Letters of all cells together; a text that many cells share counts for each."""
LONGEST_TAG = 1_000_000
"""Bytes of a single tag at most."""
LONGEST_FORMAT = 100
"""Letters of a number format that are looked at; programs allow 255 for the four that it may hold."""
CHUNK = 65_536
FOLDER = "/xl"
BOOK, RELATED = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class TooMuch(Exception):
    """A workbook holds more than a system needs; its text is what is allowed."""


class Part:
    """What is made of a part: it hears of elements as they begin and, with their text, as they end."""

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins, with these attributes."""

    def end(self, name: str, text: str) -> None:
        """An element ends, with the text since the last that began or ended."""


AnyPart = TypeVar("AnyPart", bound=Part)


class Package:
    """The parts of an open workbook, and how much may still be read of them."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened, self._cells, self._letters = opened, MOST_CELLS, MOST_LETTERS

    def take(self, cells: int = 0, letters: int = 0) -> None:
        """Count what was met; ``TooMuch`` where that is more than may be."""
        self._cells -= cells
        self._letters -= letters
        if self._cells < 0:
            raise TooMuch(f"at most {MOST_CELLS:,} cells, rows and other elements")
        if self._letters < 0:
            raise TooMuch(f"at most {MOST_LETTERS:,} letters in all cells")

    def read(self, path: str, made: AnyPart) -> AnyPart:
        """Let a part go by. Elements that are not of the same namespace as its first do not matter."""
        own: str | None = None
        text: list[str] = []

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal own
            self.take(cells=1)
            text.clear()
            space, _, name = tag.rpartition(" ")
            own = space if own is None else own
            if space == own:
                made.start(name, given)

        def end(tag: str) -> None:
            space, _, name = tag.rpartition(" ")
            if space == own:
                made.end(name, "".join(text))
            text.clear()

        def definitions(*_: object) -> None:
            raise ValueError("a part of it begins with definitions, from which it could unfold without end")

        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text.append, definitions
        with self._opened.open(path) as part:
            met = 0
            while chunk := part.read(CHUNK):
                parser.Parse(chunk)
                met += len(chunk)
                if met - parser.CurrentByteIndex > LONGEST_TAG:
                    raise TooMuch(f"at most {LONGEST_TAG:,} bytes in a tag")
            parser.Parse(b"", True)
        return made


class Runs(Part):
    """Text in runs that differ in looks, put together; how it is pronounced, which may stand beside it, is left out."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._aside = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """A text may begin, or what stands beside it."""
        if name in ("si", "is"):
            self._runs = []
        elif name == "rPh":
            self._aside = True

    def end(self, name: str, text: str) -> None:
        """A run ends."""
        if name == "t" and not self._aside:
            self._runs.append(text)
        elif name == "rPh":
            self._aside = False


class Texts(Runs):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def end(self, name: str, text: str) -> None:
        """A run ends, or a whole text."""
        super().end(name, text)
        if name == "si":
            self.texts.append("".join(self._runs).replace("x005F_", ""))  # by which programs keep an underscore


class Formats(Part):
    """Which numbers are dates, by the format of their style; ``since`` is the day that dates are counted from."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._dates: dict[str, bool] = {}
        self._within = ""

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """A format, or a style of cells; the styles that these go back to, and rules for looks, are others."""
        if name in ("numFmts", "cellXfs"):
            self._within = name
        elif name == "numFmt" and self._within == "numFmts":
            self._codes[int(given["numFmtId"])] = given["formatCode"].partition(";")[0][:LONGEST_FORMAT]
        elif name == "xf" and self._within == "cellXfs":
            self._styles.append(int(given.get("numFmtId", 0)))

    def end(self, name: str, text: str) -> None:
        """A list of them ends."""
        if name == self._within:
            self._within = ""

    def value(self, number: int | float, style: int) -> Any:
        """A number as its style shows it: itself, a date, a time or a time span; an error for a date that cannot be."""
        code = self._code(style)
        if code not in self._dates:
            self._dates[code] = is_date_format(code)
        try:
            return from_excel(number, self._since, is_timedelta_format(code)) if self._dates[code] else number
        except (OverflowError, ValueError):
            return "#VALUE!"

    def _code(self, style: int) -> str:
        number = self._styles[style] if self._styles or style else 0
        return self._codes.get(number) or builtin_format_code(number) or ""


@dataclass(frozen=True)
class Listed:
    """A sheet as the workbook lists it."""

    path: str
    """Its part; empty where it holds no cells."""
    hidden: str
    """How it is hidden, if it is."""


@dataclass(frozen=True)
class Book:
    """What a workbook says of itself: its sheets by name, and the texts and formats that they share."""

    sheets: Mapping[str, Listed]
    texts: list[str]
    formats: Formats


def read_book(package: Package) -> Book:
    """The sheets of a workbook, the first of each name, and what they share."""
    contents, related = package.read(BOOK, _Contents()), package.read(RELATED, _Related())
    sheets: dict[str, Listed] = {}
    for title, state, code in contents.sheets:
        if code in related.parts:
            kind, path = related.parts[code]
            listed = Listed(path if kind == "worksheet" else "", "" if state == "visible" else state)
            sheets.setdefault(title, listed)
    shared = dict(related.parts.values())
    texts, formats = Texts(), Formats(CALENDAR_MAC_1904 if contents.since_1904 else WINDOWS_EPOCH)
    if "sharedStrings" in shared:
        package.read(shared["sharedStrings"], texts)
    if "styles" in shared:
        package.read(shared["styles"], formats)
    return Book(sheets, texts.texts, formats)


class _Contents(Part):
    """The list of sheets: the name, the state and the code of each."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.since_1904 = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet":
            code = next((value for key, value in given.items() if key.endswith(" id")), "")
            self.sheets.append((given["name"], given.get("state", "visible"), code))
        elif name == "workbookPr":
            self.since_1904 = true(given.get("date1904"))


class _Related(Part):
    """The kind and the path of each part that the workbook refers to, by code."""

    def __init__(self) -> None:
        self.parts: dict[str, tuple[str, str]] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship":
            path = posixpath.normpath(posixpath.join(FOLDER, given["Target"])).lstrip("/")
            self.parts[given["Id"]] = given["Type"].rpartition("/")[2], path


def true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text in ("1", "true")
