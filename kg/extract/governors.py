"""Governors: the cue that a word is for one of its slots, phrases that are cues, and the link they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract import clauses
from kg.ontology.cues import Cue, Cues, Effect

KEEP = Effect()
UNSAID = Effect(certainty="underspecified", temporality="future")
UNSURE = Effect(certainty="underspecified")
DENIED = Effect(negative=True)


@dataclass(frozen=True, slots=True)
class Link:
    """One step up from ``token``.

    ``manner`` says what it takes from its governor: ``free`` nothing, ``same`` everything, ``source`` (what is
    reported) and ``weak`` (an indefinite noun phrase) only doubt, ``clause`` (a finite subordinate clause) and
    ``adjunct`` (a participle) what is unreal but no negation. ``bare``: the token's own modifiers do not count.
    """

    token: Token
    manner: str
    effect: Effect = KEEP
    negated: Effect | None = None
    words: str | None = None
    bare: bool = False


def phrases(token: Token, start: int, pos: str, cues: Cues) -> Iterator[tuple[Cue, str, int]]:
    """The cues that begin at token ``start``, longest first, each with its words and the index of its last token."""
    doc = token.doc
    for cue in cues.words(pos, doc[start].lower_):
        stop = start + len(cue.words)
        if stop <= len(doc) and all(doc[start + k].lower_ == word for k, word in enumerate(cue.words)):
            yield cue, doc[start:stop].text, stop - 1


def phrase(token: Token, start: int, pos: str, cues: Cues) -> tuple[Cue, str, int] | None:
    """The longest of :func:`phrases`."""
    return next(phrases(token, start, pos, cues), None)


def filler(token: Token) -> str:
    """What fills a slot, as cues name it: its lemma, ``-ing`` for any gerund."""
    verbal = clauses.is_verbal(token) and clauses.form(token) == "ing"
    return "-ing" if verbal or token.tag_ == "VBG" else token.lemma_.lower()


def governing(head: Token, slots: tuple[str, ...], cues: Cues, held: Token | None = None) -> tuple[Cue, str] | None:
    """The cue that this governor is, for the first of the slots that it decides about; ``held`` stands in that slot."""
    noun = None if held is None else filler(held)
    for pos in _pos(head):
        for slot in slots:
            for lemma in clauses.lemmas(head):
                for cue in cues.governors(pos, lemma):
                    if cue.takes(slot, noun) and _present(head, cue.words[1:]) and _in_tense(head, cue):
                        return cue, head.text
    return None


def stranded(verb: Token) -> tuple[str, ...]:
    """The prepositions that a passive leaves without a noun: "was laughed at"."""
    return tuple(child.lower_ for child in verb.rights if child.dep_ == "prep" and not child.n_rights)


def content_noun(clause: Token, cues: Cues) -> Token | None:
    """The noun whose content a finite clause is: "a rumor that he fled", "claims by two guards that he fled".

    The parser often takes such a clause for a relative one, of the noun right before it.
    """
    that = clause.left_edge
    subject = clauses.own_subject(clause)
    if clauses.form(clause) != "that" or subject is None:
        return None
    if that.lower_ != "that":
        return _contact(clause, cues)
    if subject == that:
        return None
    complete = clauses.is_passive(clause) or any(c.dep_ == "dobj" for c in clause.rights)
    gap = that.dep_ in ("dobj", "pobj") and not complete
    noun = clause.head
    for _ in range(2):
        found = governing(noun, ("that",), cues) if noun.pos_ == "NOUN" else None
        if found is not None and (found[0].reports or not gap or _tale(found[0], clause, cues)):
            return noun
        if noun.dep_ == "appos":
            noun = noun.head
        if noun.dep_ != "pobj":
            return None
        noun = noun.head.head
    return None


def _contact(clause: Token, cues: Cues) -> Token | None:
    """The noun whose content a clause without *that* is: "claims she had spied", but "claims she made"."""
    noun, first = clause.head, clause.left_edge
    if clause.dep_ not in ("relcl", "acl") or noun.pos_ != "NOUN" or first.i != noun.i + 1:
        return None
    if first.tag_ in ("WDT", "WP", "WRB", "WP$", "IN", ","):
        return None
    of_verb = [cue for lemma in clauses.lemmas(clause) for cue in cues.governors("v", lemma)]
    made = any("obj" in cue.slots or cue.reports for cue in of_verb)
    whole = clauses.is_passive(clause) or any(c.dep_ == "dobj" for c in clause.rights)
    found = governing(noun, ("that",), cues)
    told = found is not None and (found[0].reports or found[0].effect == Effect(certainty="possible"))
    return noun if told and (whole or not made) else None


def _tale(content: Cue, clause: Token, cues: Cues) -> bool:
    """Whether what seems to be a gap is none: "the story that he defected", but "the story that he told"."""
    told = any(cue.reports for lemma in clauses.lemmas(clause) for cue in cues.governors("v", lemma))
    return content.effect.certainty == "possible" and not told


def _pos(head: Token) -> str:
    if head.tag_ == "VBN" and head.pos_ != "AUX":
        return "va"
    if clauses.is_verbal(head):
        return "v"
    if head.pos_ in ("NOUN", "PROPN"):  # "the three face trial": what has an object is a verb
        if head.dep_ in ("advcl", "acomp"):  # "Afraid of the police, he hid"
            return "an"
        verbal = any(child.dep_ in ("dobj", "xcomp", "ccomp") for child in clauses.dependents(head))
        return "nv" if head.tag_ == "VBG" or verbal else "n"
    return "av" if head.tag_.startswith("VB") else "an"


def _present(head: Token, words: tuple[str, ...]) -> bool:
    return all(any(child.lemma_.lower() == word for child in clauses.dependents(head)) for word in words)


def _in_tense(head: Token, cue: Cue) -> bool:
    """Whether a cue that holds in the past alone finds its governor there: "had to leave", "was able to leave"."""
    if "past" not in cue.slots:
        return True
    verb = head if clauses.is_verbal(head) else head.head
    return clauses.is_verbal(verb) and clauses.tense(verb) == "past"


def predicate(copula: Token, slots: tuple[str, ...], cues: Cues) -> tuple[Token, tuple[Cue, str] | None]:
    """ "It is likely that", "there is a risk that", "the fear is that": the word that decides."""
    for child in clauses.dependents(copula):
        if child.dep_ in ("acomp", "attr", "nsubj", "advmod") and (found := governing(child, slots, cues)):
            return copula, found
    return copula, governing(copula, slots, cues)


def clause_slots(clause: Token, shape: str) -> tuple[str, ...]:
    """Slots of the governor to try, best first."""
    if shape == "base":
        return (
            ("inf", "that") if clause.dep_ != "ccomp" or clauses.own_subject(clause) is not None else ("quote", "that")
        )
    if shape == "inf":
        return ("passive", "inf") if clauses.is_passive(clause.head) else ("inf",)
    if shape == "part":
        return ("ing", "inf")
    return (shape,)


Step = tuple[Link, Token | None, bool]
"""A link, the token it leads to, and whether that token's own modifiers are passed over."""
