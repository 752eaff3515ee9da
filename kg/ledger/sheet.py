"""What is worth a look, as a sheet to fill in: open in a spreadsheet, say yes or no, and give it back.

Asked is whether two things are one where rules are unsure, and whether an article says what was read in it where
voices contradict each other or the reader is unsure. First comes what matters most: doubt, from 0 to 1, times reach,
the logarithm of how much else is said of the less known of the two ends; shared among the claims that say the same, for
where many say so, it matters little whether one of them was misread.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.analysis import contradictions
from kg.claim import Claim
from kg.errors import StoreError
from kg.export import atomic
from kg.graph import Graph
from kg.judgement import settled
from kg.ledger import trace
from kg.ledger.apply import reviewed
from kg.ledger.row import COLUMNS, Row, local_id, tidy
from kg.ledger.table import Table

ANSWERS = ("verdict", "why")
"""Columns to fill in; ``by`` and ``on`` may be added."""
_ASKED = ("question", "says", "title", "published", "confidence", "doubt")
_CONTEXT = tuple(name for name in COLUMNS if name not in (*ANSWERS, "by", "on", "quote", "other_quote"))
SHEET = (*ANSWERS, "question", "quote", "other_quote", *_ASKED[1:], *_CONTEXT)
_YES, _NO = ("yes", "y", "right", "true"), ("no", "n", "false")
_CONTESTED = "another voice says otherwise"


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the sheet: its cells by column, and how useful an answer is."""

    cells: Mapping[str, str]
    use: float


def questions(graph: Graph, rows: Iterable[Row] = ()) -> list[Question]:
    """What people have not judged yet in a graph or a ledger, the most useful first.

    A row that is not heard, because what it is about is read differently now, say, has judged nothing.
    """
    judged = {(fate.about, fate.other) for fate in reviewed(graph, rows).fates if fate.counts}
    touched = Counter(end for claim in graph.claims.values() for end in _ends(claim))
    found = [*_identities(graph, touched), *_claims(graph, touched)]
    open_ = [one for one in found if (one.cells["about"], one.cells.get("other", "")) not in judged]
    return sorted(open_, key=lambda one: (-one.use, one.cells["about"], one.cells.get("other", "")))


def write(path: Path, found: Iterable[Question]) -> None:
    """Write questions as a table; raises ExportError where the file cannot be written."""
    table = Table.new(path, SHEET)
    with atomic(path) as out:
        out.write(("\ufeff" + table.head).encode())  # Excel takes a file for UTF-8 by this mark alone
        for one in found:
            out.write(table.line({name: tidy(cell) for name, cell in one.cells.items()}).encode())


def check_vacant(path: Path, rows: Iterable[Row]) -> None:
    """Raise StoreError where a file is there that holds more than questions and answers that are in the ledger."""
    if not path.exists():
        return
    try:
        table = Table.read(path, needed=("question", *ANSWERS, "about"), known=SHEET)
    except StoreError as error:
        msg = f"{path}: is there, and no sheet that kg wrote; name another file"
        raise StoreError(msg) from error
    told = {(row.verdict, frozenset(filter(None, (row.about, row.other)))) for row in rows}
    for record in table.records:
        ends = frozenset(local_id(cell) for name in ("about", "other") if (cell := record.cells.get(name, "").strip()))
        if (word := _verdict(record.cells)) and (word, ends) not in told:
            raise table.error(
                record, "is filled in, and not in the ledger; take it with --in first, or name another file"
            )


def answers(path: Path, graph: Graph, *, by: str = "", on: str, why: str = "") -> list[Row]:
    """The rows of a sheet, or of another ledger, that have a verdict, as opinions of somebody.

    Who, when and why are taken from the sheet where it tells. Raises StoreError, naming file and line, for what is no
    answer.
    """
    table = Table.read(path, needed=("verdict", "about"), known=(*SHEET, "by", "on")).with_days("on")
    found: dict[Hashable, tuple[int, Row]] = {}
    rows = []
    for record in table.records:
        if not _verdict(record.cells):
            continue
        try:
            row = _answer(record.cells, graph, {"by": by, "on": on, "why": why})
        except ValueError as error:
            raise table.error(record, error) from error
        line, other = found.setdefault((row.matter, row.on), (record.line, row))
        if row.verdict != other.verdict:
            raise table.error(record, f"says {row.verdict}, line {line} says {other.verdict} of the same; keep one")
        rows.append(row)
    return rows


