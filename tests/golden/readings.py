"""The golden texts, and what is read in them today."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.article import Article
from kg.extract import reader
from kg.ontology import Ontology
from kg.read import read
from tests.golden.render import render

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def expected(name: str) -> Path:
    """Where the page of a golden text lies."""
    return FOLDER / f"{name}.expected"


@cache
def pages() -> dict[str, str]:
    """What is read in each golden text, as a page to check."""
    ontology = Ontology.load()
    paths = [FOLDER / f"{name}.txt" for name in NAMES]
    articles = [one for one in read(*paths, zones=ontology.zones) if isinstance(one, Article)]
    found = reader("rules", ontology).read(articles)
    return {article.info.identifier: render(reading) for article, reading in zip(articles, found, strict=True)}
