"""Web pages saved as files: the article's words by trafilatura, its metadata from JSON-LD, meta elements and markup.

Nothing is fetched. A page with more elements or attributes than an article has is refused before it costs time.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from kg.article import Article, Fields
from kg.errors import ArticleError
from kg.read.dates import full_date
from kg.read.decode import decode
from kg.read.plain import whole
from kg.read.source import Skipped, Source

_LIMIT = 20_000_000
_ELEMENTS = 30_000
"""More elements than any article page has: extraction takes quadratic time in them."""
_ATTRIBUTE_COST = 10_000_000
"""The parser compares each attribute of a tag with all others: the sum of their squares over all tags."""
_SCRIPT = 1_000_000
_DEEP = 50

_TAG = re.compile(r"""<([A-Za-z][^\s/>=]*+)(?:[^=>]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]*+)""")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""What browsers read under these names: the wider encoding that real pages are in."""
_KNOWN = frozenset(
    """cp866 cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 iso8859-3
    iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r
    koi8-u mac-roman mac-cyrillic big5 big5hkscs gb18030 euc_jp iso2022_jp""".split()
)
"""Encodings that a page may declare, as Python calls them: those that browsers know, and nothing else that decodes."""
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
_DATE_META = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//*[@itemprop='datePublished']/@content",
    "//meta[translate(@name, 'DC', 'dc')='dc.date.issued']/@content",
    "//meta[@name='citation_publication_date']/@content",
    "//meta[@name='parsely-pub-date']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='publish-date' or @name='publication_date']/@content",
    "//meta[@name='date' or @name='Date']/@content",
    "//meta[translate(@name, 'DC', 'dc')='dc.date']/@content",
    "//time[@pubdate]/@datetime",
)


class HtmlReader:
    """Web pages; the article's text is the extracted plain text, to which all offsets then refer."""

    suffixes = (".html", ".htm", ".xhtml")
    single = True

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """The page's one article, or why it has none."""
        try:
            page = _decoded(whole(source, limit=_LIMIT))
            text, fields = _extract(page)
        except ArticleError as error:
            yield source.skip(str(error))
            return
        yield source.article(text, fields)


def _decoded(data: bytes) -> str:
    """The page in the encoding of its mark, UTF-8, the one it declares, or one detected."""
    declared = _DECLARED.search(data[:4096])
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
        name = _WIDER.get(declared[1].decode("ascii").lower(), name) if declared else name
    except LookupError:
        name = "utf-8"
    if (
        name == "utf-8"
        or name not in _KNOWN
        or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(name, errors="replace")


def _extract(page: str) -> tuple[str, Fields]:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate"):  # what they log about a page, the reason of its being skipped says
        logging.getLogger(name).setLevel(logging.CRITICAL)
    tree = _parsed(page)
    try:
        fields = _fields(tree)
        found = bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception as error:  # what an odd page makes of them, their authors did not foresee either
        msg = f"the page cannot be taken apart ({type(error).__name__}); save the article as plain text"
        raise ArticleError(msg) from error
    text = getattr(found, "text", None)
    if not isinstance(text, str) or not text.strip():
        msg = "no article text found in the page; save the article as plain text"
        raise ArticleError(msg)
    return text, fields


def _parsed(page: str) -> Any:
    from lxml import html
    from lxml.etree import LxmlError

    if _attribute_cost(page) > _ATTRIBUTE_COST:
        msg = "tags with more attributes than an article page has; save the article as plain text"
        raise ArticleError(msg)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        msg = "the page is empty or no HTML; save the article as plain text"
        raise ArticleError(msg) from error
    if next(islice(tree.iter(), _ELEMENTS, None), None) is not None:
        msg = f"more than {_ELEMENTS:,} elements; save the article as plain text"
        raise ArticleError(msg)
    return tree


def _attribute_cost(page: str) -> int:
    """Sum over all tags of the square of their number of attributes, in one pass."""
    cost = place = 0
    while tag := _TAG.search(page, place):
        place = tag.end()
        # A short tag cannot hold many.
        if len(tag[0]) > 200:
            cost += len(_VALUE.sub("", tag[0]).split()) ** 2
        if closing := _RAW.get(tag[1].lower()):
            end = closing.search(page, place)
            place = end.start() if end else len(page)
    return cost


def _fields(tree: Any) -> Fields:
    """Metadata of a parsed page; the date only where the page states when it was published."""
    from trafilatura.metadata import extract_metadata

    linked = _linked(tree)
    # It looks for a date, too, and cuts what it has seen out of the tree.
    known = extract_metadata(deepcopy(tree), date_config={"extensive_search": False, "original_date": True})
    publisher = _name(linked.get("publisher")) or known.sitename
    if publisher and known.url and _host(known.url).endswith(publisher.lower()):
        publisher = None  # a guess from the address, not what the page calls itself
    return Fields(
        url=known.url,
        title=_string(linked.get("headline")) or known.title,
        date=_date(tree, linked),
        publisher=publisher,
        authors=_names(linked.get("author")) or tuple(known.author.split("; ") if known.author else ()),
        language=_string(linked.get("inLanguage"))
        or tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _date(tree: Any, linked: dict[str, Any]) -> str | None:
    """The publication date in ISO form; one that is no full date counts as none."""
    stated = [_string(linked.get("datePublished")), *(str(value) for path in _DATE_META for value in tree.xpath(path))]
    for words in filter(None, stated):
        try:
            return full_date(words).isoformat()
        except ValueError:
            continue
    return None


def _linked(tree: Any) -> dict[str, Any]:
    """The page's JSON-LD object that describes an article; empty where there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        if len(script) > _SCRIPT:
            continue
        try:
            found = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(found, 0):
            types = thing.get("@type")
            if any(
                isinstance(name, str) and _ARTICLE_TYPE.search(name)
                for name in (types if isinstance(types, list) else [types])
            ):
                return thing
    return {}


def _things(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEP:
        return
    if isinstance(found, list):
        for one in found:
            yield from _things(one, depth + 1)
    elif isinstance(found, dict):
        yield found
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(found.get(name), depth + 1)


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for name in map(_name, values) if name)


def _name(value: Any) -> str | None:
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() or None if isinstance(value, str) else None
