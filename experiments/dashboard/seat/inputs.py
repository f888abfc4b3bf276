"""Choices as people type them, and as the model takes them: percentages for shares, yes and no for events."""

from __future__ import annotations

import math
from collections.abc import Mapping

from experiments.game import View
from experiments.game.look import Offer
from experiments.telling import measured

LEFT = "own"
"""What a field says whose decision is left to the model's own agent; a field for a number is empty."""


def factor(offer: Offer) -> float:
    """By what the model's value is multiplied for people."""
    return 100.0 if offer.unit.split(" ")[0].rstrip(",") == "share" else 1.0


def unit(offer: Offer) -> str:
    """What the number typed is measured in."""
    if factor(offer) != 1.0:
        return f"%{offer.unit.removeprefix('share')}"
    return offer.unit.replace("GBPm", "£ million")


def choices(view: View, typed: Mapping[str, object]) -> dict[str, float]:
    """What was typed, by key of the offer, as choices. What is no number becomes one that is refused."""
    found = {}
    for offer in view.offers:
        value = typed.get(offer.key)
        if value is None or value in ("", LEFT):
            continue
        if offer.happens:
            found[offer.key] = {"yes": 1.0, "no": 0.0}.get(str(value), math.nan)
        else:
            found[offer.key] = _number(value) / factor(offer)
    return found


def _number(value: object) -> float:
    try:
        return float(str(value).strip().replace(",", "").rstrip("%"))
    except ValueError:
        return math.nan


def shown(offer: Offer, choice: float | None) -> str:
    """A choice as it stands in its field; empty (or ``LEFT``) where it is left to the model's own agent."""
    if choice is None or math.isnan(choice):
        return LEFT if offer.happens else ""
    if offer.happens:
        return "yes" if choice >= 0.5 else "no"
    return f"{round(factor(offer) * choice, 6):g}"


def limit(offer: Offer) -> str:
    """The red line that binds first, in words; empty where there is none."""
    if not offer.limits:
        return ""
    name = min(offer.limits, key=lambda name: offer.limits[name])
    return f"At most {measured(offer.decision, offer.limits[name])} ({name})."


def groups(view: View) -> list[tuple[str, list[Offer]]]:
    """Offers by decision, in the order of the April."""
    found: dict[str, list[Offer]] = {}
    for offer in view.offers:
        found.setdefault(offer.decision, []).append(offer)
    return list(found.items())


def own(offer: Offer) -> str:
    """What the model's own agent would do, what is allowed, and for how long it holds."""
    return " ".join(said for said in (f"The model’s own agent: {offer.own_said}.", limit(offer), offer.lasts) if said)
