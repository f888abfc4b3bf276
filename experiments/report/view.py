"""What the report shows, section by section, as plain data for the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from experiments import words
from experiments.readers import by_month
from experiments.store import SYSTEM, Entity, Line, Stored
from sim.outcomes import Outcome


@dataclass(frozen=True)
class Row:
    """One outcome, of the system or of one entity, ready to print."""

    line: Line
    chart: str
    """Stem of the ids of its charts."""
    favoured: str
    verdict: str
    sentence: str
    first: str
    second: str
    difference: str
    interval: str
    spread: str
    share: str
    share_width: float
    """Share of futures in which the first is better, for a bar."""
    matters: str
    direction: str
    difference_unit: str
    years: tuple[YearRow, ...] = ()


@dataclass(frozen=True)
class YearRow:
    """The figures behind a fan chart at the end of a year."""

    year: int
    first: str
    second: str
    difference: str


def names(stored: Stored) -> tuple[str, str]:
    """The two policies by name, told apart even when they are the same."""
    configuration = stored.configuration
    return words.told_apart(configuration["first"]["name"], configuration["second"]["name"])


def row(stored: Stored, line: Line, number: int, years: tuple[YearRow, ...] = ()) -> Row:
    """One line in words and figures."""
    first, second = names(stored)
    outcome, found = line.outcome, line.paired
    places = words.decimals(outcome)
    return Row(
        line=line,
        chart=f"chart-{number}",
        favoured=words.favoured(found),
        verdict=words.verdict(line, first, second),
        sentence=words.sentence(line, first, second),
        first=words.number(found.first, outcome.decimals),
        second=words.number(found.second, outcome.decimals),
        difference=words.number(found.difference, places, signed=True),
        interval=words.between(found.low, found.high, places),
        spread=words.between(found.spread[0], found.spread[-1], places),
        share=words.percent(found.share),
        share_width=round(100 * found.share, 1) if found.futures else 0.0,
        matters=words.number(outcome.matters, places),
        direction=words.direction(outcome),
        difference_unit=words.difference_unit(outcome),
        years=years,
    )


def groups(stored: Stored, lines: Sequence[Line]) -> list[tuple[str, list[Row]]]:
    """Outcomes of the system as a whole, by group (People, Money...), each with its yearly figures."""
    numbered = [
        row(stored, line, number, yearly(stored, line)) for number, line in enumerate(lines) if line.entity.id == SYSTEM
    ]
    return [(group, list(members)) for group, members in groupby(numbered, key=lambda r: r.line.outcome.group)]


def yearly(stored: Stored, line: Line) -> tuple[YearRow, ...]:
    """Median and 5-95 % range at the end of every year, for readers who cannot see the chart."""
    outcome, series = line.outcome, by_month(stored, line)
    places = words.decimals(outcome)
    tables = {which: frame.to_dicts() for which, frame in series.items()}

    def cell(which: str, month: int, decimals: int, signed: bool) -> str:
        values = tables[which][month]
        if values["q50"] is None:
            return words.NOTHING
        q50, q05, q95 = (words.number(values[name], decimals, signed) for name in ("q50", "q05", "q95"))
        return f"{q50} ({q05} to {q95})"

    months = range(11, len(tables["first"]), 12)
    return tuple(
        YearRow(
            month // 12 + 1,
            cell("first", month, outcome.decimals, False),
            cell("second", month, outcome.decimals, False),
            cell("difference", month, places, True),
        )
        for month in months
    )


@dataclass(frozen=True)
class Gains:
    """What becomes of one place (or council) over all outcomes reported for it."""

    entity: Entity
    counts: dict[str, int]
    rows: list[Row]


@dataclass(frozen=True)
class Kind:
    """Outcomes reported by place, or by council..."""

    kind: str
    plural: str
    gains: list[Gains]
    outcomes: list[tuple[Outcome, str, list[Row]]]
    """Outcome, id of its chart, a row per entity."""

    @property
    def name(self) -> str:
        """What one of the kind is called."""
        return words.kind(self.kind)

    @property
    def any_apart(self) -> bool:
        """Whether some outcome differs without either way being better."""
        return any("apart" in gains.counts for gains in self.gains)

    def summary(self, first: str, second: str) -> list[str]:
        """Who gains and who loses, outcome by outcome of the people's, health first; then the count."""
        people = [(outcome, rows) for outcome, _, rows in self.outcomes if outcome.group == "People"][:3]
        said = [self._sides(outcome, rows, first, second) for outcome, rows in people]
        lead = [who.counts.get("first", 0) - who.counts.get("second", 0) for who in self.gains]
        ahead, behind = sum(balance > 0 for balance in lead), sum(balance < 0 for balance in lead)
        kinds = self.plural.lower()
        said.append(
            f"Counting all outcomes alike, {first} is ahead in {ahead} and {second} in {behind} of "
            f"{len(lead)} {kinds}; outcomes do not weigh the same, so this is a count, not a score."
        )
        return said

    def _sides(self, outcome: Outcome, rows: Sequence[Row], first: str, second: str) -> str:
        """On one outcome: where the first policy does better, where the second, and where it is too close to say."""
        kind, kinds = self.name, self.plural.lower()
        parts = []
        for side, policy in (("first", first), ("second", second)):
            better = [r.line.entity.name for r in rows if r.favoured == side]
            if len(better) == len(rows) > 1:
                parts.append(f"every {kind} does better under {policy}")
            elif better:
                parts.append(f"better under {policy}: {words.listed(better)}")
        close = sum(r.favoured in ("same", "open") for r in rows)
        if close:
            parts.append(f"too close to call in {close} of {len(rows)} {kinds}")
        return f"{outcome.label}: {'; '.join(parts)}."

    def extremes(self, rows: Sequence[Row]) -> str:
        """Who gains most and least by the first policy, on one outcome."""
        known = [r for r in rows if r.line.paired.futures]
        if len(known) < 2 or not any(r.line.paired.difference for r in known):
            return ""
        sign = -1 if rows[0].line.outcome.better == "lower" else 1
        ordered = sorted(known, key=lambda r: sign * r.line.paired.difference)
        worst, best = ordered[0], ordered[-1]
        if abs(best.line.paired.difference - worst.line.paired.difference) < rows[0].line.outcome.matters:
            return f"About the same in every {self.name}."
        neither = rows[0].line.outcome.better == "neither"
        ends = ("largest", "smallest") if neither else ("best for", "least good for")
        return f"{ends[0].capitalize()}: {_who(best)}; {ends[1]}: {_who(worst)}."


