"""Parts of the page as plain HTML text.

Every component of Dash is looked at on every change of the page. What only shows something, and there is much of it,
costs nothing after it has been written; the page puts it in its place (``assets/plain.js``).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

NAMES = {"className": "class", "tabIndex": "tabindex", "colSpan": "colspan", "rowSpan": "rowspan", "htmlFor": "for"}
"""Attributes that have another name in Dash."""


def as_html(part: Any) -> str:
    """A component of ``dash.html`` with all that is in it, text or None; everything in it is escaped.

    An id that is a mapping becomes a data attribute: ``{"show": "x"}`` is written ``data-show="x"``. Raises
    ``TypeError`` for a component that is more than HTML.
    """
    if part is None:
        return ""
    if isinstance(part, (list, tuple)):
        return "".join(map(as_html, part))
    if not isinstance(part, Component):
        return escape(str(part))
    if type(part).__module__.rpartition(".")[0] != html.__name__:
        raise TypeError(f"{type(part).__name__} is no plain HTML")
    name = type(part).__name__.lower()
    told = part.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    props = {key: value for key, value in told.items() if key != "children"}
    attributes = "".join(_attribute(key, value) for key, value in props.items())
    return f"<{name}{attributes}>{as_html(getattr(part, 'children', None))}</{name}>"


def placed(part: Any, **more: Any) -> html.Div:
    """Room in the layout for a part that the page puts there as plain HTML."""
    return ready(as_html(part), **more)


def ready(text: str, **more: Any) -> html.Div:
    """Room in the layout for HTML that is written already."""
    attributes: dict[str, Any] = {"data-html": text, **more}
    return html.Div(**attributes)


def _attribute(name: str, value: Any) -> str:
    if name == "id" and isinstance(value, Mapping):
        return "".join(f' data-{key}="{escape(str(each))}"' for key, each in value.items())
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {NAMES.get(name, name)}="{escape(str(value))}"'
