"""Timelines from YAML: the shipped ones read and run, and every mistake of a file is named at once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from experiments.cli.app import run
from experiments.compare import Design, compare
from experiments.config import Listed, list_timelines, load_policy, load_system, load_timeline
from experiments.config.schema import TIMELINE
from experiments.problems import BadInput
from experiments.replay import future, outcomes, replay
from sim.batch import simulate
from sim.timeline import PULSES, STEADY, Timeline

SHIPPED = ("first-years-of-statutory-systems", "steady", "the-current-reform", "voluntary-to-statutory")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_timeline_reads_and_is_sound(name: str) -> None:
    found = load_timeline(name)
    assert found.id == name
    assert found.problems() == []
    assert all(event.source and event.label for event in found.events)
    assert bool(found.events) == (name != STEADY.id)


@pytest.mark.parametrize("entry", list_timelines(), ids=lambda entry: entry.id)
def test_a_timeline_of_the_past_says_that_it_starts_from_todays_figures(entry: Listed) -> None:
    year = re.search(r"^starts: (\d{4})", entry.path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    past = year is not None and int(year[1]) < 2024
    assert ("Starting figures are today's" in entry.summary) == past


def test_all_are_listed_and_passing_events_are_those_of_the_model() -> None:
    assert tuple(entry.id for entry in list_timelines()) == SHIPPED
    events = TIMELINE.fields["events"]
    assert set(events.entry.fields["passing"].cells) == set(PULSES)  # type: ignore[union-attr]


def test_months_count_from_the_first_april() -> None:
    found = load_timeline("first-years-of-statutory-systems")
    statutory = next(event for event in found.events if "statutory" in event.label)
    assert statutory.month == 3  # July 2022
    assert found.pulse("reform", 3) == 1.0
    assert found.settings(3)["legal_form"] == "corporate"
    assert [event.month for event in found.events] == sorted(event.month for event in found.events)


BAD = """\
schema: tiers/timeline/1
id: bad
name: Bad
summary: A timeline with mistakes.
starts: 2022-07
events:
  early:
    date: 2021-01
    label: Too early
    settings: {clarity: 0.4}
    source: Nobody
  misspelt:
    date: 2023-01
    label: A misspelt setting
    settings: {clarty: 0.4}
    source: Nobody
  outside:
    date: 2023-02
    label: Outside its range
    settings: {clarity: 4}
    source: Nobody
  wrong-choice:
    date: 2023-03
    label: No such form
    settings: {legal_form: corporat}
    source: Nobody
  passing:
    date: 2023-04
    label: No such passing event
    passing: {shok: 1}
    source: Nobody
  no-footprint:
    date: 2023-05
    label: No such footprint
    settings: {footprint: hospital-flows}
    source: Nobody
  twice:
    date: 2023-05
    label: A community in two new councils
    councils:
      one: {name: One, communities: E07000207 E07000208}
      other: {name: Other, communities: E07000208}
    source: Nobody
  too-small:
    date: 2023-05
    label: Councils for a handful of people
    unitary: {people: 5000}
    source: Nobody
  alone:
    date: 2023-05
    label: A merger of one
    mergers:
      RXX: {name: Alone, of: RXF}
    source: Nobody
  idle:
    date: 2023-06
    label: Changes nothing
    source: Nobody
  no-month:
    date: "2023-13"
    label: No such month
    passing: {pause: 3}
