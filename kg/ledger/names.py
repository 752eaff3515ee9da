"""Finding what people mean: an IRI, a local id, a short name, or a name that only one thing bears."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.errors import StoreError
from kg.graph import Graph
from kg.ledger.row import local_id, tidy

_LISTED = 8


def entity(graph: Graph, words: str) -> str:
    """Local id of the entity that is meant; raises StoreError, with what is near, where none or several may be."""
    local = local_id(words)
    if local in graph.entities or local in graph.known:
        return local
    return _only(graph, words, _entities(graph), "entity")


def read(graph: Graph, words: str) -> str:
    """Local id of the claim, event or entity that is meant; as :func:`entity`."""
    local = local_id(words)
    if any(local in nouns for nouns in (graph.claims, graph.events, graph.entities)):
        return local
    if local.startswith("claim/"):
        near = difflib.get_close_matches(local, graph.claims, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else "kg explain shows the claims about something"
        msg = f"no claim '{local}' in this graph. {hint}"
        raise StoreError(msg)
    named = ((one.id, label) for one in graph.entities.values() for label in one.labels)
    return _only(graph, words, (*named, *((one.id, one.label) for one in graph.events.values())), "entity or event")


def _entities(graph: Graph) -> Iterator[tuple[str, str]]:
    for one in graph.entities.values():
        yield from ((one.id, label) for label in one.labels)
    for fact in graph.known.values():
        yield from ((fact.id, label) for label in fact.names)


def _only(graph: Graph, words: str, names: Iterable[tuple[str, str]], what: str) -> str:
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for name, label in names:
        bearers[tidy(label).casefold()].add(name)
    found = sorted(bearers.get(tidy(words).casefold(), ()))
    if len(found) == 1:
        return found[0]
    if found:
        more = " …" if len(found) > _LISTED else ""
        msg = f"{len(found)} things are named '{words}'; give one of {', '.join(found[:_LISTED])}{more}"
        raise StoreError(msg)
    near = difflib.get_close_matches(tidy(words).casefold(), bearers, n=4, cutoff=0.6)
    holding = [label for label in sorted(bearers, key=lambda label: (len(label), label)) if words.casefold() in label]
    like = list(dict.fromkeys([*near, *holding]))[:4]
    shown = ", ".join(f"'{graph.label(min(bearers[label]))}' ({min(bearers[label])})" for label in like)
    msg = f"no {what} '{words}' in this graph. " + (f"Near: {shown}" if shown else "kg explain finds things by name")
    raise StoreError(msg)
