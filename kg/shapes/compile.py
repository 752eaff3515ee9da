"""SHACL as SPARQL: the constraints of a file of shapes, each as one query that finds what violates it.

Supported are node shapes with class targets whose constraints are on single properties (``sh:minCount 1``,
``sh:maxCount 1``, ``sh:class``, ``sh:datatype``, ``sh:nodeKind``, ``sh:in``, ``sh:minInclusive``, ``sh:maxInclusive``,
``sh:minLength``, ``sh:pattern``, ``sh:lessThan``, ``sh:lessThanOrEquals``), ``sh:or`` and ``sh:not`` of these, and
``sh:sparql``. See https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.terms import KG


class Unsupported(Exception):  # noqa: N818  a signal between two modules, not an error
    """The shapes use a part of SHACL that has no translation here; the text names it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query whose rows are violations: ``this`` the focus, ``value`` and ``path`` where it binds them.

    ``messages`` are by path, the empty string for a row without one. ``across`` says that articles which are fine each
    by itself can violate it together; ``targets`` are then the IRIs of the classes whose instances it looks at.
    """

    sparql: str
    messages: Mapping[str, str] = field(hash=False)
    across: bool = False
    targets: frozenset[str] = frozenset()

    def message(self, path: str | None) -> str:
        """What to say about a row."""
        return self.messages.get(path or "", self.messages.get("", "violates a shape"))


_ACROSS, _REMEDY = URIRef(f"{KG}acrossArticles"), URIRef(f"{KG}remedy")
_TARGETS = {SH.targetClass}
_TOLD = {SH.message, SH.severity, SH.name, SH.description, _REMEDY}
_QUIET = {RDF.type, SH.property, SH.sparql, SH.path, SH.targetClass, _ACROSS, *_TOLD}
_CASTS = {
    XSD.date: "xsd:date(STR(?value))",
    XSD.dateTime: "xsd:dateTime(STR(?value))",
    XSD.decimal: "xsd:decimal(STR(?value))",
    XSD.integer: "xsd:integer(STR(?value))",
    XSD.double: "xsd:double(STR(?value))",
    XSD.boolean: "xsd:boolean(STR(?value))",
    XSD.nonNegativeInteger: "IF(xsd:integer(STR(?value)) >= 0, true, 1/0)",
}
_KINDS = {SH.IRI: "isIRI(?value)", SH.Literal: "isLiteral(?value)", SH.BlankNode: "isBlank(?value)"}


def compile_shapes(shapes: Graph, subclasses: Callable[[str], Iterable[str]]) -> list[Query]:
    """Queries that together find all violations of the shapes; ``subclasses`` gives a class's, itself included, by IRI.

    Raises Unsupported where they use what cannot be translated.
    """
    compiler = _Compiler(shapes, subclasses)
    nodes = sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str)
    return [query for node in nodes for query in compiler.node_shape(node)]


def remedies(shapes: Graph) -> dict[str, str]:
    """What a person can do, by the message of each constraint that says so (``kg:remedy``)."""
    return {
        str(message): str(remedy)
        for constraint, remedy in sorted(shapes.subject_objects(_REMEDY), key=str)
        for message in shapes.objects(constraint, SH.message)
    }


@dataclass(frozen=True)
class _Compiler:
    shapes: Graph
    subclasses: Callable[[str], Iterable[str]]

    def node_shape(self, shape: Node) -> Iterator[Query]:
        target = self._target(shape)
        if failures := self._failures(shape, set()):
            test = " || ".join(failures).replace("?value", "?this")
            yield Query(f"SELECT ?this WHERE {{ {target} FILTER({test}) }}", {"": self._message(shape, None)})
        properties = sorted(self.shapes.objects(shape, SH.property), key=self._path)
        yield from self._counts(target, properties)
        for constraint in properties:
            yield from self._property(target, constraint, frozenset(self._targets(shape)))
        for constraint in sorted(
            self.shapes.objects(shape, SH.sparql), key=lambda node: str(self._one(node, SH.select))
        ):
            yield self._sparql(target, constraint, frozenset(self._targets(shape)))

    def _counts(self, target: str, properties: list[Node]) -> Iterator[Query]:
        """One query for all properties that a shape needs, and one for all of which it allows no two."""
        for which, body in (
            (SH.minCount, "VALUES ?path {{ {} }} FILTER NOT EXISTS {{ ?this ?path ?any }} }}"),
            (
                SH.maxCount,
                "?this ?path ?any . FILTER(?path IN ({})) }} GROUP BY ?this ?path HAVING(COUNT(DISTINCT ?any) > 1)",
            ),
        ):
            found = {self._path(constraint): constraint for constraint in properties if self._once(constraint, which)}
            names = [f"<{path}>" for path in found]
            messages = {path: self._message(constraint, path) for path, constraint in found.items()}
            if names:
                listed = (" " if which == SH.minCount else ", ").join(names)
                yield Query(f"SELECT DISTINCT ?this ?path WHERE {{ {target} {body.format(listed)}", messages)

    def _once(self, constraint: Node, which: URIRef) -> bool:
        count = self._one(constraint, which)
        if count not in (None, Literal(1)):
            raise Unsupported("a count other than 1")
        return count is not None

    def _targets(self, shape: Node) -> list[str]:
        """IRIs of the classes that a shape is about."""
        if strange := [
            p for p in self.shapes.predicates(shape) if str(p).startswith(str(SH.target)) and p not in _TARGETS
        ]:
            raise Unsupported(_short(strange[0]))
        names = sorted(
            {name for cls in self.shapes.objects(shape, SH.targetClass) for name in self.subclasses(str(cls))}
        )
        if not names:
            raise Unsupported(f"a shape without sh:targetClass ({shape})")
        return names

    def _target(self, shape: Node) -> str:
        names = self._targets(shape)
        if len(names) == 1:
            return f"?this a <{names[0]}> ."
        return f"VALUES ?class {{ {' '.join(f'<{name}>' for name in names)} }} ?this a ?class ."

    def _property(self, target: str, constraint: Node, targets: frozenset[str]) -> Iterator[Query]:
        path = self._path(constraint)
        failures = [*self._failures(constraint, {SH.minCount, SH.maxCount}), *self._comparisons(constraint)]
        if failures:
            rows = (
                f"SELECT DISTINCT ?this ?value ?path WHERE {{ {target} ?this <{path}> ?value . BIND(<{path}> AS ?path)"
            )
            body = f"{rows} FILTER({' || '.join(failures)}) }}"
            yield Query(body, {"": self._message(constraint, path)}, self._is_across(constraint), targets)

    def _comparisons(self, constraint: Node) -> Iterator[str]:
        for which, sign in ((SH.lessThan, "<"), (SH.lessThanOrEquals, "<=")):
            if (other := self._one(constraint, which)) is not None:
                yield f"EXISTS {{ ?this <{other}> ?other . FILTER(!COALESCE(?value {sign} ?other, false)) }}"

    def _failures(self, shape: Node, known: set[URIRef]) -> list[str]:
        """Expressions over ``?value`` that are true where a constraint fails."""
        found = []
        for predicate, value in sorted(
            self.shapes.predicate_objects(shape), key=lambda pair: (str(pair[0]), str(pair[1]))
        ):
            if predicate in _QUIET or predicate in known or predicate in (SH.lessThan, SH.lessThanOrEquals):
                continue
            if predicate == SH.flags or not str(predicate).startswith(str(SH)):
                continue
            if predicate not in _EXPRESSIONS:
                raise Unsupported(_short(predicate))
            found.append(_EXPRESSIONS[predicate](self, shape, value))
        return found

    def any_of(self, _: Node, value: Node) -> str:
        options = [self._failures(option, set()) for option in Collection(self.shapes, value)]
        self._only_values(Collection(self.shapes, value))
        return "(" + " && ".join(f"({' || '.join(failures)})" for failures in options) + ")"

    def none_of(self, _: Node, value: Node) -> str:
        self._only_values([value])
        return f"!({' || '.join(self._failures(value, set()))})"

    def _only_values(self, shapes: Iterable[Node]) -> None:
        for shape in shapes:
            if not self._failures(shape, set()) or any(self.shapes.objects(shape, SH.property)):
                raise Unsupported("sh:or or sh:not of anything but constraints on the value itself")

    def of_class(self, _: Node, value: Node) -> str:
        names = " ".join(f"<{name}>" for name in sorted(self.subclasses(str(value))))
        return f"NOT EXISTS {{ ?value a ?kind . FILTER(?kind IN ({', '.join(names.split())})) }}"

    def matches(self, shape: Node, value: Node) -> str:
        flags = self._one(shape, SH.flags)
        tail = f", {flags.n3()}" if isinstance(flags, Literal) else ""
        return f"!REGEX(STR(?value), {value.n3()}{tail})"

    def one_of(self, _: Node, value: Node) -> str:
        values = [item.n3() for item in Collection(self.shapes, value)]
        return "!(" + " || ".join(f"sameTerm(?value, {item})" for item in values) + ")"

    def _sparql(self, target: str, constraint: Node, targets: frozenset[str]) -> Query:
        select = str(self._one(constraint, SH.select)).replace("$this", "?this")
        body = re.sub(r"(?i)\bWHERE\s*\{|\{", lambda match: f"{match[0]} {target} ", select, count=1)
        messages = {"": self._message(constraint, None)}
        return Query("".join(self._prefixes(constraint)) + body, messages, self._is_across(constraint), targets)

    def _is_across(self, constraint: Node) -> bool:
        return self._one(constraint, _ACROSS) == Literal(True)

    def _prefixes(self, constraint: Node) -> Iterator[str]:
        for ontology in self.shapes.objects(constraint, SH.prefixes):
            for declared in self.shapes.objects(ontology, SH.declare):
                name, namespace = self._one(declared, SH.prefix), self._one(declared, SH.namespace)
                yield f"PREFIX {name}: <{namespace}>\n"

    def _path(self, constraint: Node) -> str:
        path = self._one(constraint, SH.path)
        if path is None or isinstance(path, BNode):
            raise Unsupported("a path of more than one property")
        return str(path)

    def _one(self, subject: Node, predicate: URIRef) -> Node | None:
        return self.shapes.value(subject, predicate)

    def _message(self, constraint: Node, path: str | None) -> str:
        if (told := self._one(constraint, SH.message)) is not None:
            return str(told)
        words = []
        for predicate, value in sorted(self.shapes.predicate_objects(constraint), key=lambda pair: str(pair[0])):
            if predicate in (SH.minCount, SH.maxCount) or predicate not in _QUIET:
                words.append(f"{str(predicate).removeprefix(str(SH))} {self._value(value)}")
        return f"{_short(path) if path else 'it'} must have: {', '.join(words)}"

    def _value(self, value: Node) -> str:
        if isinstance(value, BNode):
            return "(" + " ".join(self._value(item) for item in Collection(self.shapes, value)) + ")"
        return _short(value)


def _short(name: object) -> str:
    return re.split(r"[#/]", str(name))[-1] if isinstance(name, URIRef | str) and "://" in str(name) else str(name)


def _datatype(_: _Compiler, __: Node, value: Node) -> str:
    cast = _CASTS.get(URIRef(str(value)))
    # pyoxigraph keeps xsd:integer alone of the types of whole numbers: others are told by their values
    names = f"<{value}>, xsd:integer" if value == XSD.nonNegativeInteger else f"<{value}>"
    wrong = f"!isLiteral(?value) || DATATYPE(?value) NOT IN ({names})"
    return f"({wrong} || !COALESCE(isLiteral({cast}), false))" if cast else f"({wrong})"


def _node_kind(_: _Compiler, __: Node, value: Node) -> str:
    if value not in _KINDS:
        raise Unsupported(f"sh:nodeKind {_short(value)}")
    return f"!{_KINDS[URIRef(str(value))]}"


_EXPRESSIONS: Mapping[Node, Callable[[_Compiler, Node, Node], str]] = {
    SH["class"]: _Compiler.of_class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH["in"]: _Compiler.one_of,
    SH.minInclusive: lambda _, __, value: f"!COALESCE(?value >= {value.n3()}, false)",
    SH.maxInclusive: lambda _, __, value: f"!COALESCE(?value <= {value.n3()}, false)",
    SH.minLength: lambda _, __, value: f"STRLEN(STR(?value)) < {value.n3()}",
    SH.pattern: _Compiler.matches,
    SH["or"]: _Compiler.any_of,
    SH["not"]: _Compiler.none_of,
}
