"""A store from the outside: what builds into it read, write and say."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.keep import load
from kg.serve.engine import Engine
from kg.serve.question import Question
from kg.store import query
from kg.terms import BASE

STORIES = {
    "a": "Ann Bell meets Cho Dan in Moscow.",
    "b": "Red Club belongs to Blue Club. Cho Dan arrests Ann Bell.",
    "c": "Guard Office meets Zebulon Quagga in Vladivostok.",
}
WORD = b"Quagga"
Kg = Callable[..., object]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "stories").mkdir()
    for name, text in STORIES.items():
        (tmp_path / "stories" / f"{name}.txt").write_text(text)
    return tmp_path


@pytest.fixture
def keep(kg: Kg, plain: Path, small: Path, home: Path) -> Kg:
    """A function that builds sources into the store ``store``."""

    def built(*sources: object, **more: object) -> str:
        how = ("--extractor", "plain", "--ontology", small, *(word for pair in more.items() for word in pair))
        done = kg("build", *(sources or [home / "stories"]), "--store", home / "store", *how)
        assert done.exit_code == 0, done.output
        return done.stdout

    return built


def look(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of each file below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_a_second_run_reads_nothing_and_changes_nothing(keep: Kg, kg: Kg, home: Path) -> None:
    assert "3 new; 3 read" in keep(**{"-o": home / "out"})
    before = look(home / "store"), look(home / "out")
    told = keep(**{"-o": home / "out"})
    assert "nothing has changed, nothing was read" in told
    assert "written to" not in told
    after = look(home / "store"), look(home / "out")
    assert after[1] == before[1]
    assert {**after[0], "lock": None} == {**before[0], "lock": None}
    assert "nothing has changed, nothing was read" in kg("build", "--store", home / "store").stdout


def test_one_more_article_costs_one(keep: Kg, home: Path) -> None:
    keep()
    (home / "stories" / "d.txt").write_text("Ann Bell meets Red Club.")
    assert "1 new; 1 read" in keep()
    (home / "stories" / "d.txt").write_text("Ann Bell meets Blue Club.")
    assert "1 changed; 1 read" in keep()
    (home / "stories" / "d.txt").rename(home / "d.txt")
    assert "nothing has changed, nothing was read" in keep(home / "d.txt")
    assert len(load(home / "store").articles) == 4


def test_what_is_not_among_the_sources_stays(keep: Kg, home: Path) -> None:
    keep()
    assert "nothing was read" in keep(home / "stories" / "a.txt")
    assert len(load(home / "store").articles) == 3


def test_whoever_loses_an_article_to_a_file_of_its_name_is_told(keep: Kg, kg: Kg, small: Path, home: Path) -> None:
    keep()
    (home / "today").mkdir()
    (home / "today" / "a.txt").write_text("Ann Bell leaves Moscow.")
    (home / "today" / "b.txt").write_text(STORIES["b"])
    again = kg("build", home / "today", "--store", home / "store")
    places = f"{home}/today/a.txt: takes the place of {home}/stories/a.txt"
    told = f"kg: {places}, for both have the name 'a'; if they are two, rename one and build both again"
    assert [line for line in again.stderr.splitlines() if "takes the place" in line] == [told]
    (home / "today" / "a.txt").write_text("Ann Bell leaves Vladivostok.")
    assert "takes the place" not in kg("build", home / "today", "--store", home / "store").stderr


def test_files_that_are_missing_or_changed_are_written_again(keep: Kg, home: Path) -> None:
    keep(**{"-o": home / "out"})
    before = look(home / "out")
    for name in ("graph.ttl", "report.json"):
        (home / "out" / name).unlink()
        assert "written to" in keep(**{"-o": home / "out"})
    (home / "out" / "graph.gexf").write_text("something else")
    assert "written to" in keep(**{"-o": home / "out"})
    for name in before.keys() - {"run.json"}:
        assert look(home / "out")[name][0] == before[name][0]


def test_the_way_of_reading_is_remembered(keep: Kg, kg: Kg, home: Path) -> None:
    keep()
    (home / "stories" / "d.txt").write_text("Ann Bell meets Red Club.")
    assert "1 new; 1 read" in kg("build", home / "stories", "--store", home / "store").stdout


@pytest.mark.parametrize("name", ["c", "article:c", "article/c", "https://w3id.org/newskg/id/article/c", "{}/c.txt"])
def test_an_article_is_removed_by_any_of_its_names(name: str, keep: Kg, kg: Kg, home: Path) -> None:
    keep()
    done = kg("remove", name.format(home / "stories"), "--store", home / "store")
    assert done.exit_code == 0, done.output
    assert "1 removed; 0 read" in done.stdout
    assert sorted(load(home / "store").articles) == ["article/a", "article/b"]


def test_a_folder_is_removed_with_all_in_it(keep: Kg, kg: Kg, home: Path) -> None:
    keep()
    assert "3 removed" in kg("remove", home / "stories", "--store", home / "store").stdout
    assert not load(home / "store").articles
    assert "3 new; 3 read" in keep()


def test_of_several_all_or_none_are_removed(keep: Kg, kg: Kg, home: Path) -> None:
    keep()
    done = kg("remove", "a", "bb", "--store", home / "store")
    assert done.exit_code == 2
    assert "no article 'bb' in this store" in done.stderr
    assert "Did you mean 'b'" in done.stderr
    assert len(load(home / "store").articles) == 3


def test_what_is_removed_leaves_no_trace(keep: Kg, kg: Kg, home: Path) -> None:
    keep(home / "stories" / "a.txt", home / "stories" / "b.txt")
    clean = query(home / "store", "SELECT ?s ?p ?o { ?s ?p ?o }")
    keep()
    assert set(traces(home / "store")) == {"articles.sqlite", "graph"}
    assert kg("remove", "c", "--store", home / "store").exit_code == 0
    assert not set(traces(home / "store"))
    assert set(query(home / "store", "SELECT ?s ?p ?o { ?s ?p ?o }")) == set(clean)


def test_words_that_an_article_loses_leave_no_trace(keep: Kg, home: Path) -> None:
    keep()
    (home / "stories" / "c.txt").write_text("Guard Office meets somebody in Vladivostok.")
    assert "1 changed; 1 read" in keep()
    assert not set(traces(home / "store"))


def traces(folder: Path) -> Iterator[str]:
    """Where in a store's files the word stands: as it is, or packed, in pages that are in use or not."""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            unpacked = (
                _unpacked(content[found.start() :]) for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content)
            )
            if WORD in content or any(WORD in words for words in unpacked):
                yield path.relative_to(folder).parts[0]


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, 1 << 20)
    except zlib.error:
        return b""


