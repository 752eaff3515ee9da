"""The ledger as a file: what people and spreadsheets do to it, and what it says when something is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.judgement import READINGS
from kg.ledger import COLUMNS, VERDICTS, Ledger, Row
from kg.ledger.days import iso_days
from kg.ledger.file import Added
from kg.ledger.row import IDENTITIES, tidy
from kg.ledger.table import Table, inert, plain

HEAD = ",".join(COLUMNS)
WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["=1+1", "'=1", "+49 30", "-", "@x", "''@", "a;b\tc,d", 'so "he" said', "국가보위성", "# no", "’tis"]
    ),
)
IDS = st.sampled_from(["agency/police-ru", "person/kim-1", "place/vladivostok", "claim/a-1-0-9-12ab"])


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Rows as people could have made them."""
    verdict = draw(st.sampled_from(VERDICTS))
    about, other = draw(st.lists(IDS, min_size=2, max_size=2, unique=True))
    cells = {name: draw(WORDS) for name in COLUMNS if name not in ("article", "other_article")}
    cells |= {"verdict": verdict, "about": about, "other": other if verdict in IDENTITIES else ""}
    cells |= {"by": draw(st.sampled_from(["Ann", "Bob", "=Eve", "안나"])), "article": "article/a-1"}
    return Row.of({**cells, "on": draw(st.sampled_from(["", "2024-08-01", "2024-08-02"]))})


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@given(st.text())
def test_formulas_are_inert_and_come_back(text: str) -> None:
    assert plain(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(rows(), max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(found: list[Row]) -> None:
    table = Table.new(Path("x"), COLUMNS)
    content = table.text(table.line(row.cells()) for row in found)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        for change in (str, lambda text: text.replace("\n", "\r\n")):
            assert read(change(content.decode()).encode(encoding)) == tuple(found)


def read(content: bytes) -> tuple[Row, ...]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return Ledger.load(written(Path(folder) / "ledger.csv", content)).rows


@given(st.lists(rows(), min_size=1, max_size=4), st.sampled_from([";", "\t"]))
@settings(max_examples=30, deadline=None)
def test_a_spreadsheet_may_choose_the_separator(found: list[Row], mark: str) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(value) for value in row.cells().values()] for row in found)
    assert read(("\ufeff" + out.getvalue()).encode()) == tuple(found)
    assert read((f"sep={mark}\r\n" + out.getvalue()).encode()) == tuple(found)


@given(st.lists(rows(), min_size=1, max_size=5, unique_by=lambda row: (row.identity, row.about, row.other, row.by)))
@settings(max_examples=30, deadline=None)
def test_what_is_added_and_taken_back_leaves_no_byte(tmp_path_factory, found: list[Row]) -> None:
    path = tmp_path_factory.mktemp("ledger") / "ledger.csv"
    book = Ledger.load(path, missing_ok=True)
    added = book.add(found[:-1]).rows
    before = path.read_bytes() if path.exists() else None
    assert book.add(found[:-1]).rows == (), "who says it again says nothing new"
    if before is not None:
        assert path.read_bytes() == before
    assert Ledger.load(path, missing_ok=True).rows == added == tuple(found[:-1])
    assert book.add([found[-1]]).rows == (found[-1],)
    assert Ledger.load(path).rows == tuple(found)
    book.remove([found[-1]])
    assert path.read_bytes() == (before or f"{HEAD}\n".encode())


def test_comments_blank_lines_and_other_columns_stay(tmp_path: Path) -> None:
    text = "note,verdict,about,by,on,why,other\n# ours\nx,wrong,event/a,Ann,,because,\n\ny,confirmed,event/b,Bob,,,\n"
    path = written(tmp_path / "ledger.csv", text)
    one, two = Ledger.load(path).rows
    assert (one.about, two.why) == ("event/a", "no reason given")
    Ledger.load(path).remove([one])
    assert path.read_text() == text.replace("x,wrong,event/a,Ann,,because,\n", "")
    with pytest.raises(StoreError, match=r"ledger\.csv line 1: no column 'label'.*add it to the first line"):
        Ledger.load(path).add([Row("wrong", "event/c", "", "Ann", "", "so", label="C")])


def test_a_file_without_a_last_line_end_can_be_added_to(tmp_path: Path) -> None:
    path = written(tmp_path / "ledger.csv", f"{HEAD}\r\nwrong,event/a,,Ann")
    Ledger.load(path).add([Row("wrong", "event/b", "", "Ann", "", "so")])
    assert [row.about for row in Ledger.load(path).rows] == ["event/a", "event/b"]
    assert path.read_bytes().count(b"\r\n") == 3


WRONG = {
    "wrog,event/a,,Ann": "line 2: unknown verdict 'wrog'. Did you mean 'wrong'",
    "wrong,,,Ann": "line 2: 'about' is '', no id; give one like agency/police-ru",
    "wrong,event/a,person/b,Ann": "line 2: 'wrong' is about one thing; leave 'other' empty",
    "same,person/b,,Ann": "line 2: 'other' is '', no id",
    "same,person/b,person/b,Ann": "line 2: 'about' and 'other' are both person/b; name two",
    "wrong,event/a,,": "line 2: 'by' is ''; name the person",
    "wrong,event/a,,rule/name": "line 2: 'by' is 'rule/name'; name the person",
    "wrong,event/a,,Ann,8/1/2024": "line 2: 'on' is '8/1/2024', no day; write YYYY-MM-DD",
    "wrong,event/a,,Ann,20240801": "line 2: 'on' is '20240801', no day; write YYYY-MM-DD",
    '\n\nwrong,event/a,,"Ann': "line 4: unexpected end of data; close the quotation mark",
    f"wrong,event/a,,Ann{',' * 20}x": "line 2: 24 cells for 16 columns; put a cell with separators",
}


