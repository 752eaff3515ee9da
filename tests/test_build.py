"""The flow from articles to one graph."""

import datetime as dt
from dataclasses import replace

from kg.build import Desk, assemble, known_to, with_defaults
from kg.graph import Reading
from kg.mention import Entity, Event, Mention
from kg.read import Skipped
from kg.text import Span
from kg.verify import verbatim

TEXTS = (
    "Police arrested two smugglers in Hyesan.",
    "North Korea sent 50 workers to Vladivostok.",
    "The workers were sent by the Ministry of State Security, a source said.",
)


def test_the_order_of_articles_makes_no_difference(article, ontology, rule_reader) -> None:
    items = [article(text, identifier=f"s{number}", ontology=ontology) for number, text in enumerate(TEXTS)]
    items.append(Skipped("x.txt", "the text is empty"))
    read_all = Desk(ontology, rule_reader).read
    one, other = assemble(items, ontology, read_all), assemble(reversed(items), ontology, read_all)
    assert one.graph == other.graph
    assert one.skipped == other.skipped == (Skipped("x.txt", "the text is empty"),)
    assert len(one.graph.articles) == 3


def test_every_result_is_told_of(article, ontology, rule_reader) -> None:
    seen: list[str] = []
    items = [article(TEXTS[0], ontology=ontology), Skipped("x.txt", "why")]
    assemble(items, ontology, Desk(ontology, rule_reader).read, on_result=lambda one: seen.append(type(one).__name__))
    assert sorted(seen) == ["Reading", "Skipped"]


def test_what_is_known_of_agencies_and_of_cities_comes_along(ontology, article) -> None:
    city = ontology.places.lookup("Rotterdam", prior=["NL"])
    things = (
        Entity("agency/ministry-of-state-security-kp", "Agency", frozenset({"MSS"})),
        Entity(city.id, "City", frozenset({"Rotterdam"})),
        Entity("person/nobody-1", "Person", frozenset({"Nobody"})),
    )
    known = known_to(ontology, [Reading(article("x").info, things)])
    assert known["agency/ministry-of-state-security-kp"].country == "place/north-korea"
    assert "place/north-korea" in known
    assert round(known[city.id].latitude) == 52
    assert "person/nobody-1" not in known


def test_defaults_fill_only_what_is_lacking(article) -> None:
    bare, dated = article("x"), article("y", date=dt.date(2020, 1, 2), publisher="Own")
    skipped = Skipped("z", "why")
    day = dt.date(2024, 8, 1)
    one, other, last = with_defaults([bare, dated, skipped], date=day, publisher="Lens")
    assert one == replace(bare, info=replace(bare.info, date=day, publisher="Lens"))
    assert (other, last) == (dated, skipped)


def test_an_event_whose_trigger_is_invented_goes_with_its_claims(article, ontology, rule_reader) -> None:
    story = article(TEXTS[0], ontology=ontology)
    (reading,) = rule_reader.read([story])
    (event,) = reading.events
    forged = Event(event.id, event.type, event.article, event.label, Mention(story.id, Span(0, 6), "Nobody"))
    sound = verbatim(replace(reading, events=(forged,)), story)
    assert sound.events == ()
    assert not [claim for claim in sound.claims if event.id in (claim.subject, claim.event)]
    (told,) = (one for one in sound.quarantined if one.id == event.id)
    assert told.reason == "its quote does not stand in the article"
    assert (told.article, told.quote) == (story.id, "Nobody")
    assert verbatim(reading, story) == reading


def test_a_text_becomes_a_graph_as_the_program_builds_it(build_text) -> None:
    graph = build_text("Police arrested two smugglers on Monday.", date="2024-08-01", publisher="Amur Lens")
    (event,) = graph.events.values()
    assert str(event.when.start) == "2024-07-29"
    assert graph.realized(event.id)
