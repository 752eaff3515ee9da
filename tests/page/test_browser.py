"""The page in a real Chromium: what a reader sees, clicks, types and hears, and that nothing leaves the page."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.article import Article
from kg.claim import Literal
from kg.graph import Graph
from kg.page import write
from tests.browsing import complaints, requests, until
from tests.export.sample import CITY, INFO, KIM, POLICE, TEXT, reading, sample
from tests.page.hostile import ADDRESS, CLOSING, OUTLET, SCRIPT, THIRD, hostile
from tests.page.seen import colours, contrast, focused, heard, press, text, texts

ARREST_WORDS, DENIAL_WORDS = TEXT.split("\r\n")
WIDE = (1400, 900)
TRY_TO_LEAVE = """
const [address, done] = arguments;
const image = () => new Promise((stopped) => {
  Object.assign(new Image(), { onerror: () => stopped("image"), src: address });
});
const get = () => fetch(address).catch(() => "fetch");
const style = () => new Promise((stopped) => {
  const link = document.createElement("link");
  document.head.append(Object.assign(link, { rel: "stylesheet", href: address, onerror: () => stopped("style") }));
});
Promise.all([image(), get(), style()]).then(done);
"""
READ_CARD = """
const cards = [...document.querySelectorAll(".claim")];
const card = cards.find((one) => one.querySelector("mark.clause").textContent === arguments[0]);
const rows = [...card.querySelectorAll("dt")].map((one) => [one.textContent, one.nextSibling.innerText]);
const words = (css) => [...card.querySelectorAll(css)].map((one) => one.textContent);
return { ...Object.fromEntries(rows), quotes: words("blockquote"), marks: words("mark mark") };
"""
BETWEEN = """
const ends = (...nodes) => nodes.map((node) => node.id || node).sort().join();
const [one, other] = arguments;
const between = (claim) => claim.object && ends(claim.subject, claim.object) === ends(one, other);
return kg.claims.filter(between).map((claim) => claim.number);
"""
TYPE_DAY = """
const input = document.getElementById(arguments[0]);
input.value = arguments[1];
input.dispatchEvent(new Event("input"));
"""
AS_AT_FIRST = """
const get = (id) => document.getElementById(id);
kg.select(null);
get("reset").disabled || get("reset").click();
if (get("events").checked) get("events").click();
get("search").value = "";
kg.show("network");
get("zoom-all").click();
document.activeElement.blur();
"""
# While the picture moves, there is nothing in it for the pointer to hit.
STILL = "return !kg.state.moving && !kg.drawing().getCamera().isAnimated()"
NO_WEBGL = """
const old = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : old.call(this, kind, ...more);
};
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of pages by name."""
    folder = tmp_path_factory.mktemp("pages")
    (lone,) = [one for one in reading().entities if one.id == POLICE]
    graphs = {
        "sample": sample(),
        "hostile": hostile(),
        "nothing": Graph.of([]),
        "lone": Graph(entities={lone.id: lone}),
    }
    for name, graph in graphs.items():
        with (folder / f"{name}.html").open("wb") as out:
            write(graph, out, title=CLOSING if name == "hostile" else "Arrests", articles=[Article(INFO, TEXT)])
    return {name: (folder / f"{name}.html").as_uri() for name in graphs}


@pytest.fixture
def opened(browser, pages) -> Callable[..., object]:
    """A function that opens a page by name and waits until it is drawn."""

    def opening(name: str = "sample") -> object:
        browser.set_window_size(*WIDE)
        browser.get("about:blank")
        requests(browser), complaints(browser)
        browser.get(pages[name])
        until(browser, "return document.documentElement.dataset.ready")
        return browser

    return opening


@pytest.fixture
def page(opened, browser, pages) -> object:
    """The sample's page as it is at first; loaded anew only where another one was open."""
    if browser.current_url != pages["sample"]:
        return opened()
    browser.execute_script(AS_AT_FIRST)
    until(browser, STILL)
    requests(browser), complaints(browser)
    return browser


