"""Files that are elsewhere: buckets, servers, whatever fsspec knows an address of. They are read as local ones are.

Credentials are those that fsspec finds (environment, its own configuration). One within an address opens what it is for, and
is in no name, message or store.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from imrgraph.errors import MissingExtraError
from imrgraph.read.text import ReadFailure, printable
from imrgraph.read.walk import NO_LETTERS, File, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fsspec import AbstractFileSystem
    from typing_extensions import Buffer

_OF_ONE_PROCESS = "memory"  # the protocol of what no other process sees
_WEB = ("http", "https")
_AT_ONCE = 1 << 20  # bytes: up to this a file is fetched by one request
# What listings say of a file's state, each protocol in its own words.
_STATES = (
    *("ETag", "etag", "md5", "md5Hash", "checksum", "Content-MD5", "Digest"),
    *("LastModified", "last_modified", "Last-Modified", "mtime", "modified", "updated", "created"),
)


def walk_address(address: str) -> Iterator[File | ReadFailure]:
    """The files of one address, as `walk.walk` gives them for a path.

    Raises:
        MissingExtraError: fsspec is not installed.
    """
    try:
        yield from _Place(address).files()
    except UnreachableError as error:
        yield ReadFailure(source_name=shown_address(address), reason=error.why)


def shown_address(address: str) -> str:
    """An address without what may be secret in it: user and password, and parameters, of which a digest stays.

    >>> shown_address("sftp://me:secret@host/letters.zip")
    'sftp://host/letters.zip'
    """
    parts = urlsplit(address)
    shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    path = address.partition("://")[2][len(parts.netloc) :]
    if parts.scheme in _WEB and (parts.query or parts.fragment):
        secret = hashlib.sha256(f"{parts.query}#{parts.fragment}".encode()).hexdigest()[:12]
        path = f"{parts.path}?{secret}"
    return printable(shown + path)


@contextmanager
def opened(file: File) -> Iterator[tuple[io.BufferedReader[Any], int | None]]:
    """A file that has a `url`, for reading, and its size in bytes (None where it is a stream of unknown length).

    Raises:
        OSError: it cannot be opened or read; `strerror` says why, and nothing of the address.
    """
    assert file.url is not None
    try:
        system, path = file_system(file.url)
        with reached():
            if file.size is not None and file.size <= _AT_ONCE:
                stream: Any = io.BytesIO(system.cat_file(path))
            else:
                stream = system.open(path, "rb")
    except UnreachableError as error:
        raise error.as_os_error() from error
    with stream, io.BufferedReader(_Fetched(stream)) as buffered:
        yield buffered, file.size if buffered.seekable() else None


def can_be_opened(url: str) -> bool:
    """Whether this process has what opens such an address; whether something is there shows when it is opened."""
    try:
        file_system(url)
    except (UnreachableError, MissingExtraError):
        return False
    return not url.startswith(f"{_OF_ONE_PROCESS}://")


def fetched(files: Sequence[File]) -> list[File]:
    """The files, with their data where they are elsewhere, small, and can be had: all at once, which is how buckets are quick."""
    waiting: dict[int, tuple[AbstractFileSystem, list[tuple[int, str]]]] = {}
    for at, file in enumerate(files):
        if file.url is not None and file.data is None and file.size is not None and file.size <= _AT_ONCE:
            with suppress(UnreachableError):  # which shows when it is opened alone
                system, path = file_system(file.url)
                waiting.setdefault(id(system), (system, []))[1].append((at, path))
    found = list(files)
    for system, places in waiting.values():
        with suppress(UnreachableError), reached():
            paths = [path for _, path in places]
            for (at, _), data in zip(places, system.cat_ranges(paths, None, None), strict=True):
                if isinstance(data, bytes):
                    found[at] = replace(files[at], data=data)
    return found


class _Place:
    """What an address names: a file system, and the path there (`_root`, at `_base`) that names are relative to."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._is_web = urlsplit(address).scheme in _WEB
        self._system, self._path = file_system(address)
        self._base = address if address.endswith("://") else address.rstrip("/")
        self._root = self._path.rstrip("/")

    def files(self) -> Iterator[File | ReadFailure]:
        magic = "*" if self._is_web else "*?["
        with reached():
            self._system.invalidate_cache()
        if any(sign in self._path for sign in magic):
            yield from self._matches(magic)
        elif self._is_web and self._address.endswith("/"):
            yield from self._folder(self._root)
        else:
            with reached():
                info = self._system.info(self._path)
            if info["type"] == "directory":
                yield from self._folder(self._root)
            else:
                path = urlsplit(self._address).path if self._is_web else self._path
                yield self._file(info, self._address, path.rpartition("/")[2])

    def _matches(self, magic: str) -> Iterator[File | ReadFailure]:
        """What a pattern matches; names are relative to the folder before its first magic sign."""
        with reached():
            found = self._system.glob(self._path, detail=True)
        before = min(self._path.index(sign) for sign in magic if sign in self._path)
        self._base = self._base[: before - len(self._root)].rpartition("/")[0]
        self._root = self._root[:before].rpartition("/")[0]
        shown = [path for path in found if "/." not in f"/{self._below(path)}"]
        folders = {path.rstrip("/") for path in shown if found[path]["type"] == "directory"}
        outer = [path for path in shown if not folders.intersection(_above(path))]
        for path in sorted(
            outer, key=lambda path: path.split("/")
        ):  # what a matched folder holds is met there
            if found[path]["type"] == "directory":
                yield from self._inside(path.rstrip("/"))
            else:
                yield self._listed(found[path])
        if not outer:
            yield ReadFailure(source_name=shown_address(self._address), reason="no file matches")

    def _folder(self, folder: str) -> Iterator[File | ReadFailure]:
        found = False
        for file in self._inside(folder):
            found = True
            yield file
        if not found:
            yield ReadFailure(source_name=shown_address(self._address), reason=NO_LETTERS)

    def _inside(self, folder: str) -> Iterator[File | ReadFailure]:
        try:
            with reached():
                entries = self._system.ls(f"{folder}/" if self._is_web else folder, detail=True)
        except UnreachableError as error:
            name = self._below(folder) or shown_address(self._address)
            yield ReadFailure(source_name=printable(name), reason=error.why)
            return
        listed = {entry["name"].rstrip("/"): entry for entry in entries}
        for path in sorted(listed):
            name = path.removeprefix(f"{folder}/")
            if not path.startswith(f"{folder}/") or not name or "/" in name or name.startswith("."):
                continue  # a page may link to anything
            if listed[path]["type"] == "directory":
                yield from self._inside(path)
            elif listed[path]["type"] == "file" and suffix_of(name) is not None:
                yield self._listed(listed[path])

    def _listed(self, info: Mapping[str, Any]) -> File:
        below = self._below(info["name"])
        return self._file(info, f"{self._base}/{below}", below)

    def _file(self, info: Mapping[str, Any], url: str, name: str) -> File:
        if not _state(info):
            with suppress(UnreachableError), reached():
                info = self._system.info(info["name"])
        return File(
            name=printable(unquote(name) if self._is_web else name),
            origin=shown_address(url),
            path=None,
            url=url,
            size=info.get("size"),
            version=_state(info)
            or secrets.token_hex(),  # of a server that tells nothing: read anew each time
        )

    def _below(self, path: str) -> str:
        return path.removeprefix(self._root).lstrip("/")


