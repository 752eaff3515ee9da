"""Questions answered from one graph in Oxigraph's store: nothing is written, no other machine is asked."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.outside import asks_outside
from kg.rdf.write import prefixes
from kg.serve.question import RESULTS, TRIPLES, Answer, Question, negotiated, refusal
from kg.store import load_store


class Graph:
    """A file of RDF, or a store: triples in the default graph, each once, and in the named graphs that there are.

    Raises StoreError where it cannot be loaded.
    """

    def __init__(self, path: Path, base: str) -> None:
        self._store = load_store(path, named=True)
        self._prefixes = prefixes(base)
        if not path.is_dir():  # a store has both
            named = (quad for quad in self._store if quad.graph_name != ox.DefaultGraph())
            self._store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in named)
        self.triples = sum(1 for _ in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        """How many triples there are, each counted once."""

    def answer(self, question: Question) -> Answer:
        """The answer: 200 with results, 400 for a wrong query, 403 for one that asks outside, 406 for an odd format."""
        if asks_outside(question.sparql):
            return refusal(403, "SERVICE would ask another machine, and kg works offline")
        try:
            return self._answer(question)
        except (SyntaxError, ValueError) as error:
            return refusal(400, f"wrong query: {error}")
        except (OSError, RuntimeError) as error:
            return refusal(500, f"the query failed: {error}")

    def _answer(self, question: Question) -> Answer:
        chosen = bool(question.default_graphs or question.named_graphs)  # they alone are the data, whatever FROM says
        found = self._store.query(
            question.sparql,
            prefixes=self._prefixes,
            default_graph=[ox.NamedNode(iri) for iri in question.default_graphs] if chosen else None,
            named_graphs=[ox.NamedNode(iri) for iri in question.named_graphs] if chosen else None,
        )
        offered = TRIPLES if isinstance(found, ox.QueryTriples) else RESULTS
        media = negotiated(question.accept, offered)
        if media is None:
            return refusal(406, f"no such format for this query; there are {', '.join(sorted(set(offered.values())))}")
        return Answer(200, media, _written(found, media.partition(";")[0]))


def _written(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, media: str) -> bytes:
    if isinstance(found, ox.QueryTriples):
        return found.serialize(format=ox.RdfFormat.from_media_type(media)) or b""
    return found.serialize(format=ox.QueryResultsFormat.from_media_type(media)) or b""
