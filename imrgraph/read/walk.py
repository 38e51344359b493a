"""Which files a user means by a file, a folder, a glob or `-`, and what the graph calls them."""

from __future__ import annotations

import glob
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.request import url2pathname

from imrgraph.read.text import STANDARD_INPUT, ReadFailure, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKED = (".txt", ".pdf", ".jsonl", ".csv")
NO_LETTERS = f"no letters in this folder ({', '.join(_PACKED)}, .zip)"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_DOUBLE = tuple(suffix + ".gz" for suffix in _PACKED)
READ_SUFFIXES = (*_PACKED, *_DOUBLE, ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to read.

    Attributes:
        name: what the graph calls it, relative to the source given.
        origin: its absolute path or address, by which a changed letter is known to be in the same place.
        path: where it is; None for standard input and for what has a `url`.
        url: the address of one that is elsewhere, with whatever opens it: it may hold a password.
        size: of such a one, in bytes, as far as is known.
        version: of such a one, what changes when it does; of one with a path, what `state_of` said, where that must hold.
        data: all that is in it, where it has been read already.
        archive: the one that it was taken from, with its data.
    """

    name: str
    origin: str
    path: Path | None
    url: str | None = field(default=None, repr=False)
    size: int | None = None
    version: str = ""
    data: bytes | None = field(default=None, repr=False)
    archive: File | None = None

    @property
    def place(self) -> str | None:
        """Where to find it again: an absolute path or an address; None where no address without secrets leads to it."""
        if self.url is not None:
            return self.url if self.url == self.origin else None
        return None if self.path is None else str(self.path.absolute())


def walk(source: str | os.PathLike[str]) -> Iterator[File | ReadFailure]:
    """The files of one source, sorted.

    A file is taken whatever its suffix. Of a folder, and of folders that a glob names, all files with a
    suffix that can be read are taken, at any depth; hidden ones, and links that lead out of it, are not.
    """
    given = os.fspath(source)
    if is_address(given):
        protocol, _, path_there = given.partition("://")
        if protocol != "file":
            from imrgraph.read.remote import walk_address

            yield from walk_address(given)
            return
        given = url2pathname(path_there)
    path = Path(given)
    if given == STANDARD_INPUT:
        yield File(name=STANDARD_INPUT, origin=STANDARD_INPUT, path=None)
    elif os.path.isdir(path):  # noqa: PTH112 (which raises nothing, whatever the name)
        yield from _folder(path, path)
    elif os.path.lexists(path):
        yield _file(path, path.parent)
    elif glob.has_magic(given):
        yield from _glob(given)
    else:
        yield ReadFailure(source_name=_shown(given), reason="no such file or folder")


def is_address(source: str) -> bool:
    """Whether a source is an address such as `s3://bucket/letters/`, and no path.

    >>> is_address("s3://bucket/letters/"), is_address("letters/"), is_address("c:/letters")
    (True, False, False)
    """
    return _ADDRESS.match(source) is not None


def state_of(path: Path) -> str:
    """What changes when a file does: its size in bytes, and when it was written to. `?` where there is none."""
    try:
        state = os.stat(path)  # noqa: PTH116 (a million times)
    except OSError:
        return "?"
    return f"{state.st_size} {state.st_mtime_ns}"


def suffix_of(name: str) -> str | None:
    """The suffix that says how to read a file, `.gz` included; None for one that says nothing.

    >>> suffix_of("letters.JSONL.gz"), suffix_of("notes.docx")
    ('.jsonl.gz', None)
    """
    return next((suffix for suffix in READ_SUFFIXES if name.lower().endswith(suffix)), None)


def _folder(folder: Path, root: Path) -> Iterator[File | ReadFailure]:
    found = False
    for file in _inside(folder, root, folder.resolve()):
        found = True
        yield file
    if not found:
        yield ReadFailure(source_name=_shown(str(folder)), reason=NO_LETTERS)


def _inside(folder: Path, root: Path, bounds: Path) -> Iterator[File | ReadFailure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield ReadFailure(source_name=_name(folder, root), reason=f"cannot be opened ({error.strerror})")
        return
    resolved = folder.resolve()
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _inside(path, root, bounds)
        elif suffix_of(entry.name) is None:
            continue
        elif entry.is_symlink() and not path.resolve().is_relative_to(bounds):
            yield ReadFailure(
                source_name=_name(path, root), reason="a link that leads out of the folder; not followed"
            )
        elif entry.is_symlink() and entry.is_file():
            yield _file(path, root)
        elif entry.is_file():  # nothing to resolve but its folder, which is done once for all of them
            yield File(name=_name(path, root), origin=_shown(str(resolved / entry.name)), path=path)


def _glob(pattern: str) -> Iterator[File | ReadFailure]:
    root = Path(*_before_magic(Path(pattern).parts))
    matches = sorted(Path(match) for match in glob.glob(pattern, recursive=True))  # noqa: PTH207
    if not matches:
        yield ReadFailure(source_name=_shown(pattern), reason="no file matches")
    inside = [match for match in matches if not any(folder in matches for folder in match.parents)]
    for match in inside:  # what a matched folder holds is met there
        if match.is_dir():
            yield from _inside(match, root, match.resolve())
        else:
            yield _file(match, root)


def _before_magic(parts: tuple[str, ...]) -> list[str]:
    kept = []
    for part in parts[:-1]:
        if glob.has_magic(part):
            break
        kept.append(part)
    return kept


def _file(path: Path, root: Path) -> File:
    return File(name=_name(path, root), origin=_shown(str(path.resolve())), path=path)


def _name(path: Path, root: Path) -> str:
    return _shown(PurePosixPath(*path.relative_to(root).parts).as_posix())


def _shown(name: str) -> str:
    """A name as text, whatever bytes the file system holds."""
    return printable(os.fsencode(name).decode("utf-8", "replace"))
