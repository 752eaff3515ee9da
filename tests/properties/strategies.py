"""Random readings that an extractor could have made: consistent with the vocabulary and with the articles' texts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from hypothesis import strategies as st

from kg.article import ArticleInfo, text_sha256
from kg.claim import CERTAINTIES, POLARITIES, TEMPORALITIES, Claim, Factuality, Literal
from kg.graph import Background, Reading
from kg.mention import Entity, Event, Mention, When
from kg.ontology.types import Vocabulary
from kg.resources import ontology_folder
from kg.terms import KIND_OF_CLASS
from kg.text import Span

HOSTILE = (
    "<script>alert('x')</script> & \"quoted\" \\ back",
    "국가보위성 kidnapped e\u0301e\u0301 \U0001f1f0\U0001f1f5 on Monday\r\n\r\nand\tthen",
    "\u202eright to left\u202c \u0000\u0001\u001f\u007f\u0085\u2028 \ufffe\uffff ends",
    "lone \ud800 and \udfff surrogates <![CDATA[ ]]> %20 {?x} 'it''s' \"\"\"",
)
WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8"), min_size=12, max_size=60),
    st.just("Police in Vladivostok arrested two workers on Monday, a source said."),
)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
KNOWN = {
    fact.id: fact
    for fact in (
        Background(
            "place/here", "City", "Here", ("Ici", "여기"), "place/land", "place/land", 43.1155, -0.5, "http://x.org/Q1"
        ),
        Background("place/land", "Country", "The Land", ("Land",)),
        Background("agency/guard", "Agency", "Guard", ("The Guard",), "agency/ministry", "place/land"),
        Background("agency/ministry", "Agency", "Ministry", (), None, "place/land"),
        Background("outlet/paper", "MediaOutlet", "The Paper"),
        Background("person/never-named", "Person", "Nobody"),
    )
}
OUTLET = "outlet/paper"


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.load(ontology_folder())


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """Texts by article identifier; identifiers are hostile too."""
    names = draw(st.lists(st.sampled_from(["a-1", "b", "Ünï <c>", "2024/x y"]), min_size=1, max_size=3, unique=True))
    return {name: draw(WORDS) for name in names}


def info(name: str, text: str, draw: Any) -> ArticleInfo:
    return ArticleInfo(
        identifier=name,
        sha256=text_sha256(text),
        title=draw(st.none() | WORDS),
        date=draw(st.none() | DAYS),
        publisher=draw(st.sampled_from([None, "outlet/paper", "The Paper", "outlet/ <bad>"])),
        authors=tuple(draw(st.lists(st.sampled_from(["Ann", "Bob", "강"]), max_size=2))),
        url=draw(st.sampled_from([None, "https://x.org/a?b=1&c=<d>"])),
        language=draw(st.sampled_from([None, "en"])),
    )


def mention(article: str, text: str, draw: Any) -> Mention:
    begin = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(begin + 1, min(len(text), begin + 30)))
    return Mention(article, Span(begin, end), text[begin:end])


def factuality(draw: Any) -> Factuality:
    hedge = draw(st.sampled_from([None, "", "could be", "<may>"]))
    values = (draw(st.sampled_from(names)) for names in (POLARITIES, CERTAINTIES, TEMPORALITIES))
    return Factuality(*values, hedge)


def entity(article: str, text: str, draw: Any) -> Entity:
    cls = draw(st.sampled_from(["Person", "Group", "Agency", "City", "Country", "Artifact", "AnonymousSource"]))
    found = frozenset(mention(article, text, draw) for _ in range(draw(st.integers(1, 3))))
    labels = draw(st.frozensets(st.sampled_from([*(one.quote for one in found), "Kim", " ", "강 씨"]), min_size=1))
    own = f"-{article.removeprefix('article/')}" if cls in ("AnonymousSource", "Group") else ""
    name = f"{KIND_OF_CLASS[cls]}/{cls.lower()}-{draw(st.integers(1, 2))}{own}"
    if not own and draw(st.booleans()):
        name, cls = draw(st.sampled_from([(fact.id, fact.cls) for fact in KNOWN.values() if fact.id != OUTLET][:4]))
    return Entity(name, cls, labels, found)


class Maker:
    """Makes one reading: entities first, then events and claims about them."""

    def __init__(self, name: str, text: str, draw: Any) -> None:
        self.text, self.draw, self.info = text, draw, info(name, text, draw)
        found = [entity(self.info.id, text, draw) for _ in range(draw(st.integers(2, 5)))]
        self.entities = [
            *{one.id: one for one in found}.values(),
            Entity(OUTLET, "MediaOutlet", frozenset({"The Paper"})),
        ]

    def fit(self, cls: str | None) -> Entity | None:
        fitting = [one for one in self.entities if cls is None or vocabulary().is_a(one.cls, cls)]
        return self.draw(st.sampled_from(fitting)) if fitting else None

    def claim(self, subject: str, predicate: str, thing: str | Literal, event: str | None, shown: Factuality) -> Claim:
        places = [mention(self.info.id, self.text, self.draw) for _ in range(self.draw(st.integers(1, 2)))]
        teller = self.draw(st.sampled_from([OUTLET, self.info.id]))
        spans, quotes = tuple(one.span for one in places), tuple(one.quote for one in places)
        confidence = self.draw(st.integers(0, 1000))
        return Claim(
            subject,
            predicate,
            thing,
            self.info.id,
            spans[0],
            spans,
            quotes,
            teller,
            shown,
            confidence,
            "rule:<x>",
            event,
        )

    def event(self) -> tuple[Event, list[Claim]]:
        draw = self.draw
        kind = draw(st.sampled_from(list(vocabulary().event_types.values())))
        trigger = mention(self.info.id, self.text, draw)
        name = f"event/{self.info.id.removeprefix('article/')}-{kind.name}-{trigger.span.begin}"
        day = draw(DAYS)
        when = draw(st.sampled_from([None, When(day, day, "day", "Monday"), When(None, day, "before", "<b>")]))
        shown = factuality(draw)
        claims = [self.claim(name, "eventType", kind.id, name, shown)]
        filled: dict[str, str] = {}
        for role in draw(st.lists(st.sampled_from(list(vocabulary().roles.values())), max_size=3)):
            if filler := self.fit(role.range):
                filled[role.name] = filler.id
                claims.append(
                    self.claim(name, role.name, filler.id, name, draw(st.sampled_from([shown, factuality(draw)])))
                )
        end = next((filled[role] for role in kind.edge_to if role in filled), None)
        if kind.predicate and kind.edge_from in filled and end:
            claims.append(self.claim(filled[kind.edge_from], kind.predicate, end, name, shown))
        if draw(st.booleans()):
            claims.append(
                self.claim(name, "count", Literal(f"0{draw(st.integers(0, 99))}", "nonNegativeInteger"), name, shown)
            )
        return Event(name, kind.name, self.info.id, draw(WORDS), trigger, when), claims

    def relations(self) -> list[Claim]:
        found = []
        for predicate in self.draw(st.lists(st.sampled_from(["memberOf", "locatedIn", "nationality"]), max_size=3)):
            known = vocabulary().predicates[predicate]
            subject, thing = self.fit(known.domain), self.fit(known.range)
            if subject and thing:
                found.append(self.claim(subject.id, predicate, thing.id, None, factuality(self.draw)))
        if actor := self.fit("Actor"):
            found.append(self.claim(actor.id, "position", Literal(self.draw(WORDS)), None, factuality(self.draw)))
        return found

    def reading(self) -> Reading:
        events = dict(self._events())
        claims = [claim for told in events.values() for claim in told]
        return Reading(self.info, tuple(self.entities), tuple(events), (*claims, *self.relations()))

    def _events(self) -> list[tuple[Event, list[Claim]]]:
        made = [self.event() for _ in range(self.draw(st.integers(0, 3)))]
        return list({event.id: (event, told) for event, told in made}.values())


def readings_of(told: dict[str, str], draw: Any, *, most: int = 3) -> list[Reading]:
    """Readings of some texts; one article may be read several times, each time differently."""
    names = draw(st.lists(st.sampled_from(sorted(told)), max_size=most))
    return [Maker(name, told[name], draw).reading() for name in names]


@st.composite
def readings(draw: st.DrawFn, *, most: int = 3) -> list[Reading]:
    return readings_of(draw(texts()), draw, most=most)


@st.composite
def articles_read(draw: st.DrawFn) -> tuple[dict[str, str], list[Reading]]:
    """Texts, and one reading of each."""
    told = draw(texts())
    return told, [Maker(name, told[name], draw).reading() for name in sorted(told)]


@st.composite
def three_lots(draw: st.DrawFn) -> list[list[Reading]]:
    told = draw(texts())
    return [readings_of(told, draw, most=2) for _ in range(3)]
