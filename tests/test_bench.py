"""The bench: it measures every setting in turn, and never writes over an earlier measurement."""

import json
from datetime import UTC, datetime
from pathlib import Path

from experiments.bench import BLOCKS, SYSTEMS, Speed, measure, ratios, record


def test_it_measures_both_engines_on_both_systems() -> None:
    speeds = measure(rounds=2, months=1)
    assert {(s.system, s.engine) for s in speeds} == {
        (name, engine) for name in SYSTEMS for engine in ("numpy", "mesa")
    }
    assert {s.block for s in speeds if s.engine == "numpy"} == set(BLOCKS)
    assert all(len(s.rounds) == 2 and s.median > 0 for s in speeds)


def test_the_ratio_is_of_medians_without_the_story() -> None:
    speeds = [
        Speed("a", "numpy", "blocks of 25", 25, (10.0, 30.0, 20.0)),
        Speed("a", "numpy", "blocks of 100", 100, (90.0, 100.0, 300.0)),
        Speed("a", "mesa", "with its story", 1, (1.0, 1.0, 1.0)),
        Speed("a", "mesa", "no story", 1, (2.0, 2.0, 9.0)),
    ]
    assert [(r.system, r.ratio) for r in ratios(speeds)] == [("a", 50.0)]


def test_each_measurement_has_a_file_of_its_own(tmp_path: Path) -> None:
    speeds = [Speed("a", engine, "no story", 1, (1.0, 2.0, 4.0)) for engine in ("numpy", "mesa")]
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    first, second = (record(speeds, now, tmp_path / "bench") for _ in range(2))
    assert first != second
    written = json.loads(first.read_text(encoding="utf-8"))
    assert [s["median"] for s in written["speeds"]] == [2.0, 2.0]
    assert written["ratios"] == [{"system": "a", "ratio": 1.0}]
