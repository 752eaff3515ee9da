"""The second sieve: descriptions. Appositions and titles, then definite and repeated noun phrases."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.attribution import voice_at
from kg.extract.coreference.names import surname_of
from kg.extract.coreference.scene import Scene
from kg.extract.drafts import NAME, NOMINAL, Draft, EntityDraft
from kg.extract.slots import is_list, is_second_title

_JUST_NAMED = 2.5
"""How many further mentions a place named within the last two sentences is worth."""


class DescriptionSieve:
    """Resolves nominal mentions that are not resolved yet."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def run(self) -> None:
        """Give every description its entity, then descriptions and surnames the names that come later."""
        for draft in self.scene.drafts:
            if draft.kind == NOMINAL and draft.entity is None:
                entity = self._apposition(draft) or self._described(draft)
                if entity is None:
                    self.scene.new(draft)
                else:
                    entity.add(draft)
        named = self._by_word()
        for entity in self.scene.entities:
            full = self._name_given_later(entity, named) or self._full_name(entity, named)
            if full is not None:
                self.scene.merge(entity, full)

    def _apposition(self, draft: Draft) -> EntityDraft | None:
        """ "Amurtrud director Oleg Sorokin", "the deputy, Ri Chol Nam", "Polar, a company under …"."""
        for partner in self._partners(draft):
            other = self.scene.notes.at(partner)
            if other is None or other is draft or other.entity is None or other.entity is draft.entity:
                continue
            if other.kind != NAME and not (draft.definite == "a" or other.definite == "a"):
                continue
            if self._may_be(draft, other):
                return other.entity
        return None

    def _partners(self, draft: Draft) -> Iterator[Token]:
        """Heads of phrases that syntax puts beside a description as another name of the same thing."""
        token = self.scene.doc[draft.head]
        title = self.scene.notes.at(draft.stop) if draft.stop < len(self.scene.doc) else None
        if title is not None and title.kind == NAME and title.first == draft.stop:
            yield self.scene.doc[title.head]
        yield from (c for c in token.children if c.dep_ == "appos" and not is_list(c))
        if draft.cls == "Person":
            yield from self._hung_too_low(token)
        if self.scene.is_a(draft.cls, "Location") and draft.definite == "the":
            for of in (c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"):
                yield from (c for c in of.children if c.dep_ == "pobj")
        if draft.noun is not None and "generic" in draft.noun.traits and token.tag_ == "NN":
            yield from (c for c in token.children if c.dep_ in ("compound", "nmod") and c.i < token.i)
        if token.dep_ in ("appos", "compound", "nmod") and not is_list(token):
            yield token.head
        if is_second_title(token):
            yield token.head.head
        if token.dep_ == "attr" and token.head.lemma_ == "be" and not _negated(token.head):
            yield from (c for c in token.head.children if c.dep_ == "nsubj")

    def _hung_too_low(self, noun: Token) -> Iterator[Token]:
        """ "The director of the museum, Pavel Ivanov," where the parser takes the museum for him."""
        for prep in (child for child in noun.rights if child.dep_ == "prep"):
            for inner in (child for child in prep.rights if child.dep_ == "pobj"):
                held = self.scene.notes.at(inner)
                if held is None or held.cls not in ("Person", "Group", "AnonymousSource"):
                    yield from (child for child in inner.rights if child.dep_ == "appos" and not is_list(child))
                    yield from self._hung_too_low(inner)

    def _may_be(self, draft: Draft, other: Draft) -> bool:
        """Whether a description fits the entity beside it; it may also set right what a model took the name for."""
        entity = other.entity
        if entity is None:
            return False
        if other.kind == NAME and draft.cls == "Group" and self._is_one_group(draft):
            return self.scene.is_a(entity.cls, "Organization")
        if draft.plural != (entity.cls == "Group") and not self.scene.compatible(draft.cls, entity.cls):
            return False
        if self.scene.compatible(draft.cls, entity.cls):
            if draft.noun is not None and "unit" in draft.noun.traits and self.scene.is_a(entity.cls, "Location"):
                return False
            if self.scene.is_a(draft.cls, entity.cls) and entity.known is None:
                entity.cls = draft.cls
            return True
        if other.kind == NAME and not other.sure and entity.known is None and self._is_place(draft):
            entity.cls = draft.cls
            return True
        if other.kind == NAME and draft.noun is not None and "generic" in draft.noun.traits and draft.cls != "Person":
            return self.scene.is_a(draft.cls, "Organization") and self.scene.is_a(entity.cls, "Organization")
        if other.kind != NAME or entity.known is not None or not self.scene.is_a(draft.cls, "Actor"):
            return False
        if draft.cls == "Person" and entity.cls == "Organization" and not other.sure:
            entity.cls = "Person"
            return True
        return draft.cls == "Person" and entity.cls == "Organization" and other.sure

    def _is_one_group(self, draft: Draft) -> bool:
        """ "the militant group", which may be an organization."""
        traits = draft.noun.traits if draft.noun is not None else frozenset()
        return {"generic", "collective"} <= traits and self.scene.doc[draft.head].tag_ == "NN"

    def _is_place(self, draft: Draft) -> bool:
        generic = draft.noun is not None and "generic" in draft.noun.traits
        return generic and self.scene.is_a(draft.cls, "Location")

    def _described(self, draft: Draft) -> EntityDraft | None:
        """The entity that "the ministry", "overseas workers" can mean: the last, or of bare plurals the best known."""
        if draft.noun is not None and "capital" in draft.noun.traits and not draft.plural:
            return self._the_capital(draft)
        if self._is_the_place(draft):
            return self._the_place(draft)
        if draft.cls == "Country" and draft.country is None and draft.definite == "the":
            return self._the_country(draft)
        if draft.definite == "a" and not self._opens(draft):
            return self._counted_alike(draft)
        before = list(self.scene.entities_before(draft.first))
        fitting = [e for e in before if self._fits_description(draft, e)]
        if not fitting:
            return next((e for e in before if self._fits_generic(draft, e)), None)
        if draft.definite == "" and not draft.modifiers:
            if draft.noun is not None and "generic" in draft.noun.traits:
                return None
            return max(fitting, key=lambda e: len(e.mentions))
        return fitting[0]

    def _counted_alike(self, draft: Draft) -> EntityDraft | None:
        """ "13 people were hurt … said 13 people were hurt": one number of one kind is one group."""
        words = draft.words.lower()
        if not draft.plural or not words[:1].isdigit():
            return None
        before = self.scene.entities_before(draft.first)
        return next((e for e in before if any(m.words.lower() == words for m in e.mentions)), None)

    def _the_capital(self, draft: Draft) -> EntityDraft | None:
        """ "the capital", "the Kyrgyz capital": of the country that the words give, else the capital named last."""
        gazetteer = self.scene.ontology.gazetteer
        for entity in self.scene.entities_before(draft.first):
            state = gazetteer.capital_of(entity.known.id) if entity.known is not None else None
            if state is not None and (draft.country is None or draft.country.id == state):
                return entity
        return None

    def _the_country(self, draft: Draft) -> EntityDraft | None:
        """ "the country": of the countries named so far the one named most."""
        named = [e for e in self.scene.entities_before(draft.first) if e.cls == "Country" and e.known is not None]
        if draft.words.lower().startswith("that ") or not named:
            return named[0] if named else self._country_of_a_people(draft)
        return max(named, key=lambda entity: self.scene.named_so_far(entity, draft.first))

    def _country_of_a_people(self, draft: Draft) -> EntityDraft | None:
        """ "Venezuelans … the country": where the article has named only the people so far."""
        state = next((e.country for e in self.scene.entities_before(draft.first) if e.country is not None), None)
        if state is None:
            return None
        entity = EntityDraft("Country", known=state)
        self.scene.entities.append(entity)
        return entity

    def _is_the_place(self, draft: Draft) -> bool:
        """ "the city", "the coastal province": a kind of place and nothing that tells which one."""
        return self._is_place(draft) and draft.definite == "the" and not draft.plural and draft.country is None

    def _the_place(self, draft: Draft) -> EntityDraft | None:
        """Of the named places of this kind the one named most so far, those just named counting more."""
        before = [e for e in self.scene.entities_before(draft.first) if e.named and self._is_kind(draft, e)]
        near = [e for e in before if self.scene.near(draft, e, 2)]
        if draft.modifiers:
            return near[0] if near else None

        def weight(entity: EntityDraft) -> float:
            return self.scene.named_so_far(entity, draft.first) + _JUST_NAMED * (entity in near)

        return max(before, key=weight, default=None)

    def _is_kind(self, draft: Draft, entity: EntityDraft) -> bool:
        kinds = ("Country", "Region") if draft.cls == "Country" else (draft.cls,)
        return entity.cls in kinds and not self._beside(draft, entity)

    def _opens(self, draft: Draft) -> bool:
        """Whether a description stands in the lead, where it may take up the headline."""
        parsed = self.scene.notes.parsed
        here = parsed.paragraph[draft.first]
        return "headline" in parsed.kinds[:here] and parsed.kinds[:here].count("body") == 0

    def _may_mean(self, draft: Draft, entity: EntityDraft) -> bool:
        if not self.scene.compatible(draft.cls, entity.cls) or self._beside(draft, entity) or self._says(draft, entity):
            return False
        return not (draft.country and entity.country and draft.country.id != entity.country.id)

    def _fits_generic(self, draft: Draft, entity: EntityDraft) -> bool:
        """ "the man", "the company": whatever of that kind was mentioned last, and not long ago."""
        generic = draft.noun is not None and "generic" in draft.noun.traits and draft.definite == "the"
        if not generic or not self.scene.near(draft, entity, 2):
            return False
        if self._is_one_group(draft):
            return entity.cls == "Organization" and not self._beside(draft, entity)
        return not draft.plural and not entity.plural and self._may_mean(draft, entity)

    def _fits_description(self, draft: Draft, entity: EntityDraft) -> bool:
        if not self._may_mean(draft, entity) or (draft.definite == "poss" and not draft.plural):
            return False
        if {draft.lemma, draft.lemma.split()[-1]} & entity.nouns:
            same_number = any(m.plural == draft.plural for m in entity.mentions if m.kind == NOMINAL)
            return same_number and self._modifiers_agree(draft, entity)
        bare = draft.definite == "" and draft.cls == "Agency" and not draft.modifiers
        if not bare and (draft.definite != "the" or draft.plural):
            return False
        return any(draft.lemma in name.lower().split() for name in entity.names)

    def _says(self, draft: Draft, entity: EntityDraft) -> bool:
        """Whether the entity is who speaks here: speakers do not call themselves "the man"."""
        voice = voice_at(draft.first, self.scene.voices)
        source = self.scene.notes.at(voice.source) if voice is not None and voice.source is not None else None
        return source is not None and source.entity is entity and self.scene.is_a(draft.cls, "Person")

    def _beside(self, draft: Draft, entity: EntityDraft) -> bool:
        """Whether the entity is another argument of the description's verb: "the court told the company"."""
        for child in self.scene.doc[draft.head].head.children:
            other = self.scene.notes.at(child) if child.i != draft.head and child.dep_ != "appos" else None
            if other is not None and other.entity is entity:
                return True
        return False

    def _modifiers_agree(self, draft: Draft, entity: EntityDraft) -> bool:
        if draft.country is not None and entity.country is None and not self.scene.is_a(entity.cls, "Organization"):
            return False
        if draft.modifiers <= entity.modifiers:
            return True
        if self._opens(draft):
            return bool(draft.modifiers & entity.modifiers) or not entity.modifiers
        return not entity.modifiers and draft.definite == "the" and not entity.named

    def _by_word(self) -> dict[str, list[EntityDraft]]:
        """Entities with a name of their own by the words in their names, in lower case."""
        found: dict[str, list[EntityDraft]] = {}
        for entity in self.scene.entities:
            if entity.known is None:
                for word in sorted({word for name in entity.names for word in name.lower().split()}):
                    found.setdefault(word, []).append(entity)
        return found

    def _name_given_later(self, entity: EntityDraft, named: dict[str, list[EntityDraft]]) -> EntityDraft | None:
        """The one name, first given later, that holds a description's noun: "A shipyard … Polar Shipyard"."""
        if entity.named or not entity.mentions or entity.cls == "Group" or not self.scene.is_a(entity.cls, "Actor"):
            return None
        first = min(m.first for m in entity.mentions)
        bearers = {id(other): other for noun in entity.nouns for other in named.get(noun, ())}
        later = [o for o in bearers.values() if o.mentions and min(m.first for m in o.mentions) > first]
        later = [other for other in later if self.scene.compatible(entity.cls, other.cls)]
        return later[0] if len(later) == 1 else None

    def _full_name(self, entity: EntityDraft, named: dict[str, list[EntityDraft]]) -> EntityDraft | None:
        """The one person whose surname a single name is, where the two were not known to be persons before."""
        if len(entity.names) != 1 or entity.known is not None or self.scene.is_a(entity.cls, "Organization"):
            return None
        name = min(entity.names)
        if " " in name or not entity.mentions:
            return None
        others = (o for o in named.get(name.lower(), ()) if o is not entity and o.cls == "Person" and o.mentions)
        full = [other for other in others if any(surname_of(name, n) for n in other.names)]
        return full[0] if len(full) == 1 else None


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)
