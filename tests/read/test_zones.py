"""Zones and what a text says about itself."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article, ArticleInfo
from kg.errors import OntologyError
from kg.ontology.zones import ZonePatterns, load_zones
from kg.read.zoning import find_zones

STORY = "Police arrested two men in the city on Monday, a spokeswoman said. They were freed a day later."
MORE = "A court will hear the case next week, according to a lawyer who has met both of the men in prison."


def kinds(text: str, zones: ZonePatterns) -> list[tuple[str, str]]:
    article = Article(ArticleInfo("a", ""), text, find_zones(text, zones))
    return [(kind, span.of(text)) for span, kind in article.paragraphs()]


def kind_of(line: str, zones: ZonePatterns, *, at: str = "middle") -> str:
    """The kind of a line at the top, in the middle or at the end of a story."""
    lines = {"top": [line, STORY, MORE], "middle": [STORY, line, MORE], "end": [STORY, MORE, line]}[at]
    found = [kind for kind, words in kinds("\n\n".join(lines), zones) if words in line]
    return found[0] if found else "lost"


class TestKinds:
    @pytest.mark.parametrize(
        ("line", "at", "kind"),
        [
            ("uzbek, construction workers, seaboard, overseas", "top", "keywords"),
            ("Tags: Police, Harbour, Workers", "end", "keywords"),
            ("Keywords: police, harbour", "top", "keywords"),
            ("FILE PHOTO: A harbour in June 2019. (Lighthouse News)", "top", "caption"),
            ("Photo: The harbour at night", "middle", "caption"),
            ("Pictured: Two workers on the quay. [Agency]", "middle", "caption"),
            ("Caption: Two workers on the quay", "middle", "caption"),
            ("FILE - Workers wait on the quay in the harbour, June 3, 2019. (AP Photo/Jane Doe)", "top", "caption"),
            ("In this photo taken on June 3, workers wait on the quay.", "middle", "caption"),
            ("Workers wait on the quay Image: Jane Doe (flickr).", "middle", "caption"),
            ("Workers wait on the quay. (Image: Jane Doe)", "end", "caption"),
            ("Workers wait on the quay. REUTERS/Jane Doe", "middle", "caption"),
            ("Workers wait on the quay in June. (Lighthouse News)", "top", "caption"),
            ("Image: Jane Doe", "middle", "credit"),
            ("Translated by Jane Doe. Edited by John Roe.", "end", "credit"),
            ("Reporting by Jane Doe in Seaport; Editing by John Roe and Kim Min", "end", "credit"),
            ("(Reporting by Jane Doe; Editing by John Roe)", "end", "credit"),
            ("By Jane Doe", "top", "credit"),
            ("By JANE DOE and JOHN ROE, Lighthouse News", "top", "credit"),
            ("Jane Doe in Seaport contributed to this report.", "end", "credit"),
            ("—Jane Doe, on the failed talks", "middle", "credit"),
            ("Friday, January 4, 2019\xa0", "top", "date_line"),
            ("January 4, 2019, 3:05 PM KST", "top", "date_line"),
            ("2019-01-04 15:05", "top", "date_line"),
            ("Published: 4 January 2019", "top", "date_line"),
            ("Last updated on January 4, 2019 at 3:05 p.m.", "middle", "date_line"),
            ("August 01, 2024 at 08:04AM", "end", "trailer"),
            ("by LighthouseNews(Coastal Media)", "end", "trailer"),
            ("(END)", "end", "trailer"),
            ("https://example.org/story", "end", "trailer"),
            ("Lighthouse News works with a network of sources in several countries.", "end", "boilerplate"),
            ("Lighthouse News is an independent news outlet based on the coast.", "end", "boilerplate"),
            ("Please send any comments or questions about this article to desk@example.org.", "end", "boilerplate"),
            ("Read in Korean", "end", "boilerplate"),
            ("Read this article in Russian", "end", "boilerplate"),
            ("Subscribe to our newsletter", "middle", "boilerplate"),
            ("Follow us on Telegram", "end", "boilerplate"),
            ("© 2024 Lighthouse News. All rights reserved.", "end", "boilerplate"),
            ("Copyright 2024 Lighthouse News", "end", "boilerplate"),
            ("ⓒ 씨보드 뉴스, 무단 전재 및 재배포 금지", "end", "boilerplate"),
            ("Related: Three men held at the border", "middle", "boilerplate"),
            ("Got a tip? Write to desk@example.org", "end", "boilerplate"),
            ("The views expressed here are the author's own.", "end", "boilerplate"),
            ("Editor's note: An earlier version named the wrong city.", "end", "boilerplate"),
            ("Violence grows in the harbour", "middle", "subheading"),
            ("Why They Stay", "middle", "subheading"),
            ("## Why they stay", "middle", "subheading"),
            ("Two workers held at construction site", "top", "headline"),
            ("# Two workers held", "top", "headline"),
            ("title: Two workers held", "top", "field"),
        ],
    )  # fmt: skip
    def test_a_line_of_each(self, line: str, at: str, kind: str, zones: ZonePatterns) -> None:
        assert kind_of(line, zones, at=at) == kind

    @pytest.mark.parametrize("at", ["top", "middle", "end"])
    @pytest.mark.parametrize(
        "line",
        [
            STORY,
            "“They fled,” he said.",
            "“They fled in the night,” he said, “and nobody saw them”",
            "By Monday the men had fled the city.",
            "By March 22 — the deadline — two men had fled.",
            "Photo evidence showed the men, police said.",
            "Kim (pictured) – who fled – returned to the city.",
            "UNESCO — the UN agency — condemned the arrests.",
            "March 22 - the day when it began - is a holiday.",
            "Edited by the security service, the video shows no arrests.",
            "Written by a defector, the book was banned in the city.",
            "Sources in the city said the men had been beaten.",
            "Subscribers of the paper were questioned.",
            "Copyright law was changed after the arrests.",
            "Lighthouse News is under investigation, the police said.",
            "Contact with the ship was lost on 2019-01-04 at noon.",
            "The men said:",
            "- two phones were taken,",
            "He was held in the harbour (and beaten).",
            "Related parties were told to leave the city.",
            "Support for the strike grew in the city.",
            "Image rights were sold to the ministry.",
            "Reporters Without Borders said the men were journalists.",
        ],
    )
    def test_story_stays_story(self, line: str, at: str, zones: ZonePatterns) -> None:
        assert kind_of(line, zones, at=at) == "body"

    @pytest.mark.parametrize(
        "dateline",
        [
            "PYONGYANG, March 22 —",
            "SEOUL (Reuters) -",
            "SEOUL, South Korea (AP) —",
            "SEOUL, March 1 (Yonhap) --",
            "Pyongyang, June 27 (KCNA) --",
            "MOSCOW, March 5. /TASS/.",
            "June 27 (Lighthouse News) —",
            "WASHINGTON/SEOUL, Jan 5 (Reuters) -",
            "DANDONG, China --",
            "ST. PETERSBURG, Fla. (AP) —",
            "NEW YORK —",
            "(CNN) —",
        ],
    )
    def test_dateline_is_only_its_part(self, dateline: str, zones: ZonePatterns) -> None:
        text = f"{dateline} Police arrested two men.\n{MORE}"
        assert kinds(text, zones)[:2] == [("dateline", dateline), ("body", "Police arrested two men.")]

    def test_credit_of_a_caption_is_its_own(self, zones: ZonePatterns) -> None:
        text = f"FILE PHOTO: Workers in June 2019. (The Lighthouse News)\n\n{STORY}"
        assert kinds(text, zones)[:2] == [
            ("caption", "FILE PHOTO: Workers in June 2019."),
            ("credit", "(The Lighthouse News)"),
        ]

    def test_policies(self, zones: ZonePatterns) -> None:
        expected = {
            "body": "all", "headline": "all", "subheading": "all", "caption": "all", "keywords": "mentions",
            "credit": "mentions", "dateline": "mentions", "boilerplate": "mentions", "trailer": "nothing",
            "date_line": "nothing", "field": "nothing",
        }  # fmt: skip
        assert {kind: zones.policy(kind) for kind in expected} == expected
        with pytest.raises(OntologyError, match="Did you mean 'caption'"):
            zones.policy("captoin")


class TestSubheadings:
    def test_does_not_fuse_with_the_next_sentence(self, zones: ZonePatterns) -> None:
        text = f"{STORY}\nViolence abounds amid tensions\n{MORE}"
        assert kinds(text, zones) == [("body", STORY), ("subheading", "Violence abounds amid tensions"), ("body", MORE)]

    def test_wrapped_lines_are_no_subheadings(self, zones: ZonePatterns) -> None:
        text = (
            "Police arrested two men in the city on Monday and took\nthem to a station near the harbour. A clerk\n"
            "Jane Doe said that they were well. The men\nhad been working there for years and\nwere freed later.\n\n"
            "Families wait\n\nThe families of the men said they had heard\nnothing for days and feared the\nworst.\n"
        )
        assert [words for kind, words in kinds(text, zones) if kind != "body"] == ["Families wait"]

    def test_a_story_of_one_line_is_no_headline(self, zones: ZonePatterns) -> None:
        assert kinds("Police arrested two men", zones) == [("body", "Police arrested two men")]


class TestFacts:
    def info(self, reading, tmp_path: Path, text: str, **fields: str) -> ArticleInfo:
        (tmp_path / "f.jsonl").write_text(json.dumps({"id": "f", "text": text, **fields}), encoding="utf-8")
        ((article,), skipped) = reading("f.jsonl")
        assert not skipped
        return article.info

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            (f"Friday, January 4, 2019\xa0\n\n{STORY}", dt.date(2019, 1, 4)),
            (f"{STORY}\nAugust 01, 2024 at 08:04AM\nby LighthouseNews(Coastal Media)", dt.date(2024, 8, 1)),
            (f"PYONGYANG, March 22, 2019 — {STORY}", dt.date(2019, 3, 22)),
            (f"PYONGYANG, March 22 — {STORY}", None),
            (f"PYONGYANG, March 22 — {STORY}\n{MORE}\nMarch 23, 2019", dt.date(2019, 3, 23)),
            (f"Published: 2 May 2020, 10:15\n{STORY}", dt.date(2020, 5, 2)),
            (f"{STORY}\nLast updated on January 4, 2019", None),
            (f"{STORY} It began on January 4, 2019.", None),
            (f"© 2019 Lighthouse News\n{STORY}", None),
            (f"---\ntitle: x\ndate: 2024-08-01\n---\n\n{STORY}", dt.date(2024, 8, 1)),
            (STORY, None),
        ],
    )
    def test_date(self, text: str, day: dt.date | None, reading, tmp_path: Path) -> None:
        assert self.info(reading, tmp_path, text).date == day

    def test_a_dateline_gets_its_year_only_from_the_source(self, reading, tmp_path: Path) -> None:
        text = f"PYONGYANG, March 22 — {STORY}"
        assert self.info(reading, tmp_path, text, date="2019").date == dt.date(2019, 3, 22)
        assert self.info(reading, tmp_path, text, date="2019-03").date == dt.date(2019, 3, 22)
        assert self.info(reading, tmp_path, text, date="2019-04").date is None
        assert self.info(reading, tmp_path, text.replace("March 22", "Feb. 29"), date="2019").date is None

    def test_the_field_wins(self, reading, tmp_path: Path) -> None:
        text = f"By Jane Doe\nFriday, January 4, 2019\n\n{STORY}\n\nby LighthouseNews(Coastal Media)"
        info = self.info(reading, tmp_path, text, date="2020-02-02", publisher="Other", author="Kim Min", title="T")
        assert (info.date, info.publisher, info.authors, info.title) == (
            dt.date(2020, 2, 2),
            "Other",
            ("Kim Min",),
            "T",
        )

    @pytest.mark.parametrize(
        ("text", "publisher"),
        [
            (f"{STORY}\nAugust 01, 2024 at 08:04AM\nby LighthouseNews(Coastal Media)", "LighthouseNews"),
            (f"June 27 (Lighthouse News) — {STORY}", "Lighthouse News"),
            (f"SEOUL, March 1 (Yonhap) -- {STORY}", "Yonhap"),
            (f"{STORY}\n\nLighthouse News works with a network of sources on the coast.", "Lighthouse News"),
            (f"{STORY}\n\nLighthouse News is an independent news outlet.", "Lighthouse News"),
            (f"{STORY}\nLighthouse News works with a network of sources.\nby LighthouseNews(Media)", "LighthouseNews"),
            (f"{STORY} Lighthouse News reported it first.", None),
        ],
    )
    def test_publisher(self, text: str, publisher: str | None, reading, tmp_path: Path) -> None:
        assert self.info(reading, tmp_path, text).publisher == publisher

    @pytest.mark.parametrize(
        ("text", "authors"),
        [
            (f"By Jane Doe\n\n{STORY}", ("Jane Doe",)),
            (f"By Jane Doe, John Roe and Kim Min, Lighthouse News\n\n{STORY}", ("Jane Doe", "John Roe", "Kim Min")),
            (f"{STORY}\n\n(Reporting by Jane Doe; Editing by John Roe)", ("Jane Doe",)),
            (f"{STORY}\n\nTranslated by Jane Doe. Edited by John Roe.", ()),
            (f"{STORY}\n\nPhoto: Jane Doe", ()),
        ],
    )
    def test_authors(self, text: str, authors: tuple[str, ...], reading, tmp_path: Path) -> None:
        assert self.info(reading, tmp_path, text).authors == authors

    def test_title(self, reading, tmp_path: Path) -> None:
        assert self.info(reading, tmp_path, f"Two workers held at site\n\n{STORY}").title == "Two workers held at site"
        assert self.info(reading, tmp_path, f"# Two workers held\n\n{STORY}").title == "Two workers held"
        assert self.info(reading, tmp_path, STORY).title is None


LINES = st.sampled_from(
    [
        *(STORY, MORE, "By Jane Doe", "PYONGYANG, March 22 — They fled.", "Why they stay", "a, b, c", "Read in Korean"),
        *(
            "(END)",
            "FILE PHOTO: Men. (The Lighthouse News)",
            "Men wait Image: Jane Doe.",
            "August 01, 2024",
            "# T",
            "---",
        ),
        *(
            "by X Y(Z Media)",
            "“",
            "—",
            "두 사람이 체포되었다.",
            "Friday, January 4, 2019\xa0",
            "(AP) — “They fled,” he said.",
        ),
    ]
)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", " \n\t\n", "\x0c", "\x85", " "])
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(st.one_of(LINES, ENDS, st.text(max_size=20)), max_size=25).map("".join),
    st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda pairs: "".join(line + end for line, end in pairs)),
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_zones_are_in_order_apart_and_lose_nothing(text: str, zones: ZonePatterns) -> None:
    found = find_zones(text, zones)
    place = 0
    for zone in found:
        assert place <= zone.span.begin < zone.span.end <= len(text)
        assert zone.kind in zones.policies
        place = zone.span.end
    pieces = list(Article(ArticleInfo("a", ""), text, found).paragraphs())
    held = {offset for span, _ in pieces for offset in range(span.begin, span.end)}
    assert sum(span.end - span.begin for span, _ in pieces) == len(held)
    assert {offset for offset, character in enumerate(text) if not character.isspace()} <= held
    kind_at = {offset: zone.kind for zone in found for offset in range(zone.span.begin, zone.span.end)}
    assert all(
        {kind_at.get(offset, "body") for offset in range(span.begin, span.end)} == {kind} for span, kind in pieces
    )


@pytest.mark.parametrize("begun", ["", "By ", "Reporting by ", "Edited by ", "Lighthouse News is a ", "A (", "Photo: "])
def test_time_is_bounded_on_odd_lines(begun: str, zones: ZonePatterns) -> None:
    """A pattern that splits a line in many ways would take hours here."""
    pieces = [
        *("Kim ", "Kim-", "AB-", "Kim/", "Kim's ", "Kim and ", "Kim Min, ", "Kim Min & ", "Kim for ", "Kim of the "),
        *(
            "A, ",
            "a, ",
            "A. ",
            "A.A.",
            "de la ",
            "the ",
            "2019 ",
            "JAN 1 ",
            "Sun, May 1 ",
            "1.1.1 ",
            "10:10 ",
            "(",
            "(a)",
        ),
        *(
            "|a",
            "'",
            "=",
            "- ",
            "# ",
            "#a ",
            "x@",
            "— ",
            "Photo by ",
            "Photo Photo ",
            "Image: ",
            "AB/",
            "MOSCOW ",
            "tip ",
        ),
        *("MOSCOW, ", "Edited by ", "Edited and ", "Edited by Kim Il, ", "Story by Kim Min and ", "is a news ", "© "),
        *("Read in ", "copyright "),
    ]
    begin = time.process_time()
    for piece in pieces:
        for end in ("", "!", "x ."):
            find_zones(f"{STORY}\n{(begun + piece * 2000)[:1_990]}{end}\n{STORY}", zones)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("piece", ["\n", "a\n", "Men Image: x\n", "Why they stay\n", "Kim ", "They fled.\n"])
def test_time_is_bounded_on_long_texts(piece: str, zones: ZonePatterns) -> None:
    begin = time.process_time()
    find_zones(f"{piece * (200_000 // len(piece))}!\n{STORY}", zones)
    assert time.process_time() - begin < 10


class TestTable:
    def load(self, tmp_path: Path, *rows: str) -> ZonePatterns:
        path = tmp_path / "zones.tsv"
        path.write_text("kind\twhere\tpattern\tread\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return load_zones(path)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("credit\tline\tBy (\tmentions", r"zones.tsv line 2: the pattern is no regular expression"),
            ("credit\tlien\tBy x\tmentions", r"line 2: where is 'lien'\. Did you mean 'line'"),
            ("credit\tline\tBy x\tmention", r"line 2: read is 'mention'\. Did you mean 'mentions'"),
            ("credit\tline\t\tmentions", r"line 2: kind is 'credit'; only these need no pattern"),
            ("credit\tline\t.*\tmentions", r"line 2: the pattern matches an empty text"),
            ("body\tline\tx\tall", r"line 2: 'body' cannot be a kind"),
            ("credit\tline\tBy {nmae}\tmentions", r"line 2: no earlier 'let' row names {nmae}"),
            ("credit\tline\tBy (?P<auther>x)\tmentions", r"line 2: the group 'auther' .* Did you mean 'author'"),
            ("name\tlet\t(x)\t", r"line 2: a 'let' row cannot hold a group that captures"),
            (
                "credit\tline\tx\tmentions\ncredit\tline\ty\tall",
                r"line 3: 'credit' is read 'mentions' in an earlier row",
            ),
        ],
    )
    def test_a_bad_row_names_its_line(self, row: str, words: str, tmp_path: Path) -> None:
        with pytest.raises(OntologyError, match=words):
            self.load(tmp_path, row)

    def test_own_kinds_pieces_and_groups(self, tmp_path: Path) -> None:
        table = self.load(
            tmp_path,
            "name\tlet\t[A-Z][a-z]+|X\t",
            "speaker\tprefix\t{name}:\tmentions",
            "legend\tline\tFig\\..+?(?P<speaker>\\(.+\\))\tall",
        )
        text = "Kim: They fled.\nFig. Two men (Kim)\nX: No."
        assert kinds(text, table) == [
            ("speaker", "Kim:"), ("body", "They fled."), ("legend", "Fig. Two men"), ("speaker", "(Kim)"),
            ("speaker", "X:"), ("body", "No."),
        ]  # fmt: skip
        assert not table.heuristics

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(OntologyError, match="no such file"):
            load_zones(tmp_path / "zones.tsv")
