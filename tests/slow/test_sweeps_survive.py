"""Sweeps under rougher treatment: killed twenty times, and on a Dask cluster that loses a worker."""

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import distributed
import polars as pl
import pytest
from sweeps import command, environment, experiment, killed, same, sweep, table

from experiments.config import load_experiment
from experiments.sweep import parts
from experiments.sweep.folder import Wish, opened
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import dask

MOMENTS = 20


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    return sweep(experiment(folder, points=24), folder / "whole").folder


def test_killed_at_twenty_moments_it_goes_on_to_the_same_end(whole: Path, tmp_path: Path) -> None:
    moments = random.Random(6)  # noqa: S311
    folder = tmp_path / "killed"
    words = command(experiment(tmp_path, points=24), "-o", folder, "--resume", "--block", "3", "--workers", "2")
    for _ in range(MOMENTS):
        killed(words, moments.uniform(0.5, 8.0))
        if parts.done(folder):
            found = table(folder)
            stored = table(whole).filter(pl.col("run").is_in(found["run"].implode()))
            assert found.select(stored.columns).equals(stored)
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert same(folder, whole)


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

    loaded = load_experiment(experiment(tmp_path, points=24))
    with opened(tmp_path / "dask", loaded, Wish("", block=3)) as made:
        assert carry_out(made, dask(cluster.scheduler_address), told) == 0
    assert same(tmp_path / "dask", whole)
