"""Small graphs made by hand: who says what in which article."""

from __future__ import annotations

import datetime as dt

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality
from kg.graph import Background, Graph, Reading
from kg.mention import Entity, Event, Mention, When
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder
from kg.text import Span

POLICE, KIM, LEE = "agency/police", "person/kim", "person/lee"
PAPER, TIMES, MINISTRY = "outlet/paper", "outlet/times", "agency/ministry"
CLASSES = {"agency": "Agency", "person": "Person", "outlet": "MediaOutlet", "place": "City"}
LAND = Background("place/land", "Country", "The Land")
TOWN = Background("place/town", "City", "Town", part_of="place/land")
HELD = "Police held Kim in Town."
SAYS = Factuality()
DENIES = Factuality("negative", "underspecified")
DOUBTS = Factuality("negative", "possible")
PLANS = Factuality("positive", "certain", "future")


def claim(
    article: str,
    voice: str = PAPER,
    shown: Factuality = SAYS,
    *,
    triple: tuple[str, str, str] = (POLICE, "detains", KIM),
    confidence: int = 800,
    event: str | None = None,
    begin: int = 0,
) -> Claim:
    span = Span(begin, len(HELD))
    quote = HELD[begin:]
    return Claim(*triple, f"article/{article}", span, (span,), (quote,), voice, shown, confidence, "rules/x", event)


def event(article: str, when: When | None = None, kind: str = "detention") -> Event:
    name = f"event/{article}-{kind}-7"
    return Event(name, kind, f"article/{article}", "held", Mention(f"article/{article}", Span(7, 11), "held"), when)


def on(day: str, until: str | None = None) -> When:
    start, end = dt.date.fromisoformat(day), dt.date.fromisoformat(until or day)
    return When(start, end, "day" if start == end else "week", "then")


def graph(*claims: Claim, events: tuple[Event, ...] = (), dates: dict[str, str] | None = None) -> Graph:
    """The graph of some claims; every entity that they name has a mention in their article."""
    readings = []
    for article in sorted({one.article for one in claims}):
        here = [one for one in claims if one.article == article]
        named = {name for one in here for name in (one.subject, one.object, one.attributed_to)}
        mention = Mention(article, Span(0, 6), "Police")
        entities = [
            Entity(
                name, CLASSES[name.partition("/")[0]], frozenset({name.partition("/")[2].title()}), frozenset({mention})
            )
            for name in sorted(map(str, named))
            if name.partition("/")[0] in CLASSES
        ]
        identifier = article.removeprefix("article/")
        day = (dates or {}).get(identifier)
        info = ArticleInfo(identifier, text_sha256(HELD), date=dt.date.fromisoformat(day) if day else None)
        told = tuple(one for one in events if one.article == article)
        readings.append(Reading(info, tuple(entities), told, tuple(here)))
    types = Vocabulary.load(ontology_folder()).event_types.values()
    return Graph.of(readings, known=(LAND, TOWN), types=types)
