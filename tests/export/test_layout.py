"""The layout: readable, repeatable, quick enough."""

from __future__ import annotations

import itertools
import math
import random
import time

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


def test_ten_thousand_nodes_are_laid_out_in_seconds() -> None:
    chance = random.Random(7)
    nodes = [f"n{number}" for number in range(10_000)]
    hubs = [(nodes[int(number * chance.random() ** 3)], nodes[number]) for number in range(1, 10_000) for _ in (1, 2)]
    begun = time.process_time()
    places = layout(nodes, [*hubs, *((nodes[0], name) for name in nodes[1:3000])])
    assert time.process_time() - begun < 60
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)
