"""Packages of npm for tests: installed once, as a lock file pins them, into the user's cache and nowhere else."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_UNREACHABLE = re.compile(
    r"\b(EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|EPROTO|E40[137]|E5\d\d)\b"
    r"|ERR_SOCKET_TIMEOUT|CERT|network"
)
_OPTIONS = "--ignore-scripts --prefer-offline --no-audit --no-fund --fetch-retries=0 --fetch-timeout=20000"


def packages(folder: Path) -> Path:
    """A folder whose ``node_modules`` has what ``package-lock.json`` in ``folder`` says, byte for byte.

    It is installed by ``npm ci``, without any scripts of the packages, into ``newskg-tests`` in the user's cache folder
    (``XDG_CACHE_HOME`` or ``~/.cache``), from npm's own cache where that has them. Skips the test where there is no
    Node.js or npm, or where the packages are not there and the registry cannot be reached.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("Node.js with npm is not installed")
    lock = (folder / "package-lock.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newskg-tests"
    place = caches / f"{folder.name}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not place.is_dir():
        caches.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=caches) as work:
            made = Path(work) / "made"
            made.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copyfile(folder / name, made / name)
            _install(made)
            try:
                made.rename(place)
            except OSError:  # another process was faster
                assert place.is_dir()
    return place


def _install(folder: Path) -> None:
    command = ["npm", "ci", *_OPTIONS.split()]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry does not answer")
    why = next(filter(_UNREACHABLE.search, ran.stderr.splitlines()), None)
    if ran.returncode and why:
        pytest.skip(f"npm's registry cannot be reached: {why}")
    assert ran.returncode == 0, ran.stderr
