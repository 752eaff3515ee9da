"""Dates by the calendar: days, months, years, decades, seasons, quarters, feasts, weekdays.

Every rule takes a line and an index and gives the expression that begins there, or None. What stands before and after
decides whether a number is a year and whether May is a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.dates import readings
from kg.extract.dates.readings import Reading
from kg.extract.dates.tokens import Line

YEARS = range(1800, 2101)
_NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
_BEFORE_YEAR = ("bound", "part", "of", "prep")
_FIRM = ("since", "")
_OPENING = frozenset("([")
_CLOSING = frozenset(")],;-–—")


class Hit(NamedTuple):
    """An expression: the index after it, what it means, and its family (day, month, year…); ``none`` is no date."""

    stop: int
    reading: Reading
    family: str


def no_date(stop: int) -> Hit:
    """An expression of time that is no date."""
    return Hit(stop, readings.nothing, "none")


def absolute(line: Line, i: int, *, loose: bool) -> Hit | None:
    """The date that begins here; ``loose`` where a range or list already says that it is one."""
    return (
        _numeric(line, i)
        or _with_weekday(line, i)
        or _dated(line, i, None)
        or month_only(line, i, loose=loose)
        or _season(line, i, loose=loose)
        or _decade(line, i)
        or _year(line, i, loose=loose)
    )


def _numeric(line: Line, i: int) -> Hit | None:
    """2024-03-19, 19.03.2024, 3/19/2024; where day and month could be exchanged, it is no date."""
    match = _NUMERIC.fullmatch(line[i].low)
    if match is None or (line.touches(i) and line[i - 1].low not in _OPENING):
        return None
    first, _, second, third = match.groups()
    if len(first) == 4 and len(third) <= 2:
        year, month, day = int(first), int(second), int(third)
    elif len(third) == 4 and len(first) <= 2:
        year, day, month = int(third), int(first), int(second)
        if day != month and day <= 12 and month <= 12:
            return no_date(i + 1)
        if month > 12:
            day, month = month, day
    else:
        return None
    return Hit(i + 1, readings.full_date(year, month, day, day), "day") if year in YEARS else None


def _with_weekday(line: Line, i: int) -> Hit | None:
    """Monday; Monday, July 29; Mon. 29 July 2024; Monday morning."""
    value = line[i].value("weekday")
    if value is None or _is_name(line, i):
        return None
    short = line[i].has("weekday", "abbr")
    after = i + 2 if short and line[i + 1].low == "." else i + 1
    comma = after + 1 if line[after].low in (",", "(") else after
    if hit := _dated(line, line.skip(comma, "article"), int(value)) or _numeric(line, comma):
        closing = line[comma - 1].low == "(" and line[hit.stop].low == ")"
        return hit._replace(stop=hit.stop + closing)
    if short and not line.alone:
        return None
    return Hit(line.skip(i + 1, "daypart"), readings.weekday(int(value)), "weekday")


def _is_name(line: Line, i: int) -> bool:
    """The Sunday Post: an article before and a capital after; no date and no part of a day."""
    following = line[i + 1]
    return "article" in line[i - 1].kinds and following.capital and not following.kinds


def _dated(line: Line, i: int, weekday: int | None) -> Hit | None:
    """A month with its day or days, in either order."""
    return _month_first(line, i, weekday) or _day_first(line, i, weekday)


def _month_at(line: Line, i: int) -> tuple[int, int] | None:
    """The index after a month's name, with its full stop, and its number."""
    value = line[i].value("month")
    if value is None:
        return None
    dot = line[i].has("month", "abbr") and line[i + 1].low == "." and line.touches(i + 1)
    return i + 1 + dot, int(value)


def _month_first(line: Line, i: int, weekday: int | None) -> Hit | None:
    """March 19; Mar. 19th, 2024; March 3-5; June 10, 11 and 12."""
    month = _month_at(line, i)
    if month is None:
        return None
    first = day_at(line, line.skip(month[0], "article"))
    if first is None or _is_count(line, i, first[0]):
        return None
    stop, last = _more_days(line, *first)
    comma = stop + 1 if line[stop].low == "," else stop
    if year := year_at(line, comma):
        return Hit(comma + 1, readings.full_date(year, month[1], first[1], last), "day")
    return Hit(stop, readings.day_of_year(month[1], first[1], last, weekday), "day")


def _is_count(line: Line, i: int, after: int) -> bool:
    """In May 30 people: after "in", what follows the month counts something."""
    return line[i - 1].value("prep") is not None and not line[i - 1].has("prep", "weak") and is_counted(line, after)


def _day_first(line: Line, i: int, weekday: int | None) -> Hit | None:
    """19 March 2024; the 19th of March; 3-5 March; 10 and 11 June."""
    first = day_at(line, i) or _ordinal_day(line, i)
    if first is None:
        return None
    stop, last = _more_days(line, *first, before_month=True)
    suffixed = line[stop - 1].number is None
    month = _month_at(line, line.skip(stop, "of") if suffixed else stop)
    if month is None:
        return None
    comma = month[0]
    for after in (comma, comma + 1 if line[comma].low == "," or "of" in line[comma].kinds else comma):
        if year := year_at(line, after):
            return Hit(after + 1, readings.full_date(year, month[1], first[1], last), "day")
    return Hit(month[0], readings.day_of_year(month[1], first[1], last, weekday), "day")


