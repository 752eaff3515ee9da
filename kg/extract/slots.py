"""Syntactic slots of a trigger: who is subject, object, and complement of which preposition, passives and gaps undone.

Reads the dependencies of spaCy's English models (ClearNLP labels). Slots are named as in ``lexicon.en.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

_RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
_QUANTITIES = frozenset(
    """
    number group dozen hundred thousand million ten score lot pair couple handful majority minority series part some
    many most several one two three four five six seven eight nine all none each both half third quarter rest kind
    type sort wave batch bunch any few member crowd total list set
    """.split()
)
_COMPLEX = frozenset(
    {"according", "due", "because", "instead", "thanks", "prior", "regardless", "next", "ahead", "such"}
)
"""First words of prepositions of several words, whose last word is no slot: "according to" is no "to"."""
_OBJECT_CONTROL = frozenset({"of", "from", "with", "into", "for"})
"""Prepositions after which a gerund belongs to the object: "accused him of spying", "kept them from leaving"."""
_SIDES = frozenset({"front", "middle", "center", "centre", "heart", "vicinity", "outskirts"})
"""Sides and parts of a place, which "of" leads on to the place itself."""
_VERBAL_LINKS = frozenset({"xcomp", "advcl", "ccomp", "pcomp", "conj", "acl", "relcl"})


@dataclass(frozen=True, slots=True)
class Filler:
    """A token in a slot; ``how`` names the construction that put it there, for ``foundBy`` and confidence."""

    slot: str
    token: Token
    how: str


def verb_fillers(verb: Token) -> Iterator[Filler]:
    """Fillers of a verb's slots: ``subj``, ``obj``, ``iobj``, ``comp``, and prepositions; coordinations spread out."""
    for filler in _verb_slots(verb):
        for token in spread(filler.token):
            yield Filler(filler.slot, token, filler.how)


def noun_fillers(noun: Token) -> Iterator[Filler]:
    """Fillers of a noun's slots: ``poss``, ``mod``, and prepositions (``of``, ``by``, …); coordinations spread out."""
    for filler in _noun_slots(noun):
        for token in spread(filler.token):
            yield Filler(filler.slot, token, filler.how)


def adjective_fillers(adjective: Token) -> Iterator[Filler]:
    """Fillers of a predicative adjective's slots: the copula's subject as ``subj``, and prepositions."""
    if adjective.dep_ in ("acomp", "oprd", "advcl"):
        subject = subject_of(adjective.head)
        if subject is not None:
            yield from (Filler("subj", token, "subject") for token in spread(subject))
    elif adjective.dep_ == "amod":
        yield Filler("subj", adjective.head, "modifier")
    yield from noun_fillers(adjective)


def phrase_fillers(words: Iterable[Token], slots: Container[str]) -> Iterator[Filler]:
    """Fillers on the later words of a phrasal trigger: "took control of the city", "cordoned off the station"."""
    matched = list(words)
    for word in matched:
        for filler in _noun_slots(word):
            yield from (Filler(filler.slot, token, filler.how) for token in spread(filler.token))
        for child in word.children:
            if child.dep_ == "pobj" and child not in matched and word.lower_ not in slots and "obj" in slots:
                yield from (Filler("obj", token, "object") for token in spread(child))


_GERUND_SLOTS = {"of": "obj", "by": "subj", "poss": "subj", "mod": "obj"}


def gerund_fillers(noun: Token) -> Iterator[Filler]:
    """Fillers of a nominal gerund in the slots of its verb: "the jailing of two drivers by a court"."""
    for filler in noun_fillers(noun):
        yield Filler(_GERUND_SLOTS.get(filler.slot, filler.slot), filler.token, filler.how)


def spread(token: Token) -> Iterator[Token]:
    """A filler and what is coordinated with it; "dozens of workers" is the workers, "who" its antecedent."""
    yield _core(token)
    for child in token.children:
        joined = child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
        if joined or (child.dep_ == "appos" and is_list(child)):
            yield from spread(child)


