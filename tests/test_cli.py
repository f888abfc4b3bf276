"""The command: what it prints, how it explains bad input, and what it leaves behind."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import fabricated
import pytest
from rich.console import Console, RenderableType

from experiments.cli import table
from experiments.cli.app import run
from experiments.cli.run import chosen_part
from experiments.cli.screen import clean, output
from experiments.cli.story import sentence, stances
from experiments.config import load_policy, load_system, load_timeline
from experiments.problems import BadInput, nearest_name
from experiments.replay import future, replay
from experiments.store import Entity
from experiments.telling import figure, month_name, why
from sim.trace import Decision

ROOT = Path(__file__).resolve().parent.parent
TIERS = [sys.executable, "-m", "experiments.cli"]
COMPARE = ["compare", "maximum-delegation", "centrist", "--system", "west-yorkshire"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder, so that whatever is left behind shows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "dumb")
    return tmp_path


# --- bad input ------------------------------------------------------------------------------------------------------

BAD = {
    "unknown first policy": (
        ["compare", "maximum-delegaton", "centrist", "--system", "west-yorkshire"],
        ["POLICY_A", "'maximum-delegaton'", "did you mean 'maximum-delegation'?", "centrist"],
    ),
    "unknown second policy": (
        ["compare", "centrist", "centrst", "--system", "west-yorkshire"],
        ["POLICY_B", "'centrst'", "did you mean 'centrist'?", "Allowed: "],
    ),
    "unknown system": (
        ["compare", "centrist", "centrist", "--system", "west-yorkshir"],
        ["--system", "'west-yorkshir'", "did you mean 'west-yorkshire'?", "tiers list systems"],
    ),
    "empty name": (["compare", "", "centrist", "--system", "west-yorkshire"], ["POLICY_A", "empty", "Allowed: "]),
    "no such file": (["compare", "x/y.yaml", "centrist", "--system", "west-yorkshire"], ["x/y.yaml"]),
    "zero futures": ([*COMPARE, "--futures", "0"], ["--futures", "0 is too small", "from 1 to 100,000"]),
    "negative futures": ([*COMPARE, "--futures", "-5"], ["--futures", "-5 is too small", "from 1 to 100,000"]),
    "too many futures": ([*COMPARE, "--futures", "100001"], ["--futures", "100001 is too large", "100,000"]),
    "no number": ([*COMPARE, "--futures", "many"], ["--futures", "'many' is not a whole number", "Allowed: "]),
    "half a future": ([*COMPARE, "--futures", "1.5"], ["--futures", "'1.5' is not a whole number"]),
    "not a number": ([*COMPARE, "--futures", "nan"], ["--futures", "'nan' is not a whole number"]),
    "number without end": ([*COMPARE, "--futures", "9" * 400], ["--futures", "is not a whole number"]),
    "futures without number": ([*COMPARE, "--futures"], ["--futures", "requires an argument", "--help"]),
    "zero years": ([*COMPARE, "--years", "0"], ["--years", "0 is too small", "from 1 to 50"]),
    "too many years": ([*COMPARE, "--years", "51"], ["--years", "51 is too large", "from 1 to 50"]),
    "negative seed": ([*COMPARE, "--seed", "-1"], ["--seed", "-1 is too small", "from 0 to"]),
    "no workers": ([*COMPARE, "--workers", "0"], ["--workers", "0 is too small", "from 1 to 256"]),
    "empty block": ([*COMPARE, "--block", "0"], ["--block", "0 is too small", "from 1 to"]),
    "unknown engine": ([*COMPARE, "--engine", "nunpy"], ["--engine", "'nunpy'", "'numpy'?", "numpy, mesa"]),
    "unknown option": ([*COMPARE, "--futurs", "5"], ["--futurs", "did you mean '--futures'?", "Allowed: "]),
    "unknown command": (["compere"], ["compere", "did you mean 'compare'?", "compare, run, "]),
    "no system": (["compare", "centrist", "centrist"], ["tiers compare", "--system", "--help"]),
    "one policy": (["compare", "centrist", "--system", "west-yorkshire"], ["POLICY_B", "--help"]),
    "three policies": (["compare", *["centrist"] * 3, "--system", "west-yorkshire"], ["unexpected", "centrist"]),
    "output exists": ([*COMPARE, "--output", "."], ["--output", "exists already", "never overwritten", "new folder"]),
    "output in a file": ([*COMPARE, "--output", "/dev/null/x"], ["--output", "cannot write", "Allowed: "]),
    "run of unknown policy": (
        ["run", "centrst", "--system", "west-yorkshire", "--run", "1"],
        ["POLICY", "'centrst'", "did you mean 'centrist'?"],
    ),
    "negative run": (
        ["run", "centrist", "--system", "west-yorkshire", "--run", "-1"],
        ["--run", "-1 is too small", "from 0 to 99,999"],
    ),
    "no run": (["run", "centrist", "--system", "west-yorkshire"], ["tiers run", "--run", "--help"]),
    "year after the end": (
        ["run", "centrist", "--system", "west-yorkshire", "--run", "1", "--years", "2", "--year", "3"],
        ["--year", "year 3 is after the end", "1 to 2"],
    ),
    "list of something else": (["list", "polices"], ["polices", "did you mean 'policies'?", "systems, policies"]),
    "unknown role": (["list", "parameters", "--role", "levers"], ["--role", "'levers'", "'lever'?", "uncertainty"]),
    "unknown pattern": (["patterns", "--pattern", "P33"], ["--pattern", "'P33'", "did you mean 'P32'?", "P01, P02, "]),
    "pattern far from any": (["patterns", "--pattern", "Z05"], ["unknown pattern 'Z05'. Allowed: P01, "]),
    "patterns on all and on one": (
        ["patterns", "--all", "--system", "dorset"],
        ["--all and --system exclude each other", "one of the two"],
    ),
    "unknown outcome": (
        ["explain", "centrist", "targeted", "-s", "dorset", "-r", "0", "--outcome", "waits_18_week"],
        ["--outcome", "did you mean 'waits_18_weeks'?", "that 'tiers list outcomes' shows"],
    ),
    "unknown mechanism": (["list", "parameters", "--mechanism", "M99"], ["--mechanism", "'M99'", "M13"]),
}


@pytest.mark.parametrize(("arguments", "wanted"), BAD.values(), ids=BAD)
def test_bad_input_is_explained(
    arguments: list[str], wanted: list[str], elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(arguments)
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.startswith("Error: ")
    assert captured.err.count("\n") == 1  # one clear message
    assert "Traceback" not in captured.err
    for fragment in wanted:
        assert fragment in captured.err
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("option", [["contest", "--all"], ["attribute", "centrist", "targeted", "-s", "dorset"]])
def test_a_long_list_of_names_is_not_printed(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*option, "--outcome", "trst"]) == 2
    told = capsys.readouterr().err
    assert "did you mean 'trust'?" in told
    assert "'tiers list outcomes'" in told
    assert len(told) < 200


@pytest.mark.parametrize(
    ("typed", "near"),
    [("P05", "P04"), ("p4", "P04"), ("P17", "P16"), ("P99", ""), ("M04", ""), ("pool", ""), ("P40x", "")],
)
def test_the_nearest_code_is_the_next_number(typed: str, near: str) -> None:
    assert nearest_name(typed, ["P01", "P04", "P06", "P16", "P18", "P40"]) == near


def test_codes_that_are_spelled_alike_are_no_suggestion() -> None:
    assert nearest_name("P05", ["P10", "P40"]) == ""
    assert nearest_name("E0800035", ["E08000035", "E08000036"]) == "E08000035"


def test_every_problem_of_a_file_is_told_with_its_line(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = elsewhere / "bad.yaml"
    bad.write_text(
        "schema: tiers/policy/1\nid: bad\nname: Bad\nsummary: Bad.\n"
        "levers:\n  delegation_bas: 0.5\n  delegation_speed: 7\n  staff_at_place: high\n"
    )
    assert run(["compare", str(bad), "centrist", "--system", "west-yorkshire"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert "bad.yaml:6" in lines[0]
    assert "did you mean 'delegation_base'?" in lines[0]
    assert "bad.yaml:7" in lines[1]
    assert "bad.yaml:8" in lines[2]
    assert [path.name for path in elsewhere.iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize("case", ["unknown system", "zero futures", "output exists", "unknown option"])
def test_bad_input_through_the_real_command(case: str, elsewhere: Path) -> None:
    arguments, wanted = BAD[case]
    done = subprocess.run([*TIERS, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert all(fragment in done.stderr for fragment in wanted)
    assert list(elsewhere.iterdir()) == []


def test_control_characters_of_a_name_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "\x1b[31mred\x07", "centrist", "--system", "west-yorkshire"]) == 2
    assert not set(capsys.readouterr().err) & {"\x1b", "\x07"}
    assert clean("a\x1b]0;title\x07b\u202ec") == "a\ufffd]0;title\ufffdb\ufffdc"


# --- help, version, lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], ["compare"], ["run"], ["weigh"], ["list"], ["list", "parameters"]])
def test_help_reads_well(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Usage: tiers" in text
    assert "<bool>" not in text
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 110


def test_alone_it_shows_the_help_and_where_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Start with: tiers compare maximum-delegation centrist" in " ".join(capsys.readouterr().out.split())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tiers ")


@pytest.mark.parametrize(
    ("what", "wanted"),
    [
        ("systems", "west-yorkshire"),
        ("policies", "maximum-delegation"),
        ("timelines", "the-current-reform"),
        ("circumstances", "usual"),
        ("weights", "patients-first"),
        ("parameters", "delegation_base"),
        ("outcomes", "trust"),
    ],
)
def test_lists_for_people_and_for_machines(what: str, wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", what]) == 0
    assert wanted in capsys.readouterr().out
    assert run(["list", what, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert any(wanted in (entry.get("id") or entry["name"]) for entry in entries)


@pytest.mark.parametrize("what", ["systems", "timelines", "parameters", "outcomes"])
def test_names_to_type_are_never_broken(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", what, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert run(["list", what]) == 0
    listed = {line.split(" ")[0] for line in capsys.readouterr().out.splitlines()}
    assert {entry.get("id") or entry["name"] for entry in entries} <= listed


def test_list_of_parameters_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "parameters", "--role", "lever", "--mechanism", "M7", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert entries
    assert all(entry["role"] == "lever" and "M7" in entry["mechanisms"] for entry in entries)


def test_shell_completion_knows_systems_and_policies() -> None:
    for words, wanted in (
        ("tiers compare max", "maximum-delegation"),
        ("tiers compare a b --system w", "west-yorkshire"),
    ):
        environment = {
            **os.environ,
            "_TIERS_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        done = subprocess.run(TIERS, capture_output=True, text=True, env=environment, check=False)
        assert wanted in done.stdout


# --- the table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [100, 120])
def test_table_fits_and_says_everything(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    made = fabricated.stored(60, 24)
    table.show(made, output(width))
    text = capsys.readouterr().out
    assert max(len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text
    flat = " ".join(text.split())
    for wanted in ("sampling error only", "PEOPLE", "TOGETHER", "higher is better", "matters from", "Leeds"):
        assert wanted in flat
    for line in made.lines():
        assert line.outcome.label.split()[0] in flat


def test_many_places_find_room(capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        "Bolton",
        "Bury",
        "Manchester",
        "Oldham",
        "Rochdale",
        "Salford",
        "Stockport",
        "Tameside",
        "Trafford",
        "Wigan",
    ]
    places = tuple(Entity(name.lower(), name) for name in names)
    table.show(fabricated.stored(10, 12, places=places), output(100))
    text = capsys.readouterr().out
    assert max(len(line) for line in text.splitlines()) <= 100
    assert set(names) <= set(text.split())


@pytest.mark.parametrize("name", ["[bold]x[/bold]", "\x1b[31mred", "a" * 300])
def test_table_takes_names_literally(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    table.show(fabricated.stored(10, 12, first=name), output(120))
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= 120
    if name.startswith("["):
        assert name in text


# --- the story ------------------------------------------------------------------------------------------------------


def test_months_are_named() -> None:
    assert month_name(0) == "April, year 1"
    assert month_name(12 * 9 + 11) == "March, year 10"


def decision(kind: str, value: float, terms: dict[str, float], binding: str = "", by: str = "") -> Decision:
    return Decision(3, "council:x", "Leeds City Council", "stance", "Leeds", value, kind, terms, binding, by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (decision("sum", 0.4, {"trust": 0.5, "risk": -0.1, "law": 0.0}), "because trust +0.500, risk −0.100"),
        (decision("sum", 1.0, {"trust": 1.2}), "because trust +1.200; together 1.200, kept within bounds"),
        (decision("sum", 0.0, {"trust": 0.0}), "because nothing that counts"),
        (decision("least", 2, {"wish": 2, "red line": 3.5}, "wish"), "limited by wish, rather than red line 3.5"),
        (
            decision("chance", 1, {"p": 0.1, "u": 0.05}),
            "by chance: probability 0.100, drawn 0.050, so it happens",
        ),
        (
            decision("chance", 0, {"p": 0.1, "u": 0.5}),
            "by chance: probability 0.100, drawn 0.500, so it does not happen",
        ),
        (
            decision("decided", 1, {"trust": 0.5}, by="the chair"),
            "fixed by the chair; its own reasons would have been: trust +0.500",
        ),
    ],
)
def test_reasons_are_the_terms_of_the_decision(made: Decision, wanted: str) -> None:
    assert why(made) == wanted


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("pooling offer of the ICB", 16.27, "£16.3m a month"),
        ("savings", 0.97, "£0.97m a month"),
        ("integrated care strategy", 0.456, "45.6 % of money"),
        ("delegated share", 0.1, "10.0 %"),
        ("willingness to come in", -0.49, "−0.49 (score)"),
        ("contribution to joint work", 0.6132, "0.613 (0 to 1)"),
    ],
)
def test_a_decided_figure_has_its_unit(name: str, value: float, wanted: str) -> None:
    assert figure(dataclasses.replace(decision("sum", value, {}), decision=name)) == wanted
    assert figure(dataclasses.replace(decision("chance", 1.0, {}), decision=name)) == "yes"


def test_reasons_are_in_the_unit_of_what_is_decided() -> None:
    offer = decision("least", 2.0, {"wish": 2.0, "red line": 3.5}, "wish")
    offer = dataclasses.replace(offer, decision="pooling offer of the council")
    assert why(offer) == "limited by wish, rather than red line £3.50m a month"
    mix = dataclasses.replace(decision("sum", 0.95, {"last year": 0.44, "board": 0.6}), decision="delegated share")
    assert why(mix) == "because last year +44.0 %, board +60.0 %; together 104.0 %, kept within bounds"


UNITS = ("£", "%", "score", "0 to 1", "1 to 4")


def test_every_decision_in_a_story_has_a_unit_and_councils_a_stance() -> None:
    model = replay(load_system("dorset").system, load_policy("centrist"), future(1, 3), 24)
    stood = stances(model)
    recorded = model.series["council_stance"]
    words = ("outside", "a partner to the system", "a partner in the system")
    willing = [d for d in model.story if d.decision == "willingness to come in"]
    assert len(willing) == 2 * len(recorded[0])
    for i, made in enumerate(willing):
        stance = words[int(recorded[made.month][i % len(recorded[0])])]
        assert stood[made.month, made.entity] == stance
        assert f", so it is {stance}" in plain_text(sentence(made, stood))
    for made in model.story:
        assert figure(made) in ("yes", "no") or any(
            unit in figure(made) for unit in ("£", "%", "score", "0 to 1", "1 to 4")
        )
        assert ("so it is" in plain_text(sentence(made, stood))) == (made in willing)


def plain_text(shown: RenderableType) -> str:
    console = Console(width=1000)
    with console.capture() as caught:
        console.print(shown)
    return caught.get()


def test_the_story_says_what_was_scheduled(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["run", "centrist", "-s", "dorset", "-r", "0", "--years", "2", "-t", "the-current-reform"]
    events = {e.month: e.label for e in load_timeline("the-current-reform").events if e.month < 24}
    assert run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["scheduled"]
    assert {event["month"] for event in told} == set(events)
    assert run([*asked, "--year", "1"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    for month, label in events.items():
        assert (f"Scheduled: {label}" in printed) == (month < 12)
    assert run([*asked, "--who", "NHS England"]) == 0
    assert "Scheduled:" not in capsys.readouterr().out


def test_part_of_a_story() -> None:
    story = [
        decision("chance", 0, {"p": 0.1, "u": 0.5}),
        decision("chance", 1, {"p": 0.1, "u": 0.05}),
        dataclasses.replace(decision("sum", 1, {"a": 1}), month=13, agent_name="Kirklees Council", agent="council:y"),
    ]
    assert chosen_part(story, None, None, everything=True) == story
    assert chosen_part(story, None, None, everything=False) == story[1:]
    assert chosen_part(story, 2, None, everything=False) == story[2:]
    again = [dataclasses.replace(story[2], month=month) for month in (13, 25, 37)]
    again[2] = dataclasses.replace(again[2], terms={"a": 0.5, "b": 0.5})
    assert chosen_part(again, None, None, everything=True) == again
    assert chosen_part(again, None, None, everything=False) == [again[0], again[2]]  # the same value, another reason
    assert chosen_part(story, None, "leeds", everything=True) == story[:2]
    with pytest.raises(BadInput, match=r"'Ledes City'.*did you mean 'Leeds City Council'\?.*Kirklees Council"):
        chosen_part(story, None, "Ledes City", everything=True)
