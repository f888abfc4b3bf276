"""Patterns of the centre, regions, trusts and their overseers (P13 to P21)."""

from __future__ import annotations

from experiments.patterns.declare import Arm, Expect, Measure, Pattern
from sim.timeline import Event

_PAUSE = (Event(36, "six months' pause", pulses={"pause": 6.0}),)
_MINISTERS = tuple(Event(month, "a new minister", pulses={"minister": 1.0}) for month in (11, 17, 23, 29))
_WATCHED = {"hazard_national": 0.5, "hazard_regional": 0.4, "low_confidence_hazard": 0.5, "tightness": 1.5}
_FAILING = {"target_waits": 0.8, "target_four_hours": 0.85, "observation_noise": 0.05}

PATTERNS = (
    Pattern(
        "P13",
        "A national pause stops prevention at once, and local effort brings it back",
        ("E141", "E149", "E150"),
        {
            "pause, effort": Arm({"restart_effort": 1.0}, _PAUSE),
            "pause": Arm({"restart_effort": 0.0}, _PAUSE),
            "no pause": Arm({"restart_effort": 1.0}),
        },
        (
            Expect("recovery above the earlier level with effort", Measure("prevention_system", 46, 60), "higher", ("pause, effort",), ("no pause",)),
            Expect("near zero during it (below a quarter)", Measure("prevention_system", 38, 42, since=(24, 36), times=0.25), "lower", ("pause",)),
            Expect("recovery is the effort's", Measure("prevention_system", 46, 60), "higher", ("pause, effort",), ("pause",)),
        ),
        "imposed",
        "the pause and the backlog that effort works off are rules",
        given={"pause_hazard": 0.0},
        off_settings={"restart_effort": 0.0},
    ),
    Pattern(
        "P14",
        "Going round the ICB relieves now and weakens later",
        ("E242", "E243", "E244"),
        {"round": Arm({"round_share": 1.0}), "through": Arm({"round_share": 0.0})},
        (
            Expect("authority of the ICB lower", Measure("authority", 36, 120), "lower", ("round",), ("through",)),
            Expect("trust between ICB and centre lower", Measure("trust_centre", 36, 120), "lower", ("round",), ("through",)),
            Expect("more interventions later", Measure("interventions_year", 60, 120), "higher", ("round",), ("through",)),
        ),
        "emergent",
        "authority lost at each bypass is a rule; that doubt then draws more interventions is not",
        given=_WATCHED,
        off=("oversight.round_or_through",),
    ),
    Pattern(
        "P15",
        "The region is a valve",
        ("E246", "E249", "E250"),
        {
            "open": Arm({"regional_shielding": 0.0}),
            "shielding": Arm({"regional_shielding": 1.0}),
            "crowded": Arm({"systems_per_region": 3.0}),
            "close": Arm({"systems_per_region": 0.5}),
        },
        (
            Expect("less pressure behind a shielding region", Measure("pressure_received", 12, 120), "higher", ("open",), ("shielding",)),
            Expect("more in a crowded region", Measure("pressure_received", 12, 120), "higher", ("crowded",), ("close",)),
        ),
        "imposed",
        "shielding and the number of systems stand in the rule of the pressure received",
        off=("oversight.pressure_received",),
    ),
    Pattern(
        "P16",
        "Ministerial change brings bursts of initiatives whose burden outlives the money",
        ("E216", "E219", "E247", "E253"),
        {"change": Arm(events=_MINISTERS), "calm": Arm()},
        (
            Expect("burden stays years after", Measure("burden", 60, 84), "higher", ("change",), ("calm",)),
            Expect("burden ratchets up", Measure("burden", 13, 42), "higher", ("change",), ("calm",)),
            Expect("interventions spike", Measure("interventions_year", 12, 42), "higher", ("change",), ("calm",)),
        ),
        "emergent",
        "ministers stir politics; initiatives and interventions are chances, burden their slow residue",
        given={"minister_turnover": 0.1, **_WATCHED},
        off=("oversight.initiative", "oversight.intervene"),
    ),
    Pattern(
        "P18",
        "Several uncoordinated overseers slow recovery; one joint plan speeds it",
        ("E240", "E241", "E242"),
        {"joint": Arm({"alignment": 1.0}), "apart": Arm({"alignment": 0.0})},
        (Expect("fewer months in recovery", Measure("recovery_months", 108, 120, "acute"), "lower", ("joint",), ("apart",)),),
        "emergent",
        "alignment speeds help and lowers burden; when a trust recovers follows from flow and money",
        given=_FAILING,
        off=("recovery.recovery_plan", "oversight.good_of_intervention", "oversight.harm_of_intervention"),
    ),
    Pattern(
        "P19",
        "A weakest-link rating draws help to the weakest and costs the strong",
        ("E210", "E255", "E256"),
        {"weakest link": Arm({"rating_rule": "weakest link"}), "own": Arm({"rating_rule": "own"})},
        (
            Expect("more mutual aid", Measure("aid_wanted", 12, 120, "acute", "sizes"), "higher", ("weakest link",), ("own",)),
            Expect("the weakest catches up", Measure("within_18_weeks", 36, 120, "acute", "spread"), "lower", ("weakest link",), ("own",)),
            Expect("the strong are marked down", Measure("member_rating", 12, 120, "acute", "most"), "lower", ("weakest link",), ("own",)),
        ),
        "imposed",
        "the rating rule sets help and marks; that the weakest catches up is emergent",
        given={"mutual_aid": 0.2},
        off=("rating.rating", "rating.member_rating"),
        needs="two acute trusts",
    ),
    Pattern(
        "P21",
        "Collaboratives help at scale until they outgrow the ICS",
        ("E138", "E139", "E225", "E333"),
        {
            "none": Arm({"collaborative_size": 0.0}),
            "half": Arm({"collaborative_size": 0.5}),
            "all": Arm({"collaborative_size": 1.0}),
        },
        (
            Expect("waits improve first", Measure("waits_18", 24, 120), "higher", ("half",), ("none",)),
            Expect("then decisions shift", Measure("mean_provider", 24, 120), "higher", ("all",), ("half",)),
            Expect("beyond a point", Measure("mean_provider", 24, 120), "higher", ("all", "none"), ("half", "half")),
        ),
        "emergent",
        "mutual aid levels waits; the weight that outgrows the ICB's authority draws decisions",
        given={"mutual_aid": 1.0},
        off=("provider_power.mutual_aid", "provider_power.scale_gain", "provider_power.outgrown"),
        needs="two acute trusts",
    ),
)  # fmt: skip
