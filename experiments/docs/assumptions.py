"""The register of assumptions: how well founded each is, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.docs import screening
from experiments.docs.markdown import cited, head, join, table
from experiments.docs.parameters import ranged
from experiments.docs.words import mechanism
from experiments.provenance import measured_with
from experiments.words import MECHANISMS, lower_first
from sim.assumptions import ASSUMPTIONS, RELIABILITIES
from sim.outcomes import CATALOGUE
from sim.parameters import GRADES, REGISTRY, Parameter

RELIABILITY: Mapping[str, str] = {"A": "good", "B": "fair", "C": "poor", "D": "very poor"}
"""Reliability by grade: measured, published, only the direction stated, assumed."""
IMPACTS = ("high", "medium", "low", "not screened")
DECISIVE, NOTABLE = 0.05, 0.01
"""Share of the variance of a difference from which the impact is high, and medium."""
NOTABLE_LEVEL = 0.05
"""Share of the variance of a level from which the impact is medium: levels matter less, since policies are compared."""
SHIFT, SLIGHT_SHIFT = 0.5, 0.1
"""Shift of a difference, in its standard deviations, from which the impact of a frozen mechanism is high, and "
"medium."""
LISTED = 25
"""So many of the most important are listed first."""

LABELS: Mapping[str, str] = {outcome.name: outcome.label for outcome in CATALOGUE}
LESS_IS_BETTER = frozenset(outcome.name for outcome in CATALOGUE if outcome.better == "lower")


@dataclass(frozen=True)
class Found:
    """What the screening found of one uncertainty: the largest share for each question, with sign, and its outcome."""

    impact: str
    difference: float = 0.0
    difference_of: str = ""
    level: float = 0.0
    level_of: str = ""


def rated(p: Parameter, stored: Mapping[str, Any] | None) -> Found:
    """The impact of a parameter: not screened where it is new, or its range changed, since the screening."""
    row = stored["parameters"].get(p.name) if stored else None
    if stored is None or row is None or row["range"] != [p.low, p.high, p.distribution]:
        return Found("not screened")
    best: dict[str, tuple[float, str]] = dict.fromkeys(screening.QUESTIONS, (0.0, ""))
    for number in row["above"]:
        question, outcome = stored["columns"][number]
        share = row["shares"][number]
        if abs(share) > abs(best[question][0]):
            best[question] = (share, outcome)
    (difference, difference_of), (level, level_of) = best["difference"], best["level"]
    if abs(difference) >= DECISIVE:
        rating = "high"
    elif abs(difference) >= NOTABLE or abs(level) >= NOTABLE_LEVEL:
        rating = "medium"
    else:
        rating = "low"
    return Found(rating, difference, difference_of, level, level_of)


def page() -> str:
    """The register as Markdown."""
    stored = screening.read()
    uncertainties = REGISTRY.role("uncertainty")
    found = {p.name: rated(p, stored) for p in uncertainties}
    weak = [p for p in uncertainties if p.grade in "CD"]
    parts = [
        head("Assumptions"),
        "What the results rest on, each with two ratings: how *reliable* it is and how much it *matters*. "
        f"{len(weak)} of the {len(uncertainties)} uncertain quantities are known by direction only or not at all "
        f"(grades C and D); {len(ASSUMPTIONS)} more assumptions are no quantities but the shape of the model. All "
        "quantities are swept over their whole range in every comparison, unless a system fixes one, so what is said "
        "here is already inside each spread; what is not inside any spread is "
        "[the shape](#assumptions-about-the-shape-of-the-model).",
        "## How it is rated",
        _reliability_rule(),
        *_impact_rule(stored),
        "## Reliability against impact",
        "Uncertain quantities by both ratings. The corner to worry about is high impact with poor reliability.",
        _matrix(uncertainties, found),
        *_first(uncertainties, found, stored),
        "## Quantities of grades C and D, by mechanism",
        "*Of the difference* and *of the level*: the largest share of variance that the quantity accounts for, in per "
        "cent, and of which outcome. A plus means that a larger value favours the first policy, or raises the level; a "
        "dash, that nothing stood out of the noise.",
    ]
    for code in MECHANISMS:
        rows = [p for p in weak if p.mechanisms[0] == code]
        if rows:
            ordered = sorted(rows, key=lambda p: (IMPACTS.index(found[p.name].impact), -_size(found[p.name])))
            parts += [f"### {mechanism(code)}", _quantities(ordered, found)]
    return join([*parts, *_levers(), *_shape(stored)])


