"""The database of a store: its tables, and what to say when SQLite cannot go on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.folder import connect, damaged, unwritable

_TABLES = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value);
CREATE TABLE IF NOT EXISTS articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL, staged INTEGER NOT NULL,
    source TEXT NOT NULL, about BLOB NOT NULL, way TEXT NOT NULL, mark TEXT NOT NULL, failed TEXT, UNIQUE (id, staged));
CREATE TABLE IF NOT EXISTS texts (number INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS readings (number INTEGER PRIMARY KEY, mark TEXT NOT NULL UNIQUE, article TEXT NOT NULL,
    content BLOB NOT NULL, digest TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS readings_of ON readings (article);
CREATE TABLE IF NOT EXISTS graphs (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS written (folder TEXT PRIMARY KEY, mark TEXT NOT NULL, files TEXT NOT NULL);
"""
_HERE = """
CREATE TEMP TABLE leaving (id TEXT PRIMARY KEY);
CREATE TEMP VIEW coming AS SELECT * FROM articles WHERE id NOT IN (SELECT id FROM leaving)
    AND (staged OR id NOT IN (SELECT id FROM articles WHERE staged));
CREATE TEMP VIEW going AS SELECT * FROM articles WHERE NOT staged
    AND (id IN (SELECT id FROM leaving) OR id IN (SELECT id FROM articles WHERE staged));
"""
"""What this process alone sees: ``coming`` are the articles as they will be, staged ones in the places of the old."""
_SET = (
    "journal_mode = WAL",  # who reads sees the former state, and neither waits for the other
    "synchronous = FULL",
    "secure_delete = ON",  # what is deleted is overwritten
    "temp_store = MEMORY",
)
_CANNOT_WRITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")


@contextmanager
def database(folder: Path, *, readonly: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection to the database of a store; to write, its tables are made where they are missing.

    Raises StoreError where SQLite cannot go on, then and while it is in use.
    """
    try:
        with closing(connect(folder, readonly=readonly)) as connection:
            if not readonly:
                _prepare(connection)
            yield connection
    except sqlite3.Error as error:
        raise _explained(folder, error, readonly=readonly) from error


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in _SET:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.executescript(_TABLES + _HERE)


def _explained(folder: Path, error: sqlite3.Error, *, readonly: bool) -> StoreError:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(f"{folder}: another program keeps it busy; end that, and run this again")
    if not readonly and name.startswith(_CANNOT_WRITE) and not name.startswith("SQLITE_IOERR_READ"):
        return unwritable(folder, error)
    return damaged(folder, error)
