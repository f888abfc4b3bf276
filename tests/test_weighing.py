"""Two policies weighed: closed forms, what must hold for any weights and values, and the command."""

import json
import math
from pathlib import Path

import fabricated
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import store, weighing
from experiments.cli import weighed as printed
from experiments.cli.app import run
from experiments.cli.screen import output
from experiments.config import Weighting, list_weightings, load_weighting
from experiments.problems import BadInput
from experiments.store import SYSTEM, Entity
from experiments.summary import mean_interval
from experiments.weighing import Flip, Subject, flip, undecided, weigh
from sim.outcomes import CATALOGUE, Outcome

WHOLE = Entity(SYSTEM, "Somewhere")


def outcome(name: str, better: str = "higher", matters: float = 1.0) -> Outcome:
    return Outcome(name, name.capitalize(), "points", better, matters, "assumed", "People", "x", "icb", "mean")  # type: ignore[arg-type]


def subject(name: str, differences: list[float], better: str = "higher", matters: float = 1.0) -> Subject:
    values = np.array(differences, dtype=float)
    return Subject(outcome(name, better, matters), WHOLE, values + 7.0, np.full(values.size, 7.0))


def weights(**given: float) -> Weighting:
    return Weighting("own", "Own", "", given)


# --- closed forms -------------------------------------------------------------------------------------------------


def test_two_outcomes_with_known_differences() -> None:
    """Health gains 3 counts of 1; waits lose 4 counts of 0.5: the answer flips at a weight of 3 / 8 for waits."""
    found = {
        "health": subject("health", [3.0, 3.0, 3.0]),
        "waits": subject("waits", [-4.0, -4.0, -4.0], matters=0.5),
    }
    made = weigh(weights(health=1.0, waits=0.25), found)
    assert made.score == pytest.approx((3.0 - 0.25 * 8.0) / 1.25)
    assert made.preferred == "first"
    assert made.share == 1.0
    health, waits = made.parts
    assert (health.part, waits.part) == (pytest.approx(3.0 / 1.25), pytest.approx(-2.0 / 1.25))
    assert waits.flip.weight == pytest.approx(3.0 / 8.0)
    assert health.flip.weight == pytest.approx(0.25 * 8.0 / 3.0)
    assert waits.flip.left == pytest.approx((3.0 / 1.25) / made.score)
    assert waits.count == -8.0
    assert waits.difference == -4.0
    assert weigh(weights(health=1.0, waits=0.5), found).preferred == "second"


def test_where_less_is_better_a_fall_counts_for_the_first() -> None:
    made = weigh(weights(delay=2.0), {"delay": subject("delay", [-1.0, -3.0, -2.0], better="lower", matters=0.5)})
    assert made.score == pytest.approx(4.0)
    assert made.parts[0].difference == -2.0


def test_a_way_that_is_wanted_gives_the_sign() -> None:
    found = {"power": subject("power", [1.0, 2.0, 3.0], better="neither")}
    up = Weighting("own", "Own", "", {"power": 1.0}, {"power": "higher"})
    down = Weighting("own", "Own", "", {"power": 1.0}, {"power": "lower"})
    assert weigh(up, found).score == -weigh(down, found).score == 2.0


def test_no_weight_flips_what_everything_agrees_on() -> None:
    found = {"a": subject("a", [1.0, 2.0, 3.0]), "b": subject("b", [2.0, 2.0, 2.0])}
    made = weigh(weights(a=1.0, b=3.0), found)
    assert [part.flip.weight for part in made.parts] == [None, None]
    assert made.parts[1].flip.left == pytest.approx((2.0 / 4.0) / made.score)
    assert made.parts[0].flip.left == pytest.approx((6.0 / 4.0) / made.score)


def test_an_outcome_without_any_difference_flips_nothing() -> None:
    made = weigh(weights(a=1.0, b=1.0), {"a": subject("a", [1.9, 2.0, 2.1]), "b": subject("b", [0.0, 0.0, 0.0])})
    assert made.parts[1].flip == Flip(None, pytest.approx(1.0), ())


