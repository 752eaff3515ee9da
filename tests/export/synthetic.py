"""Large graphs made by chance from a seed, with hubs as news has them: for measuring time and memory."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality
from kg.graph import Graph
from kg.mention import Entity, Event, Mention, When
from kg.text import Span

_CLASSES = (("person", "Person"), ("agency", "Agency"), ("group", "Group"), ("organization", "Organization"))
_ARTICLE = 40
"""Claims of one article."""
_DAY = dt.date(2024, 1, 1)

_Triple = tuple[str, str, str]


def synthetic(nodes: int, edges: int, *, seed: int = 1) -> Graph:
    """A graph whose full view has so many nodes, two in five of them events, and so many edges, each of one claim.

    All are linked to hubs; most events and all articles are dated. ``edges`` are at least 1.6 for each node.
    """
    chance = random.Random(seed)
    entities = [f"{_CLASSES[number % 4][0]}/name-{number}" for number in range(nodes - nodes * 2 // 5)]
    events = [_event(number, chance) for number in range(nodes * 2 // 5)]
    triples = _triples(entities, [event.id for event in events], edges, chance)
    claims = [_claim(triple, number) for number, triple in enumerate(triples)]
    articles = [_article(number, chance) for number in range(max(edges, len(events)) // _ARTICLE + 1)]
    return Graph(
        articles={info.id: info for info in articles},
        entities={name: _entity(name, number) for number, name in enumerate(entities)},
        events={event.id: event for event in events},
        claims={claim.id: claim for claim in claims},
    )


def _triples(entities: list[str], events: list[str], edges: int, chance: random.Random) -> Iterator[_Triple]:
    """Different triples: roles of each event first, then who meets whom; every entity has one."""
    made: set[_Triple] = set()
    for number, event in enumerate(events):
        made |= {(event, "actor", _hub(entities, chance)), (event, "target", entities[number])}
    yield from sorted(made)
    for entity in entities[len(events) :]:
        made.add(found := (entity, "memberOf", _hub(entities, chance)))
        yield found
    while len(made) < edges:
        found = (chance.choice(entities), "meets", _hub(entities, chance))
        if found not in made:
            made.add(found)
            yield found


def _hub(entities: list[str], chance: random.Random) -> str:
    return entities[int(len(entities) * chance.random() ** 3)]


def _article(number: int, chance: random.Random) -> ArticleInfo:
    name = f"a-{number}"
    return ArticleInfo(name, text_sha256(name), f"Title {number}", _DAY + dt.timedelta(days=chance.randrange(300)))


def _entity(name: str, number: int) -> Entity:
    label = f'Kim <b>" & \u0001 \U0001f600 노동자 {number}'
    return Entity(name, _CLASSES[number % 4][1], frozenset({label}))


def _event(number: int, chance: random.Random) -> Event:
    article, first = f"article/a-{number // _ARTICLE}", _DAY + dt.timedelta(days=chance.randrange(300))
    when = When(first, first + dt.timedelta(days=chance.randrange(9)), "day", "then") if chance.random() < 0.7 else None
    trigger = Mention(article, Span(0, 8), "detained")
    return Event(f"event/a-{number}", "detention", article, f"somebody: detained → number {number}", trigger, when)


def _claim(triple: _Triple, number: int) -> Claim:
    subject = triple[0]
    event = subject if subject.startswith("event/") else None
    article = f"article/a-{int(subject.partition('-')[2]) // _ARTICLE if event else number // _ARTICLE}"
    quote = f"The officer of unit {number} detained two workers near the harbour, a source said & nobody <denied>."
    place = Span(number, number + len(quote))
    voice = "person/name-0"
    return Claim(*triple, article, place, (place,), (quote,), voice, Factuality(), 850, "rules/made", event)
