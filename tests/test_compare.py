"""The comparison end to end, on the real engines: the same figures however it is run, and nothing half-written."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from experiments import store
from experiments.cli.app import run
from experiments.compare import Design, compare
from experiments.config import load_policy, load_system
from experiments.store import Stored
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY

pytestmark = pytest.mark.xdist_group("compare")  # compared once

ROOT = Path(__file__).resolve().parent.parent
TIERS = [sys.executable, "-m", "experiments.cli"]
COMPARE = ["compare", "maximum-delegation", "centrist", "--system", "west-yorkshire"]
FUTURES, YEARS = 13, 2
SHORT = ["--futures", str(FUTURES), "--years", str(YEARS), "--seed", "5"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short comparison, made by the real command with two workers."""
    where = tmp_path_factory.mktemp("compare") / "result"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*TIERS, *COMPARE, *SHORT, "--workers", "2", "--output", str(where)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stderr
    (where.parent / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def made(folder: Path) -> Stored:
    return store.read(folder)


def design(**other: Any) -> Design:
    first, second = load_policy("maximum-delegation"), load_policy("centrist")
    given = {"futures": FUTURES, "years": YEARS, "seed": 5} | other
    return Design(load_system("west-yorkshire").system, first, second, **given)


# --- what comes out -------------------------------------------------------------------------------------------------


def test_table_names_every_outcome_and_ends_with_the_report(folder: Path) -> None:
    printed = (folder.parent / "printed.txt").read_text(encoding="utf-8")
    flat = " ".join(printed.split())
    assert "Maximum delegation compared with Centrist in West Yorkshire" in flat
    assert "sampling error only" in flat
    for outcome in CATALOGUE:
        assert outcome.kind not in ("icb", "place") or outcome.label.split()[0] in flat
    assert "By council, community and acute trust: see the report." in flat
    report, data = printed.rstrip().splitlines()[-2:]
    assert report.split(maxsplit=1) == ["Report:", str(folder / "report.html")]
    assert data.split(maxsplit=1) == ["Data:", str(folder)]
    assert "\x1b" not in printed
    assert max(len(line) for line in printed.splitlines() if not line.startswith(("Report:", "Data:"))) <= 120


def test_files_and_nothing_else(folder: Path) -> None:
    names = {"runs.parquet", "series.parquet", "manifest.json", "report.html"}
    assert {path.name for path in folder.iterdir()} == names
    assert {path.name for path in folder.parent.iterdir()} == {"result", "printed.txt"}
    files = store.read_manifest(folder)["files"]
    assert set(files) == names - {"manifest.json"}
    assert all(store.checksum(folder / name) == entry["sha256"] for name, entry in files.items())


def test_runs_hold_every_parameter_and_every_outcome(made: Stored) -> None:
    assert made.runs.height == 2 * FUTURES
    assert set(REGISTRY) <= set(made.runs.columns)
    assert set(made.manifest["columns"]["outcomes"]) <= set(made.runs.columns)
    assert {outcome.name for outcome in CATALOGUE} == {
        name.split("@")[0] for name in made.manifest["columns"]["outcomes"]
    }
    assert made.runs.null_count().sum_horizontal().item() == 0
    first = made.runs.filter(pl.col("side") == "first")
    assert first["policy"].unique().to_list() == ["maximum-delegation"]
    assert first["delegation_base"].unique().to_list() == [load_policy("maximum-delegation").levers["delegation_base"]]
    assert first["run"].to_list() == list(range(FUTURES))


def test_what_the_system_fixes_is_told_as_it_held_and_not_as_varied(made: Stored) -> None:
    own = load_system("west-yorkshire").system.starting_values
    assert {"removal_hazard", "waits_offset"} <= set(own)
    assert not set(own) & set(made.manifest["columns"]["varied"])
    assert own.items() <= made.configuration["fixed"].items()
    assert {name: made.runs[name].unique().to_list() for name in own} == {n: [value] for n, value in own.items()}


def test_series_reach_over_all_months_and_end_where_the_outcome_does(made: Stored) -> None:
    assert made.series["month"].max() == 12 * YEARS - 1
    total = next(outcome for outcome in CATALOGUE if outcome.summary == "total" and outcome.kind == "icb")
    end = made.series.filter((pl.col("outcome") == total.name) & (pl.col("month") == 12 * YEARS - 1))
    mean = end.filter((pl.col("which") == "first") & (pl.col("entity") == store.SYSTEM))["mean"].item()
    assert mean == pytest.approx(made.runs.filter(pl.col("side") == "first")[total.name].mean(), rel=1e-9)


def test_manifest_says_what_was_run(made: Stored) -> None:
    manifest = made.manifest
    assert manifest["command"] == " ".join(["tiers", *COMPARE, *SHORT])
    configuration = manifest["configuration"]
    assert (configuration["seed"], configuration["futures"], configuration["years"]) == (5, FUTURES, YEARS)
    assert {"python", "numpy", "mesa", "polars", "plotly"} <= set(manifest["versions"])
    assert set(configuration["first"]["levers"]) == {p.name for p in REGISTRY.role("lever")}
    assert sorted(Path(name).name for name in manifest["inputs"]) == [
        "centrist.yaml",
        "maximum-delegation.yaml",
        "steady.yaml",
        "west-yorkshire.yaml",
    ]
    assert {p["name"] for p in manifest["catalogue"]["parameters"]} == set(REGISTRY)


def test_report_of_a_real_comparison_opens_quietly(folder: Path, new_page: Callable[..., Any]) -> None:
    opened = new_page(width=390)
    opened.page.goto((folder / "report.html").as_uri())
    opened.page.wait_for_selector("html[data-charts=drawn]", state="attached", timeout=60_000)
    for width in (390, 1280):
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.page.wait_for_timeout(500)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert (opened.errors, opened.requests) == ([], [])
    assert (folder / "report.html").stat().st_size < 8_000_000


# --- the same figures however it is run -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        ["--workers", "1"],
        ["--workers", "1", "--block", "1"],
        ["--workers", "2", "--block", "5"],
        ["--workers", "1", "--block", str(FUTURES - 1)],
        ["--workers", "2", "--engine", "mesa", "--block", "4"],
    ],
    ids=" ".join,
)
def test_same_figures_for_any_workers_blocks_and_engine(how: list[str], made: Stored, elsewhere: Path) -> None:
    assert run([*COMPARE, *SHORT, *how, "--output", "again"]) == 0
    again = store.read(elsewhere / "again")
    assert again.runs.equals(made.runs)
    assert again.series.equals(made.series)


