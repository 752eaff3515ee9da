"""The link of a noun, or of what stands in a noun's place: what governs it, and whether it is taken for granted.

A definite noun phrase under a word that says nothing about it is taken for granted; an indefinite one is as doubtful as
the clause it stands in.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import clauses
from kg.extract.governors import KEEP, UNSAID, UNSURE, Link, Step, filler, governing, phrases, stranded
from kg.extract.mood import is_question
from kg.ontology.cues import Cue, Cues

_SLOTS = {"dobj": "obj", "nsubjpass": "obj", "nsubj": "subj", "attr": "attr", "dative": "obj", "oprd": "obj"}
_LONGEST = 24


def noun_link(noun: Token, cues: Cues, *, own: bool = False) -> Step:
    """The link upwards of a noun or of a gerund in a noun's place; ``own`` where it is itself the event in question."""
    dep, head = noun.dep_, noun.head
    if head == noun or dep == "ROOT":
        return Link(noun, "same", UNSURE if is_question(noun) else KEEP), None, False
    if dep == "conj":
        if any(child.dep_ in ("det", "poss") for child in clauses.lefts(noun)):
            return _noun_link_of(noun, _first(noun), cues, own=own)
        return Link(noun, "same"), head, False
    return _noun_link_of(noun, noun, cues, own=own)


def _noun_link_of(noun: Token, place: Token, cues: Cues, *, own: bool) -> Step:
    """The link of ``noun``, which shares the place of ``place`` in the sentence."""
    dep, head = place.dep_, place.head
    if head == place:
        return Link(noun, "same"), None, False
    if dep in ("compound", "nmod", "amod", "npadvmod") and not clauses.is_verbal(head):
        found = governing(head, ("mod",), cues)
        if found is None and (verb := _misread_verb(head, cues)) is not None:
            return verb, None, False
        if found is None:
            return Link(noun, "same", UNSURE), head, False
        return Link(noun, "same", found[0].effect, found[0].negated, found[1]), head, False
    if dep in ("pobj", "pcomp"):
        return preposition_link(noun, head, cues)
    slot = "obj" if own and dep == "npadvmod" and clauses.is_verbal(head) else _SLOTS.get(dep)  # "spared them a trial"
    if own and slot is not None and (raised := _raised(noun, head, cues)) is not None:
        return raised
    if slot in ("subj", "obj") and (not own or _doubted(noun, cues)) and (judged := _judged(noun, head, slot, cues)):
        return Link(noun, "same", judged[0].effect, judged[0].negated, judged[1]), head, False
    if slot == "attr" or (slot == "subj" and head.lemma_ == "be"):
        return _copular_link(noun, slot, head, cues)
    if dep == "appos" and (found := governing(head, ("of", "for"), cues, noun)) and not found[0].reports:
        return Link(noun, "same", found[0].effect, found[0].negated, found[1]), head, False
    slots = _slots(noun, slot, own=own) + (stranded(head) if dep == "nsubjpass" else ())
    if slots and (found := governing(head, slots, cues, noun)):
        cue, words = found
        return Link(noun, "source" if cue.reports else "same", cue.effect, cue.negated, words), head, False
    if clauses.is_definite(noun):
        return Link(noun, "free"), None, False
    return Link(noun, "weak"), head, not clauses.is_verbal(head)


def _raised(noun: Token, verb: Token, cues: Cues) -> Step | None:
    """The link to the infinitive that a noun is the subject of: "the strike failed to begin"."""
    if noun.i > verb.i:
        return None
    above = [verb, *(child for child in verb.rights if child.dep_ in ("acomp", "oprd"))]
    for word, clause in ((raising, child) for raising in above for child in raising.rights if child.dep_ == "xcomp"):
        if clauses.form(clause) != "inf" or not clauses.is_verbal(clause):
            continue
        if word.lemma_ != "be" and governing(word, ("passive", "inf"), cues) is None:  # "it increased to deter them"
            continue
        passive = clauses.is_passive(clause) or any(child.dep_ == "auxpass" for child in clause.lefts)
        slots = _slots(noun, "obj", own=True) if passive else ("subj",)
        if found := governing(clause, slots, cues, noun):
            return Link(noun, "same", found[0].effect, found[0].negated, found[1]), clause, False
        if passive or not clauses.is_definite(noun):
            return Link(noun, "same"), clause, False
    return None


def _judged(noun: Token, verb: Token, slot: str, cues: Cues) -> tuple[Cue, str] | None:
    """ "The story proved false", "it turned out to be a lie", "he called it a lie": what is said of what is said."""
    inner = [child for child in verb.rights if child.dep_ == "xcomp" and child.lemma_ == "be"] if slot == "subj" else []
    wanted = ("acomp", "oprd", "attr") if slot == "subj" else ("oprd",)
    said = [child for word in (verb, *inner) for child in word.rights if child.dep_ in wanted]
    if slot == "obj":
        said += _called(noun)
    for word in said:
        found = governing(word, ("that",), cues)
        if found is not None and found[0].effect.negative:
            return found
    return None


def _doubted(noun: Token, cues: Cues) -> bool:
    """Whether the noun is hedged: what is judged of "the reported defection" is whether there was one."""
    return any(cue.kind == "hedge" for child in clauses.lefts(noun) for cue in cues.words("a", child.lower_))


