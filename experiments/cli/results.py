"""``tiers results``: what a sweep came to, on the screen and as files for other programs."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import options, screen
from experiments.cli.checks import one_of
from experiments.cli.look import Command, Group, paragraphs
from experiments.files import check_new
from experiments.problems import BadInput

if TYPE_CHECKING:
    from experiments.results import Results

app = typer.Typer(
    help="Look at stored results, or export them to CSV, Parquet or Excel.", cls=Group, rich_markup_mode="rich"
)
Where = Annotated[
    Path, typer.Argument(metavar="RESULTS", help="The folder that 'tiers sweep' or 'tiers compare' wrote.")
]
FAILED_SHOWN = 10
TABLES = ("runs", "summary", "series", "months", "design", "failures")


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def summary(results: Where, as_json: options.Json = False) -> None:
    """Show each outcome of the whole system under each policy: level, 95 % interval, and spread over runs."""
    from experiments import load

    found = load(results)
    frame = found.summary()
    if as_json:
        typer.echo(frame.write_json())
        return
    _title(found)
    _levels(found)
    _failures(found)


def _title(found: Results) -> None:
    import polars as pl

    c, console = found.manifest["configuration"], screen.output()
    count = found.runs.select(pl.len()).collect().item()
    console.print(screen.styled(c.get("name", "Comparison of two policies"), "bold"))
    design = c["design"]["kind"] if "design" in c else "plain Monte Carlo"
    text = f"{count:,} runs of {c['years']} years; design: {design}; {len(found.varied)} parameters varied; seed "
    console.print(f"{text}{c['seed']}; {found.manifest['sign_off']}", markup=False)
    for note in found.manifest.get("notes", ()):
        screen.note(note)
    if not found.complete:
        screen.note("the sweep is not finished: what is shown rests on the runs that are stored")


def _levels(found: Results) -> None:
    """A table for each system and timeline: outcomes down, policies across."""
    from experiments.cli.spread import plain_table
    from experiments.readers import readable
    from experiments.words import number

    outcomes = {name: (o, e) for name, o, e in found.columns if e.id == "system"}
    rows = found.summary().to_dicts()
    for (system, timeline), members in groupby(rows, key=lambda row: (row["system"], row["timeline"])):
        cells = {(row["column"], row["policy"]): row for row in members}
        policies = list(dict.fromkeys(policy for _, policy in cells))
        table = plain_table()
        table.title = f"{system}, timeline {timeline}"
        table.add_column("Outcome\n  unit")
        for policy in policies:
            table.add_column(screen.styled(f"{policy}\n  95 % interval\n  5-95 % spread"), justify="right")
        for name, (declared, _) in outcomes.items():
            shown, factor = readable(declared)
            texts = [f"{shown.label}\n  {shown.unit}"]
            for policy in policies:
                row = cells.get((name, policy))
                if row is None:
                    texts.append("no value")
                    continue
                mean, low, high, q05, q95 = (
                    factor * (float("nan") if row[key] is None else row[key])
                    for key in ("mean", "low", "high", "q05", "q95")
                )
                ends = ((low, high), (q05, q95))
                spread = (f"{number(a, shown.decimals)} to {number(b, shown.decimals)}" for a, b in ends)
                texts.append("\n".join((number(mean, shown.decimals), *spread)))
            table.add_row(*(screen.styled(text) for text in texts))
        screen.output().print(table)


def _failures(found: Results) -> None:
    frame = found.failures.collect()
    if not frame.height:
        return
    screen.complain(f"{frame.height:,} runs failed and are in none of these figures:")
    for row in frame.head(FAILED_SHOWN).to_dicts():
        address = f"run {row['run']} (point {row['point']}, replicate {row['replicate']}, {row['policy']})"
        screen.complain(f"{address}: {row['failure']}")


def export(
    results: Where,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A new file; its ending says what is written: .csv, .parquet, .xlsx."
        ),
    ],
    which: Annotated[
        str,
        typer.Option(
            "--table",
            metavar="WHICH",
            help="runs, summary, series, months, design or failures. A workbook also has the summary and the design.",
            autocompletion=lambda: list(TABLES),
        ),
    ] = "runs",
) -> None:
    """Write results for other programs, with what every column means: unit, direction, source, seed, version.

    The notes of a CSV file are in a second one beside it, those of a Parquet file in its metadata, those of a workbook
    on every sheet.
    """
    from experiments import load
    from experiments.export import export as written

    one_of(which, TABLES, "--table", "table")
    check_new(output, "--output")
    notes = output.with_name(f"{output.stem}.notes.csv")
    if output.suffix.lower() == ".csv" and notes.exists():
        raise BadInput.single(f"'{notes}' exists already", "--output", "another name")
    written(load(results), which, output)
    screen.output().print(f"Written: {screen.clean(output)}", markup=False, soft_wrap=True)


app.command("summary", cls=Command, help=paragraphs(summary))(summary)
app.command("export", cls=Command, help=paragraphs(export))(export)
