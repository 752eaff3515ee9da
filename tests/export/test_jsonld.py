"""The JSON-LD context: short names mean the vocabulary's terms."""

from __future__ import annotations

import json

import rdflib

from kg.resources import ontology_folder
from kg.terms import KG

CONTEXT = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
BASE = "https://w3id.org/newskg/id/"


def test_short_names_become_triples() -> None:
    document = {
        "@context": CONTEXT,
        "id": f"{BASE}event/a-1-detention-7",
        "type": "Event",
        "label": "Police arrest Kim",
        "actor": f"{BASE}agency/police-ru",
        "startDate": "2024-07-29",
        "mention": [f"{BASE}article/a-1#char=7,15"],
    }
    found = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    event, kg = rdflib.URIRef(f"{BASE}event/a-1-detention-7"), rdflib.Namespace(KG)
    assert set(found) == {
        (event, rdflib.RDF.type, kg.Event),
        (event, rdflib.RDFS.label, rdflib.Literal("Police arrest Kim")),
        (event, kg.actor, rdflib.URIRef(f"{BASE}agency/police-ru")),
        (event, kg.startDate, rdflib.Literal("2024-07-29", datatype=rdflib.XSD.date)),
        (event, kg.mention, rdflib.URIRef(f"{BASE}article/a-1#char=7,15")),
    }


def test_every_class_and_property_has_its_short_name() -> None:
    core = rdflib.Graph().parse(ontology_folder() / "core.ttl")
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
    names = {str(name).removeprefix(KG) for kind in kinds for name in core.subjects(rdflib.RDF.type, kind)}
    assert names - {"role", "relatedTo"} <= set(CONTEXT)
    for name in names & set(CONTEXT):
        term = CONTEXT[name]
        assert (term if isinstance(term, str) else term["@id"]) == f"kg:{name}"
