"""Designs: which points each kind makes, what can be extended, and what a table may hold."""

import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from SALib.analyze import sobol as sobol_analysis

from experiments.design import KINDS, Design, Factor, Recipe
from experiments.design.table import read as read_table
from experiments.problems import BadInput
from sim.parameters import REGISTRY

NUMBERS = [Factor.of(REGISTRY[name]) for name in ("delegation_base", "tightness", "variety_of_need")]
CHOICE = Factor.of(REGISTRY["who_fixes"], values=("icb", "joint"))
FACTORS = [*NUMBERS, CHOICE]
SIZES = {
    "factorial": Recipe("factorial", levels=3),
    "one-at-a-time": Recipe("one-at-a-time", levels=3),
    "latin-hypercube": Recipe("latin-hypercube", points=8, seed=5),
    "sobol": Recipe("sobol", points=8, seed=5),
    "saltelli": Recipe("saltelli", base_points=8, order="second", seed=5),
    "morris": Recipe("morris", trajectories=5, levels=4, seed=5),
}
LONGER = {
    "sobol": Recipe("sobol", points=16, seed=5),
    "saltelli": Recipe("saltelli", base_points=16, order="second", seed=5),
}


@pytest.mark.parametrize(("kind", "points"), list(zip(SIZES, (54, 9, 8, 8, 80, 25), strict=True)))
def test_a_design_has_the_points_of_its_kind_inside_the_ranges(kind: str, points: int) -> None:
    design = Design.make(SIZES[kind], FACTORS)
    assert len(design) == points
    assert design.table["point"].to_list() == list(range(points))
    assert set(design.table["who_fixes"]) <= {"icb", "joint"}
    for factor in NUMBERS:
        assert design.table[factor.name].is_between(factor.low, factor.high).all()


def test_a_factorial_has_every_combination_once() -> None:
    table = Design.make(SIZES["factorial"], FACTORS).table.drop("point")
    assert table.unique().height == 3 * 3 * 3 * 2
    assert table["tightness"].unique().sort().to_list() == [0.0, 1.0, 2.0]


def test_one_at_a_time_leaves_the_defaults_in_one_parameter_only() -> None:
    table = Design.make(SIZES["one-at-a-time"], FACTORS).table
    for row in table.to_dicts():
        moved = [f.name for f in FACTORS if row[f.name] != f.parameter.default]
        assert moved == ([row["factor"]] if row["factor"] else [])


def test_a_latin_hypercube_meets_every_slice_once() -> None:
    column = Design.make(SIZES["latin-hypercube"], NUMBERS).table["delegation_base"].to_numpy()
    assert sorted(np.floor(8 * column)) == list(range(8))


def test_a_morris_design_moves_one_parameter_at_each_step() -> None:
    table = Design.make(SIZES["morris"], NUMBERS).table
    for _, path in table.group_by("trajectory"):
        rows = path.sort("step").to_dicts()
        for before, after in itertools.pairwise(rows):
            assert [f.name for f in NUMBERS if before[f.name] != after[f.name]] == [after["factor"]]
        assert {row["factor"] for row in rows[1:]} == {f.name for f in NUMBERS}


def test_a_saltelli_design_is_in_the_order_in_which_salib_reads_it() -> None:
    factors = [Factor.of(REGISTRY[name]) for name in ("delegation_base", "clarity", "consensus")]  # all from 0 to 1
    table = Design.make(Recipe("saltelli", base_points=1024, seed=2), factors).table
    values = 4 * table["delegation_base"] + 2 * table["clarity"]  # variances 16/12 and 4/12
    problem = {"num_vars": 3, "names": [f.name for f in factors], "bounds": [[0, 1]] * 3}
    found = sobol_analysis.analyze(problem, values.to_numpy(), calc_second_order=False, seed=1)
    assert found["S1"] == pytest.approx([0.8, 0.2, 0.0], abs=0.02)
    crossed = table.filter((pl.col("base") == 3) & (pl.col("matrix") == "AB") & (pl.col("factor") == "clarity"))
    ends = {matrix: table.filter((pl.col("base") == 3) & (pl.col("matrix") == matrix)) for matrix in "AB"}
    assert crossed["clarity"].item() == ends["B"]["clarity"].item()
    assert crossed["consensus"].item() == ends["A"]["consensus"].item()


@pytest.mark.parametrize("kind", sorted(SIZES))
def test_the_designs_own_seed_makes_the_same_points_again(kind: str) -> None:
    assert Design.make(SIZES[kind], FACTORS).table.equals(Design.make(SIZES[kind], FACTORS).table)


@pytest.mark.parametrize("kind", sorted(LONGER))
def test_more_points_leave_earlier_ones_as_they_were(kind: str) -> None:
    short, long = Design.make(SIZES[kind], FACTORS), Design.make(LONGER[kind], FACTORS)
    assert len(long) == 2 * len(short)
    assert long.begins_with(short)
    assert not KINDS[kind].alternative


def test_kinds_that_cannot_be_extended_name_one_that_can() -> None:
    extends = {name for name, kind in KINDS.items() if not kind.alternative}
    assert extends == {"sobol", "saltelli", "table"}
    assert all(any(f"'{name}'" in kind.alternative for name in extends) for kind in KINDS.values() if kind.alternative)


def test_a_design_is_read_as_it_was_written_and_shares_make_the_whole(tmp_path: Path) -> None:
    design = Design.make(SIZES["saltelli"], FACTORS)
    with (tmp_path / "design.parquet").open("wb") as file:
        design.write(file)
    assert Design.read(tmp_path / "design.parquet").table.equals(design.table)
    shares = [design.share(number, 3).table for number in (1, 2, 3)]
    assert pl.concat(shares).equals(design.table)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_says_what_varies(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"points.{ending}"
    frame = pl.DataFrame({"point": [7, 8], "who_fixes": ["joint", "icb"], "tightness": [0.5, 2.0]})
    frame.write_csv(file) if ending == "csv" else frame.write_parquet(file)
    factors, points = read_table(file, "design.file")
    assert [(f.name, f.low, f.high) for f in factors if not f.structural] == [("tightness", 0.5, 2.0)]
    assert points.equals(frame.drop("point"))


TABLES = {
    "a name that is none": ("tightnes\n1\n", ["'tightnes' is no parameter", "did you mean 'tightness'?"]),
    "beyond the range": ("tightness\n1\n5\n", ["row 2", "tightness", "5 is outside 0 to 2"]),
    "no number": ("tightness\nmuch\n", ["row 1", "tightness"]),
    "nothing": ("tightness\n1\nnan\n\n", ["row 2", "tightness"]),
    "no such choice": ("who_fixes\nicp\n", ["row 1", "who_fixes", "'icp' is not one of"]),
    "no rows": ("tightness\n", ["no columns or no rows"]),
    "no table": ("", ["cannot be read"]),
}


@pytest.mark.parametrize(("text", "said"), TABLES.values(), ids=TABLES)
def test_a_table_that_cannot_be_used_is_refused_with_its_row(text: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_table(tmp_path / "points.csv", "design.file")
    assert all(words in str(refused.value) for words in said)


def test_a_table_may_go_beyond_the_ranges_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("tightness\n1\n5\n", encoding="utf-8")
    factors, _ = read_table(tmp_path / "points.csv", "design.file", beyond=True)
    assert factors[0].high == 5.0
