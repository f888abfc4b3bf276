"""What each lever accounts for, as the tab of assumptions works it out. No browser."""

import pytest
from questions import SECOND, moved, question

from experiments.attribution import attribute, differing
from experiments.config import load_policy
from experiments.dashboard import by_lever
from experiments.dashboard.by_lever import ByLever, told
from experiments.dashboard.plain import as_html
from experiments.ensemble import ask
from experiments.readers import as_read
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY

WAITS = next(outcome for outcome in CATALOGUE if outcome.name == "waits_18_weeks")
FEW = moved(SECOND, delegation_base=0.7, staff_at_place=0.5)


@pytest.fixture(autouse=True)
def few_futures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_lever, "FUTURES", 5)


def test_the_parts_sum_to_the_difference_that_the_screen_shows() -> None:
    asked = question(first=FEW, stages=(5,), circumstances={"removal_hazard": 0.03})
    job = ByLever(asked, "waits_18_weeks")
    sets: list[None] = []
    found = job(lambda: sets.append(None))
    (answer,) = ask(asked)
    (line,) = as_read([answer.line("waits_18_weeks")])
    assert found.total == pytest.approx(line.paired.difference, rel=1e-12)
    assert sum(part.mean for part in found.parts) == pytest.approx(found.total, rel=1e-12)
    assert {part.lever for part in found.parts} == {"delegation_base", "staff_at_place"}
    assert job.orders is None
    assert len(sets) == found.runs == job.most == 4


def test_of_many_levers_some_orders_are_walked_and_no_more_sets_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    other = load_policy("command-and-control")
    job = ByLever(question(first=other), "waits_18_weeks")
    assert len(differing(other, SECOND)) > 6
    monkeypatch.setattr(by_lever, "ORDERS", 2)
    found = job(lambda: None)
    assert found.orders == job.orders == 2
    assert found.runs <= job.most


def test_it_ends_when_nobody_wants_it() -> None:
    class Unwanted(Exception):
        pass

    def check() -> None:
        raise Unwanted

    with pytest.raises(Unwanted):
        ByLever(question(), "waits_18_weeks")(check)


def test_it_is_told_with_every_lever_and_the_whole() -> None:
    asked = question(first=FEW)
    found = ByLever(asked, "waits_18_weeks")(lambda: None)
    page = as_html(told(found, asked))
    assert all(REGISTRY[name].label in page for name in ("delegation_base", "staff_at_place"))
    assert "All together" in page
    assert "over 5 futures" in page
    same = question(first=SECOND)
    (nothing,) = attribute(same.system, SECOND, SECOND, [WAITS], futures=2, years=1)
    assert "nothing to attribute" in as_html(told(nothing, same))
