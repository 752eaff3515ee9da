"""When events happened: which temporal expression belongs to which event."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.dates import DateGrammar
from kg.extract.events import EventDraft
from kg.extract.parse import Parsed
from kg.mention import When

_PRESENT = ("VBZ", "VBP")
_MONTH = 31


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression: its tokens, its words, and when it says, if it gives a date."""

    first: int
    stop: int
    words: str
    when: When | None


def expressions(parsed: Parsed, grammar: DateGrammar) -> Iterator[Expression]:
    """Temporal expressions of an article, by token."""
    text = parsed.article.text
    for span, when in grammar.find(text, parsed.article.info.date):
        if not parsed.starts:
            return
        first = max(bisect_right(parsed.starts, span.begin) - 1, 0)
        stop = first + 1
        while stop < len(parsed.starts) and parsed.starts[stop] < span.end:
            stop += 1
        if parsed.starts[first] <= span.begin < parsed.starts[first] + len(parsed.doc[first].text):
            yield Expression(first, stop, span.of(text), when)


def date_events(
    parsed: Parsed, events: Sequence[EventDraft], found: Sequence[Expression], grammar: DateGrammar
) -> None:
    """Give each event the date of the expression that syntax ties to it or to the verb that carries it."""
    by_token = {event.token.i: event for event in events}
    cues = {event.voice.cue for event in events if event.voice is not None}
    for expression in found:
        if expression.when is None:
            continue
        for event in _holders(parsed, expression, by_token, cues):
            if event.when is None and not _only_counts(event.token, expression.when):
                event.when = _reading(expression, event, grammar, parsed)


def _reading(expression: Expression, event: EventDraft, grammar: DateGrammar, parsed: Parsed) -> When | None:
    """Of an event still to come, the same words mean the next such day."""
    shown = event.factuality
    open_still = not shown.entitles and shown.polarity != "negative"  # what is denied has been said to have happened
    to_come = shown.temporality == "future" or (open_still and shown.temporality in ("present", "conditional"))
    to_come = to_come or _is_set_for(parsed.doc[expression.first], expression.when)
    to_come = to_come or (not shown.entitles and _is_modal(event.token))
    if to_come and parsed.article.info.date is not None:
        return grammar.future(expression.words, parsed.article.info.date) or expression.when
    return expression.when


def _only_counts(noun: Token, when: When) -> bool:
    """ "The second attack this year", "the worst flood since 2009": the words say what it is compared with."""
    ranked = any(child.tag_ == "JJS" or child.ent_type_ == "ORDINAL" for child in noun.children if child.i < noun.i)
    short = when.start is not None and when.end is not None and (when.end - when.start).days <= _MONTH
    return noun.pos_ == "NOUN" and ranked and not short


def _is_matter_of_its_verb(noun: Token, events: dict[int, EventDraft]) -> bool:
    """ "Convicted of bribery on Monday": what a verb is about does not take the verb's date, where it hangs on it."""
    preposition = noun.head
    verb = events.get(preposition.head.i) if noun.dep_ == "pobj" else None
    bare = not any(child.dep_ in ("det", "poss") for child in noun.children)
    return verb is not None and bare and "about" in verb.sense.frame.get(preposition.lower_, ())


def _is_set_for(first: Token, when: When | None) -> bool:
    """ "A strike for Wednesday"."""
    one_day = when is not None and when.start is not None and when.start == when.end
    return one_day and first.i > 1 and first.nbor(-1).lower_ == "for" and first.nbor(-2).pos_ in ("NOUN", "VERB")


def _is_modal(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "MD" for child in token.children)


def _holders(parsed: Parsed, expression: Expression, events: dict[int, EventDraft], cues: set[int]) -> list[EventDraft]:
    token: Token = parsed.doc[expression.first : expression.stop].root
    seen = 0
    while token.head.i != token.i and seen < 20:
        token, seen = token.head, seen + 1
        if token.i in cues and token.i not in events:
            return []
        if token.i in events and not _is_matter_of_its_verb(token, events):
            return [events[token.i], *_coordinated(token, events)]
        if token.pos_ in ("VERB", "AUX"):
            return list(_carried(token, events))
    return []


def _coordinated(token: Token, events: dict[int, EventDraft]) -> Iterator[EventDraft]:
    """Verbs coordinated after this one share its date where they have none: "flew in on Monday and were driven"."""
    for child in token.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
            and not (child.tag_ in _PRESENT and token.tag_ not in _PRESENT)
        ):
            if child.i in events:
                yield events[child.i]
            yield from _coordinated(child, events)


def _carried(verb: Token, events: dict[int, EventDraft]) -> Iterator[EventDraft]:
    """Events that a verb which evokes none of its own carries: its object, subject or infinitive."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj", "nsubjpass", "xcomp", "attr") and child.i in events:
            yield events[child.i]
