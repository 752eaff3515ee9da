"""The first sieve: names. Exact names, then parts of names, surnames and acronyms; capitals that stand for states."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache

from kg.extract.coreference.scene import Scene
from kg.extract.drafts import NAME, Draft, EntityDraft
from kg.ontology.known import Known, name_key

_SAME_SENTENCE, _LAST_SENTENCE = 1.0, 0.5
"""How many further mentions a country named in the same or the last sentence is worth."""
_RECENT = 50
"""Mentions of countries looked at in two sentences: bounds the time."""
_NAMES = 20
"""Different names that an entity may have before no further short form is taken for its own: bounds the time."""


class NameSieve:
    """Resolves named mentions, and descriptions that the gazetteer knows ("the police")."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._known: dict[str, EntityDraft] = {}
        self._named: defaultdict[str, list[EntityDraft]] = defaultdict(list)
        self._countries = self._country_order()
        self._votes = Counter(country for _, country in self._countries)

    def run(self) -> None:
        """Give every named mention its entity."""
        for draft in self.scene.drafts:
            if draft.kind == NAME or draft.known:
                if self._is_named_already(draft) or self._is_theirs(draft):
                    continue
                known = self._choose(draft)
                if known is None and draft.known and draft.country is None:
                    draft.country = self._state_of(draft)
                if draft.kind == NAME or known is not None:
                    self._resolve(draft, known)

    def _resolve(self, draft: Draft, known: Known | None) -> None:
        if known is not None and draft.cls != "Country" and self._acts_as_state(draft, known):
            state = self.scene.ontology.gazetteer.capital_of(known.id)
            if state is not None and (country := self.scene.ontology.gazetteer.get(state)) is not None:
                known, draft.capital = country, True
        if known is not None:
            draft.cls = known.cls
        entity = self._find(draft, known)
        if entity is None:
            entity = self.scene.new(draft)
            entity.known = known
        else:
            entity.add(draft)
        if known is not None and entity.known is None:
            entity.known, entity.cls = known, known.cls
        if entity.known is not None:
            self._known[entity.known.id] = entity
        self._named[_folded(draft.words)].append(entity)

    def _find(self, draft: Draft, known: Known | None) -> EntityDraft | None:
        """The entity that bears the name already: by what is known, by the same words, then by a part of them."""
        if known is not None and known.id in self._known:
            return self._known[known.id]
        same = reversed(self._named[_folded(draft.words)])
        exact = next((entity for entity in same if self._may_be(draft, known, entity)), None)
        if exact is not None or known is not None:
            return exact
        return next((e for e in self.scene.entities_before(draft.first) if self._shares_name(draft, e)), None)

    def _choose(self, draft: Draft) -> Known | None:
        """Of the gazetteer's candidates the one whose country the words, the sentence or the article give."""
        if not draft.known:
            return None
        again = next((k for k in draft.known if k.id in self._known), None)
        if again is not None and draft.country is None and draft.kind == NAME:
            return again
        if draft.country is not None:
            fit = [k for k in draft.known if k.country == draft.country.id]
            return fit[0] if fit else None
        sure = [k for k in draft.known if not k.doubts(draft.words)]
        if sure:
            return sure[0]
        here = self._likeliest_country(draft)
        return next((k for k in draft.known if k.country == here), None)

    def _is_named_already(self, draft: Draft) -> bool:
        """Whether "the police" may be a force that the article has named: "Lower Saxony Police"."""
        if draft.kind == NAME or draft.country is not None:
            return False
        lemma = draft.lemma.split()[-1]
        named = (e for e in self.scene.entities if e.known is None and self.scene.compatible(draft.cls, e.cls))
        return any(name.lower().endswith(f" {lemma}") for entity in named for name in entity.names)

    def _is_theirs(self, draft: Draft) -> bool:
        """ "their government": of which state is for the pronoun to tell, not for the article."""
        if draft.kind == NAME or draft.country is not None:
            return False
        return any(child.dep_ == "poss" and child.pos_ == "PRON" for child in self.scene.doc[draft.head].children)

    def _state_of(self, draft: Draft) -> Known | None:
        """Whose "the government" is, where the gazetteer lacks that state's: better none than another state's."""
        states = {known.country for known in draft.known}
        here = self._likeliest_country(draft)
        return self.scene.ontology.gazetteer.get(here) if here is not None and len(states) > 1 else None

    def _country_order(self) -> list[tuple[int, str]]:
        found = []
        for draft in self.scene.notes.drafts:
            for known in draft.known[:1]:
                code = known.id if known.cls == "Country" else known.country
                if code and not known.doubts(draft.words):
                    found.append((draft.first, code))
            if draft.cls == "Group" and draft.country is not None:
                found.append((draft.first, draft.country.id))
        return sorted(found)

    def _likeliest_country(self, draft: Draft) -> str | None:
        """The country that "the ministry" is of: the one the article names most, those just named counting more."""
        here = self.scene.sentence(draft.first)
        votes: dict[str, float] = dict(self._votes)
        before = bisect_left(self._countries, (draft.first, ""))
        for token, country in reversed(self._countries[max(0, before - _RECENT) : before]):
            back = here - self.scene.sentence(token)
            if back > 1:
                break
            votes[country] += _LAST_SENTENCE if back else _SAME_SENTENCE
        return max(sorted(votes), key=lambda country: votes[country], default=None)

    def _acts_as_state(self, draft: Draft, known: Known) -> bool:
        """ "Pyongyang ordered": a capital that does something is its government."""
        if known.cls != "City" or self.scene.ontology.gazetteer.capital_of(known.id) is None:
            return False
        token = self.scene.doc[draft.head]
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        if token.dep_ in ("nsubj", "csubj"):
            return bool(token.head.pos_ == "VERB")
        if token.dep_ == "poss":
            noun = self.scene.ontology.nouns.get(token.head.lemma_.lower())
            event = bool(self.scene.ontology.lexicon.senses("n", self.scene.ontology.lemma(token.head)))
            return event or (noun is not None and self.scene.is_a(noun.cls, "Organization"))
        if token.dep_ == "pobj":
            return token.head.lower_ in ("by", "with", "between", "against") and token.head.dep_ in ("agent", "prep")
        return False

    def _may_be(self, draft: Draft, known: Known | None, entity: EntityDraft) -> bool:
        """Whether two bearers of one name may be one: their classes and countries do not disagree."""
        if known is not None and entity.known is not None:
            return known.id == entity.known.id
        state = known.country if known is not None else draft.country.id if draft.country else None
        if state and entity.country and state != entity.country.id:
            return False
        if known is None and (entity.known is None or not draft.known):
            return True
        return self.scene.compatible(known.cls if known is not None else draft.cls, entity.cls)

    def _shares_name(self, draft: Draft, entity: EntityDraft) -> bool:
        """Whether a name is a surname, short form or acronym of the entity's, or the other way round."""
        if not 0 < len(entity.names) <= _NAMES or not self.scene.compatible(draft.cls, entity.cls):
            return False
        if draft.country and entity.country and draft.country.id != entity.country.id:
            return False
        words = draft.words
        if draft.cls == "Person":
            return any(surname_of(_folded(words), _folded(name)) for name in entity.names)
        if draft.cls == "Location":
            return any(self._with_head(words, name) or self._with_head(name, words) for name in entity.names)
        if self.scene.is_a(draft.cls, "Organization"):
            return any(_short_form(words, name) or _acronym_of(words, name) for name in entity.names)
        return False

    def _with_head(self, short: str, full: str) -> bool:
        """ "Euphrates" and "Euphrates River"."""
        head = full.rpartition(" ")
        return head[0] == short and self.scene.ontology.name_heads.get(head[2].lower()) == "Location"


