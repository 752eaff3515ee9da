"""The vocabulary: what it tells, and that mistakes in it are named with their file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.errors import OntologyError
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(ontology_folder())


def test_classes(vocabulary: Vocabulary) -> None:
    assert vocabulary.is_a("Agency", "Actor")
    assert vocabulary.is_a("Country", "Location")
    assert vocabulary.is_a("Country", "Actor")
    assert vocabulary.is_a("Person", "Person")
    assert not vocabulary.is_a("Actor", "Agency")
    assert not vocabulary.is_a("Nonsense", "Entity")
    assert {"Agency", "MediaOutlet", "Organization"} == vocabulary.subclasses("Organization")


def test_properties(vocabulary: Vocabulary) -> None:
    assert vocabulary.roles["actor"].range == "Actor"
    assert vocabulary.roles["about"].range is None
    assert vocabulary.predicates["headOf"].domain == "Actor"
    assert vocabulary.predicates["detains"].range == "Entity"
    assert vocabulary.values["count"].range == "nonNegativeInteger"
    assert "relatedTo" not in vocabulary.predicates
    assert "actor" not in vocabulary.predicates


def test_event_types_are_those_that_rdflib_reads(vocabulary: Vocabulary) -> None:
    graph = rdflib.Graph().parse(ontology_folder() / "event-types.ttl")
    kg = rdflib.Namespace("https://w3id.org/newskg/ns#")
    nodes = {str(node).rsplit("/", 1)[1]: node for node in graph.subjects(rdflib.RDF.type, kg.EventType)}
    assert set(nodes) == set(vocabulary.event_types)
    for name, kind in vocabulary.event_types.items():
        assert {str(code) for code in graph.objects(nodes[name], rdflib.SKOS.notation)} == set(kind.notations)
        line = [str(node).rsplit("/", 1)[1] for node in graph.transitive_objects(nodes[name], rdflib.SKOS.broader)]
        assert tuple(line) == kind.line
        assert (kind.predicate is None) == (graph.value(nodes[name], kg.directPredicate) is None)
    assert vocabulary.event_types["aid"].edge_to == ("recipient", "target")


ETYPE = "<https://w3id.org/newskg/id/event-type/levitation>"
SKOS = "<http://www.w3.org/2004/02/skos/core#broader>"


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("event-types.ttl", "etype:x a .", "event-types.ttl line [0-9]+: bad Turtle"),
        ("event-types.ttl", f"{ETYPE} a kg:EventType ; {SKOS} etype:comunication .", "Did you mean 'communication'"),
        ("event-types.ttl", f"{ETYPE} a kg:EventType ; {SKOS} {ETYPE} .", "broader than itself"),
        ("event-types.ttl", f"{ETYPE} a kg:EventType ; {SKOS} etype:denial , etype:aid .", "has 2 of skos:broader"),
        (
            "event-types.ttl",
            f"{ETYPE} a kg:EventType ; kg:directPredicate kg:detans ; kg:edgeFrom kg:actor ; kg:edgeTo kg:target .",
            "event-types.ttl.*unknown predicate 'detans'. Did you mean 'detains'",
        ),
        (
            "event-types.ttl",
            f"{ETYPE} a kg:EventType ; kg:directPredicate kg:detains ; kg:edgeFrom kg:suspect ; kg:edgeTo kg:target .",
            "unknown role 'suspect'",
        ),
        ("event-types.ttl", f"{ETYPE} a kg:EventType ; kg:directPredicate kg:detains .", "needs kg:edgeFrom"),
        ("event-types.ttl", "<http://x.org/t> a kg:EventType .", "IRI begins with"),
        ("core.ttl", "kg:Wizard a owl:Class ; rdfs:subClassOf kg:Persn .", "core.ttl.*kg:Persn is not declared"),
        (
            "core.ttl",
            "kg:owns a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:range kg:Thing .",
            "core.ttl.*unknown class 'Thing'",
        ),
    ],
)
def test_mistakes_are_named(file: str, text: str, problem: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    with (folder / file).open("a", encoding="utf-8") as out:
        out.write(f"\n{text}\n")
    with pytest.raises(OntologyError, match=problem) as caught:
        Vocabulary.load(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("remove", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\xff\xfe")])
def test_unreadable_files_are_named(remove: Callable[[Path], object], tmp_path: Path) -> None:
    folder = copied(tmp_path)
    remove(folder / "core.ttl")
    with pytest.raises(OntologyError, match=r"core\.ttl"):
        Vocabulary.load(folder)


def copied(tmp_path: Path) -> Path:
    shutil.copytree(ontology_folder(), tmp_path / "ontology")
    return tmp_path / "ontology"
