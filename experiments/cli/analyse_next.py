"""``tiers analyse next``: the futures to run next, learnt from all rounds that were run before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import analyse_options as options
from experiments.cli.analyse_options import Answer, Runs, figure
from experiments.cli.checks import Whole
from experiments.problems import BadInput, choices
from experiments.words import listed, percent, spelled

if TYPE_CHECKING:
    import polars as pl

    from experiments.analysis.sample import Sample

ALSO, WHOLE = "--also", "--whole-table"


def next_rows(
    results: options.Results,
    first: options.First,
    second: options.Second,
    outcome: Annotated[str, typer.Option("--outcome", metavar="NAME", help="The outcome on which they cross over.")],
    count: Annotated[
        int, typer.Option("--count", metavar="N", help="How many futures to choose.", parser=Whole("--count", 1, 2000))
    ] = 20,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            ALSO, metavar="FOLDER", help="An earlier round to learn from as well; may be given several times."
        ),
    ] = None,
    whole_table: Annotated[
        bool,
        typer.Option(
            WHOLE,
            help="With --output: write the rows that RESULTS was run from first, for a sweep of a table to be gone on "
            "with by --extend.",
        ),
    ] = False,
    system: options.System = None,
    timeline: options.Timeline = None,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Which futures to run next to learn where two policies cross over, in place of a blind grid.

    A surrogate (a Gaussian process) of their difference is asked where it is least sure which policy is better. It
    learns from RESULTS and from every folder that --also names. --output writes the futures as a table with a column
    for everything varied: the design of the next experiment.
    """
    import polars as pl

    from experiments.analysis.adaptive import next_futures
    from experiments.analysis.figures import questions as figures

    options.check(drawn, output, force)
    if whole_table and output is None:
        raise BadInput.single("it says what --output writes", WHOLE, "--output FILE beside it")
    if len({folder.resolve() for folder in (results, *(also or ()))}) <= len(also or ()):
        raise BadInput.single("a folder is given twice, and its runs would count twice", ALSO, "each round once")
    rounds = {folder: options.read(folder) for folder in (results, *(also or ()))}
    _check_rounds(rounds, first, second, outcome)
    runs = rounds[results]
    kind = runs.outcome(outcome)
    if kind.better == "neither":
        raise BadInput.single(f"neither way is better for '{outcome}', so nothing crosses over", "--outcome")
    if whole_table and runs.recipe.get("kind") != "table":
        what = f"only a table takes rows below it, and '{results}' was not run from one"
        raise BadInput.single(what, WHOLE, "to leave it out, and sweep the new table on its own")
    learnt = _learnt(rounds, first, second, outcome, system, timeline)
    found = next_futures(learnt, _ranges(rounds.values()), count)
    answer = Answer(
        f"Where {first} and {second} cross over on {kind.label} ({outcome})",
        [
            f"As far as {len(found.y):,} points{_from(rounds)} tell, {first} is better in {percent(found.first)} "
            f"of the space, {second} in {percent(found.second)}; {percent(found.undecided)} is not settled.",
            f"{percent(found.noise)} of the variance of the difference is not explained by what was varied.",
            f"It turns most on {listed([options.called(name) for name in list(found.sensitivity)[:3]])}.",
        ],
        [found.warning, *_differing(rounds)],
        ["To run next", *found.rows.columns[:5]],
        [
            [str(number + 1), *(value if isinstance(value, str) else figure(value) for value in row[:5])]
            for number, row in enumerate(found.rows.iter_rows())
        ],
        pl.concat([runs.design.sort("point").select(found.rows.columns), found.rows]) if whole_table else found.rows,
        lambda: {"Run, and to run next": figures.next_figure(found, first, second)} if len(found.inputs) > 1 else {},
    )
    options.give([answer], drawn, output)


def _from(rounds: Mapping[Path, Runs]) -> str:
    return f" from {spelled(len(rounds))} folders" if len(rounds) > 1 else ""


def _check_rounds(rounds: Mapping[Path, Runs], first: str, second: str, outcome: str) -> None:
    """Refuse earlier rounds that lack what is compared, or are of something else than the last one."""
    (_, last), *earlier = rounds.items()
    last.check_policies(POLICY_A=first, POLICY_B=second)
    last.outcome(outcome)
    for folder, runs in earlier:
        for policy in (first, second):
            runs.check_policies(**{f"{ALSO} {folder}": policy})
        if outcome not in runs.outcomes:
            raise BadInput.single(f"'{folder}' did not keep '{outcome}'", ALSO, choices(runs.outcomes))


def _asked(runs: Runs, rows: pl.DataFrame, policies: Sequence[str]) -> dict[str, object]:
    """What a round is about: two of which something differs cannot be learnt from together."""
    contents = runs.said.get("contents", {})
    settings = {column: str(rows[column][0]) for column in ("system", "timeline")}
    return {
        "what is varied": sorted(runs.varied),
        "years": runs.said.get("years"),
        **{column: (name, contents.get(f"{column}s/{name}")) for column, name in settings.items()},
        **{f"policy '{policy}'": contents.get(f"policies/{policy}") for policy in policies},
    }


def _learnt(
    rounds: Mapping[Path, Runs], first: str, second: str, outcome: str, system: str | None, timeline: str | None
) -> Sample:
    """What the first policy is better by, at the points of all rounds."""
    import polars as pl

    from experiments.analysis.sample import differences, pooled

    last, *_ = rounds.values()
    rows = {folder: runs.one(system=system, timeline=timeline) for folder, runs in rounds.items()}
    asked = [_asked(runs, rows[folder], (first, second)) for folder, runs in rounds.items()]
    for folder, one in zip(rounds, asked, strict=True):
        differ = [what for what in one if one[what] != asked[0][what]]
        if differ:
            what = f"'{folder}' is no round of the same: it differs in {listed(differ)}"
            raise BadInput.single(what, ALSO, "rounds that vary the same, in the same system, for as many years")
    sign = -1.0 if last.outcomes[outcome].better == "lower" else 1.0
    both = [differences(one, first, second, [outcome]) for one in rows.values()]
    return pooled([one.with_columns(sign * pl.col(outcome)) for one in both], last.varied, outcome)


def _differing(rounds: Mapping[Path, Runs]) -> Iterator[str]:
    """Rounds that were run with other code or libraries than the last one: what they hold may not go together."""
    last, *earlier = rounds.items()
    for folder, runs in earlier:
        both = runs.made_by.keys() & last[1].made_by.keys()
        differ = sorted(what for what in both if runs.made_by[what] != last[1].made_by[what])
        if differ:
            yield (
                f"'{folder}' and '{last[0]}' were not run with the same {listed(differ)}: "
                "what one holds may not go with what the other holds."
            )


def _ranges(rounds: Collection[Runs]) -> dict[str, tuple[float, float]]:
    """Of everything varied that is a number, the widest range of any round: a table of chosen futures spans less."""
    names = set.intersection(*(set(runs.ranges) for runs in rounds))
    return {
        name: (min(runs.ranges[name][0] for runs in rounds), max(runs.ranges[name][1] for runs in rounds))
        for name in names
    }
