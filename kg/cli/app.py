"""All commands, and what ``kg`` says about itself."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.build import build
from kg.cli.check import check
from kg.cli.diff import diff
from kg.cli.explain import explain
from kg.cli.export import export
from kg.cli.guard import Commands, Pairs
from kg.cli.page import page
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.review import review
from kg.cli.serve import serve
from kg.cli.verify import verify

__all__ = ["app"]

app = typer.Typer(
    name="kg",
    cls=Commands,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _command in (build, query, explain, check, verify, export, remove, page, review, diff, serve):
    app.command(cls=Pairs)(_command)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__

        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _kg(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  its callback acts
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[  # noqa: ARG001  acted upon before any command is known
        bool, typer.Option("--debug", help="Show where in the program an error comes from.")
    ] = False,
) -> None:
    """Read news articles into a knowledge graph: who did what to whom, where, when, and who says so.

    Every fact keeps its evidence: the words, the article, the voice that says so and how surely. What is denied,
    feared, planned or merely possible is kept apart and never asserted. All works offline.

    \b
    Try it on the six articles that come with it:
      kg build --sample
      kg explain exports/graph.nq "North Korea"
      kg query exports/graph.nq 'SELECT ?who ?whom { ?who kg:detains ?whom }'

    Exit status: 0 all is well; 1 something was skipped or does not hold; 2 wrong usage, ontology or file;
    130 interrupted.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
