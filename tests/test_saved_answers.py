"""Each saved question, asked of a small world in which the answer is known, and what looks like it and is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality, Literal
from kg.export import export
from kg.graph import Graph, Reading
from kg.mention import Entity, Event, Mention, When
from kg.ontology.types import Vocabulary
from kg.queries import answer, questions
from kg.rdf.background import Background
from kg.resources import ontology_folder
from kg.terms import slug
from kg.text import Span

POLICE, MINISTRY, BUREAU, DESK = "agency/police", "agency/ministry", "agency/bureau", "agency/desk"
KIM, LEE, CHOI, WORKERS = "person/kim", "person/lee", "person/choi", "group/workers"
ACME, PAPER, TIMES, SOURCE = "organization/acme", "outlet/paper", "outlet/times", "source/insider"
TOWN, LAND, CITY, HOME = "place/town", "place/land", "place/city", "place/home"
ONE, TWO = "article/one", "article/two"

SAYS, SURELY = Factuality(), Factuality("positive", "probable")
DENIES = Factuality("negative", "underspecified", "past", "denied")
FEARS = Factuality("positive", "possible", "future", "fear")
PLANS = Factuality("positive", "underspecified", "future", "plans")
ORDERS = Factuality("positive", "underspecified", "future", "ordered")
IF = Factuality("positive", "underspecified", "conditional", "if")

CLASSES = {
    **dict.fromkeys((POLICE, MINISTRY, BUREAU, DESK), "Agency"),
    **dict.fromkeys((KIM, LEE, CHOI), "Person"),
    **dict.fromkeys((PAPER, TIMES), "MediaOutlet"),
    **dict.fromkeys((TOWN, CITY), "City"),
    **dict.fromkeys((LAND, HOME), "Country"),
    WORKERS: "Group",
    ACME: "Organization",
    SOURCE: "AnonymousSource",
}
KNOWN = (
    Background(LAND, "Country", "Land"),
    Background(HOME, "Country", "Home"),
    Background(TOWN, "City", "Town", (), LAND, LAND),
    Background(CITY, "City", "City", (), HOME, HOME),
    Background(BUREAU, "Agency", "Bureau", (), MINISTRY, HOME),
    Background(DESK, "Agency", "Desk", (), BUREAU, HOME),
    Background(MINISTRY, "Agency", "Ministry", (), None, HOME),
)


class World:
    """Articles, filled claim by claim: each has a place and words of its own."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.events: list[Event] = []

    def say(self, article: str, voice: str, shown: Factuality, *triple: str | Literal, **more: object) -> None:
        """A claim: ``event`` that it asserts, its ``words``, its ``confidence`` in thousandths."""
        words = str(more.get("words", f"words {len(self.claims)}"))
        span = Span(10 * len(self.claims), 10 * len(self.claims) + len(words))
        event, confidence = more.get("event"), more.get("confidence", 850)
        self.claims.append(
            Claim(*triple, article, span, (span,), (words,), voice, shown, confidence, "rules/x", event)  # type: ignore[arg-type]
        )

    def happen(
        self,
        name: str,
        kind: str,
        shown: Factuality,
        roles: Mapping[str, str],
        *,
        article: str = ONE,
        voice: str = PAPER,
        day: str | None = None,
        direct: str | None = None,
        trigger: str = "did",
    ) -> None:
        """An event with its roles, and with the plain triple from actor to target if it has a predicate for that."""
        event, begin = f"event/{slug(name)}", 1000 + 10 * len(self.events)
        first = dt.date.fromisoformat(day) if day else None
        when = When(first, first, "day", "then") if first else None
        mention = Mention(article, Span(begin, begin + len(trigger)), trigger)
        self.events.append(Event(event, kind, article, name, mention, when))
        words = f"{name}!"
        self.say(article, voice, shown, event, "eventType", f"event-type/{kind}", event=event, words=words)
        for role, filler in roles.items():
            self.say(article, voice, shown, event, role, filler, event=event, words=words)
        if direct:
            self.say(article, voice, shown, roles["actor"], direct, roles["target"], event=event, words=words)

    def graph(self) -> Graph:
        """All of it."""
        infos = (
            ArticleInfo("one", text_sha256("one"), "Headline", dt.date(2024, 8, 1), PAPER),
            ArticleInfo("two", text_sha256("two"), None, dt.date(2024, 9, 2), TIMES),
        )
        readings = []
        for info in infos:
            mention = Mention(info.id, Span(0, 4), "Name")
            entities = tuple(
                Entity(name, cls, frozenset({name.partition("/")[2].title()}), frozenset({mention}))
                for name, cls in CLASSES.items()
                if name != SOURCE or info.id == TWO
            )
            claims = tuple(claim for claim in self.claims if claim.article == info.id)
            events = tuple(event for event in self.events if event.article == info.id)
            readings.append(Reading(info, entities, events, claims))
        types = Vocabulary.load(ontology_folder()).event_types.values()
        return Graph.of(readings, known=KNOWN, types=types)


