"""Long articles in parts, and articles in lots, so that memory and time are bounded by a part's length.

An article longer than any that news have is read in several parts: each is an article of the same name, with blanks
where the words before it stand, so that all offsets hold and no extractor need know of it. Who is who, and who speaks,
is followed within a part alone. What the parts say unites as readings of different articles do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.article import Article
from kg.claim import Claim
from kg.graph import Reading
from kg.mention import Entity

__all__ = ["LONGEST_PART", "joined", "lots", "parts"]

LONGEST_PART = 120_000
"""Code points that are read as one: more than news articles have, and a few hundred MB of work."""
_LONGEST_LOT = LONGEST_PART
"""Code points of the articles that are read, sent or held together; a longer article goes alone."""
_ENDS = (re.compile(r"\n[ \t\r]*\n"), re.compile(r"[.!?…][\"'”’»)]*\s"), re.compile(r"\s"))
"""Where a text is best cut: between paragraphs, else between sentences, else between words."""


def parts(article: Article) -> Iterator[Article]:
    """The article itself, or parts of about equal length that together hold all of its words.

    They are cut between paragraphs where the last fifth of a part has such a place, else between sentences, else
    between words.
    """
    text = article.text
    number = -(-len(text) // LONGEST_PART)
    if number < 2:
        yield article
        return
    begin, size = 0, -(-len(text) // number)
    while begin < len(text):
        end = _end(text, begin, size)
        yield replace(article, text=" " * begin + text[begin:end])
        begin = end


def _end(text: str, begin: int, size: int) -> int:
    """Where the part ends that begins here."""
    end = begin + size
    if end >= len(text):
        return len(text)
    for pattern in _ENDS:
        found = [match.end() for match in pattern.finditer(text, end - size // 5, end)]
        if found:
            return found[-1]
    return end


def joined(readings: Iterable[Reading]) -> Reading:
    """Readings of the parts of one article as one; at least one is given."""
    first, *more = readings
    entities: dict[str, Entity] = {}
    claims: dict[str, Claim] = {}
    for reading in (first, *more):
        for entity in reading.entities:
            entities[entity.id] = entities[entity.id].union(entity) if entity.id in entities else entity
        for claim in reading.claims:
            claims[claim.id] = claims[claim.id].union(claim) if claim.id in claims else claim
    return Reading(
        article=first.article,
        entities=tuple(entities[name] for name in sorted(entities)),
        events=tuple({event.id: event for reading in (first, *more) for event in reading.events}.values()),
        claims=tuple(sorted(claims.values(), key=lambda claim: (claim.place, claim.id))),
        quarantined=tuple(dict.fromkeys(pair for reading in (first, *more) for pair in reading.quarantined)),
    )


def lots(articles: Iterable[Article], most: int) -> Iterator[list[Article]]:
    """Articles in order, so many at a time, or fewer where they are long; an article of several parts is alone."""
    lot: list[Article] = []
    room = 0
    for article in articles:
        long = len(article.text) > LONGEST_PART
        if lot and (long or len(lot) == most or len(article.text) > room):
            yield lot
            lot = []
        room = (room if lot else _LONGEST_LOT) - len(article.text)
        lot.append(article)
        if long:
            yield lot
            lot = []
    if lot:
        yield lot
