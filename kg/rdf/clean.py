"""Canonical forms: what a graph keeps of each noun, so that writing it and reading it again changes nothing.

Text is kept to the letter, control characters included, with one exception: a lone surrogate, which no UTF-8 file can
hold, becomes U+FFFD. It stays one code point, so all offsets stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from kg.article import ArticleInfo
from kg.claim import Claim, Literal
from kg.mention import Entity, Event, Mention
from kg.ontology.types import EventType
from kg.rdf.background import Background

_SURROGATE = re.compile("[\ud800-\udfff]")
_INTEGERS = ("integer", "nonNegativeInteger", "positiveInteger", "long", "int")


def clean_text(text: str) -> str:
    """The text with U+FFFD for each lone surrogate."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def clean_names(names: Iterable[str], local_id: str) -> frozenset[str]:
    """Names that can be read; the slug's words where there is none."""
    found = frozenset(clean_text(name) for name in names if name.strip())
    return found or frozenset({local_id.partition("/")[2].replace("-", " ").strip() or local_id})


def clean_article(info: ArticleInfo) -> ArticleInfo:
    """Empty values as None, authors sorted: RDF knows no order among them."""
    return replace(
        info,
        identifier=clean_text(info.identifier),
        title=_value(info.title),
        publisher=_value(info.publisher),
        authors=tuple(sorted({clean_text(name) for name in info.authors if name})),
        url=_value(info.url),
        language=_value(info.language),
    )


def _value(text: str | None) -> str | None:
    return clean_text(text) if text else None


def clean_mention(mention: Mention) -> Mention:
    """The mention with a quote that a file can hold."""
    return mention if mention.quote.isascii() else replace(mention, quote=clean_text(mention.quote))


def clean_entity(entity: Entity) -> Entity:
    """The entity with at least one readable label."""
    labels = clean_names(entity.labels, entity.id)
    return replace(entity, labels=labels, mentions=frozenset(map(clean_mention, entity.mentions)))


def clean_event(event: Event) -> Event:
    """The event with a readable label, its type where it has none."""
    label = clean_text(event.label) if event.label.strip() else event.type
    when = replace(event.when, words=clean_text(event.when.words)) if event.when else None
    return replace(event, label=label, trigger=clean_mention(event.trigger), when=when)


def clean_literal(value: Literal) -> Literal:
    """The canonical form of a number; other values as they are."""
    text = clean_text(value.value)
    if value.datatype in _INTEGERS and re.fullmatch(r"[+-]?[0-9]{1,4000}", text):
        text = str(int(text))
    elif value.datatype == "decimal":
        text = _decimal(text)
    return Literal(text, value.datatype)


def decimal(value: float) -> str:
    """Canonical lexical form of an xsd:decimal.

    >>> decimal(43.1150), decimal(-0.0), decimal(12.0)
    ('43.115', '0', '12')
    """
    return _decimal(repr(value))


def _decimal(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    return format(number.normalize(), "f") if number else "0"


def clean_claim(claim: Claim) -> Claim:
    """The claim with sorted evidence and canonical values."""
    thing = claim.object if isinstance(claim.object, str) else clean_literal(claim.object)
    shown = replace(claim.factuality, hedge=_value(claim.factuality.hedge))
    pairs = zip(claim.evidence, map(clean_text, claim.quotes), strict=True)
    evidence, quotes = zip(*sorted(set(pairs)), strict=True)
    return replace(
        claim,
        object=thing,
        factuality=shown,
        evidence=evidence,
        quotes=quotes,
        found_by=clean_text(claim.found_by),
        event=claim.event or None,
    )


def clean_background(known: Background) -> Background:
    """The facts with sorted aliases, the label left out of them."""
    label = clean_text(known.label)
    aliases = {clean_text(name) for name in known.aliases if name.strip()} - {label}
    return replace(known, label=label, aliases=tuple(sorted(aliases)))


def clean_type(kind: EventType) -> EventType:
    """The event type with its codes and roles sorted: RDF knows no order among them."""
    return replace(kind, notations=tuple(sorted(kind.notations)), edge_to=tuple(sorted(kind.edge_to)))
