"""``tiers analyse``: what to conclude from a sweep."""

from __future__ import annotations

import typer

from experiments.cli.analyse_discover import discover
from experiments.cli.analyse_next import next_rows
from experiments.cli.analyse_questions import delegation, replicates
from experiments.cli.analyse_robustness import robustness
from experiments.cli.analyse_sensitivity import sensitivity
from experiments.cli.look import Command, Group, paragraphs

app = typer.Typer(
    help="What to conclude from a sweep: what drives it, when it fails, what one would regret least.",
    cls=Group,
    rich_markup_mode="rich",
)
app.command("sensitivity", cls=Command, help=paragraphs(sensitivity))(sensitivity)
app.command("discover", cls=Command, help=paragraphs(discover))(discover)
app.command("robustness", cls=Command, help=paragraphs(robustness))(robustness)
app.command("delegation", cls=Command, help=paragraphs(delegation))(delegation)
app.command("next", cls=Command, help=paragraphs(next_rows))(next_rows)
app.command("replicates", cls=Command, help=paragraphs(replicates))(replicates)


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
