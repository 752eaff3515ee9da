"""A reading as a page that a person can check against its text.

::

    South Korea: Country
    + Police in Osh detains two traders [Border Gazette]
    - South Korea dispatches a delegation [Border Gazette: future underspecified 'plans']
    * detention 'arrested' 2024-05-13 (day): actor Police in Osh, target two traders [Border Gazette]
    ? dispatch 'send' 2024-12-01..2024-12-31 (month): actor South Korea [Border Gazette: future underspecified 'plans']

``+`` is asserted and ``-`` merely claimed; ``*`` is an event and ``?`` an unrealized one. In brackets stands who says
so, and how, where that is not plainly past or present and certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph import Graph, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.claim import Claim
    from kg.mention import Event, When
    from kg.text import Span


def render(reading: Reading) -> str:
    """Entities that claims speak of, claims between them, then events, each block sorted."""
    graph = Graph.of([reading])
    roles: dict[str, list[Claim]] = {event: [] for event in graph.events}
    plain: list[Claim] = []
    for claim in graph.claims.values():
        roles.get(claim.subject, plain).append(claim)
    blocks = [
        sorted(_entities(graph)),
        sorted({_claim(graph, claim) for claim in plain}),
        [_event(graph, event, roles[event.id]) for event in sorted(graph.events.values(), key=_place)],
    ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _place(event: Event) -> Span:
    return event.trigger.span


def _entities(graph: Graph) -> Iterator[str]:
    named = {end for claim in graph.claims.values() for end in (claim.subject, claim.object, claim.attributed_to)}
    for entity in graph.entities.values():
        if entity.id in named:
            yield f"{graph.label(entity.id)}: {entity.cls}"


def _claim(graph: Graph, claim: Claim) -> str:
    sign = "+" if claim.factuality.entitles else "-"
    return f"{sign} {graph.label(claim.subject)} {claim.predicate} {_object(graph, claim)} [{_says(graph, claim)}]"


def _event(graph: Graph, event: Event, claims: list[Claim]) -> str:
    sign = "*" if graph.realized(event.id) else "?"
    roles = sorted(f"{c.predicate} {_object(graph, c)}" for c in claims if c.predicate != "eventType")
    says = sorted({_says(graph, claim) for claim in claims})
    told = f" {_when(event.when)}" if event.when else ""
    filled = f": {', '.join(roles)}" if roles else ""
    return f"{sign} {event.type} '{event.trigger.quote}'{told}{filled} [{'; '.join(says)}]"


def _object(graph: Graph, claim: Claim) -> str:
    return graph.label(claim.object) if isinstance(claim.object, str) else repr(claim.object.value)


def _says(graph: Graph, claim: Claim) -> str:
    shown = claim.factuality
    ordinary = {"positive", "certain", "past", "present"}
    words = [word for word in (shown.polarity, shown.temporality, shown.certainty) if word not in ordinary]
    words += [repr(shown.hedge)] if shown.hedge else []
    who = graph.label(claim.attributed_to)
    return f"{who}: {' '.join(words)}" if words else who


def _when(when: When) -> str:
    ends = [day.isoformat() if day else "" for day in (when.start, when.end)]
    days = ends[0] if ends[0] == ends[1] else "..".join(ends)
    return f"{days} ({when.precision})"
