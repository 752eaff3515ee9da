"""What stands inside a clause or noun phrase and decides about it: negation, modals, hedges, determiners, time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.governors import phrase, phrases
from kg.ontology.cues import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.ontology.cues import Cue, Cues

_ADVERBIAL = frozenset(
    {"advmod", "neg", "npadvmod", "prep", "preconj", "cc", "intj", "dep", "parataxis", "aux", "det", "predet"}
)
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_FOCUS = frozenset({"only", "just", "merely", "simply", "least"})
_FAR = 12
_Found = tuple[Effect, str, int]


def modifiers(token: Token, cues: Cues, *, own: bool = False, historical: bool = False) -> list[_Found]:
    """Effects of the modifiers of one token, with their words and the index of the first of them.

    ``own`` where the token is itself the event in question, ``historical`` where the present tense tells of the past.
    Of several negations one counts: "nobody saw nothing" is no assertion.
    """
    verbal = clauses.is_verbal(token)
    found = _of_verb(token, cues, own=own, historical=historical) if verbal else _of_noun(token, cues, own=own)
    kept: list[_Found] = []
    for effect, words, index in found:
        if effect.negative and any(other.negative for other, _, _ in kept):
            continue
        kept.append((effect, words, index))
    return kept


def _of_verb(verb: Token, cues: Cues, *, own: bool, historical: bool = False) -> Iterator[_Found]:
    for child in clauses.dependents(verb):
        if child.dep_ in _ADVERBIAL:
            yield from _adverb(child, verb, cues, own=own)
        if child.dep_ == "prep":
            if (found := phrase(verb, child.i, "c", cues)) and "present" not in found[0].slots:
                yield found[0].effect, found[1], child.i
            yield from _setting(child, verb, cues, historical=historical)
        if child.dep_ == "aux" and child.tag_ != "TO":
            yield from _modal(child, verb, cues)
        if child.dep_ in _ARGUMENTS:
            yield from _determined(child, verb, cues)
            yield from () if own else _told_by(child, cues)
        if child.dep_ == "parataxis":
            yield from _aside(child, cues)
        if child.dep_ == "advcl":
            yield from _under_condition(child, verb, cues)
    if verb.i > 1 and (found := phrase(verb, verb.i - 2, "r", cues)) and found[2] == verb.i - 1:
        yield from _adverb(verb.doc[verb.i - 2], verb, cues, own=own)
    if verb.dep_ == "conj" and clauses.own_subject(verb) is None:
        yield from _shared_hedges(verb.head, cues)


def _shared_hedges(first: Token, cues: Cues) -> Iterator[_Found]:
    """ "Allegedly kidnapped and robbed": a hedge before the first verb holds for both."""
    for child in clauses.lefts(first):
        if child.dep_ == "prep":
            yield from _setting(child, first, cues)
        if (
            child.dep_ in ("advmod", "preconj")
            and (found := phrase(first, child.i, "r", cues))
            and found[0].kind == "hedge"
        ):
            yield found[0].effect, found[1], child.i


def _setting(preposition: Token, verb: Token, cues: Cues, *, historical: bool = False) -> Iterator[_Found]:
    """What a phrase sets the clause into: "in the novel", "on Monday" with the present, "according to rumors"."""
    doc = preposition.doc
    for source in cues.governors("p", preposition.lower_):
        last = preposition.i + len(source.words) - 1
        if last < len(doc) and all(doc[preposition.i + k].lower_ == word for k, word in enumerate(source.words)):
            for noun in (child for child in doc[last].rights if child.dep_ == "pobj"):
                yield from _doubt(noun, cues)
            return
    held = [child for child in preposition.rights if child.dep_ == "pobj"]
    owners = [child for noun in held for child in noun.lefts if child.dep_ == "poss"]  # "in the play's last act"
    for noun in (*held, *owners):
        for cue in cues.words("n", noun.lemma_.lower()):
            to_come = clauses.simple_present(verb) and not historical
            if preposition.lower_ in cue.slots and (cue.kind != "time" or to_come):
                yield cue.effect, noun.text, noun.i


def _told_by(noun: Token, cues: Cues) -> Iterator[_Found]:
    """ "The novel tells how …": what its subject makes of a clause."""
    if noun.dep_ in ("nsubj", "nsubjpass"):
        for cue in cues.words("n", noun.lemma_.lower()):
            if "subj" in cue.slots:
                yield cue.effect, noun.text, noun.i


def _doubt(noun: Token, cues: Cues) -> Iterator[_Found]:
    """How far a source is to be trusted: "unconfirmed reports", "rumors", "the indictment"."""
    yield from ((e, w, i) for e, w, i in _of_noun(noun, cues, own=False) if e.certainty or e.negative)
    for cue in cues.governors("n", noun.lemma_.lower()):
        words = {child.lemma_.lower() for child in clauses.lefts(noun)}
        if (
            cue.reports
            and "that" in cue.slots
            and cue.effect.certainty == "possible"
            and words.issuperset(cue.words[1:])
        ):
            yield cue.effect, noun.text, noun.i


def doubtful_source(verb: Token, cues: Cues) -> tuple[Effect, Effect | None, str] | None:
    """What the subject of a reporting verb takes from what it says: "rumors say that …", "the indictment says …"."""
    subject = clauses.own_subject(verb)
    if subject is None or subject.pos_ != "NOUN":
        return None
    found = next(_doubt(subject, cues), None)
    return None if found is None or found[0].negative else (found[0], None, found[1])


def _modal(child: Token, verb: Token, cues: Cues) -> Iterator[_Found]:
    """A modal verb, and what makes it a past: "he would later be shot", but not "they said he would later be shot"."""
    if not _is_modal(child):
        return
    told = verb.dep_ not in ("ROOT", "relcl", "conj")
    for cue, words, _ in phrases(verb, child.i, "m", cues):
        if cue.effect.temporality != "past" or not told:
            yield cue.effect, words, child.i
            return


def _is_modal(auxiliary: Token) -> bool:
    return auxiliary.tag_ == "MD" or auxiliary.lemma_ in ("need", "dare", "ought")


def _adverb(child: Token, verb: Token, cues: Cues, *, own: bool) -> Iterator[_Found]:
    for start in dict.fromkeys((child.left_edge.i, child.i)):
        found = phrase(verb, start, "r", cues)
        if found is None or found[2] < child.left_edge.i:
            continue
        cue, words, last = found
        if "verb" in cue.slots and last < child.i:  # "almost daily"
            continue
        if "said" in cue.slots and (own or not _reports(verb, cues)):  # "wrongly convicted": convicted
            continue
        if last > start and any(inner.dep_ in ("pobj", "pcomp") for inner in verb.doc[last].rights):
            continue  # "far from helping, the police beat him"
        if cue.kind == "negation" and last + 1 < len(verb.doc) and verb.doc[last + 1].lower_ in _FOCUS:
            return
        if cue.kind == "time" and clauses.tense(verb) == "past":
            return
        yield cue.effect, words, start
        return


def _under_condition(clause: Token, verb: Token, cues: Cues) -> Iterator[_Found]:
    """ "If they catch you, they beat you": in the simple present, what is said on a condition is as open as that.

    In the past it is, too, where the condition is about what is the case now: "if that is true, they beat him".
    """
    inferred = clauses.tense(verb) == "past" and clauses.simple_present(clause)
    if _reports(verb, cues) or not (inferred or clauses.simple_present(verb)):
        return
    for child in clauses.lefts(clause):
        start = child.left_edge.i
        if child.dep_ not in ("mark", "advmod"):
            continue
        wide = phrase(clause, start - 1, "c", cues) if start else None  # "only when"
        found = wide if wide is not None and wide[2] >= start else phrase(clause, start, "c", cues)
        if found is not None:
            if "main" in found[0].slots:
                yield found[0].effect, found[1], start
            return


def _determined(noun: Token, verb: Token, cues: Cues) -> Iterator[_Found]:
    """Subjects and objects that deny the clause ("nobody", "no worker") or make it general ("anyone who")."""
    for word in (noun, *(child for child in clauses.lefts(noun) if child.dep_ in ("det", "neg", "nummod", "preconj"))):
        if (found := phrase(verb, word.i, "d", cues)) is not None:
            cue, words, _ = found
            general = noun.dep_ != "dobj" and (clauses.simple_present(verb) or "past" in cue.slots)
            if cue.kind == "negation" or general:
                yield cue.effect, words, word.i
                return
    subject = noun.dep_ in ("nsubj", "nsubjpass")
    if subject and clauses.simple_present(verb) and _names_a_kind(noun, verb):
        yield Effect(certainty="underspecified"), noun.text, noun.i


def _names_a_kind(noun: Token, verb: Token) -> bool:
    """Whether a subject in the simple present is a kind: "workers who flee", "defectors are shot"."""
    restricted = any(
        (c.dep_ in ("relcl", "acl") and clauses.tense(c) != "past") or c.dep_ == "acl" for c in clauses.dependents(noun)
    )
    if any(child.dep_ == "advmod" and child.tag_ == "RB" and child.lower_ != "not" for child in clauses.lefts(verb)):
        return False
    if clauses.is_bare_plural(noun):
        return restricted or (noun.dep_ == "nsubjpass" and not _particular(verb))
    if noun.dep_ == "nsubjpass" and not restricted:
        restricted = not _particular(verb) and noun.pos_ == "NOUN"
    return restricted and any(child.lower_ in ("a", "an") for child in clauses.lefts(noun))


def _particular(verb: Token) -> bool:
    """Whether a clause tells of some place, day or number after its verb: "workers are paid forty dollars a month"."""
    stop = min(verb.right_edge.i + 1, verb.i + _FAR)
    placed = any(inner.pos_ == "PROPN" for child in verb.rights if child.dep_ == "prep" for inner in child.rights)
    return placed or any(token.pos_ == "NUM" for token in verb.doc[verb.i + 1 : stop])


def _aside(child: Token, cues: Cues) -> Iterator[_Found]:
    """ "Kim, police believe, fled": what the governor of a complement does, a parenthesis does too."""
    for cue in cues.governors("v", child.lemma_.lower()):
        if "that" in cue.slots and len(cue.words) == 1:
            yield cue.effect, child.text, child.i
            return


def _of_noun(noun: Token, cues: Cues, *, own: bool) -> Iterator[_Found]:
    for child in clauses.dependents(noun):
        if child.i < noun.left_edge.i + 1 < noun.i and child.lower_ == "neither" and clauses.is_definite(noun):
            continue  # "neither the arrest nor the trial silenced them": there was an arrest
        if child.dep_ in ("det", "neg", "predet", "nummod", "preconj"):
            found = phrase(noun, child.i, "d", cues)
            vague = own and found is not None and found[0].kind == "generic" and "past" in found[0].slots
            if found is not None and (found[0].kind == "negation" or vague):  # "aware of any arrests"
                yield found[0].effect, found[1], child.i
        if child.dep_ in ("amod", "nmod", "compound", "advmod") and child.i < noun.i:
            yield from _adjective(child, cues, own=own)
        if child.dep_ == "prep" and noun.dep_ == "ROOT" and child.i < noun.i:
            yield from _setting(child, noun, cues)
        if child.dep_ in ("advmod", "cc", "preconj") and (found := phrase(noun, child.left_edge.i, "r", cues)):
            yield found[0].effect, found[1], child.left_edge.i


def _adjective(child: Token, cues: Cues, *, own: bool) -> Iterator[_Found]:
    doc = child.doc
    for cue in cues.words("a", child.lower_) or _hyphened(child, cues):
        if "said" in cue.slots and (own or not _tells(child.head, cues)):  # "a baseless arrest" is no less an arrest
            continue
        yield cue.effect, doc[child.left_edge.i : child.i + 1].text, child.left_edge.i
        return
    if child.lower_.endswith("ing") and child.is_sent_start:
        yield from _participle(child, cues)
    if child.tag_ != "VBN" and not child.lower_.endswith("ed"):
        return
    for cue in cues.governors("v", child.lemma_.lower()):
        if cue.takes("obj", child.head.lemma_.lower()) and len(cue.words) == 1:
            yield cue.effect, child.text, child.i
            return


def _hyphened(child: Token, cues: Cues) -> tuple[Cue, ...]:
    """Cues of a word that the tokenizer cut at its hyphens: "would-be"."""
    words = child.doc[child.left_edge.i : child.i + 1].text.lower()
    return cues.words("a", words) if "-" in words else ()


def _tells(noun: Token, cues: Cues) -> bool:
    """Whether a noun has a content that may be true or false: "a claim that he fled"."""
    return any("that" in cue.slots for cue in cues.governors("n", noun.lemma_.lower()))


def _participle(word: Token, cues: Cues) -> Iterator[_Found]:
    """ "Fearing arrest, she hid": a participle at the head of its sentence that the parser took for a noun."""
    for lemma in (word.lower_[:-3], word.lower_[:-3] + "e"):
        for cue in cues.governors("v", lemma):
            if cue.takes("obj", word.head.lemma_.lower()) and len(cue.words) == 1:
                yield cue.effect, word.text, word.i
                return


def _reports(verb: Token, cues: Cues) -> bool:
    return any(cue.reports and "that" in cue.slots for cue in cues.governors("v", verb.lemma_.lower()))
