"""The catalogue of outcomes: what is reported, in which unit, which way is better, and what difference matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Better = Literal["higher", "lower", "neither"]
Summary = Literal["mean", "final", "total"]


@dataclass(frozen=True)
class Outcome:
    """One outcome. ``state`` is recorded every month; ``summary`` turns the months of a run into one number."""

    name: str
    label: str
    unit: str
    better: Better
    matters: float
    """Smallest difference that matters, in ``unit``."""
    matters_source: str
    group: str
    """People, Money, Who decides, The centre, Together."""
    state: str
    kind: str
    """Entity kind the state lives on: ``icb`` for the system as a whole, ``place``, ``council``..."""
    summary: Summary
    decimals: int = 2
    help: str = ""
    key: bool = False
    """One of the few outcomes that a summary leads with, whatever they show."""


def summarise(outcome: Outcome, series: Array) -> Array:
    """One number per entity and run from months: shape (months, entities, runs) to (entities, runs).

    ``mean`` and ``total`` add from the first month to the last; ``final`` is the mean of the last twelve months.
    """
    if outcome.summary == "final":
        series = series[-12:]
    runs = series.shape[-1]
    wide = series if runs > 1 else np.repeat(series, 2, axis=-1)  # NumPy adds a single column in another order
    whole = np.add.reduce(wide, axis=0)[..., :runs]
    return np.asarray(whole if outcome.summary == "total" else whole / len(series))


_ASSUMED = "assumed"

KEY = (
    "healthy_life_years",
    "inequality_slope",
    "waits_18_weeks",
    "four_hours",
    "nhs_balance",
    "trust_icb_councils",
    "joint_practice",
)
"""Outcomes that a summary leads with: chosen once, not by result."""

_PEOPLE = (
    ("healthy_life_years", "Healthy life years gained", "years per 1,000 people over the run", "higher", 5.0, "assumed: about GBP 75 a head at GBP 15,000 a year of healthy life", "healthy_years", "total", 1),
    ("healthy_life_years_discounted", "Healthy life years gained, discounted at 1.5 % a year", "years per 1,000 people over the run", "higher", 4.6, "as undiscounted", "healthy_years_discounted", "total", 1),
    ("healthy_life_years_more_deprived", "Healthy life years gained, more deprived halves", "years per 1,000 people over the run", "higher", 5.0, "as for all", "healthy_years_more", "total", 1),
    ("healthy_life_years_less_deprived", "Healthy life years gained, less deprived halves", "years per 1,000 people over the run", "higher", 5.0, "as for all", "healthy_years_less", "total", 1),
    ("inequality_slope", "Inequality slope of ill health", "years per 1,000 a year per 10 IMD points", "lower", 0.1, _ASSUMED, "inequality_slope", "final", 2),
    ("inside_gap", "Gap in ill health inside communities", "years per 1,000 a month", "lower", 0.05, _ASSUMED, "inside_gap", "final", 2),
    ("waits_18_weeks", "Waits within 18 weeks, over the run", "share of incomplete pathways", "higher", 0.01, "assumed: one point, about a year's planned national progress", "waits_18", "mean", 3),
    ("waits_18_weeks_final", "Waits within 18 weeks, last year", "share of incomplete pathways", "higher", 0.01, "assumed: one point", "waits_18", "final", 3),
    ("waiting_list", "Waiting list, last year", "thousand pathways", "lower", 2.0, _ASSUMED, "waiting_list_system", "final", 1),
    ("four_hours", "A&E within four hours", "share of attendances", "higher", 0.005, "assumed: half a point", "four_hours_system", "mean", 3),
    ("delayed_per_100k", "Delayed discharges", "patients a day per 100,000 people", "lower", 0.5, "assumed: about 2 % of today's", "delayed_beds_system", "mean", 2),
    ("delayed_share", "Beds blocked by delay", "share of occupied beds", "lower", 0.003, _ASSUMED, "delayed_share_system", "mean", 4),
    ("unmet_need", "Unmet social care need", "share of those in need", "lower", 0.005, _ASSUMED, "unmet_need_system", "mean", 3),
    ("access_primary", "Access to primary care", "relative to the start", "higher", 0.01, _ASSUMED, "access_primary_system", "mean", 3),
    ("access_community", "Access to community care", "relative to the start", "higher", 0.01, _ASSUMED, "access_community_system", "mean", 3),
    ("access_mental_health", "Access to mental health care", "relative to the start", "higher", 0.01, _ASSUMED, "access_mental_system", "mean", 3),
    ("prevention", "Prevention activity", "relative to the start", "higher", 0.01, _ASSUMED, "prevention_system", "mean", 3),
)  # fmt: skip
_MONEY = (
    ("nhs_balance", "NHS balance of the system", "share of the allocation", "higher", 0.002, "assumed: GBP 2 in every 1,000", "balance_year", "mean", 4),
    ("nhs_balance_discounted", "NHS balance over the run, discounted at 3.5 % a year", "GBP per resident", "higher", 40.0, "assumed: GBP 4 a head a year", "balance_discounted", "total", 0),
    ("trusts_in_deficit", "Acute trusts in deficit", "share of trusts by beds", "lower", 0.02, _ASSUMED, "trusts_in_deficit", "mean", 3),
    ("council_reserves", "Council reserves, last year", "months of care spending", "higher", 0.1, _ASSUMED, "reserves_months", "final", 2),
    ("council_gap", "Councils' medium-term gap, last year", "share of funding", "lower", 0.002, _ASSUMED, "medium_gap_system", "final", 4),
    ("council_near_gap", "Councils' gap covered from reserves", "share of funding", "lower", 0.002, _ASSUMED, "near_gap_system", "mean", 4),
    ("section_114", "Councils under a section 114 notice", "share by people", "lower", 0.01, _ASSUMED, "councils_frozen", "mean", 3),
    ("supported_councils", "Councils with exceptional support", "share by people", "lower", 0.02, _ASSUMED, "supported_councils", "mean", 3),
    ("local_money", "Money spent outside hospital, last year", "share of service spending", "neither", 0.002, _ASSUMED, "local_money_share", "final", 4),
    ("decision_loss", "Spending lost through the quality of decisions", "share of spending", "lower", 0.002, "assumed: GBP 2 in every 1,000", "decision_loss", "mean", 4),
)  # fmt: skip
_DECIDES = (
    ("announced_delegation", "Delegation announced", "share of money", "neither", 0.01, _ASSUMED, "mean_announced", "mean", 3),
    ("formal_delegation", "Delegation in formal terms", "share of money", "neither", 0.01, _ASSUMED, "mean_formal_place", "mean", 3),
    ("real_delegation", "What places really decide", "share of money", "neither", 0.01, _ASSUMED, "mean_real_place", "mean", 3),
    ("central_direction", "What the centre decides", "share of money", "lower", 0.005, _ASSUMED, "mean_centre", "mean", 4),
    ("overrides", "Overrides of places", "a year per place", "lower", 0.05, _ASSUMED, "overrides_year", "mean", 2),
    ("claw_backs", "Delegation clawed back", "share of money a year", "lower", 0.01, _ASSUMED, "claw_backs_year", "mean", 3),
    ("council_voice", "Influence councils feel they have", "0 to 1", "higher", 0.02, _ASSUMED, "council_voice", "mean", 3),
    ("icb_authority", "Authority of the ICB", "0 to 1", "higher", 0.02, _ASSUMED, "authority", "mean", 3),
    ("strategy_distance", "Distance of spending from the strategy", "share of money", "lower", 0.002, _ASSUMED, "strategy_distance", "mean", 4),
    ("duplication", "Work done twice", "0 to 1", "lower", 0.01, _ASSUMED, "duplication", "mean", 3),
    ("board_members", "Seats on the board, last year", "seats", "neither", 0.5, _ASSUMED, "members", "final", 1),
    ("decision_delay", "Delay of decisions", "months", "lower", 0.1, _ASSUMED, "decision_delay", "mean", 2),
    ("spread_between_places", "Spread of delegation between places", "share of money, SD", "neither", 0.01, _ASSUMED, "spread_real", "mean", 3),
)  # fmt: skip
_CENTRE = (
    ("pressure_received", "Pressure that reaches the ICB", "index", "lower", 0.01, _ASSUMED, "pressure_received", "mean", 3),
    ("interventions", "Interventions", "a year", "lower", 0.05, _ASSUMED, "interventions_year", "mean", 2),
    ("burden", "Reporting burden", "index", "lower", 0.02, _ASSUMED, "burden", "mean", 3),
    ("dependence", "Dependence on direction, last year", "0 to 1", "lower", 0.01, _ASSUMED, "dependence", "final", 3),
    ("rating", "Rating of the system", "0 to 1", "higher", 0.01, _ASSUMED, "rating", "mean", 3),
    ("recovering_trusts", "Trusts in the recovery programme", "share of trusts by beds", "lower", 0.02, _ASSUMED, "recovering_share", "mean", 3),
)  # fmt: skip
_TOGETHER = (
    ("trust", "Trust overall", "0 to 1", "higher", 0.01, _ASSUMED, "trust_overall", "mean", 3),
    ("trust_icb_places", "Trust between ICB and places", "0 to 1", "higher", 0.01, _ASSUMED, "trust_place", "mean", 3),
    ("trust_icb_councils", "Trust between ICB and councils", "0 to 1", "higher", 0.01, _ASSUMED, "trust_council", "mean", 3),
    ("trust_icb_acute", "Trust between ICB and acute trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_acute", "mean", 3),
    ("trust_icb_region", "Trust between ICB and region", "0 to 1", "higher", 0.01, _ASSUMED, "trust_centre", "mean", 3),
    ("trust_lowest", "Lowest trust of any relationship", "0 to 1", "higher", 0.02, _ASSUMED, "trust_lowest", "mean", 3),
    ("contribution", "Contribution of partners to joint work", "0 to 1", "higher", 0.01, _ASSUMED, "contribution_mean", "mean", 3),
    ("joint_work", "Joint work at places", "0 to 1", "higher", 0.01, _ASSUMED, "joint_work_mean", "mean", 3),
    ("joint_practice", "Joint practice, last year", "0 to 1", "higher", 0.01, _ASSUMED, "joint_practice_mean", "final", 3),
    ("pooled_share", "Money pooled with councils", "share of care and pool money", "neither", 0.005, _ASSUMED, "pooled_share", "mean", 4),
    ("councils_partner_in", "Councils bound as partners in", "share by people", "neither", 0.02, _ASSUMED, "partner_in", "mean", 3),
    ("councils_outside", "Councils that stand outside", "share by people", "neither", 0.02, _ASSUMED, "councils_outside", "mean", 3),
    ("care_engagement", "Engagement of care providers", "0 to 1", "higher", 0.01, _ASSUMED, "care_engagement_mean", "mean", 3),
    ("vcse_engagement", "Engagement of the voluntary sector", "0 to 1", "higher", 0.01, _ASSUMED, "vcse_engagement_mean", "mean", 3),
    ("leaders_lost", "Leaders lost", "a year per organisation", "lower", 0.01, _ASSUMED, "leaders_lost_year", "mean", 3),
    ("referrals", "Contested changes referred upwards", "a year per council", "lower", 0.02, _ASSUMED, "referrals_year", "mean", 3),
    ("public_trust", "The public's trust", "0 to 1", "higher", 0.01, _ASSUMED, "public_trust_mean", "mean", 3),
    ("maturity", "Maturity of places, last year", "0 to 1", "higher", 0.01, _ASSUMED, "capability_mean", "final", 3),
)  # fmt: skip
_PLACES = (
    ("place_healthy_life_years", "Healthy life years gained", "years per 1,000 people over the run", "higher", 5.0, "as for the system", "People", "healthy_years", "total", 1),
    ("place_waits_18_weeks", "Residents' waits within 18 weeks", "share of incomplete pathways", "higher", 0.01, "as for the system", "People", "waits_18", "mean", 3),
    ("place_four_hours", "A&E within four hours", "share of attendances", "higher", 0.005, "as for the system", "People", "four_hours_place", "mean", 3),
    ("place_delays", "Delayed discharges", "relative to the start", "lower", 0.02, _ASSUMED, "People", "delay_index", "mean", 3),
    ("place_unmet_need", "Unmet social care need", "share of those in need", "lower", 0.005, "as for the system", "People", "unmet_need", "mean", 3),
    ("place_access_primary", "Access to primary care", "relative to the start", "higher", 0.01, "as for the system", "People", "access_primary", "mean", 3),
    ("place_prevention", "Prevention activity", "relative to the start", "higher", 0.01, "as for the system", "People", "prevention", "mean", 3),
    ("place_spending", "NHS spending per need-weighted person", "GBP a month", "neither", 1.0, _ASSUMED, "Money", "spending_per_need", "mean", 1),
    ("place_real_delegation", "What the place really decides", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "place_power", "mean", 3),
    ("place_maturity", "Maturity, last year", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "capability", "final", 3),
    ("place_joint_work", "Joint work", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "joint_work", "mean", 3),
    ("place_trust_in_icb", "The place's trust in the ICB", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "trust_in_icb_place", "mean", 3),
)  # fmt: skip

CATALOGUE: tuple[Outcome, ...] = (
    *(
        Outcome(name, label, unit, better, matters, source, group, state, "icb", summary, decimals, key=name in KEY)  # type: ignore[arg-type]
        for group, rows in (
            ("People", _PEOPLE),
            ("Money", _MONEY),
            ("Who decides", _DECIDES),
            ("The centre", _CENTRE),
            ("Together", _TOGETHER),
        )
        for name, label, unit, better, matters, source, state, summary, decimals in rows
    ),
    *(
        Outcome(name, label, unit, better, matters, source, group, state, "place", summary, decimals)  # type: ignore[arg-type]
        for name, label, unit, better, matters, source, group, state, summary, decimals in _PLACES
    ),
)
"""Every outcome, in the order in which it is reported."""
