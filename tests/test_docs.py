"""The documents: written pages are fresh, links lead somewhere, and whatever a page tells people to type exists."""

import ast
import importlib.util
import inspect
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments import docs
from experiments.cli.app import app
from experiments.config import list_experiments, list_policies, list_systems, load_policy
from experiments.config.schema import DESIGNS, EXPERIMENT, POLICY, SYSTEM
from experiments.config.spec import field_rows
from experiments.docs import equations
from experiments.store import MANIFEST, REPORT, RUNS, SERIES
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.rules import collected
from sim.state import STATES
from sim.wiring import parameters_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = docs.pages()
"""What the code says now, by path below the folder of documents."""
BY_HAND = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "results" / "README.md", *ROOT.glob("docs/*.md"))
    if path.name not in PAGES
)
EVERY_PAGE = [*BY_HAND, *(f"docs/{name}" for name in PAGES if name.endswith(".md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
EXAMPLE = "docs/ensemble.md"
"""Its code is an example in several steps, and runs as a whole."""
WRITTEN = {RUNS, SERIES, MANIFEST, REPORT}
"""Files that a comparison writes."""


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fences(page: str, *languages: str) -> list[str]:
    return [text for language, text in FENCE.findall(read(page)) if language in languages]


def spans(page: str) -> list[str]:
    """Every piece of code inside a sentence."""
    return [found.strip() for found in re.findall(r"`([^`]+)`", FENCE.sub("", read(page)))]


def commands(page: str, start: str) -> Iterator[list[str]]:
    """The words of every command that begins so, in a sentence or in a block for the shell."""
    lines = [line for block in fences(page, "sh") for line in block.splitlines()]
    for text in (*spans(page), *lines):
        words = shlex.split(text, comments=True) if text.startswith(start) else []
        if words and " ".join(words[: len(start.split())]) == start.strip():
            yield words


# Written pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_written_page_says_what_the_code_says(name: str) -> None:
    path = docs.FOLDER / name
    fresh = path.exists() and path.read_text(encoding="utf-8") == PAGES[name]
    assert fresh, f"docs/{name} is stale: run python -m experiments.docs"


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    assert {path.relative_to(tmp_path).as_posix() for path in docs.write(tmp_path)} == set(PAGES)
    assert docs.write(tmp_path) == []


def test_the_page_of_a_mechanism_that_is_gone_goes_too(tmp_path: Path) -> None:
    docs.write(tmp_path)
    left = tmp_path / "mechanisms" / "M99.md"
    left.write_text("# M99", encoding="utf-8")
    assert docs.write(tmp_path) == [left]
    assert not left.exists()


def test_no_file_is_left_of_an_earlier_writing() -> None:
    folders = ("mechanisms", "diagrams")
    kept = {path.relative_to(docs.FOLDER).as_posix() for name in folders for path in (docs.FOLDER / name).iterdir()}
    assert kept == {name for name in PAGES if "/" in name}


def test_every_parameter_outcome_and_state_is_on_its_page() -> None:
    assert not [name for name in REGISTRY if f"| `{name}` |" not in PAGES["parameters.md"]]
    assert not [o.name for o in CATALOGUE if f"| `{o.name}` |" not in PAGES["outcomes.md"]]
    assert not [name for _, name in STATES if f"| `{name}` |" not in PAGES["states.md"]]


def test_every_rule_is_on_the_page_of_its_mechanism_with_its_arithmetic() -> None:
    for rule in collected():
        page = PAGES[f"mechanisms/{rule.mechanism}.md"]
        headings = re.findall(r"^### (.*)$", page, flags=re.MULTILINE)
        assert any(f"`{rule.id}`" in heading for heading in headings), rule.id
        last = inspect.getsource(rule.function).splitlines()[-1].strip()
        assert last in page, rule.id


def test_every_symbol_of_a_formula_is_explained() -> None:
    formulas = {rule.function.__code__: rule for rule in reversed(collected())}  # the first of those made alike
    for rule in formulas.values():
        page = PAGES[f"mechanisms/{rule.mechanism}.md"]
        assert not [name for name in (*rule.reads, *rule.parameters) if f"| `{name}` |" not in page], rule.id


def test_a_table_by_choice_names_the_parameters_it_chooses_among() -> None:
    for rule in collected():
        told = equations.symbols(rule)
        assert not [name for name in parameters_of(rule) if f"`{name}`" not in told], rule.id


def test_evidence_names_the_licence_of_the_open_statistics() -> None:
    page = PAGES["evidence.md"]
    assert "Contains public sector information licensed under the [Open Government Licence v3.0]" in page
    assert all(body in page for body in ("NHS England", "Office for National Statistics"))


def test_every_rule_says_what_it_does() -> None:
    silent = [rule.id for rule in collected() if not rule.function.__doc__ and rule.module != "mandate"]
    assert not silent


# Links ---------------------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors of a page: its headings as GitHub spells them, and those it sets itself."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), flags=re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", read(page))):
        if re.match(r"https?://", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        if not path.is_file() or (anchor and anchor not in anchors(path.read_text(encoding="utf-8"))):
            broken.append(target)
    assert not broken


# What people are told to type ----------------------------------------------------------------------------------------


def wrong_with(words: list[str]) -> str:
    """What is wrong with a ``tiers`` command; empty when it could be typed."""
    command: Any = typer.main.get_command(app)
    rest = words[1:]
    while rest and hasattr(command, "commands") and not rest[0].startswith("-"):
        if rest[0] not in command.commands and hasattr(command, "usual"):
            rest.insert(0, command.usual)
        if rest[0] not in command.commands:
            return f"no command {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    options = {name: parameter for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    arguments = [parameter.name for parameter in command.params if parameter.param_type_name == "argument"]
    while rest:
        word = rest.pop(0)
        if word in ("--help", "-h"):
            continue
        if word.startswith("-"):
            if word not in options:
                return f"no option {word}"
            value = rest.pop(0) if rest and not options[word].is_flag else ""
            if word in ("--system", "-s") and not known(value, {s.id for s in list_systems()}):
                return f"no system {value}"
        elif not arguments:
            return f"nothing to do with {word}"
        elif arguments.pop(0) in ("first", "second", "policy") and not known(word, {p.id for p in list_policies()}):
            return f"no policy {word}"
    return ""


def known(name: str, names: set[str]) -> bool:
    """A name there is, a stand-in such as POLICY, or a file of the reader's own."""
    return name in names or name.isupper() or (name.startswith("my-") and name.endswith(".yaml"))


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_commands_can_be_typed(page: str) -> None:
    assert not [(words, wrong) for words in commands(page, "tiers") if (wrong := wrong_with(words))]


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("tiers compare maximum-delegation centrist --system west-yorkshire", ""),
        ("tiers conpare maximum-delegation centrist", "no command conpare"),
        ("tiers compare maximum-delegation central", "no policy central"),
        ("tiers run centrist --system east-yorkshire", "no system east-yorkshire"),
        ("tiers run centrist --until 9", "no option --until"),
        ("tiers list places", "no command places"),
        ("tiers sweep my-experiment.yaml --resume", ""),
        ("tiers sweep merge my-one.yaml --resume", "no option --resume"),
    ],
)
def test_a_command_that_cannot_be_typed_is_noticed(command: str, wrong: str) -> None:
    assert wrong_with(command.split()) == wrong


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_make_targets_exist(page: str) -> None:
    targets = set(re.findall(r'^    "(\w+)": \w+,$', read("make.py"), flags=re.MULTILINE))
    named = {words[1] for words in commands(page, "make") if len(words) > 1}
    named |= {words[2] for words in commands(page, "python make.py") if len(words) > 2}
    assert {"demo", "test"} <= targets
    assert named <= targets


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_modules_to_run_exist(page: str) -> None:
    assert all(importlib.util.find_spec(words[2]) for words in commands(page, "python -m"))


def test_the_readme_gives_the_two_commands() -> None:
    text = read("README.md")
    assert all(command in text for command in ("make demo", "make test", "python make.py demo", "python make.py test"))


def test_the_policy_in_the_readme_can_be_read(tmp_path: Path) -> None:
    examples = fences("README.md", "yaml")
    assert examples
    for example in examples:
        path = tmp_path / "my-policy.yaml"
        path.write_text(example, encoding="utf-8")
        assert load_policy(path).levers


# Names ---------------------------------------------------------------------------------------------------------------


@cache
def identifiers() -> frozenset[str]:
    """Every name that the code gives to anything."""
    names: set[str] = set()
    for folder in ("sim", "experiments"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for field in ("name", "arg", "id", "attr"):
                    value = getattr(node, field, None)
                    names |= {value} if isinstance(value, str) else set()
    names |= {row.key.rpartition(".")[2] for row in field_rows(EXPERIMENT)}
    return frozenset(names | set(REGISTRY) | {name for _, name in STATES} | {o.name for o in CATALOGUE})


@cache
def hyphenated() -> frozenset[str]:
    """Every policy, system and choice, and every key of a system or policy file."""
    names = {entry.id for entry in (*list_policies(), *list_systems(), *list_experiments())} | set(DESIGNS)
    names |= {choice for p in REGISTRY.values() for choice in p.choices}
    return frozenset(names | set(POLICY.fields) | set(SYSTEM.fields))


@pytest.mark.parametrize("page", BY_HAND)
def test_names_in_code_exist(page: str) -> None:
    named = set(spans(page))
    assert not {n for n in named if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", n)} - identifiers()
    assert not {n for n in named if re.fullmatch(r"[a-z]+(-[a-z]+)+", n)} - hyphenated()


@pytest.mark.parametrize("page", BY_HAND)
def test_files_exist(page: str) -> None:
    missing = []
    for name in spans(page):
        looks_like_a_file = re.fullmatch(r"[\w.-]+(/[\w.-]*)+", name) or re.search(
            r"\.(py|md|yaml|json|parquet)$", name
        )
        if not looks_like_a_file or "<" in name or name in WRITTEN or name.startswith((".venv/", "my-", "tiers/")):
            continue
        if not (ROOT / name).exists() and not ((ROOT / page).parent / name).exists():
            missing.append(name)
    assert not missing


def test_code_shown_is_code_that_runs() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "sim").rglob("*.py"))
    shown = [block.strip() for page in BY_HAND if page != EXAMPLE for block in fences(page, "python")]
    assert shown
    assert not [block.splitlines()[0] for block in shown if block not in source]


def test_the_example_in_python_runs(tmp_path: Path) -> None:
    """As a script, which has no guard against being imported by its own workers."""
    script = tmp_path / "example.py"
    script.write_text("\n".join(fences(EXAMPLE, "python")), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=environment)
    assert re.findall(
        r"^(\d+) futures: .+, [+-]\d\.\d+ \([+-]\d\.\d+ to [+-]\d\.\d+\)$", done.stdout, re.MULTILINE
    ) == [
        "50",
        "200",
    ]
    assert "difference" in done.stdout
    assert not done.stderr
