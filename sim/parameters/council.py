"""Parameters of M12 Council stance and red lines."""

from sim.parameters.declare import lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("stance_on_trust", "Weight of trust in a council's stance", "per unit", 0.6, 0.3, 0.9, "M12", "C", "E001; E048"),
    uncertainty("stance_on_voice", "Weight of voice in a council's stance", "per unit", 0.3, 0.1, 0.5, "M12", "C", "E049; E239"),
    uncertainty("stance_on_clarity", "Weight of clarity in a council's stance", "per unit", 0.25, 0.1, 0.4, "M12", "C", "E005; E039"),
    uncertainty("stance_on_exposure", "Weight of exposure in a council's stance", "per unit", 0.35, 0.1, 0.6, "M12", "C", "E048; E074"),
    uncertainty("stance_inertia", "How far a council stays where it is", "score", 0.05, 0.0, 0.12, "M12", "D", "E011"),
    lever("red_lines", "Red lines of councils in force", "0 no, 1 yes", 1.0, 0.0, 1.0, "M11 M12", "C", "E048; E084; E086", "council"),
    lever("ratification", "Council decisions await ratification", "0 to 1", 0.6, 0.0, 1.0, "M6 M11", "C", "E082; E083", "council"),
    lever("exit_rights", "Agreed ways out of shared arrangements", "0 to 1", 0.5, 0.0, 1.0, "M11 M12 M13", "C", "E087", "council"),
)
