"""Where to draw nodes: a force-directed layout that is the same on every machine, fast for tens of thousands of nodes.

Connected parts are drawn one by one and packed side by side. A large part is first drawn in the rough: its nodes are
joined by twos again and again, the few that remain are placed, and taken apart step by step, as in Walshaw, "A
multilevel algorithm for force-directed graph drawing", Journal of Graph Algorithms and Applications 7, 2003. There is
no randomness, and nothing depends on the order of sets or hashes; see also :mod:`kg.export.forces`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kg.export.forces import EXACT, SPACING, Floats, Whole, relaxed

__all__ = ["SPACING", "Point", "layout"]

Point = tuple[float, float]
_Links = list[tuple[int, int]]

_STEPS, _FINE = 120, 40
"""Steps of a drawing from nothing, and of one that begins with a rough one."""
_BATCH = 400_000
"""Most pairs of nodes looked at together."""
# cosine and sine of the golden angle, as constants: libraries differ in the last bit of theirs
_TURN = (-0.7373688780783197, 0.6754902942615238)


def layout(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> list[Point]:
    """Places of the nodes, in their order, with two decimals; connected parts lie side by side, the largest first."""
    index = {node: number for number, node in enumerate(nodes)}
    links: list[set[int]] = [set() for _ in nodes]
    for source, target in edges:
        one, other = index[source], index[target]
        if one != other:
            links[one].add(other)
            links[other].add(one)
    neighbours = [sorted(found) for found in links]
    places: list[Point] = [(0.0, 0.0)] * len(nodes)
    parts = sorted(_components(neighbours), key=lambda part: (-len(part), part))
    for part, corner, points in _packed(parts, _drawn(parts, neighbours)):
        for number, (x, y) in zip(part, points, strict=True):
            places[number] = (round(x + corner[0], 2), round(y + corner[1], 2))
    return places


def _components(neighbours: list[list[int]]) -> list[list[int]]:
    """Connected parts, each in breadth-first order from its most connected node."""
    seen = [False] * len(neighbours)
    parts = []
    for start in sorted(range(len(neighbours)), key=lambda number: (-len(neighbours[number]), number)):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for here in part:
            for other in neighbours[here]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(part)
    return parts


def _drawn(parts: list[list[int]], neighbours: list[list[int]]) -> list[list[Point]]:
    """Places of each part's nodes, in its order. Small parts of one size are drawn together, to save time."""
    found: list[list[Point]] = [[] for _ in parts]
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for number, part in enumerate(parts):
        if len(part) > EXACT:
            found[number] = _large(len(part), _links(part, neighbours))
        else:
            alike[len(part)].append(number)
    for size, numbers in alike.items():
        most = max(1, _BATCH // (size * size))
        for first in range(0, len(numbers), most):
            some = numbers[first : first + most]
            points = _small(size, [_links(parts[number], neighbours) for number in some])
            for number, drawn in zip(some, points, strict=True):
                found[number] = drawn
    return found


def _links(part: list[int], neighbours: list[list[int]]) -> _Links:
    """The links of a part, by places in its order."""
    rank = {number: place for place, number in enumerate(part)}
    links = ((place, rank[other]) for place, number in enumerate(part) for other in neighbours[number])
    return [(one, other) for one, other in links if one < other]


def _small(size: int, links: list[_Links]) -> Iterator[list[Point]]:
    """Places in parts of one size, given by their links."""
    count = len(links)
    xs, ys = (np.repeat(line[:, None], count, axis=1) for line in _spiral(size))
    every = [(one * count + part, other * count + part) for part, some in enumerate(links) for one, other in some]
    if size > 2:
        xs, ys = relaxed(xs, ys, _ends(every), steps=_STEPS, heat=_hottest(size))
    for part in range(count):
        yield list(zip(xs[:, part].tolist(), ys[:, part].tolist(), strict=True))


def _large(size: int, links: _Links) -> list[Point]:
    """Places in a part of many nodes."""
    levels = [(size, links)]
    joined: list[list[int]] = []
    while levels[-1][0] > EXACT:
        into, rough = _coarser(*levels[-1])
        if max(into) + 1 > 0.9 * levels[-1][0]:
            break
        joined.append(into)
        levels.append((max(into) + 1, rough))
    count, rough = levels.pop()
    xs, ys = _spiral(count)
    xs, ys = relaxed(xs[:, None], ys[:, None], _ends(rough), steps=_STEPS, heat=_hottest(count))
    for (count, fine), into in zip(reversed(levels), reversed(joined), strict=True):
        grown = math.sqrt(count / len(xs))
        tx, ty = _turns(count)
        xs, ys = xs[into, 0] * grown + tx * (SPACING / 4), ys[into, 0] * grown + ty * (SPACING / 4)
        xs, ys = relaxed(xs[:, None], ys[:, None], _ends(fine), steps=_FINE, heat=2 * SPACING)
    return list(zip(xs[:, 0].tolist(), ys[:, 0].tolist(), strict=True))


def _coarser(size: int, links: _Links) -> tuple[list[int], _Links]:
    """Nodes joined by twos: for each the number of what it is now part of, and the links between these.

    A node is joined with the neighbour that has the fewest links, and where all of them are taken, with another
    neighbour's neighbour that is left over, as the many leaves of a hub are.
    """
    neighbours: list[list[int]] = [[] for _ in range(size)]
    for one, other in links:
        neighbours[one].append(other)
        neighbours[other].append(one)
    into = [-1] * size
    count = 0
    for number in sorted(range(size), key=lambda number: (len(neighbours[number]), number)):
        free = [other for other in neighbours[number] if into[other] < 0] if into[number] < 0 else []
        if free:
            into[number] = into[min(free, key=lambda other: (len(neighbours[other]), other))] = count
            count += 1
    for around in neighbours:
        left = [other for other in around if into[other] < 0]
        for place, other in enumerate(left):
            into[other] = count + place // 2
        count += (len(left) + 1) // 2
    ends = {(min(into[one], into[other]), max(into[one], into[other])) for one, other in links}
    return into, sorted((one, other) for one, other in ends if one != other)


def _ends(links: _Links) -> tuple[Whole, Whole]:
    one, other = zip(*links, strict=True) if links else ((), ())
    return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)


