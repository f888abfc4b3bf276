"""What came of the votes: counts and sentences, the same for the screen, the notes and the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments import words
from experiments.dashboard.workshop.ballots import ROUNDS, State, Tally
from experiments.dashboard.workshop.wording import CHOICES, SURE

SHORT = {"first": "A", "same": "‘no difference that matters’", "second": "B"}


@dataclass(frozen=True)
class Column:
    """One column of bars: its head, and for each choice the text and the share of the whole."""

    head: str
    cells: Mapping[str, tuple[str, float]]


def columns(state: State) -> list[Column]:
    """How the votes fell that are revealed, and the model's answer beside them once it is there."""
    found = [_votes(f"Vote {name}", state.tallies[name]) for name in ROUNDS if name in state.tallies]
    if state.wanted and state.told:
        cells = {choice: (words.percent(state.told.shares[choice]), state.told.shares[choice]) for choice in CHOICES}
        found.append(Column(f"The model: share of {state.told.futures:,} futures", cells))
    return found


def title(state: State) -> str:
    """What heads those columns, whether or not a vote is among them."""
    return "How the votes fell" if state.tallies else "In what share of the model’s futures each answer holds"


def _votes(name: str, tally: Tally) -> Column:
    cells = {choice: (str(count), count / max(1, tally.count)) for choice, count in tally.choices.items()}
    return Column(f"{name}: {_count(tally.count)}", cells)


def _count(votes: int) -> str:
    return f"{votes} vote{'s' * (votes != 1)}"


def sureness(state: State) -> list[Column]:
    """How sure people were, by vote; the keys of the cells are those of ``SURE``."""
    return [
        Column(
            f"Vote {name}",
            {SURE[level]: (str(count), count / max(1, tally.count)) for level, count in tally.sure.items()},
        )
        for name, tally in ((name, state.tallies[name]) for name in ROUNDS if name in state.tallies)
    ]


def moves(state: State) -> list[str]:
    """How many changed their answer, from which to which; empty until both votes are revealed."""
    if state.moved is None:
        return []
    both = sum(state.moved.values())
    if not both:
        return ["Nobody voted both times."]
    stayed = sum(count for (one, other), count in state.moved.items() if one == other)
    lines = [f"Of {both} who voted both times, {words.spelled(stayed)} gave the same answer again."]
    for one in CHOICES:
        for other in CHOICES:
            if one != other and (count := state.moved.get((one, other), 0)):
                lines.append(f"{words.upper_first(words.spelled(count))} moved from {SHORT[one]} to {SHORT[other]}.")
    return lines


def sentences(state: State) -> list[str]:
    """All that is revealed, as plain text."""
    lines = [f"Question: {state.asked.text}"]
    for name in ROUNDS:
        if name in state.tallies:
            tally = state.tallies[name]
            fell = [f"{label}: {tally.choices[choice]}" for choice, label in state.asked.choices.items()]
            sure = [f"{label}: {tally.sure[level]}" for level, label in enumerate(SURE)]
            lines.append(f"Vote {name} ({_count(tally.count)}). {_joined(fell)}. How sure: {_joined(sure)}.")
    lines += moves(state)
    if state.wanted and state.told:
        lines += [f"The model, {state.told.futures:,} futures: {state.told.sentence}", *state.told.doubts]
    return lines


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)
