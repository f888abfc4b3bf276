"""The diagrams: they show what the code declares, say so in words too, and refuse to be drawn when they do not."""

import re
from xml.etree import ElementTree

import pytest

from experiments.docs import month, organisations, pages
from experiments.words import MECHANISMS
from sim.entities import ORGANISATIONS, RELATIONSHIPS
from sim.rules import collected
from sim.schedule import PHASES

SVG = "{http://www.w3.org/2000/svg}"
PAGES = pages()
DIAGRAMS = [name for name in PAGES if name.endswith(".svg")]


def drawing(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(PAGES[name])  # noqa: S314


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_says_in_words_what_it_shows(name: str) -> None:
    root = drawing(name)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text
    assert len(description.text or "") > 500
    assert root.get("role") == "img"
    assert {title.get("id"), description.get("id")} == set((root.get("aria-labelledby") or "").split())


@pytest.mark.parametrize("name", DIAGRAMS)
def test_text_is_text_large_enough_and_inside_the_drawing(name: str) -> None:
    root = drawing(name)
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    texts = list(root.iter(f"{SVG}text"))
    assert width == 1000
    assert len(texts) > 40
    for text in texts:
        size = float(text.get("font-size", 0))
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        length = len(text.text or "") * size * 0.58
        left = {"start": x, "middle": x - length / 2, "end": x - length}[text.get("text-anchor", "start")]
        assert size >= 9
        assert 0 < y < height
        assert text.get("transform") or (left >= 0 and left + length <= width), text.text


def test_every_organisation_and_relationship_is_drawn() -> None:
    root = drawing("diagrams/organisations.svg")
    written = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert all(organisations.NODES[kind].name in written for kind in ORGANISATIONS)
    lines = len(organisations.FLOWS) + len(organisations.PLAIN)
    assert len({(f.source, f.target) for f in organisations.FLOWS} | set(organisations.PLAIN)) == len(RELATIONSHIPS)
    assert sum(path.find(f"{SVG}title") is not None for path in root.iter(f"{SVG}path")) == lines


def test_every_decision_stands_in_a_box_or_is_that_of_all_partners() -> None:
    shown = {name for names in organisations.decisions().values() for name in names}
    taken = {rule.decides.name for rule in collected() if rule.decides is not None}
    assert taken - shown == {"contribution to joint work"}


def test_a_relationship_without_a_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisations, "RELATIONSHIPS", (*RELATIONSHIPS, ("vcse", "vcse")))
    with pytest.raises(ValueError, match="no line for vcse and vcse"):
        organisations.diagram()


def test_a_line_that_no_state_carries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {key: state for key, state in organisations.STATES.items() if key != ("icb", "allocation")}
    monkeypatch.setattr(organisations, "STATES", gone)
    with pytest.raises(ValueError, match="no state allocation of icb"):
        organisations.diagram()


def test_the_meanings_of_lines_differ_without_their_colour() -> None:
    assert len({(width, dashes) for _, width, dashes in organisations.STYLE.values()}) == len(organisations.STYLE)


def test_the_month_shows_every_phase_in_order_and_every_rule() -> None:
    root = drawing("diagrams/month.svg")
    words = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert [word for word in words if word in PHASES] == list(PHASES)
    assert all(any(word.startswith(code) for word in words) for code in MECHANISMS if code != "record")
    discs = list(root.iter(f"{SVG}circle"))
    assert len(discs) == len({(rule.phase, rule.mechanism) for rule in collected()})
    numbers = [int(word) for word in words if re.fullmatch(r"\d+", word)]
    assert sum(numbers) == len(collected()) + sum(range(1, len(PHASES) + 1))


def test_a_phase_without_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "PHASES", {**PHASES, "siesta": 1})
    with pytest.raises(ValueError, match="siesta"):
        month.diagram()
