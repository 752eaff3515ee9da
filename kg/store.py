"""Graphs in a store: load RDF, ask SPARQL.

>>> rows = query_text("", "SELECT (1 + 1 AS ?two) {}")
>>> rows.names, list(rows)
(('two',), [('2',)])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.folder import current
from kg.outside import asks_outside
from kg.rdf.write import prefixes
from kg.terms import BASE

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_GRAPH = re.compile(r"\b(?:GRAPH|FROM)\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"<[^<>\s]*>|'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|#[^\n]*", re.DOTALL
)


@dataclass(frozen=True)
class Rows:
    """An answer: the variables' names, and rows of values in the same order, None where one is not bound.

    An ASK gives one row of one value ``true`` or ``false`` named ``answer``; CONSTRUCT and DESCRIBE give triples named
    ``subject``, ``predicate``, ``object``.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def __iter__(self) -> Iterator[tuple[str | None, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def load_store(*paths: Path | str, named: bool = False) -> ox.Store:
    """A store in memory with the content of some files, of one of :data:`FORMATS`, or one on disk.

    All is in the default graph, each triple once, so that counts are right; or, if ``named``, in the named graphs that
    the files have. A store that ``kg build --store`` made is opened where it is, to be read, and has both. Raises
    StoreError where one cannot be read.
    """
    if len(paths) == 1 and Path(paths[0]).is_dir():
        return _on_disk(Path(paths[0]))
    store = ox.Store()
    for path in map(Path, paths):
        if path.suffix not in FORMATS:
            msg = f"{path}: cannot load '{path.suffix}'; give {', '.join(FORMATS)}"
            raise StoreError(msg)
        try:
            if named:
                store.bulk_load(path=path, format=FORMATS[path.suffix])
            else:
                quads = ox.parse(path=path, format=FORMATS[path.suffix])
                store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        except SyntaxError as error:
            msg = f"{path}: {_line(error)}"
            raise StoreError(msg) from error
        except OSError as error:
            msg = f"{path}: cannot be read ({error.strerror or error})"
            raise StoreError(msg) from error
    return store


def _on_disk(folder: Path) -> ox.Store:
    path = current(folder)
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        msg = f"{path}: the graph is damaged ({error}); kg build --store {folder} --anew makes it again"
        raise StoreError(msg) from error


def query(path: Path | str, sparql: str, *, base: str = BASE) -> Rows:
    """The answer to a SPARQL query about a file; its named graphs count as one unless the query speaks of GRAPH.

    Prefixes are bound beforehand: the vocabularies' (``kg:``, ``rdfs:``, ``skos:`` …) and one for each kind of thing
    (``agency:``, ``person:`` …), below ``base``. Raises StoreError for a bad file or query.
    """
    return ask(load_store(path, named=bool(_GRAPH.search(_QUOTED.sub(" ", sparql)))), sparql, base=base)


def query_text(turtle: str, sparql: str, *, base: str = BASE) -> Rows:
    """As :func:`query`, about some Turtle."""
    store = ox.Store()
    try:
        store.bulk_load(turtle.encode(), ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        msg = f"Turtle: {_line(error)}"
        raise StoreError(msg) from error
    return ask(store, sparql, base=base)


def ask(store: ox.Store, sparql: str, *, base: str = BASE) -> Rows:
    """As :func:`query`, about a store; where its default graph is empty, all others count as one."""
    if asks_outside(sparql):
        msg = "query: SERVICE would ask another machine, and kg works offline; load both files instead"
        raise StoreError(msg)
    names, everywhere = prefixes(base), ox.DefaultGraph()
    try:
        apart = next(store.quads_for_pattern(None, None, None, everywhere), None) is None
        found = store.query(sparql, use_default_graph_as_union=apart, prefixes=names)
        return _rows(found)
    except SyntaxError as error:
        raise StoreError(_misread(sparql, _line(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        remedy = "; kg check tells what is damaged and what to do" if "Corruption" in str(error) else ""
        msg = f"query: {' '.join(str(error).split())}{remedy}"
        raise StoreError(msg) from error


def _rows(found: object) -> Rows:
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        return Rows(tuple(names), tuple(tuple(_text(row[name]) for name in names) for row in found))
    if isinstance(found, ox.QueryTriples):
        triples = ((found.subject, found.predicate, found.object) for found in found)
        return Rows(("subject", "predicate", "object"), tuple(tuple(map(_text, triple)) for triple in triples))
    return Rows(("answer",), (("true" if found else "false",),))


def _text(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


def _misread(sparql: str, problem: str) -> str:
    """Where a query cannot be understood; the parser's list of all that it would take instead is left out."""
    place = re.search(r"error at ([0-9]+):([0-9]+)", problem)
    if place is None:
        return f"query: {problem}"
    row, column = int(place[1]), int(place[2])
    line = sparql.splitlines()[row - 1] if row <= len(sparql.splitlines()) else ""
    rest = line[column - 1 :].strip()[:30]
    near = f"not understood at '{rest}'" if rest else "it ends too early here"
    return f"query line {row} column {column}: {near}; correct the SPARQL there or just before"


def _line(error: SyntaxError) -> str:
    return " ".join(str(error.msg).split())
