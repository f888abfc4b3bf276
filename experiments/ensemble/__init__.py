"""Ask about two policies as a program does: a question is a value, and answers come while more futures are run.

``ask`` answers in this process. A ``Desk`` keeps worker processes warm, remembers what they worked out, and drops a
question when a newer one arrives.
"""

from experiments.ensemble.answer import Answer, ask
from experiments.ensemble.crew import Superseded, WorkerDied
from experiments.ensemble.desk import Desk
from experiments.ensemble.question import Question

__all__ = ["Answer", "Desk", "Question", "Superseded", "WorkerDied", "ask"]
