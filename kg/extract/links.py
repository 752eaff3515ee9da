"""From a trigger up to the top of its sentence: what governs it, and how much of that it shares."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract import clauses
from kg.extract.governors import DENIED, KEEP, UNSAID, UNSURE, Link, Step, clause_slots, governing, phrase, predicate
from kg.extract.modifiers import doubtful_source, modifiers
from kg.extract.mood import asks, is_mandate, is_order, is_question, question_mark
from kg.extract.nominal_links import noun_link, preposition_link
from kg.extract.relative_links import acl_link, relative_link
from kg.ontology.cues import Cue, Cues, Effect

_CLAUSAL = frozenset(
    ["advcl", "ccomp", "xcomp", "csubj", "parataxis", "dep", "acomp", "oprd", "attr", "csubjpass", "prep"]
)
_RELATIVE = frozenset({"relcl", "acl", "amod"})
_ENTITY = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "oprd", "appos", "compound", "nmod", "poss"}
)
_LONGEST = 24
"""Links followed at most, so that time stays linear; only a broken parse is deeper, and it claims nothing."""


def climb(trigger: Token, cues: Cues, *, nominal: bool = False) -> Iterator[Link]:
    """Links from the trigger to where nothing above matters any more, innermost first."""
    token: Token | None = trigger
    bare = False
    for _ in range(_LONGEST):
        if token is None:
            return
        as_noun = not _misread(token) and ((nominal and token == trigger) or not clauses.is_verbal(token))
        step = noun_link(token, cues, own=token == trigger) if as_noun else _verb_link(token, cues)
        link, token, next_bare = step
        yield Link(link.token, link.manner, link.effect, link.negated, link.words, bare or link.bare)
        bare = next_bare
        if link.manner == "free" or link.effect.factive:
            return
    if token is not None:
        yield Link(token, "same", UNSURE, bare=True)


def _misread(token: Token) -> bool:
    """Whether the parser heads a clause by what it took for a noun: "lest the virus spread"."""
    words = clauses.lefts(token) if token.dep_ in ("advcl", "ccomp", "relcl", "pcomp") else []
    return any(c.dep_ == "mark" or any(inner.tag_ == "WDT" for inner in c.rights) for c in words)


def _verb_link(verb: Token, cues: Cues) -> Step:
    if _much_less(verb, cues):
        return Link(verb, "same", UNSURE), verb.head, False
    if verb.dep_ == "conj" and is_order(verb.head) and any(c.lower_ == "or" for c in verb.head.rights):
        return Link(verb, "same", UNSAID, words=verb.head.text), None, False  # "pay, or we kill him"
    if verb.dep_ == "conj" and (nor := _nor(verb, cues)) is not None:
        return Link(verb, "same", nor), verb.head, False
    if verb.dep_ == "conj" and _shares(verb):
        return Link(verb, "same", DENIED if _rather(verb, cues) else KEEP), verb.head, False
    anchor = _anchor(verb)
    dep, head = anchor.dep_, anchor.head
    if head == anchor or dep == "ROOT":
        return _top(verb), None, False
    if anchor != verb and dep == "conj":
        return Link(verb, "free"), None, False
    if dep in _CLAUSAL or (clauses.is_verbal(head) and dep not in _ENTITY | _RELATIVE):
        return _clause_link(verb, anchor, cues)
    if dep in _RELATIVE:
        return relative_link(verb, anchor, cues)
    if dep == "pcomp" and (mark := _condition(anchor, cues)):
        return Link(verb, "clause", mark[0].effect, words=mark[1]), head.head, False
    if dep == "pcomp":
        return preposition_link(verb, head, cues, gerund=True)
    return noun_link(verb, cues)


def _shares(verb: Token) -> bool:
    """Whether a coordinated verb shares the auxiliaries of the first: "may arrest and deport"."""
    head = verb.head
    if clauses.own_subject(verb) is not None or not clauses.is_verbal(head):
        return False
    if clauses.auxiliaries(verb):
        return clauses.form(verb) == clauses.form(head) == "inf"
    return verb.tag_ not in ("VBD", "VBZ") or (verb.tag_ == "VBD" and head.tag_ == "VBN")


def _nor(verb: Token, cues: Cues) -> Effect | None:
    """What *nor* does to a coordinated verb: it denies it, once with the first where that is denied as well."""
    words = clauses.dependents(verb.head)
    if not any(child.lower_ == "nor" and child.dep_ == "cc" and child.i < verb.i for child in words):
        return None
    denied = any(effect.negative for effect, _, _ in modifiers(verb.head, cues))
    return KEEP if denied and clauses.own_subject(verb) is None else DENIED


def _much_less(verb: Token, cues: Cues) -> bool:
    """ "Never admitted it, let alone apologized": what was done even less than what is denied."""
    found = phrase(verb, verb.i - 2, "c", cues) if verb.i > 2 and verb.head != verb else None
    return found is not None and found[2] == verb.i - 1 and "less" in found[0].slots


def _rather(verb: Token, cues: Cues) -> bool:
    """Whether a coordinated verb is what was not done: "fled rather than fight"."""
    before = verb.left_edge.i - 1
    found = phrase(verb, before - 1, "c", cues) if before > 0 else None
    return found is not None and found[2] == before and found[0].kind == "negation"


def _anchor(verb: Token) -> Token:
    """The first of the coordinated clauses, whose link is shared; a finite verb is no sister of an infinitive."""
    token = verb
    for _ in range(_LONGEST):
        if token.dep_ == "conj" or (
            clauses.form(verb) == "that"
            and token != verb
            and verb.left_edge.lower_ != "that"
            and clauses.form(token) in ("inf", "base", "ing")
            and (token.dep_ in ("xcomp", "advcl", "acl", "ccomp") and clauses.is_verbal(token.head))
        ):
            token = token.head
        else:
            break
    return token


def _top(verb: Token) -> Link:
    """The main clause of a sentence: a question and an order claim nothing."""
    if is_question(verb):
        return Link(verb, "same", UNSURE, words=question_mark(verb))
    if is_order(verb):
        return Link(verb, "same", UNSAID, words=verb.text)
    if clauses.form(verb) == "inf":
        return Link(verb, "same", UNSAID, words="to")
    return Link(verb, "same")


def _clause_link(verb: Token, anchor: Token, cues: Cues) -> Step:
    head, shape = anchor.head, clauses.form(anchor)
    if head.pos_ == "ADP":
        return preposition_link(verb, head, cues, gerund=True)
    if anchor.doc[min(anchor.right_edge.i + 1, len(anchor.doc) - 1)].text == ";" and anchor.i < head.i:
        return _top(verb), None, False
    if _not_yet(anchor):
        return Link(verb, "clause", UNSURE, words="before"), head, False
    if mark := _condition(anchor, cues):
        cue, words = mark
        if cue.effect.temporality == "conditional" and _had_not(anchor):
            return Link(verb, "free", bare=True), None, False
        if "present" in cue.slots and clauses.tense(anchor) == "past":  # "they hid until the guards left"
            return Link(verb, "adjunct"), head, False
        return Link(verb, "clause", cue.effect, words=words), head, False
    if anchor.dep_ in ("ccomp", "parataxis") and _quoted_alone(anchor):
        return _top(verb), None, False
    if is_mandate(anchor):
        return Link(verb, "same", UNSAID, words=head.text), head, False
    slot = clause_slots(anchor, shape)
    governor = head
    found = governing(governor, slot, cues)
    if found is None and governor.lemma_ == "be" and anchor.dep_ != "advcl":
        governor, found = predicate(head, slot, cues)
    if found is not None and not (anchor.dep_ == "advcl" and shape == "that"):
        return _governed(verb, anchor, *found, cues), governor, False
    if (noun := _extraposed(anchor, shape, cues)) is not None:
        return acl_link(verb, noun, (shape,), shape, cues)
    return _unknown(verb, anchor, shape)


def _had_not(clause: Token) -> bool:
    """Whether a condition is contrary to what was: "if they had not fled"."""
    words = clauses.lefts(clause)
    return any(c.dep_ == "neg" for c in words) and any(c.lower_ in ("had", "'d") and c.dep_ == "aux" for c in words)


def _not_yet(clause: Token) -> bool:
    """ "He was shot before he had said a word": what had not been done when the main clause came about."""
    words = clauses.lefts(clause)
    before = any(child.dep_ in ("mark", "advmod") and child.lower_ == "before" for child in words)
    return before and any(child.lower_ == "had" and child.dep_ == "aux" for child in words)


def _governed(verb: Token, anchor: Token, cue: Cue, words: str, cues: Cues) -> Link:
    """The link under a governor that a cue tells us about."""
    if (
        cue.reports
        and cue.effect in (KEEP, Effect(certainty="probable"))
        and (doubt := doubtful_source(anchor.head, cues)) is not None
    ):
        return Link(verb, "source", *doubt)
    if cue.effect.factive and is_question(anchor.head):
        return Link(verb, "same", UNSURE, words=question_mark(verb))
    if not cue.effect.negative and _presupposed(anchor):
        return Link(verb, "clause")
    if cue.reports and cue.effect == KEEP and is_question(verb) and anchor.dep_ == "ccomp":
        return Link(verb, "source", UNSURE, words=question_mark(verb))
    return Link(verb, "source" if cue.reports else "same", cue.effect, cue.negated, words)


def _extraposed(clause: Token, shape: str, cues: Cues) -> Token | None:
    """The noun whose content the parser hung on the verb: "rumors spread that he fled"."""
    that = clause.left_edge
    if clause.dep_ != "ccomp" or that.lower_ != "that" or that.i == 0:
        return None
    for noun in (that.nbor(-1), clauses.own_subject(clause.head)):
        if noun is not None and noun.pos_ == "NOUN" and governing(noun, (shape,), cues):
            return noun
    return None


def _presupposed(clause: Token) -> bool:
    """ "Unclear who ordered it", "asked why they left": an indirect question takes its clause for granted."""
    return clauses.form(clause) == "that" and asks(clause) and not is_question(clause)


def _unknown(verb: Token, anchor: Token, shape: str) -> Step:
    """The link under a governor that no cue tells us about."""
    head = anchor.head
    if _had_not(anchor) and _inverted(anchor):  # "had they not been caught": they were
        return Link(verb, "free", bare=True), None, False
    if _inverted(anchor):
        return Link(verb, "clause", Effect(certainty="underspecified", temporality="conditional")), head, False
    if shape == "inf":
        if any(child.lower_ == "too" for child in clauses.lefts(head)):
            return Link(verb, "same", Effect(negative=True)), head, False
        return Link(verb, "same", UNSAID, words="to"), head, False
    if anchor.dep_ == "advcl":
        return Link(verb, "clause" if shape == "that" else "adjunct"), head, False
    if anchor.dep_ in ("csubj", "csubjpass") and _presupposed(anchor):
        return Link(verb, "clause"), head, False
    if anchor.dep_ in ("csubj", "csubjpass"):
        return Link(verb, "same", UNSURE if clauses.tense(head) != "past" else KEEP), head, False
    if shape == "base" and is_order(verb):
        return Link(verb, "same", UNSAID, words=verb.text), head, False
    if shape == "that":
        return Link(verb, "source", UNSURE if is_question(verb) else KEEP), head, False
    return Link(verb, "same"), head, False


def _quoted_alone(clause: Token) -> bool:
    """Whether a clause is the whole of a direct speech that commands: its mood is its own."""
    return is_order(clause) and any(
        child.is_quote for child in clauses.dependents(clause.head) if child.dep_ == "punct"
    )


def _inverted(clause: Token) -> bool:
    """ "Had they known", "Should he flee": a condition without a conjunction."""
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


def _condition(clause: Token, cues: Cues) -> tuple[Cue, str] | None:
    """The condition or purpose that introduces a clause: at its conjunction, or ending right before its infinitive."""
    for child in clauses.lefts(clause):
        if child.dep_ not in ("mark", "advmod", "prep", "aux"):
            continue
        for start in (child.left_edge.i, child.i - 1, child.i - 2):
            found = phrase(clause, start, "c", cues) if start >= 0 else None
            if found is not None and found[2] >= child.i and not _by_means(clause, start):
                return found[0], found[1]
    return None


def _by_means(clause: Token, start: int) -> bool:
    """Whether a phrase that begins with the governor is no phrase: "phones were used to smuggle" is no habit."""
    return start == clause.head.i and clauses.is_passive(clause.head)
