"""The rule for figures that nobody gave: docs/systems.md as code, for a system described in a spreadsheet.

Each rule fills one field of the format from figures of the same system. What it fills is marked as assumed, with a
range and a reason. Money is GBP million a year; amounts are rounded to four figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.config import formulae as by
from experiments.config.figures import Basis
from experiments.config.formulae import Formula, constant

SOURCES: Mapping[str, dict[str, str]] = {
    "act-2022": {
        "title": "Health and Care Act 2022, Schedule 2, constitution of integrated care boards",
        "publisher": "UK Parliament",
        "date": "2022",
    },
    "england-2024": {
        "title": "The 42 systems described with tiers, from statistics of NHS England for 2024",
        "publisher": "the tiers authors",
        "date": "2026",
    },
    "rule-of-tiers": {
        "title": "The rule by which systems are built from open statistics (docs/systems.md)",
        "publisher": "the tiers authors",
        "date": "2026",
    },
}
"""Where filled figures come from."""

SEATS = {"executive": 6, "acute": 1, "community_trusts": 1, "primary_care": 1, "councils": 1, "places": 0, "others": 6}
NEED = "need = 1 + 0.014 x (deprivation - 21) + 0.020 x (per cent aged 65 or over - 18.5)"


@dataclass(frozen=True)
class Rule:
    """How one field is filled. ``path`` is its key with ``*`` for ids."""

    path: str
    said: str
    """The rule in words."""
    formula: Formula
    basis: Basis | None
    """Source, range and reason of what is filled; None for text, which carries none."""

    def fits(self, key: str) -> bool:
        """Whether this is the rule of a field."""
        own, other = self.path.split("."), key.split(".")
        return len(own) == len(other) and all(a in ("*", b) for a, b in zip(own, other, strict=True))


def rule_of(key: str) -> Rule | None:
    """The rule that fills a field, given its key (``*`` may stand for ids); None for a field that must be given."""
    return next((rule for rule in RULES if rule.fits(key)), None)


# The rules, each after those whose figures it uses -------------------------------------------------------------------


def _rule(path: str, said: str, formula: Formula, source: str, *span: float, times: bool = False) -> Rule:
    low, high = span or (None, None)
    basis = Basis(source, "assumed", why=f"Not given, so filled by rule: {said}.")
    if times and low is not None and high is not None:
        return Rule(path, said, formula, Basis(**{**vars(basis), "times": (low, high)}))
    return Rule(path, said, formula, Basis(**{**vars(basis), "low": low, "high": high}))


def _text(path: str, said: str, formula: Formula) -> Rule:
    return Rule(path, said, formula, None)


OWN, ENGLAND = "rule-of-tiers", "england-2024"
RULES: tuple[Rule, ...] = (
    _text("id", "made from the name", by.short_name),
    _text("summary", "a sentence that counts what is described", by.summary),
    _text("region.name", "the name of the region of that id", by.region_name),
    _rule("region.systems", "the systems of the region in 2024", by.region_systems, OWN, 0.8, 1.2, times=True),
    _text("board.name", "'NHS ... Integrated Care Board'", by.board_name),
    _rule("communities.*.share_65_plus", "0.185, England's mean", constant(0.185), ENGLAND, 0.13, 0.26),
    _rule(
        "communities.*.deprivation_spread",
        "1.16 x deprivation to the power 0.77, as over the communities of England",
        by.deprivation_spread,
        ENGLAND,
        0.7,
        1.4,
        times=True,
    ),
    _rule(
        "board.allocation",
        f"GBP 2,192 x residents x need (11 per cent more in London), which shares out England's 127.2 billion; {NEED}",
        by.allocation,
        OWN,
        0.9,
        1.1,
        times=True,
    ),
    _rule(
        "board.running_cost",
        "GBP 16 a resident, the mean of the nine boards whose allowance is known",
        by.running_cost,
        OWN,
        0.95,
        1.05,
        times=True,
    ),
    _rule("board.balance_share", "-0.011, the national deficit of 2023/24", constant(-0.011), OWN, -0.05, 0.005),
    *(
        _rule(
            f"board.seats.{bloc}",
            f"{seats}, from the least the law asks for with the usual executive directors and independent members",
            constant(seats),
            "act-2022",
            0.5 * seats,
            1.5 * seats if seats else 6,
        )
        for bloc, seats in SEATS.items()
    ),
    _rule("councils.*.share_inside", "1: the whole council lies inside", constant(1.0), OWN, 0.5, 1.0),
    _rule("councils.*.exceptional_support", "no exceptional financial support", constant(False), OWN),
    _rule(
        "councils.*.adult_social_care",
        f"GBP 520 x residents x need; {NEED}",
        by.adult_social_care,
        OWN,
        0.8,
        1.25,
        times=True,
    ),
    _rule(
        "councils.*.public_health_grant",
        "GBP 65 x residents x (1 + 0.02 x (deprivation - 21)), between 55 and 110 a resident",
        by.public_health_grant,
        OWN,
        0.7,
        1.3,
        times=True,
    ),
    _rule(
        "councils.*.other_services",
        "GBP 900 x residents x (1 + 0.01 x (deprivation - 21))",
        by.other_services,
        OWN,
        0.75,
        1.25,
        times=True,
    ),
    _rule(
        "councils.*.reserves",
        "60 days of the spending on care and other services; 25 days with exceptional support",
        by.reserves,
        OWN,
        0.4,
        2.8,
        times=True,
    ),
    _rule(
        "footprints.*.*.former_commissioner",
        "0.6, as where commissioners had merged before 2022",
        constant(0.6),
        OWN,
        0.2,
        1.0,
    ),
    _rule("footprints.*.*.joined_up_start", "0.5, the same everywhere", constant(0.5), OWN, 0.25, 0.75),
    _rule(
        "acute_trusts.*.catchment.*",
        "in proportion to the patients from each community; 0.91 of all patients live in the system, as in England's "
        "median trust",
        by.catchment,
        OWN,
        0.77,
        1.09,
        times=True,
    ),
    _rule("acute_trusts.*.occupancy", "0.94, the median of England's trusts", constant(0.94), ENGLAND, 0.90, 0.98),
    _rule("acute_trusts.*.delayed_share", "0.14, the median of England's trusts", constant(0.14), ENGLAND, 0.07, 0.21),
    _rule(
        "acute_trusts.*.within_four_hours", "0.70, the median of England's trusts", constant(0.70), ENGLAND, 0.61, 0.78
    ),
    _rule(
        "acute_trusts.*.foundation",
        "yes where the name says so",
        by.named("foundation trust"),
        OWN,
    ),
    _rule(
        "acute_trusts.*.teaching",
        "yes where the name has 'university' or 'teaching' in it",
        by.named("universit", "teaching"),
        OWN,
    ),
    _rule(
        "acute_trusts.*.income",
        "51 per cent of the allocation a head for everybody in the catchment, and GBP 400 a head of specialised care "
        "by weights of 0.6 for teaching trusts and 0.3 for the rest",
        by.acute_income,
        OWN,
        0.7,
        1.5,
        times=True,
    ),
    _rule(
        "community_trusts.*.communities.*",
        "0.43 for a mental health trust, 0.40 for a community trust, 0.83 for both, as for the main provider",
        by.care_share,
        OWN,
        0.6,
        1.2,
        times=True,
    ),
    _rule(
        "community_trusts.*.foundation",
        "yes where the name says so",
        by.named("foundation trust"),
        OWN,
    ),
    _rule(
        "community_trusts.*.income",
        "22 per cent of the allocation a head x residents x share given",
        by.other_income,
        OWN,
        0.8,
        2.0,
        times=True,
    ),
    _rule(
        "planned_care.waiting_list",
        "0.126 a resident, the median of England's systems",
        by.waiting_list,
        ENGLAND,
        0.8,
        1.37,
        times=True,
    ),
    _rule(
        "planned_care.completed",
        "0.196 of the waiting list a month, the median of England's systems",
        by.completed,
        ENGLAND,
        0.83,
        1.2,
        times=True,
    ),
    _rule(
        "starting_values.removal_hazard",
        "what new pathways exceed completed ones by, over the list, held between 0.015 and 0.040",
        by.removal_hazard,
        OWN,
        0.015,
        0.040,
    ),
    _rule(
        "planned_care.clock_starts",
        "what keeps the list still: completed + removals",
        by.clock_starts,
        OWN,
        0.9,
        1.1,
        times=True,
    ),
)
