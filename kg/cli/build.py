"""``kg build``: articles in, graph out."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import SKIPPED, complain
from kg.cli.places import checked_base
from kg.cli.progress import Progress
from kg.errors import ExportError
from kg.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.build import Built
    from kg.ledger import Row

GRAPHS = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf")
_SHOWN = 20


def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="Files, folders, quoted patterns; - reads standard input."),
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")] = Path("exports"),
    sample: Annotated[bool, typer.Option("--sample", help="Read the six sample articles that come with kg.")] = False,
    ontology: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Your own ontology, a changed copy of the one that comes with kg."),
    ] = None,
    extractor: Annotated[str, typer.Option(metavar="NAME", help="How to read.")] = "rules",
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="An English spaCy pipeline installed here, like en_core_web_trf.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes.  [default: one per CPU, one for fewer than 30 articles]"),
    ] = None,
    base: Annotated[str, typer.Option(metavar="IRI", callback=checked_base, help="What all IRIs begin with.")] = BASE,
    date: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Publication date of articles that give none."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of articles that give none.")] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="People's corrections, see kg review.  [default: ledger.csv in DIR, if any]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show neither progress nor summary.")] = False,
) -> None:
    """Read articles into a graph.

    Text, HTML, JSON Lines, CSV and TSV files are read, folders with all that is in them. Writes graph.ttl and graph.nq
    (RDF), graph.graphml and graph.gexf (for Gephi, networkx, igraph, Cytoscape), report.json (what is in the graph,
    what was left out and why) and run.json (times and versions). The same articles give the same files, byte for byte;
    run.json apart.

    \b
    Examples:
      kg build --sample
      kg build articles/ -o exports
      kg build 'stories/*.html' dump.jsonl --date 2024-08-01 --publisher "Daily NK"
      cat story.txt | kg build - -o story
      kg build articles/ --ontology my-ontology --workers 4

    Exit status: 0 all was read, 1 some input was skipped, 2 nothing could be built.
    """
    if not sources and not sample:
        msg = "no articles: name files or folders, or give --sample"
        raise typer.BadParameter(msg)
    _prepare(out)
    from kg.build import assemble, read, with_defaults
    from kg.ontology import Ontology
    from kg.resources import sample_folder
    from kg.run import Recipe, runner

    started = time.time()
    corrections = _corrections(ledger, out)
    known = Ontology.load(ontology)
    places = [*(sources or ()), *([sample_folder()] if sample else ())]
    items = with_defaults(read(*places, zones=known.zones), date=date.date() if date else None, publisher=publisher)
    reading = runner(Recipe(ontology, extractor, model), workers=workers)
    with Progress(quiet=quiet) as progress:
        built = assemble(items, known, reading.read, ledger=corrections, on_result=progress.saw)
        for one in built.skipped[:_SHOWN]:
            complain(f"skipped {one}")
        if len(built.skipped) > _SHOWN:
            complain(f"skipped {len(built.skipped) - _SHOWN:,} more; see report.json")
        if not built.graph.articles:
            complain("no article could be read; nothing was written")
            raise typer.Exit(SKIPPED)
        progress.now("writing")
        run = {"started": dt.datetime.fromtimestamp(started, dt.UTC).isoformat(timespec="seconds")}
        _write(built, out, base, {**run, **_circumstances(known.digest, extractor, model, workers)})
    if not quiet:
        _summarize(built, out, time.time() - started)
    if built.skipped:
        raise typer.Exit(SKIPPED)


def _corrections(ledger: Path | None, out: Path) -> tuple[Row, ...] | None:
    """The ledger's rows, read before the articles, so that a mistake in it shows at once."""
    from kg.ledger import NAME, Ledger

    if ledger is None and not (out / NAME).exists():
        return None
    return Ledger.load(ledger or out / NAME).rows


def _prepare(out: Path) -> None:
    """Make sure, before hours of reading, that the folder can be written; and clean up when told to terminate."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o"
        raise ExportError(msg) from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def _write(built: Built, out: Path, base: str, run: dict[str, object]) -> None:
    """Write all files beside their places first, then move them there: no file is ever half-written."""
    from kg.export import export
    from kg.export.report import write_report, write_run

    started = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(dir=out, prefix=".kg-") as folder:
            staging = Path(folder)
            for name in GRAPHS:
                export(built.graph, staging / name, base=base)
            skipped = [(one.source, one.reason) for one in built.skipped]
            reasons = {"skipped": skipped, "quarantined": built.quarantined}
            write_report(built.graph, staging / "report.json", **reasons, review=built.review)
            seconds = {**built.seconds, "write": time.perf_counter() - started}
            rounded = {name: round(value, 3) for name, value in seconds.items()}
            write_run(staging / "run.json", {**run, "seconds": rounded})
            for name in (*GRAPHS, "report.json", "run.json"):
                (staging / name).replace(out / name)
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror or error}); choose another folder or free some space"
        raise ExportError(msg) from error


def _circumstances(digest: str, extractor: str, model: str | None, workers: int | None) -> dict[str, object]:
    """What may differ from run to run."""
    import platform
    from importlib.metadata import version

    from kg import __version__
    from kg.run import cpus

    return {
        "kg": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in ("spacy", "pyoxigraph", "rdflib")},
        "cpus": cpus(),
        "workers": workers or "automatic",
        "extractor": extractor,
        "model": model or "the one that comes with kg",
        "ontology": digest,
    }


def _unheard(review: Mapping[str, object]) -> str:
    """What became of the ledger's rows of which nothing follows."""
    lost = [f"{len(rows)} {state}" for state, rows in review.items() if isinstance(rows, list)]
    return f"{', '.join(lost)}; see kg review --list" if lost else ""


def _summarize(built: Built, out: Path, seconds: float) -> None:
    from kg.export.report import summary

    found = summary(built.graph, quarantined=built.quarantined)
    events, claims = found["events"], found["claims"]
    taken_out = "taken out, with the reason in report.json" if built.quarantined else ""
    lines = [
        (found["articles"], "articles", f"{len(built.skipped)} skipped" if built.skipped else ""),
        (sum(found["entities"].values()), "entities", ""),
        (
            events["realized"] + events["unrealized"],
            "events",
            f"{events['realized']:,} realized, {events['unrealized']:,} not (denied, feared, planned, merely possible)",
        ),
        (
            claims["asserted"] + claims["not asserted"],
            "claims",
            f"{claims['asserted']:,} asserted, {claims['not asserted']:,} not",
        ),
        (len(built.quarantined), "quarantined", taken_out),
    ]
    if built.review is not None:
        lines.append((int(str(built.review["rows"])), "corrections", _unheard(built.review)))
    for number, what, more in lines:
        typer.echo(f"{number:>9,} {what:<12} {more}".rstrip())
    typer.echo(f"written to {out} in {seconds:.1f} s: {', '.join((*GRAPHS, 'report.json', 'run.json'))}")
