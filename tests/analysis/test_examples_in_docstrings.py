"""Examples in the docstrings of kg.analysis hold, and importing it loads nothing heavy."""

from __future__ import annotations

import doctest
import importlib
import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("name", ["kg.analysis", "kg.analysis.duplicates", "kg.analysis.slices", "kg.analysis.tables"])
def test_examples_hold(name: str) -> None:
    importlib.import_module(name)
    done = doctest.testmod(sys.modules[name])
    assert done.attempted
    assert not done.failed


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = ("pandas", "polars", "igraph", "networkx", "numpy", "spacy", "rdflib")
    code = f"import json, sys, kg.analysis; print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
