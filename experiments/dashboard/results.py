"""An answer as a stored comparison: what the report, the workbook and the slides are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from experiments.compare import Design, Result
from experiments.config import LoadedSystem
from experiments.dashboard.shown import Shown
from experiments.record import Run, put_together
from experiments.store import SIDES, Floats, Stored
from sim.futures import draw_futures
from sim.parameters import REGISTRY

COMMAND = "tiers dashboard"


def stored(shown: Shown, loaded: LoadedSystem) -> Stored:
    """The comparison on the screen, with every run, as if it had been read from its folder."""
    question, answer = shown.question, shown.answer
    design = Design(
        question.sides[0].system,
        question.first,
        question.second,
        futures=answer.futures,
        years=question.years,
        seed=question.seed,
        timeline=question.timeline,
        series=answer.series_futures,
    )
    result = Result(draw_futures(question.seed, answer.futures))
    for side, runs in zip(SIDES, answer.runs, strict=True):
        result.outcomes[side] = _arrays(runs.values)
        result.series[side] = _arrays(runs.months)
    now = datetime.now(UTC).astimezone()
    found = put_together(design, result, Run(COMMAND, now, now, figures=loaded.provenance))
    defaults = loaded.system.starting_values
    found.configuration["changed"] = {
        name: {"default": defaults.get(name, REGISTRY[name].default), "now": value}
        for name, value in question.circumstances.items()
    }
    return found


def _arrays(held: Mapping[str, Floats]) -> dict[str, Floats]:
    return dict(held)
