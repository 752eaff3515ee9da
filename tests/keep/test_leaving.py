"""What a store's ledger says of articles that are removed: nothing, unless somebody wants it to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.keep import keeping, leaving, load
from kg.ledger import Ledger
from tests.keep.test_damage import change, one_line

STORIES = {
    "a": "Ann Bell meets Cho Dan in Moscow.",
    "b": "Cho Dan arrests Ann Bell.",
    "c": "Cho Dan meets Zebulon Quagga in Tumen.",
}
SAID = ("--by", "Eve", "--why", "I looked")
Kg = Callable[..., object]


@pytest.fixture
def home(kg: Kg, plain: Path, small: Path, tmp_path: Path) -> Path:
    """A folder with a store, in which people have corrected things."""
    (tmp_path / "stories").mkdir()
    for name, text in STORIES.items():
        (tmp_path / "stories" / f"{name}.txt").write_text(text)
    store = tmp_path / "store"
    build = ("build", tmp_path / "stories", "--store", store, "-q")
    assert kg(*build, "--extractor", "plain", "--ontology", small).exit_code == 0
    claim = next(one.id for one in load(store).claims.values() if one.article == "article/c")
    for words in (
        ("--wrong", claim),
        ("--same", "Zebulon Quagga", "Ann Bell"),
        ("--confirmed", "Zebulon Quagga"),
        ("--confirmed", "Ann Bell"),
        ("--wrong", "Cho Dan"),
    ):
        done = kg("review", store, *words, *SAID)
        assert done.exit_code == 0, done.output
    ledger = store / "ledger.csv"
    told_in_c = ledger.read_text().replace("Cho Dan,,article/a,Cho Dan", "Cho Dan,,article/c,Cho Dan")
    ledger.write_text(f"{told_in_c}# a note\n")
    assert len(Ledger.load(ledger).rows) == 5
    assert kg(*build).exit_code == 0
    return tmp_path


def test_no_word_of_what_is_removed_stays(home: Path, kg: Kg) -> None:
    store = home / "store"
    done = kg("remove", "c", "--store", store, "-q")
    assert done.exit_code == 0, done.output
    assert "ledger.csv: 3 corrections of what was removed taken out:" in done.stdout
    assert "Zebulon Quagga is" in done.stdout or "is Zebulon Quagga (Eve, " in done.stdout
    assert "ledger.csv: 1 correction told in words of other articles now" in done.stdout
    for path in (store / "ledger.csv", store / "report.json"):
        assert "Quagga" not in path.read_text()
        assert "article/c" not in path.read_text()
    one, two = Ledger.load(store / "ledger.csv").rows
    assert (one.verdict, one.label, two.verdict, two.label) == ("confirmed", "Ann Bell", "wrong", "Cho Dan")
    assert {one.article, two.article} <= {"article/a", "article/b"}
    assert (store / "ledger.csv").read_text().endswith("# a note\n")
    assert json.loads((store / "report.json").read_text())["review"] == {
        "rows": 2,
        "counting": {"confirmed": 1, "wrong": 1},
    }
    assert kg("review", store, "--list").exit_code == 0
    assert kg("check", store).exit_code == 0


def test_who_wants_it_keeps_the_rows(home: Path, kg: Kg) -> None:
    store = home / "store"
    before = (store / "ledger.csv").read_bytes()
    done = kg("remove", "c", "--store", store, "--keep-rows")
    assert "4 corrections still quote what was removed: r-" in done.stdout
    assert (store / "ledger.csv").read_bytes() == before
    listed = kg("review", store, "--list")
    assert listed.exit_code == 1
    assert "4 rows quote article:c, which is not in" in listed.stderr
    assert kg("build", home / "stories", "--store", store).exit_code == 0
    assert kg("review", store, "--list").exit_code == 0, "it has come back"


def test_an_article_that_nobody_has_corrected_leaves_the_ledger_as_it_is(home: Path, kg: Kg) -> None:
    before = (home / "store" / "ledger.csv").read_bytes()
    (home / "d.txt").write_text("Red Club meets Blue Club.")
    kg("build", home / "d.txt", "--store", home / "store")
    done = kg("remove", "d", "--store", home / "store")
    assert "ledger.csv" not in done.stdout
    assert (home / "store" / "ledger.csv").read_bytes() == before


def test_where_an_article_cannot_leave_its_corrections_stay(home: Path, kg: Kg) -> None:
    before = (home / "store" / "ledger.csv").read_bytes()

    def fail() -> None:
        with keeping(home / "store") as keeper, leaving(home / "store", keeper.catalogue, ["article/c"]) as forgotten:
            assert len(forgotten.gone) == 3
            assert b"Quagga" not in (home / "store" / "ledger.csv").read_bytes()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert (home / "store" / "ledger.csv").read_bytes() == before
    change(home, "UPDATE readings SET content = substr(content, 1, 30) WHERE article = 'article/a'")
    line = one_line(kg("remove", "c", "--store", home / "store"))
    assert "article/a: what was read in it is damaged" in line
    assert "nothing was removed: kg build --store" in line
    assert (home / "store" / "ledger.csv").read_bytes() == before


def test_an_article_whose_reading_is_damaged_can_leave(home: Path, kg: Kg) -> None:
    change(home, "UPDATE readings SET content = substr(content, 1, 30) WHERE article = 'article/c'")
    assert kg("remove", "c", "--store", home / "store").exit_code == 0
    rows = Ledger.load(home / "store" / "ledger.csv").rows
    assert not [row for row in rows if "article/c" in (row.article, row.other_article)]


def test_a_ledger_that_cannot_be_read_keeps_the_article(home: Path, kg: Kg) -> None:
    (home / "store" / "ledger.csv").write_bytes(b"verdict,about,by\nwrong,event/a,J\xf6rg\n")
    assert "ledger.csv line 2: not UTF-8" in one_line(kg("remove", "c", "--store", home / "store"))
    assert len(load(home / "store").articles) == 3
