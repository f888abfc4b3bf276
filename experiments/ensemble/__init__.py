"""Ask about two policies as a program does: a question is a value, and answers come while more futures are run.

``ask`` answers in this process. A ``Desk`` keeps worker processes warm, remembers what they worked out, and drops a
question when a newer one arrives. A ``Queue`` does so for many screens at once.
"""

from experiments.ensemble.answer import Answer, ask
from experiments.ensemble.crew import Busy, Superseded, WorkerDied
from experiments.ensemble.desk import Desk
from experiments.ensemble.question import Question
from experiments.ensemble.queue import Queue

__all__ = ["Answer", "Busy", "Desk", "Question", "Queue", "Superseded", "WorkerDied", "ask"]
