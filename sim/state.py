"""Every state variable, declared once: whose it is, its unit, what it means, and where it starts.

A state is an array of shape (entities of its kind, runs) in the NumPy engine and a float on each entity in the Mesa
engine. ``GIVEN`` states are fixed figures of the described system; ``PARAMETER`` states start from the registry
parameter ``<state>_<entity>``; the others start at a number, and the ``start`` rules of the rulebook may set them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

GIVEN: Literal["given"] = "given"
PARAMETER: Literal["parameter"] = "parameter"


@dataclass(frozen=True)
class State:
    """One declared state variable."""

    kind: str
    name: str
    unit: str
    label: str
    start: float | Literal["given", "parameter"] = 0.0


_TABLE: dict[str, str] = {
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
    "icp": """
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        strategy_target | share of money | share outside hospital that the strategy wants
    """,
    "icb": """
        prevention_exposed | weighted shortfall | short-term pressure that prevention is not protected from
        short_term_judged | multiple | how hard NHS leaders are judged on waits, winter and money | 1.1
        restart_pace | share a month | backlog of paused work that local effort works off | 0.06
        roles_clear | 0 to 1 | how clear the arrangement is about who answers for what | 0.5
        red_lines_hold | 0 or 1 | red lines of councils are in force | 1
        exit_agreed | 0 to 1 | agreed ways out of shared arrangements | 0.5
        in_principle | 0 to 1 | how far decisions wait for councils to confirm them | 0.6
        free_to_differ | share | what national prescription leaves places to do differently | 0.925
        steering | 0 to 1 | how far place boards steer money that others hold | 0.2
        support_given | 0 to 1 | support for places to develop | 0.3
        levelling | 0 to 1 | effort moved from strong to weak places | 0.3
        help_among_peers | 0 to 1 | help from peers in place of direction | 0.2
        openness | 0 to 1 | how early plans are in the open | 0.4
        scale_gain | share | what trusts that share one list add to treatment
        allocation_start | GBPm a month | allocation at the start | given
        running_cost_start | GBPm a month | running-cost allowance at the start | given
        balance_start | share of allocation | yearly balance at the start | given
        population | people | residents | given
        councils | councils | councils of the system | given
        led_organisations | organisations | ICB, councils, acute trusts and places | given
        referrals_year | a year per council | contested changes referred upwards
        public_trust_mean | 0 to 1 | the public's trust
        leaders_lost_year | a year per organisation | leaders lost
        contested | 0 to 1 | how contested the system's plans are
        scrutiny_delay | months | delay that scrutiny adds
        collaborative_power | 0 to 1 | weight of the collaborative
        outgrown | 0 to 1 | how far the collaborative outgrew the ICB
        rating | 0 to 1 | rating of the system | 0.6
        learned | share | change of the base level learned from experience
        learned_way | -1 or 1 | direction in which the ICB experiments | 1
        performance_before | index | performance the ICB saw a year ago
        reform | 0 or 1 | a national reform begins this month
        relabelled | share of people | people whose organisations gave way to others this month
        span | systems | systems that the board's team looks after | 1
        merged | 0 or 1 | boards that share a team are one in law
        board_changed | 0 or 1 | the board began to share its team, or merged, this month
        reorganised | 0 to 1 | organisations changed this month
        attention | 0 to 1 | attention that the team has for this system | 1
        team_reach | ratio | work that the team does, relative to one of its own | 1
        voice_kept | share | say that councils keep on a shared board | 1
        sight | share | knowledge of local need that a shared board keeps | 1
        transition_owed | GBPm | cost of changing organisations still to be paid
        transition_cost | GBPm a month | cost of changing organisations
        transition_all | GBPm a month | the same, with councils
        transition_spent | GBPm | cost of changing organisations paid so far
        running_highest | GBPm a month | highest running costs so far
        running_saved | GBPm | running costs saved so far, against the highest
        unrecovered | years a month | transition cost exceeds what was saved
        aid_effort | 0 to 1 | effort of trusts at levelling waits
        help_weakest | 0 to 1 | help for the weakest that the rating makes worth while
        mix_moved | share of money | money moved in or out of hospital this year
        nhs_vacancies | share of posts | vacancy rate in the NHS | 0.08
        care_vacancies | share of posts | vacancy rate in social care | 0.09
        allocation | GBPm a month | NHS allocation
        running_cost | GBPm a month | running costs
        icb_gap | share of allocation | the ICB's own overspend
        rescue_belief | 0 to 1 | belief that deficits are rescued
        rescued | 0 or 1 | last year's deficit was covered
        support | GBPm a month | deficit support
        services_money | GBPm a month | spending on services
        nhs_pool_paid | GBPm a month | NHS payments into pools
        icb_balance | GBPm a month | the ICB's balance
        nhs_balance | GBPm a month | balance of all NHS bodies, before support
        balance_year | share of allocation | balance of the NHS bodies over about a year
        deficit_share | share of allocation | deficit of the NHS bodies over about a year
        accumulated | GBPm | accumulated balance of the NHS bodies after support
        mix_whole | sum | sum of the given mix
        local_share | share of money | share outside hospital that the board has set
        local_share_start | share of money | the same at the start
        extra_seats | seats | seats added through distrust
        members | seats | seats on the board
        decision_delay | months | months from proposal to decision
        strategy_pull | 0 to 1 | weight of the partnership's strategy
        power_executive | share | power of ICB executives on the board
        power_acute | share | power of acute trusts
        power_community_trusts | share | power of mental health and community trusts
        power_primary_care | share | power of primary care
        power_councils | share | power of councils
        power_places | share | power of place leads
        power_others | share | power of the voluntary sector and public
        duplication | 0 to 1 | work done twice
        mean_real_place | share | what places really decide
        mean_formal_place | share | what places formally hold
        mean_announced | share | what was announced for places
        mean_centre | share | what the centre decides
        mean_provider | share | what providers decide
        effectiveness | 0 to 1 | effectiveness of the system's team
        icb_overload | 0 to 1 | the system's work that its staff cannot cover
        system_capability | 0 to 1 | capability of the system's team
        staff_core | 1 = all staff of 2024/25 | staff at the core
        staff_total | 1 = all staff of 2024/25 | all staff | 1
        dependence | 0 to 1 | dependence of the system on direction
        disruption | 0 to 1 | upheaval of reforms
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        nhs_pressure | weighted shortfall | pressure from the ICB's NHS mandate
        alarm_national | a quarter | the centre's part of the chance of an intervention
        alarm_regional | a quarter | the region's part of the chance of an intervention
        attention_to_spare | multiple of usual | attention that centre and region can spare
        doubt | weighted shortfall | how little confidence the centre has in system, places and board
        intervened | 0 or 1 | an intervention began this month
        bypassed | 0 or 1 | it went round the ICB
        led_recovery | 0 or 1 | the ICB led a recovery
        was_through | 0 or 1 | last quarter's intervention went through the ICB
        shortfall_seen | weighted shortfall | shortfall the region sees
        shortfall_before | weighted shortfall | shortfall the region saw a quarter ago
        segment | 1 to 4 | oversight segment | 2
        worse_quarters | quarters | quarters that looked worse than the segment
        better_quarters | quarters | quarters that looked better than the segment
        authority | 0 to 1 | authority of the ICB
        push | push | push of interventions on targeted measures
        direction | 0 to 1 | part of decisions under central direction
        burden | burden | reporting burden
        lasting_gain | share | lasting gain from interventions
        gaming | 0 to 1 | gaming of targeted measures
        initiative | 0 or 1 | a national initiative began this year
        pressure_received | pressure | pressure that reaches the ICB
        system_capability_seen | 0 to 1 | capability of the system as the region sees it
        money_unexplained | GBPm a month | allocation that became nobody's income (must be 0)
        interventions_year | a year | interventions begun, yearly rate
        trust_overall | 0 to 1 | trust over all relationships
        trust_council | 0 to 1 | trust between ICB and councils
        trust_place | 0 to 1 | trust between ICB and places
        trust_acute | 0 to 1 | trust between ICB and acute trusts
        trust_centre | 0 to 1 | trust between ICB and region
        trust_lowest | 0 to 1 | lowest trust of any relationship
        contribution_mean | 0 to 1 | contribution of partners to joint work
        healthy_years | years per 1,000 a month | healthy life years gained against the start
        healthy_years_more | years per 1,000 a month | healthy life years gained by the more deprived halves
        healthy_years_less | years per 1,000 a month | healthy life years gained by the less deprived halves
        healthy_years_discounted | years per 1,000 a month | the same, discounted at 1.5 % a year
        councils_outside | share | councils that stand outside
        councils_frozen | share | councils under a section 114 freeze
        near_gap_system | share of funding | councils' gap covered from reserves
        council_voice | 0 to 1 | influence councils feel they have
        claw_backs_year | share of money a year | delegation clawed back
        balance_discounted | GBP per resident a month | NHS balance, discounted at 3.5 % a year
        inequality_slope | years per 1,000 a month per 10 IMD | slope of ill health over deprivation
        inside_gap | years per 1,000 a month | gap between halves of places
        waits_18 | share | patients treated within 18 weeks
        four_hours_system | share | A&E within four hours
        waiting_list_system | thousand | people and pathways waiting
        delayed_beds_system | per 100,000 people | delayed discharges a day
        delayed_share_system | share | occupied beds blocked by delay
        unmet_need_system | share | unmet social care need
        access_primary_system | ratio | access to primary care
        access_community_system | ratio | access to community care
        access_mental_system | ratio | access to mental health care
        prevention_system | ratio | prevention activity
        decision_loss | share of spending | spending lost through decisions
        local_money_share | share of money | share really spent outside hospital
        trusts_in_deficit | share | acute trusts in deficit
        reserves_months | months of care spending | council reserves
        medium_gap_system | share of funding | councils' gap expected in three years
        supported_councils | share | councils with exceptional support
        pooled_share | share | NHS and council money pooled, of care spending
        strategy_distance | share of money | distance of spending from the strategy
        partner_in | share | councils that are partners in
        capability_mean | 0 to 1 | maturity of places
        spread_real | share | spread of real delegation between places
        overrides_year | a year per place | overrides, yearly rate
        joint_work_mean | 0 to 1 | joint work at places
        joint_practice_mean | 0 to 1 | joint practice at places
        care_engagement_mean | 0 to 1 | engagement of care providers
        vcse_engagement_mean | 0 to 1 | engagement of the voluntary sector
        recovering_share | share | acute trusts in the recovery programme
        announced_provider | share of money | announced for providers
        announced_centre | share of money | announced for the centre (none under the 2022 Act)
        announced_icb | share of money | announced for the ICB
        formal_provider | share of money | formally held by providers
        formal_centre | share of money | formally held by the centre (none under the 2022 Act)
        formal_icb | share of money | formally held by the ICB
        real_icb | share of money | really decided by the ICB
        influence_places | 0 to 1 | influence that place leads can feel
        influence_acute | 0 to 1 | influence that acute trusts can feel
        influence_community_trusts | 0 to 1 | influence that mental health and community trusts can feel
        influence_primary_care | 0 to 1 | influence that primary care can feel
        influence_councils | 0 to 1 | influence that councils can feel
        influence_others | 0 to 1 | influence that the voluntary sector and the public can feel
        influence_executive | 0 to 1 | influence of the ICB's executives
        action_per_time | GBP per GBP million | money moved in a year per month of members' time
        interventions_round_year | a year | interventions begun round the ICB, yearly rate
        months_to_recovery | months | months in the recovery programme per entry
        trust_national | 0 to 1 | trust between the national centre and region or ICB
        trust_region_trusts | 0 to 1 | trust between region and trusts
        trust_icb_providers | 0 to 1 | trust between ICB and other providers
        trust_icp | 0 to 1 | trust of the ICP with ICB and councils
        trust_councils | 0 to 1 | trust between councils
        trust_council_place | 0 to 1 | trust between councils and places
        trust_council_acute | 0 to 1 | trust between councils and acute trusts
        trust_council_care | 0 to 1 | trust between councils and care providers
        trust_places | 0 to 1 | trust between places
        trust_place_trusts | 0 to 1 | trust between places and trusts
        trust_place_providers | 0 to 1 | trust between places and their providers
        trust_trusts | 0 to 1 | trust between acute trusts
        partner_to | share | councils that are partners to
        prevention_money_share | share of money | money for primary care, prevention and public health
        balance_per_head | GBP per resident a month | balance of all NHS bodies, before support
        support_per_head | GBP per resident a month | exceptional support to councils
        support_per_head_discounted | GBP per resident a month | the same, discounted at 3.5 % a year
        overspend_per_head | GBP per resident a month | councils' spending beyond their funding
        overspend_per_head_discounted | GBP per resident a month | the same, discounted at 3.5 % a year
    """,
    "community": """
        emergency_local | log | local shock to emergency demand
        referral_local | log | local shock to referrals
        emergency_demand | ratio | emergency demand relative to the start | 1
        referral_demand | ratio | referrals relative to the start | 1
        healthy_years | years per 1,000 a month | healthy life years gained against the start
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
        health_gain | years per 1,000 a month | healthy life years gained against the start
    """,
    "place": """
        prevention_effort | ratio | effort that a pound for prevention buys relative to the start | 1
        population | people | residents | given
        former_commissioner | 0 to 1 | stands on a former commissioning footprint | given
        joined_up_start | 0 to 1 | joined-up work at the start | given
        coterminous | 0 to 1 | matches a council's boundary | given
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
        healthy_years | years per 1,000 a month | healthy life years gained against the start
        inside_gap | years per 1,000 a month | gap between the place's halves
        waits_18 | share | patients treated within 18 weeks
        four_hours_place | share | A&E within four hours
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        spending_per_need | GBP a month | NHS spending per person weighted by need
        announced_to_provider | share | what was announced for providers at the place
        announced_to_centre | share | what was announced for the centre at the place
        held_by_provider | share | what providers formally hold at the place
        held_by_centre | share | what the centre formally holds at the place
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
    "council": """
        population | people | residents inside the system | given
        relabelled | share of people | how far the council is a new one this month
        transition_owed | GBPm | cost of becoming a new council still to be paid
        transition_cost | GBPm a month | cost of becoming a new council
        care_start | GBPm a month | adult social care spending at the start | given
        public_health_start | GBPm a month | public health grant at the start | given
        other_start | GBPm a month | other spending at the start | given
        reserves_start | GBPm | reserves at the start | given
        supported_start | 0 or 1 | exceptional support at the start | given
        delay_seen | ratio | delayed discharges among residents relative to the start | 1
        care_spend | GBPm a month | adult social care budget
        other_spend | GBPm a month | budget of other services
        public_health | GBPm a month | public health grant
        funding | GBPm a month | core funding
        reserves | GBPm | reserves
        fee_index | ratio | care fees relative to costs at the start | 1
        fee_rise | a year | rise of care fees above inflation
        called_by_form | score | what the legal form adds to coming in | 0.02
        called_by_duty | score | what a duty to collaborate adds to coming in | 0.05
        supported | 0 or 1 | exceptional financial support
        public_health_volume | ratio | public health spending relative to the start | 1
        unsettled | 0 to 1 | uncertainty of funding
        care_wanted | GBPm a month | care cost before savings
        other_wanted | GBPm a month | other cost before savings
        gap | GBPm a month | budget gap before savings
        care_duty_binds | 0 or 1 | the care duty forbids cuts to care
        savings | GBPm a month | savings
        one_off | GBPm a month | one-off savings
        care_cut | share | cut of care in this year's budget
        frozen | months | months left of a section 114 freeze
        care_paid | GBPm a month | care spending
        other_paid | GBPm a month | other spending
        exceptional_support | GBPm a month | exceptional support received
        near_gap | GBPm a month | gap covered from reserves
        near_gap_share | share of funding | the same as a share of funding
        care_volume | ratio | care spending at constant prices relative to the start | 1
        medium_gap | GBPm a month | gap expected in three years
        voice | 0 to 1 | influence the council feels it has
        mandated_pool | GBPm a month | money that must be pooled
        pool_nhs | GBPm a month | NHS money in the pool
        pool_council | GBPm a month | council money in the pool
        pool_start | GBPm a month | NHS money in the pool at the start
        icb_offer | GBPm a month | the ICB's pooling offer
        council_offer | GBPm a month | the council's pooling offer
        refused | 0 or 1 | the council refused to ratify this year's pool
        pool_agreed | GBPm a month | agreed pool beyond mandated money
        left_pool | 0 or 1 | the council left the pool this month
        pool_for_care | ratio | care bought by the pool, of care spending at the start
        referred | 0 or 1 | a change was referred upwards this quarter
        stance | 0 outside, 1 to, 2 in | stance towards the system | 1
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        stance_score | score | score for coming in
        alignment_politics | 0 to 1 | political alignment with the NHS agenda
        exposure | 0 to 1 | perceived exposure to risk
        pooled_share | share | pooled money, of care spending
        trust_in_icb_council | 0 to 1 | the council's trust in the ICB
        is_outside | 0 or 1 | the council stands outside
        is_frozen | 0 or 1 | the council is under a section 114 freeze
        money_unexplained | GBPm a month | income that was neither spent nor kept (must be 0)
        care_income | GBPm a month | what care providers receive from council and pool
        is_partner_in | 0 or 1 | the council is bound as a partner in
        is_partner_to | 0 or 1 | the council supports the system and keeps its sovereignty
        referred_year | a year | contested changes referred upwards
        healthy_years | years per 1,000 a month | healthy life years gained against the start
        inside_gap | years per 1,000 a month | gap between the halves of its communities
        unmet_need | share | unmet social care need
        access_primary | ratio | access to primary care relative to the start
        access_community | ratio | access to community care relative to the start
        access_mental | ratio | access to mental health care relative to the start
        prevention | ratio | prevention activity relative to the start
        waits_18 | share | patients treated within 18 weeks
        place_power | share | what its places really decide
        joint_practice | 0 to 1 | joint practice
        reserves_months | months of care spending | reserves
        medium_gap_share | share of funding | gap expected in three years
    """,
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
    "service": """
        hospital | 0 or 1 | hospital care | given
        mix_given | share of money | share of money at the start, before it is made to sum to 1 | parameter
        mix | share of money | the system's spending mix
        subsidiarity | 0 local to 1 not | true subsidiarity score | parameter
        variety | share of spending | variety of need | parameter
        coordination_low | relative to fit | need to coordinate, most local function | parameter
        coordination_high | relative to fit | need to coordinate, least local function | parameter
        scale_low | share of spending | scale loss, most local function | parameter
        scale_high | share of spending | scale loss, least local function | parameter
        spill_low | share of spending | spillover, most local function | parameter
        spill_high | share of spending | spillover, least local function | parameter
    """,
    "bloc": """
        seats_given | seats | seats on the board | given
        is_acute | 0 or 1 | the acute trusts' bloc | given
        is_executive | 0 or 1 | the executives' bloc | given
        lean | -1 to 1 | lean to care outside hospital | parameter
        preference | -1 to 1 | what the bloc wants
    """,
    "remit": """
        hospital | 0 or 1 | hospital care | given
        blended_mix | share of money | mix that counts | 0.1
        spending | GBPm a month | spending
        effective | GBPm a month | effective spending at constant prices
        volume | ratio | effective spending relative to the start | 1
        effective_start | GBPm a month | effective spending at the start | 1
        place_mix | share of money | the place's spending mix
        formal_place | share | formal share of the place
        formal_provider | share | formal share of providers
        formal_centre | share | formal share of the centre (none under the 2022 Act)
        formal_icb | share | formal share of the ICB
        announced | share | announced share of the place
        announced_provider | share | announced share of providers
        announced_centre | share | announced share of the centre (none under the 2022 Act)
        announced_icb | share | announced share of the ICB
        real_place | share | real share of the place
        real_provider | share | real share of providers
        real_centre | share | real share of the centre
        real_icb | share | real share of the ICB
        steered | share | provider-held money that the place steers
        subsidiarity_seen | 0 local to 1 not | subsidiarity score as tested
        clawed_back | share | clawed back this month
        respected | share | decisions that stood this quarter
        undone_months | months | months since the announcement was outstanding
        undone | share | announced and not done for over a year
        loss | share of spending | loss through the quality of decisions
    """,
    "tie": """
        relabelled | 0 to 1 | how far one of its ends is a new organisation this month
        upheaval | stake | reform felt this month
        partner_weight | share | weight of the partner in joint work | given
        contribution | 0 to 1 | contribution to joint work
        contribution_power | weighted power | contribution as it enters the output
        contribution_weighted | weighted share | contribution times weight
        stress | 0 to 1 | what holds the partner back
        kept | stake | promises kept this month
        broken | stake | promises broken this month
        trust | 0 to 1 | trust
        institutional_trust | 0 to 1 | trust between the institutions | 0.5
        evidence_for | events | evidence for
        evidence_against | events | evidence against
        expectation | 0 to 1 | expectation of kept promises
    """,
}


def _parse(kind: str, text: str) -> list[State]:
    states = []
    for line in text.strip().splitlines():
        name, unit, label, *start = (part.strip() for part in line.split("|"))
        if not start:
            states.append(State(kind, name, unit, label))
        elif start[0] == GIVEN:
            states.append(State(kind, name, unit, label, GIVEN))
        elif start[0] == PARAMETER:
            states.append(State(kind, name, unit, label, PARAMETER))
        else:
            states.append(State(kind, name, unit, label, float(start[0])))
    return states


STATES: dict[tuple[str, str], State] = {
    (state.kind, state.name): state for kind, text in _TABLE.items() for state in _parse(kind, text)
}
"""Every state by (kind of entity, name)."""
