"""Folders and names made to hang, to lead elsewhere, or to be taken for one another."""

from __future__ import annotations

import itertools
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
import unicodedata
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.article import Article
from kg.build import assemble, read
from kg.export import export
from kg.graph import Graph, Reading, load
from kg.mention import Entity
from kg.read import Skipped

STORY = "Police arrested two men in the city on Monday. They were freed a day later.\n"
ROOT = Path(__file__).resolve().parents[2]

LOOKALIKES = (
    "kim",
    "Kim",
    "KIM",
    "kím",
    unicodedata.normalize("NFD", "kím"),
    "kіm",
    "ｋｉｍ",
    "k\u200bim",
    "k\u00adim",
    "kim\u202e",
    "k im",
    "kim.",
    "kim-",
    "-kim",
    "k/im",
    "../kim",
    "../../etc/passwd",
    "/kim",
    "kim\\..",
    "C:kim",
    "kim%20",
    "kim%2f..",
    "kim?x=1",
    "kim#char=0,4",
    'kim"',
    "kim'",
    "<kim>",
    "kim>",
    "kim> <http://a.b/c> <http://a.b/d",
    "kim} ; DROP ALL #",
    "`kim`",
    "kim^",
    "kim|x",
    "{kim}",
    "kim;",
    "&kim;",
    "article/kim",
    "kim-" + "a" * 300,
    "kim-" + "a" * 301,
    "김정은",
    "김정일",
    "—",
    "\x01kim",
    "NUL",
    "con.txt",
    "kim\ufffd",
    "\U0001f600",
    "0",
    "00",
)
"""Identifiers that look alike, or that are more than a name to somebody."""


