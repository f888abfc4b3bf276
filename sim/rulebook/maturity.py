"""M9 Maturity and staff: capability grows by use, staff are conserved, dependence builds with direction.

Half-life of the disruption a reorganisation brings: 18 to 24 months (Fulop and others 2002, BMJ 325:246).
"""

from sim.definitions import MIDDLE
from sim.ops import Number, blend, clip, exp, flag, floor, maximum, minimum, monthly_decay, positive, share
from sim.ops import total as add
from sim.rules import Deciding, calendar, last, normal, now, rule, total

MECHANISM = "M9"


LEAST_AT_START, MOST_AT_START = 0.1, 0.9
"""Bounds of capability at the start."""

LEAST_CEILING, MOST_CEILING = 0.6, 0.95
"""Bounds of the ceiling of a place's capability."""

LEAST_CAPABILITY, MOST_CAPABILITY = 0.05, 0.98
"""Bounds of capability: some is always left, and it is never perfect."""


@rule("start", of="place", writes="capability maturity_seen_by_icb maturity_seen_by_region gate_open")
def starting_maturity(
    footprint: Number = now("former_commissioner"),
    joined_up: Number = now("joined_up_start"),
    z: Number = normal("capability at the start", once=True),
    *,
    initial_capability: Number,
    capability_inherited: Number,
    capability_joined_up: Number,
    capability_spread: Number,
) -> Number:
    """Capability at the start, which ICB and region see as it is: footprint, joined-up work, local circumstances."""
    inherited = capability_inherited * (footprint - MIDDLE)
    joined = capability_joined_up * (joined_up - MIDDLE)
    level = initial_capability + inherited + joined + capability_spread * z
    capability = clip(level, LEAST_AT_START, MOST_AT_START)
    return capability, capability, capability, 0.0


@rule("start", of="place", writes="ceiling growth")
def potential(
    footprint: Number = now("former_commissioner"),
    z: Number = normal("capability ceiling", once=True),
    z_growth: Number = normal("capability growth", once=True),
    *,
    capability_growth: Number,
    learning_spread: Number,
    capability_ceiling: Number,
    ceiling_inherited: Number,
    ceiling_spread: Number,
    growth_elsewhere: Number,
    growth_inherited: Number,
) -> Number:
    """How far and how fast a place's capability can grow: an inherited footprint, local circumstances."""
    ceiling = capability_ceiling + ceiling_inherited * footprint + ceiling_spread * z
    inherited = blend(footprint, growth_inherited, growth_elsewhere)
    growth = capability_growth * inherited * exp(learning_spread * z_growth)
    return clip(ceiling, LEAST_CEILING, MOST_CEILING), growth


@rule("start", of="place", writes="staff dependence")
def starting_place_team(*, initial_staff_at_place: Number) -> Number:
    """A place's team at the start; nobody depends on direction yet."""
    return initial_staff_at_place, 0.0


@rule("start", of="icb", writes="system_capability staff_core dependence")
def starting_team(*, initial_system_capability: Number, initial_staff_at_place: Number) -> Number:
    """The system's team at the start: everybody who is not in a place team."""
    return initial_system_capability, 1.0 - initial_staff_at_place, 0.0


@rule("events", of="icb", writes="support_given levelling help_among_peers")
def help_for_places(*, development_support: Number, levelling_effort: Number, peer_support: Number) -> Number:
    """What helps places to grow: support to develop, effort moved from strong to weak, peers instead of direction."""
    return 1.0 * development_support, 1.0 * levelling_effort, 1.0 * peer_support


@rule("staff", of="icb", writes="staff_total running_cost")
def staff_total(start: Number = now("running_cost_start"), *, running_cost_allowance: Number) -> Number:
    """The running-cost allowance buys all staff (1 = the allowance of 2024/25)."""
    return 1.0 * running_cost_allowance, start * running_cost_allowance


