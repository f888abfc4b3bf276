"""Rows of the catalogue of outcomes: those by council, community and acute trust, and what needs more than a label.

A row is (name, label, unit, better, smallest difference that matters, its source, group, state, summary, decimals).
Most smallest differences are those of the same outcome of the system, since a difference matters to people wherever
they live; the others are assumed.
"""

from __future__ import annotations

from typing import Literal

Better = Literal["higher", "lower", "neither"]
Summary = Literal["mean", "final", "total", "last"]
Row = tuple[str, str, str, Better, float, str, str, str, Summary, int]

_SAME = "as for the system"
_ASSUMED = "assumed"

COUNCILS: tuple[Row, ...] = (
    ("council_healthy_life_years", "Healthy life years against the start", "years per 1,000 people over the run", "higher", 5.0, _SAME, "People", "healthy_years", "total", 1),
    ("council_inside_gap", "Gap in ill health inside communities", "years per 1,000 a month", "lower", 0.05, _SAME, "People", "inside_gap", "final", 2),
    ("council_waits_18_weeks", "Residents' waits within 18 weeks", "share of incomplete pathways", "higher", 0.01, _SAME, "People", "waits_18", "mean", 3),
    ("council_delays", "Delayed discharges", "relative to the start", "lower", 0.02, _ASSUMED, "People", "delay_seen", "mean", 3),
    ("council_unmet_need", "Unmet social care need", "share of those in need", "lower", 0.005, _SAME, "People", "unmet_need", "mean", 3),
    ("council_access_primary", "Access to primary care", "relative to the start", "higher", 0.01, _SAME, "People", "access_primary", "mean", 3),
    ("council_access_community", "Access to community care", "relative to the start", "higher", 0.01, _SAME, "People", "access_community", "mean", 3),
    ("council_access_mental_health", "Access to mental health care", "relative to the start", "higher", 0.01, _SAME, "People", "access_mental", "mean", 3),
    ("council_prevention", "Prevention activity", "relative to the start", "higher", 0.01, _SAME, "People", "prevention", "mean", 3),
    ("council_reserves_months", "Reserves, last year", "months of care spending", "higher", 0.1, _SAME, "Money", "reserves_months", "final", 2),
    ("council_near_gap_share", "Gap covered from reserves", "share of funding", "lower", 0.002, _SAME, "Money", "near_gap_share", "mean", 4),
    ("council_medium_gap", "Medium-term gap, last year", "share of funding", "lower", 0.002, _SAME, "Money", "medium_gap_share", "final", 4),
    ("council_supported", "Under exceptional support", "share of months", "lower", 0.02, _ASSUMED, "Money", "supported", "mean", 3),
    ("council_section_114", "Under a section 114 notice", "share of months", "lower", 0.01, _ASSUMED, "Money", "is_frozen", "mean", 3),
    ("council_real_delegation", "What the council's places really decide", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "place_power", "mean", 3),
    ("council_felt_voice", "Influence the council feels it has", "0 to 1", "higher", 0.02, _SAME, "Who decides", "voice", "mean", 3),
    ("council_stance", "Stance towards the system", "0 outside, 1 partner to, 2 partner in", "neither", 0.05, _ASSUMED, "Together", "stance", "mean", 2),
    ("council_pooled_share", "Money pooled with the NHS", "share of care and pool money", "neither", 0.005, _SAME, "Together", "pooled_share", "mean", 4),
    ("council_trust_in_icb", "The council's trust in the ICB", "0 to 1", "higher", 0.01, _SAME, "Together", "trust_in_icb_council", "mean", 3),
    ("council_referrals", "Contested changes referred upwards", "a year", "lower", 0.02, _SAME, "Together", "referred_year", "mean", 3),
    ("council_joint_practice", "Joint practice, last year", "0 to 1", "higher", 0.01, _SAME, "Together", "joint_practice", "final", 3),
)  # fmt: skip

