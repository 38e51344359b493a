"""What turns a letter into a case, and how to tell whether that has changed."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.data import ontology_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from imrgraph.records import Case, Letter
    from imrgraph.vocab.own import OwnVocabularies

    Extract = Callable[[Letter], Case]

_PARTS = (
    *("errors.py", "records.py", "rules.py", "data.py"),
    *("vocab", "read", "segment", "cite", "extract", "model", "rdf", "tables"),
)
_LIBRARIES = ("pypdfium2", "pyahocorasick", "rapidfuzz")  # whose answers decide what is read


def default_extract() -> Extract:
    from imrgraph.model.case import extract

    return extract


def extractor_version(extract: Extract, own: OwnVocabularies) -> str:
    """A digest (hex) that changes with whatever decides what is read in a letter: code, vocabularies, libraries.

    Returns:
        Empty for an `extract` of somebody else's, of which nobody can tell whether it has changed.
    """
    if extract.__module__ != "imrgraph.model.case":
        return ""
    return hashlib.sha256(f"{_own_version()} {own.digest}".encode()).hexdigest()


def _own_version() -> str:
    return _version_of(_PARTS)


def code_version() -> str:
    """A digest (hex) that two installations share when they read letters alike and write down alike what they found."""
    return _version_of((*_PARTS, "store"))


@cache
def _version_of(parts: tuple[str, ...]) -> str:
    from imrgraph import __version__

    digest = hashlib.sha256(__version__.encode())
    for library in _LIBRARIES:
        try:
            digest.update(version(library).encode())
        except PackageNotFoundError:
            digest.update(b"?")
    home = Path(__file__).parent.parent
    code = [path for part in parts for path in [home / part, *(home / part).rglob("*.py")] if path.is_file()]
    for path in [*sorted(code), *sorted(path for path in ontology_dir().iterdir() if path.is_file())]:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def can_be_sent(extract: Extract) -> bool:
    """Whether another process can be told to use this function: by its name in its module."""
    module = extract.__module__
    return module != "__main__" and getattr(sys.modules.get(module), extract.__qualname__, None) is extract
