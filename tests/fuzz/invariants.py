"""What holds whatever comes in."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import time
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import rdflib
from lxml import etree

from kg.article import Article, text_sha256
from kg.build import Desk
from kg.export import export
from kg.graph import Graph, Reading, load
from kg.ontology.zones import BODY, ZonePatterns
from kg.read import LONGEST_TEXT, Reader, Skipped, Source
from kg.verify import quotes, verify

SECONDS, SECONDS_PER_KILOBYTE = 5.0, 0.2
"""No input may take longer: generous, since other programs run too."""


def read_all(reader: Reader, data: bytes, zones: ZonePatterns, *, limit: int = 1_000_000) -> list[Article | Skipped]:
    """What a reader finds in some bytes, asked directly, so that nothing stands before what it raises."""
    started = time.perf_counter()
    found = list(reader.read(Source("fuzz", lambda: io.BytesIO(data), zones, "fuzz", limit)))
    assert time.perf_counter() - started < SECONDS + SECONDS_PER_KILOBYTE * len(data) / 1000
    assert found, "neither an article nor a reason"
    for one in found:
        (check_skipped if isinstance(one, Skipped) else check_article)(
            one, *([zones] if isinstance(one, Article) else [])
        )
    return found


def check_skipped(one: Skipped) -> None:
    assert str(one).isprintable()
    assert ";" in one.reason, one.reason
    assert len(str(one)) < 1000


def check_article(article: Article, zones: ZonePatterns) -> None:
    text, info = article.text, article.info
    assert text.strip()
    assert len(text) <= LONGEST_TEXT
    assert not re.search("[\ud800-\udfff]", text)
    assert info.sha256 == text_sha256(text)
    assert re.fullmatch(r"article/[a-z0-9-]+", article.id)
    assert info.date is None or type(info.date) is dt.date
    for words in (info.identifier, info.title, info.publisher, info.url, info.language, *info.authors):
        assert words is None or (words.strip() and words.encode())
    at = 0
    for zone in article.zones:
        assert at <= zone.span.begin < zone.span.end <= len(text)
        assert zones.policy(zone.kind)
        at = zone.span.end
    at = 0
    for span, kind in article.paragraphs():
        assert at <= span.begin < span.end <= len(text)
        assert kind == BODY or zones.policy(kind)
        at = span.end


def read_whole(article: Article, desk: Desk) -> Reading:
    """What the extractor finds in an article, checked as in a build."""
    started = time.perf_counter()
    (raw,) = desk.extractor.read([article])
    for mention in quotes(raw.entities, raw.events, raw.claims):
        assert 0 <= mention.span.begin < mention.span.end <= len(article.text)
        assert mention.span.of(article.text) == mention.quote
    (reading,) = desk.read([article])
    assert isinstance(reading, Reading), reading
    assert time.perf_counter() - started < 2 * (SECONDS + SECONDS_PER_KILOBYTE * len(article.text) / 1000)
    return reading


def check_graph(graph: Graph, articles: list[Article]) -> None:
    """All files can be parsed by others, say the same, and every quote in them stands in its article."""
    verdict = verify(graph, articles)
    assert not verdict.failures, verdict.failures[:3]
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"g.{name}" for name in ("nq", "ttl", "graphml", "gexf", "jsonld")}
        for path in paths.values():
            export(graph, path)
        assert load(paths["nq"]) == load(paths["ttl"]) == graph
        triples = {quad.triple for quad in ox.parse(path=paths["nq"])}
        assert triples == {quad.triple for quad in ox.parse(path=paths["ttl"])}
        assert len(rdflib.Graph().parse(paths["ttl"])) == len(triples)
        for name in ("graphml", "gexf"):
            etree.parse(paths[name], etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        assert len(nx.read_graphml(paths["graphml"], force_multigraph=True)) == len(graph.to_networkx("full"))
        assert len(nx.read_gexf(paths["gexf"])) >= 0
