"""``kg build``: articles in, graph out."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.guard import INTERRUPTED, SKIPPED, complain
from kg.cli.outputs import FILES, circumstances, prepare, write
from kg.cli.places import checked_base
from kg.cli.progress import Progress
from kg.cli.summary import complain_of, summarize, warn_of
from kg.folder import LEDGER
from kg.terms import BASE

if TYPE_CHECKING:
    from kg.article import Article
    from kg.keep import Done, Keeper
    from kg.ledger import Row
    from kg.ontology.zones import ZonePatterns
    from kg.read import Skipped


def _patient(value: float) -> float:
    if 0.01 <= value <= 10_000:  # which "nan" is not
        return value
    msg = f"{value:g} times as long is nothing to wait; give a number from 0.01 to 10000"
    raise typer.BadParameter(msg)


def build(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE", help="Files, folders, quoted patterns; - reads standard input."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.  [default: exports; none with --store]"),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Add the articles to this store, and read only what is new or changed."),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Read the six sample articles that come with kg.")] = False,
    ontology: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Your own ontology, a changed copy of the one that comes with kg.  [default: the store's last one]",
        ),
    ] = None,
    extractor: Annotated[
        str | None, typer.Option(metavar="NAME", help="How to read.  [default: the store's last one, else rules]")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="An English spaCy pipeline installed here, like en_core_web_trf.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes.  [default: one per CPU, one for fewer than 30 articles]"),
    ] = None,
    patience: Annotated[
        float,
        typer.Option(
            callback=_patient,
            metavar="X",
            help="Wait X times as long before an article is given up: X minutes, and 2X seconds per 1,000 characters.",
        ),
    ] = 1.0,
    base: Annotated[
        str | None,
        typer.Option(metavar="IRI", callback=checked_base, help=f"What all IRIs begin with.  [default: {BASE}]"),
    ] = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Publication date of articles that give none."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Publisher of articles that give none.")] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="People's corrections, see kg review.  [default: ledger.csv in DIR, if any]"),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Make a store's graph anew, and read again what is damaged in it."),
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show neither progress nor summary.")] = False,
) -> None:
    """Read articles into a graph.

    Text, HTML, JSON Lines, CSV and TSV files are read, folders with all that is in them. Writes graph.ttl and graph.nq
    (RDF), graph.graphml and graph.gexf (for Gephi, networkx, igraph, Cytoscape), report.json (what is in the graph,
    what was left out and why) and run.json (times and versions). The same articles give the same files, byte for byte;
    run.json apart.

    A store keeps articles and readings: what is built into it joins what is there, and takes the place of what has the
    same identifier. It always is what a build of all its articles from nothing would be. Broken off, run it again: it
    goes on where it was. A store is a GRAPH for all other commands; with -o, the files are written as well.

    An article that takes much longer than others of its length is given up, and skipped with the reason; --patience
    says when. In one process (--workers 1, or few articles) code in C is waited for, and on Windows everything is: give
    --workers 2 there.

    \b
    Examples:
      kg build --sample
      kg build articles/ -o exports
      kg build 'stories/*.html' dump.jsonl --date 2024-08-01 --publisher "Daily NK"
      cat story.txt | kg build - -o story
      kg build articles/ --ontology my-ontology --workers 4
      kg build today/ --store news.kg
      kg build --store news.kg -o exports

    Exit status: 0 all was read, 1 some input was skipped, 2 nothing could be built.
    """
    places = [*(sources or ()), *_sample(sample)]
    if not places and store is None:
        msg = "no articles: name files or folders, or give --sample"
        raise typer.BadParameter(msg)
    wanted = _Wanted(places, out, ontology, extractor, model, workers, patience, base, date, publisher, ledger, quiet)
    if store is None:
        wanted.build(out or Path("exports"))
    else:
        wanted.keep(store, anew=anew)


def _sample(wanted: bool) -> list[Path]:
    from kg.resources import sample_folder

    return [sample_folder()] if wanted else []


@dataclass(frozen=True)
class _Wanted:
    """What to build of what, and how: the options of the command."""

    places: list[Path]
    out: Path | None
    ontology: Path | None
    extractor: str | None
    model: str | None
    workers: int | None
    patience: float
    base: str | None
    date: dt.datetime | None
    publisher: str | None
    ledger: Path | None
    quiet: bool
    started: float = field(default_factory=time.time)

    def build(self, out: Path) -> None:
        """Build from nothing."""
        prepare(out)
        from kg.build import assemble, with_defaults
        from kg.export.report import summary
        from kg.ontology import Ontology
        from kg.run import Recipe, runner

        corrections = _corrections(self.ledger, out)
        known = Ontology.load(self.ontology)
        recipe = Recipe(self.ontology, self.extractor or "rules", self.model, self.patience)
        items = with_defaults(self._items(known.zones), date=self._day, publisher=self.publisher)
        with Progress(quiet=self.quiet) as progress:
            read_all = runner(recipe, workers=self.workers).read
            built = assemble(items, known, read_all, ledger=corrections, on_result=progress.saw)
            complain_of(built.skipped)
            if not built.graph.articles:
                complain("no article could be read; nothing was written")
                raise typer.Exit(SKIPPED)
            progress.now("writing")
            skipped = [(one.source, one.reason) for one in built.skipped]
            report = summary(built.graph, skipped=skipped, quarantined=built.quarantined, review=built.review)
            run = circumstances(recipe, known.digest, self.workers, started=self._start)
            write(out, built.graph, base=self.base or BASE, report=report, run=run, seconds=built.seconds)
        if not self.quiet:
            summarize(report)
            self._say_written(out)
        if built.skipped:
            raise typer.Exit(SKIPPED)

    def keep(self, store: Path, *, anew: bool) -> None:
        """Build into a store."""
        if self.ledger is not None:
            msg = f"a store has its own ledger, {store / 'ledger.csv'}: copy the file there, or use kg review {store}"
            raise typer.BadParameter(msg)
        prepare(self.out or store.parent)
        self._say_unheard(store)
        from kg.keep import keeping

        with _resumable(store), keeping(store, base=self.base) as keeper, Progress(quiet=self.quiet) as progress:
            done = self._add(keeper, progress, anew=anew)
            complain_of(done.skipped)
            warn_of(done.displaced)
            written = self.out is not None and self._export(keeper, done, self.out, progress)
        if not self.quiet:
            summarize(done.report)
            typer.echo(f"{store}: {done} in {time.time() - self.started:.1f} s")
            if self.out is not None and written:
                self._say_written(self.out)
        if done.skipped:
            raise typer.Exit(SKIPPED)

    def _say_unheard(self, store: Path) -> None:
        """Whoever has looked at the files, may have corrected them there."""
        if self.out is not None and (theirs := self.out / LEDGER).is_file():
            remedy = f"kg review {store} --in {theirs} takes its rows"
            complain(f"{theirs} is not heard, for a store has its own ledger; {remedy}")

    def _add(self, keeper: Keeper, progress: Progress, *, anew: bool) -> Done:
        from kg.ontology.zones import load_zones
        from kg.resources import ontology_folder
        from kg.run import runner

        recipe = replace(keeper.recipe(self.ontology, self.extractor, self.model), patience=self.patience)
        zones = load_zones((recipe.ontology or ontology_folder()) / "zones.tsv")
        return keeper.add(
            self._items(zones),
            recipe,
            runner(recipe, workers=self.workers).read,
            date=self._day,
            publisher=self.publisher,
            on_result=progress.saw,
            on_stage=progress.now,
            sources=self.places,
            anew=anew,
        )

    def _export(self, keeper: Keeper, done: Done, out: Path, progress: Progress) -> bool:
        """Write the files; False where they are there already."""
        from kg.ontology import Ontology

        if keeper.written(out, FILES, done.report):
            return False
        progress.now("writing")
        seconds = done.built.seconds if done.built else {}
        run = circumstances(done.recipe, Ontology.load(done.recipe.ontology).digest, self.workers, started=self._start)
        graph = keeper.graph(done)
        write(out, graph, base=keeper.base, report=done.report, run=run, seconds=seconds, name=keeper.name)
        keeper.note_written(out, FILES, done.report)
        return True

    def _items(self, zones: ZonePatterns) -> Iterable[Article | Skipped]:
        from kg.build import read

        return read(*self.places, zones=zones)

    @property
    def _day(self) -> dt.date | None:
        return self.date.date() if self.date else None

    @property
    def _start(self) -> str:
        return dt.datetime.fromtimestamp(self.started, dt.UTC).isoformat(timespec="seconds")

    def _say_written(self, out: Path) -> None:
        typer.echo(f"written to {out} in {time.time() - self.started:.1f} s: {', '.join(FILES)}")


@contextmanager
def _resumable(store: Path) -> Iterator[None]:
    """Say, where a build is broken off, that it was not for nothing."""
    try:
        yield
    except KeyboardInterrupt:
        complain(f"interrupted; what was read is kept in {store}: run the same again to go on from there")
        raise typer.Exit(INTERRUPTED) from None


def _corrections(ledger: Path | None, out: Path) -> tuple[Row, ...] | None:
    """The ledger's rows, read before the articles, so that a mistake in it shows at once."""
    from kg.ledger import NAME, Ledger

    if ledger is None and not (out / NAME).exists():
        return None
    return Ledger.load(ledger or out / NAME).rows
