"""Arithmetic of days, weeks (Monday to Sunday), months, seasons, quarters, years and decades. No words, no language.

Dates outside of the calendar (30 February, year 0) raise ValueError or OverflowError, as :class:`datetime.date` does.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import NamedTuple

_ONE_DAY = dt.timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
PRECISION = {
    "day": "day",
    "week": "week",
    "weekend": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "season",
    "year": "year",
    "decade": "year",
}
"""The precision that a unit gives; units that are not here (hours, centuries) give no date."""
FINENESS = ("day", "week", "month", "season", "year")
"""Precisions from fine to coarse."""


class Days(NamedTuple):
    """Days inclusive, either end open, with their precision, as in :class:`kg.mention.When`."""

    start: dt.date | None
    end: dt.date | None
    precision: str


def one_day(date: dt.date) -> Days:
    """That day."""
    return Days(date, date, "day")


def span_of_months(year: int, first: int, last: int, precision: str) -> Days:
    """From the first month of ``year`` to the end of ``last``, in the next year where that is before ``first``."""
    closing = year + (last < first)
    return Days(dt.date(year, first, 1), dt.date(closing, last, monthrange(closing, last)[1]), precision)


def span_of_years(first: int, last: int) -> Days:
    """From 1 January of ``first`` to 31 December of ``last``."""
    return Days(dt.date(first, 1, 1), dt.date(last, 12, 31), "year")


def whole(unit: str, date: dt.date) -> Days:
    """The day, week, weekend (of the ISO week), month, quarter, year or decade that holds the date."""
    if unit == "day":
        return one_day(date)
    if unit in ("week", "weekend", "fortnight"):
        monday = date - date.weekday() * _ONE_DAY
        return Days(monday + (5 if unit == "weekend" else 0) * _ONE_DAY, monday + 6 * _ONE_DAY, "week")
    if unit == "month":
        return span_of_months(date.year, date.month, date.month, "month")
    if unit == "quarter":
        first = (date.month - 1) // 3 * 3 + 1
        return span_of_months(date.year, first, first + 2, "season")
    if unit == "year":
        return span_of_years(date.year, date.year)
    first = date.year // 10 * 10
    return span_of_years(first, first + 9)


def moved(date: dt.date, steps: int, unit: str) -> dt.date:
    """The date so many units later (earlier where negative); the last day of a month where it has no such day."""
    if unit in _DAYS:
        return date + steps * _DAYS[unit] * _ONE_DAY
    months = date.year * 12 + date.month - 1 + steps * _MONTHS[unit]
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1]) if 0 < year < 10_000 else 1)


def size(days: Days) -> str | None:
    """What kind of stretch it is: week, month, season, year or decade; None for all others."""
    if days.start is None or days.end is None or days.precision not in FINENESS[1:]:
        return None
    if days.precision == "year":
        return {1: "year", 10: "decade"}.get(days.end.year - days.start.year + 1)
    return days.precision


def share(days: Days, first: int, last: int) -> Days:
    """The part from the first to the last day of a month or week, month of a year or season, year of a decade (from 1).

    Its precision is what it is counted in, but a part of a month stays ``month``: nobody told the days. A stretch of
    another kind is given back as it is.
    """
    kind, start = size(days), days.start
    if kind is None or start is None or days.end is None:
        return days
    if kind in ("week", "month"):
        begin, stop = start + (first - 1) * _ONE_DAY, min(days.end, start + (last - 1) * _ONE_DAY)
        return Days(begin, stop, days.precision) if begin <= stop else days
    if kind == "decade":
        return span_of_years(start.year + first - 1, start.year + last - 1)
    begin = moved(start, first - 1, "month")
    stop = min(days.end, moved(start, last, "month") - _ONE_DAY)
    return Days(begin, stop, "month") if begin <= stop else days


def nth(days: Days, count: int, length: int, unit: str) -> Days | None:
    """The ``count``-th stretch (from 1, or -1 for the last) of ``length`` units in a closed stretch of days.

    None where it does not lie within. Weeks are counted from the stretch's first or last day.
    """
    start, end = days.start, days.end
    if start is None or end is None or unit not in PRECISION:
        return None
    if count > 0:
        begin, stop = moved(start, (count - 1) * length, unit), moved(start, count * length, unit) - _ONE_DAY
    else:
        begin, stop = moved(end + _ONE_DAY, -length, unit), end
    return Days(begin, stop, PRECISION[unit]) if start <= begin <= stop <= end else None


def half(days: Days, count: int) -> Days | None:
    """The first (1) or second (2, -1) half of a year or month; None of anything else."""
    kind, start, end = size(days), days.start, days.end
    if start is None or end is None or kind not in ("year", "month"):
        return None
    cut = dt.date(start.year, 7, 1) if kind == "year" else start + 15 * _ONE_DAY
    return Days(start, cut - _ONE_DAY, "month") if count == 1 else Days(cut, end, "month")


def day_after(date: dt.date) -> dt.date:
    """The next day."""
    return date + _ONE_DAY


def day_before(date: dt.date) -> dt.date:
    """The day before."""
    return date - _ONE_DAY
