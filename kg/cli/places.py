"""Options that several commands share, and where a graph's IRIs begin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kg.folder import marked
from kg.terms import BASE

_BASE = re.compile(r"<([^<>\s]+/)id/(?!event-type/)[a-z]+/|\"@base\": \"([^\"\\]+/)id/\"")
_LOOK_AT = 1 << 20

GraphFile = Annotated[
    Path, typer.Argument(metavar="GRAPH", help="A graph that kg wrote, .ttl, .nq or .jsonld, or a store.")
]


def base_of(path: Path) -> str:
    """What the IRIs of the things in a file or store begin with; the usual base where it cannot be read or has none."""
    if path.is_dir():
        return marked(path)["base"]
    try:
        with path.open("rb") as file:
            match = _BASE.search(file.read(_LOOK_AT).decode("utf-8", "replace"))
    except OSError:
        return BASE
    return match[1] or match[2] if match else BASE


def checked_base(base: str | None) -> str | None:
    """A base given by the user, if any."""
    if base is not None and not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\#?]+/", base):
        msg = f"'{base}' cannot begin IRIs; give an absolute one that ends with a slash, like https://example.org/news/"
        raise typer.BadParameter(msg)
    return base
