"""Times told by which one they are: last year, this Friday, the past three weeks, the next day."""

from __future__ import annotations

from kg.extract.dates import combine, readings
from kg.extract.dates.absolute import Hit, absolute, no_date
from kg.extract.dates.relative import Amount, amount
from kg.extract.dates.tokens import Line

_TOLD_BEFORE = {"earlier": -1, "later": 1, "same": 0}
_STEP = {"this": 0, "last": -1, "past": -1, "next": 1, "coming": 1}
_NAMED = {"this": "this", "last": "last", "past": "last", "next": "next", "coming": "next"}
_FUTURE = {"last": False, "past": False, "next": True, "coming": True}


def which(line: Line, i: int, *, article: bool) -> Hit | None:
    """Last year; this Friday; next summer; last night; the past three years; the same day.

    ``article`` stands before: "last year" is a calendar year, "the last year" the twelve months up to now.
    """
    value = line[i].value("which")
    if value is None:
        return None
    if value in _TOLD_BEFORE:
        return _told_before(line, i + 1, _TOLD_BEFORE[value], article=article)
    if value != "this" and (found := amount(line, i + 1)):
        return _window(found, value)
    if value not in _STEP:
        return None
    if unit := line[i + 1].value("unit"):
        return _unit(i, value, unit, article=article)
    if "daypart" in line[i + 1].kinds:
        return _daypart(i, value, article=article)
    return _dated(line, i + 1, value) or _named(line, i + 1, _NAMED[value])


def _told_before(line: Line, i: int, step: int, *, article: bool) -> Hit | None:
    """The next day, that week, the following Monday: counted from what was told before."""
    if unit := line[i].value("unit"):
        return Hit(line.skip(i + 1, "daypart"), combine.anaphor(step, unit), "none")
    if not article:  # said that Monday…; following Monday's attack
        return None
    if found := amount(line, i):
        return no_date(found.stop)
    if line[i].kinds.keys() & {"weekday", "month", "season", "daypart"}:
        return no_date(line.skip(i + 1, "daypart"))
    return None


def _window(found: Amount, value: str) -> Hit:
    """The past three years; the next few days; recent weeks."""
    if value == "recent":
        return Hit(found.stop, readings.side(-1), "unit")
    sign = 1 if _FUTURE[value] else -1
    return Hit(found.stop, readings.window(found.most, found.unit, sign), "unit")


def _unit(i: int, value: str, unit: str, *, article: bool) -> Hit:
    """Last week, next month; "the last week" is the week up to now, "the next day" follows what was told before."""
    stop = i + 2
    if value == "next" and (article or unit == "day"):
        return Hit(stop, combine.anaphor(1, unit), "none")
    if unit == "day":
        return no_date(stop)
    if value == "past" or (article and value == "last"):
        return Hit(stop, readings.window(1, unit, -1), "unit")
    return Hit(stop, readings.unit_from(_STEP[value], unit), "unit")


def _daypart(i: int, value: str, *, article: bool) -> Hit:
    """Last night, this morning; "the next morning" follows what was told before."""
    if article or value not in ("this", "last"):
        return Hit(i + 2, combine.anaphor(1, "day") if value == "next" else readings.nothing, "none")
    return Hit(i + 2, readings.day_from(_STEP[value]), "day")


def _dated(line: Line, i: int, value: str) -> Hit | None:
    """Next March 5; last Friday, March 15."""
    hit = absolute(line, i, loose=False)
    if hit is None or hit.family != "day":
        return None
    return hit if value == "this" else hit._replace(reading=combine.turned(hit.reading, future=_FUTURE[value]))


def _named(line: Line, i: int, value: str) -> Hit | None:
    """Last Monday, last November, next spring."""
    hit = absolute(line, i, loose=True)
    if hit is None or hit.family not in ("weekday", "month", "season"):
        return None
    if number := line[i].value("weekday"):
        return hit._replace(reading=readings.weekday(int(number), value))
    months = line[i].value("month") or line[i].value("season")
    if months is None or line[hit.stop - 1].number is not None:  # its year is told
        return hit
    first, _, last = months.partition("-")
    return hit._replace(reading=readings.months(int(first), int(last or first), hit.family, value))
