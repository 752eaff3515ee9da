"""No text of an article, a user or a file becomes part of a query: a name is data, whatever stands in it.

One half looks at the code: where a query is put together at all, from what, and why that is safe. The other half tries
names that would end a string, a pattern or a query.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.article import ArticleInfo
from kg.errors import StoreError
from kg.export import export
from kg.graph import Graph, Reading
from kg.mention import Entity
from kg.queries import answer, question, questions
from kg.shapes import Shapes
from kg.store import ask, query

KG = Path(__file__).resolve().parents[1] / "kg"
SPARQL = re.compile(
    r"\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK|INSERT|DELETE|DROP|WHERE|FILTER|VALUES|BIND|OPTIONAL|EXISTS|COALESCE|sameTerm|REGEX)\b"
    r"|\bPREFIX \w*"
)
JUSTIFIED = {
    "queries.py:bound": "names come from the headers of saved questions, values are written by pyoxigraph as terms",
    "queries.py:_one": "an IRI that pyoxigraph has checked and writes",
    "queries.py:_labelled": "a constant property, and a literal that pyoxigraph writes",
    "shapes/__init__.py:<module>": "prefixes, all constant",
    "shapes/compile.py": "from a file of shapes, which belongs to the ontology as the queries in it do",
}
"""Where a query is put together, and why what is put in is none of an article's words."""
NAMES = (
    'x" } ; DROP ALL #',
    "x' } ; DROP ALL #",
    '""" } DELETE WHERE { ?s ?p ?o } #',
    "'''",
    "\\",
    '\\"',
    "}",
    "{",
    "> <",
    "<http://a.b>",
    "?s",
    "$this",
    "a\nb",
    "a\r\nb",
    "\t",
    "\x00\x01",
    "\u202e",
    "🇰🇵",
    "\\u0022 } #",
    "# no comment",
    "SERVICE <http://a.b/> {}",
    'x"@en',
    'x"^^<http://a.b>',
    "%22",
    "&quot;",
    "x') || true || ('",
    "1; DROP TABLE x",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "{0}",
    "{place}",
)


def composed() -> Iterator[tuple[str, int]]:
    """Places, by file and function, where a query's text is joined with something that is no constant."""
    for path in sorted(KG.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node, where in _with_functions(tree):
            if _joins(node):
                yield f"{path.relative_to(KG).as_posix()}:{where}", node.lineno


def _with_functions(tree: ast.AST, name: str = "<module>") -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(tree):
        inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else name
        yield child, inner
        yield from _with_functions(child, inner)


def _joins(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr(values):
            return any(isinstance(one, ast.FormattedValue) for one in values) and any(map(_is_query, values))
        case ast.BinOp(left, ast.Add() | ast.Mod(), right):
            return (_is_query(left) or _is_query(right)) and not (_constant(left) and _constant(right))
        case ast.Call(ast.Attribute(value, "format" | "replace" | "join" | "format_map")):
            return _is_query(value)
    return False


def _is_query(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(SPARQL.search(node.value))


def _constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def test_queries_are_put_together_only_where_that_is_justified() -> None:
    unjustified = [
        f"{place} line {line}" for place, line in composed() if not {place, place.partition(":")[0]} & JUSTIFIED.keys()
    ]
    assert not unjustified, "write it with a parameter of kg.queries, or say in JUSTIFIED why it is safe"


def test_no_justification_is_left_over() -> None:
    places = {place for place, _ in composed()}
    assert {*places, *(place.partition(":")[0] for place in places)} >= JUSTIFIED.keys()


def test_the_check_sees_a_query_that_is_put_together() -> None:
    for bad in (
        'f"SELECT * {{ ?s rdfs:label {name} }}"',
        '"SELECT * { ?s ?p %s }" % name',
        '"ASK { " + name + " }"',
        '"DELETE WHERE {{ {} }}".format(name)',
        '"SELECT * { X }".replace("X", name)',
    ):
        assert any(_joins(node) for node, _ in _with_functions(ast.parse(bad))), bad


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of things that are named so."""
    path = tmp_path_factory.mktemp("hostile") / "graph.nq"
    things = tuple(Entity(f"person/p{number}", "Person", frozenset({name})) for number, name in enumerate(NAMES))
    infos = [
        ArticleInfo(name, "0" * 64, title=f"title {number}", publisher=name, url=name, authors=(name,))
        for number, name in enumerate(NAMES)
        if name.strip()
    ]
    export(Graph.of([Reading(ArticleInfo("a", "0" * 64), things), *map(Reading, infos)]), path)
    return path


@pytest.mark.parametrize("name", [name for name in NAMES if name.strip()])
def test_a_hostile_name_stays_a_name(name: str, hostile: Path) -> None:
    asked = question("timeline")
    (parameter,) = (one.name for one in asked.parameters if one.name == "who")
    before = query(hostile, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    rows = answer(hostile, asked, {parameter: name}) if not name.startswith("<http") else ()
    assert len(rows) == 0
    assert query(hostile, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == before


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_of_any_question_takes_a_query(name: str, hostile: Path) -> None:
    """Each either finds nothing, or says that there is nothing of this name, or that the value is of the wrong kind."""
    for asked in questions().values():
        for parameter in asked.parameters:
            problem = None
            try:
                assert answer(hostile, asked, {parameter.name: name}).names == asked.columns
            except StoreError as error:
                problem = str(error)
            assert problem is None or problem.startswith(f"{parameter.name}: "), problem


def test_bound_values_are_terms_in_the_parsed_query() -> None:
    asked = question("timeline")
    for name in NAMES:
        text = asked.bound({"who": ox.Literal(name)})
        store = ox.Store()
        assert ask(store, text).names == asked.columns
    assert Shapes.load().fast
