"""Every command explains itself; errors are one line; ``--debug`` shows where they come from."""

import subprocess
import sys

import pytest
import typer

import kg as package
from kg.cli.app import app

COMMANDS = sorted(typer.main.get_command(app).commands)


def test_these_are_the_commands() -> None:
    assert COMMANDS == [
        "build",
        "check",
        "diff",
        "explain",
        "export",
        "page",
        "query",
        "remove",
        "review",
        "serve",
        "verify",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_a_summary_examples_and_help_for_each_option(command: str, kg) -> None:
    done = kg(command, "--help")
    assert done.exit_code == 0
    assert "Examples:" in done.stdout
    assert f"  kg {command} " in done.stdout.partition("Examples:")[2]
    found = typer.main.get_command(app).commands[command]
    assert [option.name for option in found.params if not option.help and option.name != "help"] == []
    assert not found.get_short_help_str(60).endswith("...")


def test_the_program_explains_itself(kg) -> None:
    assert kg("--help").stdout == kg().stdout
    assert all(f"  {command} " in kg("--help").stdout for command in COMMANDS)
    assert kg("--version").stdout == f"kg {package.__version__}\n"


def test_an_unknown_command_gets_a_hint(kg) -> None:
    done = kg("explian")
    assert done.exit_code == 2
    assert "Did you mean 'explain'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unexpected_error_is_one_line_with_a_hint(kg, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("some\nproblem")

    monkeypatch.setattr("kg.store.query", broken)
    done = kg("query", "x.nq", "ASK {}")
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("kg: an unexpected error (ZeroDivisionError: some problem)")
    assert "--debug" in line
    assert "Traceback" in kg("query", "x.nq", "ASK {}", "--debug").stderr
    assert "Traceback" in kg("--debug", "query", "x.nq", "ASK {}").stderr


def test_a_reader_that_stops_early_is_no_error(built) -> None:
    program = [sys.executable, "-c", "from kg.cli import main; main()"]
    command = [*program, "query", f"{built}/graph.nq", "SELECT ?s ?p { ?s ?p ?o }"]
    running = subprocess.Popen([*command, "-f", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout.readline() == b"s,p\n"
    running.stdout.close()
    assert running.stderr.read() == b""
    running.wait(timeout=20)
