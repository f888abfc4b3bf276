"""States of people: communities and their more and less deprived halves.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "community": """
        emergency_local | log | local shock to emergency demand
        referral_local | log | local shock to referrals
        emergency_demand | ratio | emergency demand relative to the start | 1
        referral_demand | ratio | referrals relative to the start | 1
        healthy_years | years per 1,000 a month | healthy life years against the start
        healthy_years_discounted | years per 1,000 a month | the same, discounted at 1.5 % a year
        inside_gap | years per 1,000 a month | gap between the community's halves
        waits_18 | share | patients treated within 18 weeks
        four_hours | share | A&E within four hours
        access_primary | ratio | access to primary care relative to the start
        access_community | ratio | access to community care relative to the start
        access_mental | ratio | access to mental health care relative to the start
        unmet_need | share | unmet social care need
        delay_index | ratio | delayed discharges relative to the start
        prevention | ratio | prevention activity relative to the start
        joint_practice | 0 to 1 | joint practice
        public_trust | 0 to 1 | the public's trust
        spending_per_need | GBP a month | NHS spending per person weighted by need
        place_power | share | what its places really decide
        centre_share | share | what the centre decides at its places
    """,
    "group": """
        population | people | people | given
        deprivation | IMD score | deprivation | given
        share_65_plus | share | people aged 65 or over | given
        more_deprived | 0 or 1 | the more deprived half of its community | given
        need | ratio | need per head
        need_start | ratio | need per head at the start
        ill_health | share of life | life in ill health
        ill_health_start | share of life | life in ill health at the start
        hardship_weight | ratio | exposure to hardship
        need_people | people | people weighted by need
        need_ratio | ratio | need relative to the start | 1
        health_gain | years per 1,000 a month | healthy life years against the start
    """,
}
"""By kind of entity."""
