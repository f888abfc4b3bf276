"""M9 Maturity and staff: capability grows by use, staff are conserved, dependence builds with direction.

Half-life of the disruption a reorganisation brings: 18 to 24 months (Fulop and others 2002, BMJ 325:246).
"""

from sim.ops import Number, clip, flag, floor, maximum, minimum, monthly_decay, positive, share
from sim.rules import calendar, last, normal, now, rule, total

MECHANISM = "M9"


@rule(
    "start",
    of="place",
    writes="capability ceiling growth staff dependence maturity_seen_by_icb maturity_seen_by_region gate_open",
)
def starting_maturity(
    footprint: Number = now("former_commissioner"),
    joined_up: Number = now("joined_up_start"),
    z_start: Number = normal("capability at the start", once=True),
    z_ceiling: Number = normal("capability ceiling", once=True),
    *,
    initial_capability: Number,
    capability_growth: Number,
    initial_staff_at_place: Number,
) -> Number:
    """Capability at the start, its ceiling and growth by place: footprint, joined-up work, local circumstances."""
    capability = clip(
        initial_capability + 0.08 * (footprint - 0.5) + 0.1 * (joined_up - 0.5) + 0.06 * z_start, 0.1, 0.9
    )
    ceiling = clip(0.8 + 0.05 * footprint + 0.05 * z_ceiling, 0.6, 0.95)
    return (
        capability,
        ceiling,
        capability_growth * (0.9 + 0.2 * footprint),
        initial_staff_at_place,
        0.0,
        capability,
        capability,
        0.0,
    )


@rule("start", of="icb", writes="system_capability staff_core dependence")
def starting_team(*, initial_system_capability: Number, initial_staff_at_place: Number) -> Number:
    """The system's team at the start: everybody who is not in a place team."""
    return initial_system_capability, 1.0 - initial_staff_at_place, 0.0


@rule("staff", of="icb", writes="staff_total running_cost")
def staff_total(start: Number = now("running_cost_start"), *, running_cost_allowance: Number) -> Number:
    """The running-cost allowance buys all staff (1 = the allowance of 2024/25)."""
    return 1.0 * running_cost_allowance, start * running_cost_allowance


@rule("health", of="place", writes="staff")
def staff_at_places(
    staff: Number = last("staff"),
    whole: Number = now("staff_total", of="icb"),
    *,
    staff_at_place: Number,
    staff_moving_time: Number,
) -> Number:
    """Place teams move towards their share of all staff; moving people takes time."""
    return staff + (whole * staff_at_place - staff) / staff_moving_time


@rule("health", of="icb", writes="staff_core")
def staff_at_core(whole: Number = now("staff_total"), placed: Number = total("staff", of="places")) -> Number:
    """Who is not in a place team is at the core: staff are conserved."""
    return positive(whole - placed)


@rule("health", of="place", writes="capability")
def capability(
    skill: Number = last("capability"),
    ceiling: Number = now("ceiling"),
    growth: Number = now("growth"),
    held: Number = now("place_power"),
    work: Number = now("joint_work"),
    dependence: Number = last("dependence"),
    clawed: Number = total("clawed_back", of="remits_by_money"),
    disruption: Number = last("disruption", of="icb"),
    mean_skill: Number = total("capability", of="other_places", month="last"),
    vacancies: Number = now("nhs_vacancies", of="icb"),
    left: Number = now("leader_left"),
    settled: Number = now("leader_settled"),
    *,
    turnover_on_capability: Number,
    nhs_vacancy_mean: Number,
    development_support: Number,
    peer_support: Number,
    levelling_effort: Number,
    capability_decay: Number,
) -> Number:
    """Capability grows by exercising responsibility, by joint work and by support; it decays and suffers claw-backs.

    Levelling moves effort from strong to weak places.
    """
    fed = held + 0.25 * work + 0.2 * development_support + 0.1 * peer_support
    workforce = (1.0 - 2.0 * (vacancies - nhs_vacancy_mean)) * (0.7 + 0.3 * settled)
    gain = growth * workforce * fed * positive(ceiling - skill) * (1.0 - 0.85 * dependence) * (1.0 - 0.5 * disruption)
    levelled = 0.06 * levelling_effort * (mean_skill - skill)
    monthly = (gain - capability_decay * skill + levelled) / 12.0
    return clip(skill + monthly - 0.1 * clawed - turnover_on_capability * left, 0.05, 0.98)


@rule("health", of="place", writes="staff_lent")
def staff_lent(
    staff: Number = now("staff"),
    skill: Number = now("capability"),
    mean_skill: Number = total("capability", of="other_places", month="last"),
    *,
    peer_support: Number,
) -> Number:
    """Peer support uses strong places' staff: what they lend is missing at home."""
    return staff * share(0.8 * peer_support * positive(skill - mean_skill))


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
) -> Number:
    """The system's own capability grows in the same way, by what it really decides."""
    used = share(1.0 - held - centre) + 0.3
    gain = capability_growth * used * positive(0.9 - skill) * (1.0 - 0.85 * dependence) * (1.0 - 0.5 * disruption)
    return clip(skill + (gain - capability_decay * skill) / 12.0, 0.05, 0.98)


@rule("health", of="icb", writes="dependence")
def system_dependence(
    habit: Number = last("dependence"),
    direction: Number = now("direction"),
    *,
    dependence_build: Number,
    dependence_half_life: Number,
    peer_support: Number,
) -> Number:
    """Repeated direction builds dependence; peer support instead of direction builds less of it."""
    kept = habit * monthly_decay(dependence_half_life)
    return share(kept + dependence_build * direction * (1.0 - 0.6 * peer_support) * (1.0 - habit))


@rule("health", of="place", writes="dependence")
def place_dependence(
    habit: Number = last("dependence"),
    system: Number = now("dependence", of="icb"),
    *,
    dependence_half_life: Number,
) -> Number:
    """Places learn to wait for direction from a system that does."""
    kept = habit * monthly_decay(dependence_half_life)
    return share(kept + 0.02 * system * (1.0 - habit))


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
    settled: Number = now("leader_settled"),
    skill: Number = now("system_capability"),
    *,
    disruption_half_life: Number,
    reform_size: Number,
) -> Number:
    """Upheaval fades with a half-life of 18 to 24 months; a reform brings it, less to mature systems with settled
    leaders, and a new minister's plans stir it."""
    hit = reform_size * reformed * (1.5 - 0.6 * skill - 0.4 * settled)
    return minimum(upheaval * monthly_decay(disruption_half_life) + hit + 0.04 * left, 1.0)
