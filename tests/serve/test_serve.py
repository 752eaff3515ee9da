"""``kg serve`` asked by real clients over a real socket."""

import http.client
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, SPARQLWrapper

from kg.errors import StoreError
from kg.outside import asks_outside
from kg.serve import Server
from kg.store import query
from tests.golden.exports import EXPORTS

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def server():
    with Server(EXPORTS / "graph.nq", limit=3) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def ask(server):
    def asked(method, path, body=None, **headers):
        line = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        found = line.getresponse()
        text = found.read().decode()
        line.close()
        return found.status, text, found.headers

    return asked


def of(sparql, **more):
    return f"/sparql?{urlencode({'query': sparql, **more})}"


def test_clients_count_as_kg_query_does(server) -> None:
    ((wanted,),) = query(EXPORTS / "graph.nq", COUNT)
    assert [str(row[0]) for row in SPARQLStore(server.endpoint).query(COUNT)] == [wanted]
    client = SPARQLWrapper(server.endpoint, returnFormat=CSV)
    client.setQuery(COUNT)
    assert client.query().convert().decode().split() == ["n", wanted]


def test_three_ways_to_ask(ask) -> None:
    got = ask("GET", of(COUNT), Accept="text/csv")[1]
    assert ask("POST", "/sparql", urlencode({"query": COUNT}), Content_Type=FORM, Accept="text/csv")[1] == got
    assert ask("POST", "/sparql", COUNT, Content_Type="application/sparql-query", Accept="text/csv")[1] == got


@pytest.mark.parametrize(
    ("sparql", "accept", "media"),
    [
        ("ASK {}", "", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        ("CONSTRUCT WHERE { ?s a ?c }", "", "text/turtle"),
        ("CONSTRUCT WHERE { ?s a ?c }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s a ?c }", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s a ?c }", "application/n-triples", "application/n-triples"),
    ],
)
def test_format_is_as_asked(ask, sparql, accept, media) -> None:
    status, body, headers = ask("GET", of(sparql), Accept=accept)
    assert (status, headers.get_content_type()) == (200, media)
    assert body


def test_graphs_can_be_chosen(ask) -> None:
    article = "https://w3id.org/newskg/id/article/editor-on-trial"
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{article}> {{ ?s ?p ?o }} }}"
    wanted = ask("GET", of(inside), Accept="text/csv")[1]
    assert ask("GET", of(COUNT, **{"default-graph-uri": article}), Accept="text/csv")[1] == wanted
    assert ask("GET", of(inside, **{"named-graph-uri": article}), Accept="text/csv")[1] == wanted
    assert ask("GET", of(COUNT, **{"named-graph-uri": article}), Accept="text/csv")[1].split() == ["n", "0"]


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "headers"),
    [
        (400, "GET", "/sparql", None, {}),
        (400, "GET", of("ASK {"), None, {}),
        (400, "GET", of("ASK {}") + "&query=ASK+%7B%7D", None, {}),
        (400, "GET", of("INSERT DATA { <x:a> <x:b> <x:c> }"), None, {}),
        (403, "POST", "/sparql", "update=CLEAR+ALL", {"Content_Type": FORM}),
        (403, "POST", "/sparql", "CLEAR ALL", {"Content_Type": "application/sparql-update"}),
        (403, "GET", of("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), None, {}),
        (403, "GET", of("ASK {}"), None, {"Host": "evil.example"}),
        (403, "GET", of("ASK {}"), None, {"Origin": "https://evil.example"}),
        (404, "GET", "/../pyproject.toml", None, {}),
        (405, "PUT", "/sparql", "x", {}),
        (406, "GET", of("ASK {}"), None, {"Accept": "image/png"}),
        (413, "POST", "/sparql", "x", {"Content_Type": FORM, "Content_Length": "2000000"}),
        (415, "POST", "/sparql", "x", {"Content_Type": "text/plain"}),
    ],
)
def test_refusals_are_one_line(ask, status, method, path, body, headers) -> None:
    found, text, shown = ask(method, path, body, **headers)
    assert (found, len(text.splitlines())) == (status, 1), text
    assert "Access-Control-Allow-Origin" not in shown


def test_many_ask_at_once_and_a_slow_query_ends(ask) -> None:
    with ThreadPoolExecutor(9) as pool:
        slow = pool.submit(ask, "GET", of(SLOW))
        others = list(pool.map(lambda _: ask("GET", of(COUNT))[0], range(16)))
    assert (slow.result()[0], set(others)) == (503, {200})


def test_page_and_its_examples(ask) -> None:
    status, page, headers = ask("GET", "/")
    assert status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "://" not in page
    for example in json.loads(ask("GET", "/examples.json")[1]):
        rows = ask("GET", of("\n".join(example["query"])), Accept="text/csv")[1].splitlines()
        assert len(rows) > 1, example["title"]
    for part in ("page.js", "page.css", "yasqe.min.js", "yasr.min.js", "LICENCES.txt", "settings.json"):
        assert ask("GET", f"/{urlsplit(part).path}")[0] == 200


@pytest.mark.parametrize(
    ("sparql", "outside"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", True),
        ("SELECT * { service silent ?e{ ?s ?p ?o } }", True),
        ("PREFIX : <x> SELECT * { SERVICE :🙂 {} }", True),
        ('SELECT * {?s ?p ?a, ?b FILTER(?a<?b#>"""\n) SERVICE <http://x> {} # """\n}', True),
        ("ASK {?s ?p a:b\\' SERVICE <http://x> {} # '\n}", True),
        ("ASK { SERV\\u0049CE <http://x> {} }", True),
        ("ASK { agency:national-intelligence-service-kr a kg:Agency }", False),
        ('ASK { ?s ?p "SERVICE <http://x> {" }', False),
        ("SELECT ?a ?service ?x { ?service ?p ?x }", False),
    ],
)
def test_service_is_found_in_code_alone(sparql, outside) -> None:
    assert asks_outside(sparql) is outside


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("<x:a> <x:b> <x:c> .")
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(StoreError, match=r"^port \d+ of 127.0.0.1: .*0 is any"),
    ):
        Server(tmp_path / "graph.ttl", port=other.getsockname()[1])
