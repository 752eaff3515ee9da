"""Names of things: namespaces, local ids, and the IRIs they become.

Inside the program a thing is named by its *local id*, ``kind/slug`` (``agency/ministry-of-state-security-kp``), and a
property or class of the vocabulary by its local name (``monitors``). The base IRI is added at the border, in
:mod:`kg.rdf`, so that ``--base`` moves the instances and nothing else.

>>> slug("Ministry of State Security")
'ministry-of-state-security'
>>> iri("agency/police-ru")
'https://w3id.org/newskg/id/agency/police-ru'
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

BASE = "https://w3id.org/newskg/"
KG = "https://w3id.org/newskg/ns#"

PREFIXES: dict[str, str] = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}

KIND_OF_CLASS: dict[str, str] = {
    "Person": "person",
    "Group": "group",
    "Organization": "organization",
    "Agency": "agency",
    "MediaOutlet": "outlet",
    "AnonymousSource": "source",
    "Location": "place",
    "Country": "place",
    "Region": "place",
    "City": "place",
    "Facility": "place",
    "Artifact": "artifact",
}
"""The kind in an entity's IRI, by its class."""


def slug(text: str, *, limit: int = 60) -> str:
    """Lower-case ASCII letters, digits and single hyphens; cut at a hyphen within ``limit`` characters.

    Letters without an ASCII form (Hangul, Cyrillic) are left out, so two texts may share a slug: where that matters,
    add :func:`short_hash` of the text.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(joined) > limit:
        joined = joined[: limit + 1].rsplit("-", 1)[0][:limit]
    return joined


def short_hash(*parts: str, length: int = 8) -> str:
    """First ``length`` hexadecimal digits of the SHA-256 of the parts, each ended by a NUL."""
    digest = hashlib.sha256("".join(f"{part}\0" for part in parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:length]


def article_id(identifier: str) -> str:
    """Local id of the article with this ``schema:identifier``; equal identifiers, and only those, give equal ids."""
    name = slug(identifier, limit=80)
    return f"article/{name}" if name == identifier else f"article/{name or 'x'}-{short_hash(identifier)}"


def iri(local_id: str, *, base: str = BASE) -> str:
    """IRI of the thing with this local id."""
    return f"{base}id/{local_id}"


def span_iri(article: str, begin: int, end: int, *, base: str = BASE) -> str:
    """IRI of a stretch of an article's text, as in RFC 5147; offsets are code points."""
    return f"{base}id/{article}#char={begin},{end}"
