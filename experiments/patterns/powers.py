"""Patterns of powers, maturity, reform and councils (P01 to P12)."""

from __future__ import annotations

from experiments.patterns.declare import Arm, Expect, Measure, Pattern
from sim.parameters import Setting
from sim.timeline import Event

_WATCHED = {"hazard_national": 0.5, "hazard_regional": 0.4, "low_confidence_hazard": 0.5, "tightness": 1.5}
_CALM = {"hazard_national": 0.0, "hazard_regional": 0.0}
_DIRECTED = {"hazard_national": 0.6, "hazard_regional": 0.6, "tightness": 2.0, "bandwidth": 2.0}
_RELEASED = {"hazard_national": 0.0, "hazard_regional": 0.0, "tightness": 1.0, "bandwidth": 1.0}


def _spell(months: int) -> tuple[Event, ...]:
    """Central direction for so many months from the start."""
    return (Event(0, "central direction", _DIRECTED), Event(months, "it ends", _RELEASED))


_CHANGE_OF_FORM = (Event(48, "change of legal form", {"legal_form": "corporate"}, {"reform": 1.0}),)
_WEAK: dict[str, Setting] = {"initial_capability": 0.3, "initial_system_capability": 0.4}
_STRONG: dict[str, Setting] = {"initial_capability": 0.7, "initial_system_capability": 0.8}
_GATE: dict[str, Setting] = {"power_condition": "maturity gate", "gate_threshold": 0.65}

