"""JSON-LD: all triples, compact in the short names of ``ontology/context.jsonld``, one thing a line.

The context is written into the file, so that nothing is ever fetched, with ``@base`` added: things go by their local
ids (``"id": "agency/police-ru"``). The lines are made here and not by a library, for the same bytes everywhere and
for memory that does not grow with the file. Values follow the rules of https://www.w3.org/TR/json-ld11-api/ for
compacting, as far as triples without blank nodes and lists need them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import ExportError
from kg.graph import Graph
from kg.resources import ontology_folder
from kg.terms import PREFIXES

_TYPE = f"{PREFIXES['rdf']}type"
_STRING = f"{PREFIXES['xsd']}string"


def write(graph: Graph, out: BinaryIO, *, view: str, base: str) -> None:  # noqa: ARG001  RDF is whole, it has no views
    """Write all triples; see :class:`kg.export.Writer`."""
    context = json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    short = _Names.of(context, f"{base}id/")
    out.write(b'{"@context": ' + _json({"@base": f"{base}id/", **context}) + b',\n"@graph": [')
    # sorted lines: those of one subject follow each other
    triples = (quad.triple for quad in ox.parse("".join(graph.ntriples(base=base)).encode(), ox.RdfFormat.N_TRIPLES))
    between = b"\n"
    for subject, about in groupby(triples, key=lambda triple: str(triple.subject)):
        out.write(between + _json(short.thing(subject[1:-1], about)))
        between = b",\n"
    out.write(b"\n]}\n")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@dataclass(frozen=True)
class _Names:
    """The short names of a context.

    ``terms`` are, by IRI, pairs of a name and what type its values have without saying so ("" for none);
    ``prefixes`` by namespace; ``sets`` the names whose values always stand in brackets.
    """

    base: str
    terms: Mapping[str, list[tuple[str, str]]]
    prefixes: Mapping[str, str]
    sets: frozenset[str]

    @classmethod
    def of(cls, context: Mapping[str, Any], base: str) -> _Names:
        spaces = {
            name: value for name, value in context.items() if isinstance(value, str) and value.endswith(("/", "#"))
        }
        terms: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        sets = set()
        for name, value in context.items():
            told = value if isinstance(value, dict) else {"@id": value}
            if name.startswith("@") or name in spaces or str(told.get("@id")).startswith("@"):
                continue
            kind = told.get("@type", "")
            terms[_whole(told["@id"], spaces)].append((name, kind if kind.startswith("@") else _whole(kind, spaces)))
            if told.get("@container") == "@set":
                sets.add(name)
        return cls(base, terms, {space: name for name, space in spaces.items()}, frozenset(sets))

    def thing(self, subject: str, about: Iterable[ox.Triple]) -> dict[str, Any]:
        """All that is said about a thing, as one object."""
        kinds: list[str] = []
        values: defaultdict[str, list[Any]] = defaultdict(list)
        for triple in about:
            if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
                kinds.append(self._word(triple.object.value))
            else:
                name, value = self._said(triple)
                values[name].append(value)
        told = {name: found if len(found) > 1 or name in self.sets else found[0] for name, found in values.items()}
        types = {"type": kinds[0] if len(kinds) == 1 else kinds} if kinds else {}
        return {"id": self._id(subject), **types, **told}

    def _said(self, triple: ox.Triple) -> tuple[str, Any]:
        predicate, value = triple.predicate.value, triple.object
        kind = value.datatype.value if isinstance(value, ox.Literal) else "@id"
        plain = isinstance(value, ox.Literal) and kind == _STRING
        for name, understood in self.terms.get(predicate, ()):
            if understood == ("" if plain else kind):
                return name, value.value if isinstance(value, ox.Literal) else self._id(_iri(value))
        free = (name for name, understood in self.terms.get(predicate, ()) if not understood)
        return next(free, self._curie(predicate)), self._full(value)

    def _full(self, value: object) -> Any:
        if not isinstance(value, ox.Literal):
            return {"id": self._id(_iri(value))}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        kind = value.datatype.value
        return value.value if kind == _STRING else {"@value": value.value, "@type": self._curie(kind)}

    def _word(self, iri: str) -> str:
        return next((name for name, _ in self.terms.get(iri, ())), self._curie(iri))

    def _id(self, iri: str) -> str:
        rest = iri.removeprefix(self.base)
        # what has a colon before its first slash would be read as a whole IRI
        return rest if rest != iri and rest and ":" not in rest.partition("/")[0] else self._curie(iri)

    def _curie(self, iri: str) -> str:
        for space, name in self.prefixes.items():
            rest = iri.removeprefix(space)
            if rest != iri and rest and not rest.startswith("//"):
                return f"{name}:{rest}"
        return iri


def _whole(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return spaces[prefix] + rest if colon and prefix in spaces else name


def _iri(value: object) -> str:
    if not isinstance(value, ox.NamedNode):
        msg = f"{value}: only things with an IRI can be written as JSON-LD; build the graph again"
        raise ExportError(msg)
    return value.value
