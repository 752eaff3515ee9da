"""Does a query ask another machine? SPARQL does that with ``SERVICE`` alone.

>>> asks_outside("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
True
>>> asks_outside('SELECT * { agency:intelligence-service-kr rdfs:label "SERVICE <http://example.org/> {}" }')
False
"""

from __future__ import annotations

import re

# Wider than the grammar where that is simpler: what is read as a name too often is refused too often, never missed.
_IRI = r"<[^<>\x00-\x20]*>"
_BLANK = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
_NAME = r"[^ \t\r\n{}<>\"':?$\#]*+:(?:\\.|[^ \t\r\n{}\\\#])*+"
_LITERAL_OR_COMMENT = re.compile(
    r"'''(?:'{0,2}(?:\\.|[^'\\]))*'''|\"\"\"(?:\"{0,2}(?:\\.|[^\"\\]))*\"\"\""
    r"|'(?:\\.|[^'\\\r\n])*'|\"(?:\\.|[^\"\\\r\n])*\"|\#[^\r\n]*",
    re.DOTALL,
)
_IRI_TOKEN = re.compile(_IRI)
_VARIABLE = re.compile(r"(?<![^\s({,;.])[?$]\w+")
_CALL = re.compile(
    rf"SERVICE{_BLANK}(?:SILENT{_BLANK})?(?:{_IRI}|[?$][^ \t\r\n{{}}\#]+|{_NAME}){_BLANK}\{{", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def asks_outside(sparql: str) -> bool:
    """Whether a query has a ``SERVICE`` pattern: in its code, not in its strings, names and comments.

    ``<`` may begin an IRI or be an operator, a backslash may take a quotation mark's meaning away, and only a whole
    parser can tell. So all readings are followed, and one that finds ``SERVICE`` is enough: there is no query that a
    parser reads as a call and this function does not. Escaped code points are also read as what they stand for.
    """
    plain = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), sparql)
    return any(_has_call(text) for text in {sparql, plain})


def _has_call(text: str) -> bool:
    if not re.search("SERVICE", text, re.IGNORECASE):
        return False
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        place = waiting.pop()
        while place < len(text) and place not in seen:
            seen.add(place)
            if text[place] == "<" and (iri := _IRI_TOKEN.match(text, place)):
                waiting.append(iri.end())
            if text[place] == "\\":  # in a name, it takes the next character's meaning away
                waiting.append(place + 2)
            if _CALL.match(text, place):
                return True
            token = _LITERAL_OR_COMMENT.match(text, place) or _VARIABLE.match(text, place)
            place = token.end() if token else place + 1
    return False


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else ""