def click_at(page, x: float, y: float) -> None:
    """Click with the mouse at a place of the drawing."""
    from selenium.webdriver.common.action_chains import ActionChains

    canvas = page.find_element("id", "canvas")
    size = canvas.size
    offset = round(x - size["width"] / 2), round(y - size["height"] / 2)
    ActionChains(page, duration=0).move_to_element_with_offset(canvas, *offset).click().perform()


def spot(page, local_id: str) -> tuple[float, float]:
    """Where a node is drawn."""
    script = "const at = kg.onScreen(kg.nodes.find((one) => one.id === arguments[0])); return [at.x, at.y]"
    return tuple(page.execute_script(script, local_id))


@pytest.mark.parametrize("name", ["sample", "hostile", "nothing", "lone"])
def test_it_loads_without_a_complaint_and_asks_nobody(opened, name: str) -> None:
    page = opened(name)
    page.execute_script("kg.show('table'); kg.show('network'); for (const node of kg.nodes) kg.select({ node })")
    assert page.execute_script("return document.documentElement.dataset.ready") == "network"
    assert (complaints(page), requests(page)) == ([], [])


def test_what_would_leave_the_page_is_stopped(page) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        tried = page.execute_async_script(TRY_TO_LEAVE, address)
        with pytest.raises(TimeoutError):
            listening.accept()
    assert tried == ["image", "fetch", "style"]
    assert all("Content Security Policy" in one for one in complaints(page))


def test_the_network_has_a_point_for_each_entity_that_something_links(page) -> None:
    shown = page.execute_script("return kg.shownNodes().map((node) => node.id).sort()")
    assert shown == sorted([POLICE, KIM, CITY])
    page.find_element("id", "events").click()
    shown = page.execute_script("return kg.shownNodes().map((node) => node.id)")
    assert sorted(one for one in shown if one.startswith("event/")) == sorted(sample().events)


def test_a_click_on_a_point_shows_the_evidence_in_its_sentence(page) -> None:
    click_at(page, *spot(page, POLICE))
    assert until(page, "return document.body.classList.contains('chosen')")
    assert text(page, "#details h2") == "Police"
    shown = ARREST_WORDS.replace("\u202e", "⟦U+202E⟧")
    assert page.execute_script(READ_CARD, "Police arrested")["quotes"] == [shown]
    quote = page.execute_script(READ_CARD, shown)
    assert quote["quotes"] == [shown]
    assert {"Police", "arrested"} < set(quote["marks"])
    assert quote["Who says so"] == "The paper"
    assert quote["How surely"] == "certain, positive, past"
    assert quote["When"] == "2024-07-29, “Monday”"
    assert quote["Where from"] == "Title <script>alert(1)</script>\nThe paper, 2024-08-01"
    assert quote["Place in it"] == f"a-1, characters 0 to {len(ARREST_WORDS)}"


def test_a_click_on_a_line_shows_every_claim_between_the_two(page) -> None:
    (x, y), (u, v) = spot(page, POLICE), spot(page, KIM)
    click_at(page, (x + u) / 2, (y + v) / 2)
    assert until(page, "return document.body.classList.contains('chosen')")
    assert heard(page).startswith("Selected ")
    shown = set(
        page.execute_script("return [...document.querySelectorAll('[data-claim]')].map((one) => +one.dataset.claim)")
    )
    wanted = page.execute_script(BETWEEN, POLICE, KIM)
    assert len(wanted) == 3
    assert set(wanted) <= shown


