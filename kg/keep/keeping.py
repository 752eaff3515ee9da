"""Keeping a store: adding and removing articles, so that it is always what a build from nothing would make.

What each step does, until the last, is not seen by anybody: articles are staged, readings are kept under their marks, a
new graph grows beside the old one. Then all changes at once. Broken off before, however hard, the same build goes on
from the readings that it had; broken off after, only files that nobody needs are left, and the next build removes them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import kg
from kg import folder as place
from kg.article import Article
from kg.build import Built, ReadAll, unite
from kg.errors import StoreError
from kg.export.report import summary, with_skipped, write_json
from kg.graph import Graph, Reading
from kg.keep import graphs, marks
from kg.keep.about import DamageError, Displaced
from kg.keep.catalogue import Catalogue, opened
from kg.keep.codec import encode
from kg.keep.load import context, stored
from kg.keep.round import OnResult, Round
from kg.ledger import NAME, Ledger, Row
from kg.ontology import Ontology
from kg.read import Skipped
from kg.resources import ontology_folder
from kg.run import Recipe
from kg.terms import BASE

__all__ = ["Done", "Keeper", "keeping"]

REPORT = "report.json"


@dataclass(frozen=True)
class Done:
    """What came of it: how many articles are new, other than before, gone, and were read.

    ``built`` is the graph, None where it is as it was; ``skipped`` what could not be read; ``displaced`` what lost its
    place to another file's article. ``left`` says that a reader of the former state still holds on to what was removed.
    """

    recipe: Recipe
    report: Mapping[str, Any]
    new: int = 0
    changed: int = 0
    gone: int = 0
    read: int = 0
    built: Built | None = None
    skipped: tuple[Skipped, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    left: bool = False

    def __str__(self) -> str:
        counts = {"new": self.new, "changed": self.changed, "removed": self.gone}
        told = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
        if self.built is None and not told:
            return (
                "nothing has changed, nothing was read" if not self.read else f"nothing has changed, {self.read:,} read"
            )
        return f"{told or 'no article changed'}; {self.read:,} read"


@contextmanager
def keeping(folder: Path, *, base: str | None = None, make: bool = True) -> Iterator[Keeper]:
    """A store that nobody else may write to meanwhile; made where there is none, if ``make``.

    ``base`` begins its IRIs: where it is made, the usual one by default. Raises StoreError where another process writes
    to it, where it has another base, and where it cannot be written or read.
    """
    (place.vacant if make else place.marked)(folder)
    with place.writing(folder):
        if not place.is_store(folder):
            place.make(folder, base=base or BASE, version=kg.__version__)
        begun = place.marked(folder)["base"]
        if base not in (None, begun):
            msg = f"{folder}: its IRIs begin with {begun}, which cannot change; leave --base out, or build a new store"
            raise StoreError(msg)
        with opened(folder) as catalogue:
            keeper = Keeper(folder, begun, catalogue)
            keeper.tidy()
            try:
                yield keeper
            except DamageError as error:
                remedy = f"kg build SOURCE --store {folder} --anew, with its source, mends it"
                raise StoreError(f"{folder}: {error}; {remedy}, or take the store from a backup") from error
            catalogue.checkpoint()


@dataclass(frozen=True)
class Keeper:
    """Writes to a store; see :func:`keeping`."""

    folder: Path
    base: str
    catalogue: Catalogue

    def recipe(self, ontology: Path | None = None, extractor: str | None = None, model: str | None = None) -> Recipe:
        """How to read: as is said here, and where that is nothing, as the store was read the last time."""
        before = json.loads(self.catalogue.state("recipe") or "{}")
        folder = ontology or (Path(before["ontology"]) if before.get("ontology") else None)
        if folder is not None and not folder.is_dir():
            msg = f"{folder}: no such folder, and {self.folder} was read by the ontology there; name it with --ontology"
            raise StoreError(msg)
        if extractor is None:
            return Recipe(folder, before.get("extractor") or "rules", model or before.get("model"))
        return Recipe(folder, extractor, model)

    def add(
        self,
        items: Iterable[Article | Skipped],
        recipe: Recipe,
        read_all: ReadAll,
        *,
        date: dt.date | None = None,
        publisher: str | None = None,
        on_result: OnResult = lambda _: None,
        on_stage: Callable[[str], None] = lambda _: None,
        sources: Collection[str | Path] = (),
        anew: bool = False,
    ) -> Done:
        """Add articles, each in the place of that with its identifier, and read again what must be.

        ``date`` and ``publisher`` are for articles whose sources give none. ``sources`` are where the items come from,
        if these follow from nothing else: they are passed over where all is there as it was the last time. ``anew``
        makes the graph again in any case. Raises StoreError, OntologyError, ExtractionError.
        """
        self._ledger()
        self.catalogue.begin()
        zones = (recipe.ontology or ontology_folder()) / "zones.tsv"
        given = (zones.read_text(encoding="utf-8"), str(date), publisher or "")
        same = marks.of_sources(sources, *given) if sources else None
        told = Round(self.catalogue, recipe, date, publisher, on_result)
        if same is not None and same == self.catalogue.state("sources") and not anew:
            told.skipped = [Skipped(*pair) for pair in json.loads(self.catalogue.state("unread"))]
            items = ()
        told.read(items, read_all)
        if sources:
            told.notes = {"sources": same, "unread": json.dumps([(one.source, one.reason) for one in told.skipped])}
        return self._settle(told, read_all, on_stage, anew=anew)

    def remove(self, articles: Iterable[str], *, on_stage: Callable[[str], None] = lambda _: None) -> Done:
        """Remove the articles with these ids, and all trace of them; nothing is read for it."""
        self.catalogue.begin(articles)
        return self._settle(Round(self.catalogue, self.recipe()), _in_vain, on_stage, anew=False)

    # -- from readings to the graph ----------------------------------------------------------------------------------

    def _settle(self, told: Round, read_all: ReadAll, on_stage: Callable[[str], None], *, anew: bool) -> Done:
        counts, displaced = self.catalogue.counts(), tuple(self.catalogue.displaced())
        skipped = tuple(sorted({*told.skipped, *self.catalogue.failures()}, key=str))
        notes: dict[str, Any] = {"recipe": _noted(told.recipe), "union": self._mark(told.recipe), **told.notes}
        if any(counts) and not told.notes:
            notes["sources"] = None
        built = None
        if anew or notes["union"] != self.catalogue.state("union") or not self._whole():
            on_stage("uniting")
            known = Ontology.load(told.recipe.ontology)
            built = replace(unite(self._readings(read_all), known, ledger=self._ledger()), skipped=skipped)
            content = summary(built.graph, quarantined=built.quarantined, review=built.review)
            notes |= {"report": json.dumps(content), "context": context(built)}
        left = self._put(built, notes, on_stage, anew=anew)
        pairs = [(one.source, one.reason) for one in skipped]
        report = with_skipped(json.loads(self.catalogue.state("report")), pairs)
        if _content(self.folder / REPORT) != report:
            write_json(self.folder / REPORT, report)
        return Done(told.recipe, report, *counts, told.count, built, skipped, displaced, left)

    def _put(self, built: Built | None, notes: dict[str, Any], on_stage: Callable[[str], None], *, anew: bool) -> bool:
        """Make the graph, and let all changes take effect; whether a reader holds on to what should be gone."""
        if built is None:
            self.catalogue.settle(None, notes)
            return False
        on_stage("storing")
        number, words_go = int(self.catalogue.state("graph") or 0) + 1, self.catalogue.words_go()
        before = {} if anew else self.catalogue.graphs()
        made = graphs.write(
            self.folder, built.graph, base=self.base, number=number, before=before, fresh=anew or words_go
        )
        self.catalogue.settle(made, {**notes, "graph": number})
        clean = self.catalogue.compact() if words_go else self.catalogue.checkpoint()
        return not (self.tidy() and clean) and words_go

    def _readings(self, read_all: ReadAll) -> Iterator[Reading]:
        """The readings of all articles, as they will be; a damaged one is made again."""
        for article, mark in self.catalogue.next():
            try:
                yield self.catalogue.reading(mark)
            except DamageError:
                (found,) = read_all([self.catalogue.coming(article)])
                if isinstance(found, Skipped):
                    msg = f"{found.source}: what was read in it is damaged, and {found.reason}"
                    raise StoreError(msg) from None
                self.catalogue.put(found, mark)
                yield found

    def _ledger(self) -> tuple[Row, ...] | None:
        path = self.folder / NAME
        return Ledger.load(path).rows if path.exists() else None

    def _mark(self, recipe: Recipe) -> str:
        """Of all that the graph follows from."""
        rows = self._ledger()
        said = "" if rows is None else encode(tuple[Row, ...], tuple(sorted(set(rows))))
        every = (word for row in self.catalogue.next() for word in row)
        return marks.mark(marks.of_ontology(recipe.ontology), marks.of_code(marks.UNION), said, *every)

    def _whole(self) -> bool:
        """Whether the graph is there."""
        number = self.catalogue.state("graph")
        return number is not None and (self.folder / place.GRAPHS / str(number) / "CURRENT").is_file()

    def tidy(self) -> bool:
        """Remove what a build that was broken off has left; False where a reader still holds on to some of it."""
        return place.drop_others(self.folder, int(self.catalogue.state("graph") or 0))

    # -- files that were written of it -------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Of a folder for files that are not complete yet, where this store alone writes."""
        return f".kg-{marks.mark(str(self.folder.resolve()))[:12]}"

    def graph(self, done: Done) -> Graph:
        """The graph as it is now."""
        return done.built.graph if done.built else stored(self.catalogue)

    def written(self, out: Path, names: Iterable[str], report: Mapping[str, Any]) -> bool:
        """Whether these files were written of the store as it is, and are as they were then."""
        found = self.catalogue.written(str(out.resolve()))
        return found == (self._files_mark(report), _look(out, names))

    def note_written(self, out: Path, names: Iterable[str], report: Mapping[str, Any]) -> None:
        """Note that these files are written."""
        self.catalogue.note_written(str(out.resolve()), self._files_mark(report), _look(out, names))

    def _files_mark(self, report: Mapping[str, Any]) -> str:
        return marks.mark(str(self.catalogue.state("union")), marks.of_code(marks.FILES), json.dumps(report))


def _in_vain(articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
    for article in articles:
        yield Skipped(article.id, "nothing is read here; run kg build on the store first")


def _content(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _noted(recipe: Recipe) -> str:
    folder = str(recipe.ontology.resolve()) if recipe.ontology else None
    return json.dumps({"ontology": folder, "extractor": recipe.extractor, "model": recipe.model})


def _look(out: Path, names: Iterable[str]) -> str:
    """Sizes and times of some files, as text."""
    paths = [out / name for name in names]
    found = [path.stat() if path.is_file() else None for path in paths]
    return json.dumps([one and (one.st_size, one.st_mtime_ns) for one in found])