def entities(stored: Stored, lines: Sequence[Line]) -> list[Kind]:
    """Who gains and who loses: every outcome that is reported by place, council..., kind by kind."""
    rows = [row(stored, line, number) for number, line in enumerate(lines) if line.entity.id != SYSTEM]
    found = []
    for kind in dict.fromkeys(r.line.outcome.kind for r in rows):
        of_kind = [r for r in rows if r.line.outcome.kind == kind]
        members = list(dict.fromkeys(r.line.entity for r in of_kind))
        by_member = {who: [r for r in of_kind if r.line.entity == who] for who in members}
        outcomes: list[tuple[Outcome, str, list[Row]]] = []
        for _, group in groupby(of_kind, key=lambda r: r.line.outcome.name):
            same = list(group)
            outcomes.append((same[0].line.outcome, f"chart-{kind}-{len(outcomes)}", same))
        gains = [Gains(who, dict(Counter(r.favoured for r in mine)), mine) for who, mine in by_member.items()]
        found.append(Kind(kind, plural(kind), gains, outcomes))
    return found


def _who(found: Row) -> str:
    return f"{found.line.entity.name} ({found.difference})"


def plural(kind: str) -> str:
    """The plural of a kind of entity."""
    return {"community": "communities", "body": "bodies"}.get(kind, f"{words.kind(kind)}s")


