"""Where the page draws what: entities by who has to do with whom, events among those who take part in them.

The places are the same on every machine: nothing but ``+ - * /`` and square roots, and no order of sets.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from kg.export.layout import SPACING, layout
from kg.page.spread import apart, disc, rings

Point = tuple[float, float]
_CROWD = 12
"""An event with more participants is drawn among them, but pulls no two of them together."""
# cosine and sine of the golden angle, as constants: libraries differ in the last bit of theirs
_TURN = (-0.7373688780783197, 0.6754902942615238)


def places(nodes: Sequence[str], links: Iterable[tuple[str, str]], takes_part: Mapping[str, set[str]]) -> list[Point]:
    """Places of nodes, in their order. ``takes_part`` has the participants of each node that is an event.

    ``links`` are between nodes that are no events. The largest connected part lies in the middle, the others around it.
    """
    things = [node for node in nodes if node not in takes_part]
    shared = (pair for members in takes_part.values() if len(members) <= _CROWD for pair in _pairs(members))
    joined = sorted({*links, *shared})
    rough = dict(zip(things, layout(things, joined), strict=True))
    parts = _parts(things, joined)
    drawn = [apart(disc([rough[node] for node in part])) for part in parts]
    found = {
        node: point
        for part, points in zip(parts, rings(drawn), strict=True)
        for node, point in zip(part, points, strict=True)
    }
    found |= dict(_among(found, takes_part))
    return [found.get(node, (0.0, 0.0)) for node in nodes]


def _parts(nodes: Sequence[str], links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Connected parts, the largest first."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in links:
        beside[one].append(other)
        beside[other].append(one)
    seen: set[str] = set()
    parts = []
    for node in nodes:
        if node in seen:
            continue
        part = [node]
        seen.add(node)
        for here in part:
            fresh = [other for other in dict.fromkeys(beside[here]) if other not in seen]
            seen.update(fresh)
            part += fresh
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def _pairs(members: set[str]) -> Iterator[tuple[str, str]]:
    return combinations(sorted(members), 2)


def _among(things: Mapping[str, Point], takes_part: Mapping[str, set[str]]) -> Iterator[tuple[str, Point]]:
    """Events in the middle of those who take part, events of the same ones side by side on a spiral."""
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for event in sorted(takes_part):
        if takes_part[event]:
            groups[tuple(sorted(takes_part[event]))].append(event)
    for members, events in groups.items():
        x = math.fsum(things[member][0] for member in members) / len(members)
        y = math.fsum(things[member][1] for member in members) / len(members)
        right, up = 1.0, 0.0
        for number, event in enumerate(events):
            away = SPACING * 0.25 * math.sqrt(number + (len(members) == 1))
            yield event, (x + right * away, y + up * away)
            right, up = right * _TURN[0] - up * _TURN[1], right * _TURN[1] + up * _TURN[0]
