"""A rule that does not fit the states, links, parameters or the order of the month is refused before anything runs."""
# ruff: noqa: B008  (a rule's defaults are its wiring)

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from engines import batch_states, first_difference
from random_systems import Case, case

from experiments.config import load_policy, load_system
from sim import rules as declared
from sim.agents.organisation import MONEY
from sim.decide import Decide
from sim.futures import Futures
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.rules import Read, Rule, by_choice, calendar, collected, last, normal, now, rule, total, uniform
from sim.schedule import PHASES
from sim.state import GIVEN, PARAMETER, STATES
from sim.structure import axis
from sim.timeline import Event, Timeline
from sim.wiring import WiringError, check, program, resolve

MECHANISM = "M0"
SYSTEM = load_system("west-yorkshire").system
FULLY_DESCRIBED = load_system("kent-and-medway").system
PLAN = program(SYSTEM, Policy("defaults", "Defaults", ""))
Declaration = Callable[[], None]


def planted(declaration: Declaration, monkeypatch: pytest.MonkeyPatch, *, first: bool = False) -> Sequence[Rule]:
    """The rules of the month with one more, at the end (or the beginning) of its phase."""
    more: list[Rule] = []
    monkeypatch.setattr(declared, "_COLLECTED", more)
    declaration()
    phases = list(PHASES)

    def place(entry: Rule) -> tuple[int, int]:
        return phases.index(entry.phase), (entry in more) * (-1 if first else 1)

    return sorted([*PLAN.rules, *more], key=place)


def refusal(declaration: Declaration, monkeypatch: pytest.MonkeyPatch, **how: Any) -> str:
    with pytest.raises(WiringError) as refused:
        check(PLAN.structure, planted(declaration, monkeypatch, **how))
    return str(refused.value)


def test_the_rulebook_itself_passes_in_every_branch() -> None:
    for parameter in REGISTRY.values():
        for choice in parameter.choices:
            program(FULLY_DESCRIBED, Policy("a", "A", "", {parameter.name: choice}))


def test_a_rule_that_fits_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fits() -> None:
        @rule("record", of="place", writes="reach")
        def planted_rule(a: Any = last("reach"), b: Any = total("contribution", of="partners"), *, quota: Any) -> Any:
            return a + b

    check(PLAN.structure, planted(fits, monkeypatch))


def test_unknown_state_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(a: Any = last("reech")) -> Any:
            return a

    assert "place has no state 'reech'" in refusal(declaration, monkeypatch)


def test_unknown_state_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("care", of="place", writes="reech")
        def planted_rule() -> Any:
            return 0.0

    assert "place has no state 'reech'" in refusal(declaration, monkeypatch)


def test_state_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place has no waiting list; it must go to the hospitals for that."""

    def declaration() -> None:
        @rule("record", of="place", writes="reach")
        def planted_rule(a: Any = now("waiting_list")) -> Any:
            return a

    assert "place has no state 'waiting_list'" in refusal(declaration, monkeypatch)


def test_unknown_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("record", of="place", writes="reach")
        def planted_rule(a: Any = now("reserves", of="council_next_door")) -> Any:
            return a

    found = refusal(declaration, monkeypatch)
    assert "council_next_door" in found
    assert "place" in found


def test_one_value_from_a_link_to_several(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("record", of="place", writes="reach")
        def planted_rule(a: Any = now("waiting_list", of="hospitals")) -> Any:
            return a

    assert "leads to several; use total" in refusal(declaration, monkeypatch)


def test_reading_of_others_what_the_rule_itself_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One engine would see some of the new values, the other none."""

    def declaration() -> None:
        @rule("record", of="place", writes="reach")
        def planted_rule(a: Any = total("reach", of="other_places")) -> Any:
            return a

    assert "of others while it writes it; use last" in refusal(declaration, monkeypatch)


def test_reading_now_what_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(a: Any = total("health_gain", of="groups")) -> Any:
            return a

    assert "before it is written this month; use last" in refusal(declaration, monkeypatch)