def is_list(apposition: Token) -> bool:
    """Whether what the parser takes for an apposition goes on a list: "A, three unions and a deputy have urged"."""
    joined = [child for child in apposition.children if child.dep_ == "conj"]
    linked = any(child.dep_ == "cc" for child in apposition.children)
    return linked and bool(joined) and not all(is_second_title(child) for child in joined)


def is_second_title(noun: Token) -> bool:
    """Whether it adds to an apposition what else somebody is: "Ann Lee, a poet and member of the council"."""
    bare = not any(child.dep_ in ("det", "poss", "nummod") for child in noun.children)
    return bare and noun.tag_ == "NN" and noun.dep_ == "conj" and (noun.head.dep_, noun.head.tag_) == ("appos", "NN")


def _core(token: Token) -> Token:
    if token.lower_ in _RELATIVES and token.pos_ in ("PRON", "DET", "SCONJ"):
        return antecedent(token) or token
    if token.lemma_.lower() in _QUANTITIES:
        apart = ("PROPN", "NOUN") if token.lower_ == "one" else ("PROPN",)
        named = next((c for c in token.children if c.dep_ == "appos" and c.pos_ in apart), None)
        if named is not None:  # "one of the men, Kim Chol", "one of them, a welder"
            return named
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        return _core(inner)
    return token


