"""What people type after ``python -m experiments...``, and one sentence about what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

BAD_INPUT = 2


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong, where argparse would print its usage as well; exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Say it and end."""
        print(f"{self.prog}: {message}", file=sys.stderr)
        sys.exit(BAD_INPUT)


def whole(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two limits."""

    def number(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a whole number from {low} to {high}")
        return int(text)

    return number
