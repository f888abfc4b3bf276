"""Parameters of M2 Need and health."""

from sim.parameters.declare import lever, uncertainty

MARTIN = (
    "Martin, Lomas and Claxton 2020, BMJ Open 10:e036411; Martin, Longo, Lomas and Claxton 2021, BMJ Open 11:e046417"
)

# fmt: off
PARAMETERS = (
    uncertainty("need_deprivation_slope", "How need rises with deprivation", "share per IMD point", 0.014, 0.010, 0.018, "M2", "B", "Fit to ICB allocations 2024/25, House of Commons Library CBP-10031"),
    uncertainty("need_age_slope", "How need rises with the share of people over 65", "share per unit of that share", 2.0, 1.5, 2.5, "M2", "B", "Fit to ICB allocations 2024/25, House of Commons Library CBP-10031"),
    uncertainty("ill_health_mean", "Share of life in ill health at England's mean deprivation", "share of life", 0.235, 0.2, 0.27, "M2", "D", "E178; assumed: near the gap between life and healthy life expectancy"),
    uncertainty("ill_health_slope", "How ill health rises with deprivation", "share of life per IMD point", 0.004, 0.0025, 0.0055, "M2", "D", "E178; E140"),
    uncertainty("ill_health_spread", "How far communities differ in ill health beyond deprivation", "share of life, SD", 0.012, 0.0, 0.025, "M2", "D", "E178"),
    uncertainty("need_growth", "Growth of need with an ageing population", "a year", 0.009, 0.003, 0.015, "M2", "D", "Assumed: 0.2 points more people aged 65 or over a year (Census 2011 and 2021) times 0.020 of need per point, and growing numbers"),
    uncertainty("hardship_effect", "How hardship raises need", "a year per unit of shock", 0.01, 0.0, 0.025, "M2", "C", "E220"),
    uncertainty("access_lag", "How slowly access follows funding", "months", 6.0, 3.0, 12.0, "M2", "D", "E144"),
    uncertainty("practices_on_access", "How practices that join in raise access to primary care", "share per unit of engagement", 0.1, 0.0, 0.25, "M2", "D", "E277; assumed: a tenth from none to all"),
    lever("restart_effort", "Local effort to restart paused work", "0 to 1", 0.5, 0.0, 1.0, "M1", "C", "E150; E141", "place"),
    uncertainty("restart_speed", "Paused prevention that full effort catches up in a month", "share of what is owed", 0.12, 0.05, 0.25, "M1", "C", "E150; E141"),
    uncertainty("pause_on_prevention", "How far a pause stops prevention", "share", 0.92, 0.7, 1.0, "M2", "C", "E149"),
    uncertainty("paused_work_owed", "Part of paused prevention that is still owed afterwards", "share", 0.9, 0.6, 1.0, "M2", "D", "E149; E150"),
    uncertainty("prevention_adjustment", "How slowly prevention follows money, when nothing is paused", "months", 3.0, 1.5, 9.0, "M2", "D", "E144; assumed: about a quarter"),
    uncertainty("local_tilt_on_prevention", "How a tilt of money to care outside hospital raises prevention", "per unit of share", 2.0, 1.0, 3.0, "M2", "C", "E336; E054"),
    uncertainty("primary_part_of_prevention", "Part of prevention that primary care does, the rest by public health", "share", 0.6, 0.4, 0.8, "M2", "D", "E149; E145; assumed: rather more than half"),
    uncertainty("activity_part_of_prevention", "Part of the effect of care near home that comes by prevention activity", "share", 0.5, 0.3, 0.7, "M2", "D", "E145; assumed: half, the rest by volume"),
    uncertainty("ill_health_lag", "How slowly ill health follows its causes", "months", 6.0, 3.0, 12.0, "M2", "D", MARTIN + "; assumed: on top of the lags of care"),
    uncertainty("crowding_out", "How pushes on measured targets crowd out prevention", "per unit of push", 0.1, 0.0, 0.25, "M2", "C", "E144; E222; Holmstrom and Milgrom 1991, J. Law, Economics and Organization 7:24-52"),
    uncertainty("raids_on_prevention", "How short-term pressure on the board raids prevention that is not protected", "share per unit of pressure", 0.4, 0.1, 0.7, "M2", "C", "E144; E222"),
    uncertainty("voluntary_on_prevention", "How the reach of the voluntary sector adds to prevention", "share per unit of reach", 0.5, 0.0, 1.0, "M2", "C", "E336; E209"),
    uncertainty("hospital_lag", "Lag of health behind hospital and social care", "months", 12.0, 6.0, 18.0, "M2", "D", MARTIN),
    uncertainty("prevention_lag", "Lag of health behind prevention", "months", 48.0, 30.0, 66.0, "M2", "D", "E144; E214"),
    uncertainty("health_scale", "Effect on healthy life for each unit of effect on mortality", "ratio", 0.6, 0.3, 1.0, "M2", "D", MARTIN),
    uncertainty("elasticity_care", "Elasticity of health to NHS care", "elasticity", 0.66, 0.53, 0.84, "M2", "B", MARTIN),
    uncertainty("elasticity_social", "Elasticity of health to social care", "elasticity", 0.25, 0.1, 0.336, "M2", "B", MARTIN),
    uncertainty("elasticity_public_health", "Elasticity of health to public health", "elasticity", 0.052, 0.019, 0.144, "M2", "B", MARTIN, "log-uniform"),
    uncertainty("prevention_share_of_effect", "Part of the NHS effect that works through care near home and prevention", "share", 0.5, 0.3, 0.7, "M2", "D", "E336; E145; Martin, Lomas and Claxton 2020, BMJ Open 10:e036411"),
    uncertainty("prevention_gradient", "How much more the more deprived half gains by care near home and prevention than the mean", "share", 0.4, 0.0, 0.7, "M2", "D", "E178; E140; E336"),
    uncertainty("need_on_health", "How need worsens health", "elasticity", 0.3, 0.1, 0.5, "M2", "D", "E178"),
    uncertainty("harm_of_waits", "Harm of waiting beyond 18 weeks", "log ill health per unit share", 0.05, 0.0, 0.15, "M2", "D", "E127; E128"),
    uncertainty("harm_of_unmet", "Harm of unmet social care need", "log ill health per unit share", 0.15, 0.0, 0.4, "M2", "D", "E228"),
    uncertainty("reach_effect", "Effect of voluntary sector reach on the more deprived", "log ill health per unit", 0.15, 0.0, 0.35, "M2", "C", "E209; E277"),
)
