"""What makes the Mesa engine fast changes no bit: rules written out, and only what is read late remembered."""

from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from engines import bits, mesa_run, mesa_states
from random_systems import Case

from experiments.config import load_policy, load_system, load_timeline
from sim import ops
from sim.agents.written import written
from sim.futures import draw_futures
from sim.rules import Read, Rule
from sim.schedule import PHASES
from sim.state import STATES
from sim.timeline import STEADY, Timeline

SYSTEM = load_system("west-yorkshire").system


def everything(a: Any, b: Any, *, p: Any) -> tuple[Any, ...]:
    """Every operation that a rule may use, and zeros of either sign."""
    inside = ops.both(a <= b, ops.either(a == 0.0, b != p))
    some = (ops.maximum(a, b), ops.minimum(a, b), ops.size(a), ops.positive(0.0 - a), ops.share(a * b), -a)
    kept = (ops.clip(a, 0.0 - p, p), ops.clip(b, 0.0, p), ops.maximum(0.0, a), ops.maximum(a, -1.0) * p)
    more = (ops.where(inside, a, b), ops.flag(ops.both(a > b, b >= p)), ops.flag(a < b) * a, ops.least((a, b, p)))
    grown = (
        ops.exp(a),
        ops.logistic(b),
        ops.power(ops.size(a) + p, b),
        ops.log(p),
        ops.sqrt(ops.size(b)),
        ops.floor(a),
    )
    return (*some, *kept, *more, *grown, ops.total((a, b, a)), ops.blend(p, a, b), ops.toward(a, b, p), 0.5, p)


def test_every_operation_written_out_gives_the_bits_of_the_plain_call() -> None:
    count = len(everything(1.0, 1.0, p=1.0))
    writes = tuple(f"result_{number}" for number in range(count))
    made = Rule("", "", "care", "place", writes, {"a": Read("a"), "b": Read("b")}, ("p",), everything)
    numbers = (-0.0, 0.0, 1.0, -1.0, 0.3, -2.5, 1e-9)
    for p in (0.7, 3.0):
        _, routine = written(made)(p=p)
        for a, b in product(numbers, numbers):
            me = SimpleNamespace(a=a, b=b)
            routine([(me,)])(())
            ours, plain = np.array([getattr(me, name) for name in writes]), np.array(everything(a, b, p=p))
            assert (bits(ours) == bits(plain)).all(), (a, b, p, np.flatnonzero(bits(ours) != bits(plain)))


def test_every_rule_written_out_gives_the_bits_of_the_plain_call() -> None:
    """For everything that every organisation holds, after a year."""
    model = mesa_run(Case(SYSTEM, load_policy("maximum-delegation"), draw_futures(4, 1), 13), 0)
    model.run(13)
    for turn in (turn for phase in PHASES if PHASES[phase] for turn in model.turns(phase)):
        month = [value() for value in turn.month]
        tasks = [task for organisation in turn.acting for task in organisation.tasks[turn.position]]
        plain = [turn.rule.function(*turn.gather(task.row, month), **turn.parameters) for task in tasks]
        turn.carry_out(month)
        for task, result in zip(tasks, plain, strict=True):
            values = result[0] if turn.rule.decides else result
            ours = [task.bearer.now[name] for name in turn.rule.writes]
            assert (bits(np.array(ours)) == bits(np.array(values).reshape(-1))).all(), turn.rule.id
            assert all(type(value) is float for value in ours), turn.rule.id


@pytest.mark.parametrize("timeline", [STEADY, load_timeline("the-current-reform")], ids=lambda t: t.id)
def test_what_is_kept_of_last_month_is_enough(monkeypatch: pytest.MonkeyPatch, timeline: Timeline) -> None:
    """Who keeps all of last month's values comes to the same bits in every state."""
    case = Case(SYSTEM, load_policy("centrist"), draw_futures(4, 1), 14, timeline=timeline)
    usual = mesa_run(case, 0)
    monkeypatch.setattr("sim.model.remembered", lambda _: set(STATES))
    thorough = mesa_run(case, 0)
    for _ in range(case.months):
        usual.step()
        thorough.step()
        more = mesa_states(thorough)
        for key, values in mesa_states(usual).items():
            assert (bits(values) == bits(more[key])).all(), key
