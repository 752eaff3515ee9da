"""The rule reader: an article in, its reading out; the whole flow of one article on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Token

from kg.article import Article
from kg.claim import Claim, Factuality
from kg.extract.attribution import Attribution, attributions, voice_at
from kg.extract.coreference import resolve
from kg.extract.counts import count_of
from kg.extract.dates import DateGrammar
from kg.extract.dating import date_events, expressions
from kg.extract.drafts import NOMINAL, Draft, EntityDraft, Notes
from kg.extract.events import EventDraft, EventFinder
from kg.extract.factuality import factuality
from kg.extract.mint import Mint, Voiced, entity_id, narrator_id
from kg.extract.names import NameFinder
from kg.extract.nominals import find_nominals, find_pronouns
from kg.extract.parse import Parsed, load_model, parse
from kg.extract.relations import RelationDraft, RelationFinder
from kg.extract.sharing import share
from kg.graph import Reading
from kg.mention import Entity
from kg.ontology import Ontology
from kg.terms import slug

_PRESENT = Factuality(temporality="present")
_TOLD_IN_THE_PRESENT = frozenset({"caption", "headline"})
"""Zones whose present tense tells of the past."""


class RuleReader:
    """Reads articles by the ontology's rules over a dependency parse."""

    name = "rules"

    def __init__(self, ontology: Ontology, *, nlp: Language | None = None) -> None:
        self.ontology = ontology
        self.nlp = nlp if nlp is not None else load_model()
        self._names = NameFinder(ontology, self.nlp)
        self._events = EventFinder(ontology)
        self._relations = RelationFinder(ontology)
        self._grammar = DateGrammar(ontology.times)

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Readings in the order of the articles; raises nothing for what a text may hold."""
        for parsed in parse(articles, self.nlp):
            yield self.read_parsed(parsed)

    def read_parsed(self, parsed: Parsed) -> Reading:
        """What one parsed article says."""
        notes = Notes(parsed)
        notes.add(self._readable(parsed, self._names.find(parsed)))
        notes.add(self._readable(parsed, find_nominals(notes, self.ontology)))
        notes.add(self._readable(parsed, find_pronouns(notes)))
        voices = attributions(parsed, self.ontology.cues)
        notes.entities = resolve(notes, self.ontology, voices)
        mark_anonymous(notes, voices, self.ontology)
        times = list(expressions(parsed, self._grammar))
        in_time = {token for time in times for token in range(time.first, time.stop)}
        events = [
            event for event in self._events.find(notes, but=in_time) if self._policy(parsed, event.token.i) == "all"
        ]
        # A reporting trigger that merely introduces what is said is voice, not an event of its own.
        cues, reporting = introducing(notes, voices), self.ontology.vocabulary.reporting
        events = [event for event in events if event.sense.type not in reporting or event.token.i not in cues]
        for event in events:
            event.factuality = factuality(
                event.token,
                self.ontology.cues,
                nominal=event.sense.pos == "n",
                historical=parsed.kind(event.token.i) in _TOLD_IN_THE_PRESENT,
            )
            event.voice = voice_at(event.token.i, voices)
        date_events(parsed, events, times, self._grammar)
        share(parsed, events, self.ontology)
        return self._mint(notes, events, list(self._relations.find(notes)), voices)

    def shown(self, entity: EntityDraft, parsed: Parsed) -> list[Draft]:  # noqa: ARG002  others need the parse
        """The mentions of an entity that go into the reading: all of them."""
        return entity.mentions

    def _policy(self, parsed: Parsed, token: int) -> str:
        return self.ontology.zones.policy(parsed.kind(token))

    def _readable(self, parsed: Parsed, drafts: Iterable[Draft]) -> list[Draft]:
        return [draft for draft in drafts if self._policy(parsed, draft.head) != "nothing"]

    # -- from drafts to the reading --------------------------------------------------------------------------------

    def _mint(
        self, notes: Notes, events: list[EventDraft], relations: list[RelationDraft], voices: tuple[Attribution, ...]
    ) -> Reading:
        article, entities = notes.parsed.article, notes.entities
        for draft in entities:
            first = min(draft.mentions, key=lambda m: m.first)
            draft.id = entity_id(draft, article.id, notes.parsed.starts[first.first])
        narrator = self._narrator(article, entities)
        mint = Mint(notes, self.ontology, Voiced(narrator.id, _speakers(notes, voices)), self.name)
        made = {narrator.id: narrator}
        for draft in entities:
            entity = mint.entity(draft, self.shown(draft, notes.parsed))
            made[entity.id] = made[entity.id].union(entity) if entity.id in made else entity
        claims = [claim for event in events for claim in mint.event_claims(event)]
        claims += [mint.relation_claim(r, self._presented(notes, r)) for r in relations]
        claims += [claim for draft in entities for claim in mint.value_claims(draft)]
        return Reading(
            article=article.info,
            entities=tuple(made[key] for key in sorted(made)),
            events=tuple(mint.event(event) for event in events),
            claims=tuple(_united(claims)),
        )

    def _presented(self, notes: Notes, relation: RelationDraft) -> Factuality:
        """What a noun phrase presupposes is stated; what a verb says is as factual as the verb."""
        token = notes.parsed.doc[relation.token]
        return factuality(token, self.ontology.cues) if token.pos_ == "VERB" else _PRESENT

    def _narrator(self, article: Article, entities: Iterable[EntityDraft]) -> Entity:
        """The outlet that speaks where nobody else does: the publisher, known or as the article names it."""
        publisher = article.info.publisher
        if publisher:
            known = next((k for k in self.ontology.gazetteer.lookup(publisher) if k.cls == "MediaOutlet"), None)
            if known is not None:
                return Entity(known.id, known.cls, frozenset({known.label}))
            for draft in entities:
                if draft.cls == "MediaOutlet" and publisher in draft.names:
                    return Entity(draft.id, draft.cls, frozenset({publisher}))
            return Entity(f"outlet/{slug(publisher) or 'x'}", "MediaOutlet", frozenset({publisher}))
        label = f"outlet of {article.info.identifier} (not named)"
        return Entity(narrator_id(article.id), "MediaOutlet", frozenset({label}))


def introducing(notes: Notes, voices: Iterable[Attribution]) -> frozenset[int]:
    """Cues that introduce what is said: direct speech or a clause, not the mere topic of "announced a ban"."""
    doc = notes.parsed.doc
    return frozenset(
        voice.cue
        for voice in voices
        if voice.quoted or any(doc[i].pos_ in ("VERB", "AUX") for i in range(voice.begin, voice.end))
    )


def speaks_to_us(cue: Token, ontology: Ontology) -> bool:
    """Whether a cue is a main clause's verb of speech, or a preposition: not "when he found that", "after saying"."""
    if cue.pos_ == "VERB" and cue.dep_ in ("advcl", "pcomp", "acl", "relcl", "xcomp"):
        return False
    spoken = (c for c in ontology.cues.governors("v", ontology.lemma(cue)) if c.reports)
    return cue.pos_ != "VERB" or any("quote" in c.slots for c in spoken)


