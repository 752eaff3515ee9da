"""Saved questions: the SPARQL files of ``ontology/queries/``, each with a name, a title and parameters.

A question is a file ``NAME.rq`` whose first lines are comments that describe it::

    # title: What happened in a place
    # description: Events at the place or anywhere within it.
    # columns: event, at
    # param: place = place:russia "the place, at any depth"
    SELECT ?event ?at { ?e a kg:Event ; rdfs:label ?event ; kg:place ?at . ?at kg:within* ?place }

A parameter is a variable of the query. Its value stands in a VALUES clause that opens the query's pattern; one without
a value is left open, so that the answer is about all. Values become RDF terms before they come near the query, and
are written as pyoxigraph writes terms: whatever somebody gives, it is a name or a text, and never part of the question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import OntologyError, StoreError
from kg.ontology.tables import did_you_mean
from kg.ontology.types import CORE, TYPES
from kg.rdf.write import prefixes
from kg.resources import ontology_folder
from kg.store import Rows, ask, load_store
from kg.terms import BASE, KG, PREFIXES

FOLDER = "queries"
_KEYS = ("title", "description", "columns", "param")
_COMMENT = re.compile(r"# (\w+):\s*(.*)")
_PARAMETER = re.compile(r'(?P<name>[a-z]\w*)(?:\s*=\s*(?P<default>\S.*?))?\s+"(?P<words>[^"]+)"')
_NO_CODE = re.compile(
    r"<[^<>\s]*>|'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|#[^\n]*", re.DOTALL
)
_NAMED = re.compile(r"\b(kg|etype):([A-Za-z][\w-]*)")
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|^`\\]+")
_SPACES = {"kg": KG, "etype": f"{BASE}id/event-type/"}
_FORMS = {"date": r"\d{4}-\d\d-\d\d", "integer": r"[+-]?\d+", "decimal": r"[+-]?(\d+(\.\d+)?|\.\d+)"}
_MOST = 5

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Parameter:
    """What a question leaves open. ``default`` is as its file has it, None where the question is then about all."""

    name: str
    default: str | None
    words: str


@dataclass(frozen=True)
class Question:
    """A saved question: ``columns`` are the names of what it answers, ``sparql`` is the whole file."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str

    def bound(self, values: Mapping[str, Term | tuple[Term, ...]]) -> str:
        """The query, with values of some of its parameters; of several values, each is asked about."""
        if not values:
            return self.sparql
        names = " ".join(map("?{}".format, values))
        every = product(*(value if isinstance(value, tuple) else (value,) for value in values.values()))
        rows = " ".join(f"({' '.join(map(str, row))})" for row in every)
        place = _code(self.sparql).index("{") + 1
        return f"{self.sparql[:place]} VALUES ({names}) {{ {rows} }} {self.sparql[place:]}"


def questions(folder: Path | None = None) -> Mapping[str, Question]:
    """The questions of an ontology folder by name, in order; of that which ships with kg if none is given.

    Raises OntologyError, naming file and line, for the first that is wrong: a header that lacks something, bad SPARQL,
    columns that are not those of the header, a class, property or event type that the ontology does not have.
    """
    return MappingProxyType({path.stem: question(path.stem, folder) for path in _paths(folder)})


def question(name: str, folder: Path | None = None) -> Question:
    """One question; raises StoreError where there is none of this name, and OntologyError as :func:`questions`."""
    paths = {path.stem: path for path in _paths(folder)}
    if name not in paths:
        hint = did_you_mean(name, paths) if paths else f"There is no folder '{FOLDER}' with any."
        msg = f"no question '{name}'. {hint} kg query --list shows all"
        raise StoreError(msg)
    return _checked(paths[name], _read(paths[name]), _declared(folder or ontology_folder()))


def _paths(folder: Path | None) -> list[Path]:
    return sorted(((folder or ontology_folder()) / FOLDER).glob("*.rq"))


