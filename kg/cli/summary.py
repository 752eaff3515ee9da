"""What ``kg build`` and ``kg remove`` say in the end: how much of what there is, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from kg.cli.guard import complain

if TYPE_CHECKING:
    from kg.keep import Displaced
    from kg.read import Skipped

_SHOWN = 20


def complain_of(skipped: Sequence[Skipped]) -> None:
    """A line for each of the first articles that could not be read."""
    for one in skipped[:_SHOWN]:
        complain(f"skipped {one}")
    if len(skipped) > _SHOWN:
        complain(f"skipped {len(skipped) - _SHOWN:,} more; see report.json")


def warn_of(displaced: Sequence[Displaced]) -> None:
    """A line for each of the first articles that lost their place to another file's."""
    for one in displaced[:_SHOWN]:
        complain(str(one))
    if len(displaced) > _SHOWN:
        complain(f"{len(displaced) - _SHOWN:,} more files take the place of others of their name")


def summarize(report: Mapping[str, Any]) -> None:
    """The numbers of a report."""
    events, claims, quarantined = report["events"], report["claims"], len(report["quarantined"])
    skipped, review = len(report["skipped"]), report.get("review")
    lines = [
        (report["articles"], "articles", f"{skipped} skipped" if skipped else ""),
        (sum(report["entities"].values()), "entities", ""),
        (
            events["realized"] + events["unrealized"],
            "events",
            f"{events['realized']:,} realized, {events['unrealized']:,} not (denied, feared, planned, merely possible)",
        ),
        (
            claims["asserted"] + claims["not asserted"],
            "claims",
            f"{claims['asserted']:,} asserted, {claims['not asserted']:,} not",
        ),
        (quarantined, "quarantined", "taken out; report.json says where, why, and what to do" if quarantined else ""),
    ]
    if review is not None:
        lines.append((int(review["rows"]), "corrections", _unheard(review)))
    for number, what, more in lines:
        typer.echo(f"{number:>9,} {what:<12} {more}".rstrip())


def _unheard(review: Mapping[str, Any]) -> str:
    """What became of the ledger's rows of which nothing follows."""
    lost = [f"{len(rows)} {state}" for state, rows in review.items() if isinstance(rows, list)]
    return f"{', '.join(lost)}; see kg review --list" if lost else ""
