"""Puts the page together: markup, style, scripts and data in one file, under a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import BinaryIO

from kg.article import Article
from kg.errors import ExportError
from kg.graph import Graph
from kg.page.facts import facts, size
from kg.terms import BASE

SCRIPTS = (
    "drawing.js",
    "facts.js",
    "links.js",
    "filters.js",
    "timeline.js",
    "evidence.js",
    "panel.js",
    "shapes.js",
    "names.js",
    "network.js",
    "table.js",
    "search.js",
    "page.js",
)
"""Scripts of the page in the order in which they run; the first one is others' code."""
TITLE = "Knowledge graph"
MOST = 2_000_000
"""Claims in a page. With 1.7 million a tab of Chromium takes up to 4.2 GB, and it may take no more than 4 to 4.5."""
_LICENCES = "drawing.licenses.txt"
_ACTIVE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SLOT = re.compile(r"\{\{([a-z]+)\}\}")


def write(
    graph: Graph,
    out: BinaryIO,
    *,
    view: str = "claims",
    base: str = BASE,
    title: str = TITLE,
    articles: Iterable[Article] = (),
    part: str = "",
    most: int = MOST,
) -> None:
    """Write a graph as a page, UTF-8: the same graph gives the same bytes, on every machine.

    ``view`` is one of :data:`kg.views.VIEWS` and says which claims are in the page at all; ``base`` begins the IRIs
    that it shows. With the ``articles`` that the graph was read from, quotes stand in their whole sentences. Where the
    graph is a ``part`` of another one, the page says so in these words. Raises ExportError where there is no such view,
    and before anything is made where there are more than ``most`` claims, which no browser could show.
    """
    if (claims := size(graph, view)) > most:
        msg = (
            f"{claims:,} claims are more than a page can hold, which is {most:,}; take a part of the graph (kg page "
            "--since, --until, --place, --voice, --type, or kg.analysis.slice) or the view actors"
        )
        raise ExportError(msg)
    style, scripts = _asset("page.css"), [_asset(name) for name in SCRIPTS]
    data = facts(graph, view=view, articles=articles) | {"title": title, "base": base, "view": view, "part": part}
    parts = {
        "policy": policy(style, scripts),
        "title": html.escape(title.translate(_SURROGATES)),
        "style": f"<style>{style}</style>",
        "licences": f"<!--\n{_asset(_LICENCES).replace('--', '- -')}\n-->",
        "facts": f'<script type="application/json" id="facts">{as_json(data)}</script>',
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    out.write(_SLOT.sub(lambda slot: parts[slot[1]], _asset("page.html")).encode())


_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def as_json(value: object) -> str:
    """JSON that no HTML parser can take for markup; equal to ``value`` for any JSON parser."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", plain)


def policy(style: str, scripts: list[str]) -> str:
    """The content security policy: this style and these scripts, by their hashes, and nothing from anywhere else."""
    allowed = " ".join(map(_hash, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (files("kg.page") / "assets" / name).read_text(encoding="utf-8")
