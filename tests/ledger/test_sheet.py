"""The sheet of questions: what it asks, in which order, and that hostile titles do no harm in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import Graph
from kg.ledger import reviewed
from kg.ledger.sheet import SHEET, answers, check_vacant, questions, row_of, write
from tests.export.sample import KIM, KNOWN, POLICE, reading, sample

FORMULA = '=HYPERLINK("http://x.org";"click")'


def hostile() -> Graph:
    names = tuple(
        replace(one, labels=frozenset({"@SUM(1+1)"})) if one.id == POLICE else one for one in reading().entities
    )
    one = replace(reading(), article=replace(reading().article, title=FORMULA), entities=names)
    return Graph.of([one], known=KNOWN, types=sample().types.values())


def test_no_cell_is_a_formula_and_all_come_back(tmp_path: Path) -> None:
    graph, path = hostile(), tmp_path / "review.csv"
    write(path, questions(graph))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["title"] for row in rows} == {f"'{FORMULA}"}
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("\n,", "\nyes,"), encoding="utf-8")
    found = answers(path, graph, by="Ann", on="2024-08-02")
    assert len(found) == len(rows)
    assert all(row == row_of(graph, "confirmed", row.about, by="Ann", on="2024-08-02", why=row.why) for row in found)
    assert any(row.label.startswith("@SUM(1+1) — ") for row in found)


def test_contested_comes_before_doubtful_and_doubtful_before_sure() -> None:
    claims = tuple(
        replace(one, confidence=990 if one.predicate == "place" else 400) if one.predicate != "attacks" else one
        for one in reading().claims
    )
    graph = Graph.of([replace(reading(), claims=claims)], known=KNOWN, types=sample().types.values())
    asked = [graph.claims[one.cells["about"]].predicate for one in questions(graph)]
    assert asked[-1] == "place"
    assert "attacks" not in asked, "what is not asserted and not contested is not asked"


def test_what_was_judged_is_not_asked_again() -> None:
    graph = sample()
    first = questions(graph)[0].cells["about"]
    row = row_of(graph, "confirmed", first, by="Ann", on="", why="x")
    assert first not in {one.cells["about"] for one in questions(graph, [row])}
    assert first not in {one.cells["about"] for one in questions(reviewed(graph, [row]).graph)}


def test_an_opinion_is_on_the_reading_that_the_sheet_showed(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    write(path, questions(sample())[:1])
    path.write_text(path.read_text(encoding="utf-8-sig").replace("\n,", "\nno,"), encoding="utf-8")
    other = tuple(replace(one, attributed_to=POLICE) for one in reading().claims)
    now = Graph.of([replace(reading(), claims=other)], known=KNOWN, types=sample().types.values())
    (row,) = answers(path, now, by="Ann", on="")
    (fate,) = reviewed(now, [row]).fates
    assert (row.verdict, fate.state) == ("wrong", "read differently now")


def test_what_is_read_differently_now_is_asked_again() -> None:
    first = questions(sample())[0].cells["about"]
    row = row_of(sample(), "confirmed", first, by="Ann", on="", why="x")
    other = tuple(replace(one, attributed_to=POLICE) for one in reading().claims)
    now = Graph.of([replace(reading(), claims=other)], known=KNOWN, types=sample().types.values())
    assert first in {one.cells["about"] for one in questions(now, [row])}


def filled(path: Path, *lines: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*SHEET, "by", "on"])
        writer.writeheader()
        writer.writerows(lines)
    return path


def test_a_sheet_that_contradicts_itself_is_named(tmp_path: Path) -> None:
    asked = [dict(one.cells) for one in questions(sample())[:2]]
    one, two = asked
    path = filled(tmp_path / "s.csv", {**one, "verdict": "no"}, {**two, "verdict": "yes"}, {**one, "verdict": "right"})
    with pytest.raises(StoreError, match=r"s\.csv line 4: says confirmed, line 2 says wrong of the same; keep one"):
        answers(path, sample(), by="Ann", on="")
    both = filled(path, {**one, "verdict": "no", "by": "Ann"}, {**one, "verdict": "yes", "by": "Bob"})
    assert [row.by for row in answers(both, sample(), on="")] == ["Ann", "Bob"], "two people may say two things"


def test_a_pair_is_judged_in_the_words_of_the_sheet(tmp_path: Path) -> None:
    """An id may have become another thing's since the sheet was written: then the row is not heard."""
    shown = row_of(sample(), "same", KIM, POLICE, by="Ann", on="", why="x").cells()
    path = filled(tmp_path / "s.csv", {**{name: shown.get(name, "") for name in SHEET}, "other_quote": "somebody else"})
    (row,) = answers(path, sample(), by="Ann", on="")
    assert row.other_quote == "somebody else"


def test_a_sheet_with_answers_that_are_nowhere_else_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    check_vacant(path, [])
    (asked, *_) = questions(sample())
    check_vacant(filled(path, dict(asked.cells)), [])
    filled(path, {**asked.cells, "verdict": "no"})
    (row,) = answers(path, sample(), by="Ann", on="")
    check_vacant(path, [row])
    for rows in ([], [replace(row, verdict="confirmed")]):
        with pytest.raises(StoreError, match=r"line 2: is filled in, and not in the ledger; take it with --in first"):
            check_vacant(path, rows)
    for other in ("verdict,about,by\nwrong,event/a,Ann\n", "Dear all,\n", "\x00"):
        path.write_text(other)
        with pytest.raises(StoreError, match="is there, and no sheet that kg wrote; name another file"):
            check_vacant(path, [])
