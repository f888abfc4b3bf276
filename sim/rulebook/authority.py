"""M7 Authority and delegation: announced, formal and real shares are different things.

For each remit (a service at a place) authority is shared between place, provider, centre and ICB; the ICB holds what
is left, so the shares sum to 1. An overloaded ICB leaves initiative to places (Aghion and Tirole 1997, J. Political
Economy 105:1-29). Accountability and override read the formal share; the quality of decisions (M8) and maturity (M9)
read the real one.
"""

from sim.ops import Number, blend, clip, flag, maximum, minimum, positive, share, where
from sim.ops import total as add
from sim.rules import Deciding, calendar, last, normal, now, rule, total, uniform

MECHANISM = "M7"

LEARNED = "learned learned_way learned_on_maturity way_on_maturity learned_on_tests way_on_tests performance_before"


@rule(
    "start", of="remit", writes="formal_place formal_provider announced real_place real_provider real_centre real_icb"
)
def starting_shares(
    score: Number = now("subsidiarity", of="service"),
    footprint: Number = now("former_commissioner", of="place"),
    *,
    inherited_delegation: Number,
    inherited_elsewhere: Number,
    inherited_most_local: Number,
) -> Number:
    """Places on former commissioning footprints inherit some delegation, least where the service is not local."""
    part = blend(footprint, 1.0, inherited_elsewhere)
    formal = share(inherited_delegation * part * (inherited_most_local - score))
    return formal, 0.0, formal, formal, 0.0, 0.0, 1.0 - formal


@rule("delegation", of="remit", writes="subsidiarity_seen")
def subsidiarity_tests(
    score: Number = now("subsidiarity", of="service"),
    bias: Number = normal("subsidiarity test", once=True),
    *,
    test_noise: Number,
    test_bias: Number,
) -> Number:
    """The three tests as the ICB scores them: 0 local, 1 not local; noise and bias are fixed per place and service."""
    return share(score + test_bias + test_noise * bias)


@rule("conditions", of="place", writes="gate_open", only={"power_condition": ("date",)})
def power_condition_date(
    before: Number = last("gate_open"), year: Number = calendar("year"), *, power_date: Number
) -> Number:
    """Powers arrive on a date: every gate opens in the first April that is not before it, and stays open."""
    return maximum(before, flag(year >= power_date))


@rule("conditions", of="place", writes="gate_open", only={"power_condition": ("maturity gate",)})
def power_condition_gate(
    before: Number = last("gate_open"),
    centre_sees: Number = last("maturity_seen_by_region"),
    icb_sees: Number = last("maturity_seen_by_icb"),
    *,
    gate_threshold: Number,
    gate_jointly: Number,
) -> Number:
    """Powers wait for maturity, judged by the centre or jointly with the system; an open gate stays open."""
    judged = gate_jointly * icb_sees + (1.0 - gate_jointly) * centre_sees
    return maximum(before, flag(judged >= gate_threshold))


@rule(
    "delegation",
    of="icb",
    writes=LEARNED,
    only={"delegation_rule": ("fixed",)},
)
def learn_nothing() -> Number:
    """A fixed rule stays as it is."""
    return 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0


def next_way(way: Number, helped: Number, u: Number, exploration: Number) -> Number:
    """On in a direction where that seemed to help, else back; now and then the other way."""
    exploited = where(helped, way, 0.0 - way)
    return where(u < exploration, 0.0 - exploited, exploited)


