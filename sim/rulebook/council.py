"""M12 Council stance: outside, partner *to* (supports the direction, keeps sovereignty) or partner *in* (bound)."""

from sim.ops import Number, clip, flag, share
from sim.ops import total as add
from sim.rules import Deciding, by_choice, last, normal, now, rule

MECHANISM = "M12"


@rule("start", of="council", writes="stance stance_score alignment_politics")
def starting_stance(z: Number = normal("political alignment", once=True), *, initial_trust: Number) -> Number:
    """Councils start as partners *to*; political alignment with the NHS agenda is a fixed trait."""
    return 1.0, 0.4 + 0.2 * initial_trust, share(0.5 + 0.2 * z)


@rule("stance", of="council", writes="exposure")
def exposure(
    pool: Number = last("pool_council"),
    care: Number = last("care_spend"),
    deficit: Number = last("deficit_share", of="icb"),
    *,
    red_lines: Number,
    exit_rights: Number,
) -> Number:
    """Perceived exposure = pool x downside risk x (1 - protection by red lines and exit terms)."""
    return share(4.0 * (pool / care) * (0.3 + 8.0 * deficit) * (1.0 - 0.4 * red_lines - 0.3 * exit_rights))


@rule(
    "stance", of="council", writes="stance_score", decides=Deciding("willingness to come in", "sum", low=-1.0, high=2.0)
)
def stance_score(
    trust: Number = last("trust", of="trust_in_icb"),
    voice: Number = now("voice"),
    politics: Number = now("alignment_politics"),
    exposed: Number = now("exposure"),
    form: Number = by_choice(
        "legal_form", voluntary=0.0, joint_committee=0.08, corporate=0.02, corporate_with_places=0.05, pair=0.06
    ),
    *,
    clarity: Number,
    stance_on_trust: Number,
    stance_on_voice: Number,
    stance_on_clarity: Number,
    stance_on_exposure: Number,
    collaboration_duty: Number,
) -> Number:
    """The council's score for coming in: above 0.35 partner to, above 0.75 partner in."""
    terms = {
        "trust in the ICB": stance_on_trust * trust,
        "voice it feels it has": stance_on_voice * voice,
        "clarity of roles": stance_on_clarity * clarity,
        "political alignment": 0.1 * politics,
        "legal form": form,
        "duty to collaborate": 0.05 * collaboration_duty,
        "exposure to risk": -stance_on_exposure * exposed,
    }
    return clip(add(terms.values()), -1.0, 2.0), terms


@rule("stance", of="council", writes="stance")
def stance(score: Number = now("stance_score"), before: Number = last("stance"), *, stance_inertia: Number) -> Number:
    """0 outside, 1 partner to, 2 partner in; a small band keeps a council where it is."""
    into = flag(score > 0.75 - stance_inertia * flag(before > 1.5))
    towards = flag(score > 0.35 - stance_inertia * flag(before > 0.5))
    return towards * (1.0 + into)
