"""The mood of a clause: questions and orders claim nothing."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract import clauses

_FAR = 120
"""Tokens after a verb within which its question mark is looked for."""


def is_question(verb: Token) -> bool:
    """Whether a main or quoted clause, or a fragment, asks: by its order of words, else by its question mark."""
    if _inverted(verb):
        return True
    if clauses.is_verbal(verb) and verb.dep_ not in ("ROOT", "conj") and not asks(verb):
        return False
    doc = verb.doc
    for i in range(verb.i, min(verb.i + _FAR, len(doc))):
        if doc[i].text in (".", "!", ";", "…") or (i > verb.i and doc[i].is_sent_start and doc[i].text not in "”\"'»?"):
            return False
        if doc[i].text == "?":
            return True
    return False


def question_mark(verb: Token) -> str | None:
    """The question mark after a clause, None where there is none."""
    doc = verb.doc
    return next(("?" for i in range(verb.i, min(verb.i + _FAR, len(doc))) if "?" in doc[i].text), None)


def _inverted(verb: Token) -> bool:
    """ "Did he pay", "why did he pay": the auxiliary before the subject, and nothing before it but a question word."""
    auxiliary = next((token for token in clauses.auxiliaries(verb) if token.tag_ != "TO"), None)
    subject = clauses.own_subject(verb)
    if (
        auxiliary is not None
        and subject is not None
        and auxiliary.i < subject.i
        and verb.dep_ in ("ROOT", "conj", "ccomp")
    ):
        first = next(iter(clauses.lefts(verb)), verb)
        return first.i == auxiliary.i or first.tag_ in ("WRB", "WP", "WDT") or first.dep_ == "punct"
    return False


def asks(clause: Token) -> bool:
    """Whether a clause has a question word."""
    if clause.left_edge.lower_ == "how":  # "how many soldiers deserted"
        return True
    return any(child.tag_ in ("WP", "WRB", "WDT", "WP$") and child.dep_ != "mark" for child in clauses.lefts(clause))


def is_order(verb: Token) -> bool:
    """Whether a clause is an imperative: a bare verb without subject, "do not" allowed."""
    if verb.tag_ != "VB" or clauses.own_subject(verb) is not None:
        return False
    return all(token.lemma_ == "do" for token in clauses.auxiliaries(verb))


def is_mandate(clause: Token) -> bool:
    """Whether a subordinate clause is in the subjunctive of orders: "insists that the army return the body"."""
    subject = clauses.own_subject(clause)
    bare = clause.tag_ in ("VB", "VBP", "NN") and not clauses.auxiliaries(clause)
    passive = clause.tag_ == "VBN" and any(child.lower_ == "be" and child.tag_ == "VB" for child in clause.lefts)
    if subject is None or not (bare or passive) or clause.left_edge.lower_ != "that":
        return False
    return passive or clause.tag_ in ("VB", "NN") or (subject.tag_ in ("NN", "NNP") and not _many(subject))


def _many(noun: Token) -> bool:
    """Whether a seeming singular may go with a plural verb: coordinated, or without an article."""
    joined = any(child.dep_ == "conj" for child in noun.rights)
    return joined or not any(child.dep_ in ("det", "poss") for child in clauses.lefts(noun))
