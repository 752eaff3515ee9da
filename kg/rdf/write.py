"""Nouns as RDF statements, in the vocabulary of ``ontology/core.ttl``.

A *statement* is a line of N-Triples without its final dot. Statements are made as text, for speed, and are canonical:
equal statements are equal strings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from kg.article import ArticleInfo
from kg.claim import Claim, Literal
from kg.errors import ExportError
from kg.judgement import Judgement, Review, canonical
from kg.mention import Entity, Event, Mention
from kg.ontology.types import EventType
from kg.rdf.background import Background
from kg.rdf.clean import decimal
from kg.terms import BASE, KG, KIND_OF_CLASS, PREFIXES
from kg.text import Span

XSD = PREFIXES["xsd"]
_LOCAL_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*/[A-Za-z0-9._~-]+")
_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_ESCAPES = {code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F]}
_ESCAPES |= {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_ESCAPES |= {ord("\b"): "\\b", ord("\f"): "\\f"}


def prefixes(base: str = BASE) -> dict[str, str]:
    """Prefixes for files and queries: vocabularies, and one for each kind of thing (``agency:``, ``article:``)."""
    kinds = sorted({*KIND_OF_CLASS.values(), "article", "claim", "event", "judgement"})
    return {**PREFIXES, **{kind: f"{base}id/{kind}/" for kind in kinds}, "etype": f"{BASE}id/event-type/"}


def _term(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


_A, _LABEL, _ALT, _PREF = map(_term, ("rdf:type", "rdfs:label", "skos:altLabel", "skos:prefLabel"))
_MENTION, _REPORTED, _EVIDENCE = map(_term, ("kg:mention", "kg:reportedIn", "kg:evidence"))
_BEGIN, _END, _QUOTE, _SPAN = map(_term, ("kg:begin", "kg:end", "kg:quote", "kg:Span"))
_SUBJECT, _PREDICATE, _OBJECT = map(_term, ("rdf:subject", "rdf:predicate", "rdf:object"))
_PART_TERM = {"within": "containedInPlace", "partOf": "parentOrganization", "memberOf": "memberOf"}


@lru_cache(maxsize=10_000)
def kg(local: str) -> str:
    """A class or property of the vocabulary, as a term; raises ExportError where the name could be none."""
    return f"<{KG}{_checked(local)}>"


def _checked(local: str) -> str:
    if not _LOCAL_NAME.fullmatch(local):
        msg = f"'{local}' cannot name a class, property or datatype; use letters and digits"
        raise ExportError(msg)
    return local


@lru_cache(maxsize=200_000)
def node(local_id: str, base: str = BASE) -> str:
    """The thing with this local id, as a term. Event types are vocabulary: another base does not move them.

    Raises ExportError where the id is none: ids are made of a kind, a slash, and letters, digits and ``-._~``.
    """
    if not _LOCAL_ID.fullmatch(local_id):
        msg = f"'{local_id}' is no local id (kind/slug); make one with kg.terms.slug"
        raise ExportError(msg)
    return f"<{BASE if local_id.startswith('event-type/') else base}id/{local_id}>"


def text(value: str) -> str:
    """A string, as a term."""
    if value.isalnum():
        return f'"{value}"'
    return f'"{value.translate(_ESCAPES)}"'


def typed(value: str, datatype: str) -> str:
    """A literal with an XML Schema type, as a term."""
    return text(value) if datatype == "string" else f"{text(value)}^^<{XSD}{_checked(datatype)}>"


def thing(value: str | Literal, base: str = BASE) -> str:
    """A claim's object, as a term."""
    return node(value, base) if isinstance(value, str) else typed(value.value, value.datatype)


def triple(subject: str, predicate: str, value: str | Literal, base: str = BASE) -> str:
    """The plain statement of a claim's triple."""
    return f"{node(subject, base)} {kg(predicate)} {thing(value, base)}"


def article_statements(info: ArticleInfo, base: str = BASE) -> Iterator[str]:
    """The article's own statements."""
    me = node(info.id, base)
    yield f"{me} {_A} {kg('Article')}"
    yield f"{me} {_LABEL} {text(_readable(info.title, info.identifier, info.id))}"
    yield f"{me} {_term('schema:identifier')} {text(info.identifier)}"
    yield f"{me} {kg('sha256')} {text(info.sha256)}"
    for name, value in (("headline", info.title), ("inLanguage", info.language)):
        if value:
            yield f"{me} {_term('schema:' + name)} {text(value)}"
    if info.date:
        yield f"{me} {_term('schema:datePublished')} {_day(info.date)}"
    if info.publisher:
        outlet = info.publisher.startswith("outlet/") and _LOCAL_ID.fullmatch(info.publisher)
        yield f"{me} {_term('schema:publisher')} {node(info.publisher, base) if outlet else text(info.publisher)}"
    if info.url:
        yield f"{me} {_term('schema:url')} {text(info.url)}"
    for author in info.authors:
        yield f"{me} {_term('schema:author')} {text(author)}"


