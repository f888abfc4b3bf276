"""Parameters of M11 Joint work and pooled budgets."""

from sim.parameters.declare import lever, uncertainty

FG = "Fischbacher and Gaechter 2010, American Economic Review 100:541-556"

# fmt: off
PARAMETERS = (
    uncertainty("complementarity", "How badly a missing partner is missed (CES exponent)", "exponent", -0.6, -1.5, -0.2, "M11", "D", "E111; E228"),
    uncertainty("reciprocity", "How far partners give as others give", "0 to 1", 0.45, 0.3, 0.6, "M11", "B", FG),
    uncertainty("contribution_speed", "How fast contributions adjust", "share a month", 0.15, 0.08, 0.25, "M11", "D", FG),
    uncertainty("rally_threshold", "Trust above which a shock rallies partners", "0 to 1", 0.55, 0.45, 0.65, "M11", "C", "E089; E221"),
    uncertainty("rally_strength", "How strongly a shock rallies or scatters", "per unit", 0.4, 0.1, 0.8, "M11", "D", "E089; E221"),
    uncertainty("burden_on_joint_work", "How reporting burden crowds out joint work", "per unit", 0.15, 0.0, 0.3, "M11", "C", "E042; E253"),
    lever("collaboration_duty", "Duty to collaborate", "0 no, 1 yes", 1.0, 0.0, 1.0, "M11", "C", "E101; E181; E204", "government"),
    lever("trust_independence", "Independence of foundation trusts", "0 to 1", 0.5, 0.0, 1.0, "M5 M11 M16", "C", "E055; E224", "government"),
    lever("pooling_aim", "How much the partners aim to pool", "share of care money", 0.25, 0.0, 0.8, "M11", "C", "E307; E051; E054", "ICB and councils"),
    uncertainty("pool_mandated", "Money that must be pooled (Better Care Fund)", "GBP a head a year", 113.0, 100.0, 126.0, "M11", "A", "Better Care Fund policy framework; E012"),
    uncertainty("pool_initial", "Money pooled at the start", "GBP a head a year", 160.0, 126.0, 220.0, "M11", "A", "Better Care Fund planning data 2019/20"),
    uncertainty("initial_pressure_of_councils", "Pressure on councils at the start, from their own mandates", "shortfall", 0.15, 0.0, 0.3, "M11", "D", "E063; E153"),
    uncertainty("initial_pressure_of_trusts", "Pressure on acute trusts at the start, from their own mandates", "shortfall", 0.3, 0.1, 0.5, "M11", "D", "E224; E222"),
    uncertainty("initial_engagement", "Engagement of care providers and voluntary sector at the start", "0 to 1", 0.2, 0.05, 0.4, "M11", "D", "E320; E208"),
    uncertainty("giving_without_trust", "Inclination to contribute without trust", "contribution", 0.05, 0.0, 0.15, "M11", "D", FG),
    uncertainty("stress_on_pressure", "How pressure from its own mandate keeps a partner from giving", "per unit of shortfall", 0.5, 0.25, 1.0, "M11", "C", "E207; E222"),
    uncertainty("stress_ceiling", "Most that stress takes from a partner's contribution", "contribution", 0.4, 0.2, 0.6, "M11", "D", "E089; E207"),
    uncertainty("stress_ceiling_of_trusts", "Most that stress takes from an acute trust's contribution", "contribution", 0.5, 0.3, 0.7, "M11", "D", "E224; E222"),
    uncertainty("stress_on_independence", "How independence keeps a trust from giving, doubled for a foundation trust", "per unit of independence", 0.1, 0.0, 0.2, "M11", "C", "E055; E224"),
    uncertainty("stress_of_unengaged_care", "What keeps care providers from giving when they are not engaged", "contribution", 0.5, 0.3, 0.7, "M11", "C", "E320; E321"),
    uncertainty("stress_on_engagement_of_care", "How engagement brings care providers to give", "per unit of engagement", 0.6, 0.3, 0.9, "M11", "C", "E116; E323"),
    uncertainty("stress_on_care_market", "How a struggle to stay in business keeps care providers from giving", "per unit of shortfall", 0.3, 0.1, 0.6, "M11", "D", "E134; E321"),
    uncertainty("stress_of_unengaged_vcse", "What keeps the voluntary sector from giving when it is not engaged", "contribution", 0.6, 0.4, 0.8, "M11", "C", "E208"),
    uncertainty("stress_on_engagement_of_vcse", "How engagement brings the voluntary sector to give", "per unit of engagement", 0.5, 0.25, 0.8, "M11", "C", "E209; E277"),
    uncertainty("stress_on_vcse_capacity", "How capacity brings the voluntary sector to give", "per unit of capacity", 0.3, 0.1, 0.6, "M11", "C", "E208; E209"),
    uncertainty("stress_ceiling_of_independents", "Most that holds care providers or voluntary sector back from giving", "contribution", 0.6, 0.4, 0.8, "M11", "D", "E208; E320"),
    uncertainty("stance_on_form_joint_committee", "What a joint committee adds to a council's stance, against a voluntary partnership", "score", 0.08, 0.02, 0.15, "M11", "C", "E091; E234"),
    uncertainty("stance_on_form_corporate", "What a corporate body adds to a council's stance, against a voluntary partnership", "score", 0.02, 0.0, 0.05, "M11", "C", "E092; E234"),
    uncertainty("stance_on_form_corporate_with_places", "What a corporate body whose board places make up adds to a council's stance, against a voluntary partnership", "score", 0.05, 0.01, 0.1, "M11", "C", "E234; E339"),
    uncertainty("stance_on_form_pair", "What an NHS body beside a joint committee adds to a council's stance, against a voluntary partnership", "score", 0.06, 0.01, 0.12, "M11", "C", "E123; E234"),
    uncertainty("attendance_on_form_voluntary", "How many come to the table in a voluntary partnership", "share", 0.5, 0.35, 0.65, "M11", "C", "E121; E234"),
    uncertainty("attendance_on_form_joint_committee", "How many come to the table in a joint committee", "share", 0.8, 0.65, 0.95, "M11", "C", "E119; E234"),
    uncertainty("attendance_on_form_corporate", "How many come to the table in a corporate body", "share", 0.7, 0.55, 0.85, "M11", "C", "E092; E234"),
    uncertainty("attendance_on_form_corporate_with_places", "How many come to the table of a corporate body whose board places make up", "share", 0.8, 0.65, 0.95, "M11", "C", "E234; E339"),
    uncertainty("attendance_on_form_pair", "How many come to the table in an NHS body beside a joint committee", "share", 0.8, 0.65, 0.95, "M11", "C", "E123; E234"),
    uncertainty("attendance_on_duty", "How a duty to collaborate brings people to the table", "share", 0.2, 0.05, 0.35, "M11", "C", "E101; E181"),
    uncertainty("joint_work_on_team", "Part of joint work that rests on a place team", "share", 0.25, 0.1, 0.4, "M11", "D", "E300; E304"),
    uncertainty("team_that_suffices", "Staff of a place team beyond which joint work gains nothing", "1 = all staff of 2024/25", 0.4, 0.2, 0.6, "M11", "D", "E300; E304"),
    uncertainty("joint_work_on_attendance", "Part of joint work that rests on coming to the table", "share", 0.15, 0.05, 0.3, "M11", "C", "E181; E204"),
)
