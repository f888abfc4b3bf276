"""Parameters of M14 Turnover."""

from sim.parameters.declare import uncertainty

TENURE = "HSJ 2019 and 2023 on tenure of NHS leaders; The King's Fund 2018 on leadership in the NHS"

# fmt: off
PARAMETERS = (
    uncertainty("turnover", "Turnover of leaders", "multiple", 1.0, 0.0, 2.0, "M14", "C", "E262; E263"),
    uncertainty("hazard_minister", "National leaders leave", "a month", 0.03, 0.015, 0.06, "M14", "C", "E216"),
    uncertainty("hazard_icb_leader", "ICB leaders leave", "a month", 0.028, 0.026, 0.031, "M14", "A", TENURE),
    uncertainty("hazard_trust_leader", "Trust chief executives leave", "a month", 0.02, 0.015, 0.025, "M14", "A", TENURE),
    uncertainty("hazard_council_leader", "Council chief executives leave", "a month", 0.011, 0.008, 0.016, "M14", "B", TENURE),
    uncertainty("hazard_other_leader", "Other leaders leave", "a month", 0.018, 0.01, 0.03, "M14", "D", "E263"),
    uncertainty("turnover_on_pressure", "How pressure drives leaders out", "per unit", 1.0, 0.2, 2.5, "M14", "B", TENURE),
    uncertainty("turnover_on_direction", "How central direction drives leaders out", "per unit", 2.0, 0.5, 4.0, "M14", "B", TENURE),
    uncertainty("turnover_on_reform", "How reform drives leaders out", "per unit", 3.5, 1.0, 5.7, "M14", "C", "E262; E263"),
    uncertainty("trust_lost_with_leader", "Part of relational trust that leaves with a leader", "share", 0.4, 0.3, 0.8, "M14", "D", "E263; E264"),
    uncertainty("institutional_trust_initial", "Trust between institutions at the start", "0 to 1", 0.5, 0.3, 0.65, "M14", "D", "E264"),
    uncertainty("institution_memory", "How slowly institutions follow their people", "months", 60.0, 36.0, 96.0, "M14", "D", "E264"),
    uncertainty("institutions_lost_to_reform", "Trust between institutions that a reform takes", "share per unit of upheaval", 0.4, 0.1, 0.7, "M14", "C", "E262; E263; E264"),
    uncertainty("turnover_on_capability", "Maturity lost when a place's leader leaves", "0 to 1", 0.02, 0.0, 0.05, "M9", "C", "E263"),
    uncertainty("settling_time", "Time a new leader takes to settle in", "months", 24.0, 12.0, 36.0, "M14", "D", "E263"),
)