def _called(noun: Token) -> list[Token]:
    """ "Described the reports as false": what follows *as*, wherever the parser hung it."""
    doc = noun.doc
    last = min(noun.right_edge.i + 2, noun.i + 2 * _LONGEST, len(doc) - 2)
    return [word for i in range(noun.i + 1, last) if doc[i].lower_ == "as" for word in doc[i + 1 : i + 3]]


def _slots(noun: Token, slot: str | None, *, own: bool) -> tuple[str, ...]:
    """Slots of the governor to try for a noun that fills ``slot``, best first."""
    if slot != "obj":
        return () if slot is None else (slot,)
    known = clauses.is_definite(noun)
    return (*(("own",) if own else ()), *(("def", "obj") if known else ("obj", "indef")))


def _misread_verb(noun: Token, cues: Cues) -> Link | None:
    """ "As surveillance intensifies …": a finite verb that the parser took for a noun, with its subject before it.

    What it heads in such a parse has no claim on its subject; only a condition counts.
    """
    if noun.tag_ != "NNS" or cues.governors("n", noun.lemma_.lower()) or noun.dep_ not in ("nsubj", "nsubjpass"):
        return None
    word = noun.lower_
    marks = [child for child in clauses.lefts(noun.head) if child.dep_ == "mark"]
    for lemma in (word[:-1], word[:-2], word[:-3] + "y"):
        for cue in cues.governors("v", lemma):
            if "subj" in cue.slots and len(cue.words) == 1:
                conditions = [c for mark in marks for c in cues.words("c", mark.lower_) if len(c.words) == 1]
                return Link(noun, "same", UNSURE if conditions else cue.effect)
    return None


def _copular_link(noun: Token, slot: str, copula: Token, cues: Cues) -> Step:
    """ "There was an attack", "it was no attack", "an attack is likely"."""
    if slot == "subj":
        for child in clauses.dependents(copula):
            if child.dep_ in ("acomp", "attr") and (found := governing(child, ("inf", "that"), cues)):
                return Link(noun, "same", found[0].effect, found[0].negated, found[1]), copula, False
        if clauses.is_definite(noun):
            return Link(noun, "free"), None, False
        if filler(noun) == "-ing" and clauses.is_verbal(noun) and clauses.simple_present(copula):
            return Link(noun, "same", UNSURE), copula, False  # "defecting is a crime"
    return Link(noun, "same"), copula, False


def preposition_link(token: Token, preposition: Token, cues: Cues, *, gerund: bool = False) -> Step:
    """The link of a noun or gerund under a preposition."""
    base = preposition
    if (found_cue := under_preposition(token, preposition, cues)) is not None:
        governor, cue, words = found_cue
        return Link(token, "source" if cue.reports else "same", cue.effect, cue.negated, words), governor, False
    if (
        (outer := preposition.head).dep_ in ("prep", "advmod")
        and outer.i < preposition.i
        and preposition.i - outer.i < 2
    ):
        base = outer
    for start in dict.fromkeys((base.i, preposition.i, preposition.i - 1, preposition.i - 2)):
        for cue, words, last in phrases(token, start, "p", cues) if start >= 0 else ():
            if last < preposition.i:
                continue
            if "ing" in cue.slots and not (gerund and clauses.form(token) == "ing" and base.head.i < base.i):
                continue
            if "verb" in cue.slots and not clauses.is_verbal(base.head):
                continue
            if "indef" not in cue.slots or not clauses.is_definite(token):
                return Link(token, "adjunct", cue.effect, words=words), base.head, False
    governor = base.head
    if not gerund and clauses.is_definite(token):
        return Link(token, "free"), None, False
    if gerund and clauses.form(token) == "inf":
        return Link(token, "same", UNSAID, words="to"), governor, False
    return Link(token, "adjunct" if gerund else "weak"), governor, not clauses.is_verbal(governor)


def under_preposition(token: Token, preposition: Token, cues: Cues) -> tuple[Token, Cue, str] | None:
    """The cue that governs a preposition: its head, or the verb whose object the parser hung it on."""
    governor = preposition.head
    known = clauses.is_definite(token)
    if (idiom := _idiom(token, preposition, cues)) is not None:
        return idiom
    for _ in range(2):
        misread = (child for child in clauses.lefts(governor) if child.tag_ == "VBD" and child.dep_ == "amod")
        for word in (governor, *misread):
            found = governing(word, (preposition.lower_,), cues, token)
            if found is not None and not (known and "indef" in found[0].slots):
                return governor, *found
        if governor.dep_ not in ("dobj", "pobj", "nsubjpass") or governor.i > preposition.i:
            return None
        governor = governor.head.head if governor.head.dep_ == "agent" else governor.head
    return None


def _idiom(token: Token, preposition: Token, cues: Cues) -> tuple[Token, Cue, str] | None:
    """The verb of a phrase that the preposition ends: "came close to", "came within an hour of"."""
    word = preposition.head
    for _ in range(3):
        verb = word.head
        for cue in cues.governors("v", verb.lemma_.lower()) if clauses.is_verbal(verb) else ():
            if word.lemma_.lower() in cue.words[1:] and cue.takes(preposition.lower_, filler(token)):
                return verb, cue, verb.doc[verb.i : word.i + 1].text if verb.i < word.i else verb.text
        word = verb
    return None


def _first(noun: Token) -> Token:
    for _ in range(_LONGEST):
        if noun.dep_ != "conj":
            break
        noun = noun.head
    return noun
