"""What many tests share: the ontology and the rule reader are loaded once for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.article import Article, ArticleInfo, text_sha256
from kg.build import Desk, assemble
from kg.extract import Extractor, reader
from kg.graph import Graph
from kg.ontology import Ontology
from kg.read import find_zones

PLUGIN = '''
import os, signal, time
from pathlib import Path
from kg.claim import Claim, Factuality
from kg.graph import Reading
from kg.mention import Entity, Mention
from kg.text import Span


class Moody:
    """Does what an article's first word says: fail, die, die-once, slow, hang, spin, invent; or reads this word."""

    name = "moody"

    def __init__(self, ontology, model):
        self.model = model

    def read(self, articles):
        for article in articles:
            word = article.text.split()[0]
            if word == "fail":
                raise ValueError("a bad\\nmood")
            if word == "slow":
                time.sleep(0.2)
            if word == "hang":
                time.sleep(600)
            while word == "spin":
                sum(range(1000))
            if word == "die" or word == "die-once" and not Path(self.model).exists():
                if word == "die-once":
                    Path(self.model).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            span = Span(0, len(word))
            quote = "something else" if word == "invent" else word
            mention = Mention(article.id, span, quote)
            thing = Entity("artifact/word", "Artifact", frozenset({word}), frozenset({mention}))
            claim = Claim("artifact/word", "relatedTo", "artifact/word", article.id, span, (span,), (quote,),
                          article.id, Factuality(), 900, "moody")
            yield Reading(article.info, (thing,), (), (claim,))
'''


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The ontology that ships with kg."""
    return Ontology.load()


@pytest.fixture(scope="session")
def rule_reader(ontology: Ontology) -> Extractor:
    """The rule reader with the default language model."""
    return reader("rules", ontology)


@pytest.fixture(scope="session")
def build_text(ontology: Ontology, rule_reader: Extractor) -> Callable[..., Graph]:
    """A function that reads one text into a graph, just as ``kg build`` does."""

    def built(
        text: str, *, date: dt.date | str | None = None, publisher: str | None = None, identifier: str = "story"
    ) -> Graph:
        day = dt.date.fromisoformat(date) if isinstance(date, str) else date
        article = make_article(text, identifier=identifier, date=day, publisher=publisher, ontology=ontology)
        return assemble([article], ontology, Desk(ontology, rule_reader).read).graph

    return built


def make_article(
    text: str,
    *,
    identifier: str = "story",
    date: dt.date | None = None,
    publisher: str | None = None,
    ontology: Ontology | None = None,
) -> Article:
    info = ArticleInfo(identifier, text_sha256(text), date=date, publisher=publisher)
    return Article(info, text, find_zones(text, ontology.zones) if ontology else (), f"{identifier}.txt")


@pytest.fixture
def article() -> Callable[..., Article]:
    """A function that makes an article of a text."""
    return make_article


@pytest.fixture
def moody(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with an installed plug-in: the extractor ``moody``."""
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "moody.py").write_text(PLUGIN)
    about = folder / "moody-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: moody\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[kg.extractors]\nmoody = moody:Moody\n")
    monkeypatch.syspath_prepend(str(folder))
    return folder
