"""The named reader says what the rule reader says; only its mentions are names alone."""

from __future__ import annotations

from dataclasses import replace

from kg.article import Article
from kg.build import read
from kg.claim import Claim
from kg.extract import Extractor, reader
from kg.ontology import Ontology
from kg.resources import sample_folder
from kg.shapes import Shapes


def without_finder(claim: Claim) -> Claim:
    return replace(claim, found_by=claim.found_by.partition("/")[2])


def test_all_claims_stand_and_mentions_are_names(rule_reader: Extractor) -> None:
    ontology = Ontology.load()
    articles = [article for article in read(sample_folder()) if isinstance(article, Article)]
    fewer = 0
    for full, named in zip(rule_reader.read(articles), reader("named", ontology).read(articles), strict=True):
        assert set(map(without_finder, named.claims)) == set(map(without_finder, full.claims))
        assert [(e.id, e.cls, e.labels) for e in named.entities] == [(e.id, e.cls, e.labels) for e in full.entities]
        for one, other in zip(named.entities, full.entities, strict=True):
            assert one.mentions <= other.mentions
            assert all(any(word[:1].isupper() for word in m.quote.split()) for m in one.mentions)
            fewer += len(other.mentions) - len(one.mentions)
        known = ontology.folder
        assert Shapes.load(known).quarantine(named, known={}).quarantined == ()
    assert fewer
