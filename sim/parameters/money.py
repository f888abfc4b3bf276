"""Parameters of M5 Money."""

from sim.parameters.declare import choice, lever, uncertainty

KORNAI = "Kornai, Maskin and Roland 2003, J. Econ. Lit. 41:1095-1136"
PERFORMANCE = "NHS England financial performance update, 29 May 2025"
REVIEW = "HM Treasury, Spending Review 2025: 3.0 % a year from 2026/27 to 2028/29"
PAST_GROWTH = "Nuffield Trust on NHS spending: 1.8 % a year from 2011/12 to 2018/19, 3.7 % from 1979/80 to 2019/20"

# fmt: off
PARAMETERS = (
    uncertainty("initial_rescue_belief", "Belief at the start that deficits are rescued", "0 to 1", 0.5, 0.2, 0.8, "M5", "D", KORNAI),
    uncertainty("icb_part_of_deficit", "ICB's own overspend at the start, against the system's deficit", "ratio of shares", 0.4, 0.2, 0.7, "M5", "D", PERFORMANCE + "; assumed: trusts hold most of a deficit"),
    uncertainty("acute_part_of_deficit", "Acute trusts' overspend at the start, against the system's deficit", "ratio of shares", 0.6, 0.3, 1.0, "M5", "D", PERFORMANCE + "; E018"),
    uncertainty("community_part_of_deficit", "Community and mental health trusts' overspend at the start, against it", "ratio of shares", 0.3, 0.1, 0.5, "M5", "D", PERFORMANCE + "; assumed: half the acute trusts'"),
    uncertainty("nhs_growth", "Real growth of NHS money while a spending review has settled it", "a year", 0.03, 0.02, 0.034, "M5", "A", REVIEW + "; " + PAST_GROWTH + "; E014; E015"),
    uncertainty("nhs_growth_later", "Real growth of NHS money after that", "a year", 0.028, 0.018, 0.037, "M5", "A", PAST_GROWTH + "; E015"),
    uncertainty("rescue_base", "Chance that a deficit is rescued", "0 to 1", 0.5, 0.2, 0.8, "M5", "D", PERFORMANCE),
    uncertainty("rescue_size_effect", "How that chance rises with the deficit", "per share of allocation", 4.0, 0.0, 10.0, "M5", "D", "Dewatripont and Maskin 1995, Rev. Econ. Studies 62:541-555"),
    uncertainty("support_withdrawn", "Chance of a rescue that is withdrawn as a sanction in the worst oversight segment", "share", 0.4, 0.0, 0.8, "M5", "C", "E243"),
    uncertainty("politics_on_rescue", "How political pressure raises that chance", "per unit of pressure", 0.2, 0.0, 0.5, "M5", "D", KORNAI + "; E243"),
    uncertainty("deficit_noticed", "Deficit below which there is nothing to rescue", "share of allocation", 0.002, 0.0005, 0.005, "M5", "D", "E212; assumed: within the rounding of a plan"),
    uncertainty("belief_on_saving", "How a belief in rescue lowers the effort to save", "share per unit of belief", 0.4, 0.1, 0.7, "M5", "D", KORNAI + "; assumed: full belief costs two fifths of it"),
    uncertainty("rescue_learning_rate", "How fast belief follows what happened", "0 to 1 a year", 0.3, 0.1, 0.6, "M5", "D", KORNAI),
    uncertainty("cost_pressure", "Cost pressure beyond inflation", "a year", 0.012, 0.004, 0.02, "M5", "D", "E217; E018"),
    uncertainty("efficiency", "Recurrent efficiency within reach", "a year", 0.028, 0.018, 0.04, "M5", "D", PERFORMANCE),
    uncertainty("gap_response", "How hard organisations close a gap", "share a year", 0.5, 0.25, 0.9, "M5", "D", "E212"),
    uncertainty("icb_exposure", "Part of cost pressure and saving that falls on the ICB's own spending", "share", 0.4, 0.2, 0.7, "M5", "D", PERFORMANCE + "; assumed: contracts pass the rest on to trusts"),
    uncertainty("icb_surplus_limit", "Surplus beyond which an ICB spends what it saves", "share of allocation", 0.01, 0.0, 0.02, "M5", "D", "E212; assumed: systems must break even, and no more"),
    uncertainty("trust_surplus_limit", "Surplus beyond which a trust spends what it saves", "share of income", 0.03, 0.01, 0.05, "M5", "D", "E212; E132"),
    uncertainty("independence_on_saving", "How trusts' independence weakens saving for the system", "share per unit of independence", 0.5, 0.2, 0.8, "M5", "C", "E224; E018"),
    uncertainty("incentive_on_saving", "Part of the effort to save that follows its own reward", "share", 0.4, 0.2, 0.7, "M5", "D", "E018; E212; assumed: two fifths, the rest is duty"),
    uncertainty("saving_kept_system", "Part of the reward of its saving that an acute trust keeps where the system's balance counts", "share", 0.3, 0.1, 0.6, "M5", "D", "E018; E076"),
    uncertainty("agency_cost", "Extra cost of agency staff for vacancies above the usual", "share of cost a year per share of posts", 0.3, 0.1, 0.6, "M5", "C", "E132"),
    uncertainty("community_pressure", "Cost pressure on community and mental health trusts, against acute trusts", "ratio", 0.8, 0.6, 1.0, "M5", "D", PERFORMANCE + "; assumed: fewer of them run deficits"),
    uncertainty("nhs_part_of_community", "Part of community and mental health money that goes to NHS trusts", "share", 0.8, 0.65, 0.92, "M5", "D", "E306; assumed: the rest goes to voluntary and private providers"),
    uncertainty("prescription_on_mix", "How far full national prescription takes the spending mix from places", "share", 0.5, 0.25, 0.8, "M7", "C", "E090; E118"),
    lever("activity_payment", "Part of hospital contracts paid by activity", "share", 0.3, 0.0, 1.0, "M5", "C", "E019", "NHS England and ICB"),
    uncertainty("payment_incentive", "How payment by activity raises treatment", "elasticity", 0.06, 0.0, 0.15, "M5", "B", "Gaynor, Laudicella and Propper 2012, J. Health Economics 31:528-543; E019"),
    uncertainty("vcse_grants", "Grants to the voluntary sector", "share of money to other providers", 0.02, 0.005, 0.04, "M5", "D", "E208"),
    choice("control_total", "Whose balance counts: each organisation's or the system's", "system", ("organisation", "system"), "M5", "C", "E018; E051; E076", "NHS England"),
    uncertainty("initial_council_gap", "Councils' budget gap at the start", "share of budget", 0.01, 0.0, 0.03, "M5", "B", "E152; ADASS budget surveys 2022-2025"),
    uncertainty("council_growth", "Real growth of councils' core funding", "a year", 0.013, -0.004, 0.028, "M5", "D", "National Audit Office, local government financial sustainability 2025; E063"),
    uncertainty("council_settlement_noise", "Unforeseen swings of a one-year settlement", "share, SD a year", 0.012, 0.004, 0.025, "M5", "D", "E031; E063"),
    uncertainty("public_health_growth", "Real growth of the public health grant", "a year", 0.0, -0.02, 0.015, "M5", "B", "Health Foundation, April 2024; E156"),
    lever("settlement_length", "Length of council settlements", "years", 1.0, 1.0, 4.0, "M5", "C", "E031; E060; E063", "government"),
    uncertainty("care_demand_growth", "Growth of social care demand", "a year", 0.018, 0.005, 0.03, "M5", "B", "NHS Digital adult social care finance returns; E154"),
    uncertainty("other_pressure", "Growth of councils' other pressures", "a year", 0.012, 0.0, 0.025, "M5", "D", "E153; E155"),
    lever("care_fees", "Rise of care fees above inflation", "a year", 0.0, -0.02, 0.03, "M4", "C", "E134", "council"),
    uncertainty("care_part_of_one_off", "Part of one-off savings that comes back in care, the rest elsewhere", "share", 0.5, 0.3, 0.7, "M5", "D", "E153; assumed: half"),
    uncertainty("care_duty_threshold", "Unmet need above which the care duty forbids cuts to care", "multiple of that at the start", 1.25, 1.1, 1.6, "M5", "D", "E154; assumed: a quarter more than at the start"),
    uncertainty("cut_on_fees", "How a cut to care spending squeezes fees", "share per share cut", 0.4, 0.1, 0.8, "M5", "C", "E134; E154"),
    uncertainty("most_savings", "Most a council can save in a year", "share of budget", 0.03, 0.015, 0.05, "M5", "D", "E152; E153"),
    uncertainty("care_saving_share", "Part of savings that falls on care", "share", 0.35, 0.2, 0.5, "M5", "D", "Assumed: below the part of care in councils' spending (National Audit Office, local government financial sustainability 2025), because of the care duty"),
    uncertainty("one_off_share", "Part of savings that is one-off", "share", 0.35, 0.15, 0.6, "M5", "D", "E153; E158"),
    uncertainty("freeze_length", "Length of the freeze on spending after a notice", "months", 12.0, 6.0, 24.0, "M5", "D", "Local Government Finance Act 1988, section 114; assumed: to the end of the next budget"),
    uncertainty("freeze_saving", "What a freeze saves of spending outside care", "share", 0.04, 0.01, 0.1, "M5", "D", "E074; E147; assumed: contracts and duties leave little to stop"),
    uncertainty("support_reserve_months", "Reserves below which a council on exceptional support still needs it", "months of care spending", 1.0, 0.5, 2.0, "M5", "D", "E158; Ministry of Housing, Communities and Local Government, exceptional financial support for local authorities 2024-27; assumed: a month in hand"),
    uncertainty("section_114_hazard", "Chance of a section 114 notice without reserves", "a month", 0.02, 0.005, 0.05, "M5", "B", "About 13 notices 2018-2024"),
)
