"""Which articles of a store somebody means: by identifier, IRI, or where they were read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError
from kg.keep.catalogue import Catalogue
from kg.ledger.row import local_id
from kg.ontology.tables import did_you_mean
from kg.terms import article_id

_LINE = " line "


def articles_meant(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """Ids of the articles that are named, each once: by identifier, IRI or short IRI, file, or folder of files.

    Files and folders are named as they were when they were read, or so that they are found now. Raises StoreError where
    a name means none.
    """
    found: dict[str, None] = {}
    for name in names:
        meant = _by_id(catalogue, name) or _by_source(catalogue, name)
        if not meant:
            raise StoreError(_unknown(catalogue, name))
        found.update(dict.fromkeys(meant))
    return list(found)


def _by_id(catalogue: Catalogue, name: str) -> list[str]:
    return [one for one in (article_id(name), local_id(name)) if catalogue.knows(one)][:1]


def _by_source(catalogue: Catalogue, name: str) -> list[str]:
    return [article for article, source in catalogue.sources() if name and _lies_in(source, name)]


def _lies_in(source: str, name: str) -> bool:
    """Whether an article was read at this place: a line of a file, a file, or below a folder.

    Where its source still lies where that name leads from here, any other name of the place will do.
    """
    file, path = os.path.normpath(source.rpartition(_LINE)[0] or source), os.path.normpath(name)
    if path in (source, os.path.normpath(source), file) or file.startswith(f"{path}{os.sep}"):
        return True
    here = Path(file).resolve()
    return here.exists() and Path(name).resolve() in (here, *here.parents)


def _unknown(catalogue: Catalogue, name: str) -> str:
    known = [article.removeprefix("article/") for article, _ in catalogue.sources()]
    hint = did_you_mean(name, known) if known else "The store is empty."
    where = "name its identifier, its IRI, or the file or folder that kg build was given"
    return f"no article '{name}' in this store; {where}. {hint}"
