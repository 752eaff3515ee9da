"""A question as the SPARQL 1.1 Protocol carries it, its answer, and the format that both sides understand."""

from __future__ import annotations

from dataclasses import dataclass

RESULTS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv; charset=utf-8",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
}
"""What can be asked for and what is then sent, for SELECT and ASK; the best first."""
TRIPLES = {
    "text/turtle": "text/turtle; charset=utf-8",
    "application/n-triples": "application/n-triples; charset=utf-8",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/x-turtle": "text/turtle; charset=utf-8",
    "text/plain": "application/n-triples; charset=utf-8",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/json": "application/ld+json",
}
"""The same for CONSTRUCT and DESCRIBE."""


@dataclass(frozen=True)
class Question:
    """A query, the graphs it is about (none named: all), and the value of the ``Accept`` header."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""


@dataclass(frozen=True)
class Answer:
    """A status of HTTP, the media type of the body, and the body; an error's body is one line of text."""

    status: int
    media: str
    body: bytes


def refusal(status: int, problem: str) -> Answer:
    """An answer that says what is wrong."""
    return Answer(status, "text/plain; charset=utf-8", f"{' '.join(problem.split())}\n".encode())


def negotiated(accept: str, offered: dict[str, str]) -> str | None:
    """The media type to send, or None where nothing offered is accepted.

    Of what is accepted the most liked is taken (RFC 9110, section 12.5.1), and of equals the first offered. An empty
    ``accept`` accepts all.
    """
    wishes = _wishes(accept) if accept.strip() else {"*/*": 1.0}
    liked = {media: _liking(media, wishes) for media in offered}
    best = max(liked, key=lambda media: liked[media])  # the first of equals
    return offered[best] if liked[best] > 0 else None


def _liking(media: str, wishes: dict[str, float]) -> float:
    for wish in (media, f"{media.partition('/')[0]}/*", "*/*"):  # what is more specific counts
        if wish in wishes:
            return wishes[wish]
    return 0.0


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (word.strip().lower() for word in part.split(";"))
        quality = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        try:
            wishes[media] = max(wishes.get(media, 0.0), float(quality))
        except ValueError:
            wishes[media] = 0.0
    return wishes
