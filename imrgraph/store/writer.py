"""Writing letters into the next generation of a store, in batches; it becomes the current one when all is done.

Nobody reads what is being written, so that nothing needs to be taken back: what is not published is thrown away.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError, VocabularyError
from imrgraph.records import Letter
from imrgraph.store.catalogue import Catalogue
from imrgraph.store.counts import Counts
from imrgraph.store.findings import Read
from imrgraph.store.folder import Building
from imrgraph.store.loading import NextGraph
from imrgraph.store.planning import Plan
from imrgraph.store.tabled import keep_tables, make_tables
from imrgraph.store.texts import Texts
from imrgraph.store.unwritten import is_full, let_go
from imrgraph.tables import RowFiles
from imrgraph.vocab.checks import checked
from imrgraph.vocab.own import using

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from imrgraph.records import Case
    from imrgraph.store.findings import Place
    from imrgraph.vocab.own import OwnVocabularies

BATCH = 2_500  # letters: what Oxigraph loads at once in well under a gigabyte of memory
_LOOSE = 10  # the graph is optimised when one letter in so many was loaded since it last was
_LOOSE_LETTERS = "lettersSinceOptimised"


class StoreWriter:
    """The next generation of a store folder, open for letters; the store is made where it does not exist.

    Leaving a `with` block normally publishes the generation. Leaving it by an exception leaves the store as it was.

    A letter is known by its text. Texts that share a KEY are told apart by `keys_of`; a text that takes the
    place of another one (same origin, same KEY) replaces it unless that one was met elsewhere as well; of the
    names under which one text was met, the graph gives the smallest.

    Args:
        path: the folder.
        own: the user's own vocabularies that the store's letters are read with; None goes on with those that it
            has. Within a `with` block they are in use. Letters read with others are `stale` until added again.
        doing: told, in a few words, what is done when all letters are there.

    Raises:
        StoreError: the folder is something else, is damaged, or is being written.
        OSError: the disk is full; see `unwritten.written`.
        VocabularyError: the vocabularies that the store has no longer fit those of `ontology/`.
    """

    def __init__(
        self,
        path: Path,
        own: OwnVocabularies | None = None,
        *,
        doing: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._doing = doing
        self.building = Building(path)
        try:
            self._begin()
        except OSError as error:
            self.building.close()
            if isinstance(error, StoreError) or is_full(error):
                raise
            raise StoreError(f"{path}: damaged ({error}); delete the folder and build anew") from error
        self._reads: dict[str, Read] = {}
        self._touched: set[str] = set()
        self._bases: set[str] = set()
        self._origins: list[tuple[str, str]] = []
        self._notes: dict[str, object] = {}
        self._in_use = ExitStack()
        self._loaded = 0
        self._rewrite = False
        self.final_counts = Counts()  # what the store holds, once finished
        self._run = self._catalogue.next_run()
        self._row_file = self._catalogue.next_row_file()
        if own is not None and own != self._catalogue.own_vocabularies():
            self._catalogue.put_own_vocabularies(own, self._run)
        self.own = self._catalogue.own_vocabularies()
        self._other_words = self._graph.renew_vocabularies(self._catalogue)

    def _begin(self) -> None:
        """Graph, catalogue and texts of the next generation, with all that the current one holds."""
        following, base = self.building.next, self.building.base
        if base is None:
            following.texts.mkdir()
        else:
            shutil.copyfile(base.catalogue, following.catalogue)
            Texts.take_over(base.texts, following.texts)
        self._catalogue = Catalogue(following.catalogue, writable=True)
        self._texts = Texts(following.texts)
        self._rows = RowFiles(following.rows)
        self._graph = NextGraph(following.graph, None if base is None else base.graph)

    def add(self, case: Case, *, origin: str) -> str | None:
        """As `add_read`, of a case that was read in this process."""
        return self.add_read(Read.of(case, origin))

    def add_read(self, read: Read) -> str | None:
        """Store what was read in a letter, in place of what was stored for its text.

        Returns:
            The name of another source that the same text is already stored under; None where there is none,
            or where it was met at this origin before.
        """
        place = read.place
        twin = self._twin(place)
        self._catalogue.put(read, self._texts.write(read.text), self._run, self._row_file)
        self._note(place)
        self._keep(read)
        return twin

    def add_same(self, place: Place) -> tuple[str | None, Counts, tuple[str, ...]]:
        """Note that a stored letter is still in a place, and was read as it would be now.

        Returns:
            As `add_read`; what was found in it; why it is partial.
        """
        twin = self._twin(place)
        self._catalogue.keep(place.text_digest, self._run)
        if self._catalogue.is_noted(place):
            self._catalogue.note_source(place, self._run)
        else:
            self._note(place)
        return twin, *self._catalogue.counted(place.text_digest)

    def add_again(self, place: Place) -> str | None:
        """Note one more source of a text that this run has stored.

        Returns:
            The name of another source of it (or the same, from another folder); None, and nothing noted,
            where this run has not stored the text.
        """
        if not self._catalogue.added_in(self._run, place.text_digest):
            return None
        twin = self._other_name(place) or place.source_name
        self._note(place)
        return twin

    def stale(self) -> Iterator[Letter]:
        """The stored letters that were read with other vocabularies and are not yet `renew`ed, by digest."""
        self._texts.flush()
        for digest in self._catalogue.stale():
            spot, source = self._catalogue.spot(digest), self._catalogue.sources(digest)[0]
            if spot is not None:
                yield Letter(
                    source_name=source.name,
                    text=self._texts.read(spot),
                    source_digest=source.source_digest,
                    text_digest=digest,
                )

    def renew(self, read: Read) -> None:
        """Store a reading in place of what was stored for its text, met where it was met before."""
        self._catalogue.put(read, self._texts.write(read.text), self._run, self._row_file)
        self._touched.add(read.place.text_digest)
        self._keep(read)

    def keep_stale(self, text_digest: str) -> None:
        """Leave a stale letter as it is, since it cannot be read any more."""
        self._catalogue.keep(text_digest, self._run)

    def prune(self, is_spared: Callable[[str], bool]) -> int:
        """Forget all places that this run did not meet, but those spared, and the letters that are nowhere else.

        Returns:
            How many letters that were.
        """
        self._commit()
        before = self._catalogue.counts().letters
        for origin, digest in list(self._catalogue.unseen(self._run)):
            if not is_spared(origin):
                self._catalogue.forget_source(origin, digest)
                self._replace(digest)
        self._commit()
        return before - self._catalogue.counts().letters

    def remove(self, name: str) -> int:
        """Forget the letters of that case number or KEY, wherever they are met, so that no file has their words.

        Returns:
            How many there were.
        """
        digests = self._catalogue.named(name)
        for digest in digests:
            self._catalogue.forget_sources(digest)
            self._replace(digest)
        self._rewrite |= bool(digests)
        return len(digests)

    def note(self, entries: Mapping[str, object]) -> None:
        """Entries for the manifest."""
        self._notes.update(entries)

    def finish(self) -> Counts:
        """Write what is left and publish the generation; what the store holds now."""
        self._doing("loading what is left")
        self._commit()
        counts = self._catalogue.counts()
        loose = self._loaded + self._loose_before()
        optimise = self._rewrite or loose * _LOOSE > counts.letters
        if optimise:
            self._doing("optimising the graph")
        self._graph.finish(optimise=optimise and not self._rewrite)
        if self._rewrite:  # Oxigraph keeps the words of what it removed
            self._graph.rewrite()
        self._doing("making the tables")
        self._make_tables()
        for digest, spot in self._texts.without(self._catalogue.text_sizes(), self._catalogue.spots):
            self._catalogue.move(digest, spot)
        vocabulary = self._catalogue.vocabulary()
        self.building.next.write_manifest(
            {
                **self._notes,
                "ontology": vocabulary[0] if vocabulary else None,
                "vocabularies": [{"name": file.name, "sha256": file.digest} for file in self.own.files],
                "counts": {name: getattr(counts, name) for name in Counts.__slots__},
                _LOOSE_LETTERS: 0 if optimise else loose,
            }
        )
        self._catalogue.commit()
        self._close_parts()
        self._doing("publishing")
        self.building.publish()
        self.final_counts = counts
        return counts

    def _make_tables(self) -> None:
        """The tables of what the graph holds: those of the generation before where nothing changed."""
        base, following = self.building.base, self.building.next
        if base is not None and not self._graph.changed:
            keep_tables(base.tables, following.tables)
        else:
            make_tables(
                following.tables,
                self._catalogue.listed(),
                self._graph.store,
                self._rows,
                None if base is None else base.tables,
                afresh=self._other_words,
            )

    def close(self) -> None:
        """Close without finishing; what was written since the last generation is no part of the store."""
        self._close_parts()
        self.building.close()

    def _close_parts(self) -> None:
        self._graph.close()
        self._catalogue.close()
        self._texts.close()

    def _loose_before(self) -> int:
        base = self.building.base
        before = base.manifest().get(_LOOSE_LETTERS) if base else 0
        return before if isinstance(before, int) else 0

    def __enter__(self) -> StoreWriter:
        try:
            self._in_use.enter_context(using(checked(self.own)))
        except VocabularyError:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.finish()
        except BaseException as unfinished:
            error = unfinished
            raise
        finally:
            self._in_use.close()
            self.close()
            let_go(error)

    def _keep(self, read: Read) -> None:
        self._reads[read.place.text_digest] = read
        if len(self._reads) >= BATCH:
            self._commit()

    def _twin(self, place: Place) -> str | None:
        known = self._catalogue.has_source(place.origin, place.text_digest)
        return None if known else self._other_name(place)

    def _other_name(self, place: Place) -> str | None:
        names = [source.name for source in self._catalogue.sources(place.text_digest)]
        return next((name for name in names if name != place.source_name), None)

    def _note(self, place: Place) -> None:
        self._catalogue.note_source(place, self._run)
        self._origins.append((place.origin, place.text_digest))
        self._touched.add(place.text_digest)

    def _commit(self) -> None:
        """Decide keys and names of everything touched, and bring that into the graph."""
        plan = Plan(self._catalogue, self._graph, self._reads, self._run)
        for digest in self._touched:
            plan.place(digest)
        for origin, digest in self._origins:
            plan.supersede(origin, digest)
        changes = plan.changes(self._bases)
        if self._reads:
            self._rows.write(self._row_file, (read.rows for read in self._reads.values()))
            self._row_file += 1
        self._graph.change(changes, plan.held)
        self._loaded += sum(lines is not None for lines in changes.values())
        self._catalogue.commit()
        self._texts.flush()
        self._reads.clear()
        self._touched.clear()
        self._bases.clear()
        self._origins.clear()

    def _replace(self, digest: str) -> None:
        """Have a letter's keys decided again, one of whose sources is gone."""
        entry = self._catalogue.require(digest)
        if self._catalogue.sources(digest):
            self._touched.add(digest)
        elif entry.base_key is not None:
            self._bases.add(entry.base_key)
