"""Sweeps end to end on the real engine: the same values however they are run, and nothing lost whatever happens."""

import errno
import json
import multiprocessing
import os
import random
import re
import shlex
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sweeps import TEXT, command, experiment, same, survives, sweep, table

import experiments
from experiments.cli import INCOMPLETE
from experiments.cli.app import run
from experiments.config import load_experiment, load_policy, load_system
from experiments.export import about
from experiments.problems import BadInput
from experiments.sweep import parts
from experiments.sweep.estimate import estimate
from experiments.sweep.folder import Sweep, Wish, foreseen, opened, stored_sweep
from experiments.sweep.loop import Lost, perform
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import Workforce, here, processes
from sim.batch import simulate
from sim.futures import Futures

VARIED = ["delegation_base", "who_fixes", "variety_of_need"]
KEYS = ["system", "timeline", "policy", "point", "replicate"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """A sweep of 12 runs in four blocks, not interrupted."""
    folder = tmp_path_factory.mktemp("sweep")
    return sweep(experiment(folder), folder / "whole")


@pytest.fixture
def whole(made: Sweep) -> Path:
    return made.folder


def test_every_policy_meets_the_same_futures_point_by_point(whole: Path) -> None:
    runs = table(whole)
    assert runs["run"].to_list() == list(range(12))
    assert runs["policy"].to_list() == ["maximum-delegation"] * 6 + ["centrist"] * 6
    one, other = (runs.filter(pl.col("policy") == p) for p in ("maximum-delegation", "centrist"))
    assert one.select("point", "replicate", "seed", *VARIED).equals(other.select("point", "replicate", "seed", *VARIED))
    assert one["point"].to_list() == list(range(6))


def test_a_run_comes_to_what_its_address_says_whatever_ran_beside_it(made: Sweep) -> None:
    row = table(made.folder).row(7, named=True)
    policy = load_policy(row["policy"])
    levers = {**policy.levers, **{name: row[name] for name in VARIED[:2]}}
    alone = simulate(
        load_system("dorset").system,
        type(policy)(policy.id, policy.name, policy.summary, levers),
        Futures(row["seed"], np.array([row["point"]]), {"variety_of_need": np.array([row["variety_of_need"]])}),
        12,
    )
    assert row["healthy_life_years"] == alone.outcomes["healthy_life_years"][0, 0]
    assert row["place_maturity@dorset"] in alone.outcomes["place_maturity"][:, 0]


def test_worker_processes_and_other_blocks_give_the_same_values(whole: Path, tmp_path: Path) -> None:
    other = sweep(experiment(tmp_path), tmp_path / "other", Wish("", block=4), processes(2))
    assert len(parts.done(other.folder)) == 4
    assert same(other.folder, whole)


def test_shards_merged_are_the_whole(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = experiment(tmp_path)
    shards = [sweep(file, tmp_path / f"{i}", Wish("", block=3, shard=(i, 2))).folder for i in (1, 2)]
    assert sorted(map(len, map(table, shards))) == [6, 6]
    monkeypatch.chdir(tmp_path)
    flushed: list[Path] = []
    monkeypatch.setattr("experiments.sweep.merge.on_disk", flushed.append)
    assert run(["sweep", "merge", "2", "1", "--output", "merged"]) == 0
    assert {path.name for path in flushed} == {"parts", *(path.name for path in Path("merged/parts").iterdir())}
    assert "Note" not in capsys.readouterr().err
    assert same(tmp_path / "merged", whole)
    assert pl.read_parquet("merged/design.parquet").equals(pl.read_parquet(whole / "design.parquet"))


def test_shards_of_differing_code_are_merged_with_a_warning_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = load_experiment(experiment(tmp_path))
    for number, code in ((1, "a" * 64), (2, "b" * 64), (3, "a" * 64)):
        monkeypatch.setattr("experiments.provenance.source", lambda code=code: code)
        monkeypatch.setattr("experiments.provenance.versions", lambda number=number: {"numpy": f"{number}.0"})
        with opened(tmp_path / f"{number}", loaded, Wish("", shard=(number, 3))) as one:
            for stretch in one.left():
                perform(_failing_job(one, stretch))
    monkeypatch.setattr("experiments.provenance.source", lambda: "c" * 64)
    folders = [str(tmp_path / name) for name in "321"]
    assert run(["sweep", "merge", *folders, "--output", str(tmp_path / "merged")]) == INCOMPLETE
    by = "cccccccccccc in the merging"
    code = f"not all run and merged with the same code (aaaaaaaaaaaa in 1/3 and 3/3; bbbbbbbbbbbb in 2/3; {by})"
    library = "not all run and merged with the same numpy (1.0 in 1/3; 2.0 in 2/3; 3.0 in 3/3 and the merging)"
    warned = capsys.readouterr().err
    assert code in warned
    assert library in warned
    notes = json.loads((tmp_path / "merged" / "manifest.json").read_text(encoding="utf-8"))["notes"]
    assert [code in notes[0], library in notes[1], len(notes)] == [True, True, 2]
    assert run(["results", "summary", str(tmp_path / "merged")]) == 0
    assert code in capsys.readouterr().err
    assert run(["bundle", str(tmp_path / "merged"), "--output", str(tmp_path / "one.zip")]) == 0
    assert code in zipfile.ZipFile(tmp_path / "one.zip").read("tiny/README.md").decode()
    with opened(tmp_path / "merged", load_experiment(experiment(tmp_path, points=7)), Wish("", extend=True)) as more:
        assert more.manifest["notes"] == notes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["1"], "missing: 2/2"),
        (["1", "1"], "missing: 2/2"),
        (["1", "half"], "is not finished"),
        (["all"], "whole sweep"),
    ],
)
def test_shards_that_do_not_make_a_whole_are_not_merged(
    given: list[str], said: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = experiment(tmp_path)
    with opened(tmp_path / "half", load_experiment(file), Wish("", shard=(2, 2))):
        pass
    with opened(tmp_path / "1", load_experiment(file), Wish("", shard=(1, 2))) as one:
        for stretch in one.left():
            perform(_failing_job(one, stretch))
    folders = [str(whole if name == "all" else tmp_path / name) for name in given]
    assert run(["sweep", "merge", *folders, "--output", str(tmp_path / "merged")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "merged").exists()


def _failing_job(one: Sweep, stretch: object) -> object:
    """A job that is done at once: the months it is asked for cannot be run."""
    from dataclasses import replace

    from experiments.sweep.job import make_job

    return replace(make_job(one.folder, one.plan, stretch, one.values(stretch)), months=0)  # type: ignore[arg-type]


def test_points_and_replicates_added_later_leave_what_was_there(whole: Path, tmp_path: Path) -> None:
    file = experiment(tmp_path, points=3)
    sweep(file, tmp_path / "grown")
    before = table(tmp_path / "grown")
    assert run(["sweep", str(experiment(tmp_path)), "-o", str(tmp_path / "grown"), "--extend", "-w", "1"]) == 0
    after = table(tmp_path / "grown")
    assert after.head(6).equals(before)
    assert after["run"].to_list() == list(range(12))
    assert after.sort(KEYS).drop("run").equals(table(whole).sort(KEYS).drop("run"))
    with opened(tmp_path / "grown", load_experiment(experiment(tmp_path, replicates=2)), Wish("", extend=True)) as more:
        assert more.plan.runs == 24
        assert sum(len(block) for block in more.left()) == 12
        assert {int(r) for block in more.left() for r in block.replicates} == {1}


@pytest.mark.parametrize("more", [{"points": 6}, {"points": 3, "replicates": 2}], ids=["points", "replicates"])
def test_an_extension_broken_off_before_the_manifest_leaves_the_sweep_as_it_was(
    more: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, archive = tmp_path / "out", tmp_path / "out.zip"
    sweep(experiment(tmp_path, points=3), out)
    design, manifest = pl.read_parquet(out / "design.parquet"), (out / "manifest.json").read_bytes()
    with opened(out, load_experiment(experiment(tmp_path, **more)), Wish("", extend=True)):
        pass
    (out / "manifest.json").write_bytes(manifest)
    assert run(["replay", str(out), "--run", "4", "--quiet"]) == 2
    assert "it was" in capsys.readouterr().err
    assert run(["sweep", str(experiment(tmp_path, points=3)), "-o", str(out), "--resume", "-w", "1"]) == 0
    assert pl.read_parquet(out / "design.parquet").equals(design)
    assert run(["replay", str(out), "--run", "4", "--quiet"]) == 0
    assert run(["bundle", str(out), "--output", str(archive)]) == 0


def test_of_an_extended_table_the_folder_keeps_the_one_that_was_given_last(tmp_path: Path) -> None:
    file = experiment(tmp_path)
    head, _, rest = file.read_text(encoding="utf-8").partition("levers:")
    tail = rest[rest.index("outcomes:") :]
    table = pl.DataFrame({"bed_growth": [0.0, 0.01]})
    table.head(1).write_csv(tmp_path / "points.csv")
    table.write_parquet(tmp_path / "points.parquet")
    for name in ("points.csv", "points.parquet"):
        file.write_text(f"{head}design: {{kind: table, file: {name}}}\n{tail}", encoding="utf-8")
        with opened(tmp_path / "out", load_experiment(file), Wish("", extend=True)):
            pass
    assert stored_sweep(tmp_path / "out").plan.runs == 4


def test_designs_that_cannot_grow_say_which_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for points in (3, 6):
        file = experiment(tmp_path, points=points)
        file.write_text(file.read_text(encoding="utf-8").replace("kind: sobol", "kind: latin-hypercube"), "utf-8")
        if points == 3:
            with opened(tmp_path / "lhs", load_experiment(file), Wish("")):
                pass
    assert run(["sweep", str(file), "--output", str(tmp_path / "lhs"), "--extend"]) == 2
    assert "a design 'latin-hypercube' cannot be extended" in (said := capsys.readouterr().err)
    assert "use 'sobol'" in said


FIRST = "place_maturity: 4\n  healthy_life_years: 2"
"""Months of the first four, and of the first two, of the six runs of a policy."""


@pytest.mark.parametrize("how", ["blocks of one", "blocks of four", "shards", "extended"])
def test_months_of_the_first_runs_of_each_setting_are_the_same_however_they_are_run(
    how: str, whole: Path, tmp_path: Path
) -> None:
    file, out = experiment(tmp_path, TEXT.replace("place_maturity: all", FIRST)), tmp_path / "out"
    if how == "shards":
        shards = [sweep(file, tmp_path / f"{i}", Wish("", block=2, shard=(i, 3))).folder for i in (1, 2, 3)]
        assert run(["sweep", "merge", *map(str, shards), "--output", str(out)]) == 0
    elif how == "extended":
        sweep(experiment(tmp_path, TEXT.replace("place_maturity: all", FIRST), points=3), out)
        sweep(experiment(tmp_path, TEXT.replace("place_maturity: all", FIRST)), out, Wish("", extend=True))
    else:
        sweep(file, out, Wish("", block=1 if how == "blocks of one" else 4))
    found, every = (experiments.load(folder) for folder in (out, whole))
    names = ["policy", "point", "month", *(n for n, o, _ in found.columns if o.name == "place_maturity")]
    first, full = (
        one.months.join(one.runs.select("run", "policy", "point"), on="run").sort("policy", "point", "month").collect()
        for one in (found, every)
    )
    assert first.select(names).equals(full.filter(pl.col("point") < 4).select(names))
    assert first.filter(pl.col("healthy_life_years").is_not_null())["point"].unique().to_list() == [0, 1]
    assert found.series.collect().equals(every.series.collect())


# Whatever happens ----------------------------------------------------------------------------------------------------


def test_killed_at_any_moment_it_goes_on_to_the_same_end(whole: Path, tmp_path: Path) -> None:
    moments = random.Random(5)  # noqa: S311
    parts_there = sorted(moments.sample(range(7), 3))
    words = command(experiment(tmp_path), "-o", tmp_path / "out", "--resume", "--block", "1", "--workers", "1")
    survives(words, tmp_path / "out", whole, [(many, moments.uniform(0.0, 0.05)) for many in parts_there])


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(whole: Path, tmp_path: Path) -> None:
    died = []

    def kill_one(_: object) -> None:
        if not died:
            died.extend(multiprocessing.active_children()[:1])
            died[0].kill()

    with opened(tmp_path / "out", load_experiment(experiment(tmp_path)), Wish("", block=3)) as made:
        assert carry_out(made, processes(2), kill_one) == 0
    assert died
    assert same(tmp_path / "out", whole)


@pytest.mark.parametrize(
    ("options", "same"),
    [
        (["-w", "1"], "--output 'my results' --workers 1 --resume"),
        (["--block", "2", "--retry"], "--block 2 --output 'my results' --retry"),
        (
            ["--shard", "1/2", "--executor", "dask", "--scheduler", "tcp://host:1"],
            "--shard 1/2 --output 'my results' --executor dask --scheduler tcp://host:1 --resume",
        ),
    ],
)
def test_who_loses_the_workers_is_told_the_very_command_that_goes_on(
    options: list[str], same: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(*_: object) -> int:
        raise Lost("the workers are gone")

    monkeypatch.setattr("experiments.sweep.run.carry_out", lost)
    monkeypatch.setattr("experiments.sweep.workforce.dask", lambda _: here())
    monkeypatch.chdir(tmp_path)
    experiment(tmp_path)
    assert run(["sweep", "tiny.yaml", "--output", "my results", *options]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert f"the workers are gone; go on with: tiers sweep tiny.yaml {same}" in said
    monkeypatch.setattr("experiments.sweep.run.carry_out", carry_out)
    assert run(["sweep", "tiny.yaml", *shlex.split(same)]) == 0


def test_a_full_disk_stops_the_sweep_and_loses_nothing(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["sweep", str(experiment(tmp_path)), "-o", str(tmp_path / "out"), "--block", "3", "-w", "1"]
    real, written = parts.write, []

    def full(*arguments: object) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(real(*arguments))  # type: ignore[arg-type,func-returns-value]

    monkeypatch.setattr(parts, "write", full)
    assert run(words) == 1
    said = capsys.readouterr().err
    assert "No space left" in said
    assert "6 of 12 runs are stored" in said.replace("\n", " ")
    monkeypatch.undo()
    assert run([*words, "--resume"]) == 0
    assert same(tmp_path / "out", whole)


def test_a_run_that_fails_is_recorded_and_takes_no_other_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = "bed_growth\n0.01\n1000000\n"
    (tmp_path / "points.csv").write_text(points, encoding="utf-8")
    file = experiment(tmp_path)
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.replace("[maximum-delegation, centrist]", "[centrist]").partition("levers:")
    tail = rest[rest.index("outcomes:") :]
    design = "design:\n  kind: table\n  file: points.csv\n  beyond_ranges: allowed\n"
    file.write_text(head + design + tail, encoding="utf-8")
    words = ["sweep", str(file), "-o", str(tmp_path / "out"), "-w", "1"]
    assert run(words) == 3
    assert "1 runs failed" in capsys.readouterr().err
    runs = table(tmp_path / "out")
    failed = runs.filter(pl.col("failure").is_not_null())
    assert failed["run"].to_list() == [1]
    assert failed["bed_growth"].to_list() == [1e6]
    assert all("FloatingPointError" in message for message in failed["failure"])
    assert runs["healthy_life_years"].is_null().to_list() == [False, True]
    part = next((tmp_path / "out" / "parts").glob("runs-*"))
    spoiled = pl.read_parquet(part).with_columns(failure=pl.lit("as if memory had run out"))
    spoiled.write_parquet(part)
    assert run([*words, "--resume"]) == 3
    assert run([*words, "--retry"]) == 3
    assert table(tmp_path / "out").equals(runs)


def test_a_block_under_which_workers_always_die_is_given_up_and_the_rest_is_run(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import BrokenExecutor

    from experiments.sweep import loop

    def deadly(job: object) -> object:
        if job.start == 3:  # type: ignore[attr-defined]
            raise BrokenExecutor
        return perform(job)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "perform", deadly)
    force = Workforce(here().open, lambda: 1)
    with opened(tmp_path / "out", load_experiment(experiment(tmp_path)), Wish("", block=3)) as made:
        assert carry_out(made, force, lambda _: None) == 3
    runs = table(tmp_path / "out")
    assert runs.filter(pl.col("failure") == loop.DIED)["run"].to_list() == [3, 4, 5]
    others = pl.col("run").is_between(3, 5).not_()
    assert runs.filter(others).select(table(whole).columns).equals(table(whole).filter(others))


# Refusals ------------------------------------------------------------------------------------------------------------


def test_two_writers_are_kept_apart(tmp_path: Path) -> None:
    loaded = load_experiment(experiment(tmp_path))
    second = opened(tmp_path / "out", loaded, Wish("", resume=True))
    with (
        opened(tmp_path / "out", loaded, Wish("")),
        pytest.raises(BadInput, match=f"process {os.getpid()} on") as refused,
    ):
        second.__enter__()
    assert "another process is writing" in str(refused.value)
    with opened(tmp_path / "out", loaded, Wish("", resume=True)):
        pass


MORE = ["Allowed: --extend to add what is new to the sweep"]
REFUSED: dict[str, tuple[Callable[[str], str], list[str], list[str]]] = {
    "a folder that is there": (str, [], ["exists already", "--resume"]),
    "another seed": (lambda text: text.replace("seed: 3", "seed: 4"), ["--resume"], ["seed: it was 3", "is 4 now"]),
    "another range": (lambda text: text.replace("0.8]", "0.7]"), ["--resume"], ["varied.delegation_base"]),
    "more points": (lambda text: text.replace("points: 6", "points: 7"), ["--resume"], [*MORE, "points: it was 6"]),
    "more replicates": (
        lambda text: text.replace("replicates: 1", "replicates: 2"),
        ["--resume"],
        [*MORE, "replicates: it was 1"],
    ),
    "fewer points": (lambda text: text.replace("points: 6", "points: 5"), ["--extend"], ["fewer points"]),
    "another lever when extended": (
        lambda text: text.replace("[icb, region]", "[icb, joint]"),
        ["--extend"],
        ["varied.who_fixes"],
    ),
    "another block": (str, ["--resume", "--block", "5"], ["--block", "in blocks of 3"]),
    "a shard of it": (str, ["--resume", "--shard", "1/2"], ["--shard", "holds the whole sweep"]),
    "no shard": (str, ["--shard", "3/2"], ["--shard", "I/N"]),
    "no scheduler": (str, ["--executor", "dask"], ["--scheduler", "needs a scheduler"]),
    "no such executor": (str, ["--executor", "task"], ["--executor", "did you mean 'dask'?"]),
}


@pytest.mark.parametrize(("change", "options", "said"), REFUSED.values(), ids=REFUSED)
def test_what_would_mix_or_overwrite_is_refused(
    change: Callable[[str], str],
    options: list[str],
    said: list[str],
    whole: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = experiment(tmp_path)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*") if path.name != ".lock"}
    assert run(["sweep", str(file), "--output", str(whole), *options]) == 2
    message = capsys.readouterr().err
    assert all(words in message for words in said), message
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*") if path.name != ".lock"} == before


OTHERWISE: dict[str, tuple[str, str]] = {
    "fewer points": ("points: 6", "points: 5"),
    "another seed beside more replicates": ("seed: 3\nreplicates: 1", "seed: 4\nreplicates: 2"),
}


@pytest.mark.parametrize(("was", "now"), OTHERWISE.values(), ids=OTHERWISE)
def test_extending_is_named_only_where_it_would_do(
    was: str, now: str, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = experiment(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now), encoding="utf-8")
    assert run(["sweep", str(file), "--output", str(whole), "--resume"]) == 2
    assert "Allowed: the experiment as it was" in capsys.readouterr().err


def test_code_that_has_changed_is_told_when_a_sweep_goes_on_and_stays_in_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_experiment(experiment(tmp_path))
    with opened(tmp_path / "out", loaded, Wish("")):
        pass
    with opened(tmp_path / "out", loaded, Wish("", resume=True)) as again:
        assert not again.notes
    monkeypatch.setattr("experiments.provenance.source", lambda: "other")
    with opened(tmp_path / "out", loaded, Wish("", resume=True)) as again:
        assert "the code has changed" in again.notes[0]
        assert "notes" not in again.manifest  # nothing was run with the code before
        perform(_failing_job(again, next(again.left())))
    monkeypatch.setattr("experiments.provenance.source", lambda: "another")
    monkeypatch.setattr("experiments.provenance.versions", lambda: {"numpy": "1.0"})
    with opened(tmp_path / "out", loaded, Wish("", resume=True)) as again:
        told = again.notes
    with opened(tmp_path / "out", loaded, Wish("", resume=True)) as again:
        assert not again.notes
    assert "the code has changed" in told[0]
    assert "from other to another" in told[0]
    assert "the version of numpy has changed" in told[1]
    assert experiments.load(tmp_path / "out").manifest["notes"] == told
    assert [text for name, text in about(experiments.load(tmp_path / "out")) if name == "Careful"] == told


def test_a_dry_run_says_what_it_will_take_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = experiment(tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert run(["sweep", str(file), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "6 points × 1 replicates" in said
    assert run(["sweep", str(file), "--dry-run", "--shard", "9/20"]) == 2
    assert "20 shards cannot share 6 points" in capsys.readouterr().err
    assert all(what in said for what in ("Runs (rows)", "12, each", "Time", "Memory", "Disk"))
    assert not list(Path().iterdir())


def test_a_dry_run_of_going_on_tells_what_is_left_and_what_would_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    whole = ["sweep", str(experiment(tmp_path)), "--output", str(out)]
    assert run(whole) == 0
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    capsys.readouterr()
    assert run([*whole, "--dry-run", "--resume"]) == 0
    said = capsys.readouterr().out
    assert "12; time is of the others" in said
    assert "0 seconds" in said
    assert run([*whole, "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "exists already" in told.err
    assert "Stored" not in told.out
    other = tmp_path / "other"
    other.mkdir()
    text = experiment(other).read_text(encoding="utf-8")
    (other / "changed.yaml").write_text(text.replace("seed: ", "seed: 9"), encoding="utf-8")
    assert run(["sweep", str(other / "changed.yaml"), "--output", str(out), "--dry-run", "--resume"]) == 2
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_draws_differ_between_points_and_are_shared_or_not_as_asked(tmp_path: Path) -> None:
    def keys(draws: str) -> tuple[int, int]:
        file = experiment(tmp_path)
        text = file.read_text(encoding="utf-8").replace("years: 1", f"years: 1\ndraws: {draws}")
        file.write_text(text, encoding="utf-8")
        with opened(tmp_path / draws.replace(" ", "-"), load_experiment(file), Wish("")) as made:
            stretches = list(made.plan.stretches())
            draws_of = [made.plan.draws(s.points, s.replicates) for s in stretches]
            seeds = {made.plan.seed(s.cell) for s in stretches}
        assert all(np.array_equal(draws_of[0], other) for other in draws_of)
        return len(set(draws_of[0].tolist())), len(seeds)

    assert keys("by point") == (6, 1)
    assert keys("common") == (1, 1)
    assert keys("independent") == (6, 2)


def test_a_sweep_notes_what_its_workers_spent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    words = ["sweep", str(experiment(tmp_path)), "--output", str(out), "--workers", "2", "--block", "3"]
    assert run(words) == 0
    assert "of core time" in capsys.readouterr().out
    spent = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["sessions"][-1]["spent"]
    assert 0.0 < spent["engine_seconds"] < spent["worker_seconds"]
    assert 2**20 < spent["worker_memory_after_a_fifth"] <= spent["worker_memory"] < 2**30
    assert run([*words, "--resume"]) == 0
    assert "Nothing was left to be run." in capsys.readouterr().out


def test_a_dry_run_is_about_right_on_the_time(tmp_path: Path) -> None:
    """Against processor time, which others on the machine leave alone; small systems are the hard ones."""
    text = TEXT.replace("years: 1", "years: 10").replace("who_fixes: [icb, region]", "tightness: [0.5, 1.5]")
    loaded = load_experiment(experiment(tmp_path, text, points=200))
    plan, design, _ = foreseen(tmp_path / "out", loaded, Wish("", block=200))
    began = time.process_time()
    found = estimate(plan, design).seconds
    spent = time.process_time() - began
    began = time.process_time()
    sweep(file=tmp_path / "tiny.yaml", into=tmp_path / "out", wish=Wish("", block=200))
    took = time.process_time() - began
    assert took / 3 < found < 3 * max(took, spent)


def test_progress_is_told_where_there_is_no_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("experiments.cli.options.EVERY", 0.0)
    assert run(["sweep", str(experiment(tmp_path)), "-o", str(tmp_path / "out"), "--workers", "1", "--block", "3"]) == 0
    assert re.findall(r"(\d+) of 12 done", capsys.readouterr().err) == ["3", "6", "9", "12"]
