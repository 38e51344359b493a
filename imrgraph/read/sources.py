"""Sources become letters, one after the other: the whole of the read room behind one function."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from imrgraph.errors import LetterError
from imrgraph.read.text import (
    DEFAULT_MAX_LETTER_SIZE,
    STANDARD_INPUT,
    ReadFailure,
    letter_from_bytes,
    too_large,
)
from imrgraph.read.walk import File, is_address, suffix_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike
    from zipfile import ZipFile

    from imrgraph.read.archives import Member
    from imrgraph.read.pdf import PdfReader
    from imrgraph.records import Letter

_HANDED_OVER = 4 << 20  # bytes of a PDF that is worth carrying to where it is read
_MAX_STREAMED = 4 << 30  # bytes of an archive from standard input
_SNIFFED = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip", b"\x1f\x8b": ".txt.gz"}  # first bytes, without a suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What a place held. `origin` tells places apart: the absolute path or address, with member or row."""

    origin: str
    found: Letter | ReadFailure


def read(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str],
    *,
    text_column: str | None = None,
    max_letter_size: int = DEFAULT_MAX_LETTER_SIZE,
) -> Iterator[Letter | ReadFailure]:
    """Read letters.

    Args:
        sources: files (`.txt .pdf .jsonl .csv`, each also `.gz`; `.zip`; one of another suffix is tried
            as text), folders, globs, addresses of these (`s3://bucket/letters/`, of any protocol that fsspec knows), and `-` for
            standard input; one or several.
        text_column: the column of JSONL and CSV files that holds the letters; `text` unless told.
        max_letter_size: bytes of a letter's text; a longer one is refused without reading all of it.

    Yields:
        Each letter, or why a source, member or row gave none, in the order of the sources, sorted within.

    Raises:
        MissingExtraError: an address is given, and fsspec is not installed.
    """
    for located in read_located(sources, text_column=text_column, max_letter_size=max_letter_size):
        yield located.found


def read_located(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str],
    *,
    text_column: str | None = None,
    max_letter_size: int = DEFAULT_MAX_LETTER_SIZE,
) -> Iterator[Located]:
    """As `read`, each with the place it comes from."""
    with closing(Reader(text_column, max_letter_size)) as reader:
        for file in files_of(sources):
            if isinstance(file, ReadFailure):
                yield Located(origin=file.source_name, found=file)
            else:
                yield from reader.file(file)


def files_of(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str],
) -> Iterator[File | ReadFailure]:
    """The files of one or several sources, and those of them that are none."""
    for source in [sources] if isinstance(sources, (str, os.PathLike)) else sources:
        yield from walk(source)


def number_of(sources: Iterable[str | PathLike[str]]) -> int | None:
    """How many letters, or failures, the sources hold, without opening any; None where that must be read first."""
    number, given = 0, list(sources)
    if any(is_address(os.fspath(source)) for source in given):
        return None  # a listing may cost money
    for file in files_of(given):
        if not isinstance(file, ReadFailure) and not holds_one(file):
            return None
        number += 1
    return number


