"""Places by name: the article's countries first, then size; the gazetteer before the library."""

from __future__ import annotations

import pytest

from kg.errors import OntologyError
from kg.ontology.gazetteer import Gazetteer
from kg.ontology.places import Places
from kg.resources import ontology_folder

GAZETTEER = Gazetteer.load(ontology_folder())
PLACES = Places.load(ontology_folder(), gazetteer=GAZETTEER)


def place(name: str, *prior: str) -> str | None:
    found = PLACES.lookup(name, prior=prior)
    return found.id if found else None


@pytest.mark.parametrize(
    ("name", "prior", "expected"),
    [
        ("Tumen", ["CN"], "place/tumen"),
        ("Tumen", [], "place/tumen"),
        ("Tyumen", ["CN"], "place/tyumen"),
        ("Vladivostok", [], "place/vladivostok"),
        ("VLADIVOSTOK", [], "place/vladivostok"),
        ("Wladiwostok", [], "place/vladivostok"),
        ("Artem", ["RU"], "place/artyom"),
        ("Ch’ŏngjin", ["KP"], "place/chongjin"),
        ("Yanji", [], "place/yanji"),
        ("North Korea", [], "place/north-korea"),
        ("California", [], "place/california"),
        ("US", [], "place/united-states"),
        ("us", [], None),
    ],
)
def test_the_gazetteer_wins_over_the_library(name, prior, expected):
    assert place(name, *prior) == expected


@pytest.mark.parametrize(
    ("name", "prior", "expected"),
    [
        ("Birmingham", [], "place/birmingham-gb"),
        ("Birmingham", ["US"], "place/birmingham-us"),
        ("Birmingham", ["US", "GB"], "place/birmingham-us"),
        ("Birmingham", ["GB", "US"], "place/birmingham-gb"),
        ("Birmingham", ["FR"], "place/birmingham-gb"),
        ("BIRMINGHAM", ["US"], "place/birmingham-us"),
        ("Valencia", ["ES"], "place/valencia-es"),
        ("Georgia", [], "place/georgia"),
        ("Georgia", ["US"], "place/georgia-us"),
        ("Punjab", ["IN"], "place/punjab-in"),
        ("Punjab", ["PK", "IN"], "place/punjab-pk"),
        ("Punjab", [], None),
        ("Bombay", [], "place/mumbai-in"),
        ("Saigon", [], "place/ho-chi-minh-city-vn"),
        ("Saint-Étienne", [], "place/saint-etienne-fr"),
        ("Saint Etienne", [], "place/saint-etienne-fr"),
        ("Nowhere at All", [], None),
        ("", [], None),
    ],
)
def test_the_countries_of_the_article_come_first_then_size(name, prior, expected):
    assert place(name, *prior) == expected


@pytest.mark.parametrize(
    ("name", "country"), [("Nice", "FR"), ("Reading", "GB"), ("Logan", "US"), ("Mobile", "US"), ("Split", "HR")]
)
def test_a_common_word_needs_its_country(name, country):
    assert place(name) is None
    assert place(name, "KP") is None
    assert place(name, country) is not None


def test_a_large_city_needs_no_support_even_as_a_common_word():
    homonym = Places(GAZETTEER, homonyms={"Lagos"})
    vars(homonym)["_cities"] = PLACES._cities  # the same library, read once
    assert homonym.lookup("Lagos").id == "place/lagos-ng"


def test_a_city_of_the_library_knows_where_it_is():
    nice = PLACES.lookup("Nice", prior=["FR"])
    assert (nice.cls, nice.part_of, nice.country, nice.country_code) == ("City", "place/france", "place/france", "FR")
    assert nice.latitude == pytest.approx(43.7, abs=0.1)
    assert nice.longitude == pytest.approx(7.27, abs=0.1)
    assert nice.same_as == "https://sws.geonames.org/2990440/"


def test_a_city_of_a_dependency_lies_in_it_and_belongs_to_the_sovereign():
    juan = PLACES.lookup("San Juan", prior=["PR"])
    assert (juan.part_of, juan.country) == ("place/puerto-rico", "place/united-states")


def test_ids_lead_back_to_one_city_each():
    cities = {city.id: city for named in PLACES._cities.values() for city in named}
    numbers = {city.geonames: city.id for city in cities.values()}
    assert len(numbers) == len(cities) > 30_000
    found = {known.id for known in PLACES.having(cities)}
    assert found == {local_id for local_id in cities if GAZETTEER.get(local_id) is None}


def test_having_leaves_out_what_is_no_city_of_the_library():
    wanted = ["place/nice-fr", "place/vladivostok", "place/atlantis-xx", "person/kim"]
    assert [known.id for known in PLACES.having(wanted)] == ["place/nice-fr"]


def test_the_library_is_read_only_when_needed():
    lazy = Places.load(ontology_folder(), gazetteer=GAZETTEER)
    lazy.lookup("Vladivostok")
    assert "_cities" not in vars(lazy)
    lazy.lookup("Nice", prior=["FR"])
    assert "_cities" in vars(lazy)


def test_capitals_of_the_library_are_known_as_capitals():
    for code, name in (("FR", "Paris"), ("TH", "Bangkok"), ("NO", "Oslo"), ("KG", "Bishkek"), ("KZ", "Astana")):
        assert GAZETTEER.capital_of(place(name, code)) == GAZETTEER.countries[code].id


def test_every_homonym_names_a_city():
    rows = (ontology_folder() / "homonyms.en.tsv").read_text(encoding="utf-8").splitlines()
    names = [row for row in rows if row and not row.startswith("#")][1:]
    assert len(names) == len(set(names))
    assert not [name for name in names if not PLACES._cities.get(name)]


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(OntologyError, match=r"homonyms\.en\.tsv: no such file"):
        Places.load(tmp_path, gazetteer=GAZETTEER)
