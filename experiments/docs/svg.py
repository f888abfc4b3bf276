"""Plain SVG: a canvas to put boxes, lines and text on. Text stays text, and every drawing says what it shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

INK, QUIET, FAINT, PAPER = "#1a1a1a", "#555555", "#e9edf2", "#ffffff"
BLUE, VERMILION, GREEN, PURPLE, GREY = "#0072b2", "#d55e00", "#00785a", "#6a3d9a", "#8a8a8a"
"""Colours that colour-blind readers tell apart (after Okabe and Ito 2008), darkened where text needs it."""

Point = tuple[float, float]


class Canvas:
    """A drawing of fixed size; things put on it later lie above the earlier ones."""

    def __init__(self, width: int, height: int, title: str, description: str) -> None:
        self._head = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-labelledby="title description" '
            'font-family="Arial, Helvetica, Liberation Sans, sans-serif">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(description)}</desc>',
        ]
        self._markers: dict[str, str] = {}
        self._body: list[str] = []
        self.box(0, 0, width, height, fill=PAPER, line="none")

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, line: str = INK, round_by: float = 0
    ) -> None:
        """A rectangle; ``line`` is the colour of its edge, or none."""
        self._body.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by:g}" fill="{fill}" '
            f'stroke="{line}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "start",
        turn: float = 0,
        halo: bool = False,
    ) -> None:
        """One line of text; ``halo`` keeps it legible where it lies on a line."""
        weight = ' font-weight="bold"' if bold else ""
        turned = f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
        outline = f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        self._body.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"'
            f"{weight}{turned}{outline}>{escape(words)}</text>"
        )

    def lines(self, x: float, y: float, words: Iterable[str], *, step: float = 15, size: float = 12) -> None:
        """Several lines of text, one below the other."""
        for number, line in enumerate(words):
            self.text(x, y + number * step, line, size=size)

    def path(
        self, d: str, *, colour: str, width: float = 1.5, dashes: str = "", arrow: bool = False, label: str = ""
    ) -> None:
        """A line along a path; ``label`` is what a pointer resting on it is told."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        pointed = f' marker-end="url(#{self._marker(colour)})"' if arrow else ""
        told = f"<title>{escape(label)}</title>" if label else ""
        self._body.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}{pointed}>{told}</path>'
        )

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        self._body.append(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>')

    def _marker(self, colour: str) -> str:
        name = f"tip-{colour.lstrip('#')}"
        self._markers[name] = (
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="14" markerHeight="14" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        )
        return name

    def __str__(self) -> str:
        defs = f"<defs>{''.join(self._markers.values())}</defs>"
        return "\n".join([*self._head, defs, *self._body, "</svg>"]) + "\n"


def straight(*points: Point) -> str:
    """The path from point to point."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def curve(points: Sequence[Point]) -> str:
    """A bow: from the first point to the last, drawn towards the two between them."""
    (a, b), *others = points
    return f"M{a:g} {b:g}C" + " ".join(f"{x:g} {y:g}" for x, y in others)


def wrapped(words: str, width: float, size: float = 12) -> list[str]:
    """A text cut into lines that fit a width in pixels, in a wide font too."""
    return textwrap.wrap(words, max(int(width / (0.59 * size)), 6))
