"""Put the report together: one self-contained page of HTML."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from experiments import readers, words
from experiments.report import assumptions, charts, headline, view
from experiments.store import REPORT, Stored

_HERE = "experiments.report"
_DANGEROUS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def render(stored: Stored) -> str:
    """The page for a stored comparison. The same result gives the same page, byte for byte."""
    lines = readers.lines(stored)
    first, second = view.names(stored)
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            first=first,
            second=second,
            configuration=stored.configuration,
            manifest=stored.manifest,
            headline=headline.headline(stored, lines),
            keys=headline.keys(stored, lines),
            groups=view.groups(stored, lines),
            timeline=view.timeline(stored),
            levers=view.levers(stored),
            same_levers=view.same_levers(stored),
            entities=view.entities(stored, lines),
            missing=view.missing(stored),
            assumptions=assumptions.assumptions(stored),
            system_figures=assumptions.system_figures(stored),
            about=view.about(stored),
            sign_off=words.SIGN_OFF,
            chart_data=embedded(charts.data(stored, lines)),
            style=Markup(_text("style.css")),  # noqa: S704  (our own file)
            script=Markup(_text("draw.js") + _text("charts.js")),  # noqa: S704
            plotly=Markup(_plotly()),  # noqa: S704
        )
    )
    return page + "\n"


def write(stored: Stored, folder: Path) -> Path:
    """Write ``report.html`` into ``folder``."""
    path = folder / REPORT
    path.write_text(render(stored), encoding="utf-8", newline="\n")
    return path


def embedded(data: Any) -> Markup:
    """Data as JSON that may stand inside a script element, whatever names it holds."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, code in _DANGEROUS.items():
        text = text.replace(character, code)
    return Markup(text)  # noqa: S704  (no character is left that could end the element)


def _text(name: str) -> str:
    return files(_HERE).joinpath(name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    """plotly.js as the package ships it; it draws from the page alone."""
    return files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capitalize_first"] = words.upper_first
    return environment