def test_changed_tables_are_read_by_and_words_about_them_are_not(keep: Kg, kg: Kg, home: Path, tmp_path: Path) -> None:
    from tests.keep.plain import edit, small_ontology

    mine = small_ontology(tmp_path / "mine")
    how = ("--store", home / "store", "--extractor", "plain", "--ontology", mine)
    kg("build", home / "stories", *how)
    edit(mine, "README.md", True)
    assert "nothing has changed, nothing was read" in kg("build", home / "stories", *how).stdout
    edit(mine, "lexicon.en.tsv", True)
    assert "3 read" in kg("build", *how).stdout


def test_articles_from_standard_input_are_read_again_from_the_store(kg: Kg, plain: Path, tmp_path: Path) -> None:
    from tests.keep.plain import edit, small_ontology

    mine = small_ontology(tmp_path / "mine")
    how = ("--store", tmp_path / "store", "--extractor", "plain", "--ontology", mine)
    text = "Signed by Amur Lens\nAnn Bell greets Cho Dan in Moscow.\n"
    assert kg("build", "-", *how, "--publisher", "Nobody", input=text).exit_code == 0
    (before,) = load(tmp_path / "store").articles.values()
    assert before.publisher == "Nobody"
    for name in ("lexicon.en.tsv", "zones.tsv"):
        edit(mine, name, True)
        done = kg("build", *how)
        assert "1 read" in done.stdout, done.output
    graph = load(tmp_path / "store")
    assert [event.type for event in graph.events.values()] == ["meeting"]
    assert [info.publisher for info in graph.articles.values()] == ["Amur Lens"]


