"""A corpus of any size: short invented articles on the sample's subjects, for measuring what a store takes.

``python -m tests.scale.corpus N PLACE --seed S`` writes N articles of two or three sentences, to one file where the
place ends in ``.jsonl``, else to a folder of text files. The same seed gives the same bytes, the first N articles of a
larger corpus are those of the smaller one, and memory does not grow: each article is made from the seed and its number
alone. Who acts is drawn by Zipf's law, so a few persons and companies recur all the time and most of them hardly ever.
One article in thirty is a near copy of an earlier one, as when two outlets print the same story.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

_FIRST_DAY, _DAYS = dt.date(2021, 1, 4), 1500
_PERSONS, _COMPANIES, _OUTLETS = 30_000, 6_000, 60
_COPIES = 30
_PER_FOLDER = 1_000

_FAMILIES = "Kim Ri Pak Choe Jong Kang Jo Yun Jang Rim Han O So Sin Kwon Hwang An Song Ryu Hong".split()
_GIVEN = "Chol Myong Song Yong Hak Il Nam Sun Hye Ok Ryong Jin Su Kwang Ho Un Gyong Mi Tae Hyon Chun Won".split()
_SLAVIC_FIRST = (
    "Viktor Yelena Sergei Olga Pavel Irina Anton Maria Dmitri Nina Igor Vera Roman Alla Maksim Larisa".split()
)
_SLAVIC = "Samar Drozd Volk Belyak Zorin Karel Tumanov Ostrov Lazar Morozin Gordey Rubtsov Tikhon Yashin Kedrov".split()
_SLAVIC_ENDS = ("sky", "in", "enko", "ov", "ev", "chuk")
_WESTERN_FIRST = "Mina Tomas Haru Kira Jonas Petra Leo Anja Felix Nora Emil Ida Oscar Lena Hugo Clara".split()
_WESTERN = "Hart Lind Okafor Brand Moreno Ash Keller Vance Novak Falk Berg Stone Marsh Quist Holm Dale".split()
_WESTERN_ENDS = ("ley", "qvist", "man", "son", "well", "strom", "by")
_STEMS = (
    "Taiga Songun Amur Zeya Harbour Rungna Paektu Kumgang Eastern Northern Primor Ussuri Baikal Sungari Mirae Hwasong "
    "Daedong Moran Chilbo Orient Pacific Aurora Granit Vostok Kedr Lotus Pine Silver Crane Tiger".split()
)
_MIDDLES = (
    "Timber Construction Freight Textile Fishing Shipping Trading Mining Software Seafood Concrete Machinery Logistics "
    "Apparel Medical Energy Transport Steel Paper Furniture".split()
)
_KINDS = (
    "Company",
    "Corporation",
    "Group",
    "Trading Company",
    "Holding",
    "Cooperative",
    "Works",
    "Agency",
    "Union",
    "",
)
_CITIES = (
    "Vladivostok Khabarovsk Nakhodka Blagoveshchensk Moscow Dandong Shenyang Harbin Hunchun Beijing Pyongyang Sinuiju "
    "Chongjin Wonsan Hamhung Kaesong Seoul Tokyo Irkutsk Novosibirsk Warsaw Doha Dakar Ulaanbaatar Hanoi".split()
)
_AGENCIES = (
    "the Ministry of State Security",
    "the Ministry of Social Security",
    "the Federal Security Service",
    "the National Intelligence Service",
    "the Investigative Committee",
    "the Ministry of Foreign Affairs of China",
    "the Ministry of Unification",
    "the State Department",
    "the United Nations Security Council",
    "the Workers' Party of Korea",
    "the Russian police",
    "the Chinese customs",
)
_TRADES = "loggers welders seamstresses programmers fishermen builders nurses drivers cooks miners painters".split()
_GOODS = "passports telephones wages cigarettes computers coal cement timber seafood fuel engines medicine".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_DEEDS = (
    "{agency} detained {person}, a manager of {company}, in {city} on {day}.",
    "{agency} questioned {person} in {city} in {month} about {number} missing {goods}.",
    "{company} sent {number} {trades} from {city} to {city2} in {month}.",
    "{company} withheld the wages of {number} {trades} in {city}, {person} told {outlet}.",
    "{person} fled from a camp of {company} near {city} last {month}.",
    "{agency} confiscated the {goods} of {number} {trades} in {city} on {day}.",
    "{company} paid {agency} {number} million rubles for permits in {month}.",
    "{person} met {person2} in {city} on {day}.",
    "{company} appointed {person} director of its branch in {city} on {day}.",
    "{agency} repatriated {number} {trades} from {city} to {city2} in {month}.",
    "{person}, an officer of {agency}, attacked {person2} in a dormitory in {city}.",
    "A court in {city} sentenced {person} to {years} years in prison in {month} for smuggling {goods}.",
    "{agency} imposed sanctions on {company} because it employs North Korean {trades}.",
    "{company} sold {goods} to {company2} in {month}.",
    "{company} dismissed {person} in {month} after {agency} inspected its office in {city}.",
    "{number} {trades} protested against {company} in {city} on {day}.",
    "{agency} released {person} and {person2} in {city} on {day}.",
    "{person} bribed an official of {agency} in {city} with {number} dollars.",
)
_WORDS = (
    '"Nobody has been paid since {month}," {person2} told {outlet} in {city2}.',
    '"The {trades} are afraid," a source in {city2} said on condition of anonymity.',
    "{person2} said that {company} had hired the {trades} through a broker in {city2}.",
    "According to a source in {city2}, {agency2} ordered the search.",
    "{outlet} reported in {month} that {company2} works for {agency2}.",
    "{agency2} announced on {day} that it was investigating {company2}.",
)
_DOUBTS = (
    "{company} denied that any worker had been beaten in {city}.",
    "{person} denied that he had met {person2}.",
    "{agency2} plans to send {number} officers to {city2} in {month}.",
    "{agency} may arrest {person2} if the {trades} complain again.",
    "{company} did not take part in the surveillance, {person2} said.",
    "{agency2} fears that some of the {trades} could flee to {city2}.",
    "{outlet} could not confirm that {agency} had detained {person2}.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """An article as a line of JSON has it."""

    id: str
    title: str
    date: str
    publisher: str
    text: str


def stories(count: int, *, seed: int = 1) -> Iterator[Story]:
    """The first articles of the corpus of a seed."""
    return (story(number, seed=seed) for number in range(count))


def story(number: int, *, seed: int = 1) -> Story:
    """The article of this number."""
    dice = _dice(seed, number)
    if number and dice.randrange(_COPIES) == 0:
        return _copy(number, story(dice.randrange(number), seed=seed), dice)
    sentences = [dice.choice(_DEEDS), dice.choice(_WORDS), dice.choice(_DOUBTS if dice.random() < 0.4 else _DEEDS)]
    cast = _cast(dice)
    told = [_filled(sentence, cast) for sentence in sentences[: 2 if dice.random() < 0.25 else 3]]
    day = _FIRST_DAY + dt.timedelta(days=dice.randrange(_DAYS))
    return _story(number, f"{cast['company']} and the {cast['trades']} of {cast['city']}", day, cast["outlet"], told)


def write(place: Path, count: int, *, seed: int = 1) -> None:
    """Write articles to a file of JSON Lines, or as text files to a folder, a thousand in each folder below it."""
    if place.suffix == ".jsonl":
        with place.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(asdict(one)) + "\n" for one in stories(count, seed=seed))
        return
    for number, one in enumerate(stories(count, seed=seed)):
        folder = place / f"{number // _PER_FOLDER:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        head = f"Date: {one.date}\nPublisher: {one.publisher}\n\n{one.title}\n\n"
        (folder / f"{one.id}.txt").write_text(head + one.text, encoding="utf-8", newline="\n")


def _dice(*parts: int) -> Random:
    return Random("/".join(map(str, parts)))


def _story(number: int, title: str, day: dt.date, publisher: str, sentences: Sequence[str]) -> Story:
    return Story(f"story-{number:07d}", title, day.isoformat(), publisher, " ".join(sentences) + "\n")


def _copy(number: int, first: Story, dice: Random) -> Story:
    """The same story in another outlet a day or two later, with a sentence of its own."""
    own, day = _cast(dice), dt.date.fromisoformat(first.date) + dt.timedelta(days=dice.randrange(3))
    added = _filled(f"{own['outlet']} has a copy of letter {number} about it.", own)
    return _story(number, first.title, day, own["outlet"], [first.text.strip(), added])


def _cast(dice: Random) -> dict[str, str]:
    """Who, where and what a story is about."""
    agency, agency2 = dice.sample(_AGENCIES, 2)
    city, city2 = dice.sample(_CITIES, 2)
    return {
        "person": person(_ranked(dice, _PERSONS)),
        "person2": person(_ranked(dice, _PERSONS)),
        "company": company(_ranked(dice, _COMPANIES)),
        "company2": company(_ranked(dice, _COMPANIES)),
        "outlet": outlet(_ranked(dice, _OUTLETS)),
        "agency": agency,
        "agency2": agency2,
        "city": city,
        "city2": city2,
        "trades": dice.choice(_TRADES),
        "goods": dice.choice(_GOODS),
        "number": str(dice.randrange(3, 900)),
        "years": str(dice.randrange(2, 20)),
        "day": dice.choice(_WEEKDAYS),
        "month": dice.choice(_MONTHS),
    }


def _ranked(dice: Random, count: int) -> int:
    """A rank below ``count``: the chance of each is about that of the first, divided by the rank (Zipf's law)."""
    return min(int(count ** dice.random()), count) - 1


def _filled(sentence: str, cast: dict[str, str]) -> str:
    told = sentence.format_map(cast)
    return told[:1].upper() + told[1:]


def person(rank: int) -> str:
    """The person of this rank: half of them have Korean names, the others Slavic or western ones."""
    dice, kind = _dice(1, rank), rank % 4
    if kind < 2:
        return f"{dice.choice(_FAMILIES)} {dice.choice(_GIVEN)} {dice.choice(_GIVEN)}"
    if kind == 2:
        return f"{dice.choice(_SLAVIC_FIRST)} {dice.choice(_SLAVIC)}{dice.choice(_SLAVIC_ENDS)}"
    return f"{dice.choice(_WESTERN_FIRST)} {dice.choice(_WESTERN)}{dice.choice(_WESTERN_ENDS)}"


def company(rank: int) -> str:
    """The company of this rank."""
    dice = _dice(2, rank)
    return f"{dice.choice(_STEMS)} {dice.choice(_MIDDLES)} {dice.choice(_KINDS)}".strip()


def outlet(rank: int) -> str:
    """The outlet of this rank."""
    dice = _dice(3, rank)
    return f"{dice.choice(_STEMS)} {dice.choice(('Monitor', 'Dispatch', 'Lens', 'Courier', 'Herald', 'Review'))}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("place", type=Path, metavar="FOLDER|FILE.jsonl")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    write(wanted.place, wanted.count, seed=wanted.seed)


if __name__ == "__main__":
    main()