def test_what_is_not_asserted_is_dashed_and_said_to_be_so(page) -> None:
    page.execute_script("kg.select({ claim: kg.claims.find((claim) => claim.manner.polarity === 'negative') })")
    assert text(page, ".claim .standing") == "Not asserted: denied"
    assert text(page, "#details .kind") == "One claim, not asserted: denied\n×"
    assert page.execute_script("return getComputedStyle(document.querySelector('.claim')).borderTopStyle") == "dashed"
    lines = (
        "return kg.drawnLinks().map((key) => [kg.links(false).byKey.get(key), kg.drawing().getEdgeDisplayData(key)])"
    )
    drawn = f"{lines}.map(([link, data]) => [link.one.id, link.other.id, data.dashed])"
    assert {dashed for _, _, dashed in page.execute_script(drawn)} == {False}
    page.find_element("xpath", "//label[contains(., 'asserted')]").click()
    left = page.execute_script(drawn)
    assert {frozenset(ends) for *ends, _ in left} == {frozenset({POLICE, KIM}), frozenset({KIM, CITY})}
    assert {dashed for _, _, dashed in left} == {True}


def test_an_event_that_is_not_said_to_have_happened_is_hollow(page) -> None:
    page.find_element("id", "events").click()
    shapes = page.execute_script(
        "return kg.shownNodes().filter((node) => node.isEvent).map((node) => [node.cls, kg.shapeOf(node) >= 10])"
    )
    assert sorted(shapes) == [["Event", False], ["UnrealizedEvent", True]]
    page.execute_script("kg.select({ node: kg.nodes.find((node) => node.cls === 'UnrealizedEvent') })")
    assert "not said to have happened" in text(page, "#details .kind")


def test_search_finds_names_and_other_names_and_words(page) -> None:
    press(page, "/")
    assert focused(page) == "search"
    press(page, "Владив")
    assert until(page, "return document.querySelectorAll('#found li').length === 2")
    assert heard(page) == "1 name found"
    box = page.find_element("id", "search")
    option = page.find_element("id", box.get_attribute("aria-activedescendant"))
    assert (option.get_attribute("aria-selected"), box.get_attribute("aria-expanded")) == ("true", "true")
    press(page, "\ue007")  # Enter
    assert text(page, "#details h2") == "Vladivostok"
    assert focused(page) == "details"
    size = page.find_element("id", "canvas").size
    middle = pytest.approx((size["width"] / 2, size["height"] / 2), abs=2)
    assert until(page, lambda here: spot(here, CITY) == middle)
    press(page, "/", "paper denied", "\ue007")
    assert until(page, "return !document.getElementById('claims').hidden")
    assert set(texts(page, "td.words")) == {DENIAL_WORDS}


def test_filters_leave_what_passes_and_say_how_much(page) -> None:
    graph = sample()
    page.execute_script("kg.show('table')")

    def left(label: str) -> int:
        page.find_element("xpath", f"//nav//label[contains(., '{label}')]").click()
        count = page.execute_script("return document.querySelectorAll('#rows tr').length")
        assert heard(page) == f"{count} claims shown"
        page.find_element("id", "reset").click()
        assert page.execute_script("return document.querySelectorAll('#rows tr').length") == len(graph.claims)
        return count

    claims = list(graph.claims.values())
    assert left("denied") == sum(claim.factuality.polarity == "positive" for claim in claims)
    assert left("merely possible") == sum(claim.factuality.certainty != "possible" for claim in claims)
    assert left("not said to have happened") == sum(
        claim.event is None or graph.realized(claim.event) for claim in claims
    )
    assert left("city") == sum(CITY not in (claim.subject, claim.object) for claim in claims)
    page.execute_script("for (const one of document.querySelectorAll('#filters details')) one.open = true")
    assert left("detention") == sum(
        claim.event is None or graph.events[claim.event].type != "detention" for claim in claims
    )


def test_time_is_that_of_the_event_or_else_of_the_article(page) -> None:
    graph = sample()
    page.execute_script("kg.show('table')")
    for name, value in (("from", "2024-07-30"), ("to", "2024-07-30")):
        page.execute_script(TYPE_DAY, name, value)
        dated = sum(
            claim.event is not None and graph.events[claim.event].when is not None for claim in graph.claims.values()
        )
        wanted = len(graph.claims) - dated if name == "from" else 0
        until(page, "return document.querySelectorAll('#rows tr').length === arguments[0]", wanted)
    assert text(page, "#empty") == "Nothing passes the filters."


