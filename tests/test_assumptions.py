"""The register of assumptions: ratings come from grades and a stored screening, which finds what is there."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.docs import assumptions, frozen, impact, pages, screening
from sim.assumptions import ASSUMPTIONS, RELIABILITIES
from sim.evidence import CLAIMS
from sim.parameters import REGISTRY
from sim.rules import collected

pytestmark = pytest.mark.xdist_group("assumptions")  # screened once

COLUMNS = len(screening.COLUMNS)


def made(futures: int, parameters: int, weights: dict[int, float], noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Inputs, and outputs of which all columns are the same weighted sum of inputs, with noise of their own."""
    generator = np.random.default_rng(7)
    inputs = generator.uniform(size=(futures, parameters))
    signal = sum(weight * inputs[:, number] for number, weight in weights.items())
    outputs = np.tile(np.asarray(signal), (COLUMNS, 1)).T + noise * generator.normal(size=(futures, COLUMNS))
    return inputs, outputs


def test_the_screening_finds_the_shares_of_a_known_sum() -> None:
    inputs, outputs = made(4000, 30, {3: 2.0, 8: -1.0}, 0.0)
    share, noise = screening.shares([screening.regress(inputs, outputs)], [np.ones(30, dtype=bool)])
    assert share[3] == pytest.approx(np.full(COLUMNS, 0.8), abs=0.03)
    assert share[8] == pytest.approx(np.full(COLUMNS, -0.2), abs=0.03)
    others = np.delete(np.abs(share), [3, 8], axis=0)
    assert (others < np.delete(noise, [3, 8], axis=0)).all()


def test_noise_alone_is_called_noise() -> None:
    inputs, outputs = made(1500, 200, {}, 1.0)
    fit = screening.regress(inputs, outputs)
    share, noise = screening.shares([fit], [np.ones(200, dtype=bool)])
    assert (np.abs(share) < noise).all()
    assert (fit.explained < 0.3).all()


def test_a_curved_but_rising_effect_counts_in_full() -> None:
    inputs, _ = made(3000, 5, {}, 0.0)
    outputs = np.exp(6.0 * inputs[:, [2] * COLUMNS])
    share, _ = screening.shares([screening.regress(inputs, outputs)], [np.ones(5, dtype=bool)])
    assert share[2] == pytest.approx(np.ones(COLUMNS), abs=0.01)


def test_a_parameter_that_varies_nowhere_has_no_share() -> None:
    inputs, outputs = made(500, 4, {0: 1.0}, 0.1)
    share, noise = screening.shares([screening.regress(inputs, outputs)], [np.array([True, True, False, True])])
    assert np.isnan(share[2]).all()
    assert np.isnan(noise[2]).all()


def test_too_few_futures_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="too few"):
        screening.regress(np.zeros((10, 9)), np.zeros((10, 1)))
    before = screening.FILE.read_bytes() if screening.FILE.exists() else None
    assert impact.main(["--futures", "20", "--workers", "1"]) == 2
    assert "--futures: 20 futures are too few" in capsys.readouterr().err
    assert (screening.FILE.read_bytes() if screening.FILE.exists() else None) == before


@pytest.fixture(scope="module")
def screened() -> dict[str, Any]:
    """A small screening: one system, one year."""
    futures = 2 * (len(REGISTRY.role("uncertainty")) + 1) + 40
    return screening.screen(("dorset",), futures, years=1)


def test_a_screening_is_the_same_however_often_it_is_stored(screened: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "impact.json"
    path.write_text(screening.as_text(screened), encoding="utf-8")
    assert screening.read(path) == json.loads(json.dumps(screened))
    assert set(screened["parameters"]) <= {p.name for p in REGISTRY.role("uncertainty")}
    assert all(len(row["shares"]) == COLUMNS for row in screened["parameters"].values())


def test_trust_at_the_start_is_found_to_decide_the_level_of_trust(screened: dict[str, Any]) -> None:
    row = screened["parameters"]["initial_trust"]
    number = screened["columns"].index(["level", "trust_icb_councils"])
    assert number in row["above"]
    assert row["shares"][number] > 0.2


def test_a_parameter_whose_range_changed_counts_as_not_screened(screened: dict[str, Any]) -> None:
    p = REGISTRY["initial_trust"]
    assert assumptions.rated(p, screened).impact != "not screened"
    assert assumptions.rated(replace(p, high=p.high + 0.01), screened).impact == "not screened"
    assert assumptions.rated(replace(p, name="brand_new"), screened).impact == "not screened"
    assert assumptions.rated(p, None).impact == "not screened"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "impact.json"
    path.write_text('{"schema": "tiers/impact/0"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"impact\.json is not of the kind"):
        screening.read(path)


def test_every_weak_quantity_and_every_assumption_is_in_the_register() -> None:
    page = pages()["assumptions.md"]
    weak = [p.name for p in REGISTRY.role("uncertainty") if p.grade in "CD"]
    assert not [name for name in weak if f"| `{name}` |" not in page]
    assert not [a.id for a in ASSUMPTIONS if f"| {a.id} |" not in page]


def test_assumptions_are_numbered_founded_and_belong_to_a_mechanism() -> None:
    assert [a.id for a in ASSUMPTIONS] == [f"S{number:02d}" for number in range(1, len(ASSUMPTIONS) + 1)]
    mechanisms = {rule.mechanism for rule in collected()}
    for a in ASSUMPTIONS:
        assert a.mechanism in mechanisms, a.id
        assert a.reliability in RELIABILITIES, a.id
        assert a.statement.endswith("."), a.id
        assert a.instead.endswith("."), a.id
        named = {word.strip(";,.") for word in a.basis.split() if word[:1] == "E" and word[1:4].isdigit()}
        assert named <= set(CLAIMS), a.id


def test_a_shift_is_counted_in_standard_deviations_and_told_from_noise() -> None:
    generator = np.random.default_rng(3)
    usual = [generator.normal(size=(2, 4000)) for _ in range(2)]
    still = [before + np.array([[1.0], [0.0]]) + 0.1 * generator.normal(size=before.shape) for before in usual]
    shift, above = frozen.shifts(usual, still, 2)
    assert shift == pytest.approx([1.0, 0.0], abs=0.03)
    assert above == [0]


def test_frozen_joint_work_shifts_joint_practice_and_the_page_says_so(screened: dict[str, Any]) -> None:
    found = screened["frozen"]
    number = found["outcomes"].index("joint_practice")
    assert number in found["mechanisms"]["M11"]["above"]
    assert set(found["mechanisms"]) == {a.mechanism for a in ASSUMPTIONS} - {"record"}
    said = assumptions._whole("M11", screened)
    assert said.startswith("Impact: **")
    assert "joint practice" in said
    assert assumptions._whole("M11", None) == "Impact: not screened."
