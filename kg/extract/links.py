"""From a trigger up to the top of its sentence: what governs it, and how much of the governor's factuality it shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.ontology.cues import Cue, Cues, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_KEEP = Effect()
_UNSAID = Effect(certainty="underspecified", temporality="future")
_UNSURE = Effect(certainty="underspecified")
_DENIED = Effect(negative=True)
_NOMINAL_SLOTS = {"dobj": "obj", "nsubjpass": "obj", "nsubj": "subj", "attr": "attr", "dative": "obj", "oprd": "obj"}
_ENTITY = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "oprd", "appos", "compound", "nmod", "poss"})
_LONGEST = 400
"""Links followed at most; only a broken parse is deeper."""


@dataclass(frozen=True, slots=True)
class Link:
    """One step up from ``token``.

    ``manner`` says what it takes from its governor: ``free`` nothing, ``same`` everything, ``source`` (what is
    reported) and ``weak`` (an indefinite noun phrase) only doubt, ``clause`` (a finite subordinate clause) and
    ``adjunct`` (a participle) what is unreal but no negation. ``bare``: the token's own modifiers do not count.
    """

    token: Token
    manner: str
    effect: Effect = _KEEP
    negated: Effect | None = None
    words: str | None = None
    bare: bool = False


def climb(trigger: Token, cues: Cues, *, nominal: bool = False) -> Iterator[Link]:
    """Links from the trigger to where nothing above matters any more, innermost first."""
    token: Token | None = trigger
    bare = False
    for _ in range(_LONGEST):
        if token is None:
            return
        as_noun = (nominal and token == trigger) or not clauses.is_verbal(token)
        link, token, next_bare = (_noun_link if as_noun else _verb_link)(token, cues)
        yield Link(link.token, link.manner, link.effect, link.negated, link.words, bare or link.bare)
        bare = next_bare
        if link.manner == "free" or link.effect.factive:
            return


_Step = tuple[Link, "Token | None", bool]


def _verb_link(verb: Token, cues: Cues) -> _Step:
    if verb.dep_ == "conj" and _shares(verb):
        return Link(verb, "same", _KEEP if not _nor(verb) else _DENIED), verb.head, False
    anchor = _anchor(verb)
    dep, head = anchor.dep_, anchor.head
    if head == anchor or dep == "ROOT":
        return _top(verb), None, False
    if anchor != verb and dep == "conj":
        return Link(verb, "free"), None, False
    if dep in ("advcl", "ccomp", "xcomp", "csubj", "parataxis", "dep", "acomp", "oprd", "attr", "csubjpass", "prep") or (
        clauses.is_verbal(head) and dep not in _ENTITY and dep not in ("relcl", "acl", "amod")
    ):
        return _clause_link(verb, anchor, cues)
    if dep in ("relcl", "acl", "amod"):
        return _relative_link(verb, anchor, cues)
    if dep == "pcomp" and (mark := _condition(anchor, cues)):
        return Link(verb, "clause", mark[0].effect, words=mark[1]), head.head, False
    if dep == "pcomp":
        return _preposition_link(verb, head, cues, gerund=True)
    return _noun_link(verb, cues)


def _shares(verb: Token) -> bool:
    """Whether a coordinated verb shares the auxiliaries of the first: "may arrest and deport"."""
    head = verb.head
    if clauses.own_subject(verb) is not None or not clauses.is_verbal(head):
        return False
    if clauses.auxiliaries(verb):
        return clauses.form(verb) == clauses.form(head) == "inf"
    return verb.tag_ not in ("VBD", "VBZ") or (verb.tag_ == "VBD" and head.tag_ == "VBN")


def _nor(verb: Token) -> bool:
    return any(child.lower_ == "nor" for child in verb.head.children if child.dep_ == "cc") and not any(
        child.dep_ == "neg" or child.lower_ == "neither" for child in verb.head.children
    )


def _anchor(verb: Token) -> Token:
    """The first of the coordinated clauses: the link upwards is its own. A finite verb is no sister of an infinitive."""
    token = verb
    for _ in range(_LONGEST):
        if token.dep_ == "conj":
            token = token.head
        elif clauses.form(verb) == "that" and token != verb and clauses.form(token) in ("inf", "base", "ing") and (
            token.dep_ in ("xcomp", "advcl", "acl", "ccomp") and clauses.is_verbal(token.head)
        ):
            token = token.head
        else:
            break
    return token


def _top(verb: Token) -> Link:
    """The main clause of a sentence: a question and an order claim nothing."""
    if _is_question(verb):
        return Link(verb, "same", _UNSURE, words="?")
    if _is_order(verb):
        return Link(verb, "same", _UNSAID, words=verb.text)
    if clauses.form(verb) == "inf":
        return Link(verb, "same", _UNSAID, words="to")
    return Link(verb, "same")


def _is_question(verb: Token) -> bool:
    auxiliary = next(iter(clauses.auxiliaries(verb)), None)
    subject = clauses.own_subject(verb)
    if auxiliary is not None and subject is not None and auxiliary.i < subject.i and verb.dep_ in ("ROOT", "conj", "ccomp"):
        first = next(iter(verb.lefts), verb)
        if first.i == auxiliary.i or first.tag_ in ("WRB", "WP", "WDT") or first.dep_ == "punct":
            return True
    doc = verb.doc
    for i in range(verb.i, min(verb.i + 120, len(doc))):
        if doc[i].text in (".", "!", ";", "…") or (i > verb.i and doc[i].is_sent_start and doc[i].text not in "”\"'»?"):
            return False
        if doc[i].text == "?":
            return True
    return False


def _is_order(verb: Token) -> bool:
    if verb.tag_ != "VB" or clauses.own_subject(verb) is not None:
        return False
    return all(token.lemma_ == "do" for token in clauses.auxiliaries(verb))


def _clause_link(verb: Token, anchor: Token, cues: Cues) -> _Step:
    head, shape = anchor.head, clauses.form(anchor)
    if head.pos_ == "ADP":
        return _preposition_link(verb, head, cues, gerund=True)
    if mark := _condition(anchor, cues):
        cue, words = mark
        return Link(verb, "clause", cue.effect, words=words), head, False
    if anchor.dep_ in ("ccomp", "parataxis") and _quoted_alone(anchor):
        return _top(verb), None, False
    slot = _slot(anchor, shape)
    governor = head
    found = governing(governor, slot, cues)
    if found is None and governor.lemma_ == "be" and anchor.dep_ != "advcl":
        governor, found = _predicate(head, slot, cues)
    if found is not None and not (anchor.dep_ == "advcl" and shape == "that"):
        cue, words = found
        if not cue.effect.negative and _presupposed(anchor):
            return Link(verb, "clause"), governor, False
        if cue.reports and cue.effect == _KEEP and _is_question(verb) and anchor.dep_ == "ccomp":
            return Link(verb, "source", _UNSURE, words="?"), governor, False
        return Link(verb, "source" if cue.reports else "same", cue.effect, cue.negated, words), governor, False
    return _unknown(verb, anchor, shape)


def _presupposed(clause: Token) -> bool:
    """"Unclear who ordered it", "asked why they left": an indirect question takes its clause for granted."""
    if clauses.form(clause) != "that" or _is_question(clause):
        return False
    return any(child.tag_ in ("WP", "WRB", "WDT", "WP$") and child.dep_ != "mark" for child in clause.lefts)


def _unknown(verb: Token, anchor: Token, shape: str) -> _Step:
    """The link under a governor that no cue tells us about."""
    head = anchor.head
    if _inverted(anchor):
        return Link(verb, "clause", Effect(certainty="underspecified", temporality="conditional")), head, False
    if shape == "inf":
        if any(child.lower_ == "too" for child in head.lefts):
            return Link(verb, "same", Effect(negative=True)), head, False
        return Link(verb, "same", _UNSAID, words="to"), head, False
    if anchor.dep_ == "advcl":
        return Link(verb, "clause" if shape == "that" else "adjunct"), head, False
    if anchor.dep_ in ("csubj", "csubjpass"):
        return Link(verb, "same", _UNSURE if clauses.tense(head) != "past" else _KEEP), head, False
    if shape == "base" and _is_order(verb):
        return Link(verb, "same", _UNSAID, words=verb.text), head, False
    if shape == "that":
        return Link(verb, "source", _UNSURE if _is_question(verb) else _KEEP), head, False
    return Link(verb, "same"), head, False


def _quoted_alone(clause: Token) -> bool:
    """Whether a clause is the whole of a direct speech that commands: its mood is its own."""
    return _is_order(clause) and any(child.is_quote for child in clause.head.children if child.dep_ == "punct")


def _inverted(clause: Token) -> bool:
    """"Had they known", "Should he flee": a condition without a conjunction."""
    subject = clauses.own_subject(clause)
    first = next(iter(clauses.auxiliaries(clause)), None)
    return (
        subject is not None
        and first is not None
        and first.i < subject.i
        and first.lemma_ in ("have", "should", "be")
        and clause.left_edge.i >= first.i - 1
        and clause.i < clause.head.i
    )


def _slot(clause: Token, shape: str) -> tuple[str, ...]:
    """Slots of the governor to try, best first."""
    if shape == "base":
        return ("inf", "that") if clause.dep_ != "ccomp" or clauses.own_subject(clause) is not None else ("quote", "that")
    if shape == "inf":
        return ("passive", "inf") if clauses.is_passive(clause.head) else ("inf",)
    if shape == "part":
        return ("ing", "inf")
    return (shape,)


def _condition(clause: Token, cues: Cues) -> tuple[Cue, str] | None:
    """The condition or purpose that introduces a clause."""
    for child in clause.lefts:
        if child.dep_ not in ("mark", "advmod", "prep", "aux"):
            continue
        for start in (child.left_edge.i, child.i - 1):
            if start >= 0 and (found := phrase(clause, start, "c", cues)) and found[2] > child.i - (child.dep_ != "aux") - 1:
                return found[0], found[1]
    if clauses.form(clause) == "inf" and clause.left_edge.i > 1:
        for back in (1, 2):
            if found := phrase(clause, clause.left_edge.i - back, "c", cues):
                return found[0], found[1]
    return None


def phrase(token: Token, start: int, pos: str, cues: Cues) -> tuple[Cue, str, int] | None:
    """The longest cue of this part of speech that begins at token ``start``, its words, and the index of its last token."""
    doc = token.doc
    for cue in cues.words(pos, doc[start].lower_):
        stop = start + len(cue.words)
        if stop <= len(doc) and all(doc[start + k].lower_ == word for k, word in enumerate(cue.words)):
            return cue, doc[start:stop].text, stop - 1
    return None


def governing(head: Token, slots: tuple[str, ...], cues: Cues) -> tuple[Cue, str] | None:
    """The cue that this governor is, for the first of the slots that it decides about."""
    for pos in _pos(head):
        for slot in slots:
            for lemma in clauses.lemmas(head):
                for cue in cues.governors(pos, lemma):
                    if slot in cue.slots and _present(head, cue.words[1:]):
                        return cue, head.text
    return None


def _pos(head: Token) -> str:
    if head.tag_ == "VBN" and head.pos_ != "AUX":
        return "va"
    if clauses.is_verbal(head):
        return "v"
    if head.pos_ in ("NOUN", "PROPN"):
        return "nv" if head.tag_ == "VBG" else "n"
    return "av" if head.tag_.startswith("VB") else "an"


def _present(head: Token, words: tuple[str, ...]) -> bool:
    return all(any(child.lemma_.lower() == word for child in head.children) for word in words)


def _predicate(copula: Token, slots: tuple[str, ...], cues: Cues) -> tuple[Token, tuple[Cue, str] | None]:
    """"It is likely that", "there is a risk that", "the fear is that": the word that decides."""
    for child in copula.children:
        if child.dep_ in ("acomp", "attr", "nsubj", "advmod") and (found := governing(child, slots, cues)):
            return copula, found
    return copula, governing(copula, slots, cues)


def _relative_link(verb: Token, anchor: Token, cues: Cues) -> _Step:
    noun, shape = anchor.head, clauses.form(anchor)
    if shape == "inf" or (anchor.dep_ == "acl" and (shape == "base" or (shape == "that" and clauses.own_subject(anchor)))):
        return _acl_link(verb, noun, _slot(anchor, shape), shape, cues)
    if generic := _generic(noun, verb, cues):
        return Link(verb, "clause", generic), noun, True
    if clauses.is_definite(noun):
        return Link(verb, "free"), None, False
    if shape == "ing":
        return Link(verb, "weak"), noun, True
    as_subject = shape == "part" and noun.dep_ in clauses.SUBJECTS  # "drivers caught without papers will be fined"
    return Link(verb, "adjunct" if as_subject else "clause"), noun, True


def _acl_link(verb: Token, noun: Token, slots: tuple[str, ...], shape: str, cues: Cues) -> _Step:
    """A clause that a noun governs: "plan to", "rumors that"."""
    found = governing(noun, slots, cues)
    if found is None and shape == "inf":
        for child in noun.lefts:
            found = found or (governing(child, slots, cues) if child.dep_ == "amod" else None)
    if found is not None:
        cue, words = found
        return Link(verb, "source" if cue.reports else "same", cue.effect, cue.negated, words), noun, False
    if shape == "inf":
        return Link(verb, "same", _UNSAID, words="to"), noun, False
    return Link(verb, "source"), noun, False


def _generic(noun: Token, verb: Token, cues: Cues) -> Effect | None:
    """What a restrictive clause loses by its head: "anyone who", "no officer who", "workers who flee"."""
    for word in (noun, *(child for child in noun.lefts if child.dep_ in ("det", "predet"))):
        if cue := next((cue for cue in cues.words("d", word.lower_) if len(cue.words) == 1), None):
            if cue.kind == "negation" or clauses.simple_present(verb) or word.lower_.startswith("any"):
                return cue.effect
    if clauses.simple_present(verb) and verb.dep_ == "relcl" and clauses.is_bare_plural(noun):
        return _UNSURE
    return None


def _preposition_link(token: Token, preposition: Token, cues: Cues, *, gerund: bool = False) -> _Step:
    """The link of a noun or gerund under a preposition."""
    base = preposition
    if (found_cue := _under_preposition(preposition.head, preposition, cues)) is not None:
        governor, cue, words = found_cue
        return Link(token, "source" if cue.reports else "same", cue.effect, cue.negated, words), governor, False
    if (outer := preposition.head).dep_ in ("prep", "advmod") and outer.i < preposition.i and preposition.i - outer.i < 2:
        base = outer
    for start in dict.fromkeys((base.i, preposition.i, preposition.i - 1, preposition.i - 2)):
        if start < 0 or (found := phrase(token, start, "p", cues)) is None or found[2] < preposition.i:
            continue
        if "indef" not in found[0].slots or not clauses.is_definite(token):
            return Link(token, "adjunct", found[0].effect, words=found[1]), base.head, False
    governor = base.head
    if not gerund and clauses.is_definite(token):
        return Link(token, "free"), None, False
    return Link(token, "adjunct" if gerund else "weak"), governor, not clauses.is_verbal(governor)


def _under_preposition(governor: Token, preposition: Token, cues: Cues) -> tuple[Token, Cue, str] | None:
    """The cue that governs a preposition: its head, or the verb whose object the parser hung it on."""
    for _ in range(2):
        misread = (child for child in governor.lefts if child.tag_ == "VBD" and child.dep_ == "amod")
        for word in (governor, *misread):
            if found := governing(word, (preposition.lower_,), cues):
                return governor, *found
        if governor.dep_ not in ("dobj", "pobj", "nsubjpass") or governor.i > preposition.i:
            return None
        governor = governor.head
    return None


def _noun_link(noun: Token, cues: Cues) -> _Step:
    dep, head = noun.dep_, noun.head
    if head == noun or dep == "ROOT":
        return Link(noun, "same", _UNSURE if _is_question(noun) else _KEEP), None, False
    if dep == "conj":
        if any(child.dep_ in ("det", "poss") for child in noun.lefts):
            return _noun_link_of(noun, _first(noun), cues)
        return Link(noun, "same"), head, False
    return _noun_link_of(noun, noun, cues)


def _first(noun: Token) -> Token:
    for _ in range(_LONGEST):
        if noun.dep_ != "conj":
            break
        noun = noun.head
    return noun


def _noun_link_of(noun: Token, place: Token, cues: Cues) -> _Step:
    """The link of ``noun``, which shares the place of ``place`` in the sentence."""
    dep, head = place.dep_, place.head
    if head == place:
        return Link(noun, "same"), None, False
    if dep in ("compound", "nmod", "amod", "npadvmod") and not clauses.is_verbal(head):
        found = governing(head, ("mod",), cues)
        if found is None:
            return Link(noun, "same", _UNSURE), head, False
        return Link(noun, "same", found[0].effect, found[0].negated, found[1]), head, False
    if dep in ("pobj", "pcomp"):
        return _preposition_link(noun, head, cues)
    slot = _NOMINAL_SLOTS.get(dep)
    if slot == "attr" or (slot == "subj" and head.lemma_ == "be"):
        return _copular_link(noun, slot, head, cues)
    slots = () if slot is None else (slot,) if slot != "obj" or clauses.is_definite(noun) else ("obj", "indef")
    if slots and (found := governing(head, slots, cues)):
        cue, words = found
        return Link(noun, "source" if cue.reports else "same", cue.effect, cue.negated, words), head, False
    if clauses.is_definite(noun):
        return Link(noun, "free"), None, False
    return Link(noun, "weak"), head, not clauses.is_verbal(head)


def _copular_link(noun: Token, slot: str, copula: Token, cues: Cues) -> _Step:
    """"There was an attack", "it was no attack", "an attack is likely"."""
    if slot == "subj":
        for child in copula.children:
            if child.dep_ in ("acomp", "attr") and (found := governing(child, ("that", "inf"), cues)):
                return Link(noun, "same", found[0].effect, found[0].negated, found[1]), copula, False
        if clauses.is_definite(noun):
            return Link(noun, "free"), None, False
    return Link(noun, "same"), copula, False
