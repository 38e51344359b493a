"""The user's own vocabulary files: read once, kept by content, and in use for as long as a block lasts."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from imrgraph.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from os import PathLike

Args = TypeVarTuple("Args")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class OwnFile:
    """One Turtle file of the user's: its SHA-256 (hex), its name as given, and its bytes."""

    digest: str
    name: str
    turtle: bytes

    @classmethod
    def of(cls, name: str, turtle: bytes) -> OwnFile:
        return cls(hashlib.sha256(turtle).hexdigest(), name, turtle)


@dataclass(frozen=True, slots=True)
class OwnVocabularies:
    """Files that add to the vocabularies of `ontology/`, each content once, sorted by digest."""

    files: tuple[OwnFile, ...] = ()
    digest: str = ""  # over the files' contents; the same for other names and another order

    @classmethod
    def of(cls, files: Iterable[OwnFile]) -> OwnVocabularies:
        kept = tuple(sorted({file.digest: file for file in sorted(files, reverse=True)}.values()))
        words = "".join(file.digest for file in kept)
        return cls(kept, hashlib.sha256(words.encode()).hexdigest() if kept else "")

    def __hash__(self) -> int:
        return hash(self.digest)


NONE = OwnVocabularies()
_IN_USE: ContextVar[OwnVocabularies] = ContextVar("_IN_USE", default=NONE)


def own_vocabularies() -> OwnVocabularies:
    """Those in use here; empty when only the vocabularies of `ontology/` are."""
    return _IN_USE.get()


@contextmanager
def using(own: OwnVocabularies) -> Iterator[None]:
    """Use these (and no other files of the user's) within the block."""
    token = _IN_USE.set(own)
    try:
        yield
    finally:
        _IN_USE.reset(token)


def vocabulary_cache(build: Callable[[*Args], T]) -> Callable[[*Args], T]:
    """As `functools.cache`, for what is built from vocabularies: kept apart for each choice of own files.

    A test sees to it that nothing that is built from vocabularies is kept by `functools.cache`.
    """
    kept: dict[Hashable, T] = {}

    @wraps(build)
    def found(*args: *Args) -> T:
        key = (_IN_USE.get().digest, args)
        try:
            return kept[key]
        except KeyError:
            pass
        value = kept[key] = build(*args)
        return value

    return found


def read_own(paths: Iterable[str | PathLike[str]]) -> OwnVocabularies:
    """Read Turtle files as they are now; `checks.check` says whether they fit.

    Raises:
        VocabularyError: a file cannot be read.
    """
    files = []
    for path in map(Path, paths):
        try:
            files.append(OwnFile.of(str(path), path.read_bytes()))
        except OSError as error:
            raise VocabularyError(str(path), error.strerror or "cannot be read") from error
    return OwnVocabularies.of(files)


@cache
def own_statements(file: OwnFile) -> tuple[tuple[Any, Any, Any], ...]:
    """The file's triples, as terms of pyoxigraph, in its order.

    Raises:
        VocabularyError: it does not parse.
    """
    import pyoxigraph as ox

    try:
        parsed = ox.parse(file.turtle, ox.RdfFormat.TURTLE)
        return tuple((quad.subject, quad.predicate, quad.object) for quad in parsed)
    except SyntaxError as error:
        raise VocabularyError(file.name, error.msg.removeprefix("Parser error at ")) from error
