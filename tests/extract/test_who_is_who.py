"""Who is who within an article: descriptions, possessions, pronouns, and whose government it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kg.article import Article, ArticleInfo, text_sha256
from kg.build import read as read_files
from kg.extract import Extractor
from kg.graph import Reading


def reading_of(reader: Extractor, text: str) -> Reading:
    info = ArticleInfo("one", text_sha256(text), date=dt.date(2024, 8, 1))
    (reading,) = reader.read([Article(info, text)])
    return reading


def together(reading: Reading, word: str) -> list[str]:
    """All words by which the article calls the entity that it calls ``word`` last."""
    calls = [
        (max(m.span.begin for m in entity.mentions if m.quote == word), entity)
        for entity in reading.entities
        if any(m.quote == word for m in entity.mentions)
    ]
    assert calls, f"nothing is called {word!r}"
    found = max(calls, key=lambda call: call[0])[1]
    return [m.quote for m in sorted(found.mentions, key=lambda m: m.span)]


@pytest.mark.parametrize(
    ("text", "word", "calls"),
    [
        ("The Interfax agency said so.", "Interfax", ["Interfax", "Interfax agency"]),
        ("Rebels shelled Donetsk. The city was quiet on Tuesday.", "city", ["Donetsk", "city"]),
        ("Rebels entered Chechnya. The republic was quiet.", "republic", ["Chechnya", "republic"]),
        ("Police met in Tandu state. Fields in Tandu were dry.", "Tandu", ["Tandu", "Tandu state", "Tandu"]),
        (
            "Crowds marched in Bishkek. Police closed the Kyrgyz capital.",
            "Kyrgyz capital",
            ["Bishkek", "Kyrgyz capital"],
        ),
        ("Venezuelans voted. The country was calm. That nation is large.", "nation", ["country", "nation"]),
        (
            "Ann Lopez, an opposition leader and vice president of the council, was freed.",
            "Ann Lopez",
            ["Ann Lopez", "opposition leader", "vice president"],
        ),
        ("The director of the museum, Pavel Ivanov, agreed.", "Pavel Ivanov", ["director", "Pavel Ivanov"]),
        (
            "Doctors said 13 people were hurt. The mayor said 13 people were hurt.",
            "13 people",
            ["13 people", "13 people"],
        ),
        ("Ri Chol fled. His lawyer left. Ri Chol met his lawyer again.", "lawyer", ["lawyer", "lawyer"]),
        ("Kim Chol and his brother fled.", "Kim Chol", ["Kim Chol", "his"]),
        (
            "Lower Saxony Police raided a house. The police found weapons.",
            "police",
            ["Lower Saxony Police", "police"],
        ),
        ("Tariq el Amin spoke. Later el Amin left.", "el Amin", ["Tariq el Amin", "el Amin"]),
    ],
)
def test_one_thing_under_several_words(rule_reader: Extractor, text: str, word: str, calls: list[str]) -> None:
    assert together(reading_of(rule_reader, text), word) == calls


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("The guard said the man had left.", "guard", "man"),
        ("An officer told Ri Chol that the man was ill.", "officer", "man"),
        ("Rebels hold Donetsk. Soldiers went to another city.", "Donetsk", "another city"),
        ("Ri Chol met Kim Chol. His lawyer spoke to her lawyer.", "Ri Chol", "Kim Chol"),
    ],
)
def test_two_things_stay_two(rule_reader: Extractor, text: str, one: str, other: str) -> None:
    reading = reading_of(rule_reader, text)
    bearers = [[m.quote for m in entity.mentions] for entity in reading.entities]
    assert any(one in quotes for quotes in bearers)
    assert not any(one in quotes and other in quotes for quotes in bearers)


def test_a_government_is_that_of_the_country_in_question(rule_reader: Extractor) -> None:
    text = "Venezuelans voted in Caracas. Venezuela is poor. The government said so. The U.S. government left."
    ids = {m.quote: entity.id for entity in reading_of(rule_reader, text).entities for m in entity.mentions}
    assert ids["U.S. government"] == "agency/government-us"
    assert ids["government"] != ids["U.S. government"]


@pytest.mark.parametrize("people", ["Venezuelans", "About 300 North Koreans"])
def test_people_of_a_country_are_no_country(rule_reader: Extractor, people: str) -> None:
    reading = reading_of(rule_reader, f"{people} marched in Caracas.")
    (group,) = [entity for entity in reading.entities if any(m.quote in people for m in entity.mentions)]
    assert group.cls == "Group"


def test_a_sentence_without_a_blank_before_it_begins(rule_reader: Extractor) -> None:
    reading = reading_of(rule_reader, "Soldiers died in SyriaThe army said that the CIA had lied on LinkedIn.")
    quotes = {m.quote for entity in reading.entities for m in entity.mentions}
    assert {"Syria", "army", "CIA"} <= quotes


def test_the_present_of_a_caption_is_past(rule_reader: Extractor, tmp_path: Path) -> None:
    story = (
        "Date: 2024-08-01\n\nA raid\n\nPolice left on Monday.\n\nCaption: Police search a dormitory in Osh on Monday.\n"
    )
    (tmp_path / "a.txt").write_text(story, encoding="utf-8")
    (article,) = read_files(tmp_path / "a.txt")
    assert isinstance(article, Article)
    (reading,) = rule_reader.read([article])
    (search,) = [event for event in reading.events if event.trigger.quote == "search"]
    assert search.when is not None
    assert search.when.start == dt.date(2024, 7, 29)
    assert all(claim.factuality.entitles for claim in reading.claims if claim.event == search.id)
