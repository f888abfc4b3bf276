"""An explanation in words: sections of paragraphs and tables, the same on the screen and on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from experiments.explain.explain import Explanation, weighty
from experiments.explain.parting import Link, Parted
from experiments.explain.replays import Effect
from experiments.telling import figure, measured, month_name, why
from experiments.words import (
    amount,
    between,
    decimals,
    difference_unit,
    listed,
    lower_first,
    number,
    percent,
    short,
    told_apart,
)
from sim.timeline import STEADY
from sim.trace import Decision

REASONS = 4
"""Reasons shown of a decision that parted."""
ROWS = 12
"""Rows shown of a ranking."""
UNDONE = (
    "Each is proved by playing the same future again as if that decision had not been taken: an event does not "
    "come, a decided figure stays what it was the time before. Everything else follows the model."
)


@dataclass(frozen=True)
class Table:
    """A table: what is left-aligned text comes first, figures after it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading with what stands beneath it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    points: tuple[str, ...] = field(default=())
    after: str = ""


def names(found: Explanation) -> tuple[str, str]:
    """The two policies by names that differ."""
    wanted = found.wanted
    return told_apart(wanted.first.name, wanted.second.name if wanted.second else "")


def title(found: Explanation) -> str:
    """What is explained."""
    first, second = names(found)
    policies = first if found.wanted.second is None else f"{first} and {second}"
    scheduled = "" if found.wanted.timeline == STEADY else f", {found.wanted.timeline.name}"
    where = f"{found.wanted.system.name}{scheduled}"
    return f"{policies} in {where}, future {found.wanted.number} of seed {found.wanted.seed}"


def sections(found: Explanation) -> list[Section]:
    """The whole explanation."""
    if found.wanted.second is None:
        return [_level(found), _turning(found), _by_year(found)]
    if found.same:
        first, second = names(found)
        count = len(found.stories[0])
        return [
            Section(
                "The answer",
                (
                    f"{first} and {second} are the same in this future, to the last decision: "
                    f"all {count:,} decisions have the same values, and so has "
                    f"{lower_first(found.outcome.label)} in every month.",
                ),
            )
        ]
    return [_level(found), _first_parting(found), _what_followed(found), *_proofs(found), _reading(found)]


def parting(found: Explanation) -> list[Section]:
    """Where the two runs part, and the chain of decisions that followed."""
    return [_first_parting(found), _what_followed(found)]


def _level(found: Explanation) -> Section:
    first, second = names(found)
    outcome, places = found.outcome, decimals(found.outcome)
    label = f"{outcome.label} ({outcome.unit})"
    if found.second is None:
        said = f"{label}: {number(found.first, places)} in this future under {first}."
        return Section("What came of it", (said, f"{len(found.stories[0]):,} decisions were taken."))
    way = "" if outcome.better == "neither" or not found.total else _better(found)
    mean, low, high = found.mean
    futures = found.wanted.futures
    return Section(
        "The answer",
        (
            f"{label}: {number(found.first, places)} under {first}, {number(found.second, places)} under {second}. "
            f"{second} changes it by {number(found.total, places, signed=True)} in this future{way}.",
            f"Over {futures:,} futures {second} changes it by {number(mean, places, signed=True)} on average "
            f"(95 % interval {between(low, high, places)}).",
            *_account(found, first, second),
        ),
    )


def _better(found: Explanation) -> str:
    winner = (found.total > 0) == (found.outcome.better == "higher")
    small = " (less than the smallest difference that matters)" if abs(found.total) < found.outcome.matters else ""
    return f", which is {'better' if winner else 'worse'}{small}"


def _account(found: Explanation, first: str, second: str) -> list[str]:
    """In a sentence, how much goes through decisions, and how much through settings that work without any."""
    places, said = decimals(found.outcome), []
    if found.everything is not None and found.settings is not None:
        decisions, settings = found.everything, found.settings
        said.append(
            f"Decisions that were taken otherwise account for {number(decisions.run, places, signed=True)}"
            f"{_part(decisions, found)}, settings that work without any decision for "
            f"{number(settings.run, places, signed=True)}{_part(settings, found)}. By themselves, the decisions of "
            f"{second} under the settings of {first} change it by {number(decisions.into, places, signed=True)}, the "
            f"settings of {second} with the decisions of {first} by {number(settings.into, places, signed=True)}; "
            f"together by {number(found.total, places, signed=True)}."
        )
    told = (("decisions", found.kinds), ("settings", found.levers))
    for what, effects in told:
        weighing = [e for e in effects if weighty(e, found.outcome)]
        if weighing:
            said.append(f"The {what} that count most here: {_top(found, weighing)}.")
    return said


