"""Parameters of M10 Oversight and intervention."""

from sim.parameters.declare import choice, lever, uncertainty

TARGETS = "NHS England planning guidance 2025/26"

# fmt: off
PARAMETERS = (
    uncertainty("target_waits", "Target for treatment within 18 weeks", "share", 0.65, 0.6, 0.92, "M10", "A", TARGETS),
    uncertainty("target_four_hours", "Target for A&E within four hours", "share", 0.78, 0.76, 0.95, "M10", "A", TARGETS),
    uncertainty("observation_noise", "Noise of what organisations see of each other", "SD", 0.1, 0.03, 0.2, "M7 M10", "D", "E148; E254"),
    uncertainty("observation_lag", "Lag of what organisations see of each other", "months", 6.0, 2.0, 12.0, "M10", "D", "E148"),
    uncertainty("assessor_bias", "Bias of the centre's assessors", "0 to 1", -0.05, -0.2, 0.1, "M10", "D", "E022; E251"),
    uncertainty("hazard_national", "Readiness of the centre to intervene", "multiple", 0.22, 0.0, 0.6, "M10", "C", "E244; E247"),
    uncertainty("hazard_regional", "Readiness of the region to intervene", "multiple", 0.22, 0.0, 0.6, "M10", "C", "E249; E251"),
    uncertainty("low_confidence_hazard", "How doubt about a system's maturity draws intervention", "per unit", 0.3, 0.0, 0.6, "M10", "C", "E096; E251"),
    lever("tightness", "Tightness of central oversight", "multiple", 1.0, 0.0, 2.0, "M10", "C", "E245; E248", "NHS England"),
    lever("bandwidth", "Capacity of centre and region to intervene", "multiple", 1.0, 0.0, 2.0, "M10", "C", "E218; E245", "NHS England"),
    lever("systems_per_region", "Systems a region looks after", "multiple of today's", 1.0, 0.5, 3.0, "M10", "C", "E250", "NHS England"),
    lever("regional_shielding", "How far the region shields its systems", "0 to 1", 0.4, 0.0, 1.0, "M10 M13", "C", "E246; E249", "NHS England region"),
    lever("regional_insecurity", "Insecurity of regional posts", "0 to 1", 0.4, 0.0, 1.0, "M10 M13", "C", "E218; E251", "NHS England"),
    lever("round_share", "Share of interventions that go round the ICB", "0 to 1", 0.4, 0.0, 1.0, "M10", "C", "E242; E244", "NHS England"),
    lever("alignment", "Alignment of overseers", "0 to 1", 0.5, 0.0, 1.0, "M10 M13", "C", "E240; E242", "NHS England and ICB"),
    choice("who_fixes", "Who leads the recovery of failing trusts", "joint", ("icb", "region", "joint"), "M10", "C", "E240; E241", "NHS England and ICB"),
    uncertainty("initial_authority", "Authority of the ICB at the start", "0 to 1", 0.6, 0.4, 0.8, "M10", "D", "E227; E243"),
    uncertainty("bypass_cost", "Authority lost when the ICB is bypassed", "share", 0.06, 0.02, 0.12, "M10", "C", "E243; E244"),
    uncertainty("recovery_gain", "Authority won by leading a recovery", "share", 0.05, 0.01, 0.1, "M10", "C", "E242; E243"),
    uncertainty("intervention_effect", "Push an intervention gives the targeted measure", "push", 0.5, 0.2, 0.9, "M10", "B", "Bevan and Hood 2006, Public Administration 84:517-538; Gruber, Hoe and Stoye 2023, Rev. Econ. Statistics 105:1-19"),
    uncertainty("intervention_direction", "Part of decisions directed after an intervention", "share", 0.12, 0.04, 0.25, "M10", "C", "E096; E244"),
    uncertainty("gaming_share", "Part of an intervention's gain that is gaming", "0 to 1", 0.3, 0.0, 0.6, "M10", "B", "Bevan and Hood 2006, Public Administration 84:517-538"),
    uncertainty("burden_half_life", "Half-life of reporting burden", "months", 30.0, 24.0, 36.0, "M10", "C", "E253"),
    uncertainty("initiative_rate", "Readiness of ministers to launch initiatives", "a year", 0.6, 0.2, 1.0, "M10", "C", "E219; E247; E253"),
)
