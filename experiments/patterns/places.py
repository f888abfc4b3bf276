"""Patterns of tiers, boards and legal form (P23 to P32)."""

from __future__ import annotations

from experiments.patterns.declare import Arm, Expect, Measure, Pattern

_UNIFORM = {
    "delegation_on_maturity": 0.0,
    "delegation_on_trust": 0.0,
    "delegation_on_shortfall": 0.0,
    "delegation_speed": 1.0,
    "national_prescription": 0.0,
}
_LOW = {"delegation_base": 0.1, "delegation_on_subsidiarity": 0.0}
_HIGH = {"delegation_base": 0.9, "delegation_on_subsidiarity": 0.0}
_SCALE = {"scale_economies": 2.0, "variety_of_need": 0.4}
_VARIETY = {"scale_economies": 0.4, "variety_of_need": 2.5}
_LOSS = (60, 120, "remit")

PATTERNS = (
    Pattern(
        "P23",
        "The same policy gives unequal delegation",
        ("E301", "E302", "E303", "E305"),
        {"even": Arm(change="inherited by the even places"), "odd": Arm(change="inherited by the odd places")},
        (
            Expect("former commissioners' places end with most", Measure("formal_share", 60, 120, "place", "alternate"), "higher", ("even",), ("odd",)),
            Expect("and decide most", Measure("place_power", 60, 120, "place", "alternate"), "higher", ("even",), ("odd",)),
        ),
        "emergent",
        "footprint speeds the move of powers and learning; shares at the end follow from both and from maturity",
        off_note="the footprint enters four rules (start, maturity, formal shares, resistance) without a value of its own",
        needs="two places",
    ),
    Pattern(
        "P24",
        "No single right tier",
        ("E106", "E198", "E199", "E275"),
        {
            "low": Arm(_LOW),
            "high": Arm(_HIGH),
            "targeted": Arm({"delegation_base": 0.95, "delegation_on_subsidiarity": 1.0}),
            "low, scale": Arm({**_LOW, **_SCALE}),
            "high, scale": Arm({**_HIGH, **_SCALE}),
            "low, variety": Arm({**_LOW, **_VARIETY}),
            "high, variety": Arm({**_HIGH, **_VARIETY}),
        },
        (
            Expect("specialised care loses by delegation", Measure("loss", *_LOSS, only=":specialised"), "higher", ("high",), ("low",)),
            Expect("local services gain by it where needs vary", Measure("loss", *_LOSS, only=":community"), "lower", ("high, variety",), ("low, variety",)),
            Expect("mental health flips: scale", Measure("loss", *_LOSS, only=":mental-health"), "higher", ("high, scale",), ("low, scale",)),
            Expect("mental health flips: variety", Measure("loss", *_LOSS, only=":mental-health"), "lower", ("high, variety",), ("low, variety",)),
            Expect("targeted beats uniform high", Measure("decision_loss", 60, 120), "lower", ("targeted",), ("high",)),
        ),
        "emergent",
        "losses are published closed forms in variety, scale and coordination; which tier wins is not written down",
        given=_UNIFORM,
        off=("quality.loss",),
    ),
    Pattern(
        "P26",
        "Matching boundaries make place and health and wellbeing board complementary",
        ("E281", "E286", "E308", "E309", "E310"),
        {"matching": Arm({"footprint": "council"}), "crossing": Arm({"footprint": "hospital-flow"})},
        (
            Expect("strategy better followed", Measure("strategy_distance", 36, 120), "lower", ("matching",), ("crossing",)),
            Expect("less duplication", Measure("duplication", 12, 120), "lower", ("matching",), ("crossing",)),
        ),
        "imposed",
        "boundaries that do not match stand in duplication and in the weight of the strategy",
        given={"icp_influence": 1.0, "icp_money": 1.0, "icp_start": 0.0},
        off=("strategy.strategy_pull", "board.duplication"),
        needs="a second footprint",
        inferred="that duplication is lower",
    ),
    Pattern(
        "P27",
        "The ICP is ornamental where money and accountability sit elsewhere",
        ("E161", "E188", "E189", "E236"),
        {
            "ornamental": Arm({"icp_influence": 0.1, "icp_money": 0.0, "icp_start": 0.0}),
            "late": Arm({"icp_influence": 1.0, "icp_money": 1.0, "icp_start": 60.0}),
            "strong": Arm({"icp_influence": 1.0, "icp_money": 1.0, "icp_start": 0.0}),
        },
        (
            Expect("spending further from its strategy", Measure("strategy_distance", 24, 120), "higher", ("ornamental",), ("strong",)),
            Expect("a later start, further still", Measure("strategy_distance", 24, 84), "higher", ("late",), ("strong",)),
        ),
        "emergent",
        "influence and money weigh in the board's decision; spending follows the place's mix and contracts too",
        given={"strategy_ambition": 0.09},
        off=("strategy.strategy_pull",),
    ),
    Pattern(
        "P29",
        "Without place leaders on the board a two-tier hierarchy forms",
        ("E294", "E336", "E338", "E339"),
        {
            "without": Arm({"place_seats": -1.0}),
            "with": Arm({"place_seats": 1.0}),
        },
        (
            Expect("prevention effort lower", Measure("prevention_system", 60, 120), "lower", ("without",), ("with",)),
            Expect("places have less influence", Measure("power_places", 12, 120), "lower", ("without",), ("with",)),
            Expect("the voluntary sector engages less", Measure("vcse_engagement_mean", 60, 120), "lower", ("without",), ("with",)),
        ),
        "emergent",
        "seats become power by an exact index; prevention follows through the board's mix and the voluntary sector that place leaders let in",
        off=("board.power_*",),
    ),
    Pattern(
        "P30",
        "Legal form trades parity for clarity",
        ("E092", "E123", "E326", "E327", "E329"),
        {"corporate": Arm({"legal_form": "corporate"}), "committee": Arm({"legal_form": "joint committee"})},
        (
            Expect("councils have less influence", Measure("council_voice", 12, 120), "lower", ("corporate",), ("committee",)),
            Expect("quicker", Measure("decision_delay", 12, 120), "lower", ("corporate",), ("committee",)),
            Expect("clearer (less done twice)", Measure("duplication", 12, 120), "lower", ("corporate",), ("committee",)),
        ),
        "imposed",
        "each legal form has parameters of its own",
        off=("board.council_voice",),
    ),
    Pattern(
        "P31",
        "Boards swell when trust is low",
        ("E265", "E266"),
        {"low": Arm({"initial_trust": 0.35}), "high": Arm({"initial_trust": 0.75})},
        (
            Expect("more seats", Measure("members", 12, 60), "higher", ("low",), ("high",)),
            Expect("longer decisions", Measure("decision_delay", 12, 60), "higher", ("low",), ("high",)),
        ),
        "imposed",
        "doubt adds seats by a rule; how long the doubt lasts does not",
        off=("board.seats",),
    ),
    Pattern(
        "P32",
        "Crowded landscapes talk more and act less",
        ("E077", "E195", "E261", "E267"),
        {
            "crowded": Arm({"legal_form": "pair", "council_seats": 4.0, "place_seats": 1.0, "sign_off": 1.0}),
            "lean": Arm({"legal_form": "corporate", "council_seats": 0.5, "place_seats": -0.5, "sign_off": 0.0}),
        },
        (Expect("less moved per month of members' time", Measure("mix_moved", 12, 120, per=("members", "decision_delay")), "lower", ("crowded",), ("lean",)),),
        "emergent",
        "members and tiers lengthen decisions, which shortens what a board can move in a year",
        off=("spending.spending_mix",),
    ),
)  # fmt: skip