def _top(found: Explanation, effects: Sequence[Effect]) -> str:
    places = decimals(found.outcome)
    return listed([f"{lower_first(e.label)} ({number(e.run, places, signed=True)})" for e in effects[:3]])


def _part(effect: Effect, found: Explanation) -> str:
    if abs(found.total) < found.outcome.matters:
        return ""
    return f" ({part(effect.share(found.total))} of the difference)"


def part(share: float) -> str:
    """A part of a difference as a whole percentage; a part may be below zero or above the whole."""
    if not math.isfinite(share):
        return "–"
    return percent(share) if share > 0 else f"{number(100 * share, 0)} %"


def _first_parting(found: Explanation) -> Section:
    first, second = names(found)
    if not found.parted:
        text = "No decision ever differs: the difference comes from settings that work without any decision."
        return Section("Where they first part", (text,))
    parted = found.parted[0]
    same = [p for p in found.parted[1:] if p.one.month == parted.one.month and p.one.decision == parted.one.decision]
    more = f" {len(same):,} more decisions of this kind part in the same month." if same else ""
    rows = [
        (t.name, number(t.first, 3), number(t.second, 3), number(t.second - t.first, 3, signed=True))
        for t in parted.terms
    ]
    return Section(
        "Where they first part",
        (
            f"{month_name(parted.one.month)}. {parted.one.agent_name} decides: {_subject(parted.one)}. "
            f"{_values(parted, first, second)}.{more}",
            *([f"Under {first}: {why(parted.first)}."] if parted.first else []),
            *([f"Under {second}: {why(parted.second)}."] if parted.second else []),
        ),
        Table(("Reason that differs", first, second, "Change"), tuple(rows)) if rows else None,
    )


def _what_followed(found: Explanation) -> Section:
    first, second = names(found)
    if not found.links:
        return Section("What followed", ("No later decision differs by one per cent or more.",))
    points = tuple(_link(link, first, second) for link in found.links)
    text = (
        f"{len(found.parted):,} decisions came out differently. For each kind, the month in which it first parts by "
        "one per cent or more, the largest example of that month, and the reasons that differ."
    )
    return Section("The chain of decisions that followed", (text,), points=points)


def _link(link: Link, first: str, second: str) -> str:
    one = link.example.one
    others = f" ({link.then:,} of this kind that month, {link.later:,} later)" if link.then + link.later > 1 else ""
    reasons = _reasons(link.example, first, second)
    return (
        f"{month_name(link.month)}: {one.agent_name}, {_subject(one)}{others}. "
        f"{_values(link.example, first, second)}{': ' + reasons if reasons else ''}."
    )


def _reasons(parted: Parted, first: str, second: str) -> str:
    mine, other = parted.first, parted.second
    if mine is None or other is None:
        return ""
    if mine.kind == "chance":
        return f"the draw was {number(mine.terms['u'], 3)}; it happens below {number(mine.terms['p'], 3)} under {first} and below {number(other.terms['p'], 3)} under {second}"  # fmt: skip  # noqa: E501
    if mine.kind == "least" and mine.binding != other.binding:
        return f"limited by {mine.binding} under {first} and by {other.binding} under {second}"
    if mine.kind == "least":
        return f"limited by {mine.binding} under both"
    terms = [t for t in parted.terms if abs(t.difference) >= 0.0005][:REASONS]
    return listed([f"{t.name} {number(t.first, 3)} against {number(t.second, 3)}" for t in terms])


def _subject(decision: Decision) -> str:
    return f"{decision.decision} for {decision.about}" if decision.about else decision.decision


def _values(parted: Parted, first: str, second: str) -> str:
    mine, other = parted.first, parted.second
    if mine is None:
        return f"Only under {second}, which has {figure(parted.one)}"
    if other is None:
        return f"Only under {first}, which has {figure(parted.one)}"
    return f"It is {figure(mine)} under {first} and {figure(other)} under {second}"


def _proofs(found: Explanation) -> list[Section]:
    first, second = names(found)
    proofs = []
    if found.everything is not None:
        text = (
            "A cause is only claimed where it was tried. The same future is played again twice: under "
            f"{first}, with these decisions as they were under {second} ('put in'); and under {second}, with these "
            f"decisions as they were under {first} ('left out': what is lost). Everything else follows the model. "
            "What they account for is the mean of the two."
        )
        proofs.append(_effects(found, "Proved: what the decisions did", text, found.kinds, found.everything))
    if found.parts:
        text = "The kinds of decision that moved most, split by service or by organisation, tried in the same way."
        proofs.append(_effects(found, "Proved: whose decisions", text, found.parts))
    if found.settings is not None:
        text = (
            "Some settings work without anybody deciding anything (how clear roles are, for example). Here "
            "settings are exchanged in the same two ways, while every decision is held as it was."
        )
        title = "Proved: what the settings did by themselves"
        proofs.append(_effects(found, title, text, found.levers, found.settings))
    return proofs


