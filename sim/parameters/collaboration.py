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
    lever("collaboration_duty", "Duty to collaborate", "0 no, 1 yes", 1.0, 0.0, 1.0, "M11 M12", "C", "E101; E181; E204", "government"),
    lever("trust_independence", "Independence of foundation trusts", "0 to 1", 0.5, 0.0, 1.0, "M5 M11 M13 M16", "C", "E055; E224", "government"),
    lever("pooling_aim", "How much the partners aim to pool", "share of care money", 0.25, 0.0, 0.8, "M11", "C", "E307; E051; E054", "ICB and councils"),
    uncertainty("pool_mandated", "Money that must be pooled (Better Care Fund)", "GBP a head a year", 113.0, 100.0, 126.0, "M11", "A", "Better Care Fund policy framework; E012"),
    uncertainty("pool_initial", "Money pooled at the start", "GBP a head a year", 160.0, 126.0, 220.0, "M11", "A", "Better Care Fund planning data 2019/20"),
)
