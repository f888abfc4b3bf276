"""People take seats in a run: each April they decide for an organisation, within its mandate; the rest is simulated.

A decision of a seat is a decide event, so a game is a run with a timeline of them: ``game`` holds it, ``matters`` says
who decides what, ``look`` what a seat sees and may decide this April, ``decide`` takes decisions or refuses them in
words, ``ending`` tells what came of it, ``after`` what could follow, ``file`` and ``report`` keep it. Everything is a
pure function of the game: nothing is remembered between calls, and a game is replayed by running it again.
"""

from experiments.game.decide import Refusal, decide, play_on
from experiments.game.file import as_file, from_file
from experiments.game.game import Game
from experiments.game.look import View, look

__all__ = ["Game", "Refusal", "View", "as_file", "decide", "from_file", "look", "play_on"]
