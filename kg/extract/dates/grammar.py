"""The rules that combine: parts, distances, bounds and ranges around the dates of :mod:`kg.extract.dates.absolute`.

Rules that may hold one another (the end of the first half of last year) count their depth, so hostile text costs no
more than plain text. At each place the first rule that fits wins.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.dates import combine, readings
from kg.extract.dates.absolute import Hit, absolute, feast, no_date
from kg.extract.dates.calendar import PRECISION
from kg.extract.dates.relative import Amount, age, amount, clock, duration, repeated
from kg.extract.dates.tokens import Line
from kg.extract.dates.which import which

_DEEPEST = 4
_KEEPS_BOUND = {"season", "decade", "unit", "part", "nth", "ago"}
"""Families that stand with an article by themselves: "since the 1990s" bounds, "since the 2018 summit" does not."""
_ALWAYS: Mapping[tuple[str, str], readings.Reading] = {
    ("vague", "before"): readings.side(-1),
    ("vague", "after"): readings.side(1),
    ("ongoing", ""): readings.ongoing,
    ("then", ""): readings.nothing,
}
"""Words that are whole expressions by themselves, by kind and value."""
Shares = Mapping[tuple[str, str], tuple[int, int]]


class Grammar:
    """The rules, with the shares that early, mid and late are of a month, year…"""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares

    def expression(self, line: Line, i: int, *, listed: str = "") -> Hit | None:
        """The expression of time that begins with this token; ``listed`` is the family of one before an "and"."""
        kinds = line[i].kinds
        if "name" in kinds:
            return Hit(i + 1, readings.nothing, "name")
        for word in kinds.values():
            if reading := _ALWAYS.get((word.kind, word.value)):
                return Hit(i + 1, reading, "none")
        return (
            self._bounded(line, i)
            or repeated(line, i)
            or age(line, i)
            or clock(line, i)
            or self._listed(line, i, listed)
            or self._range(line, i)
            or self._no_date(line, i)
        )

    def _bounded(self, line: Line, i: int) -> Hit | None:
        """Since 2016; by the end of March; from March to May; between 2016 and 2019; before Monday."""
        kind = line[i].value("bound")
        if kind is None:
            return None
        if kind in ("from", "between"):
            joint = "to" if kind == "from" else "and"
            if hit := self._pair(line, i + 1, joint):
                return hit
            onward = self.core(line, i + 1)
            if kind == "from" and onward and "onward" in line[onward.stop].kinds:
                return Hit(onward.stop + 1, combine.bound("since", onward.reading), "range")
            return None
        hit = self.core(line, i + 1)
        if hit is None or hit.family == "none" or _describes(line, i + 1, hit):
            return None
        stop = line.skip(hit.stop, "onward") if kind == "since" else hit.stop
        return Hit(stop, combine.bound(kind, hit.reading), "range")

    def _pair(self, line: Line, i: int, joint: str) -> Hit | None:
        """Two dates with the word between them that the first word asks for."""
        first = self.core(line, i, loose=True)
        if first is None or first.family == "none":
            return None
        if first.family == "day" and line[first.stop].value("possessive") is not None:
            return None
        place = first.stop
        if not (joint in line[place].kinds or (joint == "to" and line.dash(place))):
            return first._replace(family="range") if _holds(line, i, first.stop, joint) else None
        last = self.core(line, place + 1, loose=True)
        if last is None or last.family == "none":
            return None
        return Hit(last.stop, combine.between(first.reading, last.reading), "range")

    def _listed(self, line: Line, i: int, family: str) -> Hit | None:
        """In March and May: what follows a month is a month."""
        hit = self._range(line, i, loose=True) if family else None
        return hit if hit and hit.family == family else None

    def _range(self, line: Line, i: int, *, loose: bool = False) -> Hit | None:
        """A date, or two of a kind with a dash or "to" between them."""
        first = self.core(line, i, loose=loose)
        if first is None or first.family in ("none", "ago"):
            return first
        place = first.stop
        if "to" in line[place].kinds or line.dash(place):
            last = self.core(line, place + 1, loose=True)
            if last is not None and last.family == first.family:
                return Hit(last.stop, combine.between(first.reading, last.reading), "range")
        if line[place].kinds.keys() & {"and", "or"}:  # May and June 2023
            last = self.core(line, place + 1, loose=True)
            if last is not None and last.family == first.family:
                return first._replace(reading=combine.near(first.reading, last.reading))
        return first

    def core(self, line: Line, i: int, *, loose: bool = False, depth: int = 0) -> Hit | None:
        """One date without bounds, with its article."""
        if depth > _DEEPEST:
            return None
        token = line[i]
        if "name" in token.kinds or not (token.kinds or token.number is not None or token.low[:1] in "0123456789'"):
            return None
        place = line.skip(i, "article")
        return (
            self._beside(line, i, depth)
            or self._part(line, place, depth)
            or self._nth(line, place, depth)
            or _weekend(line, i)
            or _day_word(line, i)
            or which(line, place, article=place > i)
            or self._distance(line, i, depth)
            or feast(line, i)
            or self._absolute(line, place, depth, loose=loose, article=place > i)
            or self._day_of_month(line, i, place, depth)
        )

    def _absolute(self, line: Line, i: int, depth: int, *, loose: bool, article: bool) -> Hit | None:
        """A date by the calendar; its week or year may be told by which one it is (March last year)."""
        hit = absolute(line, i, loose=loose)
        if hit is None or (article and not _keeps_article(line, i, hit)):
            return None
        holder = which(line, line.skip(hit.stop, "of"), article=False) if not depth else None
        unit = line[holder.stop - 1].value("unit") if holder and holder.family == "unit" else None
        if holder is None or unit is None:
            return hit
        number = line[i].value("weekday")
        if unit == "week" and number and hit.family == "weekday":
            return Hit(holder.stop, combine.weekday_in(int(number), holder.reading), "weekday")
        if unit == "year" and hit.family in ("day", "month", "season"):
            return Hit(holder.stop, combine.within(hit.reading, holder.reading), hit.family)
        return hit

    def _beside(self, line: Line, i: int, depth: int) -> Hit | None:
        """The day before (after) something that is told, or that was told before."""
        value = line[i].value("beside")
        if value is None:
            return None
        told = self.core(line, i + 1, depth=depth + 1)
        if told is None or told.family == "none":
            return Hit(i + 1, combine.anaphor(int(value), "day"), "none")
        return Hit(told.stop, combine.moved(told.reading, int(value), "day"), "day")

    def _part(self, line: Line, i: int, depth: int) -> Hit | None:
        """Early March; mid-2019; late last year; the end of March; earlier this month; late in the week."""
        word = line[i].kinds.get("part")
        if word is None:
            return None
        of = "of" in line[i + 1].kinds
        if "of" in word.traits and not of:
            return None
        place = i + 2 if of or (line.dash(i + 1) and not line[i].end < line[i + 1].begin) else i + 1
        inside = "prep" in line[place].kinds and not of
        place += inside
        hit = (self._this_unit(line, place) if of or inside else None) or self.core(
            line, place, loose=of, depth=depth + 1
        )
        if hit is None or hit.family == "none" or (inside and hit.family == "weekday" and word.value not in _CLIPS):
            return None if hit is None or hit.family != "none" or not of else no_date(hit.stop)
        return Hit(hit.stop, combine.part(hit.reading, word.value, self._shares), "part")

    @staticmethod
    def _this_unit(line: Line, i: int) -> Hit | None:
        """The month, after "the end of": the one of the publication date."""
        unit = line[i + 1].value("unit")
        if "article" not in line[i].kinds or unit is None or line[i + 1].has("unit", "plural"):
            return None
        return None if unit == "year" and line[i + 2].number else Hit(i + 2, readings.unit_from(0, unit), "unit")

    def _nth(self, line: Line, i: int, depth: int) -> Hit | None:
        """The first week of March; the last three months of 2023; the second half of the year."""
        value = line[i].value("ordinal")
        if value is None:
            return None
        if "half" in line[i + 1].kinds:
            stop, length, unit = i + 2, 1, "half"
        elif (found := amount(line, i + 1)) and found.most:
            stop, length, unit = found.stop, found.most, found.unit
        elif name := line[i + 1].value("unit"):
            stop, length, unit = i + 2, 1, name
        else:
            return None
        if "of" not in line[stop].kinds:
            return _quarter(stop, int(value)) if unit == "quarter" and "article" in line[i - 1].kinds else None
        hit = self._this_unit(line, stop + 1) or self.core(line, stop + 1, loose=True, depth=depth + 1)
        if hit is None or hit.family == "none":
            return None
        return Hit(hit.stop, combine.nth(hit.reading, int(value), length, unit), "nth")

    def _distance(self, line: Line, i: int, depth: int) -> Hit | None:
        """Three weeks ago; more than a year ago; two days after March 19; a week later."""
        place, beyond, within = _hedged(line, i)
        found = amount(line, place)
        if found is None:
            return None
        after = line[found.stop]
        sign = after.value("ago")
        if sign and line[found.stop + 1].value("day") == "0":
            steps = found.fewest if found.fewest == found.most else None
            return Hit(found.stop + 2, readings.same_day(steps, found.unit, int(sign)), "ago")
        if sign:
            return Hit(found.stop + 1, _ago(found, int(sign), beyond=beyond, within=within), "ago")
        shift = after.value("shift")
        if shift is None or within:
            return None
        steps = None if found.fewest is None or found.fewest != found.most or beyond else int(shift) * found.fewest
        told = self.core(line, found.stop + 1, depth=depth + 1) if "bound" in after.kinds else None
        if told is None or told.family == "none" or _describes(line, found.stop + 1, told):
            return Hit(found.stop + 1, combine.anaphor(steps, found.unit), "none")
        return Hit(told.stop, combine.moved(told.reading, steps, found.unit), "ago")

    def _day_of_month(self, line: Line, i: int, place: int, depth: int) -> Hit | None:
        """The 19th; the 19th of last month; only where no noun follows that it could number."""
        if place == i or "suffix" not in line[place + 1].kinds or not line.touches(place + 1):
            return None
        day, stop = line[place].number, place + 2
        if day is None or not 1 <= day <= 31:
            return None
        if "of" in line[stop].kinds and (month := self.core(line, stop + 1, depth=depth + 1)):
            return Hit(month.stop, combine.day_in(day, month.reading), "day") if month.family == "unit" else None
        led = line[i - 1].kinds.keys() & {"prep", "bound"} and "of" not in line[i - 1].kinds
        free = not line.is_word(stop) or line[stop].kinds.keys() & {"prep", "bound", "to", "and", "uncounted"}
        if not (led or line.alone) or not free or line.dash(stop):
            return None
        return Hit(stop, readings.day_of_month(day), "day")

    @staticmethod
    def _no_date(line: Line, i: int) -> Hit | None:
        """Durations and ages; a unit with an article or alone with its half of a day (the week, in the morning)."""
        if hit := duration(line, i):
            bare = line[i].has("unit", "plural")
            return None if bare and hit.stop == i + 1 else hit
        if "article" in line[i].kinds and line[i + 1].kinds.keys() & {"unit", "daypart"}:
            return no_date(i + 2)
        return None


_CLIPS = ("earlier", "later")


def _describes(line: Line, i: int, hit: Hit) -> bool:
    """Whether the date only describes a noun: Monday's attack, the March 19 attack."""
    if line[hit.stop].value("possessive") is not None:
        return True
    if "article" not in line[i].kinds or hit.family in _KEEPS_BOUND:
        return False
    return line.is_word(hit.stop) and not line[hit.stop].kinds