def test_reading_now_inside_a_phase_before_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same phase the order of the rules decides."""

    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(a: Any = now("unmet_need")) -> Any:
            return a

    check(PLAN.structure, planted(declaration, monkeypatch))
    monkeypatch.undo()
    assert "before it is written this month" in refusal(declaration, monkeypatch, first=True)


@pytest.mark.parametrize(("kind", "name"), [("place", "population"), ("service", "variety")])
def test_writing_what_is_fixed(kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A given figure, and a state that is a parameter."""

    def declaration() -> None:
        @rule("care", of=kind, writes=name)
        def planted_rule() -> Any:
            return 0.0

    assert f"writes '{name}', which is fixed" in refusal(declaration, monkeypatch)


def test_undeclared_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(*, qouta: Any) -> Any:
            return qouta

    assert "'qouta', which the registry does not declare" in refusal(declaration, monkeypatch)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            by_choice("who_fixes", "recovery_led", icb=1.0),
            "'recovery_led_region', which the registry does not declare",
        ),
        (by_choice("who_fixes", icb=1.0, region=0.0), "'_joint', which the registry does not declare"),
        (by_choice("who_fixes", "recovery_lead", icb=1.0, regoin=0.0), "'regoin', which is no choice of 'who_fixes'"),
        (by_choice("who_fixed", "recovery_lead"), "'who_fixed', which is no lever with choices"),
        (by_choice("quota", "recovery_lead"), "'quota', which is no lever with choices"),
    ],
)
def test_a_table_that_does_not_fit_its_lever(table: Any, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice without a number, and a number for a choice or lever that is not there."""

    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(a: Any = table) -> Any:
            return a

    assert said in refusal(declaration, monkeypatch)


def test_a_table_reads_the_parameter_of_the_choice_in_force() -> None:
    """Until a timeline changes the choice only the old one's parameter tells runs apart, then only the new one's."""
    attends = {"corporate": np.array([0.6, 0.6, 0.8, 0.8]), "joint_committee": np.array([0.7, 0.9, 0.7, 0.9])}
    futures = Futures(1, np.arange(4), {f"attendance_on_form_{form}": row for form, row in attends.items()})
    changed = Timeline("a", "A", "", (Event(4, "a joint committee", {"legal_form": "joint committee"}),))
    case = Case(SYSTEM, Policy("a", "A", "", {"collaboration_duty": 0.0}), futures, months=6, timeline=changed)
    for month, states in enumerate(batch_states(case)[0]):
        expected = attends["corporate" if month < 4 else "joint_committee"]
        assert (states["place", "attendance"] == expected).all()
    assert first_difference(case) is None


def test_unknown_calendar_series(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("care", of="place", writes="reach")
        def planted_rule(a: Any = calendar("easter")) -> Any:
            return a

    assert "no calendar series 'easter'" in refusal(declaration, monkeypatch)


@pytest.mark.parametrize("draw", [normal, uniform])
@pytest.mark.parametrize("phase", ["start", "baseline"])
def test_a_monthly_draw_before_month_0(draw: Any, phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule(phase, of="place", writes="reach")
        def planted_rule(a: Any = draw("slot")) -> Any:
            return a

    assert "before month 0 only draws made once" in refusal(declaration, monkeypatch)


def test_reading_at_the_start_what_is_set_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def declaration() -> None:
        @rule("start", of="place", writes="attendance")
        def planted_rule(a: Any = now("staff")) -> Any:
            return a

    assert "before it is set at the start" in refusal(declaration, monkeypatch, first=True)


def test_every_read_leads_to_somebody() -> None:
    """In systems with one council or one trust too, nothing is averaged over nobody (which would be 0)."""
    counts = set()
    for seed in range(60):
        some = case(seed, runs=2, decided=False)
        counts |= {len(some.system.councils), len(some.system.acute_trusts)}
        plan = program(some.system, some.policy)
        for entry in plan.rules:
            for source in entry.reads.values():
                if isinstance(source, Read):
                    link = resolve(plan.structure, entry, source).link
                    assert link is None or all(link.rows), (seed, entry.id, source)
    assert {1, 2, 8, 12} <= counts


# --- states ------------------------------------------------------------------------------------------------------

KEPT = {
    "completes the shares of who decides, which sum to 1": {
        ("remit", "formal_centre"),
        ("remit", "formal_icb"),
        ("remit", "announced_provider"),
        ("remit", "announced_centre"),
        ("remit", "announced_icb"),
        ("remit", "real_icb"),
        ("icb", "mean_provider"),
    },
    "checked by tests every month": {("icb", "money_unexplained"), ("council", "money_unexplained")},
    "a flow or measure people ask for by organisation": {
        ("acute", "occupancy"),
        ("acute", "referrals"),
        ("council", "care_income"),
        ("council", "trust_in_icb_council"),
    },
    "a described fact that mechanisms still to come read": {("mhc", "foundation")},
}
"""States that no rule reads and no outcome records, and what they are for."""


def links_of(entry: Rule) -> set[tuple[str, str]]:
    """The states a rule reads, by the axis they live on."""
    wires = [resolve(PLAN.structure, entry, s) for s in entry.reads.values() if isinstance(s, Read)]
    return {(w.state.kind, w.state.name) for w in wires}


def test_every_state_has_a_beginning() -> None:
    """It is given, starts from a parameter, or some rule writes it."""
    written = {(axis(r.of), name) for r in collected() for name in r.writes}
    for key, state in STATES.items():
        assert key in written or state.start in (GIVEN, PARAMETER), key
        assert not (key in written and state.start in (GIVEN, PARAMETER)), key


def test_every_state_has_an_end() -> None:
    """Some rule reads it, an outcome records it, it is a budget line, or it is kept for a stated reason."""
    read = {key for r in collected() for key in links_of(r)}
    recorded = {(o.kind, o.state) for o in CATALOGUE}
    budget = {(kind, name) for kind, names in MONEY.items() for name in names}
    kept = {key for keys in KEPT.values() for key in keys}
    assert set(STATES) - read - recorded - budget - kept == set()
    assert kept <= set(STATES)


def test_every_outcome_records_a_declared_state() -> None:
    assert {(o.kind, o.state) for o in CATALOGUE} <= set(STATES)
    assert len({o.name for o in CATALOGUE}) == len(CATALOGUE)


def test_nobody_reads_the_record() -> None:
    """What the ``record`` phase writes feeds nothing back within the month; last month's may be seen as published."""
    position = {phase: i for i, phase in enumerate(PHASES)}
    for entry in collected():
        if entry.phase == "record":
            for reader in collected():
                for source in reader.reads.values():
                    if isinstance(source, Read) and source.month == "now" and PHASES[reader.phase]:
                        wire = resolve(PLAN.structure, reader, source)
                        if (wire.state.kind, wire.state.name) in {(axis(entry.of), n) for n in entry.writes}:
                            assert position[reader.phase] >= position["record"], (reader.id, source)


def test_phases_run_in_the_order_of_the_calendar() -> None:
    """Events and shocks, yearly, quarterly, then care, money, joint work, trust, turnover, health, record."""
    cadence = [months for phase, months in PHASES.items() if months and phase not in ("events", "reorganisation")]
    assert cadence == sorted(cadence, reverse=True)
    monthly = [phase for phase, months in PHASES.items() if months == 1]
    order = ["events", "care", "money", "joint work", "trust", "turnover", "health", "record"]
    assert [phase for phase in monthly if phase in order] == order
    assert {r.phase for r in collected()} <= set(PHASES)


# --- decide events ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Decide(0, "icb:QWO", "delegated shares", 0.5), "did you mean 'delegated share'"),
        (Decide(0, "icb:QW0", "delegated share", 0.5), "did you mean 'icb:QWO'"),
        (Decide(0, "icb:QWO", "delegated share", 0.5, about="remit:leds:community"), "remit:leeds:community"),
        (Decide(0, "icb:QWO", "delegated share", 1.5), "takes 0 to 1, not 1.5"),
        (Decide(0, "icb:QWO", "delegated share", float("nan")), "takes 0 to 1"),
        (Decide(5, "icb:QWO", "delegated share", 0.5), "not taken in month 5"),
        (Decide(-12, "icb:QWO", "delegated share", 0.5), "not taken in month -12"),
    ],
)
def test_a_decision_nobody_could_take_is_refused(event: Decide, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Model(SYSTEM, load_policy("centrist"), 1, 0, {}, [event])
