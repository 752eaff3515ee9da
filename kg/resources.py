"""Where the data that ships with kg lies: in the wheel under ``kg/_ontology``, in a checkout beside the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def ontology_folder() -> Path:
    """The ontology that ships with this copy of kg."""
    package = Path(str(files("kg")))
    shipped = package / "_ontology"
    return shipped if shipped.is_dir() else package.parent / "ontology"


def sample_folder() -> Path:
    """The sample articles that ship with kg."""
    return Path(str(files("kg"))) / "sample"
