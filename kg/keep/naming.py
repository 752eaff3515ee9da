"""Which articles of a store somebody means: by identifier, IRI, or where they were read."""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.errors import StoreError
from kg.keep.catalogue import Catalogue
from kg.ontology.tables import did_you_mean
from kg.terms import article_id

_LINE = " line "


def articles_meant(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """Ids of the articles that are named, each once: by identifier, IRI or short IRI, file, or folder of files.

    Raises StoreError where a name means none.
    """
    found: dict[str, None] = {}
    for name in names:
        meant = _by_id(catalogue, name) or _by_source(catalogue, name)
        if not meant:
            raise StoreError(_unknown(catalogue, name))
        found.update(dict.fromkeys(meant))
    return list(found)


def _by_id(catalogue: Catalogue, name: str) -> list[str]:
    bare = name.strip().strip("<>")
    short = bare.rpartition("/id/")[2].partition("#")[0] if "/id/" in bare else bare.replace(":", "/", 1)
    return [one for one in (article_id(name), short) if catalogue.knows(one)][:1]


def _by_source(catalogue: Catalogue, name: str) -> list[str]:
    path = os.path.normpath(name)
    return [article for article, source in catalogue.sources() if _lies_in(source, path)]


def _lies_in(source: str, path: str) -> bool:
    """Whether an article was read at this place: a line of a file, a file, or below a folder."""
    file = os.path.normpath(source.rpartition(_LINE)[0] or source)
    return path in (source, os.path.normpath(source), file) or file.startswith(f"{path}{os.sep}")


def _unknown(catalogue: Catalogue, name: str) -> str:
    known = [article.removeprefix("article/") for article, _ in catalogue.sources()]
    hint = did_you_mean(name, known) if known else "The store is empty."
    return f"no article '{name}' in this store; name its identifier, IRI, file or folder. {hint}"
