"""Taking a seat: what a seat sees and may decide, what is refused and why, and that a game is a run like any other."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.config import load_policy, load_system
from experiments.game import Game, as_file, decide, from_file, look, play_on
from experiments.game.after import Ahead, outcomes
from experiments.game.ending import Tell
from experiments.game.game import played, run
from experiments.game.matters import matters, seats
from experiments.game.words import RED_LINES, UNSEEN, unseen
from experiments.problems import BadInput
from experiments.replay import future
from sim.batch import simulate
from sim.decide import Decide
from sim.rules import collected
from sim.system import System
from sim.timeline import Event

COUNCIL, ICB, TRUST, REGION = "council:E06000059", "icb:QVV", "acute:RBD", "region:south-west"
SAVINGS, OFFER = f"savings|{COUNCIL}", f"pooling offer of the council|{COUNCIL}"
DELEGATED, OVERRIDE = "delegated share|place:dorset", "override of the place|place:dorset"
JOINT, INTERVENE = "contribution to joint work|place:dorset", f"intervention|{ICB}"


def find(name: str, _: str = "") -> System:
    return load_system(name).system


@pytest.fixture(scope="module")
def fresh() -> Game:
    return Game(find("dorset"), load_policy("centrist"), (ICB, COUNCIL, TRUST), years=2, future=7)


@pytest.fixture(scope="module")
def game(fresh: Game) -> Game:
    """The second April, after a year in which all three decided."""
    game = fresh
    for seat, choices in (
        (ICB, {DELEGATED: 0.9, OVERRIDE: 0.0}),
        (COUNCIL, {SAVINGS: 0.5, OFFER: 0.25}),
        (TRUST, {JOINT: 0.75}),
    ):
        game, refused = decide(game, seat, choices)
        assert refused == ()
    return play_on(game)


def test_the_roles_of_a_system_can_be_taken(fresh: Game) -> None:
    kinds = {seat.partition(":")[0] for seat in seats(fresh.plan())}
    assert {"icb", "council", "place", "acute", "mhc", "region"} <= kinds
    assert set(UNSEEN) >= kinds
    assert all(matters(fresh.plan(), seat) for seat in seats(fresh.plan()))


def test_a_seat_sees_its_own_mandate_and_decides_what_is_its_own(game: Game) -> None:
    seen = look(game)
    council = seen[COUNCIL]
    assert [figure.label for figure in council.figures][:2] == ["a balanced budget", "care for those entitled to it"]
    assert {offer.key for offer in council.offers} >= {SAVINGS, OFFER}
    assert not {offer.key for offer in council.offers} & {offer.key for offer in seen[ICB].offers}
    assert [past.said for past in council.past] == ["£0.50m a month", "£0.25m a month"]
    (savings,) = (offer for offer in council.offers if offer.key == SAVINGS)
    gap = next(figure for figure in savings.figures if figure.label == "budget gap before savings")
    assert gap.value == pytest.approx(savings.own)
    assert gap.before is not None
    assert "what the others decide this April: they decide at the same time" in unseen("council")


def test_what_others_decide_this_april_stays_hidden(game: Game) -> None:
    """The ICB's offer of this April is not among what the council sees; last year's is."""
    before = next(o for o in look(game)[COUNCIL].offers if o.key == OFFER)
    decided, refused = decide(game, ICB, {f"pooling offer of the ICB|{COUNCIL}": 0.0, DELEGATED: 0.3})
    assert refused == ()
    assert look(decided) == look(game)
    last = next(f for f in before.figures if f.label == "the ICB's pooling offer")
    march = run(game, game.april).bearers["council"]
    assert last.value == next(b for b in march if b.entity.id == COUNCIL).now["icb_offer"]


def test_the_default_is_what_the_model_would_decide(game: Game) -> None:
    left = run(play_on(game), game.april + 1)
    own = {(d.agent, d.decision, d.entity): d for d in left.story if d.month == game.april}
    for seat, view in look(game).items():
        for matter in matters(game.plan(), seat):
            offer = next(o for o in view.offers if o.key == matter.key)
            values = [own[seat, matter.decision, entity] for entity in matter.entities]
            chance = matter.happens
            expected = values[0].terms["p"] if chance else sum(v.value for v in values) / len(values)
            assert offer.own == pytest.approx(expected)


@pytest.mark.parametrize(
    ("seat", "choices", "said"),
    [
        (COUNCIL, {INTERVENE: 1.0}, "Outside your mandate.*taken by NHS England South West"),
        (TRUST, {SAVINGS: 1.0}, "Outside your mandate.*taken by Bournemouth.* and Dorset Council"),
        (COUNCIL, {"abolish the ICB|x": 1.0}, "nobody decides 'abolish the ICB'"),
        (COUNCIL, {SAVINGS: -1.0}, "out of range"),
        (ICB, {DELEGATED: 1.01}, r"101.0 % is out of range: it takes 0.0 % to 100.0 %"),
        (ICB, {OVERRIDE: 0.5}, "yes or no"),
        (ICB, {DELEGATED: float("nan")}, "not a number"),
        (REGION, {INTERVENE: 1.0}, "Nobody has this seat"),
    ],
)
def test_what_is_not_in_the_mandate_or_the_range_is_refused(
    game: Game, seat: str, choices: dict[str, float], said: str
) -> None:
    after, (refusal,) = decide(game, seat, choices)
    assert after is game
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(refusal.text)


def test_red_lines_refuse_in_words_and_allow_what_lies_within(game: Game) -> None:
    after, refused = decide(game, COUNCIL, {SAVINGS: 900.0, OFFER: 900.0})
    assert after is game
    assert [one.key for one in refused] == [SAVINGS, OFFER]
    assert all("At most £" in one.text for one in refused)
    assert any(reason in refused[1].text for reason in RED_LINES.values())
    offer = next(o for o in look(game)[COUNCIL].offers if o.key == OFFER)
    within = min(offer.limits.values())
    assert decide(game, COUNCIL, {OFFER: within})[1] == ()
    assert [one.key for one in decide(game, COUNCIL, {OFFER: 1.001 * within})[1]] == [OFFER]


def test_every_red_line_of_the_rulebook_is_explained() -> None:
    assert {name for rule in collected() if rule.decides for name in rule.decides.hard} == set(RED_LINES)


def test_nothing_before_a_decision_changes_and_something_after_it_does(game: Game) -> None:
    decided, _ = decide(game, ICB, {DELEGATED: 1.0})
    one, other = run(decided, 24, outcomes=True), run(game, 24, outcomes=True)
    assert [d for d in one.story if d.month < 12] == [d for d in other.story if d.month < 12]
    for outcome in outcomes():
        assert one.series[outcome.name][:12] == other.series[outcome.name][:12]
    assert one.series["real_delegation"][12:] != other.series["real_delegation"][12:]


def test_choices_hold_in_the_months_in_which_they_are_due(game: Game) -> None:
    events = played(game).decides
    months = {d.decision: sorted({e.month for e in events if e.decision == d.decision}) for d in events}
    assert months["savings"] == [0]
    assert months["override of the place"] == [0, 3, 6, 9]
    assert months["contribution to joint work"] == list(range(12))
    assert sum(e.decision == "delegated share" for e in events) == 6
    (region,) = (m for m in matters(game.plan(), REGION) if m.key == INTERVENE)
    assert region.months(1.0) == (0,)


def test_a_saved_game_is_played_again_to_the_same_run(game: Game) -> None:
    text = as_file(game)
    again = from_file(text, find)
    assert as_file(again) == text
    one, other = run(game, 24), run(again, 24)
    assert one.story == other.story


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "tiers/game/9"}, "another version"),
        ({"years": 11}, "years is no whole number from 1 to 10"),
        ({"year": True}, "year is no whole number"),
        ({"seats": ["icb:QVV", "icb:QVV"]}, "one twice"),
        ({"seats": ["icb:QXX"]}, "no seat 'icb:QXX'"),
        ({"timeline": "../secret"}, "no timeline"),
        ({"policy": {"id": "x", "name": "x", "levers": {"staff_at_place": 7}}}, "outside 0 to 0.8"),
        ({"fixed": {"staff_at_place": 0.1}}, "no uncertainty"),
        ({"decisions": [{"year": 0, "seat": ICB, "choices": {DELEGATED: "much"}}]}, "no number"),
        ({"decisions": [{"year": 0, "seat": REGION, "choices": {}}]}, "has no seat"),
        ({"decisions": [{"year": 5, "seat": ICB, "choices": {}}]}, "year is no whole number"),
        ({"decisions": [{"year": 0, "seat": COUNCIL, "choices": {SAVINGS: 900.0}}]}, "At most £"),
        ({"decisions": [{"year": 0, "seat": ICB, "choices": {SAVINGS: 1.0}}]}, "Outside your mandate"),
    ],
)
def test_a_file_is_checked_like_a_game(game: Game, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        from_file(json.dumps(json.loads(as_file(game)) | change), find)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"a":' * 50_000])
def test_what_is_no_game_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        from_file(text, find)


def test_both_engines_play_a_game_alike(game: Game) -> None:
    told = Tell(play_on(game), people=True)(lambda: None)
    one = future(game.seed, game.future)
    batch = simulate(game.world, game.policy, one, 24, outcomes=outcomes(), timeline=played(game))
    for outcome in outcomes():
        assert told.months[outcome.name] == list(batch.series[outcome.name][:, 0, 0])
        assert told.outcomes[outcome.name] == batch.outcomes[outcome.name][0, 0]


def test_telling_a_game_ends_when_nobody_wants_it_any_more(game: Game) -> None:
    months = iter(range(3))
    with pytest.raises(StopIteration):
        Tell(play_on(game), people=False)(lambda: next(months))
    assert next(months, None) is None


def test_futures_that_follow_share_the_past_and_part_after_the_last_april(game: Game) -> None:
    over = play_on(game)
    told = Tell(over, people=True)(lambda: None)
    ahead = Ahead(over, True, 20, 8)(lambda: None)
    for name, values in ahead.items():
        assert values.shape == (8, 8)
        assert np.all(values[0] == told.months[name][12])
    assert np.all(np.ptp(ahead["four_hours"][1:], axis=1) > 0)


def test_a_game_on_a_timeline_keeps_its_events(fresh: Game) -> None:
    event = Event(
        12, "a pause", pulses={"pause": 3.0}, decides=(Decide(12, "icp:QVV", "integrated care strategy", 0.6),)
    )
    game = replace(fresh, timeline=replace(fresh.timeline, events=(event,)))
    game, _ = decide(game, ICB, {DELEGATED: 0.5})
    assert played(game).events[0] is event
    assert len(played(game).events) == 2
