"""Bytes to text: every encoding, line end and character as it stands."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read.decode import decode

KOREAN = "당국이 해외에 나간 노동자들을 감시하고 있다고 소식통이 전했다. 두 사람이 체포되었고 한 사람은 달아났다.\n"
RUSSIAN = "Власти усилили наблюдение за рабочими на стройке, сообщил источник. Полиция задержала двух человек.\n"
ENGLISH = "The ministry said “two workers” fled the site — the café across the road was closed. Nobody was found.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "utf-8"),
        (KOREAN, "utf-8-sig"),
        (KOREAN, "utf-16"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (KOREAN * 3, "euc-kr"),
        (KOREAN * 3, "utf-16-le"),
        (RUSSIAN * 3, "windows-1251"),
        (RUSSIAN * 3, "koi8-r"),
        (ENGLISH * 3, "cp1252"),
    ],
)
def test_text_is_what_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("byte_order", ["le", "be"])
def test_utf16_with_mark_in_either_order(byte_order: str) -> None:
    assert decode(("\ufeff" + RUSSIAN).encode(f"utf-16-{byte_order}")) == RUSSIAN


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x85", "\v"])
def test_line_ends_stay(end: str, reading, tmp_path: Path) -> None:
    text = f"Police arrested two men.{end}They were freed.{end}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (article,), skipped = reading("a.txt")
    assert article.text == text
    assert not skipped
    assert [span.of(text) for span, _ in article.paragraphs()] == ["Police arrested two men.", "They were freed."]


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFC", KOREAN),
        unicodedata.normalize("NFD", KOREAN),
        "Officers 👩🏽‍✈️ detained 🇰🇵 workers 😀 on Monday.",
        "A\x00 sentence with\x01 control\x1f characters\x7f in it, kept\tas they\x0c are.",
        " \u200b\xa0leading and trailing \u3000",
        "é and e\u0301 differ.",
    ],
)
def test_code_points_stay(text: str, reading, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    (article,), _ = reading("a.txt")
    assert article.text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=8))
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    refused = ""
    try:
        text = decode(data)
    except ArticleError as error:
        refused = str(error)
    assert ";" in refused if refused else isinstance(text, str)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 and so on", "pdftotext"),
        (b"PK\x03\x04 docx", "save it as plain text"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00\x01\x02\x03\x00\x04" * 50, "binary"),
    ],
)
def test_binary_is_refused_with_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        decode(data)


def test_damaged_utf8_is_not_read_as_another_encoding() -> None:
    data = KOREAN.encode() * 5 + b"a broken \xff\xfe byte\n" + KOREAN.encode() * 5
    with pytest.raises(ArticleError, match=r"not UTF-8 at byte \d+; save it as UTF-8"):
        decode(data)
