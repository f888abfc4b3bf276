"""Numbers and verdicts in plain English, the same on the screen and in the report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from experiments.store import Line
from experiments.summary import Paired
from sim.outcomes import Outcome

MECHANISMS: Mapping[str, str] = {
    "M1": "Environment",
    "M2": "Need and health",
    "M3": "Hospital flow",
    "M4": "Social care",
    "M5": "Money",
    "M6": "Board and strategy",
    "M7": "Authority and delegation",
    "M8": "Quality of decisions",
    "M9": "Maturity and staff",
    "M10": "Oversight and intervention",
    "M11": "Joint work and pooled budgets",
    "M12": "Council stance and red lines",
    "M13": "Trust",
    "M14": "Turnover",
    "M15": "Scrutiny",
    "M16": "Provider power",
    "M17": "Rating",
    "M18": "Timeline",
    "record": "Record",
}
"""What each mechanism is called."""

SIGN_OFF = "not signed off: exploratory"
NOTHING = "no value"


def number(value: float, decimals: int = 2, signed: bool = False) -> str:
    """A number with thousands separated, a true minus sign, and no negative zero."""
    if not math.isfinite(value):
        return NOTHING
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    if not text.strip("+-0.,"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def short(value: float) -> str:
    """A setting with as many digits as it needs."""
    return f"{value:,.6g}".replace("-", "−")


def between(low: float, high: float, decimals: int = 2) -> str:
    """A signed range: 'from to', or a dash where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NOTHING
    return f"{number(low, decimals, signed=True)} to {number(high, decimals, signed=True)}"


def decimals(outcome: Outcome) -> int:
    """Decimals for differences: enough to show a tenth of the smallest difference that matters."""
    if outcome.matters <= 0:
        return outcome.decimals
    return max(outcome.decimals, min(4, math.ceil(-math.log10(outcome.matters / 2))))


def direction(outcome: Outcome) -> str:
    """Which way is better, in words."""
    return {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}[
        outcome.better
    ]


def difference_unit(outcome: Outcome) -> str:
    """The unit of a difference: two percentages differ by percentage points."""
    return "percentage points" if outcome.unit.startswith("%") else outcome.unit


def amount(value: float, outcome: Outcome) -> str:
    """The size of a difference, with its unit where the unit can follow a number."""
    text, unit = number(abs(value), decimals(outcome)), difference_unit(outcome)
    if unit.startswith("GBP "):
        return f"£{text} {unit.removeprefix('GBP ')}"
    return text if _scale(unit) or not unit else f"{text} {unit}"


def _scale(unit: str) -> bool:
    """Whether the unit names a scale ('0 to 1') rather than something counted."""
    return unit[:1].isdigit() or unit.split(" ")[0] in ("share", "index", "score", "relative")


def futures_share(share: float, futures: int) -> str:
    """A share of futures for readers: '7 of 10 futures', 'all 500 futures'; never rounded up to all or down to none."""
    if not math.isfinite(share):
        return "no future"
    if share >= 1:
        return f"all {futures:,} futures" if futures > 1 else "the one future"
    if share <= 0:
        return f"none of the {futures:,} futures" if futures > 1 else "not the one future"
    tenths = round(10 * share)
    if tenths == 10:
        return "almost all futures"
    if tenths == 0:
        return "almost no futures"
    return f"{tenths} of 10 futures"


def percent(share: float) -> str:
    """A share as a whole percentage; never rounded up to all or down to none."""
    if not math.isfinite(share):
        return NOTHING
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def verdict(line: Line, first: str, second: str) -> str:
    """The verdict as part of a sentence, naming the policies."""
    return {
        "better": f"better under {first}",
        "worse": f"better under {second}",
        "higher": f"higher under {first}",
        "lower": f"lower under {first}",
        "no practical difference": "no practical difference",
        "undecided": "undecided",
    }[line.paired.verdict]


def favoured(paired: Paired) -> str:
    """Which policy the verdict favours: 'first', 'second', or neither ('same', 'open', 'apart')."""
    return {
        "better": "first",
        "worse": "second",
        "higher": "apart",
        "lower": "apart",
        "no practical difference": "same",
        "undecided": "open",
    }[paired.verdict]


def sentence(line: Line, first: str, second: str) -> str:
    """What was found for one outcome, in one or two sentences."""
    outcome, found = line.outcome, line.paired
    size, matters = amount(found.difference, outcome), amount(outcome.matters, outcome)
    levels = _levels(line)
    if not found.futures:
        return "Neither policy has a value to compare."
    if found.spread[0] == found.spread[-1] == 0.0 and found.difference == 0.0:
        return f"No difference at all between {first} and {second}, in any future."
    if found.verdict == "undecided":
        return (
            f"Undecided: over {found.futures:,} futures the mean difference cannot be told from zero. "
            f"{_spread_words(line, first, second)}"
        )
    if found.verdict == "no practical difference":
        return (
            f"No practical difference on average: the mean difference of {size} is below {matters}, "
            f"the smallest that matters. {_spread_words(line, first, second)}"
        )
    way = "higher" if found.difference > 0 else "lower"
    if outcome.better == "neither":
        share = found.share if found.difference > 0 else 1 - found.share
        return f"On average {size} {way} under {first} than under {second} ({levels}); {way} in {_in(share, found)}."
    winner, share = (first, found.share) if found.verdict == "better" else (second, 1 - found.share)
    return (
        f"On average {size} {way} under {first} than under {second} ({levels}). "
        f"{winner} does better in {_in(share, found)}."
    )


def _levels(line: Line) -> str:
    """Both levels, with the unit where the difference could not carry it."""
    outcome, found = line.outcome, line.paired
    levels = f"{number(found.first, outcome.decimals)} against {number(found.second, outcome.decimals)}"
    if outcome.unit.startswith("%"):
        return f"{levels} {outcome.unit}"
    if outcome.unit[:1].isdigit():
        return f"{levels} on a scale of {outcome.unit}"
    return f"{levels}, {outcome.unit}" if _scale(outcome.unit) else levels


def _in(share: float, found: Paired) -> str:
    return futures_share(share, found.futures)


def _spread_words(line: Line, first: str, second: str) -> str:
    """How single futures differ where their mean does not settle it."""
    found = line.paired
    if found.clearly_first == 0 and found.clearly_second == 0:
        return "In no single future is it large enough to matter."
    word = "higher" if line.outcome.better == "neither" else "better"
    return (
        f"By an amount that matters, {first} is {word} in {_in(found.clearly_first, found)} "
        f"and {second} in {_in(found.clearly_second, found)}."
    )


def told_apart(first: str, second: str) -> tuple[str, str]:
    """Two names that differ, also when a policy is compared with itself."""
    return (first, second) if first != second else (f"{first} (first)", f"{second} (second)")


def listed(words: Sequence[str]) -> str:
    """'a, b and c'."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def spelled(count: int) -> str:
    """A small number as a word."""
    small = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return small[count] if 0 <= count < len(small) else f"{count:,}"


def spelled_time(seconds: float) -> str:
    """How long something takes: '40 seconds', '12 minutes', '3.5 hours'."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 90 * 60 else f"{seconds / 3600:,.1f} hours"


def lower_first(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation such as A&E or NHS."""
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def kind(name: str) -> str:
    """What a kind of entity is called: ``acute`` is an acute trust."""
    return {"acute": "acute trust"}.get(name, name.replace("_", " "))


def is_are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count <= 1 else "are"


def upper_first(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
