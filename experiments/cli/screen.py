"""What the command prints with: results on standard output, progress and complaints on standard error."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from typing import IO

from rich.console import Console
from rich.text import Text

from experiments.problems import Problem

PIPED_WIDTH = 120
LEAST_WIDTH = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def output(width: int | None = None) -> Console:
    """Standard output: as wide as the terminal, or 120 columns where it is piped; colours only on a terminal."""
    if width is None and not sys.stdout.isatty():
        width = PIPED_WIDTH
    if width is None:
        width = max(LEAST_WIDTH, shutil.get_terminal_size((PIPED_WIDTH, 40)).columns)
    return Console(width=width, highlight=False, soft_wrap=False)


def errors() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False)


def clean(text: object) -> str:
    """User text without the control characters that could move the cursor or change what a reader sees."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(text))


def styled(text: object, style: str = "") -> Text:
    """User text, taken literally: square brackets in a name are no markup."""
    return Text(clean(text), style=style)


def note(message: str) -> None:
    """Print on standard error what is worth knowing and no mistake."""
    errors().print(Text("Note: ", style="bold").append(clean(message), style="default"), soft_wrap=True)


def complain_of(problems: Iterable[Problem]) -> None:
    """Print every problem, however many there are."""
    complain("\n".join(map(str, problems)))


def complain(message: str) -> None:
    """Print what is wrong on standard error, a line per problem, unwrapped so that it can be searched and copied."""
    stream: IO[str] = sys.stderr
    console = errors()
    for line in message.splitlines() or [""]:
        console.print(Text("Error: ", style="bold red").append(clean(line), style="default"), soft_wrap=True)
    stream.flush()
