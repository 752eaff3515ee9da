"""A graph whose every name and word tries to be markup, an address of code, or to turn the text around it."""

from __future__ import annotations

import datetime as dt

from kg.article import ArticleInfo, text_sha256
from kg.claim import Claim, Factuality
from kg.graph import Graph, Reading
from kg.mention import Entity, Event, Mention, When
from kg.text import Span

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
CLOSING = "</script></title></style><svg onload=alert(1)>"
COMMENT = "<!--<script>\u2028&amp;"
TURNED = "Officer \u202enoitcerid\u2066 Ri"
ADDRESS = "javascript:alert(1)"
HOSTILE_WORDS = (SCRIPT, IMAGE, CLOSING, COMMENT, TURNED, ADDRESS)
TEXT = f"{SCRIPT} 😀 beat {IMAGE}, {CLOSING} said. {COMMENT} may beat {TURNED}."
INFO = ArticleInfo("h", text_sha256(TEXT), CLOSING, dt.date(2024, 8, 1), "outlet/paper", url=ADDRESS, language="en")
ONE, OTHER, OUTLET, THIRD = "person/one", "group/other", "outlet/paper", "person/third"
BEATING, FEARED = "event/h-attack-28", "event/h-attack-99"


def _mention(words: str, after: int = 0) -> Mention:
    begin = TEXT.index(words, after)
    return Mention(INFO.id, Span(begin, begin + len(words)), words)


def hostile() -> Graph:
    """Two events, one real and one feared, between parties with hostile names."""
    day = dt.date(2024, 7, 30)
    sure, feared = Factuality(hedge=None), Factuality("positive", "possible", "future", f"may {IMAGE}")
    first = _mention(TEXT.partition(". ")[0])
    second = _mention(TEXT.partition(". ")[2].removesuffix("."))

    def claim(subject: str, predicate: str, thing: str, event: str, shown: Factuality, place: Mention) -> Claim:
        return Claim(
            subject, predicate, thing, INFO.id, place.span, (place.span,), (place.quote,), OUTLET, shown, 800,
            f"rule {SCRIPT}", event,
        )  # fmt: skip

    return Graph.of([
        Reading(
            INFO,
            (
                Entity(ONE, "Person", frozenset({SCRIPT}), frozenset({_mention(SCRIPT)})),
                Entity(OTHER, "Group", frozenset({IMAGE, COMMENT}), frozenset({_mention(IMAGE), _mention(COMMENT)})),
                Entity(OUTLET, "MediaOutlet", frozenset({CLOSING}), frozenset({_mention(CLOSING)})),
                Entity(THIRD, "Person", frozenset({TURNED}), frozenset({_mention(TURNED)})),
            ),
            (
                Event(BEATING, "attack", INFO.id, f"beat {IMAGE}", _mention("beat"), When(day, day, "day", SCRIPT)),
                Event(FEARED, "attack", INFO.id, f"may beat {SCRIPT}", _mention("beat", TEXT.index(" may "))),
            ),
            (
                claim(BEATING, "actor", ONE, BEATING, sure, first),
                claim(ONE, "attacks", OTHER, BEATING, sure, first),
                claim(FEARED, "actor", OTHER, FEARED, feared, second),
                claim(OTHER, "attacks", THIRD, FEARED, feared, second),
            ),
        )
    ])  # fmt: skip
