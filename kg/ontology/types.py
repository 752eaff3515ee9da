"""The vocabulary: classes, roles, predicates and event types, from ``core.ttl`` and ``event-types.ttl``.

>>> from kg.resources import ontology_folder
>>> vocabulary = Vocabulary.load(ontology_folder())
>>> vocabulary.is_a("Agency", "Actor")
True
>>> vocabulary.event_types["meeting"].line
('meeting', 'communication')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.ontology.tables import did_you_mean
from kg.terms import BASE, KG, PREFIXES

CORE, TYPES = "core.ttl", "event-types.ttl"
_SCHEME = f"{BASE}id/event-type/"
_A = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_SUBCLASS, _SUBPROPERTY = PREFIXES["rdfs"] + "subClassOf", PREFIXES["rdfs"] + "subPropertyOf"
_DOMAIN, _RANGE = PREFIXES["rdfs"] + "domain", PREFIXES["rdfs"] + "range"
_CLASS = PREFIXES["owl"] + "Class"
_PROPERTIES = tuple(PREFIXES["owl"] + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
_TRANSITIVE = PREFIXES["owl"] + "TransitiveProperty"
_BROADER, _NOTATION = PREFIXES["skos"] + "broader", PREFIXES["skos"] + "notation"
_PREDICATE, _FROM, _TO = f"{KG}directPredicate", f"{KG}edgeFrom", f"{KG}edgeTo"


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event.

    ``line`` is its name and those of its broader types, the nearest first; ``notations`` its codes in other schemes.
    ``predicate`` is the plain triple that it gives between the filler of the role ``edge_from`` and those of
    ``edge_to``, the first of these that is filled.
    """

    name: str
    label: str
    broader: str | None = None
    notations: tuple[str, ...] = ()
    predicate: str | None = None
    edge_from: str | None = None
    edge_to: tuple[str, ...] = ()
    line: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Local id, ``event-type/…``."""
        return f"event-type/{self.name}"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the vocabulary: ``domain`` and ``range`` are classes, its own or the nearest one above it, or None.

    The range of a property of values is the local name of an XML Schema type.
    """

    name: str
    domain: str | None = None
    range: str | None = None
    transitive: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """What may be said: each mapping is by local name, in the order of the files.

    ``classes`` gives each class with itself and all classes above it; ``roles`` the subproperties of kg:role;
    ``predicates`` those of kg:relatedTo, the event types' plain predicates among them; ``values`` the properties whose
    objects are literals.
    """

    event_types: Mapping[str, EventType]
    classes: Mapping[str, frozenset[str]]
    roles: Mapping[str, Property]
    predicates: Mapping[str, Property]
    values: Mapping[str, Property]
    reporting: frozenset[str] = frozenset()
    """Event types whose trigger, where it only introduces what is said, is voice and no event."""
    infinitive_by: Mapping[str, str] = field(default_factory=dict)
    """By event type, the role of who does what an infinitive after the trigger says."""

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """The vocabulary of an ontology folder.

        Raises OntologyError, naming the file and where possible the line, for a missing file, bad Turtle, or a name
        that is used and not declared.
        """
        core = _Facts.read(folder / CORE)
        facts = core.joined(_Facts.read(folder / TYPES))
        classes = {_local(name): _above(facts, name, _SUBCLASS) for name in facts.of_kind(_CLASS)}
        roles, predicates = _properties(facts, "role", classes), _properties(facts, "relatedTo", classes)
        datatypes = {_local(name): _property(facts, name) for name in facts.of_kind(_PROPERTIES[1])}
        types = _event_types(facts, roles, predicates)
        return cls(
            MappingProxyType(types),
            MappingProxyType(classes),
            MappingProxyType(roles),
            MappingProxyType(predicates),
            MappingProxyType(datatypes),
            frozenset(name for name in types if facts.one(_SCHEME + name, f"{KG}reporting") == "true"),
            MappingProxyType(dict(_infinitives(facts, types, roles))),
        )

    def is_a(self, cls: str, other: str) -> bool:
        """Whether a class is another or below it; False for a class that the vocabulary does not have."""
        return other in self.classes.get(cls, ())

    def subclasses(self, cls: str) -> frozenset[str]:
        """A class and all classes below it."""
        return frozenset(name for name, above in self.classes.items() if cls in above)


@dataclass(frozen=True)
class _Facts:
    """Triples of a file, by subject and predicate, in the order of the file; ``home`` is the file of each subject."""

    by_subject: Mapping[str, Mapping[str, list[str]]]
    home: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> _Facts:
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in _triples(path):
            found[subject][predicate].append(value)
        return cls(found, dict.fromkeys(found, path.name))

    def joined(self, other: _Facts) -> _Facts:
        both = dict(self.by_subject)
        for subject, facts in other.by_subject.items():
            mine = both.get(subject, {})
            both[subject] = {key: [*mine.get(key, ()), *facts.get(key, ())] for key in dict.fromkeys([*mine, *facts])}
        return _Facts(both, {**other.home, **self.home})

    def all(self, subject: str, predicate: str) -> list[str]:
        return self.by_subject.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str | None:
        values = list(dict.fromkeys(self.all(subject, predicate)))
        if len(values) > 1:
            msg = f"{self.home[subject]}: {_name(subject)} has {len(values)} of {_name(predicate)}; leave one"
            raise OntologyError(msg)
        return values[0] if values else None

    def of_kind(self, *kinds: str) -> Iterator[str]:
        for subject in self.by_subject:
            if subject.startswith(KG) and any(kind in kinds for kind in self.all(subject, _A)):
                yield subject

    def error(self, subject: str, problem: str) -> OntologyError:
        return OntologyError(f"{self.home.get(subject, CORE)}: {_name(subject)}: {problem}")


