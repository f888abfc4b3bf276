"""M12 Council stance: outside, partner *to* (supports the direction, keeps sovereignty) or partner *in* (bound)."""

from sim.definitions import IN_FORCE
from sim.ops import Number, clip, flag, share
from sim.ops import total as add
from sim.rules import Deciding, last, normal, now, rule

MECHANISM = "M12"


@rule("start", of="council", writes="stance stance_score alignment_politics")
def starting_stance(
    z: Number = normal("political alignment", once=True),
    *,
    initial_trust: Number,
    initial_score: Number,
    initial_score_on_trust: Number,
    politics_mean: Number,
    politics_spread: Number,
) -> Number:
    """Councils start as partners *to*; political alignment with the NHS agenda is a fixed trait."""
    return 1.0, initial_score + initial_score_on_trust * initial_trust, share(politics_mean + politics_spread * z)


@rule("events", of="icb", writes="roles_clear red_lines_hold exit_agreed in_principle")
def arrangement(*, clarity: Number, red_lines: Number, exit_rights: Number, ratification: Number) -> Number:
    """The arrangement between the NHS and councils as it stands: how clear it is, the councils' red lines, the agreed
    ways out, and how far what is decided 'in principle' waits to be confirmed."""
    return 1.0 * clarity, flag(red_lines > IN_FORCE), 1.0 * exit_rights, 1.0 * ratification


@rule("stance", of="council", writes="exposure")
def exposure(
    pool: Number = last("pool_council"),
    care: Number = last("care_spend"),
    deficit: Number = last("deficit_share", of="icb"),
    *,
    red_lines: Number,
    exit_rights: Number,
    exposure_on_pool: Number,
    risk_without_deficit: Number,
    risk_on_deficit: Number,
    protection_of_red_lines: Number,
    protection_of_exit_rights: Number,
) -> Number:
    """Perceived exposure = pool x downside risk x (1 - protection by red lines and exit terms)."""
    risk = risk_without_deficit + risk_on_deficit * deficit
    open_to_it = 1.0 - protection_of_red_lines * red_lines - protection_of_exit_rights * exit_rights
    return share(exposure_on_pool * (pool / care) * risk * open_to_it)


@rule(
    "stance", of="council", writes="stance_score", decides=Deciding("willingness to come in", "sum", low=-1.0, high=2.0)
)
def stance_score(
    trust: Number = last("trust", of="trust_in_icb"),
    voice: Number = now("voice"),
    politics: Number = now("alignment_politics"),
    exposed: Number = now("exposure"),
    form: Number = now("called_by_form"),
    duty: Number = now("called_by_duty"),
    *,
    clarity: Number,
    stance_on_trust: Number,
    stance_on_voice: Number,
    stance_on_clarity: Number,
    stance_on_exposure: Number,
    stance_on_politics: Number,
) -> Number:
    """The council's score for coming in: what speaks for it, less its exposure."""
    terms = {
        "trust in the ICB": stance_on_trust * trust,
        "voice it feels it has": stance_on_voice * voice,
        "clarity of roles": stance_on_clarity * clarity,
        "political alignment": stance_on_politics * politics,
        "legal form": form,
        "duty to collaborate": duty,
        "exposure to risk": -stance_on_exposure * exposed,
    }
    return clip(add(terms.values()), -1.0, 2.0), terms


@rule("stance", of="council", writes="stance")
def stance(
    score: Number = now("stance_score"),
    before: Number = last("stance"),
    *,
    score_partner_in: Number,
    score_partner_to: Number,
    stance_inertia: Number,
) -> Number:
    """0 outside, 1 partner to, 2 partner in; a small band keeps a council where it is."""
    into = flag(score > score_partner_in - stance_inertia * flag(before > 1.0))
    towards = flag(score > score_partner_to - stance_inertia * flag(before > 0.0))
    return towards * (1.0 + into)
