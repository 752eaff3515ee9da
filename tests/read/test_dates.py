from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.dates import coarse_date, full_date, month_and_day

DAY = dt.date(2024, 8, 1)


@pytest.mark.parametrize(
    "words",
    [
        "2024-08-01",
        "20240801",
        "2024-08-01T08:04:00Z",
        "2024-08-01T08:04:00.123+09:00",
        "2024-08-01 08:04",
        "2024-08-01 08:04:00 UTC",
        "2024/8/1",
        "2024.08.01.",
        "2024년 8월 1일",
        "August 01, 2024 at 08:04AM",
        "August 1, 2024",
        "Aug. 1, 2024, 8:04 a.m. EST",
        "Thursday, August 1, 2024",
        "Thu, 01 Aug 2024 08:04:00 +0900",
        "1 August 2024",
        "1st of August 2024",
        "01-Aug-2024",
        "08:04 KST, 1 August 2024",
        " AUGUST 1, 2024 ",
    ],
)
def test_full_dates(words: str) -> None:
    assert full_date(words) == DAY


@pytest.mark.parametrize(
    "words",
    ["", "2024", "2024-08", "August 2024", "August 1", "yesterday", "today", "Monday", "2024-02-30", "31 June 2024",
     "1722499440", "12", "8/1/24", "August 32, 2024", "Augustus 1, 2024", "2024-08-01 and more", "x" * 10_000],
)  # fmt: skip
def test_anything_less_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write it as YYYY-MM-DD"):
        full_date(words)


def test_day_and_month_that_can_be_swapped_are_refused() -> None:
    with pytest.raises(ValueError, match="may be 2024-01-08 or 2024-08-01"):
        full_date("01/08/2024")
    assert full_date("08/08/2024") == dt.date(2024, 8, 8)
    assert full_date("31/08/2024") == full_date("08/31/2024") == dt.date(2024, 8, 31)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_written_forms_come_back(day: dt.date) -> None:
    for words in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        assert full_date(words) == day


@given(st.text(max_size=90))
def test_no_words_crash_it(words: str) -> None:
    found: dt.date | str
    try:
        found = full_date(words)
    except ValueError as error:
        found = str(error)
    assert isinstance(found, dt.date) or "YYYY-MM-DD" in found
    month_and_day(words)
    coarse_date(words)


def test_parts() -> None:
    assert month_and_day("March 22") == month_and_day("22 March") == month_and_day("Friday, 22nd Mar.") == (3, 22)
    assert month_and_day("March 22, 2024") is None
    assert coarse_date("2024") == (2024, None)
    assert coarse_date("2024-08") == (2024, 8)
    assert coarse_date("2024-13") is None
