"""What is kept of an article besides its text and its reading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from kg.article import Article, ArticleInfo, Fields, Zone
from kg.errors import StoreError
from kg.keep.codec import Unfit, decode


class DamageError(StoreError):
    """A reading that is kept is not as it was written."""


@dataclass(frozen=True, slots=True)
class About:
    """What is kept of an article besides its text.

    ``date`` and ``publisher`` are those that the build gave to articles without: its options, not the source's words.
    """

    info: ArticleInfo
    zones: tuple[Zone, ...]
    given: Fields | None = None
    date: dt.date | None = None
    publisher: str | None = None

    @classmethod
    def of(cls, article: Article, *, date: dt.date | None = None, publisher: str | None = None) -> About:
        """Of an article, with these for what its source leaves open."""
        info = article.info
        whole = replace(info, date=info.date or date, publisher=info.publisher or publisher)
        return cls(whole, article.zones, article.given, date, publisher)


@dataclass(frozen=True, slots=True)
class Kept:
    """In which way an article was read, the reading's mark, and why there is none, if so."""

    way: str
    mark: str
    failed: str | None


@dataclass(frozen=True, slots=True)
class Displaced:
    """An article that another file's takes the place of, because both have one name; where each was read."""

    article: str
    before: str
    now: str

    def __str__(self) -> str:
        name = self.article.removeprefix("article/")
        remedy = "if they are two, rename one and build both again"
        return f"{self.now}: takes the place of {self.before}, for both have the name '{name}'; {remedy}"


def fit(content: bytes, article: str) -> About:
    """What is kept of the article with this id, of its coded form; raises DamageError."""
    try:
        return decode(About, content)
    except Unfit as error:
        raise DamageError(f"{article}: what is kept about it is damaged") from error
