"""Results that people can use: tables in Python, files for other programs, runs played again, bundles."""

import shutil
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import fabricated
import numpy as np
import openpyxl
import polars as pl
import pytest
from sweeps import experiment, sweep, table

import experiments
from experiments import export, store
from experiments.cli.app import run
from experiments.config import load_experiment
from experiments.problems import BadInput
from experiments.sweep import parts
from experiments.sweep.folder import Wish, opened
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import here
from sim.parameters import REGISTRY

OUTCOMES = ["healthy_life_years", "waits_18_weeks"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of four runs in two systems, of which one has places that the other has not."""
    where = tmp_path_factory.mktemp("results")
    file = experiment(where, points=2)
    text = file.read_text(encoding="utf-8").replace("[dorset]", "[dorset, somerset]")
    file.write_text(text.replace("[maximum-delegation, centrist]", "[centrist]"), encoding="utf-8")
    return sweep(file, where / "tiny", Wish("tiers sweep tiny.yaml")).folder


def test_runs_are_one_tidy_table_with_a_null_where_a_system_has_no_such_place(folder: Path) -> None:
    found = experiments.load(folder)
    runs = found.runs.collect()
    varied = [v.name for v in found.varied]
    assert runs.columns[:7] == ["run", "point", "replicate", "seed", "system", "timeline", "policy"]
    assert runs.columns[7:10] == varied == ["delegation_base", "who_fixes", "variety_of_need"]
    assert runs.columns[10:] == [name for name, _, _ in found.columns]
    assert runs["run"].to_list() == [0, 1, 2, 3]
    of_dorset = runs.filter(pl.col("system") == "dorset")
    assert of_dorset["place_maturity@dorset"].null_count() == 0
    assert runs.filter(pl.col("system") == "somerset")["place_maturity@dorset"].null_count() == 2
    assert found.complete
    assert not found.failures.collect().height


def test_design_series_and_months_go_with_the_runs(folder: Path) -> None:
    found = experiments.load(folder)
    points = found.runs.select("point", *(v.name for v in found.varied)).unique().sort("point").collect()
    assert points.equals(found.design.collect())
    series = found.series.filter((pl.col("system") == "dorset") & (pl.col("month") == 11)).collect()
    assert series.columns == list(experiments.results.LONG)  # type: ignore[attr-defined]
    assert series["outcome"].to_list() == ["waits_18_weeks"]
    months = found.months.filter(pl.col("run") == 0).collect()
    mean = found.runs.collect()["place_maturity@dorset"][0]
    assert months["month"].to_list() == list(range(12))
    assert months["place_maturity@dorset"].mean() == pytest.approx(mean)


def test_the_summary_is_the_mean_of_the_runs_with_unit_and_direction(folder: Path) -> None:
    found = experiments.load(folder)
    row = found.summary().filter((pl.col("column") == "waits_18_weeks") & (pl.col("system") == "somerset")).to_dicts()
    runs = found.runs.filter(pl.col("system") == "somerset").collect()["waits_18_weeks"]
    assert [r["runs"] for r in row] == [2]
    assert row[0]["mean"] == pytest.approx(runs.mean())
    assert row[0]["low"] < row[0]["mean"] < row[0]["high"]
    assert (row[0]["better"], row[0]["unit"]) == ("higher", "share of incomplete pathways")


def test_what_is_no_results_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no manifest\.json"):
        experiments.load(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema": "other"}', encoding="utf-8")
    with pytest.raises(BadInput, match="not the folder of a sweep"):
        experiments.load(tmp_path)


def test_a_comparison_loads_in_the_same_form(tmp_path: Path) -> None:
    made = fabricated.stored(futures=3, months=12)
    made.manifest["catalogue"]["parameters"].append(asdict(REGISTRY["nhs_growth"]) | {"name": "growth"})
    store.write_frames(tmp_path, made.runs, made.series)
    store.write_manifest(tmp_path, made.manifest)
    found = experiments.load(tmp_path)
    runs = found.runs.collect()
    assert runs["run"].to_list() == list(range(6))
    assert runs["point"].to_list() == [0, 1, 2, 0, 1, 2]
    assert runs["policy"].to_list() == ["maximum-delegation"] * 3 + ["centrist"] * 3
    assert runs["waits"].to_list() == made.runs["waits"].to_list()
    assert set(found.series.collect()["policy"]) == {"maximum-delegation", "centrist"}
    assert found.design.collect().columns == ["point", "growth"]
    assert found.design.collect().height == 3
    first = found.summary().filter(pl.col("column") == "waits")
    assert first["policy"].to_list() == ["maximum-delegation", "centrist"]
    assert first["mean"][0] == pytest.approx(runs["waits"][:3].mean())


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_exported_runs_are_the_runs(ending: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / f"runs.{ending}"
    assert run(["results", "export", str(folder), "--output", str(file)]) == 0
    read = pl.read_csv(file) if ending == "csv" else pl.read_parquet(file)
    assert read.select("run", *OUTCOMES).equals(experiments.load(folder).runs.collect().select("run", *OUTCOMES))
    if ending == "csv":
        notes = pl.read_csv(tmp_path / "runs.notes.csv")
        assert notes.filter(pl.col("name") == "waits_18_weeks")["better"].to_list() == ["higher is better"]
        assert {"Seed", "Version"} <= set(notes["name"])
    else:
        assert "higher is better" in pl.read_parquet_metadata(file)["tiers"]
    assert run(["results", "export", str(folder), "--output", str(file)]) == 2


def test_a_workbook_has_notes_on_every_sheet(folder: Path, tmp_path: Path) -> None:
    assert run(["results", "export", str(folder), "--output", str(tmp_path / "runs.xlsx")]) == 0
    book = openpyxl.load_workbook(tmp_path / "runs.xlsx")
    assert book.sheetnames == ["Runs", "Summary", "Design", "Columns"]
    for sheet in book:
        text = "\n".join(str(row[0].value) for row in sheet.iter_rows(max_row=12))
        assert all(word in text for word in ("Seed: 3", "Version: tiers", "not signed off")), sheet.title
    rows = [[cell.value for cell in row] for row in book["Runs"].iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "run")
    place = rows[head].index("waits_18_weeks")
    waits = next(o for _, o, _ in experiments.load(folder).columns if o.name == "waits_18_weeks")
    above = [rows[head - number][place] for number in (3, 2, 1)]
    assert above == ["share of incomplete pathways", "higher is better", waits.matters_source]
    needs = [row[book["Design"].max_column - 1].value for row in book["Design"].iter_rows()]
    assert REGISTRY["variety_of_need"].evidence[0] in needs[needs.index("variety_of_need") - 1]
    for sheet in (book["Summary"], _sheet_of_series(folder, tmp_path)):
        (told,) = [str(cell.value) for cell in sheet["A"] if str(cell.value).startswith("Outcomes: ")]
        assert f"share of incomplete pathways, higher is better ({waits.matters_source})" in told
    values = experiments.load(folder).runs.collect()["waits_18_weeks"].to_list()
    assert [row[place] for row in rows[head + 1 : head + 5]] == pytest.approx(values)


def _sheet_of_series(folder: Path, into: Path) -> Any:
    assert run(["results", "export", str(folder), "--table", "series", "--output", str(into / "series.xlsx")]) == 0
    return openpyxl.load_workbook(into / "series.xlsx")["Series"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_neutralised(text: str, folder: Path, tmp_path: Path) -> None:
    found = experiments.load(folder)
    named = replace(found, runs=found.runs.with_columns(pl.lit(text).alias("policy")))
    export.export(named, "runs", tmp_path / "runs.csv")
    assert set(pl.read_csv(tmp_path / "runs.csv")["policy"]) == {f"'{text}"}
    export.export(named, "runs", tmp_path / "runs.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "runs.xlsx")["Runs"]
    cells = [c for row in sheet.iter_rows() for c in row if str(c.value).lstrip("\t\r\n_x0D") == text.strip("\t\r")]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_a_run_is_played_again_to_the_same_bits_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", str(folder), "--run", "3", "--who", "Somerset"]) == 0
    said = capsys.readouterr().out
    assert "Somerset" in said
    assert "outcomes of run 3 equal the stored ones, to the last bit" in said


def test_a_run_that_comes_to_something_else_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    part = next(iter(parts.files(copy, "runs")))
    changed = pl.read_parquet(part).with_columns(pl.col("waits_18_weeks") + 1e-12)
    changed.write_parquet(part)
    assert run(["replay", str(copy), "--run", "1", "--quiet"]) == 1
    assert "waits_18_weeks: stored" in (said := capsys.readouterr().err)
    assert "healthy_life_years" not in said
    assert run(["replay", str(copy), "--run", "99"]) == 2
    assert "run 99 is not stored" in capsys.readouterr().err


def test_a_bundle_is_the_same_each_time_and_is_reproduced(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for archive in (one, other):
        assert run(["bundle", str(folder), "--output", str(archive)]) == 0
    assert one.read_bytes() == other.read_bytes()
    assert {"tiny/README.md", "tiny/inputs/experiment.yaml", "tiny/inputs/systems/somerset.yaml"} <= set(
        zipfile.ZipFile(one).namelist()
    )
    assert run(["bundle", "check", str(one), "--workers", "1"]) == 0
    assert "all values of 4 runs are equal" in capsys.readouterr().out


def test_a_bundle_that_was_changed_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", str(folder), "--output", str(tmp_path / "one.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "one.zip") as was, zipfile.ZipFile(tmp_path / "two.zip", "w") as changed:
        for name in was.namelist():
            changed.writestr(name, was.read(name) + (b" " if name.endswith("somerset.yaml") else b""))
    assert run(["bundle", "check", str(tmp_path / "two.zip")]) == 2
    assert "damaged or changed: inputs/systems/somerset.yaml" in capsys.readouterr().err
    assert run(["bundle", "check", str(folder / "manifest.json")]) == 2


@pytest.mark.parametrize("what", ["runs", "months", "counts"])
def test_a_bundle_that_comes_to_something_else_is_not_reproduced(
    what: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, archive = tmp_path / "copy", str(tmp_path / "one.zip")
    shutil.copytree(folder, copy)
    part = parts.files(copy, what)[0]
    if what == "counts":
        with np.load(part) as arrays:
            other = {name: array + name.endswith(" sums") for name, array in arrays.items()}
        with part.open("wb") as file:
            np.savez_compressed(file, **other)
    else:
        column = "waits_18_weeks" if what == "runs" else "place_maturity@dorset"
        pl.read_parquet(part).with_columns(pl.col(column) + 1e-12).write_parquet(part)
    assert run(["bundle", str(copy), "--output", archive]) == 0
    assert run(["bundle", "check", archive, "--workers", "1"]) == 1
    said = capsys.readouterr().err
    assert f"{what} 0 to " in said
    assert said.count("differ in 1 columns") == (what != "counts")
    assert "not reproduced" in said


def test_a_bundle_of_parts_that_do_not_come_about_again_is_not_reproduced(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, archive = tmp_path / "copy", str(tmp_path / "one.zip")
    shutil.copytree(folder, copy)
    parts.files(copy, "months")[0].unlink()
    assert run(["bundle", str(copy), "--output", archive]) == 0
    assert run(["bundle", "check", archive, "--workers", "1"]) == 1
    assert "are not stored" in capsys.readouterr().err


def test_a_sweep_that_is_worked_at_again_is_not_bundled(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, words = tmp_path / "copy", ["bundle", str(tmp_path / "copy"), "--output", str(tmp_path / "one.zip")]
    shutil.copytree(folder, copy)
    with opened(copy, load_experiment(folder.parent / "tiny.yaml"), Wish("", resume=True)) as again:
        assert run(words) == 2
        assert "is not finished" in capsys.readouterr().err
        assert carry_out(again, here(), lambda _: None) == 0
    assert run(words) == 0


def test_a_bundle_takes_files_beyond_what_small_archives_hold(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    assert run(["bundle", str(folder), "--output", str(tmp_path / "one.zip")]) == 0
    monkeypatch.undo()
    assert zipfile.ZipFile(tmp_path / "one.zip").testzip() is None


def test_summary_and_failures_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["results", "summary", str(folder)]) == 0
    said = capsys.readouterr().out
    assert all(words in said for words in ("4 runs of 1 years", "dorset, timeline steady", "Waits within 18 weeks"))
    assert table(folder).height == 4