def test_others_are_asked_at_a_weight_of_zero() -> None:
    found = {
        "a": subject("a", [2.0, 2.0, 2.0]),
        "b": subject("b", [-1.0, -1.0, -1.0]),
        "c": subject("c", [5.0, 5.0, 5.0], better="neither"),
    }
    made = weigh(weights(a=3.0), found, every=True)
    assert [part.column for part in made.others] == ["b"]
    assert made.others[0].flip.weight == pytest.approx(6.0)
    assert made.others[0].part == 0.0
    assert weigh(weights(a=3.0), found).others == ()


def test_the_interval_is_fiellers() -> None:
    """Against a search over weights for those at which the mean's interval includes zero."""
    draw = np.random.default_rng(3)
    rest, own = draw.normal(2.0, 3.0, 80), draw.normal(-1.0, 1.5, 80)
    (low, high), *more = undecided(rest, own)
    assert not more
    grid = np.linspace(0.0, 2.0 * high, 4002)
    inside = np.array([bounds[0] <= 0.0 <= bounds[1] for w in grid for bounds in [mean_interval(rest + w * own)]])
    assert grid[inside].min() == pytest.approx(low, abs=1.001 * grid[1])
    assert grid[inside].max() == pytest.approx(high, abs=1.001 * grid[1])
    assert low < flip(rest, own, 1.0).weight < high  # type: ignore[operator]


def test_an_uncertain_outcome_gives_no_upper_end() -> None:
    draw = np.random.default_rng(5)
    stretches = undecided(np.full(30, 1.0), draw.normal(0.0, 4.0, 30))
    assert len(stretches) == 1
    assert stretches[0][0] > 0.0
    assert math.isinf(stretches[0][1])


def test_too_few_futures_leave_every_weight_undecided() -> None:
    made = weigh(weights(a=1.0, b=1.0), {"a": subject("a", [1.0]), "b": subject("b", [-2.0])})
    assert made.preferred == "undecided"
    assert made.parts[0].flip.undecided == ((0.0, math.inf),)


def test_identical_policies_are_alike() -> None:
    made = weigh(weights(a=1.0), {"a": subject("a", [0.0, 0.0, 0.0])})
    assert made.preferred == "alike"
    assert made.share == 0.5


def test_futures_without_a_value_are_left_out_everywhere() -> None:
    found = {"a": subject("a", [1.0, math.nan, 3.0, 2.0]), "b": subject("b", [1.0, 9.0, math.nan, 3.0])}
    made = weigh(weights(a=1.0, b=1.0), found)
    assert made.futures == 2
    assert made.score == pytest.approx(1.75)
    none = weigh(weights(a=1.0), {"a": subject("a", [math.nan, math.nan])})
    assert none.futures == 0
    assert none.preferred == "undecided"


# --- what must hold for any values ----------------------------------------------------------------------------------

VALUES = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))
ROWS = st.integers(3, 12).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n), min_size=2, max_size=4))
WEIGHTS = st.lists(st.floats(0.01, 100.0), min_size=4, max_size=4)


def cast(rows: list[list[float]], heavy: list[float]) -> tuple[dict[str, Subject], Weighting]:
    found = {f"o{i}": subject(f"o{i}", row) for i, row in enumerate(rows)}
    return found, Weighting("own", "Own", "", dict(zip(found, heavy, strict=False)))


@given(ROWS, WEIGHTS, st.floats(0.001, 1000.0))
def test_scaling_all_weights_changes_nothing_but_the_unit_of_flips(
    rows: list[list[float]], heavy: list[float], factor: float
) -> None:
    found, one = cast(rows, heavy)
    other = Weighting("own", "Own", "", {name: factor * w for name, w in one.weights.items()})
    a, b = weigh(one, found), weigh(other, found)
    size = max(abs(v) for row in rows for v in row)
    assert b.score == pytest.approx(a.score, rel=1e-9, abs=1e-12 * size)
    assert b.share == pytest.approx(a.share, abs=1.0 / len(rows[0]))  # a sum of zero may round to either side
    for p, q in zip(a.parts, b.parts, strict=True):
        assert q.part == pytest.approx(p.part, rel=1e-9)
        if p.flip.weight is not None and q.flip.weight is not None and abs(p.count) > 1e-6 * size:
            assert q.flip.weight == pytest.approx(factor * p.flip.weight, rel=1e-6, abs=1e-6 * factor)


