"""Forces between nodes, with numpy: the same to the last bit on every machine.

Fruchterman and Reingold's forces ("Graph drawing by force-directed placement", Software: Practice and Experience 21,
1991). Few nodes repel each other pair by pair; many do so through a pyramid of grids, where what is far away counts as
one heavy node in its middle, as in Greengard and Rokhlin, "A fast algorithm for particle simulations", Journal of
Computational Physics 73, 1987, with the first term alone. Only ``+ - * /`` and square roots are used, which IEEE 754
defines to the last bit, and sums whose order numpy's code fixes: ``bincount`` and sums over the first axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SPACING = 120.0
"""The length that an edge strives for."""
EXACT = 192
"""Parts of no more nodes than this are pushed apart pair by pair."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_STRENGTH = SPACING * SPACING


def relaxed(x: Floats, y: Floats, ends: tuple[Whole, Whole], *, steps: int, heat: float) -> tuple[Floats, Floats]:
    """Places after some steps, in each of which no node moves further than ``heat``, which falls to nothing.

    ``x`` and ``y`` are of shape (nodes, parts): parts of equal size, which do not feel each other. ``ends`` are the
    links: two rows of indices into the flattened places.
    """
    shape = x.shape
    for step in range(steps):
        dx, dy = _pairs(x, y) if shape[0] <= EXACT else _pyramid(x, y, step * 0.618 % 1.0)
        px, py = _pull(x.ravel(), y.ravel(), ends)
        dx, dy = dx + px.reshape(shape), dy + py.reshape(shape)
        most = heat * (steps - step) / steps
        # the tiny number keeps nodes at rest from dividing by zero
        share = np.minimum(1.0, most / (np.sqrt(dx * dx + dy * dy) + 1e-9))
        x, y = x + dx * share, y + dy * share
    return x, y


def _pull(x: Floats, y: Floats, ends: tuple[Whole, Whole]) -> tuple[Floats, Floats]:
    """How the links draw each node."""
    one, other = ends
    ax, ay = x[other] - x[one], y[other] - y[one]
    force = np.sqrt(ax * ax + ay * ay) / SPACING
    ax, ay = ax * force, ay * force
    count = len(x)
    return (
        _summed(one, ax, count) - _summed(other, ax, count),
        _summed(one, ay, count) - _summed(other, ay, count),
    )


def _summed(places: Whole, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(places, values, count), dtype=np.float64)


def _pairs(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """How each node is pushed by all others of its part."""
    ax, ay = x[None] - x[:, None], y[None] - y[:, None]
    force = _STRENGTH / (ax * ax + ay * ay + 1.0)
    return np.add.reduce(ax * force, axis=0), np.add.reduce(ay * force, axis=0)


def _pyramid(x: Floats, y: Floats, shift: float) -> tuple[Floats, Floats]:
    """The same for a single part of many nodes, far ones taken together.

    ``shift``, 0 to 1, moves the grids a little: where their lines always were the same, nodes would gather on them.
    """
    shape, x, y = x.shape, x.ravel(), y.ravel()
    side = 1 << max(2, ((len(x) - 1).bit_length() + 1) // 2)  # about as many cells as nodes
    extent = max(float(x.max() - x.min()), float(y.max() - y.min()))
    x, y = x - (x.min() - shift * extent / 4), y - (y.min() - shift * extent / 4)
    width = extent * 1.2501 + 1e-9
    column, row = ((line * (side / width)).astype(np.int64) for line in (x, y))
    cell = column * side + row
    sums = [_summed(cell, weights, side * side).reshape(side, side) for weights in (np.ones_like(x), x, y)]
    fx, fy = _field(sums, width)
    nx, ny = _around(x, y, column, row, sums)
    return (fx[column, row] + nx).reshape(shape), (fy[column, row] + ny).reshape(shape)


def _field(finest: list[Floats], width: float) -> tuple[Floats, Floats]:
    """What each cell feels of all that is not in the cells around it."""
    levels = [finest]
    while len(levels[-1][0]) > 4:
        levels.append([a[::2, ::2] + a[1::2, ::2] + a[::2, 1::2] + a[1::2, 1::2] for a in levels[-1]])
    dx = dy = np.zeros((2, 2))
    for count, sx, sy in reversed(levels):
        side = len(count)
        middle = (np.arange(side) + 0.5) * (width / side)
        heavy = np.maximum(count, 1.0)
        cx, cy = np.where(count > 0, sx / heavy, middle[:, None]), np.where(count > 0, sy / heavy, middle[None])
        dx, dy = (np.repeat(np.repeat(line, 2, axis=0), 2, axis=1) for line in (dx, dy))
        for here, there in _offsets(side):
            ax, ay = cx[here] - cx[there], cy[here] - cy[there]
            force = count[there] * _STRENGTH / (ax * ax + ay * ay)
            dx[here] += ax * force
            dy[here] += ay * force
    return dx, dy


_Cut = tuple[slice, slice]


@lru_cache(maxsize=16)
def _offsets(side: int) -> tuple[tuple[_Cut, _Cut], ...]:
    """Cells and those that they feel on this level: not next to each other, but in larger cells that are."""
    return tuple(
        ((ours_x, ours_y), (theirs_x, theirs_y))
        for right in range(-3, 4)
        for up in range(-3, 4)
        if max(abs(right), abs(up)) > 1
        for ours_x, theirs_x in _shifted(right, side)
        for ours_y, theirs_y in _shifted(up, side)
    )


def _shifted(by: int, side: int) -> Iterator[tuple[slice, slice]]:
    """Places along one axis, and those so far from them; three apart, every second place has a neighbour's part."""
    step, first = (1, max(0, -by)) if abs(by) < 3 else (2, 0 if by > 0 else 3)
    last = side - max(0, by)
    if first < last:
        yield slice(first, last, step), slice(first + by, last + by, step)


def _around(x: Floats, y: Floats, column: Whole, row: Whole, sums: list[Floats]) -> tuple[Floats, Floats]:
    """How each node is pushed by its own cell and the eight around it; several nodes of a cell count as one."""
    side = len(sums[0]) + 2
    count, sx, sy = (np.pad(line, 1).ravel() for line in sums)
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    home = (column + 1) * side + row + 1
    for right in (-1, 0, 1):
        for up in (-1, 0, 1):
            there = home + (right * side + up)
            heavy, fx, fy = count[there], sx[there], sy[there]
            if right == up == 0:
                heavy, fx, fy = heavy - 1, fx - x, fy - y
            least = np.maximum(heavy, 1.0)
            ax, ay = x - fx / least, y - fy / least
            # the middle of several nodes may lie close to this one though none of them does
            force = heavy * _STRENGTH / (ax * ax + ay * ay + 1.0 + _STRENGTH * (1 - 1 / least))
            dx += ax * force
            dy += ay * force
    return dx, dy
