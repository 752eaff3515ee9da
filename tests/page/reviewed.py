"""The sample as people found it: some of it misread, some confirmed, with names and reasons that try to be markup."""

from __future__ import annotations

from kg.graph import Graph
from kg.judgement import Review
from tests.export.sample import ARREST, BEATING, CITY, KIM, POLICE, sample
from tests.page.hostile import IMAGE, SCRIPT, TURNED

DAY = "2024-08-02"


def claim_id(subject: str, predicate: str, thing: str, quote: str = "") -> str:
    """The id of the sample's only claim that says this, in words that end with ``quote``."""
    wanted = subject, predicate, thing
    found = [
        name
        for name, claim in sample().claims.items()
        if (claim.subject, claim.predicate, claim.object) == wanted and claim.quotes[0].endswith(quote)
    ]
    (one,) = found
    return one


def reviewed() -> Graph:
    """The beating is confirmed, of the arrest a claim and the city are found misread, one more claim confirmed."""
    return sample().with_reviews([
        Review(claim_id(POLICE, "detains", KIM, "arrested"), "wrong", SCRIPT, IMAGE, DAY),
        Review(claim_id(POLICE, "attacks", KIM), "confirmed", f"Ben {TURNED}", "it does say so"),
        Review(BEATING, "confirmed", "Ann", "denied, and rightly read", DAY),
        Review(CITY, "wrong", "Ann", "a ship of that name", DAY),
    ])  # fmt: skip


def misread_event() -> Graph:
    """The arrest never was in the article."""
    return sample().with_reviews([Review(ARREST, "wrong", "Ann", "he arrested her attention", DAY)])


def misread_part() -> Graph:
    """Kim's part in the arrest was misread, so that nobody is said to detain him."""
    return sample().with_reviews([Review(claim_id(ARREST, "target", KIM), "wrong", "Ann", "not him", DAY)])
