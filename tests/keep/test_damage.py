"""Stores that are damaged, full, locked or not ours: one clear line with what to do, and nothing lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.folder import writing
from kg.keep import load
from kg.store import ask, load_store

STORIES = {"a": "Ann Bell meets Cho Dan in Moscow.", "b": "Red Club belongs to Blue Club. Cho Dan arrests Ann Bell."}
SOUND = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json")
Kg = Callable[..., object]


@pytest.fixture(scope="module")
def whole(kg: Kg, plain: Path, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and its files, not to be changed."""
    home = tmp_path_factory.mktemp("whole")
    (home / "stories").mkdir()
    for name, text in STORIES.items():
        (home / "stories" / f"{name}.txt").write_text(text)
    how = ("--extractor", "plain", "--ontology", small)
    done = kg("build", home / "stories", "--store", home / "store", "-o", home / "out", *how)
    assert done.exit_code == 0, done.output
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(whole, tmp_path / "home")
    return tmp_path / "home"


def one_line(done: object) -> str:
    """The only line on the error stream, of a command that failed as it should."""
    assert done.exit_code == 2, done.output
    (line,) = done.stderr.splitlines()
    assert "unexpected" not in line
    return line


def healed(kg: Kg, home: Path, *more: str) -> None:
    """Build once more: all is as it was before the damage."""
    before = {name: (home / "out" / name).read_bytes() for name in SOUND}
    shutil.rmtree(home / "out")
    done = kg("build", home / "stories", "--store", home / "store", "-o", home / "out", *more)
    assert done.exit_code == 0, done.output
    assert {name: (home / "out" / name).read_bytes() for name in SOUND} == before
    assert kg("check", home / "store").exit_code == 0


# -- who writes, who reads -------------------------------------------------------------------------------------------


def test_the_second_writer_is_told_who_the_first_is(kg: Kg, home: Path) -> None:
    with writing(home / "store"):
        line = one_line(kg("build", home / "stories", "--store", home / "store"))
        assert f"process {os.getpid()}, at work since 20" in line
        assert "is writing to it; wait until that has ended" in line
        assert "is writing to it" in one_line(kg("remove", "a", "--store", home / "store"))
        assert kg("query", home / "store", "ASK { ?s ?p ?o }").exit_code == 0
    healed(kg, home)


