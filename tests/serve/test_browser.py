"""The query page of ``kg serve`` in a real Chromium: the editor is there, queries give rows, nothing goes elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kg.serve import Server
from kg.store import query
from tests.browsing import chromium, complaints, requests, until
from tests.golden.exports import EXPORTS

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CELLS = "return [...document.querySelectorAll('.yasr tbody td')].map((one) => one.innerText.trim()).filter(Boolean)"
TYPE = "document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(EXPORTS / "graph.nq", limit=20) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture(scope="module")
def page(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        browser.get(server.address)
        until(browser, CELLS)
        yield browser


def test_the_page_loads_without_a_complaint_and_asks_this_server_alone(page, server: Server) -> None:
    assert page.find_element("id", "graph").text == "graph.nq"
    assert page.find_element("id", "endpoint").text == server.endpoint
    assert page.find_elements("css selector", ".yasqe .CodeMirror")
    asked = requests(page)
    assert server.endpoint in asked
    assert [address for address in asked if not address.startswith(server.address)] == []
    assert complaints(page) == []


def test_a_query_that_is_typed_gives_rows(page) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page.execute_script(TYPE, COUNT)
    page.find_element("css selector", ".CodeMirror-line").click()
    ActionChains(page, duration=0).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    ((wanted,),) = query(EXPORTS / "graph.nq", COUNT)
    assert until(page, f"{CELLS}.includes(arguments[0])", f'"{wanted}"^^xsd:integer')


def test_an_example_that_is_chosen_gives_rows(page, server: Server) -> None:
    from selenium.webdriver.support.ui import Select

    page.execute_script(TYPE, "ASK {}")
    choice = Select(page.find_element("id", "examples"))
    requests(page)
    choice.select_by_index(len(choice.options) - 1)
    assert until(page, lambda here: server.endpoint in requests(here))
    assert until(page, CELLS)
    assert complaints(page) == []


def test_a_query_that_asks_elsewhere_is_refused_where_it_is_seen(page, server: Server) -> None:
    page.execute_script(TYPE, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    requests(page)
    page.find_element("css selector", ".yasqe_queryButton").click()
    assert until(page, "return document.querySelector('.yasr').innerText.includes('SERVICE')")
    assert {address for address in requests(page) if not address.startswith(server.address)} == set()
    complaints(page)
