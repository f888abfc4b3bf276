"""The stored result: complete or absent, checked, and read back as it was written."""

import hashlib
import json
from pathlib import Path

import fabricated
import numpy as np
import polars as pl
import pytest

from experiments import store
from experiments.problems import BadInput
from experiments.store import SYSTEM, Entity, Stored


@pytest.fixture(scope="module")
def made() -> Stored:
    return fabricated.stored(futures=30, months=24)


@pytest.fixture
def folder(made: Stored, tmp_path: Path) -> Path:
    with store.new_folder(tmp_path / "result") as partial:
        store.write_frames(partial, made.runs, made.series)
        store.write_manifest(partial, made.manifest)
    return tmp_path / "result"


def test_what_is_read_is_what_was_written(made: Stored, folder: Path) -> None:
    back = store.read(folder)
    assert back.runs.equals(made.runs)
    assert back.series.equals(made.series)
    assert back.lines() == made.lines()
    assert {k: v for k, v in back.manifest.items() if k != "files"} == json.loads(json.dumps(made.manifest))


def test_runs_have_a_row_per_run_and_policy(made: Stored) -> None:
    assert made.runs.height == 2 * 30
    assert made.runs["side"].to_list() == ["first"] * 30 + ["second"] * 30
    for side in ("first", "second"):
        rows = made.runs.filter(pl.col("side") == side)
        assert rows["run"].to_list() == list(range(30))
    assert {"system", "policy", "seed", "replicate", "delegation_base", "growth", "waits"} <= set(made.runs.columns)
    assert {f"waits_place@{place.id}" for place in fabricated.PLACES} <= set(made.runs.columns)


def test_both_policies_meet_the_same_uncertain_values(made: Stored) -> None:
    growth = [made.runs.filter(pl.col("side") == side)["growth"].to_list() for side in ("first", "second")]
    assert growth[0] == growth[1]
    assert len(set(growth[0])) == 30


def test_series_have_mean_and_quantiles_of_levels_and_difference(made: Stored) -> None:
    assert made.series.columns == ["outcome", "entity", "month", "which", "mean", "q05", "q25", "q50", "q75", "q95"]
    of_system = made.series.filter((pl.col("outcome") == "waits") & (pl.col("which") == "difference"))
    assert of_system["entity"].unique().to_list() == [SYSTEM]
    assert of_system["month"].to_list() == list(range(24))
    places = made.series.filter(pl.col("outcome") == "waits_place")["entity"].unique().sort().to_list()
    assert places == sorted(place.id for place in fabricated.PLACES)


def test_mean_of_the_difference_is_the_difference_of_the_means(made: Stored) -> None:
    outcome = fabricated.OUTCOMES[0]
    by_month = made.by_month(outcome, Entity(SYSTEM, ""))
    means = {which: frame["mean"].to_numpy() for which, frame in by_month.items()}
    assert means["difference"] == pytest.approx(means["first"] - means["second"], abs=1e-9)
    spread = {which: (frame["q95"] - frame["q05"]).to_numpy() for which, frame in by_month.items()}
    assert (spread["difference"] < spread["first"]).all()  # pairing: the difference varies less than the levels


def test_every_file_has_its_checksum(folder: Path) -> None:
    files = store.read_manifest(folder)["files"]
    assert set(files) == {store.RUNS, store.SERIES}
    for name, entry in files.items():
        content = (folder / name).read_bytes()
        assert entry == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_levels_of_one_side(made: Stored) -> None:
    outcome, entity = fabricated.OUTCOMES[7], fabricated.PLACES[3]
    values = made.values("second", outcome, entity)
    assert values.tolist() == made.runs.filter(pl.col("side") == "second")["waits_place@leeds"].to_list()


def test_equal_columns_are_refused() -> None:
    outcome = fabricated.OUTCOMES[0]
    sides = {side: {"policy": ["a"], "waits": np.zeros(1)} for side in store.SIDES}
    values = {side: {"waits": np.zeros((1, 1))} for side in store.SIDES}
    with pytest.raises(ValueError, match=r"two columns .* 'waits'"):
        store.runs_frame({"run": [0]}, sides, values, [(outcome, [Entity(SYSTEM, "")])])


def test_as_many_rows_as_places_or_it_is_refused() -> None:
    values = {side: {"waits_place": np.zeros((2, 1))} for side in store.SIDES}
    parameters = {side: {"policy": ["a"]} for side in store.SIDES}
    with pytest.raises(ValueError, match="2 rows for 5 entities"):
        store.runs_frame({"run": [0]}, parameters, values, [(fabricated.OUTCOMES[7], fabricated.PLACES)])


def test_folder_appears_only_when_all_went_well(tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "deep" / "result"
    with store.new_folder(wanted) as partial:
        (partial / "x").write_text("x")
        assert not wanted.exists()
    assert [path.name for path in wanted.iterdir()] == ["x"]
    assert [path.name for path in wanted.parent.iterdir()] == ["result"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_when_something_breaks(tmp_path: Path, error: type[BaseException]) -> None:
    def break_off() -> None:
        with store.new_folder(tmp_path / "new" / "deep" / "result") as partial:
            (partial / "x").write_text("x")
            raise error

    with pytest.raises(error):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_folder_that_was_there_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("keep me")

    def break_off() -> None:
        with store.new_folder(tmp_path / "result"):
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        break_off()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_existing_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    with pytest.raises(BadInput, match="exists already"), store.new_folder(tmp_path / "result"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_folder_made_meanwhile_by_another_is_not_overwritten(tmp_path: Path) -> None:
    def collide() -> None:
        with store.new_folder(tmp_path / "result"):
            (tmp_path / "result").mkdir()

    with pytest.raises(BadInput, match="exists already"):
        collide()
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
    assert list((tmp_path / "result").iterdir()) == []


def test_two_at_once_do_not_write_into_one_folder(tmp_path: Path) -> None:
    with (
        store.new_folder(tmp_path / "result"),
        pytest.raises(BadInput, match="another comparison"),
        store.new_folder(tmp_path / "result"),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


@pytest.mark.parametrize("content", [None, "{", '{"schema": 99}'])
def test_manifest_that_cannot_be_read_is_explained(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / store.MANIFEST).write_text(content)
    with pytest.raises(BadInput, match=r"manifest\.json|schema"):
        store.read(tmp_path)
