"""The page of policies: what each does, how often it is best, and where it does best and badly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.config import (
    Listed,
    list_circumstances,
    list_systems,
    list_timelines,
    load_circumstances,
    load_timeline,
)
from experiments.contest import OUTCOMES, puzzling
from experiments.docs import contests
from experiments.docs.markdown import head, join, table
from experiments.provenance import measured_with
from experiments.words import between, direction, is_are, listed, number, percent, short, spelled
from sim.outcomes import Outcome
from sim.parameters import REGISTRY
from sim.policy import Policy

LONGEST = 240
"""Months within which a timeline is looked through."""
Claims = Sequence[Mapping[str, Any]]
Stored = Mapping[str, Any]

BETWEEN = (
    "it announces what maximum delegation announces, moves slowly and leaves most staff where they are. So what it "
    "does lies between two other policies, and what lies between two others is seldom the best of all; and what is "
    "promised and not done costs it trust."
)
WHY: Mapping[tuple[str, str], str] = {("aspirational", name): BETWEEN for name in OUTCOMES}
"""By policy and outcome: why a policy is best in next to no future, or in nearly all; printed where that is so."""


def page() -> str:
    """The page as Markdown."""
    policies = contests.shipped_policies()
    shares, measured = contests.read(contests.SHARES), contests.read(contests.CLAIMS)
    claims: Claims = measured["claims"] if measured is not None else ()
    parts = [
        head("Policies"),
        f"{len(policies)} policies come with the model. A policy is a choice of [levers](parameters.md); one it does "
        "not name stays at its default, which stands for how things are done today. None of them is put forward as "
        f"the right one: each does best somewhere{_by_little(claims)}, and badly somewhere else. "
        "[A policy of your own](../README.md) is a file of a few lines.",
        *_shares(policies, shares),
        *_claims(policies, claims, measured),
        "## What each policy does",
    ]
    for policy in policies:
        parts += [f"### {policy.name}", f"`{policy.id}`. {policy.summary}", _levers(policy)]
    return join([*parts, *_timelines(policies), *_by_system(policies, shares)])


def _timelines(policies: Sequence[Policy]) -> list[str]:
    """What each timeline takes from each policy."""
    rows = []
    for timeline in (load_timeline(one.id) for one in list_timelines()):
        for policy in policies:
            found = timeline.replaces(policy.levers, LONGEST)
            said = [
                f"`{name}` {_value(policy.levers[name])} to {_value(event.settings[name])} (month {event.month + 1})"
                for name, event in found.items()
            ]
            if said:
                rows.append((timeline.name, policy.name, ", ".join(said)))
    return [
        "## Where a timeline stands above a policy",
        "A timeline is law: what it sets holds whatever a policy says, from its month on. A policy that is built on "
        "such a lever is then another policy, and `tiers compare` says so. This is what the shipped timelines take:",
        table(("Timeline", "Policy", "Lever, as the policy sets it and as it is first set from outside"), rows),
    ]


def _levers(policy: Policy) -> str:
    rows = []
    for name, setting in policy.levers.items():
        p = REGISTRY[name]
        if setting != p.default:
            rows.append((f"`{name}`", p.label, _value(setting), _value(p.default), "" if p.structural else p.unit))
    return table(("Lever", "What it is", "Set to", "Default", "Unit"), rows)


def _value(setting: float | str) -> str:
    return setting if isinstance(setting, str) else short(setting)


# How often each is best ----------------------------------------------------------------------------------------------


def _shares(policies: Sequence[Policy], stored: Stored | None) -> list[str]:
    """Win shares over all systems, how many systems each is clear in, and why one is never or always best."""
    title = "## How often each is best"
    if stored is None:
        return [title, "No contest is stored: `python -m experiments.docs.contest` makes one."]
    parts = [
        title,
        f"All policies met the same {stored['futures']} futures of {stored['years']} years in each of "
        f"{len(stored['systems'])} systems: `{stored['command']}`, "
        f"{measured_with(stored['version'], stored.get('code'))}. *Best in* is the share "
        "of systems and futures in which a policy is the best of all, ties being split. *Regret* is what it falls "
        "short of the best policy of each future, on average. *Clear in* and *last in* count the systems in which its "
        "mean is better, or worse, than that of every other policy, each 95 % interval clear of zero.",
    ]
    for name, found in stored["outcomes"].items():
        outcome, called = contests.BY_NAME[name], {policy.id: policy.name for policy in policies}
        single = found["systems"].values()
        rows = [
            (
                called.get(one["policy"], one["policy"]),
                percent(one["share"]),
                number(one["mean"], _digits(outcome)),
                number(one["regret"], _digits(outcome)),
                *(str(sum(place[kind] == one["policy"] for place in single)) for kind in ("best", "worst")),
            )
            for one in sorted(found["overall"], key=lambda one: -one["share"])
        ]
        parts += [
            f"**{outcome.label}** ({outcome.unit}; {direction(outcome)}):",
            table(("Policy", "Best in", "Mean", "Regret", "Clear in, systems", "Last in, systems"), rows),
            *_explained(name, found["overall"], called),
        ]
    return parts


def _explained(outcome: str, standings: Claims, called: Mapping[str, str]) -> list[str]:
    """Why a policy is hardly ever best, or nearly always."""
    parts = []
    for one in standings:
        if puzzling(one["share"]):
            often = "nearly always" if one["share"] > 0.5 else "hardly ever"
            why = WHY.get((one["policy"], outcome), "not explained yet.")
            parts.append(f"Why {called.get(one['policy'], one['policy'])} is {often} the best: {why}")
    return parts


def _digits(outcome: Outcome) -> int:
    return 3 if outcome.unit.startswith("share") else 1


def _by_system(policies: Sequence[Policy], stored: Stored | None) -> list[str]:
    """Win shares in each system; the policy that is clear of all others in bold."""
    if stored is None:
        return []
    names = {entry.id: entry.name for entry in list_systems()}
    parts = [
        "## How often each is best, system by system",
        "In per cent of futures. Bold: its mean is clear of all others.",
    ]
    for name, found in stored["outcomes"].items():
        rows = []
        for system, place in found["systems"].items():
            cells = [_bold(f"{100 * place.get(p.id, 0.0):.0f}", place["best"] == p.id) for p in policies]
            rows.append((names.get(system, system), *cells))
        outcome = contests.BY_NAME[name]
        parts += [f"### {outcome.label}", table(("System", *(f"`{p.id}`" for p in policies)), rows)]
    return parts


def _bold(text: str, wanted: bool) -> str:
    return f"**{text}**" if wanted else text


# Where each does best, and where badly -------------------------------------------------------------------------------


def _claims(policies: Sequence[Policy], claims: Claims, measured: Stored | None) -> list[str]:
    parts = [
        "## Where each does best, and where badly",
        "Circumstances fix a few uncertainties in every future and leave the rest to vary "
        "(`tiers list circumstances`; `tiers contest --circumstances NAME --system NAME` runs all policies in them). "
        "*Best* says that the policy's mean is better than that of every other policy, *badly* that it is worse than "
        "that of most others; either way the 95 % interval of the paired difference against every other policy is "
        "clear of zero. *Matters?* says whether a lead that is clear of zero is also as large as the smallest "
        "difference that [matters](outcomes.md) in practice, which stands behind it: a smaller lead is there, and "
        "hardly worth having. Of policies that do badly it says how many others are better by as much. Some of these "
        "circumstances were searched for, in the corners of the ranges: they show that no policy is best, or safe, "
        "everywhere, and say nothing about how likely they are.",
    ]
    if measured is None:
        return [*parts, "None is measured yet: `python -m experiments.docs.contest` does that."]
    parts.append(f"Measured with `{measured['command']}`, {measured_with(measured['version'], measured.get('code'))}.")
    names, given = {e.id: e.name for e in list_systems()}, {e.id: e for e in list_circumstances()}
    rows = []
    for policy in policies:
        for does in ("best", "badly"):
            shown = [c for c in claims if c["policy"] == policy.id and c["does"] == does and c["holds"]]
            rows += [_row(policy, does, claim, names, given) for claim in shown]
            if not shown:
                rows.append((policy.name, does, "none is shipped that shows it", "", "", "", "", ""))
    header = (
        "Policy",
        "Does",
        "Circumstances",
        "System",
        "On",
        "Best in",
        "Nearest other policy, difference",
        "Matters?",
    )
    parts += [table(header, rows), *_small_leads(claims), "### The circumstances", _circumstances(given)]
    return [*parts, *_intervals(policies, claims, names)]


def _row(
    policy: Policy, does: str, claim: Mapping[str, Any], names: Mapping[str, str], given: Mapping[str, Listed]
) -> tuple[str, ...]:
    outcome, near = contests.BY_NAME[claim["outcome"]], _nearest(claim)
    return (
        policy.name,
        does if does == "best" else f"badly: {_behind(claim)}",
        given[claim["circumstances"]].name if claim["circumstances"] in given else claim["circumstances"],
        names.get(claim["system"], claim["system"]),
        outcome.label,
        percent(claim["share"]),
        f"`{near}` {_interval(claim['against'][near], outcome)}",
        f"{_matters(claim)} (from {short(outcome.matters)})",
    )


def _nearest(claim: Mapping[str, Any]) -> str:
    """The other policy from which it differs least."""
    against: Mapping[str, Any] = claim["against"]
    return min(against, key=lambda other: abs(against[other]["mean"]))


def _matters(claim: Mapping[str, Any]) -> str:
    """Whether a lead over all others is as large as what matters; of a policy that does badly, against how many."""
    least: float = contests.BY_NAME[claim["outcome"]].matters
    if claim["does"] == "best":
        return "yes" if claim["against"][_nearest(claim)]["mean"] >= least else "**no**"
    behind = [one["mean"] for one in claim["against"].values() if one["high"] < 0.0]
    return f"against {sum(mean <= -least for mean in behind)} of {len(behind)}"


def _small_leads(claims: Claims) -> list[str]:
    """In a sentence, which policies lead by less than what matters."""
    large, small = _leads(claims)
    if not small:
        return []
    return [
        f"Of {len(large) + len(small)} leads, {len(small)} {is_are(len(small))} smaller than what matters "
        f"({listed([f'`{name}`' for name in dict.fromkeys(small)])}): clear of zero, so not owed to chance, and yet an "
        "amount that a comparison would call no practical difference from the nearest other policy."
    ]


def _by_little(claims: Claims) -> str:
    """That some policies lead nowhere by as much as matters, where that is so."""
    large, small = _leads(claims)
    never = set(small) - set(large)
    return f" ({spelled(len(never))} of them by less than what matters in practice)" if never else ""


def _leads(claims: Claims) -> tuple[list[str], list[str]]:
    """Whose leads are as large as what matters, and whose are smaller."""
    leads = [claim for claim in claims if claim["does"] == "best" and claim["holds"]]
    large, small = ([c["policy"] for c in leads if (_matters(c) == "yes") == wanted] for wanted in (True, False))
    return large, small


def _behind(claim: Mapping[str, Any]) -> str:
    others = claim["against"].values()
    behind = sum(one["high"] < 0.0 for one in others)
    return "worse than all others" if behind == len(others) else f"worse than {behind} of {len(others)} others"


def _interval(one: Mapping[str, float], outcome: Outcome) -> str:
    digits = _digits(outcome) + 1
    return f"{number(one['mean'], digits, signed=True)} ({between(one['low'], one['high'], digits)})"


def _circumstances(given: Mapping[str, Listed]) -> str:
    rows = []
    for code, entry in given.items():
        fixed = load_circumstances(code).uncertainties
        settings = "; ".join(f"{REGISTRY[name].label} {short(value)}" for name, value in fixed.items())
        rows.append((entry.name, f"`{code}`", entry.summary, settings or "nothing"))
    return table(("Circumstances", "Name to type", "What they are", "Fixed"), rows)


def _intervals(policies: Sequence[Policy], claims: Claims, names: Mapping[str, str]) -> list[str]:
    """Every paired interval behind the claims, in the outcome's own unit, positive where the policy is better."""
    header = ("Policy, does, where, on", *(f"against `{policy.id}`" for policy in policies))
    rows = []
    for claim in (claim for claim in claims if claim["holds"]):
        outcome = contests.BY_NAME[claim["outcome"]]
        said = f"`{claim['policy']}` {claim['does']}, {names.get(claim['system'], claim['system'])}, {outcome.label}"
        cells = [_interval(claim["against"][p.id], outcome) if p.id in claim["against"] else "" for p in policies]
        rows.append((f"{said} (`{claim['circumstances']}`)", *cells))
    if not rows:
        return []
    return [
        "### Every interval",
        "Mean paired difference with its 95 % interval (sampling error only), in the outcome's unit, above zero where "
        "the policy that the row names is better.",
        table(header, rows),
    ]
