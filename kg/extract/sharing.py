"""What neighbouring mentions of one event tell each other: arguments and dates named elsewhere.

"The march followed …" takes who marched, where and when from the sentence that told of it; a headline from the lead; a
clause without a place from its sentence. Shared arguments carry constructions of their own (``shared-…``), which the
confidence table rates lower than what a clause says itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.extract.drafts import EntityDraft
from kg.extract.events import Argument, EventDraft
from kg.extract.parse import Parsed
from kg.ontology import Ontology

_LOOK_BACK = 3
"""Paragraphs that a definite description of an event looks back."""
_HORIZON = 60
"""Events that it looks back at most: bounds the time that a very long paragraph takes."""
_HEADLINE = "headline"
_PLACES = ("place", "origin", "destination")
_SPACES = frozenset({"Country", "Region", "City", "Facility", "Location"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those"})


def share(parsed: Parsed, events: Sequence[EventDraft], ontology: Ontology) -> None:
    """Fill what an event lacks from another mention of the same event."""
    by_token = {event.token.i: event for event in events}
    for event in events:
        _share_clause(event, by_token)
        _infinitive(event, by_token, ontology)
    for at, event in enumerate(events):
        antecedent = _antecedent(parsed, events, at, ontology)
        if antecedent is not None:
            # A definite description of an event takes its day; whom it names elsewhere is right too seldom to repeat.
            event.when = event.when or antecedent.when
            if parsed.kind(event.token.i) == _HEADLINE:
                _inherit(event, antecedent, "shared-event")


def _share_clause(event: EventDraft, by_token: dict[int, EventDraft]) -> None:
    """Verbs of one sentence happen in one place on one day unless they say otherwise: "sat in the canteen and …"."""
    first = event.token
    while first.dep_ == "conj" and first.head.i != first.i and first.head.pos_ == "VERB":
        first = first.head
        other = by_token.get(first.i)
        if other is not None and event.factuality == other.factuality:
            _share_setting(other, event)
    for other in _companions(event.token, by_token):
        if event.factuality.entitles == other.factuality.entitles:
            _share_setting(other, event)
            _share_setting(event, other)


def _share_setting(giver: EventDraft, taker: EventDraft) -> None:
    """Let one event take the day and the place of another where it has none."""
    taker.when = taker.when or giver.when
    if not any(taker.has(role) for role in _PLACES):
        for argument in [a for a in giver.arguments if a.role == _PLACES[0]]:
            taker.take(Argument(argument.role, argument.entity, argument.token, "shared-clause"))


def _companions(token: Token, by_token: dict[int, EventDraft]) -> Iterator[EventDraft]:
    """Events that a verb's event is part of: in the clause that it qualifies, the noun it tells of, its subject.

    "Fired on the crowd, killing three", "died when a bomb went off", "the blast that killed them", "the attack killed
    four".
    """
    if token.pos_ not in ("VERB", "AUX"):
        return
    above = _same_time(token) or (token.dep_ in ("relcl", "acl") and token.head.pos_ == "NOUN")
    subjects = [c.i for c in token.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"]
    for i in [token.head.i, *subjects] if above else subjects:
        if i in by_token:
            yield by_token[i]


def _same_time(verb: Token) -> bool:
    """Whether an adverbial clause tells of the same moment: a bare participle, or what "when" begins."""
    if verb.dep_ != "advcl" or verb.head.pos_ != "VERB":
        return False
    marks = [c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "aux") and c.i < verb.i]
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return "when" in marks if own else verb.tag_ in ("VBG", "VBN") and not any(c.dep_ == "mark" for c in verb.children)


def _infinitive(event: EventDraft, by_token: dict[int, EventDraft], ontology: Ontology) -> None:
    """ "assigned guards to watch them": the guards watch, not who assigned them."""
    verb = event.token
    governor = by_token.get(verb.head.i)
    if verb.dep_ not in ("xcomp", "advcl", "acl") or governor is None or governor is event:
        return
    role = ontology.vocabulary.infinitive_by.get(governor.sense.type)
    if role is None or not governor.has(role) or not any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return
    if any(c.dep_ in ("nsubj", "nsubjpass", "auxpass") for c in verb.children):
        return
    own = event.sense.frame.get("subj", ())
    if own:
        event.arguments = [a for a in event.arguments if a.role != own[0]]
        for argument in [a for a in governor.arguments if a.role == role]:
            event.take(Argument(own[0], argument.entity, argument.token, "infinitive"))


def _antecedent(parsed: Parsed, events: Sequence[EventDraft], at: int, ontology: Ontology) -> EventDraft | None:
    event = events[at]
    if parsed.kind(event.token.i) == _HEADLINE:
        candidates: Iterator[EventDraft] = iter(events[at + 1 : at + 8])
    elif event.sense.pos == "n" and _definite(event.token):
        near = parsed.paragraph[event.token.i] - _LOOK_BACK
        before = reversed(events[max(0, at - _HORIZON) : at])
        candidates = (other for other in before if parsed.paragraph[other.token.i] >= near)
    else:
        return None
    same = [o for o in candidates if parsed.kind(o.token.i) != _HEADLINE and _same(event, o, ontology)]
    return next((other for other in same if other.when is not None), next(iter(same), None))


def _definite(noun: Token) -> bool:
    """ "the march", "this attack": a definite description that adds nothing takes up what has been told."""
    adds = any(c.dep_ in ("compound", "amod", "nmod", "poss", "prep", "acl") for c in noun.children)
    return not adds and any(c.dep_ == "det" and c.lower_ in _DETERMINERS for c in noun.children)


def _same(event: EventDraft, other: EventDraft, ontology: Ontology) -> bool:
    """One type or one above the other, both real or both not, and no role that both fill differently."""
    types = ontology.vocabulary.event_types
    one, two = types[event.sense.type].line, types[other.sense.type].line
    if event.sense.type not in two and other.sense.type not in one:
        return False
    if event.factuality.entitles != other.factuality.entitles or not other.arguments:
        return False
    return not any(_clash(event, other, role) for role in {a.role for a in event.arguments})


def _clash(event: EventDraft, other: EventDraft, role: str) -> bool:
    mine = _fillers(event, role)
    theirs = _fillers(other, role)
    return bool(mine and theirs) and not any(a is b or _alike(a, b) for a in mine for b in theirs)


def _fillers(event: EventDraft, role: str) -> list[EntityDraft]:
    return [a.entity for a in event.arguments if a.role == role]


def _alike(one: EntityDraft, other: EntityDraft) -> bool:
    """Descriptions that may mean one entity: the same noun, or two groups without a name ("Workers", "80 women").

    A square and a city, a city and its country may be the place of one event.
    """
    if {one.cls, other.cls} <= _SPACES and one.cls != other.cls:
        return True
    return bool(one.nouns & other.nouns) or (one.cls == other.cls == "Group" and not one.named and not other.named)


def _inherit(event: EventDraft, other: EventDraft, how: str) -> None:
    for argument in other.arguments:
        if not event.has(argument.role) or any(a.how == how and a.role == argument.role for a in event.arguments):
            event.take(Argument(argument.role, argument.entity, argument.token, how))
    event.when = event.when or other.when
