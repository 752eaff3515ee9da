"""Which nouns of two graphs are one: those with one id, and those that only stand elsewhere in their article now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.claim import Claim
from kg.graph import Graph
from kg.ledger.row import tidy
from kg.ledger.trace import thing, words_of
from kg.mention import Entity, Event

_Noun = TypeVar("_Noun", Claim, Event, Entity)


@dataclass(frozen=True)
class Pairs:
    """Ids in the first graph with ids in the second, for each kind of noun."""

    entities: Mapping[str, str]
    events: Mapping[str, str]
    claims: Mapping[str, str]

    @classmethod
    def of(cls, before: Graph, after: Graph) -> Pairs:
        """Pairs of what is one; what bears one id is one, and words, in order, tell of the rest."""
        entities = _paired(before.entities, after.entities, _entity, _entity, _first)
        events = _paired(before.events, after.events, _event, _event, lambda event: event.trigger.span.begin)
        names = {**entities, **events}

        def renamed(claim: Claim) -> Hashable:
            return _claim(claim, names)

        claims = _paired(before.claims, after.claims, renamed, lambda claim: _claim(claim, {}), lambda one: one.place)
        return cls(entities, events, claims)


def _paired(
    before: Mapping[str, _Noun],
    after: Mapping[str, _Noun],
    old: Callable[[_Noun], Hashable],
    new: Callable[[_Noun], Hashable],
    place: Callable[[_Noun], object],
) -> dict[str, str]:
    found = {name: name for name in before.keys() & after.keys()}
    left = _grouped((one for name, one in before.items() if name not in found), old)
    right = _grouped((one for name, one in after.items() if name not in found), new)
    for key in left.keys() & right.keys():
        ends = (sorted(group, key=lambda one: (place(one), one.id)) for group in (left[key], right[key]))
        found.update((one.id, other.id) for one, other in zip(*ends, strict=False))
    return found


def _grouped(nouns: Iterable[_Noun], key: Callable[[_Noun], Hashable]) -> Mapping[Hashable, list[_Noun]]:
    found: defaultdict[Hashable, list[_Noun]] = defaultdict(list)
    for noun in nouns:
        found[key(noun)].append(noun)
    return found


def _entity(one: Entity) -> Hashable:
    return one.cls, one.labels, frozenset(mention.article for mention in one.mentions)


def _first(one: Entity) -> int:
    return min((mention.span.begin for mention in one.mentions), default=0)


def _event(one: Event) -> Hashable:
    return one.article, one.type, tidy(one.trigger.quote), one.label


def _claim(one: Claim, names: Mapping[str, str]) -> Hashable:
    value = thing(one.object)
    return one.article, names.get(one.subject, one.subject), one.predicate, names.get(value, value), words_of(one)
