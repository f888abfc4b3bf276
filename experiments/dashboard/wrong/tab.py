"""What happens on the tab: some parts follow every answer, the box and the field of policies come when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, State, html, no_update

from experiments.config import load_weighting
from experiments.config.folders import files
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.errands import Errand
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.trouble import in_place
from experiments.dashboard.wrong import sections, turning
from experiments.dashboard.wrong.field import Field, Progress
from experiments.dashboard.wrong.layout import NOT_RUN, SPOT, above
from experiments.dashboard.wrong.met import JUDGED, Met, pair
from experiments.dashboard.wrong.shelf import Shelf, Sweep
from experiments.problems import BadInput
from experiments.words import listed

Asking = Mapping[str, Any] | None
WAIT = "The comparison is not there yet: try again in a moment."


class Tab:
    """The parts of the tab, for whatever a page asks."""

    def __init__(self, live: Live, results: Path) -> None:
        self._live, self._field, self._shelf = live, Field(live.queue), Shelf(results)

    # A and B -----------------------------------------------------------------------------------------------------

    def pair(self, asking: Asking, source: str, futures: int = 0) -> Met | None:
        """A and B over the futures that were chosen; None while there is no answer over so many of them."""
        asked, _, screen = asked_by(asking)
        if source != SPOT:
            return self._shelf.met(str(source), asked, session().question(asked))
        shown = self._live.shown(session(), screen, asked, patience=2.0)
        return None if shown is None or shown.answer.futures < futures else pair(shown, futures)

    def sweeps(self, asking: Asking) -> tuple[list[dict[str, str]], Any]:
        """Stored sweeps to choose from, and why others cannot serve."""
        asked, *_ = asked_by(asking)
        found = self._shelf.listed(asked, session().question(asked))
        options = [{"value": one.name, "label": f"stored sweep: {one.label}"} for one in found if not one.problem]
        return [{"value": SPOT, "label": "run on the spot"}, *options], _unfit([one for one in found if one.problem])

    def both(self, asking: Asking, source: str, weighting: str) -> tuple[Any, ...]:
        """What follows every answer: what matters, how often it turns, and the weights at which it flips."""
        _, outcome, _ = asked_by(asking)
        options, unfit = self.sweeps(asking)
        met = self.pair(asking, source)
        if met is None:
            return WAIT, options, unfit, *(no_update,) * 4, True, ""
        matters, plots = sections.matters(met, outcome)
        turned = turning.turn(met, outcome)
        if weighting not in files("weighting"):
            raise BadInput.single(
                f"there are no weights called '{str(weighting)[:60]}'", allowed="those that are listed"
            )
        weights, more = sections.weights(met, load_weighting(weighting))
        turns, few = sections.before(turned, outcome), turning.too_few(turned)
        return met.where, options, unfit, matters, turns, weights, plots | more, few, ""

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
        return self._live.errands.ask(f"{screen}+box", key, lambda: [job]), found, outcome

    def box(self, going: Asking) -> tuple[Any, ...]:
        """The box, or for how long it has been looked for."""
        if not going:
            return no_update, no_update, True, no_update
        errand, found, outcome = self.search(going)
        screen = f"{going['screen']}+box"
        if not self._live.errands.wait(screen, errand, 0.5):
            return no_update, no_update, False, f"Looking for the box: {errand.seconds:.0f} s so far."
        body, plots = sections.box(errand.results[0], found.first, outcome)
        return body, plots, True, f"Found over {len(found.y):,} futures."

    def leave_box(self, screen: str) -> None:
        """Nobody waits for the box any more."""
        if screen in session().screens:
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
        return self._field.met(screen, asked, question, int(going["futures"]))

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
    from experiments.dashboard.trouble import told

    try:
        found: sections.Parts = made()
    except BadInput as error:
        return [told(error)], {}
    return found


def _unfit(found: list[Sweep]) -> Any:
    if not found:
        return []
    title = f"{len(found)} stored {'sweep does' if len(found) == 1 else 'sweeps do'} not fit what is on the screen"
    return html.Details([html.Summary(title), html.Ul([html.Li(f"{one.label}: {one.problem}.") for one in found])])


def attach(app: Dash, live: Live, results: Path) -> None:
    """Tie the parts to the page."""
    tab = Tab(live, results)
    attach_asking(app, "wrong")
    for name in ("pair", "box", "field"):
        store = f"wrong-{name}-plots"
        in_page(app, "wrongPlots", Output(store, "modified_timestamp"), [Input(store, "data")])
    _attach_pair(app, tab)
    _attach_box(app, tab)
    _attach_field(app, tab)


def _attach_pair(app: Dash, tab: Tab) -> None:
    @app.callback(
        Output("wrong-where", "children"),
        Output("wrong-source", "data"),
        Output("wrong-unfit", "children"),
        Output("wrong-matters", "children"),
        Output("wrong-turning", "children"),
        Output("wrong-weights-body", "children"),
        Output("wrong-pair-plots", "data"),
        Output("wrong-box-go", "disabled"),
        Output("wrong-trouble", "children"),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        Input("wrong-weighting", "value"),
        prevent_initial_call=True,
    )
    @in_place(8, 9, {0: "", 3: [], 4: [], 5: [], 7: True}, again="wrong")
    def both(asking: Asking, source: str, weighting: str) -> tuple[Any, ...]:
        return tab.both(asking, source, weighting) if asking else (no_update,) * 9


def _attach_box(app: Dash, tab: Tab) -> None:
    @app.callback(
        Output("wrong-box-asked", "data"),
        Output("wrong-box-tick", "disabled"),
        Output("wrong-box-said", "children"),
        Input("wrong-box-go", "n_clicks"),
        State("asking-wrong", "data"),
        State("wrong-source", "value"),
        prevent_initial_call=True,
    )
    def go(_: int, asking: Asking, source: str) -> tuple[Any, bool, str]:
        return ({**asking, "source": source}, False, "Looking for the box.") if asking else (no_update, True, WAIT)

    @app.callback(
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Output("wrong-box-asked", "data", allow_duplicate=True),
        Input("wrong-box-stop", "n_clicks"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    def stop(_: int, screen: str) -> tuple[bool, str, None]:
        tab.leave_box(screen)
        return True, "Stopped.", None

    @app.callback(
        Output("wrong-box-body", "children"),
        Output("wrong-box-plots", "data"),
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Input("wrong-box-tick", "n_intervals"),
        State("wrong-box-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(0, 4, {2: True, 3: ""})
    def poll(_: int, going: Asking) -> tuple[Any, ...]:
        return tab.box(going)

    @app.callback(
        Output("wrong-box-body", "children", allow_duplicate=True),
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        State("wrong-box-asked", "data"),
        prevent_initial_call=True,
    )
    def outdated(asking: Asking, source: str, going: Asking) -> tuple[Any, ...]:
        if not asking or not going:
            return (no_update,) * 3
        same = all(asking[key] == going[key] for key in ("case", "outcome")) and going["source"] == source
        if same:
            return (no_update,) * 3
        tab.leave_box(str(asking.get("screen")))
        return [], True, "The comparison has changed: find it again."


def _attach_field(app: Dash, tab: Tab) -> None:
    @app.callback(
        Output("wrong-field-asked", "data"),
        Output("wrong-field-tick", "disabled"),
        Output("wrong-field-said", "children"),
        Input("wrong-field-go", "n_clicks"),
        State("asking-wrong", "data"),
        State("wrong-futures-asked", "value"),
        prevent_initial_call=True,
    )
    def go(_: int, asking: Asking, futures: str) -> tuple[Any, bool, str]:
        return ({**asking, "futures": futures}, False, "Beginning.") if asking else (no_update, True, WAIT)

    @app.callback(
        Output("wrong-field-tick", "disabled", allow_duplicate=True),
        Output("wrong-field-said", "children", allow_duplicate=True),
        Output("wrong-field-asked", "data", allow_duplicate=True),
        Input("wrong-field-stop", "n_clicks"),
        State("asking-wrong", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 3, {0: True})
    def stop(_: int, asking: Asking) -> tuple[Any, ...]:
        tab.leave_field(asking)
        return True, "Stopped.", None

    @app.callback(
        Output("wrong-regret-body", "children"),
        Output("wrong-tradeoff-body", "children"),
        Output("wrong-field-plots", "data"),
        Output("wrong-field-said", "children", allow_duplicate=True),
        Output("wrong-field-bar", "value"),
        Output("wrong-field-tick", "disabled", allow_duplicate=True),
        Output("wrong-field-go", "disabled"),
        Input("wrong-field-tick", "n_intervals"),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        Input("wrong-across", "value"),
        Input("wrong-up", "value"),
        State("wrong-field-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(3, 7, {0: [], 1: [], 5: True, 6: False})
    def poll(_: Any, asking: Asking, source: str, across: str, up: str, going: Asking) -> tuple[Any, ...]:
        if not asking:
            return (no_update,) * 7
        return *tab.all_policies(asking, going, source, across, up), source != SPOT
