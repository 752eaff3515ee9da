"""Telling what a claim, an event or an entity is by its words, so that it is known again under another id."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.claim import Claim, Literal
from kg.graph import Graph
from kg.ledger.row import tidy
from kg.mention import Entity, Event, Mention

_EVENT = "event/"
_TYPE = "eventType"
_HASH = re.compile("-[0-9a-f]{8}$")


def stem(local_id: str) -> str:
    """What of an id does not move when text is put in before it: events end with the place of their trigger."""
    return local_id.rpartition("-")[0] if local_id.startswith(_EVENT) else local_id


def thing(value: str | Literal) -> str:
    """A claim's object as a cell: a local id, or type and value."""
    return value if isinstance(value, str) else tidy(f"{value.datatype}:{value.value}")


def statement(graph: Graph, claim: Claim) -> str:
    """What a claim says, in names: who, what, whom."""
    value = graph.label(claim.object) if isinstance(claim.object, str) else f"“{claim.object.value}”"
    return tidy(f"{graph.label(claim.subject)} — {claim.predicate} → {value}")


def reading(claim: Claim) -> str:
    """How a claim was read: polarity, certainty, temporality, and who says so."""
    shown = claim.factuality
    return f"{shown.polarity} {shown.certainty} {shown.temporality} {claim.attributed_to}"


def reads_alike(graph: Graph, claim: Claim, then: str) -> bool:
    """Whether a claim is read as it was ``then``, see :func:`reading`.

    The voice of somebody without a name has an id that moves with the text: where the id of then is no more, it is
    known by what it is called.
    """
    if then == reading(claim):
        return True
    (how, _, voice), (shown, _, speaks) = (one.rpartition(" ") for one in (then, reading(claim)))
    gone = voice not in graph.entities and voice not in graph.known
    return how == shown and gone and _HASH.sub("", voice) == _HASH.sub("", speaks)


def words_of(claim: Claim) -> str:
    """The words at the claim's place."""
    placed = zip(claim.evidence, claim.quotes, strict=True)
    return tidy(next((quote for span, quote in placed if span == claim.place), claim.quotes[0]))


def clauses(claims: Iterable[Claim]) -> dict[str, str]:
    """The words that tell of each event, by its id: those that state of which type it is.

    The trigger alone, mostly one verb, is in many articles that of several events.
    """
    typing = (claim for claim in claims if claim.subject == claim.event and claim.predicate == _TYPE)
    return {claim.subject: words_of(claim) for claim in typing}


def triple(claim: Claim) -> tuple[str, str, str]:
    """Subject, predicate and object, apart from where events stand."""
    return stem(claim.subject), claim.predicate, stem(thing(claim.object))


def context(graph: Graph, local_id: str) -> dict[str, str]:
    """The cells of a row that say what its id is about; none for an id that the graph does not have."""
    if (claim := graph.claims.get(local_id)) is not None:
        cells = {"label": statement(graph, claim), "article": claim.article, "quote": words_of(claim)}
        cells |= {"subject": claim.subject, "predicate": claim.predicate, "object": thing(claim.object)}
        return {**cells, "reading": reading(claim)}
    if (event := graph.events.get(local_id)) is not None:
        mine = clauses(claim for claim in graph.claims.values() if claim.subject == local_id)
        quote = mine.get(local_id, tidy(event.trigger.quote))
        cells = {"label": tidy(event.label), "article": event.article, "quote": quote}
        return {**cells, "predicate": _TYPE, "object": event_type(event)}
    if (entity := graph.entities.get(local_id)) is not None:
        shown = _mention(entity)
        cells = {"article": shown.article, "quote": tidy(shown.quote)} if shown else {}
        return {"label": tidy(graph.label(local_id)), **cells}
    return {"label": tidy(graph.label(local_id))} if local_id in graph.known else {}


def _mention(entity: Entity) -> Mention | None:
    """The mention to show: one by the fullest name, in the first article."""
    named = [one for one in entity.mentions if one.quote in entity.labels]
    return min(named or entity.mentions, key=lambda one: (-len(one.quote), one), default=None)


def says(claim: Claim, quote: str) -> bool:
    """Whether the claim rests on these words; on no words in particular, it does."""
    return not quote or quote in {tidy(one) for one in claim.quotes}


def overlap(some: Iterable[str], quote: str) -> bool:
    """Whether one of these words holds the quote, or is held by it."""
    return any(quote in other or other in quote for other in map(tidy, some))


def event_type(event: Event) -> str:
    """An event's type as a cell."""
    return f"event-type/{event.type}"


def mentioned(mentions: Iterable[Mention], article: str, quote: str) -> bool:
    """Whether one of the mentions has these words in this article."""
    return any(one.article == article and tidy(one.quote) == quote for one in mentions)
