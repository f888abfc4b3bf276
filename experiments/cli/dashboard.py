"""``tiers dashboard``: the workshop dashboard in the browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import RESULTS
from experiments.problems import BadInput

PASSWORD = "TIERS_PASSWORD"  # noqa: S105  (the name of a variable, not a password)


def dashboard(
    system: options.System = "west-yorkshire",
    port: Annotated[int, typer.Option("--port", help="Where to listen.", rich_help_panel="Server")] = 8050,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help=f"Let other machines connect, for example 0.0.0.0. Needs a password (asked for, or from {PASSWORD}), "
            "and --cert with --key, or --insecure-http.",
            rich_help_panel="Server",
        ),
    ] = "127.0.0.1",
    cert: Annotated[
        Path | None, typer.Option("--cert", metavar="FILE", help="A TLS certificate.", rich_help_panel="Server")
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Its key.", rich_help_panel="Server")
    ] = None,
    insecure_http: Annotated[
        bool,
        typer.Option(
            "--insecure-http",
            help="Let other machines connect without encryption: only on a network that you trust.",
            rich_help_panel="Server",
        ),
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="NAME",
            help="A further name of this machine that browsers may use. May be given several times.",
            rich_help_panel="Server",
        ),
    ] = None,
    workers: options.Workers = None,
    results: Annotated[
        Path,
        typer.Option(
            "--results",
            metavar="FOLDER",
            help="Where stored sweeps lie that everybody who connects may look at, and nothing else.",
            rich_help_panel="Server",
        ),
    ] = RESULTS,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the browser.", rich_help_panel="Server")
    ] = False,
) -> None:
    """Open the workshop dashboard in the browser.

    Pull levers and see what happens and why. It listens on this machine alone, and sends nothing anywhere, unless
    --host says otherwise. Ctrl-C ends it.
    """
    names.system(system)
    try:
        from experiments.dashboard.serve import serve
    except ModuleNotFoundError as error:
        what = f"the package '{error.name}' is missing"
        raise BadInput.single(what, "tiers dashboard", "after: pip install 'tiers[dashboard]'") from None
    from experiments.cli.checks import default_workers
    from experiments.dashboard.settings import Settings

    asked = Settings(
        host, port, None, cert, key, insecure_http, tuple(name or ()), system, workers or default_workers(), results
    )
    if not asked.loopback:
        asked = Settings(**{**vars(asked), "password": _password()})

    def ready(address: str) -> None:
        console = screen.output()
        console.print(f"The dashboard is at {address}", style="bold", markup=False, soft_wrap=True)
        console.print("Ctrl-C ends it.", markup=False)

    serve(asked, ready, browse=not no_browser)


def _password() -> str:
    """The password from the environment, or asked for; never on the command line, where others could read it."""
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    return str(typer.prompt("Password for those who connect", hide_input=True, confirmation_prompt=True))
