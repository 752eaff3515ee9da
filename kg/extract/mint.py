"""From drafts to the graph's nouns: local ids, labels, mentions, entities, events and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.claim import Claim, Factuality, Literal
from kg.extract.counts import count_of
from kg.extract.drafts import NOMINAL, PRONOUN, Draft, EntityDraft, Notes
from kg.extract.events import Argument, EventDraft
from kg.extract.parse import Parsed
from kg.extract.relations import RelationDraft
from kg.mention import Entity, Event, Mention
from kg.ontology import Ontology
from kg.ontology.types import EventType
from kg.terms import KIND_OF_CLASS, short_hash, slug
from kg.text import Span

_STATED = Factuality(temporality="present")
_LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Voiced:
    """Who says something in an article, by local id."""

    narrator: str
    by_token: dict[int, str]

    def at(self, token: int) -> str:
        """The source whose words hold this token, else the narrator."""
        return self.by_token.get(token, self.narrator)


class Mint:
    """Makes the nouns of one article."""

    def __init__(self, notes: Notes, ontology: Ontology, voiced: Voiced, extractor: str) -> None:
        self._notes = notes
        self._parsed: Parsed = notes.parsed
        self._article = notes.parsed.article.id
        self._ontology = ontology
        self._voiced = voiced
        self._extractor = extractor

    # -- entities --------------------------------------------------------------------------------------------------

    def entity(self, draft: EntityDraft, shown: Iterable[Draft]) -> Entity:
        """The entity with those of its mentions that are to be shown."""
        mentions = frozenset(map(self._mention, shown))
        return Entity(draft.id, draft.cls, frozenset({self._label(draft)}), mentions)

    def _mention(self, draft: Draft) -> Mention:
        span = self._parsed.span(draft.first, draft.stop)
        return Mention(self._article, span, span.of(self._parsed.article.text))

    def _label(self, draft: EntityDraft) -> str:
        if draft.known is not None:
            return draft.known.label
        if draft.names:
            return best_name(draft.names)
        first = next((m for m in draft.mentions if m.kind == NOMINAL), draft.mentions[0])
        return self._described(first)

    def _described(self, draft: Draft) -> str:
        """A description with its article and the prepositional phrase that follows: "a source in Russia"."""
        doc = self._parsed.doc
        first, stop = draft.first, draft.stop
        if first and doc[first - 1].dep_ in ("det", "poss") and doc[first - 1].head.i == draft.head:
            first -= 1
        for child in doc[draft.head].children:
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if child.dep_ == "prep" and child.i == stop and inner is not None and inner.i - first < 12:
                stop = inner.i + 1
                break
        return " ".join(doc[first:stop].text.split())[:_LONGEST_LABEL]

    # -- events ----------------------------------------------------------------------------------------------------

    def event(self, draft: EventDraft) -> Event:
        """The event; its roles are claims (:meth:`event_claims`)."""
        span = self._parsed.span(draft.first, draft.stop)
        trigger = Mention(self._article, span, span.of(self._parsed.article.text))
        return Event(self.event_id(draft), draft.sense.type, self._article, self._title(draft), trigger, draft.when)

    def event_id(self, draft: EventDraft) -> str:
        """Local id ``event/{article}-{type}-{trigger offset}``."""
        begin = self._parsed.starts[draft.first]
        return f"event/{self._article.removeprefix('article/')}-{draft.sense.type}-{begin}"

    def _title(self, draft: EventDraft) -> str:
        """A short readable title: who, the trigger's words, whom."""

        def names(role: str) -> str:
            return ", ".join(self._label(a.entity) for a in draft.arguments if a.role == role)

        words = self._parsed.doc[draft.first : draft.stop].text
        who, whom = names("actor"), names("target") or names("recipient") or names("destination")
        title = (
            f"{who}: {words} → {whom}"
            if who and whom
            else f"{who}: {words}"
            if who
            else f"{words} → {whom}"
            if whom
            else words
        )
        return " ".join(title.split())[:160]

    def event_claims(self, draft: EventDraft) -> Iterator[Claim]:
        """Claims that an event gives: that it happens, who fills which role, and its plain triple."""
        kind: EventType = self._ontology.vocabulary.event_types[draft.sense.type]
        event = self.event_id(draft)
        certainty = self._ontology.confidence.of("noun" if draft.sense.pos == "n" else "verb")
        base = f"{self._extractor}/{draft.sense.name}"
        voice = self._voiced.at(draft.token.i)
        clause = self._clause(draft)

        def claim(s: str, p: str, o: str, tokens: Iterable[int], sure: int, how: str) -> Claim:
            place, evidence = self._evidence(clause, tokens)
            return self._claim(s, p, o, place, evidence, voice, draft.factuality, sure, how, event)

        yield claim(event, "eventType", kind.id, (), certainty, base)
        for argument in draft.arguments:
            sure = self._joint(certainty, argument)
            tokens = self._words(argument)
            yield claim(event, argument.role, argument.entity.id, tokens, sure, f"{base}/{argument.how}")
        for one, other in edges(draft, kind):
            sure = min(self._joint(certainty, one), self._joint(certainty, other))
            tokens = (*self._words(one), *self._words(other))
            yield claim(
                one.entity.id, kind.predicate or "", other.entity.id, tokens, sure, f"{base}/{one.how}+{other.how}"
            )

    def _words(self, argument: Argument) -> tuple[int, ...]:
        """First and last token of an argument's words, so that no quote begins in the middle of a phrase."""
        draft = self._notes.at(argument.token)
        return (argument.token,) if draft is None else (draft.first, draft.stop - 1)

    def _joint(self, trigger: int, argument: Argument) -> int:
        sure = trigger * self._ontology.confidence.of(argument.how) // 1000
        draft = self._notes.at(argument.token)
        if draft is not None and draft.kind == PRONOUN:
            sure = sure * self._ontology.confidence.of("pronoun") // 1000
        return max(1, sure)

    def _clause(self, draft: EventDraft) -> tuple[int, int]:
        """Tokens of the clause around a trigger: the nearest verb's phrase within the sentence."""
        token = draft.token
        while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
            token = token.head
        first, stop = token.left_edge.i, token.right_edge.i + 1
        return min(first, draft.first), max(stop, draft.stop)

    def _evidence(self, clause: tuple[int, int], tokens: Iterable[int]) -> tuple[Span, tuple[Span, ...]]:
        """The clause, widened to arguments in its paragraph; arguments elsewhere bring their own sentence."""
        first, stop = clause
        extra = []
        doc, paragraph = self._parsed.doc, self._parsed.paragraph
        for token in tokens:
            if first <= token < stop:
                continue
            if paragraph[token] == paragraph[clause[0]] and doc[token].sent.start == doc[clause[0]].sent.start:
                first, stop = min(first, token), max(stop, token + 1)
            else:
                extra.append(self._trimmed(doc[token].sent.start, doc[token].sent.end))
        place = self._trimmed(first, stop)
        return place, tuple(sorted({place, *extra}))

    def _trimmed(self, first: int, stop: int) -> Span:
        """Without punctuation at its ends, so that the quote reads as words."""
        doc = self._parsed.doc
        while (
            stop - first > 1 and (doc[stop - 1].is_punct or doc[stop - 1].is_space) and doc[stop - 1].text not in ")]"
        ):
            stop -= 1
        while stop - first > 1 and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ == "cc"):
            first += 1
        return self._parsed.span(first, stop)

    # -- relations and values --------------------------------------------------------------------------------------

    def relation_claim(self, draft: RelationDraft, shown: Factuality) -> Claim:
        """The claim that two entities are related."""
        place = self._trimmed(draft.first, draft.stop)
        how = f"{self._extractor}/relation/{draft.how}"
        sure = self._ontology.confidence.of(draft.how)
        voice = self._voiced.at(draft.token)
        return self._claim(
            draft.subject.id, draft.predicate, draft.object.id, place, (place,), voice, shown, sure, how, None
        )

    def value_claims(self, draft: EntityDraft) -> Iterator[Claim]:
        """Claims about values: how many, and which post a named person holds."""
        doc = self._parsed.doc
        for mention in draft.mentions:
            if mention.kind != NOMINAL:
                continue
            span = self._parsed.span(mention.first, mention.stop)
            count = count_of(doc[mention.head])
            if count is not None and draft.cls in ("Group", "Person", "AnonymousSource", "Artifact") and mention.plural:
                words = self._parsed.span(count.first, count.stop).of(self._parsed.article.text)
                if count.value is not None:
                    yield self._value(
                        draft, "count", Literal(str(count.value), "nonNegativeInteger"), span, mention.head
                    )
                yield self._value(draft, "countText", Literal(words), span, mention.head)
            if (
                draft.cls == "Person"
                and draft.named
                and mention.noun is not None
                and mention.noun.traits & {"title", "head", "member"}
            ):
                yield self._value(draft, "position", Literal(span.of(self._parsed.article.text)), span, mention.head)

    def _value(self, draft: EntityDraft, predicate: str, value: Literal, span: Span, token: int) -> Claim:
        name = "position" if predicate == "position" else "count"
        return self._claim(
            draft.id, predicate, value, span, (span,), self._voiced.at(token), _STATED,
            self._ontology.confidence.of(name), f"{self._extractor}/{name}", None,
        )  # fmt: skip

    def _claim(
        self, subject: str, predicate: str, thing: str | Literal, place: Span, evidence: tuple[Span, ...], voice: str,
        shown: Factuality, confidence: int, found_by: str, event: str | None,
    ) -> Claim:  # fmt: skip
        text = self._parsed.article.text
        quotes = tuple(span.of(text) for span in evidence)
        return Claim(
            subject, predicate, thing, self._article, place, evidence, quotes, voice, shown, confidence, found_by, event
        )


