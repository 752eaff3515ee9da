"""The claim: one triple as one place in one article states it, with who says so and how surely."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.terms import short_hash
from kg.text import Span

POLARITIES = ("positive", "negative")
CERTAINTIES = ("certain", "probable", "possible", "underspecified")
TEMPORALITIES = ("past", "present", "future", "conditional")


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A value that is no thing: ``datatype`` is the local name of an XML Schema type."""

    value: str
    datatype: str = "string"


@dataclass(frozen=True, slots=True)
class Factuality:
    """How a text presents something: polarity, certainty, temporality (as in GRaSP and FactBank), the hedge's words."""

    polarity: str = "positive"
    certainty: str = "certain"
    temporality: str = "past"
    hedge: str | None = None

    @property
    def entitles(self) -> bool:
        """Whether it entitles us to assert: positive, certain or probable, past or present (law 2)."""
        return (
            self.polarity == "positive"
            and self.certainty in ("certain", "probable")
            and self.temporality in ("past", "present")
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of one triple in one place of one article.

    ``subject`` and, where it is no :class:`Literal`, ``object`` are local ids; ``predicate`` is a local name of the
    vocabulary. ``place`` is the clause that states it, one of ``evidence``: all spans that support it, ``quotes`` being
    their words in the same order. ``attributed_to`` is who says so inside the text, else the outlet. ``event`` is the
    event that it asserts, if any. ``confidence`` is the extractor's own, in thousandths.
    """

    subject: str
    predicate: str
    object: str | Literal
    article: str
    place: Span
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    attributed_to: str
    factuality: Factuality
    confidence: int
    found_by: str
    event: str | None = None

    @property
    def triple(self) -> tuple[str, str, str | Literal]:
        """What is claimed, whoever says so and wherever."""
        return self.subject, self.predicate, self.object

    @property
    def id(self) -> str:
        """Local id ``claim/{article}-{begin}-{end}-{hash of subject, predicate, object}``."""
        thing = self.object if isinstance(self.object, str) else f"{self.object.datatype}:{self.object.value}"
        digest = short_hash(self.subject, self.predicate, thing)
        return f"claim/{self.article.removeprefix('article/')}-{self.place.begin}-{self.place.end}-{digest}"

    def union(self, other: Claim) -> Claim:
        """Two findings of one claim: the surer reading, the evidence of both.

        Associative, commutative, idempotent. Raises ValueError where the ids differ.
        """
        if self.id != other.id:
            msg = f"{self.id} and {other.id} are not one claim"
            raise ValueError(msg)
        best = max(self, other, key=_rank)
        found = {*zip(self.evidence, self.quotes, strict=True), *zip(other.evidence, other.quotes, strict=True)}
        spans, quotes = zip(*sorted(found), strict=True)
        return replace(best, evidence=spans, quotes=quotes)


def _rank(claim: Claim) -> tuple[int, str]:
    """A total order of findings: the surer first, then by everything that they may differ in."""
    return claim.confidence, repr((claim.found_by, claim.attributed_to, claim.event, claim.factuality))
