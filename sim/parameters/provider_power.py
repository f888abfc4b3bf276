"""Parameters of M16 Provider power and M17 Rating."""

from sim.parameters.declare import choice, lever, uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("provider_power", "Bargaining power of hospital trusts", "0 to 1", 0.5, 0.2, 0.8, "M16", "C", "E226; E260"),
    lever("collaborative_size", "Share of the system's activity in provider collaboratives", "share", 0.4, 0.0, 1.0, "M16", "C", "E108; E225; E333", "trusts"),
    lever("mutual_aid", "Mutual aid between trusts on waiting lists", "0 to 1", 0.4, 0.0, 1.0, "M16", "C", "E131; E333", "trusts"),
    choice("rating_rule", "How a system is rated", "own", ("own", "mean", "weakest link"), "M17", "C", "E210; E255; E256", "Care Quality Commission"),
    uncertainty("rating_pull", "How strongly a shared rating moves help to the weakest", "per unit", 4.0, 1.5, 7.0, "M17", "D", "E255"),
    uncertainty("bargaining_base", "Bargaining power left to a trust without status, size or allies", "multiple, each", 0.8, 0.6, 1.0, "M16", "D", "E226; E260"),
    uncertainty("bargaining_on_foundation", "Bargaining power from independent foundation status", "multiple", 0.2, 0.1, 0.4, "M16", "C", "E055; E224"),
    uncertainty("bargaining_on_teaching", "Bargaining power from teaching status", "multiple", 0.1, 0.0, 0.25, "M16", "D", "E226"),
    uncertainty("bargaining_on_size", "Bargaining power from size", "multiple, per share of the system's beds", 0.4, 0.2, 0.8, "M16", "D", "E226; E260"),
    uncertainty("bargaining_on_alliance", "Bargaining power from a collaborative", "multiple, per share of activity in it", 0.4, 0.1, 0.8, "M16", "C", "E108; E225"),
    uncertainty("power_against_authority", "Weight of a collaborative against the ICB's authority", "ratio", 1.6, 0.8, 2.4, "M16", "D", "E225; E138"),
    uncertainty("aid_trust_needed", "Trust between trusts below which they take none of each other's patients", "0 to 1", 0.55, 0.5, 0.6, "M16", "D", "E131; E264"),
    uncertainty("aid_trust_enough", "Trust between trusts at which mutual aid meets no reserve", "0 to 1", 0.75, 0.65, 0.85, "M16", "D", "E131; E264"),
    uncertainty("aid_speed", "How fast mutual aid levels waiting lists", "share of the gap a month", 0.35, 0.15, 0.5, "M16", "D", "E131"),
    uncertainty("gain_of_scale", "What planned care gains where trusts share one list with full effort", "share of treatment", 0.06, 0.01, 0.12, "M16", "C", "E333"),
    uncertainty("rating_pull_of_mean", "Help for the weakest under a mean rating, against the weakest link", "ratio", 0.25, 0.0, 0.5, "M17", "D", "E255; E256"),
    uncertainty("rating_on_own_mean", "Weight of a trust's own score in its rating where systems are rated by the mean", "share", 0.5, 0.3, 0.8, "M17", "D", "E254; E256"),
    uncertainty("rating_on_own_weakest_link", "Weight of a trust's own score in its rating where systems are rated by the weakest", "share", 0.3, 0.1, 0.5, "M17", "D", "E255; E256"),
    uncertainty("score_base", "Score of a trust before its performance counts", "0 to 1", 0.2, 0.1, 0.3, "M17", "D", "E254"),
    uncertainty("score_on_waits", "Weight of planned waits in a trust's score", "per share treated in 18 weeks", 0.55, 0.3, 0.8, "M17", "D", "E212; E254"),
    uncertainty("score_on_four_hours", "Weight of A&E in a trust's score", "per share within four hours", 0.45, 0.2, 0.7, "M17", "D", "E212; E254"),
    uncertainty("four_hours_unrewarded", "A&E performance that scores nothing", "share within four hours", 0.3, 0.1, 0.5, "M17", "D", "E212; E254"),
    uncertainty("score_on_overspend", "Weight of overspending in a trust's score", "per share of income", 2.0, 1.0, 4.0, "M17", "D", "E212; E254"),
    uncertainty("score_memory", "Lag of a trust's score behind its performance", "years", 1.5, 1.0, 3.0, "M17", "D", "E148; E254"),
)