@given(ROWS, WEIGHTS)
def test_at_the_flip_weight_the_score_is_zero(rows: list[list[float]], heavy: list[float]) -> None:
    found, one = cast(rows, heavy)
    made = weigh(one, found)
    size = max(abs(v) for row in rows for v in row)
    assert sum(part.part for part in made.parts) == pytest.approx(made.score, rel=1e-9, abs=1e-12 * size)
    for part in made.parts:
        if part.flip.weight is not None and part.flip.weight < 1e6:
            at = Weighting("own", "Own", "", {**one.weights, part.column: part.flip.weight})
            if any(at.weights.values()):
                assert weigh(at, found).score == pytest.approx(0.0, abs=1e-9 * size)


@given(ROWS, WEIGHTS)
def test_stretches_hold_the_weights_at_which_the_answer_is_undecided(
    rows: list[list[float]], heavy: list[float]
) -> None:
    """Inside a stretch the interval includes zero, and beyond its ends it does not."""
    found, one = cast(rows, heavy)
    for part in weigh(one, found).parts:
        for weight in (0.0, 0.5 * part.weight, part.weight, 2.0 * part.weight, 17.0):
            at = Weighting("own", "Own", "", {**one.weights, part.column: weight})
            made = weigh(at, found)
            margin = 1e-6 * max(1.0, abs(made.high - made.low))
            if min(abs(made.low), abs(made.high)) < margin:
                continue
            inside = any(low <= weight <= high for low, high in part.flip.undecided)
            assert inside == (made.low <= 0.0 <= made.high), (part.column, weight)


# --- bad weights ------------------------------------------------------------------------------------------------------

BAD: dict[str, tuple[Weighting, str]] = {
    "unknown": (weights(waitz=1.0), r"no outcome 'waitz'; did you mean 'waits'\?.*tiers list outcomes"),
    "negative": (weights(waits=-1.0), "weight -1 of 'waits' cannot be used.*0 or more"),
    "not finite": (weights(waits=math.nan), "weight nan of 'waits'"),
    "all zero": (weights(waits=0.0), "no weight is above zero"),
    "none": (weights(), "no weight is above zero"),
    "neither way": (weights(power=1.0), "neither way is better in itself for 'power'.*--want power=higher"),
    "wanted the other way": (
        Weighting("own", "Own", "", {"waits": 1.0}, {"waits": "lower"}),
        "'waits' is better higher, and cannot be wanted lower",
    ),
    "wanted without weight": (
        Weighting("own", "Own", "", {"waits": 1.0}, {"wait": "lower"}),
        r"'wait' is wanted lower but has no weight; did you mean 'waits'\?",
    ),
}


@pytest.mark.parametrize(("weighting", "said"), BAD.values(), ids=BAD)
def test_bad_weights_are_refused(weighting: Weighting, said: str) -> None:
    found = {"waits": subject("waits", [1.0, 2.0]), "power": subject("power", [1.0, 2.0], better="neither")}
    with pytest.raises(BadInput, match=said):
        weigh(weighting, found)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInput) as raised:
        weigh(weights(waitz=1.0, wayts=2.0), {"waits": subject("waits", [1.0, 2.0])})
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize("name", [entry.id for entry in list_weightings()])
def test_the_weightings_that_come_with_it_fit_the_catalogue(name: str) -> None:
    known = {o.name: (o, WHOLE) for o in CATALOGUE if o.kind == "icb"}
    weighing.check(load_weighting(name), known)