@pytest.mark.parametrize("text", WRONG)
def test_mistakes_are_named_with_line_and_remedy(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "ledger.csv", f"{HEAD}\n{text}\n" if '"Ann' not in text else f"{HEAD}\n{text}")
    with pytest.raises(StoreError) as caught:
        Ledger.load(path)
    assert WRONG[text] in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty; the first line should read verdict,about"),
        (b"verdict,about\nwrong,event/a\n", "line 1: no column 'by'"),
        (b"verdict,about,by,About\nwrong,event/a,Ann,event/b\n", "line 1: two columns 'about'; keep one"),
        (HEAD.encode() + b"\nwrong,event/a,,J\xf6rg\n", "line 2: not UTF-8; save it as 'CSV UTF-8'"),
    ],
)
def test_what_is_no_ledger_is_refused(content: bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Ledger.load(written(tmp_path / "ledger.csv", content))
    assert problem in str(caught.value)


def test_a_missing_ledger_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"ledger\.csv: cannot be read"):
        Ledger.load(tmp_path / "ledger.csv")
    assert Ledger.load(tmp_path / "ledger.csv", missing_ok=True).rows == ()


def test_ids_may_be_written_as_iris_and_pairs_in_any_order(tmp_path: Path) -> None:
    lines = "same,https://x.org/id/person/b,person:a,Ann\nSame , person/a,<https://x.org/id/person/b>,Ann\n"
    (one,) = set(Ledger.load(written(tmp_path / "l.csv", f"{HEAD}\n{lines}")).rows)
    assert (one.about, one.other, one.verdict) == ("person/a", "person/b", "same")


@given(rows())
def test_rows_are_tidy(row: Row) -> None:
    assert all(value == tidy(value) for value in row.cells().values())
    assert Row.of(row.cells()) == row
    assert row.identity == (row.verdict not in READINGS)


def test_who_changes_his_mind_on_one_day_takes_back_what_he_said(tmp_path: Path) -> None:
    book = Ledger.load(tmp_path / "ledger.csv", missing_ok=True)
    first = Row("wrong", "event/a", "", "Ann", "2024-08-01", "denied")
    later = Row("confirmed", "event/a", "", "Ann", "2024-08-01", "no, it is there")
    other = Row("wrong", "event/a", "", "Bob", "2024-08-01", "denied")
    assert book.add([first, other]) == Added((first, other))
    assert book.add([later]) == Added((later,), (first,)), "what is taken back is told"
    assert set(Ledger.load(book.path).rows) == {other, later}
    again = Row("wrong", "event/a", "", "Ann", "2024-08-02", "denied")
    assert book.add([again]) == Added((again,))
    assert set(Ledger.load(book.path).rows) == {other, later, again}


@given(rows(), st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(["%d.%m.%Y", "%Y/%m/%d", "%Y. %m. %d."]))
@settings(max_examples=30, deadline=None)
def test_dates_that_a_spreadsheet_has_changed_are_read(row: Row, day: dt.date, written_as: str) -> None:
    """Excel writes the dates of a table anew as the user's country does, whenever it saves the table."""
    table = Table.new(Path("x"), COLUMNS)
    mangled = {**row.cells(), "on": day.strftime(written_as)}
    assert [one.on for one in read(table.text([table.line(mangled)]))] == [day.isoformat()]


@given(st.lists(st.dates(min_value=dt.date(1000, 1, 1)), min_size=1, max_size=5), st.booleans(), st.sampled_from("/-"))
def test_day_and_month_are_told_apart_by_the_column_or_not_at_all(days: list[dt.date], first: bool, mark: str) -> None:
    column = [day.strftime(f"%d{mark}%m{mark}%Y" if first else f"%m{mark}%d{mark}%Y") for day in days]
    clear = any(day.day > 12 for day in days)
    for day, cell, found in zip(days, column, iso_days(column), strict=True):
        assert found == (day.isoformat() if clear or day.day == day.month else cell)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    book = Ledger.load(tmp_path / "none" / "ledger.csv", missing_ok=True)
    with pytest.raises(StoreError, match=r"none/ledger\.csv: cannot be written \(No such file or directory\)"):
        book.add([Row("wrong", "event/a", "", "Ann", "", "so")])


def test_changes_last_only_where_what_is_done_meanwhile_succeeds(tmp_path: Path) -> None:
    text = "by,verdict,about,note\n# ours\nAnn,wrong,event/a,mine\nBob,wrong,event/b,\n"
    path = written(tmp_path / "ledger.csv", text)
    one, two = Ledger.load(path).rows
    changes = {one: Row("wrong", "event/c", "", "Ann", "", "so", label="no column for it"), two: None}
    after = "by,verdict,about,note\n# ours\nAnn,wrong,event/c,mine\n"

    class OtherError(Exception):
        pass

    def fail() -> None:
        with Ledger.load(path).changed(changes):
            assert path.read_text() == after
            raise OtherError

    with pytest.raises(OtherError):
        fail()
    assert path.read_text() == text
    with Ledger.load(path).changed(changes):
        pass
    assert path.read_text() == after


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: f"{HEAD}\n{text}".encode("utf-8", "surrogatepass")),
        st.text("wrong,\"\r\n;='Ann\tsep/#", max_size=120).map(lambda text: f"sep=;\r{HEAD}\r{text}".encode()),
        st.text(max_size=80).map(lambda text: HEAD.encode("utf-16") + text.encode("utf-16-le", "surrogatepass")),
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_file_is_rows_or_one_line(content: bytes) -> None:
    try:
        found, problem = read(content), ""
    except StoreError as error:
        found, problem = (), str(error)
    assert all(isinstance(row, Row) for row in found)
    assert not {"\r", "\n"} & set(problem)
