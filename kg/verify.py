"""Law 1: evidence is verbatim. Every quote is compared, code point by code point, with the text it was read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.article import Article, text_sha256
from kg.claim import Claim
from kg.graph import Graph, Reading
from kg.mention import Entity, Event, Mention
from kg.quarantine import account
from kg.rdf.clean import clean_text

__all__ = ["Failure", "Verdict", "quotes", "verbatim", "verify"]

_INVENTED = ("its quote does not stand in the article", "a fault of the extractor: tell who wrote it")


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """An article, or a stretch of one, that is not as the graph says; ``begin`` and ``end`` are code points."""

    article: str
    begin: int
    end: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.article} {self.begin}–{self.end}" if self.end else self.article
        return f"{where}: {self.reason}"


@dataclass(frozen=True)
class Verdict:
    """How many quotes there are, how many stand in the sources word for word, and what is wrong with the others."""

    total: int
    verified: int
    failures: tuple[Failure, ...]


def quotes(entities: Iterable[Entity], events: Iterable[Event], claims: Iterable[Claim]) -> Iterator[Mention]:
    """Every span that these nouns rest on, with its words: mentions, triggers and evidence."""
    for entity in entities:
        yield from entity.mentions
    for event in events:
        yield event.trigger
    for claim in claims:
        yield from _evidence(claim)


def _evidence(claim: Claim) -> Iterator[Mention]:
    for span, quote in zip(claim.evidence, claim.quotes, strict=True):
        yield Mention(claim.article, span, quote)


def verify(graph: Graph, articles: Iterable[Article]) -> Verdict:
    """Compare every quote of a graph with its source; an article that is missing or changed fails with all it holds."""
    wanted: dict[str, set[Mention]] = {name: set() for name in graph.articles}
    for mention in quotes(graph.entities.values(), graph.events.values(), graph.claims.values()):
        wanted.setdefault(mention.article, set()).add(mention)
    total = sum(map(len, wanted.values()))
    failures: list[Failure] = []
    for article in articles:
        known = graph.articles.get(article.id)
        if known is None or article.id not in wanted:
            continue
        if known.sha256 != text_sha256(article.text):
            failures.append(Failure(article.id, 0, 0, "the text is not the one that the graph was built from"))
        text = clean_text(article.text)
        failures += [_failure(text, mention) for mention in wanted.pop(article.id) if not _stands(text, mention)]
    lost = sum(map(len, wanted.values()))
    wrong = sum(1 for failure in failures if failure.end)
    failures += [Failure(name, 0, 0, f"not among the sources, {len(held)} quotes") for name, held in wanted.items()]
    return Verdict(total, total - wrong - lost, tuple(sorted(failures)))


def _stands(text: str, mention: Mention) -> bool:
    return mention.span.of(text) == mention.quote


def _failure(text: str, mention: Mention) -> Failure:
    words = mention.span.of(text)
    reason = f"the graph quotes {_short(mention.quote)}, the source has {_short(words) if words else 'nothing there'}"
    return Failure(mention.article, mention.span.begin, mention.span.end, reason)


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:57]}…")


def verbatim(reading: Reading, article: Article) -> Reading:
    """The reading without what quotes other words than those of the article; the reasons join its ``quarantined``.

    A claim goes whole, an event goes with its claims, an entity loses the mention alone.
    """

    def wrong(mentions: Iterable[Mention]) -> bool:
        return any(mention.article != article.id or not _stands(article.text, mention) for mention in mentions)

    bad = {event.id for event in reading.events if wrong([event.trigger])}
    for claim in reading.claims:
        if wrong(_evidence(claim)) or bad & {claim.subject, claim.object, claim.event}:
            bad.add(claim.id)
    kept = (frozenset(mention for mention in entity.mentions if not wrong([mention])) for entity in reading.entities)
    entities = tuple(replace(entity, mentions=held) for entity, held in zip(reading.entities, kept, strict=True))
    if not bad and entities == reading.entities:
        return reading
    reasons = account(Graph.of([reading]), dict.fromkeys(bad, _INVENTED))
    return replace(
        reading,
        entities=entities,
        events=tuple(event for event in reading.events if event.id not in bad),
        claims=tuple(claim for claim in reading.claims if claim.id not in bad),
        quarantined=(*reading.quarantined, *reasons),
    )
