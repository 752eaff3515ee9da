"""How names are written and drafted: what the ways to find names share."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.drafts import NAME, NOMINAL, Draft
from kg.extract.nominals import definiteness
from kg.ontology import Ontology
from kg.ontology.known import Known

PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "to", "from", "into", "toward", "towards", "outside", "around", "across"}
)


def name_draft(
    ontology: Ontology, doc: Doc, first: int, stop: int, cls: str, *, known: tuple[Known, ...] = (), sure: bool = False
) -> Draft:
    """A draft of the tokens ``[first, stop)``; "the police" is known by a description, which is no name."""
    span = doc[first:stop]
    draft = Draft(first, stop, int(span.root.i), NAME, cls, plain(span.text), known=known, sure=sure)
    if span.text.islower() and known and known[0].cls != "Country":
        draft.kind, draft.noun = NOMINAL, ontology.nouns.get(ontology.lemma(doc[stop - 1]))
        draft.definite = definiteness(doc[stop - 1])
    return draft


def head_class(ontology: Ontology, token: Token) -> str | None:
    """What a name that ends in this word denotes, if the word tells."""
    noun = ontology.nouns.get(token.lower_)
    if noun is not None and "unit" in noun.traits:
        return noun.cls
    return ontology.name_heads.get(token.lower_.rstrip("."))


def country_named(ontology: Ontology, words: str) -> Known | None:
    """The country that these words name, not as an adjective."""
    return next((k for k in ontology.gazetteer.lookup(words) if k.cls == "Country"), None)


def capital(token: Token) -> bool:
    """Whether a word begins with a capital."""
    return bool(token.text[:1].isupper())


def plain(words: str) -> str:
    """Words as they are compared: with straight apostrophes, on one line."""
    return words.replace("’", "'").replace("\n", " ")
