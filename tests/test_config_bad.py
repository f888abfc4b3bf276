"""Whatever is wrong with a file is said in one clear message: what, where, what is allowed, the nearest valid name."""

from pathlib import Path

import pytest
from config_contradictions import CONTRADICTIONS
from config_files import GOOD, POLICY, REGISTRY, line_of, said
from config_mistakes import MISTAKES

from experiments.config import load_policy, load_system
from experiments.problems import SHOWN, BadInput, Problem, nearest_name

PLANTED = {**MISTAKES, **CONTRADICTIONS}


@pytest.mark.parametrize("name", PLANTED)
def test_a_mistake_is_named_with_its_place(name: str, tmp_path: Path) -> None:
    mistake = PLANTED[name]
    assert mistake.old in GOOD
    text = GOOD.replace(mistake.old, mistake.new, 1)
    problems = said(text, tmp_path).problems
    found = [problem for problem in problems if mistake.what in problem.what and problem.key == mistake.key]
    assert found, "\n".join(map(str, problems))
    line = line_of(text, mistake.at or mistake.new)
    if name != "broken YAML":
        assert found[0].where.endswith(f"bad.yaml:{line}")
    assert mistake.allowed in found[0].allowed
    assert found[0].nearest == mistake.nearest
    sentence = str(found[0])
    assert all(
        part in sentence for part in (found[0].where, mistake.key, mistake.what, mistake.allowed, mistake.nearest)
    )
    assert len(problems) <= 2


POLICY_MISTAKES = {
    "an unknown lever": ("base_share: 0.5", "base_shaer: 0.5", "levers.base_shaer", "not a known lever", "base_share"),
    "an uncertainty": (
        "base_share: 0.5",
        "politics_level: 0.5",
        "levers.politics_level",
        "an uncertainty, not a lever",
        "",
    ),
    "out of range": ("base_share: 0.5", "base_share: 1.5", "levers.base_share", "1.5 is out of range", ""),
    "per cent": ("base_share: 0.5", "base_share: 50", "levers.base_share", "50 is out of range", "0.5"),
    "no number": ("base_share: 0.5", "base_share: half", "levers.base_share", "'half' is not a number", ""),
    "a yes/no value": ("base_share: 0.5", "base_share: false", "levers.base_share", "yes/no", ""),
    "an unknown choice": (
        "legal_form: joint committee",
        "legal_form: joint comittee",
        "levers.legal_form",
        "'joint comittee' cannot be used",
        "joint committee",
    ),
    "a number for a choice": (
        "legal_form: joint committee",
        "legal_form: 3",
        "levers.legal_form",
        "'3' cannot be used",
        "",
    ),
    "a block for a number": ("base_share: 0.5", "base_share: {value: 0.5}", "levers.base_share", "found a block", ""),
}


@pytest.mark.parametrize("name", POLICY_MISTAKES)
def test_a_mistake_in_a_policy_is_named(name: str, tmp_path: Path) -> None:
    old, new, key, what, nearest = POLICY_MISTAKES[name]
    text = POLICY.replace(old, new)
    (problem,) = said(text, tmp_path, policy=True).problems
    assert problem.key == key
    assert what in problem.what
    assert problem.allowed
    assert problem.nearest == nearest
    assert problem.where.endswith(f"bad.yaml:{line_of(text, new)}")


def test_a_good_policy_is_read(tmp_path: Path) -> None:
    path = tmp_path / "half.yaml"
    path.write_text(POLICY)
    policy = load_policy(path, REGISTRY)
    assert policy.levers == {"base_share": 0.5, "legal_form": "joint committee"}


def test_a_policy_is_not_a_system(tmp_path: Path) -> None:
    assert "describes a policy, not a system" in str(said(POLICY, tmp_path))


def test_all_mistakes_of_a_file_are_reported_at_once_in_order(tmp_path: Path) -> None:
    text = GOOD
    names = ("a misspelt key", "per cent for a share", "yes for true", "an unknown quality", "negative money")
    for name in names:
        text = text.replace(PLANTED[name].old, PLANTED[name].new, 1)
    error = said(text, tmp_path)
    assert {problem.key for problem in error.problems} >= {PLANTED[name].key for name in names}
    lines = [int(problem.where.rpartition(":")[2]) for problem in error.problems]
    assert lines == sorted(lines)
    assert len(str(error).splitlines()) == len(error.problems)


def test_a_file_full_of_mistakes_is_reported_in_part(tmp_path: Path) -> None:
    text = str(said(GOOD.replace("quality: ", "qualty: "), tmp_path))
    assert len(text.splitlines()) <= SHOWN + 1


def test_a_problem_reads_as_one_sentence_with_what_is_allowed() -> None:
    full = Problem("'hig' is not a choice", "a.yaml:3", "levers.form", "high, low", "high")
    assert str(full) == "a.yaml:3: levers.form: 'hig' is not a choice; did you mean 'high'? Allowed: high, low"
    assert str(Problem("no futures")) == "no futures"
    assert str(BadInput.single("no futures", "--futures", "1 or more")) == "--futures: no futures. Allowed: 1 or more"
    assert nearest_name("Centralist", ["centrist", "command"]) == "centrist"
    assert nearest_name("qqq", ["centrist"]) == ""
    with pytest.raises(ValueError, match="at least one"):
        BadInput([])


def test_a_spreadsheet_in_place_of_a_system_is_told_how_to_become_one() -> None:
    with pytest.raises(BadInput, match=r"tiers system import ours\.xlsx"):
        load_system("ours.xlsx")