@lru_cache(maxsize=20_000)
def _folded(words: str) -> str:
    """Names as they are compared: without diacritics and capitals."""
    return name_key(words).casefold()


def surname_of(words: str, full: str) -> bool:
    """Whether one name is a part of the other at its beginning or end, as surnames are, or skips its middle."""
    parts = full.split()
    mine = words.split()
    if len(mine) == 1 and len(parts) > 1:
        return mine[0] in (parts[0], parts[-1])
    if len(parts) == 1 and len(mine) > 1:
        return parts[0] in (mine[0], mine[-1])
    short, long = sorted((mine, parts), key=len)
    whole = short in (long[: len(short)], long[-len(short) :])
    return len(short) > 1 and (whole or (short[-1] == long[-1] and short[0] == long[0]))


def _short_form(words: str, full: str) -> bool:
    """ "Polar" for "Polar Fish Company", "Moran" for "Korea Moran General Corporation", either way round."""
    mine, theirs = words.split(), full.split()
    short, long = sorted((mine, theirs), key=len)
    if len(short) >= len(long) or len(short[0]) <= 2 or not short[0][0].isupper():
        return False
    return any(long[k : k + len(short)] == short for k in range(2))


def _acronym_of(words: str, full: str) -> bool:
    short, long = sorted((words.replace(".", ""), full), key=len)
    initials = "".join(word[0] for word in long.replace("-", " ").split() if word[0].isupper())
    return len(short) >= 2 and short.isupper() and short == initials