def test_every_outcome_has_a_difference_to_be_counted_in() -> None:
    assert all(o.matters > 0.0 for o in CATALOGUE)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stored comparison, in an otherwise empty working folder."""
    monkeypatch.chdir(tmp_path)
    made = fabricated.stored(60, 24)
    folder = tmp_path / "results"
    folder.mkdir()
    store.write_frames(folder, made.runs, made.series)
    store.write_manifest(folder, made.manifest)
    return folder


def test_stored_results_are_weighed_without_running_again(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = fabricated.stored(60, 24)
    one, other = [o for o in made.outcomes() if o.kind == "icb" and o.better != "neither"][:2]
    arguments = ["weigh", "--results", "results", "--weight", f"{one.name}=2", "--weight", f"{other.name}=1"]
    assert run([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["first"] == "Maximum delegation"
    assert told["futures"] == 60
    sign = {"higher": 1.0, "lower": -1.0}
    counts = [
        sign[o.better] * (made.values("first", o, WHOLE) - made.values("second", o, WHOLE)).mean() / o.matters
        for o in (one, other)
    ]
    assert told["score"] == pytest.approx((2.0 * counts[0] + counts[1]) / 3.0)
    assert [part["column"] for part in told["parts"]] == [one.name, other.name]
    assert run([*arguments, "--all"]) == 0
    text = capsys.readouterr().out
    assert "Maximum delegation compared with Centrist" in text
    assert "weighed by your weights" in text
    assert "Outcomes that do not count so far" in text
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert [path.name for path in results.parent.iterdir()] == ["results"]


def test_two_policies_are_run_and_weighed_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    size = ["--futures", "3", "--years", "1", "--workers", "1"]
    arguments = ["weigh", "maximum-delegation", "centrist", "--system", "dorset", *size]
    place = "place_joint_work@dorset"
    more = ["--weight", "healthy_life_years=1", "--weight", f"{place}=2"]
    assert run([*arguments, "--weights", "councils-view", *more, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["weighting"]["name"] == "Councils' view, changed"
    assert {"council_voice", "healthy_life_years", place} <= {part["column"] for part in told["parts"]}
    assert list(tmp_path.iterdir()) == []


def test_stored_results_give_the_same_answer_as_running_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    what = ["maximum-delegation", "centrist", "--system", "dorset", "--futures", "4", "--years", "1", "--workers", "1"]
    assert run(["compare", *what, "--output", "kept"]) == 0
    capsys.readouterr()
    told = []
    for source in (["--results", "kept"], what):
        assert run(["weigh", *source, "--weights", "money-first", "--all", "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]


GIVEN = ["weigh", "maximum-delegation", "centrist", "--system", "west-yorkshire"]
REFUSED = {
    "no weights": (GIVEN, ["--weights", "no weights were given", "NAME=NUMBER"]),
    "unknown outcome": (
        [*GIVEN, "--weight", "healthy_lif_years=1"],
        ["--weight", "did you mean 'healthy_life_years'?"],
    ),
    "negative": ([*GIVEN, "--weight", "healthy_life_years=-1"], ["--weight", "'-1'", "0 to 1,000,000"]),
    "not a number": ([*GIVEN, "--weight", "healthy_life_years=much"], ["--weight", "'much'", "0 to 1,000,000"]),
    "no pair": ([*GIVEN, "--weight", "healthy_life_years"], ["--weight", "cannot be read", "NAME=NUMBER"]),
    "given twice": (
        [*GIVEN, "--weight", "healthy_life_years=1", "--weight", "healthy_life_years=2"],
        ["--weight", "'healthy_life_years' is given twice"],
    ),
    "all zero": ([*GIVEN, "--weight", "healthy_life_years=0"], ["no weight is above zero"]),
    "no such way": (
        [*GIVEN, "--weight", "real_delegation=1", "--want", "real_delegation=highr"],
        ["--want", "'highr'", "did you mean 'higher'?"],
    ),
    "no such weighting": (
        [*GIVEN, "--weights", "patients-frst"],
        ["--weights", "did you mean 'patients-first'?", "money-first"],
    ),
    "outcome of places": (
        [*GIVEN, "--weight", "place_joint_work=1"],
        ["reported for each of", "place_joint_work@", "leeds"],
    ),
    "nothing to weigh": (["weigh", "--weights", "patients-first"], ["POLICY_A", "--results FOLDER"]),
    "no such results": (["weigh", "--results", "none", "--weights", "patients-first"], ["none", "manifest.json"]),
    "results and policies": (
        ["weigh", "centrist", "--results", "none", "--weights", "patients-first"],
        ["POLICY_A", "--results alone"],
    ),
}


@pytest.mark.parametrize(("arguments", "wanted"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_explained(
    arguments: list[str],
    wanted: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Error: ")
    assert captured.err.count("\n") == 1
    assert all(fragment in captured.err for fragment in wanted), captured.err
    assert list(tmp_path.iterdir()) == []


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "schema: tiers/weights/1\nid: bad\nname: Bad\nsummary: Bad.\nweights:\n  healthy_life_years: -1\n"
        "  waits_18_weeks: much\nwanted:\n  real_delegation: more\n"
    )
    assert run([*GIVEN, "--weights", str(bad)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [f"bad.yaml:{number}" in line for number, line in zip((6, 7, 9, 9), lines, strict=True)] == [True] * 4
    bad.write_text(
        "schema: tiers/weights/1\nid: bad\nname: Bad\nsummary: Bad.\nweights:\n  healthy_lif_years: 1\n"
        "  real_delegation: 2\n"
    )
    assert run([*GIVEN, "--weights", str(bad)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert ["bad.yaml:6" in lines[0], "bad.yaml:7" in lines[1]] == [True, True]


def test_misused_names_are_told_with_the_mistakes_of_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is reported only after something else was mended."""
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "schema: tiers/weights/1\nid: bad\nname: Bad\nsummary: Bad.\nweights:\n  healthy_lif_years: 1\n"
        "  waits_18_weeks: much\n  local_money: 2\n  place_joint_work: 1\n  place_joint_work@leeds: 1\n"
        "  nhs_balance: 1\n  prevention: 1\nwanted:\n  nhs_balance: lower\n  real_delegation: higher\n"
    )
    assert run([*GIVEN, "--weights", str(bad)]) == 2
    lines = capsys.readouterr().err.splitlines()
    told = {
        6: "there is no outcome 'healthy_lif_years'; did you mean 'healthy_life_years'?",
        7: "'much' is not a number",
        8: "neither way is better in itself for 'local_money'",
        9: "'place_joint_work' is reported for each of",
        11: "'nhs_balance' is better higher",
        15: "'real_delegation' is wanted higher but has no weight",
    }
    assert len(lines) == len(told)
    assert all(f"bad.yaml:{number}: " in line and said in line for line, (number, said) in zip(lines, told.items()))  # noqa: B905


