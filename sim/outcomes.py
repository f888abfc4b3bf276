"""The catalogue of outcomes: what is reported, in which unit, which way is better, and what difference matters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.outcome_rows import COMMUNITIES, COUNCILS, HELP, TRUSTS, Better, Row, Summary

__all__ = ["CATALOGUE", "Better", "Outcome", "Summary", "summarise"]

Array = NDArray[np.float64]


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
    """Entity kind the state lives on: ``icb`` for the system as a whole, ``place``, ``council``, ``community``,
    ``acute`` (an acute trust)."""
    summary: Summary
    decimals: int = 2
    help: str = ""
    """What it says and how it is come by, where the label is not enough."""
    key: bool = False
    """One of the few outcomes that a summary leads with, whatever they show."""


def summarise(outcome: Outcome, series: Array) -> Array:
    """One number per entity and run from months: shape (months, entities, runs) to (entities, runs).

    ``mean`` and ``total`` add from the first month to the last; ``final`` is the mean of the last twelve months,
    ``last`` the value of the last one. Months in which an organisation was not there (not a number) do not count; one
    that never was stays not a number.
    """
    if outcome.summary == "last":
        return np.array(series[-1])
    if outcome.summary == "final":
        series = series[-12:]
    runs = series.shape[-1]
    wide = series if runs > 1 else np.repeat(series, 2, axis=-1)  # NumPy adds a single column in another order
    missing = np.isnan(wide)
    if not missing.any():
        whole = np.add.reduce(wide, axis=0)[..., :runs]
        return np.asarray(whole if outcome.summary == "total" else whole / len(series))
    months = (~missing).sum(axis=0)[..., :runs]
    whole = np.add.reduce(np.where(missing, 0.0, wide), axis=0)[..., :runs]
    known = whole if outcome.summary == "total" else whole / np.maximum(months, 1)
    return np.asarray(np.where(months > 0, known, np.nan))


class Tally:
    """An outcome's number, added up while the months pass: the same bits as ``summarise`` gives for all of them."""

    def __init__(self, outcome: Outcome, months: int) -> None:
        self._first = {"final": max(0, months - 12), "last": months - 1}.get(outcome.summary, 0)
        self._total, self._window = outcome.summary == "total", months - self._first
        self._sum: Array | None = None
        self._missed: Array | None = None

    def add(self, month: int, values: Array, there: NDArray[np.bool_] | None = None) -> None:
        """Take in a month's values (entities, runs); ``there`` is a column that says whose count (None: all)."""
        if month < self._first:
            return
        if there is not None:
            values = np.where(there, values, 0.0)
            self._missed = (0.0 if self._missed is None else self._missed) + np.where(there, 0.0, 1.0)
        if self._sum is None:
            self._sum = values.copy()
        else:
            self._sum += values

    def result(self) -> Array:
        """One number per entity and run: (entities, runs)."""
        assert self._sum is not None
        if self._missed is None:
            return self._sum if self._total else self._sum / self._window
        months = self._window - self._missed
        known = self._sum if self._total else self._sum / np.maximum(months, 1.0)
        return np.where(months > 0.0, known, np.nan)


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

_Rows = tuple[tuple[str, str, str, Better, float, str, str, Summary, int], ...]
"""As ``Row``, without the group."""

