"""The members of zip archives and the content of gzip files, with limits on what they may grow to."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from imrgraph.errors import LetterError
from imrgraph.read.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer

MAX_RATIO = 200  # expanded to packed; letters reach 10
MAX_EXPANDED = 64 << 30  # bytes of one archive or one gzip file
_HARMLESS = 20_000_000  # bytes: below this no ratio matters
ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip archive; `info` is what opens it."""

    name: str
    size: int  # bytes, unpacked
    info: zipfile.ZipInfo


def open_zip(stream: IO[bytes], source_name: str, packed: int) -> zipfile.ZipFile:
    """Open an archive that may be unpacked.

    Args:
        packed: the archive's own size in bytes.

    Raises:
        LetterError: it is no zip archive, or one that expands beyond all measure.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (*ARCHIVE_ERRORS, OSError, ValueError, UnicodeError) as error:
        raise LetterError(source_name, "broken zip archive") from error
    total = sum(info.file_size for info in archive.infolist())
    if _is_bomb(total, packed):
        archive.close()
        raise LetterError(
            source_name, f"zip bomb: {packed:,} bytes would expand to {total:,}; nothing was unpacked"
        )
    return archive


def members(archive: zipfile.ZipFile) -> Iterator[Member]:
    """The files in an archive, sorted by name; hidden ones and what macOS adds are passed over."""
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = info.filename.replace("\\", "/").lstrip("/")
        parts = name.split("/")
        if info.is_dir() or "__MACOSX" in parts or any(part.startswith(".") for part in parts):
            continue
        yield Member(printable(name), info.file_size, info)


def open_member(archive: zipfile.ZipFile, member: Member, source_name: str) -> IO[bytes]:
    """Open a member for reading.

    Raises:
        LetterError: it is encrypted, packed by an unknown method, damaged, or a bomb.
    """
    if member.info.flag_bits & 0x1:
        raise LetterError(source_name, "encrypted in its archive (password-protected)")
    if _is_bomb(member.size, member.info.compress_size):
        raise LetterError(source_name, f"zip bomb: would expand to {member.size:,} bytes; not unpacked")
    try:
        return archive.open(member.info)
    except NotImplementedError as error:
        raise LetterError(source_name, "packed by a method that cannot be read") from error
    except (*ARCHIVE_ERRORS, OSError, RuntimeError) as error:
        raise LetterError(source_name, "damaged in its archive") from error


def open_gzip(stream: IO[bytes], source_name: str, packed: int | None) -> io.BufferedReader:
    """Read a gzip file; reading on where no letters would expand that far raises LetterError."""
    return io.BufferedReader(_Expanding(gzip.GzipFile(fileobj=stream), source_name, packed))


class _Expanding(io.RawIOBase):
    """Counts what comes out of a gzip file."""

    def __init__(self, stream: gzip.GzipFile, source_name: str, packed: int | None) -> None:
        self._stream, self._name, self._out = stream, source_name, 0
        self._ceiling = MAX_EXPANDED if packed is None else max(_HARMLESS, MAX_RATIO * packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        data = self._stream.read(len(memoryview(buffer)))
        self._out += len(data)
        if self._out > self._ceiling:
            raise LetterError(
                self._name, f"gzip bomb: expands beyond {self._ceiling:,} bytes; reading stopped"
            )
        memoryview(buffer)[: len(data)] = data
        return len(data)


def _is_bomb(expanded: int, packed: int) -> bool:
    return expanded > MAX_EXPANDED or (expanded > _HARMLESS and expanded > MAX_RATIO * max(packed, 1))
