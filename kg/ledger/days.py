"""Days as spreadsheets write them: whoever opens a table in one and saves it finds its dates changed.

>>> iso_days(["2026-11-22", "2026/11/22", "22.11.2026", "2026. 11. 22.", "5/5/2026", ""])
['2026-11-22', '2026-11-22', '2026-11-22', '2026-11-22', '2026-05-05', '']

Where day and month cannot be told apart, the other dates of the column tell, or it stays as it is:

>>> iso_days(["3/4/2026", "22/11/2026"]), iso_days(["3/4/2026", "11/22/2026"]), iso_days(["3/4/2026"])
(['2026-04-03', '2026-11-22'], ['2026-03-04', '2026-11-22'], ['3/4/2026'])
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})")
_MONTHS = 12


def iso_days(column: Sequence[str]) -> list[str]:
    """The days of a column as YYYY-MM-DD; what is no day, or may be two, as it is."""
    ends = [found for cell in column if (found := _YEAR_LAST.fullmatch(cell.strip())) and found[2] != "."]
    day_first = any(int(found[1]) > _MONTHS for found in ends)
    month_first = any(int(found[3]) > _MONTHS for found in ends)
    return [_iso(cell.strip(), day_first=day_first, month_first=month_first) for cell in column]


def _iso(cell: str, *, day_first: bool, month_first: bool) -> str:
    if found := _YEAR_FIRST.fullmatch(cell):
        return f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}"
    if (found := _YEAR_LAST.fullmatch(cell)) is None:
        return cell
    first, mark, second, year = found.groups()
    if mark == "." or int(first) == int(second) or (day_first and not month_first):
        return f"{year}-{second:0>2}-{first:0>2}"
    return f"{year}-{first:0>2}-{second:0>2}" if month_first and not day_first else cell
