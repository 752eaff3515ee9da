"""Standard input and pipes: a small document is kept, a stream of many is read as it comes and never kept whole.

What comes through them may have no end, so both have bounds: a document its own, a stream :data:`LONGEST_STREAM`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from kg.errors import ArticleError
from kg.read.decode import SAMPLE_BYTES, peek

LONGEST_STREAM = 4 * 1024**3
"""Bytes that are read of a stream: a million articles; a file may be of any length."""
_IN_MEMORY = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_LOOK_AT = 32


def spool(stream: IO[bytes], limit: int) -> BinaryIO:
    """What a stream gives, from its start: all of it, or as much as tells that it is larger than ``limit`` bytes."""
    kept = cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    size = 0
    while chunk := stream.read(min(_CHUNK, limit + 1 - size)):
        size += kept.write(chunk)
    kept.seek(0)
    return kept


def ahead(stream: IO[bytes], most: int, *, owned: bool = False) -> BinaryIO:
    """A stream of which the beginning can be looked at: it winds back to its start while little of it was read.

    More than ``most`` bytes of it raise ArticleError. Closing it closes the stream itself where that is ``owned``.
    """
    return io.BufferedReader(_Ahead(stream, most, owned), _CHUNK)


class _Ahead(io.RawIOBase):
    """Keeps what was read of a stream as long as that is little more than what is looked at."""

    def __init__(self, stream: IO[bytes], most: int, owned: bool) -> None:
        self._stream = stream
        self._most = self._left = most
        self._owned = owned
        self._kept: bytearray | None = bytearray()
        self._at = 0
        # Of what is interactive, read1 gives what there is: nobody waits until a chunk is full.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._kept is not None

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 1 and offset == 0:
            return self._at
        if self._kept is None or whence or not 0 <= offset <= len(self._kept):
            msg = "a stream cannot be wound back so far"
            raise io.UnsupportedOperation(msg)
        self._at = offset
        return offset

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a buffer is what comes
        data = self._again(len(buffer)) or self._on(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _again(self, size: int) -> bytes:
        return b"" if self._kept is None else bytes(self._kept[self._at : self._at + size])

    def _on(self, size: int) -> bytes:
        data = self._read(min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            msg = f"more than {self._most:,} bytes, the rest is left out; write them to a file and name that"
            raise ArticleError(msg)
        if self._kept is not None:
            self._kept += data
            if len(self._kept) > 2 * SAMPLE_BYTES + _CHUNK:
                self._kept = None
        return data

    def close(self) -> None:
        if self._owned and not self.closed:
            self._stream.close()
        super().close()


def is_json_lines(stream: BinaryIO) -> bool:
    """Whether each of the first lines that are not empty starts with ``{``."""
    try:
        sample, encoding = peek(stream)
    except ArticleError:
        return False
    lines = [line for line in sample.decode(encoding, "replace").split("\n") if line.strip()][:_LOOK_AT]
    return bool(lines) and all(line.lstrip().startswith("{") for line in lines)
