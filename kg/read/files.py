"""Which files the sources on a command line mean, and the identifier that each file's article gets."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.folder import is_store
from kg.read.source import Skipped
from kg.shown import line


@dataclass(frozen=True, slots=True)
class Files:
    """Files in the order of their real paths, each once, and what could not be reached.

    ``pipes`` are those that were named and are no files: reading one waits for whoever writes into it.
    """

    paths: tuple[Path, ...]
    pipes: frozenset[Path]
    skipped: tuple[Skipped, ...]


def expand(sources: Iterable[str | Path], suffixes: Collection[str]) -> Files:
    """The files that these files, folders and patterns mean, whatever their order.

    ``suffixes`` are those that a reader knows: in a folder other files are passed over, by name or pattern they are
    not. Links that leave their folder are not followed.
    """
    found: list[Path] = []
    skipped: set[Skipped] = set()
    named = set(map(Path, sources := list(sources)))
    for source in sources:
        for one in _expand(source, suffixes):
            if isinstance(one, Skipped):
                skipped.add(one)
            else:
                found.append(one)
    real: dict[Path, Path] = {}
    for path in sorted(found, key=lambda path: (path.is_symlink(), os.fsencode(path))):
        real.setdefault(path.resolve(), path)
    ordered = sorted(real, key=os.fsencode)
    paths = tuple(real[path] for path in ordered)
    pipes = frozenset(path for path in paths if path in named and path.is_fifo())
    return Files(paths, pipes, tuple(sorted(skipped, key=lambda one: (one.source, one.reason))))


def _expand(source: str | Path, suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield from _expand_pattern(str(source), suffixes, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, suffixes)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        yield path
    else:
        yield Skipped(line(source), "neither a file nor a folder; name one of these")


def _expand_pattern(source: str, suffixes: Collection[str], error: Exception) -> Iterator[Path | Skipped]:
    if not glob.has_magic(source) or os.path.lexists(source):
        yield Skipped(line(source), _unreachable(source, error))
        return
    hits = [Path(hit) for hit in sorted(glob.glob(source, recursive=True))]  # noqa: PTH207 (it may be absolute)
    files = [path for path in hits if path.is_file()]
    known = [path for path in files if path.suffix.lower() in suffixes]
    # "**" also gives each folder on the way: their files are hits of their own, so folders count only where all are.
    folders = [path for path in hits if path.is_dir()] if not files else []
    if not files and not folders:
        yield Skipped(line(source), "no file matches this pattern; check it, and quote it on the command line")
    yield from known or files
    for folder in folders:
        yield from _folder(folder, suffixes)


def _unreachable(source: str, error: Exception) -> str:
    if "://" in source:
        return "an address; kg fetches nothing, so save the page and name that file"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    return f"cannot be reached ({getattr(error, 'strerror', None) or error}); check the path and your rights"


def _folder(folder: Path, suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    nothing = True
    for one in _walk(folder, suffixes):
        nothing = False
        yield one
    if nothing:
        yield Skipped(
            line(folder),
            f"no file in it that kg reads ({', '.join(sorted(suffixes))}); name a file itself to have it read as text",
        )


def _walk(root: Path, suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    """Files with a known suffix below a folder; hidden files and folders are passed over, and stores of kg."""
    home = root.resolve()
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as scan:
                entries = [entry for entry in scan if not entry.name.startswith(".")]
        except OSError as error:
            yield Skipped(line(folder), f"cannot be opened ({error.strerror}); check your rights")
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.is_symlink():
                yield from _link(path, home, suffixes)
            elif entry.is_dir(follow_symlinks=False):
                if not is_store(path):  # what kg keeps is no source
                    folders.append(path)
            elif entry.is_file(follow_symlinks=False) and path.suffix.lower() in suffixes:
                yield path


def _link(path: Path, home: Path, suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    """A link within the folder: its file, where it is to one; a folder is walked under its own name."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        if path.suffix.lower() in suffixes:
            yield Skipped(line(path), "a link that leads nowhere; mend or remove it")
        return
    wanted = target.is_dir() or path.suffix.lower() in suffixes
    if wanted and not target.is_relative_to(home):
        yield Skipped(line(path), "a link that leaves the folder, not followed; name its target as a source")
    elif wanted and target.is_file():
        yield path


def identifiers(paths: Iterable[Path]) -> Mapping[Path, str]:
    """An identifier for each file: its stem, or where several share one the path from the folder that they share.

    Two files that differ only in their suffix keep it.
    """
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        groups[path.stem].append(path)
    named: dict[Path, str] = {}
    for stem, group in groups.items():
        if len(group) == 1:
            named[group[0]] = _words(stem)
            continue
        whole = {path: path.parent.resolve() / path.name for path in group}
        shared = Path(os.path.commonpath([path.parent for path in whole.values()]))
        bare = {path: full.relative_to(shared).with_name(stem).as_posix() for path, full in whole.items()}
        taken = Counter(bare.values())
        for path, name in bare.items():
            named[path] = _words(name if taken[name] == 1 else whole[path].relative_to(shared).as_posix())
    return named


def _words(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
