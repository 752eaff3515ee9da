"""The layout: readable, repeatable, quick enough."""

from __future__ import annotations

import itertools
import math
import random
import time

import numpy as np
import pytest

from kg.export.forces import EXACT, SPACING, _pairs, _pyramid
from kg.export.layout import layout


def cluster(name: str, size: int) -> list[tuple[str, str]]:
    return list(itertools.combinations([f"{name}{number}" for number in range(size)], 2))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def test_linked_nodes_lie_closer_than_others() -> None:
    edges = [*cluster("a", 12), *cluster("b", 12), *cluster("c", 12), ("a0", "b0"), ("b1", "c1")]
    nodes = sorted({end for edge in edges for end in edge})
    places = dict(zip(nodes, layout(nodes, edges), strict=True))
    within = [distance(places[a], places[b]) for a, b in itertools.combinations(nodes, 2) if a[0] == b[0]]
    between = [distance(places[a], places[b]) for a, b in itertools.combinations(nodes, 2) if a[0] != b[0]]
    assert sum(within) / len(within) < 0.5 * sum(between) / len(between)
    assert min(within) > 5


def test_parts_do_not_overlap_and_loops_do_no_harm() -> None:
    edges = [*cluster("a", 8), *cluster("b", 5), ("c0", "c0")]
    nodes = [*sorted({end for edge in edges for end in edge}), "alone"]
    places = dict(zip(nodes, layout(nodes, edges), strict=True))
    boxes = []
    for part in ("a", "b"):
        xs, ys = zip(
            *(place for name, place in places.items() if name.startswith(part) and name != "alone"), strict=True
        )
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    one, other = boxes
    assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
    assert len(set(places.values())) == len(nodes)


def test_order_of_edges_makes_no_difference() -> None:
    chance = random.Random(5)
    nodes = [f"n{number:03}" for number in range(300)]
    edges = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(600)]
    assert layout(nodes, edges) == layout(nodes, chance.sample(edges, len(edges)))


def test_empty_graph_has_no_places() -> None:
    assert layout([], []) == []


def hubs(count: int, chance: random.Random) -> list[tuple[str, str]]:
    nodes = [f"n{number}" for number in range(count)]
    links = [(nodes[int(number * chance.random() ** 3)], nodes[number]) for number in range(1, count) for _ in (1, 2)]
    return [*links, *((nodes[0], name) for name in nodes[1 : count // 3])]


def test_fifty_thousand_nodes_are_laid_out_in_seconds() -> None:
    edges = hubs(50_000, random.Random(7))
    nodes = sorted({end for edge in edges for end in edge})
    begun = time.process_time()
    places = layout(nodes, edges)
    assert time.process_time() - begun < 30
    assert len(set(places)) > 49_900
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)


def test_thousands_of_small_parts_are_laid_out_in_seconds() -> None:
    chance = random.Random(3)
    edges = [
        (f"p{part}n{number}", f"p{part}n{chance.randrange(number)}")
        for part in range(4_000)
        for number in range(1, chance.randrange(2, 20))
    ]
    nodes = sorted({end for edge in edges for end in edge})
    begun = time.process_time()
    places = layout(nodes, edges)
    assert time.process_time() - begun < 30
    assert len(set(places)) == len(nodes)


def test_large_parts_show_their_clusters() -> None:
    chance = random.Random(11)
    edges = []
    for group in "abcdefgh":
        members = [f"{group}{number}" for number in range(150)]
        edges += [(chance.choice(members), chance.choice(members)) for _ in range(450)]
        edges += itertools.pairwise(members)
    edges += [("a0", "b0"), ("b1", "c1"), ("c2", "d2"), ("d3", "e3"), ("e4", "f4"), ("f5", "g5"), ("g6", "h6")]
    nodes = sorted({end for edge in edges for end in edge})
    assert len(nodes) > EXACT * 4
    places = dict(zip(nodes, layout(nodes, edges), strict=True))
    pairs = [(chance.choice(nodes), chance.choice(nodes)) for _ in range(20_000)]
    within = [distance(places[a], places[b]) for a, b in pairs if a[0] == b[0]]
    between = [distance(places[a], places[b]) for a, b in pairs if a[0] != b[0]]
    assert sum(within) / len(within) < 0.4 * sum(between) / len(between)


@pytest.mark.parametrize("shift", [0.0, 0.3, 0.99])
def test_forces_through_grids_are_close_to_those_of_all_pairs(shift: float) -> None:
    chance = np.random.default_rng(4)
    for count in (EXACT + 1, 700, 2_000):
        # as dense in the middle as a drawing is
        x, y = (chance.normal(0, SPACING * math.sqrt(count) / 2, (count, 1)) for _ in range(2))
        whole, near = (np.hstack(found) for found in (_pairs(x, y), _pyramid(x, y, shift)))
        wrong = np.sqrt(((whole - near) ** 2).sum(axis=1))
        assert np.median(wrong / np.sqrt((whole**2).sum(axis=1))) < 0.15
