"""No network, ever: all commands run where opening any socket but a local pipe is an error, and nobody is asked.

A hook on Python's audit events sees every socket that Python code opens, in worker processes too; what libraries of C
and Rust would fetch is offered on a server of this test's own, which counts who comes.
"""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
HOOK = """
import os, socket, sys

NAMES = (
    "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
    "urllib.Request", "http.client.connect", "ftplib.connect",
)
LISTENS = "KG_TEST_LISTENS" in os.environ  # whoever may listen, on this machine alone

def probing(frame):
    # urllib3, which spaCy and trafilatura import, tries once whether "::1" could be bound: it listens to nobody
    while frame is not None and frame.f_code.co_name != "_has_ipv6":
        frame = frame.f_back
    return frame is not None and frame.f_globals.get("__name__") == "urllib3.util.connection"

def watch(event, arguments):
    if not event.startswith(("socket.", "urllib.", "http.", "ftplib.")):
        return
    opens = event == "socket.__new__" and arguments[1] not in (-1, socket.AF_UNIX)
    goes = event in ("socket.connect", "socket.bind", "socket.sendto") and arguments[0].family != socket.AF_UNIX
    if LISTENS and (event == "socket.__new__" or event == "socket.bind" and arguments[1][0] == "127.0.0.1"):
        return
    if (event in NAMES or opens or goes) and not (event != "socket.connect" and probing(sys._getframe())):
        with open(os.environ["KG_TEST_SOCKETS"], "a") as file:
            file.write(f"{os.getpid()} {event} {arguments}\\n")
        raise PermissionError(f"the network: {event} {arguments}")

sys.addaudithook(watch)
"""
SCRIPT = """
import json, sys
from typer.testing import CliRunner
from kg.cli.app import app

if __name__ == "__main__":
    for words in json.load(sys.stdin):
        done = CliRunner().invoke(app, words)
        print(json.dumps([done.exit_code, done.output[-600:]]), flush=True)
"""
MAIN = "from kg.cli import main; main()"
STORY = "Police arrested two men in Moscow on Monday, a source in the ministry said. They were freed a day later."
PAGE = """<!DOCTYPE html SYSTEM "URL/dtd"><html><head><base href="URL/base/"><link rel="stylesheet" href="URL/css">
<link rel="alternate" href="feed"><script src="URL/js"></script><meta http-equiv="refresh" content="0; url=URL/next">
<script type="application/ld+json">{"@context": "URL/context", "@type": "NewsArticle", "url": "URL/a"}</script>
<meta property="og:url" content="URL/og"><meta property="og:image" content="URL/image"></head>
<body><article><img src="URL/img"><iframe src="URL/frame"></iframe>STORY</article></body></html>"""
XHTML = """<?xml version="1.0"?><?xml-stylesheet href="URL/xsl"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"
"URL/xhtml.dtd" [<!ENTITY outer SYSTEM "URL/entity"><!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM
"URL/parameter"> %p;]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&outer; &file;</p>STORY</body></html>"""
LINKED = """{"@context": "URL/context", "@id": "http://a.b/c", "name": "x"}"""
RDF_XML = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "URL/rdf-entity">]><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="http://a.b/c"/></rdf:RDF>"""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the paths that anybody asked it for."""
    asked: list[str] = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}", asked
        made.shutdown()


