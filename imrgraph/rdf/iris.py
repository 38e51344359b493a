"""The IRIs of letters, their parts and their evidence: from case number and content alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from imrgraph.rdf.terms import LETTERS
from imrgraph.read.text import STANDARD_INPUT

if TYPE_CHECKING:
    from imrgraph.records import Span

_READ_SUFFIXES = frozenset((".gz", ".txt", ".pdf", ".jsonl", ".csv"))
_ROW = re.compile(r"(?P<file>.+)#(?P<row>[1-9][0-9]*)\Z", re.DOTALL)


def key_text(case_number: str | None, source_name: str, text_digest: str) -> str:
    """What a letter's KEY spells, before percent-encoding.

    Args:
        case_number: as the letter prints it, if it does.
        source_name: `Letter.source_name`.
        text_digest: SHA-256 (hex) of the text: the key of a letter from standard input.

    Returns:
        The case number, else the source's stem; a row of a table adds its number to the stem.

    >>> key_text("CM14-0012345", "2014/a.txt", "9f2c")
    'CM14-0012345'
    >>> key_text(None, "2014/letters.csv.gz#12", "9f2c")
    'letters-12'
    """
    if case_number:
        return case_number
    if source_name == STANDARD_INPUT:
        return text_digest
    row = _ROW.match(source_name)
    stem = PurePosixPath(row["file"] if row else source_name).name
    while (suffix := PurePosixPath(stem).suffix.lower()) in _READ_SUFFIXES and suffix:
        stem = stem[: -len(suffix)]
    stem = stem or text_digest
    return f"{stem}-{row['row']}" if row else stem


def base_key(case_number: str | None, source_name: str, text_digest: str) -> str:
    """The KEY that a letter has when no other text claims it: `key_text`, percent-encoded.

    >>> base_key(None, "Jan/IMR letter.v2.txt", "9f2c")
    'IMR%20letter%2Ev2'
    """
    return encode(key_text(case_number, source_name, text_digest))


def encode(text: str) -> str:
    """Percent-encode all but `A-Z a-z 0-9 _ -`, in UTF-8."""
    return quote(text, safe="", errors="replace").replace(".", "%2E").replace("~", "%7E")


def decode(key: str) -> str:
    """What `encode` was given.

    >>> decode(encode("a.b~c d"))
    'a.b~c d'
    """
    return unquote(key)


def own_key(base: str, text_digest: str) -> str:
    """The KEY of a text whose base key another text has.

    >>> own_key("CM14-0012345", "9f2c41d07a" + "0" * 54)
    'CM14-0012345~9f2c41d0'
    """
    return f"{base}~{text_digest[:8]}"


def keys_of(base: str, text_digests: frozenset[str]) -> dict[str, str]:
    """The KEY of each of the texts that share a base key.

    The text with the smallest digest keeps it plain and every other one carries its own digest: decided by
    the set of texts alone, so that no reading order can change it.

    >>> keys_of("a", frozenset({"22" * 32, "11" * 32}))["22" * 32]
    'a~22222222'
    """
    first = min(text_digests)
    return {digest: base if digest == first else own_key(base, digest) for digest in text_digests}


def letter_iri(key: str) -> str:
    """The IRI of the letter with that KEY."""
    return LETTERS + key


def key_of(iri: str) -> str:
    """The KEY in the IRI of a letter, of one of its parts, or of a piece of its evidence.

    >>> key_of("https://w3id.org/imrgraph/letter/CM14-1#determination-1-citation-2")
    'CM14-1'
    """
    if not iri.startswith(LETTERS):
        raise ValueError(f"not the IRI of a letter: {iri}")
    return re.split("[#/]", iri.removeprefix(LETTERS), maxsplit=1)[0]


def evidence_iri(letter: str, span: Span) -> str:
    """The characters of a span in the letter's text, as RFC 5147 writes them.

    >>> from imrgraph.records import Span
    >>> evidence_iri(letter_iri("CM14-1"), Span(120, 145))
    'https://w3id.org/imrgraph/letter/CM14-1/text#char=120,145'
    """
    return f"{letter}/text#char={span.start},{span.end}"
