"""The date grammar: what it finds, what days that is, what it leaves alone, and what it never does."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.extract.dates import DateGrammar
from kg.mention import When
from kg.ontology.times import FILE, TimeWords
from kg.resources import ontology_folder

WORDS = TimeWords.load(ontology_folder())
GRAMMAR = DateGrammar(WORDS)
THURSDAY = dt.date(2024, 8, 1)
NO_DATE = "-"


def shown(when: When | None) -> str:
    """``start..end precision``, or ``-``; a single day or open end is written short."""
    if when is None:
        return NO_DATE
    start, end = when.start and str(when.start), when.end and str(when.end)
    days = start if start == end and start else f"{start or ''}..{end or ''}"
    return f"{days} {when.precision}"


def found(text: str, published: dt.date | None = THURSDAY) -> dict[str, str]:
    return {span.of(text): shown(when) for span, when in GRAMMAR.find(text, published)}


def test_words_are_the_quote() -> None:
    text = "Police in 평양 raided the house on Monday 🙂, since March 3–5."
    assert all(when is None or when.words == span.of(text) for span, when in GRAMMAR.find(text, THURSDAY))
    assert list(found(text)) == ["Monday", "since March 3–5"]


# published, text, expression, days: one line per norm
NORMS = [
    ("2024-08-01", "He was detained on Monday.", "Monday", "2024-07-29 day"),
    ("2024-08-01", "Officials met on Thursday.", "Thursday", "2024-08-01 day"),
    ("2024-03-22", "It was raided last Tuesday.", "last Tuesday", "2024-03-19 day"),
    ("2023-05-16", "It was raided last Tuesday.", "last Tuesday", "2023-05-09 day"),
    ("2025-06-27", "It was raided last Tuesday.", "last Tuesday", "2025-06-24 day"),
    ("2023-11-08", "They met last Friday.", "last Friday", "2023-11-03 day"),
    ("2025-06-27", "He returns next week.", "next week", "2025-06-30..2025-07-06 week"),
    ("2024-03-22", "It must be paid by the end of March.", "by the end of March", "..2024-03-31 before"),
    ("2024-08-01", "He came in late last year.", "late last year", "2023-10-01..2023-12-31 month"),
    ("2024-08-15", "He fled earlier this month.", "earlier this month", "2024-08-01..2024-08-15 month"),
    ("2024-08-01", "They left in mid-March.", "mid-March", "2024-03-11..2024-03-20 month"),
    ("2024-08-01", "He has lived there since 2016.", "since 2016", "2016-01-01.. after"),
    ("2024-08-01", "It closed last November.", "last November", "2023-11-01..2023-11-30 month"),
    ("2024-11-20", "It closed last November.", "last November", "2023-11-01..2023-11-30 month"),
]


@pytest.mark.parametrize(("published", "text", "words", "days"), NORMS)
def test_norms(published: str, text: str, words: str, days: str) -> None:
    assert found(text, dt.date.fromisoformat(published)) == {words: days}


# all as published on Thursday 2024-08-01: text, then expression and days in turn
CASES: list[tuple[str, dict[str, str]]] = [
    # days counted from the publication date
    ("He left yesterday.", {"yesterday": "2024-07-31 day"}),
    ("The trial opens today.", {"today": "2024-08-01 day"}),
    ("He speaks tonight.", {"tonight": "2024-08-01 day"}),
    ("It starts tomorrow morning.", {"tomorrow morning": "2024-08-02 day"}),
    ("They met the day before yesterday.", {"the day before yesterday": "2024-07-30 day"}),
    ("They meet the day after tomorrow.", {"the day after tomorrow": "2024-08-03 day"}),
    ("Shots were heard last night.", {"last night": "2024-07-31 day"}),
    ("Shots were heard this morning.", {"this morning": "2024-08-01 day"}),
    # weekdays
    ("They met on Friday evening.", {"Friday evening": "2024-07-26 day"}),
    ("After Monday's attack, he fled.", {"Monday": "2024-07-29 day"}),
    ("They arrive next Friday.", {"next Friday": "2024-08-02 day"}),
    ("They meet next Thursday.", {"next Thursday": "2024-08-08 day"}),
    ("They met last Thursday.", {"last Thursday": "2024-07-25 day"}),
    ("It came this Monday.", {"this Monday": "2024-07-29 day"}),
    ("It comes this Friday.", {"this Friday": "2024-08-02 day"}),
    ("It came this past Sunday.", {"this past Sunday": "2024-07-28 day"}),
    ("They met on Friday last week.", {"Friday last week": "2024-07-26 day"}),
    ("They meet on Tuesday of next week.", {"Tuesday of next week": "2024-08-06 day"}),
    ("He said that Monday was calm.", {"Monday": "2024-07-29 day"}),
    ("It ran from Monday to Wednesday.", {"from Monday to Wednesday": "2024-07-29..2024-07-31 day"}),
    # weeks, months, years
    ("It happened this week.", {"this week": "2024-07-29..2024-08-04 week"}),
    ("It happened last week.", {"last week": "2024-07-22..2024-07-28 week"}),
    ("It happened over the weekend.", {"the weekend": "2024-07-27..2024-07-28 week"}),
    ("It happens next weekend.", {"next weekend": "2024-08-03..2024-08-04 week"}),
    ("It happened this month.", {"this month": "2024-08-01..2024-08-31 month"}),
    ("It happened last month.", {"last month": "2024-07-01..2024-07-31 month"}),
    ("It happened last quarter.", {"last quarter": "2024-04-01..2024-06-30 season"}),
    ("It happened last year.", {"last year": "2023-01-01..2023-12-31 year"}),
    ("It happens next year.", {"next year": "2025-01-01..2025-12-31 year"}),
    ("It fell over the last year.", {"the last year": "2023-08-01..2024-08-01 year"}),
    ("It fell over the past three years.", {"the past three years": "2021-08-01..2024-08-01 year"}),
    ("It comes in the next two weeks.", {"the next two weeks": "2024-08-01..2024-08-15 week"}),
    ("It comes in the coming days.", {"the coming days": "2024-08-01.. after"}),
    # distances
    ("He fled two days ago.", {"two days ago": "2024-07-30 day"}),
    ("He fled three weeks ago.", {"three weeks ago": "2024-07-08..2024-07-14 week"}),
    ("He fled two or three weeks ago.", {"two or three weeks ago": "2024-07-08..2024-07-21 week"}),
    ("He fled a month ago.", {"a month ago": "2024-07-01..2024-07-31 month"}),
    ("He fled about two years ago.", {"about two years ago": "2022-01-01..2022-12-31 year"}),
    ("He fled more than a year ago.", {"more than a year ago": "..2023-08-01 before"}),
    ("He fled less than a month ago.", {"less than a month ago": "2024-07-01..2024-08-01 month"}),
    ("He fled several months ago.", {"several months ago": "..2024-08-01 before"}),
    ("He fled decades ago.", {"decades ago": "..2024-08-01 before"}),
    ("They return three days from now.", {"three days from now": "2024-08-04 day"}),
    ("He fled a year ago today.", {"a year ago today": "2023-08-01 day"}),
    ("He called hours ago.", {"hours ago": NO_DATE}),
    ("He fled two days after March 19.", {"two days after March 19": "2024-03-21 day"}),
    ("He fled the day before March 19, 2020.", {"the day before March 19, 2020": "2020-03-18 day"}),
    # dates in full
    ("On 2024-03-19 he left.", {"2024-03-19": "2024-03-19 day"}),
    ("On March 19, 2024, he left.", {"March 19, 2024": "2024-03-19 day"}),
    ("On 19 March 2024 he left.", {"19 March 2024": "2024-03-19 day"}),
    ("On the 19th of March, 2024, he left.", {"the 19th of March, 2024": "2024-03-19 day"}),
    ("On Mar. 19 he left.", {"Mar. 19": "2024-03-19 day"}),
    ("On March 19th he left.", {"March 19th": "2024-03-19 day"}),
    ("On October 27 he left.", {"October 27": "2023-10-27 day"}),
    ("On Monday, July 29, he left.", {"Monday, July 29": "2024-07-29 day"}),
    ("On Thursday (Aug. 1) he left.", {"Thursday (Aug. 1)": "2024-08-01 day"}),
    ("He votes on Saturday, Nov. 9.", {"Saturday, Nov. 9": "2024-11-09 day"}),
    ("Sat, Mar 2: closed", {"Sat, Mar 2": "2024-03-02 day"}),
    ("On 19.03.2024 he left.", {"19.03.2024": "2024-03-19 day"}),
    ("On 3/19/2024 he left.", {"3/19/2024": "2024-03-19 day"}),
    ("On 3/4/2024 he left.", {"3/4/2024": NO_DATE}),
    ("On 4/4/2024 he left.", {"4/4/2024": "2024-04-04 day"}),
    ("On Feb. 30, 2024, he left.", {"Feb. 30, 2024": NO_DATE}),
    ("On February 30 he left.", {"February 30": NO_DATE}),
    ("On Feb. 29 he left.", {"Feb. 29": "2024-02-29 day"}),
    ("She spoke on the 15th.", {"the 15th": "2024-07-15 day"}),
    ("She spoke on the 15th of last month.", {"the 15th of last month": "2024-07-15 day"}),
    ("It is marked on Christmas.", {"Christmas": "2023-12-25 day"}),
    ("It was marked on New Year’s Day 2020.", {"New Year’s Day 2020": "2020-01-01 day"}),
    ("After the March 19 attack he fled.", {"March 19": "2024-03-19 day"}),
    ("It is due next March 5.", {"next March 5": "2025-03-05 day"}),
    # months and their parts
    ("He left in March.", {"March": "2024-03-01..2024-03-31 month"}),
    ("He left in September.", {"September": "2023-09-01..2023-09-30 month"}),
    ("He left in March 2023.", {"March 2023": "2023-03-01..2023-03-31 month"}),
    ("He left in March of 2023.", {"March of 2023": "2023-03-01..2023-03-31 month"}),
    ("It rose in 2019-05.", {"2019-05": "2019-05-01..2019-05-31 month"}),
    ("He left this April.", {"this April": "2024-04-01..2024-04-30 month"}),
    ("He left in March last year.", {"March last year": "2023-03-01..2023-03-31 month"}),
    ("He left in October of this year.", {"October of this year": "2024-10-01..2024-10-31 month"}),
    ("He left in early March.", {"early March": "2024-03-01..2024-03-10 month"}),
    ("He left at the end of February.", {"the end of February": "2024-02-21..2024-02-29 month"}),
    ("He left in the middle of July.", {"the middle of July": "2024-07-11..2024-07-20 month"}),
    ("He left in the second week of March.", {"the second week of March": "2024-03-08..2024-03-14 week"}),
    ("He left on the last day of June.", {"the last day of June": "2024-06-30 day"}),
    ("In May 30 people were held.", {"May": "2024-05-01..2024-05-31 month"}),
    # years and their parts
    ("He left in 2019.", {"2019": "2019-01-01..2019-12-31 year"}),
    ("He left in early 2019.", {"early 2019": "2019-01-01..2019-04-30 month"}),
    ("He left in mid-2019.", {"mid-2019": "2019-05-01..2019-08-31 month"}),
    ("He left early this year.", {"early this year": "2024-01-01..2024-04-30 month"}),
    ("It starts at the beginning of the year.", {"the beginning of the year": "2024-01-01..2024-04-30 month"}),
    ("It rose in the first half of 2023.", {"the first half of 2023": "2023-01-01..2023-06-30 month"}),
    ("It rose in the first quarter of 2023.", {"the first quarter of 2023": "2023-01-01..2023-03-31 season"}),
    ("It rose in the last three months of 2023.", {"the last three months of 2023": "2023-10-01..2023-12-31 month"}),
    ("It follows a 2017 resolution.", {"2017": "2017-01-01..2017-12-31 year"}),
    ("He saw the 2018 Olympics.", {"2018": "2018-01-01..2018-12-31 year"}),
    ("The law (2014) is old.", {"2014": "2014-01-01..2014-12-31 year"}),
    ("In 2016, 2017 and 2018 he was away.", {str(y): f"{y}-01-01..{y}-12-31 year" for y in (2016, 2017, 2018)}),
    ("The 1950-53 war ended.", {"1950-53": "1950-01-01..1953-12-31 year"}),
    ("In the 1990s many died.", {"the 1990s": "1990-01-01..1999-12-31 year"}),
    ("In the late 1980s many died.", {"the late 1980s": "1986-01-01..1989-12-31 year"}),
    ("In the '90s many died.", {"the '90s": "1990-01-01..1999-12-31 year"}),
    # seasons
    ("He left last summer.", {"last summer": "2023-06-01..2023-08-31 season"}),
    ("He left in autumn 2023.", {"autumn 2023": "2023-09-01..2023-11-30 season"}),
    ("He left in the fall.", {"the fall": "2023-09-01..2023-11-30 season"}),
    ("He left in the winter of 2023-24.", {"the winter of 2023-24": "2023-12-01..2024-02-29 season"}),
    ("He left in the summer of last year.", {"the summer of last year": "2023-06-01..2023-08-31 season"}),
    ("He left in early spring.", {"early spring": "2024-03-01..2024-03-31 month"}),
    # bounds and ranges
    ("He waited until 2025.", {"until 2025": "..2025-12-31 before"}),
    ("He fled before Monday.", {"before Monday": "..2024-07-28 before"}),
    ("He fled after June 10.", {"after June 10": "2024-06-11.. after"}),
    ("He has been ill since last November.", {"since last November": "2023-11-01.. after"}),
    ("It lasted from 2016 to 2019.", {"from 2016 to 2019": "2016-01-01..2019-12-31 year"}),
    ("It lasted from November to March.", {"from November to March": "2023-11-01..2024-03-31 month"}),
    ("It lasted from March to October.", {"from March to October": "2024-03-01..2024-10-31 month"}),
    ("It lasted from March 2019 to May.", {"from March 2019 to May": "2019-03-01..2019-05-31 month"}),
    ("It was between May and July.", {"between May and July": "2024-05-01..2024-07-31 month"}),
    ("It was between March 3 and 5.", {"between March 3 and 5": "2024-03-03..2024-03-05 day"}),
    ("It was on March 3-5.", {"March 3-5": "2024-03-03..2024-03-05 day"}),
    ("It was on 3–5 March 2020.", {"3–5 March 2020": "2020-03-03..2020-03-05 day"}),
    ("It was on June 10 and 11.", {"June 10 and 11": "2024-06-10..2024-06-11 day"}),
    ("It was on Dec. 28 – Jan. 3, 2020.", {"Dec. 28 – Jan. 3, 2020": "2019-12-28..2020-01-03 day"}),
    (
        "In May and June 2023 it rained.",
        {"May": "2023-05-01..2023-05-31 month", "June 2023": "2023-06-01..2023-06-30 month"},
    ),
    (
        "In January and February last year it rained.",
        {"January": "2023-01-01..2023-01-31 month", "February last year": "2023-02-01..2023-02-28 month"},
    ),
    ("He left by May.", {"by May": "..2024-05-31 before"}),
    ("He was seen as recently as last month.", {"last month": "2024-07-01..2024-07-31 month"}),
    ("He was helped by April Kim.", {}),
    ("In March Kim left.", {"March": "2024-03-01..2024-03-31 month"}),
    ("From 2010 onward it rained.", {"From 2010 onward": "2010-01-01.. after"}),
    # no bounds told
    ("He recently fled.", {"recently": "..2024-08-01 before"}),
    ("It rose in recent weeks.", {"recent weeks": "..2024-08-01 before"}),
    ("He has hidden for years.", {"for years": ".. ongoing"}),
    ("He is currently held.", {"currently": ".. ongoing"}),
    # expressions of time that are no dates
    ("A 34-year-old man was held.", {"34-year-old": NO_DATE}),
    ("Choe, aged 34, was held.", {"aged 34": NO_DATE}),
    ("A man in his mid-30s was held.", {"his mid-30s": NO_DATE}),
    ("He worked for three years.", {"three years": NO_DATE}),
    ("He served a three-year term.", {"three-year": NO_DATE}),
    ("He slept within 24 hours.", {"24 hours": NO_DATE}),
    ("He served two and a half years.", {"two and a half years": NO_DATE}),
    ("They meet two to three times weekly.", {"two to three times weekly": NO_DATE}),
    ("They pay every month.", {"every month": NO_DATE}),
    ("They meet once a week.", {"once a week": NO_DATE}),
    ("They meet on Mondays.", {"Mondays": NO_DATE}),
    ("He came at 08:04AM.", {"08:04AM": NO_DATE}),
    ("He came at 6 p.m. on Monday.", {"6 p.m.": NO_DATE, "Monday": "2024-07-29 day"}),
    ("He fled the next day.", {"the next day": NO_DATE}),
    ("He fled a week later.", {"a week later": NO_DATE}),
    ("He fled the following Monday.", {"the following Monday": NO_DATE}),
    ("He fled on the same day.", {"the same day": NO_DATE}),
    ("It came a week after the raid.", {"a week after": NO_DATE}),
    # words and numbers that are no time at all
    ("May said he may march.", {}),
    ("The march on the capital began.", {}),
    ("April Kim and Jan Egeland spoke.", {}),
    ("Prices will fall in the spring.", {"the spring": "2024-03-01..2024-05-31 season"}),
    ("The fall of the regime was swift.", {}),
    ("He reads the Sunday Times on Black Friday.", {}),
    ("The sun shone on the second man who sat there.", {}),
    ("They sent 2,017 men and 1945 soldiers.", {}),
    ("Over 2000 were held; more than 2000 died.", {}),
    ("Between 1800 and 2000 workers were sent.", {}),
    ("It rose to 2010 people.", {}),
    ("It cost $2019 under No. 2019, in a Su-2019.", {}),
    ("He crossed the 38th parallel.", {}),
    ("Daily NK reported it.", {}),
    ("In winter coats they came.", {}),
    ("I am here.", {}),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_reading(text: str, expected: dict[str, str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("published", "words", "days"),
    [
        ("2023-05-16", "Friday", "2023-05-19 day"),
        ("2023-05-16", "on Friday", "2023-05-19 day"),
        ("2023-05-19", "Friday", "2023-05-26 day"),
        ("2025-06-27", "the fall", "2025-09-01..2025-11-30 season"),
        ("2025-06-27", "next week", "2025-06-30..2025-07-06 week"),
        ("2024-08-01", "March", "2025-03-01..2025-03-31 month"),
        ("2024-08-01", "August", "2024-08-01..2024-08-31 month"),
        ("2024-08-01", "by November 20", "..2024-11-20 before"),
        ("2024-08-01", "October 27", "2024-10-27 day"),
        ("2024-08-01", "this Monday", "2024-08-05 day"),
        ("2024-08-01", "last week", "2024-07-22..2024-07-28 week"),
        ("2024-08-01", "2026", "2026-01-01..2026-12-31 year"),
        ("2024-08-01", "from Monday to Wednesday", "2024-08-05..2024-08-07 day"),
        ("2024-08-01", "the next day", NO_DATE),
        ("2024-08-01", "Friday in a green coat", NO_DATE),
        ("2024-08-01", "", NO_DATE),
    ],
)
def test_future(published: str, words: str, days: str) -> None:
    assert shown(GRAMMAR.future(words, dt.date.fromisoformat(published))) == days


@pytest.mark.parametrize(
    ("words", "anchor", "days"),
    [
        ("the next day", "2024-03-19 2024-03-19 day", "2024-03-20 day"),
        ("two days earlier", "2024-03-19 2024-03-19 day", "2024-03-17 day"),
        ("the same day", "2024-03-19 2024-03-19 day", "2024-03-19 day"),
        ("a week later", "2024-03-19 2024-03-19 day", "2024-03-25..2024-03-31 week"),
        ("the following month", "2024-03-01 2024-03-31 month", "2024-04-01..2024-04-30 month"),
        ("the previous year", "2024-03-19 2024-03-19 day", "2023-01-01..2023-12-31 year"),
        ("the next day", "2024-03-01 2024-03-31 month", NO_DATE),
        ("several weeks later", "2024-03-19 2024-03-19 day", NO_DATE),
        ("Monday", "2024-03-19 2024-03-19 day", NO_DATE),
    ],
)
def test_relative(words: str, anchor: str, days: str) -> None:
    start, end, precision = anchor.split()
    told = When(dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision, "")
    assert shown(GRAMMAR.relative(words, told)) == days


@pytest.mark.parametrize("text", [*(text for text, _ in CASES), *(norm[1] for norm in NORMS)])
def test_without_a_publication_date_no_year_is_guessed(text: str) -> None:
    told = {int(year) for year in _years(text)}
    for span, when in GRAMMAR.find(text, None):
        for date in (when.start, when.end) if when else ():
            assert date is None or any(abs(date.year - year) <= 10 for year in told), span.of(text)


def _years(words: str) -> list[str]:
    digits = "".join(char if char.isdigit() else " " for char in words).split()
    return [number for number in digits if len(number) == 4]


def test_without_a_publication_date_an_absolute_date_stands() -> None:
    text = "On March 19, 2024, not on Monday, March 20 or last year."
    expected = {"March 19, 2024": "2024-03-19 day", "Monday, March 20": NO_DATE, "last year": NO_DATE}
    assert found(text, None) == expected
    in_a_list = "In May and June 2023 it rained."
    assert found(in_a_list, None)["May"] == "2023-05-01..2023-05-31 month"


MARKS = ", . ( ) – - 's 2019 1999 19 3 31 0 9999 1,000 3.5 08:04 2024-02-30 1/2/2020 30s Kim workers İ 한글 🙂 March"
PIECES = st.sampled_from(
    [*sorted({word.text for word in WORDS.words}), "\n", "\u2028", "in May", "Sun.", "Sept.", *MARKS.split()]
)
TEXTS = (
    st.lists(PIECES, max_size=14).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)])) | st.text()
)
DATES = st.dates() | st.none()


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, published=DATES)
@example("the end of the day before the first week of the first half of 0", dt.date(1, 1, 1))
@example("9999 years from now; next decade; in 9999 years", dt.date.max)
def test_laws(text: str, published: dt.date | None) -> None:
    hits = list(GRAMMAR.find(text, published))
    assert hits == list(DateGrammar(WORDS).find(text, published))
    end = 0
    for span, when in hits:
        assert end <= span.begin < span.end <= len(text)
        assert span.of(text).strip() == span.of(text)
        end = span.end
        for reading in (when, GRAMMAR.future(span.of(text), published)):
            if reading is None:
                continue
            assert reading.words == span.of(text)
            assert reading.start is None or reading.end is None or reading.start <= reading.end
            assert (reading.start is None and reading.end is None) == (reading.precision == "ongoing")
            assert reading.precision in ("day", "week", "month", "season", "year", "before", "after", "ongoing")


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@given(name=st.sampled_from(WEEKDAYS), published=st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_weekday_lies_within_the_week_before(name: str, published: dt.date) -> None:
    def day(text: str) -> dt.date:
        ((_, when),) = GRAMMAR.find(text, published)
        assert when
        assert when.start == when.end
        assert when.start
        assert WEEKDAYS[when.start.weekday()] == name
        return when.start

    assert 0 <= (published - day(f"They met on {name}.")).days <= 6
    assert 1 <= (published - day(f"They met last {name}.")).days <= 7
    assert 1 <= (day(f"They meet next {name}.") - published).days <= 7
    future = GRAMMAR.future(name, published)
    assert future
    assert future.start
    assert 1 <= (future.start - published).days <= 7


@given(date=st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31)), published=DATES)
def test_a_full_date_is_itself(date: dt.date, published: dt.date | None) -> None:
    month = date.strftime("%B")
    for words in (f"{month} {date.day}, {date.year}", f"{date.day} {month} {date.year}", date.isoformat()):
        assert found(f"He left on {words}.", published) == {words: f"{date} day"}


HOSTILE = [
    "1",
    " ",
    "1 ",
    "2019 ",
    "2019-",
    "May ",
    "the end of ",
    "two days before ",
    "March 3 to ",
    "and March ",
    "'",
    "1:1",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines_cost_no_more_than_their_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        for _ in GRAMMAR.find(text, THURSDAY):
            pass
        return time.process_time() - begun

    short, long = min(seconds(20_000) for _ in range(2)), seconds(200_000)
    assert long < 40 * short + 0.2  # ten times the text; a quadratic reading would take a hundred times as long


@pytest.mark.parametrize("piece", ["1", " "])
def test_a_megabyte_of_nothing_takes_less_than_a_second(piece: str) -> None:
    begun = time.process_time()
    assert list(GRAMMAR.find(piece * 1_000_000, THURSDAY)) == []
    assert time.process_time() - begun < 1


GERMAN = {
    "märz": "month\t3",
    "mai": "month\t5",
    "montag": "weekday\t1",
    "gestern": "day\t-1",
    "seit": "bound\tsince",
    "im|in": "prep",
    "ende": "part\tlate",
    "letzten": "which\tlast",
    "jahr": "unit\tyear",
    "winter": "season\t12-2\tweak",
    ".": "suffix",
}


def test_another_language_is_another_table(tmp_path: Path) -> None:
    shares = [line for line in (ontology_folder() / FILE).read_text().splitlines() if "\tshare\t" in line]
    rows = ["word\tkind\tvalue\ttraits", *(f"{word}\t{rest}" for word, rest in GERMAN.items()), *shares]
    (tmp_path / FILE).write_text("\n".join(rows), encoding="utf-8")
    text = "Am 19. März 2024, im Mai, seit Montag, Ende März, gestern, im Winter, last Monday."
    hits = {span.of(text): shown(when) for span, when in DateGrammar(TimeWords.load(tmp_path)).find(text, THURSDAY)}
    assert hits == {
        "19. März 2024": "2024-03-19 day",
        "Mai": "2024-05-01..2024-05-31 month",
        "seit Montag": "2024-07-29.. after",
        "Ende März": "2024-03-21..2024-03-31 month",
        "gestern": "2024-07-31 day",
        "Winter": "2023-12-01..2024-02-29 season",
    }


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("march\tmnth\t3", "times.en.tsv line 2: unknown kind 'mnth'. Did you mean 'month'?"),
        ("march\tmonth\t13", "times.en.tsv line 2: '13' is no value of a month; write 1 to 12"),
        ("March\tmonth\t3", "times.en.tsv line 2: 'March' is no word in lower case"),
        ("march\tmonth\t3\tcapp", "times.en.tsv line 2: unknown trait 'capp'. Did you mean 'cap'?"),
        ("march|march\tmonth\t3", "times.en.tsv line 2: 'march' is told twice as month; remove one"),
        ("early month\tshare\t10-1", "times.en.tsv line 2: 10-1 ends before it begins"),
        ("early moon\tshare\t1-10", "times.en.tsv line 2: 'early moon' is no part and size"),
        ("march\tmonth\t3", "times.en.tsv: no row of kind share for 'early week'; add one"),
    ],
)
def test_a_wrong_table_is_named_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / FILE).write_text(f"word\tkind\tvalue\ttraits\n{row}\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        TimeWords.load(tmp_path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
