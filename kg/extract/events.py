"""Events: triggers by the lexicon, roles by the trigger's frame and its syntactic slots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.claim import Factuality
from kg.extract.attribution import Attribution
from kg.extract.clauses import is_definite
from kg.extract.drafts import Draft, EntityDraft, Notes
from kg.extract.nominals import nominal_draft, stands_for_people, unforeseen_class
from kg.extract.slots import (
    Filler,
    adjective_fillers,
    gerund_fillers,
    is_gapped_passive,
    is_passive,
    noun_fillers,
    phrase_fillers,
    verb_fillers,
)
from kg.mention import When
from kg.ontology import Ontology
from kg.ontology.lexicon import NO_EVENT, Condition, Trigger

_EVENT = "Event"
_NEAR = 6
"""How many tokens after a verb its particle or object noun may stand."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An entity in a role; ``how`` names the construction, ``token`` is the filler's head."""

    role: str
    entity: EntityDraft
    token: int
    how: str


@dataclass(slots=True, eq=False)
class EventDraft:
    """An event in the making: its trigger, sense, and what has been found about it."""

    token: Token
    first: int
    stop: int
    sense: Trigger
    arguments: list[Argument] = field(default_factory=list)
    factuality: Factuality = field(default_factory=Factuality)
    voice: Attribution | None = None
    when: When | None = None

    def has(self, role: str) -> bool:
        """Whether some argument fills this role."""
        return any(argument.role == role for argument in self.arguments)

    def take(self, argument: Argument) -> None:
        """Add an argument unless the entity fills the role already."""
        if not any(a.role == argument.role and a.entity is argument.entity for a in self.arguments):
            self.arguments.append(argument)