def answer(path: Path | str, asked: Question, given: Mapping[str, str], *, base: str = BASE) -> Rows:
    """The answer to a question about a file.

    ``given`` are values by parameter: a thing's name in the graph, its IRI or a short one like ``place:russia``; or,
    where the default is a text, number or date, another one. A thing stands for all that is judged to be one with it.
    Raises StoreError for a bad file, parameter or value.
    """
    known = [parameter.name for parameter in asked.parameters]
    if unknown := [name for name in given if name not in known]:
        hint = did_you_mean(unknown[0], known) if known else "It has none."
        msg = f"question '{asked.name}' has no parameter '{unknown[0]}'. {hint}"
        raise StoreError(msg)
    store = load_store(path)
    values = {one.name: _default(one.default, base) for one in asked.parameters if one.default}
    values |= {name: _value(store, name, words, values.get(name), base) for name, words in given.items()}
    return ask(store, asked.bound({name: _one(store, value, base) for name, value in values.items()}), base=base)


# -- values ----------------------------------------------------------------------------------------------------------


def _default(words: str, base: str) -> Term:
    """A default, as Turtle writes it; raises ValueError where it is anything but one name or literal."""
    bound = "".join(f"@prefix {name}: <{space}> ." for name, space in prefixes(base).items())
    try:
        quads = list(ox.parse(f"{bound}<x:s> <x:p> {words} .", ox.RdfFormat.TURTLE))
    except SyntaxError:
        quads = []
    term = quads[0].object if len(quads) == 1 else None
    if not isinstance(term, Term):
        raise ValueError(words)
    return term


def _value(store: ox.Store, name: str, words: str, default: Term | None, base: str) -> Term:
    try:
        if isinstance(default, ox.Literal):
            return _literal(words, default)
        return _thing(store, words.strip(), default, base)
    except ValueError as error:
        msg = f"{name}: {error}"
        raise StoreError(msg) from error


def _one(store: ox.Store, value: Term, base: str) -> tuple[Term, ...]:
    """The value, and whatever things of the graph are judged to be one with it, in order."""
    if not isinstance(value, ox.NamedNode):
        return (value,)
    rows = ask(store, f"SELECT DISTINCT ?it {{ {value} (owl:sameAs|^owl:sameAs)+ ?it }}", base=base)
    also = {ox.NamedNode(cell) for row in rows for cell in row if cell and cell.startswith(f"{base}id/")}
    return (value, *sorted(also - {value}, key=str))


def _literal(words: str, default: ox.Literal) -> ox.Literal:
    kind = default.datatype.value.removeprefix(PREFIXES["xsd"])
    good = re.fullmatch(_FORMS.get(kind, ".*"), words, re.ASCII | re.DOTALL)
    try:
        if good and kind == "date":
            dt.date.fromisoformat(words)
    except ValueError:
        good = None
    if not good:
        msg = f"'{words}' is no {kind}; give one like {default.value}"
        raise ValueError(msg)
    return ox.Literal(words, datatype=default.datatype)


def _thing(store: ox.Store, words: str, default: ox.NamedNode | None, base: str) -> ox.NamedNode:
    """What somebody means by an IRI, a short one, or a name in lower or upper case; raises ValueError where unclear."""
    prefix, _, local = words.partition(":")
    space = prefixes(base).get(prefix)
    whole = words.removeprefix("<").removesuffix(">")
    if _WHOLE.fullmatch(whole) and (space or "/" in whole):
        return ox.NamedNode(space + local if space else whole)
    found = _labelled(store, words, base)
    if len(found) > 1 and default is not None:  # of several, what is of the kind that is asked for
        kind = default.value.rpartition("/")[0]
        found = [name for name in found if name.startswith(f"{kind}/")] or found
    if len(found) == 1:
        return ox.NamedNode(found[0])
    if not found:
        msg = f"nothing in this graph is named '{words}'; kg explain finds names like it"
        raise ValueError(msg)
    more = " …" if len(found) > _MOST else ""
    msg = f"{len(found)} things are named '{words}'; give one of {' '.join(found[:_MOST])}{more}"
    raise ValueError(msg)


