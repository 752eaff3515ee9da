"""Contradictions: what one voice claims and another denies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.analysis.stance import affirms, by_triple, denies, heads, in_order
from kg.claim import Claim, Literal
from kg.graph import Graph
from kg.mention import When


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A triple that one voice claims and another denies, with canonical ids, and the surest claim of each.

    ``claimed_by`` and ``denied_by`` are the voices; articles are the claims' own, ``claimed_in`` and ``denied_in`` the
    days of their publication, ``claimed_when`` and ``denied_when`` when it happened or did not, where a text says so.
    """

    subject: str
    predicate: str
    object: str | Literal
    claimed_by: str
    denied_by: str
    claimed: Claim
    denied: Claim
    claimed_in: dt.date | None = None
    denied_in: dt.date | None = None
    claimed_when: When | None = None
    denied_when: When | None = None


def contradictions(graph: Graph) -> tuple[Contradiction, ...]:
    """All contradictions, one for each triple and pair of voices, in the order of triples and voices.

    A denial of one time contradicts no claim of another: where both are dated, their times must overlap. Who takes back
    what he said himself contradicts nobody.
    """
    one = heads(graph)
    found: list[Contradiction] = []
    for triple, claims in sorted(by_triple(graph).items(), key=lambda item: in_order(item[0])):
        yes, no = _by_voice(filter(affirms, claims), one), _by_voice(filter(denies, claims), one)
        for pro, con in ((pro, con) for pro in sorted(yes) for con in sorted(no) if pro != con):
            pairs = ((claimed, denied) for claimed in yes[pro] for denied in no[con])
            both = next((pair for pair in pairs if _of_one_time(*(_when(graph, claim) for claim in pair))), None)
            if both is not None:
                found.append(_contradiction(graph, triple, (pro, con), both))
    return tuple(found)


def _contradiction(
    graph: Graph, triple: tuple[str, str, str | Literal], voices: tuple[str, str], both: tuple[Claim, Claim]
) -> Contradiction:
    claimed, denied = both
    return Contradiction(
        *triple,
        *voices,
        claimed,
        denied,
        claimed_in=_published(graph, claimed),
        denied_in=_published(graph, denied),
        claimed_when=_when(graph, claimed),
        denied_when=_when(graph, denied),
    )


def _published(graph: Graph, claim: Claim) -> dt.date | None:
    info = graph.articles.get(claim.article)
    return info.date if info else None


def _by_voice(claims: Iterable[Claim], one: Mapping[str, str]) -> Mapping[str, list[Claim]]:
    """Claims by who makes them, the surest first."""
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (-claim.confidence, claim.id)):
        found[one.get(claim.attributed_to, claim.attributed_to)].append(claim)
    return found


def _when(graph: Graph, claim: Claim) -> When | None:
    event = graph.events.get(claim.event or "")
    return event.when if event else None


def _of_one_time(one: When | None, other: When | None) -> bool:
    if one is None or other is None:
        return True
    return (one.start or dt.date.min) <= (other.end or dt.date.max) and (other.start or dt.date.min) <= (
        one.end or dt.date.max
    )
