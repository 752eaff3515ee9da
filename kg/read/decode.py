"""From bytes to text: UTF-8, byte order marks, UTF-16, and legacy encodings by detection. Nothing is normalized."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from kg.errors import ArticleError

SAMPLE_BYTES = 1024 * 1024
"""Bytes at a stream's start that its encoding is told from."""
_DETECT_BYTES = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"%PDF-", "a PDF; extract its text first (pdftotext)"),
    (b"PK\x03\x04", "a ZIP or office file; unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office file; save it as plain text"),
    (b"{\\rtf", "rich text; save it as plain text"),
    (b"\x1f\x8b", "a gzip file; unpack it first (gunzip)"),
    (b"\x89PNG", "an image; kg reads text"),
    (b"\xff\xd8\xff", "an image; kg reads text"),
    (b"GIF87a", "an image; kg reads text"),
    (b"GIF89a", "an image; kg reads text"),
    (b"\x7fELF", "a program; kg reads text"),
    (b"SQLite format 3\x00", "a database; export its articles as JSONL or CSV"),
)
_NO_TEXT = "binary data, no text; convert it to UTF-8 text first"
_CONTROLS = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WINDOWS_MARKS = re.compile(rb"[\x85\x91-\x97\xa0]")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes) -> str:
    """The text of a whole document, a byte order mark left out, line ends as they are.

    Raises ArticleError where it is binary, damaged or in no encoding that can be told.
    """
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        msg = f"not {encoding.upper().removesuffix('-SIG')} at byte {error.start}; save it as UTF-8"
        raise ArticleError(msg) from error


def peek(stream: BinaryIO) -> tuple[bytes, str]:
    """The first bytes of a stream, which is then wound back, and the encoding that they are in."""
    sample = stream.read(SAMPLE_BYTES)
    stream.seek(0)
    return sample, encoding_of(sample, whole=len(sample) < SAMPLE_BYTES)


def encoding_of(data: bytes, *, whole: bool = True) -> str:
    """Name of the encoding that these bytes are in; ``whole`` is False where they may end within a character.

    A byte order mark decides; else UTF-8 where it fits, or fits most lines that are not plain ASCII (the file is then
    damaged UTF-8, not something else); else what charset-normalizer tells. Raises ArticleError for binary data.
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise ArticleError(what)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if wide := _wide(data):
        return wide
    if _is_utf8(data, whole=whole):
        if _count(data, _CONTROLS) * 3 > max(len(data), 24):
            raise ArticleError(_NO_TEXT)
        return "utf-8"
    return "utf-8" if _mostly_utf8(data) else _detected(data)


def _count(data: bytes, these: bytes) -> int:
    """How many of the bytes are among these."""
    return len(data) - len(data.translate(None, these))


def _is_utf8(data: bytes, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    lines = [line for line in data.splitlines() if not line.isascii()]
    return len(lines) > 1 and sum(_is_utf8(line, whole=True) for line in lines) * 2 >= len(lines)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the NULs beside its plain letters."""
    half = len(data) // 2
    even, odd = data[::2], data[1::2]
    high, low = (even, odd) if even.count(0) > odd.count(0) else (odd, even)
    if half < 4 or len(data) % 2 or high.count(0) * 2 < half or low.count(0) * 20 > half:
        return None
    if _count(low, _PLAIN) * 2 < half:
        return None
    return "utf-16-be" if high is even else "utf-16-le"


def _detected(data: bytes) -> str:
    sample = data[:_DETECT_BYTES]
    if len(sample) < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    matches = list(from_bytes(sample))
    if not matches:
        raise ArticleError(
            _NO_TEXT if _count(sample, _CONTROLS) else "in no encoding that kg can tell; save it as UTF-8"
        )
    best = matches[0]
    if len(_CONTROL_CHARACTERS.findall(str(best))) * 50 > len(str(best)):
        raise ArticleError(_NO_TEXT)
    return "cp1252" if _is_typographic(sample) else best.encoding


def _is_typographic(data: bytes) -> bool:
    """Whether it is plain letters with the quotation marks and dashes of Windows, and few accents.

    Too little for detection, which then often names a rarer code page in which they are letters.
    """
    marks, others = len(_WINDOWS_MARKS.findall(data)), len(_NOT_ASCII.findall(data))
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return others * 10 < len(data) and marks * 2 >= others
