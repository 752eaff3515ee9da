"""Streams: read as they come, never kept whole, and with an end even where whoever writes them knows none."""

from __future__ import annotations

import io
import itertools
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import ArticleError
from kg.ontology.zones import ZonePatterns
from kg.read import Skipped, read
from kg.read.stdin import ahead
from tests.fuzz.measure import measured

reading_module = sys.modules["kg.read"]  # as a name in kg, it is the function
STORY = "Police arrested two men in the city on Monday."


class Endless(io.RawIOBase):
    """Lines without an end, counted; whoever takes too much of them is told."""

    def __init__(self, line: Callable[[int], str], *, most: int, end: str = "\n") -> None:
        self.lines = (f"{line(number)}{end}".encode() for number in itertools.count())
        self.rest = b""
        self.taken = 0
        self.most = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while len(self.rest) < min(len(buffer), 65_536):
            self.rest += b"".join(itertools.islice(self.lines, 500))
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        self.taken += size
        assert self.taken < self.most, "it would never have ended"
        return size


def articles_of(stream: object, zones: ZonePatterns) -> Iterator[Article | Skipped]:
    return read("-", zones=zones, stdin=stream)  # type: ignore[arg-type]


def test_the_first_article_does_not_wait_for_the_last(zones: ZonePatterns) -> None:
    stream = io.BufferedReader(Endless(lambda n: json.dumps({"id": n, "text": STORY}), most=10_000_000))
    found = list(itertools.islice(articles_of(stream, zones), 500))
    assert [one.info.identifier for one in found if isinstance(one, Article)] == [str(n) for n in range(500)]


