"""Hostile inputs: made after the structure of what readers expect, out of news and out of traps, then damaged."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from kg.build import read
from kg.read import Skipped
from kg.resources import sample_folder

TRAPS = (
    "\x00",
    "\x1b]0;title\x07",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\ufffe",
    "\U0010ffff",
    "\ud800",
    "\udcff",
    "e\u0301" * 9,
    "\u0301" * 40,
    "🇰🇵👩‍👩‍👧",
    "국가보위성",
    "ﷺ",
    "İı",
    "ß",
    "\r",
    "\n\n",
    "\t",
    " " * 30,
    "\u00a0",
    "“",
    "”",
    "„",
    "«",
    "»",
    "'",
    '"',
    "``",
    "''",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<script>alert(1)</script>",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?xml version='1.0'?>",
    "\\",
    "%00",
    "../../etc/passwd",
    "} ; DROP ALL #",
    "'''",
    '"""',
    "?s ?p ?o",
    "<http://a.b/c>",
    "@prefix",
    "= cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "9" * 40,
    "9" * 5000,
    "1e999",
    "-0",
    "NaN",
    "Infinity",
    "null",
    "1,000,000,000,000,000,000,000 people",
    "0 men",
    "2024-02-30",
    "February 31, 2024",
    "13/13/2013",
    "31st of Smarch",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "last Monday",
    "a" * 700,
    "A." * 40,
    "Mr. " * 20,
    "- " * 30,
    "; " * 30,
    "the " * 40,
    "of the " * 30,
    "and " * 40,
    "that " * 30,
    "said " * 30,
)
"""Characters and words that have broken programs elsewhere."""

_NAMES = ("id", "url", "title", "date", "publisher", "author", "language", "text", "TEXT", " text ", "Text", "")
_DATES = ("2024-08-01", "Aug 1, 2024", "2024", "2024-08", "01/02/2024", "1.8.2024 12:30", "2024-08-01T25:61:61Z", "")


@cache
def sample_texts() -> tuple[str, ...]:
    """The sample articles' texts."""
    return tuple(item.text for item in read(sample_folder()) if not isinstance(item, Skipped))


@st.composite
def pieces_of_news(draw: st.DrawFn) -> str:
    """A stretch of a sample article, begun and ended anywhere."""
    text = draw(st.sampled_from(sample_texts()))
    begin = draw(st.integers(0, len(text) - 1))
    return text[begin : begin + draw(st.integers(1, 400))]


@st.composite
def texts(draw: st.DrawFn, *, most: int = 8) -> str:
    """Pieces of news, traps and random characters, some repeated, glued in any order."""
    piece = st.one_of(pieces_of_news(), st.sampled_from(TRAPS), st.text(max_size=20))
    found = draw(st.lists(st.tuples(piece, st.sampled_from((1, 1, 1, 2, 7, 40))), min_size=1, max_size=most))
    glue = draw(st.sampled_from(("", " ", "\n", "\n\n", ". ", ", ")))
    return glue.join(words * times for words, times in found)


@st.composite
def values(draw: st.DrawFn) -> Any:
    """Values of fields: mostly strings, sometimes what should be none."""
    plain = st.one_of(texts(most=2), st.sampled_from(TRAPS), st.sampled_from(_DATES))
    odd: st.SearchStrategy[Any] = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.just([]), st.just({})
    )
    return draw(st.one_of(plain, plain, plain, odd, st.lists(plain, max_size=3), st.just([{"name": "A"}, {"name": 1}])))


def encoded(draw: Any, text: str) -> bytes:
    """The text in some encoding, as broken as it may be."""
    name = draw(
        st.sampled_from(("utf-8",) * 6 + ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "euc-kr", "koi8-r"))
    )
    return text.encode(name, "surrogatepass" if name.startswith("utf") else "replace")


@st.composite
def plain_files(draw: st.DrawFn) -> bytes:
    head = draw(
        st.sampled_from(
            ("", "---\n", "Title: x\nDate: {}\nAuthor: a, b and c\n\n", "SEOUL, March 3 (Yonhap) -- ", "# ")
        )
    )
    return encoded(draw, head.replace("{}", draw(st.sampled_from(_DATES))) + draw(texts()))


