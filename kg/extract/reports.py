"""Indirect speech: reporting verbs, nouns and phrases, what they report, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract import clauses
from kg.extract.governors import content_noun, governing
from kg.extract.sources import NOMINAL, agent, speaker
from kg.ontology.cues import Cue, Cues

_LONGEST = 12
_SUBORDINATE = frozenset({"advcl"})
_NOT_CONTENT = frozenset({"as", "while"})


@dataclass(frozen=True, slots=True)
class Report:
    """``cue`` reports the tokens ``[begin, end)`` of ``source`` (a token index; None where nobody is named)."""

    source: int | None
    cue: int
    begin: int
    end: int
    hedge: str | None = None


def reports(token: Token, cues: Cues, bounds: tuple[int, int]) -> Iterator[Report]:
    """What this token reports, where it is a cue; ``bounds`` is its sentence."""
    if clauses.is_verbal(token):
        yield from _of_verb(token, cues, bounds)
    elif token.pos_ == "NOUN":
        yield from _of_noun(token, cues)
    if cues.governors("p", token.lower_):
        yield from _of_phrase(token, cues, bounds)
    if token.dep_ in ("prep", "agent"):
        yield from _of_view(token, cues, bounds)


def is_speech_verb(token: Token, cues: Cues) -> bool:
    """Whether a token may be the tag of direct speech."""
    if not clauses.is_verbal(token):
        return False
    found = governing(token, ("quote",), cues)
    return found is not None and found[0].reports


def _stray_clause(verb: Token) -> Token | None:
    """What was told, hung by the parser on who told it or heard it: "was told by a guard that he died"."""
    for child in verb.rights:
        holders = [child] if child.dep_ in ("dobj", "dative") else [c for c in child.rights if c.dep_ == "pobj"]
        for clause in (inner for holder in holders for inner in holder.rights if inner.dep_ == "relcl"):
            subject = clauses.own_subject(clause)
            gap = clause.left_edge
            if gap.lower_ == "that" and gap.dep_ == "dobj" and subject is not None and subject != gap:
                return clause
    return None


def _of_verb(verb: Token, cues: Cues, bounds: tuple[int, int]) -> Iterator[Report]:
    found = False
    for child in (*verb.children, *_strays(verb)):
        for slot, content in _slots(child, verb):
            cue = governing(verb, slot, cues)
            if cue is None or not (cue[0].reports or (slot == ("passive",) and _is_hearsay(cue[0]))):
                continue
            if slot == ("obj",) and speaker(verb) is None:
                continue
            found = True
            yield from _spread(verb, child, content, cue[0], bounds)
            break
    tags = [cue for cue in cues.governors("v", verb.lemma_.lower()) if cue.reports]
    says = any("that" in cue.slots for cue in tags) or (_as_put(verb) and is_speech_verb(verb, cues))
    stray = None if found else _stray_clause(verb)
    if stray is not None and (cue := governing(verb, ("that",), cues)) is not None and cue[0].reports:
        yield from _spread(verb, stray, stray, cue[0], bounds)
    elif says and not found:
        yield from _without_complement(verb, bounds)


def _as_put(verb: Token) -> bool:
    """Whether a clause is an aside such as "as the spokesman put it"."""
    aside = any(child.lower_ == "as" for child in verb.lefts) and clauses.own_subject(verb) is not None
    return verb.dep_ == "advcl" and aside


def _strays(verb: Token) -> Iterator[Token]:
    """Prepositions that the parser hung on the object or agent: "accused the clerk of theft", "accused by Lee of"."""
    for child in verb.rights:
        if child.dep_ == "dobj" and child.doc[child.left_edge.i - 1].text != ",":
            yield from (inner for inner in child.rights if inner.dep_ == "prep")
        if child.dep_ == "agent":
            yield from (inner for who in child.rights for inner in who.rights if inner.dep_ == "prep")


def _is_hearsay(cue: Cue) -> bool:
    """Whether a passive speaks of what is said or believed ("is said to"), not of what is to come ("is set to")."""
    return cue.effect.certainty in ("probable", "possible") and cue.effect.temporality is None


def _slots(child: Token, verb: Token) -> Iterator[tuple[tuple[str, ...], Token]]:
    """Slots that a dependent may fill, with the head of what it holds."""
    shape = clauses.form(child) if clauses.is_verbal(child) else ""
    if child.dep_ in ("ccomp", "xcomp") and shape:
        if shape in ("inf", "base") and clauses.is_passive(verb):
            yield ("passive",), child
        yield (shape if shape != "part" else "ing", "that") if child.dep_ == "ccomp" else (shape,), child
    elif child.dep_ == "prep":
        for inner in child.children:
            if inner.dep_ in ("pobj", "pcomp"):
                yield (child.lower_,), inner
    elif child.dep_ == "dobj" or (child.dep_ == "nsubjpass" and agent(verb) is not None):
        yield ("obj",), child


def _spread(verb: Token, child: Token, content: Token, cue: Cue, bounds: tuple[int, int]) -> Iterator[Report]:
    begin, end = content.left_edge.i, content.right_edge.i + 1
    if end < verb.i and verb.doc[end].text == ";":
        return
    first, last = _tag(verb, child)
    if content.dep_ == "ccomp" and content.i < verb.i and verb.dep_ == "ROOT":
        begin = min(begin, bounds[0])
    if content.dep_ == "ccomp" and content.i > verb.i:
        end = max([end, *(c.right_edge.i + 1 for c in verb.rights if _belongs(c, content))])
    if verb.dep_ == "relcl" and content.i > verb.i:
        end = _without_main_verb(content, end)
    hedge = verb.text if cue.effect.certainty else None
    for piece in _around(begin, end, first, last):
        yield Report(speaker(verb), verb.i, *piece, hedge)


def _without_main_verb(content: Token, end: int) -> int:
    """Where content in a relative clause ends, if the parser drew the main clause's verb into it.

    "The clerk, who said that Kim fled, left": after a comma, a finite verb without subject and conjunction.
    """
    doc = content.doc
    for token in doc[content.i + 1 : end]:
        finite = token.tag_ in ("VBD", "VBZ") and token.dep_ in ("conj", "advcl", "dep", "ccomp", "parataxis")
        alone = doc[token.left_edge.i - 1].text == "," or doc[token.i - 1].text == ","
        if finite and alone and clauses.own_subject(token) is None and not any(c.dep_ == "mark" for c in token.lefts):
            joined = any(c.dep_ == "cc" for c in token.head.rights)
            return end if joined else token.left_edge.i
    return end


def _belongs(child: Token, content: Token) -> bool:
    """Whether a clause that hangs on the reporting verb is rather part of what is reported: it follows it."""
    if child.dep_ not in _SUBORDINATE or child.i < content.i or clauses.form(child) != "that":
        return False
    marks = [mark for mark in child.lefts if mark.dep_ == "mark" or mark.tag_ == "WRB"]
    return bool(marks) and not any(mark.lower_ in _NOT_CONTENT for mark in marks)


def _tag(verb: Token, content: Token | None) -> tuple[int, int]:
    """First and last token of the tag: the reporting verb with its subject and auxiliaries, near to it."""
    first = last = verb.i
    for child in verb.children:
        if child == content or child.dep_ not in (
            "nsubj",
            "nsubjpass",
            "aux",
            "auxpass",
            "expl",
            "neg",
            "prt",
            "advmod",
            "dative",
        ):
            continue
        first, last = min(first, child.left_edge.i), max(last, child.right_edge.i)
    if content is not None and first < content.i < last:
        return (first, verb.i) if content.i > verb.i else (verb.i, last)
    return first, last


def _around(begin: int, end: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """``[begin, end)`` without the tokens ``first`` to ``last``: at most two pieces."""
    if last < begin or first >= end:
        yield begin, end
        return
    if begin < first:
        yield begin, first
    if last + 1 < end:
        yield last + 1, end


def _without_complement(verb: Token, bounds: tuple[int, int]) -> Iterator[Report]:
    """Parentheses ("Kim, the source said, fled"), "as the source said", and tags that the parser left hanging."""
    first, last = _tag(verb, None)
    marked = any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.lefts)
    who = speaker(verb) if clauses.own_subject(verb) is not None else _inverted(verb, bounds)
    head = verb.head
    if (told := _within_a_clause(verb)) is not None:
        subject, resumed = told
        for piece in _around(bounds[0], bounds[1], subject.left_edge.i, resumed.left_edge.i - 1):
            yield Report(subject.i, verb.i, *piece)
        return
    if verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and marked):
        hole = (verb.left_edge.i, verb.right_edge.i) if verb.dep_ == "advcl" else (first, last)
        for piece in _around(head.left_edge.i, head.right_edge.i + 1, *hole):
            yield Report(who, verb.i, *piece)
        return
    doc = verb.doc
    if verb.dep_ == "acl" and verb.tag_ == "VBD" and head.dep_ == "appos":  # "Kim, a resident said, fled"
        for piece in _around(*_clause_of(head, bounds), head.left_edge.i, verb.right_edge.i):
            yield Report(head.i, verb.i, *piece)
        return
    if verb.i + 2 < bounds[1] and doc[verb.i + 1].lower_ == "that" and doc[verb.i + 1].tag_ == "IN":
        yield Report(speaker(verb), verb.i, verb.i + 2, bounds[1])
        return
    after = range(max(verb.right_edge.i, last) + 1, bounds[1])
    final = first - 1 > bounds[0] and doc[first - 1].text == "," and not any(doc[i].is_alpha for i in after)
    if who is not None and final and verb.dep_ not in ("relcl", "acl"):
        yield Report(who, verb.i, bounds[0], first)


def _within_a_clause(verb: Token) -> tuple[Token, Token] | None:
    """Subject of a parenthesis that the parser took for the main clause, and the verb after it.

    "The guards, a welder told the agency, beat two men": two subjects, and a verb after a comma without conjunction.
    """
    subjects = [child for child in verb.lefts if child.dep_ == "nsubj"]
    resumed = next((child for child in verb.rights if child.dep_ == "conj" and clauses.is_verbal(child)), None)
    if len(subjects) < 2 or resumed is None or any(child.dep_ == "cc" for child in verb.rights):
        return None
    between = subjects[-1].left_edge.i - 1
    before = resumed.left_edge.i - 1
    commas = verb.doc[between].text == "," and verb.doc[before].text == ","
    return (subjects[-1], resumed) if commas and clauses.own_subject(resumed) is None else None


def _inverted(verb: Token, bounds: tuple[int, int]) -> int | None:
    """The subject after its verb ("…, said the clerk") where the parser took it for something else."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "attr", "nsubj", "oprd", "dep") and child.pos_ in NOMINAL:
            return child.i if verb.i > bounds[0] else None
    return None