def test_more_futures_leave_the_first_as_they_were(made: Stored) -> None:
    fewer = compare(design(futures=4))
    for outcome in CATALOGUE:
        for side in store.SIDES:
            rows = fewer.outcomes[side][outcome.name]
            entities = made.entities(outcome)
            for row, entity in zip(rows, entities, strict=True):
                assert row.tolist() == made.values(side, outcome, entity)[:4].tolist()  # type: ignore[arg-type]


def test_another_seed_gives_other_figures(made: Stored) -> None:
    other = compare(design(futures=2, seed=6))
    waits = made.runs.filter(pl.col("side") == "first")["waits_18_weeks"].to_list()
    assert not set(other.outcomes["first"]["waits_18_weeks"][0].tolist()) & set(waits)


def test_policy_against_itself_differs_by_exactly_zero(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "centrist", "centrist", "--system", "greater-manchester", "--futures", "5", "--years", "1"]
    assert run([*arguments, "--output", "same"]) == 0
    for line in store.read(elsewhere / "same").lines():
        assert line.paired.difference == 0.0
        assert set(line.paired.spread) == {0.0}
        assert line.paired.share == 0.5
        assert line.paired.verdict == "no practical difference"
    difference = pl.col("which") == "difference"
    series = store.read(elsewhere / "same").series.filter(difference)
    assert series.select(pl.col(*store.STATISTICS).abs().max()).row(0) == (0.0,) * len(store.STATISTICS)
    assert "Centrist (second)" in capsys.readouterr().out


