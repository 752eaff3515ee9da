"""A store's folder from outside: whether one is there, who may write to it, and where its graph lies.

::

    DIR/
      store.json         marks it: the format, what its IRIs begin with, the version of kg that made it
      articles.sqlite    the truth: articles and what was read in them
      graph/7/           made of these, for SPARQL; articles.sqlite says which number counts
      report.json        what is in it, what was left out and why
      ledger.csv         what people say of it, see kg review
      lock               locked while somebody writes

A graph is never changed while somebody may read it: the next one is made beside it, and the older ones go as soon as
nobody reads them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError

FORMAT = 1
MARK = "store.json"
ARTICLES = "articles.sqlite"
GRAPHS = "graph"
LOCK = "lock"
LEDGER = "ledger.csv"
_WRITTEN = "graph.nq"

_FOREIGN = "a folder with other files, no store of kg; name a new or an empty folder"
_TRIES = 50
_READING: dict[Path, IO[bytes]] = {}
"""Graphs that this process reads, with the lock that keeps each: until the process ends, for a store knows no end."""


def is_store(path: Path | str) -> bool:
    """Whether this is the folder of a store."""
    return (Path(path) / MARK).is_file()


def marked(folder: Path) -> dict[str, str]:
    """What the mark of a store says, ``base`` among it.

    Raises StoreError where the folder is none, or one of a format that this version of kg does not know.
    """
    try:
        found = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"{folder}: {_no_store(folder)}") from error
    except (OSError, ValueError) as error:
        msg = f"{folder / MARK}: cannot be read ({error}); it is two lines of JSON, take it from a backup"
        raise StoreError(msg) from error
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in ("base", "kg")):
        msg = f"{folder / MARK}: not what kg wrote; take it from a backup"
        raise StoreError(msg)
    if found.get("format") != FORMAT:
        msg = f"{folder}: a store of format {found.get('format')}, made by kg {found['kg']}; this kg knows {FORMAT}"
        raise StoreError(f"{msg}: use that version, or build a new store")
    return found


def _no_store(folder: Path) -> str:
    remedy = "make one with kg build SOURCE --store, or check the path"
    if not folder.exists():
        return f"no such store; {remedy}"
    if (folder / _WRITTEN).is_file():
        return f"no store of kg, but what kg build wrote into a folder; name a file in it, like {folder / _WRITTEN}"
    return f"a folder, but no store of kg; {remedy}" if folder.is_dir() else "a file, no store of kg; name a folder"


def vacant(folder: Path) -> None:
    """Raise StoreError where a folder that is no store holds other things than those that a store begins with."""
    try:
        found = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    except OSError as error:
        raise unwritable(folder, error) from error
    if MARK not in found and found - {LOCK, LEDGER, f"{MARK}.new"}:
        raise StoreError(f"{folder}: {_FOREIGN}")


def make(folder: Path, *, base: str, version: str) -> None:
    """Mark a folder as a store's; raises StoreError where it cannot be written."""
    try:
        new = folder / f"{MARK}.new"
        with new.open("w", encoding="utf-8") as out:
            json.dump({"format": FORMAT, "base": base, "kg": version}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        new.replace(folder / MARK)
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError | sqlite3.Error) -> StoreError:
    """What to say where a store cannot be written; what it held before is as it was."""
    problem = getattr(error, "strerror", None) or error
    msg = f"{folder}: cannot be written ({problem}); nothing in it is lost: free some space or mend the rights"
    return StoreError(f"{msg}, and run the same again")


# -- who writes ------------------------------------------------------------------------------------------------------


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write to a store, for one process at a time; a process that ends, however it does, gives it up.

    Raises StoreError, naming who has it, where it is another's.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("a+b", buffering=0)
    except OSError as error:
        raise unwritable(folder, error) from error
    with closing(lock):
        if not _locked(lock):
            raise StoreError(f"{folder}: {_holder(lock)} is writing to it; wait until that has ended")
        since = dt.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        _tell(lock, {"process": os.getpid(), "since": since})
        try:
            yield
        finally:
            _tell(lock, None)


def _tell(lock: IO[bytes], who: dict[str, object] | None) -> None:
    """Say in the lock's file who has it; a full disk is no reason to stop here."""
    try:
        lock.seek(0)
        lock.truncate()
        if who is not None:
            lock.write(json.dumps(who).encode())
    except OSError:
        pass


