"""What a text says about itself where its source has no field for it: title, day, publisher, authors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.read.dates import coarse_date, full_date, month_and_day
from kg.read.zoning import Marked

_BETWEEN = re.compile(r"\s*(?:,\s*and\s|,|;|&|\sand\s)\s*")


@dataclass(frozen=True, slots=True)
class Facts:
    """Metadata found in a text; None and empty where it carries none."""

    title: str | None
    date: dt.date | None
    publisher: str | None
    authors: tuple[str, ...]


def facts(text: str, marked: Iterable[Marked], *, coarse: str | None = None) -> Facts:
    """What the zones of a text say about it.

    ``coarse`` is the source's own year or month (``2024``, ``2024-08``): with it a dateline's month and day make a
    date, without it they make none.
    """
    zones = sorted(marked, key=lambda one: (one.rank, one.zone))
    titles = [*_values(zones, "title"), *(one.zone.span.of(text) for one in zones if one.zone.kind == "headline")]
    publishers = [*_values(zones, "publisher")]
    authors = [*_values(zones, "author")]
    return Facts(
        title=titles[0] if titles else None,
        date=_date([*_values(zones, "date")], coarse),
        publisher=publishers[0] if publishers else None,
        authors=split_names(authors[0]) if authors else (),
    )


def split_names(words: str) -> tuple[str, ...]:
    """The names in ``Jane Doe, John Roe and Kim Min``, each once.

    >>> split_names("Jane Doe and John Roe")
    ('Jane Doe', 'John Roe')
    """
    names = (name.strip().strip("[]\"'").strip() for name in _BETWEEN.split(words))
    return tuple(dict.fromkeys(name for name in names if name))


def _values(zones: list[Marked], name: str) -> Iterator[str]:
    return (one.fields[name] for one in zones if name in one.fields)


def _date(words: list[str], coarse: str | None) -> dt.date | None:
    for found in words:
        try:
            return full_date(found)
        except ValueError:
            continue
    known = coarse_date(coarse) if coarse else None
    if known is None:
        return None
    year, only = known
    for found in words:
        pair = month_and_day(found)
        if pair and only in (None, pair[0]):
            try:
                return dt.date(year, *pair)
            except ValueError:
                continue
    return None
