"""What people found misread or confirmed: said in the page's data, and in plain words where the evidence is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.graph import Graph
from kg.judgement import Judgement, Review
from kg.mention import Entity
from kg.page import write
from kg.page.facts import facts
from tests.browsing import complaints, requests, until
from tests.export.sample import ARREST, BEATING, CITY, KIM, POLICE, sample
from tests.page.hostile import IMAGE, SCRIPT, hostile
from tests.page.reviewed import DAY, claim_id, misread_event, misread_part, reviewed
from tests.page.seen import contrast, focused, heard, press, text, texts

GRAPHS = {"reviewed": reviewed, "event": misread_event, "part": misread_part, "plain": sample}
SELECT = "kg.select({ node: kg.nodes.find((node) => node.id === arguments[0]) })"
SELECT_CLAIM = """
const [subject, predicate, object, end] = arguments;
kg.select({ claim: kg.claims.find((one) => one.subject.id === subject && one.predicate === predicate &&
  one.object && one.object.id === object && kg.quote(one.place).endsWith(end)) });
"""
SEEN_COLOURS = """
const note = document.querySelector(arguments[0]);
const solid = (one) => {
  const colour = getComputedStyle(one).backgroundColor;
  return colour === "rgba(0, 0, 0, 0)" ? solid(one.parentElement) : colour;
};
return [...note.querySelectorAll("p, b, span")].map((one) => getComputedStyle(one).color)
  .concat(getComputedStyle(note).borderLeftColor, solid(note));
"""
COLUMN = """
const heads = [...document.querySelectorAll("#columns th")].map((one) => one.textContent);
return [...document.querySelectorAll("#rows tr")].map((row) => row.children[heads.indexOf(arguments[0])].textContent);
"""


def found_of(found: dict, number: int) -> tuple[str, ...]:
    """A row of reviews in words."""
    *said, about = found["reviews"][number]
    words, labels = found["words"], found["nodes"]["label"]
    return (*(words[one] for one in said), "" if about == 0 else labels[about - 1] if about > 0 else words[-1 - about])


def by_node(found: dict) -> dict[str, list[tuple[str, ...]]]:
    told = found["nodes"]["reviews"].items()
    return {found["nodes"]["id"][int(node)]: [found_of(found, one) for one in rows] for node, rows in told}


@pytest.mark.parametrize("make", [reviewed, misread_event, misread_part])
def test_a_page_says_of_each_claim_what_the_graph_says(make: Callable[[], Graph]) -> None:
    graph = make()
    found = facts(graph)
    order = sorted(graph.claims.values(), key=lambda one: (one.article, one.place.begin, one.place.end, one.id))
    wanted = {number: one for number, claim in enumerate(order) if (one := graph.review(claim.id))}
    told = {int(number): found_of(found, row) for number, row in found["claims"]["review"].items()}
    assert {number: (one.verdict, one.by, one.why, one.on) for number, one in wanted.items()} == {
        number: tuple(row[:4]) for number, row in told.items()
    }
    for number, one in wanted.items():
        if one.about in graph.claims:
            assert (told[number][4] == "") is (one.about == order[number].id)
        else:
            assert told[number][4] == graph.label(one.about)


def test_a_page_says_of_each_event_and_entity_what_people_found() -> None:
    assert by_node(facts(reviewed())) == {
        BEATING: [("confirmed", "Ann", "denied, and rightly read", DAY, "")],
        CITY: [("wrong", "Ann", "a ship of that name", DAY, "")],
    }
    found = facts(reviewed())
    assert [found["nodes"]["id"][number] for number in found["nodes"]["misread"]] == [CITY]


def test_of_two_that_are_one_each_keeps_its_own_review() -> None:
    graph = sample()
    twin = replace(graph.entities[KIM], id="person/kim-2", labels=frozenset({"Kim the Second"}))
    both = replace(
        graph,
        entities={**graph.entities, twin.id: Entity(twin.id, twin.cls, twin.labels, twin.mentions)},
        judgements=frozenset({Judgement(KIM, twin.id, "same", "Ann", "one man", 1000)}),
        reviews=frozenset({Review(twin.id, "wrong", "Ann", "a street", DAY)}),
    )
    found = facts(both)
    assert by_node(found) == {KIM: [("wrong", "Ann", "a street", DAY, "Kim the Second (person/kim-2)")]}
    assert found["nodes"]["misread"] == []


def test_without_reviews_there_is_nothing_of_them() -> None:
    found = facts(sample())
    assert (found["reviews"], found["claims"]["review"], found["nodes"]["reviews"]) == ([], {}, {})
    assert found["nodes"]["misread"] == []


def test_a_view_of_what_is_asserted_tells_what_was_confirmed() -> None:
    name = claim_id(POLICE, "detains", KIM, "arrested")
    found = facts(sample().with_reviews([Review(name, "confirmed", "Ann", "so it is", DAY)]), view="full")
    (row,) = found["claims"]["review"].values()
    assert found_of(found, row) == ("confirmed", "Ann", "so it is", DAY, "")


def test_bytes_do_not_depend_on_the_order_of_reviews() -> None:
    def page(graph: Graph) -> bytes:
        out = io.BytesIO()
        write(graph, out)
        return out.getvalue()

    graph = reviewed()
    assert page(graph.with_reviews(sorted(graph.reviews, reverse=True))) == page(graph)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of pages by name."""
    folder = tmp_path_factory.mktemp("reviewed")
    for name, make in GRAPHS.items():
        with (folder / f"{name}.html").open("wb") as out:
            write(make(), out)
    return {name: (folder / f"{name}.html").as_uri() for name in GRAPHS}


