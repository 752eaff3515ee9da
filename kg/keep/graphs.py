"""The graph of a store, for SPARQL: a database of its own on disk, made of the readings and replaced as a whole.

Each article has a named graph; the default graph has every triple once, so that counts are right. A graph that somebody
may be reading is never touched: the next one is made beside it. Where a few articles were added, it starts with what
the former one has (their files are shared, not copied). Where words are to go it is made from nothing, because what is
merely deleted from such a database stays in its files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.folder import GRAPHS, new_graph, unwritable
from kg.graph import Graph
from kg.rdf.write import node

__all__ = ["digests", "triples", "write"]

_MANY = 3
"""Where more than one in so many graphs changes, all are written anew."""
_BLOCK = 32 << 20
"""Bytes of N-Quads that are loaded at a time: the store takes some ten times as much memory for them."""


def digests(graph: Graph, *, base: str) -> dict[str, str]:
    """A hash of each named graph's content, by name."""
    return {name: _digest(lines) for name, lines in graph.slices(base=base)}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write(
    folder: Path, graph: Graph, *, base: str, number: int, before: Mapping[str, str], fresh: bool
) -> dict[str, str]:
    """Make the graph of this number in a store's folder; gives the digests of its named graphs.

    ``before`` are those of the former graph, which has the number below; ``fresh`` says that none of its files may be
    used. Raises StoreError where it cannot be written.
    """
    try:
        place, after = new_graph(folder, number), None
        if before and not fresh and _copied(folder / GRAPHS / str(number - 1), place):
            after = _some(place, graph, base, before)
        return _all(new_graph(folder, number), graph, base) if after is None else after
    except (OSError, RuntimeError) as error:
        raise _cannot(folder, error) from error


def _cannot(folder: Path, error: Exception) -> StoreError:
    return unwritable(folder, error if isinstance(error, OSError) else OSError(str(error)))


def _copied(former: Path, place: Path) -> bool:
    """Let a new graph begin as the former one is; False where that is damaged."""
    if not (former / "CURRENT").is_file():
        return False
    try:
        ox.Store(str(former)).backup(str(place))
    except (OSError, RuntimeError):
        return False
    return True


def _all(place: Path, graph: Graph, base: str) -> dict[str, str]:
    """Each named graph's quads, and their triples once more for the default graph; gives the digests."""
    store, found = ox.Store(str(place)), dict[str, str]()
    block, size = list[bytes](), 0
    for name, lines in graph.slices(base=base):
        found[name] = _digest(lines)
        end = f" {node(name, base)} .\n"
        block.append("".join(f"{line}{end}{line} .\n" for line in lines).encode())
        size += len(block[-1])
        if size > _BLOCK:
            store.bulk_load(b"".join(block), ox.RdfFormat.N_QUADS)
            block, size = [], 0
    store.bulk_load(b"".join(block), ox.RdfFormat.N_QUADS)
    store.flush()
    return found


def _some(place: Path, graph: Graph, base: str, before: Mapping[str, str]) -> dict[str, str] | None:
    """Replace the named graphs that are not as they were; None, with the work half done, where these are many."""
    store, after, changed = ox.Store(str(place)), dict[str, str](), 0
    for name, lines in graph.slices(base=base):
        after[name] = _digest(lines)
        if after[name] != before.get(name):
            changed += 1
            if changed * _MANY > len(before):
                return None
            _replace(store, ox.NamedNode(node(name, base)[1:-1]), lines)
    for name in before.keys() - after.keys():
        _replace(store, ox.NamedNode(node(name, base)[1:-1]), [])
    store.flush()
    return after


def _replace(store: ox.Store, name: ox.NamedNode, lines: list[str]) -> None:
    new, everywhere = triples(lines), ox.DefaultGraph()
    old = {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}
    for one in old - new:
        s, p, o = one.subject, one.predicate, one.object
        store.remove(ox.Quad(s, p, o, name))
        if not any(found.graph_name != everywhere for found in store.quads_for_pattern(s, p, o, None)):
            store.remove(ox.Quad(s, p, o, everywhere))
    store.extend(
        ox.Quad(one.subject, one.predicate, one.object, graph) for one in new - old for graph in (name, everywhere)
    )
    if not new:
        store.remove_graph(name)


def triples(lines: list[str]) -> set[ox.Triple]:
    """Statements as triples, in the form that they have in a store: that of some literals is another."""
    store = ox.Store()
    store.bulk_load("".join(f"{line} .\n" for line in lines).encode(), ox.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in store}
