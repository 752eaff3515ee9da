"""Who is who within one article: names, acronyms, surnames, descriptions and pronouns become entities.

A sieve in the manner of Lee et al. (2013), "Deterministic coreference resolution based on entity-centric,
precision-ranked rules": exact names first, then acronyms and parts of names, appositions, descriptions; pronouns last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token

from kg.extract.attribution import Attribution, voice_at
from kg.extract.drafts import NAME, NOMINAL, PRONOUN, Draft, EntityDraft, Notes, pronoun_gender
from kg.extract.slots import is_list, subject_of
from kg.ontology import Ontology
from kg.ontology.known import Known, name_key

_SAME_SENTENCE, _LAST_SENTENCE = 3.0, 1.5
"""How many further mentions a country named in the same or the last sentence is worth."""
_LOOK_BACK = 3
"""Sentences that a pronoun looks back."""


class Resolver:
    """Resolves the drafts of one article; use :func:`resolve`."""

    def __init__(self, notes: Notes, ontology: Ontology, voices: tuple[Attribution, ...]) -> None:
        self.notes = notes
        self.doc: Doc = notes.parsed.doc
        self.ontology = ontology
        self.voices = voices
        self.entities: list[EntityDraft] = []
        self._sentence = _sentence_numbers(self.doc)
        self._is_a = ontology.vocabulary.is_a

    def run(self) -> list[EntityDraft]:
        """All entities, in order of first mention; every draft that could be resolved points at its own."""
        self._countries = self._country_order()
        for draft in self.notes.in_order():
            if draft.kind == NAME or (draft.known and self._choose(draft) is not None):
                self._name(draft)
        for draft in self.notes.in_order():
            if draft.kind == NOMINAL and draft.entity is None:
                self._nominal(draft)
        self._name_later()
        for draft in self.notes.in_order():
            if draft.kind == PRONOUN:
                self._pronoun(draft)
        return [entity for entity in self.entities if entity.mentions]

    # -- names -----------------------------------------------------------------------------------------------------

    def _name(self, draft: Draft) -> None:
        known = self._choose(draft)
        if known is not None and draft.cls != "Country" and self._acts_as_state(draft, known):
            state = self.ontology.gazetteer.capital_of(known.id)
            if state is not None and (country := self.ontology.gazetteer.get(state)) is not None:
                known, draft.capital = country, True
        if known is not None:
            draft.cls = known.cls
        for entity in self._backwards():
            if self._same_name(draft, known, entity):
                entity.add(draft)
                if known is not None and entity.known is None:
                    entity.known, entity.cls = known, known.cls
                return
        entity = EntityDraft(draft.cls, known=known)
        entity.add(draft)
        self.entities.append(entity)

    def _choose(self, draft: Draft) -> Known | None:
        """Of the gazetteer's candidates the one whose country the words, the sentence or the article give."""
        if not draft.known:
            return None
        if draft.country is None and draft.kind == NAME and len(draft.known) > 1:
            seen = {entity.known.id for entity in self.entities if entity.known is not None}
            if again := next((k for k in draft.known if k.id in seen), None):
                return again
        if draft.country is not None:
            fit = [k for k in draft.known if k.country == draft.country.id]
            return fit[0] if fit else None
        sure = [k for k in draft.known if not k.doubts(draft.words)]
        if sure:
            return sure[0]
        here = self._likeliest_country(draft)
        return next((k for k in draft.known if k.country == here), None)

    def _country_order(self) -> list[tuple[int, str]]:
        found = []
        for draft in self.notes.drafts:
            for known in draft.known[:1]:
                code = known.id if known.cls == "Country" else known.country
                if code and not known.doubts(draft.words):
                    found.append((draft.first, code))
        return sorted(found)

    def _likeliest_country(self, draft: Draft) -> str | None:
        """The country that "the ministry" is of: the one the article names most, those just named counting more."""
        here = self._sentence[draft.first]
        votes: dict[str, float] = {}
        for token, country in self._countries:
            recent = {0: _SAME_SENTENCE, 1: _LAST_SENTENCE}.get(here - self._sentence[token], 0.0)
            votes[country] = votes.get(country, 0.0) + 1.0 + (recent if token < draft.first else 0.0)
        return max(sorted(votes), key=lambda country: votes[country], default=None)

    def _acts_as_state(self, draft: Draft, known: Known) -> bool:
        """ "Pyongyang ordered": a capital that does something is its government."""
        if known.cls != "City" or self.ontology.gazetteer.capital_of(known.id) is None:
            return False
        token = self.doc[draft.head]
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        if token.dep_ in ("nsubj", "csubj"):
            return bool(token.head.pos_ == "VERB")
        if token.dep_ == "poss":
            noun = self.ontology.nouns.get(token.head.lemma_.lower())
            event = bool(self.ontology.lexicon.senses("n", self.ontology.lemma(token.head)))
            return event or (noun is not None and self._is_a(noun.cls, "Organization"))
        if token.dep_ == "pobj":
            return token.head.lower_ in ("by", "with", "between", "against") and token.head.dep_ in ("agent", "prep")
        return False

    def _same_name(self, draft: Draft, known: Known | None, entity: EntityDraft) -> bool:
        if known is not None and entity.known is not None:
            return known.id == entity.known.id
        if not entity.names and entity.known is None:
            return False
        if known is not None and not _compatible(known.cls, entity.cls, self._is_a):
            return False
        if draft.country and entity.country and draft.country.id != entity.country.id:
            return False
        words = draft.words
        if any(_folded(words) == _folded(name) for name in entity.names):
            return entity.known is None or not draft.known or _compatible(draft.cls, entity.cls, self._is_a)
        if known is not None or not _compatible(draft.cls, entity.cls, self._is_a):
            return False
        if draft.cls == "Person":
            return any(_surname_of(_folded(words), _folded(name)) for name in entity.names)
        if draft.cls == "Location":
            return any(self._with_head(words, name) or self._with_head(name, words) for name in entity.names)
        if self._is_a(draft.cls, "Organization"):
            return any(_short_form(words, name) for name in entity.names) or any(
                _acronym_of(words, name) for name in entity.names
            )
        return False

    def _with_head(self, short: str, full: str) -> bool:
        """ "Euphrates" and "Euphrates River"."""
        head = full.rpartition(" ")
        return head[0] == short and self.ontology.name_heads.get(head[2].lower()) == "Location"

    # -- descriptions ----------------------------------------------------------------------------------------------

    def _nominal(self, draft: Draft) -> None:
        entity = self._apposition(draft) or self._described(draft)
        if entity is None:
            entity = EntityDraft(draft.cls)
            self.entities.append(entity)
        entity.add(draft)

    def _apposition(self, draft: Draft) -> EntityDraft | None:
        """ "Primtrud director Oleg Savin", "Choe's deputy, Om Kwang Su", "Unbyol, a company under …"."""
        for partner in self._partners(draft):
            other = self.notes.at(partner)
            if other is None or other is draft or other.entity is None or other.entity is draft.entity:
                continue
            if other.kind != NAME and not (draft.definite == "a" or other.definite == "a"):
                continue
            if self._may_be(draft, other):
                return other.entity
        return None

    def _partners(self, draft: Draft) -> Iterator[Token]:
        """Heads of phrases that syntax puts beside a description as another name of the same thing."""
        token = self.doc[draft.head]
        title = self.notes.at(draft.stop) if draft.stop < len(self.doc) else None
        if title is not None and title.kind == NAME and title.first == draft.stop:
            yield self.doc[title.head]
        yield from (c for c in token.children if c.dep_ == "appos" and not is_list(c))
        if self._is_a(draft.cls, "Location") and draft.definite == "the":
            for of in (c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"):
                yield from (c for c in of.children if c.dep_ == "pobj")
        if token.dep_ in ("appos", "compound", "nmod") and not is_list(token):
            yield token.head
        if token.dep_ == "attr" and token.head.lemma_ == "be" and not _negated(token.head):
            yield from (c for c in token.head.children if c.dep_ == "nsubj")

    def _may_be(self, draft: Draft, other: Draft) -> bool:
        """Whether a description fits the entity beside it; it may also set right what a model took the name for."""
        entity = other.entity
        if entity is None:
            return False
        if draft.plural != (entity.cls == "Group") and not _compatible(draft.cls, entity.cls, self._is_a):
            return False
        if _compatible(draft.cls, entity.cls, self._is_a):
            if draft.noun is not None and "unit" in draft.noun.traits and self._is_a(entity.cls, "Location"):
                return False
            if self._is_a(draft.cls, entity.cls) and entity.known is None:
                entity.cls = draft.cls
            return True
        if other.kind != NAME or entity.known is not None or not self._is_a(draft.cls, "Actor"):
            return False
        if draft.cls == "Person" and entity.cls == "Organization" and not other.sure:
            entity.cls = "Person"
            return True
        return draft.cls == "Person" and entity.cls == "Organization" and other.sure

    def _described(self, draft: Draft) -> EntityDraft | None:
        """The entity that "the ministry", "overseas workers" can mean: the last, or of bare plurals the best known."""
        if draft.cls == "Country" and draft.country is None and draft.definite == "the":
            return self._the_country(draft)
        if draft.definite == "a" and not self._opens(draft):
            return None
        fitting = [e for e in self._backwards(before=draft.first) if self._fits_description(draft, e)]
        if not fitting:
            return None
        if draft.definite == "" and not draft.modifiers:
            if draft.noun is not None and "generic" in draft.noun.traits:
                return None
            return max(fitting, key=lambda e: len(e.mentions))
        return fitting[0]

    def _the_country(self, draft: Draft) -> EntityDraft | None:
        """ "the country": of the countries named so far the one named most."""
        named = [e for e in self._backwards(before=draft.first) if e.cls == "Country" and e.known is not None]
        return max(named, key=lambda e: sum(m.first < draft.first for m in e.mentions), default=None)

    def _opens(self, draft: Draft) -> bool:
        """Whether a description stands in the lead, where it may take up the headline."""
        parsed = self.notes.parsed
        here = parsed.paragraph[draft.first]
        return "headline" in parsed.kinds[:here] and parsed.kinds[:here].count("body") == 0

    def _fits_description(self, draft: Draft, entity: EntityDraft) -> bool:
        if not _compatible(draft.cls, entity.cls, self._is_a) or self._beside(draft, entity):
            return False
        if draft.country and entity.country and draft.country.id != entity.country.id:
            return False
        if draft.definite == "poss" and not draft.plural:
            return False
        if {draft.lemma, draft.lemma.split()[-1]} & entity.nouns:
            same_number = any(m.plural == draft.plural for m in entity.mentions if m.kind == NOMINAL)
            return same_number and self._modifiers_agree(draft, entity)
        if draft.definite != "the":
            return False
        if any(draft.lemma in name.lower().split() for name in entity.names) and not draft.plural:
            return True
        if draft.noun is not None and "generic" in draft.noun.traits and not draft.plural:
            return not entity.plural and self._near(draft, entity, 2)
        return False

    def _beside(self, draft: Draft, entity: EntityDraft) -> bool:
        """Whether the entity is another argument of the description's verb: "the court told the company"."""
        verb = self.doc[draft.head].head.i
        return any(self.doc[m.head].head.i == verb and self.doc[m.head].dep_ != "appos" for m in entity.mentions)

    def _modifiers_agree(self, draft: Draft, entity: EntityDraft) -> bool:
        if draft.country is not None and entity.country is None and not self._is_a(entity.cls, "Organization"):
            return False
        if draft.modifiers <= entity.modifiers:
            return True
        if self._opens(draft):
            return bool(draft.modifiers & entity.modifiers) or not entity.modifiers
        return not entity.modifiers and draft.definite == "the" and not entity.named

    def _near(self, draft: Draft, entity: EntityDraft, sentences: int) -> bool:
        last = max((m.first for m in entity.mentions if m.first < draft.first), default=None)
        return last is not None and self._sentence[draft.first] - self._sentence[last] <= sentences

    def _name_later(self) -> None:
        """ "A shipyard … Zvezdny Shipyard": the one name, first given later, that holds the description's noun."""
        for entity in self.entities:
            if entity.named or entity.cls == "Group" or not self._is_a(entity.cls, "Actor"):
                continue
            first = min(m.first for m in entity.mentions)
            later = [
                other
                for other in self.entities
                if other.names
                and other.known is None
                and min(m.first for m in other.mentions) > first
                and _compatible(entity.cls, other.cls, self._is_a)
                and any(noun in name.lower().split() for noun in entity.nouns for name in other.names)
            ]
            if len(later) == 1:
                for mention in entity.mentions:
                    later[0].add(mention)
                entity.mentions = []
        for entity in self.entities:
            if len(entity.names) == 1 and entity.known is None and len(name := min(entity.names)) and " " not in name:
                full = [
                    o
                    for o in self.entities
                    if o is not entity and o.cls == "Person" and any(_surname_of(name, n) for n in o.names)
                ]
                if len(full) == 1 and not self._is_a(entity.cls, "Organization"):
                    for mention in entity.mentions:
                        full[0].add(mention)
                    entity.mentions = []

    # -- pronouns --------------------------------------------------------------------------------------------------

    def _pronoun(self, draft: Draft) -> None:
        words = draft.words
        voice = voice_at(draft.first, self.voices)
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
        source = self.notes.at(voice.source)
        entity = source.entity if source is not None else None
        if entity is not None and plural and entity.cls == "Person":
            return self._house(entity)
        return entity

    def _house(self, person: EntityDraft) -> EntityDraft | None:
        """For whom a person says "we": the organization in the words that describe the person."""
        for mention in person.mentions:
            if mention.kind != NOMINAL:
                continue
            inside = [self.notes.covering(i) for i in range(mention.first, mention.stop)]
            for child in self.doc[mention.head].children:
                if child.dep_ == "poss":
                    inside.append(self.notes.at(child))
                elif child.dep_ == "prep" and child.lower_ in ("of", "at", "for"):
                    inside += [self.notes.at(c) for c in child.children if c.dep_ == "pobj"]
            for draft in inside:
                if draft is not None and draft.entity is not None and self._is_a(draft.entity.cls, "Organization"):
                    return draft.entity
        return None

    def _antecedent(self, draft: Draft, voice: Attribution | None) -> EntityDraft | None:
        token = self.doc[draft.head]
        here = self._sentence[draft.first]
        own = self._own_subject(token)
        best: tuple[float, int, EntityDraft] | None = None
        for other in self._candidates(draft, here):
            entity = other.entity
            if entity is None or entity is own or not self._agrees(draft, entity) or self._clashes(token, other):
                continue
            if voice is not None and voice.quoted and voice.source is not None and self._says(voice, entity):
                continue
            score = self._salience(token, other, here)
            if best is None or (score, other.first) > best[:2]:
                best = (score, other.first, entity)
        return best[2] if best else None

    def _own_subject(self, pronoun: Token) -> EntityDraft | None:
        """The subject, maybe understood, of the verb whose object a pronoun is: "arrested two men and charged them"."""
        if pronoun.dep_ not in ("dobj", "dative", "pobj") or pronoun.lower_.endswith(("self", "selves")):
            return None
        verb = pronoun.head if pronoun.dep_ != "pobj" else pronoun.head.head
        subject = subject_of(verb) if verb.pos_ == "VERB" else None
        draft = self.notes.at(subject) if subject is not None else None
        return draft.entity if draft is not None else None

    def _candidates(self, draft: Draft, here: int) -> Iterator[Draft]:
        for other in self.notes.in_order():
            if other.first >= draft.first:
                return
            if here - self._sentence[other.first] <= _LOOK_BACK and other.entity is not None:
                yield other

    def _agrees(self, draft: Draft, entity: EntityDraft) -> bool:
        cls = entity.cls
        if draft.cls == "Person":
            gender = pronoun_gender(draft.words)
            return cls in ("Person", "AnonymousSource") and entity.gender in ("", gender)
        if draft.cls == "Group":
            return cls == "Group" or self._plural_agency(entity)
        organization = self._is_a(cls, "Organization") or cls in ("Country", "Artifact", "Facility")
        return organization and not self._plural_agency(entity)

    def _plural_agency(self, entity: EntityDraft) -> bool:
        return any(m.plural for m in entity.mentions if m.kind == NOMINAL) and not entity.named

    def _clashes(self, pronoun: Token, other: Draft) -> bool:
        """A subject and an object of one verb are not one thing, unless the pronoun is reflexive or possessive."""
        if pronoun.dep_ == "poss" or pronoun.lower_.endswith(("self", "selves")):
            return pronoun.head.i == other.head
        token = self.doc[other.head]
        if any(above.dep_ == "relcl" and above.head.i == token.i for above in (pronoun, *pronoun.ancestors)):
            return True
        return (token.head.i == pronoun.head.i and token.dep_ != "conj") or other.first <= pronoun.head.i < other.stop

    def _says(self, voice: Attribution, entity: EntityDraft) -> bool:
        source = self.notes.at(voice.source) if voice.source is not None else None
        return source is not None and source.entity is entity

    def _salience(self, pronoun: Token, other: Draft, here: int) -> float:
        """Recency, role and form, after Lappin and Leass (1994)."""
        token = self.doc[other.head]
        while token.dep_ == "conj":
            token = token.head
        score = -2.0 * (here - self._sentence[other.first])
        score += {"nsubj": 1.6, "nsubjpass": 1.5, "dobj": 0.8, "agent": 0.5}.get(token.dep_, 0.0)
        score += 0.4 if other.kind == NAME else 0.0
        score += 0.4 if pronoun.dep_ in ("nsubj", "nsubjpass") and token.dep_ in ("nsubj", "nsubjpass") else 0.0
        score += min(len(other.entity.mentions), 6) * 0.1 if other.entity else 0.0
        if other.kind == NOMINAL and self.notes.parsed.paragraph[other.first] == self.notes.parsed.paragraph[pronoun.i]:
            score += 0.3
        return score

    def _backwards(self, *, before: int | None = None) -> Iterator[EntityDraft]:
        """Entities by their last mention, nearest first."""
        at = {}
        for entity in self.entities:
            places = [m.first for m in entity.mentions if before is None or m.first < before]
            if places:
                at[id(entity)] = max(places)
        yield from sorted((e for e in self.entities if id(e) in at), key=lambda e: -at[id(e)])


def resolve(notes: Notes, ontology: Ontology, voices: tuple[Attribution, ...]) -> list[EntityDraft]:
    """Entities behind the drafts of one article."""
    return Resolver(notes, ontology, voices).run()


def _sentence_numbers(doc: Doc) -> list[int]:
    number, numbers = -1, []
    for token in doc:
        number += bool(token.is_sent_start) or token.i == 0
        numbers.append(number)
    return numbers


def _compatible(one: str, other: str, is_a: Callable[[str, str], bool]) -> bool:
    return bool(one == other or is_a(one, other) or is_a(other, one) or {one, other} <= {"Person", "AnonymousSource"})


def _folded(words: str) -> str:
    """Names as they are compared: without diacritics and capitals."""
    return name_key(words).casefold()


def _surname_of(words: str, full: str) -> bool:
    parts = full.split()
    mine = words.split()
    if len(mine) == 1 and len(parts) > 1:
        return mine[0] in (parts[0], parts[-1])
    if len(parts) == 1 and len(mine) > 1:
        return parts[0] in (mine[0], mine[-1])
    return len(mine) > 1 and len(parts) > 1 and (mine[-1] == parts[-1] and mine[0] == parts[0])


def _short_form(words: str, full: str) -> bool:
    """ "Unbyol" for "Unbyol Trading Company", "Paeksong" for "Korea Paeksong General Corporation", either way round."""
    mine, theirs = words.split(), full.split()
    short, long = sorted((mine, theirs), key=len)
    if len(short) >= len(long) or len(short[0]) <= 2 or not short[0][0].isupper():
        return False
    return any(long[k : k + len(short)] == short for k in range(2))


def _acronym_of(words: str, full: str) -> bool:
    short, long = sorted((words.replace(".", ""), full), key=len)
    initials = "".join(word[0] for word in long.replace("-", " ").split() if word[0].isupper())
    return len(short) >= 2 and short.isupper() and short == initials


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)