PATTERNS = (
    Pattern(
        "P01",
        "Powers before maturity breed dependence",
        ("E096", "E098", "E099"),
        {"immature": Arm(_WEAK), "mature": Arm(_STRONG)},
        (
            Expect("more dependence years later", Measure("dependence", 48, 96), "higher", ("immature",), ("mature",)),
            Expect("more decided by the centre", Measure("mean_centre", 12, 72), "higher", ("immature",), ("mature",)),
        ),
        "emergent",
        "doubt draws intervention, intervention directs, direction becomes habit: four rules and years",
        given={"delegation_base": 0.8, "delegation_speed": 1.0, **_WATCHED},
        off_settings=_CALM,
    ),
    Pattern(
        "P02",
        "Dependence is sticky",
        ("E097", "E243"),
        {"none": Arm(), "a year": Arm(events=_spell(12)), "three years": Arm(events=_spell(36))},
        (
            Expect("less self-directed five years after", Measure("dependence", 96, 108), "higher", ("three years",), ("none",)),
            Expect("less mature five years after", Measure("capability_mean", 96, 108), "lower", ("three years",), ("none",)),
            Expect("so after the shorter spell", Measure("dependence", 72, 84), "higher", ("a year",), ("none",)),
            Expect("the longer leaves the larger gap", Measure("dependence", 96, 108), "higher", ("three years",), ("a year",)),
        ),
        "imposed",
        "the slow decay of dependence is a rule; what it does to maturity follows",
        given=_CALM,
        off=("maturity.system_dependence", "maturity.place_dependence"),
    ),
    Pattern(
        "P03",
        "A maturity gate helps the weak and holds back the strong",
        ("E098", "E100", "E122", "E262"),
        {
            "weak, date": Arm(_WEAK),
            "weak, gate": Arm({**_WEAK, **_GATE}),
            "strong, date": Arm(_STRONG),
            "strong, gate": Arm({**_STRONG, **_GATE, "gate_threshold": 0.8}),
        },
        (
            Expect("weak: less dependence", Measure("dependence", 84, 120), "lower", ("weak, gate",), ("weak, date",)),
            Expect("strong: loss while they wait", Measure("decision_loss", 6, 36), "higher", ("strong, gate",), ("strong, date",)),
        ),
        "emergent",
        "the gate is a rule; what waiting saves and costs follows from how decisions fare",
        given={"delegation_base": 0.9, "delegation_on_maturity": 0.0, "delegation_speed": 1.0, **_WATCHED},
        off_settings={"power_condition": "date"},
        inferred="that strong systems lose outcome while they wait",
    ),
    Pattern(
        "P04",
        "A permissive frame leaves lasting variation",
        ("E182", "E183", "E233", "E301"),
        {"permissive": Arm({"national_prescription": 0.0}), "prescribed": Arm({"national_prescription": 0.9})},
        (
            Expect("wider spread of delegation", Measure("spread_real", 60, 120), "higher", ("permissive",), ("prescribed",)),
            Expect("wider spread of maturity", Measure("capability", 96, 120, "place", "spread"), "higher", ("permissive",), ("prescribed",)),
        ),
        "emergent",
        "prescription caps shares; the spread comes from how places differ and learn",
        given={"delegation_base": 0.6, "delegation_on_maturity": 1.0, "delegation_speed": 1.0},
        off=("authority.announced_share",),
        needs="two places",
    ),
    Pattern(
        "P06",
        "Stable systems absorb reform; churn makes it costly",
        ("E262", "E263", "E264"),
        {
            "churn, reform": Arm({"turnover": 2.0}, _CHANGE_OF_FORM),
            "churn": Arm({"turnover": 2.0}),
            "stable, reform": Arm({"turnover": 0.2}, _CHANGE_OF_FORM),
            "stable": Arm({"turnover": 0.2}),
        },
        (
            Expect("deeper dip of trust", Measure("trust_overall", 50, 72, since=(42, 48)), "lower", ("churn, reform", "stable"), ("churn", "stable, reform")),
            Expect("and slower to mend", Measure("trust_overall", 78, 102, since=(42, 48)), "lower", ("churn, reform", "stable"), ("churn", "stable, reform")),
        ),
        "emergent",
        "reform drives leaders out, their trust goes with them, and new leaders feel the upheaval more",
        given={"legal_form": "joint committee", "reform_interval": 20.0, "reform_size": 0.7},
        off=("turnover.leaders_*",),
    ),
    Pattern(
        "P07",
        "Unclear roles make two-speed councils",
        ("E001", "E002", "E005", "E022", "E039"),
        {
            "unclear": Arm({"clarity": 0.0}),
            "clear": Arm({"clarity": 1.0}),
            "cleared up": Arm({"clarity": 0.0}, (Event(60, "roles are cleared up", {"clarity": 1.0}),)),
        },
        (
            Expect("stance held back", Measure("stance", 24, 60, "council"), "lower", ("unclear",), ("clear",)),
            Expect("joint work goes on (at 80 % or more)", Measure("joint_work_mean", 24, 60, since=(0, 6), times=0.8), "higher", ("unclear",)),
            Expect("stance follows clarity", Measure("stance", 72, 120, "council"), "higher", ("cleared up",), ("unclear",)),
        ),
        "imposed",
        "clarity stands in the score of the stance and not in joint work",
        off=("council.stance_score",),
    ),
    Pattern(
        "P09",
        "Ring-fences and ratification cap pooling and slow decisions",
        ("E082", "E083", "E084", "E086"),
        {"lines": Arm({"red_lines": 1.0, "ratification": 1.0}), "none": Arm({"red_lines": 0.0, "ratification": 0.0})},
        (
            Expect("smaller pooled share", Measure("pooled_share", 24, 120), "lower", ("lines",), ("none",)),
            Expect("longer decisions", Measure("decision_delay", 24, 120), "higher", ("lines",), ("none",)),
            Expect("less care money goes into pools", Measure("pool_council", 24, 120, "council", "most", per=("care_spend",)), "lower", ("lines",), ("none",)),
        ),
        "imposed",
        "red lines are hard limits of the council's offer, ratification is a step of the decision",
        given={"pooling_aim": 0.8},
        off=("pooling.council_offer",),
    ),
    Pattern(
        "P10",
        "Councils pool less when their own funding is uncertain or short",
        ("E031", "E060", "E063", "E153"),
        {
            "short": Arm({"settlement_length": 1.0, "initial_council_gap": 0.03, "council_growth": -0.004}),
            "sure": Arm({"settlement_length": 4.0, "initial_council_gap": 0.0, "council_growth": 0.02}),
        },
        (Expect("smaller pooled share", Measure("pooled_share", 24, 120), "lower", ("short",), ("sure",)),),
        "emergent",
        "budget gaps, red lines and stance stand between funding and pool",
        off=("pooling.council_offer",),
    ),
    Pattern(
        "P12",
        "Judged on the short term, leaders drift to it",
        ("E144", "E220", "E222", "E223"),
        {"short": Arm({"short_term_weight": 1.0}), "long": Arm({"short_term_weight": 0.0})},
        (
            Expect("money for prevention falls at once", Measure("local_share", 0, 24, per=("local_share_start",)), "lower", ("short",), ("long",)),
            Expect("health worsens", Measure("healthy_years", 96, 120), "lower", ("short",), ("long",)),
            Expect("mostly years later", Measure("healthy_years", 96, 120, since=(0, 24), times=2.0), "lower", ("short",), ("long",)),
            Expect("inequality worsens", Measure("inequality_slope", 96, 120), "higher", ("short",), ("long",)),
        ),
        "emergent",
        "the weight enters the wishes of blocs; health follows through money, access, prevention and lags",
        given={"target_waits": 0.8, "target_four_hours": 0.85, "prevention_protection": 0.0},
        off=("board.preferences", "spending.place_spending_mix"),
    ),
)  # fmt: skip
