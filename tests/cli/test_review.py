"""``kg review``: from the command line, from a sheet, and through the next build."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from kg.graph import load
from kg.ledger import Ledger
from kg.ledger.sheet import SHEET

SAID = ("--by", "Ann", "--why", "I looked")
FILES = ("graph.ttl", "graph.nq", "graph.graphml", "graph.gexf", "report.json")


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the files that were built."""
    return Path(shutil.copytree(built, tmp_path / "own"))


@pytest.fixture
def again(stories: Path, kg):
    """A function that builds the stories again, into a folder."""

    def build(out: Path, *more: object) -> None:
        done = kg("build", stories, "-o", out, "--date", "2024-08-01", "--publisher", "Amur Lens", "-q", *more)
        assert (done.exit_code, done.stderr) == (0, ""), done.output

    return build


def monitors(folder: Path) -> str:
    return next(one.id for one in load(folder / "graph.nq").claims.values() if one.predicate == "monitors")


def content(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in FILES]


def test_a_correction_lasts_and_leaves_no_trace_when_it_is_taken_back(own: Path, again, kg) -> None:
    before, claim = content(own), monitors(own)
    done = kg("review", own / "graph.nq", "--wrong", claim.replace("/", ":", 1), *SAID, "--on", "2024-08-02")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert "wrong: Ministry of State Security — monitors → " in done.stdout
    assert "1 row added" in done.stdout
    assert "no longer asserted: 1 claim of 1 article" in done.stdout
    assert "stands; --wrong event:workers-surveillance-" in done.stdout
    for _ in range(2):
        again(own)
        graph = load(own / "graph.nq")
        assert claim in graph.claims
        assert not any(predicate == "monitors" for _, predicate, _ in graph.asserted())
    report = json.loads((own / "report.json").read_text())
    assert report["review"] == {"rows": 1, "counting": {"wrong": 1}}
    assert report["judgements"]["readings"] == {"wrong": 1}
    assert report["judgements"]["claims found misread"] == 1
    assert kg("check", own / "graph.nq").exit_code == 0
    assert not len(json.loads(kg("query", own / "graph.nq", "SELECT ?a { ?a kg:monitors ?b }", "-f", "json").stdout))
    assert not len(json.loads(kg("query", own / "graph.nq", "--ask", "who-monitors-whom", "-f", "json").stdout))
    explained = kg("explain", own / "graph.nq", "Ministry of State Security").stdout
    assert "found misread: I looked (Ann, 2024-08-02)" in explained
    assert "not asserted: misread" in explained
    (row,) = Ledger.load(own / "ledger.csv").rows
    assert kg("review", own / "graph.nq", "--undo", row.name).exit_code == 0
    again(own)
    (own / "ledger.csv").unlink()
    assert json.loads((own / "report.json").read_text())["review"]["rows"] == 0
    again(own)
    assert content(own) == before


def test_a_ledger_may_lie_elsewhere(own: Path, again, kg, tmp_path: Path) -> None:
    ledger = tmp_path / "ours.csv"
    pair = ("Pavel Orlov", "Ri Jong Chol")
    done = kg("review", own / "graph.ttl", "--same", *pair, *SAID, "--ledger", ledger)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert not (own / "ledger.csv").exists()
    again(own, "--ledger", ledger)
    actors = load(own / "graph.nq").to_networkx("actors")
    assert sum(label in pair for _, label in actors.nodes(data="label")) == 0, "they met each other only"
    full = load(own / "graph.nq").to_networkx("full")
    assert sum(label in pair for _, label in full.nodes(data="label")) == 1
    explained = kg("explain", own / "graph.nq", pair[0]).stdout
    assert "judged the same as Ri Jong Chol" in explained
    listed = kg("review", own / "graph.nq", "--list", "--ledger", ledger)
    assert listed.exit_code == 0
    assert "1 row, 1 heard" in listed.stdout


