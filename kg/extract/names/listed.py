"""Names that the gazetteer knows, with the country that stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.drafts import Draft
from kg.extract.names.words import capital, country_named, head_class, name_draft, plain
from kg.extract.parse import Parsed
from kg.ontology import Ontology
from kg.ontology.known import Known


class KnownNames:
    """Finds the longest names of the gazetteer, token by token."""

    def __init__(self, ontology: Ontology, nlp: Language) -> None:
        self.ontology = ontology
        self._trie: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for alias in {*ontology.gazetteer.aliases, *ontology.gazetteer.demonyms}:
            words = tuple(plain(token.text) for token in nlp.make_doc(alias))
            self._trie[words[0].lower(), words[1].lower() if len(words) > 1 else ""].append((words, alias))
        for entries in self._trie.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1]))

    def find(self, parsed: Parsed) -> Iterator[Draft]:
        """Drafts in order, disjoint."""
        doc = parsed.doc
        i = 0
        while i < len(doc):
            match = self._longest(doc, i, any_case=parsed.kind(i) == "keywords")
            if match is None:
                i += 1
                continue
            alias, stop = match
            known = self.ontology.gazetteer.lookup(alias) or self._demonym(alias)
            if known and not self._is_common_word(doc, i, stop, known) and not self._goes_on(doc, i, stop, known):
                yield self._known_draft(doc, i, stop, known)
            i = stop

    def _known_draft(self, doc: Doc, first: int, stop: int, known: tuple[Known, ...]) -> Draft:
        states = any(k.cls == "Country" for k in known)
        country = None if states else self._country_before(doc, first) or self._country_after(doc, stop)
        if country is not None and (same := tuple(k for k in known if k.country == country.id)):
            known = same
        draft = name_draft(self.ontology, doc, first, stop, known[0].cls, known=known)
        draft.country = country
        if known[0].cls == "Country" and self._are_people(doc[first:stop], known[0]):
            draft.cls, draft.known, draft.country, draft.plural = "Group", (), known[0], True
        return draft

    def _are_people(self, words: Span, country: Known) -> bool:
        """ "North Koreans" are people, "North Korean" and "Cyprus" are not."""
        last = words[-1]
        plural = last.tag_ in ("NNPS", "NNS") or (last.text.endswith("s") and last.pos_ in ("NOUN", "PROPN"))
        return plural and self.ontology.gazetteer.demonym(words.text) is not None and words.text not in country.aliases

    def _demonym(self, words: str) -> tuple[Known, ...]:
        country = self.ontology.gazetteer.demonym(words)
        return (country,) if country is not None else ()

    def _longest(self, doc: Doc, i: int, *, any_case: bool) -> tuple[str, int] | None:
        first = plain(doc[i].text).lower()
        second = plain(doc[i + 1].text).lower() if i + 1 < len(doc) else ""
        for words, alias in (*self._trie.get((first, second), ()), *self._trie.get((first, ""), ())):
            stop = i + len(words)
            if stop <= len(doc) and all(
                _same(doc[i + k].text, word, any_case=any_case) for k, word in enumerate(words)
            ):
                return alias, stop
        return None

    def _is_common_word(self, doc: Doc, first: int, stop: int, known: tuple[Known, ...]) -> bool:
        """A one-word alias that here is an ordinary word or part of a longer name."""
        if stop - first > 1:
            return False
        token = doc[first]
        if token.text[0].islower() and not any(token.text in k.aliases for k in known):
            return token.pos_ not in ("PROPN", "ADJ", "NOUN")
        follows = doc[stop] if stop < len(doc) else None
        before = doc[first - 1] if first else None
        joined = follows is not None and follows.ent_type_ == "PERSON" and token.ent_type_ == "PERSON"
        joined_before = before is not None and before.ent_type_ == "PERSON" and token.ent_type_ == "PERSON"
        return joined or joined_before

    def _goes_on(self, doc: Doc, first: int, stop: int, known: tuple[Known, ...]) -> bool:
        """Whether a place's name only begins a longer one: "Amur Watch", "Moscow State University"."""
        if not all(self.ontology.vocabulary.is_a(k.cls, "Location") for k in known):
            return False
        if self.ontology.gazetteer.demonym(doc[first:stop].text) is not None:
            return False
        while stop < len(doc) and doc[stop].pos_ == "PROPN" and capital(doc[stop]) and not doc[stop].is_sent_start:
            if head_class(self.ontology, doc[stop]) is not None:
                return True
            stop += 1
        return False

    def _country_before(self, doc: Doc, first: int) -> Known | None:
        """The country in "Russian Interior Ministry" or "Russia's Interior Ministry"."""
        i = first - 1
        if i >= 0 and doc[i].text in ("'s", "’s", "'", "’"):
            i -= 1
        for width in (2, 1):
            if i - width + 1 < 0:
                continue
            words = doc[i - width + 1 : i + 1].text
            country = self.ontology.gazetteer.demonym(words) or country_named(self.ontology, words)
            if country is not None:
                return country
        return None

    def _country_after(self, doc: Doc, stop: int) -> Known | None:
        """The country in "Ministry of Defence of Russia" or "the Foreign Ministry in Seoul"."""
        if stop + 1 >= len(doc) or doc[stop].lower_ not in ("of", "in"):
            return None
        for width in (2, 1):
            words = doc[stop + 1 : stop + 1 + width].text
            if (country := country_named(self.ontology, words)) is not None:
                return country
            capitals = (self.ontology.gazetteer.capital_of(k.id) for k in self.ontology.gazetteer.lookup(words))
            state = next((capital for capital in capitals if capital is not None), None)
            if state is not None and doc[stop].lower_ == "in":
                return self.ontology.gazetteer.get(state)
        return None


def _same(text: str, word: str, *, any_case: bool) -> bool:
    bare = plain(text)
    if bare == word:
        return True
    shout = len(bare) > 2 and bare.isupper() and not word.isupper()
    return (any_case or shout) and bare.lower() == word.lower()
