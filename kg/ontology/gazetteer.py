"""The gazetteer: known actors and places by their names, from ``gazetteer.tsv`` and the countries.

>>> from kg.resources import ontology_folder
>>> gazetteer = Gazetteer.load(ontology_folder())
>>> gazetteer.demonym("North Korean").id
'place/north-korea'
>>> gazetteer.choose("Ministry of State Security", countries=["KP"]).id
'agency/ministry-of-state-security-kp'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from kg.ontology.countries import WIKIDATA, Country, read_countries, split
from kg.ontology.known import Known, bare_key, known_id, name_key, spellings
from kg.ontology.tables import Row, did_you_mean, read_table
from kg.terms import KIND_OF_CLASS, slug

__all__ = ["Gazetteer", "Known"]

COLUMNS = ("slug", "class", "label", "aliases", "part_of", "country", "traits", "lat", "long", "wikidata")


class Gazetteer:
    """Known actors and places, found by name.

    Order matters where a name is shared: countries come first, then the rows in the table's order.
    """

    def __init__(self, rows: Iterable[Known], countries: Mapping[str, Country]) -> None:
        known = [*(country.known for country in countries.values()), *rows]
        self._by_id = {entry.id: entry for entry in known}
        self._countries = countries
        exact: defaultdict[str, list[Known]] = defaultdict(list)
        shouted: defaultdict[str, list[Known]] = defaultdict(list)
        for entry in self._by_id.values():
            for alias in entry.aliases:
                key = name_key(alias)
                _add(exact[key], entry)
                if key != key.lower():
                    _add(shouted[key.upper()], entry)
        self._exact, self._shouted = dict(exact), dict(shouted)

    @classmethod
    def load(cls, folder: Path) -> Gazetteer:
        """The gazetteer of an ontology folder.

        Raises OntologyError, with file and line, for an unknown class, country or ``part_of``, a circle of
        ``part_of``, a repeated slug, or a name that two things of one class and country share without being marked
        ambiguous.
        """
        countries = read_countries(folder / "countries.tsv")
        return cls(_read_rows(folder / "gazetteer.tsv", countries), countries)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, local_id: str) -> Known | None:
        """The known thing with this local id."""
        return self._by_id.get(local_id)

    def lookup(self, words: str) -> tuple[Known, ...]:
        """Everything that bears exactly this name, countries first.

        A name matches as it is written and in ALL CAPS; an alias in lower case matches lower case only. Apostrophes,
        hyphens, diacritics and a leading "the" make no difference, save that an alias written with "the" needs it, and
        one written with "The" needs it so.
        """
        key = name_key(words)
        bare = bare_key(key)
        for candidate in (key, f"the {bare}", bare) if bare != key else (key,):
            if found := (*self._exact.get(candidate, ()), *self._shouted.get(candidate, ())):
                return tuple(dict.fromkeys(found))
        return ()

    def choose(
        self, words: str, *, countries: Collection[str] = (), named: Collection[str] = frozenset()
    ) -> Known | None:
        """The one thing that this name denotes in an article, or None.

        ``countries`` are the ISO codes of the countries that the article names, the likeliest first; ``named`` the
        local ids that it names in full elsewhere. What is named in full wins, then what belongs to one of the
        countries, then the first that bears the name without ambiguity.
        """
        found = self.lookup(words)
        if full := next((entry for entry in found if entry.id in named), None):
            return full
        for code in countries:
            if local := next((entry for entry in found if entry.country_code == code), None):
                return local
        return next((entry for entry in found if not entry.doubts(words)), None)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[Known, ...]]:
        """Every spelling of every name, with what bears it: the phrases to give to a matcher of token sequences.

        Match them regardless of case, then pass the words found to :meth:`lookup`, which knows the rule of case.
        """
        found: defaultdict[str, list[Known]] = defaultdict(list)
        for entry in self:
            for alias in entry.aliases:
                for spelling in spellings(alias):
                    _add(found[spelling], entry)
        return MappingProxyType({spelling: tuple(entries) for spelling, entries in found.items()})

    @cached_property
    def demonyms(self) -> Mapping[str, Known]:
        """Countries by adjective and by inhabitants' name, singular and plural: ``North Korean``, ``Uzbeks``."""
        found: dict[str, Known] = {}
        for country in self._countries.values():
            for word in country.demonyms:
                own = all(entry == country.known for entry in self.lookup(word))  # "US" is name and adjective
                forms = [*([word] if own else ()), *([] if self.lookup(_plural(word)) else [_plural(word)])]
                if country.known.cls == "Country":  # "Laos" is no plural of "Lao"
                    found |= {form: country.known for form in forms if form not in found}
        return MappingProxyType(found)

    def demonym(self, word: str) -> Known | None:
        """The country to which a demonym or adjective belongs: "Chinese", "North Koreans", "SOVIET"."""
        key = name_key(word)
        return self._demonym_keys.get(key)

    @cached_property
    def _demonym_keys(self) -> Mapping[str, Known]:
        written = {name_key(word): country for word, country in self.demonyms.items()}
        return {key.upper(): country for key, country in written.items()} | written

    @cached_property
    def countries(self) -> Mapping[str, Known]:
        """Countries and dependencies by ISO 3166 code."""
        return MappingProxyType({code: country.known for code, country in self._countries.items()})

    @cached_property
    def capitals(self) -> Mapping[str, str]:
        """Local ids of the countries by those of their capitals, whether a row or the library names the capital."""
        found: dict[str, str] = {}
        for code, country in self._countries.items():
            if country.capital and country.known.cls == "Country":
                found[f"place/{slug(country.capital)}-{code.lower()}"] = country.known.id
                rows = (row for row in self.lookup(country.capital) if row.cls == "City" and row.country_code == code)
                found |= {row.id: country.known.id for row in rows}
        return MappingProxyType(found)

    def capital_of(self, place: str) -> str | None:
        """The local id of the country whose capital is this place, by local ids."""
        return self.capitals.get(place)