def mark_anonymous(notes: Notes, voices: Iterable[Attribution], ontology: Ontology) -> None:
    """A person, or a counted few, whom the article brings in as a voice and never names is an anonymous source."""
    entered: dict[int, int] = {}
    for voice in voices:
        draft = notes.at(voice.source) if voice.source is not None else None
        if draft is None or draft.entity is None or not speaks_to_us(notes.parsed.doc[voice.cue], ontology):
            continue
        entity = draft.entity
        if id(entity) not in entered:
            entered[id(entity)] = _brought_in(entity, notes) if _could_be_source(entity) else -1
        if draft.first <= entered[id(entity)]:
            entity.cls, entity.anonymous = "AnonymousSource", True


def _could_be_source(entity: EntityDraft) -> bool:
    nouns = [m.noun for m in entity.mentions if m.noun is not None]
    known = entity.named or any("public" in noun.traits for noun in nouns)
    return bool(nouns) and not known and entity.cls in ("Person", "Group")


def _brought_in(entity: EntityDraft, notes: Notes) -> int:
    """The last token where it must speak: it enters the story as a speaker, or is called a source; -1 for nowhere.

    Many must be counted to be one source.
    """
    parsed = notes.parsed
    story = [m for m in entity.mentions if m.kind == NOMINAL and parsed.kind(m.head) != "headline"]
    if entity.cls == "Group" and not any(count_of(parsed.doc[m.head]) is not None for m in story):
        return -1
    if any("source" in m.noun.traits for m in story if m.noun is not None):
        return len(parsed.doc)
    return min((m.first for m in story), default=len(parsed.doc))


def _speakers(notes: Notes, voices: tuple[Attribution, ...]) -> dict[int, str]:
    """Local id of who speaks, by token; the innermost voice that denotes an actor counts."""
    speakers: dict[int, str] = {}
    for voice in sorted(voices, key=lambda v: (v.begin - v.end, v.begin)):
        draft = notes.at(voice.source) if voice.source is not None else None
        if draft is None or draft.entity is None or not draft.entity.id:
            continue
        speakers.update(dict.fromkeys(range(voice.begin, voice.end), draft.entity.id))
    return speakers


def _united(claims: Iterable[Claim]) -> list[Claim]:
    """Equal claims as one, in order of place."""
    found: dict[str, Claim] = {}
    for claim in claims:
        found[claim.id] = found[claim.id].union(claim) if claim.id in found else claim
    return sorted(found.values(), key=lambda claim: (claim.place, claim.id))
