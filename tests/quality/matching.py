"""What of one document the scorer takes for what: its own matching, kept so that the rest can be looked into."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from spacy.tokens import Token

from kg.extract.parse import Parsed
from tests.quality.goldsets import scorer
from tests.quality.judging import PARTICIPANT

Place = tuple[int, int]
Entity = Mapping[str, Any]


class Case:
    """One document: its gold, the graph as the scorer sees it (``seen``, by IRI), and its parse."""

    def __init__(self, gold: Mapping[str, Any], seen: Any, parsed: Parsed, families: set[str]) -> None:
        self.gold, self.seen, self.parsed = gold, seen, parsed
        self._families = families
        self._score = scorer()
        self.text: str = gold["text"]
        self.entities: Mapping[str, Entity] = {entity["id"]: entity for entity in gold["entities"]}
        self.wanted: list[tuple[Place, Entity]] = [(tuple(m), e) for e in gold["entities"] for m in e["mentions"]]
        self.found: list[tuple[Place, str]] = [(m, k) for k, v in seen.entities.items() for m in v["mentions"]]

    # -- mentions --------------------------------------------------------------------------------------------------

    def overlap(self, one: Place, other: Place) -> bool:
        """Whether two places share a character."""
        return bool(self._score.overlap(one, other))

    def alike(self, one: Place, other: Place) -> bool:
        """Whether each holds the other's last word."""
        return self.overlap(self.head(one), other) and self.overlap(self.head(other), one)

    def head(self, place: Place) -> Place:
        """The last word."""
        found: Place = self._score.head(self.text, place)
        return found

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Gold mentions by number, each with that of the mention that the scorer pairs it with."""
        order = sorted(range(len(self.found)), key=lambda j: self.found[j][0])
        used: set[int] = set()
        paired = {}
        for i, (m, _) in enumerate(self.wanted):
            near = {j: self._likeness(m, self.found[j][0]) for j in order if j not in used and self._near(m, j)}
            if near:
                paired[i] = max(near, key=lambda j: near[j])  # the first of equals, as in the scorer
                used.add(paired[i])
        return paired

    def _near(self, place: Place, j: int) -> bool:
        other = self.found[j][0]
        return other[0] < place[1] and other[1] > place[0] and self.alike(place, other)

    def _likeness(self, one: Place, other: Place) -> float:
        return float(self._score.overlap(one, other)) / max(one[1] - one[0], other[1] - other[0])

    def types(self, entity: str) -> set[str]:
        """Coarse types of an entity of the graph."""
        found: set[str] = self.seen.entities[entity]["types"]
        return found

    @cached_property
    def same(self) -> Mapping[str, set[str]]:
        """Entities of the graph by the gold entity whose mentions they have."""
        found: dict[str, set[str]] = defaultdict(set)
        for i, j in self.pairs.items():
            found[self.wanted[i][1]["id"]].add(self.found[j][1])
        return found

    def fills(self, entity: str, wanted: str) -> bool:
        """Whether some mention of the entity is one of the gold entity."""
        mine = self.seen.entities[entity]["mentions"] if entity in self.seen.entities else ()
        return any(
            self.overlap(s, tuple(m)) and self.overlap(self.head(tuple(m)), s)
            for s in mine
            for m in self.entities[wanted]["mentions"]
        )

    # -- events ----------------------------------------------------------------------------------------------------

    @cached_property
    def events(self) -> Mapping[str, Mapping[str, Any]]:
        """The graph's events that are judged."""
        own = any(family.startswith("KG:") for family in self._families)
        return {k: v for k, v in self.seen.events.items() if own or any(self.is_of(v, f) for f in self._families)}

    def is_of(self, event: Mapping[str, Any], kind: str) -> bool:
        """Whether an event is of a type of the gold's."""
        return bool(self._score.matches_code(event["codes"], kind))

    @cached_property
    def links(self) -> Mapping[str, str]:
        """The graph's events by the gold event that they match."""
        taken: dict[str, str] = {}
        for wanted in self.gold["events"] or ():
            best, most = None, -1
            for name, event in self.events.items():
                if name in taken.values() or not self.is_of(event, wanted["type"]) or not self.at(event, wanted):
                    continue
                got = sum(
                    any(r == a["role"] and self.fills(x, a["entity"]) for r, x in event["args"]) for a in wanted["args"]
                )
                if got > most:
                    best, most = name, got
            if best is not None:
                taken[wanted["id"]] = best
        return taken

    def at(self, event: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
        """Whether an event stands where a gold event does."""
        where = wanted["trigger"]
        return not where or any(self.overlap(tuple(where), place) for place in event["triggers"])

    def has_argument(self, event: Mapping[str, Any], argument: Mapping[str, Any]) -> bool:
        """Whether an event has an argument of the gold's."""
        roles = PARTICIPANT if argument["role"] == "participant" else (argument["role"],)
        return any(role in roles and self.fills(x, argument["entity"]) for role, x in event["args"])

    # -- the parse -------------------------------------------------------------------------------------------------

    def tokens(self, place: Place) -> Iterator[Token]:
        """Tokens that stand in a place."""
        at = max(0, bisect_right(self.parsed.starts, place[0]) - 1)
        while at < len(self.parsed.starts) and self.parsed.starts[at] < place[1]:
            token = self.parsed.doc[at]
            if self.parsed.starts[at] + len(token) > place[0]:
                yield token
            at += 1

    def token(self, place: Place) -> Token | None:
        """The last word's token."""
        return next(self.tokens(self.head(place)), None)

    def kind(self, place: Place) -> str:
        """Name, nominal or pronoun: by the last word's part of speech, else by its capital."""
        token = self.token(place)
        if token is None:
            return "name" if self.text[self.head(place)[0]].isupper() else "nominal"
        if token.pos_ == "PRON" or token.tag_ in ("PRP$", "WP$"):
            return "pronoun"
        capital = token.text[:1].isupper() and not token.is_sent_start
        return "name" if token.pos_ == "PROPN" or capital else "nominal"
