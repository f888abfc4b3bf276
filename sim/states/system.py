"""States of the system: its partnership and its board.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "icp": """
        leader_left | 0 or 1 | a leader left this month
        leader_settled | 0 to 1 | how settled the leader is | 1
        pressure | weighted shortfall | pressure from its mandate
        strategy_target | share of money | share outside hospital that the strategy wants
        aim_to_pool | share of care money | how much partners aim to pool | 0.25
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
        learned_on_maturity | per unit | change of the weight on maturity learned from experience
        way_on_maturity | -1 or 1 | direction in which the ICB experiments with it | 1
        learned_on_tests | per unit | change of the weight on the subsidiarity tests learned from experience
        way_on_tests | -1 or 1 | direction in which the ICB experiments with it | 1
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
        wanted_local | share of money | what the board wants to spend outside hospital, service by service
        wanted_whole | sum | what it wants to spend in all, before that is made to fit
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
        staff_for_places | share of all staff | staff meant for place teams | 0.35
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
        earmarked | GBPm a month | money that initiatives and interventions bring
        initiative | 0 or 1 | a national initiative began this year
        pressure_received | pressure | pressure that reaches the ICB
        system_capability_seen | 0 to 1 | capability of the system as the region sees it
        money_unexplained | GBPm a month | NHS money that became nobody's income (must be 0)
        interventions_year | a year | interventions begun, yearly rate
        trust_overall | 0 to 1 | trust over all relationships
        trust_council | 0 to 1 | trust between ICB and councils
        trust_place | 0 to 1 | trust between ICB and places
        trust_acute | 0 to 1 | trust between ICB and acute trusts
        trust_centre | 0 to 1 | trust between ICB and region
        trust_lowest | 0 to 1 | lowest trust of any relationship
        contribution_mean | 0 to 1 | contribution of partners to joint work
        healthy_years | years per 1,000 a month | healthy life years against the start
        healthy_years_more | years per 1,000 a month | healthy life years of the more deprived halves against the start
        healthy_years_less | years per 1,000 a month | healthy life years of the less deprived halves against the start
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
}
"""By kind of entity."""
