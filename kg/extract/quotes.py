"""Direct speech: where quotation marks open and close, in one pass over the tokens and whatever their state.

Straight, curly, angle and corner marks; nested; running over paragraphs, each of which then opens its mark again.
A mark that is never closed ends with its sentence, or with its paragraph where it opened it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract.parse import Parsed

_PAIRS = {
    "“": "”",
    "„": "“”‟",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’‘",
    "「": "」",
    "『": "』",
    "``": "''",
    '"': '"',
    "'": "'",
    "”": "”",
}
_CLOSING = frozenset("”“‟»«›’」』\"'") | {"''"}
_BEFORE_OPENING = frozenset("([{-–—“‘„«\"'")
_DEEPEST = 6


@dataclass(slots=True, eq=False)
class Quote:
    """Tokens ``[begin, end)`` between the mark ``begin - 1`` and its closing mark.

    ``outer`` is the quotation around it; ``follows`` the quotation that it continues from an earlier paragraph;
    ``closed`` whether a closing mark was found.
    """

    begin: int
    end: int
    paragraph: int
    closed: bool = True
    outer: Quote | None = None
    follows: Quote | None = None


@dataclass(slots=True)
class _Scan:
    """State of the pass: open quotations of this paragraph with their marks, and the one left open by the last."""

    doc: Doc
    found: list[Quote] = field(default_factory=list)
    opened: list[tuple[str, Quote]] = field(default_factory=list)
    left_open: tuple[str, Quote] | None = None


def quotes(parsed: Parsed) -> list[Quote]:
    """All quotations of an article that hold at least one token, by where they begin."""
    scan = _Scan(parsed.doc)
    for index, (first, stop) in enumerate(paragraphs(parsed)):
        body = parsed.kinds[index] == "body"
        held = scan.left_open
        scan.left_open = None
        for i in range(first, stop):
            _mark(scan, parsed.doc[i], first, index, held if body else None)
        _end_paragraph(scan, first, stop)
        if not body:
            scan.left_open = held
    return sorted(
        (quote for quote in scan.found if quote.begin < quote.end), key=lambda quote: (quote.begin, -quote.end)
    )


def paragraphs(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """First token and end of every paragraph, in order."""
    first = 0
    for i in range(1, len(parsed.doc) + 1):
        if i == len(parsed.doc) or parsed.paragraph[i] != parsed.paragraph[first]:
            yield first, i
            first = i


def _mark(scan: _Scan, token: Token, first: int, paragraph: int, held: tuple[str, Quote] | None) -> None:
    mark = "``" if _second_backtick(token, first) else token.text
    if mark not in _PAIRS and mark not in _CLOSING:
        return
    if mark in ("'", "’") and token.tag_ == "POS":
        return
    depth = _closes(scan, mark)
    if depth is not None and not _looks_opening(token, first):
        while len(scan.opened) > depth:
            _, quote = scan.opened.pop()
            quote.end, quote.closed = token.i, len(scan.opened) == depth
            if not quote.closed:
                quote.end = _sentence_end(scan.doc, quote.begin, token.i)
        return
    if mark in _PAIRS and (mark in "“„«‹‘「『``" or _looks_opening(token, first) or _spaced(token, first)):
        _open(scan, mark, token, paragraph, held if token.i == first else None)


def _closes(scan: _Scan, mark: str) -> int | None:
    """How many quotations stay open where this mark closes one; None where it closes nothing."""
    for depth in range(len(scan.opened) - 1, -1, -1):
        if mark in _PAIRS[scan.opened[depth][0]]:
            return depth
    return None


def _looks_opening(token: Token, first: int) -> bool:
    """Whether a mark that may do both opens: nothing or white space before it, none after it."""
    doc, i = token.doc, token.i
    if token.text == "“" or (token.text == "‘"):
        return (
            True
            if i == first
            else bool(doc[i - 1].whitespace_) or doc[i - 1].is_space or doc[i - 1].text in _BEFORE_OPENING
        )
    free = i == first or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space or doc[i - 1].text in _BEFORE_OPENING
    return free and not token.whitespace_ and i + 1 < len(doc)


def _spaced(token: Token, first: int) -> bool:
    """Whether a straight mark has white space on both sides, as in tokenised corpora: it opens where none is open."""
    if not token.whitespace_ or not (token.text == '"' or (token.text in ("'", "''") and token.tag_ == "``")):
        return False
    return token.i == first or bool(token.doc[token.i - 1].whitespace_)


def _second_backtick(token: Token, first: int) -> bool:
    """Whether a token ends ``, which the tokenizer has cut in two."""
    return token.text == "`" and token.i > first and token.nbor(-1).text == "`" and not token.nbor(-1).whitespace_


def _open(scan: _Scan, mark: str, token: Token, paragraph: int, held: tuple[str, Quote] | None) -> None:
    if len(scan.opened) >= _DEEPEST:
        _, oldest = scan.opened.pop(0)
        oldest.closed, oldest.end = False, _sentence_end(scan.doc, oldest.begin, token.i)
    quote = Quote(token.i + 1, token.i + 1, paragraph, outer=scan.opened[-1][1] if scan.opened else None)
    if held is not None and held[0] == mark:
        quote.follows = held[1]
    scan.opened.append((mark, quote))
    scan.found.append(quote)


def _end_paragraph(scan: _Scan, first: int, stop: int) -> None:
    for depth, (mark, quote) in enumerate(scan.opened):
        quote.closed = False
        quote.end = stop if depth == 0 and quote.begin == first + 1 else _sentence_end(scan.doc, quote.begin, stop)
        if depth == 0:
            scan.left_open = (mark, quote)
    scan.opened.clear()


def _sentence_end(doc: Doc, begin: int, stop: int) -> int:
    for i in range(begin + 1, stop):
        if doc[i].is_sent_start:
            return i
    return stop
