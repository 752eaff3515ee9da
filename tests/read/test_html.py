"""Web pages: the article's words, what the page says about it, and pages made to hurt."""

from __future__ import annotations

import datetime as dt
import json
import socket
import time
from pathlib import Path

import pytest

BODY = """
<header><nav><a href="/">Home</a><a href="/world">World</a></nav></header>
<main><article><h1>Two workers held at site</h1>
<p>Police arrested two workers at a construction site in the harbour district on Monday, a city spokeswoman said.</p>
<h2>Families wait</h2>
<p>The men’s families said they had heard nothing for three days &amp; feared the worst — 두 사람.</p>
<p>A court will hear the case next week, according to a lawyer who has met both of the men in prison.</p>
</article></main>
<footer><p>Cookie settings</p></footer>"""

LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Not this"},
        {
            "@type": ["NewsArticle"],
            "headline": "Two workers held",
            "datePublished": "2024-08-01T08:04:00+09:00",
            "dateModified": "2024-08-09T00:00:00Z",
            "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
            "publisher": {"@type": "Organization", "name": "Lighthouse News"},
            "inLanguage": "en-GB",
        },
    ],
}


def page(head: str = "", body: str = BODY) -> str:
    return f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page made kg open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_words_and_json_ld(reading, tmp_path: Path) -> None:
    link = '<title>x | y</title><link rel="canonical" href="https://example.org/a">'
    head = f'{link}<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    (tmp_path / "held.html").write_text(page(head), encoding="utf-8")
    (article,), skipped = reading("held.html")
    assert not skipped
    info = article.info
    assert (info.identifier, info.title, info.publisher) == ("held", "Two workers held", "Lighthouse News")
    assert (info.date, info.authors, info.language) == (dt.date(2024, 8, 1), ("Jane Doe", "John Roe"), "en-GB")
    assert info.url == "https://example.org/a"
    pieces = [(span.of(article.text), kind) for span, kind in article.paragraphs()]
    assert ("Families wait", "subheading") in pieces
    assert any("& feared the worst — 두 사람." in words and kind == "body" for words, kind in pieces)
    assert "Home" not in article.text
    assert "Cookie" not in article.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2024-08-01T08:04:00Z">', dt.date(2024, 8, 1)),
        ('<meta name="DC.date.issued" content="2024-08-01">', dt.date(2024, 8, 1)),
        ('<meta name="pubdate" content="Thu, 01 Aug 2024 08:04:00 GMT">', dt.date(2024, 8, 1)),
        ('<meta property="article:modified_time" content="2024-08-01T08:04:00Z">', None),
        ('<meta property="article:published_time" content="last week">', None),
        ('<link rel="canonical" href="https://example.org/2024/08/01/held.html">', None),
        ("<!-- 2024-08-01 --><meta name='copyright' content='2023'>", None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-08</script>', None),
    ],
)
def test_only_a_stated_date_counts(head: str, day: dt.date | None, reading, tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text(page(head), encoding="utf-8")
    (article,), _ = reading("a.htm")
    assert article.info.date == day


def test_the_address_is_no_publisher(reading, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page('<link rel="canonical" href="https://www.example.org/a">'), encoding="utf-8")
    (article,), _ = reading("a.html")
    assert article.info.publisher is None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("euc-kr", "cp949"), ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("nonsense", "utf-8")],
)
def test_declared_encoding(declared: str, encoding: str, reading, tmp_path: Path) -> None:
    words = "두 사람은 풀려났다" if encoding == "cp949" else "They “fled” the café"
    body = BODY.replace("’", "'").replace("—", "-").replace("두 사람", words)
    html = page(body=body).replace("charset='utf-8'", f'charset="{declared}"')
    (tmp_path / "a.html").write_bytes(html.encode(encoding))
    (article,), _ = reading("a.html")
    assert words in article.text


def test_xhtml_with_a_declaration(reading, tmp_path: Path) -> None:
    html = '<?xml version="1.0" encoding="UTF-8"?>' + page()
    (tmp_path / "a.xhtml").write_bytes(html.encode())
    assert "harbour district" in reading("a.xhtml")[0][0].text


@pytest.mark.parametrize(
    "html", ["", " ", "<html></html>", "<html><body><script>x()</script></body></html>", "<!-- x -->"]
)
def test_a_page_without_words_is_skipped(html: str, reading, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html)
    articles, (skipped,) = reading("a.html")
    assert not articles
    assert ";" in skipped.reason


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
HURTFUL = {
    "entities": f'<!DOCTYPE x [<!ENTITY e0 "lol">{ENTITIES}]><html><body><p>&e11;</p></body></html>',
    "outer entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>&e; root</p></body></html>',
    "deep": "<html><body>" + "<div>" * 100_000 + "words " * 50,
    "deep inline": "<html><body><p>" + "<b><i>" * 50_000 + "words " * 50,
    "deep table": "<html><body>" + "<table><tr><td>" * 5_000 + "words",
    "wide": "<html><body><article>" + "<p>a</p>" * 100_000,
    "attributes": "<html><body><p " + " ".join(f"a{n}" for n in range(50_000)) + ">words</p>",
    "quoted attributes": "<html><body><p " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">words</p>",
    "open quote": "<html><body><p>" + '<a b="' * 100_000,
    "deep json": "<html><head><script type='application/ld+json'>"
    + "[" * 200_000
    + "</script></head><body><p>words</p>",
    "deep graph": "<html><head><script type='application/ld+json'>"
    + '{"@graph":[' * 90_000
    + "</script></head><body><p>words</p>",
    "open comments": "<html><body>" + "<!--" * 100_000,
    "angles": "<" * 500_000,
    "nul": "<html><body><p>wor\x00ds</p>" + "\x00" * 1000,
}


@pytest.mark.parametrize("name", HURTFUL)
def test_hurtful_pages_end_soon_and_hurt_nobody(name: str, reading, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(HURTFUL[name], encoding="utf-8")
    (tmp_path / "good.html").write_text(page(), encoding="utf-8")
    begin = time.process_time()
    articles, skipped = reading(".")
    assert time.process_time() - begin < 8
    assert "good" in [article.info.identifier for article in articles]
    assert len(articles) + len(skipped) == 2
    assert all("root:" not in article.text and len(article.text) < 1_000_000 for article in articles)
