"""``kg serve`` as a program of its own, asked with curl as its own first lines say."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kg.store import query
from tests.golden.exports import EXPORTS

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, str]]:
    """What the program says of itself: address of the page and of the endpoint, and a command to try."""
    program = [sys.executable, "-u", "-c", "from kg.cli import main; main()"]
    command = [*program, "serve", str(EXPORTS / "graph.nq"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            lines = [running.stdout.readline() for _ in range(5)]
            yield dict(re.fullmatch(r"  (\w+) +(.+)\n", line).groups() for line in lines[1:4])
        finally:
            running.send_signal(signal.SIGINT)
            errors = running.communicate(timeout=20)[1]
    assert (running.returncode, errors) == (0, "kg: stopped serving\n")


def curl(*arguments: str) -> str:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "20", "--noproxy", "*", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_command_that_it_names_gives_rows(told) -> None:
    program, *arguments = shlex.split(told["try"])
    head, *rows = curl(*arguments).splitlines()
    assert (program, head) == ("curl", "class,things")
    assert any(row.startswith("https://w3id.org/newskg/ns#Claim,") for row in rows)


@pytest.mark.parametrize("way", [("--get", "--data-urlencode"), ("--data-urlencode",)])
def test_a_query_by_get_and_by_post(told, way: tuple[str, ...]) -> None:
    ((wanted,),) = query(EXPORTS / "graph.nq", COUNT)
    found = curl(*way, f"query={COUNT}", "--header", "Accept: text/csv", told["endpoint"])
    assert found.split() == ["n", wanted]


def test_an_update_is_refused_with_a_reason(told) -> None:
    found = curl("--data-urlencode", "update=CLEAR ALL", "--write-out", " %{http_code}", told["endpoint"])
    assert found.endswith(" 403")
    assert "read-only" in found


def test_the_page_is_there(told) -> None:
    assert "<title>kg: ask a graph</title>" in curl(told["page"])
