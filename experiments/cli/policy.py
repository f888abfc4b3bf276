"""``tiers policy``: a policy of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import BAD_INPUT, names, screen
from experiments.cli.checks import slug
from experiments.cli.look import Command, Group, paragraphs
from experiments.files import check_new, whole_file
from experiments.problems import BadInput

app = typer.Typer(
    help="Write a policy of your own, with every lever explained, and check it.", cls=Group, rich_markup_mode="rich"
)


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called, such as 'My policy'.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="POLICY",
            help="Start from a policy: a name ('tiers list policies') or a YAML file.",
            show_default="the default of every lever",
            autocompletion=names.complete_policy,
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FILE", help="The YAML file to write.", show_default="NAME.yaml in the working folder"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
) -> None:
    """Write a policy with every lever, grouped by who holds it, each with its unit, range and default."""
    from experiments.config.new_policy import policy_yaml
    from sim.parameters import REGISTRY

    called = " ".join(name.split())
    code = slug(called)
    if not called or len(called) > 120 or not called.isprintable() or not code[:1].isalpha():
        raise BadInput.single(
            f"'{called[:60]}' cannot be the name of a policy",
            "NAME",
            "a name of up to 120 characters that starts with a letter",
        )
    target = to if to is not None else Path(f"{code}.yaml")
    if target.suffix.lower() not in (".yaml", ".yml"):
        raise BadInput.single(f"'{target}' does not end in .yaml", "--to", "a file such as my-policy.yaml")
    check_new(target, "--to", force)
    base = names.policy(source, "--from") if source is not None else None
    summary = f"Made from {base.name}. {base.summary}" if base else "Made from the defaults of all levers."
    text = policy_yaml(code, called, summary[:1500], base.levers if base else {}, REGISTRY)
    with whole_file(target) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")
    path = screen.clean(target)
    screen.output().print(f"Wrote {path}. Change it, then: tiers policy check {path}", markup=False, soft_wrap=True)


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The YAML file of the policy.")],
) -> None:
    """Check a policy: name everything that is wrong, or say which levers it moves away from their defaults."""
    from experiments.config import load_policy
    from sim.parameters import REGISTRY

    try:
        policy = load_policy(file)
    except BadInput as error:
        screen.complain_of(error.problems)
        raise typer.Exit(BAD_INPUT) from None
    console = screen.output()
    console.print(
        f"Nothing is wrong with {screen.clean(file)}: {screen.clean(policy.name)}.", markup=False, soft_wrap=True
    )
    moved = {name: value for name, value in policy.levers.items() if value != REGISTRY[name].default}
    if not moved:
        console.print("It moves no lever away from its default, so it does what is done today.", markup=False)
        return
    console.print(
        f"It moves {len(moved)} of {len(REGISTRY.role('lever'))} levers away from their defaults:", markup=False
    )
    for name, value in moved.items():
        shown = value if isinstance(value, str) else f"{value:g}"
        default = REGISTRY[name].default
        usual = default if isinstance(default, str) else f"{default:g}"
        console.print(f"  {name}: {shown} (default {usual}; {REGISTRY[name].label})", markup=False, soft_wrap=True)


app.command("new", cls=Command, help=paragraphs(new))(new)
app.command("check", cls=Command, help=paragraphs(check))(check)
