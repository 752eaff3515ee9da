"""Every example of the lexicon is read by the rule reader, and must give what its marks say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from kg.article import Article, ArticleInfo, text_sha256
from kg.ontology.lexicon import NO_EVENT, Trigger, read_example, read_lexicon
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder
from kg.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract import Extractor
    from kg.graph import Reading
    from kg.mention import Event

FOLDER = ontology_folder()
VOCABULARY = Vocabulary.load(FOLDER)
LEXICON = read_lexicon(
    FOLDER / "lexicon.en.tsv",
    types=VOCABULARY.event_types,
    roles=VOCABULARY.roles,
    classes=VOCABULARY.classes,
)
ROWS = [row for row in LEXICON.triggers if row.example]
VERBS_ONLY = frozenset({"communication"})
"""Event types for which English has hardly a noun that is not one of their narrower types."""


def name(row: Trigger) -> str:
    return f"{row.name}:{row.line}"


@pytest.fixture(scope="module")
def readings(rule_reader: Extractor) -> dict[int, Reading]:
    """The reading of each row's example, by the row's line; all sentences share one batch."""
    texts = [read_example(row.example).text for row in ROWS]
    articles = [
        Article(ArticleInfo(f"line-{row.line}", text_sha256(text)), text) for row, text in zip(ROWS, texts, strict=True)
    ]
    return {row.line: each for row, each in zip(ROWS, rule_reader.read(articles), strict=True)}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_example_is_read_as_it_is_marked(row: Trigger, readings: dict[int, Reading]) -> None:
    problems = list(_no_event(row, readings[row.line]) if row.type == NO_EVENT else _misread(row, readings[row.line]))
    assert not problems, f"lexicon.en.tsv line {row.line}: {'; '.join(problems)}\n{row.example}"


def _no_event(row: Trigger, reading: Reading) -> Iterator[str]:
    """Events that the reader finds in words that are marked as none."""
    marked = Span(*read_example(row.example).trigger)
    for event in reading.events:
        if event.trigger.span.overlaps(marked):
            yield f"'{event.trigger.quote}' is no event and reads as {event.type} by {_found_by(event, reading)}"


def _misread(row: Trigger, reading: Reading) -> Iterator[str]:
    """What the marks ask for and the reading lacks."""
    example = read_example(row.example)
    here = [event for event in reading.events if event.trigger.span.overlaps(Span(*example.trigger))]
    events = [event for event in here if event.type == row.type and _found_by(event, reading) == row.name]
    if not events:
        found = ", ".join(f"{event.type} by {_found_by(event, reading)}" for event in here)
        yield f"no {row.type} by {row.name}, but {found or 'nothing'}"
        return
    fillers = _fillers(events[0], reading)
    for role, begin, end in example.roles:
        head = _head(example.text, begin, end)
        if not any(span.overlaps(head) for span in fillers[role]):
            got = {role: sorted(span.of(example.text) for span in spans) for role, spans in fillers.items()}
            yield f"'{example.text[begin:end]}' is no {role}; found {got or 'no role at all'}"


def _found_by(event: Event, reading: Reading) -> str:
    """Name of the trigger that evoked an event, as the claim of its type carries it."""
    claim = next(claim for claim in reading.claims if claim.subject == event.id and claim.predicate == "eventType")
    return claim.found_by.split("/")[1]


def _fillers(event: Event, reading: Reading) -> dict[str, list[Span]]:
    """Where an event's participants are mentioned, by role."""
    mentions = {entity.id: [mention.span for mention in entity.mentions] for entity in reading.entities}
    found: dict[str, list[Span]] = defaultdict(list)
    for claim in reading.claims:
        if claim.subject == event.id and isinstance(claim.object, str) and claim.predicate in VOCABULARY.roles:
            found[claim.predicate] += mentions[claim.object]
    return found


def _head(text: str, begin: int, end: int) -> Span:
    """The last word of marked words, where English has the head of a noun phrase; a possessive ending is no word."""
    last = list(re.finditer(r"(?<!['’])\b\w+", text[begin:end]))[-1]
    return Span(begin + last.start(), begin + last.end())


# -- the table as a whole ----------------------------------------------------------------------------------------------


def test_every_event_has_an_example() -> None:
    assert [name(row) for row in LEXICON.triggers if not row.example] == []


def test_triggers_are_many() -> None:
    assert len({(row.words, row.pos) for row in LEXICON.triggers if row.type != NO_EVENT}) >= 600


@pytest.mark.parametrize("event_type", sorted(VOCABULARY.event_types))
def test_every_event_type_has_verbs_and_nouns(event_type: str) -> None:
    found = {(row.words, row.pos) for row in LEXICON.triggers if row.type == event_type}
    count = Counter(pos for _, pos in found)
    assert len(found) >= 4, f"{event_type} has {len(found)} triggers"
    assert count["v"], f"{event_type} has no verb"
    assert count["n"] or event_type in VERBS_ONLY, f"{event_type} has no noun"


def test_no_row_is_out_of_reach() -> None:
    """A row whose conditions are all asked by an earlier row of the same words is never tried."""
    earlier: dict[tuple[tuple[str, ...], str], list[Trigger]] = defaultdict(list)
    hidden = []
    for row in LEXICON.triggers:
        same = earlier[row.words, row.pos]
        hidden += [f"{name(row)} after line {before.line}" for before in same if set(before.when) <= set(row.when)]
        earlier[row.words, row.pos].append(row)
    assert hidden == []
