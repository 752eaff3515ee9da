"""Nominal mentions: noun phrases whose head is a noun that the ontology knows, and pronouns."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.drafts import NAME, NOMINAL, PRONOUN, Draft, Notes
from kg.ontology import Ontology
from kg.ontology.nouns import Noun

_NOT_INSIDE = frozenset(
    {"det", "poss", "predet", "punct", "case", "cc", "prep", "relcl", "acl", "appos", "mark", "intj"}
)
_PRONOUNS = {
    "he": "Person", "him": "Person", "his": "Person", "himself": "Person",
    "she": "Person", "her": "Person", "hers": "Person", "herself": "Person",
    "they": "Group", "them": "Group", "their": "Group", "theirs": "Group", "themselves": "Group",
    "it": "Entity", "its": "Entity", "itself": "Entity",
    "we": "Group", "us": "Group", "our": "Group", "ours": "Group",
    "i": "Person", "me": "Person", "my": "Person",
}  # fmt: skip
_PERSONAL = frozenset(_PRONOUNS) | {"you", "who", "whom"}
_PEOPLE_PRONOUNS = _PERSONAL - {"it", "its", "itself"} | {"those", "others", "many", "both", "everyone", "someone"}
_ROUND_NUMBERS = frozenset({"dozen", "hundred", "thousand", "score"})
_AGENTIVE = ("er", "or", "ist", "eer", "ian", "ant", "man", "woman", "people", "crat")
_ABSTRACT = (
    "tion",
    "sion",
    "ness",
    "ity",
    "ment",
    "ism",
    "ship",
    "ance",
    "ence",
    "ing",
    "cy",
    "th",
    "ure",
    "dom",
    "hood",
    "al",
)
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})


def find_nominals(notes: Notes, ontology: Ontology) -> Iterator[Draft]:
    """Noun phrases whose head noun the ontology classes; the span runs from the first modifier to the head."""
    doc = notes.parsed.doc
    lemmas = [token.lemma_.lower() for token in doc]
    for token in doc:
        kind = token.pos_ in ("NOUN", "PROPN", "ADJ") or _is_participle_for_people(token)
        if not kind or (not token.is_alpha and "-" not in token.text):
            continue
        inside = notes.covering(token)
        if inside is not None:
            continue
        noun = ontology.nouns.longest(lemmas, token.i) or ontology.nouns.get(token.lower_)
        heads = (_is_head(token) or _is_title(token, notes)) and not _is_prefix(token)
        if noun is None or noun.abstract or not heads or not _nominal_use(token) or _denied(token):
            continue
        yield _draft(token, noun, ontology)


def _is_head(token: Token) -> bool:
    """Whether the token heads its noun phrase, also where the parser hangs a title on the name after it."""
    return token.dep_ not in ("compound", "amod", "nmod", "advmod") or token.head.i < token.i


def _is_prefix(token: Token) -> bool:
    """ "state" in "state-run"."""
    return not token.whitespace_ and token.i + 1 < len(token.doc) and token.nbor().tag_ == "HYPH"


def _is_title(token: Token, notes: Notes) -> bool:
    """Whether a person's name begins right after: "Major *General* Vyacheslav Gladkikh"."""
    follows = notes.covering(token.i + 1) if token.i + 1 < len(token.doc) else None
    return follows is not None and follows.first == token.i + 1 and (follows.kind, follows.cls) == (NAME, "Person")


def _denied(token: Token) -> bool:
    """ "no ship": there is none to speak of."""
    return any(child.dep_ == "det" and child.lower_ == "no" for child in token.children)


