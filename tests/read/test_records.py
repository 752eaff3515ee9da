"""JSON Lines and tables: one article a record, whatever the neighbours look like."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STORY = "Police arrested two men. They were freed."


def put(path: Path, *records: object) -> None:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def test_all_fields(reading, tmp_path: Path) -> None:
    record = {
        "id": "n-1",
        "url": "https://example.org/1",
        "title": " Two men\narrested ",
        "date": "2024-08-01T09:00:00+09:00",
        "publisher": "Lighthouse News",
        "author": ["Jane Doe", {"name": "John Roe"}, "Jane Doe"],
        "language": "en",
        "text": STORY,
        "other": {"ignored": [1]},
    }
    put(tmp_path / "a.jsonl", record)
    (article,), _ = reading("a.jsonl")
    info = article.info
    assert (info.identifier, info.url, info.language) == ("n-1", "https://example.org/1", "en")
    assert (info.title, info.date, info.publisher) == ("Two men arrested", dt.date(2024, 8, 1), "Lighthouse News")
    assert info.authors == ("Jane Doe", "John Roe")
    assert article.source == "a.jsonl line 1"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[1, 2]", "no JSON object"),
        ('"text"', "no JSON object"),
        ("null", "no JSON object"),
        ("{}", "no field 'text'"),
        ('{"text": null}', "no field 'text'"),
        ('{"text": 5}', "no string"),
        ('{"text": ""}', "empty"),
        ('{"text": " \\n "}', "empty"),
        ('{"text": "half \\ud83d a pair"}', "U\\+D83D"),
        ('{"text": "x", "date": "yesterday"}', "no full date"),
        ('{"text": "x", "date": "03/04/2024"}', "may be 2024-03-04 or 2024-04-03"),
        ('{"text": "x", "date": ["2024-08-01"]}', "the field 'date' is no string"),
        ('{"text": "x", "id": true}', "the field 'id' is no string"),
        ('{"text": "x", "author": [3]}', "the field 'author'"),
        ("[" * 200_000, "too deep"),
        ('{"text": "x", "n": ' + "9" * 5000 + "}", "too long"),
    ],
)
def test_a_bad_line_is_skipped_with_its_number(line: str, words: str, reading, tmp_path: Path) -> None:
    good = json.dumps({"id": "good", "text": STORY})
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n{good}\n", encoding="utf-8")
    (article,), (skipped,) = reading("a.jsonl")
    assert article.info.identifier == "good"
    assert skipped.source == "a.jsonl line 2"
    assert pytest.importorskip("re").search(words, skipped.reason)


def test_a_line_that_is_not_utf8_is_skipped_alone(reading, tmp_path: Path) -> None:
    good = json.dumps({"id": "good", "text": "Śledczy zatrzymał dwóch ludzi."}, ensure_ascii=False).encode()
    (tmp_path / "a.jsonl").write_bytes(
        good + b'\n{"text": "caf\xe9 and so on"}\n' + good.replace(b"good", b"next") + b"\n"
    )
    articles, (skipped,) = reading("a.jsonl")
    assert [article.info.identifier for article in articles] == ["good", "next"]
    assert skipped.source == "a.jsonl line 2"
    assert "UTF-8" in skipped.reason


def test_encodings_and_line_ends(reading, tmp_path: Path) -> None:
    text = "Line one.\u2028Line two.\r\nLine three.\x85\x00"
    data = json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "a.jsonl").write_bytes(data.encode(encoding))
        (article,), skipped = reading("a.jsonl")
        assert article.text == text
        assert not skipped


def test_identifiers(reading, tmp_path: Path) -> None:
    put(
        tmp_path / "a.jsonl",
        {"id": 7, "text": STORY},
        {"id": "same", "text": STORY},
        {"id": "same", "text": STORY},
        {"id": "same", "text": "Another story."},
        {"text": "No id."},
    )
    articles, (skipped,) = reading("a.jsonl")
    assert [article.info.identifier for article in articles][:2] == ["7", "same"]
    assert articles[2].info.identifier == articles[2].info.sha256[:16]
    assert skipped.source == "a.jsonl line 4"
    assert "'same' already names another article" in skipped.reason


def test_a_year_or_month_alone_is_no_date(reading, tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", {"id": "a", "text": STORY, "date": "2024"}, {"id": "b", "text": STORY, "date": "2024-08"})
    articles, skipped = reading("a.jsonl")
    assert [article.info.date for article in articles] == [None, None]
    assert not skipped


def test_long_lines_do_not_fill_memory(reading, tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("w") as file:
        file.write('{"text": "' + "x" * 20_000_000 + '"}\n')
        file.write(json.dumps({"id": "good", "text": STORY}) + "\n")
    tracemalloc.start()
    (article,), (skipped,) = reading("a.jsonl", limit_bytes=100_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert article.info.identifier == "good"
    assert "longer than 100,000 characters" in skipped.reason
    assert peak < 12_000_000


def test_megabyte_lines_are_kept(reading, tmp_path: Path) -> None:
    text = "Police arrested two men. " * 39_000
    put(tmp_path / "a.jsonl", {"id": "a", "text": text})
    assert reading("a.jsonl")[0][0].text == text


def test_empty_file(reading, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n")
    (tmp_path / "b.csv").write_text("")
    (tmp_path / "c.csv").write_text("id,text\n")
    articles, skipped = reading(".")
    assert not articles
    assert len(skipped) == 3


class TestTables:
    def table(self, path: Path, *rows: list[str], delimiter: str = ",", end: str = "\r\n") -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_quoting(self, delimiter: str, end: str, reading, tmp_path: Path) -> None:
        text = f'He said: "Two men{delimiter} he and I,\nfled."\r\n\r\nThey were\rfreed.'
        head = ["id", "Text", "date", "author", "note"]
        rows = [["a", text, "2024-08-01", "Jane Doe; John Roe", "x"], ["b", STORY, "", "", ""]]
        self.table(tmp_path / "a.csv", head, *rows, delimiter=delimiter, end=end)
        articles, skipped = reading("a.csv")
        assert [article.text for article in articles] == [text, STORY]
        assert articles[0].info.date == dt.date(2024, 8, 1)
        assert articles[0].info.authors == ("Jane Doe", "John Roe")
        assert not skipped

    def test_bad_rows(self, reading, tmp_path: Path) -> None:
        data = (
            "\ufeffid,text,date\na,Fine story.,2024-08-01\nb,,\nc,Too, many, cells\nd,Bad date.,soon\n\ne,Short row.\n"
        )
        (tmp_path / "a.csv").write_text(data, encoding="utf-8")
        articles, skipped = reading("a.csv")
        assert [article.info.identifier for article in articles] == ["a", "e"]
        assert [one.source for one in skipped] == ["a.csv line 3", "a.csv line 4", "a.csv line 5"]

    def test_no_text_column(self, reading, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("id,body\n1,x\n")
        _, (skipped,) = reading("a.csv")
        assert "no column 'text' among id, body" in skipped.reason

    def test_open_quotation_mark(self, reading, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text('id,text\na,Fine story.\nb,"never closed\n' + "x,y\n" * 10_000)
        articles, (skipped,) = reading("a.csv", limit_bytes=1000)
        assert [article.info.identifier for article in articles] == ["a"]
        assert "close its quotation mark" in skipped.reason

    def test_a_row_that_is_not_utf8(self, reading, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_bytes(
            "id,text\na,żółw.\nb,caf".encode() + b"\xe9.\nc,Fine.\n" + "d,Łódź.\n".encode()
        )
        articles, (skipped,) = reading("a.csv")
        assert [article.info.identifier for article in articles] == ["a", "c", "d"]
        assert "UTF-8" in skipped.reason

    def test_legacy_encoding(self, reading, tmp_path: Path) -> None:
        text = "Власти усилили наблюдение за рабочими на стройке. Полиция задержала двух человек. " * 3
        (tmp_path / "a.csv").write_bytes(f'id,text\nа,"{text}"\n'.encode("windows-1251"))
        (article,), _ = reading("a.csv")
        assert article.text == text

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
    def test_cells_come_back(self, reading, tmp_path: Path, texts: list[str]) -> None:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
        writer.writerows([["id", "text"], *([f"n{number}", text] for number, text in enumerate(texts))])
        (tmp_path / "p.csv").write_bytes(buffer.getvalue().encode())
        articles, skipped = reading("p.csv")
        assert [article.text for article in articles] == [text for text in texts if text.strip()]
        assert len(articles) + len(skipped) == len(texts)
