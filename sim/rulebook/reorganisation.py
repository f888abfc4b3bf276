"""M18 What reorganisation does: divided attention, lost trust, upheaval, and a bill.

Who takes over what is not decided here (``sim.reorganisation``): these rules only see how far an organisation is a new
one this month (``relabelled``), and over how many systems the board's team is spread. Mergers delay services by 18
months or more and save less than planned (Fulop and others 2002, BMJ 325:246); reorganisations cost billions (Walshe
2010, BMJ 341:c3843). How much attention, knowledge and trust go is assumed and swept.
"""

from sim.definitions import MILLION
from sim.entities import DIRECTIONS
from sim.ops import Number, either, flag, maximum, positive, size, where
from sim.rulebook.trust import weight_of_breach
from sim.rules import Rule, declare, last, now, rule, total

MECHANISM = "M18"


@rule("events", of="icb", writes="span merged board_changed reorganised")
def board(
    before: Number = last("span"),
    merged: Number = last("merged"),
    relabelled: Number = last("relabelled"),
    *,
    board_span: Number,
    board_merged: Number,
) -> Number:
    """The board begins to share its team, or merges; that is upheaval, and so are new places, councils and trusts.

    Every system starts with a team of its own.
    """
    changed = flag(either(size(board_span - before) > 0.0, size(board_merged - merged) > 0.0))
    return board_span, board_merged, changed, maximum(changed, relabelled)


@rule("events", of="icb", writes="attention team_reach voice_kept sight")
def spread_over_systems(
    span: Number = now("span"),
    merged: Number = now("merged"),
    *,
    attention_divided: Number,
    shared_team_gain: Number,
    voice_lost_by_sharing: Number,
    sight_lost_by_merging: Number,
    voice_lost_unmerged: Number,
) -> Number:
    """A team for several systems does some work only once, and attends less to each of them.

    Councils have less say in it, least where the boards are one in law; such a board also knows less of local need.
    """
    others = 1.0 - 1.0 / span
    return (
        1.0 / (1.0 + attention_divided * (span - 1.0)),
        1.0 + shared_team_gain * others,
        1.0 - voice_lost_by_sharing * others * (voice_lost_unmerged * (1.0 - merged) + merged),
        1.0 - sight_lost_by_merging * others * merged,
    )


@rule("events", of="icb", writes="leader_settled")
def new_board_leaders(settled: Number = last("leader_settled"), changed: Number = now("board_changed")) -> Number:
    """A shared or merged team has new leaders, who have yet to settle."""
    return settled * (1.0 - changed)


def _new_board(kind: str) -> Rule:
    """The rule by which everybody who deals with the ICB has another board before them."""

    def new_board(relabelled: Number, changed: Number) -> Number:
        """A board that shares its team or merges is a new organisation to those who deal with it."""
        return maximum(relabelled, changed)

    return Rule(
        name=f"new_board_{kind.replace('>', '_to_')}",
        mechanism=MECHANISM,
        phase="reorganisation",
        of=kind,
        writes=("relabelled",),
        reads={"relabelled": now("relabelled"), "changed": now("board_changed", of="icb")},
        parameters=(),
        function=new_board,
    )


for _kind in DIRECTIONS:
    if "icb" in _kind.split(">"):
        declare(_new_board(_kind))


@rule("reorganisation", of="tie", writes="trust evidence_for evidence_against relabelled")
def relabelling(
    trust: Number = now("trust"),
    a: Number = now("evidence_for"),
    b: Number = now("evidence_against"),
    expected: Number = now("expectation"),
    institutional: Number = now("institutional_trust"),
    relabelled: Number = now("relabelled"),
    *,
    trust_lost_by_relabelling: Number,
    relabelling_stake: Number,
    surprise_floor: Number,
    asymmetry: Number,
) -> Number:
    """A new organisation loses part of the trust between people, and breaks what the old one stood for.

    As when leaders leave, the ratio of evidence moves to trust between institutions and its amount stays; the breach
    then weighs as any other, by its stake and surprise.
    """
    moved = trust_lost_by_relabelling * relabelled * (institutional - trust)
    shifted = moved * (a + b)
    breach = weight_of_breach(relabelling_stake * relabelled, expected, asymmetry, surprise_floor)
    for_it, against = a + shifted, b - shifted + breach
    new = relabelled > 0.0
    return where(new, for_it / (for_it + against), trust), where(new, for_it, a), where(new, against, b), 0.0


@rule("care", of="icb", writes="transition_owed transition_cost relabelled")
def transition(
    owed: Number = last("transition_owed"),
    staff: Number = now("staff_total"),
    staff_before: Number = last("staff_total"),
    running_start: Number = now("running_cost_start"),
    running: Number = now("running_cost"),
    changed: Number = now("board_changed"),
    relabelled: Number = last("relabelled"),
    people: Number = now("population"),
    *,
    redundancy_cost: Number,
    board_change_cost: Number,
    place_change_cost: Number,
    transition_time: Number,
) -> Number:
    """Letting staff go, putting boards together and new organisations to deal with are paid for over a time.

    GBP million owed, and a month.
    """
    posts = redundancy_cost * 12.0 * running_start * positive(staff_before - staff)
    new = 12.0 * running * board_change_cost * changed + place_change_cost * people / MILLION * relabelled
    whole = owed + posts + new
    paid = whole / transition_time
    return whole - paid, paid, 0.0


@rule("care", of="council", writes="transition_owed transition_cost relabelled")
def council_transition(
    owed: Number = last("transition_owed"),
    relabelled: Number = last("relabelled"),
    people: Number = now("population"),
    *,
    council_change_cost: Number,
    transition_time: Number,
) -> Number:
    """A new council pays for becoming one."""
    whole = owed + council_change_cost * people / MILLION * relabelled
    paid = whole / transition_time
    return whole - paid, paid, 0.0


@rule("record", of="icb", writes="transition_all running_highest transition_spent running_saved unrecovered")
def bill(
    nhs: Number = now("transition_cost"),
    owed: Number = now("transition_owed"),
    councils: Number = total("transition_cost", of="every_council"),
    running: Number = now("running_cost"),
    before: Number = last("running_cost"),
    highest: Number = last("running_highest"),
    spent: Number = last("transition_spent"),
    saved: Number = last("running_saved"),
) -> Number:
    """What changing organisations costs the NHS and councils; and whether running costs saved, against the highest
    there were, have yet made up for what the NHS owes and has paid."""
    most = maximum(maximum(highest, before), running)
    paid, won = spent + nhs, saved + (most - running)
    return nhs + councils, most, paid, won, flag(paid + owed > won) / 12.0