def _readable(*names: str | None) -> str:
    return next(name for name in names if name and name.strip())


def _day(day: dt.date) -> str:
    return f'"{day.isoformat()}"^^<{XSD}date>'


def span_term(article: str, span: Span, base: str = BASE) -> str:
    """A stretch of an article, as a term."""
    return f"{node(article, base)[:-1]}#char={span.begin},{span.end}>"


def span_statements(article: str, span: Span, quote: str, base: str = BASE) -> Iterator[str]:
    """A stretch of an article, with its words."""
    me = span_term(article, span, base)
    yield f"{me} {_A} {_SPAN}"
    yield f"{me} {_QUOTE} {text(quote)}"
    yield f'{me} {_BEGIN} "{span.begin}"^^<{XSD}nonNegativeInteger>'
    yield f'{me} {_END} "{span.end}"^^<{XSD}nonNegativeInteger>'
    yield f"{me} {_REPORTED} {node(article, base)}"


def preferred(labels: Iterable[str]) -> str:
    """The label to show: the longest of a name's length, the first in order among equals."""
    return min(labels, key=lambda label: (len(label) > 80, -len(label), label))


def entity_statements(
    entity: Entity, label: str, labels: Iterable[str], mentions: Iterable[Mention], base: str = BASE
) -> Iterator[str]:
    """What one article says about an entity: its class, its label, the names and mentions given."""
    me = node(entity.id, base)
    yield f"{me} {_A} {kg(entity.cls)}"
    yield f"{me} {_LABEL} {text(label)}"
    for name in labels:
        if name != label:
            yield f"{me} {_ALT} {text(name)}"
    if not entity.mentions:
        yield f"{me} {_PREF} {text(label)}"
    for mention in mentions:
        yield from _mentioned(me, mention, base)


def _mentioned(me: str, mention: Mention, base: str) -> Iterator[str]:
    yield f"{me} {_MENTION} {span_term(mention.article, mention.span, base)}"
    yield from span_statements(mention.article, mention.span, mention.quote, base)


def event_statements(event: Event, realized: bool, base: str = BASE) -> Iterator[str]:
    """An event without its roles; dates are given whether it is realized or not, and its class tells which."""
    me = node(event.id, base)
    yield f"{me} {_A} {kg('Event' if realized else 'UnrealizedEvent')}"
    yield f"{me} {kg('eventType')} {node(f'event-type/{event.type}')}"
    yield f"{me} {_LABEL} {text(event.label)}"
    yield f"{me} {_REPORTED} {node(event.article, base)}"
    yield from _mentioned(me, event.trigger, base)
    if when := event.when:
        if when.start:
            yield f"{me} {kg('startDate')} {_day(when.start)}"
        if when.end:
            yield f"{me} {kg('endDate')} {_day(when.end)}"
        yield f"{me} {kg('datePrecision')} {text(when.precision)}"
        yield f"{me} {kg('dateText')} {text(when.words)}"


def claim_statements(claim: Claim, base: str = BASE) -> Iterator[str]:
    """A claim as an rdf:Statement with its evidence; its plain triple is not among these."""
    me, shown = node(claim.id, base), claim.factuality
    yield f"{me} {_A} {kg('Claim')}"
    yield f"{me} {_SUBJECT} {node(claim.subject, base)}"
    yield f"{me} {_PREDICATE} {kg(claim.predicate)}"
    yield f"{me} {_OBJECT} {thing(claim.object, base)}"
    yield f"{me} {_REPORTED} {node(claim.article, base)}"
    yield f"{me} {kg('attributedTo')} {node(claim.attributed_to, base)}"
    yield f'{me} {kg("polarity")} "{shown.polarity}"'
    yield f'{me} {kg("certainty")} "{shown.certainty}"'
    yield f'{me} {kg("temporality")} "{shown.temporality}"'
    yield f'{me} {kg("confidence")} "{decimal(claim.confidence / 1000)}"^^<{XSD}decimal>'
    yield f"{me} {kg('foundBy')} {text(claim.found_by)}"
    if shown.hedge:
        yield f"{me} {kg('hedge')} {text(shown.hedge)}"
    if claim.event:
        yield f"{me} {kg('assertsEvent')} {node(claim.event, base)}"
    for span, quote in zip(claim.evidence, claim.quotes, strict=True):
        yield f"{me} {_EVIDENCE} {span_term(claim.article, span, base)}"
        yield from span_statements(claim.article, span, quote, base)


