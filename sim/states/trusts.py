"""States of trusts: acute, and mental health and community.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "acute": """
        beds_start | beds | general and acute beds at the start | given
        occupancy_start | share | occupancy at the start | given
        delayed_start | share | delayed share of occupied beds at the start | given
        four_hours_start | share | A&E within four hours at the start | given
        income_start | GBPm a month | income at the start | given
        inside | share | patients from the system | given
        foundation | 0 or 1 | foundation trust | given
        teaching | 0 or 1 | teaching trust | given
        list_start | pathways | waiting list at the start | given
        referrals_start | pathways a month | referrals at the start | given
        completed_start | pathways a month | completed pathways at the start | given
        catchment_people | people | people served | given
        share_of_beds | share | share of the system's beds | given
        bargaining | 0 to 1 | bargaining power | 0.5
        claim | 0 to 1 | how hard it presses for growth money | 0.5
        aid_part | share of its list | what it opens to mutual aid | 1
        list_shared | pathways | waiting list opened to mutual aid
        flow_shared | pathways a month | outflow opened to mutual aid
        independence | 0 to 1 | drive for independence | 0.5
        aid_wanted | pathways a month | patients handed over in mutual aid (negative: taken in)
        score | 0 to 1 | its own score | 0.6
        member_rating | 0 to 1 | rating it is given | 0.6
        waiting_list | pathways | waiting list
        flow_mean | pathways a month | outflow over about a year
        wait | weeks | mean wait
        wait_start | weeks | mean wait at the start
        within_18_weeks | share | incomplete pathways within 18 weeks
        within_18_weeks_start | share | the same at the start
        emergency_start | beds | emergency beds at the start
        delayed_beds | beds | beds blocked by delayed discharge
        planned_beds_start | beds | planned care beds at the start
        occupancy | share | occupancy
        delayed_share | share | delayed share of occupied beds
        four_hours | share | A&E within four hours
        four_hours_reported | share | A&E within four hours as reported
        trust_effect | logit | persistent A&E effect of the trust
        slow_effect | logit | slow A&E effect of management
        discharge_effect | log | slow change in how discharge is run
        capacity_effect | share | slow effect on planned care
        emergency_beds | beds | emergency beds needed
        beds | beds | beds open
        referrals | pathways a month | referrals
        completed | pathways a month | completed pathways
        removals | pathways a month | removals for other reasons
        activity | ratio | activity relative to the start | 1
        activity_incentive | ratio | pull of payment by activity on treatment | 1
        income_icb | GBPm a month | contract income from the ICB
        funding_index | ratio | effective funding relative to the start | 1
        income | GBPm a month | income
        cost | GBPm a month | cost
        trust_gap | share of income | deficit as a share of income
        balance | GBPm a month | balance
        outside_income | GBPm a month | income from elsewhere at the start
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        trust_shortfall | shortfall | shortfall the overseers see
        bad_quarters | quarters | quarters of sustained shortfall
        good_quarters | quarters | quarters of recovery
        in_recovery | 0 or 1 | in the recovery programme
        recovery_months | months | months spent in the programme
        joint_plan | share | gain of a joint plan
        recovery_help | 0 to 1 | help with recovery
        recovering | 0 or 1 | in the recovery programme this month
        recovery_entries | entries | times it entered the recovery programme
        in_deficit | 0 or 1 | the trust overspends
    """,
    "mhc": """
        income_start | GBPm a month | income at the start | given
        foundation | 0 or 1 | foundation trust | given
        income_from_icb | GBPm a month | contract income from the ICB
        income | GBPm a month | income
        cost | GBPm a month | cost
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        trust_gap | share of income | deficit as a share of income
        balance | GBPm a month | balance
        outside_income | GBPm a month | income from elsewhere at the start
    """,
}
"""By kind of entity."""
