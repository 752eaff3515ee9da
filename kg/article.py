"""The article: a source's text exactly as read, what is known about it, and its zones."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.terms import article_id
from kg.text import Span, paragraphs


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What is known about an article, without its text.

    ``identifier`` is the input's stem or given id; ``date`` the publication date where the source gives one, never
    guessed; ``sha256`` the hexadecimal hash of the text in UTF-8.
    """

    identifier: str
    sha256: str
    title: str | None = None
    date: dt.date | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None

    @property
    def id(self) -> str:
        """Local id, ``article/…``."""
        return article_id(self.identifier)


@dataclass(frozen=True, slots=True, order=True)
class Zone:
    """A stretch of the text that is not running story: ``kind`` is a name in ``ontology/zones.tsv``."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What a source's own fields say about one article, as written; None where they say nothing."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True)
class Article:
    """A news article. ``text`` is kept as read; zones mark what is boilerplate, caption, credit… and never cut it.

    ``zones`` are in order and disjoint; ``source`` says where it was read, for messages only, never for the graph.
    ``given`` are the source's own fields, from which it can be made again with other patterns of zones.
    """

    info: ArticleInfo
    text: str
    zones: tuple[Zone, ...] = ()
    source: str = ""
    given: Fields | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Local id, ``article/…``."""
        return self.info.id

    def paragraphs(self) -> Iterator[tuple[Span, str]]:
        """Paragraphs of the text in order, each with its kind: a zone's kind, or ``body``.

        A line that several zones cut is yielded piece by piece, so a subheading or dateline never fuses with the next
        sentence.
        """
        at = 0
        for paragraph in paragraphs(self.text):
            begin = paragraph.begin
            while at < len(self.zones) and self.zones[at].span.end <= begin:
                at += 1
            for zone in self.zones[at:]:
                if zone.span.begin >= paragraph.end:
                    break
                yield from self._piece(begin, zone.span.begin, "body")
                stop = min(zone.span.end, paragraph.end)
                yield from self._piece(max(begin, zone.span.begin), stop, zone.kind)
                begin = stop
            yield from self._piece(begin, paragraph.end, "body")

    def _piece(self, begin: int, end: int, kind: str) -> Iterator[tuple[Span, str]]:
        words = self.text[begin:end] if begin < end else ""
        begin += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if begin < end:
            yield Span(begin, end), kind


def text_sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text in UTF-8; lone surrogates are kept distinct."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
