"""What a request of HTTP asks, as the SPARQL 1.1 Protocol (section 2.1) says it; whether it may ask at all."""

from __future__ import annotations

import ipaddress
from urllib.parse import parse_qsl, urlsplit

from kg.serve.question import Answer, Question, refusal

ENDPOINT = "/sparql"
LARGEST = 1 << 20
"""Bytes that the body of a request may have."""
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_READ_ONLY = "this endpoint is read-only: SPARQL UPDATE is refused"


class RefusedError(Exception):
    """A request that gets no answer to its question but this one."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode())
        self.answer = answer


def check_origin(host: str, origin: str | None) -> None:
    """Raises RefusedError (403) unless a request was sent to this machine by name, and by no page from elsewhere.

    A page whose name was made to point to this machine (DNS rebinding) betrays itself by the ``Host`` header, and one
    that posts across origins by the ``Origin`` header.
    """
    if not _loopback(f"//{host}"):
        raise RefusedError(refusal(403, "wrong Host header: ask for 127.0.0.1 or localhost"))
    if origin is not None and not _loopback(origin):
        raise RefusedError(refusal(403, "pages from elsewhere may not ask here"))


def _loopback(url: str) -> bool:
    try:
        name = urlsplit(url).hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def asked_by_get(parameters: str, accept: str) -> Question:
    """The question in the parameters of an address; raises RefusedError where there is none or more than one."""
    return _question(_pairs(parameters), accept)


def asked_by_post(media: str, parameters: str, body: bytes, accept: str) -> Question:
    """The question in a body: a form, or the query itself with the graphs named in the address; raises RefusedError."""
    kind, _, more = media.partition(";")
    kind = kind.strip().lower()
    if kind == UPDATE:
        raise RefusedError(refusal(403, _READ_ONLY))
    if kind not in (FORM, QUERY):
        raise RefusedError(refusal(415, f"unknown Content-Type; send {FORM} or {QUERY}"))
    charset = more.partition("charset=")[2].strip().strip('"').lower()
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise RefusedError(refusal(415, "unknown charset; send UTF-8"))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(refusal(400, "the body is not UTF-8")) from None
    if kind == FORM:
        return _question([*_pairs(parameters), *_pairs(text)], accept)
    pairs = _pairs(parameters)
    if any(name == "query" for name, _ in pairs):
        raise RefusedError(refusal(400, "two queries: one in the address, one in the body"))
    return _question([*pairs, ("query", text)], accept)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:  # UnicodeDecodeError is one
        raise RefusedError(refusal(400, "the parameters are not URL-encoded UTF-8")) from None


def _question(pairs: list[tuple[str, str]], accept: str) -> Question:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if values("update"):
        raise RefusedError(refusal(403, _READ_ONLY))
    queries = values("query")
    if len(queries) != 1:
        problem = "more than one query" if queries else "no query"
        raise RefusedError(refusal(400, f"{problem}: give the parameter 'query' once"))
    return Question(queries[0], values("default-graph-uri"), values("named-graph-uri"), accept)