@rule("staff", of="icb", writes="staff_for_places", decides=Deciding("share of staff in place teams", "sum"))
def staff_for_places(*, staff_at_place: Number) -> Number:
    """Each April the ICB decides what share of all staff is to work in place teams."""
    terms = {"its plan for place teams": 1.0 * staff_at_place}
    return add(terms.values()), terms


@rule("health", of="place", writes="staff")
def staff_at_places(
    staff: Number = last("staff"),
    whole: Number = now("staff_total", of="icb"),
    meant: Number = now("staff_for_places", of="icb"),
    *,
    staff_moving_time: Number,
) -> Number:
    """Place teams move towards their share of all staff; moving people takes time.

    Nobody stays whom the allowance no longer pays for: where it falls below a team, the team falls with it at once.
    """
    return minimum(staff + (whole * meant - staff) / staff_moving_time, whole)


@rule("health", of="icb", writes="staff_core")
def staff_at_core(whole: Number = now("staff_total"), placed: Number = total("staff", of="places")) -> Number:
    """Who is not in a place team is at the core: staff are conserved."""
    return positive(whole - placed)


def unhindered(dependence: Number, disruption: Number, by_dependence: Number, by_disruption: Number) -> Number:
    """Part of the growth of capability left by the habit of waiting for direction and by upheaval.

    (1 - by_dependence x dependence) x (1 - by_disruption x disruption)
    """
    return (1.0 - by_dependence * dependence) * (1.0 - by_disruption * disruption)


@rule("health", of="place", writes="capability")
def capability(
    skill: Number = last("capability"),
    ceiling: Number = now("ceiling"),
    growth: Number = now("growth"),
    held: Number = now("place_power"),
    work: Number = now("joint_work"),
    dependence: Number = last("dependence"),
    disruption: Number = last("disruption", of="icb"),
    vacancies: Number = now("nhs_vacancies", of="icb"),
    settled: Number = now("leader_settled"),
    *,
    nhs_vacancy_mean: Number,
    development_support: Number,
    peer_support: Number,
    capability_decay: Number,
    growth_by_joint_work: Number,
    growth_by_development: Number,
    growth_by_peers: Number,
    growth_less_vacancies: Number,
    growth_under_new_leaders: Number,
    growth_less_dependence: Number,
    growth_less_disruption: Number,
) -> Number:
    """Capability grows by exercising responsibility, by joint work and by support, towards a ceiling; it decays.

    Vacancies, new leaders, dependence on direction and upheaval slow its growth.
    """
    support = growth_by_development * development_support + growth_by_peers * peer_support
    fed = held + growth_by_joint_work * work + support
    people = 1.0 - growth_less_vacancies * (vacancies - nhs_vacancy_mean)
    pace = growth * people * blend(settled, 1.0, growth_under_new_leaders)
    free = unhindered(dependence, disruption, growth_less_dependence, growth_less_disruption)
    return skill + (pace * fed * positive(ceiling - skill) * free - capability_decay * skill) / 12.0


@rule("health", of="place", writes="capability")
def capability_moved(
    grown: Number = now("capability"),
    before: Number = last("capability"),
    mean_skill: Number = total("capability", of="other_places", month="last"),
    clawed: Number = total("clawed_back", of="remits_by_money"),
    left: Number = now("leader_left"),
    disruption: Number = last("disruption", of="icb"),
    *,
    levelling_effort: Number,
    levelling_speed: Number,
    capability_less_claw_back: Number,
    capability_less_disruption: Number,
    turnover_on_capability: Number,
) -> Number:
    """Levelling moves effort from strong to weak places; claw-backs, reorganisation and leaders who leave cost
    capability."""
    levelled = levelling_speed * levelling_effort * (mean_skill - before) / 12.0
    reorganised = capability_less_disruption * disruption * before / 12.0
    lost = capability_less_claw_back * clawed + reorganised + turnover_on_capability * left
    return clip(grown + levelled - lost, LEAST_CAPABILITY, MOST_CAPABILITY)


