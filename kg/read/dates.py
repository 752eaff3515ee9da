"""Publication dates, only as fine and as sure as a source writes them: nothing is guessed, nothing taken from a clock.

>>> full_date("August 01, 2024 at 08:04AM")
datetime.date(2024, 8, 1)
>>> month_and_day("March 22")
(3, 22)
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ZONE = r"(?:z|[a-z]{2,5}|(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d\d)?|\([a-z ]{2,40}\))"
_CLOCK = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?(?:\s*{_ZONE}){{0,2}}"
_AFTER = rf"(?:(?:\s*[,|t]\s*|\s+|\s+(?:at|[-–—])\s+){_CLOCK})?"
_BEFORE = rf"(?:{_CLOCK}\s*,?\s+)?"

_FORMS = tuple(
    re.compile(_BEFORE + _WEEKDAY + form + _AFTER, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}(?:,?\s+|-)(?P<year>\d{{4}})",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<number>\d{1,2})(?P=mark)(?P<day>\d{1,2})\.?",
        r"(?P<year>\d{4})\s*[年년]\s*(?P<number>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]",
    )
)
_EITHER = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})" + _AFTER, re.IGNORECASE | re.ASCII
)
_COARSE = re.compile(r"(?P<year>\d{4})(?:-(?P<number>\d\d))?", re.ASCII)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?:{_MONTH}\s+{_DAY}|(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month_after>[a-z]+)\.?)",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 80


def full_date(words: str) -> dt.date:
    """The day that these words name, in ISO 8601 or a common written form, a time of day left out.

    Raises ValueError, whose text is problem and remedy, where they name no single full date.
    """
    words = words.strip()
    if len(words) <= _LONGEST:
        try:
            return dt.datetime.fromisoformat(words).date()
        except ValueError:
            pass
        for form in _FORMS:
            if match := form.fullmatch(words):
                return _date(words, match)
        if match := _EITHER.fullmatch(words):
            return _unambiguous(words, match)
    raise _no_date(words)


def coarse_date(words: str) -> tuple[int, int | None] | None:
    """Year and, where it is given, month of ``2024`` or ``2024-08``; None for anything else."""
    match = _COARSE.fullmatch(words.strip())
    if match is None:
        return None
    month = int(match["number"]) if match["number"] else None
    return (int(match["year"]), month) if month is None or 1 <= month <= 12 else None


def month_and_day(words: str) -> tuple[int, int] | None:
    """Month and day of ``March 22`` or ``22 March``, which name no year; None for anything else."""
    match = _MONTH_DAY.fullmatch(words.strip())
    if match is None:
        return None
    name = (match["month"] or match["month_after"]).lower()[:3]
    return (_MONTHS.index(name) + 1, int(match["day"] or match["day_before"])) if name in _MONTHS else None


def _date(words: str, match: re.Match[str]) -> dt.date:
    found = match.groupdict()
    month = int(found["number"]) if found.get("number") else _MONTHS.index(found["month"].lower()[:3]) + 1
    try:
        return dt.date(int(found["year"]), month, int(found["day"]))
    except ValueError as error:
        raise _no_date(words) from error


def _unambiguous(words: str, match: re.Match[str]) -> dt.date:
    readings = set()
    for month, day in ((match["one"], match["two"]), (match["two"], match["one"])):
        try:
            readings.add(dt.date(int(match["year"]), int(month), int(day)))
        except ValueError:
            continue
    if len(readings) > 1:
        first, second = sorted(readings)
        msg = f"the date '{words}' may be {first} or {second}; write it as YYYY-MM-DD"
        raise ValueError(msg)
    if not readings:
        raise _no_date(words)
    return readings.pop()


def _no_date(words: str) -> ValueError:
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return ValueError(f"the date '{shown}' is no full date; write it as YYYY-MM-DD or leave it empty")
