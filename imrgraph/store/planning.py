"""Which letter has which KEY: decided for all texts that share one, whenever one of them comes, goes or changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf.iris import base_key, keys_of
from imrgraph.rdf.triples import identity_triples
from imrgraph.records import Letter
from imrgraph.store.findings import packed, unpacked
from imrgraph.store.renaming import moved_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from imrgraph.store.catalogue import Catalogue, Entry, Source
    from imrgraph.store.findings import Read
    from imrgraph.store.loading import NextGraph


class Plan:
    """What the graph must hold when a batch of letters is in the catalogue.

    Args:
        catalogue: which the plan brings up to date.
        graph: as it was before the batch.
        reads: what was read in the batch, by text digest.
        run: the number of this build.
    """

    def __init__(self, catalogue: Catalogue, graph: NextGraph, reads: Mapping[str, Read], run: int) -> None:
        self._catalogue, self._graph, self._reads, self._run = catalogue, graph, reads, run
        self._bases: set[str] = set()
        self.held: set[str] = set()  # keys that the graph holds something of now, among those that change

    def place(self, digest: str) -> None:
        """Renew the base key of a text that was met."""
        entry, source = self._catalogue.require(digest), self._catalogue.sources(digest)[0]
        base = base_key(entry.case_number, source.name, digest)
        self._catalogue.place(digest, base)
        self._bases |= {base} if entry.base_key is None else {base, entry.base_key}

    def supersede(self, origin: str, digest: str) -> None:
        """Take this place from the texts it held in earlier runs, where they have the same base key."""
        entry = self._catalogue.require(digest)
        for earlier in self._catalogue.earlier_texts(origin, self._run):
            former = self._catalogue.require(earlier)
            if earlier == digest or former.base_key != entry.base_key:
                continue
            self._catalogue.forget_source(origin, earlier)
            if self._catalogue.sources(earlier):
                self.place(earlier)

    def changes(self, others: Iterable[str] = ()) -> dict[str, bytes | None]:
        """The triples (packed lines) that the graph must hold of each key that changes; None: nothing.

        Args:
            others: base keys that letters have left, beside those that this plan knows of.
        """
        changes: dict[str, bytes | None] = {}
        for base in self._bases.union(others):
            self._group(base, changes)
        return changes

    def _group(self, base: str, changes: dict[str, bytes | None]) -> None:
        """Decide the keys of the texts that share a base key."""
        group = self._catalogue.with_base_key(base)
        self.held |= {entry.key for entry in group if entry.key is not None}
        live = {entry.text_digest: entry for entry in group if self._catalogue.sources(entry.text_digest)}
        for entry in group:
            if entry.text_digest not in live:
                if entry.key is not None:
                    changes.setdefault(entry.key, None)
                self._catalogue.remove(entry.text_digest)
        for digest, key in keys_of(base, frozenset(live)).items() if live else ():
            entry, source = live[digest], self._catalogue.sources(digest)[0]
            lines = self._lines(entry, key, source)
            if lines is None:
                continue
            if entry.key not in (None, key):
                changes.setdefault(str(entry.key), None)
            changes[key] = lines
            self._catalogue.identify(digest, key, source)

    def _lines(self, entry: Entry, key: str, source: Source) -> bytes | None:
        """The triples of a letter under that key and source, packed; None where the graph has them already."""
        read = self._reads.get(entry.text_digest)
        if read is not None:
            place = read.place
            former = base_key(read.case_number, place.source_name, place.text_digest)
            if (former, place.source_name, place.source_digest) == (key, source.name, source.source_digest):
                return read.lines
            return _moved(unpacked(read.lines).split("\n"), former, entry, key, source)
        if (entry.key, entry.name, entry.source_digest) == (key, source.name, source.source_digest):
            return None
        former = entry.key or key
        return _moved(self._graph.letter_lines(former), former, entry, key, source)


def _moved(lines: Iterable[str], former: str, entry: Entry, key: str, source: Source) -> bytes:
    """A letter's triples under another key or source."""
    letter = Letter(
        source_name=source.name, text="", source_digest=source.source_digest, text_digest=entry.text_digest
    )
    told = identity_triples(letter, entry.case_number, key)
    return packed("\n".join([*moved_lines(lines, former, key, told), ""]))
