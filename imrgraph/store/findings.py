"""What came of each source: a letter read, one that is stored as it is, or a failure. Made by workers, taken by the writer."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.rdf.iris import base_key
from imrgraph.rdf.triples import case_triples
from imrgraph.records import Letter, Resolved
from imrgraph.store.counts import Counts
from imrgraph.tables import packed_rows, rows_of

if TYPE_CHECKING:
    from imrgraph.records import Case, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A text in a place. `origin` tells places apart; the rest is as in `Letter`."""

    origin: str
    source_name: str
    source_digest: str
    text_digest: str

    @classmethod
    def of(cls, letter: Letter, origin: str) -> Place:
        return cls(
            origin=origin,
            source_name=letter.source_name,
            source_digest=letter.source_digest,
            text_digest=letter.text_digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A letter that was read.

    Attributes:
        warnings: why it is partial; none for a letter that was read whole.
        extractor: what read it, as `extractor.version` says; empty where nobody can tell.
        text: its text, packed.
        lines: its triples, packed, under the KEY that it has where no other text claims it.
        rows: its rows, as `tables.packed_rows` gives them.
    """

    place: Place
    case_number: str | None
    counts: Counts
    warnings: tuple[str, ...]
    extractor: str
    text: bytes
    lines: bytes
    rows: bytes

    @classmethod
    def of(cls, case: Case, origin: str, extractor: str = "") -> Read:
        letter = case.letter
        key = base_key(case.facts.case_number, letter.source_name, letter.text_digest)
        return cls(
            place=Place.of(letter, origin),
            case_number=case.facts.case_number,
            counts=count(case),
            warnings=case.warnings,
            extractor=extractor,
            text=packed(letter.text),
            lines=packed("\n".join(case_triples(case, key)) + "\n"),
            rows=packed_rows(letter.text_digest, rows_of(case)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """A letter that the store has, read as it would be read now."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A source, member or row that gave no letter.

    Attributes:
        reason: why, in words for a person; never the letter's own words.
        where: of an unexpected error, its kind and the calls that led to it.
        file: the path of the file that it is or is in, and that file's source name; None where there is none.
    """

    origin: str
    source_name: str
    reason: str
    where: tuple[str, ...] = ()
    file: tuple[str, str] | None = None


Finding = Read | Same | Failed


def packed(text: str) -> bytes:
    """A text in a tenth of the room."""
    return zlib.compress(text.encode("utf-8"), 1)


def unpacked(data: bytes) -> str:
    """What `packed` was given."""
    return zlib.decompress(data).decode("utf-8")


def count(case: Case) -> Counts:
    """How much was found in one case."""
    citations = [citation for found in case.determinations for citation in found.citations]
    resolutions: list[Resolution] = [found.resolution for found in case.determinations]
    resolutions += [found.resolution for found in citations]
    resolutions += [found.resolution for found in case.conditions]
    resolutions += [found.resolution for found in case.prior_treatments]
    return Counts(
        letters=1,
        determinations=len(case.determinations),
        citations=len(citations),
        conditions=len(case.conditions),
        prior_treatments=len(case.prior_treatments),
        unresolved=sum(not isinstance(resolution, Resolved) for resolution in resolutions),
        partial=int(bool(case.warnings)),
    )
