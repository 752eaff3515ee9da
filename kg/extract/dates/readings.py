"""What an expression of time means: a function from what is known (:class:`Now`) to days.

Parsing gives a reading, not days, so one expression can be read as past, as future, and from another day than the
publication date. A reading gives None where it cannot be resolved: no date is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.dates import calendar
from kg.extract.dates.calendar import PRECISION, Days


@dataclass(frozen=True, slots=True)
class Now:
    """From where an expression is read.

    ``published`` is the publication date; ``origin`` the day from which a date without a year is looked for (the
    publication date, unless a range tells better), ``future`` in which direction; ``anchor`` what
    "the next day" follows.
    """

    published: dt.date | None
    origin: dt.date | None = None
    future: bool = False
    anchor: Days | None = None


Reading = Callable[[Now], Days | None]


def resolve(reading: Reading, now: Now) -> Days | None:
    """The days; None where there are none: impossible dates (30 February), days before year 1, ends before starts."""
    try:
        days = reading(now)
    except (ValueError, OverflowError):
        return None
    if days is None or (days.start and days.end and days.start > days.end):
        return None
    return days


def nothing(_: Now) -> Days | None:
    """An expression of time that is no date."""
    return None


def ongoing(_: Now) -> Days | None:
    """Currently, for years: it goes on, and no day is told."""
    return Days(None, None, "ongoing")


def fixed(start: dt.date, end: dt.date, precision: str) -> Reading:
    """Days told in full."""
    return lambda _: Days(start, end, precision)


def full_date(year: int, month: int, first: int, last: int) -> Reading:
    """Days ``first`` to ``last`` of a month of a year."""
    return lambda _: Days(dt.date(year, month, first), dt.date(year, month, last), "day")


def month_of_year(year: int, month: int) -> Reading:
    """A month of a year."""
    return lambda _: calendar.span_of_months(year, month, month, "month")


def months_of_year(year: int, first: int, last: int) -> Reading:
    """A season or quarter that begins in this year."""
    return lambda _: calendar.span_of_months(year, first, last, "season")


def years(first: int, last: int) -> Reading:
    """Whole years."""
    return lambda _: calendar.span_of_years(first, last)


def decade_of_century(decade: int) -> Reading:
    """The '90s: the latest such decade begun at or before the origin."""

    def read(now: Now) -> Days | None:
        if now.origin is None:
            return None
        first = now.origin.year // 100 * 100 + decade
        first -= 100 if first > now.origin.year else 0
        return calendar.span_of_years(first, first + 9)

    return read


def day_of_year(month: int, first: int, last: int, weekday: int | None = None) -> Reading:
    """Days of a month whose year is not told: the latest at or before the origin, or the coming ones.

    A weekday that does not fit decides the direction instead; where it fits neither, nothing is read.
    """

    def read(now: Now) -> Days | None:
        if now.origin is None:
            return None
        for future in (now.future, not now.future) if weekday else (now.future,):
            start = _nearest_day(month, first, now.origin, future=future)
            if start and (weekday is None or start.isoweekday() == weekday):
                return Days(start, start.replace(day=last), "day")
        return None

    return read


