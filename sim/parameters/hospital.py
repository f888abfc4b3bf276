"""Parameters of M3 Hospital flow."""

from sim.parameters.declare import uncertainty

RTT = "Fit to NHS England referral-to-treatment statistics 2012-2024"
BEDS = "Fit to NHS England A&E and bed statistics 2023-2024"

# fmt: off
PARAMETERS = (
    uncertainty("removal_hazard", "Removals from the waiting list for other reasons", "share of the list a month", 0.031, 0.015, 0.04, "M3", "A", RTT),
    uncertainty("wait_scale", "Typical wait where the mean wait is 13 weeks", "weeks", 11.2, 11.0, 11.8, "M3", "A", RTT),
    uncertainty("wait_stretch", "How the typical wait grows with the mean wait", "power", 1.33, 1.2, 1.35, "M3", "A", RTT),
    uncertainty("wait_shape", "Shape of the distribution of waits", "Weibull k", 1.12, 1.0, 1.3, "M3", "A", RTT),
    uncertainty("waits_offset", "System's own deviation from the national waiting shape", "logit", 0.0, -0.5, 0.5, "M3", "A", RTT),
    uncertainty("occupancy_slope", "How A&E worsens with occupancy", "logit per unit", -4.0, -7.0, -2.0, "M3", "A", BEDS),
    uncertainty("occupancy_steeper", "Extra worsening above 92 % occupancy", "logit per unit", -2.0, -15.0, 0.0, "M3", "C", BEDS),
    uncertainty("management_drift", "Drift of trusts' management and capacity", "share, SD a month", 0.006, 0.002, 0.012, "M3", "B", RTT),
    uncertainty("bed_growth", "Growth of beds", "a year", 0.012, 0.0, 0.02, "M3", "A", BEDS),
    uncertainty("access_on_emergency", "How better care near home lowers emergency demand", "elasticity", 0.15, 0.0, 0.35, "M3", "C", "E135; E143"),
    uncertainty("prevention_on_emergency", "How prevention lowers emergency demand", "elasticity", 0.1, 0.0, 0.25, "M3", "C", "E145; E336"),
    uncertainty("target_occupancy", "Occupancy hospitals run at", "share", 0.95, 0.92, 0.98, "M3", "A", BEDS),
    uncertainty("bed_elasticity", "How planned treatment follows free beds", "elasticity", 0.2, 0.1, 0.4, "M3", "D", "About one pathway in five is admitted"),
    uncertainty("funding_elasticity", "How planned treatment follows funding", "elasticity", 0.7, 0.4, 1.0, "M3", "D", "Smith and Street 2005, JRSS A 168:401-417"),
    uncertainty("referral_elasticity", "How referrals fall with waits", "elasticity", 0.1, 0.05, 0.25, "M3", "B", "Martin and Smith 1999, J. Public Economics 71:141-164"),
    uncertainty("supply_elasticity", "How supply rises with waits", "elasticity", 0.1, 0.05, 0.3, "M3", "B", "Martin and Smith 2003, JRSS A 166:369-387"),
)
