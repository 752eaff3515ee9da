"""Contradictions: what one voice claims and another denies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

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
    """All contradictions in the order of triples and voices, one for each triple or pair of events and pair of voices.

    Every article has events of its own, so what is claimed and denied of events is compared by what these are: two are
    taken for one where they have one type and one filler of a role that the type's plain triple leads to (whom it is
    done to), and no role that both fill with different participants. ``subject`` is then the event that is claimed.

    A denial of one time contradicts no claim of another: where both are dated, their times must overlap. Who takes back
    what he said himself contradicts nobody. Compare the evidence: what was read as one matter may be two.
    """
    one = heads(graph)
    found = [*_of_triples(graph, one)]
    seen = {(it.claimed.event, it.denied.event, it.claimed_by, it.denied_by) for it in found}
    for it in _of_events(graph, one):
        pair = (it.claimed.event, it.denied.event, it.claimed_by, it.denied_by)
        if pair not in seen:
            seen.add(pair)
            found.append(it)
    return tuple(found)


def _of_triples(graph: Graph, one: Mapping[str, str]) -> Iterator[Contradiction]:
    for triple, claims in sorted(by_triple(graph).items(), key=lambda item: in_order(item[0])):
        yes, no = _by_voice(filter(affirms, claims), one), _by_voice(filter(denies, claims), one)
        for pro, con in ((pro, con) for pro in sorted(yes) for con in sorted(no) if pro != con):
            pairs = ((claimed, denied) for claimed in yes[pro] for denied in no[con])
            both = next((pair for pair in pairs if _of_one_time(*(_when(graph, claim) for claim in pair))), None)
            if both is not None:
                yield _contradiction(graph, triple, (pro, con), both)


def _of_events(graph: Graph, one: Mapping[str, str]) -> Iterator[Contradiction]:
    parts = _participants(graph, one)
    sides: defaultdict[tuple[str, str, str], tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for _, claim in sorted(graph.claims.items(), key=lambda item: (-item[1].confidence, item[0])):
        event = graph.events.get(claim.subject)
        kind = graph.types.get(event.type) if event else None
        if kind and isinstance(claim.object, str) and claim.predicate in kind.edge_to and not graph.rejected(claim.id):
            side = 0 if affirms(claim) else 1 if denies(claim) else None
            if side is not None:
                key = kind.name, claim.predicate, one.get(claim.object, claim.object)
                sides[key][side].append(claim)
    for (_, role, filler), (yes, no) in sorted(sides.items()):
        for claimed, denied in product(yes, no):
            pro, con = (one.get(claim.attributed_to, claim.attributed_to) for claim in (claimed, denied))
            times = (_when(graph, claim) for claim in (claimed, denied))
            agree = _agree(parts[claimed.subject], parts[denied.subject])
            if pro != con and claimed.subject != denied.subject and agree and _of_one_time(*times):
                yield _contradiction(graph, (claimed.subject, role, filler), (pro, con), (claimed, denied))


def _participants(graph: Graph, one: Mapping[str, str]) -> Mapping[str, Mapping[str, set[str]]]:
    """Fillers by event and role; places do not take part."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    places = (place for name, place in graph.entities.items() if name.startswith("place/"))
    local = frozenset(place.id for place in places if place.cls != "Country")
    for claim in graph.claims.values():
        if claim.subject in graph.events and claim.object in graph.entities and claim.object not in local:
            found[claim.subject][claim.predicate].add(one.get(str(claim.object), str(claim.object)))
    return found


def _agree(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> bool:
    return all(not one[role].isdisjoint(other[role]) for role in one.keys() & other.keys())


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
    event = graph.events.get(claim.event or claim.subject)
    return event.when if event else None


def _of_one_time(one: When | None, other: When | None) -> bool:
    if one is None or other is None:
        return True
    return (one.start or dt.date.min) <= (other.end or dt.date.max) and (other.start or dt.date.min) <= (
        one.end or dt.date.max
    )
