"""Reading articles in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.article import Article
from kg.build import Desk
from kg.extract import reader
from kg.graph import Reading
from kg.ontology import Ontology
from kg.read import Skipped
from kg.run import Recipe


@dataclass(frozen=True)
class Here:
    """Reads articles one after the other."""

    recipe: Recipe

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Skipped]:
        """See :meth:`kg.run.Runner.read`."""
        return desk(self.recipe).read(articles)


def desk(recipe: Recipe) -> Desk:
    """The ontology and extractor of a recipe, loaded; raises OntologyError or ExtractionError."""
    ontology = Ontology.load(recipe.ontology)
    return Desk(ontology, reader(recipe.extractor, ontology, model=recipe.model))