def _hottest(size: int) -> float:
    return SPACING * (1 + math.sqrt(size) / 8)


def _turns(count: int) -> tuple[Floats, Floats]:
    """Points on a circle, each a golden angle further than the last."""
    cosine, sine = _TURN
    xs, ys, x, y = [], [], 1.0, 0.0
    for _ in range(count):
        xs.append(x)
        ys.append(y)
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return np.array(xs), np.array(ys)


def _spiral(count: int) -> tuple[Floats, Floats]:
    """Places on a sunflower's spiral: the first in the middle, all about :data:`SPACING` apart."""
    radius = SPACING * 0.6 * np.sqrt(np.arange(count, dtype=np.float64))
    xs, ys = _turns(count)
    return xs * radius, ys * radius


def _packed(parts: list[list[int]], drawn: list[list[Point]]) -> Iterator[tuple[list[int], Point, list[Point]]]:
    """Parts on shelves below each other, each with the corner to add to its places."""
    margin = 2 * SPACING
    extents = []
    for points in drawn:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        extents.append((min(xs), min(ys), max(xs) - min(xs) + margin, max(ys) - min(ys) + margin))
    area = 0.0
    for extent in extents:
        area += extent[2] * extent[3]
    width = max([math.sqrt(area) * 1.2, *(extent[2] for extent in extents)])
    x = y = shelf = 0.0
    for part, points, (left, low, wide, high) in zip(parts, drawn, extents, strict=True):
        if x + wide > width and x > 0:
            x, y, shelf = 0.0, y + shelf, 0.0
        yield part, (x - left, y - low), points
        x += wide
        shelf = max(shelf, high)
