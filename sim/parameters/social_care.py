"""Parameters of M4 Social care."""

from sim.parameters.declare import lever, uncertainty

REASONS = "NHS England, reasons for delay of long stayers, June 2024 to May 2025"

# fmt: off
PARAMETERS = (
    uncertainty("initial_practice", "Joint practice at the start where nothing was joined up", "0 to 1", 0.15, 0.05, 0.3, "M4", "D", "E042; E214; assumed: little, but not none"),
    uncertainty("joined_up_on_practice", "Joint practice that earlier joined-up working left", "per unit of joining up", 0.4, 0.2, 0.6, "M4", "C", "E042; E002; E309"),
    uncertainty("unmet_need_initial", "Unmet social care need at the start", "share of those in need", 0.1, 0.05, 0.2, "M4", "D", "E228"),
    uncertainty("initial_reach", "Reach of the voluntary sector at the start", "0 to 1", 0.1, 0.03, 0.18, "M4", "D", "E208; E277"),
    uncertainty("push_on_delays", "How a push on hospitals brings partners together on delayed discharge", "per unit of push", 0.1, 0.0, 0.25, "M4", "D", "E242; E240"),
    uncertainty("care_supply_elasticity", "How care capacity follows fees", "elasticity", 0.7, 0.3, 1.1, "M4", "D", "Forder 2009, Health Economics 18:1322-1338; E134"),
    uncertainty("care_adjustment", "How slowly care capacity adjusts", "months", 12.0, 6.0, 24.0, "M4", "D", "E134"),
    uncertainty("unmet_elasticity", "How unmet need rises as capacity falls short", "elasticity", 2.0, 1.0, 3.5, "M4", "D", "E228"),
    uncertainty("delay_elasticity", "How capacity delays fall as care capacity rises", "elasticity", 0.75, 0.6, 0.9, "M4", "B", "Gaughan, Gravelle and Siciliani 2015, Health Economics 24(S1):32-44"),
    uncertainty("delay_by_capacity", "Part of discharge delay for want of care capacity", "share of delays", 0.34, 0.25, 0.45, "M4", "A", REASONS),
    uncertainty("delay_by_hospital", "Part of discharge delay in the hospital's own process", "share of delays", 0.19, 0.12, 0.28, "M3 M4", "A", REASONS),
    uncertainty("delay_by_others", "Part of discharge delay for other reasons", "share of delays", 0.05, 0.02, 0.1, "M4", "A", REASONS),
    uncertainty("duplication_on_delay", "How duplicated governance slows coordination", "share per unit of duplication", 0.2, 0.0, 0.5, "M4", "C", "E042; E077; E267"),
    uncertainty("joint_practice_effect", "How far full joint practice cuts coordination delays", "share", 0.5, 0.2, 0.8, "M4", "B", "Evaluation of urgent care vanguards 2022, BMJ Open 12; E136"),
    uncertainty("practice_build", "Time joint work takes to build joint practice", "months", 24.0, 18.0, 30.0, "M4", "D", "E214; Fulop and others 2002, BMJ 325:246"),
    uncertainty("practice_fade", "Time joint practice takes to fade without support", "months", 36.0, 18.0, 60.0, "M4", "D", "E214"),
    uncertainty("engagement_without_route", "Engagement of care and voluntary providers without a route in", "share of that with one", 0.1, 0.0, 0.3, "M4", "C", "E320; E321; E323"),
    uncertainty("icb_part_of_engagement", "Weight of trust in the ICB, against the place, in that engagement", "share", 0.5, 0.3, 0.7, "M4", "D", "E320; assumed: as much as the place"),
    uncertainty("trust_to_engage", "Trust at which half of those with a way in engage", "0 to 1", 0.66, 0.6, 0.72, "M4", "D", "E320; E324"),
    uncertainty("trust_to_engage_step", "How gradually engagement rises around that trust", "trust", 0.06, 0.04, 0.08, "M4", "D", "E320; E324"),
    uncertainty("places_open_doors", "How far place leaders on the board open a way in for the voluntary sector", "per unit of voting power", 3.0, 1.0, 5.0, "M4", "C", "E336; E339"),
    uncertainty("joint_work_on_reach", "How joint work widens the voluntary sector's reach", "per unit of joint work", 0.8, 0.2, 1.2, "M4", "C", "E277; E209"),
    uncertainty("reach_lag", "How slowly that reach grows", "months", 12.0, 6.0, 24.0, "M4", "D", "E208; assumed: about a year"),
    lever("care_route", "Route in for care providers (seat or forum)", "0 to 1", 0.3, 0.0, 1.0, "M4", "C", "E323; E320", "ICB"),
    lever("vcse_route", "Route in for the voluntary sector", "0 to 1", 0.4, 0.0, 1.0, "M4", "C", "E209; E208", "ICB"),
    lever("vcse_capacity", "Capacity of the voluntary sector", "0 to 1", 0.4, 0.0, 1.0, "M2", "C", "E208; E209", "ICB and councils"),
)
