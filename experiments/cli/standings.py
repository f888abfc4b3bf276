"""How the result of ``tiers contest`` looks on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments import words
from experiments.cli import screen
from experiments.contest import DOMINATES, NEVER, Result, Standing
from sim.outcomes import Outcome

LEGEND = (
    "Best in: share of futures in which a policy is best; ties are split. Regret: what it falls short of the best "
    "policy of each future, on average. Clear of all others: every 95 % interval of the mean paired difference lies "
    "above zero (sampling error only)."
)
CLEAR = {"best": "clear of all others", "worst": "worse than all others, clearly", "neither": ""}


def show(result: Result, console: Console) -> None:
    """Print the standings on every outcome, of all systems together and of each."""
    contest = result.contest
    called = {policy.id: policy.name for policy in contest.policies}
    console.print(screen.styled(f"{where(result)}; {contest.futures:,} futures of {contest.years} years"))
    if contest.circumstances is not None:
        console.print(screen.styled(f"{contest.circumstances.name}: {contest.circumstances.summary}", "dim"))
    for outcome in contest.outcomes:
        overall = result.overall(outcome)
        console.print()
        console.print(
            screen.styled(outcome.label, "bold"), screen.styled(f"({outcome.unit}; {words.direction(outcome)})")
        )
        console.print(_table(overall, outcome, called))
        for line in said(overall, called, outcome, len(contest.systems)):
            console.print(screen.styled(line))
        if len(contest.systems) > 1:
            console.print(_by_system(result, outcome, called))
    console.print()
    console.print(screen.styled(LEGEND, "dim"))
    console.print(screen.styled(f"Status: {words.SIGN_OFF}", "dim"))


def where(result: Result) -> str:
    """The systems, and the timeline where it is not the steady one."""
    contest = result.contest
    systems = contest.systems
    text = systems[0].name if len(systems) == 1 else f"{len(systems)} systems together"
    return text if contest.timeline.id == "steady" else f"{text}, timeline '{contest.timeline.name}'"


def _table(found: Sequence[Standing], outcome: Outcome, called: Mapping[str, str]) -> Table:
    table = _plain("Policy", ("Best in", 8), ("Mean", 10), ("Regret", 10), ("", 32))
    digits = words.decimals(outcome)
    for one in sorted(found, key=lambda s: (-s.share, s.regret)):
        figures = (words.percent(one.share), words.number(one.mean, digits), words.number(one.regret, digits))
        table.add_row(screen.styled(called[one.policy]), *figures, Text(f"  {CLEAR[one.clear]}"))
    return table


def _plain(first: str, *columns: tuple[str, int]) -> Table:
    from experiments.cli.spread import plain_table

    table = plain_table()
    table.add_column(first, width=40, overflow="fold")
    for title, width in columns:
        table.add_column(title, justify="right" if title else "left", width=width)
    return table


def _by_system(result: Result, outcome: Outcome, called: Mapping[str, str]) -> Table:
    table = _plain("System", ("", 44), ("Best in", 8))
    for system in result.contest.systems:
        found = result.within(outcome, system)
        first = most_often(found)
        best = next((called[one.policy] for one in found if one.clear == "best"), "")
        text = f"  most often best: {called[first.policy]}"
        text += f"\n  clear of all others: {best}" if best else ""
        table.add_row(screen.styled(system.name), screen.styled(text), words.percent(first.share))
    return table


def _lead(first: Standing, called: Mapping[str, str], outcome: Outcome) -> str:
    """How far the best mean is ahead of the next, and whether that matters in practice."""
    second = min(first.against, key=lambda policy: first.against[policy].mean)
    ahead = first.against[second].mean
    digits = words.decimals(outcome)
    lead = f"It leads {called[second]}, the next, by {words.number(ahead, digits)}"
    threshold = words.number(outcome.matters, digits)
    if ahead < outcome.matters:
        return f"{lead}, which is too small to matter in practice (from {threshold})."
    return f"{lead}, which matters in practice (from {threshold})."


def most_often(found: Sequence[Standing]) -> Standing:
    """The policy that is best in most futures, the one of less regret where two are alike."""
    return max(found, key=lambda one: (one.share, -one.regret))


def said(found: Sequence[Standing], called: Mapping[str, str], outcome: Outcome, systems: int = 1) -> list[str]:
    """What the standings come to, in sentences."""
    if not found[0].futures:
        return ["There is no future in which every policy has a value."]
    of = "futures" if systems == 1 else "all systems and futures"
    first = most_often(found)
    lines = [f"{called[first.policy]} is best in {words.percent(first.share)} of {of}."]
    clear = next((one for one in found if one.clear == "best"), None)
    if clear is not None:
        lines.append(f"On average {called[clear.policy]} is clear of all others. {_lead(clear, called, outcome)}")
    else:
        best = min(found, key=lambda one: one.regret)
        open_to = words.listed([called[q] for q, a in best.against.items() if not a.low > 0.0])
        lines.append(
            f"On average no policy is clear of all others: {called[best.policy]} has the best mean, "
            f"but cannot be told from {open_to}."
        )
    never = [called[one.policy] for one in found if one.share < NEVER]
    if never:
        lines.append(f"Best in 0 % of {of}, rounded: {words.listed(never)}. Ask why before you rule it out.")
    if first.share > DOMINATES:
        lines.append(
            f"{called[first.policy]} is best in more than {words.percent(DOMINATES)} of {of}. Where one policy nearly "
            "always wins, ask why: is it these circumstances, or does the model leave out what speaks against it?"
        )
    return lines