class EventFinder:
    """Finds the events of parsed articles; made once per run."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._vocabulary = ontology.vocabulary

    def find(self, notes: Notes, *, but: Collection[int] = ()) -> list[EventDraft]:
        """Events in order of their triggers, with the arguments that syntax gives; none at the tokens ``but``."""
        doc = notes.parsed.doc
        hidden = self._hidden(doc) | set(but)
        events: list[EventDraft] = []
        told: set[str] = set()
        for token in doc:
            if token.i in hidden:
                continue
            found = self._sense(token, notes) or self._recalled(token, notes, told)
            if found is None:
                continue
            sense, matched, fillers = found
            hidden.update(matched)
            if sense.type == NO_EVENT:
                continue
            event = EventDraft(
                token, min(token.i, *matched) if sense.pos == "n" else token.i, _stop(token, matched, sense), sense
            )
            self._fill(event, fillers, notes)
            events.append(event)
            told.add(sense.type)
        return events

    def _hidden(self, doc: Doc) -> set[int]:
        """Words of a longer noun trigger before its head: "death" in "death sentence" is no trigger of its own."""
        hidden: set[int] = set()
        for token in doc:
            if token.pos_ in ("NOUN", "PROPN"):
                for sense in self._ontology.lexicon.senses("n", self._ontology.lemma(token)):
                    matched = match_words(token, sense, self._ontology) if len(sense.words) > 1 else None
                    hidden.update(matched[:-1] if matched else ())
        return hidden

    # -- triggers --------------------------------------------------------------------------------------------------

    def _sense(self, token: Token, notes: Notes) -> tuple[Trigger, list[int], list[Filler]] | None:
        pos = _part_of_speech(token)
        if pos is None or self._inside_name(token, notes):
            return None
        senses = self._ontology.lexicon.senses(pos, self._ontology.lemma(token))
        gerund = pos == "n" and not senses and token.lower_.endswith("ing")
        if gerund:
            stems = verb_stems(token.lower_)
            senses = next((found for stem in stems if (found := self._ontology.lexicon.senses("v", stem))), ())
        fillers: list[Filler] | None = None
        for sense in senses:
            matched = match_words(token, sense, self._ontology)
            if matched is None:
                continue
            if fillers is None:
                own = gerund_fillers if gerund else _FILLERS[pos]
                fillers = [*own(token), *(self._light(token) if pos == "n" else ())]
                if pos == "v" and is_gapped_passive(token) and all("target" in s.frame.get("obj", ()) for s in senses):
                    fillers = [Filler("obj", f.token, f.how) if f.slot == "subj" else f for f in fillers]
                if notes.parsed.kind(token.i) == "headline" and any("obj" in sense.frame for sense in senses):
                    fillers = headline_passive(token, fillers)
            later = [token.doc[i] for i in matched if i != token.i] if pos == "v" else []
            own_and_later = [*fillers, *phrase_fillers(later, sense.frame)]
            if all(self._holds(condition, own_and_later, notes) for condition in sense.when):
                return sense, matched, own_and_later
        return None

    def _recalled(
        self, token: Token, notes: Notes, told: Collection[str]
    ) -> tuple[Trigger, list[int], list[Filler]] | None:
        """ "The launch", after it has been told that something was fired: the noun needs no arguments of its own."""
        if token.pos_ not in ("NOUN", "PROPN") or not is_definite(token) or self._inside_name(token, notes):
            return None
        fillers: list[Filler] | None = None
        for sense in self._ontology.lexicon.senses("n", self._ontology.lemma(token)):
            known = sense.type in told and sense.type not in self._vocabulary.reporting
            matched = match_words(token, sense, self._ontology) if known else None
            if matched is None:
                continue
            fillers = fillers or [*noun_fillers(token), *self._light(token)]
            slots = {filler.slot for filler in fillers}
            needs = (c for c in sense.when if c.slot in slots or c.test not in ("present", "class", "lemma"))
            if all(self._holds(condition, fillers, notes) for condition in needs):
                return sense, matched, fillers
        return None

    def _inside_name(self, token: Token, notes: Notes) -> bool:
        """A word in a name evokes nothing, nor does one that only qualifies the noun of a longer mention."""
        draft = notes.covering(token)
        if draft is None:
            return False
        return draft.kind == "name" or token.i != draft.head or token.pos_ == "VERB"

    def _verb_names(self, verb: Token) -> Iterator[str]:
        """A verb's lemma, with its particle first."""
        lemma = self._ontology.lemma(verb)
        for child in verb.children:
            if child.dep_ in ("prt", "advmod") and child.i == verb.i + 1:
                yield f"{lemma} {child.lower_}"
            elif child.dep_ == "dobj":
                yield f"{lemma} {self._ontology.lemma(child)}"
        yield lemma

    def _holds(self, condition: Condition, fillers: Iterable[Filler], notes: Notes) -> bool:
        here = [filler.token for filler in fillers if filler.slot == condition.slot]
        if condition.test == "present":
            return bool(here)
        if condition.test == "absent":
            return not here
        if condition.test in ("lemma", "not lemma"):
            found = any(self._ontology.lemma(token) in condition.values for token in here)
            return found == (condition.test == "lemma")
        classes = [cls for t in here if (draft := notes.at(t)) for cls in _classes(draft)]
        classes += [_EVENT for token in here if self._evokes(token)]
        unforeseen = [unforeseen_class(token, self._ontology, acts=True) for token in here if notes.at(token) is None]
        classes += [cls for cls in unforeseen if cls is not None]
        classes += ["Group" for token in here if stands_for_people(token) and notes.at(token) is None]
        found = any(
            cls == wanted or self._vocabulary.is_a(cls, wanted) for cls in classes for wanted in condition.values
        )
        return found == (condition.test == "class")

    def _evokes(self, token: Token) -> bool:
        """Whether a slot's filler is itself the trigger of an event."""
        senses = self._ontology.lexicon.senses(_part_of_speech(token) or "", self._ontology.lemma(token))
        return any(sense.type != NO_EVENT for sense in senses)

    # -- light verbs -----------------------------------------------------------------------------------------------

    def _light(self, noun: Token) -> Iterator[Filler]:
        """Arguments that a support verb lends to the event noun that it governs; its adjuncts, for any verb."""
        for governor, slot in _governors(noun):
            lent = {
                light.other: light.role
                for key in self._verb_names(governor)
                for light in self._ontology.light.get((key, slot), ())
            }
            if not lent and slot not in ("subj", "obj"):
                continue
            for filler in verb_fillers(governor):
                if filler.token.i == noun.i or noun.is_ancestor(filler.token):
                    continue
                if filler.slot in lent:
                    yield Filler(lent[filler.slot], filler.token, "light-verb")
                elif filler.slot not in ("subj", "obj", "iobj", "comp"):
                    yield Filler(filler.slot, filler.token, "light-verb-adjunct")

    # -- roles -----------------------------------------------------------------------------------------------------

    def _fill(self, event: EventDraft, fillers: Iterable[Filler], notes: Notes) -> None:
        for filler in fillers:
            if filler.token.i == event.token.i:
                continue
            draft = notes.at(filler.token) or self._described(event, filler, notes)
            if draft is None or draft.entity is None:
                continue
            if draft.head == event.token.i and draft.entity.cls != "Artifact":
                continue
            self._embody(event, filler, draft.entity)
            role = self._role(event, filler, draft.entity)
            if role is not None:
                event.take(Argument(role, draft.entity, filler.token.i, filler.how))

    def _embody(self, event: EventDraft, filler: Filler, entity: EntityDraft) -> None:
        """ "The shipyard hired welders": a site that acts is the organization that runs it."""
        acts = (
            filler.slot == "subj"
            and filler.how in ("subject", "agent")
            and "actor" in event.sense.frame.get("subj", ())
        )
        if acts and entity.known is None and entity.cls == "Facility":
            entity.cls = "Organization"

    def _described(self, event: EventDraft, filler: Filler, notes: Notes) -> Draft | None:
        """A draft for a filler that no noun list foresees, where its slot says what it must be."""
        token = filler.token
        slot = filler.slot if filler.how != "light-verb-adjunct" else ""
        wanted = event.sense.frame.get(slot, ())
        if not wanted or self._evokes(token) or notes.covering(token) is not None:
            return None
        cls = unforeseen_class(token, self._ontology, acts="actor" in wanted)
        if cls is None or not any(self._fits(role, EntityDraft(cls)) for role in wanted):
            return None
        draft = nominal_draft(token, cls)
        notes.take(draft)
        return draft

    def _role(self, event: EventDraft, filler: Filler, entity: EntityDraft) -> str | None:
        frame = event.sense.frame
        if filler.how == "light-verb" and filler.slot in self._vocabulary.roles:
            return filler.slot if self._fits(filler.slot, entity) else None
        roles = frame.get(filler.slot)
        if roles is None and event.sense.pos == "n" and filler.slot in ("subj", "obj"):
            roles = _noun_roles(event, filler.slot)
        for role in roles or ():
            if filler.how != "light-verb-adjunct" and self._fits(role, entity):
                return role
        if roles is None or filler.how != "object":
            return self._adjunct(event, filler, entity)
        return None

    def _fits(self, role: str, entity: EntityDraft) -> bool:
        wanted = self._vocabulary.roles[role].range
        return wanted is None or self._vocabulary.is_a(entity.cls, wanted)

    def _adjunct(self, event: EventDraft, filler: Filler, entity: EntityDraft) -> str | None:
        if filler.slot in event.sense.frame:
            return None
        line = self._vocabulary.event_types[event.sense.type].line
        for adjunct in self._ontology.adjuncts.get(filler.slot, ()):
            if self._vocabulary.is_a(entity.cls, adjunct.cls) and (not adjunct.types or adjunct.types & set(line)):
                return adjunct.role
        return None


