"""Plain HTML for the page says what the components say, and nothing that anybody wrote becomes markup."""

import dash_mantine_components as dmc
import pytest
from dash import html

from experiments.dashboard.aria import aria
from experiments.dashboard.plain import as_html, placed

HOSTILE = '<img src=x onerror="alert(1)">&\'"'


def test_components_text_and_nothing() -> None:
    part = [
        html.P(["One ", html.B("two"), None, 3], className="lede"),
        html.Td(colSpan=2, hidden=True),
        html.Details([html.Summary("More"), "text"], open=False, **aria(label="All of it")),
    ]
    assert as_html(part) == (
        '<p class="lede">One <b>two</b>3</p><td colspan="2" hidden></td>'
        '<details aria-label="All of it"><summary>More</summary>text</details>'
    )


def test_an_id_of_several_parts_becomes_data() -> None:
    assert as_html(html.Button("Show", id={"show": "waits"})) == '<button data-show="waits">Show</button>'


@pytest.mark.parametrize("where", ["text", "attribute", "data"])
def test_what_people_write_stays_text(where: str) -> None:
    part = {
        "text": html.P(HOSTILE),
        "attribute": html.P(title=HOSTILE),
        "data": html.P(id={"show": HOSTILE}),
    }[where]
    written = as_html(part)
    assert written.count("<") == 2
    assert "&lt;img" in written
    assert '"alert' not in written


def test_what_is_more_than_html_is_refused() -> None:
    with pytest.raises(TypeError, match="Slider is no plain HTML"):
        as_html(html.Div([html.P("fine"), dmc.Slider()]))


def test_room_in_the_layout_holds_the_text() -> None:
    room = placed(html.P("Soon."), id="findings")
    assert (room.id, getattr(room, "data-html")) == ("findings", "<p>Soon.</p>")
