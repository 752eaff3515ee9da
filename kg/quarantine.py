"""What is taken out of a reading or a graph is told of: what it said, where it stands, why it went, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.claim import Claim
from kg.graph import Graph, Quarantined
from kg.mention import Mention

__all__ = ["Why", "taken_out"]

Why = tuple[str, str]
"""The reason, and what a person can do."""

_UNASSERTED = ("all claims that assert it were quarantined", "see what is told of these claims")


def taken_out(graph: Graph, bad: Mapping[str, Why]) -> tuple[Graph, tuple[Quarantined, ...]]:
    """The graph without these claims, entities and events, by local id, and an account of all that went.

    With them goes what speaks of them, and an event that no claim asserts any longer.
    """
    reasons, left = dict(bad), graph
    while True:
        left = left.without(reasons)
        for claim in graph.claims.values():
            if claim.id not in left.claims and claim.id not in reasons:
                reasons[claim.id] = _speaks_of(graph, claim, reasons)
        asserted = {claim.event for claim in left.claims.values()}
        before = {claim.event for claim in graph.claims.values() if claim.event}
        if not (bare := {name for name in before - asserted if name in left.events}):
            return left, account(graph, reasons)
        reasons.update(dict.fromkeys(bare, _UNASSERTED))


def _speaks_of(graph: Graph, claim: Claim, gone: Mapping[str, Why]) -> Why:
    ends = (claim.subject, claim.object, claim.attributed_to, claim.event)
    lost = next(str(end) for end in ends if end in gone)
    return f"speaks of “{graph.label(lost)}” ({lost}), which was quarantined", f"see what is told of {lost}"


def account(graph: Graph, reasons: Mapping[str, Why]) -> tuple[Quarantined, ...]:
    """What a graph holds of these things, by local id, sorted; of what it does not hold, the reason alone."""
    return tuple(sorted(_one(graph, name, *why) for name, why in reasons.items()))


def _one(graph: Graph, name: str, reason: str, remedy: str) -> Quarantined:
    if (claim := graph.claims.get(name)) is not None:
        quotes = dict(zip(claim.evidence, claim.quotes, strict=True))
        place = claim.place if claim.place in quotes else min(quotes, default=claim.place)
        words = statement(graph, claim), claim.article, place.begin, place.end, quotes.get(place, "")
        return Quarantined(name, reason, remedy, *words)
    if (event := graph.events.get(name)) is not None:
        return _mentioned(name, reason, remedy, event.label, [event.trigger])
    if (entity := graph.entities.get(name)) is not None:
        return _mentioned(name, reason, remedy, f"{graph.label(name)} ({entity.cls})", entity.mentions)
    return Quarantined(name, reason, remedy)


def _mentioned(name: str, reason: str, remedy: str, says: str, mentions: Iterable[Mention]) -> Quarantined:
    if (first := min(mentions, default=None)) is None:
        return Quarantined(name, reason, remedy, says)
    return Quarantined(name, reason, remedy, says, first.article, first.span.begin, first.span.end, first.quote)


def statement(graph: Graph, claim: Claim) -> str:
    """What a claim says, and who says so, in names."""
    thing = graph.label(claim.object) if isinstance(claim.object, str) else f"“{claim.object.value}”"
    about = f"{graph.label(claim.subject)} — {claim.predicate} → {thing.removeprefix('event-type/')}"
    return f"{about}, says {graph.label(claim.attributed_to)}"
