"""``python -m tests.quality.export_benchmark [GRAPH]`` compares writing GraphML and GEXF with networkx's writers.

Each step runs in a process of its own that shares what came before, on the same machine and in one run: the processor's
time that it takes, what its memory grows by at most beyond what was there, and the size of the file. networkx gets the
same view as a graph, without the control characters at which its writers fail. Without a graph of yours,
synthetic ones of 50,000 nodes with 100,000 and 200,000 edges are taken; ``--nodes`` and ``--edges`` make others.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import networkx

from kg.export import gexf, graphml
from kg.export.look import _FORBIDDEN, Drawn
from kg.graph import Graph, load
from kg.networks import networkx_graph
from kg.views import VIEWS, view
from tests.export.synthetic import synthetic

_UNIT = 1 if sys.platform == "darwin" else 1024


def measured(name: str, work: Callable[[], object], written: Path | None = None) -> float:
    """Processor time, in seconds, of some work in a process of its own; prints it with memory and size of file."""
    ours, theirs = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        seconds, grown = ours.recv()
    except EOFError:
        sys.exit(f"{name}: did not end well")
    process.join()
    size = f"{written.stat().st_size / 1e6:9.1f} MB" if written else ""
    print(f"{name:<28}{seconds:8.2f} s{grown / 1e6:10.1f} MB{size}", flush=True)
    return float(seconds)


def _work(work: Callable[[], object], answer: Connection) -> None:
    before, begun = _peak(), time.process_time()
    kept = work()
    seconds = time.process_time() - begun
    answer.send((seconds, _peak() - before))
    del kept


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def compare(graph: Graph, name: str) -> None:
    """Print what each step of an export takes, ours and networkx's."""
    shown = view(graph, name)
    drawn = Drawn.of(shown)
    theirs = writable(networkx_graph(graph, name))
    print(f"\nview {name}: {len(shown.nodes):,} nodes, {len(shown.edges):,} edges")
    print(f"{'':<28}{'time':>10}{'memory':>13}{'file':>12}")
    measured("view", lambda: view(graph, name))
    measured("layout, sizes", lambda: Drawn.of(shown))
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write, other in (
            ("graphml", graphml.write_drawn, networkx.write_graphml),
            ("gexf", gexf.write_drawn, networkx.write_gexf),
        ):
            path, out = Path(folder) / f"ours.{suffix}", Path(folder) / f"theirs.{suffix}"
            mine = measured(f"{suffix}, kg", lambda write=write, path=path: _into(path, write, drawn), path)
            its = measured(f"{suffix}, networkx", lambda other=other, out=out: other(theirs, out), out)
            print(f"{suffix}: networkx takes {its / mine:.1f} times as long")


def writable(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """The graph without what XML cannot hold."""
    rows = [data for _, data in graph.nodes(data=True)] + [data for *_, data in graph.edges(data=True)]
    for data in rows:
        data.update({key: _FORBIDDEN.sub("", value) for key, value in data.items() if isinstance(value, str)})
    return graph


def _into(path: Path, write: Callable[[Drawn, object], None], drawn: Drawn) -> None:
    with path.open("wb") as out:
        write(drawn, out)


def main() -> None:
    """Measure one graph, or two synthetic ones."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.export_benchmark", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("graph", nargs="?", help="a graph that kg wrote")
    parser.add_argument("--view", choices=VIEWS, default="full")
    parser.add_argument("--nodes", type=int, default=50_000)
    parser.add_argument("--edges", type=int, nargs="+", default=[100_000, 200_000])
    asked = parser.parse_args()
    if asked.graph:
        compare(load(asked.graph), asked.view)
    for edges in () if asked.graph else asked.edges:
        compare(synthetic(asked.nodes, edges), asked.view)


if __name__ == "__main__":
    main()
