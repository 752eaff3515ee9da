"""One round of reading: which articles are new or not as they were, and what is read in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from kg.article import Article
from kg.build import ReadAll
from kg.graph import Reading
from kg.keep import marks
from kg.keep.about import About
from kg.keep.catalogue import Catalogue
from kg.ontology.zones import load_zones
from kg.read import Skipped
from kg.resources import ontology_folder
from kg.run import Recipe

OnResult = Callable[[Reading | Skipped], None]


@dataclass
class Round:
    """Stages what is not as it was, and reads what was not read yet.

    ``date`` and ``publisher`` are for articles whose sources give none. ``skipped`` is what was no article, ``count``
    how many were read.
    """

    catalogue: Catalogue
    recipe: Recipe
    date: dt.date | None = None
    publisher: str | None = None
    on_result: OnResult = lambda _: None
    skipped: list[Skipped] = field(default_factory=list)
    count: int = 0
    notes: dict[str, str | None] = field(default_factory=dict)
    """What to note of it once all is done."""
    _marks: dict[str, str] = field(default_factory=dict)
    """By id, of what is being read."""

    def read(self, items: Iterable[Article | Skipped], read_all: ReadAll) -> None:
        """Go through articles, and then through those of the catalogue that were read in another way, or in vain."""
        way = marks.of_way(self.recipe)
        unread = self._unread(items, way)
        first = next(unread, None)
        if first is not None:  # otherwise no language model need be loaded
            failed: dict[str, str] = {}
            for result in read_all(chain([first], unread)):
                self._keep(result, failed)
                self.on_result(result)
            self._note(failed)
        self.catalogue.commit()

    def _keep(self, result: Reading | Skipped, failed: dict[str, str]) -> None:
        if isinstance(result, Skipped):
            failed[result.source] = result.reason
        elif (mark := self._marks.pop(result.article.id, None)) is not None:
            self.count += 1
            self.catalogue.put(result, mark)

    def _unread(self, items: Iterable[Article | Skipped], way: str) -> Iterator[Article]:
        for item in items:
            if isinstance(item, Skipped):
                self.skipped.append(item)
                self.on_result(item)
            else:
                about = About.of(item, date=self.date, publisher=self.publisher)
                yield from self._take(replace(item, info=about.info), about, way)
        zones = load_zones((self.recipe.ontology or ontology_folder()) / "zones.tsv")
        for name in self.catalogue.outdated(way):
            yield from self._take(*self.catalogue.again(name, zones), way)

    def _take(self, article: Article, about: About, way: str) -> Iterator[Article]:
        """Stage an article unless it is there as it is; yield it where it must be read."""
        mark = marks.of_reading(article, way)
        there, known = self.catalogue.mark_of(article.id) == mark, self.catalogue.has(mark)
        if not there or not known or self.catalogue.about(article.id) != (article.source, about):
            self.catalogue.stage(article, about, way=way, reading=mark)
        if not known:
            self._marks[article.id] = mark
            yield article

    def _note(self, failed: Mapping[str, str]) -> None:
        """Of what could not be read, why."""
        for name, mark, source in self.catalogue.staged():
            if not self.catalogue.has(mark):
                reason = failed.get(source) or failed.get(name) or "nothing came of reading it; run the same again"
                self.catalogue.fail(name, reason)