def _nearest_day(month: int, day: int, origin: dt.date, *, future: bool) -> dt.date | None:
    # eight years hold a 29 February even around 1900
    for year in range(origin.year, origin.year + 9) if future else range(origin.year, origin.year - 9, -1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date >= origin if future else date <= origin:
            return date
    return None


def day_of_month(day: int) -> Reading:
    """The 19th, with no month told: the latest at or before the origin, or the coming one."""

    def read(now: Now) -> Days | None:
        if now.origin is None:
            return None
        for step in range(12):
            base = calendar.moved(now.origin.replace(day=1), step if now.future else -step, "month")
            if day <= 28 or calendar.moved(base, 1, "month") - base >= dt.timedelta(days=day):
                date = base.replace(day=day)
                if date >= now.origin if now.future else date <= now.origin:
                    return calendar.one_day(date)
        return None

    return read


def weekday(number: int, which: str = "") -> Reading:
    """Monday (1) to Sunday (7): the latest at or before the origin, or the coming one after it.

    ``which``: ``last`` is strictly before, ``next`` strictly after, ``this`` in the publication date's ISO week.
    """

    def read(now: Now) -> Days | None:
        origin = now.published if which else now.origin
        if origin is None:
            return None
        gap = number - origin.isoweekday()
        if which == "this" and not (now.future and gap < 0):
            step = gap
        elif which == "next" or (which != "last" and now.future):
            step = (gap - 1) % 7 + 1
        else:
            step = -((-gap - 1) % 7 + 1) if which == "last" else -(-gap % 7)
        return calendar.one_day(origin + dt.timedelta(days=step))

    return read


def months(first: int, last: int, precision: str, which: str = "") -> Reading:
    """A month or season whose year is not told: the latest begun at or before the origin, or the coming one.

    The coming one may have begun. ``which``: ``last`` ended before the origin, ``next`` begins after it, ``this`` is
    the publication year's (a winter's that is nearest).
    """

    def read(now: Now) -> Days | None:
        origin = now.published if which else now.origin
        if origin is None:
            return None
        around = [
            calendar.span_of_months(year, first, last, precision) for year in range(origin.year - 2, origin.year + 2)
        ]
        if which == "this":
            return around[1] if last < first and origin.month < 6 else around[2]
        if which == "last":
            return max(days for days in around if days.end and days.end < origin)
        if which == "next":
            return min(days for days in around if days.start and days.start > origin)
        if now.future:
            return min(days for days in around if days.end and days.end >= origin)
        return max(days for days in around if days.start and days.start <= origin)

    return read


def day_from(steps: int) -> Reading:
    """Today (0), yesterday (-1), tomorrow (1)."""
    return lambda now: calendar.one_day(calendar.moved(now.published, steps, "day")) if now.published else None


def unit_from(steps: int, unit: str) -> Reading:
    """This (0), last (-1), next (1) week, month, quarter, year or decade; a weekend is counted from its Saturday."""

    def read(now: Now) -> Days | None:
        date = now.published
        if date is None or unit not in PRECISION:
            return None
        if unit != "weekend":
            return calendar.whole(unit, calendar.moved(date, steps, unit))
        if steps > 0 or now.future:
            begun = date.weekday() > 4 and steps > 0
            return calendar.whole(unit, calendar.moved(date, 1 if begun else 0, "week"))
        begun = date.weekday() > 4 and steps == 0
        return calendar.whole(unit, calendar.moved(date, 0 if begun else -1, "week"))

    return read


def ago(fewest: int | None, most: int | None, unit: str, sign: int = -1) -> Reading:
    """So many units before (after, where ``sign`` is 1) the publication date, as coarse as the unit.

    A number that is not told, or a decade, only says on which side of the publication date.
    """

    def read(now: Now) -> Days | None:
        date = now.published
        if date is None or unit not in PRECISION:
            return None
        if fewest is None or most is None or unit == "decade":
            return _side(date, sign)
        near, far = (calendar.whole(unit, calendar.moved(date, sign * steps, unit)) for steps in (fewest, most))
        first, last = (far, near) if sign < 0 else (near, far)
        return Days(first.start, last.end, PRECISION[unit])

    return read


def same_day(steps: int | None, unit: str, sign: int) -> Reading:
    """A year ago today: that very day, so many units from the publication date."""

    def read(now: Now) -> Days | None:
        if now.published is None or steps is None or unit not in PRECISION:
            return None
        return calendar.one_day(calendar.moved(now.published, sign * steps, unit))

    return read


def beyond(fewest: int | None, unit: str, sign: int = -1) -> Reading:
    """More than so many units ago, or ahead."""

    def read(now: Now) -> Days | None:
        if now.published is None or unit not in PRECISION:
            return None
        return _side(calendar.moved(now.published, sign * (fewest or 0), unit), sign)

    return read


def window(most: int | None, unit: str, sign: int) -> Reading:
    """The past (-1) or coming (1) so many units up to, or from, the publication date."""

    def read(now: Now) -> Days | None:
        date = now.published
        if date is None or unit not in PRECISION:
            return None
        if most is None:
            return _side(date, sign)
        start, end = sorted((date, calendar.moved(date, sign * most, unit)))
        return Days(start, end, PRECISION[unit])

    return read


def side(sign: int) -> Reading:
    """Recently (-1): before the publication date; in the near future (1): after it."""
    return lambda now: _side(now.published, sign) if now.published else None


def _side(date: dt.date, sign: int) -> Days:
    return Days(None, date, "before") if sign < 0 else Days(date, None, "after")
