"""Parameters of M13 Trust."""

from sim.parameters.declare import uncertainty

BETA = "Josang and Ismail 2002, 15th Bled Electronic Commerce Conference"
SLOVIC = "Slovic 1993, Risk Analysis 13:675-682"

# fmt: off
PARAMETERS = (
    uncertainty("initial_trust", "Trust at the start", "0 to 1", 0.55, 0.35, 0.75, "M11 M12 M13", "C", "E270; E205; E263"),
    uncertainty("initial_trust_spread", "How far ties differ in trust at the start", "SD", 0.08, 0.0, 0.15, "M13", "D", "E205"),
    uncertainty("evidence_minimum", "Least evidence behind a relationship", "events", 2.0, 1.5, 3.0, "M13", "D", BETA),
    uncertainty("trust_half_life", "How long events are remembered", "months, half-life", 15.0, 8.0, 24.0, "M13", "D", BETA),
    uncertainty("surprise_floor", "Weight of an event that was expected", "share", 0.4, 0.2, 0.7, "M13 M18", "D", BETA),
    uncertainty("asymmetry", "Weight of a breach against a kept promise", "ratio", 3.0, 2.0, 5.0, "M13 M18", "C", SLOVIC),
    uncertainty("expectation_speed", "How fast expectations follow experience", "share a month", 0.12, 0.05, 0.25, "M13", "D", BETA),
    uncertainty("stake_routine", "Stake of a month's routine dealings", "stake", 0.4, 0.25, 0.7, "M13", "D", BETA),
    uncertainty("friction", "Unavoidable disappointments in a month", "stake", 0.018, 0.006, 0.035, "M13", "D", SLOVIC),
    uncertainty("tolerance", "Shortfall that is forgiven", "contribution", 0.05, 0.03, 0.1, "M13", "D", "Fischbacher and Gaechter 2010, American Economic Review 100:541-556"),
    uncertainty("evidence_start", "Evidence behind a relationship at the start", "multiple of the least", 1.2, 1.0, 2.0, "M13", "D", BETA),
)
