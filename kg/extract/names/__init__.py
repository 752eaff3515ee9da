"""Named mentions: the gazetteer first, then names built around a unit noun, then the model's named entities.

A gazetteer and surname propagation before a statistical model: small models take Vladivostok for a person and later
"Choi" for an organization, while a list does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.drafts import Draft
from kg.extract.names.described import DescribedNames
from kg.extract.names.listed import KnownNames
from kg.extract.names.modelled import ModelNames
from kg.extract.names.units import UnitNames
from kg.extract.names.words import PLACE_PREPOSITIONS, capital, name_draft, plain
from kg.extract.parse import Parsed
from kg.ontology import Ontology

__all__ = ["NameFinder"]


_LONGEST_PART = 40
"""Words of the longest part of a name that may stand for it: bounds the time."""


class NameFinder:
    """Finds named mentions in parsed articles; made once per run."""

    def __init__(self, ontology: Ontology, nlp: Language) -> None:
        self.ontology = ontology
        self._listed = KnownNames(ontology, nlp)
        self._units = UnitNames(ontology)
        self._model = ModelNames(ontology)
        self._described = DescribedNames(ontology)

    def find(self, parsed: Parsed) -> list[Draft]:
        """Named mentions, disjoint but for a demonym that stands inside a longer name, in order."""
        doc = parsed.doc
        claimed: set[int] = set()
        found: list[Draft] = []
        for _, draft in sorted(self._candidates(parsed), key=lambda c: (c[0], -len(c[1]), c[1].first)):
            tokens = range(draft.first, draft.stop)
            if claimed.isdisjoint(tokens):
                claimed.update(tokens)
                found.append(draft)
        found.sort(key=lambda d: d.first)
        self._outlet(parsed.article.info.publisher, found)
        self._described.settle(doc, found)
        self._propagate(doc, found, claimed)
        self._places(doc, found)
        found.extend(self._demonyms_inside(found, doc))
        return sorted(found, key=lambda d: (d.first, -d.stop))

    def _candidates(self, parsed: Parsed) -> Iterator[tuple[int, Draft]]:
        """Drafts that may overlap, each with its rank: the least wins, then the longest."""
        listed = list(self._listed.find(parsed))
        yield from ((0, draft) for draft in listed)
        yield from ((0, draft) for draft in self._units.find(parsed.doc))
        at = {token: draft for draft in listed for token in range(draft.first, draft.stop)}
        yield from ((_rank(draft, at), draft) for draft in self._model.find(parsed.doc))
        yield from self._model.left_out(parsed)

    def _outlet(self, publisher: str | None, found: list[Draft]) -> None:
        """The article's own outlet is a media outlet, whatever a model takes its name for."""
        for draft in found:
            if publisher and not draft.known and draft.words.casefold() == publisher.casefold():
                draft.cls, draft.sure = "MediaOutlet", True

    def _propagate(self, doc: Doc, found: list[Draft], claimed: set[int]) -> None:
        """One name, one class; then occurrences of a known name or surname that no finder saw."""
        parts = self._parts(found)
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for draft in found:
            votes[draft.words][draft.cls] += 3 if draft.known else 1
        for draft in found:
            if not draft.known and not draft.sure:
                best = votes[draft.words].most_common()
                draft.cls = parts.get(draft.words, min(cls for cls, count in best if count == best[0][1]))
        found.extend(self._again(doc, found, claimed))
        full = {draft.words: draft for draft in found if len(draft.words) > 3}
        for token in doc:
            if token.i not in claimed and capital(token) and token.pos_ in ("PROPN", "NOUN", "ADJ"):
                like = full.get(token.text)
                cls = parts.get(token.text) or (like.cls if like else None)
                if cls is not None and (like or cls == "Person" or token.dep_ != "amod"):
                    known = like.known if like else ()
                    found.append(name_draft(self.ontology, doc, token.i, token.i + 1, cls, known=known))
                    claimed.add(token.i)
        found.sort(key=lambda d: d.first)

    def _again(self, doc: Doc, found: list[Draft], claimed: set[int]) -> Iterator[Draft]:
        """Names of several words where no finder saw them a second time."""
        by_first: dict[str, _Names] = defaultdict(_Names)
        for draft in found:
            if len(draft) > 1:
                by_first[doc[draft.first].text].add(draft)
        for token in doc:
            if token.i in claimed or token.text not in by_first:
                continue
            like = by_first[token.text].at(doc, token.i, claimed)
            if like is not None:
                stop = token.i + len(like)
                claimed.update(range(token.i, stop))
                yield name_draft(self.ontology, doc, token.i, stop, like.cls, known=like.known, sure=like.sure)

    def _parts(self, found: list[Draft]) -> dict[str, str]:
        """Classes of what full names may be cut to: surnames of persons, first words of organizations."""
        parts: dict[str, str] = {}
        for draft in found:
            words = draft.words.split()
            if draft.cls == "Person" and not draft.known and len(words) > 1:
                ends = (part for part in (words[0], words[-1]) if len(part) > 1 and part[0].isupper())
                parts |= {part: "Person" for part in ends if not part.endswith(".")}
                if len(words) > 2:
                    parts[" ".join(words[1:])] = "Person"
        for draft in found:
            words = draft.words.split()
            if draft.cls == "Location" and self.ontology.name_heads.get(words[-1].lower()) == "Location" and words[:-1]:
                parts.setdefault(" ".join(words[:-1]), "Location")
            if draft.sure and self.ontology.vocabulary.is_a(draft.cls, "Organization"):
                for stop in range(1, min(len(words), _LONGEST_PART + 1)):
                    if len(words[0]) > 3 or stop > 1:
                        parts.setdefault(" ".join(words[:stop]), draft.cls)
        return parts

    def _places(self, doc: Doc, found: list[Draft]) -> None:
        """Cities and regions of the library, where the model says place or a preposition of place stands before."""
        gazetteer, places, parts = self.ontology.gazetteer, self.ontology.places, self._parts(found)
        prior = Counter(k.country_code for d in found for k in d.known[:1] if k.country_code)
        order = [code for code, _ in sorted(prior.items(), key=lambda item: (-item[1], item[0]))]
        for draft in found:
            if draft.known or self._model.is_person(doc, draft.first, draft.stop):
                continue
            before = doc[draft.first - 1].lower_ if draft.first else ""
            surname = draft.cls == "Person" and parts.get(draft.words) == "Person"
            there = before in PLACE_PREPOSITIONS and len(draft) <= 2 and not surname
            local = there or self._of_a_place(doc, draft.first)
            if draft.cls in ("City", "Location", "Region") or (local and draft.cls in ("Person", "Organization")):
                hit = places.lookup(draft.words, prior=order)
                if hit is not None:
                    draft.known, draft.cls = (hit,), hit.cls
                elif before == "in" and _where_it_happens(doc, draft):
                    draft.cls = "City"
                elif draft.cls == "City" and 1 < len(draft) < 4 and not local and not draft.sure:
                    draft.cls = "Person"
            if draft.cls == "Group" and not draft.plural and (country := gazetteer.demonym(draft.words)):
                draft.known, draft.cls = (country,), "Country"

    def _of_a_place(self, doc: Doc, first: int) -> bool:
        """ "the city of", "the village of"."""
        if first < 2 or doc[first - 1].lower_ != "of":
            return False
        noun = self.ontology.nouns.get(doc[first - 2].lower_)
        return noun is not None and "generic" in noun.traits and self.ontology.vocabulary.is_a(noun.cls, "Location")

    def _demonyms_inside(self, found: list[Draft], doc: Doc) -> Iterator[Draft]:
        """ "Russian" in "Russian Interior Ministry" is a mention of Russia of its own inside the ministry's."""
        for draft in found:
            if len(draft) < 2 or draft.cls == "Person":
                continue
            labels = {known.label for known in draft.known}
            for width in (2, 1):
                words = doc[draft.first : draft.first + width].text
                country = self.ontology.gazetteer.demonym(words)
                if (
                    country is not None
                    and width < len(draft)
                    and words != draft.words
                    and not any(words in label for label in labels)
                ):
                    draft.country = country
                    yield name_draft(self.ontology, doc, draft.first, draft.first + width, "Country", known=(country,))
                    break