@rule("health", of="place", writes="staff_lent")
def staff_lent(
    staff: Number = now("staff"),
    skill: Number = now("capability"),
    mean_skill: Number = total("capability", of="other_places", month="last"),
    *,
    peer_support: Number,
    peers_lent: Number,
) -> Number:
    """Peer support uses strong places' staff: what they lend is missing at home."""
    return staff * share(peers_lent * peer_support * positive(skill - mean_skill))


@rule("health", of="icb", writes="system_capability")
def system_capability(
    skill: Number = last("system_capability"),
    held: Number = now("mean_real_place"),
    centre: Number = now("mean_centre"),
    dependence: Number = last("dependence"),
    disruption: Number = last("disruption"),
    *,
    capability_growth: Number,
    capability_decay: Number,
    system_duties: Number,
    system_ceiling: Number,
    growth_less_dependence: Number,
    growth_less_disruption: Number,
) -> Number:
    """The system's own capability grows in the same way, by what it really decides."""
    used = share(1.0 - held - centre) + system_duties
    free = unhindered(dependence, disruption, growth_less_dependence, growth_less_disruption)
    gain = capability_growth * used * positive(system_ceiling - skill) * free
    return clip(skill + (gain - capability_decay * skill) / 12.0, LEAST_CAPABILITY, MOST_CAPABILITY)


@rule("health", of="icb", writes="dependence")
def system_dependence(
    habit: Number = last("dependence"),
    direction: Number = now("direction"),
    *,
    dependence_build: Number,
    dependence_half_life: Number,
    peer_support: Number,
    dependence_less_peers: Number,
) -> Number:
    """Repeated direction builds dependence; peer support instead of direction builds less of it."""
    kept = habit * monthly_decay(dependence_half_life)
    return share(kept + dependence_build * direction * (1.0 - dependence_less_peers * peer_support) * (1.0 - habit))


@rule("health", of="place", writes="dependence")
def place_dependence(
    habit: Number = last("dependence"),
    system: Number = now("dependence", of="icb"),
    *,
    dependence_half_life: Number,
    dependence_spread: Number,
) -> Number:
    """Places learn to wait for direction from a system that does."""
    kept = habit * monthly_decay(dependence_half_life)
    return share(kept + dependence_spread * system * (1.0 - habit))


@rule("events", of="icb", writes="reform")
def reform(
    month: Number = calendar("month"),
    scheduled: Number = calendar("scheduled_reform"),
    *,
    reform_interval: Number,
) -> Number:
    """National reforms come at an interval of years; the first one a full interval after the start."""
    cycle = 12.0 * reform_interval
    due = flag(floor(month / cycle) > floor((month - 1.0) / cycle)) * flag(month >= 1.0)
    return maximum(due, flag(scheduled > 0.0))


@rule("health", of="icb", writes="disruption")
def disruption(
    upheaval: Number = last("disruption"),
    left: Number = now("minister_left", of="national"),
    reformed: Number = now("reform"),
    reorganised: Number = now("reorganised"),
    settled: Number = now("leader_settled"),
    skill: Number = now("system_capability"),
    *,
    disruption_half_life: Number,
    reform_size: Number,
    upheaval_unprepared: Number,
    upheaval_less_maturity: Number,
    upheaval_less_settled: Number,
    upheaval_of_minister: Number,
) -> Number:
    """Upheaval fades with a half-life of 18 to 24 months; a reform brings it, less to mature systems with settled
    leaders, and so does a reorganisation; a new minister's plans stir it."""
    exposed = upheaval_unprepared - upheaval_less_maturity * skill - upheaval_less_settled * settled
    hit = reform_size * maximum(reformed, reorganised) * exposed + upheaval_of_minister * left
    return minimum(upheaval * monthly_decay(disruption_half_life) + hit, 1.0)