def day_at(line: Line, i: int) -> tuple[int, int] | None:
    """The index after a number of a day, with its suffix, and the number."""
    token = line[i]
    if token.number is None or not 1 <= token.number <= 31 or len(token.low) > 2:
        return None
    stop = i + 1
    if line.touches(stop) and "suffix" in line[stop].kinds:
        return stop + 1, token.number
    if line.touches(stop) and (line.is_word(stop) or line[stop].low == "%"):
        return None
    return stop, token.number


def _ordinal_day(line: Line, i: int) -> tuple[int, int] | None:
    value = line[i].value("ordinal")
    return None if value is None or int(value) < 1 else (i + 1, int(value))


def _more_days(line: Line, stop: int, day: int, *, before_month: bool = False) -> tuple[int, int]:
    """Days that follow in a list or range, each later than the one before: the index after them, and the last."""
    while True:
        joint = line[stop]
        if not (joint.low == "," or line.dash(stop) or "and" in joint.kinds or "to" in joint.kinds):
            return stop, day
        place = stop + 1 if joint.low != "," else line.skip(stop + 1, "and")
        following = day_at(line, place)
        if following is None or following[1] <= day:
            return stop, day
        if not before_month and (is_counted(line, following[0]) or line[following[0]].kinds.keys() & _NO_DAY):
            return stop, day
        stop, day = following


_NO_DAY = {"month", "unit", "clock", "age", "times"}


def is_counted(line: Line, i: int) -> bool:
    """Whether something that may be counted stands there: people, won, a plural."""
    token = line[i]
    if "counted" in token.kinds:
        return True
    return token.low.endswith(line.plurals) and not token.capital and not token.kinds.keys() - {"unit", "often"}


def year_at(line: Line, i: int) -> int | None:
    """A year of four digits in plain sight."""
    token = line[i]
    if token.number is None or len(token.low) != 4 or token.number not in YEARS:
        return None
    if line.touches(i) and not (line.dash(i - 1) or line[i - 1].low in "([,'\"“‘/"):
        return None
    stuck = line.touches(i + 1) and (line.is_word(i + 1) or line[i + 1].low in "%/")
    built = line.dash(i + 1) and line.touches(i + 1) and line.touches(i + 2) and line.is_word(i + 2)
    return None if stuck or built else token.number


def month_only(line: Line, i: int, *, loose: bool) -> Hit | None:
    """March 2023, March of 2023, or a month alone where what is beside it allows that."""
    month = _month_at(line, i)
    if month is None:
        return None
    stop, number = month
    for after in (stop, stop + 1 if line[stop].low == "," or "of" in line[stop].kinds else stop):
        if year := year_at(line, after):
            return Hit(after + 1, readings.month_of_year(year, number), "month")
    if line[i].has("month", "weak") and not (loose or line.alone or _led_to_month(line, i) or _which_year(line, stop)):
        return None
    return Hit(stop, readings.months(number, number, "month"), "month")


def _led_to_month(line: Line, i: int) -> bool:
    """In May, since May, mid-May: words that make a month of a name."""
    before, after = line[i - 1], line[i + 1]
    if line.dash(i - 1):
        return "part" in line[i - 2].kinds
    if bound := before.value("bound"):
        named = after.capital and not after.kinds  # by April Kim, from May
        return bound == "since" or (bound not in ("from", "between") and not named)
    if before.kinds.keys() & {"part", "which"}:
        return True
    return "prep" in before.kinds and not before.has("prep", "weak")


def _season(line: Line, i: int, *, loose: bool) -> Hit | None:
    """Autumn 2023, the winter of 2023-24; a season alone after in, since, last…"""
    value = line[i].value("season")
    if value is None:
        return None
    first, last = (int(month) for month in value.split("-"))
    after = line.skip(line.skip(i + 1, "of"), "article")
    if year := year_at(line, after):
        return Hit(_past_split(line, after, year), readings.months_of_year(year, first, last), "season")
    if not (loose or line.alone or _led_to_season(line, i) or _which_year(line, i + 1)):
        return None
    return Hit(i + 1, readings.months(first, last, "season"), "season")


def _which_year(line: Line, i: int) -> bool:
    """Whether "last year" or "of this year" stands there."""
    place = line.skip(i, "of")
    return line[place].value("which") in ("this", "last", "next") and line[place + 1].value("unit") == "year"


def _past_split(line: Line, i: int, year: int) -> int:
    """The index after 2023-24 or 2023-2024, where the season runs into the next year."""
    following = line[i + 2]
    if line.dash(i + 1) and following.number in (year + 1, (year + 1) % 100) and len(following.low) in (2, 4):
        return i + 3
    return i + 1