def _holder(lock: IO[bytes]) -> str:
    try:
        lock.seek(0)
        who = json.loads(lock.read(1000))
        return f"process {who['process']:d}, at work since {who['since']!s},"
    except (OSError, ValueError, TypeError, KeyError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def _locked(lock: IO[bytes], *, shared: bool = False) -> bool:  # noqa: ARG001  there are no shared ones here
        lock.seek(1 << 30)  # far behind what is written: others could not read a byte that is locked
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(lock: IO[bytes], *, shared: bool = False) -> bool:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


# -- who reads -------------------------------------------------------------------------------------------------------


def connect(folder: Path, *, readonly: bool = True) -> sqlite3.Connection:
    """A connection to a store's articles; raises sqlite3.Error where that cannot be."""
    path = (folder / ARTICLES).resolve()
    if not readonly:
        return sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        return _opened(f"{path.as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        if os.access(folder, os.W_OK) or path.with_name(f"{ARTICLES}-wal").exists():
            raise
        return _opened(f"{path.as_uri()}?immutable=1")  # on a medium where nothing can change, and nothing be noted


def _opened(uri: str) -> sqlite3.Connection:
    found = sqlite3.connect(uri, uri=True, timeout=60, isolation_level=None)
    try:
        found.execute("SELECT value FROM state LIMIT 1").fetchall()
    except sqlite3.Error:
        found.close()
        raise
    return found


def damaged(folder: Path, error: object) -> StoreError:
    """What to say where articles.sqlite cannot be read."""
    path = folder / ARTICLES
    if path.exists() and not os.access(path, os.R_OK):
        return StoreError(f"{path}: you have no right to read it; nothing is wrong with it as far as can be seen")
    return StoreError(
        f"{path}: cannot be read ({error}); nothing was changed: take the store from a backup, "
        f"or build a new one from your sources (kg check {folder} tells what is damaged)"
    )


def unfinished(folder: Path) -> StoreError:
    """What to say of a store whose first build has not come to its end."""
    return StoreError(
        f"{folder}: nothing is in it yet; the first kg build --store {folder} was broken off, run it again"
    )


def current(folder: Path) -> Path:
    """The folder of the graph that counts now. It stays as it is for as long as this process lives.

    Raises StoreError where there is none.
    """
    marked(folder)
    for _ in range(_TRIES):
        path = folder / GRAPHS / str(_number(folder))
        if path in _READING or _held(path):
            return path
        time.sleep(0.1)  # the next one takes its place right now
    msg = f"{folder / GRAPHS}: the graph is missing or damaged; kg build --store {folder} makes it anew"
    raise StoreError(msg)


def _number(folder: Path) -> int:
    try:
        with closing(connect(folder)) as articles:
            found: list[Any] = articles.execute("SELECT value FROM state WHERE name = 'graph'").fetchall()
    except sqlite3.Error as error:
        raise damaged(folder, error) from error
    if not found:
        raise unfinished(folder)
    return int(found[0][0])


def _held(path: Path) -> bool:
    """Keep a graph from being removed; False where it is gone already."""
    try:
        lock = _beside(path).open("rb")
    except OSError:
        return False
    if _locked(lock, shared=True) and (path / "CURRENT").is_file():
        _READING[path] = lock
        return True
    lock.close()
    return False


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def new_graph(folder: Path, number: int) -> Path:
    """An empty place for a graph of this number."""
    path = folder / GRAPHS / str(number)
    path.parent.mkdir(exist_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    _beside(path).touch()
    return path


def drop_others(folder: Path, number: int) -> bool:
    """Remove all graphs but this, those left half-made among them; False where one is still being read."""
    gone = True
    for path in sorted((folder / GRAPHS).glob("*")):
        if path.is_dir() and path.name != str(number):
            gone = _dropped(path) and gone
    for lock in (folder / GRAPHS).glob("*.lock"):
        if not lock.with_suffix("").exists():
            lock.unlink(missing_ok=True)
    return gone


def _dropped(path: Path) -> bool:
    with _beside(path).open("a+b") as lock:
        if not _locked(lock):
            return False
        shutil.rmtree(path, ignore_errors=True)
        return not path.exists()
