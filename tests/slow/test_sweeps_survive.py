"""Sweeps under rougher treatment: killed twenty times, killed between files, shared out in every way, a worker lost."""

import errno
import itertools
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import distributed
import pytest
from sweeps import command, environment, experiment, same, survives, survives_at, sweep

from experiments.cli.app import run
from experiments.config import load_experiment
from experiments.sweep.folder import Wish, opened
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import dask

MOMENTS, SHARDS = 20, 5
LAST = 80
"""Parts, of 96, by which the last kill comes."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    return sweep(experiment(folder, points=48), folder / "whole").folder


def test_killed_at_twenty_moments_it_goes_on_to_the_same_end(whole: Path, tmp_path: Path) -> None:
    moments = random.Random(6)  # noqa: S311
    parts_there = sorted(moments.sample(range(LAST), MOMENTS))
    words = command(experiment(tmp_path, points=48), "-o", tmp_path / "out", "--resume", "--block", "1", "-w", "2")
    survives(words, tmp_path / "out", whole, [(many, moments.uniform(0.0, 0.1)) for many in parts_there])


STEPS = {
    "the inputs are there and no design": "experiments.sweep.folder.write_design",
    "the design is there and no manifest": "experiments.sweep.manifest.write",
    "the manifest is there and no part": "experiments.sweep.folder.on_disk",
    "the last part is there and no series": "experiments.sweep.series.write",
    "the series is there and it is not finished": "experiments.sweep.folder.Sweep.finish",
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_killed_between_two_files_it_goes_on_to_the_same_end(step: str, whole: Path, tmp_path: Path) -> None:
    words = command(experiment(tmp_path, points=48), "-o", tmp_path / "out", "--resume", "-w", "2")
    survives_at(words, tmp_path / "out", whole, step)


@pytest.mark.parametrize("workers", ["1", "2", "4"])
def test_any_number_of_workers_gives_the_same_values(workers: str, whole: Path, tmp_path: Path) -> None:
    words = ["sweep", str(experiment(tmp_path, points=48)), "-o", str(tmp_path / "out"), "--block", "5"]
    assert run([*words, "--workers", workers]) == 0
    assert same(tmp_path / "out", whole)


def test_five_shards_merged_give_the_same_values(whole: Path, tmp_path: Path) -> None:
    file = str(experiment(tmp_path, points=48))
    shards = [str(tmp_path / f"shard-{number}") for number in range(1, SHARDS + 1)]
    for number, folder in enumerate(shards, 1):
        assert run(["sweep", file, "-o", folder, "--block", "5", "-w", "1", "--shard", f"{number}/{SHARDS}"]) == 0
    assert run(["sweep", "merge", *shards[::-1], "-o", str(tmp_path / "out")]) == 0
    assert same(tmp_path / "out", whole)


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[distributed.LocalCluster]:
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local


@pytest.mark.filterwarnings("default")  # what Dask says of workers that are killed
@pytest.mark.parametrize("kill", [False, True], ids=["left alone", "a worker killed"])
def test_a_dask_cluster_gives_the_same_values(
    kill: bool, cluster: distributed.LocalCluster, whole: Path, tmp_path: Path
) -> None:
    victims = list(cluster.workers.values()) if kill else []

    def told(_: object) -> None:
        if victims:
            os.kill(victims.pop().pid, signal.SIGKILL)  # the worker itself: its nanny has to notice
            victims.clear()

    loaded = load_experiment(experiment(tmp_path, points=48))
    with opened(tmp_path / "dask", loaded, Wish("", block=3)) as made:
        assert carry_out(made, dask(cluster.scheduler_address), told) == 0
    assert same(tmp_path / "dask", whole)


@pytest.mark.filterwarnings("default")
def test_the_command_gives_the_same_values_on_a_dask_cluster(
    cluster: distributed.LocalCluster, whole: Path, tmp_path: Path
) -> None:
    words = ["sweep", str(experiment(tmp_path, points=48)), "-o", str(tmp_path / "dask"), "--block", "3"]
    assert run([*words, "--executor", "dask", "--scheduler", cluster.scheduler_address]) == 0
    assert same(tmp_path / "dask", whole)


@pytest.mark.parametrize("nth", range(1, 30, 2))
def test_a_disk_that_is_full_at_any_file_loses_nothing(
    nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk is full when the n-th file is to be brought to it, be it an input, the design, a part or a manifest."""
    words = ["sweep", str(experiment(tmp_path)), "--block", "3", "-w", "1", "-o"]
    assert run([*words, str(tmp_path / "whole")]) == 0
    real, calls = os.fsync, itertools.count(1)

    def full(handle: int) -> None:
        if next(calls) == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    status = run([*words, str(tmp_path / "out")])
    monkeypatch.undo()
    assert status == (1 if next(calls) > nth else 0)
    assert ("No space left" in capsys.readouterr().err) is (status == 1)
    assert run([*words, str(tmp_path / "out"), "--resume"]) == 0
    assert same(tmp_path / "out", tmp_path / "whole")
    assert not list((tmp_path / "out").rglob("*.partial"))