def made() -> Graph:
    world = World()
    held = {"actor": POLICE, "target": KIM, "place": TOWN}
    world.happen("held Kim", "detention", SAYS, held, day="2024-07-29", direct="detains")
    jailed = {"actor": POLICE, "target": LEE}
    world.happen("jailed Lee", "detention", SURELY, jailed, article=TWO, voice=SOURCE, direct="detains")
    world.happen("never jailed Lee", "detention", DENIES, jailed, article=TWO, voice=POLICE, direct="detains")
    world.happen(
        "may kill Kim", "death", FEARS, {"actor": POLICE, "target": KIM}, article=TWO, voice=SOURCE, direct="kills"
    )
    world.happen("hit Lee", "attack", SAYS, {"actor": POLICE, "target": LEE, "place": CITY}, day="2024-06-03")
    back = {"actor": LAND, "target": WORKERS, "destination": HOME}
    world.happen("sent workers back", "repatriation", SAYS, back, day="2024-05-20", direct="repatriates")
    world.happen("will send Choi back", "repatriation", PLANS, {"actor": LAND, "target": CHOI}, direct="repatriates")
    sent = {"actor": MINISTRY, "target": WORKERS, "origin": CITY, "destination": TOWN}
    world.happen("sent workers", "dispatch", SAYS, sent, day="2024-05-02", direct="dispatches")
    fled = {"actor": LEE, "destination": TOWN}
    world.happen("fled", "escape", SAYS, fled, day="2024-04-02")
    world.happen("ordered", "directive", SAYS, {"actor": MINISTRY}, trigger="ordered")
    world.happen("send Choi", "dispatch", ORDERS, {"actor": BUREAU, "target": CHOI}, direct="dispatches")
    world.happen("if caught, punish Choi", "punishment", IF, {"actor": POLICE, "target": CHOI}, direct="punishes")
    world.happen("paid", "payment", SAYS, {"actor": ACME, "target": WORKERS, "recipient": MINISTRY}, day="2024-07-01")
    world.happen("fined Acme", "sanction", SAYS, {"actor": LAND, "target": ACME}, direct="sanctions")
    for subject, link, thing, shown in (
        (POLICE, "monitors", WORKERS, SAYS), (POLICE, "monitors", KIM, DENIES), (DESK, "informsOn", LEE, SAYS),
        (DESK, "informsOn", KIM, FEARS), (ACME, "employs", WORKERS, SAYS), (ACME, "employs", KIM, PLANS),
        (KIM, "meets", LEE, SAYS), (KIM, "meets", CHOI, DENIES), (CHOI, "headOf", BUREAU, SAYS),
        (LEE, "headOf", DESK, DENIES), (KIM, "memberOf", ACME, SAYS), (LEE, "memberOf", ACME, DENIES),
        (CHOI, "position", Literal("director"), SAYS),
        (WORKERS, "nationality", HOME, SAYS), (LEE, "nationality", HOME, SAYS), (KIM, "nationality", LAND, SAYS),
    ):  # fmt: skip
        world.say(ONE, PAPER, shown, subject, link, thing, words=f"{link}.")
    world.say(TWO, TIMES, SURELY, LEE, "locatedIn", LAND, words="unsure", confidence=400)
    world.say(TWO, SOURCE, FEARS, CHOI, "locatedIn", LAND, words="unsurer", confidence=300)
    return world.graph()


