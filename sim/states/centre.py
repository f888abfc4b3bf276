"""States of the centre: NHS England and its region.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "national": """
        minister_left | 0 or 1 | a health secretary left this month
        ministerial_churn | stir | stir after ministers change, fading over half a year
        national_backlog | ratio | England's waiting list relative to the start | 1
        political_pressure | 0 to 1 | political pressure on the NHS | 0.35
        excess_inflation | a year | inflation of health and care costs above the economy's | 0.008
        price_index | ratio | excess price level relative to the start | 1
        shock | 0 to 1 | a shock still being felt
        cost_of_living | 0 to 1 | hardship after cost-of-living shocks
        pause_left | months | months left of a national pause
        pause | 0 or 1 | a national pause on non-urgent work is in force
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        emergency_national | log | common shock to emergency demand
        referral_national | log | common shock to referrals
    """,
    "region": """
        systems | systems | integrated care systems the region looks after | given
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        other_systems | 0 to 1 | attention that other systems take | 0.5
        shields | 0 to 1 | how far it shields its systems from the centre | 0.4
        posts_insecure | 0 to 1 | insecurity of its posts | 0.4
        overseers_apart | 0 to 1 | how far the overseers of its systems pull apart | 0.5
    """,
}
"""By kind of entity."""
