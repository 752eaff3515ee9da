"""Imports run one way, and only the command line prints."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
PROJECT = PACKAGE.parent / "pyproject.toml"


@pytest.mark.skipif(not PROJECT.is_file(), reason="the contract is in the repository, not in the wheel")
def test_imports_run_one_way() -> None:
    code = "from importlinter.cli import lint_imports as lint; raise SystemExit(lint(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT.parent, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []
