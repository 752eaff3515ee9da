"""Numbers with units: how many years ago, for how long, how often, how old."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.dates.absolute import Hit, no_date
from kg.extract.dates.tokens import Line

_DECIMAL = re.compile(r"([0-9]{1,3})\.[0-9]{1,3}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


class Amount(NamedTuple):
    """A number of units: the index after it, the fewest and most (None: nobody says), the unit."""

    stop: int
    fewest: int | None
    most: int | None
    unit: str


def amount(line: Line, i: int) -> Amount | None:
    """Three years; two to three weeks; two and a half years; a month; several days; 24 hours; years."""
    count = _count(line, i)
    if count is None:
        if not line[i].has("unit", "plural") or line[i - 1].number is not None:
            return None
        return Amount(i + 1, None, None, line[i].kinds["unit"].value)
    stop, fewest, most = count
    stop = stop + 1 if line.dash(stop) else stop
    if "more_half" in line[stop].kinds:
        most, stop = most and most + 1, stop + 1
    unit = line[stop].value("unit")
    return Amount(stop + 1, fewest, most, unit) if unit else None


def _count(line: Line, i: int) -> tuple[int, int | None, int | None] | None:
    """The index after a number or range of numbers, the fewest and the most."""
    first = _number(line, i)
    if first is None:
        return None
    stop, low, high = first
    if line[stop].kinds.keys() & {"to", "or"} or line.dash(stop):
        second = _number(line, stop + 1)
        if second and low is not None and second[2] is not None and second[2] >= low:
            return second[0], low, second[2]
    return stop, low, high


def _number(line: Line, i: int) -> tuple[int, int | None, int | None] | None:
    token = line[i]
    if token.number is not None:
        return i + 1, token.number, token.number
    if match := _DECIMAL.fullmatch(token.low):
        return i + 1, int(match[1]), int(match[1]) + 1
    if _GROUPED.fullmatch(token.low) and len(token.low) < 8:
        number = int(token.low.replace(",", ""))
        return i + 1, number, number
    if "half" in token.kinds and line[i + 1].has("number", "article"):
        return i + 2, None, None
    value = token.value("number")
    if value is None or (token.has("number", "article") and "unit" not in line[i + 1].kinds):
        return None
    return i + 1, int(value) if value else None, int(value) if value else None


def duration(line: Line, i: int) -> Hit | None:
    """For how long or how many: three years, a 34-year-old's age included. Bare units ("years of hunger") are none."""
    found = amount(line, i)
    if found is None:
        return None
    stop = found.stop
    old = stop + 1 if line.dash(stop) else stop
    if line[old].value("age") == "after":
        return no_date(old + 1)
    if "every" in line[stop].kinds or line[stop].has("number", "article"):
        per = amount(line, stop) or amount(line, stop + 1)
        return no_date(per.stop) if per and per.fewest in (None, 1) else no_date(stop)
    return no_date(stop)


def repeated(line: Line, i: int) -> Hit | None:
    """How often: every month, each Monday, twice a week, two to three times weekly, daily."""
    if "every" in line[i].kinds:
        return _every(line, i + 1)
    if "often" in line[i].kinds:
        return no_date(i + 1)
    count = None if "times" in line[i].kinds else _count(line, i)
    place = count[0] if count else i
    if "times" not in line[place].kinds:
        return None
    after = place + 1
    if "often" in line[after].kinds:
        return no_date(after + 1)
    if "every" in line[after].kinds or line[after].has("number", "article"):
        return _every(line, after + 1)
    return None


def _every(line: Line, i: int) -> Hit | None:
    found = amount(line, i)
    if found:
        return no_date(found.stop)
    place = line.skip(i, "ordinal", "which", "number")
    if line[place].kinds.keys() & {"unit", "weekday", "month", "season", "daypart"}:
        return no_date(line.skip(place + 1, "daypart"))
    return None


def age(line: Line, i: int) -> Hit | None:
    """Aged 34; age 34; in his mid-30s."""
    if line[i].value("age") == "before":
        number = line[i + 1].number
        return no_date(i + 2) if number is not None and number < 130 else None
    if "possessor" not in line[i].kinds:
        return None
    place = line.skip(i + 1, "part")
    place = place + 1 if place > i + 1 and line.dash(place) else place
    number = line[place].number
    if number is not None and number < 130 and "decade" in line[place + 1].kinds and line.touches(place + 1):
        return no_date(place + 2)
    return None


def clock(line: Line, i: int) -> Hit | None:
    """6am; 08:04; 10:30 p.m."""
    token = line[i]
    if not token.low[:1].isdigit():
        return None
    timed = re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?", token.low) is not None
    small = token.number is not None and token.number <= 24
    if (timed or small) and "clock" in line[i + 1].kinds:
        return no_date(i + 2)
    return no_date(i + 1) if timed else None
