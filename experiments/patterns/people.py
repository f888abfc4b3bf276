"""Patterns of providers of care, the voluntary sector, money, scrutiny and shocks (P34 to P40)."""

from __future__ import annotations

from experiments.patterns.declare import Arm, Expect, Measure, Pattern
from sim.timeline import Event

_TRUSTED, _DISTRUSTED = {"initial_trust": 0.75}, {"initial_trust": 0.35}
_SHOCK = (Event(3, "a large shock", pulses={"shock": 1.0}),)
_ENGAGED = Measure("care_engagement_mean", 1, 24)
_GIVEN = Measure("contribution_mean", 4, 14)
_SQUEEZE = {"excess_inflation_mean": 0.02, "council_growth": -0.004}

PATTERNS = (
    Pattern(
        "P34",
        "Care providers stay outside unless given a route and trusted",
        ("E116", "E320", "E321", "E323", "E324"),
        {
            "both": Arm({"care_route": 1.0, **_TRUSTED}),
            "route": Arm({"care_route": 1.0, **_DISTRUSTED}),
            "trust": Arm({"care_route": 0.0, **_TRUSTED}),
            "neither": Arm({"care_route": 0.0, **_DISTRUSTED}),
        },
        (
            Expect("both together do more than the sum", _ENGAGED, "higher", ("both", "neither"), ("route", "trust")),
            Expect("engagement rises with both", _ENGAGED, "higher", ("both",), ("neither",)),
            Expect("a route alone does less than half of it", _ENGAGED, "lower", ("route", "route"), ("neither", "both")),
            Expect("trust alone does less than half of it", _ENGAGED, "lower", ("trust", "trust"), ("neither", "both")),
        ),
        "imposed",
        "engagement is a route in times trust",
        off=("social_care.care_engagement",),
    ),
    Pattern(
        "P35",
        "VCSE reaches people services miss, if it has capacity",
        ("E208", "E209", "E277"),
        {
            "capacity": Arm(events=(Event(1, "capacity", {"vcse_capacity": 1.0, "vcse_route": 1.0}),)),
            "little": Arm(events=(Event(1, "little", {"vcse_capacity": 0.1, "vcse_route": 0.1}),)),
        },
        (Expect("the gap inside places narrows", Measure("inside_gap", 96, 120), "lower", ("capacity",), ("little",)),),
        "emergent",
        "reach needs capacity, a route, trust and joint work, and acts on the more deprived half",
        off=("social_care.reach",),
    ),
    Pattern(
        "P36",
        "Pay and price shocks squeeze both sides; balancing now can widen the later gap",
        ("E147", "E152", "E153", "E156", "E217"),
        {
            "squeeze": Arm(_SQUEEZE),
            "calm": Arm({"excess_inflation_mean": 0.0, "council_growth": 0.02}),
            "one-off": Arm({**_SQUEEZE, "one_off_share": 0.6}),
            "lasting": Arm({**_SQUEEZE, "one_off_share": 0.15}),
        },
        (
            Expect("balancing once widens the later gap", Measure("medium_gap_system", 24, 120), "higher", ("one-off",), ("lasting",)),
            Expect("reserves fall", Measure("reserves_months", 36, 120), "lower", ("squeeze",), ("calm",)),
            Expect("councils' later gap grows", Measure("medium_gap_system", 36, 120), "higher", ("squeeze",), ("calm",)),
            Expect("the NHS is squeezed too", Measure("balance_year", 36, 120), "lower", ("squeeze",), ("calm",)),
        ),
        "emergent",
        "one-off savings come back by a rule; reserves, gaps and balances follow from budgets over years",
        off=("council_money.budget",),
        inferred="that the near gap closes with reserves and one-off savings while the later gap grows",
    ),
    Pattern(
        "P39",
        "Early openness lowers contested change; joint scrutiny costs more with more councils",
        ("E167", "E169", "E171", "E172"),
        {
            "open": Arm({"disclosure": 1.0}),
            "late": Arm({"disclosure": 0.0}),
            "many": Arm(),
            "one": Arm(change="one council"),
        },
        (
            Expect("fewer referrals", Measure("referred", 0, 120, "council", "total"), "lower", ("open",), ("late",)),
            Expect("longer delay with many councils", Measure("scrutiny_delay", 12, 120), "higher", ("many",), ("one",)),
        ),
        "imposed",
        "openness stands in the chance of referral, the number of councils in the delay",
        off=("scrutiny.refer",),
        needs="two councils",
    ),
    Pattern(
        "P40",
        "Shocks cut both ways; impatience resets the clock",
        ("E040", "E089", "E214", "E221"),
        {
            "high, shock": Arm(_TRUSTED, _SHOCK),
            "high": Arm(_TRUSTED),
            "low, shock": Arm(_DISTRUSTED, _SHOCK),
            "low": Arm(_DISTRUSTED),
            "every 2 years": Arm({"reform_interval": 2.0}),
            "every 10 years": Arm({"reform_interval": 10.0}),
        },
        (
            Expect("the trusting rally more than the others", _GIVEN, "higher", ("high, shock", "low"), ("high", "low, shock")),
            Expect("the trusting rally", _GIVEN, "higher", ("high, shock",), ("high",)),
            Expect("the distrustful retreat", _GIVEN, "lower", ("low, shock",), ("low",)),
            Expect("frequent reform keeps maturity down", Measure("capability_mean", 96, 120), "lower", ("every 2 years",), ("every 10 years",)),
        ),
        "imposed",
        "a threshold of trust turns a shock into rally or retreat; what reform does to maturity is emergent",
        given={"shock_hazard": 0.02},
        off=("collaboration.contribution",),
        inferred="that high-trust systems rally and low-trust ones retreat",
    ),
)  # fmt: skip
