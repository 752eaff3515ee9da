"""The page with the query editor: files that ship with kg, and nothing from elsewhere. See README.md beside this."""

from __future__ import annotations

import json
from importlib.resources import files

from kg.rdf.write import prefixes
from kg.serve.question import Answer
from kg.serve.request import ENDPOINT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a browser may load for the page: nothing that does not come from this server."""

_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_FILES = (
    "index.html",
    "page.js",
    "page.css",
    "examples.json",
    "yasqe.min.js",
    "yasqe.min.css",
    "yasr.min.js",
    "yasr.min.css",
    "LICENCES.txt",
)


class Page:
    """Answers to GET for everything but queries, for a graph of this name and base."""

    def __init__(self, name: str, base: str) -> None:
        folder = files(__name__)
        self._answers = {f"/{file}": _answer(file, (folder / file).read_bytes()) for file in _FILES}
        self._answers["/"] = self._answers["/index.html"]
        settings = {"graph": name, "endpoint": ENDPOINT, "prefixes": prefixes(base)}
        self._answers["/settings.json"] = _answer("settings.json", json.dumps(settings).encode())

    def answer(self, path: str) -> Answer | None:
        """The file at this path of an address, if there is one."""
        return self._answers.get(path)


def _answer(name: str, body: bytes) -> Answer:
    return Answer(200, _MEDIA[name[name.rindex(".") :]], body)