def edges(draft: EventDraft, kind: EventType) -> Iterator[tuple[Argument, Argument]]:
    """Pairs of arguments that the event type's plain predicate links."""
    if kind.predicate is None or kind.edge_from is None:
        return
    near = [a for a in draft.arguments if a.role == kind.edge_from]
    for role in kind.edge_to:
        far = [a for a in draft.arguments if a.role == role]
        if far:
            for one in near:
                for other in far:
                    if one.entity is not other.entity:
                        yield one, other
            return


def entity_id(draft: EntityDraft, article: str, begin: int) -> str:
    """Local id of an entity: curated, by its full name and country, or bound to its article and first mention.

    A single surname, a description, a group, an anonymous source and a state organ of no known country ("the Foreign
    Ministry") belong to one article: nothing merges on them.
    """
    if draft.known is not None:
        return draft.known.id
    kind = KIND_OF_CLASS[draft.cls]
    if draft.named:
        name = best_name(draft.names)
        surname = kind == "person" and len(name.split()) < 2
        stateless = draft.cls == "Agency" and draft.country is None
        shared = draft.cls not in ("Group", "AnonymousSource") and not surname and not stateless
        if shared:
            country = draft.country.id if draft.country else ""
            return f"{kind}/{slug(name) or 'x'}-{short_hash(draft.cls, name.casefold(), country)}"
        return f"{kind}/{slug(name) or 'x'}-{short_hash(article, name)}"
    words = next((m.words for m in draft.mentions if m.kind == NOMINAL), draft.mentions[0].words)
    return f"{kind}/{slug(words, limit=40) or 'x'}-{short_hash(article, str(begin))}"


def best_name(names: Iterable[str]) -> str:
    """The fullest name, the first in the alphabet of equals."""
    return min(names, key=lambda name: (-len(name.split()), -len(name), name))


def narrator_id(article: str) -> str:
    """Local id of the unnamed outlet that an article without a known publisher speaks for."""
    return f"outlet/narrator-of-{article.removeprefix('article/')}"