def _nominal_use(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") or any(child.dep_ == "det" for child in token.children)


def _is_participle_for_people(token: Token) -> bool:
    """ "The injured were taken to a hospital": a participle with an article where a noun would stand."""
    in_place = token.tag_ == "VBN" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    return in_place and any(child.dep_ == "det" for child in token.children)


def _draft(token: Token, noun: Noun, ontology: Ontology) -> Draft:
    doc = token.doc
    first = _first(token)
    plural = token.tag_ in _PLURAL_TAGS or "collective" in noun.traits
    modifiers = [t for t in doc[first : token.i] if t.pos_ in ("ADJ", "NOUN", "PROPN", "VERB")]
    country = None
    for width in (2, 1):
        for i in range(first, token.i - width + 1):
            if country is None and (country := ontology.gazetteer.demonym(doc[i : i + width].text)) is not None:
                modifiers = [m for m in modifiers if not i <= m.i < i + width]
    cls = "Group" if noun.cls == "Person" and plural else noun.cls
    if cls == "Group" and _counted_once(token):
        cls, plural = "Person", False
    return Draft(
        first,
        token.i + 1,
        token.i,
        NOMINAL,
        cls,
        doc[first : token.i + 1].text,
        noun=noun,
        country=country,
        plural=plural,
        definite=definiteness(token),
        modifiers=frozenset(m.lemma_.lower() for m in modifiers),
    )


def _first(head: Token) -> int:
    """Leftmost token of the unbroken run of modifiers before the head."""
    first = head.i
    doc = head.doc
    limit = head.left_edge.i
    while first > limit:
        before = doc[first - 1]
        if before.pos_ in ("DET", "ADP", "PRON", "PART", "SCONJ", "CCONJ", "VERB") and before.dep_ not in (
            "amod",
            "compound",
        ):
            break
        if (before.dep_ in _NOT_INSIDE and before.text != "-") or before.is_space:
            break
        first -= 1
    while first < head.i and doc[first].is_punct:
        first += 1
    return first


def _counted_once(head: Token) -> bool:
    return head.tag_ not in _PLURAL_TAGS and any(c.dep_ == "nummod" and c.lower_ in ("one", "1") for c in head.children)


def definiteness(head: Token) -> str:
    """``the`` (also this, that, these, those), ``poss``, ``a`` (also another, some, each, a number), or nothing."""
    found = ""
    for child in head.children:
        if child.i > head.i:
            continue
        if child.dep_ == "poss":
            return "poss"
        if child.dep_ in ("det", "predet"):
            word = child.lower_
            found = "the" if word in ("the", "this", "that", "these", "those", "both") else "a"
        elif child.dep_ == "nummod" and not found:
            found = "a"
        elif child.dep_ == "amod" and child.lower_ in (
            "other",
            "another",
            "new",
            "second",
            "several",
            "many",
            "more",
            "such",
        ):
            found = found or "a"
    return found


def nominal_draft(token: Token, cls: str) -> Draft:
    """A draft of the noun phrase that this token heads, of a class that its place in the sentence gives."""
    first = _first(token)
    words = token.doc[first : token.i + 1].text
    kind = NAME if token.pos_ == "PROPN" else NOMINAL
    return Draft(first, token.i + 1, token.i, kind, cls, words, plural=cls == "Group", definite=definiteness(token))


def stands_for_people(token: Token) -> bool:
    """Whether a pronoun or bare number can only mean people: "they", "those who", "at least 40"."""
    if token.pos_ == "PRON":
        return token.lower_ in _PEOPLE_PRONOUNS
    if token.ent_type_ in ("MONEY", "PERCENT", "DATE", "TIME", "QUANTITY", "ORDINAL"):
        return False
    return (token.pos_ == "NUM" and token.dep_ != "nummod") or token.lemma_.lower() in _ROUND_NUMBERS


def unforeseen_class(token: Token, ontology: Ontology, *, acts: bool) -> str | None:
    """What a filler is that no list foresees: people, by form or because it acts; money; else a thing that is made.

    None for what is no noun, an abstract noun, or a name.
    """
    if stands_for_people(token) and token.lower_ not in _PERSONAL:
        return "Group"
    if token.ent_type_ == "MONEY":
        return "Artifact"
    if token.pos_ == "PROPN" and acts and token.i and token.nbor(-1).pos_ == "PROPN" and token.text[0].isupper():
        return "Organization"
    if (
        _denied(token)
        or token.pos_ != "NOUN"
        or not token.is_alpha
        or token.ent_type_ in ("DATE", "TIME", "PERCENT", "ORDINAL", "QUANTITY")
    ):
        return None
    lemma = ontology.lemma(token)
    listed = ontology.nouns.get(lemma)
    if listed is not None and listed.abstract:
        return None
    if lemma.endswith(_AGENTIVE):
        return "Group" if token.tag_ in _PLURAL_TAGS else "Person"
    return None if acts or lemma.endswith(_ABSTRACT) else "Artifact"


def find_pronouns(notes: Notes) -> Iterator[Draft]:
    """Personal and possessive pronouns; what they refer to is for :mod:`kg.extract.coreference`."""
    for token in notes.parsed.doc:
        cls = _PRONOUNS.get(token.lower_)
        if cls is None or token.pos_ not in ("PRON", "DET") or token.text == "US":
            continue
        if token.lower_ == "it" and _expletive(token):
            continue
        yield Draft(token.i, token.i + 1, token.i, PRONOUN, cls, token.lower_, plural=cls == "Group")


def _expletive(token: Token) -> bool:
    """Weather, clefts and anticipatory it: "it is said that", "it was clear"."""
    if token.dep_ == "expl":
        return True
    governor = token.head
    return token.dep_ in ("nsubj", "nsubjpass") and any(
        child.dep_ in ("ccomp", "acomp", "csubj") and any(g.dep_ in ("ccomp", "xcomp", "mark") for g in child.children)
        for child in governor.children
    )
