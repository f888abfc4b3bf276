"""Parameters of M12 Council stance and red lines."""

from sim.parameters.declare import lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("stance_on_trust", "Weight of trust in a council's stance", "per unit", 0.6, 0.3, 0.9, "M12", "C", "E001; E048"),
    uncertainty("stance_on_voice", "Weight of voice in a council's stance", "per unit", 0.3, 0.1, 0.5, "M12", "C", "E049; E239"),
    uncertainty("stance_on_clarity", "Weight of clarity in a council's stance", "per unit", 0.25, 0.1, 0.4, "M12", "C", "E005; E039"),
    uncertainty("stance_on_exposure", "Weight of exposure in a council's stance", "per unit", 0.35, 0.1, 0.6, "M12", "C", "E048; E074"),
    uncertainty("stance_inertia", "How far a council stays where it is", "score", 0.05, 0.0, 0.12, "M12", "D", "E011"),
    lever("red_lines", "Red lines of councils in force", "0 no, 1 yes", 1.0, 0.0, 1.0, "M12", "C", "E048; E084; E086", "council"),
    lever("ratification", "Council decisions await ratification", "0 to 1", 0.6, 0.0, 1.0, "M11 M12", "C", "E082; E083", "council"),
    lever("exit_rights", "Agreed ways out of shared arrangements", "0 to 1", 0.5, 0.0, 1.0, "M12", "C", "E087", "council"),
    uncertainty("stance_on_politics", "Weight of political alignment in a council's stance", "per unit", 0.1, 0.0, 0.3, "M12", "D", "E205; E239"),
    uncertainty("stance_on_duty", "Weight of a duty to collaborate in a council's stance", "score", 0.05, 0.0, 0.15, "M11", "C", "E101; E181"),
    uncertainty("initial_score", "Score of a council for coming in at the start, without trust", "score", 0.4, 0.3, 0.5, "M12", "D", "E001; E205"),
    uncertainty("initial_score_on_trust", "How trust raises a council's score at the start", "per unit of trust", 0.2, 0.0, 0.4, "M12", "D", "E001; E205"),
    uncertainty("politics_mean", "Mean political alignment of councils with the NHS agenda", "0 to 1", 0.5, 0.35, 0.65, "M12", "D", "E205"),
    uncertainty("politics_spread", "How far councils differ in political alignment", "SD", 0.2, 0.1, 0.3, "M12", "D", "E205"),
    uncertainty("score_partner_in", "Score above which a council becomes a partner in", "score", 0.75, 0.6, 0.9, "M12", "D", "E076; E205"),
    uncertainty("score_partner_to", "Score above which a council is a partner to", "score", 0.35, 0.2, 0.45, "M12", "D", "E048; E076"),
    uncertainty("exposure_on_pool", "How a council's own money in a pool exposes it", "per share of care spending", 4.0, 2.0, 8.0, "M12", "D", "E048; E084"),
    uncertainty("risk_without_deficit", "Downside risk of a pool though the NHS is in balance", "0 to 1", 0.3, 0.1, 0.5, "M12", "D", "E048; E063"),
    uncertainty("risk_on_deficit", "How an NHS deficit adds to the downside risk of a pool", "per share of allocation", 8.0, 4.0, 16.0, "M12", "D", "E018; E063"),
    uncertainty("protection_of_red_lines", "Part of the exposure that red lines take away", "share", 0.4, 0.2, 0.6, "M12", "C", "E048"),
    uncertainty("protection_of_exit_rights", "Part of the exposure that exit terms take away", "share", 0.3, 0.1, 0.4, "M12", "C", "E087"),
)
