"""``kg check`` and ``kg verify``: they pass what is right and catch what is not."""

import shutil
from pathlib import Path

import pytest

from kg.resources import ontology_folder


def test_a_built_graph_passes(kg, built: Path) -> None:
    done = kg("check", built / "graph.nq")
    assert (done.exit_code, done.stdout) == (0, f"{built}/graph.nq: all is well\n")


def test_a_graph_that_violates_the_shapes_is_told_so(kg, built: Path, stories: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.nq"
    words = (built / "graph.nq").read_text(encoding="utf-8")
    assert '"certain"' in words
    broken.write_text(words.replace('"certain"', '"beyond doubt"'), encoding="utf-8")
    done = kg("check", broken)
    assert done.exit_code == 1
    assert "beyond doubt" in done.stdout
    assert "violations of the shapes" in done.stderr
    place = done.stdout.splitlines()[1]
    assert place.startswith("    in article/")
    begin, end = map(int, place.split("characters ")[1].split(":")[0].split("–"))
    text = (stories / f"{place.split('article/')[1].split(',')[0]}.txt").read_text(encoding="utf-8")
    assert place.endswith(f"“{' '.join(text[begin:end].split())}”")


def test_the_ontology_that_ships_passes(kg) -> None:
    done = kg("check", "--ontology", ontology_folder())
    assert done.exit_code == 0
    assert "event types" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        (
            "lexicon.en.tsv",
            "grok\tv\tno-such-type\tsubj=actor\t\tPolice *grokked*.",
            "unknown event type 'no-such-type'",
        ),
        ("lexicon.en.tsv", "grok\tv\tdetention\tsubj=actor\t\tPolice grokked.", "the example marks no *trigger*"),
        ("gazetteer.tsv", "nowhere\tCastle\tNowhere", "Castle"),
    ],
)
def test_a_wrong_ontology_is_named_with_file_and_line(kg, file: str, line: str, says: str, tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_folder(), folder)
    text = (folder / file).read_text(encoding="utf-8").rstrip("\n")
    (folder / file).write_text(f"{text}\n{line}\n", encoding="utf-8")
    done = kg("check", "--ontology", folder)
    assert done.exit_code == 2
    (said,) = done.stderr.splitlines()
    assert f"{file} line {len(text.splitlines()) + 1}: " in said
    assert says in said


def test_nothing_to_check_or_verify_is_wrong_usage(kg, built: Path) -> None:
    assert kg("check").exit_code == 2
    assert kg("verify", built / "graph.nq").exit_code == 2


def test_every_quote_of_a_built_graph_stands_in_its_source(kg, built: Path, stories: Path) -> None:
    done = kg("verify", built / "graph.nq", stories)
    assert done.exit_code == 0, done.output
    verified, _, total = done.stdout.split()[:3]
    assert verified == total != "0"


def test_a_changed_source_and_a_missing_one_are_found(kg, built: Path, stories: Path, tmp_path: Path) -> None:
    words = (stories / "arrest.txt").read_text(encoding="utf-8")
    (tmp_path / "arrest.txt").write_text(words.replace("two smugglers", "six smugglers"), encoding="utf-8")
    shutil.copy(stories / "talks.txt", tmp_path)
    done = kg("verify", built / "graph.nq", tmp_path)
    assert done.exit_code == 1
    assert "article/arrest: the text is not the one that the graph was built from" in done.stdout
    assert "article/arrest 16–29: the graph quotes 'two smugglers', the source has 'six smugglers'" in done.stdout
    assert "article/workers: not among the sources" in done.stdout
    assert "article/talks" not in done.stdout


def test_a_forged_quote_is_found(kg, built: Path, stories: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.nq"
    words = (built / "graph.nq").read_text(encoding="utf-8")
    forged.write_text(words.replace('"two smugglers"', '"two traders"'), encoding="utf-8")
    done = kg("verify", forged, stories)
    assert done.exit_code == 1
    assert "the graph quotes 'two traders', the source has 'two smugglers'" in done.stdout


def test_sources_that_cannot_be_read_are_named(kg, built: Path, stories: Path, tmp_path: Path) -> None:
    done = kg("verify", built / "graph.nq", stories, tmp_path / "none")
    assert done.exit_code == 0
    assert "none: no such file or folder" in done.stderr
    done = kg("verify", built / "graph.nq", tmp_path / "none")
    assert done.exit_code == 1
    assert "none: no such file or folder" in done.stderr
    assert "name all that it was built from" in done.stderr


def test_a_store_is_a_source(kg, built: Path, stories: Path, tmp_path: Path) -> None:
    kg("build", stories / "talks.txt", "--store", tmp_path / "store")
    done = kg("verify", built / "graph.nq", tmp_path / "store", stories / "arrest.txt")
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]] == ["article/workers"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("report.json", "report.json: nothing of RDF is in it; name a graph that kg wrote"),
        ("empty.nq", "empty.nq: nothing of RDF is in it"),
        ("none.nq", "none.nq: there is no such file"),
        ("none", "none: there is no such file"),
        ("", "no store of kg, but what kg build wrote into a folder; name a file in it, like "),
    ],
)
def test_where_nothing_is_not_all_is_well(name: str, problem: str, kg, built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "own")
    (tmp_path / "own" / "empty.nq").write_text("\n")
    done = kg("check", tmp_path / "own" / name)
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert problem in line


def test_a_graph_is_named_once(kg, built: Path) -> None:
    assert "give one of them" in kg("check", built / "graph.nq", "--store", built).stderr