COMMUNITIES: tuple[Row, ...] = (
    ("community_healthy_life_years", "Healthy life years against the start", "years per 1,000 people over the run", "higher", 5.0, _SAME, "People", "healthy_years", "total", 1),
    ("community_healthy_life_years_discounted", "Healthy life years against the start, discounted at 1.5 % a year", "years per 1,000 people over the run", "higher", 4.6, _SAME, "People", "healthy_years_discounted", "total", 1),
    ("community_inside_gap", "Gap in ill health between its halves", "years per 1,000 a month", "lower", 0.05, _SAME, "People", "inside_gap", "final", 2),
    ("community_waits_18_weeks", "Residents' waits within 18 weeks", "share of incomplete pathways", "higher", 0.01, _SAME, "People", "waits_18", "mean", 3),
    ("community_four_hours", "A&E within four hours", "share of attendances", "higher", 0.005, _SAME, "People", "four_hours", "mean", 3),
    ("community_delays", "Delayed discharges", "relative to the start", "lower", 0.02, _ASSUMED, "People", "delay_index", "mean", 3),
    ("community_unmet_need", "Unmet social care need", "share of those in need", "lower", 0.005, _SAME, "People", "unmet_need", "mean", 3),
    ("community_access_primary", "Access to primary care", "relative to the start", "higher", 0.01, _SAME, "People", "access_primary", "mean", 3),
    ("community_access_community", "Access to community care", "relative to the start", "higher", 0.01, _SAME, "People", "access_community", "mean", 3),
    ("community_access_mental_health", "Access to mental health care", "relative to the start", "higher", 0.01, _SAME, "People", "access_mental", "mean", 3),
    ("community_prevention", "Prevention activity", "relative to the start", "higher", 0.01, _SAME, "People", "prevention", "mean", 3),
    ("community_spending", "NHS spending per need-weighted person", "GBP a month", "neither", 1.0, _ASSUMED, "Money", "spending_per_need", "mean", 1),
    ("community_real_delegation", "What its places really decide", "share of money", "neither", 0.01, _ASSUMED, "Who decides", "place_power", "mean", 3),
    ("community_central_direction", "What the centre decides at its places", "share of money", "lower", 0.005, _SAME, "Who decides", "centre_share", "mean", 4),
    ("community_joint_practice", "Joint practice, last year", "0 to 1", "higher", 0.01, _SAME, "Together", "joint_practice", "final", 3),
    ("community_public_trust", "The public's trust", "0 to 1", "higher", 0.01, _SAME, "Together", "public_trust", "mean", 3),
)  # fmt: skip

TRUSTS: tuple[Row, ...] = (
    ("acute_waits_18_weeks", "Waits within 18 weeks", "share of incomplete pathways", "higher", 0.01, _SAME, "People", "within_18_weeks", "mean", 3),
    ("acute_four_hours", "A&E within four hours", "share of attendances", "higher", 0.005, _SAME, "People", "four_hours", "mean", 3),
    ("acute_delayed_share", "Beds blocked by delay", "share of occupied beds", "lower", 0.003, _SAME, "People", "delayed_share", "mean", 4),
    ("acute_occupancy", "Beds occupied", "share of beds", "neither", 0.005, _ASSUMED, "People", "occupancy", "mean", 3),
    ("acute_deficit", "Deficit", "share of income", "lower", 0.002, "assumed: as the balance of the system", "Money", "trust_gap", "mean", 4),
    ("acute_in_recovery", "In the recovery programme", "share of months", "lower", 0.02, _ASSUMED, "The centre", "recovering", "mean", 3),
    ("acute_rating", "Rating it is given", "0 to 1", "higher", 0.01, _SAME, "The centre", "member_rating", "mean", 3),
)  # fmt: skip

_INFLUENCE = (
    "What the role really decides itself, plus the share the ICB decides x its power on the board x its trust that the "
    "ICB acts on it. A reading of the model's shares, power and trust, not a survey."
)
_COMMUNITY = "From the places its people belong to, by people; so footprints can be compared."
_OF_PLACES = (
    "access_primary",
    "access_community",
    "access_mental",
    "unmet_need",
    "delay_index",
    "prevention",
    "spending_per_need",
    "place_power",
    "centre_share",
    "joint_practice",
    "public_trust",
)
_HEALTH = (
    "Life in good health against the state of health at the start, over all groups. It is usually below zero, whatever "
    "the policy: need grows with an ageing population and with hardship. Read the difference between policies."
)
_SUPPORT = "Cash that the centre gives a council whose reserves would run below zero."

