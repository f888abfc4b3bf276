"""Parameters of M3 Hospital flow."""

from sim.parameters.declare import uncertainty

RTT = "Fit to NHS England referral-to-treatment statistics 2012-2024"
BEDS = "Fit to NHS England A&E and bed statistics 2023-2024"
TARGETS = "Propper and others 2008, B.E. J. Econ. Anal. & Policy 8(2); E222; assumed: modest"

# fmt: off
PARAMETERS = (
    uncertainty("removal_hazard", "Removals from the waiting list for other reasons", "share of the list a month", 0.031, 0.015, 0.04, "M3", "A", RTT),
    uncertainty("wait_scale", "Typical wait where the mean wait is 13 weeks", "weeks", 11.2, 11.0, 11.8, "M3", "A", RTT),
    uncertainty("wait_stretch", "How the typical wait grows with the mean wait", "power", 1.33, 1.2, 1.35, "M3", "A", RTT),
    uncertainty("wait_shape", "Shape of the distribution of waits", "Weibull k", 1.12, 1.0, 1.3, "M3", "A", RTT),
    uncertainty("waits_offset", "System's own deviation from the national waiting shape", "logit", 0.0, -0.5, 0.5, "M3", "A", RTT),
    uncertainty("occupancy_slope", "How A&E worsens with occupancy", "logit per unit", -4.0, -7.0, -2.0, "M3", "A", BEDS),
    uncertainty("occupancy_steeper", "Extra worsening above an occupancy threshold", "logit per unit", -2.0, -15.0, 0.0, "M3", "C", BEDS),
    uncertainty("occupancy_threshold", "Occupancy above which A&E worsens faster", "share", 0.92, 0.87, 0.95, "M3", "C", BEDS + "; Bagust, Place and Posnett 1999, BMJ 319:155-158"),
    uncertainty("emergency_share", "Part of occupied beds, net of delays, that emergency patients hold", "share", 0.78, 0.68, 0.86, "M3", "D", BEDS + "; assumed: the split by admission is not published"),
    uncertainty("planned_beds_fixed", "Part of planned-care beds that does not follow the number treated", "share", 0.5, 0.3, 0.7, "M3", "D", BEDS + ": occupied beds do not follow admissions within systems; assumed: about half, as wards open and close in steps"),
    uncertainty("planned_part_of_activity", "Part of a trust's activity that is planned, the rest being emergency", "share", 0.5, 0.35, 0.65, "M3", "D", "E212; assumed: acute spending on planned and urgent care is about equal"),
    uncertainty("emergency_management_persistence", "How long slow changes in running A&E last", "monthly AR(1)", 0.74, 0.6, 0.9, "M3", "B", BEDS),
    uncertainty("emergency_management_drift", "Drift of trusts' running of A&E", "logit, SD a month", 0.05, 0.03, 0.08, "M3", "B", BEDS),
    uncertainty("discharge_persistence", "How long slow changes in running discharge last", "monthly AR(1)", 0.8, 0.7, 0.85, "M3", "B", BEDS),
    uncertainty("discharge_drift", "Drift of trusts' running of discharge", "log, SD a month", 0.13, 0.08, 0.18, "M3", "B", BEDS),
    uncertainty("management_persistence", "How long drift of management and capacity lasts", "monthly AR(1)", 0.985, 0.94, 0.995, "M3", "B", RTT),
    uncertainty("management_drift", "Drift of trusts' management and capacity", "share, SD a month", 0.006, 0.002, 0.012, "M3", "B", RTT),
    uncertainty("bed_growth", "Growth of beds", "a year", 0.012, 0.0, 0.02, "M3", "A", BEDS),
    uncertainty("access_on_emergency", "How better care near home lowers emergency demand", "elasticity", 0.15, 0.0, 0.35, "M3", "C", "E135; E143"),
    uncertainty("primary_part_of_access", "Weight of primary care among care near home that spares emergencies", "share", 0.5, 0.35, 0.6, "M3", "D", "E277; assumed: half"),
    uncertainty("community_part_of_access", "Weight of community care among it, the rest being mental health care", "share", 0.3, 0.15, 0.38, "M3", "D", "E135; assumed: between primary and mental health care"),
    uncertainty("prevention_on_emergency", "How prevention lowers emergency demand", "elasticity", 0.1, 0.0, 0.25, "M3", "C", "E145; E336"),
    uncertainty("target_occupancy", "Occupancy hospitals run at", "share", 0.95, 0.92, 0.98, "M3", "A", BEDS),
    uncertainty("bed_elasticity", "How planned treatment follows free beds", "elasticity", 0.2, 0.1, 0.4, "M3", "D", BEDS + ": beds are always full; assumed: about one pathway in five is admitted"),
    uncertainty("funding_elasticity", "How planned treatment follows funding", "elasticity", 0.7, 0.4, 1.0, "M3", "D", "Smith and Street 2005, JRSS A 168:401-417"),
    uncertainty("referral_elasticity", "How referrals fall with waits", "elasticity", 0.1, 0.05, 0.25, "M3", "B", "Martin and Smith 1999, J. Public Economics 71:141-164"),
    uncertainty("push_on_treatment", "How a push on hospitals raises planned treatment", "share per unit of push", 0.06, 0.0, 0.12, "M3", "D", TARGETS),
    uncertainty("push_on_flow", "How a push on hospitals speeds A&E", "logit per unit of push", 0.25, 0.0, 0.5, "M3", "D", TARGETS),
    uncertainty("lasting_gain_on_flow", "How lasting gains of capacity speed A&E", "logit per unit of capacity", 3.0, 1.0, 5.0, "M3", "D", BEDS + "; assumed: a point of capacity is worth three quarters of a point of occupancy"),
    uncertainty("help_on_treatment", "How help to recover raises planned treatment", "share per unit of help", 0.12, 0.04, 0.2, "M3", "C", "E131; E242"),
    uncertainty("help_on_flow", "How help to recover speeds A&E", "logit per unit of help", 0.5, 0.2, 0.8, "M3", "C", "E136; E242"),
    uncertainty("help_on_delay", "How far help to recover cuts the hospital's own delays", "share per unit of help", 0.3, 0.1, 0.6, "M3", "C", "E136; E242"),
    uncertainty("pause_on_treatment", "How far a pause stops planned treatment", "share", 0.5, 0.3, 0.8, "M3", "C", "E149; E128"),
    uncertainty("supply_elasticity", "How supply rises with waits", "elasticity", 0.1, 0.05, 0.3, "M3", "B", "Martin and Smith 2003, JRSS A 166:369-387"),
)
