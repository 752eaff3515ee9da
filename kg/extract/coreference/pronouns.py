"""The last sieve: pronouns, by number, gender, animacy, binding, recency and role."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.attribution import Attribution, voice_at
from kg.extract.coreference.scene import Scene
from kg.extract.drafts import NAME, NOMINAL, PRONOUN, Draft, EntityDraft, pronoun_gender
from kg.extract.slots import subject_of

_LOOK_BACK = 3
"""Sentences that a pronoun looks back."""
_CONJUNCT, _ALIKE, _SPEAKS_ON = 4.0, 2.0, 2.5
"""What bonds weigh beside :meth:`PronounSieve._salience`."""


class PronounSieve:
    """Resolves pronouns; one without an antecedent stays unresolved."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def run(self) -> None:
        """Give every pronoun that has an antecedent its entity."""
        for draft in self.scene.drafts:
            if draft.kind == PRONOUN:
                self._resolve(draft)

    def _resolve(self, draft: Draft) -> None:
        words = draft.words
        voice = voice_at(draft.first, self.scene.voices)
        entity: EntityDraft | None
        if words in ("i", "me", "my", "we", "us", "our", "ours"):
            entity = self._speaker(voice, plural=draft.plural)
        else:
            entity = self._antecedent(draft, voice)
        if entity is not None:
            entity.add(draft)

    def _speaker(self, voice: Attribution | None, *, plural: bool) -> EntityDraft | None:
        if voice is None or voice.source is None:
            return None
        source = self.scene.notes.at(voice.source)
        entity = source.entity if source is not None else None
        if entity is not None and plural and entity.cls == "Person":
            return self._house(entity)
        return entity

    def _house(self, person: EntityDraft) -> EntityDraft | None:
        """For whom a person says "we": the organization in the words that describe the person."""
        for mention in person.mentions:
            if mention.kind != NOMINAL:
                continue
            inside = [self.scene.notes.covering(i) for i in range(mention.first, mention.stop)]
            for child in self.scene.doc[mention.head].children:
                if child.dep_ == "poss":
                    inside.append(self.scene.notes.at(child))
                elif child.dep_ == "prep" and child.lower_ in ("of", "at", "for"):
                    inside += [self.scene.notes.at(c) for c in child.children if c.dep_ == "pobj"]
            for draft in inside:
                if draft is not None and draft.entity is not None and self.scene.is_a(draft.entity.cls, "Organization"):
                    return draft.entity
        return None

    def _antecedent(self, draft: Draft, voice: Attribution | None) -> EntityDraft | None:
        token = self.scene.doc[draft.head]
        here = self.scene.sentence(draft.first)
        own, spoke = self._own_subject(token), self._last_speaker(draft)
        best: tuple[float, int, EntityDraft] | None = None
        for other in self._candidates(draft, here):
            entity = other.entity
            if entity is None or entity is own or not self._agrees(draft, entity) or self._clashes(token, other):
                continue
            if voice is not None and voice.quoted and voice.source is not None and self._says(voice, entity):
                continue
            score = self._salience(token, other, here) + self._bonds(draft, other, here)
            score += _SPEAKS_ON * (entity is spoke)
            if best is None or (score, other.first) > best[:2]:
                best = (score, other.first, entity)
        return best[2] if best else None

    def _bonds(self, draft: Draft, other: Draft, here: int) -> float:
        """What ties a pronoun to one mention: a conjunct ("Ri and his wife"), or its like in the same sentence."""
        token = self.scene.doc[draft.head]
        if token.dep_ == "poss" and token.head.dep_ == "conj" and token.head.head.i == other.head:
            return _CONJUNCT
        same = other.kind == PRONOUN and self.scene.sentence(other.first) == here
        alike = same and (other.cls, pronoun_gender(other.words)) == (draft.cls, pronoun_gender(draft.words))
        return _ALIKE * alike

    def _last_speaker(self, draft: Draft) -> EntityDraft | None:
        """Who spoke last, where the pronoun itself is said to speak: "…," he added."""
        if not any(voice.source == draft.head and voice.quoted for voice in self.scene.voices):
            return None
        before = [v for v in self.scene.voices if v.source not in (None, draft.head) and v.cue < draft.head]
        source = max(before, key=lambda voice: voice.cue).source if before else None
        spoke = self.scene.notes.at(source) if source is not None else None
        return spoke.entity if spoke is not None else None

    def _own_subject(self, pronoun: Token) -> EntityDraft | None:
        """The subject, maybe understood, of the verb whose object a pronoun is: "arrested two men and charged them"."""
        if pronoun.dep_ not in ("dobj", "dative", "pobj") or pronoun.lower_.endswith(("self", "selves")):
            return None
        verb = pronoun.head if pronoun.dep_ != "pobj" else pronoun.head.head
        subject = subject_of(verb) if verb.pos_ == "VERB" else None
        draft = self.scene.notes.at(subject) if subject is not None else None
        return draft.entity if draft is not None else None

    def _candidates(self, draft: Draft, here: int) -> Iterator[Draft]:
        for other in self.scene.drafts_before(draft.first):
            if here - self.scene.sentence(other.first) > _LOOK_BACK:
                return
            if other.entity is not None:
                yield other

    def _agrees(self, draft: Draft, entity: EntityDraft) -> bool:
        cls = entity.cls
        if draft.cls == "Person":
            gender = pronoun_gender(draft.words)
            return cls in ("Person", "AnonymousSource") and entity.gender in ("", gender)
        if draft.cls == "Group":
            return cls == "Group" or self._plural_agency(entity)
        organization = self.scene.is_a(cls, "Organization") or cls in (
            "Country",
            "Region",
            "City",
            "Artifact",
            "Facility",
        )
        return organization and not self._plural_agency(entity)

    def _plural_agency(self, entity: EntityDraft) -> bool:
        return any(m.plural for m in entity.mentions if m.kind == NOMINAL) and not entity.named

    def _clashes(self, pronoun: Token, other: Draft) -> bool:
        """A subject and an object of one verb are not one thing, unless the pronoun is reflexive or possessive."""
        if pronoun.dep_ == "poss" or pronoun.lower_.endswith(("self", "selves")):
            return pronoun.head.i == other.head
        token = self.scene.doc[other.head]
        if any(above.dep_ == "relcl" and above.head.i == token.i for above in (pronoun, *pronoun.ancestors)):
            return True
        return (token.head.i == pronoun.head.i and token.dep_ != "conj") or other.first <= pronoun.head.i < other.stop

    def _says(self, voice: Attribution, entity: EntityDraft) -> bool:
        source = self.scene.notes.at(voice.source) if voice.source is not None else None
        return source is not None and source.entity is entity

    def _salience(self, pronoun: Token, other: Draft, here: int) -> float:
        """Recency, role and form, after Lappin and Leass (1994)."""
        token = self.scene.doc[other.head]
        while token.dep_ == "conj":
            token = token.head
        score = -2.0 * (here - self.scene.sentence(other.first))
        score += {"nsubj": 1.6, "nsubjpass": 1.5, "dobj": 0.8, "agent": 0.5}.get(token.dep_, 0.0)
        score += 0.4 if other.kind == NAME else 0.0
        score += 0.4 if pronoun.dep_ in ("nsubj", "nsubjpass") and token.dep_ in ("nsubj", "nsubjpass") else 0.0
        score += min(len(other.entity.mentions), 6) * 0.1 if other.entity else 0.0
        if (
            other.kind == NOMINAL
            and self.scene.notes.parsed.paragraph[other.first] == self.scene.notes.parsed.paragraph[pronoun.i]
        ):
            score += 0.3
        return score