@pytest.mark.parametrize("number", [0, FUTURES - 1])
def test_one_run_replayed_in_mesa_is_its_row(number: int, made: Stored, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "maximum-delegation", "--system", "west-yorkshire", "--run", str(number)]
    assert run([*arguments, "--seed", "5", "--years", str(YEARS), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    row = made.runs.filter((pl.col("side") == "first") & (pl.col("run") == number)).row(0, named=True)
    assert told["replicate"] == row["replicate"]
    assert {name: row[name] for name in told["values"]} == told["values"]
    assert {name: row[name] for name in told["outcomes"]} == told["outcomes"]
    assert set(told["outcomes"]) == set(made.manifest["columns"]["outcomes"])
    assert {"month", "agent_name", "decision", "value", "terms"} <= set(told["story"][0])


def test_one_run_by_month(made: Stored, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "maximum-delegation", "--system", "west-yorkshire", "--run", "0", "--seed", "5"]
    arguments += ["--years", str(YEARS), "--monthly", "months.csv"]
    assert run(arguments) == 0
    months = pl.read_csv(elsewhere / "months.csv")
    row = made.runs.filter(pl.col("side") == "first").row(0, named=True)
    assert months["month"].to_list() == list(range(12 * YEARS))
    assert months.columns[1:] == made.manifest["columns"]["outcomes"]
    assert months["place_waits_18_weeks@leeds"].mean() == pytest.approx(row["place_waits_18_weeks@leeds"], rel=1e-12)
    assert months["healthy_life_years"].sum() == pytest.approx(row["healthy_life_years"], rel=1e-12)
    capsys.readouterr()
    assert run(arguments) == 2
    assert "--monthly" in capsys.readouterr().err


def test_story_is_told_month_by_month(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "maximum-delegation", "--system", "west-yorkshire", "--run", "3", "--years", "1"]
    assert run(arguments) == 0
    text = capsys.readouterr().out
    assert "April, year 1" in text
    assert "Leeds City Council: willingness to come in" in text
    assert "because " in text
    assert "What came of it" in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert run([*arguments, "--who", "nobody at all"]) == 2
    assert "--who" in capsys.readouterr().err


def test_footprints_that_differ_are_compared_by_what_stays_the_same(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = elsewhere / "flow.yaml"
    flow.write_text(
        "schema: tiers/policy/1\nid: flow\nname: Flow\nsummary: By flow.\nlevers:\n  footprint: hospital-flow\n"
    )
    arguments = ["compare", str(flow), "centrist", "--system", "greater-manchester", "--futures", "3", "--years", "1"]
    assert run([*arguments, "--output", "flow"]) == 0
    printed = capsys.readouterr().out
    assert "Not compared by places" in printed
    assert "Community by community" in printed
    made = store.read(elsewhere / "flow")
    assert {line.outcome.kind for line in made.lines()} == {"icb", "council", "community", "acute"}


# --- nothing lost, nothing half-written -----------------------------------------------------------------------------


def test_worker_that_dies_costs_nothing(made: Stored) -> None:
    killed: list[int] = []

    def kill_one(_: int) -> None:
        if not killed:
            worker = multiprocessing.active_children()[0]
            assert worker.pid is not None
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    result = compare(design(workers=2, block=2), kill_one)
    assert killed
    waits = made.runs.filter(pl.col("side") == "first")["waits_18_weeks"].to_list()
    assert result.outcomes["first"]["waits_18_weeks"][0].tolist() == waits


def heed_interrupts() -> None:
    """What a shell started in the background ignores, a command in the foreground heeds."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    "how", [["--workers", "1"], ["--workers", "2"], ["--engine", "mesa", "--workers", "1"]], ids=" ".join
)
@pytest.mark.parametrize("wait", [0.0, 1.0])
def test_interrupt_leaves_nothing(
    how: list[str], wait: float, elsewhere: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    process = subprocess.Popen(
        [*TIERS, *COMPARE, "--futures", "20000", *how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(scratch)},
        preexec_fn=heed_interrupts,
    )
    try:
        until = time.monotonic() + 60
        while not list(elsewhere.glob("results/.*.partial")) and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(wait)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to the command and its workers alike
        out, err = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert err.strip() == "Stopped. No half-written results are left behind."
    assert list(elsewhere.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_request_to_end_leaves_nothing(elsewhere: Path) -> None:
    process = subprocess.Popen([*TIERS, *COMPARE, "--futures", "20000"], stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list(elsewhere.glob("results/.*.partial")) and time.monotonic() < until:
        time.sleep(0.02)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in err
    assert list(elsewhere.iterdir()) == []


def test_error_while_writing_leaves_nothing(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_manifest", fail)
    assert run([*COMPARE, "--futures", "2", "--years", "1", "--workers", "1"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert list(elsewhere.iterdir()) == []


def test_every_comparison_has_its_own_folder(elsewhere: Path) -> None:
    for _ in range(2):
        assert run([*COMPARE, "--futures", "1", "--years", "1", "--workers", "1"]) == 0
    folders = list((elsewhere / "results").iterdir())
    assert len(folders) == 2
    assert all(folder.name.startswith("compare-west-yorkshire-maximum-delegation-vs-centrist-") for folder in folders)


def test_existing_results_are_left_alone(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [*COMPARE, "--futures", "1", "--years", "1", "--workers", "1", "--output", "mine"]
    assert run(arguments) == 0
    before = {path: path.read_bytes() for path in (elsewhere / "mine").iterdir()}
    capsys.readouterr()
    assert run(arguments) == 2
    assert "exists already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (elsewhere / "mine").iterdir()} == before