@pytest.fixture
def opened(browser, pages) -> Callable[[str], object]:
    """A function that opens a page by name."""

    def opening(name: str) -> object:
        browser.set_window_size(1400, 900)
        browser.get("about:blank")
        requests(browser), complaints(browser)
        browser.get(pages[name])
        until(browser, "return document.documentElement.dataset.ready")
        return browser

    return opening


def test_a_claim_found_misread_says_who_found_it_when_and_why(opened) -> None:
    page = opened("reviewed")
    page.execute_script(SELECT_CLAIM, POLICE, "detains", KIM, "arrested")
    assert text(page, "#details .kind span:not(.swatch)") == "One claim, not asserted: found misread"
    assert text(page, ".claim .standing") == "Not asserted: found misread"
    words = text(page, ".claim .found.misread")
    assert words == f"Found misread by {SCRIPT} on {DAY}: the article does not say this.\n\nWhy {IMAGE}"
    assert heard(page).endswith(", found misread")


def test_a_confirmed_claim_says_so_and_stays_what_it_is(opened) -> None:
    page = opened("reviewed")
    page.execute_script(SELECT_CLAIM, POLICE, "attacks", KIM, "")
    assert text(page, ".claim .standing") == "Not asserted: denied"
    words = text(page, ".claim .found")
    assert words == (
        "Confirmed by Ben Officer ⟦U+202E⟧noitcerid⟦U+2066⟧ Ri: the article does say this.\n\nWhy it does say so"
    )
    assert page.find_elements("css selector", ".found.misread") == []


def test_an_event_and_an_entity_say_what_was_found(opened) -> None:
    page = opened("reviewed")
    page.execute_script(SELECT, BEATING)
    assert text(page, ".head + .found") == (
        f"Confirmed by Ann on {DAY}: the article does tell of this event.\n\nWhy denied, and rightly read"
    )
    assert "not said to have happened" in text(page, "#details .kind")
    page.execute_script(SELECT, CITY)
    assert text(page, "#details .kind span:not(.swatch)") == "city: found misread"
    assert text(page, ".head + .found.misread") == (
        f"Found misread by Ann on {DAY}: the articles do not speak of this.\n\nWhy a ship of that name"
    )
    cards = texts(page, ".claim .found.misread")
    assert cards
    assert set(cards) == {
        f"Found misread by Ann on {DAY}: the articles do not speak of Vladivostok.Why a ship of that name"
    }
    assert [one for one in texts(page, "h3.group") if "misread" in one]


def test_an_event_found_misread_is_not_said_to_have_failed_to_happen(opened) -> None:
    page = opened("event")
    page.execute_script(SELECT, ARREST)
    assert text(page, "#details .kind span:not(.swatch)").endswith(": found misread")
    assert set(texts(page, ".unreal")) == {" found misread"}
    assert page.execute_script("return kg.nodes.filter((one) => one.isEvent && !kg.real(one)).length") == 2
    # the note of a claim leads to the event that it is about
    page.execute_script(SELECT_CLAIM, POLICE, "detains", KIM, "arrested")
    link = page.find_element("css selector", ".claim .found button")
    link.send_keys("\ue007")  # Enter
    assert text(page, "#details h2") == "Police arrest Kim"
    press(page, "/", "arrest Kim")
    assert until(page, "return document.querySelectorAll('#found li').length === 2")
    assert "detention, found misread, " in text(page, "#found .number")


