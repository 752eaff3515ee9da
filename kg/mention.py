"""What a reader finds in one article: mentions, the entities that they denote, and the events that triggers evoke."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kg.text import Span


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of an article that names or refers to something, or an event's trigger; ``quote`` is its text."""

    article: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, place or artifact.

    ``id`` is a local id, ``cls`` a class of the vocabulary (``Agency``), ``labels`` the names seen. Two entities with
    one id are one: their labels and mentions unite.
    """

    id: str
    cls: str
    labels: frozenset[str]
    mentions: frozenset[Mention] = frozenset()

    def union(self, other: Entity) -> Entity:
        """Both as one; associative, commutative, idempotent. Raises ValueError where the ids differ."""
        if self.id != other.id:
            msg = f"{self.id} and {other.id} are not one entity"
            raise ValueError(msg)
        cls = min(self.cls, other.cls)
        return Entity(self.id, cls, self.labels | other.labels, self.mentions | other.mentions)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """When something happened: days inclusive, either end open; never finer than the words.

    ``precision`` is one of day, week, month, season, year, before, after, ongoing.
    """

    start: dt.date | None
    end: dt.date | None
    precision: str
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """What a trigger evokes. Roles are claims; whether it is realized follows from its claims (law 2).

    ``type`` is the name of an event type (``detention``); ``label`` a short readable title.
    """

    id: str
    type: str
    article: str
    label: str
    trigger: Mention
    when: When | None = field(default=None)
