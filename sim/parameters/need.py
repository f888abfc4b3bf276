"""Parameters of M2 Need and health."""

from sim.parameters.declare import lever, uncertainty

MARTIN = (
    "Martin, Lomas and Claxton 2020, BMJ Open 10:e036411; Martin, Longo, Lomas and Claxton 2021, BMJ Open 11:e046417"
)

# fmt: off
PARAMETERS = (
    uncertainty("need_deprivation_slope", "How need rises with deprivation", "share per IMD point", 0.014, 0.010, 0.018, "M2", "B", "Fit to ICB allocations 2024/25, House of Commons Library CBP-10031"),
    uncertainty("ill_health_slope", "How ill health rises with deprivation", "share of life per IMD point", 0.004, 0.0025, 0.0055, "M2", "D", "E178; E140"),
    uncertainty("need_growth", "Growth of need with an ageing population", "a year", 0.009, 0.003, 0.015, "M2", "D", "E099"),
    uncertainty("hardship_effect", "How hardship raises need", "a year per unit of shock", 0.01, 0.0, 0.025, "M2", "C", "E220"),
    uncertainty("access_lag", "How slowly access follows funding", "months", 6.0, 3.0, 12.0, "M2", "D", "E144"),
    lever("restart_effort", "Local effort to restart paused work", "0 to 1", 0.5, 0.0, 1.0, "M2", "C", "E150; E141", "place"),
    uncertainty("crowding_out", "How pushes on measured targets crowd out prevention", "per unit of push", 0.1, 0.0, 0.25, "M2", "C", "E144; E222; Holmstrom and Milgrom 1991, J. Law, Economics and Organization 7:24-52"),
    uncertainty("hospital_lag", "Lag of health behind hospital and social care", "months", 12.0, 6.0, 18.0, "M2", "D", MARTIN),
    uncertainty("prevention_lag", "Lag of health behind prevention", "months", 48.0, 30.0, 66.0, "M2", "D", "E144; E214"),
    uncertainty("health_scale", "Effect on healthy life for each unit of effect on mortality", "ratio", 0.6, 0.3, 1.0, "M2", "D", MARTIN),
    uncertainty("elasticity_care", "Elasticity of health to NHS care", "elasticity", 0.66, 0.53, 0.84, "M2", "B", MARTIN),
    uncertainty("elasticity_social", "Elasticity of health to social care", "elasticity", 0.25, 0.1, 0.336, "M2", "B", MARTIN),
    uncertainty("elasticity_public_health", "Elasticity of health to public health", "elasticity", 0.052, 0.019, 0.144, "M2", "B", MARTIN, "log-uniform"),
    uncertainty("prevention_share_of_effect", "Part of the NHS effect that works through care near home and prevention", "share", 0.5, 0.3, 0.7, "M2", "D", "E336; E145; Martin, Lomas and Claxton 2020, BMJ Open 10:e036411"),
    uncertainty("need_on_health", "How need worsens health", "elasticity", 0.3, 0.1, 0.5, "M2", "D", "E178"),
    uncertainty("harm_of_waits", "Harm of waiting beyond 18 weeks", "log ill health per unit share", 0.05, 0.0, 0.15, "M2", "D", "E127; E128"),
    uncertainty("harm_of_unmet", "Harm of unmet social care need", "log ill health per unit share", 0.15, 0.0, 0.4, "M2", "D", "E228"),
    uncertainty("reach_effect", "Effect of voluntary sector reach on the more deprived", "log ill health per unit", 0.15, 0.0, 0.35, "M2", "C", "E209; E277"),
)
