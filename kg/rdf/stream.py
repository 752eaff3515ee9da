"""More lines than memory holds: as a file to read from, and sorted, on disk where they are many."""

from __future__ import annotations

import heapq
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import IO

__all__ = ["Stream", "blocks", "sorted_lines"]

_RUN = 500_000
"""Lines that are sorted in memory at a time: some 100 MB."""
_BLOCK = 500


class Stream(io.RawIOBase):
    """Blocks of bytes as a file to read from, one in memory at a time."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """As of a file: no bytes at the end alone."""
        if size < 0:
            return b"".join([self._rest, *self._blocks])
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = memoryview(block)
        found, self._rest = self._rest[:size], self._rest[size:]
        return bytes(found)


def blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines for a :class:`Stream`, some at a time, each with its end."""
    waiting = iter(lines)
    while some := list(islice(waiting, _BLOCK)):
        yield ("\n".join(some) + "\n").encode()


def sorted_lines(lines: Iterable[str], *, folder: Path | None = None, run: int = _RUN) -> Iterator[str]:
    """The lines in order, each once; none of them may hold a line end.

    More than ``run`` of them wait in files without names, in this folder or where the system has its temporary files.
    """
    with ExitStack() as files:
        waiting: list[IO[str]] = []
        some: set[str] = set()
        for line in lines:
            some.add(line)
            if len(some) == run:
                waiting.append(files.enter_context(_file(sorted(some), folder)))
                some.clear()
        parts = (map(_bare, part) for part in waiting)
        yield from (line for line, _ in groupby(heapq.merge(*parts, sorted(some))))


def _bare(line: str) -> str:
    return line[:-1]


def _file(lines: Iterable[str], folder: Path | None) -> IO[str]:
    out = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)  # noqa: SIM115  whoever asks closes it
    out.writelines(f"{line}\n" for line in lines)
    out.seek(0)
    return out
