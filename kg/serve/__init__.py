"""A graph as a SPARQL 1.1 Protocol endpoint on this machine, for every client that speaks it.

>>> server = Server(Path("exports/graph.nq"))  # doctest: +SKIP
>>> print(server.endpoint); server.serve_forever()  # doctest: +SKIP
http://127.0.0.1:53421/sparql

Why not Oxigraph's own server (``oxigraph`` on the package index)? It follows ``SERVICE`` to any address and cannot be
told not to, answers whatever the ``Host`` header says, and so lets any web page that is open on this machine send
the graph elsewhere. The engine is the same.
"""

from __future__ import annotations

from kg.serve.server import Server

__all__ = ["Server"]
