"""Where to draw nodes: a force-directed layout that is the same on every machine.

Fruchterman and Reingold's forces ("Graph drawing by force-directed placement", 1991) with near neighbours found on a
grid and far ones summed up per coarse cell. Only ``+ - * /`` and square roots are used, which IEEE 754 defines to the
last bit; there is no randomness, and nothing depends on the order of sets or hashes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

SPACING = 120.0
"""The length that an edge strives for."""

_STEPS = 120
_WORK = 1_500_000
"""Most moves of single nodes in all: larger components get fewer steps."""
_CROWD = (6, 64, 30_000)
"""A cell with more nodes is a crowd: least, most, and what is divided by the number of nodes."""
_COARSE = 8
# cosine and sine of the golden angle, as constants: libraries differ in the last bit of theirs
_TURN = (-0.7373688780783197, 0.6754902942615238)

Point = tuple[float, float]


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
    boxes = [(part, _component(part, neighbours)) for part in parts]
    for part, corner, points in _packed(boxes):
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


def _spiral(count: int) -> tuple[list[float], list[float]]:
    """Places on a sunflower's spiral: the first in the middle, all about :data:`SPACING` apart."""
    cosine, sine = _TURN
    xs, ys, x, y = [], [], 1.0, 0.0
    for number in range(count):
        radius = SPACING * math.sqrt(number) * 0.6
        xs.append(x * radius)
        ys.append(y * radius)
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return xs, ys


def _component(part: list[int], neighbours: list[list[int]]) -> list[Point]:
    """Places of one connected part, in its order."""
    xs, ys = _spiral(len(part))
    rank = {number: place for place, number in enumerate(part)}
    links = [(place, rank[other]) for place, number in enumerate(part) for other in neighbours[number]]
    links = [(one, other) for one, other in links if one < other]
    steps = min(_STEPS, max(10, _WORK // len(part))) if len(part) > 2 else 0
    hottest = SPACING * (1 + math.sqrt(len(part)) / 8)
    for step in range(steps):
        dx, dy = _far(xs, ys)
        _near(xs, ys, dx, dy)
        _pull(xs, ys, dx, dy, links)
        _move(xs, ys, dx, dy, hottest * (steps - step) / steps)
    return list(zip(xs, ys, strict=True))


def _grid(xs: list[float], ys: list[float], width: float) -> dict[tuple[int, int], list[int]]:
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[int(x // width), int(y // width)].append(number)
    return cells


def _middle(members: list[int], xs: list[float], ys: list[float]) -> tuple[float, float, int]:
    count = len(members)
    x = y = 0.0
    for number in members:
        x += xs[number]
        y += ys[number]
    return x / count, y / count, count


def _far(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Repulsion between coarse cells that do not touch, felt alike by all nodes of a cell."""
    dx, dy = [0.0] * len(xs), [0.0] * len(xs)
    width = SPACING * max(_COARSE, math.isqrt(len(xs)) // 8)
    cells = _grid(xs, ys, width)
    middles = [(cell, _middle(members, xs, ys)) for cell, members in cells.items()]
    for cell, (x, y, _) in middles:
        fx = fy = 0.0
        for other, (ox, oy, count) in middles:
            if abs(cell[0] - other[0]) > 1 or abs(cell[1] - other[1]) > 1:
                ax, ay = x - ox, y - oy
                force = SPACING * SPACING * count / (ax * ax + ay * ay)
                fx += ax * force
                fy += ay * force
        for number in cells[cell]:
            dx[number] = fx
            dy[number] = fy
    return dx, dy


def _near(xs: list[float], ys: list[float], dx: list[float], dy: list[float]) -> None:
    """Repulsion from the nodes around; a crowd counts as one heavy node in its middle, next to its first members."""
    cells = _grid(xs, ys, 2 * SPACING)
    least, greatest, shared = _CROWD
    most = max(least, min(greatest, shared // len(xs)))
    crowds = {cell: _middle(members, xs, ys) for cell, members in cells.items() if len(members) > most}
    strength = SPACING * SPACING
    for (column, row), members in cells.items():
        around = [(column + right, row + up) for right in (-1, 0, 1) for up in (-1, 0, 1)]
        heavy = [crowds[cell] for cell in around if cell in crowds]
        single = [other for cell in around if cell in cells and cell not in crowds for other in cells[cell]]
        crowded = (column, row) in crowds
        for place, number in enumerate(members):
            x, y = xs[number], ys[number]
            fx = fy = 0.0
            others = (
                [*single, *members[place + 1 : place + 4], *members[max(0, place - 3) : place]] if crowded else single
            )
            for other in others:
                if other != number:
                    ax, ay = x - xs[other], y - ys[other]
                    force = strength / (ax * ax + ay * ay + 1.0)
                    fx += ax * force
                    fy += ay * force
            for ox, oy, count in heavy:
                ax, ay = x - ox, y - oy
                force = strength * count / (ax * ax + ay * ay + strength)
                fx += ax * force
                fy += ay * force
            dx[number] += fx
            dy[number] += fy


def _pull(xs: list[float], ys: list[float], dx: list[float], dy: list[float], links: list[tuple[int, int]]) -> None:
    for one, other in links:
        ax, ay = xs[one] - xs[other], ys[one] - ys[other]
        force = math.sqrt(ax * ax + ay * ay) / SPACING
        ax *= force
        ay *= force
        dx[one] -= ax
        dy[one] -= ay
        dx[other] += ax
        dy[other] += ay


def _move(xs: list[float], ys: list[float], dx: list[float], dy: list[float], heat: float) -> None:
    for number, (ax, ay) in enumerate(zip(dx, dy, strict=True)):
        length = math.sqrt(ax * ax + ay * ay)
        if length > heat:
            ax, ay = ax * heat / length, ay * heat / length
        xs[number] += ax
        ys[number] += ay


def _packed(boxes: list[tuple[list[int], list[Point]]]) -> Iterable[tuple[list[int], Point, list[Point]]]:
    """Parts on shelves below each other, each with the corner to add to its places."""
    margin = 2 * SPACING
    extents = []
    for _, points in boxes:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        extents.append((min(xs), min(ys), max(xs) - min(xs) + margin, max(ys) - min(ys) + margin))
    area = 0.0
    for extent in extents:
        area += extent[2] * extent[3]
    width = max([math.sqrt(area) * 1.2, *(extent[2] for extent in extents)])
    x = y = shelf = 0.0
    for (part, points), (left, low, wide, high) in zip(boxes, extents, strict=True):
        if x + wide > width and x > 0:
            x, y, shelf = 0.0, y + shelf, 0.0
        yield part, (x - left, y - low), points
        x += wide
        shelf = max(shelf, high)
