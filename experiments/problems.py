"""Bad input: what is wrong, where, what is allowed, and the nearest valid name.

Everything a person can get wrong is reported as a ``Problem``; a reader gathers all problems of a file and raises one
``BadInput``. The command line prints it and exits with status 2.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SHOWN = 50
"""Problems shown in full; a file with more says how many were left out."""
FEW = 12
"""A list of more names than this is not printed where a command lists them."""
SHORT_CODE = re.compile(r"([A-Za-z])(\d{1,3})")
"""A letter and a number, such as P04 or M7."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what the user gave."""

    what: str
    """What is wrong, as a sentence without its full stop."""
    where: str = ""
    """``file:line``, or the file, or the option."""
    key: str = ""
    """The dotted name of the value, for example ``communities.E08000035.population``."""
    allowed: str = ""
    """What would be allowed."""
    nearest: str = ""
    """The nearest valid name."""

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.where, self.key) if part)
        text = f"{place}: {self.what}" if place else self.what
        if self.nearest:
            text += f"; did you mean '{self.nearest}'?"
        if self.allowed:
            text += f"{'' if self.nearest else '.'} Allowed: {self.allowed}"
        return "".join(letter if letter.isprintable() else " " for letter in text)


class BadInput(Exception):
    """Everything that is wrong with a file or a command, gathered."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("BadInput needs at least one problem")
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        left = len(self.problems) - len(lines)
        if left:
            lines.append(f"... and {left} more")
        return "\n".join(lines)

    @classmethod
    def single(cls, what: str, where: str = "", allowed: str = "", nearest: str = "", key: str = "") -> BadInput:
        """One problem, ready to raise."""
        return cls([Problem(what=what, where=where, key=key, allowed=allowed, nearest=nearest)])


def nearest_name(name: object, names: Iterable[str]) -> str:
    """The valid name most like ``name``, or the empty string when none is near."""
    known = list(names)
    text = str(name)[:200]
    codes = {other: code for other in known if (code := SHORT_CODE.fullmatch(other))}
    if known and len(codes) == len(known):
        return _nearest_code(text, codes)
    near = difflib.get_close_matches(text, known, n=1)
    if not near:
        folded = {other.casefold(): other for other in known}
        found = difflib.get_close_matches(text.casefold(), list(folded), n=1)
        near = [folded[found[0]]] if found else []
    return near[0] if near else ""


def _nearest_code(text: str, codes: Mapping[str, re.Match[str]]) -> str:
    """The code with the same letter whose number is the same or next to it: spelling says nothing about numbers."""
    typed = SHORT_CODE.fullmatch(text)
    if typed is None:
        return ""
    letter, number = typed[1].upper(), int(typed[2])
    apart = {other: abs(int(found[2]) - number) for other, found in codes.items() if found[1].upper() == letter}
    return next((other for far in (0, 1) for other in apart if apart[other] == far), "")


def choices(names: Iterable[str], listing: str = "") -> str:
    """What is allowed: the names, or the command that lists them where they are many."""
    known = list(names)
    if listing and len(known) > FEW:
        return f"one of the {len(known)} that '{listing}' shows"
    return ", ".join(known)