@rule(
    "delegation",
    of="icb",
    writes=LEARNED,
    only={"delegation_rule": ("adaptive",)},
)
def learn(
    learned: Number = last("learned"),
    way: Number = last("learned_way"),
    on_maturity: Number = last("learned_on_maturity"),
    way_on_maturity: Number = last("way_on_maturity"),
    on_tests: Number = last("learned_on_tests"),
    way_on_tests: Number = last("way_on_tests"),
    before: Number = last("performance_before"),
    waits: Number = total("within_18_weeks", of="hospitals", month="last"),
    four_hours: Number = total("four_hours_reported", of="hospitals", month="last"),
    prevention: Number = total("prevention", of="places", month="last"),
    z: Number = normal("icb sees its performance"),
    u: Number = uniform("exploration"),
    u_maturity: Number = uniform("exploration of the weight on maturity"),
    u_tests: Number = uniform("exploration of the weight on tests"),
    year: Number = calendar("year"),
    *,
    learning_step: Number,
    exploration: Number,
    observation_noise: Number,
    learning_on_prevention: Number,
    learning_noise: Number,
    learning_reach: Number,
    learning_on_weights: Number,
) -> Number:
    """An adaptive ICB goes on in the direction that seemed to help, turns when it seemed to harm, and now and then
    tries the other way (March 1991, Organization Science 2:71-87). It sees its performance with noise.

    It moves its base level and its weights on maturity and on the tests at once and judges them by one performance
    (simultaneous perturbation, Spall 1992). Each has its own way, which exploration turns by a draw of its own.
    """
    seen = waits + four_hours + learning_on_prevention * prevention + learning_noise * observation_noise * z
    helped = seen >= before
    onward = next_way(way, helped, u, exploration)
    onward_maturity = next_way(way_on_maturity, helped, u_maturity, exploration)
    onward_tests = next_way(way_on_tests, helped, u_tests, exploration)
    step = learning_step * flag(year >= 1.0)
    step_weight, reach_weight = learning_on_weights * step, learning_on_weights * learning_reach
    return (
        clip(learned + step * onward, 0.0 - learning_reach, learning_reach),
        onward,
        clip(on_maturity + step_weight * onward_maturity, 0.0 - reach_weight, reach_weight),
        onward_maturity,
        clip(on_tests + step_weight * onward_tests, 0.0 - reach_weight, reach_weight),
        onward_tests,
        seen,
    )


@rule(
    "delegation",
    of="remit",
    writes="announced",
    decides=Deciding("delegated share", "sum", by="icb", about="place"),
)
def announce(
    maturity: Number = last("maturity_seen_by_icb", of="place"),
    trust: Number = last("trust", of="trust_of_icb"),
    score: Number = now("subsidiarity_seen"),
    shortfall: Number = last("nhs_pressure", of="icb"),
    learned: Number = now("learned", of="icb"),
    learned_on_maturity: Number = now("learned_on_maturity", of="icb"),
    learned_on_tests: Number = now("learned_on_tests", of="icb"),
    *,
    delegation_base: Number,
    delegation_on_maturity: Number,
    delegation_on_trust: Number,
    delegation_on_subsidiarity: Number,
    delegation_on_shortfall: Number,
    maturity_threshold: Number,
    trust_threshold: Number,
) -> Number:
    """Every April the ICB announces the share of each service that each place is to decide."""
    terms = {
        "base level": delegation_base,
        "learned from experience": learned,
        "maturity it sees": (delegation_on_maturity + learned_on_maturity) * (maturity - maturity_threshold),
        "its trust in the place": delegation_on_trust * (trust - trust_threshold),
        "subsidiarity tests": -(delegation_on_subsidiarity + learned_on_tests) * score,
        "recent shortfall": -delegation_on_shortfall * shortfall,
    }
    return share(add(terms.values())), terms


@rule("conditions", of="place", writes="bid", decides=Deciding("bid for responsibility", "sum"))
def bid() -> Number:
    """The most of each service that a place asks to decide: all it may be handed, unless its partners hold back."""
    terms = {"all it may be handed": 1.0}
    return add(terms.values()), terms


