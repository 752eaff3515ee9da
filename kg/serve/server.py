"""The server: a SPARQL 1.1 Protocol endpoint for queries at ``/sparql``, and a page with an editor at ``/``."""

from __future__ import annotations

import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import TCPServer
from typing import Any
from urllib.parse import urlsplit

from kg.errors import StoreError
from kg.serve.engine import Engine
from kg.serve.page import POLICY, Page
from kg.serve.question import Answer, refusal
from kg.serve.request import ENDPOINT, LARGEST, RefusedError, asked_by_get, asked_by_post, check_origin
from kg.terms import BASE

LOOPBACK = "127.0.0.1"

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Serves a file of RDF on this machine alone, read-only; port 0 takes any free one.

    ``serve_forever()`` answers until ``shutdown()``; ``server_close()`` ends it. ``limit`` is how many seconds a query
    may take. Raises StoreError where the file cannot be loaded or the port is not free.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would let two servers share a port
    request_queue_size = 64

    def __init__(self, path: Path, *, port: int = 0, base: str = BASE, limit: float = 60.0) -> None:
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            msg = f"port {port} of {LOOPBACK}: {getattr(error, 'strerror', None) or error}; choose another, 0 is any"
            raise StoreError(msg) from error
        try:
            self.engine = Engine(path, base=base, limit=limit)
        except BaseException:
            super().server_close()
            raise
        self.page = Page(path.name, base)

    def server_bind(self) -> None:
        """Take the port. What HTTPServer does besides may ask the network for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    @property
    def address(self) -> str:
        """Where the page is; the endpoint is :attr:`endpoint`."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def endpoint(self) -> str:
        """Where queries are answered."""
        return self.address.rstrip("/") + ENDPOINT

    def server_close(self) -> None:
        """Stop listening and end all queries."""
        super().server_close()
        if hasattr(self, "engine"):  # not yet where the port is taken: the base class closes then, too
            self.engine.close()

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        """A client that goes away is no error, and of others the client is told."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "kg", ""
    timeout = 30  # for a client that says nothing

    def do_GET(self) -> None:
        """The page, or the answer to a query in the address."""
        self._reply(self._get)

    def do_HEAD(self) -> None:
        """As GET, without the body."""
        self._reply(self._get)

    def do_POST(self) -> None:
        """The answer to a query in the body."""
        self._reply(self._post)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # any other method
            return lambda: self._reply(self._no_method)
        raise AttributeError(name)

    def _reply(self, work: Any) -> None:
        try:
            check_origin(self.headers.get("Host", ""), self.headers.get("Origin"))
            answer = work()
        except RefusedError as refused:
            answer = refused.answer
        if answer.status >= HTTPStatus.BAD_REQUEST:
            self.close_connection = True  # what is left of the request is not read
        self._send(answer)

    def _get(self) -> Answer:
        url = urlsplit(self.path)
        if url.path == ENDPOINT:
            return self.server.engine.answer(asked_by_get(url.query, self._accept()))
        return self.server.page.answer(url.path) or refusal(404, f"nothing here; queries go to {ENDPOINT}")

    def _post(self) -> Answer:
        url = urlsplit(self.path)
        if url.path != ENDPOINT:
            if self.server.page.answer(url.path):
                return self._no_method()
            return refusal(404, f"nothing here; queries go to {ENDPOINT}")
        media = self.headers.get("Content-Type", "")
        return self.server.engine.answer(asked_by_post(media, url.query, self._body(), self._accept()))

    def _no_method(self) -> Answer:
        return refusal(405, "ask with GET or POST")

    def _accept(self) -> str:
        return ", ".join(self.headers.get_all("Accept", []))

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not length.isascii() or not length.isdigit():
            raise RefusedError(refusal(411, "send the body with its Content-Length"))
        if int(length) > LARGEST:
            raise RefusedError(refusal(413, f"a query may have {LARGEST:,} bytes"))
        return self.rfile.read(int(length))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD, POST" if self.path.startswith(ENDPOINT) else "GET, HEAD")
        for name, value in {**_HEADERS, "Content-Type": answer.media, "Content-Length": len(answer.body)}.items():
            self.send_header(name, str(value))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Queries are nobody's business: no log."""