@st.composite
def json_lines(draw: st.DrawFn) -> bytes:
    row = st.dictionaries(st.sampled_from(_NAMES), values(), max_size=6)
    rows = []
    for found in draw(st.lists(row, min_size=1, max_size=4)):
        found.setdefault("text", draw(texts(most=4)))
        rows.append(json.dumps(found, ensure_ascii=draw(st.booleans())))
    odd = draw(
        st.sampled_from(
            ("", "[" * 2000, "{}", '{"text": 1}', "nul", '{"text": "a", "text": "b"}', '{"a":' * 900, "\x00")
        )
    )
    return encoded(draw, draw(st.sampled_from(("\n", "\r\n", "\n\n", "\r"))).join([*rows, odd]))


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    mark = draw(st.sampled_from(",\t;|"))
    columns = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6))
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=mark, lineterminator=draw(st.sampled_from(("\n", "\r\n", "\r"))), escapechar="\\"
    )
    writer.writerow([*columns, "text"] if draw(st.booleans()) else columns)
    for _ in range(draw(st.integers(0, 4))):
        writer.writerow([str(draw(values())) for _ in range(draw(st.integers(0, len(columns) + 2)))])
    return encoded(draw, out.getvalue() + draw(st.sampled_from(("", '"', '"open', "\x00", mark * 50))))


_TAGS = (
    "p",
    "div",
    "article",
    "h1",
    "table",
    "tr",
    "td",
    "a",
    "script",
    "style",
    "title",
    "meta",
    "time",
    "svg",
    "template",
    "iframe",
    "base",
    "link",
    "body",
    "html",
    "head",
    "li",
    "ul",
    "pre",
    "textarea",
    "noscript",
    "x-y",
    "br",
    "img",
    "math",
)
_ATTRIBUTES = (
    'href="http://[::1"',
    'lang="en"',
    "lang",
    'itemprop="datePublished" content="2024-01-01"',
    'property="og:title" content="t"',
    'name="date" content="x"',
    'charset="utf-16"',
    'content="text/html; charset=zlib"',
    'src="http://127.0.0.1:9/x"',
    'type="application/ld+json"',
    'property="og:url" content="http://[bad"',
    'rel="canonical" href="//["',
    "on\x00load=x",
    "a=" + "b" * 300,
)
_LINKED = (
    '{"@type":"NewsArticle","datePublished":"2024-01-02","author":[{"name":["x"]}],"publisher":{"name":7}}',
    '{"@type":["A","Report"]}',
    '{"@graph":' * 60,
    "[[[[",
    '{"@type":"Article","author":{"name":{"a":1}},"headline":["h"],"inLanguage":{}}',
    "null",
    "7",
)


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    out = [
        draw(
            st.sampled_from(
                ("", "<!DOCTYPE html>", '<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://127.0.0.1:9/d.dtd">')
            )
        )
    ]
    body = draw(
        st.lists(
            st.tuples(st.sampled_from(_TAGS), st.lists(st.sampled_from(_ATTRIBUTES), max_size=2), texts(most=2)),
            max_size=12,
        )
    )
    for tag, attributes, words in body:
        inner = draw(st.sampled_from(_LINKED)) if tag == "script" else words
        end = draw(st.sampled_from((f"</{tag}>", f"</{tag}>", "", "</", f"</{tag.upper()} >")))
        out.append(f"<{tag} {' '.join(attributes)}>{inner}{end}")
    if draw(st.booleans()):
        out.insert(1, f"<html><body><article><p>{'</p><p>'.join(sample_texts()[0].splitlines())}</p></article>")
    return encoded(draw, "".join(out))


@st.composite
def damaged(draw: st.DrawFn, files: st.SearchStrategy[bytes]) -> bytes:
    """A file with bytes flipped, cut out, doubled, moved or put in."""
    data = bytearray(draw(files))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        width = draw(st.sampled_from((1, 1, 2, 3, 16, 200)))
        match draw(st.integers(0, 4)):
            case 0 if data:
                data[place] ^= 1 << draw(st.integers(0, 7))
            case 1:
                del data[place : place + width]
            case 2:
                data[place:place] = data[place : place + width] * 3
            case 3:
                data[place:place] = draw(st.binary(max_size=8))
            case _:
                data[place:place] = draw(
                    st.sampled_from(
                        (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\n", b"<", b"&", b"\xed\xa0\x80", b"\x1f\x8b")
                    )
                )
    return bytes(data)


class Dripping(io.BytesIO):
    """A stream that gives no more than so many bytes at a time, as pipes do."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most = most

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self.most if size is None or size < 0 else min(size, self.most))


FILES = {
    ".txt": plain_files(),
    ".md": plain_files(),
    ".jsonl": json_lines(),
    ".csv": sheets(),
    ".tsv": sheets(),
    ".html": pages(),
    ".xhtml": pages(),
}
"""Files by suffix."""
