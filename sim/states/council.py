"""States of councils.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
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
        healthy_years | years per 1,000 a month | healthy life years against the start
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
}
"""By kind of entity."""