def _led_to_season(line: Line, i: int) -> bool:
    article = "article" in line[i - 1].kinds
    before = line[i - 2] if article else line[i - 1]
    if line.dash(i - 1):
        return "part" in line[i - 2].kinds
    if article and "of" in line[i + 1].kinds:  # the fall of the regime
        return False
    if not article and is_counted(line, i + 1):  # in winter coats
        return False
    led = before.kinds.keys() & {"bound", "part"} or ("prep" in before.kinds and not before.has("prep", "weak"))
    return bool(led) or ("of" in before.kinds and "part" in line[i - 3 if article else i - 2].kinds)


def _decade(line: Line, i: int) -> Hit | None:
    """The 1990s; the '90s where the quotation mark says that digits are left out."""
    token = line[i]
    if token.low == "'" and line.touches(i + 1):
        short = line[i + 1]
        if short.number is not None and len(short.low) == 2 and short.number % 10 == 0 and _plural(line, i + 2):
            return Hit(i + 3, readings.decade_of_century(short.number), "decade")
        return None
    if token.number is None or not _plural(line, i + 1) or token.number % 10:
        return None
    if len(token.low) == 4 and token.number in YEARS:
        return Hit(i + 2, readings.years(token.number, token.number + 9), "decade")
    return no_date(i + 2) if len(token.low) == 2 else None


def _plural(line: Line, i: int) -> bool:
    return "decade" in line[i].kinds and line.touches(i)


def _year(line: Line, i: int, *, loose: bool) -> Hit | None:
    """2019 after in, since, of…, in brackets, after "year", before a noun; 1950-1953 anywhere."""
    if line[i].value("unit") == "year":
        year = year_at(line, i + 1)
        return Hit(i + 2, readings.years(year, year), "year") if year else None
    year = year_at(line, i)
    if year is None:
        return None
    if hit := _years(line, i, year):
        return hit
    counted = is_counted(line, i + 1) or _counts_on(line, i)
    allowed = line.alone or (loose and not counted) or any(_says_year(line, i, year))
    return Hit(i + 1, readings.years(year, year), "year") if allowed else None


def _years(line: Line, i: int, first: int) -> Hit | None:
    """1950-1953, 1950–53; also 2019-05, a month; 2010-12 could be either and is no date."""
    following = line[i + 2]
    if not line.dash(i + 1) or following.number is None or not line.touches(i + 1) or not line.touches(i + 2):
        return None
    if line.dash(i + 3) or (line[i + 3].number is not None and line.touches(i + 3)):
        return None
    if len(following.low) == 4:
        last = year_at(line, i + 2) or 0
        return Hit(i + 3, readings.years(first, last), "year") if first < last else None
    if len(following.low) != 2:
        return None
    if following.low[0] == "0":
        return Hit(i + 3, readings.month_of_year(first, following.number), "month") if following.number else None
    if following.number <= 12 and line[i + 1].low == "-":
        return no_date(i + 3)
    last = first // 100 * 100 + following.number
    return Hit(i + 3, readings.years(first, last), "year") if first < last else None


def _says_year(line: Line, i: int, year: int) -> Iterator[bool]:
    """Reasons to take a number of four digits for a year."""
    place = i - 2 if line.dash(i - 1) and "part" in line[i - 2].kinds else i - 1
    before, after = line[place], line[i + 1]
    if before.kinds.keys() & {"more", "less"} or "counted" in after.kinds or _counts_on(line, i):
        return
    if "unit" in after.kinds and not year % 50:
        return
    if led := next((before.kinds[kind] for kind in _BEFORE_YEAR if kind in before.kinds), None):
        firm = led.value in _FIRM and led.kind in ("prep", "bound") and "weak" not in led.traits
        vague = led.kind == "prep" and not firm and year % 100 == 0
        yield firm or led.kind == "part" or not (vague or is_counted(line, i + 1))
    yield before.low in _OPENING and after.low in _CLOSING
    yield "to" in after.kinds and (year_at(line, i + 2) or 0) > year
    noun = line.is_word(i + 1) and (not after.kinds or after.capital or "season" in after.kinds)
    article = before.kinds.keys() & {"article", "possessor"} or before.has("number", "article")
    yield bool(article) and noun and year % 100 != 0
    yield before.value("unit") == "year"


def _counts_on(line: Line, i: int) -> bool:
    """Between 1800 and 2000 workers: the second number counts, so the first does."""
    joined = line.dash(i + 1) or line[i + 1].kinds.keys() & {"to", "and", "or"}
    return bool(joined) and line[i + 2].number is not None and is_counted(line, i + 3)


def feast(line: Line, i: int) -> Hit | None:
    """Christmas; Christmas 2019; Christmas of 2019."""
    value = line[i].value("holiday")
    if value is None:
        return None
    month, day = (int(number) for number in value.split("-"))
    after = i + 2 if line[i + 1].low == "," or "of" in line[i + 1].kinds else i + 1
    if year := year_at(line, after):
        return Hit(after + 1, readings.full_date(year, month, day, day), "day")
    describes = line.is_word(i + 1) and not line[i + 1].kinds and not line[i - 1].kinds.keys() & {"prep", "bound"}
    if describes or (line[i + 1].capital and not line[i + 1].kinds):  # Christmas gifts
        return None
    return Hit(i + 1, readings.day_of_year(month, day, day), "day")