def _of_noun(noun: Token, cues: Cues) -> Iterator[Report]:
    """ "Reports that Kim fled", "his denial of involvement"."""
    for child in _contents(noun, cues):
        if child.dep_ in ("acl", "ccomp", "relcl") and clauses.is_verbal(child):
            subject = clauses.own_subject(child)
            slot, content = (clauses.form(child),), child
            if subject is None or clauses.is_relative(subject) or slot == ("part",):
                continue
        elif child.dep_ == "prep" and (inner := next(iter(child.rights), None)) is not None:
            slot, content = (child.lower_,), inner
        else:
            continue
        cue = governing(noun, slot, cues)
        if cue is not None and cue[0].reports:
            hedge = noun.text if cue[0].effect.certainty else None
            who = _author(noun)
            who = _denier(noun, cues) if who is None else who
            yield Report(who, noun.i, content.left_edge.i, content.right_edge.i + 1, hedge)


def _contents(noun: Token, cues: Cues) -> Iterator[Token]:
    """What may be reported: dependents of the noun, and a clause that the parser hung on its author."""
    for child in noun.rights:
        yield child
        if child.dep_ in ("prep", "agent"):
            for author in child.rights:
                yield from (c for c in author.rights if c.dep_ in ("relcl", "acl") and content_noun(c, cues) == noun)


