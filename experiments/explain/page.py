"""The page of an explanation: text and pictures in one file of HTML that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from experiments.explain.figure import Figure
from experiments.explain.text import Section
from experiments.report.page import embedded
from experiments.words import SIGN_OFF

Picture = tuple[str, str, Figure]


def page(title: str, sections: Sequence[Section], pictures: Sequence[Picture], said: str = "why it came out so") -> str:
    """The page, with what it is ``said`` to be above its title; the same content gives the same page, byte for byte."""
    text = (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            said=said,
            sign_off=SIGN_OFF,
            sections=sections,
            pictures=pictures,
            data=embedded([figure for _, _, figure in pictures]),
            style=Markup(_text("experiments.report", "style.css")),  # noqa: S704  (our own file)
            plotly=Markup(_plotly()) if pictures else "",  # noqa: S704
        )
    )
    return text + "\n"


def write(path: Path, title: str, sections: Sequence[Section], pictures: Sequence[Picture]) -> None:
    """Write the page to a new file."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(page(title, sections, pictures))


def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    return files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _text("experiments.explain", name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
