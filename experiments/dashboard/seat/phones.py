"""Pages for phones: a code leads to one seat, and nothing else of the dashboard can be reached with it.

They are plain pages with a form, so they work on anything; a few lines of script reload them when something changed.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Flask, abort, jsonify, make_response, redirect, request
from jinja2 import Environment, FunctionLoader, StrictUndefined
from werkzeug.wrappers import Response as AnyResponse

from experiments.dashboard.errands import Errands
from experiments.dashboard.glossary import TERMS, met
from experiments.dashboard.guard import Guard
from experiments.dashboard.seat import inputs
from experiments.dashboard.seat.tables import Table, Tables
from experiments.dashboard.seat.views import labels, stamp
from experiments.game.figures import scale
from experiments.words import upper_first

COOKIE = "seat"
PATH = "/seat"
LONGEST = 40
"""Letters of a code or a number that are looked at."""


def attach_phones(server: Flask, guard: Guard, errands: Errands, tables: Tables) -> None:
    """Add the pages of single seats."""
    guard.open(PATH)
    phones = Phones(guard, errands, tables)
    server.add_url_rule(PATH, "seat", phones.page, methods=["GET"])
    server.add_url_rule(f"{PATH}/join", "seat-join", phones.join, methods=["POST"])
    server.add_url_rule(f"{PATH}/decide", "seat-decide", phones.decide, methods=["POST"])
    server.add_url_rule(f"{PATH}/state", "seat-state", phones.state, methods=["GET"])
    for name, kind in (("phone.css", "text/css"), ("phone.js", "text/javascript")):
        server.add_url_rule(f"{PATH}/{name}", f"seat-{name}", lambda name=name, kind=kind: _file(name, kind))


class Phones:
    """What phones may ask for."""

    def __init__(self, guard: Guard, errands: Errands, tables: Tables) -> None:
        self._guard, self._errands, self._tables = guard, errands, tables
        self._template = Environment(
            loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        ).get_template("phone.html.j2")

    def page(self) -> AnyResponse:
        """The seat of this phone, or the question for its code."""
        found = self._seat()
        if found is None:
            return self._asking("")
        table, seat = found
        table.tend(self._errands)
        with table.lock:
            return self._made(**self._shown(table, seat))

    def join(self) -> AnyResponse:
        """Take the seat of a code."""
        try:
            key = self._tables.join(request.form.get("code", "")[:LONGEST])
        except PermissionError:
            return self._asking("Too many wrong codes. Wait a few minutes, then try again.", 429)
        if key is None:
            return self._asking("There is no seat with this code. The facilitator’s screen shows them.", 401)
        response = redirect(PATH, 303)
        secure = self._guard.settings.secure
        name = self._guard.settings.cookie(COOKIE)
        response.set_cookie(name, key, httponly=True, samesite="Strict", secure=secure, path=PATH)
        return response

    def decide(self) -> AnyResponse:
        """Decide for this phone's seat."""
        found = self._seat()
        if found is None:
            abort(401)
        table, seat = found
        april = request.form.get("year", "")
        with table.lock:
            view = table.views.get(seat)
            if view is not None and table.game is not None and april == str(table.game.year):
                typed = {offer.key: request.form.get(f"offer-{n}", "")[:LONGEST] for n, offer in enumerate(view.offers)}
                table.submit(seat, inputs.choices(view, typed))
                table.late.discard(self._key())
            elif not table.trouble:
                table.late.add(self._key())
        table.tend(self._errands)
        return redirect(PATH, 303)

    def state(self) -> AnyResponse:
        """What the page depends on, for its script to see whether it is out of date."""
        found = self._seat()
        if found is None:
            return jsonify({"stamp": "", "busy": False})
        table, seat = found
        table.tend(self._errands)
        return jsonify({"stamp": _stamp(table, seat)})

    def _seat(self) -> tuple[Table, str] | None:
        return self._tables.seat(self._key())

    def _key(self) -> str:
        return request.cookies.get(self._guard.settings.cookie(COOKIE), "")

    def _asking(self, said: str, code: int = 200) -> AnyResponse:
        return self._made(code=code, asking=True, said=said, title="Take a seat")

    def _shown(self, table: Table, seat: str) -> dict[str, Any]:
        game, view = table.game, table.views.get(seat)
        ready = view is not None and seat not in table.checking
        refused = {one.key: one.text for one in table.refused.get(seat, ())}
        return {
            "title": table.names.get(seat, "Your seat"),
            "when": f"April, year {game.year + 1} of {game.years}" if game and not game.over else "The game is over",
            "over": bool(game and game.over),
            "late": self._key() in table.late,
            "trouble": bool(table.trouble),
            "stopped": table.stopped,
            "year": game.year if game else 0,
            "stamp": _stamp(table, seat),
            "view": view if ready else None,
            "decided": bool(game and seat in game.decided and not refused),
            "refused": refused,
            "groups": inputs.groups(view) if view is not None else [],
            "number": {offer.key: n for n, offer in enumerate(view.offers)} if view is not None else {},
            "tried": table.tried.get(seat, {}),
            "words": {word: TERMS[word] for word in met(labels(view))} if ready and view is not None else {},
        }

    def _made(self, code: int = 200, **told: Any) -> AnyResponse:
        told = {"asking": False, "said": "", "inputs": inputs, "scale": scale, "upper": upper_first, **told}
        return make_response(self._template.render(**told), code)


def _stamp(table: Table, seat: str) -> str:
    return repr((stamp(table, seat), bool(table.ending)))


def _text(name: str) -> str:
    return files("experiments.dashboard.seat").joinpath(name).read_text(encoding="utf-8")


def _file(name: str, kind: str) -> AnyResponse:
    response = make_response(_text(name))
    response.mimetype = kind
    return response