def test_what_is_no_longer_there_is_listed(own: Path, again, kg, tmp_path: Path) -> None:
    ledger = own / "ledger.csv"
    ledger.write_text("verdict,about,other,by,article,quote\nwrong,claim/x-0-9-12ab,,Ann,article/none,words\n")
    done = kg("review", own / "graph.nq", "--list")
    assert done.exit_code == 1
    assert "no longer found: article/none is not in the graph" in done.stdout
    assert "1 row not heard" in done.stderr
    built = kg("build", "--sample", "-o", tmp_path / "sample", "--ledger", ledger)
    assert "1 corrections 1 no longer found; see kg review --list" in " ".join(built.stdout.split())


WRONG = [
    (["--wrong", "Pavel Orlof", *SAID], "no entity or event 'Pavel Orlof' in this graph. Near: 'Pavel Orlov' (person/"),
    (["--same", "Orlov", "Ri Jong Chol", *SAID], "no entity 'Orlov' in this graph. Near: 'Pavel Orlov' (person/"),
    (
        ["--wrong", "claim:arrest-0-1-12ab", *SAID],
        "no claim 'claim/arrest-0-1-12ab' in this graph. Did you mean claim/",
    ),
    (["--same", "Pavel Orlov", "Pavel Orlov", *SAID], "'about' and 'other' are both person/pavel-orlov"),
    (["--same", "A source in Russia", "Pavel Orlov", *SAID], "an anonymous source belongs to its article"),
    (["--wrong", "Pavel Orlov"], "say who and why: --by NAME --why TEXT"),
    (["--wrong", "Pavel Orlov", "--by", "rule/x", "--why", "x"], "'by' is 'rule/x'; name the person"),
    (["--undo", "r-12345678"], "no such row; --list shows all"),
    (["--in", "none.csv", "--by", "Ann"], "none.csv: cannot be read"),
    (["--in", ".", "--by", "Ann"], "'.' is a directory"),
    (["--out", ""], "is a directory"),
    (["--same", "Pavel Orlov", "x", "--same", "y", "z", *SAID], "--same is given 2 times, and takes one pair"),
    (["--wrong", "Pavel Orlov", *SAID, "--ledger", "none/ledger.csv"], "none/ledger.csv: cannot be written"),
    (["--wrong", "detains", "--on", "tomorrow", *SAID], "does not match the format"),
]


@pytest.mark.parametrize(("arguments", "problem"), WRONG)
def test_wrong_usage_is_one_line(arguments: list[str], problem: str, own: Path, kg) -> None:
    done = kg("review", own / "graph.nq", *arguments)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert problem in done.stderr
    assert not (own / "ledger.csv").exists()


def sheet(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def filled(rows: list[dict[str, str]], verdicts: dict[int, str], *, mark: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, SHEET, delimiter=mark, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**row, "verdict": verdicts.get(number, "")} for number, row in enumerate(rows))
    return ("\ufeff" + out.getvalue()).encode()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_sheet_goes_out_and_comes_back(mark: str, own: Path, kg) -> None:
    path = own / "review.csv"
    assert kg("review", own / "graph.nq", "--out", path).exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfverdict,why,question,quote,")
    rows = sheet(path)
    assert all(row["verdict"] == row["why"] == "" for row in rows)
    assert all(row["quote"] and row["question"].endswith("?") for row in rows)
    graph = load(own / "graph.nq")
    assert {row["about"] for row in rows} <= graph.claims.keys() | graph.entities.keys()
    path.write_bytes(filled(rows, {0: "No", 1: " yes ", 2: "wrong"}, mark=mark))
    done = kg("review", own / "graph.nq", "--in", path, "--by", "Ann", "--on", "2024-08-02")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    found = {row.about: row.verdict for row in Ledger.load(own / "ledger.csv").rows}
    assert found == {rows[0]["about"]: "wrong", rows[1]["about"]: "confirmed", rows[2]["about"]: "wrong"}
    before = (own / "ledger.csv").read_bytes()
    twice = kg("review", own / "graph.nq", "--in", path, "--by", "Ann")
    assert "0 rows added" in twice.stdout
    assert (own / "ledger.csv").read_bytes() == before
    assert kg("review", own / "graph.nq", "--out", path).exit_code == 0
    assert not {row["about"] for row in sheet(path)} & found.keys(), "what was judged is not asked again"


