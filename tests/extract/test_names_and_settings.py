"""Names set right by the words beside them; places and days that the clauses of a sentence share."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.article import Article, ArticleInfo, text_sha256
from kg.extract import Extractor
from kg.graph import Reading

THURSDAY = dt.date(2024, 8, 1)


def read(reader: Extractor, text: str) -> Reading:
    return next(iter(reader.read([Article(ArticleInfo("x", text_sha256(text), date=THURSDAY), text)])))


def class_of(reading: Reading, words: str) -> str | None:
    return next((e.cls for e in reading.entities for m in e.mentions if m.quote == words), None)


def when(reading: Reading, trigger: str) -> tuple[dt.date | None, dt.date | None]:
    found = next(event.when for event in reading.events if event.trigger.quote == trigger)
    return (None, None) if found is None else (found.start, found.end)


def roles(reading: Reading, trigger: str) -> set[tuple[str, str]]:
    event = next(event for event in reading.events if event.trigger.quote == trigger)
    quotes = {e.id: {m.quote for m in e.mentions} for e in reading.entities}
    claims = [c for c in reading.claims if c.subject == event.id and c.object in quotes]
    return {(claim.predicate, quote) for claim in claims for quote in quotes[str(claim.object)]}


@pytest.mark.parametrize(
    ("text", "words", "cls"),
    [
        (
            "Green Harvest, a labor rights group based in Geneva, interviewed 43 workers.",
            "Green Harvest",
            "Organization",
        ),
        ("The driver worked for the charity Open Wells in Kenya.", "Open Wells", "Organization"),
        ("Police questioned a man surnamed Ryang in Dandong.", "Ryang", "Person"),
        ("The Free Citizens' Party voted against the bill.", "Free Citizens' Party", "Organization"),
        ("The injured were taken to a hospital.", "injured", "Group"),
    ],
)
def test_what_is_said_beside_a_name_tells_its_class(rule_reader: Extractor, text: str, words: str, cls: str) -> None:
    assert class_of(read(rule_reader, text), words) == cls


def test_a_title_holds_no_ministry(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "Interior Minister Pavel Ruzic visited Prague.")
    assert class_of(reading, "Interior") is None


def test_a_participle_shares_day_and_place(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "Gunmen attacked a convoy in Kandahar on Monday, killing three guards.")
    monday = dt.date(2024, 7, 29)
    assert when(reading, "killing") == (monday, monday)
    assert ("place", "Kandahar") in roles(reading, "killing")


def test_a_present_tense_takes_no_day_of_the_past(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "The poet fled Minsk in 2016 and works for a newspaper.")
    assert when(reading, "fled") == (dt.date(2016, 1, 1), dt.date(2016, 12, 31))
    assert when(reading, "works for") == (None, None)


def test_what_was_told_is_recalled_by_a_bare_noun(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "Iran launched a missile on Monday. Japan condemned the launch.")
    assert ("launch", "launch") in {(event.trigger.quote, event.type) for event in reading.events}
    assert not read(rule_reader, "Japan welcomed the launch.").events[1:]


def test_a_passive_goes_on_without_its_auxiliary(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "A soldier was killed and two nurses wounded in Pocheon.")
    assert ("target", "two nurses") in roles(reading, "wounded")


def test_one_of_them_is_who_is_named_beside(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "Police detained three men. One of them, a Belarusian citizen, was later deported.")
    assert ("target", "Belarusian citizen") in roles(reading, "deported")
    assert ("target", "three men") not in roles(reading, "deported")


def test_a_record_is_no_date(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "It was the deadliest attack on aid workers since 2009.")
    assert when(reading, "attack") == (None, None)


def test_a_day_that_is_set_lies_ahead(rule_reader: Extractor) -> None:
    reading = read(rule_reader, "The union announced a strike for Wednesday.")
    assert when(reading, "strike") == (dt.date(2024, 8, 7), dt.date(2024, 8, 7))
