"""A small graph that has some of everything, with hostile text."""

from __future__ import annotations

import datetime as dt

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality, Literal
from kg.graph import Background, Graph, Reading
from kg.mention import Entity, Event, Mention, When
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder
from kg.text import Span

TEXT = (
    'Police arrested "Kim <b>" & e\u0301\u202e\u0000\u0008 \U0001f600 in Vladivostok on Monday.\r\n'
    "The paper denied that police beat Kim."
)
INFO = ArticleInfo(
    "a-1",
    text_sha256(TEXT),
    "Title <script>alert(1)</script>",
    dt.date(2024, 8, 1),
    "outlet/paper",
    ("B", "A"),
    None,
    "en",
)
OUTLET, POLICE, KIM, CITY = "outlet/paper", "agency/police-ru", "person/kim-1", "place/vladivostok"
ARREST, BEATING = "event/a-1-detention-7", "event/a-1-attack-104"
HOSTILE = 'Kim <b>" & e\u0301\u202e\u0000\u0008 \U0001f600'


def mention(words: str) -> Mention:
    begin = TEXT.index(words)
    return Mention(INFO.id, Span(begin, begin + len(words)), words)


def claim(
    subject: str, predicate: str, thing: str | Literal, event: str | None, shown: Factuality, words: str
) -> Claim:
    place = mention(words)
    return Claim(
        subject, predicate, thing, INFO.id, place.span, (place.span,), (place.quote,), OUTLET, shown, 850, "rule", event
    )


def reading() -> Reading:
    monday = dt.date(2024, 7, 29)
    entities = (
        Entity(POLICE, "Agency", frozenset({"Police"}), frozenset({mention("Police"), mention("police")})),
        Entity(KIM, "Person", frozenset({HOSTILE, "Kim"}), frozenset({mention(HOSTILE)})),
        Entity(CITY, "City", frozenset({"Vladivostok"}), frozenset({mention("Vladivostok")})),
        Entity(OUTLET, "MediaOutlet", frozenset({"The paper"}), frozenset({mention("The paper")})),
    )
    events = (
        Event(
            ARREST,
            "detention",
            INFO.id,
            "Police arrest Kim",
            mention("arrested"),
            When(monday, monday, "day", "Monday"),
        ),
        Event(BEATING, "attack", INFO.id, "Police beat Kim (denied)", mention("beat")),
    )
    happened, denied = Factuality(), Factuality("negative", "certain", "past", "denied")
    whole, other = TEXT.split("\r\n")
    return Reading(INFO, entities, events, (
        claim(ARREST, "eventType", "event-type/detention", ARREST, happened, whole),
        claim(ARREST, "actor", POLICE, ARREST, happened, whole),
        claim(ARREST, "target", KIM, ARREST, happened, whole),
        claim(ARREST, "place", CITY, ARREST, happened, whole),
        claim(ARREST, "count", Literal("01", "nonNegativeInteger"), ARREST, happened, whole),
        claim(POLICE, "detains", KIM, ARREST, happened, whole),
        claim(POLICE, "detains", KIM, ARREST, happened, "Police arrested"),
        claim(KIM, "locatedIn", CITY, None, Factuality("positive", "possible", "present", None), whole),
        claim(BEATING, "eventType", "event-type/attack", BEATING, denied, other),
        claim(BEATING, "actor", POLICE, BEATING, denied, other),
        claim(BEATING, "target", KIM, BEATING, denied, other),
        claim(POLICE, "attacks", KIM, BEATING, denied, other),
    ))  # fmt: skip


KNOWN = {
    fact.id: fact
    for fact in (
        Background(
            CITY, "City", "Vladivostok", ("Владивосток",), "place/primorsky-krai", "place/russia", 43.1155, 131.8855
        ),
        Background("place/primorsky-krai", "Region", "Primorsky Krai", (), "place/russia", "place/russia"),
        Background("place/russia", "Country", "Russia"),
        Background("place/elsewhere", "City", "Elsewhere"),
    )
}


def sample() -> Graph:
    types = Vocabulary.load(ontology_folder()).event_types.values()
    return Graph.of([reading()], known=KNOWN, types=types)
