"""Parameters of M5 Money."""

from sim.parameters.declare import choice, lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("initial_rescue_belief", "Belief at the start that deficits are rescued", "0 to 1", 0.5, 0.2, 0.8, "M5", "D", "Kornai, Maskin and Roland 2003, J. Econ. Lit. 41:1095-1136"),
    uncertainty("nhs_growth", "Real growth of NHS money", "a year", 0.028, 0.018, 0.037, "M5", "A", "Nuffield Trust on NHS spending; E014; E015"),
    uncertainty("rescue_base", "Chance that a deficit is rescued", "0 to 1", 0.5, 0.2, 0.8, "M5", "D", "NHS England financial performance update, 29 May 2025"),
    uncertainty("rescue_size_effect", "How that chance rises with the deficit", "per share of allocation", 4.0, 0.0, 10.0, "M5", "D", "Dewatripont and Maskin 1995, Rev. Econ. Studies 62:541-555"),
    uncertainty("rescue_learning_rate", "How fast belief follows what happened", "0 to 1 a year", 0.3, 0.1, 0.6, "M5", "D", "Kornai, Maskin and Roland 2003, J. Econ. Lit. 41:1095-1136"),
    uncertainty("cost_pressure", "Cost pressure beyond inflation", "a year", 0.012, 0.004, 0.02, "M5", "D", "E217; E018"),
    uncertainty("efficiency", "Recurrent efficiency within reach", "a year", 0.028, 0.018, 0.04, "M5", "D", "NHS England financial performance update, 29 May 2025"),
    uncertainty("gap_response", "How hard organisations close a gap", "share a year", 0.5, 0.25, 0.9, "M5", "D", "E212"),
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
    lever("care_fees", "Rise of care fees above inflation", "a year", 0.0, -0.02, 0.03, "M5", "C", "E134", "council"),
    uncertainty("most_savings", "Most a council can save in a year", "share of budget", 0.03, 0.015, 0.05, "M5", "D", "E152; E153"),
    uncertainty("care_saving_share", "Part of savings that falls on care", "share", 0.35, 0.2, 0.5, "M5", "D", "E154"),
    uncertainty("one_off_share", "Part of savings that is one-off", "share", 0.35, 0.15, 0.6, "M5", "D", "E153; E158"),
    uncertainty("section_114_hazard", "Chance of a section 114 notice without reserves", "a month", 0.02, 0.005, 0.05, "M5", "B", "About 13 notices 2018-2024"),
)
