"""Reading articles in this process.

What takes much longer than articles of this length do is broken off, as in a pool: the articles that were read together
with it are then read one by one, and the one that is late again is skipped. A library of C cannot be broken off, and on
Windows nothing can, see :func:`kg.run.limit.alarm`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.article import Article
from kg.build import Desk
from kg.extract import reader
from kg.extract.parts import lots
from kg.graph import Reading
from kg.ontology import Ontology
from kg.read import Skipped
from kg.run import Recipe
from kg.run.limit import TooLateError, alarm, seconds_for

_LOT = 16
"""Articles read together."""


@dataclass(frozen=True)
class Here:
    """Reads articles one after the other."""

    recipe: Recipe

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """See :meth:`kg.run.Runner.read`."""
        bench = desk(self.recipe)
        for lot in lots(articles, _LOT):
            yield from self._in_time(bench, lot)

    def _in_time(self, bench: Desk, lot: list[Article]) -> Iterator[Reading | Skipped]:
        seconds = seconds_for(lot, patience=self.recipe.patience)
        try:
            with alarm(seconds):
                found = list(bench.read(lot))
        except TooLateError:
            if len(lot) > 1:
                for article in lot:
                    yield from self._in_time(bench, [article])
                return
            reason = f"reading it took longer than {seconds:.0f} s; it is left out, --patience gives it more time"
            found = [Skipped(lot[0].source or lot[0].info.identifier, reason)]
        yield from found


def desk(recipe: Recipe) -> Desk:
    """The ontology and extractor of a recipe, loaded; raises OntologyError or ExtractionError."""
    ontology = Ontology.load(recipe.ontology)
    return Desk(ontology, reader(recipe.extractor, ontology, model=recipe.model))