def test_damaged_results_are_refused(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (results / store.RUNS).write_bytes(b"nothing")
    assert run(["weigh", "--results", "results", "--weights", "patients-first"]) == 2
    assert "cannot read runs.parquet" in capsys.readouterr().err


def test_weightings_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "weights"]) == 0
    text = capsys.readouterr().out
    assert {"patients-first", "money-first", "councils-view"} <= set(text.split())


@pytest.mark.parametrize(
    ("found", "weight", "said"),
    [
        (Flip(3.0, 1.0, ()), 1.0, "above 3"),
        (Flip(0.25, 1.0, ()), 1.0, "below 0.25"),
        (Flip(None, 0.6, ()), 1.0, "at no weight\n60 % without it"),
        (Flip(None, math.nan, ()), 1.0, "at no weight"),
    ],
)
def test_flips_in_words(found: Flip, weight: float, said: str) -> None:
    assert printed.flips(found, weight) == said


def test_stretches_in_words() -> None:
    assert printed.stretches(()) == "none"
    assert printed.stretches(((0.0, 2.0), (5.5, math.inf))) == "up to 2\nand 5.5 and above"
    assert printed.stretches(((1.25, 2.0),)) == "1.25 to 2"
    assert printed.stretches(((0.0, math.inf),)) == "any weight"


def test_the_answer_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    heavy = weights(a=1.0, b=2.0)
    made = weigh(heavy, {"a": subject("a", [4.0, 4.0, 4.0]), "b": subject("b", [-1.0, -1.1, -0.9])})
    about = {"first": "One", "second": "Other", "system": "S", "years": 10, "futures": 3, "seed": 1}
    printed.show(output(100), {**about, "timeline": "Reform", "events": True}, heavy, made)
    text = " ".join(capsys.readouterr().out.split())
    assert (
        "One compared with Other in S, weighed by Own 10 years, 3 uncertain futures, seed 1, timeline 'Reform'." in text
    )
    assert "Preferred: One, with a score of +0.67 points (95 % interval +0.50 to +0.83)" in text
    assert "What flips it soonest is the weight of A: from 1 to 0.5 (divided by 2)." in text
    other = printed.answer(weigh(weights(b=1.0), {"b": subject("b", [-1.0, -1.1, -0.9])}), "One", "Other")
    assert other[0].startswith("Preferred: Other. The score of One against it is −1.00 points")
    assert other[1] == "No single weight flips the answer, however it is changed."