def _denier(noun: Token, cues: Cues) -> int | None:
    """Who dismisses a rumor that nobody is said to spread: what is denied is told in the voice of the denial."""
    if noun.dep_ not in ("dobj", "nsubjpass"):
        return None
    found = governing(noun.head, ("obj",), cues, noun)
    return speaker(noun.head) if found is not None and found[0].effect.negative else None


def _author(noun: Token) -> int | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child.i
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next((inner.i for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _of_phrase(token: Token, cues: Cues, bounds: tuple[int, int]) -> Iterator[Report]:
    """ "According to X" reports the clause that it hangs on, the whole sentence where that is the main one."""
    doc = token.doc
    for cue in cues.governors("p", token.lower_):
        stop = token.i + len(cue.words)
        if stop >= bounds[1] or any(doc[token.i + k].lower_ != word for k, word in enumerate(cue.words)):
            continue
        source = next((child for child in doc[stop - 1].children if child.dep_ == "pobj"), None)
        if source is None:
            continue
        last = source.right_edge.i
        for piece in _around(*_clause_of(token, bounds), token.i, last):
            yield Report(source.i, token.i, *piece)
        return


def _of_view(token: Token, cues: Cues, bounds: tuple[int, int]) -> Iterator[Report]:
    """ "By the welder's account", "in his view": what a possessor tells."""
    for noun in (child for child in token.rights if child.dep_ == "pobj"):
        who = next((child for child in noun.lefts if child.dep_ == "poss"), None)
        named = any("said" in cue.slots and token.lower_ in cue.slots for cue in cues.words("n", noun.lemma_.lower()))
        if who is not None and named:
            for piece in _around(*_clause_of(token, bounds), token.i, noun.right_edge.i):
                yield Report(who.i, token.i, *piece)


def _clause_of(token: Token, bounds: tuple[int, int]) -> tuple[int, int]:
    head = token.head
    for _ in range(_LONGEST):
        if clauses.is_verbal(head) and head.dep_ not in ("aux", "auxpass", "xcomp"):
            break
        head = head.head
    if head.dep_ in ("ccomp", "relcl", "acl"):
        return head.left_edge.i, head.right_edge.i + 1
    return bounds