def test_a_lock_ends_with_its_process(kg: Kg, home: Path) -> None:
    code = f"""
        import os, signal
        from pathlib import Path
        from kg.folder import writing
        with writing(Path({str(home / "store")!r})):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert json.loads((home / "store" / "lock").read_text())["process"]
    healed(kg, home)


def test_who_reads_keeps_what_it_reads(kg: Kg, home: Path) -> None:
    count, named = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "ASK { ?c a kg:Claim }"
    reading = load_store(home / "store")
    before = list(ask(reading, count))
    done = kg("remove", "a", "b", "--store", home / "store")
    assert done.exit_code == 0
    assert "a program that reads it keeps the former state" in done.stderr
    assert list(ask(reading, count)) == before
    assert list(ask(reading, named)) == [("true",)]
    assert list(ask(load_store(home / "store"), named)) == [("false",)]
    assert not load(home / "store").articles


# -- what is no store ------------------------------------------------------------------------------------------------


def test_a_folder_with_other_things_is_left_alone(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("words")
    line = one_line(kg("build", "--sample", "--store", tmp_path / "mine"))
    assert "a folder with other files, no store of kg" in line
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    for command in (("query", "ASK {}"), ("explain", "x"), ("check",), ("verify",), ("export", tmp_path / "x.ttl")):
        assert "no store of kg" in one_line(kg(command[0], tmp_path / "mine", *command[1:]))


def test_a_store_that_is_not_there_is_not_made_by_reading(kg: Kg, tmp_path: Path) -> None:
    assert "no such store" in one_line(kg("remove", "x", "--store", tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    assert "a file, no store of kg; name a folder" in one_line(kg("remove", "x", "--store", tmp_path / "file"))
    assert "a folder, but no store of kg; make one" in one_line(kg("remove", "x", "--store", tmp_path / "empty"))
    assert "cannot be written" in one_line(kg("build", "--sample", "--store", tmp_path / "file"))


def test_a_format_of_the_future_is_refused(kg: Kg, home: Path) -> None:
    mark = home / "store" / "store.json"
    mark.write_text(mark.read_text().replace('"format": 1', '"format": 7'))
    for command in (("build", "--store"), ("query", "ASK {}"), ("check",), ("remove", "a", "--store")):
        words = [*command, home / "store"] if command[-1] == "--store" else [command[0], home / "store", *command[1:]]
        assert "a store of format 7, made by kg" in one_line(kg(*words))


@pytest.mark.parametrize("content", ["", "{}", "[]", "\x00", '{"format": 1}'])
def test_a_damaged_mark_is_named(content: str, kg: Kg, home: Path) -> None:
    (home / "store" / "store.json").write_text(content)
    assert "store.json" in one_line(kg("query", home / "store", "ASK {}"))


# -- what is damaged -------------------------------------------------------------------------------------------------


def change(home: Path, statement: str) -> None:
    connection = sqlite3.connect(home / "store" / "articles.sqlite")
    with connection:
        assert connection.execute(statement).rowcount
    connection.close()


def test_a_damaged_reading_is_found_and_read_again(kg: Kg, home: Path) -> None:
    change(home, "UPDATE readings SET content = substr(content, 1, 30) WHERE article = 'article/a'")
    done = kg("check", home / "store")
    assert done.exit_code == 1
    assert "article/a: what was read in it is damaged" in done.stdout
    assert f"kg build --store {home / 'store'} --anew" in done.stderr
    assert "--anew reads it again" in one_line(kg("export", home / "store", home / "x.nq"))
    healed(kg, home, "--anew")


def test_a_forged_reading_is_found(kg: Kg, home: Path) -> None:
    rows = "SELECT content, digest FROM readings WHERE article = 'article/b'"
    change(home, f"UPDATE readings SET (content, digest) = ({rows}) WHERE article = 'article/a'")
    done = kg("check", home / "store")
    assert done.exit_code == 1
    assert "article/a: what was read in it does not stand in its text" in done.stdout


def test_a_changed_text_is_found(kg: Kg, home: Path) -> None:
    change(home, "UPDATE texts SET content = (SELECT content FROM texts WHERE number = 2) WHERE number = 1")
    done = kg("check", home / "store")
    assert done.exit_code == 1
    assert "its text is not the one that was kept" in done.stdout
    assert "with the source of the article" in done.stderr
    assert "from a backup" in done.stderr
    line = one_line(kg("verify", home / "store"))
    assert "its text is not the one that was kept" in line
    assert f"kg check {home / 'store'} finds all that is damaged" in line
    healed(kg, home, "--anew")


def test_a_build_that_comes_upon_a_changed_text_says_what_mends_it(kg: Kg, small: Path, home: Path) -> None:
    change(home, "UPDATE texts SET content = (SELECT content FROM texts WHERE number = 2) WHERE number = 1")
    shutil.copytree(small, home / "other")
    with (home / "other" / "lexicon.en.tsv").open("a") as table:
        table.write("# a change\n")
    line = one_line(kg("build", "--store", home / "store", "--ontology", home / "other"))
    assert "its text is not the one that was kept; kg build SOURCE --store" in line
    healed(kg, home, "--ontology", small)


def test_a_graph_that_was_tampered_with_is_found_and_made_again(kg: Kg, home: Path) -> None:
    import pyoxigraph as ox

    (place,) = (path for path in (home / "store" / "graph").iterdir() if path.is_dir())
    store = ox.Store(str(place))
    quad = next(iter(store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    store.remove(quad)
    store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("forged")))
    store.flush()
    del store
    done = kg("check", home / "store")
    assert done.exit_code == 1
    assert "1 triples are there that no article has" in done.stdout
    assert "are missing among all" in done.stdout
    healed(kg, home, "--anew")


def test_a_graph_file_with_other_bytes_is_a_problem_in_words(kg: Kg, home: Path) -> None:
    told = []
    for path in sorted((home / "store" / "graph").rglob("*.sst")):
        before = path.read_bytes()
        path.write_bytes(before[:8] + bytes(64) + before[72:])
        done = kg("query", home / "store", "SELECT ?s ?p ?o ?g { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }")
        told += [one_line(done)] if done.exit_code else []
        path.write_bytes(before)
    assert any("kg check tells what is damaged and what to do" in line for line in told), told
    assert kg("check", home / "store").exit_code == 0


def test_a_graph_that_is_gone_is_made_again(kg: Kg, home: Path) -> None:
    shutil.rmtree(home / "store" / "graph")
    assert "kg build --store" in one_line(kg("query", home / "store", "ASK {}"))
    (found,) = kg("check", home / "store").stdout.splitlines()
    assert found.count("the graph is missing or damaged") == found.count("/graph: ") == 1
    healed(kg, home)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_damaged_no_command_breaks_down(seed: int, kg: Kg, home: Path) -> None:
    """Bytes anywhere in the store's files are overwritten: commands answer, or say what is wrong in words."""
    chance = random.Random(seed)
    files = sorted(path for path in (home / "store").rglob("*") if path.is_file() and path.stat().st_size)
    for path in chance.sample(files, min(3, len(files))):
        content = bytearray(path.read_bytes())
        for _ in range(chance.choice([1, 20])):
            begin = chance.randrange(len(content))
            content[begin : begin + 64] = chance.randbytes(min(64, len(content) - begin))
        path.write_bytes(content)
    commands = [
        ("check", home / "store"),
        ("query", home / "store", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("export", home / "store", home / "x.nq"),
        ("remove", "a", "--store", home / "store"),
        ("build", home / "stories", "--store", home / "store", "--anew"),
    ]
    for command in commands:
        done = kg(*command)
        assert done.exit_code in (0, 1, 2)
        assert "unexpected error" not in done.output, done.output
        assert len(done.stderr.splitlines()) <= 4


# -- where nothing can be written ------------------------------------------------------------------------------------


CHILD = """
import os, resource, sys
from typer.testing import CliRunner
import kg.cli.app, kg.export, kg.keep, kg.run.here, kg.shapes
{before}
done = CliRunner().invoke(kg.cli.app.app, sys.argv[1:])
print(done.output)
os._exit(done.exit_code)
"""


def in_a_child(before: str, *arguments: object) -> tuple[int, str]:
    """Exit status and words of a command in a process of its own, which does something else first."""
    command = [sys.executable, "-c", CHILD.format(before=before), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("most", [0, 30_000, 60_000, 100_000, 300_000])
def test_a_full_disk_is_said_and_loses_nothing(most: int, kg: Kg, home: Path) -> None:
    """No file may grow beyond so many bytes, which looks to programs like a disk without room."""
    before = {name: (home / "out" / name).read_bytes() for name in SOUND}
    text = "Ann Bell meets Cho Dan in Moscow. Number {}.\n" * 40
    for number in range(12):
        (home / "stories" / f"new-{number}.txt").write_text(text.replace("{}", str(number)))
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    command = ("build", home / "stories", "--store", home / "store", "-o", home / "out")
    status, words = in_a_child(limit, *command)
    assert status == 2, words
    assert "cannot be written" in words
    assert "unexpected" not in words
    assert {name: (home / "out" / name).read_bytes() for name in SOUND} == before
    assert kg("query", home / "store", "ASK { ?s ?p ?o }").exit_code == 0
    assert kg(*command).exit_code == 0
    assert kg("check", home / "store").exit_code == 0
    assert len(load(home / "store").articles) == 14


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
def test_a_folder_that_may_only_be_read_can_be_read(whole: Path) -> None:
    for folder in (whole, *whole.parents[:3]):
        folder.chmod(0o755)
    warm = "CliRunner().invoke(kg.cli.app.app, sys.argv[1:])"  # the interpreter's own files may be out of reach then
    nobody = f"{warm}; os.setgid(65534); os.setuid(65534)"
    status, words = in_a_child(nobody, "query", whole / "store", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert status == 0, words
    (whole / "store" / "articles.sqlite").chmod(0)
    for command in ("check", "verify"):
        status, words = in_a_child(nobody, command, whole / "store")
        assert (status, "articles.sqlite: you have no right to read it" in words) == (2, True), words
    (whole / "store" / "articles.sqlite").chmod(0o644)
    status, words = in_a_child(nobody, "build", whole / "stories", "--store", whole / "store")
    assert status == 2
    assert "cannot be written (Permission denied)" in words
