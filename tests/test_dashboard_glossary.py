"""Words that are explained: marked once where they stand, whole words alone, and every mark leads to an explanation."""

import re
from html import unescape
from typing import Any

from dash import html
from dash.development.base_component import Component

from experiments.dashboard import assumptions, compare, keep, levers, our_system, seat, why, workshop
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.glossary import TERMS, explained, glossary
from experiments.dashboard.plain import as_html
from experiments.dashboard.wrong import layout as wrong_layout
from sim.parameters import REGISTRY

START = Case("dorset", Choice("maximum-delegation"), Choice("centrist"))


def marks(parts: list[Any]) -> list[str]:
    return [part.children for part in parts if isinstance(part, html.Button)]


def test_a_word_is_marked_where_it_comes_first() -> None:
    first, second = explained("The ICB sets red lines; the ICB keeps them.", "Regret of the ICB.")
    assert marks(first) == ["ICB", "red line"]
    assert marks(second) == ["Regret"]
    assert "".join(part if isinstance(part, str) else part.children for part in first) == (
        "The ICB sets red lines; the ICB keeps them."
    )


def test_a_part_of_another_word_is_not_marked() -> None:
    (text,) = explained("Regretful levers-fold of a stanceless headband")
    assert text == ["Regretful levers-fold of a stanceless headband"]


def test_marked_text_is_still_text() -> None:
    (text,) = explained("<b> & the median")
    assert as_html(text).startswith("&lt;b&gt; &amp; the <button")


def test_every_mark_of_every_tab_leads_to_its_explanation() -> None:
    ids = {entry.children[1].id for entry in glossary().children[1].children.children}
    assert len(ids) == len(TERMS)
    tabs = [compare.layout(START), wrong_layout.layout()]
    tabs += [tab.layout() for tab in (why, our_system, assumptions, workshop, seat, keep)]
    for tab in tabs:
        found = [part for part in tab._traverse() if isinstance(part, Component) and hasattr(part, "data-term")]
        assert found
        for part in found:
            assert getattr(part, "data-term") == getattr(part, "aria-describedby")
            assert getattr(part, "data-term") in ids


def test_levers_explain_the_words_in_their_labels_and_keep_their_names() -> None:
    """A word is explained once in each group; the label is still that of the lever, word for word."""
    panel = getattr(levers.panel(), "data-html")
    for lever in REGISTRY.role("lever"):
        (shown,) = re.findall(rf'<span id="lever-{lever.name}" class="lever-label">(.*?)</span>', panel)
        assert unescape(re.sub("<.*?>", "", shown)) == lever.label
    for word in ("running-cost-allowance", "gate", "shortfall", "subsidiarity", "ratification"):
        assert f'data-term="term-{word}"' in panel
    for group in panel.split('<details class="holder">'):
        assert len(re.findall("data-term=", group)) == len(set(re.findall('data-term="([^"]*)"', group)))


def test_every_setting_to_choose_from_is_said_in_plain_words() -> None:
    """The page's own script and the server say the same, and two settings of one lever never the same."""
    facts = levers.facts()
    for lever in REGISTRY.role("lever"):
        if lever.structural:
            said = [levers.said(lever, choice) for choice in lever.choices]
            assert list(facts[lever.name]["choices"].values()) == said
            assert len(set(said)) == len(said)
            assert all(one[0].isupper() and "-" not in one.replace("Shapley-Shubik", "") for one in said)
    assert set(levers.CHOICES) <= {choice for lever in REGISTRY.role("lever") for choice in lever.choices}
    assert levers.said(REGISTRY["who_fixes"], "icb") == "The ICB"