def _triples(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        text = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read; copy it from the ontology that ships with kg"
        raise OntologyError(msg) from error
    try:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.predicate.value, quad.object.value
    except SyntaxError as error:
        problem = str(error.msg).split(": ", 1)[-1]
        msg = f"{path.name} line {error.lineno}: bad Turtle: {problem}; correct it there or just before"
        raise OntologyError(msg) from error


def _local(name: str) -> str:
    return name.removeprefix(KG)


def _name(name: str) -> str:
    for prefix, namespace in {"event-type": _SCHEME, **PREFIXES}.items():
        if name.startswith(namespace):
            return f"{prefix}:{name.removeprefix(namespace)}"
    return f"<{name}>"


def _above(facts: _Facts, name: str, link: str) -> frozenset[str]:
    """Local names of a class or property and of all of the vocabulary above it; what is above must be declared."""
    seen, todo = {name}, [name]
    while todo:
        here = todo.pop()
        for other in facts.all(here, link):
            if not other.startswith(KG) or other in seen:
                continue
            if not facts.all(other, _A):
                raise facts.error(here, f"{_name(other)} is not declared; declare it in {CORE} or correct the name")
            seen.add(other)
            todo.append(other)
    return frozenset(map(_local, seen))


def _properties(facts: _Facts, top: str, classes: Mapping[str, frozenset[str]]) -> dict[str, Property]:
    found = {}
    for name in facts.of_kind(*_PROPERTIES):
        if top in _above(facts, name, _SUBPROPERTY) and _local(name) != top:
            found[_local(name)] = _property(facts, name)
            for cls in (found[_local(name)].domain, found[_local(name)].range):
                if cls is not None and cls not in classes:
                    raise facts.error(name, f"unknown class '{cls}'. {did_you_mean(cls, classes)}")
    return found


def _property(facts: _Facts, name: str) -> Property:
    transitive = name in facts.of_kind(_TRANSITIVE)
    return Property(_local(name), _nearest(facts, name, _DOMAIN), _nearest(facts, name, _RANGE), transitive)


def _nearest(facts: _Facts, name: str, which: str) -> str | None:
    """Domain or range of a property, else of the nearest one above it."""
    seen, level = {name}, [name]
    while level:
        for here in level:
            if value := facts.one(here, which):
                return value.removeprefix(PREFIXES["xsd"]).removeprefix(KG)
        level = [above for here in level for above in facts.all(here, _SUBPROPERTY) if above not in seen]
        seen.update(level)
    return None


def _event_types(
    facts: _Facts, roles: Mapping[str, Property], predicates: Mapping[str, Property]
) -> dict[str, EventType]:
    nodes = [subject for subject in facts.by_subject if f"{KG}EventType" in facts.all(subject, _A)]
    for node in nodes:
        if not node.startswith(_SCHEME):
            raise facts.error(node, f"an event type's IRI begins with {_SCHEME}")
    found = {node.removeprefix(_SCHEME): node for node in nodes}
    return {name: _event_type(facts, name, found, roles, predicates) for name in found}


def _event_type(
    facts: _Facts,
    name: str,
    nodes: Mapping[str, str],
    roles: Mapping[str, Property],
    predicates: Mapping[str, Property],
) -> EventType:
    node = nodes[name]
    line = tuple(_line(facts, name, nodes))
    predicate, edge_from = facts.one(node, _PREDICATE), facts.one(node, _FROM)
    edge_to = [_local(role) for role in facts.all(node, _TO)]
    _check(facts, node, "predicate", [_local(predicate)] if predicate else [], predicates)
    _check(facts, node, "role", [*([_local(edge_from)] if edge_from else []), *edge_to], roles)
    if predicate and not (edge_from and edge_to):
        raise facts.error(node, "a direct predicate needs kg:edgeFrom and kg:edgeTo, the roles at its ends")
    return EventType(
        name=name,
        label=facts.one(node, _LABEL) or name,
        broader=line[1] if len(line) > 1 else None,
        notations=tuple(dict.fromkeys(facts.all(node, _NOTATION))),
        predicate=_local(predicate) if predicate else None,
        edge_from=_local(edge_from) if edge_from else None,
        edge_to=tuple(dict.fromkeys(edge_to)),
        line=line,
    )


def _infinitives(facts: _Facts, types: Iterable[str], roles: Mapping[str, Property]) -> Iterator[tuple[str, str]]:
    for name in types:
        role = facts.one(_SCHEME + name, f"{KG}infinitiveBy")
        if role is not None:
            _check(facts, _SCHEME + name, "role", [_local(role)], roles)
            yield name, _local(role)


def _line(facts: _Facts, name: str, nodes: Mapping[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    here: str | None = name
    while here is not None:
        if here in seen:
            raise facts.error(nodes[name], "is broader than itself; break the circle of skos:broader")
        seen.add(here)
        yield here
        broader = facts.one(nodes[here], _BROADER)
        above = broader.removeprefix(_SCHEME) if broader else None
        if above is not None and above not in nodes:
            raise facts.error(nodes[here], f"unknown broader type '{above}'. {did_you_mean(above, nodes)}")
        here = above


def _check(facts: _Facts, node: str, what: str, names: Iterable[str], known: Mapping[str, Property]) -> None:
    for name in names:
        if name not in known:
            raise facts.error(node, f"unknown {what} '{name}'. {did_you_mean(name, known)}")