def test_the_table_has_every_claim_and_sorts_by_each_column(page) -> None:
    page.find_element("id", "show-table").click()
    assert page.execute_script("return document.querySelectorAll('#rows tr').length") == len(sample().claims)
    heads = page.find_elements("css selector", "#columns button")
    for number, head in enumerate(heads):
        column = f"return [...document.querySelectorAll('#rows tr')].map((row) => row.children[{number}].textContent)"
        head.click()
        up = [one for one in page.execute_script(column) if one]
        assert page.execute_script(f"return document.querySelectorAll('#columns th')[{number}].ariaSort") == "ascending"
        head.click()
        down = [one for one in page.execute_script(column) if one]
        assert page.execute_script("return document.querySelectorAll('[aria-sort=descending]').length") == 1
        script = "return [...arguments[0]].sort(new Intl.Collator('en', { numeric: true }).compare)"
        assert up == page.execute_script(script, down) == page.execute_script(script, up)
        assert sorted(up) == sorted(down)
    counted = [claim for claim in sample().claims.values() if isinstance(claim.object, Literal)]
    assert counted[0].object.value in texts(page, "#rows td")


def test_everything_is_reached_by_the_keyboard(opened) -> None:
    page = opened()
    stops = []
    for _ in range(12):
        press(page, "\ue004")  # Tab
        stops.append(focused(page))
    assert stops[:3] == ["skip", "skip", "search"] or stops[:3] == ["skip-canvas", "skip-claims", "search"]
    assert {"show-network", "show-table", "show-filters", "theme", "words"} <= set(stops)
    page.execute_script("document.getElementById('skip-canvas').focus()")
    press(page, "\ue007")
    assert focused(page) == "canvas"
    press(page, "\ue011")  # Home: the point with most lines
    assert " claims, " in heard(page)
    before = heard(page)
    moved = [(press(page, key), heard(page))[1] for key in "\ue012\ue013\ue014\ue015"]
    assert any(one != before for one in moved)
    press(page, "\ue007")
    assert focused(page) == "details"
    assert page.execute_script("return document.querySelector('.near').open")
    page.find_element("css selector", ".near button").send_keys("\ue007")
    assert " – " in text(page, "#details h2")
    press(page, "\ue00c")  # Escape
    assert (focused(page), heard(page)) == ("canvas", "Nothing selected")


def test_a_row_opens_by_the_keyboard_and_gives_the_focus_back(page) -> None:
    page.execute_script("document.getElementById('skip-claims').focus()")
    press(page, "\ue007")
    assert focused(page) == "claims"
    row = page.find_element("css selector", "#rows button")
    row.send_keys("\ue007")
    assert focused(page) == "details"
    assert page.execute_script("return document.querySelectorAll('tr[aria-current=true]').length") == 1
    press(page, "\ue00c")
    assert page.execute_script("return document.activeElement === arguments[0]", row)


def test_controls_have_names_and_roles(page) -> None:
    page.execute_script("kg.select({ node: kg.nodes.find((node) => node.id === arguments[0]) })", POLICE)
    for view in ("network", "table"):
        page.execute_script("kg.show(arguments[0])", view)
        tree = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        roles = (
            "button",
            "textbox",
            "searchbox",
            "checkbox",
            "slider",
            "combobox",
            "link",
            "application",
            "Date",
            "table",
        )
        shown = [one for one in tree if not one["ignored"] and one.get("role", {}).get("value") in roles]
        assert len(shown) > 30
        assert [one for one in shown if not one.get("name", {}).get("value")] == []
    for role in ("search", "navigation", "main", "complementary", "status"):
        assert any(one.get("role", {}).get("value") == role for one in tree), role


