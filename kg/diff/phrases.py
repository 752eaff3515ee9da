"""What is in a graph, as phrases for people."""

from __future__ import annotations

from collections.abc import Iterable

from kg.claim import Claim, Factuality
from kg.graph import Graph
from kg.judgement import Judgement, Review
from kg.ledger.row import tidy
from kg.ledger.trace import statement
from kg.mention import Mention, When
from kg.text import Span


def both(old: object, new: object, name: str) -> tuple[str, str]:
    """A field's two values as phrases, both empty where they are equal."""
    was, now = getattr(old, name), getattr(new, name)
    return ("", "") if was == now else (shown(was), shown(now))


def shown(value: object) -> str:
    """A value as a phrase."""
    if isinstance(value, Factuality):
        hedge = f", “{value.hedge}”" if value.hedge else ""
        return tidy(f"{value.polarity}, {value.certainty}, {value.temporality}{hedge}")
    if isinstance(value, Span):
        return f"{value.begin}–{value.end}"
    if isinstance(value, Mention):
        return f"“{tidy(value.quote)}” at {shown(value.span)}"
    if isinstance(value, tuple | frozenset):
        return "; ".join(sorted(map(shown, value))) or "nothing"
    return "nothing" if value is None else tidy(str(value))


def status(graph: Graph, claim: Claim) -> str:
    """What follows from a claim, in a word or two."""
    how = claim.factuality
    if graph.rejected(claim.id):
        return "found misread"
    if how.entitles:
        return "asserted" if how.certainty == "certain" else f"asserted as {how.certainty}"
    reasons = {
        "denied": how.polarity == "negative",
        "merely possible": how.certainty == "possible",
        "left open": how.certainty == "underspecified",
        "planned or expected": how.temporality == "future",
        "conditional": how.temporality == "conditional",
    }
    return " and ".join(reason for reason, holds in reasons.items() if holds)


def when(when: When | None) -> str:
    """When something happened, in words."""
    if when is None:
        return "undated"
    days = " to ".join(dict.fromkeys(str(day) for day in (when.start, when.end) if day))
    return tidy(f"“{when.words}” ({', '.join(filter(None, (when.precision, days)))})")


def listed(names: Iterable[str]) -> str:
    """Names in quotation marks."""
    return ", ".join(f"“{tidy(name)}”" for name in sorted(names))


def opinion(graph: Graph, one: Judgement | Review) -> str:
    """What a judgement or review says, in words."""
    if isinstance(one, Review):
        claim = graph.claims.get(one.about)
        what = statement(graph, claim) if claim else tidy(graph.label(one.about))
    else:
        what = f"{tidy(graph.label(one.left))} and {tidy(graph.label(one.right))}"
    return tidy(f"{one.verdict} by {one.by}: {what} ({one.why}{', ' + one.on if one.on else ''})")
