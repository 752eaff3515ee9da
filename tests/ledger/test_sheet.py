"""The sheet of questions: what it asks, in which order, and that hostile titles do no harm in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from kg.graph import Graph
from kg.ledger import reviewed
from kg.ledger.sheet import answers, questions, row_of, write
from tests.export.sample import KNOWN, POLICE, reading, sample

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