@rule("delegation", of="remit", writes="announced announced_provider announced_centre announced_icb clawed_back")
def announced_share(
    wanted: Number = now("announced"),
    formal: Number = last("formal_place"),
    gate: Number = now("gate_open", of="place"),
    bid: Number = now("bid", of="place"),
    *,
    national_prescription: Number,
    provider_lead: Number,
    prescription_grip: Number,
    claw_back_margin: Number,
) -> Number:
    """What may be announced: within national prescription and the gate, and no more than the place bids for. An offer
    clearly below formal is a claw-back; what a place gives back itself is none."""
    most = 1.0 - prescription_grip * national_prescription
    offered = clip(wanted, 0.0, most) * gate
    taken = positive(formal - offered - claw_back_margin)
    agreed = minimum(offered, bid)
    provider = provider_lead * (1.0 - agreed)
    return agreed, provider, 0.0, 1.0 - agreed - provider, where(taken > 0.0, formal - offered, 0.0)


@rule("events", of="icb", writes="free_to_differ steering")
def terms_of_place_boards(*, national_prescription: Number, prescription_on_mix: Number, stewardship: Number) -> Number:
    """What national prescription leaves places to do differently, and how far they steer money that others hold."""
    return 1.0 - prescription_on_mix * national_prescription, 1.0 * stewardship


@rule("events", of="remit", writes="clawed_back respected")
def new_month() -> Number:
    """Claw-backs and respected decisions are events of one month."""
    return 0.0, 0.0


@rule("events", of="place", writes="overridden")
def no_override() -> Number:
    """An override is an event of one month; its effect on real shares lasts the quarter."""
    return 0.0


@rule("events", of="remit", writes="formal_place formal_provider formal_centre formal_icb undone_months undone")
def formal_shares(
    formal: Number = last("formal_place"),
    provider: Number = last("formal_provider"),
    announced: Number = last("announced"),
    undone: Number = last("undone_months"),
    footprint: Number = now("former_commissioner", of="place"),
    hospital: Number = now("hospital"),
    mix: Number = last("mix", of="service"),
    pull: Number = total("bargaining", of="hospitals", month="last"),
    *,
    delegation_speed: Number,
    provider_lead: Number,
    stewardship: Number,
    resistance_on_money: Number,
    resistance_outside_hospital: Number,
    resistance_less_inherited: Number,
    speed_elsewhere: Number,
    speed_inherited: Number,
    provider_lead_lag: Number,
    claw_back_margin: Number,
    patience: Number,
) -> Number:
    """The formal share moves to the announced one at a speed (share of all decisions a year), against resistance.

    Resistance = provider power x money moved x (1 - stewardship), hospital money most; an inherited footprint helps.
    """
    gap = announced - formal
    money_moved = minimum(mix * resistance_on_money, 1.0) * blend(hospital, 1.0, resistance_outside_hospital)
    resistance = share(pull * money_moved * (1.0 - stewardship) * (1.0 - resistance_less_inherited * footprint))
    most = delegation_speed * blend(footprint, speed_inherited, speed_elsewhere) / 12.0
    step = clip(gap, 0.0 - most, most) * (1.0 - resistance * flag(gap > 0.0))
    new_formal = share(formal + step)
    led = provider + (provider_lead * (1.0 - new_formal) - provider) / provider_lead_lag
    months = where(announced - new_formal > claw_back_margin, undone + 1.0, 0.0)
    undone_share = positive(announced - new_formal) * flag(months > patience)
    held_by_providers = minimum(led, 1.0 - new_formal)
    return new_formal, held_by_providers, 0.0, 1.0 - new_formal - held_by_providers, months, undone_share


