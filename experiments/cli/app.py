"""The Typer application: its commands, and what becomes of an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from experiments.cli import BAD_INPUT, FAILED, analyse, bundle, listing, policy, results, screen, sweep, system
from experiments.cli.attribute import attribute
from experiments.cli.compare import compare
from experiments.cli.contest import contest
from experiments.cli.dashboard import dashboard
from experiments.cli.explain import explain
from experiments.cli.look import Command, Group, paragraphs, usage_problem
from experiments.cli.patterns import patterns
from experiments.cli.replay import replay
from experiments.cli.run import run_one
from experiments.cli.weigh import weigh
from experiments.problems import BadInput

app = typer.Typer(
    name="tiers",
    help="""How England's integrated care systems decide, and what follows for people: an agent-based simulation.

    It explores, it does not forecast: every answer compares two policies over the same uncertain futures.
    """,
    epilog="Start with: tiers compare maximum-delegation centrist --system west-yorkshire --futures 500",
    cls=Group,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.command("compare", cls=Command, help=paragraphs(compare))(compare)
app.command("run", cls=Command, help=paragraphs(run_one))(run_one)
app.command("explain", cls=Command, help=paragraphs(explain))(explain)
app.command("attribute", cls=Command, help=paragraphs(attribute))(attribute)
app.command("weigh", cls=Command, help=paragraphs(weigh))(weigh)
app.command("contest", cls=Command, help=paragraphs(contest))(contest)
app.command("patterns", cls=Command, help=paragraphs(patterns))(patterns)
app.add_typer(sweep.app, name="sweep")
app.command("replay", cls=Command, help=paragraphs(replay))(replay)
app.add_typer(results.app, name="results")
app.add_typer(analyse.app, name="analyse")
app.add_typer(bundle.app, name="bundle")
app.command("dashboard", cls=Command, help=paragraphs(dashboard))(dashboard)
app.add_typer(listing.app, name="list")
app.add_typer(system.app, name="system")
app.add_typer(policy.app, name="policy")


def _version(wanted: bool) -> None:
    if wanted:
        from experiments.provenance import tiers_version

        typer.echo(f"tiers {tiers_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def tiers(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Greet whoever types ``tiers`` alone with the help."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status; bad input is explained on standard error."""
    try:
        status = app(list(arguments), prog_name="tiers", standalone_mode=False)
    except BadInput as error:
        screen.complain(str(error))
        return BAD_INPUT
    except TyperException as error:
        screen.complain(str(usage_problem(error)))
        return BAD_INPUT
    except BrokenPipeError:
        raise
    except OSError as error:
        screen.complain(f"{error.filename or 'writing'}: {error.strerror or error}")
        return FAILED
    except typer.Abort:
        return BAD_INPUT
    if status == 130:
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0
