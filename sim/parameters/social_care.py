"""Parameters of M4 Social care."""

from sim.parameters.declare import lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("unmet_need_initial", "Unmet social care need at the start", "share of those in need", 0.1, 0.05, 0.2, "M4", "D", "E228"),
    uncertainty("initial_reach", "Reach of the voluntary sector at the start", "0 to 1", 0.1, 0.03, 0.18, "M4", "D", "E208; E277"),
    uncertainty("care_supply_elasticity", "How care capacity follows fees", "elasticity", 0.7, 0.3, 1.1, "M4", "D", "Forder 2009, Health Economics 18:1322-1338; E134"),
    uncertainty("care_adjustment", "How slowly care capacity adjusts", "months", 12.0, 6.0, 24.0, "M4", "D", "E134"),
    uncertainty("unmet_elasticity", "How unmet need rises as capacity falls short", "elasticity", 2.0, 1.0, 3.5, "M4", "D", "E228"),
    uncertainty("delay_elasticity", "How capacity delays fall as care capacity rises", "elasticity", 0.75, 0.6, 0.9, "M4", "B", "Gaughan, Gravelle and Siciliani 2015, Health Economics 24(S1):32-44"),
    uncertainty("joint_practice_effect", "How far full joint practice cuts coordination delays", "share", 0.5, 0.2, 0.8, "M4", "B", "Evaluation of urgent care vanguards 2022, BMJ Open 12; E136"),
    uncertainty("practice_build", "Time joint work takes to build joint practice", "months", 24.0, 18.0, 30.0, "M4", "D", "E214; Fulop and others 2002, BMJ 325:246"),
    uncertainty("practice_fade", "Time joint practice takes to fade without support", "months", 36.0, 18.0, 60.0, "M4", "D", "E214"),
    lever("care_route", "Route in for care providers (seat or forum)", "0 to 1", 0.3, 0.0, 1.0, "M4 M13", "C", "E323; E320", "ICB"),
    lever("vcse_route", "Route in for the voluntary sector", "0 to 1", 0.4, 0.0, 1.0, "M4 M13", "C", "E209; E208", "ICB"),
    lever("vcse_capacity", "Capacity of the voluntary sector", "0 to 1", 0.4, 0.0, 1.0, "M4 M11", "C", "E208; E209", "ICB and councils"),
)