@rule(
    "override",
    of="place",
    writes="overridden",
    decides=Deciding("override of the place", "chance", by="icb"),
)
def override(
    pressure: Number = last("nhs_pressure", of="icb"),
    trust: Number = last("trust", of="trust_of_icb"),
    confidence: Number = last("maturity_seen_by_icb"),
    held: Number = total("formal_place", of="remits_by_money"),
    u: Number = uniform("override"),
    *,
    override_base: Number,
    override_on_pressure: Number,
    override_on_distrust: Number,
    override_on_doubt: Number,
    maturity_trusted: Number,
    override_least: Number,
) -> Number:
    """Each quarter the ICB may override a place: likelier with pressure, distrust and doubt about its maturity."""
    pressed = override_on_pressure * pressure * (override_on_distrust - trust)
    raw = override_base + pressed + override_on_doubt * positive(maturity_trusted - confidence)
    p = share(raw * flag(held > override_least))
    return flag(u < p), {"p": p, "u": u}


@rule("override", of="remit", writes="respected")
def respected(formal: Number = now("formal_place"), overridden: Number = now("overridden", of="place")) -> Number:
    """Delegated decisions that stood for a quarter."""
    return formal * (1.0 - overridden)


@rule("override", of="remit", writes="real_place real_provider real_centre real_icb steered")
def real_shares(
    formal: Number = now("formal_place"),
    provider: Number = now("formal_provider"),
    overridden: Number = now("overridden", of="place"),
    direction: Number = last("direction", of="icb"),
    workload: Number = last("icb_overload", of="icb"),
    capability: Number = last("capability", of="place"),
    pull: Number = total("bargaining", of="hospitals", month="last"),
    outgrown: Number = last("outgrown", of="icb"),
    hospital: Number = now("hospital"),
    *,
    stewardship: Number,
    override_depth: Number,
    slip_on_overload: Number,
    drift_outside_hospital: Number,
) -> Number:
    """Who really decides: what overrides and direction leave, what stewardship wins, what overload lets slip."""
    captured = positive(pull - capability)
    steered = provider * stewardship * (1.0 - captured)
    kept = formal * (1.0 - override_depth * overridden) + steered
    slipped = slip_on_overload * workload * positive(1.0 - formal - provider)
    place = share(kept + slipped) * (1.0 - direction)
    centre = direction
    drifted = outgrown * blend(hospital, 1.0, drift_outside_hospital) * positive(1.0 - place - provider - centre)
    led = positive(provider - steered) * (1.0 - direction) + drifted
    icb = positive(1.0 - place - led - centre)
    return place, led, centre, icb, steered


@rule("override", of="place", writes="place_power formal_share announced_share", opening=True)
def place_power(
    real: Number = total("real_place", of="remits_by_money"),
    formal: Number = total("formal_place", of="remits_by_money"),
    announced: Number = total("announced", of="remits_by_money"),
) -> Number:
    """A place's real, formal and announced share, services weighted by money."""
    return real, formal, announced


@rule("override", of="place", writes="centre_share provider_share", opening=True)
def other_holders(
    centre: Number = total("real_centre", of="remits_by_money"),
    provider: Number = total("real_provider", of="remits_by_money"),
) -> Number:
    """What the centre and providers decide at a place, services weighted by money."""
    return centre, provider


@rule(
    "override",
    of="icb",
    writes="mean_real_place mean_formal_place mean_announced mean_centre mean_provider",
    opening=True,
)
def mean_shares(
    real: Number = total("place_power", of="places"),
    formal: Number = total("formal_share", of="places"),
    announced: Number = total("announced_share", of="places"),
    centre: Number = total("centre_share", of="places"),
    provider: Number = total("provider_share", of="places"),
) -> Number:
    """Shares of the system as a whole, places weighted by people."""
    return real, formal, announced, centre, provider


@rule("promises", of="place", writes="clawed_share undone_share respected_share steered_share")
def promises_to_places(
    clawed: Number = total("clawed_back", of="remits_by_money"),
    undone: Number = total("undone", of="remits_by_money"),
    respected: Number = total("respected", of="remits_by_money"),
    steered: Number = total("steered", of="remits_by_money"),
) -> Number:
    """What was clawed back, left undone, respected and jointly steered at a place, services weighted by money."""
    return clawed, undone, respected, steered
