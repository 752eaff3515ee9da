"""The catalogue: articles and what was read in them, in SQLite. It is the truth; all else in a store follows from it.

An article that is added or changed is *staged* until its build is done; then all of them take their places at once.
Until then, whoever looks into the store sees it as it was. What was read is kept as it comes, so that a build that was
broken off has not read in vain. Content that is deleted is overwritten.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.article import Article, text_sha256
from kg.graph import Reading
from kg.keep.about import About, DamageError, Displaced, Kept, fit
from kg.keep.codec import Unfit, decode, encode, packed, unpacked
from kg.keep.database import database
from kg.keep.marks import mark
from kg.ontology.zones import ZonePatterns
from kg.read import Skipped
from kg.read.source import described

_LINE = re.compile(r" line \d+$")
_EVERY = 1.0
"""Seconds after which what was read is put on the disk."""


class Catalogue:
    """A store's articles and readings, over a connection to its database; see :func:`opened`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._since: float | None = None

    # -- what was found out ------------------------------------------------------------------------------------------

    def state(self, name: str) -> Any:
        """A value that was noted, None where there is none."""
        found = self._sql.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return found and found[0]

    def note(self, values: Mapping[str, object]) -> None:
        """Note values by name."""
        self._sql.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", values.items())

    def ontology(self) -> Path | None:
        """The ontology by which it was read the last time; None for that which ships with kg."""
        named = json.loads(self.state("recipe") or "{}").get("ontology")
        return Path(named) if named else None

    def integrity(self) -> Iterator[str]:
        """What SQLite finds wrong with its file."""
        yield from (words for (words,) in self._sql.execute("PRAGMA integrity_check") if words != "ok")

    def written(self, folder: str) -> tuple[str, str] | None:
        """What was written into a folder: the mark of its content, and how its files looked."""
        found: tuple[str, str] | None = self._sql.execute(
            "SELECT mark, files FROM written WHERE folder = ?", (folder,)
        ).fetchone()
        return found

    def folders_written(self) -> list[str]:
        """Folders into which something was written."""
        return [name for (name,) in self._sql.execute("SELECT folder FROM written ORDER BY folder")]

    def note_written(self, folder: str, content: str, files: str) -> None:
        """Note what was written into a folder."""
        self._sql.execute("INSERT OR REPLACE INTO written VALUES (?, ?, ?)", (folder, content, files))

    def graphs(self) -> dict[str, str]:
        """The digest of each named graph that the store's graph has, by name."""
        return dict(self._sql.execute("SELECT name, digest FROM graphs"))

    # -- articles ----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return int(self._sql.execute("SELECT count(*) FROM articles WHERE NOT staged").fetchone()[0])

    def mark_of(self, article: str) -> str | None:
        """The mark of what was read in the article with this id; None where there is no such article."""
        found = self._sql.execute("SELECT mark FROM articles WHERE id = ? AND NOT staged", (article,)).fetchone()
        return found and str(found[0])

    def knows(self, article: str) -> bool:
        """Whether there is an article of this id, or what was read in one that a broken-off build was to add."""
        query = "SELECT 1 FROM articles WHERE id = ?1 AND NOT staged UNION SELECT 1 FROM readings WHERE article = ?1"
        return self._sql.execute(query, (article,)).fetchone() is not None

    def about(self, article: str) -> tuple[str, About]:
        """Where the article with this id was read, and what is known about it."""
        row = self._sql.execute("SELECT source, about FROM articles WHERE id = ? AND NOT staged", (article,)).fetchone()
        return str(row[0]), fit(row[1], article)

    def kept(self, article: str) -> Kept:
        """How the article with this id was read."""
        query = "SELECT way, mark, failed FROM articles WHERE id = ? AND NOT staged"
        return Kept(*self._sql.execute(query, (article,)).fetchone())

    def article(self, article: str) -> Article:
        """The article with this id, as it is; raises DamageError where its text is not the one that was kept."""
        query = "SELECT source, about, content FROM articles JOIN texts USING (number) WHERE id = ? AND NOT staged"
        return self._made(article, self._sql.execute(query, (article,)).fetchone())

    def coming(self, article: str) -> Article:
        """The article with this id, as it will be; raises as :meth:`article`."""
        query = "SELECT source, about, content FROM coming JOIN texts USING (number) WHERE id = ?"
        return self._made(article, self._sql.execute(query, (article,)).fetchone())

    def _made(self, article: str, row: tuple[str, bytes, bytes] | None) -> Article:
        if row is None:
            raise DamageError(f"{article}: its text is missing")
        about = fit(row[1], article)
        try:
            text = unpacked(row[2]).decode("utf-8", "surrogatepass")
        except ValueError as error:
            raise DamageError(f"{article}: its text is damaged") from error
        if text_sha256(text) != about.info.sha256:
            raise DamageError(f"{article}: its text is not the one that was kept")
        return Article(about.info, text, about.zones, row[0], about.given)

    def ids(self) -> list[str]:
        """Ids of all articles, sorted."""
        return [name for (name,) in self._sql.execute("SELECT id FROM articles WHERE NOT staged ORDER BY id")]

    def waiting(self) -> int:
        """How many readings are kept of articles that are not here."""
        query = "SELECT count(*) FROM readings WHERE article NOT IN (SELECT id FROM articles WHERE NOT staged)"
        return int(self._sql.execute(query).fetchone()[0])

    def counts(self) -> tuple[int, int, int]:
        """How many of the articles are new, how many other than before, and how many leave."""
        queries = (
            "SELECT count(*) FROM coming WHERE staged AND id NOT IN (SELECT id FROM going)",
            "SELECT count(*) FROM coming JOIN going USING (id) WHERE coming.mark != going.mark",
            "SELECT count(*) FROM going WHERE id NOT IN (SELECT id FROM coming)",
        )
        new, changed, gone = (int(self._sql.execute(query).fetchone()[0]) for query in queries)
        return new, changed, gone

    def displaced(self) -> Iterator[Displaced]:
        """Articles that take the place of another file's with other words, only because the files have one name."""
        query = """SELECT coming.id, going.source, coming.source, going.about, coming.about
            FROM coming JOIN going USING (id) WHERE coming.source != going.source ORDER BY coming.id"""
        for article, old, new, *about in self._sql.execute(query):
            texts = {fit(one, article).info.sha256 for one in about}
            if len(texts) > 1 and not _LINE.search(new):  # lines have names of their own
                yield Displaced(article, old, new)

    def marks(self) -> Iterator[tuple[str, str]]:
        """Id and mark of all articles that were read, in order."""
        yield from self._sql.execute("SELECT id, mark FROM articles WHERE NOT staged AND failed IS NULL ORDER BY id")

    def sources(self) -> Iterator[tuple[str, str]]:
        """Id and source of each article."""
        yield from self._sql.execute("SELECT id, source FROM articles WHERE NOT staged ORDER BY id")

    def outdated(self, way: str) -> list[str]:
        """Ids of the articles that are not staged and were read in another way, or could not be read."""
        query = """SELECT id FROM articles WHERE NOT staged AND (way != ? OR failed IS NOT NULL)
            AND id NOT IN (SELECT id FROM articles WHERE staged) ORDER BY id"""
        return [name for (name,) in self._sql.execute(query, (way,))]

    def again(self, article: str, zones: ZonePatterns) -> tuple[Article, About]:
        """The article with this id, made again of what its source gave, with these patterns of zones."""
        old, about = self.article(article), self.about(article)[1]
        if old.given is None:
            return old, about
        new = described(old.text, old.given, about.info.identifier, zones=zones, source=old.source)
        whole = About.of(new, date=about.date, publisher=about.publisher)
        return replace(new, info=whole.info), whole

    def stage(self, article: Article, about: About, *, way: str, reading: str) -> None:
        """Put an article where it will take the place of that with its id; ``reading`` is its reading's mark."""
        self._begin()
        at = (article.id,)
        self._sql.execute("DELETE FROM texts WHERE number = (SELECT number FROM articles WHERE staged AND id = ?)", at)
        self._sql.execute("DELETE FROM articles WHERE staged AND id = ?", at)
        row = (article.id, article.source, encode(About, about), way, reading)
        done = self._sql.execute(
            "INSERT INTO articles (id, staged, source, about, way, mark) VALUES (?, 1, ?, ?, ?, ?)", row
        )
        text = packed(article.text.encode("utf-8", "surrogatepass"))
        self._sql.execute("INSERT INTO texts VALUES (?, ?)", (done.lastrowid, text))

    def staged(self) -> list[tuple[str, str, str]]:
        """Id, mark and source of each staged article."""
        return self._sql.execute("SELECT id, mark, source FROM articles WHERE staged ORDER BY id").fetchall()

    # -- readings ----------------------------------------------------------------------------------------------------

    def has(self, reading: str) -> bool:
        """Whether there is a reading of this mark."""
        return self._sql.execute("SELECT 1 FROM readings WHERE mark = ?", (reading,)).fetchone() is not None

    def reading(self, reading: str) -> Reading:
        """The reading of this mark; raises DamageError where it is missing or not as it was written."""
        row = self._sql.execute("SELECT article, content, digest FROM readings WHERE mark = ?", (reading,)).fetchone()
        if row is None:
            raise DamageError("a reading is missing")
        try:
            content = unpacked(row[1])
            if mark(content) != row[2]:
                raise DamageError(f"{row[0]}: what was read in it is not as it was kept")
            return decode(Reading, content)
        except Unfit as error:
            told = "what was read in it is damaged, or was kept by another version of kg"
            raise DamageError(f"{row[0]}: {told}") from error

    def put(self, reading: Reading, as_mark: str) -> None:
        """Keep a reading; it is on the disk within a second or so."""
        self._begin()
        content = encode(Reading, reading)
        row = (as_mark, reading.article.id, packed(content), mark(content))
        self._sql.execute("INSERT OR REPLACE INTO readings (mark, article, content, digest) VALUES (?, ?, ?, ?)", row)
        if self._since is not None and time.monotonic() - self._since > _EVERY:
            self.commit()

    # -- changing places ---------------------------------------------------------------------------------------------

    def begin(self, leaving: Iterable[str] = ()) -> None:
        """Forget what a build that was broken off has staged, and note which articles are to leave."""
        self._sql.execute("DELETE FROM leaving")
        self._sql.executemany("INSERT OR IGNORE INTO leaving VALUES (?)", ((name,) for name in leaving))
        if self._sql.execute("SELECT 1 FROM articles WHERE staged LIMIT 1").fetchone():
            self._begin()
            self._sql.execute("DELETE FROM texts WHERE number IN (SELECT number FROM articles WHERE staged)")
            self._sql.execute("DELETE FROM articles WHERE staged")
            self.commit()

    def fail(self, article: str, reason: str | None) -> None:
        """Note that a staged article could not be read."""
        self._begin()
        self._sql.execute("UPDATE articles SET failed = ? WHERE id = ? AND staged", (reason, article))

    @contextmanager
    def still(self) -> Iterator[None]:
        """See all as it is now, whatever somebody writes meanwhile."""
        self._sql.execute("BEGIN")
        try:
            yield
        finally:
            self._sql.execute("ROLLBACK")

    def next(self) -> Iterator[tuple[str, str]]:
        """Id and mark of all articles that were read, as they will be: in order."""
        yield from self._sql.execute("SELECT id, mark FROM coming WHERE failed IS NULL ORDER BY id")

    def failures(self) -> Iterator[Skipped]:
        """Articles that could not be read, as they will be."""
        for row in self._sql.execute("SELECT source, failed FROM coming WHERE failed IS NOT NULL ORDER BY source"):
            yield Skipped(*row)

    def words_go(self) -> bool:
        """Whether some article leaves, or changes."""
        query = "SELECT 1 FROM going WHERE mark NOT IN (SELECT mark FROM coming) LIMIT 1"
        return self._sql.execute(query).fetchone() is not None

    def settle(self, graphs: Mapping[str, str] | None, state: Mapping[str, object]) -> None:
        """Let all that is staged take its place, and what leaves be gone, in one step; where nothing is to do, not even
        a byte changes.
        """
        self.commit()
        if graphs is None and not self._moving() and all(self.state(name) == value for name, value in state.items()):
            return
        self._begin()
        self._sql.execute("DELETE FROM texts WHERE number IN (SELECT number FROM going)")
        self._sql.execute("DELETE FROM articles WHERE number IN (SELECT number FROM going)")
        self._sql.execute("UPDATE articles SET staged = 0 WHERE staged")
        # a build that was broken off may still want what it read in articles that are not here yet
        self._sql.execute("""DELETE FROM readings WHERE mark NOT IN (SELECT mark FROM articles)
            AND (article IN (SELECT id FROM articles) OR EXISTS (SELECT 1 FROM leaving))""")
        if graphs is not None:
            self._sql.execute("DELETE FROM graphs")
            self._sql.executemany("INSERT INTO graphs VALUES (?, ?)", graphs.items())
        self.note(state)
        self.commit()

    def _moving(self) -> bool:
        found = self._sql.execute("SELECT EXISTS (SELECT 1 FROM articles WHERE staged), EXISTS (SELECT 1 FROM leaving)")
        return any(found.fetchone())

    def compact(self) -> bool:
        """Give back the room of what was deleted; False where a reader still needs the former state."""
        self._sql.execute("VACUUM")
        return self.checkpoint()

    def checkpoint(self) -> bool:
        """Move all into the main file; False where a reader still needs the former state."""
        return bool(self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def _begin(self) -> None:
        if not self._sql.in_transaction:
            self._sql.execute("BEGIN IMMEDIATE")
            self._since = time.monotonic()

    def commit(self) -> None:
        """Put all on the disk."""
        if self._sql.in_transaction:
            self._sql.execute("COMMIT")


@contextmanager
def opened(folder: Path, *, readonly: bool = False) -> Iterator[Catalogue]:
    """The catalogue of a store; raises StoreError where it cannot be read or written, then and while it is in use."""
    with database(folder, readonly=readonly) as connection:
        yield Catalogue(connection)