def missing(stored: Stored) -> list[str]:
    """Kinds of outcomes that could not be compared, because the policies do not have the same entities."""
    kinds = {outcome.kind for outcome in stored.outcomes()}
    return sorted(plural(kind) for kind in kinds if not stored.manifest["entities"].get(kind))


@dataclass(frozen=True)
class Scheduled:
    """The timeline of a comparison, ready to print."""

    name: str
    summary: str
    events: tuple[tuple[str, str, str], ...]
    """When, what happens, and where that is published; what would come after the end of the run is left out."""


def timeline(stored: Stored) -> Scheduled | None:
    """What was scheduled to happen under both policies; None where the result does not say."""
    given = stored.configuration.get("timeline")
    if not given:
        return None
    events = tuple(
        (f"year {event['month'] // 12 + 1}, month {event['month'] % 12 + 1}", event["label"], event["source"])
        for event in given["events"]
        if event["month"] < 12 * stored.configuration["years"]
    )
    return Scheduled(given["name"], given["summary"], events)


@dataclass(frozen=True)
class Lever:
    """A lever and its setting under both policies."""

    label: str
    unit: str
    first: str
    second: str
    holder: str
    grade: str


def levers(stored: Stored) -> list[Lever]:
    """The levers that the two policies set differently."""
    return [lever for lever in _levers(stored) if lever.first != lever.second]


def same_levers(stored: Stored) -> list[Lever]:
    """The levers that both policies set alike."""
    return [lever for lever in _levers(stored) if lever.first == lever.second]


def _levers(stored: Stored) -> list[Lever]:
    first, second = (stored.configuration[side]["levers"] for side in ("first", "second"))
    return [
        Lever(p["label"], unit(p), setting(first[p["name"]]), setting(second[p["name"]]), p["holder"], p["grade"])
        for p in stored.manifest["catalogue"]["parameters"]
        if p["role"] == "lever"
    ]


@dataclass(frozen=True)
class Changed:
    """An assumption that was given one value in every future, by hand."""

    label: str
    unit: str
    range: str
    default: str
    now: str


def changed(stored: Stored) -> list[Changed]:
    """The assumptions that were changed by hand for this comparison; a comparison from files has none."""
    by_hand = stored.configuration.get("changed", {})
    return [
        Changed(
            p["label"],
            unit(p),
            f"{setting(p['low'])} to {setting(p['high'])}",
            setting(by_hand[p["name"]]["default"]),
            setting(by_hand[p["name"]]["now"]),
        )
        for p in stored.manifest["catalogue"]["parameters"]
        if p["name"] in by_hand
    ]


def setting(value: float | str) -> str:
    """A setting in words."""
    return value.replace("-", " ").replace("_", " ") if isinstance(value, str) else words.short(value)


def unit(parameter: dict[str, Any]) -> str:
    """The unit of a parameter; a choice has none."""
    return "" if parameter["choices"] else str(parameter["unit"])


def about(stored: Stored) -> list[tuple[str, str]]:
    """Version, seed, time and so on, as pairs of name and value."""
    manifest, configuration = stored.manifest, stored.configuration
    versions = manifest["versions"]
    code = manifest["code"]
    state = code["state"] if not code["commit"] else f"commit {code['commit'][:12]}"
    if code["changed"]:
        state += ", with changes that are not committed"
    return [
        ("Sign-off", words.SIGN_OFF),
        ("System", configuration["system"]["name"]),
        ("Futures", f"{configuration['futures']:,}"),
        ("Years", str(configuration["years"])),
        *((("Timeline", happens.name),) if (happens := timeline(stored)) else ()),
        ("Seed", str(configuration["seed"])),
        ("Engine", configuration["engine"]),
        ("Version of tiers", manifest["tiers"]),
        ("State of the code", state),
        ("Other versions", ", ".join(f"{name} {found}" for name, found in versions.items())),
        ("Started", manifest["started"]),
        ("Took", f"{manifest['seconds']:.0f} seconds with {configuration['workers']} worker(s)"),
    ]
