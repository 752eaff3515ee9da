"""What stands between a command and the user: every error becomes one line, and an exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TextIO, cast

import typer
from typer.core import TyperCommand, TyperGroup

from kg.errors import KGError
from kg.shown import line, visible

SKIPPED = 1
"""Exit status where input was skipped, or something that was checked does not hold."""
WRONG = 2
"""Exit status for wrong usage, a wrong ontology, a file that cannot be read or written."""
INTERRUPTED = 130

_DEBUG = "--debug"


class Commands(TyperGroup):
    """The commands of kg. ``--debug`` is understood before and after a command's name."""

    def main(  # type: ignore[override]  # what it does not name it hands on
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command and exit."""
        arguments = list(sys.argv[1:] if args is None else args)
        own = arguments[: arguments.index("--")] if "--" in arguments else arguments
        debug = _DEBUG in own
        arguments = [word for word in own if word != _DEBUG] + arguments[len(own) :]
        extra["standalone_mode"] = False
        if sys.stdout.isatty():
            sys.stdout = cast(TextIO, _Terminal(sys.stdout))
        sys.exit(guarded(lambda: super(Commands, self).main(arguments, prog_name=prog_name or "kg", **extra), debug))

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command that the arguments name."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            complain("interrupted; nothing is left half-written")
            raise typer.Exit(INTERRUPTED) from None


class Pairs(TyperCommand):
    """A command whose options of two values are given once, for of several the last alone would count."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what follows the command's name."""
        *_, given = self.make_parser(ctx).parse_args(args=list(args))
        for name, times in Counter(
            one.opts[0] for one in given if one.nargs > 1 and one.param_type_name == "option"
        ).items():
            if times > 1:
                msg = f"{name} is given {times} times, and takes one pair; run the command once for each"
                raise typer.BadParameter(msg, ctx=ctx)
        return super().parse_args(ctx, args)


class _Terminal:
    """A terminal, shielded from what stands in articles: control sequences there would act on it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Show some text; what acts is escaped, colours stay."""
        self._stream.write(visible(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def guarded(command: Callable[[], object], debug: bool) -> int:
    """The exit status of a command, whatever it raises."""
    try:
        status = command()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that nothing is flushed into the pipe at exit
        return SKIPPED
    except KeyboardInterrupt:
        complain("interrupted; nothing is left half-written")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  no traceback may reach a user who did not ask for it
        if debug:
            traceback.print_exc()
        complain(_words(error))
        return WRONG
    return status if isinstance(status, int) else 0


def complain(problem: str) -> None:
    """One line on the standard error stream."""
    typer.echo(f"kg: {line(' '.join(problem.split()))}", err=True)


def _words(error: Exception) -> str:
    if isinstance(error, KGError):
        return str(error)
    if hasattr(error, "format_message"):  # wrong usage
        context, problem = getattr(error, "ctx", None), error.format_message().rstrip(".")
        mark = "" if problem.endswith("?") else ";"
        return f"{problem}{mark} see {context.command_path if context else 'kg'} --help"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC and not error.filename:
        return "the output cannot be written (no space left); free some, or write elsewhere"
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"an unexpected error ({words[:300]}); please report it, {_DEBUG} shows where it comes from"
