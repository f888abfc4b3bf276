"""Read a timeline: every problem of its file at once, or the timeline with months counted from its first April."""

from __future__ import annotations

from pathlib import Path

from experiments.config.check import Check, Values
from experiments.config.folders import Listed, listed
from experiments.config.load import open_document, stop_if_wrong
from experiments.config.schema import TIMELINE
from sim import parameters
from sim.decide import Decide
from sim.parameters import Registry
from sim.successors import NewCouncil, TrustMerger
from sim.timeline import Event, Timeline

CHANGES = ("settings", "passing", "councils", "unitary", "mergers", "decides")
"""What an event may hold, besides what it is called and where it is published."""


def list_timelines() -> tuple[Listed, ...]:
    """The timelines that come with the repository."""
    return listed("timeline")


def load_timeline(path_or_name: str | Path, registry: Registry | None = None) -> Timeline:
    """Read a timeline by name or path; ``BadInput`` lists everything that is wrong with it."""
    check = Check(open_document("timeline", path_or_name), parameters.REGISTRY if registry is None else registry)
    values = check.run(TIMELINE)
    _check_events(values, check)
    stop_if_wrong(check)
    starts = _months(values["starts"])
    events = [
        Event(
            month=(month := _months(event["date"]) - starts),
            label=event["label"],
            settings=event.get("settings", {}),
            pulses=event.get("passing", {}),
            source=event["source"],
            councils=tuple(
                NewCouncil(code, council["name"], tuple(council["communities"].split()))
                for code, council in event.get("councils", {}).items()
            ),
            unitary_size=event.get("unitary", {}).get("people", 0.0),
            mergers=tuple(
                TrustMerger(code, merger["name"], tuple(merger["of"].split()))
                for code, merger in event.get("mergers", {}).items()
            ),
            decides=tuple(Decide(month, **decided) for decided in event.get("decides", {}).values()),
        )
        for event in values.get("events", {}).values()
    ]
    ordered = tuple(sorted(events, key=lambda event: event.month))
    return Timeline(values["id"], values["name"], values["summary"], ordered)


def _months(date: str) -> int:
    """Months of a date ``year-month`` since the year 0."""
    year, _, month = date.partition("-")
    return 12 * int(year) + int(month)


def _check_events(values: Values, check: Check) -> None:
    """Rules across the file: nothing before the start, nothing that does nothing, nothing that cannot change."""
    seen: dict[tuple[str, str], str] = {}
    for code, event in values.get("events", {}).items():
        key = f"events.{code}"
        if "date" in event and "starts" in values and _months(event["date"]) < _months(values["starts"]):
            what = f"{event['date']} lies before the start of the timeline"
            check.note(f"{key}.date", what, allowed=f"{values['starts']} or later")
        if not any(event.get(name) for name in CHANGES) and check.sound(key):
            check.note(key, "the event changes nothing", allowed=", ".join(f"'{name}'" for name in CHANGES))
        _check_successors(key, event, check)
        for name in event.get("settings", {}):
            at = f"{key}.settings.{name}"
            first = seen.setdefault((event.get("date", code), name), code)
            if first != code:
                check.note(at, f"'{name}' is also set by '{first}' in the same month", allowed="one value a month")


def _check_successors(key: str, event: Values, check: Check) -> None:
    """No community in two new councils of one event, no trust in two mergers, and no merger of one."""
    for table, field, what in (("councils", "communities", "community"), ("mergers", "of", "trust")):
        seen: dict[str, str] = {}
        for code, successor in event.get(table, {}).items():
            named = successor.get(field, "").split()
            for one in named:
                first = seen.setdefault(one, code)
                if first != code or named.count(one) > 1:
                    at = f"{key}.{table}.{code}.{field}"
                    check.note(at, f"{what} '{one}' is named twice ('{first}' has it)", allowed=f"each {what} once")
            if field == "of" and len(named) == 1:
                check.note(f"{key}.{table}.{code}.of", f"'{named[0]}' alone cannot merge", allowed="two trusts or more")