class _Names:
    """Names of several words that begin with the same one."""

    def __init__(self) -> None:
        self._drafts: dict[str, tuple[int, Draft]] = {}
        self._lengths: set[int] = set()

    def add(self, draft: Draft) -> None:
        """Add a name, unless it is there already."""
        if draft.words not in self._drafts:
            self._drafts[draft.words] = len(self._drafts), draft
            self._lengths.add(len(draft))

    def at(self, doc: Doc, first: int, claimed: set[int]) -> Draft | None:
        """The one that was added first of those that stand at a token; each length is looked at but once."""
        found = []
        for length in self._lengths:
            stop = first + length
            number, draft = self._drafts.get(plain(doc[first:stop].text), (0, None))
            if draft is not None and len(draft) == length and claimed.isdisjoint(range(first, stop)):
                found.append((number, draft))
        return min(found, key=lambda pair: pair[0])[1] if found else None


def _where_it_happens(doc: Doc, draft: Draft) -> bool:
    """ "They landed in Tanjari": a bare name of one word that no list knows, where a clause says in what place."""
    token = doc[draft.first]
    plain = len(draft) == 1 and token.is_title and draft.cls == "Organization" and not draft.sure
    return plain and token.dep_ == "pobj" and token.head.head.pos_ in ("VERB", "AUX")


def _rank(draft: Draft, listed: dict[int, Draft]) -> int:
    """A model's name ranks after the gazetteer's, but "Australian Securities Exchange" before "Australian"."""
    if len(draft) < 2 or draft.cls not in ("Organization", "Facility"):
        return 1
    inside = [listed[token] for token in range(draft.first, draft.stop) if token in listed]
    return int(any(known.cls != "Country" or known.first > draft.first for known in inside))
