"""Hostile, broken and random files are refused in words, quickly, and with nothing but ``BadInput``."""

from pathlib import Path

import pytest
from config_files import GOOD, REGISTRY, said
from hypothesis import given
from hypothesis import strategies as st

from experiments.config import load_policy, load_system
from experiments.config.text import MOST_BYTES
from experiments.problems import BadInput, Problem

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)

HOSTILE = {
    "empty": (b"", "is empty"),
    "only a comment": (b"# nothing\n", "is empty"),
    "a list": (b"- 1\n- 2\n", "block of keys"),
    "a word": (b"hello", "block of keys"),
    "binary": (bytes(range(256)), "not text"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
    "nothing but zeros": (b"\x00" * 1000, "characters that text may not hold"),
    "another encoding": ("schema: £".encode("utf-16"), "not text"),
    "ten megabytes": (b"a: 1\n" * 2_100_000, "too large"),
    "many values": (b"a: [" + b"1," * 200_000 + b"1]", "too many values"),
    "a billion laughs": (BOMB.encode(), "anchors and aliases"),
    "an alias to itself": (b"a: &a [*a]\n", "anchors and aliases"),
    "a thousand levels": (b"[" * 1000, "nested too deeply"),
    "a thousand keys": (b"".join(b" " * n + b"a:\n" for n in range(1000)), "nested too deeply"),
    "an object": (b"!!python/object/apply:os.system ['touch owned']\n", "the tag"),
    "a list as key": (b"? [1, 2]\n: 3\n", "a key must be a word"),
    "a merge": (b"schema: tiers/system/1\n<<: {id: x}\n", "not a known key"),
    "a letter beyond Unicode": (b'a: "\\U99999999"\n', "not well-formed"),
    "a version of YAML to come": (b"%YAML 9.9\n---\na: 1\n", "not well-formed"),
    "tabs": (b"a:\n\tb: 1\n", "not well-formed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_few_words(name: str, tmp_path: Path) -> None:
    content, what = HOSTILE[name]
    text = str(said(content, tmp_path))
    assert what in text
    assert "bad.yaml" in text
    assert len(text) < 20_000


def test_the_largest_file_allowed_is_judged(tmp_path: Path) -> None:
    padding = "#" * (MOST_BYTES - len(GOOD.encode()) - 200)
    path = tmp_path / "large.yaml"
    path.write_text(f"{GOOD}\n{padding}\n", encoding="utf-8")
    assert load_system(path, REGISTRY).system.id == "west-yorkshire"


def test_what_a_file_says_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    text = str(said(GOOD.replace("planned_care:", '"\\e[31m\\a":'), tmp_path))
    assert all(letter.isprintable() or letter == "\n" for letter in text)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("west-yorkshre", "west-yorkshire"),
        ("West-Yorkshire", "west-yorkshire"),
        ("manchester", "greater-manchester"),
        ("zzz", ""),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(name: str, nearest: str) -> None:
    with pytest.raises(BadInput) as raised:
        load_system(name)
    (problem,) = raised.value.problems
    assert f"no system called '{name}'" in problem.what
    assert "one of the 42 that 'tiers list systems' shows" in problem.allowed
    assert problem.nearest == nearest


def test_an_unknown_policy_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="did you mean 'centrist'"):
        load_policy("centralist")


@pytest.mark.parametrize(
    "path",
    ["./none.yaml", "/dev/null", "/dev/zero", "none/none", "../" * 40 + "x.yaml", "a\0b.yaml", "x" * 5000 + "/y"],
)
def test_a_path_that_is_no_file_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match=r"the file (does not exist|cannot be read|is not a file)|there is no system"):
        load_system(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        load_system(tmp_path)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text(GOOD)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadInput, match=r"cannot be read \(Permission denied\)"):
        load_system(path)


LINES = GOOD.splitlines()
ODD = [
    "",
    " ",
    ":",
    "-",
    "[",
    "]",
    "{",
    "}",
    "{}",
    "[]",
    "'",
    '"',
    "#",
    "&a",
    "*a",
    "!!x y",
    "? ",
    "|",
    ">",
    "%",
    "@",
    "\t",
]
ODD += ["null", "true", ".nan", "1e400", "-1", "0", "0x1F", "1_000", "2024-01-01", "\u2028", "\x85", "\ufeff", "é" * 50]


@st.composite
def edits(draw: st.DrawFn) -> str:
    """The good file with a few random edits: lines dropped, doubled, swapped, indented, values replaced."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["drop", "double", "swap", "indent", "value", "insert", "cut"]))
        line = lines[at]
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "double":
            lines.insert(at, line)
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif kind == "indent":
            lines[at] = " " * draw(st.integers(0, 6)) + line.strip()
        elif kind == "value":
            value = draw(st.one_of(st.sampled_from(ODD), st.text(max_size=10), st.floats().map(str)))
            lines[at] = f"{line.partition(':')[0]}: {value}"
        elif kind == "insert":
            position = draw(st.integers(0, len(line)))
            lines[at] = line[:position] + draw(st.sampled_from(ODD)) + line[position:]
        else:
            lines[at] = line[: draw(st.integers(0, len(line)))]
    return "\n".join(lines)


@given(edits())
def test_random_edits_of_a_good_file_raise_nothing_but_bad_input(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "edited.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    problems: tuple[Problem, ...] = ()
    try:
        load_system(path, REGISTRY)
    except BadInput as error:
        problems = error.problems
    assert all(problem.where.startswith(str(path)) and str(problem) for problem in problems)


@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_bad_input(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        load_policy(path, REGISTRY)