def _labelled(store: ox.Store, words: str, base: str) -> list[str]:
    """IRIs of what has this label, or else this identifier or other name."""
    wanted = ox.Literal(words.lower())
    for link in ("rdfs:label", "schema:identifier", "skos:altLabel"):
        pattern = f"?it {link} ?name FILTER(LCASE(STR(?name)) = {wanted})"
        rows = ask(store, f"SELECT DISTINCT ?it {{ {pattern} }} ORDER BY ?it", base=base)
        if found := [cell for row in rows for cell in row if cell]:
            return found
    return []


# -- reading and checking --------------------------------------------------------------------------------------------


def _read(path: Path) -> Question:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{FOLDER}/{path.name}: cannot be read as UTF-8 ({error})"
        raise OntologyError(msg) from error
    told: dict[str, list[tuple[int, str]]] = {key: [] for key in _KEYS}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _COMMENT.fullmatch(line.rstrip()):
            if match[1] not in told:
                raise _wrong(path, number, f"unknown '{match[1]}:'. {did_you_mean(match[1], _KEYS)}")
            told[match[1]].append((number, match[2]))
    for key in _KEYS[:3]:
        if not any(words for _, words in told[key]):
            raise _wrong(path, 1, f"no '# {key}: …'; describe the question in its first lines")
    title, description, columns = (" ".join(words for _, words in told[key]) for key in _KEYS[:3])
    parameters = tuple(_parameter(path, *line) for line in told["param"])
    return Question(path.stem, title, description, tuple(re.split(r"[,\s]+", columns.strip())), parameters, text)


def _parameter(path: Path, number: int, words: str) -> Parameter:
    match = _PARAMETER.fullmatch(words)
    if match is None:
        raise _wrong(path, number, 'write a parameter as: name = default "what it is", or without = and default')
    found = Parameter(match["name"], match["default"], match["words"])
    if found.default:
        try:
            _default(found.default, BASE)
        except ValueError as error:
            raise _wrong(path, number, f"'{found.default}' is no name or literal of Turtle") from error
    return found


def _checked(path: Path, asked: Question, declared: frozenset[str]) -> Question:
    """The question itself, where its query can be answered and is about what there is."""
    code = _code(asked.sparql)
    for number, line in enumerate(code.splitlines(), start=1):
        for prefix, local in _NAMED.findall(line):
            if _SPACES[prefix] + local not in declared:
                near = [name.removeprefix(_SPACES[prefix]) for name in declared if name.startswith(_SPACES[prefix])]
                raise _wrong(path, number, f"unknown {prefix}:{local}. {did_you_mean(local, near)}")
    for parameter in asked.parameters:
        if not re.search(rf"[?$]{parameter.name}\b", code):
            raise _wrong(path, 1, f"the query has no variable ?{parameter.name} for its parameter")
    values = {one.name: _default(one.default, BASE) for one in asked.parameters if one.default}
    try:
        names = ask(ox.Store(), asked.sparql).names
        ask(ox.Store(), asked.bound(values))
    except StoreError as error:
        msg = f"{FOLDER}/{path.name} {str(error).removeprefix('query').lstrip(': ')}"
        raise OntologyError(msg) from error
    if names != asked.columns:
        raise _wrong(path, 1, f"the columns are {', '.join(names)}, the header says {', '.join(asked.columns)}")
    return asked


def _wrong(path: Path, line: int, problem: str) -> OntologyError:
    return OntologyError(f"{FOLDER}/{path.name} line {line}: {problem}")


def _code(sparql: str) -> str:
    """The query, blanks instead of comments, texts and IRIs, so that places stay."""
    return _NO_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)


@lru_cache(maxsize=4)
def _declared(folder: Path) -> frozenset[str]:
    """IRIs of what the vocabulary of an ontology folder describes."""
    found: set[str] = set()
    for name in (CORE, TYPES):
        try:
            quads = ox.parse(path=folder / name, format=ox.RdfFormat.TURTLE)
            found.update(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))
        except (OSError, SyntaxError) as error:
            msg = f"{folder / name}: cannot be read ({' '.join(str(error).split())}); kg check --ontology says more"
            raise OntologyError(msg) from error
    return frozenset(found)