_FILLERS = {"v": verb_fillers, "n": noun_fillers, "a": adjective_fillers}


def _noun_roles(event: EventDraft, slot: str) -> tuple[str, ...]:
    """What subject and object of a light verb are to a noun that does not say: who does it, whom it is done to."""
    frame = event.sense.frame
    order = ("by", "poss") if slot == "subj" else ("of", "against", "on", "for")
    wanted = "actor" if slot == "subj" else "target"
    for other in order:
        if wanted in frame.get(other, ()):
            return (wanted,)
    return frame.get(order[0], (wanted,)) if slot == "subj" else (wanted,)


def _part_of_speech(token: Token) -> str | None:
    if token.pos_ == "VERB" or (
        token.pos_ == "AUX" and token.tag_.startswith("V") and token.dep_ not in ("aux", "auxpass")
    ):
        return "v"
    if token.pos_ in ("NOUN", "PROPN"):
        return "n"
    if token.pos_ == "ADJ":
        return "v" if token.tag_ in ("VBN", "VBG") else "a"
    return None


def headline_passive(verb: Token, fillers: list[Filler]) -> list[Filler]:
    """Headlines leave the auxiliary out: in "Dozens detained" the dozens are the object, if nothing else is."""
    if verb.tag_ not in ("VBD", "VBN") or any(f.slot in ("obj", "comp") for f in fillers):
        return fillers
    return [Filler("obj", f.token, "headline") if f.slot == "subj" and f.how == "subject" else f for f in fillers]


