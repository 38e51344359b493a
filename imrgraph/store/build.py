"""From sources to a store: read, extract, write, with one event for each source that was met."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.read import Located
from imrgraph.read.remote import shown_address
from imrgraph.read.text import DEFAULT_MAX_LETTER_SIZE
from imrgraph.read.walk import is_address
from imrgraph.store.chunks import Unit, chunks, units_of
from imrgraph.store.cluster import connected
from imrgraph.store.counts import Counts
from imrgraph.store.extractor import default_extract, extractor_version
from imrgraph.store.failures import Failures, units_to_retry
from imrgraph.store.findings import Failed, Read, Same
from imrgraph.store.limits import Limits
from imrgraph.store.pool import shards_of
from imrgraph.store.shards import read_shard, shard_file
from imrgraph.store.stage import Stages
from imrgraph.store.unwritten import written
from imrgraph.store.worker import Order
from imrgraph.store.writer import StoreWriter
from imrgraph.vocab.checks import read_vocabularies
from imrgraph.vocab.own import own_vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.store.chunks import Chunk
    from imrgraph.store.cluster import Cluster
    from imrgraph.store.extractor import Extract
    from imrgraph.store.findings import Finding
    from imrgraph.store.stage import Stage
    from imrgraph.vocab.own import OwnVocabularies


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
        unchanged: of the letters read, those that were stored already as they would be read now.
        pruned: letters that the store no longer has, since their sources are gone; None where nothing was to be pruned, or
            where a source gave nothing at all, so that it is not known what is gone.
        vocabularies: the names of the user's own vocabulary files that the letters are read with.
        earlier: of all that was met, how much an interrupted build had read already.
        dropped: parts that an interrupted build had finished, of other sources or otherwise than this one; they are gone.
    """

    read: Counts
    failed: int
    duplicates: int
    stored: Counts
    stopped: bool
    reread: int = 0
    vocabularies: tuple[str, ...] = ()
    unchanged: int = 0
    pruned: int | None = None
    earlier: int = 0
    dropped: int = 0


def build(
    sources: Iterable[str | PathLike[str]] | str | PathLike[str],
    store: str | PathLike[str],
    *,
    strict: bool = False,
    text_column: str | None = None,
    max_letter_size: int = DEFAULT_MAX_LETTER_SIZE,
    vocabularies: Iterable[str | PathLike[str]] | None = None,
    prune: bool = False,
    retry_failed: bool = False,
    jobs: int | None = None,
    limits: Limits | None = None,
    cluster: str | None = None,
    shards: str | None = None,
    report: Callable[[Event], None] | None = None,
    watch: Callable[[Stage], None] | None = None,
    extract: Extract | None = None,
) -> BuildSummary:
    """Read letters into a store folder.

    Whoever reads the store has it as it was until all is done. A build that is interrupted goes on, when it is run
    again, from what it had finished.

    Args:
        sources: as `imrgraph.read` takes them.
        store: the folder; made where it does not exist, added to where it does.
        strict: stop at the first source that fails; what was read before it is stored.
        text_column, max_letter_size: as `imrgraph.read` takes them.
        vocabularies: Turtle files of your own that add concepts and labels, for this store from now on. Where
            they are others than before, or have changed, all letters of the store are read again, from the
            texts that it keeps. None goes on with those of the store (in a new one, with those in use by
            `use_vocabularies`); none at all are `()`.
        prune: remove letters that are in none of these sources (but for those from standard input), unless a source
            gave nothing at all.
        retry_failed: read also what failed in earlier builds of this store.
        jobs: processes that read letters; as many as there are processors unless told. With 0 this one reads them, as a
            debugger may want it; then nothing limits the memory, and not all that hangs is given up.
        limits: what one letter may take; see `Limits`.
        cluster: the address of a dask scheduler whose workers read the letters (`tcp://host:8786`), or `local` for one that this
            process starts, with `jobs` workers; a script that does so needs `if __name__ == "__main__":`.
        shards: with a cluster, a folder or address that this process and the workers reach, for finished work; unless told
            it comes back through the scheduler.
        report: called once for every source, member or row, in order.
        watch: told how far the build is, at every step.
        extract: what turns a letter into a case; `imrgraph.extract` unless told. Another one is asked anew for every
            letter, and in other processes only where its module has it by its name.

    Returns:
        The counts. A source that fails is an event and a count, not an exception.

    Raises:
        StoreError: the store cannot be made, opened or written, or the cluster cannot read.
        VocabularyError: a vocabulary file does not parse or does not fit; nothing is read then.
        MissingExtraError: a cluster is asked for, and dask.distributed is not installed.
    """
    given = [sources] if isinstance(sources, (str, PathLike)) else list(sources)
    own = read_vocabularies(vocabularies) if vocabularies is not None else _in_use()
    stages = Stages(watch)
    with (
        connected(cluster, jobs=jobs, depot=shards) as workers,
        written(Path(store)),
        StoreWriter(Path(store), own, doing=stages.doing) as writer,
    ):
        base = writer.building.base
        units = units_of(given, text_column=text_column, max_letter_size=max_letter_size)
        if retry_failed and base is not None:
            again = units_to_retry(base.failures, text_column=text_column, max_letter_size=max_letter_size)
            units = chain(units, again)
        order = _order(writer, extract or default_extract(), limits or Limits(), text_column, max_letter_size)
        build = _Build(writer, report or (lambda _: None), stages, workers, strict=strict)
        build.take(units, order, jobs)
        if not build.stopped:
            stored = (
                Unit(file=None, located=Located(origin=one.text_digest, found=one), stored=True)
                for one in writer.stale()
            )
            build.again(stored, order, jobs)
        build.finish(prune=prune)
        writer.note(_run_notes(given))
    return build.summary()


