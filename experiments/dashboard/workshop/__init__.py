"""A facilitator's path through sixty minutes, with two votes from phones around what the model says.

``ballots`` holds the votes, ``phones`` is the page on which people vote. ``wording`` puts the question, ``told`` is the
model's answer, ``results`` what came of the votes. ``stage`` is the facilitator's tab as it opens, ``screen`` what it
shows, ``tab`` what happens on it, and ``summary`` what is taken away.
"""

from experiments.dashboard.workshop.ballots import Ballots
from experiments.dashboard.workshop.phones import Phones
from experiments.dashboard.workshop.stage import layout
from experiments.dashboard.workshop.tab import Workshop

__all__ = ["Ballots", "Phones", "Workshop", "layout"]