def verb_stems(gerund: str) -> Iterator[str]:
    """Verbs that a form in -ing may belong to, the likeliest first: jailing, jail; raping, rape; stabbing, stab."""
    stem = gerund.removesuffix("ing")
    yield stem
    yield stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]


def match_words(token: Token, sense: Trigger, ontology: Ontology) -> list[int] | None:
    """Tokens of a trigger around its head token, or None where a word of it is missing."""
    if len(sense.words) == 1:
        return [token.i]
    if sense.pos == "n":
        first = token.i - len(sense.words) + 1
        same = first >= 0 and all(
            word in (ontology.lemma(token.doc[first + k]), token.doc[first + k].lower_)
            for k, word in enumerate(sense.words)
        )
        return list(range(first, token.i + 1)) if same else None
    return _phrase(token, sense.words[1:], ontology)


def _phrase(verb: Token, words: tuple[str, ...], ontology: Ontology) -> list[int] | None:
    """The verb and, after it within its own phrase, each word in turn; a passive's object noun may stand before it."""
    matched = [verb.i]
    at = verb.i
    for word in words:
        found = next(
            (
                t
                for t in verb.doc[at + 1 : verb.i + 1 + _NEAR]
                if word in (ontology.lemma(t), t.lower_) and _belongs(t, verb)
            ),
            None,
        )
        if found is None:
            subject = next((c for c in verb.children if c.dep_ == "nsubjpass" and ontology.lemma(c) == word), None)
            if subject is None:
                return None
            matched.append(subject.i)
            continue
        matched.append(found.i)
        at = found.i
    return matched


def _belongs(token: Token, verb: Token) -> bool:
    """Whether no other verb stands between the token and the verb above it."""
    while token.head.i != token.i:
        token = token.head
        if token.i == verb.i:
            return True
        if token.pos_ == "VERB":
            return False
    return False


def _stop(token: Token, matched: list[int], sense: Trigger) -> int:
    """The trigger's span runs over the words that directly follow its verb."""
    stop = token.i + 1
    if sense.pos != "n":
        while stop in matched:
            stop += 1
    return stop


def _governors(noun: Token) -> Iterator[tuple[Token, str]]:
    """Verbs that hold the noun in a slot: "launched an attack", "the attack they launched", "came under attack"."""
    head = noun
    while head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN"):
        head = head.head
    verb = head.head
    if head.dep_ in ("dobj", "nsubjpass"):
        yield verb, "obj"
    elif head.dep_ in ("nsubj", "attr"):
        yield verb, "subj"
    elif head.dep_ == "pobj" and verb.head.pos_ in ("VERB", "AUX"):
        yield verb.head, verb.lower_
    elif head.dep_ == "pobj" and verb.head.dep_ == "dobj":
        # "claimed responsibility for the attack": the light verb has an object of its own.
        yield verb.head.head, verb.lower_
    for child in noun.children:
        if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB" and (is_passive(child) or child.dep_ == "relcl"):
            yield child, "obj"


def _classes(draft: Draft) -> tuple[str, ...]:
    """The class to test a condition against; an anonymous source is a person, too."""
    cls = draft.entity.cls if draft.entity else draft.cls
    return (cls, "Person") if cls == "AnonymousSource" else (cls,)
