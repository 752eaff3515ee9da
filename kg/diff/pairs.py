"""Which nouns of two graphs are one: those with one id, and those that only stand elsewhere in their article now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.claim import Claim
from kg.graph import Graph
from kg.ledger.row import tidy
from kg.ledger.trace import words_of
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
        """Pairs of what is one.

        What bears one id is one. Of the rest, what has the same words is one, in the order of the text; and then what
        is alone of its kind in its article, if in other words.
        """
        entities = _paired(before.entities, after.entities, _entity, _first)
        events = _paired(before.events, after.events, _event, lambda event: event.trigger.span.begin)
        _alone(events, before.events, after.events, lambda event: (event.article, event.type))
        names = {**entities, **events}
        renamed = {name: _renamed(claim, names) for name, claim in before.claims.items()}
        claims = _paired(renamed, after.claims, _claim, lambda claim: claim.place)
        _alone(claims, renamed, after.claims, lambda claim: (claim.article, *claim.triple))
        return cls(entities, events, claims)


def _paired(
    before: Mapping[str, _Noun],
    after: Mapping[str, _Noun],
    key: Callable[[_Noun], Hashable],
    place: Callable[[_Noun], object],
) -> dict[str, str]:
    found = {name: name for name in before.keys() & after.keys()}
    left, right = _left(before, found.keys(), key), _left(after, found.values(), key)
    for same in left.keys() & right.keys():
        ends = (
            sorted(names, key=lambda name: (place(nouns[name]), name))
            for nouns, names in ((before, left[same]), (after, right[same]))
        )
        found.update(zip(*ends, strict=False))
    return found


def _alone(
    found: dict[str, str],
    before: Mapping[str, _Noun],
    after: Mapping[str, _Noun],
    key: Callable[[_Noun], Hashable],
) -> None:
    left, right = _left(before, found.keys(), key), _left(after, found.values(), key)
    for same in left.keys() & right.keys():
        if len(left[same]) == len(right[same]) == 1:
            found[left[same][0]] = right[same][0]


def _left(
    nouns: Mapping[str, _Noun], paired: Iterable[str], key: Callable[[_Noun], Hashable]
) -> Mapping[Hashable, list[str]]:
    """Ids that have no pair yet, by key."""
    done = frozenset(paired)
    found: defaultdict[Hashable, list[str]] = defaultdict(list)
    for name in sorted(nouns.keys() - done):
        found[key(nouns[name])].append(name)
    return found


def _entity(one: Entity) -> Hashable:
    return one.cls, one.labels, frozenset(mention.article for mention in one.mentions)


def _first(one: Entity) -> int:
    return min((mention.span.begin for mention in one.mentions), default=0)


def _event(one: Event) -> Hashable:
    return one.article, one.type, tidy(one.trigger.quote), one.label


def _renamed(one: Claim, names: Mapping[str, str]) -> Claim:
    """The claim about what the other graph calls its subject and object."""
    value = names.get(one.object, one.object) if isinstance(one.object, str) else one.object
    return replace(one, subject=names.get(one.subject, one.subject), object=value)


def _claim(one: Claim) -> Hashable:
    return one.article, *one.triple, words_of(one)
