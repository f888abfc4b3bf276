"""What a page is told on the tab, for whatever it asks; all that comes from it is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from dash import html, no_update

from experiments.config import Weighting, load_weighting
from experiments.config.folders import files
from experiments.dashboard.asking import asked_by
from experiments.dashboard.errands import Errand
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.trouble import told
from experiments.dashboard.wrong import sections, turning
from experiments.dashboard.wrong.field import Field, Progress
from experiments.dashboard.wrong.layout import MOST_WEIGHT, NOT_RUN, SPOT, above
from experiments.dashboard.wrong.met import JUDGED, Met, pair
from experiments.dashboard.wrong.shelf import Shelf, Sweep
from experiments.problems import BadInput, Problem
from experiments.words import listed

Asking = Mapping[str, Any] | None
WAIT = "The comparison is not there yet: try again in a moment."


class Answers:
    """The parts of the tab, for whatever a page asks."""

    def __init__(self, live: Live, results: Path) -> None:
        self._live, self._field, self._shelf = live, Field(live.queue), Shelf(results)
        live.forgetting.append(self._field.forget)

    # A and B -----------------------------------------------------------------------------------------------------

    def pair(self, asking: Asking, source: str, futures: int = 0) -> Met | None:
        """A and B over the futures that were chosen; None while there is no answer over so many of them.

        It waits under a name of its own, so that what the levers ask meanwhile is not given up for it.
        """
        asked, _, screen = asked_by(asking)
        if source != SPOT:
            return self._shelf.met(str(source), asked, session().question(asked))
        shown = self._live.shown(session(), f"{screen}+wrong", asked, patience=2.0)
        return None if shown is None or shown.answer.futures < futures else pair(shown, futures)

    def sweeps(self, asking: Asking) -> tuple[list[dict[str, str]], Any]:
        """Stored sweeps to choose from, and why others cannot serve."""
        asked, *_ = asked_by(asking)
        found = self._shelf.listed(asked, session().question(asked))
        options = [{"value": one.name, "label": f"stored sweep: {one.label}"} for one in found if not one.problem]
        return [{"value": SPOT, "label": "run on the spot"}, *options], _unfit([one for one in found if one.problem])

    def both(self, asking: Asking, source: str) -> tuple[Any, ...]:
        """What follows every answer: what matters, and how often it turns."""
        _, outcome, _ = asked_by(asking)
        options, unfit = self.sweeps(asking)
        met = self.pair(asking, source)
        if met is None:
            return WAIT, options, unfit, *(no_update,) * 3, True, ""
        matters, plots = sections.matters(met, outcome)
        turned = turning.turn(met, outcome)
        turns, few = sections.before(turned, outcome), turning.too_few(turned)
        return met.where, options, unfit, matters, turns, plots, few, ""

    def weights(self, asking: Asking, source: str, name: str, given: Mapping[str, Any]) -> tuple[Any, Any]:
        """Who is preferred under somebody's weights, and at which weights that flips."""
        met = self.pair(asking, source)
        return (no_update, no_update) if met is None else sections.weights(met, weighting(name, given))

    # The box -----------------------------------------------------------------------------------------------------

    def search(self, going: Mapping[str, Any]) -> tuple[Errand, turning.Turn, str]:
        """The search for the box, as it was asked for, and how far it is."""
        asked, outcome, screen = asked_by(going)
        source = str(going.get("source"))
        met = self.pair(going, source, int(going["futures"]))
        if met is None:
            raise BadInput.single("the comparison is not there yet", allowed="the same again in a moment")
        found = turning.turn(met, outcome)
        if turning.too_few(found):
            raise BadInput.single(turning.said_few(found))
        key = f"box {session().question(asked).key} {outcome} {source} {met.futures}"
        job = turning.search(met, outcome, found)
        return self._live.errands.ask(f"{screen}+box", key, lambda: [job], session()), found, outcome

    def box(self, going: Asking) -> tuple[Any, ...]:
        """The box, or for how long it has been looked for."""
        if not going:
            return no_update, no_update, True, "Stopped."
        errand, found, outcome = self.search(going)
        screen = f"{going['screen']}+box"
        if not self._live.errands.wait(screen, errand, 0.5):
            return no_update, no_update, False, f"Looking for the box: {errand.seconds:.0f} s so far."
        body, plots = sections.box(errand.results[0], found.first, outcome)
        return body, plots, True, f"Found over {len(found.y):,} futures."

    def leave_box(self, screen: str) -> None:
        """Nobody waits for the box any more."""
        if session().asks(screen):
            self._live.errands.leave(f"{screen}+box")

    # All policies ------------------------------------------------------------------------------------------------

    def field(self, asking: Asking, going: Asking, source: str) -> Met | Progress | None:
        """All policies over the same futures; None where that was not asked for."""
        asked, _, screen = asked_by(asking)
        question = session().question(asked)
        if source != SPOT:
            return self._shelf.met(str(source), asked, question)
        if not isinstance(going, dict) or going.get("case") != (asking or {}).get("case"):
            self._field.leave(screen, asked)
            return None
        told = partial(self._live.forgotten_with, session(), asked)
        return self._field.met(screen, asked, question, int(going["futures"]), told)

    def all_policies(self, asking: Asking, going: Asking, source: str, across: str, up: str) -> tuple[Any, ...]:
        """What one would regret least and the trade-off, or how far that is."""
        met = self.field(asking, going, source)
        if met is None:
            return [], above(), {}, NOT_RUN, 0, True
        if isinstance(met, Progress):
            done = f": {listed(met.done)}" if met.done else ""
            text = f"{len(met.done)} of {met.of} policies have met all futures{done}."
            return no_update, no_update, no_update, text, 100 * len(met.done) / met.of, False
        if across not in JUDGED or up not in JUDGED:
            raise BadInput.single("there is no such outcome", allowed="one that is listed")
        _, outcome, _ = asked_by(asking)
        plots: dict[str, Any] = {}
        bodies = []
        for made in (lambda: sections.regret(met, outcome), lambda: sections.tradeoff(met, across, up)):
            body, drawn = _or_why(made)
            bodies.append(body)
            plots |= drawn
        return *bodies, plots, met.where, 100, True

    def leave_field(self, asking: Asking) -> None:
        """Nobody waits for the policies any more."""
        asked, _, screen = asked_by(asking)
        self._field.leave(screen, asked)


