"""States of places: place boards and the partners that each place has of its own.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "place": """
        prevention_effort | ratio | effort that a pound for prevention buys relative to the start | 1
        population | people | residents | given
        former_commissioner | 0 to 1 | stands on a former commissioning footprint | given
        joined_up_start | 0 to 1 | joined-up work at the start | given
        coterminous | 0 to 1 | matches a council's boundary | given
        has_neighbours | 0 or 1 | its system has other places | given
        distinctiveness | ratio | distance of its deprivation from the system's, squared, relative to usual | given
        hospital_share_inside | share | hospital care from trusts of the system | given
        community_share_inside | share | community care from NHS trusts of the system | given
        need_place | people | people weighted by need
        need_place_start | people | people weighted by need at the start
        need_per_head | ratio | need per head at the start
        access_primary | ratio | access to primary care relative to the start | 1
        access_community | ratio | access to community care relative to the start | 1
        access_mental | ratio | access to mental health care relative to the start | 1
        prevention | ratio | prevention activity relative to the start | 1
        prevention_backlog | months of activity | prevention put off
        hospital_effect | log | hospital care per need, lagged
        social_effect | log | social care per need, lagged
        prevention_stage | log | prevention, first stage of its lag
        prevention_effect | log | prevention, second stage of its lag
        public_health_stage | log | public health, first stage of its lag
        public_health_effect | log | public health, second stage of its lag
        joint_practice | 0 to 1 | joint practice
        joint_practice_start | 0 to 1 | joint practice at the start
        unmet_need | share | unmet social care need
        unmet_need_start | share | unmet social care need at the start
        reach | 0 to 1 | reach of the voluntary sector
        reach_start | 0 to 1 | reach of the voluntary sector at the start
        delay_index | ratio | delayed discharges relative to the start | 1
        money_share | share | share of the system's money
        hospital_money | GBPm a month | spending on hospital care
        local_money | GBPm a month | spending outside hospital
        hospital_volume | ratio | effective hospital spending relative to the start | 1
        local_volume | ratio | effective spending outside hospital relative to the start | 1
        money_per_activity | GBPm a month | hospital money per unit of activity
        community_money | GBPm a month | spending on community and mental health care
        other_provider_income | GBPm a month | income of providers outside the system or the NHS
        primary_income | GBPm a month | income of primary care
        local_share | share of money | the place's own wish for spending outside hospital
        local_share_start | share of money | the same at the start
        gate_open | 0 or 1 | powers may be received
        bid | share of each service | the most it asks to decide | 1
        overridden | 0 or 1 | the ICB overrode the place this month
        place_power | share | what the place really decides
        formal_share | share | what the place formally holds
        announced_share | share | what was announced for the place
        centre_share | share | what the centre decides at the place
        provider_share | share | what providers decide at the place
        clawed_share | share | clawed back this month
        undone_share | share | announced and not done for over a year
        respected_share | share | decisions that stood this quarter
        steered_share | share | provider-held money that the place steers by consent
        effectiveness | 0 to 1 | effectiveness of the place's team
        capability | 0 to 1 | maturity of the place
        ceiling | 0 to 1 | highest capability within reach
        growth | a year | growth of capability
        staff | 1 = all staff of 2024/25 | staff of the place team, per share of population
        staff_lent | 1 = all staff of 2024/25 | staff lent to weaker places
        dependence | 0 to 1 | dependence on direction
        maturity_seen_by_icb | 0 to 1 | maturity as the ICB sees it
        maturity_seen_by_region | 0 to 1 | maturity as the centre sees it
        public_trust | 0 to 1 | the public's trust | 0.5
        attendance | 0 to 1 | who comes to the table
        joint_work | 0 to 1 | output of joint work
        given_by_partners | 0 to 1 | mean contribution of partners
        healthy_years | years per 1,000 a month | healthy life years against the start
        inside_gap | years per 1,000 a month | gap between the place's halves
        waits_18 | share | patients treated within 18 weeks
        four_hours_place | share | A&E within four hours
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        spending_per_need | GBP a month | NHS spending per person weighted by need
        announced_to_provider | share | what was announced for providers at the place
        announced_to_centre | share | what was announced for the centre at the place
        announced_to_icb | share | what was announced for the ICB at the place
        held_by_provider | share | what providers formally hold at the place
        held_by_centre | share | what the centre formally holds at the place
        held_by_icb | share | what the ICB formally holds at the place
        decided_by_icb | share | what the ICB really decides at the place
        local_money_share | share of money | share really spent outside hospital
        overrides_year | a year | overrides, yearly rate
        claw_backs_year | share of money a year | delegation clawed back
        care_engaged | 0 to 1 | engagement of care providers
        vcse_engaged | 0 to 1 | engagement of the voluntary sector
        place_power_squared | share squared | squared distance of what the place really decides from the mean
        trust_in_icb_place | 0 to 1 | the place's trust in the ICB
        decision_loss | share of spending | spending lost through decisions
    """,
    "care": """
        way_in | 0 to 1 | way into the system
        income | GBPm a month | income
        capacity | ratio | capacity per need relative to the start | 1
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        engagement | 0 to 1 | engagement in the system
    """,
    "vcse": """
        way_in | 0 to 1 | way into the system
        capacity | 0 to 1 | capacity it offers | 0.4
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        income | GBPm a month | income
        pressure | weighted shortfall | pressure from its mandate
        engagement | 0 to 1 | engagement in the system
    """,
    "primary": """
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        income | GBPm a month | income
        pressure | weighted shortfall | pressure from its mandate
    """,
}
"""By kind of entity."""