"""


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_timeline(file)
    said = {problem.key: problem for problem in caught.value.problems}
    assert said["events.misspelt.settings.clarty"].nearest == "clarity"
    assert said["events.wrong-choice.settings.legal_form"].nearest == "corporate"
    assert said["events.passing.passing.shok"].nearest == "shock"
    assert said["events.no-footprint.settings.footprint"].nearest == "hospital-flow"
    assert "named twice ('one' has it)" in said["events.twice.councils.other.communities"].what
    assert "100,000" in said["events.too-small.unitary.people"].allowed
    assert "alone cannot merge" in said["events.alone.mergers.RXX.of"].what
    assert "changes nothing" in said["events.idle"].what
    assert {"starts", "events.outside.settings.clarity", "events.no-month.date", "events.no-month.source"} <= set(said)
    assert all(problem.where.startswith(f"{file}:") for problem in caught.value.problems)


def test_an_event_before_the_start_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "early.yaml"
    early = BAD.split("  misspelt:")[0].replace("starts: 2022-07", "starts: 2022-04")
    file.write_text(early, encoding="utf-8")
    with pytest.raises(BadInput, match="before the start"):
        load_timeline(file)


def test_another_kind_of_file_is_not_a_timeline() -> None:
    with pytest.raises(BadInput, match="describes a policy, not a timeline"):
        load_timeline(Path(__file__).parents[1] / "configs" / "policies" / "centrist.yaml")


@pytest.mark.parametrize("name", ["the-current-reform", "voluntary-to-statutory"])
def test_a_comparison_runs_under_a_timeline_in_both_engines(name: str) -> None:
    design = _design(load_timeline(name))
    result = compare(design)
    steady = compare(_design(STEADY))
    assert not np.array_equal(result.outcomes["first"]["trust"], steady.outcomes["first"]["trust"])
    run = replay(design.system, design.first, future(1, 1), design.months, trace=False, timeline=design.timeline)
    for outcome, values in outcomes(run).items():
        assert values == [float(row[1]) for row in result.outcomes["first"][outcome]]


def _design(timeline: Timeline) -> Design:
    policies = load_policy("centrist"), load_policy("maximum-delegation")
    return Design(load_system("west-yorkshire").system, *policies, futures=2, years=2, timeline=timeline)


# Decisions taken from outside ----------------------------------------------------------------------------------------

SEAT = """\
schema: tiers/timeline/1
id: the-table-by-the-window
name: The table by the window
summary: Somebody takes the seat of a board and of a council.
starts: 2026-04
events:
  second-april:
    date: 2027-04
    label: The board hands over less of primary care; the council comes in
    decides:
      less:
        agent: icb:QVV
        decision: delegated share
        about: remit:dorset:primary
        value: 0.15
        by: the table by the window
      comes-in:
        agent: council:E06000059
        decision: willingness to come in
        value: 2
    source: a workshop
"""


def seat(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The timeline above, with changes, as a file."""
    text = SEAT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "seat.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_timeline_takes_from_a_policy_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "provider-led", "centrist", "-s", "dorset", "-f", "2", "--years", "1"]
    assert run([*words, "--timeline", "the-current-reform", "-o", str(tmp_path / "out")]) == 0
    said = "what Provider-led with joint stewardship would set otherwise: collaborative_size (month 4,"
    assert said in " ".join(capsys.readouterr().err.split())
    reform, led = load_timeline("the-current-reform"), load_policy("provider-led")
    assert list(reform.replaces(led.levers, 12)) == ["collaborative_size"]
    assert list(reform.replaces(led.levers, 36)) == ["collaborative_size", "provider_lead"]
    assert STEADY.replaces(led.levers, 120) == {}


def test_a_timeline_takes_somebodys_seat_in_both_engines(tmp_path: Path) -> None:
    taken, policy = load_timeline(seat(tmp_path)), load_policy("targeted")
    assert [(d.month, d.agent, d.about, d.value) for d in taken.decides] == [
        (12, "icb:QVV", "remit:dorset:primary", 0.15),
        (12, "council:E06000059", "", 2.0),
    ]
    system, one = load_system("dorset").system, future(1, 0)
    model = replay(system, policy, one, 24, timeline=taken)
    fixed = [decision for decision in model.story if decision.kind == "decided"]
    assert [(d.month, d.decision, d.value, d.by) for d in fixed] == [
        (12, "willingness to come in", 2.0, ""),
        (12, "delegated share", 0.15, "the table by the window"),
    ]
    batch = simulate(system, policy, one, 24, timeline=taken)
    without = simulate(system, policy, one, 24)
    for name, series in batch.series.items():
        assert np.array_equal(series[:, :, 0], np.array(model.series[name]), equal_nan=True), name
        assert np.array_equal(series[:12], without.series[name][:12], equal_nan=True), name
    moved = [name for name, series in batch.series.items() if not np.array_equal(series, without.series[name])]
    assert "real_delegation" in moved


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("agent: icb:QVV", "agent: icb:QVW", "'icb:QVW' does not decide 'delegated share' in month 12; did you mean"),
        ("delegated share", "delegated shares", "no decision 'delegated shares'; did you mean 'delegated share'?"),
        ("remit:dorset:primary", "remit:dorset:primry", "did you mean 'remit:dorset:primary'?"),
        ("value: 0.15", "value: 1.5", "'delegated share' takes 0 to 1, not 1.5"),
        ("date: 2027-04", "date: 2027-05", "it is where a year begins (April)"),
    ],
)
def test_a_decision_nobody_could_take_is_refused(
    old: str, new: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = seat(tmp_path, (old, new))
    asked = ["run", "targeted", "--system", "dorset", "--run", "0", "--years", "2", "--timeline", str(path)]
    assert run(asked) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_decisions_of_a_system_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "decisions", "--system", "dorset", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"decision": "delegated share", "agent": "icb:QVV", "about": "remit:dorset:primary"}.items() <= next(
        one for one in listed if one["about"] == "remit:dorset:primary"
    ).items()
    assert {one["values"] for one in listed if one["decision"] == "intervention"} == {"0 or 1"}
