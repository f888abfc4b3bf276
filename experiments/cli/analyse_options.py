"""What the commands of ``tiers analyse`` share: their options, the runs they read, and how an answer is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.padding import Padding
from rich.table import Table

from experiments.cli import screen
from experiments.cli.spread import in_parts, longest_word, plain_table
from experiments.problems import BadInput, choices, nearest_name

if TYPE_CHECKING:
    import plotly.graph_objects as go
    import polars as pl

    from experiments.analysis.case import Case, Vocabulary
    from experiments.results import Varied
    from experiments.store import Entity
    from sim.outcomes import Outcome

WHICH = "Which runs"
SHOWN = 20
"""Rows of a table on the screen, at most."""
WIDEST = 24
"""Letters of a word that is not folded, at most."""


def which(option: str, what: str) -> Any:
    """An option that picks runs."""
    return typer.Option(option, metavar="NAME", help=what, show_default="the only one there is", rich_help_panel=WHICH)


def outcomes(what: str, shown: str | bool = True) -> Any:
    """The option that names outcomes."""
    return typer.Option("--outcome", metavar="NAME", help=f"{what}; may be given several times.", show_default=shown)


Results = Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of a sweep, or of a comparison.")]
System = Annotated[str | None, which("--system", "Only the runs of this system.")]
Timeline = Annotated[str | None, which("--timeline", "Only the runs on this timeline.")]
Policy = Annotated[str | None, which("--policy", "Only the runs under this policy.")]
First = Annotated[str, typer.Argument(metavar="POLICY_A", help="The first policy.")]
Second = Annotated[
    str, typer.Argument(metavar="POLICY_B", help="The second policy; differences are first minus second.")
]
Figure = Annotated[
    Path | None, typer.Option("--figure", metavar="FILE", help="A new HTML file for the figures; needs no network.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new CSV file for the numbers.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


@dataclass(frozen=True)
class Runs:
    """The runs of a sweep, as analyses want them."""

    frame: pl.DataFrame
    design: pl.DataFrame
    months: pl.LazyFrame
    varied: tuple[str, ...]
    ranges: Mapping[str, tuple[float, float]]
    """Lowest and highest value of everything varied that is a number."""
    outcomes: Mapping[str, Outcome]
    """By column."""
    entities: Mapping[str, Entity]
    """Whom each column is about."""
    said: Mapping[str, Any]
    """The configuration."""
    made_by: Mapping[str, str]
    """What a sweep was last run with: the code, and the versions of libraries."""

    @property
    def shared(self) -> bool:
        """Whether replicate r has the same draws at every point."""
        return bool(self.said.get("draws") == "common")

    @property
    def recipe(self) -> Mapping[str, Any]:
        """The design as the experiment describes it; nothing for a comparison."""
        described: Mapping[str, Any] = self.said.get("design", {})
        return described

    @property
    def second_order(self) -> bool:
        """Whether a Saltelli design allows second order."""
        return bool(self.recipe.get("order") == "second")

    @property
    def levels(self) -> int:
        """Levels of a Morris design."""
        return int(self.recipe.get("levels", 4))

    @property
    def moved(self) -> list[str]:
        """What each point of a Morris design moved; nothing for other designs."""
        return self.design.sort("point")["factor"].to_list() if "factor" in self.design.columns else []

    def outcome(self, name: str) -> Outcome:
        """The outcome of a column, or ``BadInput``."""
        if name not in self.outcomes:
            what = f"'{name[:60]}' is no outcome of these runs"
            near = nearest_name(name, self.outcomes)
            raise BadInput.single(what, "--outcome", choices(self.outcomes, "tiers list outcomes"), near)
        return self.outcomes[name]

    def policies(self) -> list[str]:
        """Policies that were run."""
        return sorted(self.frame["policy"].unique().to_list())

    def check_policies(self, **asked: str) -> None:
        """Refuse policies that were not run, and one compared with itself."""
        for where, name in asked.items():
            if name not in self.policies():
                what = f"there are no runs of policy '{name[:60]}'"
                near = nearest_name(name, self.policies())
                raise BadInput.single(what, where, choices(self.policies()), near)
        if len(set(asked.values())) < len(asked):
            raise BadInput.single("a policy differs from itself in nothing", list(asked)[-1], "another policy")

    def one(self, **wanted: str | None) -> pl.DataFrame:
        """The runs of one system, timeline and so on."""
        from experiments.analysis.sample import one_setting

        return one_setting(self.frame, wanted)

    def chosen(self, **wanted: str | None) -> pl.DataFrame:
        """The runs of some system, timeline and so on; of all where none is named."""
        return self.one(**{column: name for column, name in wanted.items() if name is not None})

    def case(self, expression: str, where: str) -> Case:
        """Read a case of interest."""
        from experiments.analysis.case import read_case

        return read_case(expression, self.vocabulary(), where)

    def vocabulary(self) -> Vocabulary:
        """What a case may speak of."""
        from experiments.analysis.case import Vocabulary

        choices = {name: () if name in self.ranges else self._choices(name) for name in self.varied}
        return Vocabulary({name: o.better for name, o in self.outcomes.items()}, choices, self.policies())

    def _choices(self, name: str) -> tuple[str, ...]:
        return tuple(self.frame[name].unique().sort().to_list())


def read(folder: Path) -> Runs:
    """Read a sweep, or a comparison, as far as it has been run."""
    import experiments
    from experiments.sweep.manifest import made_by

    results = experiments.load(folder)
    frame = results.runs.collect()
    if frame.is_empty():
        raise BadInput.single("no run is stored there yet", str(folder), "a sweep that has been run")
    if not results.complete and results.manifest.get("kind") == "sweep":
        screen.note(f"the sweep in '{folder}' is not finished; this is about the runs that are there")
    columns = [one for one in results.columns if one[0] in frame.columns]
    return Runs(
        frame=frame,
        design=results.design.collect(),
        months=results.months,
        varied=tuple(one.name for one in results.varied),
        ranges={v.name: _range(v) for v in results.varied if frame.schema[v.name].is_numeric()},
        outcomes={name: outcome for name, outcome, _ in columns},
        entities={name: entity for name, _, entity in columns},
        said=results.manifest["configuration"],
        made_by=made_by(results.manifest["sessions"][-1]) if results.manifest.get("kind") == "sweep" else {},
    )


def _range(varied: Varied) -> tuple[float, float]:
    values = [float(value) for value in varied.values]
    return (min(values), max(values)) if values else (varied.low, varied.high)


@dataclass(frozen=True)
class Answer:
    """What an analysis found, ready to be given."""

    heading: str
    said: Sequence[str]
    """Sentences; empty ones are left out."""
    warnings: Sequence[str]
    columns: Sequence[str]
    """Titles of the table on the screen; the first column is text, the others stand to the right."""
    rows: Sequence[Sequence[str]]
    numbers: pl.DataFrame
    figures: Callable[[], Mapping[str, go.Figure]]
    """Made only when they are asked for, by caption."""


def check(figure: Path | None, output: Path | None, force: bool) -> None:
    """Refuse files that cannot be written, before anything is worked out."""
    from experiments.files import check_new

    for path, where in ((figure, "--figure"), (output, "--output")):
        if path is not None:
            check_new(path, where, force)


def give(answers: Sequence[Answer], figure: Path | None, output: Path | None) -> None:
    """Print answers, and write their figures and numbers where asked."""
    for answer in answers:
        _show(answer)
    if figure is not None:
        from experiments.analysis.figures.look import write

        several = len(answers) > 1
        figures = {
            f"{answer.heading}: {caption}" if several else caption: drawn
            for answer in answers
            for caption, drawn in answer.figures().items()
        }
        said = [sentence for answer in answers for sentence in (*answer.said, *answer.warnings)]
        if several:
            said = [
                " ".join([f"{a.heading}.", *filter(None, (*a.said, *a.warnings))]).replace("?.", "?") for a in answers
            ]
        write(figure, "What the sweep shows" if several else answers[0].heading, said, figures)
    if output is not None:
        import polars as pl

        from experiments.export import neutral
        from experiments.files import whole_file

        numbers = pl.concat([answer.numbers for answer in answers], how="diagonal_relaxed")
        with whole_file(output) as partial:
            neutral(numbers).write_csv(partial)


def _show(answer: Answer) -> None:
    console = screen.output()
    console.print(Padding(screen.styled(answer.heading, "bold"), (1, 0, 0, 0)))
    for sentence in answer.said:
        if sentence:
            console.print(screen.styled(sentence))
    if answer.rows:
        for table in _tables(answer.columns, answer.rows[:SHOWN], console.width):
            console.print(Padding(table, (1, 0, 0, 0)))
        if len(answer.rows) > SHOWN:
            console.print(screen.styled(f"... and {len(answer.rows) - SHOWN} more; --output writes all", "dim"))
    for warning in answer.warnings:
        if warning:
            console.print(
                Padding(screen.styled("Careful: ", "bold yellow").append(screen.clean(warning)), (1, 0, 0, 0))
            )


def _tables(titles: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[Table]:
    """A table, in as many parts as the width asks for; each begins with the first column."""
    least = {
        number: max(longest_word(title), min(WIDEST, max(longest_word(row[number]) for row in rows)))
        for number, title in enumerate(titles)
    }
    for part in in_parts(range(1, len(titles)), least, least[0], width) or [()]:
        table = plain_table()
        shown = (0, *part)
        for number in shown:
            justify: Literal["left", "right"] = "right" if number else "left"
            table.add_column(titles[number], justify=justify, overflow="fold", min_width=least[number])
        for row in rows:
            table.add_row(*(screen.styled(row[number]) for number in shown))
        yield table


def called(name: str) -> str:
    """A parameter in a table: what it is called, and its name."""
    from experiments.analysis.labels import label

    return f"{label(name)} ({name})"


def interval(low: float, high: float, digits: int = 3) -> str:
    """An interval in a table."""
    return f"{figure(low, digits)} to {figure(high, digits)}"


def figure(value: float, digits: int = 3) -> str:
    """A number in a table."""
    from experiments.words import short

    if value != value:
        return "no value"
    rounded = float(f"{value:.{digits}g}")
    return short(0.0 if abs(value) < 1e-12 else rounded)
