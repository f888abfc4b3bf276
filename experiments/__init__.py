"""Design experiments, run the model in them, store what comes out, and show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.results import Results


def load(path: str | Path) -> Results:
    """The results in a folder that ``tiers sweep`` or ``tiers compare`` wrote, as tables (see ``experiments.results``).

    Raises ``BadInput`` where there are none.
    """
    from experiments import results

    return results.load(path)
