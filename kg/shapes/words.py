"""The words of an article that a thing rests on, looked up in statements: where a person finds what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from kg.rdf.write import kg

_RESTS_ON = frozenset(map(kg, ("evidence", "mention")))
_QUOTE = kg("quote")
_SPAN = "#char="


def resting_on(lines: Iterable[str], things: Collection[str]) -> dict[str, tuple[str, str]]:
    """The first words that these rest on, by IRI, with the IRI of the stretch where they stand.

    ``lines`` are N-Triples in any order, and are gone through once.
    """
    spans = {f"<{thing}>": f"<{thing}>" for thing in things if _SPAN in thing}
    wanted, quoted = {f"<{thing}>" for thing in things}, dict[str, str]()
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in _RESTS_ON and subject in wanted:
            span = rest.rstrip(" .\n")
            spans[subject] = min(spans.get(subject, span), span, key=_position)
        elif predicate == _QUOTE:
            quoted[subject] = min(quoted.get(subject, line), line)
    found = {name: (_object(quoted[span]), span[1:-1]) for name, span in spans.items() if span in quoted}
    return {name[1:-1]: words for name, words in found.items()}


def _position(span: str) -> tuple[str, int, str]:
    article, _, offsets = span.partition(_SPAN)
    begin = offsets.partition(",")[0]
    return article, int(begin) if begin.isdecimal() else 0, span


def _object(line: str) -> str:
    (quad,) = ox.parse(line, ox.RdfFormat.N_TRIPLES)
    return str(getattr(quad.object, "value", ""))
