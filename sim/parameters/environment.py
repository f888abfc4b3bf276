"""Parameters of M1 Environment."""

from sim.parameters.declare import uncertainty

FITS = "Fit to NHS England monthly statistics 2022-2024"

# fmt: off
PARAMETERS = (
    uncertainty("minister_turnover", "Turnover of health secretaries", "a year", 0.5, 0.1, 1.2, "M1", "C", "E216; E247"),
    uncertainty("politics_level", "Usual political pressure on the NHS", "0 to 1", 0.35, 0.15, 0.6, "M1", "C", "E219; E222"),
    uncertainty("politics_persistence", "How long political pressure lasts", "monthly AR(1)", 0.85, 0.6, 0.95, "M1", "D", "E219"),
    uncertainty("politics_noise", "Unforeseen swings of political pressure", "0 to 1, SD a month", 0.05, 0.02, 0.1, "M1", "D", "E216"),
    uncertainty("politics_winter", "Extra political pressure in winter", "0 to 1", 0.12, 0.0, 0.3, "M1", "C", "E222"),
    uncertainty("election_month", "Month of the first general election", "months from the start", 37.0, 0.0, 59.0, "M1", "D", "General elections at most five years apart (Dissolution and Calling of Parliament Act 2022)"),
    uncertainty("excess_inflation_mean", "Inflation of health and care costs above the economy's", "a year", 0.008, -0.002, 0.02, "M1", "D", "E217; E147"),
    uncertainty("excess_inflation_noise", "Unforeseen swings of that inflation", "a year, SD a month", 0.003, 0.001, 0.006, "M1", "D", "E217"),
    uncertainty("shock_hazard", "How often a cost-of-living shock comes", "a year", 0.15, 0.02, 0.35, "M1", "C", "E220; E217"),
    uncertainty("shock_size", "Size of a cost-of-living shock", "0 to 1", 0.5, 0.2, 1.0, "M1", "D", "E220; E221"),
    uncertainty("pause_hazard", "How often non-urgent work is paused nationally", "a year", 0.01, 0.0, 0.03, "M1", "C", "E149; E128"),
    uncertainty("local_shock_size", "Local swings of demand", "log, SD a month", 0.03, 0.015, 0.045, "M1", "B", FITS),
    uncertainty("growth_spread", "How far communities differ in growth of demand", "a year, SD", 0.004, 0.0, 0.008, "M1", "D", FITS),
    uncertainty("emergency_growth", "Growth of emergency bed use beyond need, net of shorter stays", "a year", 0.0, -0.008, 0.008, "M1", "B", FITS),
    uncertainty("referral_growth", "Growth of referrals beyond need", "a year", 0.003, -0.006, 0.012, "M1", "B", FITS),
    uncertainty("nhs_vacancy_mean", "Usual vacancy rate in the NHS", "share of posts", 0.08, 0.05, 0.11, "M1 M2 M3 M5 M9", "D", "E132; E127"),
    uncertainty("care_vacancy_mean", "Usual vacancy rate in social care", "share of posts", 0.09, 0.06, 0.14, "M1 M4", "D", "E134; E314"),
    uncertainty("seasonality", "Strength of the seasons", "multiple of that seen", 1.0, 0.7, 1.3, "M1 M3 M4", "B", FITS),
)