def written(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{STORY}Story of {name!r}.\n", encoding="utf-8")


def names(articles) -> list[str]:
    return [article.info.identifier for article in articles]


def test_identifiers_that_look_alike_stay_apart(tmp_path: Path) -> None:
    rows = [json.dumps({"id": name, "text": f"{STORY}{number}"}) for number, name in enumerate(LOOKALIKES)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    found = list(read(tmp_path / "a.jsonl"))
    articles = [one for one in found if isinstance(one, Article)]
    assert [one for one in found if isinstance(one, Skipped)] == []
    assert len(articles) == len({one.id for one in articles}) == len({one.info.identifier for one in articles})
    lot = [Reading(one.info, (Entity(f"person/p{n}", "Person", frozenset({"P"})),)) for n, one in enumerate(articles)]
    graph = Graph.of(lot)
    for name in ("g.nq", "g.ttl"):
        export(graph, tmp_path / name)
        assert load(tmp_path / name) == graph
    said = {
        quad.subject.value: quad.object.value
        for quad in ox.parse(path=tmp_path / "g.nq")
        if quad.predicate.value.endswith("/identifier")
    }
    assert sorted(said.values()) == sorted(" ".join(name.split()) for name in LOOKALIKES)
    assert all(name.rpartition("/id/article/")[2].replace("-", "").isalnum() for name in said)
    assert {quad.predicate.value.partition("a.b")[0] for quad in ox.parse(path=tmp_path / "g.nq")} == {
        quad.predicate.value for quad in ox.parse(path=tmp_path / "g.nq")
    }


def test_identifiers_of_lone_surrogates_are_told_apart_or_skipped(tmp_path: Path) -> None:
    rows = ['{"id": "\\ud800", "text": "They fled."}', '{"id": "\\udfff", "text": "They came."}']
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    first, second = read(tmp_path / "a.jsonl")
    assert isinstance(first, Article)
    assert first.info.identifier == "\ufffd"
    assert isinstance(second, Skipped)
    assert "already names another article" in second.reason


def test_a_thousand_files_of_one_name(reading, tmp_path: Path) -> None:
    written(tmp_path, *(f"in/{number}/story.txt" for number in range(3000)))
    started = time.perf_counter()
    articles, skipped = reading("in")
    assert len(set(names(articles))) == 3000
    assert not skipped
    assert time.perf_counter() - started < 30


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_sockets_and_devices_in_a_folder_are_passed_over(reading, tmp_path: Path) -> None:
    written(tmp_path, "in/a.txt")
    os.mkfifo(tmp_path / "in/pipe.txt")
    (tmp_path / "in/to-pipe.txt").symlink_to("pipe.txt")
    (tmp_path / "in/to-device.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(tmp_path / "in")
        made.bind("socket.txt")
        os.chdir(tmp_path)
        articles, skipped = reading("in")
        assert names(articles) == ["a"]
        assert all("leaves the folder" in one.reason for one in skipped)
        assert [one.reason for one in reading("in/socket.txt")[1]] == ["neither a file nor a folder; name one of these"]
        assert names(reading("in/*.txt")[0]) == ["a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_file_that_becomes_a_pipe_is_not_waited_for(zones, tmp_path: Path) -> None:
    from kg.read import read as read_with

    written(tmp_path, "in/a.txt", "in/b.txt", "in/c.txt", "in/d.txt")
    found = read_with(tmp_path / "in", zones=zones)
    assert next(found).info.identifier == "a"
    (tmp_path / "in/b.txt").unlink()
    os.mkfifo(tmp_path / "in/b.txt")
    (tmp_path / "in/c.txt").unlink()
    (tmp_path / "in/d.txt").write_text(STORY * 2)
    pipe, gone, changed = found
    assert "no file any more" in pipe.reason
    assert "No such file" in gone.reason
    assert changed.text == STORY * 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_is_named_is_read_to_its_end_or_limit(reading, tmp_path: Path) -> None:
    for name, words in (("short.txt", STORY), ("endless.txt", None)):
        os.mkfifo(tmp_path / name)

        def fill(name: str = name, words: str | None = words) -> None:
            with suppress(BrokenPipeError), (tmp_path / name).open("w") as pipe:
                pipe.writelines(itertools.repeat(STORY) if words is None else [words])

        writer = threading.Thread(target=fill, daemon=True)
        writer.start()
        articles, skipped = reading(name, limit_bytes=100_000)
        writer.join(10)
        assert not writer.is_alive()
        assert [one.text for one in articles] == ([words] if words else [])
        assert all("larger than 100,000 bytes" in one.reason for one in skipped)
        assert len(articles) + len(skipped) == 1


def test_endless_standard_input_ends(tmp_path: Path) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kg.build import read; print(*read('-'))"
    for command in ("cat /dev/zero", "yes 'They fled.'"):
        with subprocess.Popen(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as given:
            done = subprocess.run(
                [sys.executable, "-c", code], stdin=given.stdout, capture_output=True, timeout=60, check=True
            )
            given.stdout.close()
        assert b"standard input: " in done.stdout


def test_links_in_circles_and_out_of_the_folder(reading, tmp_path: Path) -> None:
    written(tmp_path, "in/a.txt", "in/b/c.txt", "out/secret.txt")
    for name, target in (
        ("in/b/up", ".."),
        ("in/b/self", "self"),
        ("in/one", "two"),
        ("in/two", "one"),
        ("in/one.txt", "two.txt"),
        ("in/two.txt", "one.txt"),
        ("in/passwd.txt", "/etc/passwd"),
        ("in/root", "/"),
        ("in/proc.txt", "/proc/self/environ"),
        ("in/out.txt", "../out/secret.txt"),
        ("in/out", "../out"),
        ("in/in", "../in/b/../../out"),
    ):
        (tmp_path / name).symlink_to(target)
    articles, skipped = reading("in")
    assert names(articles) == ["a", "c"]
    assert {one.source for one in skipped} >= {
        "in/passwd.txt",
        "in/proc.txt",
        "in/out.txt",
        "in/out",
        "in/root",
        "in/one.txt",
    }


def test_names_that_no_screen_should_see(reading, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    (tmp_path / "in").mkdir()
    odd = (
        b"new\nline",
        b"\x1b[2J",
        b"\xff\xfe",
        b"\xe2\x80\xae",
        b"a" * 250,
        b"-rf",
        b"--help",
        b"~",
        b"$(id)",
        b"%s",
        b"*",
        b"[a]",
        b" ",
        b"\\x41",
    )
    for number, name in enumerate(odd):
        for suffix, data in ((b".txt", STORY.encode() + bytes([65 + number])), (b".html", b"")):
            with open(os.path.join(folder, name + suffix), "wb") as file:  # noqa: PTH118, PTH123
                file.write(data)
    articles, skipped = reading("in")
    assert len(articles) == len(odd)
    assert len({article.id for article in articles}) == len(odd)
    assert len(skipped) == len(odd)
    assert all(str(one).isprintable() for one in skipped)
    assert all(one.source.isprintable() and one.info.identifier.encode() for one in articles)


def test_what_may_not_be_read_is_told(reading, tmp_path: Path) -> None:
    written(tmp_path, "in/a.txt", "in/b.txt", "in/shut/c.txt")
    (tmp_path / "in/b.txt").chmod(0)
    (tmp_path / "in/shut").chmod(0)
    try:
        if os.access(tmp_path / "in/b.txt", os.R_OK):
            pytest.skip("this user may read everything")
        articles, skipped = reading("in")
    finally:
        (tmp_path / "in/shut").chmod(stat.S_IRWXU)
    assert names(articles) == ["a"]
    assert sorted(one.source for one in skipped) == ["in/b.txt", "in/shut"]
    assert all("your rights" in one.reason for one in skipped)


def test_a_very_deep_folder(reading, tmp_path: Path) -> None:
    written(tmp_path, f"in/{'d/' * 400}a.txt")
    assert names(reading("in")[0]) == ["a"]


def test_a_page_that_claims_to_be_what_no_browser_reads(reading, tmp_path: Path) -> None:
    body = "".join(f"<p>{STORY}</p>" for _ in range(5))
    for name in (
        "zlib",
        "base64",
        "rot13",
        "unicode_escape",
        "idna",
        "punycode",
        "undefined",
        "utf-7",
        "x" * 40,
        "mbcs",
        "hex",
    ):
        page = f'<html><head><meta charset="{name}"></head><body><article>{body}</article></body></html>'
        (tmp_path / f"{name}.html").write_bytes(page.encode().replace(b"city", b"cit\xff"))
    articles, skipped = reading(*sorted(path.name for path in tmp_path.glob("*.html")))
    assert not [one for one in skipped if "Error" in one.reason]
    assert len(articles) + len(skipped) == 11


def test_a_header_longer_than_a_field_may_be(reading, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x" * 200_000 + f"\n{STORY}")
    _, (skipped,) = reading("a.csv")
    assert "no column 'text'" in skipped.reason


def test_control_characters_of_a_field_do_not_reach_the_reason(reading, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": STORY, "date": "\x1b]0;x\x07 \u202e"}))
    _, (skipped,) = reading("a.jsonl")
    assert "\\x1b]0;x\\x07" in skipped.reason


def test_authors_are_names(reading, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Author: \x85, Kim Min and [Ri]\n\n{STORY}")
    (article,), _ = reading("a.txt")
    assert all(name.strip() for name in article.info.authors)


def test_a_number_of_five_thousand_digits_counts_nothing(ontology, rule_reader, build_text) -> None:
    for number in ("9" * 5000, "9" * 16, "million " * 50):
        graph = build_text(f"Police arrested {number} workers in Moscow.")
        assert len(graph.articles) == 1
        assert not [claim for claim in graph.claims.values() if claim.predicate == "count"]
    assert assemble([], ontology, lambda _: iter(())).graph.articles == {}