def test_what_follows_from_a_misread_claim_says_which(opened) -> None:
    page = opened("part")
    page.execute_script(SELECT_CLAIM, POLICE, "detains", KIM, "arrested")
    words = text(page, ".claim .found.misread")
    assert re.search(r": the article does not say Police arrest Kim — target → .+, which this follows from\.", words)


def test_the_table_says_it_in_words_and_sorts_by_it(opened) -> None:
    page = opened("reviewed")
    page.execute_script("kg.show('table')")
    told = page.execute_script(COLUMN, "A person found")
    assert f"misread, {SCRIPT}, {DAY}: {IMAGE}" in told
    assert f"misread (Vladivostok), Ann, {DAY}: a ship of that name" in told
    assert any(one.startswith("confirmed, Ben ") for one in told)
    stands = page.execute_script(COLUMN, "Stands")
    assert [one == "found misread" for one in stands] == [one.startswith("misread") for one in told]
    assert "left open" not in stands
    page.find_element("xpath", "//th/button[.='A person found']").click()
    assert page.execute_script(COLUMN, "A person found")[0].startswith("confirmed")


def test_filters_tell_misread_and_confirmed_from_the_rest(opened) -> None:
    page = opened("reviewed")
    page.execute_script("kg.show('table')")
    graph = reviewed()
    wrong = sum(map(graph.rejected, graph.claims))
    group = "//details[summary='Compared']"
    for name, count in (("found misread", wrong), ("confirmed", 1), ("not compared", len(graph.claims) - wrong - 1)):
        page.find_element("xpath", f"{group}//button[.='none']").click()
        page.find_element("xpath", f"{group}//label[contains(., '{name}')]").click()
        assert heard(page) == f"{count} claim{'' if count == 1 else 's'} shown"
        page.find_element("id", "reset").click()
    page.find_element("xpath", "//details[summary='How it stands']//label[contains(., 'found misread')]").click()
    assert heard(page) == f"{len(graph.claims) - wrong} claims shown"


def test_the_first_sight_and_the_legend_say_that_people_compared(opened) -> None:
    page = opened("reviewed")
    wrong = sum(map(reviewed().rejected, reviewed().claims))
    assert f"People compared some of them with the articles: {wrong} claims found misread" in text(page, ".welcome")
    assert text(page, "#legend-dashed").endswith("found misread")


def test_where_nobody_compared_nothing_is_said_of_it(opened) -> None:
    page = opened("plain")
    page.execute_script("kg.show('table')")
    assert "A person found" not in texts(page, "#columns th")
    assert "Compared" not in texts(page, "#filters summary")
    assert "misread" not in page.execute_script("return document.body.innerText")


def test_hostile_names_and_reasons_do_nothing(opened) -> None:
    page = opened("reviewed")
    page.execute_script("kg.show('table'); for (const claim of kg.claims) kg.select({ claim })")
    page.execute_script("kg.show('network'); for (const node of kg.nodes) kg.select({ node })")
    assert page.execute_script("return document.querySelectorAll('img, aside script').length") == 0
    assert (complaints(page), requests(page)) == ([], [])


def test_hostile_words_of_reviews_are_data(tmp_path) -> None:
    name = next(iter(hostile().claims))
    out = io.BytesIO()
    write(hostile().with_reviews([Review(name, "wrong", SCRIPT, IMAGE, DAY)]), out)
    assert SCRIPT not in out.getvalue().decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_found_is_read_by_weak_eyes_and_keyboards(opened, browser, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page = opened("reviewed")
        for local_id in (BEATING, CITY, POLICE):
            page.execute_script(SELECT, local_id)
            for css in (".head + .found", ".claim .found", ".claim .found.misread"):
                if page.find_elements("css selector", css):
                    *inks, edge, ground = map(seen, page.execute_script(SEEN_COLOURS, css))
                    assert min(contrast(ink, ground) for ink in inks) >= 4.5
                    assert contrast(edge, ground) >= 3
        page.execute_script("document.getElementById('skip-claims').focus()")
        press(page, "\ue007")
        row = page.find_element("xpath", "//tr[.//span='found misread']//th//button")
        assert row.get_attribute("aria-label").endswith("found misread: read the evidence")
        row.send_keys("\ue007")
        assert focused(page) == "details"
        assert page.find_elements("css selector", "#details .found.misread")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def seen(colour: str) -> list[float]:
    """Red, green and blue from 0 to 1 of a colour as browsers tell it."""
    return [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
