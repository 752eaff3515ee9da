"""The link of a clause that hangs on a noun: relative clauses, participles, and the content of "rumors that …"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import clauses
from kg.extract.governors import KEEP, UNSAID, UNSURE, Link, Step, clause_slots, content_noun, governing, stranded
from kg.extract.mood import is_question, question_mark
from kg.extract.nominal_links import preposition_link, under_preposition
from kg.ontology.cues import Cues, Effect


def relative_link(verb: Token, anchor: Token, cues: Cues) -> Step:
    """The link of ``verb`` through the clause that hangs on a noun, whose first verb is ``anchor``."""
    noun, shape = anchor.head, clauses.form(anchor)
    if shape == "inf" or (
        anchor.dep_ == "acl" and (shape == "base" or (shape == "that" and clauses.own_subject(anchor)))
    ):
        return acl_link(verb, content_noun(anchor, cues) or noun, clause_slots(anchor, shape), shape, cues)
    if owner := content_noun(anchor, cues):
        return acl_link(verb, owner, clause_slots(anchor, shape), shape, cues)
    if (step := _under_copula(verb, noun)) is not None:
        return step
    if _gerund_with_subject(anchor):
        return preposition_link(verb, noun.head, cues, gerund=True)
    if _comments(anchor, cues):
        return Link(verb, "free"), None, False
    if generic := _generic(noun, verb, cues):
        return Link(verb, "clause", generic), noun, True
    if shape == "ing" and (preposition := _prospect(verb, anchor, cues)) is not None:
        return preposition_link(verb, preposition, cues, gerund=True)
    if _within(anchor) and (step := _in_a_world(verb, noun, cues)) is not None:
        return step
    if clauses.is_definite(noun):
        return Link(verb, "free"), None, False
    if shape == "ing":
        return Link(verb, "weak"), noun, True
    as_subject = shape == "part" and noun.dep_ in clauses.SUBJECTS  # "drivers caught without papers will be fined"
    return Link(verb, "adjunct" if as_subject else "clause"), noun, True


def _under_copula(verb: Token, noun: Token) -> Step | None:
    """What a sentence with *be* makes of a clause: "it was not the rebels who fired", "were the miners ever paid?"."""
    copula = noun.head
    subject = clauses.own_subject(copula) if copula.lemma_ == "be" and noun.dep_ in ("attr", "nsubj") else None
    if subject is not None and noun.dep_ == "attr" and subject.lower_ == "it":
        return Link(verb, "same"), copula, False
    if subject == noun and noun.i > copula.i and is_question(copula):
        return Link(verb, "same", UNSURE, words=question_mark(copula)), None, False
    return None


def _in_a_world(verb: Token, noun: Token, cues: Cues) -> Step | None:
    """ "A scenario in which they attack", "a play in which they attack", "imagines a world in which they won"."""
    if governing(noun, ("that",), cues):
        return acl_link(verb, noun, ("that",), "that", cues)
    if any("in" in cue.slots and cue.kind == "hedge" for cue in cues.words("n", noun.lemma_.lower())):
        return Link(verb, "same", UNSURE, words=noun.text), None, False
    return None if clauses.is_definite(noun) else (Link(verb, "adjunct"), noun, True)


def _within(clause: Token) -> bool:
    """Whether a relative clause begins with "in which", "where", "whereby"."""
    first = clause.left_edge
    return first.lower_ in ("where", "whereby") or (first.dep_ == "prep" and any(c.tag_ == "WDT" for c in first.rights))


def _gerund_with_subject(clause: Token) -> bool:
    """Whether a seeming participle of a noun is a gerund with that as subject: "no record of men being shot"."""
    auxiliaries = clauses.auxiliaries(clause)
    being = bool(auxiliaries) and auxiliaries[0].tag_ == "VBG"
    return being and clause.dep_ == "acl" and clause.head.dep_ == "pobj" and clause.head.nbor(1) == auxiliaries[0]


def _prospect(verb: Token, anchor: Token, cues: Cues) -> Token | None:
    """The preposition whose gerund the parser took for a participle: "the risk of the army shelling the camp"."""
    noun = anchor.head
    phrases = [child for child in noun.rights if child.dep_ == "prep" and child.i < anchor.i]
    inner = [noun, *(word for child in phrases for word in child.rights)]
    for word in inner:
        if word.dep_ != "pobj" or word.right_edge.i < anchor.i - 1:
            continue
        found = governing(word.head.head, (word.head.lower_,), cues, verb)
        if found is not None and found[0].effect != KEEP:
            return word.head
    return None


def _comments(clause: Token, cues: Cues) -> bool:
    """Whether a relative clause says something about what precedes: "…, which Kim denies"."""
    first = clause.left_edge
    if first.lower_ != "which" or first.dep_ != "dobj" or first.i == 0 or first.nbor(-1).text != ",":
        return False
    found = governing(clause, ("obj", "that"), cues)
    return found is not None and found[0].reports


def acl_link(verb: Token, noun: Token, slots: tuple[str, ...], shape: str, cues: Cues) -> Step:
    """The link of a clause that ``noun`` governs, for the first of ``slots``: "plan to", "rumors that"."""
    found = governing(noun, slots, cues)
    if found is None and shape == "inf":
        for child in clauses.lefts(noun):
            found = found or (governing(child, slots, cues) if child.dep_ == "amod" else None)
    if found is not None and found[0].reports and _is_denied(noun, cues):
        return Link(verb, "same"), noun, False
    if found is not None:
        cue, words = found
        return Link(verb, "source" if cue.reports else "same", cue.effect, cue.negated, words), noun, False
    if shape == "inf":
        return Link(verb, "same", UNSAID, words="to"), noun, False
    if verb.left_edge.lower_ == "that" and verb.left_edge.i == noun.i + 1:  # "the canard that he fled"
        return Link(verb, "source", UNSURE, words=noun.text), noun, False
    return Link(verb, "source"), noun, False


def _is_denied(noun: Token, cues: Cues) -> bool:
    """Whether a rumor or report is denied, and with it what it says: "dismissed reports that he fled"."""
    found = None
    if noun.dep_ in ("dobj", "nsubjpass"):
        found = governing(noun.head, ("obj", *stranded(noun.head)), cues, noun)
    elif noun.dep_ == "pobj":  # "poured scorn on reports that he fled"
        under = under_preposition(noun, noun.head, cues)
        found = None if under is None else under[1:]
    return found is not None and found[0].effect.negative


def _generic(noun: Token, verb: Token, cues: Cues) -> Effect | None:
    """What a restrictive clause loses by its head: "anyone who", "no officer who", "workers who flee"."""
    for word in (noun, *(child for child in clauses.lefts(noun) if child.dep_ in ("det", "predet"))):
        for cue in cues.words("d", word.lower_):
            if len(cue.words) == 1 and (cue.kind == "negation" or "past" in cue.slots or clauses.simple_present(verb)):
                return cue.effect
    aside = verb.left_edge.i > 0 and verb.left_edge.nbor(-1).text == ","
    if clauses.simple_present(verb) and verb.dep_ == "relcl" and clauses.is_bare_plural(noun) and not aside:
        return UNSURE
    return None