def test_a_store_answers_like_its_files(keep: Kg, kg: Kg, home: Path) -> None:
    keep(**{"-o": home / "out"})
    assert load(home / "store") == load(home / "out" / "graph.nq")
    for sparql in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?who ?whom { ?who kg:meets ?whom } ORDER BY ?who ?whom",
    ):
        assert list(query(home / "store", sparql)) == list(query(home / "out" / "graph.nq", sparql))
    for command in (("explain", "IT", "Ann Bell"), ("query", "IT", "ASK { ?s kg:meets ?o }"), ("check", "IT")):
        places = (home / "store", home / "out" / "graph.nq")
        one, other = (kg(*(place if word == "IT" else word for word in command)) for place in places)
        assert (one.exit_code, other.exit_code) == (0, 0), one.output
        if command[0] != "check":
            assert one.stdout == other.stdout
    done = kg("verify", home / "store")
    assert done.exit_code == 0
    assert "3 articles" in done.stdout


def test_another_base_is_of_the_whole_store(keep: Kg, kg: Kg, home: Path) -> None:
    assert keep(**{"--base": "https://example.org/x/"})
    assert "https://example.org/x/id/article/a" in {
        s for (s,) in query(home / "store", "SELECT ?s { ?s a kg:Article }")
    }
    done = kg("build", home / "stories", "--store", home / "store", "--base", "https://example.org/y/")
    assert done.exit_code == 2
    assert "its IRIs begin with https://example.org/x/, which cannot change" in done.stderr


def test_a_ledger_is_the_store_s_own(keep: Kg, kg: Kg, home: Path) -> None:
    keep()
    done = kg("build", home / "stories", "--store", home / "store", "--ledger", home / "ledger.csv")
    assert done.exit_code == 2
    assert "a store has its own ledger" in done.stderr


def test_a_store_among_the_sources_is_no_source(keep: Kg, home: Path) -> None:
    keep()
    (home / "store" / "ledger.csv").write_text("verdict,about,by\n")
    assert "no article changed; 0 read" in keep(home)
    assert len(load(home / "store").articles) == 3


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_what_was_read_before_an_interruption_is_not_read_again(
    sign: int, kg: Kg, plain: Path, small: Path, home: Path
) -> None:
    for number in range(64):
        (home / "stories" / f"slow-{number}.txt").write_text(f"Ann Bell slowly meets Cho Dan. Number {number}.")
    command = ["build", home / "stories", "--store", home / "store", "--extractor", "plain", "--ontology", small]
    code = "from kg.cli import main; main()"
    building = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, command), "--workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    wait = f"{(home / 'store' / 'articles.sqlite').as_uri()}?mode=ro"
    until = time.monotonic() + 120
    while time.monotonic() < until and not waiting(wait):
        time.sleep(0.1)
    building.send_signal(sign)
    _, told = building.communicate()
    assert building.returncode == (130 if sign == signal.SIGINT else 143)
    assert "Traceback" not in told
    if sign == signal.SIGINT:
        assert told.splitlines()[-1].startswith("kg: interrupted; what was read is kept in")
    kept = waiting(wait)
    assert 0 < kept < 67
    for asked in (["query", home / "store", "ASK {}"], ["check", home / "store"]):
        assert "nothing is in it yet" in kg(*asked).stderr
    assert f"67 new; {67 - kept} read" in kg(*command).stdout


def waiting(database: str) -> int:
    """How many readings are on the disk."""
    try:
        with closing(sqlite3.connect(database, uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_a_store_is_served(keep: Kg, home: Path) -> None:
    keep(**{"-o": home / "out"})
    answers = []
    for place in (home / "store", home / "out" / "graph.nq"):
        with closing(Engine(place, base=BASE, workers=1)) as engine:
            asked = "SELECT ?s ?o ?g { ?s kg:meets ?o . GRAPH ?g { ?s kg:meets ?o } } ORDER BY ?s ?o ?g"
            answer = engine.answer(Question(asked, accept="text/csv"))
            answers.append((engine.triples, answer.status, answer.body))
    assert answers[0] == answers[1]
    assert answers[0][1] == 200
