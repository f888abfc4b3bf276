"""Words that not everybody knows, explained in one place: in the Glossary, and where they stand in a text.

A word that is explained is a button in the text. Its explanation shows when it is pointed at, focused or pressed, stays
while one points at it, and goes with Escape (``assets/glossary.js``). Screen readers read it as the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from experiments.dashboard.aria import aria

TERMS: dict[str, str] = {
    "A&E": "Accident and emergency: the departments of hospitals that see urgent cases at any hour.",
    "acute trust": "An NHS organisation that runs one or more general hospitals.",
    "assumption": "A quantity that nobody has measured well enough. Each has a range and a grade; most vary.",
    "band": "Around the line of a chart: half of all futures lie in the dark one, nine in ten in the light one.",
    "Banzhaf index": "How much power a vote has: how often it turns the result, however the others vote.",
    "Better Care Fund": "Money that the NHS and councils must pool by national rule, for care outside hospital.",
    "box": "Limits on a few uncertain quantities within which something happens much more often than elsewhere. It is "
    "found with PRIM, the patient rule induction method.",
    "chance": "A result is more than chance when as large a one would hardly show if nothing were behind it.",
    "control total": "The yearly balance of money that NHS England sets an NHS organisation, to be met or explained.",
    "coverage": "Of all futures in which something happens, the part that a box holds.",
    "delayed discharge": "Somebody well enough to leave hospital who cannot, because what is needed next is not there.",
    "delegated share": "How much of the money for a service the board lets a place decide on, in per cent.",
    "delegation": "Handing decisions and money to places, which then answer for them to the board.",
    "density": "Of the futures inside a box, the part in which something happens.",
    "elasticity": "By how many per cent one quantity changes where another changes by one per cent.",
    "footprint": "The area of a place: a council's, that around a hospital, or that of a former commissioner.",
    "foundation trust": "An NHS trust with more freedom over its money and its plans, and with governors of its own.",
    "future": "One way in which everything uncertain could turn out. Both policies meet the same futures.",
    "gate": "What keeps powers from a place until it opens: on a date, or once the place is mature enough.",
    "grade": "How good the evidence for a quantity is, from A (measured) to D (assumed).",
    "health and wellbeing board": "The committee of a council, with the NHS and others, that sets what its area needs.",
    "Hurwicz": "The Hurwicz criterion weighs the best future of a policy against its worst: at 0.5, both alike.",
    "ICB": "Integrated care board: the NHS body that plans and pays for most health care of one system.",
    "IMD": "Index of Multiple Deprivation: how deprived each small area of England is, as a score of its own.",
    "inequality slope": "How much more ill health the poorest have than the richest, drawn as a line over all between.",
    "interval": "A 95 % interval says how far a mean would move with another draw of futures, and nothing else: more "
    "futures narrow it, and it cannot tell whether the model is right.",
    "least-squares slope": "The slope of the straight line that comes closest to all points.",
    "lever": "Something that an organisation can decide to do more or less of, and that a policy sets.",
    "log": "A natural logarithm. Small steps of it are shares: 0.05 more is about 5 % more.",
    "mandate": "What an organisation has to answer for, and how much each part of it weighs.",
    "maturity": "How ready a place or a system is to take on decisions and money, from 0 to 1.",
    "median": "The future in the middle: in half of all futures the value is higher, in half it is lower.",
    "mutual aid": "Help that hospitals give each other when one has too many patients or too few staff.",
    "outcome": "Something that the model measures about people, money or how organisations work together.",
    "partnership": "Integrated care partnership: the committee of ICB and councils that sets a system's direction.",
    "percentile": "The 5th percentile is the value that one future in twenty stays below; the 95th, one exceeds.",
    "place": "A part of a system, usually the area of one council, in which health and care are planned together.",
    "policy": "A named setting of all levers: an arrangement of who decides and who holds the money.",
    "pooled budget": "Money of the ICB and of a council that is put together and spent by both.",
    "practical difference": "An outcome has a smallest difference that matters. Below it, policies count as alike.",
    "provider collaborative": "Trusts that plan and share some of their services together.",
    "quasi-p": "The chance that a limit of a box which means nothing would do as well; called so because the same "
    "futures chose the limit.",
    "rank correlation": "How closely two quantities rise and fall together, from −1 to 1; 0 says not at all.",
    "ratification": "The consent of a council or a board, afterwards, to what its people agreed at a joint table.",
    "red line": "What an organisation will not agree to whatever it is offered, such as an unbalanced budget.",
    "region": "A regional team of NHS England, which watches over the systems of its part of the country.",
    "regret": "How far a policy falls short of the best one in the same future.",
    "running-cost allowance": "What NHS England lets an ICB spend on running itself: all its staff are paid from it.",
    "sampling error": "What differs only because these futures were drawn, not others. More make it smaller.",
    "seed": "A number from which all chance is drawn: the same seed gives the same figures again.",
    "Shapley-Shubik index": "How much power a vote has: how often it is the one that makes the majority.",
    "shortfall": "How far an organisation falls short of what it has to answer for, such as targets or its balance.",
    "signal to noise": "A criterion that likes a high mean and little spread over futures: the mean over the spread.",
    "Sobol index": "The share of the variation of an outcome that comes from one uncertain quantity.",
    "stance": "How far a council binds itself to a system: outside, partner to it, or partner in it.",
    "subsidiarity": "The rule that what can be decided locally is decided locally; tests say what cannot.",
    "sweep": "Many runs of the model that were planned in a file and stored, to be looked at later.",
    "system": "Integrated care system: the organisations that care for half a million to three million people.",
    "timeline": "What is scheduled to happen during the run, such as a reform or a merger.",
    "trade-off": "Where one outcome can only be had at the cost of another.",
    "trust": "Either an NHS organisation that gives care, or how far one organisation relies on another.",
    "uncertainty": "A quantity whose value nobody knows; it varies over its whole range from future to future.",
    "weight": "How much an outcome counts for somebody who judges a policy as a whole.",
}
"""Each word with what it means; a plural is found too."""
COMMON = (
    *("assumption", "chance", "delegation", "future", "interval", "outcome", "place", "policy", "region", "system"),
    *("trust", "weight"),
)
"""Words that are in the Glossary and yet too common to be marked in a text."""


def _pattern() -> re.Pattern[str]:
    marked = sorted((word for word in TERMS if word not in COMMON), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, marked))})(?=(?:e?s)?(?![\w-]))", re.IGNORECASE)


PATTERN = _pattern()
NAMES = {word.lower(): word for word in TERMS}


def explained(*texts: str) -> list[list[Any]]:
    """Texts with the words that are explained marked, each where it comes first."""
    seen: set[str] = set()
    return [_marked(text, seen) for text in texts]


def _marked(text: str, seen: set[str]) -> list[Any]:
    parts: list[Any] = []
    end = 0
    for found in PATTERN.finditer(text):
        word = NAMES[found[1].lower()]
        if word not in seen:
            seen.add(word)
            parts += [text[end : found.start()], term(word, found[1])]
            end = found.end()
    return [part for part in (*parts, text[end:]) if part != ""]


def term(word: str, shown: str = "") -> html.Button:
    """A word that explains itself."""
    data: dict[str, Any] = {"data-term": _id(word), **aria(describedby=_id(word))}
    return html.Button(shown or word, className="term", type="button", **data)


def met(texts: Iterable[str]) -> list[str]:
    """The words in texts that are explained, each once."""
    return list(dict.fromkeys(NAMES[one[1].lower()] for text in texts for one in PATTERN.finditer(text)))


def words_in(texts: Iterable[str]) -> html.P | None:
    """A line of the words in texts that cannot be marked where they stand, as on a button; None where there is none."""
    found = met(texts)
    return words(*found) if found else None


def words(*listed: str) -> html.P:
    """A line of words to look up."""
    parts: list[Any] = ["Words:"]
    for word in listed:
        comma = "," * (word != listed[-1])
        parts += [" ", html.Span([term(word), comma], className="word")]
    return html.P(parts, className="quiet words")


def _id(word: str) -> str:
    return f"term-{re.sub('[^a-z]+', '-', word.lower())}"


def glossary() -> html.Dialog:
    """All words with their meaning; the button in the header opens it."""
    entries: Sequence[Any] = [
        html.Div([html.Dt(word), html.Dd(said, id=_id(word))]) for word, said in sorted(TERMS.items(), key=_sorting)
    ]
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2("Glossary", id="glossary-title"),
                    html.Button("Close", id="glossary-close", className="quiet-button", type="button"),
                ],
                className="title-row",
            ),
            html.Div(html.Dl(entries), tabIndex="0", role="region", **aria(labelledby="glossary-title")),
        ],
        id="glossary",
        **aria(labelledby="glossary-title"),
    )


def _sorting(entry: tuple[str, str]) -> str:
    return entry[0].lower()
