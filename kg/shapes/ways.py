"""The ways that a query goes: where it begins, which predicates it follows, and whether only forwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.rdf.write import kg
from kg.shapes.compile import Query
from kg.terms import KG, PREFIXES

A, SUBJECT, OBJECT, PREDICATE = (f"<{PREFIXES['rdf']}{name}>" for name in ("type", "subject", "object", "predicate"))
MENTION, VOICE, ASSERTS, CLAIM = map(kg, ("mention", "attributedTo", "assertsEvent", "Claim"))

_NAMES = re.compile(r"\b([a-z]+):([A-Za-z]+)")
_IRIS = re.compile(r"<[^<>\s]+>")
_DECLARED = re.compile(r"(?i)\bPREFIX\s+\S*:\s*<[^>]*>")

OWN = frozenset({A, SUBJECT, OBJECT, PREDICATE, MENTION, VOICE, ASSERTS}) | frozenset(
    map(kg, ("reportedIn", "polarity", "certainty", "temporality", "confidence", "foundBy", "hedge"))
)
"""Predicates of claims and mentions, apart from plain triples; see :mod:`kg.rdf.write`."""
_VOCABULARY = tuple(f"<{PREFIXES[name]}" for name in ("rdfs", "owl"))
_ELSEWHERE = frozenset({f"<{PREFIXES['rdfs']}label>", f"<{PREFIXES['owl']}sameAs>"})
_OTHERS = frozenset(
    map(kg, ("Article", "Span", "EventType", "Judgement", "IdentityJudgement", "ReadingJudgement"))
)  # fmt: skip
"""Classes of what is neither claim nor entity nor event."""


@dataclass(frozen=True)
class Ways:
    """The classes where a query begins, and the predicates along which it goes on; as terms."""

    targets: frozenset[str]
    predicates: frozenset[str]
    sparql: str

    @classmethod
    def of(cls, query: Query) -> Ways:
        """The ways of this query."""
        words = _DECLARED.sub("", query.sparql)
        named = {f"<{PREFIXES[p]}{name}>" for p, name in _NAMES.findall(words) if p in PREFIXES}
        targets = frozenset(f"<{iri}>" for iri in query.targets)
        return cls(targets, frozenset({*named, *_IRIS.findall(words), A}), query.sparql)

    def known(self, plain: Iterable[str]) -> bool:
        """Whether they lead from claims, entities and events along their own predicates and ``plain`` ones (terms)."""
        rest = self.predicates - OWN - frozenset(plain)
        simple = not rest & _ELSEWHERE and all(name.startswith(_VOCABULARY) or _is_class(name) for name in rest)
        return bool(self.targets) and not self.targets & _OTHERS and simple and _forward(self.sparql)


def _is_class(term: str) -> bool:
    return term.removeprefix(f"<{KG}")[:1].isupper()


@lru_cache(maxsize=1_000)
def _forward(sparql: str) -> bool:
    """Whether all is reached from ``?this`` along what is said of it: nothing backwards, no predicate unnamed."""
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.term import Variable

    try:
        patterns = list(_patterns(prepareQuery(sparql, initNs=PREFIXES).algebra))
    except Exception:  # noqa: BLE001  what rdflib cannot read, pyoxigraph may
        return False
    reached, before = {Variable("this")}, 0
    while before < len(reached):
        before = len(reached)
        reached |= {thing for subject, _, thing in patterns if subject in reached}
    ways = (way.n3() for _, way, _ in patterns)
    return all(subject in reached for subject, _, _ in patterns) and not any(re.search(r"[?^!]", way) for way in ways)


def _patterns(algebra: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The triple patterns anywhere in what rdflib makes of a query."""
    if isinstance(algebra, dict):
        for flat in dict.get(algebra, "triples") or ():  # one triple, or several of one subject
            yield from zip(flat[0::3], flat[1::3], flat[2::3], strict=True)
        for name, part in algebra.items():
            if name != "triples":
                yield from _patterns(part)
    elif isinstance(algebra, list | tuple):
        for part in algebra:
            yield from _patterns(part)