def _reliability_rule() -> str:
    return "**Reliability** of a quantity follows its grade in [the registry](parameters.md): " + (
        "; ".join(f"*{RELIABILITY[grade]}*, {grade}, {meaning}" for grade, meaning in GRADES.items()) + "."
    )


def _impact_rule(stored: Mapping[str, Any] | None) -> list[str]:
    rule = (
        "**Impact** is computed. All uncertain quantities vary at once over many futures; the ranks of each key "
        "outcome are regressed on the ranks of all of them, and the squared coefficient, less what chance gives, is "
        "the share of variance that a quantity accounts for (mean over the systems tried). *High*: at least "
        f"{DECISIVE:.0%} of the variance of some *difference* between the two policies. *Medium*: at least "
        f"{NOTABLE:.0%} of a difference, or {NOTABLE_LEVEL:.0%} of a *level*. *Low*: less, or not told from noise. "
        "*Not screened*: declared, or its range changed, after the screening; or fixed by the files of the systems "
        "tried. Effects that rise and fall again, and effects that need several quantities at once, are not seen."
    )
    if stored is None:
        return [rule, "No screening is stored: `python -m experiments.docs.impact` makes one."]
    systems, (first, second) = ", ".join(stored["systems"]), stored["policies"]
    made = (
        f"Screened with `{stored['command']}`: {stored['futures']} futures of {stored['years']} years in {systems}; "
        f"{first} against {second}; seed {stored['seed']}; "
        f"{measured_with(stored['version'], stored.get('code'))}. What stays below about "
        f"{stored['noise']:.1%} is noise. Another pair of policies would give other differences."
    )
    explained = dict(zip((tuple(c) for c in stored["columns"]), stored["explained"], strict=True))
    rows = (
        (LABELS.get(name, name), *(f"{explained[question, name]:.0%}" for question in screening.QUESTIONS))
        for name in dict.fromkeys(name for _, name in stored["columns"])
    )
    seen = "How much of the variance of each outcome such a screening explains; the rest is chance and interplay:"
    return [rule, made, seen, table(("Outcome", "of the difference", "of the level"), rows)]


def _matrix(uncertainties: Sequence[Parameter], found: Mapping[str, Found]) -> str:
    def count(grade: str, rating: str) -> str:
        return str(sum(p.grade == grade and found[p.name].impact == rating for p in uncertainties) or "")

    rows = ((f"{RELIABILITY[g]} ({g})", *(count(g, rating) for rating in IMPACTS)) for g in GRADES)
    return table(("Reliability", *(f"{rating} impact" for rating in IMPACTS[:-1]), IMPACTS[-1]), rows)


def _size(found: Found) -> float:
    return max(abs(found.difference), abs(found.level) * NOTABLE / NOTABLE_LEVEL)


def _first(
    uncertainties: Sequence[Parameter], found: Mapping[str, Found], stored: Mapping[str, Any] | None
) -> list[str]:
    chosen = [p for p in uncertainties if found[p.name].impact in ("high", "medium")]
    chosen = sorted(chosen, key=lambda p: -_size(found[p.name]))[:LISTED]
    if stored is None or not chosen:
        return []
    return [
        "## What the results turn on most",
        f"The first {len(chosen)} of all uncertain quantities, of whatever grade. Better evidence is worth most "
        "where the reliability is poor.",
        _quantities(chosen, found),
    ]


