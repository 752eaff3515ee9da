"""Monsters: files made to cost time or memory, or to get at what is none of theirs. Each has its bounds.

The figures that they have are printed by ``pytest tests/read/test_monsters.py -rP``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.read import LONGEST_TEXT
from tests.fuzz.measure import measured

STORY = "Police arrested two men in the city on Monday. They were freed a day later, a source said.\n"
PAGE = f"<html><head><title>News</title></head><body><article>{f'<p>{STORY * 3}</p>' * 4}{{}}</article></body></html>"
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTRIBUTES = f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>"
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "lol">{ENTITIES}]>'

# name: (what makes the file's text or bytes, articles, words of the reason, seconds, MiB over the rest)
MONSTERS: dict[str, tuple[Callable[[], str | bytes], int, str, float, int]] = {
    "nested.html": (lambda: PAGE.format("<div>" * 100_000 + "x"), 1, "", 20, 300),
    "nested-inline.html": (lambda: PAGE.format("<b><i>" * 50_000 + "x"), 1, "", 20, 300),
    "attribute.html": (lambda: PAGE.format(f'<p title="{"a" * 1_000_000}">x</p>'), 1, "", 20, 300),
    "attributes.html": (lambda: PAGE.format(ATTRIBUTES), 0, "attributes", 20, 300),
    "elements.html": (lambda: PAGE.format("<p>x</p>" * 200_000), 0, "elements", 20, 400),
    "paragraphs.html": (lambda: PAGE.format("<p>They fled.</p>" * 20_000), 1, "", 60, 400),
    "entities.html": (lambda: PAGE.format("&amp;&#65;&notit;" * 300_000), 1, "", 20, 500),
    "laughs.html": (lambda: LAUGHS + PAGE.format("&l9;"), 1, "", 20, 300),
    "laughs.xhtml": (lambda: LAUGHS + PAGE.format("&l9;"), 1, "", 20, 300),
    "comments.html": (lambda: PAGE.format("<!--" * 200_000), 1, "", 20, 300),
    "open-tags.html": (lambda: "<" * 900_000, 1, "", 20, 300),
    "open-quotes.html": (lambda: PAGE.format('<a href="' * 100_000), 0, "attributes", 20, 300),
    "scripts.html": (lambda: PAGE.format("<script>" * 100_000), 1, "", 20, 300),
    "ld.html": (lambda: PAGE.format(f'<script type="application/ld+json">{"[" * 900_000}</script>'), 1, "", 20, 300),
    "deep.jsonl": (lambda: '{"text": ' + "[" * 1_000_000, 0, "too deep", 20, 300),
    "deep-objects.jsonl": (lambda: '{"text": "a", "x": ' + '{"a":' * 90_000 + "}" * 90_001, 0, "too deep", 20, 99),
    "number.jsonl": (lambda: '{"text": "They fled.", "id": ' + "9" * 1_000_000 + "}", 0, "too long", 20, 300),
    "line.jsonl": (lambda: json.dumps({"text": "a b " * 10_000_000}), 0, "longer than", 20, 300),
    "field.csv": (lambda: f'text\n"{"a b " * 25_000_000}"\n', 0, "a row longer than", 30, 300),
    "open.csv": (lambda: 'text\n"' + STORY * 400_000, 0, "a row longer than", 30, 300),
    "header.csv": (lambda: "text" * 200_000 + "\n" + STORY, 0, "no column 'text'", 20, 300),
    "columns.csv": (lambda: "text," * 200_000 + "\n" + "a," * 200_000, 1, "", 20, 300),
    "long.txt": (lambda: STORY * 600_000, 0, "larger than", 20, 200),
    "many-characters.txt": (lambda: STORY * 11_000, 0, "an article at most 1,000,000", 20, 200),
    "as-long-as-may-be.txt": (lambda: STORY * (LONGEST_TEXT // len(STORY)), 1, "", 20, 400),
    "one-line.txt": (lambda: STORY.replace("\n", " ") * 10_000, 1, "", 20, 300),
    "line-ends.txt": (lambda: "a" + "\n" * 900_000 + "b", 1, "", 20, 300),
    "short-lines.txt": (lambda: "a\n" * 200_000, 1, "", 60, 300),
    "blanks.txt": (lambda: "a" + " " * 900_000 + "b", 1, "", 20, 300),
    "zeros.txt": (lambda: bytes(10_000_000), 0, "binary", 20, 200),
    "utf16.txt": (lambda: (STORY * 1000).encode("utf-16-le"), 1, "", 20, 100),
    "utf32.txt": (lambda: (STORY * 1000).encode("utf-32-be"), 0, "binary", 20, 100),
    "mixed.txt": (lambda: (STORY * 9).encode() + "Полиция задержала двоих.\n".encode("cp1251") * 3, 1, "", 20, 100),
    "half-utf16.txt": (lambda: STORY.encode() + STORY.encode("utf-16-le"), 1, "", 20, 100),
    "noise.txt": (lambda: bytes(range(256)) * 20_000, 0, "binary", 20, 200),
    "gzip.txt": (lambda: gzip.compress(bytes(50_000_000)), 0, "gunzip", 20, 200),
    "zip.jsonl": (lambda: b"PK\x03\x04" + bytes(1000), 0, "ZIP", 20, 100),
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What reading each of the monsters cost, all read by one process."""
    folder = tmp_path_factory.mktemp("monsters")
    for name, (make, *_) in MONSTERS.items():
        made = make()
        (folder / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    return measured(*MONSTERS, cwd=folder)


@pytest.mark.parametrize("name", MONSTERS)
def test_monster(name: str, figures: dict[str, dict[str, Any]]) -> None:
    _, articles, words, seconds, size = MONSTERS[name]
    found = figures[name]
    print(f"{name}: {found}")
    assert found["seconds"] < seconds
    assert found["mib"] < size
    assert (found["articles"], found["skipped"]) == (articles, 1 - articles)
    assert all(words in reason for reason in found["reasons"])
