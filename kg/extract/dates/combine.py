"""Readings made of readings: parts, bounds, ranges, and what is counted from something else that is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from kg.extract.dates import calendar
from kg.extract.dates.calendar import FINENESS, PRECISION, Days
from kg.extract.dates.readings import Now, Reading, resolve


def day_in(day: int, month: Reading) -> Reading:
    """The 19th of a month that is told."""

    def read(now: Now) -> Days | None:
        days = month(now)
        if days is None or days.start is None or calendar.size(days) != "month":
            return None
        return calendar.one_day(days.start.replace(day=day))

    return read


def weekday_in(number: int, week: Reading) -> Reading:
    """Monday (1) to Sunday (7) of a week that is told."""

    def read(now: Now) -> Days | None:
        days = week(now)
        if days is None or days.start is None or calendar.size(days) != "week":
            return None
        return calendar.one_day(calendar.moved(days.start, number - days.start.isoweekday(), "day"))

    return read


def part(reading: Reading, name: str, shares: Mapping[tuple[str, str], tuple[int, int]]) -> Reading:
    """Early, mid or late in it; earlier or later in it is up to, or from, the publication date."""

    def read(now: Now) -> Days | None:
        days = reading(now)
        if days is None or name in ("earlier", "later"):
            return _beside(days, name, now.published)
        kind = calendar.size(days)
        return calendar.share(days, *shares[name, kind]) if kind else days

    return read


def _beside(days: Days | None, name: str, published: dt.date | None) -> Days | None:
    if not (days and published and days.start and days.end and days.start <= published <= days.end):
        return days
    return days._replace(end=published) if name == "earlier" else days._replace(start=published)


def nth(reading: Reading, count: int, length: int, unit: str) -> Reading:
    """The first week, the last three months, the second half of it."""

    def read(now: Now) -> Days | None:
        days = reading(now)
        if days is None:
            return None
        return calendar.half(days, count) if unit == "half" else calendar.nth(days, count, length, unit)

    return read


def bound(kind: str, reading: Reading) -> Reading:
    """``since`` it: from its start on; ``after`` it; ``before`` it; ``until`` it: up to its end."""

    def read(now: Now) -> Days | None:
        days = reading(now)
        edge = days and (days.start if kind in ("since", "before") else days.end)
        if not edge:
            return None
        if kind == "before":
            return Days(None, calendar.day_before(edge), "before")
        if kind == "until":
            return Days(None, edge, "before")
        return Days(calendar.day_after(edge) if kind == "after" else edge, None, "after")

    return read


def between(first: Reading, last: Reading) -> Reading:
    """From the start of the first to the end of the last, read as one.

    Where only the last tells its year, the first is the latest before it; else the last is the next after the first.
    """

    def read(now: Now) -> Days | None:
        told = _with_year(last, now)
        if told and told.end and not _with_year(first, now):
            left = first(replace(now, origin=told.end, future=False))
        else:
            left = first(now)
        if left is None or left.start is None:
            return None
        right = told or last(replace(now, origin=left.start, future=True))
        if right is None or right.end is None:
            return None
        return Days(left.start, right.end, _coarser(left.precision, right.precision))

    return read


def _with_year(reading: Reading, now: Now) -> Days | None:
    """What it means where its own words tell the year; None where that must be looked for."""
    return resolve(reading, replace(now, origin=None))


def turned(reading: Reading, *, future: bool) -> Reading:
    """The same in the direction that the text tells."""
    return lambda now: reading(replace(now, future=future))


def within(reading: Reading, holder: Reading) -> Reading:
    """A date without a year in a year that is told by which one it is (March of last year)."""

    def read(now: Now) -> Days | None:
        days = holder(now)
        if days is None or days.end is None or _with_year(reading, now):
            return reading(now)
        found = reading(replace(now, origin=days.end, future=False))
        return found if found and found.start and days.start and found.start >= days.start else None

    return read


def near(first: Reading, last: Reading) -> Reading:
    """The first of two in a list, whose year only the last may tell (May and June 2023)."""

    def read(now: Now) -> Days | None:
        told = _with_year(last, now)
        if told is None or told.end is None or _with_year(first, now):
            return first(now)
        return first(replace(now, origin=told.end, future=False))

    return read


def _coarser(one: str, other: str) -> str:
    return max(one, other, key=lambda precision: FINENESS.index(precision) if precision in FINENESS else -1)


def moved(reading: Reading, steps: int | None, unit: str) -> Reading:
    """So many units after (before, where negative) something that is told; as coarse as the coarser of the two."""

    def read(now: Now) -> Days | None:
        days = reading(now)
        return _step(days, steps, unit) if days else None

    return read


def anaphor(steps: int | None, unit: str) -> Reading:
    """The next day, a week earlier: counted from what was told before (``anchor``)."""
    return lambda now: _step(now.anchor, steps, unit) if now.anchor else None


def _step(days: Days, steps: int | None, unit: str) -> Days | None:
    base = days.end if (steps or 0) > 0 else days.start
    if base is None or steps is None or unit not in PRECISION or days.precision not in FINENESS:
        return None
    if FINENESS.index(days.precision) > FINENESS.index(PRECISION[unit]):
        return None
    return calendar.whole(unit, calendar.moved(base, steps, unit))