def antecedent(relative: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    verb = relative
    while verb.head.i != verb.i and verb.dep_ != "relcl":
        verb = verb.head
        if verb.dep_ in ("ROOT",):
            return None
    return verb.head if verb.dep_ == "relcl" else None


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: by its auxiliary, or as a bare participle after a noun or a passive conjunct."""
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD"):
        # A past tense after a noun inside a clause is a participle misread; after a noun that is the root, a main verb.
        return verb.tag_ == "VBN" or verb.head.dep_ != "ROOT"
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children):
        return False
    if verb.dep_ == "conj" and not any(child.dep_ in ("nsubj", "aux") for child in verb.children):
        return is_passive(verb.head)
    return verb.dep_ in ("advcl", "oprd") and not any(c.dep_ in ("nsubj", "aux", "dobj") for c in verb.children)


def is_gapped_passive(verb: Token) -> bool:
    """Whether a past form goes on a passive without its auxiliary: "was killed and two wounded", "and sent home".

    Only a verb that always has an object can: ask that of its lexicon.
    """
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBN") or is_passive(verb):
        return False
    bare = not any(child.dep_ in ("dobj", "aux", "ccomp", "xcomp", "agent") for child in verb.children)
    return bare and any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.head.children)


def _verb_slots(verb: Token) -> Iterator[Filler]:
    passive = is_passive(verb)
    stranded = []
    for child in verb.children:
        found = list(_SLOTS[child.dep_](child)) if child.dep_ in _SLOTS else []
        if child.dep_ == "prep" and not found:
            stranded.append(child)
        yield from found
    deps = {child.dep_ for child in verb.children}
    has_subject = bool(deps & {"nsubj", "nsubjpass"})
    if not passive and "dobj" not in deps:
        yield from _named_object(verb)
    if not has_subject:
        yield from _understood_subject(verb, passive=passive)
    if verb.dep_ == "amod" and verb.tag_ in ("VBN", "VBG"):
        yield Filler("obj" if verb.tag_ == "VBN" else "subj", verb.head, "participle")
    if verb.dep_ == "relcl":
        yield from _gap(verb, has_subject=has_subject, has_object=passive or "dobj" in deps, stranded=stranded)


def _subject(child: Token) -> Iterator[Filler]:
    reduced = child.head.dep_ == "acl" and is_passive(child.head)
    yield Filler("obj" if reduced else "subj", child, "subject")


def _passive_subject(child: Token) -> Iterator[Filler]:
    ditransitive = any(c.dep_ == "dobj" for c in child.head.children)
    yield Filler("iobj" if ditransitive else "obj", child, "passive-subject")


def _object(child: Token) -> Iterator[Filler]:
    yield Filler("obj", child, "object")
    yield from _object_preps(child)


def _dative(child: Token) -> Iterator[Filler]:
    if child.pos_ == "ADP":
        yield from _preposition(child)
    else:
        yield Filler("iobj", child, "indirect-object")


def _named_object(verb: Token) -> Iterator[Filler]:
    """ "appointed Ann Lee, a jurist, as minister": without another object, what the parser takes for its predicate."""
    for child in verb.children:
        if child.dep_ == "oprd" and child.pos_ in ("NOUN", "PROPN") and child.i > verb.i:
            yield Filler("obj", child, "object")


def _predicate(child: Token) -> Iterator[Filler]:
    """ "became chairman": what the subject is said to be."""
    if child.pos_ in ("NOUN", "PROPN"):
        yield Filler("attr", child, "complement")


def _agent(child: Token) -> Iterator[Filler]:
    yield from (Filler("subj", filler.token, "agent") for filler in _preposition(child))


def _adverb(child: Token) -> Iterator[Filler]:
    """ "came back from": the parser hangs the preposition on the adverb or particle."""
    for inner in child.children:
        if inner.dep_ == "prep":
            yield from _preposition(inner)


def _complement(child: Token) -> Iterator[Filler]:
    yield Filler("comp", child, "complement")
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in child.children):
        yield Filler("inf", child, "complement")
    yield from _raised_object(child)


def _raised_object(complement: Token) -> Iterator[Filler]:
    """ "ordered troops to withdraw", "held them accountable": the parser makes the object the complement's subject."""
    bare = complement.tag_ == "VB" and not any(c.dep_ == "aux" and c.lower_ != "to" for c in complement.children)
    if bare or complement.pos_ in ("ADJ", "ADV"):
        for child in complement.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                yield Filler("obj", child, "raised-object")


def _preposition(prep: Token) -> Iterator[Filler]:
    """A preposition's complement; of stacked prepositions ("out of", "from inside") the last one counts."""
    for child in prep.children:
        if child.dep_ == "pobj" and child.lower_ in _SIDES and (inner := _inside_of(child)) is not None:
            yield Filler(prep.lower_, inner, "preposition")
        elif child.dep_ == "pobj":
            yield Filler(prep.lower_, child, "preposition")
            for more in child.children:
                if more.dep_ == "prep" and more.lower_ in ("to", "from", "into"):
                    yield from (Filler(f.slot, f.token, "object-preposition") for f in _preposition(more))
        elif child.dep_ == "prep" and prep.lower_ not in _COMPLEX:
            yield from _preposition(child)
        elif child.dep_ == "pcomp":
            yield Filler(prep.lower_, child, "preposition")
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            yield from _preposition(child)


def _inside_of(side: Token) -> Token | None:
    """ "In front of the palace": the palace."""
    return next((c for of in side.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"), None)


_SLOTS: Mapping[str, Callable[[Token], Iterator[Filler]]] = {
    "nsubj": _subject,
    "nsubjpass": _passive_subject,
    "dobj": _object,
    "dative": _dative,
    "agent": _agent,
    "prep": _preposition,
    "advmod": _adverb,
    "prt": _adverb,
    "ccomp": _complement,
    "xcomp": _complement,
    "oprd": _complement,
    "attr": _predicate,
}
"""What a verb's dependent contributes, by its dependency label."""


def _object_preps(noun: Token) -> Iterator[Filler]:
    """Prepositions that the parser hangs on the object but may be the verb's ("sent workers to Russia")."""
    for child in noun.children:
        if child.dep_ in ("prep", "dative") and child.lower_ != "of":
            for filler in _preposition(child):
                yield Filler(filler.slot, filler.token, "object-preposition")


def _understood_subject(verb: Token, *, passive: bool) -> Iterator[Filler]:
    slot = "obj" if passive else "subj"
    found = understood_subject(verb)
    if found is not None and not (
        passive and any(c.dep_ == "agent" for c in verb.children) and verb.dep_ != "acl" and found.i > verb.i
    ):
        yield Filler(slot, found, f"understood-{verb.dep_.lower()}")


def understood_subject(verb: Token, *, depth: int = 0) -> Token | None:
    """The surface subject that a verb without its own shares: by control, raising, coordination, or participle."""
    if depth > 8:
        return None
    governor = verb.head
    if verb.dep_ == "acl":
        if verb.tag_ in ("VBN", "VBG", "VBD"):
            return governor
        return _possessor(governor) or _holder(governor, depth=depth + 1)
    if governor.i == verb.i or verb.dep_ not in _VERBAL_LINKS:
        return None
    if verb.dep_ == "pcomp":
        if governor.head.pos_ in ("VERB", "AUX"):
            controlled = _object_of(governor.head) if governor.lower_ in _OBJECT_CONTROL else None
            return controlled or subject_of(governor.head, depth=depth + 1)
        return _possessor(governor.head) or _holder(governor.head, depth=depth + 1)
    if verb.dep_ == "xcomp":
        controlled = next((c for c in governor.children if c.dep_ == "dobj" and c.i < verb.i), None)
        return controlled or subject_of(governor, depth=depth + 1)
    if verb.dep_ == "ccomp" and not any(c.dep_ in ("mark", "aux") and c.lower_ in ("to",) for c in verb.children):
        return None
    if verb.dep_ == "relcl":
        return governor if any(c.lower_ == "to" for c in verb.children) else None
    return subject_of(governor, depth=depth + 1)


def _object_of(verb: Token) -> Token | None:
    """The object of an active verb, also where it is the antecedent of a relative clause that lacks one."""
    for child in verb.children:
        if child.dep_ == "dobj":
            return child
    own = any(c.dep_ == "nsubj" and c.lower_ not in _RELATIVES for c in verb.children)
    return verb.head if verb.dep_ == "relcl" and own else None


def subject_of(verb: Token, *, depth: int = 0) -> Token | None:
    """The surface subject of a verb, its own or understood."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return child
    return understood_subject(verb, depth=depth + 1)


def _possessor(noun: Token) -> Token | None:
    """ "attempts by workers to escape", "the workers' attempt to escape"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _holder(noun: Token, *, depth: int) -> Token | None:
    """Subject of the verb whose object the noun is: in "faced charges of spying" the one who faced them."""
    if noun.dep_ in ("dobj", "pobj"):
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        if verb.pos_ == "VERB":
            return subject_of(verb, depth=depth + 1)
    return None


def _gap(verb: Token, *, has_subject: bool, has_object: bool, stranded: list[Token]) -> Iterator[Filler]:
    """What a relative clause leaves open is its antecedent: "the video that they revised", "the man they spoke to"."""
    noun = verb.head
    words = {c.lower_ for c in verb.subtree if c.i < verb.i}
    if stranded:
        yield Filler(stranded[0].lower_, noun, "relative-gap")
    elif has_subject and not has_object and not words & {"where", "when", "who"}:
        relative_subject = any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _RELATIVES for c in verb.children)
        complement = any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)
        if not relative_subject and not complement:
            yield Filler("obj", noun, "relative-gap")
    elif "where" in words:
        yield Filler("in", noun, "relative-gap")


def _inner_prepositions(prep: Token) -> Iterator[Filler]:
    """ "the arrest of Kim by police": the parser may hang *by* on Kim."""
    for inner in prep.children:
        if inner.dep_ == "pobj":
            for child in inner.children:
                if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "against", "on", "to", "in"):
                    yield from (Filler(f.slot, f.token, "object-preposition") for f in _preposition(child))


def _noun_slots(noun: Token) -> Iterator[Filler]:
    for child in noun.children:
        if child.dep_ == "poss":
            yield Filler("poss", child, "possessor")
        elif child.dep_ in ("compound", "amod", "nmod") and child.i < noun.i:
            yield Filler("mod", child, "modifier")
        elif child.dep_ in ("prep", "agent"):
            yield from _preposition(child)
            yield from _inner_prepositions(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            for agent in (c for c in child.children if c.dep_ == "agent"):
                yield from (Filler("by", f.token, "agent") for f in _preposition(agent))
        elif child.dep_ in ("acl", "relcl", "ccomp"):
            yield Filler("comp", child, "complement")