class _Build:
    """The tallies of one build."""

    def __init__(
        self,
        writer: StoreWriter,
        report: Callable[[Event], None],
        stages: Stages,
        workers: Cluster | None,
        *,
        strict: bool,
    ) -> None:
        self._writer, self._report, self._stages, self._strict = writer, report, stages, strict
        self._workers = workers
        base = writer.building.base
        self._failures = Failures(None if base is None else base.failures)
        self._read = Counts()
        self._failed = self._duplicates = self._reread = self._unchanged = 0
        self._pruned: int | None = None
        self._earlier: set[str] = set()  # shards that were there already
        self._whole_sources_lack = False
        self.stopped = False

    def take(self, units: Iterable[Unit], order: Order, jobs: int | None) -> None:
        """Have all units read, and store what was found, in their order."""
        for finding in self._findings(units, order, jobs):
            match finding:
                case Read() | Same():
                    self._letter(finding)
                case Failed():
                    self._fail(finding)
            if self._strict and self._failed:
                self.stopped = True
                return

    def again(self, units: Iterable[Unit], order: Order, jobs: int | None) -> None:
        """Have stored letters read again; each stays as it was where that fails."""
        for finding in self._findings(units, order, jobs):
            self._stages.doing("reading stored letters again")
            match finding:
                case Read():
                    self._writer.renew(finding)
                    self._reread += 1
                case Failed():
                    self._writer.keep_stale(finding.origin)
                    self._failures.add(finding)
                    self._report_failure(finding)

    def finish(self, *, prune: bool) -> None:
        """Remove what is gone, if wanted, and write down what failed."""
        if prune and not self.stopped and not self._whole_sources_lack:
            self._failures.forget_others()
            self._pruned = self._writer.prune(self._failures.spares)
        self._failures.write(self._writer.building.next.failures)

    def summary(self) -> BuildSummary:
        return BuildSummary(
            read=self._read,
            failed=self._failed,
            duplicates=self._duplicates,
            stored=self._writer.final_counts,
            stopped=self.stopped,
            reread=self._reread,
            vocabularies=tuple(file.name for file in self._writer.own.files),
            unchanged=self._unchanged,
            pruned=self._pruned,
            earlier=self._stages.now.earlier,
            dropped=len(self._writer.building.left - self._earlier),
        )

    def _findings(self, units: Iterable[Unit], order: Order, jobs: int | None) -> Iterator[Finding]:
        def told() -> Iterator[Chunk]:
            for chunk in chunks(units, order.basis):
                if shard_file(order.shards, chunk.name).is_file():
                    self._earlier.add(chunk.name)
                yield chunk

        jobs = (os.cpu_count() or 1) if jobs is None else jobs
        with closing(shards_of(told(), order, jobs, self._workers)) as names:
            for name in names:
                for finding in read_shard(order.shards, name):
                    self._stages.met(failed=isinstance(finding, Failed), earlier=name in self._earlier)
                    yield finding

    def _letter(self, found: Read | Same) -> None:
        place = found.place
        self._failures.met(place.origin)
        self._failures.met(place.text_digest)
        same_as = self._writer.add_again(place)
        if same_as is not None:
            self._duplicate(place.source_name, same_as)
            return
        if isinstance(found, Read):
            same_as, counts, warnings = self._writer.add_read(found), found.counts, found.warnings
        else:
            same_as, counts, warnings = self._writer.add_same(place)
        if same_as is not None:
            self._duplicate(place.source_name, same_as)
            return
        self._unchanged += isinstance(found, Same)
        self._read += counts
        self._report(LetterRead(source_name=place.source_name, warnings=warnings))

    def _duplicate(self, source_name: str, same_as: str) -> None:
        self._duplicates += 1
        self._report(LetterDuplicate(source_name=source_name, same_as=same_as))

    def _fail(self, failed: Failed) -> None:
        self._failures.add(failed)
        self._whole_sources_lack |= failed.file is None
        self._report_failure(failed)

    def _report_failure(self, failed: Failed) -> None:
        self._failed += 1
        self._report(LetterFailed(source_name=failed.source_name, reason=failed.reason))


def _order(
    writer: StoreWriter, extract: Extract, limits: Limits, text_column: str | None, max_letter_size: int
) -> Order:
    base, shards = writer.building.base, writer.building.shards
    return Order(
        extract=extract,
        version=extractor_version(extract, writer.own),
        own=writer.own,
        catalogue=None if base is None else base.catalogue,
        shards=shards,
        progress=shards.with_name("progress"),
        text_column=text_column,
        max_letter_size=max_letter_size,
        limits=limits,
    )


def _in_use() -> OwnVocabularies | None:
    """What `use_vocabularies` chose around this build; None where it chose nothing."""
    own = own_vocabularies()
    return own if own.files else None


def _run_notes(sources: list[str | PathLike[str]]) -> dict[str, object]:
    """What differs between runs: for the manifest, never for the graph."""
    from imrgraph import __version__

    names = [
        shown_address(name) if is_address(name) else name for name in (fspath(source) for source in sources)
    ]
    return {
        "imrgraph": __version__,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": [name.encode("utf-8", "replace").decode("utf-8") for name in names],
    }