class _Fetched(io.RawIOBase):
    """A stream of fsspec's whose errors, of whatever library, are OSErrors."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        try:
            with reached():
                data = self._stream.read(len(view))
        except UnreachableError as error:
            raise error.as_os_error() from error
        view[: len(data)] = data
        return len(data)


class UnreachableError(Exception):
    """Something elsewhere cannot be had; `why` says nothing of its address."""

    def __init__(self, why: str, *, is_missing: bool = False) -> None:
        super().__init__(why)
        self.why, self._is_missing = why, is_missing

    def as_os_error(self) -> OSError:
        return FileNotFoundError(errno.ENOENT, self.why) if self._is_missing else OSError(errno.EIO, self.why)


def file_system(address: str) -> tuple[AbstractFileSystem, str]:
    """What opens an address, and the path there.

    Raises:
        MissingExtraError: fsspec is not installed.
        UnreachableError: nothing opens such addresses.
    """
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import get_filesystem_class
    except ImportError as error:
        raise MissingExtraError("fsspec", "cluster") from error
    scheme = urlsplit(address).scheme
    try:
        get_filesystem_class(scheme)
    except ValueError as error:
        raise UnreachableError(f"nothing is known of the protocol {scheme}://") from error
    except ImportError as error:
        raise UnreachableError(f"needs a package that is not installed ({error})") from error
    with reached():
        system, path = url_to_fs(address)
    return system, path


@contextmanager
def reached() -> Iterator[None]:
    """Whatever goes wrong on the way is an UnreachableError: each protocol's library has errors of its own."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnreachableError("no such file or folder", is_missing=True) from error
    except PermissionError as error:
        raise UnreachableError("permission denied; credentials come from the environment") from error
    except Exception as error:
        number = error.errno if isinstance(error, OSError) else None
        why = type(error).__name__ if number in (None, errno.EIO) else os.strerror(number)
        raise UnreachableError(f"cannot be reached: {why}") from error


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in."""
    return (path[:at] for at, sign in enumerate(path.rstrip("/")) if sign == "/")


def _state(info: Mapping[str, Any]) -> str:
    """What a listing says of a file's state; empty where it says nothing."""
    said = [f"{name}={info[name]}" for name in _STATES if info.get(name)]
    return f"{info.get('size')} {' '.join(said)}" if said else ""
