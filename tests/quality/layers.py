"""The reader's layers, each with how to switch it off from outside: a table emptied, a function put in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from unittest.mock import patch

from kg.claim import Factuality
from kg.extract import attribution, events, relations, rules, slots
from kg.extract.coreference.descriptions import DescriptionSieve
from kg.extract.coreference.names import NameSieve
from kg.extract.coreference.possessions import PossessionSieve
from kg.extract.dates import DateGrammar
from kg.extract.events import EventFinder
from kg.extract.names import NameFinder
from kg.extract.names.described import DescribedNames
from kg.extract.names.modelled import ModelNames
from kg.extract.names.units import UnitNames
from kg.extract.parse import Parsed
from kg.graph import Graph
from kg.ontology import Ontology
from kg.ontology.cues import Cue, Cues
from kg.ontology.gazetteer import Gazetteer
from kg.ontology.lexicon import NO_EVENT, Lexicon, Trigger
from kg.ontology.places import Places

Patch = tuple[object, str, object]
"""Where a function lives, its name there, and what stands in for it."""


@dataclass(frozen=True)
class Layer:
    """One layer: ``group`` for the reader of the table, and what is changed so that it does nothing."""

    group: str
    name: str
    ontology: Callable[[Ontology], Ontology] = lambda ontology: ontology
    instead: tuple[Patch, ...] = ()
    parsed: Callable[[Parsed], Parsed] = lambda parsed: parsed
    graph: Callable[[Graph], Graph] = lambda graph: graph

    @contextmanager
    def off(self) -> Iterator[None]:
        """Its functions replaced; raises AttributeError where one of them is gone."""
        with ExitStack() as stack:
            for owner, name, other in self.instead:
                stack.enter_context(patch.object(owner, name, other))
            yield


WHOLE = Layer("", "whole reader")


def nothing(*_: object, **__: object) -> tuple[()]:
    """Finds nothing."""
    return ()


def none(*_: object, **__: object) -> None:
    """Has no answer, does nothing."""


def no(*_: object, **__: object) -> bool:
    """Says no."""
    return False


def same_only(token: object) -> tuple[object]:
    """A filler without what is coordinated with it."""
    return (token,)


def plain(*_: object, **__: object) -> Factuality:
    """It happened."""
    return Factuality()


ACTIVE = {**slots._SLOTS, "nsubjpass": slots._subject, "agent": nothing}
"""What a verb's dependents contribute, a passive's read as an active's."""


# -- tables ----------------------------------------------------------------------------------------------------------


class NoLibrary(Places):
    """The gazetteer's places alone."""

    _cities = {}  # noqa: RUF012
    _by_id = {}  # noqa: RUF012


def without_rows(ontology: Ontology) -> Ontology:
    """Without the gazetteer's rows; countries and the library of cities stay."""
    gazetteer = Gazetteer((), ontology.gazetteer._countries)
    return replace(ontology, gazetteer=gazetteer, places=Places(gazetteer, homonyms=ontology.places._homonyms))


def without_library(ontology: Ontology) -> Ontology:
    """Without the library of cities."""
    return replace(ontology, places=NoLibrary(ontology.gazetteer))


def without_names(ontology: Ontology) -> Ontology:
    """Without any list of known names."""
    gazetteer = Gazetteer((), {})
    return replace(ontology, gazetteer=gazetteer, places=NoLibrary(gazetteer))


def triggers(keep: Callable[[Trigger], bool]) -> Callable[[Ontology], Ontology]:
    """The lexicon's rows that are kept."""
    return lambda ontology: replace(ontology, lexicon=Lexicon(filter(keep, ontology.lexicon.triggers)))


def first_sense(ontology: Ontology) -> Ontology:
    """Each trigger in its first sense that is an event, whatever its arguments."""
    first: dict[tuple[tuple[str, ...], str], Trigger] = {}
    for trigger in sorted(ontology.lexicon.triggers, key=lambda t: t.type == NO_EVENT):
        first.setdefault((trigger.words, trigger.pos), replace(trigger, when=()))
    return replace(ontology, lexicon=Lexicon(sorted(first.values(), key=lambda t: t.line)))


def parts_of_speech(kept: str) -> Callable[[object], str | None]:
    """The reader's own test, but for triggers of these kinds alone."""
    own = events._part_of_speech

    def found(token: object) -> str | None:
        pos = own(token)  # type: ignore[arg-type]
        return pos if pos in tuple(kept) else None

    return found


def cues(*, inside: bool = True, kept: Callable[[Cue], bool] = lambda _: True) -> Callable[[Ontology], Ontology]:
    """With some cues alone."""

    def changed(ontology: Ontology) -> Ontology:
        had = ontology.cues
        governing = {key: tuple(filter(kept, found)) for key, found in had.governing.items()}
        return replace(ontology, cues=Cues(governing, had.inside if inside else {}))

    return changed


def links(*without: str) -> Callable[[Ontology], Ontology]:
    """The table of relations without rows whose link begins with one of these words."""
    return lambda ontology: replace(
        ontology,
        relations={link: rows for link, rows in ontology.relations.items() if link.split()[0] not in without},
    )