HELP: dict[str, str] = {
    "healthy_life_years": _HEALTH,
    "healthy_life_years_discounted": _HEALTH,
    "healthy_life_years_more_deprived": _HEALTH.replace("over all groups", "in the more deprived halves"),
    "healthy_life_years_less_deprived": _HEALTH.replace("over all groups", "in the less deprived halves"),
    "place_healthy_life_years": _HEALTH,
    "council_healthy_life_years": _HEALTH,
    "community_healthy_life_years": _HEALTH,
    "community_healthy_life_years_discounted": _HEALTH,
    "inequality_slope": "Least-squares slope of ill health over deprivation, across the halves of all communities.",
    "inside_gap": "Ill health of the more deprived half less that of the less deprived, mean over places.",
    "prevention": "Activity of primary care and public health that prevents illness, after pauses and crowding out.",
    "delayed_share": "Delayed patients per occupied bed.",
    "nhs_balance": "Income less cost of ICB and trusts, before any support.",
    "nhs_balance_total": "Income less cost of ICB and trusts, before any support; undiscounted.",
    "support_paid": _SUPPORT,
    "support_paid_discounted": _SUPPORT,
    "council_overspend": "What reserves and exceptional support have to cover; negative where reserves grew.",
    "council_overspend_discounted": "What reserves and exceptional support have to cover; negative where reserves grew.",
    "prevention_money": "Income of primary care and the public health grant, over all NHS service spending and the grant.",
    "council_gap": "The gap expected in three years if nothing more is done.",
    "announced_delegation": "The share of each service announced for its place; places by people, services by money.",
    "announced_centre": "None under the 2022 Act: central direction is never announced.",
    "formal_centre": "None under the 2022 Act: central direction is a matter of real shares.",
    "real_delegation": "What overrides, direction and capture leave of the formal share, and what stewardship wins.",
    "real_provider": "What providers or their collaborative steer beyond what places consent to.",
    "central_direction": "The share of decisions taken under the direction of the centre, whoever holds the money.",
    "council_voice": "The felt say that M12 reads: power on the board, legal form and the partnership, less the fear of a joint chair.",
    "influence_places": _INFLUENCE,
    "influence_acute": f"{_INFLUENCE} Acute trusts are taken to decide what providers decide.",
    "influence_community_trusts": _INFLUENCE,
    "influence_primary_care": _INFLUENCE,
    "influence_councils": f"{_INFLUENCE} Places decide for themselves here, so a council's hand in its place is not in it.",
    "influence_others": _INFLUENCE,
    "influence_executive": "The share the ICB decides x the executives' power on its board.",
    "strategy_distance": "How far the share of money outside hospital lies from what the partnership's strategy wants; alignment is its absence.",
    "action_per_time": "Money the board moves in or out of hospital in a year, over members x months that a decision takes. It counts what a board decides, not joint work, and not whether the move was wise.",
    "spread_between_places": "Standard deviation between places of what they really decide, by people.",
    "months_to_recovery": "Months trusts have spent in the recovery programme over how often one entered it, at the end of the run; what still runs counts as far as it has come, and it is 0 where none entered.",
    "trust": "Mean over every relationship, both directions.",
    "trust_icb_providers": "Mental health and community trusts, primary care, care providers and the voluntary sector.",
    "trust_councils": "With one council alone, its trust with the ICB stands for it.",
    "trust_places": "With one place alone, its trust with the ICB stands for it.",
    "trust_trusts": "With one acute trust alone, its trust with the ICB stands for it.",
    "councils_partner_to": "They support the direction and keep their sovereignty: decisions hold once confirmed.",
    "community_waits_18_weeks": "At the trusts that treat its people, by people.",
    "community_four_hours": "At the trusts that treat its people, by people.",
    **{row[0]: _COMMUNITY for row in COMMUNITIES if row[7] in _OF_PLACES},
}  # fmt: skip
"""What an outcome says and how it is come by, where its label is not enough."""
