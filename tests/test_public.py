"""The public surface: names, what they are, and what importing them costs."""

import inspect
import json
import subprocess
import sys

import pytest

import kg

NAMES = {
    "Article",
    "Claim",
    "Entity",
    "Event",
    "Graph",
    "KGError",
    "Ontology",
    "Skipped",
    "build",
    "export",
    "load",
    "read",
}
HEAVY = ("spacy", "numpy", "rdflib", "networkx", "pyshacl", "lxml", "trafilatura", "typer", "rich")


def run(code: str) -> object:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_public_names_are_these() -> None:
    assert set(kg.__all__) == NAMES
    assert kg.__version__.count(".") == 2


def test_every_public_name_is_documented() -> None:
    assert {name for name in NAMES if not inspect.getdoc(getattr(kg, name))} == set()


def test_importing_kg_loads_nothing_heavy() -> None:
    code = f"import json, sys, kg; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    assert run(code) == []


def test_functions_are_not_hidden_by_modules_of_their_name() -> None:
    code = (
        "import json, kg.build, kg.read.source, kg.export.report, kg\n"
        "print(json.dumps([callable(f) for f in (kg.build, kg.read, kg.export, kg.load)]))"
    )
    assert run(code) == [True] * 4


def test_any_module_can_be_imported_first() -> None:
    for module in ("kg.errors", "kg.graph", "kg.rdf", "kg.extract", "kg.ontology", "kg.shapes", "kg.run", "kg.cli"):
        assert run(f"import json, {module}; print(json.dumps('{module}'))") == module


def test_build_export_and_load_are_one_journey(tmp_path, article) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Police arrested two smugglers in Hyesan on Monday.", encoding="utf-8")
    graph = kg.build(story)
    kg.export(graph, tmp_path / "graph.nq")
    assert kg.load(tmp_path / "graph.nq") == graph
    assert any(claim.predicate == "detains" for claim in graph.claims.values())


def test_build_warns_of_what_it_skips(tmp_path) -> None:
    with pytest.warns(UserWarning, match=r"missing\.txt: no such file"):
        assert not kg.build(tmp_path / "missing.txt").articles