def prepositions(ontology: Ontology) -> Ontology:
    """The table of relations without the rows of prepositions."""
    others = ("demonym", "poss", "mod", "comma", "based", "bracket", "appos", "verb")
    kept: Mapping[str, object] = {k: v for k, v in ontology.relations.items() if k.split()[0] in others}
    return replace(ontology, relations=kept)  # type: ignore[arg-type]


def all_story(parsed: Parsed) -> Parsed:
    """Headlines, captions, keywords and boilerplate read as story."""
    return replace(parsed, kinds=("body",) * len(parsed.kinds))


# -- layers ----------------------------------------------------------------------------------------------------------

LAYERS = (
    Layer("mentions", "zones (all read as story)", parsed=all_story),
    Layer("mentions", "lists of names: gazetteer, countries, cities", without_names),
    Layer("mentions", "— gazetteer's agencies, outlets, places", without_rows),
    Layer("mentions", "— library of cities", without_library),
    Layer("mentions", "the model's names", instead=((ModelNames, "find", nothing),)),
    Layer("mentions", "given names", lambda o: replace(o, given_names=frozenset())),
    Layer(
        "mentions",
        "names by their head noun",
        lambda o: replace(o, name_heads={}),
        ((UnitNames, "find", nothing),),
    ),
    Layer("mentions", "names set right by nouns beside them", instead=((DescribedNames, "settle", none),)),
    Layer("mentions", "one name, one class; names found again", instead=((NameFinder, "_propagate", none),)),
    Layer("mentions", "nominals", instead=((rules, "find_nominals", nothing), (EventFinder, "_described", none))),
    Layer("mentions", "— nouns that no list foresees", instead=((EventFinder, "_described", none),)),
    Layer("mentions", "pronouns", instead=((rules, "find_pronouns", nothing),)),
    Layer("identity", "surnames, short names, acronyms", instead=((NameSieve, "_shares_name", no),)),
    Layer("identity", "capitals for states", instead=((NameSieve, "_acts_as_state", no),)),
    Layer("identity", "appositions and titles", instead=((DescriptionSieve, "_apposition", none),)),
    Layer("identity", "“the ministry”, repeated descriptions", instead=((DescriptionSieve, "_described", none),)),
    Layer(
        "identity",
        "names given later",
        instead=((DescriptionSieve, "_name_given_later", none), (DescriptionSieve, "_full_name", none)),
    ),
    Layer("identity", "possessions (“his lawyer”)", instead=((PossessionSieve, "run", none),)),
    Layer("events", "senses (first sense only)", first_sense),
    Layer("events", "— words marked as no event", triggers(lambda t: t.type != NO_EVENT)),
    Layer("events", "triggers of several words", triggers(lambda t: len(t.words) == 1)),
    Layer(
        "events",
        "nominal events",
        triggers(lambda t: t.pos != "n"),
        ((events, "_part_of_speech", parts_of_speech("va")),),
    ),
    Layer("events", "adjectives as events", instead=((events, "_part_of_speech", parts_of_speech("vn")),)),
    Layer("events", "“the launch”, told before", instead=((EventFinder, "_recalled", none),)),
    Layer("events", "plain reporting verbs are voice", instead=((rules, "introducing", nothing),)),
    Layer(
        "roles", "passives", instead=((slots, "_SLOTS", ACTIVE), (slots, "is_passive", no), (events, "is_passive", no))
    ),
    Layer(
        "roles", "control, raising, participles, shared subjects", instead=((slots, "_understood_subject", nothing),)
    ),
    Layer("roles", "relative clauses", instead=((slots, "_gap", nothing), (slots, "antecedent", none))),
    Layer(
        "roles", "coordination, “dozens of”", instead=((slots, "spread", same_only), (relations, "spread", same_only))
    ),
    Layer("roles", "prepositions hung on the object", instead=((slots, "_object_preps", nothing),)),
    Layer("roles", "adjuncts of any event (place, origin …)", lambda o: replace(o, adjuncts={})),
    Layer("roles", "light verbs", instead=((EventFinder, "_light", nothing),)),
    Layer("roles", "sharing between events", instead=((rules, "share", none),)),
    Layer("voice", "attribution", instead=((rules, "attributions", nothing),)),
    Layer("voice", "— direct speech", instead=((attribution, "quoted_reports", nothing),)),
    Layer("voice", "anonymous sources", instead=((rules, "mark_anonymous", none),)),
    Layer("factuality", "factuality (all happened)", instead=((rules, "factuality", plain),)),
    Layer("factuality", "— negation, modals, hedges, conditions", cues(inside=False)),
    Layer("factuality", "— verbs and nouns that embed", cues(kept=lambda cue: cue.kind != "embed")),
    Layer("time", "date grammar", instead=((DateGrammar, "find", nothing),)),
    Layer("relations", "adjectives of countries", links("demonym")),
    Layer("relations", "possessives", links("poss")),
    Layer("relations", "nouns before nouns, “-based”", links("mod", "based")),
    Layer("relations", "commas and brackets", links("comma", "bracket")),
    Layer("relations", "prepositions", prepositions),
    Layer("relations", "verbs", links("verb")),
    Layer("relations", "facts known beforehand", graph=lambda graph: replace(graph, known={})),
)
"""In the reader's order; a dash marks a part of the layer above it."""
