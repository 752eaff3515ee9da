"""Files that are not what they are called, damaged ones, and identifiers made to be taken for others."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.terms import article_id, short_hash

STORY = "Police arrested two men in the city on Monday. They were freed a day later, a source said.\n"
MANY = (STORY * 100).encode()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(5_000_000))
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(MANY)
        archive.addfile(entry, io.BytesIO(MANY))
    return out.getvalue()


PACKED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip": (zipped, "unpack it"),
    "gzip": (lambda: gzip.compress(bytes(5_000_000)), "unpack it"),
    "bzip2": (lambda: bz2.compress(MANY), "binary data"),
    "xz": (lambda: lzma.compress(MANY), "binary data"),
    "tar": (tarred, "binary data"),
    "empty zip": (lambda: b"PK\x05\x06" + bytes(18), "binary data"),
}


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "xhtml", "jsonl", "csv", "tsv"])
@pytest.mark.parametrize("kind", PACKED)
def test_a_packed_file_is_not_unpacked_whatever_its_name(kind: str, suffix: str, reading, tmp_path: Path) -> None:
    make, words = PACKED[kind]
    (tmp_path / f"a.{suffix}").write_bytes(make())
    articles, (skipped,) = reading(f"a.{suffix}")
    assert not articles
    assert words in skipped.reason
    assert skipped.source == f"a.{suffix}"


def sheet(*rows: str) -> str:
    return "text\n" + "".join(f'"{row}"\n' for row in rows)


CUT: dict[str, tuple[bytes, int, str]] = {
    "mark.txt": ((STORY * 20).encode("utf-16")[:-1], 0, "not UTF-16 at byte"),
    "no-mark.txt": ((STORY * 20).encode("utf-16-le")[:-1], 0, "binary data"),
    "half-a-pair.txt": ((STORY * 20).encode("utf-16") + b"\x3d\xd8", 0, "not UTF-16 at byte"),
    "pair-turned.txt": ((STORY * 20).encode("utf-16") + b"\x00\xdc\x3d\xd8", 0, "not UTF-16 at byte"),
    "wide.txt": ((STORY * 20).encode("utf-32")[:-3], 0, "not UTF-32 at byte"),
    "page.html": (f"<p>{STORY * 20}</p>".encode("utf-16")[:-1], 0, "not UTF-16 at byte"),
    "rows.csv": (sheet(STORY, "They came.").encode("utf-16")[:-1], 1, "cannot be decoded (truncated data)"),
    "lines.jsonl": (f'{{"text": "{STORY.strip()}"}}\n{{"text": "x"}}\n'.encode("utf-16")[:-1], 1, "(truncated data)"),
    "letter.txt": ((STORY + "Les cafés où l'été.\n" * 5 + "é").encode()[:-1], 0, "not UTF-8 at byte"),
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_cut_within_a_character_is_told_and_what_came_before_is_kept(name: str, reading, tmp_path) -> None:
    data, number, words = CUT[name]
    (tmp_path / name).write_bytes(data)
    articles, (skipped,) = reading(name)
    assert len(articles) <= number
    assert words in skipped.reason
    assert all(article.text.strip() == STORY.strip() for article in articles)


def test_nul_in_a_table_is_a_character_like_others(reading, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,They\x00 fled.\n\x002,They came.\n3,\x00\n")
    articles, skipped = reading("a.csv")
    assert [article.text for article in articles] == ["They\x00 fled.", "They came.", "\x00"]
    assert not skipped
    (tmp_path / "b.csv").write_bytes(b"id,te\x00xt\n1,They fled.\n")
    _, (skipped_one,) = reading("b.csv")
    assert str(skipped_one).isprintable()
    assert "no column 'text'" in skipped_one.reason


def test_of_keys_that_come_twice_the_last_one_counts(reading, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "They fled.", "id": 1, "text": "They came.", "id": 2}\n')
    ((article,), _) = reading("a.jsonl")
    assert (article.text, article.info.identifier) == ("They came.", "2")


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        ("1e999", None),
        ("-1E+99999999999", None),
        ("NaN", None),
        ("-Infinity", None),
        ("0.1", None),
        ("[]", None),
        ("9" * 30, "9" * 30),
        ("9" * 5000, None),
        ("-0", "0"),
    ],
)
def test_numbers_that_name_nothing(value: str, identifier: str | None, reading, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"text": "They fled.", "id": {value}, "more": {value[:40]}}}\n')
    articles, skipped = reading("a.jsonl")
    assert [article.info.identifier for article in articles] == ([] if identifier is None else [identifier])
    assert all(";" in one.reason for one in skipped)
    assert len(articles) + len(skipped) == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_file_names_that_look_alike_name_articles_of_their_own(form: str, reading, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    wanted = [unicodedata.normalize(form, "kím"), "kim", "Kim", "kіm", "ｋｉｍ", "k\u200bim", "김", "김\u115f"]
    for number, name in enumerate(wanted):
        (tmp_path / "in" / f"{name}.txt").write_text(f"{STORY}{number}")
    if len(list((tmp_path / "in").iterdir())) < len(wanted):
        pytest.skip("this file system takes some of them for the same")
    articles, skipped = reading("in")
    assert sorted(article.info.identifier for article in articles) == sorted(wanted)
    assert len({article.id for article in articles}) == len(wanted)
    assert not skipped


def test_an_identifier_that_spells_anothers_id_does_not_get_it(reading, tmp_path: Path) -> None:
    spelt = article_id("Kim").removeprefix("article/")
    assert article_id(spelt) == article_id("Kim")  # which is why this is looked for
    rows = [{"id": "Kim", "text": STORY}, {"id": spelt, "text": f"{STORY} No."}, {"id": "other", "text": STORY}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, (skipped,) = reading("a.jsonl")
    assert [article.info.identifier for article in articles] == ["Kim", "other"]
    assert skipped.source == "a.jsonl line 2"
    assert f"the identifier '{spelt}' already names another article" in skipped.reason


def test_identifiers_made_to_have_one_hash_do_not_become_one_article(reading, tmp_path: Path) -> None:
    seen: dict[str, str] = {}
    for letters in itertools.product("\u200b\u200c\u200d\u2060", repeat=9):
        name = f"Kim{''.join(letters)}"
        if (other := seen.setdefault(short_hash(name), name)) != name:
            break
    else:
        pytest.skip("no two of them have one hash")
    rows = [{"id": one, "text": f"{STORY} {number}"} for number, one in enumerate((other, name))]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, skipped = reading("a.jsonl")
    assert [article.info.identifier for article in articles] == [other]
    assert len(skipped) == 1
