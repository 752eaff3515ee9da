"""What a clause looks like in a spaCy parse: its form, tense, voice, subject; whether a noun phrase is definite."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
AUXILIARIES = frozenset({"aux", "auxpass"})
_MOST = 40
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both", "its", "his", "her", "their", "our"})
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


def lemmas(token: Token) -> tuple[str, ...]:
    """Lemmas to look a word up by, best first: the lemmatizer makes "hop" of "hoped"."""
    lemma, word = token.lemma_.lower(), token.lower_
    return tuple(dict.fromkeys((lemma, word, lemma + "e") if word.startswith(lemma + "e") else (lemma, word)))


def dependents(token: Token) -> list[Token]:
    """Children of a token in the order of the text; of the hundreds in a broken parse, the first on either side."""
    return [*islice(token.lefts, _MOST), *islice(token.rights, _MOST)]


def lefts(token: Token) -> list[Token]:
    """As :func:`dependents`, those before the token."""
    return list(islice(token.lefts, _MOST))


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of a verb in the order of the text, ``to`` included."""
    return [child for child in lefts(verb) if child.dep_ in AUXILIARIES]


def form(verb: Token) -> str:
    """``that`` (finite), ``inf``, ``ing``, ``part`` (bare past participle) or ``base`` (imperative, subjunctive)."""
    chain = [*auxiliaries(verb), verb]
    first = chain[0]
    if first.tag_ == "TO":
        return "inf"
    if first.tag_ in _FINITE or any(token.tag_ == "MD" for token in chain):
        return "that"
    if first.tag_ == "VB":
        return "base"
    if first.tag_ == "VBG":
        return "ing"
    return "part" if first.tag_ == "VBN" else "that"


def tense(verb: Token) -> str | None:
    """``past`` or ``present`` by the finite verb and the perfect; None where the form has no tense of its own."""
    chain = [*auxiliaries(verb), verb]
    if any(token.lemma_ == "have" and token.dep_ == "aux" for token in chain[:-1]):
        return "past"
    first = chain[0]
    if first.tag_ == "VBD":
        return "past"
    if first.tag_ in ("VBZ", "VBP"):
        return "present"
    return "past" if form(verb) == "part" else None


def simple_present(verb: Token) -> bool:
    """Whether a clause is in the simple present, which states what is general: neither progressive nor perfect."""
    chain = [*auxiliaries(verb), verb]
    progressive = any(token.tag_ == "VBG" for token in chain[1:])
    return chain[0].tag_ in ("VBZ", "VBP") and not progressive and tense(verb) == "present"


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: with its auxiliary, or as a reduced relative clause."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in lefts(verb)):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod")


def own_subject(verb: Token) -> Token | None:
    """The subject that stands in this clause, a relative pronoun included; what is expletive does not count."""
    for child in dependents(verb):
        if child.dep_ in ("nsubj", "nsubjpass", "csubj", "csubjpass"):
            return child
    return None


def is_relative(token: Token) -> bool:
    """Whether a token is a relative pronoun."""
    return token.lower_ in _RELATIVE and token.tag_ in ("WP", "WDT", "WP$", "IN")


def is_definite(noun: Token) -> bool:
    """Whether a noun phrase speaks of something taken for known: article, demonstrative, possessive, or a name."""
    if noun.tag_ in ("NNP", "NNPS", "PRP"):
        return True
    return any((c.dep_ == "det" and c.lower_ in _DEFINITE) or c.dep_ == "poss" for c in lefts(noun))


def is_bare_plural(noun: Token) -> bool:
    """Whether a plural noun names a kind: no article, number, possessor, no name before or after it."""
    if noun.tag_ != "NNS":
        return False
    for child in dependents(noun):
        if child.dep_ in ("det", "nummod", "poss", "predet", "quantmod", "appos") or child.lower_ == "of":
            return False
        if child.dep_ in ("amod", "compound", "nmod") and (child.pos_ == "PROPN" or child.text[:1].isupper()):
            return False
    return not any(token.pos_ in ("PROPN", "NUM") for token in _after(noun))


def _after(noun: Token) -> Iterator[Token]:
    for child in islice(noun.rights, _MOST):
        if child.dep_ == "prep":
            yield from child.children


def is_verbal(token: Token) -> bool:
    """Whether a token heads a clause rather than a noun phrase."""
    return token.pos_ in ("VERB", "AUX") or (token.tag_.startswith("VB") and token.pos_ != "ADJ")
