"""Parameters of M16 Provider power and M17 Rating."""

from sim.parameters.declare import choice, lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("provider_power", "Bargaining power of hospital trusts", "0 to 1", 0.5, 0.2, 0.8, "M16", "C", "E226; E260"),
    lever("collaborative_size", "Share of the system's activity in provider collaboratives", "share", 0.4, 0.0, 1.0, "M16", "C", "E108; E225; E333", "trusts"),
    lever("mutual_aid", "Mutual aid between trusts on waiting lists", "0 to 1", 0.4, 0.0, 1.0, "M16", "C", "E131; E333", "trusts"),
    choice("rating_rule", "How a system is rated", "own", ("own", "mean", "weakest link"), "M17", "C", "E210; E255; E256", "Care Quality Commission"),
    uncertainty("rating_pull", "How strongly a shared rating moves help to the weakest", "per unit", 1.5, 0.5, 3.0, "M17", "D", "E255"),
)
