"""Which lever accounts for how much of a difference, in sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.attribution import Attribution, levers
from experiments.explain.text import Section, Table, part
from experiments.report.view import setting
from experiments.words import between, decimals, difference_unit, lower_first, number
from sim.parameters import REGISTRY
from sim.policy import Policy


def section(found: Attribution, first: Policy, second: Policy, futures: int) -> Section:
    """The whole difference on one outcome, and the part of each lever."""
    outcome, places = found.outcome, decimals(found.outcome)
    if not found.parts:
        return Section(outcome.label, ("Both policies set every lever alike: there is nothing to attribute.",))
    sign = "" if outcome.better == "neither" else f"; {outcome.better} is better"
    said = (
        f"{first.name} changes {lower_first(outcome.label)} by {number(found.total, places, signed=True)} "
        f"{difference_unit(outcome)} compared with {second.name}, on average over {futures:,} futures "
        f"(95 % interval {between(found.low, found.high, places)}{sign})."
    )
    return Section(outcome.label, (said,), _table(found, first, second, places))


def _table(found: Attribution, first: Policy, second: Policy, places: int) -> Table:
    mine, others = levers(first), levers(second)
    ends = all(p.alone == p.alone and p.last == p.last for p in found.parts)
    header = ("Lever", "From", "To", "Accounts for", "95 % interval", "Part")
    more = ("Switched first", "Switched last") if ends else ()
    sampled = ("Error from orders",) if found.orders else ()
    rows = []
    for p in found.parts:
        row = [
            REGISTRY[p.lever].label,
            setting(others[p.lever]),
            setting(mine[p.lever]),
            number(p.mean, places, signed=True),
            between(p.low, p.high, places),
            part(p.share),
        ]
        row += [number(p.alone, places, signed=True), number(p.last, places, signed=True)] if ends else []
        row += [number(p.order_error, places)] if found.orders else []
        rows.append(tuple(row))
    filler = ("",) * (len(more) + len(sampled))
    all_of_it = "100 %" if found.parts[0].share == found.parts[0].share else "–"
    whole = number(found.total, places, signed=True), between(found.low, found.high, places)
    rows.append(("All together", "", "", *whole, all_of_it, *filler))
    return Table((*header, *more, *sampled), tuple(rows))


def reading(first: Policy, second: Policy, found: Sequence[Attribution], futures: int) -> Section:
    """How the parts were found, and how to read them."""
    one = found[0]
    how = (
        f"{one.orders:,} random orders of switching were walked"
        if one.orders
        else f"every order of switching counts alike ({one.runs:,} sets of levers were run)"
    )
    text = (
        f"Levers are switched one by one from {second.name} to {first.name}, in the same {futures:,} futures; {how}. "
        "A lever accounts for what it adds on average over the orders; the parts sum to the whole difference. Where "
        "what it adds depends on whether it is switched first or last, levers work together or against each other. "
        "A part below zero works against the difference. The interval shows sampling error over futures only."
    )
    return Section("How to read this", (text,))
