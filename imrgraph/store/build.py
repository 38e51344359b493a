"""From sources to a store: read, extract, write, with one event for each source that was met."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path

from imrgraph.errors import LetterError
from imrgraph.read import ReadFailure, read_located
from imrgraph.read.text import DEFAULT_MAX_LETTER_SIZE
from imrgraph.records import Case, Letter
from imrgraph.store.catalogue import Counts
from imrgraph.store.writer import StoreWriter, count
from imrgraph.vocab.checks import read_vocabularies
from imrgraph.vocab.own import OwnVocabularies, own_vocabularies

Extract = Callable[[Letter], Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRead:
    """A letter that was stored. With `warnings` it is partial: they say what it lacks."""

    source_name: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDuplicate:
    """A letter whose text is stored under another name (or was read twice): stored once."""

    source_name: str
    same_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFailed:
    """A source, member or row that gave no letter; what was stored of it before stays."""

    source_name: str
    reason: str


Event = LetterRead | LetterDuplicate | LetterFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What one build did.

    Attributes:
        read: letters read whole or in part, and what was found in them; each text once.
        failed: sources, members and rows that gave no letter, and stored letters that could not be read again.
        duplicates: those whose text was met before under another name, or twice in this build.
        stored: what the store holds now.
        stopped: whether `strict` ended the build early.
        reread: stored letters beside them that were read again, since the vocabularies are others than before.
        vocabularies: the names of the user's own vocabulary files that the letters are read with.
    """

    read: Counts
    failed: int
    duplicates: int
    stored: Counts
    stopped: bool
    reread: int = 0
    vocabularies: tuple[str, ...] = ()


def build(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str],
    store: str | PathLike[str],
    *,
    strict: bool = False,
    text_column: str | None = None,
    max_letter_size: int = DEFAULT_MAX_LETTER_SIZE,
    vocabularies: Iterable[str | PathLike[str]] | None = None,
    report: Callable[[Event], None] | None = None,
    extract: Extract | None = None,
) -> BuildSummary:
    """Read letters into a store folder.

    Args:
        sources: as `imrgraph.read` takes them.
        store: the folder; made where it does not exist, added to where it does.
        strict: stop at the first source that fails; what was read before it is stored.
        text_column, max_letter_size: as `imrgraph.read` takes them.
        vocabularies: Turtle files of your own that add concepts and labels, for this store from now on. Where
            they are others than before, or have changed, all letters of the store are read again, from the
            texts that it keeps. None goes on with those of the store (in a new one, with those in use by
            `use_vocabularies`); none at all are `()`.
        report: called once for every source, member or row, in order.
        extract: what turns a letter into a case; `imrgraph.extract` unless told.

    Returns:
        The counts. A source that fails is an event and a count, not an exception.

    Raises:
        StoreError: the store cannot be made, opened or written.
        VocabularyError: a vocabulary file does not parse or does not fit; nothing is read then.
    """
    given = [sources] if isinstance(sources, (str, PathLike)) else list(sources)
    own = read_vocabularies(vocabularies) if vocabularies is not None else _in_use()
    with StoreWriter(Path(store), own) as writer:
        build = _Build(writer, extract or _default_extract(), report or (lambda _: None))
        for located in read_located(given, text_column=text_column, max_letter_size=max_letter_size):
            if isinstance(located.found, ReadFailure):
                build.fail(located.found.source_name, located.found.reason)
            else:
                build.letter(located.found, located.origin)
            if strict and build.failed:
                build.stopped = True
                break
        for letter in writer.stale():
            build.again(letter)
        writer.note(_run_notes(given))
    return build.summary()


class _Build:
    """The tallies of one build."""

    def __init__(self, writer: StoreWriter, extract: Extract, report: Callable[[Event], None]) -> None:
        self._writer, self._extract, self._report = writer, extract, report
        self._read = Counts()
        self._duplicates = 0
        self._reread = 0
        self.failed = 0
        self.stopped = False

    def letter(self, letter: Letter, origin: str) -> None:
        same_as = self._writer.add_again(letter, origin=origin)
        if same_as is not None:
            self._duplicate(letter.source_name, same_as)
            return
        case = self._case(letter)
        if case is None:
            return
        same_as = self._writer.add(case, origin=origin)
        if same_as is not None:
            self._duplicate(letter.source_name, same_as)
            return
        self._read += count(case)
        self._report(LetterRead(source_name=letter.source_name, warnings=case.warnings))

    def again(self, letter: Letter) -> None:
        """Read a stored letter again; it stays as it was where that fails."""
        case = self._case(letter)
        if case is None:
            self._writer.keep_stale(letter)
            return
        self._writer.renew(case)
        self._reread += 1

    def _case(self, letter: Letter) -> Case | None:
        try:
            return self._extract(letter)
        except LetterError as error:
            self.fail(letter.source_name, error.why)
        except Exception as error:  # a defect of one extractor must cost no other letter
            self.fail(letter.source_name, defect_of(error))
        return None

    def fail(self, source_name: str, reason: str) -> None:
        self.failed += 1
        self._report(LetterFailed(source_name=source_name, reason=reason))

    def summary(self) -> BuildSummary:
        return BuildSummary(
            read=self._read,
            failed=self.failed,
            duplicates=self._duplicates,
            stored=self._writer.final_counts,
            stopped=self.stopped,
            reread=self._reread,
            vocabularies=tuple(file.name for file in self._writer.own.files),
        )

    def _duplicate(self, source_name: str, same_as: str) -> None:
        self._duplicates += 1
        self._report(LetterDuplicate(source_name=source_name, same_as=same_as))


def _in_use() -> OwnVocabularies | None:
    """What `use_vocabularies` chose around this build; None where it chose nothing."""
    own = own_vocabularies()
    return own if own.files else None


def _default_extract() -> Extract:
    from imrgraph.model.case import extract

    return extract


def defect_of(error: Exception) -> str:
    """The kind and place of an unexpected error; its message may quote the letter and is left out."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name} line {place.lineno}"
    return f"could not be extracted, a defect of imrgraph ({type(error).__name__} in {where})"


def _run_notes(sources: list[str | PathLike[str]]) -> dict[str, object]:
    """What differs between runs: for the manifest, never for the graph."""
    from imrgraph import __version__

    names = [fspath(source) for source in sources]
    return {
        "imrgraph": __version__,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": [name.encode("utf-8", "replace").decode("utf-8") for name in names],
    }
