"""Passages: the words of the articles that stand in a page, each once, however many claims rest on them.

A graph holds quotes, not articles. Quotes that overlap are one passage, so that a clause is mostly seen in its
sentence. Where the articles themselves are at hand, each quote stands in its whole sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.article import Article, text_sha256
from kg.claim import Claim
from kg.graph import Graph
from kg.rdf.clean import clean_text
from kg.text import Span, paragraphs

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9])")
_LONGEST = 2000
"""A sentence beyond this many code points is none; its quotes stand alone."""


@dataclass(frozen=True)
class Passages:
    """Passages in order: article (local id), begin in code points, text. No two of an article touch."""

    found: list[tuple[str, int, str]] = field(default_factory=list)
    begins: dict[str, tuple[int, list[int]]] = field(default_factory=dict)
    """By article: the number of its first passage, and where each of them begins."""

    def of(self, article: str, span: Span) -> tuple[int, int]:
        """The number of the passage that covers a span of evidence, and where in it the span begins."""
        first, begins = self.begins[article]
        number = bisect_right(begins, span.begin) - 1
        return first + number, span.begin - begins[number]


def passages(graph: Graph, claims: Iterable[Claim], articles: Iterable[Article] = ()) -> Passages:
    """The passages that hold all evidence of some claims of a graph.

    ``articles`` are sources of the graph, any of them: one whose text is not the one that was read is left aside.
    """
    quoted: defaultdict[str, dict[Span, str]] = defaultdict(dict)
    for claim in claims:
        quoted[claim.article].update(zip(claim.evidence, claim.quotes, strict=True))
    for article in articles:
        if article.id in quoted and is_source(graph, article):
            quoted[article.id].update(_sentences(clean_text(article.text), quoted[article.id]))
    made = Passages()
    for name in sorted(quoted):
        joined = _joined(quoted[name])
        made.begins[name] = len(made.found), [begin for begin, _ in joined]
        made.found.extend((name, begin, text) for begin, text in joined)
    return made


def is_source(graph: Graph, article: Article) -> bool:
    """Whether this is the very text that the graph was read from."""
    info = graph.articles.get(article.id)
    return info is not None and info.sha256 == text_sha256(article.text)


def _joined(quotes: Mapping[Span, str]) -> list[tuple[int, str]]:
    """Quotes that overlap or touch, as one; each with where it begins."""
    found: list[tuple[int, str]] = []
    for span in sorted(quotes, key=lambda one: (one.begin, -one.end)):
        begin, text = found[-1] if found else (0, "")
        if not found or span.begin > begin + len(text):
            found.append((span.begin, quotes[span]))
        elif span.end > begin + len(text):
            found[-1] = begin, text + quotes[span][begin + len(text) - span.begin :]
    return found


def _sentences(text: str, spans: Iterable[Span]) -> dict[Span, str]:
    """The sentences that some spans stand in; those of one span that goes over several, as one."""
    ends = sorted(_ends(text))
    starts = [0, *ends]
    found = {}
    for span in spans:
        begin = starts[bisect_right(starts, span.begin) - 1]
        at = bisect_right(ends, span.end - 1)
        end = ends[at] if at < len(ends) else len(text)
        words = text[begin:end]
        begin, end = begin + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if begin <= span.begin and span.end <= end and end - begin <= _LONGEST:
            found[Span(begin, end)] = text[begin:end]
    return found


def _ends(text: str) -> set[int]:
    """Where sentences end: after a stop that a capital or a figure follows, and where paragraphs end."""
    found = {len(text)}
    for paragraph in paragraphs(text):
        words = paragraph.of(text)
        found |= {paragraph.begin, paragraph.end}
        found |= {paragraph.begin + match.end() for match in _SENTENCE_END.finditer(words)}
    return found - {0}