SHAPES: dict[str, Callable[[int], str]] = {
    "articles": lambda n: json.dumps({"id": n, "text": f"{STORY} {'word ' * 200}"}),
    "one article": lambda n: json.dumps({"text": STORY}),
    "blank lines": lambda n: "" if n else json.dumps({"text": STORY}),
    "one line": lambda n: "word " if n else '{"text": "',
    "text": lambda n: STORY,
    "text in one line": lambda n: "word ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_endless_stream_ends_with_one_line_of_reason(shape: str, zones, monkeypatch) -> None:
    monkeypatch.setattr(reading_module, "LONGEST_STREAM", 2_000_000)
    stream = Endless(SHAPES[shape], most=25_000_000, end="" if "one line" in shape else "\n")
    found = list(articles_of(io.BufferedReader(stream), zones))
    *_, last = found
    assert isinstance(last, Skipped)
    assert "larger than" in last.reason or "more than 2,000,000 bytes, the rest is left out; write them" in last.reason
    assert sum(isinstance(one, Skipped) for one in found) == 1
    assert all(isinstance(one, Article) for one in found[:-1])


def test_an_endless_pipe_of_records_ends_and_lets_go_of_its_writer(reading, tmp_path: Path, monkeypatch) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    monkeypatch.setattr(reading_module, "LONGEST_STREAM", 2_500_000)
    for name, line in (("a.jsonl", json.dumps({"text": STORY}) + "\n"), ("b.csv", f'"{STORY}"\n')):
        os.mkfifo(tmp_path / name)
        head = "text\n" if name.endswith("csv") else ""

        def fill(name: str = name, line: str = line, head: str = head) -> None:
            with suppress(BrokenPipeError), (tmp_path / name).open("w") as pipe:
                pipe.write(head)
                pipe.writelines(itertools.repeat(line))

        writer = threading.Thread(target=fill, daemon=True)
        writer.start()
        articles, skipped = reading(name)
        writer.join(10)
        assert not writer.is_alive()
        assert len(articles) == 1
        assert [one.reason.partition(";")[0] for one in skipped] == ["more than 2,500,000 bytes, the rest is left out"]


def test_of_very_much_that_is_skipped_the_first_is_told_and_the_rest_counted(reading, monkeypatch) -> None:
    monkeypatch.setattr(reading_module, "_MOST_TOLD", 100)
    rows = [json.dumps({"text": STORY, "id": "first"}), *["{}"] * 500, json.dumps({"text": STORY, "id": "last"})]
    articles, skipped = reading("-", stdin="\n".join(rows).encode())
    assert [article.info.identifier for article in articles] == ["first", "last"]
    assert len(skipped) == 101
    assert [one.source for one in skipped[:-1]] == [f"standard input line {n}" for n in range(2, 102)]
    assert skipped[-1].reason == "400 more of it were skipped, too; mend what is named of it first"


@pytest.mark.parametrize(
    ("name", "head", "line"), [("a.jsonl", '{"text": "x"}\n', "{}\n"), ("a.csv", "text\n", "a,b\n")]
)
def test_where_nothing_is_an_article_for_long_no_end_is_waited_for(
    name: str, head: str, line: str, reading, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(reading_module, "_MOST_IN_VAIN", 1000)
    monkeypatch.setattr(reading_module, "_MOST_TOLD", 10)
    (tmp_path / name).write_text(head + line * 5000)
    _, skipped = reading(name)
    assert len(skipped) == 12
    assert "no new article in 1,000 tries, the rest is left out; check" in skipped[-2].reason
    assert "990 more of it were skipped" in skipped[-1].reason


@pytest.mark.parametrize(
    ("line", "most_told"),
    [
        (lambda n: json.dumps({"text": STORY}), 0),
        (lambda n: json.dumps({"id": "a", "text": f"{STORY} {n}"}), 10),
        (lambda n: "{}", 10),
        (lambda n: "{1" if n else json.dumps({"text": STORY}), 10),
    ],
    ids=["one article", "one identifier", "no text", "no JSON"],
)
def test_a_stream_that_brings_nothing_new_is_left_without_filling_memory(line, most_told, zones, monkeypatch) -> None:
    monkeypatch.setattr(reading_module, "_MOST_IN_VAIN", 1000)
    monkeypatch.setattr(reading_module, "_MOST_TOLD", 10)
    stream = io.BufferedReader(Endless(line, most=10_000_000))
    found = list(articles_of(stream, zones))
    assert sum(isinstance(one, Article) for one in found) <= 1
    told = [one.reason for one in found if isinstance(one, Skipped)]
    assert len(told) == most_told + (2 if most_told else 1)
    assert sum("no new article in 1,000 tries, the rest is left out" in reason for reason in told) == 1


def test_a_hole_in_a_file_is_no_line_to_wait_for(tmp_path: Path) -> None:
    """A sparse file: a terabyte that costs nothing to make."""
    made = tmp_path / "hole.jsonl"
    made.write_text(json.dumps({"text": STORY}) + "\n" + json.dumps({"text": STORY + STORY}) + "\n" * 2_000_000)
    with made.open("r+b") as file:
        try:
            file.truncate(10**12)
        except OSError:
            pytest.skip("no sparse files here")
    found = measured("hole.jsonl", cwd=tmp_path)["hole.jsonl"]
    assert found["articles"] == 2
    assert found["seconds"] < 60
    assert found["mib"] < 200
    assert [reason.partition(": ")[2].partition(",")[0] for reason in found["reasons"]] == ["longer than 16", "endless"]


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=12))
def test_a_stream_looked_at_is_a_stream_from_its_start(data: bytes, looks: list[int]) -> None:
    stream = ahead(io.BytesIO(data), 1000)
    for size in looks:
        assert stream.read(size) == data[:size]
        stream.seek(0)
    assert stream.read() == data


def test_a_stream_that_is_read_far_winds_back_no_more_and_is_not_kept() -> None:
    stream = ahead(io.BytesIO(bytes(9_000_000)), 10_000_000)
    assert len(stream.read(8_000_000)) == 8_000_000
    with pytest.raises(OSError, match="not seekable"):
        stream.seek(0)
    assert stream.raw._kept is None  # type: ignore[attr-defined]
    given = io.BytesIO(bytes(2000))
    with pytest.raises(ArticleError, match="more than 1,000 bytes"):
        ahead(given, 1000).read()
    assert not given.closed


def test_what_is_piped_slowly_is_read_all_the_same(zones: ZonePatterns) -> None:
    come, go = os.pipe()

    def drip() -> None:
        with open(go, "wb", buffering=0) as pipe:  # noqa: PTH123
            for number in range(20):
                pipe.write(json.dumps({"id": number, "text": STORY}).encode()[:-1])
                time.sleep(0.01)
                pipe.write(b"}\n")

    threading.Thread(target=drip, daemon=True).start()
    with open(come, "rb") as stream:  # noqa: PTH123
        assert len(list(articles_of(stream, zones))) == 20