def test_a_mistake_in_a_sheet_is_named_and_nothing_is_taken(own: Path, kg) -> None:
    path = own / "review.csv"
    kg("review", own / "graph.nq", "--out", path, "--limit", "3")
    rows = sheet(path)
    assert len(rows) == 3
    path.write_bytes(filled(rows, {0: "yes", 2: "perhaps"}))
    done = kg("review", own / "graph.nq", "--in", path, "--by", "Ann")
    assert done.exit_code == 2
    assert "review.csv line 4: unknown verdict 'perhaps'" in done.stderr
    assert not (own / "ledger.csv").exists()
    assert "say who filled it in: --by NAME" in kg("review", own / "graph.nq", "--in", path).stderr


def test_what_is_filled_in_is_not_overwritten(own: Path, kg) -> None:
    path = own / "review.csv"
    kg("review", own / "graph.nq", "--out", path, "--limit", "3")
    path.write_bytes(filled(sheet(path), {0: "yes"}))
    before = path.read_bytes()
    done = kg("review", own / "graph.nq", "--out", path)
    assert done.exit_code == 2
    assert "review.csv line 2: is filled in, and not in the ledger; take it with --in first" in done.stderr
    assert path.read_bytes() == before
    both = kg("review", own / "graph.nq", "--in", path, "--by", "Ann", "--out", path)
    assert (both.exit_code, both.stderr) == (0, ""), both.output
    for name in ("ledger.csv", "graph.nq"):
        before = (own / name).read_bytes()
        assert "no sheet that kg wrote" in kg("review", own / "graph.nq", "--out", own / name).stderr
        assert (own / name).read_bytes() == before


