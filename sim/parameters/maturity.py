"""Parameters of M9 Maturity and staff."""

from sim.parameters.declare import lever, uncertainty

FULOP = "Fulop and others 2002, BMJ 325:246"

# fmt: off
PARAMETERS = (
    uncertainty("initial_capability", "Capability of places at the start", "0 to 1", 0.5, 0.3, 0.7, "M9", "C", "E259; E289"),
    uncertainty("initial_system_capability", "Capability of the system's team at the start", "0 to 1", 0.6, 0.4, 0.8, "M9", "D", "E122; E182"),
    uncertainty("capability_growth", "How fast capability grows with responsibility", "a year", 0.25, 0.1, 0.4, "M9", "D", "E110; E312"),
    uncertainty("capability_decay", "How fast capability fades unused", "a year", 0.03, 0.01, 0.06, "M9", "D", "E263"),
    lever("staff_at_place", "Staff in place teams", "share of all ICB staff", 0.35, 0.0, 0.8, "M9", "C", "E300; E304", "ICB"),
    uncertainty("initial_staff_at_place", "Staff in place teams at the start", "share of all ICB staff", 0.25, 0.1, 0.45, "M9", "C", "E300; E304"),
    uncertainty("staff_moving_time", "Time it takes to move staff", "months", 15.0, 6.0, 24.0, "M9", "D", FULOP),
    lever("running_cost_allowance", "Running-cost allowance", "multiple of 2024/25", 1.0, 0.5, 1.2, "M9", "B", "NHS England running-cost announcements 2023-2025", "NHS England"),
    lever("development_support", "Support for places to develop", "0 to 1", 0.3, 0.0, 1.0, "M9 M13", "C", "E100; E121", "ICB"),
    lever("peer_support", "Peer support instead of direction", "0 to 1", 0.2, 0.0, 1.0, "M9 M10 M13", "C", "E100; E213", "NHS England and councils"),
    lever("levelling_effort", "Effort to level up weak places", "0 to 1", 0.3, 0.0, 1.0, "M9 M13", "C", "E259", "ICB and partnership"),
    uncertainty("dependence_build", "How fast direction builds dependence", "a month", 0.06, 0.02, 0.12, "M9", "C", "E096; E097"),
    uncertainty("dependence_half_life", "Half-life of dependence", "months", 60.0, 30.0, 96.0, "M9", "D", "E097"),
    lever("reform_interval", "Years between national reforms", "years", 8.0, 2.0, 20.0, "M9", "C", "E040; E214", "government"),
    uncertainty("reform_size", "Upheaval a reform brings", "0 to 1", 0.4, 0.2, 0.7, "M9", "C", "E214; E262"),
    uncertainty("disruption_half_life", "Half-life of the disruption of a reform", "months", 21.0, 18.0, 24.0, "M9", "B", FULOP),
)
