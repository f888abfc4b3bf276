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
    lever("development_support", "Support for places to develop", "0 to 1", 0.3, 0.0, 1.0, "M9", "C", "E100; E121", "ICB"),
    lever("peer_support", "Peer support instead of direction", "0 to 1", 0.2, 0.0, 1.0, "M9", "C", "E100; E213", "NHS England and councils"),
    lever("levelling_effort", "Effort to level up weak places", "0 to 1", 0.3, 0.0, 1.0, "M9", "C", "E259", "ICB and partnership"),
    uncertainty("dependence_build", "How fast direction builds dependence", "a month", 0.06, 0.02, 0.12, "M9", "C", "E096; E097"),
    uncertainty("dependence_half_life", "Half-life of dependence", "months", 60.0, 30.0, 96.0, "M9", "D", "E097"),
    lever("reform_interval", "Years between national reforms", "years", 8.0, 2.0, 20.0, "M9", "C", "E040; E214", "government"),
    uncertainty("reform_size", "Upheaval a reform brings", "0 to 1", 0.4, 0.2, 0.7, "M9 M13", "C", "E214; E262"),
    uncertainty("disruption_half_life", "Half-life of the disruption of a reform", "months", 21.0, 18.0, 24.0, "M9", "B", FULOP),
    # at the start
    uncertainty("capability_inherited", "Capability that a former commissioner's footprint gives a place at the start", "0 to 1", 0.08, 0.0, 0.16, "M9", "D", "E301; E303"),
    uncertainty("capability_joined_up", "Capability that joined-up work before the start gives a place", "0 to 1", 0.1, 0.0, 0.2, "M9", "D", "E089; E289; E312"),
    uncertainty("capability_spread", "How far places differ in capability at the start for other causes", "SD", 0.06, 0.0, 0.1, "M9", "C", "E259; E289"),
    uncertainty("capability_ceiling", "Highest capability a place can reach without an inherited footprint", "0 to 1", 0.8, 0.7, 0.9, "M9", "D", "E289"),
    uncertainty("ceiling_inherited", "What a former commissioner's footprint adds to the highest capability", "0 to 1", 0.05, 0.0, 0.1, "M9", "D", "E301; E303"),
    uncertainty("ceiling_spread", "How far places differ in the highest capability", "SD", 0.07, 0.02, 0.12, "M9", "D", "E259; E289"),
    uncertainty("learning_spread", "How far places differ in how fast they learn", "log, SD", 0.35, 0.1, 0.6, "M9", "D", "E259; E289"),
    uncertainty("growth_elsewhere", "Growth of capability where no former commissioner stood", "multiple", 0.9, 0.7, 1.0, "M9", "D", "E301"),
    uncertainty("growth_inherited", "Growth of capability on a former commissioner's footprint", "multiple", 1.1, 1.0, 1.4, "M9", "D", "E301; E303"),
    # growth and loss
    uncertainty("growth_by_joint_work", "Joint work as a school of capability, against deciding", "ratio", 0.25, 0.0, 0.5, "M9", "D", "E089; E264"),
    uncertainty("growth_by_development", "Development support as a school of capability, against deciding", "ratio", 0.2, 0.0, 0.4, "M9", "C", "E100; E121"),
    uncertainty("growth_by_peers", "Peer support as a school of capability, against deciding", "ratio", 0.1, 0.0, 0.3, "M9", "C", "E100; E213"),
    uncertainty("growth_less_vacancies", "How vacancies above the usual rate slow the growth of capability", "per share of posts", 2.0, 0.5, 4.0, "M9", "D", "E218; E300"),
    uncertainty("growth_under_new_leaders", "Growth of capability under wholly new leaders, against settled ones", "ratio", 0.7, 0.4, 1.0, "M9", "D", "E263"),
    uncertainty("growth_less_dependence", "Part of the growth of capability that full dependence stops", "share", 0.85, 0.5, 1.0, "M9", "C", "E096; E097"),
    uncertainty("growth_less_disruption", "Part of the growth of capability that full disruption stops", "share", 0.5, 0.2, 0.8, "M9", "C", "E214; E262"),
    uncertainty("levelling_speed", "Speed at which full effort levels capability", "share of the gap a year", 0.06, 0.01, 0.12, "M9", "D", "E259"),
    uncertainty("capability_less_disruption", "Capability that full upheaval costs in a year", "share a year", 0.05, 0.0, 0.15, "M9", "C", "E262; E214"),
    uncertainty("capability_less_claw_back", "Capability lost when all of a place's decisions are clawed back", "0 to 1", 0.1, 0.0, 0.2, "M9", "D", "E099; E301"),
    uncertainty("peers_lent", "Staff a strong place lends under full peer support", "share per unit of capability above the others", 0.8, 0.3, 1.5, "M9", "D", "E100"),
    # the system's team, dependence and upheaval
    uncertainty("system_duties", "Responsibility the system exercises whatever it hands over", "share of decisions", 0.3, 0.1, 0.5, "M9", "C", "E184"),
    uncertainty("system_ceiling", "Highest capability the system's team can reach", "0 to 1", 0.9, 0.8, 0.98, "M9", "D", "E122; E182"),
    uncertainty("dependence_less_peers", "Part of dependence that peer support instead of direction spares", "share", 0.6, 0.2, 0.9, "M9", "C", "E100"),
    uncertainty("dependence_spread", "How fast places learn to wait from a system that does", "a month", 0.02, 0.0, 0.05, "M9", "D", "E096; E097"),
    uncertainty("upheaval_unprepared", "Upheaval of a reform without maturity or settled leaders", "multiple", 1.5, 1.2, 1.8, "M9", "C", "E262"),
    uncertainty("upheaval_less_maturity", "Upheaval that full maturity of the system spares", "multiple", 0.6, 0.3, 0.7, "M9", "C", "E262"),
    uncertainty("upheaval_less_settled", "Upheaval that settled leaders spare", "multiple", 0.4, 0.2, 0.5, "M9", "C", "E262"),
    uncertainty("upheaval_of_minister", "Upheaval that a new minister's plans bring", "0 to 1", 0.04, 0.0, 0.08, "M9", "C", "E216; E247"),
)