def holds_one(file: File) -> bool:
    """Whether a file is one letter, as its name says, and not several: such files can be read by different processes."""
    is_stream = file.path is None and file.url is None
    return not is_stream and (suffix_of(file.name) or "").removesuffix(".gz") in (".txt", ".pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """An open file or archive member; `size` is None for a stream of unknown length."""

    stream: IO[bytes]
    name: str
    origin: str
    size: int | None
    suffix: str
    in_archive: bool = False


class Reader:
    """Opens files; the one process that reads PDFs for it ends with `close`."""

    def __init__(self, text_column: str | None, limit: int) -> None:
        self._column, self._limit = text_column, limit
        self._pdf: PdfReader | None = None
        self._taken_from: File | None = None  # the archive whose PDFs are given unread

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def parts(self, file: File) -> Iterator[Located | File]:
        """As `file`, but PDFs in an archive are given as files with their data, to be read elsewhere: they take longest."""
        self._taken_from = file
        try:
            yield from self._file(file)
        finally:
            self._taken_from = None

    def file(self, file: File) -> Iterator[Located]:
        """Everything in one file. Whatever goes wrong is a failure, never an exception."""
        for part in self._file(file):
            assert isinstance(part, Located)
            yield part

    def _file(self, file: File) -> Iterator[Located | File]:
        try:
            if file.data is not None:
                held = io.BufferedReader(io.BytesIO(file.data))
                yield from self._piece(self._described(held, file, len(file.data)))
            elif file.url is not None:
                from imrgraph.read.remote import opened

                with opened(file) as (remote, size):
                    yield from self._piece(self._described(remote, file, size))
            elif file.path is None:
                stream = _buffered(sys.stdin.buffer)
                yield from self._piece(self._described(stream, file, None))
            else:
                with file.path.open("rb") as stream:
                    size = os.fstat(stream.fileno()).st_size if file.path.is_file() else None
                    yield from self._piece(self._described(stream, file, size))
        except LetterError as error:
            yield _failed(file.origin, error)
        except OSError as error:
            why = (
                "no such file"
                if isinstance(error, FileNotFoundError)
                else f"cannot be read ({error.strerror})"
            )
            yield _failed(file.origin, LetterError(file.name, why))

    def _described(self, stream: io.BufferedReader[Any], file: File, size: int | None) -> _Piece:
        suffix = suffix_of(file.name)
        if suffix is None:
            head = stream.peek(4)
            suffix = next((suffix for magic, suffix in _SNIFFED.items() if head.startswith(magic)), ".txt")
        return _Piece(stream=stream, name=file.name, origin=file.origin, size=size, suffix=suffix)

    def _piece(self, piece: _Piece) -> Iterator[Located | File]:
        """Everything in a file or member. Raises LetterError where that is nothing."""
        if piece.suffix == ".zip":
            yield from self._zip(piece)
            return
        if not piece.suffix.endswith(".gz"):
            yield from self._content(piece)
            return
        from imrgraph.read.archives import ARCHIVE_ERRORS, open_gzip

        stream = open_gzip(piece.stream, piece.name, piece.size)
        suffix = piece.suffix.removesuffix(".gz")
        opened = _Piece(stream=stream, name=piece.name, origin=piece.origin, size=None, suffix=suffix)
        try:
            yield from self._content(opened)
        except ARCHIVE_ERRORS as error:
            raise LetterError(piece.name, "broken gzip file") from error

    def _content(self, piece: _Piece) -> Iterator[Located | File]:
        match piece.suffix:
            case ".jsonl" | ".csv":
                yield from self._table(piece)
            case ".pdf":
                yield self._handed_over(piece) or _located(piece.origin, self._pdf_letter(piece))
            case _:
                if piece.size is not None and piece.size > self._limit:
                    raise too_large(piece.name, self._limit)
                data = piece.stream.read(self._limit + 1)
                yield _located(piece.origin, letter_from_bytes(data, piece.name, limit=self._limit))

    def _handed_over(self, piece: _Piece) -> File | None:
        """A PDF to be read elsewhere; None where this is the place: it is in no archive, too large, or of unknown size."""
        if (
            self._taken_from is None
            or not piece.in_archive
            or piece.size is None
            or piece.size > _HANDED_OVER
        ):
            return None
        data = piece.stream.read(piece.size)
        digest = hashlib.sha256(data).hexdigest()
        return File(
            name=piece.name,
            origin=piece.origin,
            path=None,
            data=data,
            version=digest,
            archive=self._taken_from,
        )

    def _pdf_letter(self, piece: _Piece) -> Letter:
        from imrgraph.read.pdf import MAX_PDF_SIZE, PdfReader

        data = piece.stream.read(MAX_PDF_SIZE + 1)
        if len(data) > MAX_PDF_SIZE:
            raise LetterError(piece.name, f"PDF over {MAX_PDF_SIZE:,} bytes")
        if self._pdf is None:
            self._pdf = PdfReader()
        return self._pdf.letter(data, piece.name, limit=self._limit)

    def _table(self, piece: _Piece) -> Iterator[Located]:
        from imrgraph.read.tables import DEFAULT_COLUMN, csv_rows, jsonl_rows

        rows = jsonl_rows if piece.suffix == ".jsonl" else csv_rows
        column = self._column or DEFAULT_COLUMN
        for name, found in rows(piece.stream, piece.name, column=column, limit=self._limit):
            origin = piece.origin + name.removeprefix(piece.name)
            yield _failed(origin, found) if isinstance(found, LetterError) else _located(origin, found)

    def _zip(self, piece: _Piece) -> Iterator[Located | File]:
        from imrgraph.read.archives import members, open_zip

        if piece.in_archive:
            raise LetterError(piece.name, "an archive within an archive is not opened; unpack it first")
        with tempfile.SpooledTemporaryFile(16 << 20) as spool:
            stream, size = piece.stream, piece.size
            if size is None:
                size = _spooled(stream, spool, piece.name)
                stream = spool
            with open_zip(stream, piece.name, size) as archive:
                found = False
                for member in members(archive):
                    if suffix := suffix_of(member.name):
                        found = True
                        yield from self._member(archive, member, piece, suffix)
                if not found:
                    raise LetterError(piece.name, "no letters in this archive")

    def _member(
        self, archive: ZipFile, member: Member, piece: _Piece, suffix: str
    ) -> Iterator[Located | File]:
        from imrgraph.read.archives import ARCHIVE_ERRORS, open_member

        name, origin = f"{piece.name}/{member.name}", f"{piece.origin}/{member.name}"
        try:
            with open_member(archive, member, name) as stream:
                inner = _Piece(
                    stream=stream, name=name, origin=origin, size=member.size, suffix=suffix, in_archive=True
                )
                yield from self._piece(inner)
        except LetterError as error:
            yield _failed(origin, error)
        except (*ARCHIVE_ERRORS, OSError, RuntimeError):
            yield _failed(origin, LetterError(name, "damaged in its archive"))


def _located(origin: str, letter: Letter) -> Located:
    if origin.startswith(STANDARD_INPUT):  # a stream is no place: another text from it replaces nothing
        origin = f"{origin}@{letter.source_digest}"
    return Located(origin=origin, found=letter)


def _failed(origin: str, error: LetterError) -> Located:
    return Located(origin=origin, found=ReadFailure(source_name=error.source, reason=error.why))


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def _spooled(stream: IO[bytes], spool: IO[bytes], name: str) -> int:
    """Copy a stream to where it can be sought in; its size."""
    size = 0
    while chunk := stream.read(1 << 20):
        size += spool.write(chunk)
        if size > _MAX_STREAMED:
            raise LetterError(name, f"archive over {_MAX_STREAMED:,} bytes")
    return size