FACT = ("who", "whom", "certainty", "says", "evidence")
Answer = tuple[dict[str, str], tuple[str, ...], list[tuple[str | None, ...]]]
"""Parameters, columns to look at, and the rows, in their order where the question has one."""
ANSWERS: Mapping[str, Answer] = {
    "articles": (
        {},
        ("date", "outlet", "headline", "events"),
        [("2024-08-01", "Paper", "Headline", "8"), ("2024-09-02", "Times", None, "1")],
    ),
    "check-first": ({"below": "0.8"}, ("confidence", "who", "relation", "whom"), [("0.4", "Lee", "locatedIn", "Land")]),
    "claimed-not-asserted": (
        {},
        ("event", "why", "hedge", "says"),
        [
            ("never jailed Lee", "denied or negated", "denied", "Police"),
            ("may kill Kim", "merely possible", "fear", "Insider"),
            ("if caught, punish Choi", "only under a condition", "if", "Paper"),
            ("send Choi", "planned, ordered, demanded or expected", "ordered", "Paper"),
            ("will send Choi back", "planned, ordered, demanded or expected", "plans", "Paper"),
        ],
    ),
    "claims-of-article": (
        {"article": "two"},
        ("who", "relation", "whom", "polarity", "certainty", "temporality", "says"),
        [
            ("jailed Lee", "eventType", "detention", "positive", "probable", "past", "Insider"),
            ("jailed Lee", "actor", "Police", "positive", "probable", "past", "Insider"),
            ("jailed Lee", "target", "Lee", "positive", "probable", "past", "Insider"),
            ("Police", "detains", "Lee", "positive", "probable", "past", "Insider"),
            ("never jailed Lee", "eventType", "detention", "negative", "underspecified", "past", "Police"),
            ("never jailed Lee", "actor", "Police", "negative", "underspecified", "past", "Police"),
            ("never jailed Lee", "target", "Lee", "negative", "underspecified", "past", "Police"),
            ("Police", "detains", "Lee", "negative", "underspecified", "past", "Police"),
            ("may kill Kim", "eventType", "death", "positive", "possible", "future", "Insider"),
            ("may kill Kim", "actor", "Police", "positive", "possible", "future", "Insider"),
            ("may kill Kim", "target", "Kim", "positive", "possible", "future", "Insider"),
            ("Police", "kills", "Kim", "positive", "possible", "future", "Insider"),
            ("Lee", "locatedIn", "Land", "positive", "probable", "past", "Times"),
            ("Choi", "locatedIn", "Land", "positive", "possible", "future", "Insider"),
        ],
    ),
    "contradictions": (
        {},
        ("who", "relation", "whom", "claimed_by", "words", "denied_by", "denial"),
        [("Police", "detains", "Lee", "Insider", "jailed Lee!", "Police", "never jailed Lee!")],
    ),
    "denials": (
        {},
        ("event", "denied_by", "hedge", "evidence", "contradicts"),
        [("never jailed Lee", "Police", "denied", "never jailed Lee!", "Insider")],
    ),
    "events-in-place": (
        {"place": "Land"},
        ("event", "type", "role", "at", "from"),
        [
            ("fled", "escape", "destination", "Town", "2024-04-02"),
            ("sent workers", "dispatch", "destination", "Town", "2024-05-02"),
            ("held Kim", "detention", "place", "Town", "2024-07-29"),
        ],
    ),
    "events-of-type": (
        {"type": "etype:movement"},
        ("event", "real", "who", "whom", "from"),
        [
            ("fled", "yes", "Lee", None, "2024-04-02"),
            ("sent workers", "yes", "Ministry", "Workers", "2024-05-02"),
            ("sent workers back", "yes", "Land", "Workers", "2024-05-20"),
            ("send Choi", "no", "Bureau", "Choi", None),
            ("will send Choi back", "no", "Land", "Choi", None),
        ],
    ),
    "events-over-time": (
        {"since": "2024-05-03", "until": "2024-07-29"},
        ("month", "type", "events"),
        [
            ("2024-05", "repatriation", "1"),
            ("2024-06", "attack", "1"),
            ("2024-07", "detention", "1"),
            ("2024-07", "payment", "1"),
        ],
    ),
    "fears-and-possibilities": (
        {},
        ("event", "when", "hedge", "says", "evidence"),
        [("may kill Kim", "future", "fear", "Insider", "may kill Kim!")],
    ),
    "journeys": (
        {},
        ("event", "who", "whom", "origin", "destination", "from"),
        [
            ("fled", "Lee", None, None, "Town", "2024-04-02"),
            ("sent workers", "Ministry", "Workers", "City", "Town", "2024-05-02"),
            ("sent workers back", "Land", "Workers", None, "Home", "2024-05-20"),
        ],
    ),
    "money-flows": (
        {},
        ("event", "real", "who", "what", "to", "from", "evidence"),
        [("paid", "yes", "Acme", "Workers", "Ministry", "2024-07-01", "paid!")],
    ),
    "most-connected-actors": (
        {},
        ("actor", "neighbours"),
        [
            ("Workers", "4"), ("Lee", "3"), ("Police", "3"), ("Acme", "2"), ("Kim", "2"), ("Land", "2"), ("Desk", "1"),
            ("Ministry", "1"),
        ],
    ),
    "orders-not-carried-out": (
        {},
        ("ordered", "by", "hedge", "evidence"),
        [("send Choi", "Ministry", "ordered", "send Choi!")],
    ),
    "people-abroad": (
        {},
        ("who", "country", "at"),
        [("Lee", "Home", "Land"), ("Lee", "Home", "Town"), ("Workers", "Home", "Town")],
    ),
    "plans-and-promises": (
        {},
        ("event", "hedge", "says"),
        [
            ("may kill Kim", "fear", "Insider"),
            ("send Choi", "ordered", "Paper"),
            ("will send Choi back", "plans", "Paper"),
        ],
    ),
    "repatriations": (
        {},
        ("event", "real", "who", "whom", "to", "temporality"),
        [
            ("sent workers back", "yes", "Land", "Workers", "Home", "past"),
            ("will send Choi back", "no", "Land", "Choi", None, "future"),
        ],
    ),
    "sources-by-outlet": (
        {},
        ("outlet", "voice", "class", "articles", "claims"),
        [("Times", "Insider", "AnonymousSource", "1", "9"), ("Times", "Police", "Agency", "1", "4")],
    ),
    "timeline": (
        {"who": "Police"},
        ("from", "event", "role", "evidence"),
        [
            ("2024-06-03", "hit Lee", "actor", "hit Lee!"),
            ("2024-07-29", "held Kim", "actor", "held Kim!"),
            (None, "jailed Lee", "actor", "jailed Lee!"),
        ],
    ),
    "units-of-agency": (
        {"agency": "Ministry"},
        ("unit", "part_of", "of"),
        [("Desk", "Bureau", "Ministry"), ("Bureau", "Ministry", "Ministry")],
    ),
    "violence": (
        {},
        ("event", "type", "real", "who", "whom", "at", "from"),
        [
            ("hit Lee", "attack", "yes", "Police", "Lee", "City", "2024-06-03"),
            ("may kill Kim", "death", "no", "Police", "Kim", None, None),
        ],
    ),
    "what-anonymous-sources-say": (
        {"article": "two"},
        ("source", "outlet", "words", "certainty", "temporality", "hedge"),
        [
            ("Insider", "Times", "jailed Lee!", "probable", "past", None),
            ("Insider", "Times", "may kill Kim!", "possible", "future", "fear"),
            ("Insider", "Times", "unsurer", "possible", "future", "fear"),
        ],
    ),
    "who-belongs-to-what": (
        {},
        ("who", "class", "what"),
        [("Kim", "Person", "Acme"), ("Choi", "Person", "Bureau")],
    ),
    "who-detains-whom": (
        {},
        FACT,
        [
            ("Police", "Kim", "certain", "Paper", "held Kim!"),
            ("Police", "Lee", "probable", "Insider", "jailed Lee!"),
        ],
    ),
    "who-dispatches-whom": ({}, FACT, [("Ministry", "Workers", "certain", "Paper", "sent workers!")]),
    "who-employs-whom": ({}, FACT, [("Acme", "Workers", "certain", "Paper", "employs.")]),
    "who-heads-what": ({}, ("who", "what", "post"), [("Choi", "Bureau", "director")]),
    "who-informs-on-whom": ({}, FACT, [("Desk", "Lee", "certain", "Paper", "informsOn.")]),
    "who-meets-whom": ({}, FACT, [("Kim", "Lee", "certain", "Paper", "meets.")]),
    "who-monitors-whom": ({}, FACT, [("Police", "Workers", "certain", "Paper", "monitors.")]),
    "who-punishes-whom": (
        {},
        ("who", "how", "whom", "certainty", "says", "evidence"),
        [("Land", "sanctions", "Acme", "certain", "Paper", "fined Acme!")],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("world") / "world.nq"
    export(made(), path)
    return path


def test_every_question_has_its_answer_here() -> None:
    assert set(ANSWERS) == set(questions())


@pytest.mark.parametrize("name", questions())
def test_a_question_finds_what_is_so_and_nothing_else(name: str, world: Path) -> None:
    given, columns, wanted = ANSWERS[name]
    rows = answer(world, questions()[name], given)
    places = [rows.names.index(column) for column in columns]
    assert [tuple(row[place] for place in places) for row in rows] == wanted
