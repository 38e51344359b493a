"""Bytes become the text that positions count, or the reason why they cannot."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from imrgraph.errors import LetterError
from imrgraph.records import Letter

DEFAULT_MAX_LETTER_SIZE = 5_000_000  # bytes
STANDARD_INPUT = "-"  # its source name
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "rich text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
)
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFailure:
    """A source that gave no letter.

    Attributes:
        source_name: as `Letter.source_name` would have been.
        reason: why, in words for a person; never the letter's own words.
    """

    source_name: str
    reason: str


def decode(data: bytes) -> str:
    """Decode a letter: UTF-8 without its BOM, else Windows-1252 with undefined bytes as U+FFFD.

    Line ends stay as they are.

    >>> decode(b"\\xef\\xbb\\xbfMRI\\r\\n"), decode(b"worker\\x92s \\x81")
    ('MRI\\r\\n', 'worker’s \\ufffd')
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def letter_from_bytes(data: bytes, source_name: str, *, limit: int = DEFAULT_MAX_LETTER_SIZE) -> Letter:
    """Read the bytes of a text file.

    Raises:
        LetterError: they are empty, no text, or more than `limit` bytes.
    """
    if len(data) > limit:
        raise too_large(source_name, limit)
    if not data.strip():
        raise LetterError(source_name, "empty file")
    if why := _why_not_text(data):
        raise LetterError(source_name, why)
    return letter_from_text(decode(data), source_name, data)


def letter_from_text(text: str, source_name: str, raw: bytes) -> Letter:
    """A letter of that text. `raw` are the bytes it was taken from: the file's, member's or row's own."""
    return Letter(
        source_name=source_name,
        text=text,
        source_digest=hashlib.sha256(raw).hexdigest(),
        text_digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


def too_large(source_name: str, limit: int) -> LetterError:
    return LetterError(source_name, f"over the size limit of {limit:,} bytes (--max-letter-size)")


def printable(name: str) -> str:
    """A name that is safe to print and to store: what no terminal or database should see becomes U+FFFD.

    >>> printable("a\\x1b[2J.txt")
    'a\\ufffd[2J.txt'
    """
    return _UNPRINTABLE.sub("\ufffd", name)


def without_surrogates(text: str) -> str:
    """The text with halves of surrogate pairs joined, or replaced where alone (JSON can spell them)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _why_not_text(data: bytes) -> str | None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return f"binary file ({what})"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 text; save it as UTF-8"
    if b"\0" in data:
        return "binary file"
    sample = data[:65_536]
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 20:
        return "binary file"
    return None
