"""What players are told: red lines explained, and what a seat cannot see."""

from __future__ import annotations

from collections.abc import Mapping

RED_LINES: Mapping[str, str] = {
    "most it can save in a year": "services cannot be taken apart faster than that within a year",
    "care duty: no cuts to care while need goes unmet": (
        "the Care Act duty is hard: while too much need goes unmet, savings may fall on other services alone"
    ),
    "what its balance allows": (
        "the board must balance its budget: the nearer its deficit to the point that stops pools, the less it may offer"
    ),
    "red line: a balanced budget": (
        "the council must balance its own budget first, and its gap uses up what it could pool"
    ),
    "red line: statutory duties": (
        "the Care Act duty is hard: while too much need for care goes unmet, no more of its money goes into a pool"
    ),
    "red line: care money for care in its area": (
        "part of its care money stays for care in its own area, whatever comes"
    ),
    "red line: agreed exit terms": "without agreed ways out it holds part of the money back",
    "red line: a business case": "it needs a business case, which those who already practise joint work can make",
    "no pool under a section 114 notice": "under a section 114 notice no discretionary money is spent",
}
"""Why a hard term of a decision binds, by its name in the rulebook."""

_ALL = (
    "what the others decide this April: they decide at the same time",
    "elections, shocks and prices to come",
    "the coefficients of this future: how strongly anything acts on anything",
    "how far others trust you",
)
UNSEEN: Mapping[str, tuple[str, ...]] = {
    "icb": (
        "how mature places really are: only a late and noisy reading of it",
        "local needs, as far as places do not trust you enough to tell",
    ),
    "council": ("how the board’s blocs will vote", "what a joint service would really save"),
    "place": ("what the board thinks of your maturity, until it delegates", "what other places need"),
    "acute": ("how delays outside your walls will change", "what other trusts give to joint work this year"),
    "mhc": ("what other trusts give to joint work this year",),
    "region": (
        "how mature places really are: only a late and noisy reading of it",
        "how the system really does: its shortfall is seen late and through reports",
    ),
    "national": ("how the system really does, beyond what is published", "what a rescue teaches the board"),
    "icp": ("how the board will weigh your strategy",),
}
"""What an organisation of a kind does not observe in the model (docs/model.md, 2.4)."""


def unseen(kind: str) -> tuple[str, ...]:
    """What a seat of a kind cannot see."""
    return (*UNSEEN.get(kind, ()), *_ALL)
