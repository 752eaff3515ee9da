"""Names that a statistical model finds, and capitalised words that it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kg.extract.drafts import Draft
from kg.extract.names.words import PLACE_PREPOSITIONS, capital, head_class, name_draft
from kg.extract.parse import Parsed
from kg.ontology import Ontology

_MODEL_CLASS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "City",
    "LOC": "Location",
    "FAC": "Facility",
    "NORP": "Group",
}
_PARTICLES = frozenset(
    {"de", "da", "di", "van", "von", "der", "den", "la", "le", "al", "el", "bin", "ibn", "dos", "del"}
)


class ModelNames:
    """Finds names by the model's entity labels, by given names, and by prepositions of place."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def find(self, doc: Doc) -> Iterator[Draft]:
        """The model's persons, organizations and places, persons set right by their given names."""
        for ent in doc.ents:
            cls = _MODEL_CLASS.get(ent.label_)
            if cls is None:
                continue
            first, stop = _trim(ent)
            if first >= stop or not any(capital(doc[i]) for i in range(first, stop)):
                continue
            if any(doc[i].is_sent_start for i in range(first + 1, stop)) or self._is_plain_noun(doc, first, stop):
                continue
            if cls == "Person":
                first = self._family_name(doc, first, stop)
            elif stop - first == 1 and self._in_title(doc, first):
                continue
            if cls == "Group" and (doc[stop - 1].pos_ == "ADJ" or doc[stop - 1].dep_ in ("amod", "compound")):
                continue
            if self.is_person(doc, first, stop) or (stop - first > 1 and _has_age(doc, stop)):
                cls = "Person"
            elif cls == "Person" and stop - first == 1 and doc[first].is_upper:
                cls = "Organization"
            yield name_draft(self.ontology, doc, first, stop, cls)

    def is_person(self, doc: Doc, first: int, stop: int) -> bool:
        """Whether a name begins with a given name and goes on as persons' names do."""
        if not 2 <= stop - first <= 4 or doc[first].text not in self.ontology.given_names:
            return False
        rest = doc[first + 1 : stop]
        return (
            all(capital(t) or t.lower_ in _PARTICLES for t in rest) and head_class(self.ontology, doc[stop - 1]) is None
        )

    def _family_name(self, doc: Doc, first: int, stop: int) -> int:
        """First token of a person's name whose first word the model leaves out: "Oh" in "Oh Myong Guk"."""
        before = doc[first - 1] if first else None
        if before is None or doc[first].is_sent_start or stop - first > 2:
            return first
        plain = before.is_title and before.is_alpha and before.pos_ == "PROPN" and not before.ent_type_
        if not plain or before.dep_ != "compound" or not first <= before.head.i < stop:
            return first
        title = self.ontology.nouns.get(before.lower_) or head_class(self.ontology, before)
        known = self.ontology.gazetteer.lookup(before.text) or self.ontology.gazetteer.demonym(before.text)
        return first if title or known else first - 1

    def _in_title(self, doc: Doc, i: int) -> bool:
        """ "Interior" in "Interior Minister" names no ministry."""
        if i + 1 >= len(doc) or not capital(doc[i + 1]):
            return False
        noun = self.ontology.nouns.get(f"{doc[i].lower_} {doc[i + 1].lower_}")
        return noun is not None and "title" in noun.traits

    def _is_plain_noun(self, doc: Doc, first: int, stop: int) -> bool:
        """ "Police" at the head of a sentence is a noun with a capital."""
        token = doc[first]
        opens = token.is_sent_start or (first > 0 and doc[first - 1].is_quote)
        forms = (token.lower_, self.ontology.lemma(token))
        return stop - first == 1 and opens and token.is_title and any(map(self.ontology.nouns.get, forms))

    def left_out(self, parsed: Parsed) -> Iterator[tuple[int, Draft]]:
        """Capitalised words after a preposition of place that the model leaves out, and datelines in capitals."""
        doc = parsed.doc
        yield from self._given(doc)
        yield from self._surnamed(doc)
        for token in doc:
            dateline = parsed.kind(token.i) == "dateline" and token.is_upper and len(token) > 2
            after = token.i > 0 and doc[token.i - 1].lower_ in PLACE_PREPOSITIONS and capital(token)
            if not (dateline or after) or token.ent_type_ or not token.is_alpha:
                continue
            stop = token.i + 1
            while stop < len(doc) and doc[stop].pos_ == "PROPN" and capital(doc[stop]) and doc[stop].is_alpha:
                stop += 1
            words = doc[token.i : stop].text
            hit = self.ontology.places.lookup(words.title() if words.isupper() else words, prior=())
            if hit is not None:
                yield 1, name_draft(self.ontology, doc, token.i, stop, hit.cls, known=(hit,))

    def _surnamed(self, doc: Doc) -> Iterator[tuple[int, Draft]]:
        """ "A man surnamed Ryang"."""
        for token in doc[1:]:
            if token.nbor(-1).lower_ in ("surnamed", "surname") and capital(token) and token.is_alpha:
                yield -1, name_draft(self.ontology, doc, token.i, token.i + 1, "Person", sure=True)

    def _given(self, doc: Doc) -> Iterator[tuple[int, Draft]]:
        """Persons that the model leaves out: a given name and one or two more names."""
        for token in doc:
            stop = token.i + 1
            while stop < len(doc) and doc[stop].pos_ == "PROPN" and doc[stop].is_title and stop - token.i < 3:
                stop += 1
            if stop > token.i + 1 and not token.ent_type_ and self.is_person(doc, token.i, stop):
                yield 2, name_draft(self.ontology, doc, token.i, stop, "Person")


def _trim(ent: Span) -> tuple[int, int]:
    """An entity without articles, quotation marks and possessive endings at its ends."""
    first, stop = ent.start, ent.end
    doc = ent.doc
    first = max((i + 1 for i in range(first, stop) if _is_dash(doc, i)), default=first)
    while first < stop and (doc[first].is_punct or doc[first].lower_ in ("the", "a", "an")):
        first += 1
    while first < stop and (
        (doc[stop - 1].is_punct and not doc[stop - 1].text.endswith("."))
        or doc[stop - 1].lower_ in ("'s", "’s", "'", "’")
    ):
        stop -= 1
    return first, stop


def _is_dash(doc: Doc, i: int) -> bool:
    """A dash between blanks: what stands before it labels a picture ("FILE - Jane Doe")."""
    return doc[i].text in ("-", "–", "—") and bool(doc[i].whitespace_) and i > 0 and bool(doc[i - 1].whitespace_)


def _has_age(doc: Doc, stop: int) -> bool:
    """Whether an age follows a name: "Amir Farhod, 23, …"."""
    after = doc[stop : stop + 3]
    if len(after) < 3 or after[0].text != "," or after[2].text not in (",", "."):
        return False
    return after[1].is_digit and 10 <= int(after[1].text) < 100 and len(after[1]) == 2
