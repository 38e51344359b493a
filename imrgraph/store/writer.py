"""Writing letters into the next generation of a store, in batches; it becomes the current one when all is done.

Nobody reads what is being written, so that nothing needs to be taken back: what is not published is thrown away.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from imrgraph.errors import StoreError, VocabularyError
from imrgraph.rdf.iris import base_key, keys_of, letter_iri
from imrgraph.rdf.triples import IDENTITY, case_triples, identity_triples
from imrgraph.records import Letter, Resolved
from imrgraph.store.catalogue import Catalogue, Counts
from imrgraph.store.folder import Building
from imrgraph.store.oxigraph import letter_quads
from imrgraph.store.renaming import rename_line
from imrgraph.store.tabled import add_rows, make_tables
from imrgraph.store.vocabularies import drop_unused_concepts, renew_vocabularies
from imrgraph.vocab.checks import checked
from imrgraph.vocab.own import using

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from imrgraph.records import Case, Resolution
    from imrgraph.store.catalogue import Entry, Source
    from imrgraph.vocab.own import OwnVocabularies

BATCH = 1_000  # letters: about 20 MB of triples


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

    Raises:
        StoreError: the folder is something else, is damaged, or is being written.
        VocabularyError: the vocabularies that the store has no longer fit those of `ontology/`.
    """

    def __init__(self, path: Path, own: OwnVocabularies | None = None) -> None:
        self._building = Building(path)
        try:
            self._graph, self._catalogue = _begun(self._building)
        except (OSError, StoreError):
            self._building.close()
            raise
        self._cases: dict[str, Case] = {}
        self._touched: set[str] = set()
        self._origins: list[tuple[str, str]] = []
        self._notes: dict[str, object] = {}
        self._in_use = ExitStack()
        self.final_counts = Counts()  # what the store holds, once finished
        self._rows = self._building.next.path / "rows"
        self._run = self._catalogue.next_run()
        if own is not None and own != self._catalogue.own_vocabularies():
            self._catalogue.put_own_vocabularies(own, self._run)
        self.own = self._catalogue.own_vocabularies()
        self._changed = renew_vocabularies(self._graph, self._catalogue)

    def add(self, case: Case, *, origin: str) -> str | None:
        """Store a case, in place of what was stored for its text.

        Args:
            case: what was read in one letter.
            origin: where the letter is, wherever that is told from (an absolute path, with member or row).

        Returns:
            The name of another source that the same text is already stored under; None where there is none,
            or where it was met at this origin before.
        """
        letter = case.letter
        known = self._catalogue.has_source(origin, letter.text_digest)
        twin = None if known else self._other_name(letter)
        self._catalogue.put(letter, case.facts.case_number, count(case), self._run)
        self._note(letter, origin)
        self._keep(case)
        return twin

    def add_again(self, letter: Letter, *, origin: str) -> str | None:
        """Note one more source of a text that this run has stored.

        Returns:
            The name of another source of it (or the same, from another folder); None, and nothing noted,
            where this run has not stored the text.
        """
        if not self._catalogue.added_in(self._run, letter.text_digest):
            return None
        twin = self._other_name(letter) or letter.source_name
        self._note(letter, origin)
        return twin

    def stale(self) -> Iterator[Letter]:
        """The stored letters that were read with other vocabularies and are not yet `renew`ed, by digest."""
        for digest in self._catalogue.stale():
            entry, text = self._require(digest), self._catalogue.text(digest)
            source = self._catalogue.sources(digest)[0]
            yield Letter(
                source_name=source.name,
                text=text or "",
                source_digest=source.source_digest,
                text_digest=entry.text_digest,
            )

    def renew(self, case: Case) -> None:
        """Store a case in place of what was stored for its text, met where it was met before."""
        self._catalogue.put(case.letter, case.facts.case_number, count(case), self._run)
        self._touched.add(case.letter.text_digest)
        self._keep(case)

    def keep_stale(self, letter: Letter) -> None:
        """Leave a stale letter as it is, since it cannot be read any more."""
        self._catalogue.keep(letter.text_digest, self._run)

    def note(self, entries: Mapping[str, object]) -> None:
        """Entries for the manifest."""
        self._notes.update(entries)

    def finish(self) -> Counts:
        """Write what is left, optimise the graph, and publish the generation; what the store holds now."""
        self._commit()
        if self._changed:
            drop_unused_concepts(self._graph)
            self._graph.flush()
            self._graph.optimize()
        self._make_tables()
        counts = self._catalogue.counts()
        vocabulary = self._catalogue.vocabulary()
        self._building.next.write_manifest(
            {
                **self._notes,
                "ontology": vocabulary[0] if vocabulary else None,
                "vocabularies": [{"name": file.name, "sha256": file.digest} for file in self.own.files],
                "counts": {name: getattr(counts, name) for name in Counts.__slots__},
            }
        )
        self._catalogue.commit()
        self._close_parts()
        self._building.publish()
        self.final_counts = counts
        return counts

    def _make_tables(self) -> None:
        """The tables of what the graph holds: those of the generation before where nothing changed."""
        before = self._building.base.tables if self._building.base else None
        into = self._building.next.tables
        if before is not None and before.is_dir() and not self._changed:
            shutil.copytree(before, into)
        else:
            make_tables(into, self._catalogue.listed(), self._graph, self._rows, before)

    def close(self) -> None:
        """Close without finishing; what was written since the last generation is no part of the store."""
        self._close_parts()
        self._building.close()

    def _close_parts(self) -> None:
        self._catalogue.close()
        self.__dict__.pop("_graph", None)  # Oxigraph closes what nothing refers to

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
        finally:
            self._in_use.close()
            self.close()

    def _keep(self, case: Case) -> None:
        self._cases[case.letter.text_digest] = case
        if len(self._cases) >= BATCH:
            self._commit()

    def _other_name(self, letter: Letter) -> str | None:
        names = [source.name for source in self._catalogue.sources(letter.text_digest)]
        return next((name for name in names if name != letter.source_name), None)

    def _note(self, letter: Letter, origin: str) -> None:
        self._catalogue.note_source(origin, letter, self._run)
        self._origins.append((origin, letter.text_digest))
        self._touched.add(letter.text_digest)

    def _commit(self) -> None:
        """Decide keys and names of everything touched, and bring that into the graph."""
        bases = self._place_touched()
        for origin, digest in self._origins:
            bases |= self._supersede(origin, digest)
        changes: dict[str, list[str] | None] = {}
        held: set[str] = set()
        for base in bases:
            self._plan_group(base, changes, held)
        if self._cases:
            add_rows(self._cases, self._rows)
        self._carry_out(changes, held)
        self._catalogue.commit()
        self._cases.clear()
        self._touched.clear()
        self._origins.clear()

    def _place_touched(self) -> set[str]:
        """Renew the base keys of the texts met; the base keys whose groups changed."""
        bases: set[str] = set()
        for digest in self._touched:
            bases |= self._place(self._require(digest))
        return bases

    def _place(self, entry: Entry) -> set[str]:
        source = self._catalogue.sources(entry.text_digest)[0]
        base = base_key(entry.case_number, source.name, entry.text_digest)
        self._catalogue.place(entry.text_digest, base)
        return {base} if entry.base_key is None else {base, entry.base_key}

    def _supersede(self, origin: str, digest: str) -> set[str]:
        """Take this place from the texts it held in earlier runs, where they have the same base key."""
        entry, bases = self._require(digest), set()
        for earlier in self._catalogue.earlier_texts(origin, self._run):
            former = self._require(earlier)
            if earlier == digest or former.base_key != entry.base_key:
                continue
            self._catalogue.forget_source(origin, earlier)
            if self._catalogue.sources(earlier):
                bases |= self._place(former)
        return bases

    def _plan_group(self, base: str, changes: dict[str, list[str] | None], held: set[str]) -> None:
        """What the graph must hold of each key of a group, old keys included, and which of them it holds now."""
        group = self._catalogue.with_base_key(base)
        held |= {entry.key for entry in group if entry.key is not None}
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

    def _lines(self, entry: Entry, key: str, source: Source) -> list[str] | None:
        """The triples of a letter under that key and source; None where the graph has them already."""
        case = self._cases.get(entry.text_digest)
        if case is not None:
            letter = replace(case.letter, source_name=source.name, source_digest=source.source_digest)
            return case_triples(replace(case, letter=letter), key)
        if (entry.key, entry.name, entry.source_digest) == (key, source.name, source.source_digest):
            return None
        return self._renamed(entry, key, source)

    def _renamed(self, entry: Entry, key: str, source: Source) -> list[str]:
        """A stored letter's triples, moved to another key or source."""
        old, new = letter_iri(entry.key or key), letter_iri(key)
        quads = letter_quads(self._graph, entry.key or key)
        triples = (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        kept = [
            rename_line(line, old, new)
            for line in lines.decode("utf-8").split("\n")
            if line and not (line.startswith(f"<{old}> ") and line.split(" ", 2)[1] in IDENTITY)
        ]
        letter = Letter(
            source_name=source.name,
            text="",
            source_digest=source.source_digest,
            text_digest=entry.text_digest,
        )
        return sorted({*kept, *identity_triples(letter, entry.case_number, key)})

    def _carry_out(self, changes: Mapping[str, list[str] | None], held: set[str]) -> None:
        """Bring the graph to what is planned: all that it holds of a changed key makes room for what it must hold."""
        gone = [quad for key in changes.keys() & held for quad in letter_quads(self._graph, key)]
        for quad in gone:
            self._graph.remove(quad)
        lines = "\n".join("\n".join(lines) for _, lines in sorted(changes.items()) if lines)
        if lines:
            self._graph.bulk_load(lines + "\n", ox.RdfFormat.N_TRIPLES)
        self._changed |= bool(changes)

    def _require(self, digest: str) -> Entry:
        entry = self._catalogue.entry(digest)
        if entry is None:
            raise StoreError(
                f"{self._building.path}: the catalogue lacks the letter {digest}; build the store anew"
            )
        return entry


def _begun(building: Building) -> tuple[ox.Store, Catalogue]:
    """Graph and catalogue of the next generation, with all that the current one holds."""
    following, base = building.next, building.base
    try:
        if base is not None:
            shutil.copyfile(base.catalogue, following.catalogue)
            ox.Store.read_only(str(base.graph)).backup(str(following.graph))
        return ox.Store(str(following.graph)), Catalogue(following.catalogue, writable=True)
    except OSError as error:
        raise StoreError(
            f"{building.path}: damaged ({error.strerror or error}); delete the folder and build anew"
        ) from error


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
