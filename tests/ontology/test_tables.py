"""A table with a mistake in it stops the run with one line that names file, line and remedy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kg.errors import OntologyError
from kg.ontology import Ontology
from kg.ontology.adjuncts import read_adjuncts
from kg.ontology.confidence import read_confidence
from kg.ontology.lexicon import read_lexicon
from kg.ontology.light import read_light
from kg.ontology.relations import read_relations
from kg.resources import ontology_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPES = ("detention", "release", "meeting")
ROLES = ("actor", "target", "place")
CLASSES = ("Actor", "Person", "Agency", "Location")
ARREST = "arrest\tv\tdetention\tsubj=actor obj=target\t\t[actor Police] *arrested* [target a clerk]."

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "lexicon.en.tsv": (
        "trigger\tpos\ttype\tframe\twhen\texample",
        lambda path: read_lexicon(path, types=TYPES, roles=ROLES, classes=CLASSES),
    ),
    "adjuncts.tsv": (
        "slot\tclass\trole\ttypes",
        lambda path: read_adjuncts(path, types=TYPES, roles=ROLES, classes=CLASSES),
    ),
    "light.en.tsv": ("verb\tnoun\tother\trole", read_light),
    "relations.en.tsv": (
        "link\tsubject\tobject\tpredicate",
        lambda path: read_relations(path, predicates=("memberOf", "headOf"), classes=CLASSES),
    ),
    "confidence.tsv": ("how\tconfidence", read_confidence),
}

MISTAKES = [
    (
        "lexicon.en.tsv",
        ARREST.replace("detention", "detenton"),
        "unknown event type 'detenton'. Did you mean 'detention'?",
    ),
    ("lexicon.en.tsv", ARREST.replace("obj=target", "obj=targt"), "unknown role 'targt'. Did you mean 'target'?"),
    ("lexicon.en.tsv", ARREST.replace("\tv\t", "\tverb\t"), "unknown part of speech 'verb'"),
    ("lexicon.en.tsv", ARREST.replace("\t\t", "\tobj:Persn\t"), "unknown class 'Persn'. Did you mean 'Person'?"),
    ("lexicon.en.tsv", ARREST.replace("\t\t", "\tobj=Person\t"), "'obj=Person' is no condition; write +obj"),
    ("lexicon.en.tsv", ARREST.replace("\t\t", "\t*obj\t"), "'*obj' is no condition"),
    ("lexicon.en.tsv", ARREST.replace("obj=target", "obj"), "'obj' in the frame is no slot=role pair"),
    ("lexicon.en.tsv", ARREST.replace("arrest\t", "\t", 1), "no trigger"),
    ("lexicon.en.tsv", ARREST.rsplit("\t", 1)[0], "no example"),
    ("lexicon.en.tsv", ARREST.replace("*", ""), "the example marks no *trigger*"),
    ("lexicon.en.tsv", ARREST.replace("subj=actor ", ""), "the example marks 'actor', which the frame does not give"),
    ("lexicon.en.tsv", ARREST.replace("\t\t", "\t\t\t"), "7 cells for 6 columns; remove a tab"),
    ("adjuncts.tsv", "in\tLocaton\tplace\t", "unknown class 'Locaton'. Did you mean 'Location'?"),
    ("adjuncts.tsv", "in\tLocation\tplce\t", "unknown role 'plce'. Did you mean 'place'?"),
    ("adjuncts.tsv", "in\tLocation\tplace\trelese", "unknown event type 'relese'. Did you mean 'release'?"),
    ("light.en.tsv", "carry out\tthe object\tsubj\tsubj", "'the object' is no slot; write obj, subj or a preposition"),
    ("relations.en.tsv", "poss\tPerson\tAgency\tmembrOf", "unknown predicate 'membrOf'. Did you mean 'memberOf'?"),
    ("relations.en.tsv", "poss\tPerson|Agncy\tAgency\tmemberOf", "unknown class 'Agncy'. Did you mean 'Agency'?"),
    ("confidence.tsv", "default\thigh", "'high' is no number"),
    ("confidence.tsv", "default\t1.5", "confidence 1.5 is not above 0 and at most 1"),
    ("confidence.tsv", "object\t0.9", "no row 'default' up to here; add one"),
]


def table(folder: Path, name: str, *rows: str) -> Path:
    """A table whose first row stands in line 3."""
    path = folder / name
    path.write_text("\n".join(["# A comment.", READERS[name][0], *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "row", "problem"), MISTAKES, ids=[f"{name}-{problem[:30]}" for name, _, problem in MISTAKES]
)
def test_mistake_is_named_with_file_and_line(tmp_path: Path, name: str, row: str, problem: str) -> None:
    with pytest.raises(OntologyError) as caught:
        READERS[name][1](table(tmp_path, name, row))
    message = str(caught.value)
    assert message.startswith(f"{name} line 3: {problem}")
    assert "\n" not in message


def test_row_twice_names_the_first(tmp_path: Path) -> None:
    path = table(tmp_path, "lexicon.en.tsv", ARREST, ARREST)
    with pytest.raises(OntologyError, match=r"^lexicon\.en\.tsv line 4: 'arrest' stands in line 3 already"):
        READERS["lexicon.en.tsv"][1](path)


@pytest.mark.parametrize("name", READERS)
def test_missing_column_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    header = READERS[name][0]
    path.write_text(header.rsplit("\t", 1)[0] + "\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        READERS[name][1](path)
    assert str(caught.value).startswith(f"{name} line 1: no column '{header.split(chr(9))[-1]}'")


@pytest.mark.parametrize("name", READERS)
def test_missing_table_says_where_to_get_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(OntologyError, match="no such file; copy it"):
        READERS[name][1](tmp_path / name)


@pytest.mark.parametrize("name", READERS)
def test_table_in_another_encoding_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(f"{READERS[name][0]}\nattaché\n".encode("latin-1"))
    with pytest.raises(OntologyError, match=rf"{name}: cannot be read as UTF-8"):
        READERS[name][1](path)


def test_comments_empty_lines_and_missing_last_cells_are_fine(tmp_path: Path) -> None:
    rows = ["", "# said of traffic", "arrest attention\tv\t-", ARREST]
    lexicon = read_lexicon(table(tmp_path, "lexicon.en.tsv", *rows), types=TYPES, roles=ROLES, classes=CLASSES)
    assert [trigger.line for trigger in lexicon.triggers] == [5, 6]


def test_longer_trigger_is_tried_first(tmp_path: Path) -> None:
    rows = [ARREST, "arrest attention\tv\t-", ARREST.replace("\t\t", "\tobj:Person\t")]
    lexicon = read_lexicon(table(tmp_path, "lexicon.en.tsv", *rows), types=TYPES, roles=ROLES, classes=CLASSES)
    assert [trigger.line for trigger in lexicon.senses("v", "arrest")] == [4, 3, 5]


def test_mistake_in_a_copied_folder_stops_the_whole_load(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(ontology_folder(), folder)
    path = folder / "lexicon.en.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, ARREST.replace("detention", "detenton"), ""]), encoding="utf-8")
    with pytest.raises(OntologyError, match=rf"^lexicon\.en\.tsv line {len(lines) + 1}: unknown event type 'detenton'"):
        Ontology.load(folder)
