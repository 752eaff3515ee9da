"""What becomes of rows when articles are removed."""

from __future__ import annotations

from dataclasses import replace

from kg.graph import Graph
from kg.ledger import Row
from kg.ledger.forget import forgotten, touched
from kg.ledger.sheet import row_of
from kg.mention import Entity, Mention
from kg.text import Span
from tests.export.sample import ARREST, INFO, KIM, KNOWN, POLICE, sample

SAID = {"by": "Ann", "on": "2024-08-02", "why": "I looked"}
DETAINS = next(one.id for one in sample().claims.values() if one.predicate == "detains")
GONE = {INFO.id}
NAMED = {*sample().claims, *sample().events, *sample().entities}


def rest(*labels: str) -> Graph:
    """What another article leaves: the police, under these names."""
    mention = Mention("article/b", Span(0, 6), "police")
    one = Entity(POLICE, "Agency", frozenset(labels), frozenset({mention}))
    return replace(Graph(), entities={POLICE: one}, known={"place/russia": KNOWN["place/russia"]})


def test_rows_about_what_goes_go() -> None:
    rows = [row_of(sample(), "wrong", name, **SAID) for name in (DETAINS, ARREST, KIM)]
    rows += [row_of(sample(), "same", KIM, POLICE, **SAID)]
    rows += [Row("wrong", KIM, "", "Ann", "", "written by hand, without a quote")]
    rows += [replace(rows[0], about="claim/a-1-0-9-12ab")]  # as an earlier reader named it
    assert touched(rows, GONE, NAMED) == rows
    found = forgotten(rows, rest("Police"), GONE)
    assert (set(found.gone), found.retold) == (set(rows), {})
    assert found.changes == dict.fromkeys(rows)


def test_a_row_about_what_stays_is_told_in_words_that_stay() -> None:
    row = row_of(sample(), "wrong", POLICE, **SAID)
    assert (row.label, row.article) == ("Police", INFO.id)
    found = forgotten([row], rest("police"), GONE)
    retold = replace(row, label="police", article="article/b", quote="police")
    assert (found.gone, found.retold) == ((), {row: retold})
    named = replace(retold, label="Police")
    assert forgotten([named], rest("police"), GONE).retold == {named: retold}, "by a name that the other does not use"
    assert forgotten([named], rest("police", "Police"), GONE).changes == {}


def test_rows_about_other_things_are_not_touched() -> None:
    row = Row("wrong", "event/b-detention-7", "", "Ann", "", "x", article="article/b", quote="arrested")
    assert touched([row], GONE, NAMED) == []