@pytest.fixture
def run(tmp_path: Path):
    """A function that runs commands in a process without a network: their exit codes, output, and sockets opened."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(HOOK)
    (tmp_path / "script.py").write_text(SCRIPT)
    log = tmp_path / "sockets.txt"
    path = os.pathsep.join((str(tmp_path / "site"), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": path, "KG_TEST_SOCKETS": str(log)}

    def ran(*commands: list[str]) -> tuple[list[tuple[int, str]], str]:
        words = json.dumps(commands).encode()
        done = subprocess.run(
            [sys.executable, str(tmp_path / "script.py")],
            input=words, env=environment, cwd=tmp_path, capture_output=True, timeout=500, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        found = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
        assert len(found) == len(commands)
        return found, log.read_text() if log.exists() else ""

    return ran


def sources(folder: Path, url: str) -> None:
    folder.mkdir()
    body = f"<p>{STORY}</p>" * 4
    for name, text in (("page.html", PAGE), ("page.xhtml", XHTML)):
        (folder / name).write_text(text.replace("URL", url).replace("STORY", body))
    (folder / "plain.txt").write_text(f"{STORY} See {url}/text and file:///etc/passwd.")
    rows = [{"id": url, "url": f"{url}/jsonl", "text": f"{STORY} {number}"} for number in range(3)]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, [{**rows[0], "id": f"{url}/{n}"} for n in range(3)])))
    (folder / "sheet.csv").write_text(f'url,text\n{url}/csv,"{STORY}"\n')


def test_no_command_opens_a_socket(run, server, tmp_path: Path) -> None:
    url, asked = server
    sources(tmp_path / "in", url)
    (tmp_path / "odd.jsonld").write_text(LINKED.replace("URL", url))
    (tmp_path / "odd.rdf").write_text(RDF_XML.replace("URL", url))
    graph, everything = "out/graph.nq", "SELECT * { ?s ?p ?o } LIMIT 1"
    good = [
        ["build", "in", "-o", "out", "--workers", "1"],
        ["build", "in", "-o", "pooled", "--workers", "2"],
        ["query", graph, everything],
        ["query", graph, f"SELECT * FROM <{url}/from> FROM NAMED <{url}/named> {{ ?s ?p ?o }}"],
        ["query", graph, f"SELECT * {{ GRAPH <{url}/graph> {{ ?s ?p ?o }} }}"],
        ["query", graph, f"DESCRIBE <{url}/described>"],
        ["query", graph, "--ask", "who-detains-whom"],
        ["verify", graph, "in"],
        ["check", graph],
        ["explain", graph, "Police"],
        ["export", graph, "all.jsonld"],
        ["export", graph, "actors.graphml", "--view", "actors"],
        ["page", graph, "-o", "graph.html"],
        ["review", graph, "--confirmed", "Moscow", "--by", "Ann", "--why", f"{url}/why"],
        ["review", graph, "--out", "sheet.csv"],
        ["build", "in", "--store", "news.kg", "--workers", "2"],
        ["build", "--store", "news.kg", "-o", "again", "--anew"],
        ["diff", graph, "again/graph.nq", "--limit", "0"],
        ["query", "news.kg", everything],
        ["explain", "news.kg", "Police"],
        ["verify", "news.kg", "in"],
        ["page", "news.kg", "-o", "store.html"],
        ["export", "news.kg", "store.csv"],
        ["check", "news.kg"],
        ["check", "--ontology", str(ROOT / "ontology")],
        ["remove", "plain", "--store", "news.kg"],
    ]
    bad = [
        ["query", graph, f"SELECT * {{ SERVICE <{url}/service> {{ ?s ?p ?o }} }}"],
        ["query", graph, f"SELECT * {{ SERVICE SILENT <{url}/silent> {{ ?s ?p ?o }} }}"],
        ["query", graph, f"LOAD <{url}/load>"],
        ["query", graph, f"LOAD <{url}/load> INTO GRAPH <http://a.b/c>"],
        ["query", f"{url}/graph.nq", everything],
        ["build", f"{url}/page.html", "-o", "none"],
        ["query", "odd.jsonld", everything],
        ["query", "odd.rdf", f"SELECT * {{ SERVICE <{url}/service> {{}} }}"],
    ]
    named = {command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {words[0] for words in good} == named - {"serve"}, "every command is tried, and serve below"
    found, sockets = run(*good, *bad)
    assert sockets == ""
    assert asked == []
    for (status, output), words in zip(found, (*good, *bad), strict=True):
        assert (status == 0) == (words in good), (words, output)
        assert "unexpected error" not in output, (words, output)
        assert "root:" not in output
    assert "root:" not in (tmp_path / graph).read_text()


def test_serving_listens_on_this_machine_alone_and_asks_nobody(run, server, tmp_path: Path) -> None:
    """The one command that opens a socket: bound to 127.0.0.1, and no name of a host is looked up."""
    url, asked = server
    (tmp_path / "a.txt").write_text(STORY)
    ((status, output),), _ = run(["build", "a.txt", "-o", "out", "--workers", "1"])
    assert status == 0, output
    log = tmp_path / "sockets.txt"
    path = os.pathsep.join((str(tmp_path / "site"), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": path, "KG_TEST_SOCKETS": str(log), "KG_TEST_LISTENS": "1"}
    words = [sys.executable, "-u", "-c", MAIN, "serve", "out/graph.nq", "--port", "0"]
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        try:
            endpoint = next(line.split()[-1] for line in serving.stdout if "endpoint" in line)
            assert endpoint.startswith("http://127.0.0.1:")
            for sparql, statuses in (
                ("SELECT * { ?s ?p ?o } LIMIT 1", {200}),
                (f"SELECT * {{ SERVICE <{url}/service> {{ ?s ?p ?o }} }}", {400, 403}),
                (f"SELECT * FROM <{url}/from> {{ ?s ?p ?o }}", {200, 400}),
                (f"LOAD <{url}/load>", {400, 403}),
            ):
                assert answered(f"{endpoint}?{urlencode({'query': sparql})}") in statuses
            assert answered(endpoint.replace("/sparql", "/")) == 200
        finally:
            serving.terminate()
    assert asked == []
    assert not log.exists() or log.read_text() == ""


def answered(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_hook_sees_what_it_should(run, tmp_path: Path) -> None:
    """Both in the process itself and in the workers of a pool: here is a reader that asks the network."""
    site = tmp_path / "site"
    (site / "asking.py").write_text(
        "import socket\nclass Asking:\n    name = 'asking'\n    def __init__(self, *_): pass\n"
        "    def read(self, articles):\n        socket.create_connection(('127.0.0.1', 9), 1)\n        yield\n"
    )
    about = site / "asking-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: asking\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[kg.extractors]\nasking = asking:Asking\n")
    (tmp_path / "a.txt").write_text(STORY)
    words = ["build", "a.txt", "-o", "out", "--extractor", "asking", "--workers"]
    found, sockets = run([*words, "1"], [*words, "2"])
    assert [status for status, _ in found] == [1, 1]
    processes = {line.split()[0] for line in sockets.splitlines()}
    assert len(processes) >= 2
