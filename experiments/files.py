"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.problems import BadInput


def check_new(path: Path, where: str, force: bool = False) -> None:
    """``BadInput`` when ``path`` may not be written: something is there, or the folder is not there or may not be
    written in."""
    if path.is_dir():
        raise BadInput.single(f"'{path}' is a folder", where, allowed="the name of a file")
    if os.path.lexists(path) and not force:
        what = f"'{path}' exists already; nothing is overwritten unasked"
        raise BadInput.single(what, where, allowed="another name, or --force to replace it")
    if not path.parent.is_dir():
        raise BadInput.single(f"there is no folder '{path.parent}'", where, allowed="a file in a folder that exists")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        what = f"nothing can be written in '{path.parent}': {error.strerror or error}"
        raise BadInput.single(what, where, allowed="a file in a folder of yours") from None


@contextmanager
def whole_file(path: Path, durable: bool = False) -> Iterator[Path]:
    """Give a file to write beside ``path``; it takes that name when all is written, and is removed when not.

    A ``durable`` one is on the disk, and not only on its way there, before it takes the name, and so is the name when
    this ends: no loss of power leaves half a file behind, or lets one vanish that was there.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o666 & ~_umask())
        if durable:
            on_disk(partial)
        partial.replace(path)
        if durable:
            on_disk(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def on_disk(path: Path) -> None:
    """Wait until what was written to a file, or which names a folder holds, is on the disk.

    Windows does not open folders; there it is left to the journal of the file system to keep their order.
    """
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