def _quantities(rows: Sequence[Parameter], found: Mapping[str, Found]) -> str:
    return table(
        ("Quantity", "What it is", "Range", "Reliability", "Impact", "Of the difference", "Of the level", "Rests on"),
        (
            (
                f"`{p.name}`",
                p.label,
                f"{ranged(p)} ({p.unit})",
                RELIABILITY[p.grade],
                _rating(found[p.name]),
                _share(_favour(found[p.name]), found[p.name].difference_of),
                _share(found[p.name].level, found[p.name].level_of),
                "; ".join(cited(entry) for entry in p.evidence),
            )
            for p in rows
        ),
    )


def _rating(found: Found) -> str:
    return f"**{found.impact}**" if found.impact == "high" else found.impact


def _favour(found: Found) -> float:
    """The share of a difference, above 0 where a larger value favours the first policy."""
    return -found.difference if found.difference_of in LESS_IS_BETTER else found.difference


def _share(share: float, outcome: str) -> str:
    return f"{100 * share:+.1f} of {lower_first(LABELS.get(outcome, outcome))}" if outcome else "-"


def _levers() -> list[str]:
    levers = [p for p in REGISTRY.role("lever") if p.grade in "CD"]
    rows = (
        (
            f"`{p.name}`",
            p.label,
            p.default if isinstance(p.default, str) else f"{p.default:g}",
            p.holder,
            RELIABILITY[p.grade],
            "; ".join(cited(entry) for entry in p.evidence),
        )
        for p in levers
    )
    return [
        "## Levers",
        "A lever is somebody's choice and no assumption about the world. But where a policy does not set it, its "
        f"default stands for how things are done today; {len(levers)} of these defaults are of grade C or D. They "
        "are not swept, so their impact is *not screened*; `tiers attribute POLICY POLICY` says how much of a "
        "difference each lever accounts for that two policies set differently.",
        table(("Lever", "What it is", "Default", "Held by", "Reliability", "Rests on"), rows),
    ]


def _shape(stored: Mapping[str, Any] | None) -> list[str]:
    meanings = "; ".join(f"*{name}*: {meaning}" for name, meaning in RELIABILITIES.items())
    parts = [
        "## Assumptions about the shape of the model",
        "Declared in [`sim/assumptions.py`](../sim/assumptions.py). They have no range to sweep. What can be "
        "computed is the impact of a mechanism as a whole: all its rules are left out, so that it stands still, in "
        "the same futures, and the difference between the two policies shifts. *High*: some key outcome's "
        f"difference shifts by at least {SHIFT:g} of its standard deviations between futures; *medium*: by "
        f"{SLIGHT_SHIFT:g}; *low*: by less, or not told from noise. It bounds what the assumptions inside can do "
        "together, and says nothing about each of them.",
        f"Reliability: {meanings}.",
    ]
    for code in MECHANISMS:
        rows = [a for a in ASSUMPTIONS if a.mechanism == code]
        if rows:
            cells = ((a.id, a.statement, a.instead, a.reliability, cited(a.basis)) for a in rows)
            header = ("Id", "Assumed", "One could instead assume", "Reliability", "Rests on")
            parts += [f"### The shape of {mechanism(code)}", _whole(code, stored), table(header, cells)]
    return parts


def _whole(code: str, stored: Mapping[str, Any] | None) -> str:
    """The impact of a mechanism as a whole, in a line."""
    if code == "record":
        return "It only measures, and nothing feeds back from it."
    frozen = stored["frozen"] if stored else {"mechanisms": {}}
    if code not in frozen["mechanisms"]:
        return "Impact: not screened."
    found = frozen["mechanisms"][code]
    if found is None:
        return "Impact: not screened, because the model cannot go on while this stands still."
    above = sorted(found["above"], key=lambda number: -abs(found["shifts"][number]))
    if not above or abs(found["shifts"][above[0]]) < SLIGHT_SHIFT:
        return (
            "Impact: **low**; frozen, it shifts no difference of a key outcome that could be told from noise by much."
        )
    largest = abs(found["shifts"][above[0]])
    shifts = "; ".join(f"{lower_first(LABELS[frozen['outcomes'][n]])} {found['shifts'][n]:+.2f}" for n in above[:3])
    rating = "high" if largest >= SHIFT else "medium"
    return f"Impact: **{rating}**; frozen, it shifts these differences, in their standard deviations: {shifts}."
