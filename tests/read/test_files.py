"""Sources: files, folders, patterns, links, standard input, and the identifiers that follow."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from kg.read import READERS, Source, readers
from kg.read.files import identifiers

STORY = "Police arrested two men in the city. They were freed a day later.\n"


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{STORY}Story of {name}.\n", encoding="utf-8")


def names(articles) -> list[str]:
    return [article.info.identifier for article in articles]


def test_folder_is_read_recursively_in_order(reading, tmp_path: Path) -> None:
    write(tmp_path, "in/b.txt", "in/a.md", "in/sub/deep/c.text", "in/image.png", "in/.hidden.txt", "in/.git/d.txt")
    articles, skipped = reading("in")
    assert names(articles) == ["a", "b", "c"]
    assert [article.source for article in articles] == ["in/a.md", "in/b.txt", "in/sub/deep/c.text"]
    assert not skipped


def test_order_of_sources_changes_nothing(reading, tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt", "b/1.txt", "c/2.txt")
    seen = {tuple((one.info, one.text) for one in reading(*order)[0]) for order in itertools.permutations("abc")}
    assert len(seen) == 1
    assert [info.identifier for info, _ in seen.pop()] == ["a/1", "b/1", "2"]


def test_same_stem_keeps_the_folder_and_at_need_the_suffix(tmp_path: Path) -> None:
    write(tmp_path, "x/1.txt", "x/y/1.txt", "x/y/1.md", "x/z/1.txt", "x/other.txt")
    paths = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    named = {path.relative_to(tmp_path).as_posix(): name for path, name in identifiers(paths).items()}
    assert named == {
        "x/1.txt": "1",
        "x/y/1.txt": "y/1.txt",
        "x/y/1.md": "y/1.md",
        "x/z/1.txt": "z/1",
        "x/other.txt": "other",
    }


def test_a_file_named_twice_is_read_once(reading, tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt")
    articles, skipped = reading("in", "in/a.txt", tmp_path / "in" / "a.txt", "in/*.txt")
    assert names(articles) == ["a"]
    assert not skipped


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("in/*.txt", ["a", "b"]), ("in/**/*.txt", ["a", "b", "c"]), ("in/[ab].*", ["a", "b"]), ("in/*.log", ["d"])],
)
def test_patterns(pattern: str, expected: list[str], reading, tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/b.txt", "in/sub/c.txt", "in/d.log")
    articles, skipped = reading(pattern)
    assert names(articles) == expected
    assert not skipped


def test_a_name_with_brackets_is_a_file_before_it_is_a_pattern(reading, tmp_path: Path) -> None:
    write(tmp_path, "a[1].txt", "a1.txt")
    assert names(reading("a[1].txt")[0]) == ["a[1]"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("no.txt", "no such file or folder"),
        ("no*.txt", "no file matches this pattern"),
        ("https://example.org/a.html", "save the page"),
        ("empty", "no file in it that kg reads"),
        ("a\x00b", "cannot be reached"),
        ("/dev/null", "neither a file nor a folder"),
    ],
)
def test_a_source_that_gives_nothing_is_skipped_and_the_rest_goes_on(source, words, reading, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, "a.txt")
    articles, (skipped,) = reading(source, "a.txt")
    assert names(articles) == ["a"]
    assert words in skipped.reason
    assert ";" in skipped.reason
    assert str(skipped).isprintable()


def test_unknown_suffix_is_text_only_where_named(reading, tmp_path: Path) -> None:
    write(tmp_path, "in/a.story")
    articles, (skipped,) = reading("in")
    assert not articles
    assert "name a file itself" in skipped.reason
    assert names(reading("in/a.story")[0]) == ["a"]


def test_links(reading, tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "in/sub/b.txt", "out/secret.txt", "in/kept.data")
    (tmp_path / "in/inside.txt").symlink_to("a.txt")
    (tmp_path / "in/renamed.txt").symlink_to("kept.data")
    (tmp_path / "in/loop").symlink_to("..")
    (tmp_path / "in/round.txt").symlink_to("round.txt")
    (tmp_path / "in/leak.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (tmp_path / "in/alias").symlink_to("sub")
    (tmp_path / "in/gone.txt").symlink_to("nowhere.txt")
    articles, skipped = reading("in")
    assert names(articles) == ["a", "renamed", "b"]
    reasons = {one.source: one.reason for one in skipped}
    assert set(reasons) == {"in/loop", "in/leak.txt", "in/gone.txt", "in/round.txt"}
    assert "leaves the folder" in reasons["in/leak.txt"]
    assert "leaves the folder" in reasons["in/loop"]
    assert "nowhere" in reasons["in/gone.txt"]


def test_odd_file_names(reading, tmp_path: Path) -> None:
    write(tmp_path, "in/two\nlines.txt", "in/한글.txt")
    with open(os.fsencode(tmp_path) + b"/in/odd\xff.txt", "wb") as file:  # noqa: PTH123
        file.write(STORY.encode())
    (tmp_path / "in/empty\n\x1b[31m.txt").touch()
    articles, (skipped,) = reading("in")
    assert sorted(names(articles)) == sorted(["two\nlines", "한글", "odd\\xff"])
    assert all(article.source.isprintable() for article in articles)
    assert skipped.source == "in/empty\\n\\x1b[31m.txt"
    for article in articles:
        article.info.identifier.encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.4", "pdftotext"),
        (b"\x00\xff" * 99, "binary"),
    ],
)
def test_unreadable_files_are_skipped(data: bytes, words: str, reading, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    write(tmp_path, "good.txt")
    articles, (skipped,) = reading(".")
    assert names(articles) == ["good"]
    assert words in skipped.reason


def test_limit(reading, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 1001)
    (tmp_path / "b.txt").write_text("x" * 1000)
    articles, (skipped,) = reading(".", limit_bytes=1000)
    assert names(articles) == ["b"]
    assert skipped.reason == "larger than 1,000 bytes; split it, or raise the limit"


def test_long_line(reading, tmp_path: Path) -> None:
    text = "Police arrested two men. " * 30_000
    (tmp_path / "a.txt").write_text(text)
    (article,), _ = reading("a.txt")
    assert article.text == text
    assert not article.zones


def test_named_pipe(reading, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if os.fork() == 0:
        pipe.write_bytes(STORY.encode())
        os._exit(0)
    (article,), _ = reading("pipe")
    os.wait()
    assert article.text == STORY


class TestStandardInput:
    def test_text(self, reading) -> None:
        (article,), _ = reading("-", stdin=STORY.encode())
        assert article.text == STORY
        assert article.info.identifier == article.info.sha256[:16]
        assert article.source == "standard input"

    def test_json_lines(self, reading) -> None:
        data = b'\n{"id": "a", "text": "Police arrested two men."}\n\n{"text": "They fled."}\n{"text": 3}\n'
        articles, (skipped,) = reading("-", stdin=data)
        assert [article.text for article in articles] == ["Police arrested two men.", "They fled."]
        assert names(articles) == ["a", articles[1].info.sha256[:16]]
        assert skipped.source == "standard input line 5"

    def test_text_that_only_begins_like_json(self, reading) -> None:
        text = "{sic} he wrote.\nPolice arrested him.\n"
        (article,), _ = reading("-", stdin=text.encode())
        assert article.text == text

    def test_utf16(self, reading) -> None:
        (article,), _ = reading("-", stdin=STORY.encode("utf-16"))
        assert article.text == STORY

    @pytest.mark.parametrize("data", [b"", b"\n \n", b"\x89PNG" + bytes(99)])
    def test_nothing_to_read(self, data: bytes, reading) -> None:
        articles, (skipped,) = reading("-", stdin=data)
        assert not articles
        assert skipped.source == "standard input"

    def test_beside_files(self, reading, tmp_path: Path) -> None:
        write(tmp_path, "a.txt")
        articles, _ = reading("-", "a.txt", stdin=b"Another story. Police fled.")
        assert [article.source for article in articles] == ["a.txt", "standard input"]


def test_every_suffix_has_one_reader() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert {".txt", ".md", ".html", ".htm", ".jsonl", ".csv"} <= readers().keys()


def test_a_plug_in_reader_joins_and_its_errors_are_skipped(reading, tmp_path: Path, monkeypatch) -> None:
    dist = tmp_path / "site" / "shout-1.0.dist-info"
    dist.mkdir(parents=True)
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1.0\n")
    (dist / "entry_points.txt").write_text("[kg.readers]\nshout = shout_reader:Shout\n")
    (tmp_path / "site" / "shout_reader.py").write_text(
        "class Shout:\n    suffixes = ('.shout',)\n    single = True\n"
        "    def read(self, source):\n        text = source.open().read().decode('ascii')\n"
        "        yield source.article(text.upper())\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.shout").write_text("they fled.")
    (tmp_path / "in/b.shout").write_text("sie flöhen.", encoding="utf-8")
    (article,), (skipped,) = reading("in")
    assert article.text == "THEY FLED."
    assert skipped.source == "in/b.shout"


def test_source_opens_as_often_as_asked(zones) -> None:
    import io

    source = Source("x", lambda: io.BytesIO(b"They fled."), zones)
    assert source.open().read() == source.open().read() == b"They fled."
