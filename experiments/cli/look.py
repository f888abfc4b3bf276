"""How help and usage errors look: paragraphs that reflow, flags without a type, errors with what is allowed."""

from __future__ import annotations

import inspect
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from experiments.problems import Problem, nearest_name


def paragraphs(function: Any) -> str:
    """The docstring of a command with each paragraph on one line, so that it flows to the width of the screen."""
    text = inspect.getdoc(function) or ""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


class Command(TyperCommand):
    """A command whose flags show no type: there is nothing to type after them."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """The parameters, flags without a type."""
        return _plain_flags(super().get_params(ctx))


class Group(TyperGroup):
    """A group whose flags show no type."""

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """The parameters, flags without a type."""
        return _plain_flags(super().get_params(ctx))


class Usual(Group):
    """A group with a usual command, which is meant where the first word is not the name of one."""

    usual = "run"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words, with the usual command before them unless there is one, or none are there."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = [self.usual, *args]
        return super().parse_args(ctx, args)


def _plain_flags(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    return parameters


def usage_problem(error: TyperException) -> Problem:
    """A usage error in the same form as any other bad input."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "tiers"
    command = context.command if context else None
    message = " ".join(error.format_message().split()).rstrip(".")
    unknown = getattr(error, "option_name", None)
    if unknown is not None and message.startswith("No such option") and command is not None:
        options = [name for p in command.get_params(context) for name in p.opts if name.startswith("-")]
        return Problem(f"no such option: {unknown}", path, "", ", ".join(options), nearest_name(unknown, options))
    commands = list(getattr(command, "commands", {}))
    if commands and message.startswith("No such command"):
        name = message.partition("'")[2].partition("'")[0]
        return Problem(f"no such command: {name}", path, "", ", ".join(commands), nearest_name(name, commands))
    return Problem(f"{message[:1].lower()}{message[1:]}; see '{path} --help'", path)
