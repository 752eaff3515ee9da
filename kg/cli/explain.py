"""``kg explain``: everything that is claimed about something, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.places import GraphFile, base_of
from kg.errors import StoreError
from kg.terms import iri

if TYPE_CHECKING:
    from kg.claim import Claim, Factuality
    from kg.graph import Graph

_LISTED = 30


def explain(
    graph: GraphFile,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an IRI, or a short one like agency:police-ru.")],
) -> None:
    """Show what is claimed about something, and why.

    Something is an actor, place, thing, event or article. For each claim: the words of the article, where they stand,
    who says so, how surely, and which rule found it. What may be asserted comes first, then what is denied, feared,
    planned or merely possible. Where several things bear the name, they are listed: name one by its IRI.

    \b
    Examples:
      kg explain exports/graph.nq "Ministry of State Security"
      kg explain exports/graph.nq agency:police-ru
      kg explain exports/graph.nq https://w3id.org/newskg/id/place/vladivostok
    """
    from kg.keep import load

    found, base = load(graph), base_of(Path(graph))
    matches = _matches(found, name)
    if not matches:
        raise StoreError(_nothing(found, graph, name))
    if len(matches) == 1:
        for line in _explanation(found, matches[0], base):
            typer.echo(line)
        return
    typer.echo(f"{len(matches):,} things match '{name}'; name one by its IRI:")
    for match in matches[:_LISTED]:
        typer.echo(f"  {iri(match, base=base)}  {found.label(match)} ({_kind(found, match)})")
    if len(matches) > _LISTED:
        typer.echo(f"  … and {len(matches) - _LISTED:,} more")


# -- finding it ------------------------------------------------------------------------------------------------------


def _matches(graph: Graph, words: str) -> list[str]:
    """Local ids of what is named so; of what has these words in its name, where nothing is named just so."""
    if local := _local(graph, words):
        return [local]
    wanted = " ".join(words.split()).casefold()
    names = [(local, name.casefold()) for local, name in _names(graph)]
    whole = {local for local, name in names if name == wanted}
    return sorted(whole or {local for local, name in names if wanted and wanted in name})


def _local(graph: Graph, words: str) -> str | None:
    bare = words.strip().strip("<>")
    short = bare.rpartition("/id/")[2].partition("#")[0] if "/id/" in bare else bare.replace(":", "/", 1)
    tables = (graph.entities, graph.known, graph.events, graph.articles)
    return short if any(short in table for table in tables) else None


def _names(graph: Graph) -> Iterator[tuple[str, str]]:
    for entity in graph.entities.values():
        yield from ((entity.id, label) for label in entity.labels)
    for fact in graph.known.values():
        yield from ((fact.id, label) for label in fact.names)
    for event in graph.events.values():
        yield event.id, event.label
    for info in graph.articles.values():
        yield from ((info.id, name) for name in (info.identifier, info.title) if name)


def _nothing(graph: Graph, path: Path, words: str) -> str:
    import difflib

    labels = {name.casefold(): name for _, name in _names(graph)}
    near = difflib.get_close_matches(words.casefold(), labels, n=3, cutoff=0.6)
    hint = f"Did you mean {', '.join(repr(labels[name]) for name in near)}?" if near else "look it up with kg query"
    return f"{path}: nothing in it is named '{words}'. {hint}"


def _kind(graph: Graph, local: str) -> str:
    if local in graph.events:
        return f"{graph.events[local].type}, {'realized' if graph.realized(local) else 'not realized'}"
    if local in graph.entities:
        return graph.entities[local].cls
    return graph.known[local].cls if local in graph.known else "Article"


# -- saying it -------------------------------------------------------------------------------------------------------


def _explanation(graph: Graph, local: str, base: str) -> Iterator[str]:
    yield typer.style(f"{graph.label(local)} ({_kind(graph, local)})", bold=True)
    yield iri(local, base=base)
    yield from _known(graph, local)
    yield from _judged(graph, local)
    yield from _reviewed(graph, local, "")
    claims = sorted((claim for claim in graph.claims.values() if _speaks_of(claim, local)), key=_place)
    asserted = [claim for claim in claims if graph.entitles(claim)]
    others = [claim for claim in claims if not graph.entitles(claim)]
    for title, group in (("Asserted", asserted), ("Claimed, not asserted", others)):
        yield ""
        yield typer.style(f"{title}: {len(group):,}", bold=True)
        for claim in group:
            yield from _told(graph, claim)
    if said := sum(claim.attributed_to == local for claim in graph.claims.values()):
        yield ""
        yield f"It is itself the source of {said:,} claim{'' if said == 1 else 's'} (kg:attributedTo)."


def _known(graph: Graph, local: str) -> Iterator[str]:
    label = graph.label(local)
    names = graph.entities[local].labels if local in graph.entities else frozenset()
    if others := sorted(names - {label}):
        yield f"also: {'; '.join(others)}"
    if when := graph.events[local].when if local in graph.events else None:
        days = " to ".join(str(day) for day in dict.fromkeys((when.start, when.end)) if day)
        yield f"when: '{when.words}' ({', '.join(part for part in (when.precision, days) if part)})"
    if fact := graph.known.get(local):
        above = [graph.label(name) for name in fact.refers_to]
        yield f"known beforehand: {'; '.join(dict.fromkeys([fact.label, *above]))}"


def _judged(graph: Graph, local: str) -> Iterator[str]:
    """With what it was judged to be one, or not, or perhaps; nothing of that is merged here."""
    from kg.judgement import settled

    phrases = {"same": "judged the same as", "different": "judged different from", "unsure": "perhaps the same as"}
    for one in settled(graph.judgements).values():
        if local in (one.left, one.right):
            other = one.right if local == one.left else one.left
            judge = (
                f"{one.by}, {one.confidence / 1000:.2f}" if one.by_rule else ", ".join(filter(None, (one.by, one.on)))
            )
            yield f"{phrases[one.verdict]} {graph.label(other)} ({_short(other)}): {one.why} ({judge})"


def _speaks_of(claim: Claim, local: str) -> bool:
    return local in (claim.subject, claim.object, claim.event, claim.article)


def _place(claim: Claim) -> tuple[str, int, int, str]:
    return claim.article, claim.place.begin, claim.place.end, claim.id


def _told(graph: Graph, claim: Claim) -> Iterator[str]:
    thing = graph.label(claim.object) if isinstance(claim.object, str) else repr(claim.object.value)
    yield f"  {graph.label(claim.subject)} — {claim.predicate} → {thing}"
    for quote in claim.quotes:
        yield f"      “{' '.join(quote.split())}”"
    info = graph.articles.get(claim.article)
    day = f", {info.date}" if info and info.date else ""
    where = f"{graph.label(claim.article)}{day}, characters {claim.place.begin}–{claim.place.end}"
    yield f"      in: {where}"
    shown = claim.factuality
    hedge = f", “{shown.hedge}”" if shown.hedge else ""
    why = "" if graph.entitles(claim) else f"; not asserted: {_why(shown, misread=graph.rejected(claim.id))}"
    how = f"{shown.polarity}, {shown.certainty}, {shown.temporality}{hedge}{why}"
    yield f"      by: {graph.label(claim.attributed_to)}; {how}"
    yield f"      read with confidence {claim.confidence / 1000:.2f} by {claim.found_by} ({_short(claim.id)})"
    yield from _reviewed(graph, claim.id, "      ")


def _reviewed(graph: Graph, local: str, indent: str) -> Iterator[str]:
    """What people found who compared it with the article."""
    if (one := graph.review(local)) is not None:
        of = "" if one.about == local else f" ({graph.label(one.about)}, {_short(one.about)})"
        who = ", ".join(filter(None, (one.by, one.on)))
        yield f"{indent}{_FOUND[one.verdict]}{of}: {one.why} ({who})"


_FOUND = {"wrong": "found misread", "confirmed": "confirmed: the article does say so"}


def _short(local: str) -> str:
    return local.replace("/", ":", 1)


def _why(shown: Factuality, *, misread: bool) -> str:
    reasons = {
        "misread": misread,
        "denied": shown.polarity == "negative",
        "merely possible": shown.certainty == "possible",
        "left open": shown.certainty == "underspecified",
        "planned or expected": shown.temporality == "future",
        "conditional": shown.temporality == "conditional",
    }
    return ", ".join(reason for reason, holds in reasons.items() if holds)
