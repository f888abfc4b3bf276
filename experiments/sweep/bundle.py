"""A sweep as one archive that can be cited, and the check that it can be reproduced.

The archive holds the folder of the sweep as it is: the experiment, every system, policy and timeline it names, the
design, the parts and the manifest; and beside these a README and a checksum of every file. The same folder makes the
same archive, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from experiments.files import whole_file
from experiments.problems import BadInput
from experiments.provenance import measured_with
from experiments.store import MANIFEST, SERIES, Manifest
from experiments.sweep import parts, series
from experiments.sweep.folder import Sweep, stored_sweep
from experiments.sweep.job import Done, make_job
from experiments.sweep.lock import LOCK
from experiments.sweep.loop import work_off
from experiments.sweep.plan import Range
from experiments.sweep.workforce import Workforce
from sim.series import Packed

README, CHECKSUMS = "README.md", "checksums.json"
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, so that it does not depend on when it was made."""
WHERE = "FILE.zip"
GO_ON = "to go on with it first: tiers sweep FILE --resume"


@dataclass(frozen=True)
class Reproduced:
    """How a sweep that was run again compares with the one that is stored."""

    runs: int
    differing: tuple[str, ...]
    """What differs, in words; empty where nothing does."""


def write(folder: Path, archive: Path) -> None:
    """Write the archive of a finished sweep; ``BadInput`` when it is not finished."""
    sweep = stored_sweep(folder)
    left = sum(len(block) for block in sweep.left())
    if left:
        what = f"the sweep in '{folder}' is not finished: {left:,} of {sweep.plan.runs:,} runs are left"
        raise BadInput.single(what, "RESULTS", GO_ON)
    if sweep.manifest["finished"] is None:
        what = f"the sweep in '{folder}' is not finished: it is being gone on with, or was broken off"
        raise BadInput.single(what, "RESULTS", GO_ON)
    name = sweep.manifest["configuration"]["id"]
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _belongs(path)}
    sums = {inside: _sum(path) for inside, path in files.items()}
    texts = {README: readme(sweep.manifest), CHECKSUMS: json.dumps(sums, indent=1, sort_keys=True) + "\n"}
    with whole_file(archive, durable=True) as partial, zipfile.ZipFile(partial, "w") as packed:
        for inside, text in texts.items():
            packed.writestr(zipfile.ZipInfo(f"{name}/{inside}", ALWAYS), text)
        for inside, path in files.items():
            entry = zipfile.ZipInfo(f"{name}/{inside}", ALWAYS)
            with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:  # 4 GB and above, too
                while chunk := source.read(2**20):
                    target.write(chunk)


def _belongs(path: Path) -> bool:
    return path.is_file() and path.name != LOCK and not path.name.endswith(".partial")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def readme(said: Manifest) -> str:
    """What the archive is, and how to reproduce it."""
    c, last = said["configuration"], said["sessions"][-1]
    libraries = ", ".join(f"{name} {version}" for name, version in last["versions"].items())
    careful = "".join(f"\n**Careful:** {note}.\n" for note in said.get("notes", ()))
    return f"""# {c["name"]}

{c["summary"]}

A sweep of {said["runs"]:,} runs by tiers ({measured_with(said["tiers"], last["code"])}),
an agent-based simulation of how England's integrated care systems decide; {said["sign_off"]}.
Systems: {", ".join(c["systems"])}.
Policies: {", ".join(c["policies"])}. Design: {c["design"]["kind"]}. Seed {c["seed"]}. Made with {libraries}.
{careful}
- `inputs/experiment.yaml` is the experiment; the other files under `inputs` are the systems, policies and timelines.
- `design.parquet` holds the points, `parts/runs-*.parquet` a row for each run; `manifest.json` explains every column.
- `checksums.json` has the SHA-256 of each file.

To run it again and compare, value for value: `tiers bundle check FILE.zip`. In Python, once it is unpacked:
`experiments.load("{c["id"]}").runs`.
"""


# Checking ------------------------------------------------------------------------------------------------------------


def unpack(archive: Path, into: Path) -> Path:
    """Unpack an archive and check every file against its checksum; the folder of the sweep in it."""
    try:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(into)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput.single(f"'{archive}' cannot be read: {error}", WHERE, "what 'tiers bundle' wrote") from None
    found = [path.parent for path in into.glob(f"*/{CHECKSUMS}")]
    if len(found) != 1 or not (found[0] / MANIFEST).is_file():
        raise BadInput.single(f"'{archive}' holds no sweep", WHERE, "what 'tiers bundle' wrote")
    sums = json.loads((found[0] / CHECKSUMS).read_text(encoding="utf-8"))
    there = {p.relative_to(found[0]).as_posix(): _sum(p) for p in found[0].rglob("*") if p.is_file()}
    bad = sorted(name for name in {*sums, *there} - {README, CHECKSUMS} if sums.get(name) != there.get(name))
    if bad:
        raise BadInput.single(
            f"damaged or changed: {', '.join(bad[:5])}", str(archive), "the archive as it was written"
        )
    return found[0]


def reproduce(
    folder: Path, into: Path, workforce: Workforce, told: Callable[[Done], None], most: int | None = None
) -> Reproduced:
    """Run the sweep of a folder again, or so many of its blocks, into an empty folder, and compare every value."""
    stored = stored_sweep(folder)
    again = Sweep(into, stored.plan, stored.manifest)
    (into / parts.PARTS).mkdir()
    chosen = evenly(parts.done(folder), most)
    stretches = (replace(stored.plan.at(start), stop=stop) for start, stop in chosen)
    work_off((make_job(into, stored.plan, s, stored.values(s)) for s in stretches), workforce, told)
    differing = [text for runs in chosen for text in _compared(folder, into, runs)]
    if most is None and (folder / SERIES).exists():
        series.write(into, again.plan)
        if not pl.read_parquet(folder / SERIES).equals(pl.read_parquet(into / SERIES)):
            differing.append(f"{SERIES} differs")
    return Reproduced(sum(stop - start for start, stop in chosen), tuple(differing))


def evenly(blocks: Sequence[Range], most: int | None) -> list[Range]:
    """So many of the blocks, from all over the sweep."""
    if most is None or most >= len(blocks):
        return list(blocks)
    return [blocks[(2 * number + 1) * len(blocks) // (2 * most)] for number in range(most)]


def _compared(folder: Path, into: Path, runs: Range) -> Iterator[str]:
    for what in ("runs", "months", "counts"):
        was, now = (parts.path(where, what, runs) for where in (folder, into))
        called = f"{what} {runs[0]} to {runs[1] - 1}"
        if was.exists() != now.exists():
            yield f"{called} are {'stored, and do not come about again' if was.exists() else 'not stored'}"
        elif was.exists() and what == "counts":
            if not _same_counts(parts.read_counts(was), parts.read_counts(now)):
                yield f"{called} differ"
        elif was.exists():
            one, other = pl.read_parquet(was), pl.read_parquet(now)
            if not one.equals(other):
                columns = [c for c in one.columns if c not in other.columns or not one[c].equals(other[c])]
                where = f", such as '{columns[0]}'" if columns else ""
                yield f"{called} differ in {len(columns)} columns{where}"


def _same_counts(one: Mapping[str, Packed], other: Mapping[str, Packed]) -> bool:
    return one.keys() == other.keys() and all(
        np.array_equal(array, vars(other[who])[what], equal_nan=True)
        for who, packed in one.items()
        for what, array in vars(packed).items()
    )
