"""What an expression of time means: a function from what is known (:class:`Now`) to days.

Parsing gives a reading, not days, so one expression can be read as past, as future, and from another day than the
publication date. A reading gives None where it cannot be resolved: no date is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kg.extract.dates import calendar
from kg.extract.dates.calendar import FINENESS, PRECISION, Days


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


def day_in(day: int, month: Reading) -> Reading:
    """The 19th of a month that is told."""

    def read(now: Now) -> Days | None:
        days = month(now)
        if days is None or days.start is None or calendar.size(days) != "month":
            return None
        return calendar.one_day(days.start.replace(day=day))

    return read


def weekday(number: int, which: str = "") -> Reading:
    """Monday (1) to Sunday (7): the latest at or before the origin, or the coming one after it.

    ``which``: ``last`` is strictly before, ``next`` strictly after, ``this`` in the publication date's ISO week.
    """

    def read(now: Now) -> Days | None:
        if now.origin is None:
            return None
        gap = number - now.origin.isoweekday()
        if which == "this" and not (now.future and gap < 0):
            step = gap
        elif which == "next" or (which != "last" and now.future):
            step = (gap - 1) % 7 + 1
        else:
            step = -((-gap - 1) % 7 + 1) if which == "last" else -(-gap % 7)
        return calendar.one_day(now.origin + dt.timedelta(days=step))

    return read


def weekday_in(number: int, week: Reading) -> Reading:
    """Monday (1) to Sunday (7) of a week that is told."""

    def read(now: Now) -> Days | None:
        days = week(now)
        if days is None or days.start is None or calendar.size(days) != "week":
            return None
        return calendar.one_day(calendar.moved(days.start, number - days.start.isoweekday(), "day"))

    return read


def months(first: int, last: int, precision: str, which: str = "") -> Reading:
    """A month or season whose year is not told: the latest begun at or before the origin, or the coming one.

    The coming one may have begun. ``which``: ``last`` ended before the origin, ``next`` begins after it, ``this`` is
    the publication year's (a winter's that is nearest).
    """

    def read(now: Now) -> Days | None:
        origin = now.origin
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
    """From the start of the first to the end of the last; where only one tells its year, the other lies next to it."""

    def read(now: Now) -> Days | None:
        timeless = Now(None, anchor=now.anchor)
        told_first, told_last = resolve(first, timeless), resolve(last, timeless)
        begin, stop = now, now
        if told_last and told_last.end and not told_first:
            begin = replace(now, origin=told_last.end, future=False)
        elif told_first and told_first.start and not told_last:
            stop = replace(now, origin=told_first.start, future=True)
        left, right = first(begin), last(stop)
        if left and right and left.start and right.end and left.start > right.end:
            if now.future:
                right = last(replace(now, origin=left.start, future=True))
            else:
                left = first(replace(now, origin=right.end, future=False))
        if not (left and right and left.start and right.end):
            return None
        return Days(left.start, right.end, _coarser(left.precision, right.precision))

    return read


def near(first: Reading, last: Reading) -> Reading:
    """The first of two in a list, whose year only the last may tell (May and June 2023)."""

    def read(now: Now) -> Days | None:
        told = resolve(last, Now(None))
        if told is None or told.end is None or resolve(first, Now(None)):
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