def row_of(graph: Graph, verdict: str, about: str, other: str = "", **said: str) -> Row:
    """An opinion about things of a graph, given by local id, with the context that the graph has."""
    cells = {"verdict": verdict, "about": about, "other": other, **trace.context(graph, about), **said}
    if other:
        cells |= _of_other(graph, other)
    try:
        return Row.of(cells)
    except ValueError as error:
        raise StoreError(str(error)) from error


_TWICE = ("label", "article", "quote")


def _verdict(cells: Mapping[str, str]) -> str:
    """The verdict of a line: that which was filled in, or which a yes or a no says."""
    word, two = cells.get("verdict", "").strip().casefold(), bool(cells.get("other", "").strip())
    if word in _YES:
        return "same" if two else "confirmed"
    if word in _NO:
        return "different" if two else "wrong"
    return word


def _answer(cells: Mapping[str, str], graph: Graph, said: Mapping[str, str]) -> Row:
    own = {name: cells[name] for name in ("by", "on", "why") if cells.get(name, "").strip()}
    told = {**cells, **said, **own, "verdict": _verdict(cells)}
    if not told["by"]:
        msg = "say who filled it in: --by NAME, or in a column 'by'"
        raise ValueError(msg)
    row = Row.of(told)
    now = {**trace.context(graph, row.about), **_of_other(graph, row.other)}
    shown = {name: cell for name, cell in row.cells().items() if cell}  # the opinion is on what the sheet showed
    return Row.of({**now, **shown})


def _of_other(graph: Graph, name: str) -> dict[str, str]:
    return {f"other_{name}": cell for name, cell in trace.context(graph, name).items() if name in _TWICE}


def _ends(claim: Claim) -> Iterator[str]:
    yield claim.subject
    if isinstance(claim.object, str):
        yield claim.object


def _identities(graph: Graph, touched: Counter[str]) -> Iterator[Question]:
    for one in settled(graph.judgements).values():
        if one.verdict != "unsure" or not {one.left, one.right} <= graph.entities.keys():
            continue
        sure = one.confidence / 1000
        doubt = 1 - abs(2 * sure - 1)
        left, right = trace.context(graph, one.left), trace.context(graph, one.right)
        classes = " and ".join(graph.entities[name].cls for name in (one.left, one.right))
        cells = {
            "question": f"Is “{left['label']}” the same as “{right['label']}” ({classes})?",
            "confidence": f"{sure:.2f}",
            "doubt": one.why,
            "about": one.left,
            "other": one.right,
            **left,
            **{f"other_{name}": value for name, value in right.items()},
            **_told_in(graph, left.get("article", "")),
        }
        yield Question(cells, doubt * math.log2(1 + min(touched[one.left], touched[one.right])))


def _claims(graph: Graph, touched: Counter[str]) -> Iterator[Question]:
    contested = {claim.id for pair in contradictions(graph) for claim in (pair.claimed, pair.denied)}
    said = Counter(claim.triple for claim in graph.claims.values() if graph.entitles(claim))
    for claim in graph.claims.values():
        if graph.review(claim.id) is not None or not (graph.entitles(claim) or claim.id in contested):
            continue
        doubt = 1.0 if claim.id in contested else min(1.0, 2 * (1 - claim.confidence / 1000))
        shown = trace.context(graph, claim.id)
        cells = {
            "question": f"Does the article say so ({_how(claim)}): {shown['label']}?",
            "says": tidy(graph.label(claim.attributed_to)),
            "confidence": f"{claim.confidence / 1000:.2f}",
            "doubt": _CONTESTED if claim.id in contested else f"read by {claim.found_by}",
            "about": claim.id,
            **shown,
            **_told_in(graph, claim.article),
        }
        reach = math.log2(1 + min(touched[end] for end in _ends(claim)))
        yield Question(cells, doubt * reach / max(1, said[claim.triple]))


def _how(claim: Claim) -> str:
    shown = claim.factuality
    return f"{shown.polarity}, {shown.certainty}, {shown.temporality}"


def _told_in(graph: Graph, article: str) -> dict[str, str]:
    info = graph.articles.get(article)
    if info is None:
        return {}
    return {"title": tidy(graph.label(article)), "published": info.date.isoformat() if info.date else ""}
