"""Who is to blame for a violation: the claims that give the value which is wrong, or else the thing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.claim import Claim
from kg.graph import Graph, Quarantined, Reading
from kg.quarantine import Why
from kg.rdf import clean
from kg.terms import BASE, KG


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What violates a shape: the thing's IRI, what is wrong, and the property and value where these are to blame.

    ``words`` are those of an article on which the thing rests, with the IRI of the stretch where they stand.
    """

    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    words: tuple[str, str] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        where = f"<{self.focus}>" if self.path is None else f"<{self.focus}>, {self.path.rsplit('#')[-1]}"
        return f"{where}: {self.message}" + (f" ({self.value})" if self.value else "")

    @property
    def place(self) -> str:
        """Where to look it up, in words; empty where that is not known."""
        if self.words is None:
            return ""
        quote, span = self.words
        article, _, offsets = _local(span).partition("#char=")
        return f"in {article}, characters {offsets.replace(',', '–')}: “{' '.join(quote.split())}”"


def _local(iri: str) -> str:
    return iri.removeprefix(f"{BASE}id/")


def blamed(graph: Graph, violations: Iterable[Violation], remedies: Mapping[str, str]) -> dict[str, Why]:
    """What to take out, by local id, each with the first reason; ``remedies`` are by what is wrong.

    What was known beforehand is to blame for nothing as long as something that was read is.
    """
    found: dict[str, Why] = {}
    known: list[tuple[str, Why]] = []
    told: _Told | None = None
    for violation in sorted(set(violations), key=str):
        told = _told(graph) if told is None else told
        focus, why = _local(violation.focus), _why(graph, violation, remedies)
        if names := _claims_to_blame(graph, told, focus, violation):
            for name in names:
                found.setdefault(name, why)
        elif focus in graph.known:
            known.append((focus, why))
        else:
            for name in _things_to_blame(graph, focus):
                found.setdefault(name, why)
    return found or {name: why for focus, why in known for name in _things_to_blame(graph, focus)}


def _why(graph: Graph, violation: Violation, remedies: Mapping[str, str]) -> Why:
    reason, value = violation.message, _local(violation.value or "")
    if (noun := graph.entities.get(value) or graph.known.get(value)) is not None:
        reason += f": “{graph.label(value)}” was read as {noun.cls}"
    return reason, remedies.get(violation.message, "compare the quote with the article; what is right in it is lost")


_Told = Mapping[tuple[str, str], list[Claim]]
"""Claims by subject and predicate."""


def _told(graph: Graph) -> _Told:
    found: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in graph.claims.values():
        found[claim.subject, claim.predicate].append(claim)
    return found


def _claims_to_blame(graph: Graph, told: _Told, focus: str, violation: Violation) -> list[str]:
    if violation.path is None or focus in graph.claims:
        return []
    predicate, value = violation.path.removeprefix(KG), violation.value and _local(violation.value)
    return [claim.id for claim in told.get((focus, predicate), ()) if value is None or claim.object == value]


def _things_to_blame(graph: Graph, focus: str) -> list[str]:
    if focus in graph.claims or focus in graph.entities or focus in graph.events:
        return [focus]
    article, _, offsets = focus.partition("#char=")
    if not offsets:
        return [*graph.entities, *graph.events, *graph.claims]
    begin, end = map(int, offsets.split(","))
    here = [(name, mention) for name, entity in graph.entities.items() for mention in entity.mentions]
    here += [(name, event.trigger) for name, event in graph.events.items()]
    told = [(name, span) for name, claim in graph.claims.items() if claim.article == article for span in claim.evidence]
    spans = [(name, mention.span) for name, mention in here if mention.article == article]
    return [name for name, span in (*spans, *told) if (span.begin, span.end) == (begin, end)]


def without(reading: Reading, lost: Iterable[Quarantined]) -> Reading:
    """The reading without these things, which are added to its ``quarantined``."""
    gone = {one.id: one for one in lost}
    return replace(
        reading,
        entities=tuple(entity for entity in reading.entities if entity.id not in gone),
        events=tuple(event for event in reading.events if event.id not in gone),
        claims=tuple(claim for claim in reading.claims if clean.clean_claim(claim).id not in gone),
        quarantined=(*reading.quarantined, *sorted(gone.values())),
    )
