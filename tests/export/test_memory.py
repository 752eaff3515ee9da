"""Writers of property graphs are streams: their memory does not grow with the file."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from typing import BinaryIO

import pytest

from kg.export import gexf, graphml
from kg.export.look import Drawn, sizes
from kg.views import view
from tests.export.synthetic import synthetic

SMALL, LARGE = (500, 2_000), (4_000, 16_000)


class Counter(io.RawIOBase):
    """Takes everything and keeps nothing."""

    size = 0

    def write(self, data: object) -> int:
        self.size += len(data)
        return len(data)


def peak(write: Callable[[Drawn, BinaryIO], None], nodes: int, edges: int) -> tuple[int, int]:
    """Bytes that writing takes at most beyond what is written, and bytes written."""
    shown = view(synthetic(nodes, edges))
    assert len(shown.edges) == edges
    drawn, out = Drawn(shown, [(0.0, 0.0)] * len(shown.nodes), sizes(shown)), Counter()
    write(drawn, out)  # what is loaded once is no cost of writing
    out.size = 0
    tracemalloc.start()
    write(drawn, out)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, out.size


def test_graphml_takes_as_much_memory_for_a_large_file() -> None:
    (small, little), (large, much) = (peak(graphml.write_drawn, *size) for size in (SMALL, LARGE))
    assert much > 7 * little
    assert large < 1.5 * small
    assert large < 50_000


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_gexf_keeps_the_order_of_the_edges_alone(size: tuple[int, int]) -> None:
    """It needs the edges in the order of their targets, to know when each node is there."""
    found, written = peak(gexf.write_drawn, *size)
    assert found < 50_000 + 30 * size[1]
    assert found < written / 20
