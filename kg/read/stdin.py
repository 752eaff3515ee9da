"""Standard input and pipes: read once into a file that can be wound back, in memory while it is small."""

from __future__ import annotations

import shutil
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from kg.errors import ArticleError
from kg.read.decode import peek

_IN_MEMORY = 16 * 1024 * 1024
_LOOK_AT = 32


def spool(stream: IO[bytes]) -> BinaryIO:
    """Everything that a stream gives, from its start."""
    kept = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return cast(BinaryIO, kept)


def is_json_lines(stream: BinaryIO) -> bool:
    """Whether each of the first lines that are not empty starts with ``{``."""
    try:
        sample, encoding = peek(stream)
    except ArticleError:
        return False
    lines = [line for line in sample.decode(encoding, "replace").split("\n") if line.strip()][:_LOOK_AT]
    return bool(lines) and all(line.lstrip().startswith("{") for line in lines)