_PEOPLE: _Rows = (
    ("healthy_life_years", "Healthy life years against the start", "years per 1,000 people over the run", "higher", 5.0, "assumed: about GBP 75 a head at GBP 15,000 a year of healthy life", "healthy_years", "total", 1),
    ("healthy_life_years_discounted", "Healthy life years against the start, discounted at 1.5 % a year", "years per 1,000 people over the run", "higher", 4.6, "as undiscounted", "healthy_years_discounted", "total", 1),
    ("healthy_life_years_more_deprived", "Healthy life years against the start, more deprived halves", "years per 1,000 people over the run", "higher", 5.0, "as for all", "healthy_years_more", "total", 1),
    ("healthy_life_years_less_deprived", "Healthy life years against the start, less deprived halves", "years per 1,000 people over the run", "higher", 5.0, "as for all", "healthy_years_less", "total", 1),
    ("inequality_slope", "Inequality slope of ill health", "years per 1,000 a month per 10 IMD points", "lower", 0.1, _ASSUMED, "inequality_slope", "final", 2),
    ("inside_gap", "Gap in ill health inside communities", "years per 1,000 a month", "lower", 0.05, _ASSUMED, "inside_gap", "final", 2),
    ("waits_18_weeks", "Waits within 18 weeks, over the run", "share of incomplete pathways", "higher", 0.01, "assumed: one point; the national plan is nine a year (65 % by March 2026, 92 % by March 2029)", "waits_18", "mean", 3),
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
_MONEY: _Rows = (
    ("nhs_balance", "NHS balance of the system", "share of the allocation", "higher", 0.002, "assumed: GBP 2 in every 1,000", "balance_year", "mean", 4),
    ("nhs_balance_discounted", "NHS balance over the run, discounted at 3.5 % a year", "GBP per resident", "higher", 40.0, "assumed: GBP 4 a head a year", "balance_discounted", "total", 0),
    ("trusts_in_deficit", "Acute trusts in deficit", "share of trusts by beds", "lower", 0.02, _ASSUMED, "trusts_in_deficit", "mean", 3),
    ("council_reserves", "Council reserves, last year", "months of care spending", "higher", 0.1, _ASSUMED, "reserves_months", "final", 2),
    ("council_gap", "Councils' medium-term gap, last year", "share of funding", "lower", 0.002, _ASSUMED, "medium_gap_system", "final", 4),
    ("council_near_gap", "Councils' gap covered from reserves", "share of funding", "lower", 0.002, _ASSUMED, "near_gap_system", "mean", 4),
    ("section_114", "Councils under a section 114 notice", "share by people", "lower", 0.01, "assumed: about the national rate (six of 152 upper-tier councils in six years, 0.7 % of council-years)", "councils_frozen", "mean", 3),
    ("supported_councils", "Councils with exceptional support", "share by people", "lower", 0.02, _ASSUMED, "supported_councils", "mean", 3),
    ("nhs_balance_total", "NHS balance over the run", "GBP per resident", "higher", 45.0, "assumed: as discounted, about GBP 4 a head a year", "balance_per_head", "total", 0),
    ("support_paid", "Exceptional support paid to councils", "GBP per resident over the run", "lower", 5.0, "assumed: 50 pence a head a year", "support_per_head", "total", 1),
    ("support_paid_discounted", "Exceptional support paid to councils, discounted at 3.5 % a year", "GBP per resident over the run", "lower", 4.5, "as undiscounted", "support_per_head_discounted", "total", 1),
    ("council_overspend", "Spending of councils beyond their funding", "GBP per resident over the run", "lower", 20.0, "assumed: GBP 2 a head a year", "overspend_per_head", "total", 1),
    ("council_overspend_discounted", "Spending of councils beyond their funding, discounted at 3.5 % a year", "GBP per resident over the run", "lower", 17.0, "as undiscounted", "overspend_per_head_discounted", "total", 1),
    ("prevention_money", "Money for primary care, prevention and public health, last year", "share of NHS and public health money", "higher", 0.002, "assumed: as for money outside hospital", "prevention_money_share", "final", 4),
    ("local_money", "Money spent outside hospital, last year", "share of service spending", "neither", 0.002, _ASSUMED, "local_money_share", "final", 4),
    ("transition_cost", "Cost of changing organisations", "GBP million over the run", "lower", 5.0, _ASSUMED, "transition_all", "total", 1),
    ("break_even_years", "Years in which the cost of change exceeds what running costs save", "years", "lower", 0.5, _ASSUMED, "unrecovered", "total", 1),
    ("decision_loss", "Spending lost through the quality of decisions", "share of spending", "lower", 0.002, "assumed: GBP 2 in every 1,000", "decision_loss", "mean", 4),
)  # fmt: skip
_DECIDES: _Rows = (
    ("announced_delegation", "Delegation announced", "share of money", "neither", 0.01, _ASSUMED, "mean_announced", "mean", 3),
    ("formal_delegation", "Delegation in formal terms", "share of money", "neither", 0.01, _ASSUMED, "mean_formal_place", "mean", 3),
    ("real_delegation", "What places really decide", "share of money", "neither", 0.01, _ASSUMED, "mean_real_place", "mean", 3),
    ("announced_icb", "Announced for the ICB", "share of money", "neither", 0.01, _ASSUMED, "announced_icb", "mean", 3),
    ("announced_provider", "Announced for providers", "share of money", "neither", 0.01, _ASSUMED, "announced_provider", "mean", 3),
    ("announced_centre", "Announced for the centre", "share of money", "neither", 0.01, _ASSUMED, "announced_centre", "mean", 3),
    ("formal_icb", "What the ICB formally holds", "share of money", "neither", 0.01, _ASSUMED, "formal_icb", "mean", 3),
    ("formal_provider", "What providers formally hold", "share of money", "neither", 0.01, _ASSUMED, "formal_provider", "mean", 3),
    ("formal_centre", "What the centre formally holds", "share of money", "neither", 0.01, _ASSUMED, "formal_centre", "mean", 3),
    ("real_icb", "What the ICB really decides", "share of money", "neither", 0.01, _ASSUMED, "real_icb", "mean", 3),
    ("real_provider", "What providers really decide", "share of money", "neither", 0.01, _ASSUMED, "mean_provider", "mean", 3),
    ("central_direction", "What the centre decides", "share of money", "lower", 0.005, _ASSUMED, "mean_centre", "mean", 4),
    ("overrides", "Overrides of places", "a year per place", "lower", 0.05, _ASSUMED, "overrides_year", "mean", 2),
    ("claw_backs", "Delegation clawed back", "share of money a year", "lower", 0.01, _ASSUMED, "claw_backs_year", "mean", 3),
    ("council_voice", "Influence councils feel they have", "0 to 1", "higher", 0.02, _ASSUMED, "council_voice", "mean", 3),
    ("influence_councils", "Felt influence of councils", "0 to 1", "neither", 0.01, _ASSUMED, "influence_councils", "mean", 3),
    ("influence_places", "Felt influence of place leads", "0 to 1", "neither", 0.01, _ASSUMED, "influence_places", "mean", 3),
    ("influence_acute", "Felt influence of acute trusts", "0 to 1", "neither", 0.01, _ASSUMED, "influence_acute", "mean", 3),
    ("influence_community_trusts", "Felt influence of mental health and community trusts", "0 to 1", "neither", 0.01, _ASSUMED, "influence_community_trusts", "mean", 3),
    ("influence_primary_care", "Felt influence of primary care", "0 to 1", "neither", 0.01, _ASSUMED, "influence_primary_care", "mean", 3),
    ("influence_others", "Felt influence of the voluntary sector and the public", "0 to 1", "neither", 0.01, _ASSUMED, "influence_others", "mean", 3),
    ("influence_executive", "Influence of the ICB's executives", "0 to 1", "neither", 0.01, _ASSUMED, "influence_executive", "mean", 3),
    ("icb_authority", "Authority of the ICB", "0 to 1", "higher", 0.02, _ASSUMED, "authority", "mean", 3),
    ("strategy_distance", "Distance of spending from the strategy", "share of money", "lower", 0.002, _ASSUMED, "strategy_distance", "mean", 4),
    ("duplication", "Work done twice", "0 to 1", "lower", 0.01, _ASSUMED, "duplication", "mean", 3),
    ("board_members", "Seats on the board, last year", "seats", "neither", 0.5, _ASSUMED, "members", "final", 1),
    ("decision_delay", "Delay of decisions", "months", "lower", 0.1, _ASSUMED, "decision_delay", "mean", 2),
    ("action_per_time", "Action per month of leadership time", "GBP per GBP million of spending", "higher", 5.0, _ASSUMED, "action_per_time", "mean", 1),
    ("spread_between_places", "Spread of delegation between places", "share of money, SD", "neither", 0.01, _ASSUMED, "spread_real", "mean", 3),
)  # fmt: skip
_CENTRE: _Rows = (
    ("pressure_received", "Pressure that reaches the ICB", "index", "lower", 0.01, _ASSUMED, "pressure_received", "mean", 3),
    ("interventions", "Interventions", "a year", "lower", 0.05, _ASSUMED, "interventions_year", "mean", 2),
    ("interventions_round", "Interventions round the ICB", "a year", "lower", 0.02, _ASSUMED, "interventions_round_year", "mean", 3),
    ("months_to_recovery", "Months in the recovery programme per entry", "months", "lower", 1.0, "assumed: a third of a quarter's review", "months_to_recovery", "last", 1),
    ("burden", "Reporting burden", "index", "lower", 0.02, _ASSUMED, "burden", "mean", 3),
    ("dependence", "Dependence on direction, last year", "0 to 1", "lower", 0.01, _ASSUMED, "dependence", "final", 3),
    ("rating", "Rating of the system", "0 to 1", "higher", 0.01, _ASSUMED, "rating", "mean", 3),
    ("recovering_trusts", "Trusts in the recovery programme", "share of trusts by beds", "lower", 0.02, _ASSUMED, "recovering_share", "mean", 3),
)  # fmt: skip
_TOGETHER: _Rows = (
    ("trust", "Trust overall", "0 to 1", "higher", 0.01, _ASSUMED, "trust_overall", "mean", 3),
    ("trust_icb_places", "Trust between ICB and places", "0 to 1", "higher", 0.01, _ASSUMED, "trust_place", "mean", 3),
    ("trust_icb_councils", "Trust between ICB and councils", "0 to 1", "higher", 0.01, _ASSUMED, "trust_council", "mean", 3),
    ("trust_icb_acute", "Trust between ICB and acute trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_acute", "mean", 3),
    ("trust_icb_region", "Trust between ICB and region", "0 to 1", "higher", 0.01, _ASSUMED, "trust_centre", "mean", 3),
    ("trust_icb_providers", "Trust between ICB and other providers", "0 to 1", "higher", 0.01, _ASSUMED, "trust_icb_providers", "mean", 3),
    ("trust_icp", "Trust of the partnership with ICB and councils", "0 to 1", "higher", 0.01, _ASSUMED, "trust_icp", "mean", 3),
    ("trust_national", "Trust of the national centre with region and ICB", "0 to 1", "higher", 0.01, _ASSUMED, "trust_national", "mean", 3),
    ("trust_region_trusts", "Trust between region and trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_region_trusts", "mean", 3),
    ("trust_councils", "Trust between councils", "0 to 1", "higher", 0.01, _ASSUMED, "trust_councils", "mean", 3),
    ("trust_council_place", "Trust between councils and places", "0 to 1", "higher", 0.01, _ASSUMED, "trust_council_place", "mean", 3),
    ("trust_council_acute", "Trust between councils and acute trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_council_acute", "mean", 3),
    ("trust_council_care", "Trust between councils and care providers", "0 to 1", "higher", 0.01, _ASSUMED, "trust_council_care", "mean", 3),
    ("trust_places", "Trust between places", "0 to 1", "higher", 0.01, _ASSUMED, "trust_places", "mean", 3),
    ("trust_place_trusts", "Trust between places and trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_place_trusts", "mean", 3),
    ("trust_place_providers", "Trust between places and their providers", "0 to 1", "higher", 0.01, _ASSUMED, "trust_place_providers", "mean", 3),
    ("trust_trusts", "Trust between acute trusts", "0 to 1", "higher", 0.01, _ASSUMED, "trust_trusts", "mean", 3),
    ("trust_lowest", "Lowest trust of any relationship", "0 to 1", "higher", 0.02, _ASSUMED, "trust_lowest", "mean", 3),
    ("contribution", "Contribution of partners to joint work", "0 to 1", "higher", 0.01, _ASSUMED, "contribution_mean", "mean", 3),
    ("joint_work", "Joint work at places", "0 to 1", "higher", 0.01, _ASSUMED, "joint_work_mean", "mean", 3),
    ("joint_practice", "Joint practice, last year", "0 to 1", "higher", 0.01, _ASSUMED, "joint_practice_mean", "final", 3),
    ("pooled_share", "Money pooled with councils", "share of care and pool money", "neither", 0.005, _ASSUMED, "pooled_share", "mean", 4),
    ("councils_partner_in", "Councils bound as partners in", "share by people", "neither", 0.02, _ASSUMED, "partner_in", "mean", 3),
    ("councils_partner_to", "Councils that are partners to the system", "share by people", "neither", 0.02, _ASSUMED, "partner_to", "mean", 3),
    ("councils_outside", "Councils that stand outside", "share by people", "neither", 0.02, _ASSUMED, "councils_outside", "mean", 3),
    ("care_engagement", "Engagement of care providers", "0 to 1", "higher", 0.01, _ASSUMED, "care_engagement_mean", "mean", 3),
    ("vcse_engagement", "Engagement of the voluntary sector", "0 to 1", "higher", 0.01, _ASSUMED, "vcse_engagement_mean", "mean", 3),
    ("leaders_lost", "Leaders lost", "a year per organisation", "lower", 0.01, _ASSUMED, "leaders_lost_year", "mean", 3),
    ("referrals", "Contested changes referred upwards", "a year per council", "lower", 0.02, _ASSUMED, "referrals_year", "mean", 3),
    ("public_trust", "The public's trust", "0 to 1", "higher", 0.01, _ASSUMED, "public_trust_mean", "mean", 3),
    ("maturity", "Maturity of places, last year", "0 to 1", "higher", 0.01, _ASSUMED, "capability_mean", "final", 3),
    ("system_maturity", "Maturity of the system, last year", "0 to 1", "higher", 0.01, _ASSUMED, "system_capability", "final", 3),
)  # fmt: skip
_PLACES: tuple[Row, ...] = (
    ("place_healthy_life_years", "Healthy life years against the start", "years per 1,000 people over the run", "higher", 5.0, "as for the system", "People", "healthy_years", "total", 1),
    ("place_waits_18_weeks", "Residents' waits within 18 weeks", "share of incomplete pathways", "higher", 0.01, "as for the system", "People", "waits_18", "mean", 3),
    ("place_waits_18_weeks_final", "Residents' waits within 18 weeks, last year", "share of incomplete pathways", "higher", 0.01, "as for the system", "People", "waits_18", "final", 3),
    ("place_four_hours", "A&E within four hours", "share of attendances", "higher", 0.005, "as for the system", "People", "four_hours_place", "mean", 3),
    ("place_delays", "Delayed discharges", "relative to the start", "lower", 0.02, _ASSUMED, "People", "delay_index", "mean", 3),
    ("place_unmet_need", "Unmet social care need", "share of those in need", "lower", 0.005, "as for the system", "People", "unmet_need", "mean", 3),
    ("place_access_primary", "Access to primary care", "relative to the start", "higher", 0.01, "as for the system", "People", "access_primary", "mean", 3),
    ("place_access_community", "Access to community care", "relative to the start", "higher", 0.01, "as for the system", "People", "access_community", "mean", 3),
    ("place_access_mental_health", "Access to mental health care", "relative to the start", "higher", 0.01, "as for the system", "People", "access_mental", "mean", 3),
    ("place_inside_gap", "Gap in ill health between its halves", "years per 1,000 a month", "lower", 0.05, "as for the system", "People", "inside_gap", "final", 2),
    ("place_prevention", "Prevention activity", "relative to the start", "higher", 0.01, "as for the system", "People", "prevention", "mean", 3),
    ("place_spending", "NHS spending per need-weighted person", "GBP a month", "neither", 1.0, _ASSUMED, "Money", "spending_per_need", "mean", 1),
    ("place_local_money", "Money spent outside hospital, last year", "share of service spending", "neither", 0.002, "as for the system", "Money", "local_money_share", "final", 4),
    ("place_decision_loss", "Spending lost through the quality of decisions", "share of spending", "lower", 0.002, "as for the system", "Money", "decision_loss", "mean", 4),
    ("place_announced_delegation", "Delegation announced", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "announced_share", "mean", 3),
    ("place_announced_provider", "Announced for providers at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "announced_to_provider", "mean", 3),
    ("place_announced_centre", "Announced for the centre at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "announced_to_centre", "mean", 3),
    ("place_announced_icb", "Announced for the ICB at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "announced_to_icb", "mean", 3),
    ("place_formal_delegation", "Delegation in formal terms", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "formal_share", "mean", 3),
    ("place_formal_provider", "What providers formally hold at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "held_by_provider", "mean", 3),
    ("place_formal_centre", "What the centre formally holds at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "held_by_centre", "mean", 3),
    ("place_formal_icb", "What the ICB formally holds at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "held_by_icb", "mean", 3),
    ("place_real_delegation", "What the place really decides", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "place_power", "mean", 3),
    ("place_provider_share", "What providers decide at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "provider_share", "mean", 3),
    ("place_central_direction", "What the centre decides at the place", "share of money", "lower", 0.005, "as for the system", "Who decides", "centre_share", "mean", 4),
    ("place_real_icb", "What the ICB really decides at the place", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "decided_by_icb", "mean", 3),
    ("place_overrides", "Overrides", "a year", "lower", 0.05, "as for the system", "Who decides", "overrides_year", "mean", 2),
    ("place_claw_backs", "Delegation clawed back", "share of money a year", "lower", 0.01, "as for the system", "Who decides", "claw_backs_year", "mean", 3),
    ("place_dependence", "Dependence on direction, last year", "0 to 1", "lower", 0.01, "as for the system", "The centre", "dependence", "final", 3),
    ("place_maturity", "Maturity, last year", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "capability", "final", 3),
    ("place_joint_work", "Joint work", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "joint_work", "mean", 3),
    ("place_contribution", "Contribution of partners to joint work", "0 to 1", "higher", 0.01, "as for the system", "Together", "given_by_partners", "mean", 3),
    ("place_joint_practice", "Joint practice, last year", "0 to 1", "higher", 0.01, "as for the system", "Together", "joint_practice", "final", 3),
    ("place_care_engagement", "Engagement of care providers", "0 to 1", "higher", 0.01, "as for the system", "Together", "care_engaged", "mean", 3),
    ("place_vcse_engagement", "Engagement of the voluntary sector", "0 to 1", "higher", 0.01, "as for the system", "Together", "vcse_engaged", "mean", 3),
    ("place_public_trust", "The public's trust", "0 to 1", "higher", 0.01, "as for the system", "Together", "public_trust", "mean", 3),
    ("place_trust_in_icb", "The place's trust in the ICB", "0 to 1", "higher", 0.01, _ASSUMED, "Together", "trust_in_icb_place", "mean", 3),
)  # fmt: skip


def _outcome(kind: str, row: Row) -> Outcome:
    name, label, unit, better, matters, source, group, state, summary, decimals = row
    words, key = HELP.get(name, ""), name in KEY
    return Outcome(name, label, unit, better, matters, source, group, state, kind, summary, decimals, words, key)


CATALOGUE: tuple[Outcome, ...] = (
    *(
        _outcome("icb", (*row[:6], group, *row[6:]))
        for group, rows in (
            ("People", _PEOPLE),
            ("Money", _MONEY),
            ("Who decides", _DECIDES),
            ("The centre", _CENTRE),
            ("Together", _TOGETHER),
        )
        for row in rows
    ),
    *(
        _outcome(kind, row)
        for kind, rows_of_kind in (
            ("place", _PLACES),
            ("council", COUNCILS),
            ("community", COMMUNITIES),
            ("acute", TRUSTS),
        )
        for row in rows_of_kind
    ),
)
"""Every outcome, in the order in which it is reported."""
