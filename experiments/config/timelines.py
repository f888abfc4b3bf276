"""Read a timeline: every problem of its file at once, or the timeline with months counted from its first April."""

from __future__ import annotations

from pathlib import Path

from experiments.config.check import Check, Values
from experiments.config.folders import Listed, listed
from experiments.config.load import open_document, stop_if_wrong
from experiments.config.schema import TIMELINE
from sim import parameters
from sim.parameters import Registry
from sim.timeline import FIXED, Event, Timeline


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
            month=_months(event["date"]) - starts,
            label=event["label"],
            settings=event.get("settings", {}),
            pulses=event.get("passing", {}),
            source=event["source"],
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
        if not event.get("settings") and not event.get("passing") and check.sound(key):
            check.note(key, "the event changes nothing", allowed="'settings', 'passing' or both")
        for name in event.get("settings", {}):
            at = f"{key}.settings.{name}"
            if name in FIXED:
                check.note(at, f"'{name}' cannot change during a run", allowed="set it in the policy")
            first = seen.setdefault((event.get("date", code), name), code)
            if first != code:
                check.note(at, f"'{name}' is also set by '{first}' in the same month", allowed="one value a month")
