"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.problems import BadInput


def check_new(path: Path, where: str, force: bool = False) -> None:
    """``BadInput`` when ``path`` may not be written: something is there, or there is no such folder."""
    if path.is_dir():
        raise BadInput.single(f"'{path}' is a folder", where, allowed="the name of a file")
    if os.path.lexists(path) and not force:
        what = f"'{path}' exists already; nothing is overwritten unasked"
        raise BadInput.single(what, where, allowed="another name, or --force to replace it")
    if not path.parent.is_dir():
        raise BadInput.single(f"there is no folder '{path.parent}'", where, allowed="a file in a folder that exists")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a file to write beside ``path``; it takes that name when all is written, and is removed when not."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