def _or_why(made: Any) -> sections.Parts:
    """A part, or why there is none: what one cannot say must not hide the other."""
    try:
        found: sections.Parts = made()
    except BadInput as error:
        return [told(error)], {}
    return found


def known(name: str) -> str:
    """A weighting that is shipped; ``BadInput`` for any other name."""
    if name not in files("weighting"):
        raise BadInput.single(f"there are no weights called '{str(name)[:60]}'", allowed="those that are listed")
    return name


def weighting(name: str, given: Mapping[str, Any]) -> Weighting:
    """A named weighting with weights of one's own; ``BadInput`` for what is no weight, or counts for nothing in it."""
    found = load_weighting(known(name))
    wrong = [
        Problem("this is no weight", key=outcome[:80], allowed=f"a number from 0 to {MOST_WEIGHT}")
        for outcome, value in given.items()
        if outcome not in found.weights
        or isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not 0 <= value <= MOST_WEIGHT
    ]
    if wrong:
        raise BadInput(wrong)
    return replace(found, weights={**found.weights, **{outcome: float(value) for outcome, value in given.items()}})


def _unfit(found: list[Sweep]) -> Any:
    if not found:
        return []
    title = f"{len(found)} stored {'sweep does' if len(found) == 1 else 'sweeps do'} not fit what is on the screen"
    return html.Details([html.Summary(title), html.Ul([html.Li(f"{one.label}: {one.problem}.") for one in found])])
