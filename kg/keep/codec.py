"""Nouns as JSON and back, without loss: text and numbers in lists, which can do nothing but be wrong.

A dataclass is the list of its fields, a frozenset a sorted list, a date its ISO form; the types of the fields say what
is what. So a field that a noun gains later is kept, too, and what does not fit the types is refused.

>>> decode(Span, encode(Span, Span(3, 7)))
Span(begin=3, end=7)
>>> decode(Span, b"[3]")
Traceback (most recent call last):
    ...
kg.keep.codec.Unfit: no Span: zip() argument 2 is shorter than argument 1
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import zlib
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kg.text import Span

__all__ = ["Span", "Unfit", "decode", "encode", "packed", "unpacked"]

_LEVEL = 6
_LARGEST = 1 << 30
"""Bytes of what is unpacked at most: nothing that kg packs comes near, and a few bytes could claim to be terabytes."""
_SHARED = 64
"""Text up to this length is kept in memory once: ids, names, predicates."""

_Noun = TypeVar("_Noun")
_Code = Callable[[Any], Any]


class Unfit(ValueError):  # noqa: N818  a value that does not fit, and for kg.keep alone
    """What should be a noun is none."""


def encode(kind: Any, value: object) -> bytes:
    """A value of this type as JSON, in UTF-8; lone surrogates are kept."""
    words = json.dumps(_codes(kind)[0](value), ensure_ascii=False, separators=(",", ":"))
    return words.encode("utf-8", "surrogatepass")


def decode(kind: type[_Noun], content: bytes) -> _Noun:
    """The value that :func:`encode` was given; raises Unfit for everything else."""
    try:
        wanted: Any = kind
        found: _Noun = _codes(wanted)[1](json.loads(content.decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"no {getattr(kind, '__name__', kind)}: {error}"
        raise Unfit(msg) from error
    return found


def packed(content: bytes) -> bytes:
    """Bytes made smaller."""
    return zlib.compress(content, _LEVEL)


def unpacked(content: bytes) -> bytes:
    """The bytes again; raises Unfit for what is damaged, incomplete, or claims to be larger than 1 GiB."""
    reader = zlib.decompressobj()
    try:
        found = reader.decompress(content, _LARGEST)
    except (zlib.error, TypeError) as error:
        msg = f"damaged: {error}"
        raise Unfit(msg) from error
    if not reader.eof or reader.unused_data:
        msg = "damaged: its end is missing, or not its own"
        raise Unfit(msg)
    return found


@cache
def _codes(kind: Hashable) -> tuple[_Code, _Code]:
    """How to write and how to read values of a type."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _same, _PLAIN[kind]
    if kind is dt.date:
        return dt.date.isoformat, _date
    if origin is tuple and inner[-1] is Ellipsis:
        return _many(inner[0], list, tuple)
    if origin is tuple:
        return _row(tuple(map(_codes, inner)), lambda value: value, lambda *cells: cells)
    if origin is frozenset:
        return _many(inner[0], sorted, frozenset)
    if origin in (Union, UnionType):
        return _either(inner)
    if is_dataclass(kind):
        return _dataclass(kind)
    msg = f"{kind}: no type that can be kept"
    raise TypeError(msg)


def _same(value: Any) -> Any:
    return value


def _only(kind: type) -> _Code:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            msg = f"{value!r:.40} is no {kind.__name__}"
            raise TypeError(msg)
        return value

    return read


def _text(value: Any) -> str:
    if type(value) is not str:
        msg = f"{value!r:.40} is no text"
        raise TypeError(msg)
    return sys.intern(value) if len(value) <= _SHARED else value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        msg = f"{value!r:.40} is no number"
        raise TypeError(msg)
    return float(value)


_PLAIN: dict[Any, _Code] = {
    str: _text,
    int: _only(int),
    bool: _only(bool),
    float: _number,
    NoneType: _only(NoneType),
}


def _date(value: Any) -> dt.date:
    return dt.date.fromisoformat(_text(value))


def _many(inner: Any, order: Callable[[Any], list[Any]], made: Callable[[list[Any]], Any]) -> tuple[_Code, _Code]:
    write, read = _codes(inner)

    def read_all(values: Any) -> Any:
        if type(values) is not list:
            msg = f"{values!r:.40} is no list"
            raise TypeError(msg)
        return made([read(value) for value in values])

    return lambda values: [write(value) for value in order(values)], read_all


def _row(codes: tuple[tuple[_Code, _Code], ...], cells: _Code, made: Callable[..., Any]) -> tuple[_Code, _Code]:
    writers, readers = tuple(write for write, _ in codes), tuple(read for _, read in codes)

    def write(value: Any) -> list[Any]:
        return [one(cell) for one, cell in zip(writers, cells(value), strict=True)]

    def read(row: Any) -> Any:
        if type(row) is not list:
            msg = f"{row!r:.40} is no list"
            raise TypeError(msg)
        return made(*[one(cell) for one, cell in zip(readers, row, strict=True)])

    return write, read


def _dataclass(kind: Any) -> tuple[_Code, _Code]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return _row(
        tuple(_codes(hints[name]) for name in names), lambda value: [getattr(value, name) for name in names], kind
    )


def _either(kinds: tuple[Any, ...]) -> tuple[_Code, _Code]:
    """One of several types: at most one of them is written as a list, so what stands there tells which it is."""
    made = {
        (list if is_dataclass(kind) or get_origin(kind) else str if kind is dt.date else kind): kind for kind in kinds
    }
    if len(made) != len(kinds):
        msg = f"{kinds}: no types that can be told apart"
        raise TypeError(msg)
    by_type = {
        kind if stored is not list else get_origin(kind) or kind: _codes(kind)[0] for stored, kind in made.items()
    }
    readers = {stored: _codes(kind)[1] for stored, kind in made.items()}

    def read(value: Any) -> Any:
        if type(value) not in readers:
            msg = f"{value!r:.40} is none of {', '.join(map(str, kinds))}"
            raise TypeError(msg)
        return readers[type(value)](value)

    return lambda value: by_type[type(value)](value), read
