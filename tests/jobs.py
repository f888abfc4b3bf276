"""Jobs for a desk's worker processes that no question asks for. They import nothing, so that workers do not either."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

Check = Callable[[], object]


class TellModules:
    """Which modules the process has imported."""

    def __call__(self, check: Check) -> list[str]:
        return sorted(sys.modules)


class Die:
    """The process dies, each time or only when nobody has been here before (``once`` is a file that then exists)."""

    def __init__(self, once: Path | None = None) -> None:
        self.once = once

    def __call__(self, check: Check) -> str:
        if self.once is not None and self.once.exists():
            return "survived"
        if self.once is not None:
            self.once.touch()
        os._exit(1)


class Fail:
    """Something goes wrong."""

    def __call__(self, check: Check) -> None:
        raise ZeroDivisionError("there is no such share")


class Wait:
    """Works for ever, looking up now and then; ``begun`` is a file that then exists."""

    def __init__(self, begun: Path) -> None:
        self.begun = begun

    def __call__(self, check: Check) -> None:
        self.begun.touch()
        while True:
            check()
