"""What a claim says of its triple, and which things of a graph are one: shared by what weighs claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.claim import Claim, Literal
from kg.graph import Graph
from kg.judgement import canonical

Triple = tuple[str, str, str | Literal]
"""Subject, predicate and object, as in :attr:`kg.claim.Claim.triple`."""


def affirms(claim: Claim) -> bool:
    """Whether the claim says that its triple holds: it entitles us to assert it (law 2)."""
    return claim.factuality.entitles


def denies(claim: Claim) -> bool:
    """Whether the claim says that its triple does not hold or did not: negative, of the past or present, no mere doubt.

    What a speaker denies is ``underspecified`` as to certainty, and counts.
    """
    shown = claim.factuality
    return shown.polarity == "negative" and shown.certainty != "possible" and shown.temporality in ("past", "present")


def heads(graph: Graph) -> Mapping[str, str]:
    """The canonical id of each entity that is judged to be another one of the graph; the others are left out."""
    here = graph.entities.keys() | graph.known.keys()
    return canonical((one for one in graph.judgements if {one.left, one.right} <= here), known=graph.known)


def merged(triple: Triple, one: Mapping[str, str]) -> Triple:
    """The triple with canonical ids; ``one`` is what :func:`heads` gives."""
    subject, predicate, thing = triple
    return one.get(subject, subject), predicate, one.get(thing, thing) if isinstance(thing, str) else thing


def by_triple(graph: Graph) -> Mapping[Triple, list[Claim]]:
    """All claims by triple, with canonical ids; claims of a triple are in the order of their ids.

    What a person found misread is left out: no article says it.
    """
    one = heads(graph)
    found: defaultdict[Triple, list[Claim]] = defaultdict(list)
    for _, claim in sorted(graph.claims.items()):
        if not graph.rejected(claim.id):
            found[merged(claim.triple, one)].append(claim)
    return found


def in_order(triple: Triple) -> tuple[str, str, str]:
    """A key to sort triples by, values among them."""
    subject, predicate, thing = triple
    return subject, predicate, thing if isinstance(thing, str) else repr(thing)