def test_another_s_ledger_is_taken_with_its_names_and_days(own: Path, kg, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.csv"
    said = ("--by", "Eve", "--why", "x", "--on", "2024-08-22")
    for pair in ("Pavel Orlov", "Ri Jong Chol"), ("Pavel Orlov", "Hanbit Monitor"):
        assert kg("review", own / "graph.nq", "--different", *pair, *said, "--ledger", theirs).exit_code == 0
    rows = Ledger.load(theirs).rows
    theirs.write_text(theirs.read_text().replace("2024-08-22", "08/22/2024"))  # a spreadsheet was here
    done = kg("review", own / "graph.nq", "--in", theirs)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    assert Ledger.load(own / "ledger.csv").rows == rows


def test_what_will_become_of_a_row_is_said_at_once(own: Path, kg) -> None:
    claim, nq = monitors(own), own / "graph.nq"
    kg("review", nq, "--wrong", claim, "--by", "Ann", "--why", "x")
    weighed = kg("review", nq, "--confirmed", claim, "--by", "Bob", "--why", "y")
    assert weighed.exit_code == 0
    assert "outweighed: Ann says wrong" in weighed.stdout
    assert "2 rows, 2 heard, 1 of them outweighed" in kg("review", nq, "--list").stdout
    other = kg("review", nq, "--wrong", claim, "--by", "Bob", "--why", "z")
    assert "taken back  r-" in other.stdout, "what is no longer in the ledger is shown"
    assert "(Bob, " in other.stdout.split("taken back")[1]
    (own / "lost.csv").write_text("verdict,about,article,quote\nno,claim/none-0-9-12ab,article/none,words\n")
    lost = kg("review", nq, "--in", own / "lost.csv", "--by", "Ann")
    assert lost.exit_code == 1
    assert "no longer found: article/none is not in the graph" in lost.stdout
    assert "1 row not heard" in lost.stderr


def test_rows_that_quote_an_article_that_is_gone_are_shown_and_taken_out_together(own: Path, kg, tmp_path) -> None:
    nq = own / "graph.nq"
    kg("review", nq, "--wrong", monitors(own), *SAID)
    kg("review", nq, "--confirmed", "Hanbit Monitor", *SAID)
    kg("review", nq, "--same", "Pavel Orlov", "Ri Jong Chol", *SAID)
    (tmp_path / "talks.txt").write_text("Foreign Minister Pavel Orlov met Ambassador Ri Jong Chol in Moscow.")
    kg("build", tmp_path / "talks.txt", "-o", own)
    listed = kg("review", nq, "--list")
    assert listed.exit_code == 1
    assert "2 rows quote article:workers, which is not in" in listed.stderr
    assert "--undo article:workers takes out all that do" in listed.stderr
    done = kg("review", nq, "--undo", "article:workers")
    assert done.stdout.count("taken back  r-") == 2
    assert "workers" not in (own / "ledger.csv").read_text()
    assert [row.verdict for row in Ledger.load(own / "ledger.csv").rows] == ["same"]


def test_pairs_that_rules_are_unsure_of_are_asked(lines, kg, tmp_path: Path) -> None:
    told = "Director Choe Ryong Hae of the Amur Relief Fund met traders in Moscow."
    other = "Director Choi Ryong-hae of the Amur Relief Fund met traders in Moscow."
    kg("build", lines(told, other), "-o", tmp_path / "two")
    path = tmp_path / "review.csv"
    kg("review", tmp_path / "two" / "graph.nq", "--out", path)
    (row,) = (row for row in sheet(path) if row["other"])
    assert row["question"].startswith("Is “")
    assert row["doubt"]
    number = sheet(path).index(row)
    path.write_bytes(filled(sheet(path), {number: "yes"}))
    assert kg("review", tmp_path / "two" / "graph.nq", "--in", path, "--by", "Ann").exit_code == 0
    (one,) = Ledger.load(tmp_path / "two" / "ledger.csv").rows
    assert (one.verdict, one.about, one.other) == ("same", row["about"], row["other"])


def test_a_store_has_a_ledger_of_its_own(stories: Path, kg, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build = ("build", stories, "--store", store, "--date", "2024-08-01", "--publisher", "Amur Lens")
    assert kg(*build).exit_code == 0
    before = kg("query", store, "ASK { ?a kg:monitors ?b }").stdout
    claim = kg("query", store, "SELECT ?c { ?c rdf:predicate kg:monitors }", "-f", "csv").stdout.split()[1]
    assert kg("review", store, "--wrong", claim, *SAID).exit_code == 0
    assert (store / "ledger.csv").exists()
    assert kg(*build).exit_code == 0
    assert (before, kg("query", store, "ASK { ?a kg:monitors ?b }").stdout) == ("yes\n", "no\n")
    assert kg("review", store, "--undo", claim).exit_code == 0
    assert kg(*build).exit_code == 0
    assert kg("query", store, "ASK { ?a kg:monitors ?b }").stdout == before


def test_a_ledger_beside_a_store_s_files_is_not_heard_and_that_is_said(stories: Path, kg, tmp_path: Path) -> None:
    build = ("build", stories / "talks.txt", "--store", tmp_path / "store", "-o", tmp_path / "out")
    kg(*build)
    kg("review", tmp_path / "out" / "graph.nq", "--same", "Pavel Orlov", "Ri Jong Chol", *SAID)
    done = kg(*build)
    assert done.exit_code == 0
    (line,) = done.stderr.splitlines()
    remedy = line.partition("; kg ")[2].removesuffix(" takes its rows").split()
    assert remedy == ["review", str(tmp_path / "store"), "--in", str(tmp_path / "out" / "ledger.csv")]
    assert "1 row added" in kg(*remedy).stdout
    assert "1 corrections" in " ".join(kg(*build).stdout.split())


def test_a_saved_question_about_one_is_about_all_that_are_one_with_it(own: Path, again, kg) -> None:
    ask = ("query", own / "graph.nq", "--ask", "timeline", "-f", "json", "--set", "who=Hanbit Monitor")
    assert json.loads(kg(*ask).stdout) == []
    kg("review", own / "graph.nq", "--same", "Hanbit Monitor", "Ministry of State Security", *SAID)
    again(own)
    assert [row["role"] for row in json.loads(kg(*ask).stdout)] == ["actor"]
