"""From an article to one parsed document whose tokens know their place in the article's text.

Paragraphs are parsed apart, so that a subheading never fuses with the next sentence, and joined again into one
:class:`spacy.tokens.Doc`, so that pronouns, quotations and sources can be followed across paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.article import Article
from kg.errors import ExtractionError
from kg.extract import MODEL
from kg.text import Span

_BATCH = 32
_BATCH_LENGTH = 60_000
"""Code points that the model reads at once: it holds some 6 KB for each."""
_LONGEST = 20_000
"""Code points parsed in one piece; a longer line is cut at white space, for memory."""
_LONGEST_WORD = 300
"""Code points without white space in one piece: the tokenizer takes quadratic time in them."""
_LONGEST_SENTENCE = 400
"""Tokens of the longest sentence, three times what news have; a longer one is cut, so that no tree of it is deep."""
_TOO_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed article.

    ``doc`` holds the tokens of all paragraphs; ``starts[i]`` is where token *i* begins in the article's text, in code
    points; ``paragraph[i]`` the index of its paragraph; ``kinds`` the zone kind of each paragraph (``body`` for story).
    """

    article: Article
    doc: Doc
    starts: tuple[int, ...]
    paragraph: tuple[int, ...]
    kinds: tuple[str, ...]

    def span(self, first: int, stop: int) -> Span:
        """Where the tokens ``first`` to ``stop - 1`` stand in the article."""
        last = stop - 1
        return Span(self.starts[first], self.starts[last] + len(self.doc[last].text))

    def kind(self, token: int) -> str:
        """Zone kind of the paragraph that holds this token."""
        return self.kinds[self.paragraph[token]]


def load_model(name: str = MODEL) -> Language:
    """The English spaCy pipeline of this name; raises ExtractionError where it is not installed."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        msg = f"language model '{name}': not installed here; run pip install {MODEL.replace('_', '-')}, or name another"
        raise ExtractionError(msg) from error
    _part_what_is_glued(nlp)
    return nlp


_GLUED = (
    r"(?<=[a-z]{2})(?=(?:An?|This|That|These|Those|He|She|It|They|We|His|But|After|When)(?![A-Za-z]))",
    r"(?<=[A-Za-z]{2})(?=The(?![A-Za-z]))",
    r"={2,}",
)
"""Where scraped text has lost a line break ("in SyriaThe army"), and the marks of a wiki's headings."""


def _part_what_is_glued(nlp: Language) -> None:
    """Let the tokenizer cut where a sentence begins without a blank before it."""
    infixes = [*(nlp.Defaults.infixes or ()), *_GLUED]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer  # type: ignore[union-attr]


def parse(articles: Iterable[Article], nlp: Language) -> Iterator[Parsed]:
    """Parsed articles in order; paragraphs of many articles share the model's batches."""
    pieces = ((piece, article) for article in articles for piece in _pieces(article))
    texts = ((None if piece is None else _words(piece[0], article), (article, piece)) for piece, article in pieces)
    batches = _batches((text or "", context) for text, context in texts)
    parsed = (pair for batch in batches for pair in nlp.pipe(batch, as_tuples=True, batch_size=_BATCH))
    pending: list[tuple[Doc, Span, str]] = []
    for doc, (article, piece) in parsed:
        if piece is not None:
            pending.append((_in_sentences(doc, nlp), *piece))
            continue
        yield _join(article, pending, nlp)
        pending = []


_Piece = tuple[str, tuple[Article, tuple[Span, str] | None]]


def _batches(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that the model reads together: so many, or fewer where they are long."""
    batch: list[_Piece] = []
    size = 0
    for piece in pieces:
        if len(batch) == _BATCH or (batch and size + len(piece[0]) > _BATCH_LENGTH):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece[0])
    if batch:
        yield batch


_BREAKS = str.maketrans(dict.fromkeys("\r\n\v\f\x85\u2028\u2029\t\u00a0", " "))


def _words(span: Span, article: Article) -> str:
    """The words of a paragraph, its line breaks as blanks: same length, so that offsets hold."""
    return span.of(article.text).translate(_BREAKS)


def _pieces(article: Article) -> Iterator[tuple[Span, str] | None]:
    """Each paragraph with its kind, then None, which ends the article."""
    for span, kind in article.paragraphs():
        begin = span.begin
        for word in _TOO_LONG_WORD.finditer(article.text, span.begin, span.end):
            yield from ((piece, kind) for piece in _cut_up(article.text, begin, word.end()))
            begin = word.end()
        yield from ((piece, kind) for piece in _cut_up(article.text, begin, span.end))
    yield None


def _cut_up(text: str, begin: int, end: int) -> Iterator[Span]:
    while end - begin > _LONGEST:
        cut = _cut(text, begin, begin + _LONGEST)
        yield Span(begin, cut)
        begin = cut
    if text[begin:end].strip():
        yield Span(begin, end)


def _cut(text: str, begin: int, end: int) -> int:
    """Where to cut before ``end``: after the last sentence's end, else white space, else right there."""
    window = text[begin:end]
    for pattern in (r"[.!?][\"'”’)]*\s(?=\S*$)|[.!?][\"'”’)]*\s", r"\s"):
        found = list(re.finditer(pattern, window[len(window) // 2 :]))
        if found:
            return begin + len(window) // 2 + found[-1].end()
    return end


def _in_sentences(doc: Doc, nlp: Language) -> Doc:
    """The document, parsed again with its longest sentences cut where one is too long."""
    if len(doc) <= _LONGEST_SENTENCE or all(len(sentence) <= _LONGEST_SENTENCE for sentence in doc.sents):
        return doc
    starts: list[bool | int | None] = [True if token.is_sent_start else None for token in doc]
    last = 0
    for i in range(len(doc)):
        if starts[i]:
            last = i
        elif i - last == _LONGEST_SENTENCE:
            last = next((k + 1 for k in range(i - 1, last + _LONGEST_SENTENCE // 2, -1) if doc[k].is_punct), i)
            starts[last] = True
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    return nlp(Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts))


def _join(article: Article, pieces: list[tuple[Doc, Span, str]], nlp: Language) -> Parsed:
    kept = [piece for piece in pieces if len(piece[0])]
    docs = [doc for doc, _, _ in kept]
    joined = Doc.from_docs(docs, ensure_whitespace=True) if docs else Doc(nlp.vocab)
    starts = tuple(span.begin + token.idx for doc, span, _ in kept for token in doc)
    paragraph = tuple(index for index, doc in enumerate(docs) for _ in doc)
    return Parsed(article, joined or Doc(nlp.vocab), starts, paragraph, tuple(kind for _, _, kind in kept))