def _effects(
    found: Explanation, title: str, text: str, effects: Sequence[Effect], together: Effect | None = None
) -> Section:
    places, unit = decimals(found.outcome), difference_unit(found.outcome)
    whole = abs(found.total) >= found.outcome.matters
    told = [e for e in effects if weighty(e, found.outcome)][:ROWS]
    left = len(effects) - len(told)
    counted = any(e.decisions for e in effects)
    rows = []
    for e in [*([together] if together else []), *told]:
        row = [e.label, *([f"{e.decisions:,}"] if counted else [])]
        row += [number(x, places, signed=True) for x in (e.into, e.out, e.run)]
        row += [part(e.share(found.total)) if whole else "–"]
        rows.append((*row, number(e.mean, places, signed=True), between(e.low, e.high, places)))
    header = ("What is exchanged", *(["Number"] if counted else []), "Put in", "Left out", "Accounts for", "Part")
    average = f"On average over {found.wanted.futures:,} futures"
    small = number(0.1 * found.outcome.matters, places + 1)
    after = f"{left:,} more change it by less than {small}." if left else ""
    paragraphs = (text, f"Figures: {unit}, second policy less first. Columns up to 'Part' are this future's.")
    return Section(title, paragraphs, Table((*header, average, "95 % interval"), tuple(rows)), after=after)


def _reading(found: Explanation) -> Section:
    text = (
        "All decisions and all settings add up to the whole difference. Smaller groups need not: decisions act on "
        "each other, and one may undo what another did. Where 'put in' and 'left out' are far apart, something works "
        "only together with the rest. A part "
        "below zero works against the difference; one above 100 % is partly undone by others. 'This future' is one "
        f"case among many: look at the mean of the {found.wanted.futures:,} futures before calling it a rule. In each "
        "of them the decisions are those the other policy takes in that very future. The interval shows sampling "
        "error only. How much each lever accounts for in all is what 'tiers attribute' answers."
    )
    return Section("How to read this", (text,))


def _turning(found: Explanation) -> Section:
    if not found.turning:
        return Section("Turning points", ("No decision that was tried changes the outcome.",))
    places = decimals(found.outcome)
    rows, points = [], []
    for effect in found.turning[:ROWS]:
        decision, _, month = effect.label.partition("@")
        rows.append((month_name(int(month)), decision, short(effect.decisions), number(-effect.run, places, True)))
    for effect in found.turning[:3]:
        example = _example(found, effect)
        if example is not None:
            points.append(
                f"{month_name(example.month)}: {example.agent_name}, {_subject(example)}: {figure(example)}, "
                f"{why(example)}. Without this and the others of its kind in that month "
                f"({effect.decisions:,} in all) the outcome would "
                f"be {amount(effect.run, found.outcome)} {'higher' if effect.run > 0 else 'lower'}."
            )
    header = ("When", "Decision", "How many", f"What it added ({difference_unit(found.outcome)})")
    return Section("Turning points", (UNDONE,), Table(header, tuple(rows)), tuple(points))


def _example(found: Explanation, effect: Effect) -> Decision | None:
    """The decision of a turning point with the largest value."""
    wanted = {(k.month, k.decision, k.agent, k.entity) for k in effect.keys}
    members = [d for d in found.stories[0] if (d.month, d.decision, d.agent, d.entity) in wanted]
    return max(members, key=lambda d: abs(d.value), default=None)


def _by_year(found: Explanation) -> Section:
    """The story in a line for each year: which events came, and where figures stood."""
    points = []
    for year in range(found.wanted.years):
        members = [d for d in found.stories[0] if d.month // 12 == year]
        events: dict[str, int] = {}
        levels: dict[str, list[float]] = {}
        for decision in members:
            if decision.kind == "chance":
                events[decision.decision] = events.get(decision.decision, 0) + int(decision.value > 0)
            else:
                levels.setdefault(decision.decision, []).append(decision.value)
        came = [f"{name} {count}×" for name, count in events.items() if count]
        stood = [f"{name} {measured(name, sum(values) / len(values))}" for name, values in levels.items()]
        points.append(f"Year {year + 1}: {', '.join(came) or 'no event'}. Decided, on average: {', '.join(stood)}.")
    return Section("The story, year by year", points=tuple(points))
