"""``tiers system``: a system of one's own, by way of a spreadsheet."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import BAD_INPUT, names, screen
from experiments.cli.look import Command, Group, paragraphs
from experiments.files import check_new, whole_file
from experiments.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from experiments.sheets.check import Filled

app = typer.Typer(
    help="Describe your own integrated care system in a spreadsheet, check it and import it.",
    cls=Group,
    rich_markup_mode="rich",
)
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")]
Book = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The spreadsheet.")]
ENDING = ".xlsx"


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The spreadsheet to write.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SYSTEM",
            help="Fill it from a described system: a name ('tiers list systems') or a YAML file.",
            autocompletion=names.complete_system,
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write a spreadsheet to describe a system in, with notes and examples on every sheet.

    With --from it holds a system that is described already: to look at, to change, or as a pattern.
    """
    if file.suffix.lower() != ENDING:
        raise BadInput.single(f"'{file}' does not end in {ENDING}", "FILE.xlsx", f"a name such as my-system{ENDING}")
    check_new(file, "FILE.xlsx", force)
    if source is not None:
        names.system(source, "--from")

    from experiments.sheets import describe, write_template

    write_template(file, describe(source) if source is not None else None)
    console = screen.output()
    console.print(
        f"Wrote {screen.clean(file)}. Fill it in, then: tiers system check {screen.clean(file)}", markup=False
    )


def check(
    file: Book,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Check a filled-in spreadsheet: name everything that is wrong, and list what would be filled in by rule.

    Every problem is told with its sheet, row and column, with what is allowed and the nearest valid name; the exit
    status is then 2.
    """
    from experiments.sheets.check import check_book

    found = check_book(file)
    if as_json:
        content = {
            "problems": [asdict(problem) for problem in found.problems],
            "filled": [asdict(one) for one in found.filled],
        }
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        if found.problems:
            raise typer.Exit(BAD_INPUT)
        return
    console = screen.output()
    list_filled(console, found.filled)
    if found.problems:
        screen.complain_of(found.problems)
        raise typer.Exit(BAD_INPUT)
    console.print(f"Nothing is wrong with {screen.clean(file)} ({_size(found.values)}).", markup=False, soft_wrap=True)
    console.print(f"Next: tiers system import {screen.clean(file)}", markup=False, soft_wrap=True)


def import_(
    file: Book,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="PATH",
            help="The YAML file to write, or a folder for it.",
            show_default="beside the spreadsheet, with its name",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Check a filled-in spreadsheet and write it as YAML, which 'tiers compare --system' takes.

    What was left empty is filled in by a documented rule, marked in the file as assumed with its range, and listed.
    """
    target = file.with_suffix(".yaml") if to is None else to / f"{file.stem}.yaml" if to.is_dir() else to
    if target.suffix.lower() not in (".yaml", ".yml"):
        raise BadInput.single(f"'{target}' does not end in .yaml", "--to", "a file such as my-system.yaml, or a folder")

    from experiments.sheets.check import checked

    found = checked(file)
    check_new(target, "--to", force)
    with whole_file(target) as partial:
        partial.write_text(found.yaml(), encoding="utf-8", newline="\n")
    console = screen.output()
    list_filled(console, found.filled)
    console.print(f"Wrote {screen.clean(target)} ({_size(found.values)}).", markup=False, soft_wrap=True)
    example = f"tiers compare maximum-delegation centrist --system {screen.clean(target)}"
    console.print(f"Next: {example}", markup=False, soft_wrap=True)


app.command("template", cls=Command, help=paragraphs(template))(template)
app.command("check", cls=Command, help=paragraphs(check))(check)
app.command("import", cls=Command, help=paragraphs(import_))(import_)


def list_filled(console: Console, filled: Sequence[Filled]) -> None:
    """What was left empty: the rule once, then each value with its cell and range."""
    if not filled:
        return
    text = f"Left empty and filled in by rule ({len(filled)}): these are assumed; give your own where you have them."
    console.print(text, style="bold", markup=False, soft_wrap=True)
    groups: dict[tuple[str, str, str], list[Filled]] = {}
    for one in filled:
        groups.setdefault((one.where.partition("!")[0], one.label, one.rule), []).append(one)
    for (_, label, rule), group in groups.items():
        console.print(f"  {screen.clean(label)}: {screen.clean(rule)}", markup=False, soft_wrap=True)
        for one in group:
            span = f"  ({one.range})" if one.range else ""
            line = f"    {one.where.rpartition(': ')[2]:<24} {one.key}  =  {one.shown}{span}"
            console.print(screen.clean(line), markup=False, soft_wrap=True, style="dim")
    console.print()


def _size(values: Mapping[str, Any]) -> str:
    tables = ("communities", "councils", "acute_trusts", "community_trusts")
    counted = {table.replace("_", " "): len(values[table]) for table in tables}
    counted["places"] = len(values["footprints"]["council"])
    return ", ".join(f"{label}: {number}" for label, number in counted.items())