def _keeps_article(line: Line, i: int, hit: Hit) -> bool:
    """The 1990s, the fall, the 19th of March; but "the" of "the 2018 summit" is the summit's."""
    numbered = line[i].kinds.keys() & {"unit", "ordinal"} or "suffix" in line[i + 1].kinds
    return bool(numbered) or hit.family in ("season", "decade")


def _holds(line: Line, i: int, stop: int, joint: str) -> bool:
    """Whether a range was read as one piece, its two ends sharing a month or year (between March 3 and 5)."""
    return any(joint in line[k].kinds or (joint == "to" and line.dash(k)) for k in range(i + 1, stop - 1))


def _quarter(stop: int, number: int) -> Hit | None:
    """The third quarter, with no year."""
    if not 1 <= number <= 4:
        return None
    return Hit(stop, readings.months(3 * number - 2, 3 * number, "season"), "season")


def _weekend(line: Line, i: int) -> Hit | None:
    """The weekend, with nothing that says which."""
    if "article" not in line[i].kinds or line[i + 1].value("unit") != "weekend":
        return None
    return Hit(i + 2, readings.unit_from(0, "weekend"), "unit")


def _day_word(line: Line, i: int) -> Hit | None:
    """Yesterday; tomorrow night."""
    value = line[i].value("day")
    if value is None:
        return None
    return Hit(line.skip(i + 1, "daypart"), readings.day_from(int(value)), "day")


def _hedged(line: Line, i: int) -> tuple[int, bool, bool]:
    """The index after "about", "more than" or "less than"; whether it was the second; whether the third."""
    if "more" in line[i].kinds:
        return i + 1, True, False
    if "less" in line[i].kinds:
        return i + 1, False, True
    return line.skip(i, "approx"), False, False


def _ago(found: Amount, sign: int, *, beyond: bool, within: bool) -> readings.Reading:
    if found.unit not in PRECISION:
        return readings.nothing
    if beyond:
        return readings.beyond(found.fewest, found.unit, sign)
    if within:
        return readings.window(found.most, found.unit, sign)
    return readings.ago(found.fewest, found.most, found.unit, sign)
