"""What a store's ledger says of articles that leave it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import StoreError
from kg.folder import LEDGER
from kg.graph import Graph
from kg.keep.about import DamageError
from kg.keep.catalogue import Catalogue
from kg.keep.load import without
from kg.ledger import Ledger
from kg.ledger.forget import Forgotten, forgotten, touched

__all__ = ["leaving"]


@contextmanager
def leaving(
    folder: Path, catalogue: Catalogue, articles: Collection[str], *, keep_rows: bool = False
) -> Iterator[Forgotten]:
    """Take what rests on some articles, given by local id, out of a store's ledger while these leave the store.

    Before they leave, for so no word of theirs is told of a correction that is about nothing any more; where they
    cannot leave, the ledger is again as it was. With ``keep_rows`` it stays as it is in any case. Raises StoreError
    where the ledger cannot be read or written.
    """
    book = Ledger.load(folder / LEDGER, missing_ok=True)
    rows = touched(book.rows, articles, set(_named(catalogue, articles))) if book.rows else []
    found = forgotten(rows, _rest(folder, catalogue, articles), articles) if rows else Forgotten()
    with book.changed({} if keep_rows else found.changes):
        yield found


def _named(catalogue: Catalogue, articles: Collection[str]) -> Iterator[str]:
    """Local ids of all that was read in some articles."""
    for article in articles:
        with suppress(DamageError):  # what cannot be read names nothing
            reading = catalogue.reading(catalogue.mark_of(article) or "")
            yield from (one.id for nouns in (reading.claims, reading.events, reading.entities) for one in nouns)


def _rest(folder: Path, catalogue: Catalogue, articles: Collection[str]) -> Graph:
    try:
        return without(catalogue, articles)
    except DamageError as error:
        msg = f"{folder}: {error}; nothing was removed: kg build --store {folder} --anew reads it again"
        raise StoreError(msg) from error