def _add(entries: list[Known], entry: Known) -> None:
    if entry not in entries:
        entries.append(entry)


def _plural(word: str) -> str:
    return word if word.endswith(("s", "z", "ch", "sh", "ese", "men")) else word + "s"


def _read_rows(path: Path, countries: Mapping[str, Country]) -> list[Known]:
    """The table's things in order, checked one by one and against each other."""
    lines: dict[str, Row] = {}
    known: dict[str, Known] = {country.known.id: country.known for country in countries.values()}
    for row in read_table(path, COLUMNS):
        entry = _entry(row, countries)
        if entry.id in known:
            where = f"in line {lines[entry.id].line}" if entry.id in lines else "as a country"
            raise row.error(f"'{entry.id}' was given {where}; choose another slug or join the two")
        known[entry.id], lines[entry.id] = entry, row
    linked = [_link(known[local_id], row, known, countries) for local_id, row in lines.items()]
    _check_circles(linked, lines)
    _check_names(linked, lines)
    return linked


def _entry(row: Row, countries: Mapping[str, Country]) -> Known:
    cls, code = row["class"], row["country"]
    if cls not in KIND_OF_CLASS:
        raise row.error(f"unknown class '{cls}'. {did_you_mean(cls, KIND_OF_CLASS)}")
    if cls == "Country":
        raise row.error("class 'Country': countries belong in countries.tsv; move the row there")
    if row["slug"] != slug(row["slug"]) or not row["slug"]:
        raise row.error(f"slug '{row['slug']}': use lower-case letters, digits and hyphens, as '{slug(row['slug'])}'")
    if code and code not in countries:
        raise row.error(f"unknown country code '{code}'. {did_you_mean(code, countries)}")
    if not row["label"]:
        raise row.error("no label; give the name by which it is best known")
    names = [row["label"], *split(row["aliases"])]
    return Known(
        id=known_id(cls, row["slug"]),
        cls=cls,
        label=row["label"],
        aliases=tuple(dict.fromkeys(name.removesuffix("*") for name in names)),
        country=countries[code].known.sovereign if code else None,
        country_code=code or None,
        latitude=_degrees(row, "lat", 90),
        longitude=_degrees(row, "long", 180),
        same_as=WIKIDATA + row["wikidata"] if row["wikidata"] else None,
        traits=frozenset(row["traits"].split()),
        ambiguous=frozenset(name.removesuffix("*") for name in names if name.endswith("*")),
    )


def _degrees(row: Row, column: str, most: int) -> float | None:
    if not row[column]:
        return None
    try:
        value = float(row[column])
    except ValueError:
        value = most + 1.0
    if not abs(value) <= most:  # so that NaN fails, too
        raise row.error(f"{column} '{row[column]}': give decimal degrees from -{most} to {most}, or nothing")
    return value


def _link(entry: Known, row: Row, known: Mapping[str, Known], countries: Mapping[str, Country]) -> Known:
    """The entry with its ``part_of``: a place without one lies in its country or dependency."""
    name, place = row["part_of"], KIND_OF_CLASS[entry.cls] == "place"
    if not name:
        home = countries[row["country"]].known.id if place and row["country"] else None
        return replace(entry, part_of=home)
    kinds = {kind: None for cls, kind in KIND_OF_CLASS.items() if (kind == "place") == place}
    if found := next((f"{kind}/{name}" for kind in kinds if f"{kind}/{name}" in known), None):
        return replace(entry, part_of=found)
    slugs = (local_id.split("/")[1] for local_id in known if (local_id.startswith("place/")) == place)
    raise row.error(f"part_of '{name}' is no {'place' if place else 'organization'} here. {did_you_mean(name, slugs)}")


def _check_circles(entries: Iterable[Known], lines: Mapping[str, Row]) -> None:
    above = {entry.id: entry.part_of for entry in entries}
    for start in above:
        seen, here = {start}, above[start]
        while here is not None:
            if here == start:
                raise lines[start].error(f"'{start}' is part of itself; correct part_of here or in what it leads to")
            if here in seen:
                break
            seen.add(here)
            here = above.get(here)


def _check_names(entries: Iterable[Known], lines: Mapping[str, Row]) -> None:
    owners: dict[tuple[str, str, str | None], str] = {}
    for entry in entries:
        for alias in entry.aliases:
            if alias in entry.ambiguous:
                continue
            other = owners.setdefault((name_key(alias), entry.cls, entry.country_code), entry.id)
            if other != entry.id:
                problem = f"'{alias}' already names {other} (line {lines[other].line})"
                raise lines[entry.id].error(f"{problem}; mark it with * in both rows, or drop it in one")
