"""Who says it: the source of a reporting verb, by its subject, by what controls it, or by its agent."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import clauses

_LONGEST = 12
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
"""Parts of speech that may head the noun phrase of a source."""


def speaker(verb: Token) -> int | None:
    """Index of the head of who says: the subject, also of what controls the verb; the agent of a passive."""
    passive = False
    for _ in range(_LONGEST):
        subject = clauses.own_subject(verb)
        if subject is not None and subject.dep_ == "csubj":
            return _after_participle(subject, verb)
        if subject is not None and (passive or subject.dep_ == "nsubj"):
            return _antecedent(subject, verb)
        if (clauses.is_passive(verb) or _is_asked(verb)) and not passive:
            return subject.i if subject is not None and _as_saying(verb) else agent(verb)
        head = verb.head
        if head == verb:
            return next((c.i for c in verb.lefts if c.dep_ == "compound" and c.pos_ in NOMINAL), None)
        if verb.dep_ in ("relcl", "acl"):
            return head.i
        if verb.dep_ == "pcomp":  # "was quoted as saying": who is quoted speaks
            head, passive = head.head, True
            if not clauses.is_passive(head):  # "cited two men as saying"
                quoted = next((c.i for c in head.rights if c.dep_ == "dobj" and c.i < verb.i), None)
                if quoted is not None:
                    return quoted
        if not clauses.is_verbal(head) or verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "dep", "ccomp"):
            return None
        verb = head
    return None


def _as_saying(verb: Token) -> bool:
    """Whether a passive names who speaks by its subject: "he was quoted as saying"."""
    held = (inner for child in verb.rights if child.dep_ == "prep" and child.lower_ == "as" for inner in child.rights)
    return any(inner.dep_ == "pcomp" for inner in held)


def _is_asked(verb: Token) -> bool:
    """Whether a verb is a bare participle beside the main clause: "asked whether he fled, she fell silent"."""
    return verb.tag_ == "VBN" and verb.dep_ == "advcl" and not clauses.auxiliaries(verb)


def _after_participle(participle: Token, verb: Token) -> int | None:
    """ "Speaking on condition of anonymity, a source told …": the noun phrase between the comma and the verb."""
    doc = verb.doc
    for token in doc[participle.i + 1 : verb.i]:
        begin = token.left_edge.i
        if token.right_edge.i == verb.i - 1 and doc[begin - 1].text == "," and token.pos_ in NOMINAL:
            return token.i
    return None


def _antecedent(subject: Token, verb: Token) -> int | None:
    if subject.lower_ in ("it", "there") and clauses.is_passive(verb):
        return None
    if clauses.is_relative(subject) and verb.dep_ == "relcl":
        return verb.head.i
    return subject.i


def agent(verb: Token) -> int | None:
    """Index of the head of a passive's agent: "told by a guard"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((inner.i for inner in child.children if inner.dep_ == "pobj"), None)
    return None
