"""Standard input and pipes: read once into a file that can be wound back, in memory while it is small."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from kg.errors import ArticleError
from kg.read.decode import peek

_IN_MEMORY = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_LOOK_AT = 32


def spool(stream: IO[bytes], limit: int | None) -> BinaryIO:
    """What a stream gives, from its start: all of it, or as much as tells that it is larger than ``limit`` bytes."""
    kept = cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    go_on(kept, stream, limit)
    return kept


def go_on(kept: BinaryIO, stream: IO[bytes], limit: int | None) -> None:
    """Keep more of a stream, up to ``limit`` bytes and one; the file is wound back afterwards."""
    size = kept.seek(0, 2)
    while chunk := stream.read(_CHUNK if limit is None else min(_CHUNK, max(limit + 1 - size, 0))):
        size += kept.write(chunk)
    kept.seek(0)


def is_json_lines(stream: BinaryIO) -> bool:
    """Whether each of the first lines that are not empty starts with ``{``."""
    try:
        sample, encoding = peek(stream)
    except ArticleError:
        return False
    lines = [line for line in sample.decode(encoding, "replace").split("\n") if line.strip()][:_LOOK_AT]
    return bool(lines) and all(line.lstrip().startswith("{") for line in lines)
