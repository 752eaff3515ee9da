"""What people found who compared claims, events and entities with the articles, as rows of the page.

A row is verdict, who, why, on which day or "", and what it is about: 0 for the very thing that is shown, ``1 + n`` for
the node n that this rests on, ``-1 - n`` for what only the words n name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kg.claim import Claim, Literal
from kg.graph import Graph
from kg.judgement import Review

Put = Callable[[tuple[str, str, str, str], "int | str"], int]
"""Takes what a review says, and what it is about, as a number or in words; gives the number of its row."""


def of_claims(graph: Graph, claims: Sequence[Claim], place: Callable[[str], int], put: Put) -> dict[str, int]:
    """Rows by number of the claim, for those that somebody found something about, or about what they rest on.

    ``place`` gives the number of a node by its local id, or -1.
    """
    if not graph.reviews:
        return {}
    found = {}
    for number, claim in enumerate(claims):
        own = claim.id
        if (review := graph.review(own)) is not None:
            node = place(review.about)
            about = 0 if review.about == own else 1 + node if node >= 0 else _words(graph, review.about)
            found[str(number)] = put(_said(review), about)
    return found


def of_nodes(graph: Graph, nodes: Iterable[Sequence[str]], put: Put) -> dict[str, list[int]]:
    """Rows by number of the node, for those of which somebody found something.

    ``nodes`` are the local ids of all that each node stands for; where these are several, a row names its own.
    """
    if not graph.reviews:
        return {}
    found = {}
    for number, members in enumerate(nodes):
        reviews = [review for member in members if (review := graph.review(member)) is not None]
        if reviews:
            found[str(number)] = [
                put(_said(one), 0 if len(members) == 1 else _words(graph, one.about)) for one in reviews
            ]
    return found


def _said(review: Review) -> tuple[str, str, str, str]:
    return review.verdict, review.by, review.why, review.on


def _words(graph: Graph, name: str) -> str:
    claim = graph.claims.get(name)
    if claim is None:
        return f"{graph.label(name)} ({name})"
    value = claim.object.value if isinstance(claim.object, Literal) else graph.label(claim.object)
    return f"{graph.label(claim.subject)} — {claim.predicate} → {value}"
