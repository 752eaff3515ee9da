"""Commands on what was made to harm: nothing acts on the terminal, and trouble is told briefly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ACTS = "\x1b]0;owned\x07 \x1b[2J\x9b31m \u202edetavele\u202c"


@pytest.fixture(scope="module")
def acting(kg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose article has control sequences in its words, its title, its publisher and its identifier."""
    folder = tmp_path_factory.mktemp("acting")
    row = {"id": f"x{ACTS}", "title": f"Title {ACTS}", "publisher": f"The Herald {ACTS}"}
    text = f"Police arrested Kim{ACTS} in Moscow{ACTS}. A source {ACTS} said that he fled."
    (folder / "a.jsonl").write_text(json.dumps({**row, "text": text}))
    assert kg("build", folder / "a.jsonl", "-o", folder / "out").exit_code == 0
    return folder / "out"


def on_a_terminal(*arguments: object) -> tuple[int, str]:
    """What a command shows on a terminal of its own."""
    pty = pytest.importorskip("pty")
    shown: list[bytes] = []
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kg.cli import main; main()"

    def keep(handle: int) -> bytes:
        shown.append(os.read(handle, 4096))
        return b""

    words = [sys.executable, "-c", code, *map(str, arguments)]
    pid, handle = pty.fork()
    if pid == 0:
        os.execv(sys.executable, words)
    try:
        while keep(handle) == b"" and shown[-1]:
            pass
    except OSError:  # the other side is closed
        pass
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), b"".join(shown).decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "GRAPH", "Police"),
        ("query", "GRAPH", "SELECT ?q { ?s kg:quote ?q }"),
        ("query", "GRAPH", "--ask", "who-detains-whom"),
        ("verify", "GRAPH", "--sample"),
    ],
)
def test_words_of_an_article_do_not_act_on_the_terminal(arguments, acting: Path) -> None:
    _, shown = on_a_terminal(*(acting / "graph.nq" if word == "GRAPH" else word for word in arguments))
    assert len(shown) > 20
    for bad in ("\x1b]", "\x1b[2J", "\x9b", "\x07", "\u202e"):
        assert bad not in shown


def test_what_is_piped_has_the_words_as_they_are(acting: Path, kg) -> None:
    done = kg("query", acting / "graph.nq", "SELECT ?q { ?s kg:quote ?q }", "--format", "csv")
    assert "\x1b]0;owned\x07" in done.stdout


def test_a_thousand_bad_files_and_a_good_one(kg, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(1000):
        (tmp_path / f"in/{number}.txt").write_bytes(b"\x00\xff" * 50)
    (tmp_path / "in/good.txt").write_text("Police arrested two men in Moscow on Monday.")
    done = kg("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) < 40
    assert sum(line.startswith("kg: skipped ") and "binary data" in line for line in lines) == 20
    assert any("980 more" in line for line in lines)
    skipped = json.loads((tmp_path / "out/report.json").read_text())["skipped"]
    assert len(skipped) == 1000
    assert all(one["article"] and ";" in one["reason"] for one in skipped)
    assert "1 articles" in done.stdout


@pytest.mark.parametrize("made", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"")])
def test_where_nothing_can_be_read_it_says_so_and_writes_nothing(made, kg, tmp_path: Path) -> None:
    made(tmp_path / "in")
    done = kg("build", tmp_path / "in", "-o", tmp_path / "out")
    assert done.exit_code in (1, 2)
    assert "no article could be read" in done.stderr.splitlines()[-1]
    assert not [path for path in (tmp_path / "out").glob("*") if path.name.startswith("graph")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_no_unexpected_error(acting: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kg.cli import main; main()"
    words = [sys.executable, "-c", code, "query", acting / "graph.nq", "SELECT ?q { ?s kg:quote ?q }"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "kg: the output cannot be written (no space left); free some, or write elsewhere\n"
