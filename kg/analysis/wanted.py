"""What a slice is asked for: days, names and places, made of a user's words.

Raises StoreError, in one line with a hint, for what the graph does not have or what cannot be.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from kg.analysis.stance import heads
from kg.errors import StoreError
from kg.graph import Graph
from kg.ontology.tables import did_you_mean


def within(graph: Graph, places: frozenset[str]) -> frozenset[str]:
    """Places and all that lies in them, as known beforehand or as asserted: ``kg:within*``."""
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for name, fact in graph.known.items():
        if name.startswith("place/"):
            for outer in fact.refers_to:
                parts[outer].add(name)
    for inner, predicate, outer in graph.asserted():
        if predicate == "within":
            parts[outer].add(inner)
    found: set[str] = set()
    todo = list(places)
    while todo:
        if (name := todo.pop()) not in found:
            found.add(name)
            todo.extend(parts[name])
    return _clusters(graph, found)


def _clusters(graph: Graph, names: Iterable[str]) -> frozenset[str]:
    """The names and all that are judged to be one with them."""
    one = heads(graph)
    wanted = {one.get(name, name) for name in names}
    return frozenset(wanted | {name for name, head in one.items() if head in wanted})


def several(words: str | Iterable[str]) -> list[str]:
    """One or more words, as a list."""
    return [words] if isinstance(words, str) else list(words)


def entities(graph: Graph, wanted: list[str]) -> frozenset[str]:
    """Local ids of entities given by local id, IRI or name."""
    found: set[str] = set()
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for entity in graph.entities.values():
        for label in entity.labels:
            bearers[label.casefold()].add(entity.id)
    for fact in graph.known.values():
        for label in fact.names:
            bearers[label.casefold()].add(fact.id)
    for word in wanted:
        local = word.rpartition("/id/")[2]
        if word.casefold() in bearers:
            found |= bearers[word.casefold()]
        elif "/" in local:
            found.add(local)
        else:
            hint = did_you_mean(word, map(graph.label, graph.entities))
            raise StoreError(f"slice: nothing in the graph is called '{word}'. {hint}")
    return _clusters(graph, found)


def article_ids(graph: Graph, wanted: list[str]) -> frozenset[str]:
    """Local ids of articles given by local id or identifier."""
    names = {info.identifier: info.id for info in graph.articles.values()}
    for word in wanted:
        if word not in names and not word.startswith("article/"):
            raise StoreError(f"slice: no article '{word}' in the graph. {did_you_mean(word, names)}")
    return frozenset(names.get(word, word) for word in wanted)


def event_type(graph: Graph, word: str) -> str:
    """Name of an event type given by name, local id or IRI."""
    name = word.rpartition("/")[2]
    if graph.types and name not in graph.types:
        raise StoreError(f"slice: no event type '{word}'. {did_you_mean(word, graph.types)}")
    return name


def one_of(word: str, known: tuple[str, ...], what: str) -> str:
    """The word, where it is one of those known."""
    if word not in known:
        raise StoreError(f"slice: no {what} '{word}'. {did_you_mean(word, known)}")
    return word


def days(since: dt.date | str | None, until: dt.date | str | None) -> tuple[dt.date, dt.date] | None:
    """First and last day, inclusive; None where neither is given."""
    if since is None and until is None:
        return None
    first, last = _day(since) or dt.date.min, _day(until) or dt.date.max
    if first > last:
        raise StoreError(f"slice: since {first} is after until {last}; swap them")
    return first, last


def _day(day: dt.date | str | None) -> dt.date | None:
    if isinstance(day, dt.datetime):
        return day.date()
    try:
        return dt.date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise StoreError(f"slice: '{day}' is no day; write it as 2024-03-31") from error
