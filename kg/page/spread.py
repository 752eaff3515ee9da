"""Drawings made even: room in the middle, no point on another, the small parts in rings around the large one.

Only ``+ - * /``, square roots and exact sums, which are the same to the last bit everywhere (``sum`` is not: it changed
with Python 3.12).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, combinations, repeat

from kg.export.layout import SPACING

Point = tuple[float, float]
_NEAR = 0.8 * SPACING
_WIDER = 1.5
_FEW = 12
_ROUNDS, _FEWEST, _WORK = 60, 6, 1_500_000
"""Rounds of moving aside: most, least, and how many points times rounds; 25,000 points have all of them."""
# cosine and sine of one degree
_DEGREE = (0.9998476951563913, 0.01745240643728351)


def disc(points: Sequence[Point]) -> list[Point]:
    """Points about their middle, moved along their rays to about where each ring would hold as many as its area.

    A force-directed drawing is crowded in the middle and has long arms; this opens the one and shortens the others.
    """
    middle = _middle(points)
    about = [(x - middle[0], y - middle[1]) for x, y in points]
    if len(about) < _FEW:
        return about
    away = [math.sqrt(x * x + y * y) for x, y in about]
    order = sorted(range(len(about)), key=lambda number: (away[number], number))
    whole = _NEAR * math.sqrt(_WIDER * len(about) / 2)
    made = list(about)
    for rank, number in enumerate(order):
        even = whole * math.sqrt((rank + 1) / len(order))
        factor = (even * 0.9 + away[number] * 0.1) / away[number] if away[number] else 1.0
        made[number] = about[number][0] * factor, about[number][1] * factor
    return made


def _middle(points: Sequence[Point]) -> Point:
    return math.fsum(x for x, _ in points) / len(points), math.fsum(y for _, y in points) / len(points)


def apart(points: Sequence[Point], *, near: float = _NEAR, rounds: int | None = None) -> list[Point]:
    """Points moved aside until hardly any two are nearer than ``near``; across, for the sake of names, than half more.

    What lies far apart stays where it is. There are :func:`rounds_for` so many rounds unless ``rounds`` says otherwise.
    """
    rounds = rounds_for(len(points)) if rounds is None else rounds
    xs, ys = [x / _WIDER for x, _ in points], [y for _, y in points]
    for _ in range(rounds if len(xs) > 1 else 0):
        cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
            cells[int(x // near), int(y // near)].append(number)
        if not sum(_push(xs, ys, one, other, near) for one, other in _neighbours(cells)):
            break
    return [(x * _WIDER, y) for x, y in zip(xs, ys, strict=True)]


def rounds_for(count: int) -> int:
    """In how many rounds to move so many points aside: the more points, the fewer.

    The page shows most of very many points only to those who ask for all, and time should grow no faster than they do.
    """
    return max(_FEWEST, min(_ROUNDS, _WORK // max(1, count)))


def _neighbours(cells: Mapping[tuple[int, int], list[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of points in one cell or in two that touch, each pair once."""
    for (column, row), members in cells.items():
        yield from combinations(members, 2)
        for beside in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1)):
            for other in cells.get(beside, ()):
                yield from ((one, other) for one in members)


def _push(xs: list[float], ys: list[float], one: int, other: int, near: float) -> bool:
    """Whether two points were too near; then each goes half the way that is missing."""
    dx, dy = xs[other] - xs[one], ys[other] - ys[one]
    square = dx * dx + dy * dy
    if square >= near * near:
        return False
    if square == 0.0:
        dx, dy, square = 1.0, 0.0, 1.0
    way = (near / math.sqrt(square) - 1.0) * 0.5
    xs[one] -= dx * way
    ys[one] -= dy * way
    xs[other] += dx * way
    ys[other] += dy * way
    return True


def rings(parts: Iterable[Sequence[Point]]) -> Iterator[list[Point]]:
    """Parts, the first in the middle and each other one in the next free place of a ring around those before it."""
    around = list(accumulate(repeat(_DEGREE, 359), _turned, initial=(1.0, 0.0)))
    inner = outer = angle = 0.0
    for number, part in enumerate(parts):
        x, y = _middle(part)
        reach = max(math.sqrt((px - x) * (px - x) + (py - y) * (py - y)) for px, py in part) + 0.6 * SPACING
        if number == 0:
            inner = outer = reach
            yield [(px - x, py - y) for px, py in part]
            continue
        width = 115.0 * reach / (inner + reach)  # degrees; a little more than the two radians' worth
        if angle + width > 360.0:
            inner, angle = outer, 0.0
            width = 115.0 * reach / (inner + reach)
        right, up = around[int(angle + width / 2) % 360]
        away = inner + reach
        outer, angle = max(outer, inner + 2 * reach), angle + width
        yield [(px - x + right * away, py - y + up * away) for px, py in part]


def _turned(one: Point, by: Point) -> Point:
    return one[0] * by[0] - one[1] * by[1], one[0] * by[1] + one[1] * by[0]
