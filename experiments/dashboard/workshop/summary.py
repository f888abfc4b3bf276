"""The result of a workshop on one page, for reading and printing: one file that needs no network."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from jinja2 import Environment

from experiments import words
from experiments.dashboard.workshop.ballots import State
from experiments.dashboard.workshop.results import columns, moves, sureness, title
from experiments.dashboard.workshop.wording import SURE
from experiments.provenance import tiers_version


def summary(state: State) -> str:
    """The page, with what has been shown and nothing else."""
    text = files("experiments.dashboard.workshop").joinpath("summary.html.j2").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    answers = state.asked.choices
    return template.render(
        asked=state.asked,
        tables=[
            (title(state), columns(state), answers),
            ("How sure people were", sureness(state), {level: words.upper_first(level) for level in SURE}),
        ],
        moves=moves(state),
        told=state.told if state.wanted else None,
        sign_off=words.SIGN_OFF,
        version=tiers_version(),
        now=datetime.now(UTC).astimezone().strftime("%d %B %Y, %H:%M"),
    )
