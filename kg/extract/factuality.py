"""Did it happen, as the text presents it? Polarity, certainty and temporality of an event's trigger.

Climbs from the trigger to the top of its sentence and composes, from the top down, what every governor does to what it
governs, in the manner of De Facto (Saurí and Pustejovsky 2012, "Are You Sure That This Happened?"): reporting verbs
hand their complement on as their source presents it, implicative verbs make it as real as themselves, others deny,
foresee, order or forbid it. Which word does what stands in ``cues.en.tsv``; here are only the constructions.

What is embedded under nothing and bears no cue is certain. Where the construction is unknown, the more careful reading
wins: an infinitive under an unknown verb promises nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.claim import CERTAINTIES, Factuality
from kg.extract import clauses
from kg.extract.governors import Link
from kg.extract.links import climb
from kg.extract.modifiers import modifiers
from kg.ontology.cues import Effect

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.ontology.cues import Cues

_REAL = (None, "past", "present")


def factuality(trigger: Token, cues: Cues, *, nominal: bool = False, historical: bool = False) -> Factuality:
    """How the text presents what ``trigger`` evokes; ``nominal`` where the trigger is used as a noun.

    ``historical`` where the present tense tells of what is past, as in captions: "Police search a hall on Monday".
    ``hedge`` holds the cue that weakens, turns over or postpones it, verbatim.
    """
    path = list(climb(trigger, cues, nominal=nominal))
    state, used = _State(), set[int]()
    for link in reversed(path):
        state = _through(link, state)
        if link.bare:
            continue
        for effect, words, index in modifiers(link.token, cues, own=link.token == trigger, historical=historical):
            said = index in used  # "no arrests were made": the determiner decides about verb and noun, once
            twice = state.negative and effect.negative and link.token.doc[index].dep_ == "amod"
            if not said and not twice:  # "denied a false report": no less denied
                state = state.with_effect(effect, words)
            used.add(index)
        state = state.at(_own_tense(link.token))
    return state.factuality(default="past" if nominal or not clauses.is_verbal(trigger) else "present")


@dataclass(frozen=True, slots=True)
class _State:
    """Factuality in the making; ``when`` is None while nothing has said."""

    negative: bool = False
    sure: int = 0
    when: str | None = None
    hedge: str | None = None

    @property
    def weak(self) -> bool:
        """Not claimed to be or not to be: uncertain, to come, conditional."""
        return self.sure > 1 or self.when not in _REAL

    def with_effect(self, effect: Effect, words: str | None) -> _State:
        negative = self.negative != effect.negative
        sure = max(self.sure, CERTAINTIES.index(effect.certainty) if effect.certainty else 0)
        when = effect.temporality or self.when
        changes = (
            effect.negative
            or effect.temporality not in _REAL
            or 0 < CERTAINTIES.index(effect.certainty or "certain") == sure
        )
        hedge = words if changes and words else self.hedge
        return _State(negative, sure, when, hedge)

    def at(self, tense: str | None) -> _State:
        """In a clause of its own tense; what is to come or conditional stays so."""
        if tense is None or self.when not in _REAL:
            return self
        return _State(self.negative, self.sure, tense, self.hedge)

    def factuality(self, *, default: str) -> Factuality:
        return Factuality(
            "negative" if self.negative else "positive", CERTAINTIES[self.sure], self.when or default, self.hedge
        )


def _through(link: Link, above: _State) -> _State:
    """What is left of the governor's factuality where the link has been passed."""
    if link.effect.factive or link.manner == "free":
        return _State().with_effect(link.effect, link.words)
    if link.manner in ("same", "source") and above.negative and link.negated is not None:
        plain = _State(False, above.sure, above.when, above.hedge)
        return _State() if link.negated.factive else plain.with_effect(link.negated, link.words)
    return _base(link, above).with_effect(link.effect, link.words)


def _base(link: Link, above: _State) -> _State:
    if link.manner == "same":
        return above
    if link.manner == "source":
        return (
            _State(when=above.when) if not (above.weak or above.negative) else _State(False, 3, above.when, above.hedge)
        )
    if link.manner == "clause":
        held = above.weak and clauses.tense(link.token) != "past"
        return _State(False, above.sure, above.when, above.hedge) if held else _State()
    if link.manner == "adjunct":
        return _State(False, above.sure, above.when, above.hedge) if above.weak else _State(when=above.when)
    if above.weak or above.negative:  # an indefinite noun phrase somewhere in an unreal clause
        return _State(above.negative, 3, above.when, above.hedge)
    return _State(when=above.when)


def _own_tense(token: Token) -> str | None:
    return clauses.tense(token) if clauses.is_verbal(token) else None