def background_statements(known: Background, base: str = BASE) -> Iterator[str]:
    """Known facts, in the graph's own vocabulary and in that of schema.org, which nothing read in an article uses."""
    me = node(known.id, base)
    yield f"{me} {_A} {kg(known.cls)}"
    yield f"{me} {_LABEL} {text(known.label)}"
    yield f"{me} {_term('schema:name')} {text(known.label)}"
    for name in known.aliases:
        yield f"{me} {_ALT} {text(name)}"
        yield f"{me} {_term('schema:alternateName')} {text(name)}"
    if known.part_of:
        yield f"{me} {kg(known.part_predicate)} {node(known.part_of, base)}"
        yield f"{me} {_term('schema:' + _PART_TERM[known.part_predicate])} {node(known.part_of, base)}"
    if known.country:
        if not known.id.startswith("place/"):
            yield f"{me} {kg('nationality')} {node(known.country, base)}"
        yield f"{me} {_term('schema:addressCountry')} {node(known.country, base)}"
    for name, degrees in (("wgs:lat", known.latitude), ("wgs:long", known.longitude)):
        if degrees is not None:
            yield f'{me} {_term(name)} "{decimal(degrees)}"^^<{XSD}decimal>'
    if known.same_as and _IRI.fullmatch(known.same_as):
        yield f"{me} {_term('owl:sameAs')} <{known.same_as}>"


def identity_statements(judgements: Collection[Judgement], known: Collection[str], base: str = BASE) -> Iterator[str]:
    """Judgements, and owl:sameAs between the two of each pair that they merge."""
    heads = canonical(judgements, known=known)
    for one in judgements:
        me, left, right = (node(name, base) for name in (one.id, one.left, one.right))
        yield f"{me} {_A} {kg('IdentityJudgement')}"
        yield f"{me} {kg('judgedLeft')} {left}"
        yield f"{me} {kg('judgedRight')} {right}"
        yield from _opinion(me, one)
        yield f'{me} {kg("confidence")} "{decimal(one.confidence / 1000)}"^^<{XSD}decimal>'
        if one.verdict == "same" and heads.get(one.left, one.left) == heads.get(one.right, one.right):
            yield f"{left} {_term('owl:sameAs')} {right}"


def review_statements(
    reviews: Iterable[Review], counting: Iterable[tuple[str, Review]], base: str = BASE
) -> Iterator[str]:
    """Reviews, and a link to the one that counts from each thing that it touches: ``counting`` are pairs of these."""
    for one in reviews:
        me = node(one.id, base)
        yield f"{me} {_A} {kg('ReadingJudgement')}"
        yield f"{me} {kg('judged')} {node(one.about, base)}"
        yield from _opinion(me, one)
    for name, one in counting:
        yield f"{node(name, base)} {kg(_LINK[one.verdict])} {node(one.id, base)}"


_LINK = {"wrong": "rejectedBy", "confirmed": "confirmedBy"}


def _opinion(me: str, one: Judgement | Review) -> Iterator[str]:
    yield f'{me} {kg("verdict")} "{one.verdict}"'
    yield f"{me} {kg('judgedBy')} {text(one.by)}"
    yield f"{me} {kg('reason')} {text(one.why)}"
    if one.on:
        yield f'{me} {kg("judgedOn")} "{one.on}"^^<{XSD}date>'


def type_statements(kind: EventType) -> Iterator[str]:
    """An event type with its codes in other schemes and the plain triple that it gives."""
    me = node(kind.id)
    yield f"{me} {_A} {kg('EventType')}"
    yield f"{me} {_LABEL} {text(kind.label)}"
    if kind.broader:
        yield f"{me} {_term('skos:broader')} {node(f'event-type/{kind.broader}')}"
    for code in kind.notations:
        yield f"{me} {_term('skos:notation')} {text(code)}"
    if kind.predicate:
        yield f"{me} {kg('directPredicate')} {kg(kind.predicate)}"
    if kind.edge_from:
        yield f"{me} {kg('edgeFrom')} {kg(kind.edge_from)}"
    for role in kind.edge_to:
        yield f"{me} {kg('edgeTo')} {kg(role)}"