def test_hostile_words_are_shown_and_do_nothing(opened) -> None:
    page = opened("hostile")
    assert (page.title, text(page, "#title")) == (CLOSING, CLOSING)
    page.execute_script("kg.show('table')")
    for claim in range(4):
        page.execute_script("kg.select({ claim: kg.claims[arguments[0]] })", claim)
        assert (
            page.execute_script("return document.querySelectorAll('img, svg[onload], a[href^=\"javascript\"]').length")
            == 0
        )
    assert SCRIPT in text(page, "#rows")
    assert texts(page, ".title") == [CLOSING]
    assert ADDRESS in texts(page, "span.address")
    press(page, "/", SCRIPT)
    assert until(page, "return document.querySelectorAll('#found li').length >= 2")
    assert SCRIPT in text(page, "#found")
    page.execute_script("kg.show('network')")
    for name in (OUTLET, THIRD):
        page.execute_script("kg.select({ node: kg.nodes.find((node) => node.id === arguments[0]) })", name)
    assert text(page, "#details h2") == "Officer ⟦U+202E⟧noitcerid⟦U+2066⟧ Ri"
    assert (complaints(page), requests(page)) == ([], [])  # an alert would have raised, too


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_as_the_system_says_and_by_the_switch(opened, browser, scheme: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    try:
        page = opened()
        seen = []
        for _ in range(2):
            card, ground = colours(page, "--card", "--ground")
            seen.append(sum(card) < 1)
            assert page.find_element("id", "theme").get_attribute("aria-pressed") == str(seen[-1]).lower()
            for ink in colours(page, "--ink", "--soft", "--accent", "--doubt-ink", "--sure"):
                assert min(contrast(ink, card), contrast(ink, ground)) >= 4.5
            (ink, *marks) = colours(page, "--ink", "--clause", "--who", "--whom", "--trigger", "--doubt-ground")
            assert min(contrast(ink, mark) for mark in marks) >= 4.5
            (doubt, control) = colours(page, "--doubt", "--control")
            assert min(contrast(doubt, ground), contrast(control, card)) >= 3
            page.find_element("id", "theme").click()
        assert seen == ([True, False] if scheme == "dark" else [False, True])
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_moves_where_less_motion_is_wanted(opened, browser) -> None:
    still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": still})
    try:
        page = opened()
        page.find_element("id", "zoom-in").click()
        camera = page.execute_script(
            "const camera = kg.drawing().getCamera(); return [camera.ratio, camera.isAnimated()]"
        )
        assert camera == [pytest.approx(0.67), False]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_without_webgl_there_is_the_table(opened, browser) -> None:
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NO_WEBGL})["identifier"]
    try:
        page = opened()
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script})
    assert page.execute_script("return document.documentElement.dataset.ready") == "table"
    assert "cannot draw" in heard(page)
    page.find_element("css selector", "#rows button").click()
    assert page.find_elements("css selector", "mark.clause")


def test_a_narrow_screen_shows_one_thing_at_a_time(opened, browser) -> None:
    page = opened()
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        page.refresh()
        until(page, "return document.documentElement.dataset.ready")
        assert page.execute_script("return document.documentElement.scrollWidth") == 390
        seen = "return ['filters', 'details'].filter((id) => document.getElementById(id).offsetHeight)"
        assert page.execute_script(seen) == []
        page.execute_script("kg.select({ node: kg.nodes.find((node) => node.id === arguments[0]) })", POLICE)
        assert page.execute_script(seen) == ["details"]
        assert page.execute_script("return document.documentElement.scrollWidth") == 390
        page.find_element("id", "show-filters").click()
        assert page.execute_script(seen) == ["filters", "details"]
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_what_a_page_keeps_is_only_what_it_was_given(page) -> None:
    kept = page.execute_script("return [document.cookie, Object.keys(window.localStorage).length]")
    assert kept == ["", 0]
    assert Path(page.current_url).suffix == ".html"
    assert json.loads(page.execute_script("return document.getElementById('facts').textContent"))["title"] == "Arrests"
