"""What a generation knows of its letters beside the graph: texts, names, keys, and where each was met."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imrgraph.errors import StoreError
from imrgraph.read.text import STANDARD_INPUT
from imrgraph.store.counts import Counts
from imrgraph.tables import ListedLetter, letter_ids
from imrgraph.vocab.own import OwnFile, OwnVocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from imrgraph.store.findings import Place, Read
    from imrgraph.store.texts import Spot

_TABLES = """
CREATE TABLE letters (
    text_digest TEXT PRIMARY KEY, case_number TEXT, base_key TEXT, key TEXT, name TEXT, source_digest TEXT,
    letter_id INTEGER NOT NULL UNIQUE, row_file INTEGER NOT NULL, run INTEGER NOT NULL, extractor TEXT NOT NULL, warnings TEXT NOT NULL,
    file INTEGER NOT NULL, position INTEGER NOT NULL, size INTEGER NOT NULL,
    partial INTEGER NOT NULL, determinations INTEGER NOT NULL, citations INTEGER NOT NULL,
    conditions INTEGER NOT NULL, prior_treatments INTEGER NOT NULL, unresolved INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX letters_by_base_key ON letters (base_key);
CREATE INDEX letters_by_key ON letters (key);
CREATE TABLE sources (
    origin TEXT NOT NULL, text_digest TEXT NOT NULL, name TEXT NOT NULL, source_digest TEXT NOT NULL,
    run INTEGER NOT NULL, PRIMARY KEY (origin, text_digest)
) WITHOUT ROWID;
CREATE INDEX sources_by_text ON sources (text_digest);
CREATE TABLE vocabulary (digest TEXT NOT NULL, lines BLOB NOT NULL);
CREATE TABLE own_vocabulary (digest TEXT PRIMARY KEY, name TEXT NOT NULL, turtle BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE own_vocabulary_since (run INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stored letter. `key`, `base_key` and the source are None until its first triples are planned."""

    text_digest: str
    case_number: str | None
    base_key: str | None
    key: str | None
    name: str | None
    source_digest: str | None


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One place where a text was met; the smallest one is what the graph says of the letter."""

    is_standard_input: bool
    name: str
    source_digest: str


class Catalogue:
    """An SQLite file of one generation: open for reading by any number, or for the build that makes it."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        try:
            mode = "mode=rwc" if writable else "mode=ro&immutable=1"  # what is published never changes
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
            )
            if writable:
                self._db.execute("PRAGMA journal_mode = OFF")  # nobody sees the file before it is published,
                self._db.execute("PRAGMA synchronous = OFF")  # when all is brought to the disk
                self._db.execute("PRAGMA secure_delete = ON")
                if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                    for statement in _TABLES.split(";"):
                        self._db.execute(statement)
                self._db.execute("BEGIN")
            self._db.execute("SELECT count(*) FROM vocabulary")
        except sqlite3.Error as error:
            raise StoreError(f"{path}: cannot be opened ({error})") from error

    def commit(self) -> None:
        """Bring everything so far into the file."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Forget what was not committed."""
        self._db.close()

    # Letters

    def spot(self, text_digest: str) -> Spot | None:
        """Where the letter's text is; None for an unknown one."""
        row = self._db.execute(
            "SELECT file, position, size FROM letters WHERE text_digest = ?", (text_digest,)
        ).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def text_sizes(self) -> dict[int, int]:
        """How many bytes the texts take in each file that has any."""
        return dict(self._db.execute("SELECT file, sum(size) FROM letters GROUP BY file"))

    def spots(self, file: int) -> list[tuple[str, Spot]]:
        """The digests of the texts in a file, and where they are, in their order there."""
        rows = self._db.execute(
            "SELECT text_digest, file, position, size FROM letters WHERE file = ? ORDER BY position", (file,)
        )
        return [(digest, (file, position, size)) for digest, file, position, size in rows]

    def move(self, text_digest: str, spot: Spot) -> None:
        self._db.execute(
            "UPDATE letters SET file = ?, position = ?, size = ? WHERE text_digest = ?", (*spot, text_digest)
        )

    def has_as_read(self, text_digest: str, extractor: str) -> bool:
        """Whether the letter is stored, as this extractor reads it."""
        found = self._db.execute(
            "SELECT 1 FROM letters WHERE text_digest = ? AND extractor = ?", (text_digest, extractor)
        ).fetchone()
        return found is not None

    def as_read_at(self, origin: str, extractor: str) -> list[str]:
        """The texts stored for a place, as this extractor reads them."""
        found = self._db.execute(
            "SELECT text_digest FROM sources JOIN letters USING (text_digest) WHERE origin = ? AND extractor = ?",
            (origin, extractor),
        )
        return [digest for (digest,) in found]

    def counted(self, text_digest: str) -> tuple[Counts, tuple[str, ...]]:
        """What was found in a stored letter, and why it is partial."""
        *numbers, warnings = self._db.execute(
            "SELECT 1, determinations, citations, conditions, prior_treatments, unresolved, partial, warnings"
            " FROM letters WHERE text_digest = ?",
            (text_digest,),
        ).fetchone()
        return Counts(**dict(zip(Counts.__slots__, numbers, strict=True))), tuple(json.loads(warnings))

    def entry(self, text_digest: str) -> Entry | None:
        return next(self._entries("text_digest = ?", text_digest), None)

    def require(self, text_digest: str) -> Entry:
        """Raises StoreError where the letter is missing."""
        entry = self.entry(text_digest)
        if entry is None:
            raise StoreError(
                f"the catalogue lacks the letter {text_digest}; delete the store and build it anew"
            )
        return entry

    def entry_of_key(self, key: str) -> Entry | None:
        return next(self._entries("key = ?", key), None)

    def with_base_key(self, base: str) -> list[Entry]:
        return list(self._entries("base_key = ?", base))

    def keys(self) -> Iterator[str]:
        """All keys, sorted."""
        for (key,) in self._db.execute("SELECT key FROM letters WHERE key IS NOT NULL ORDER BY key"):
            yield key

    def listed(self) -> Iterator[ListedLetter]:
        """All letters as the graph identifies them, in no certain order."""
        for row in self._db.execute(
            "SELECT letter_id, text_digest, key, coalesce(case_number, key), name, source_digest, row_file"
            " FROM letters WHERE key IS NOT NULL"
        ):
            yield ListedLetter(*row)

    def named(self, name: str) -> list[str]:
        """Digests of the letters of that case number or KEY, sorted."""
        rows = self._db.execute(
            "SELECT text_digest FROM letters WHERE key = ? OR case_number = ? ORDER BY text_digest",
            (name, name),
        )
        return [digest for (digest,) in rows]

    def added_in(self, run: int, text_digest: str) -> bool:
        found = self._db.execute(
            "SELECT 1 FROM letters WHERE text_digest = ? AND run = ?", (text_digest, run)
        ).fetchone()
        return found is not None

    def put(self, read: Read, spot: Spot, run: int, row_file: int) -> None:
        """Store what a letter's reading gave, and the number of the file of its rows; its keys follow from `place`."""
        values = {
            "case_number": read.case_number,
            "row_file": row_file,
            "run": run,
            "extractor": read.extractor,
            "warnings": json.dumps(read.warnings),
            **dict(zip(("file", "position", "size"), spot, strict=True)),
            **{name: getattr(read.counts, name) for name in Counts.__slots__ if name != "letters"},
        }
        renewed = ", ".join(f"{name} = excluded.{name}" for name in values)
        digest = read.place.text_digest
        for letter_id in letter_ids(digest):
            try:
                self._db.execute(
                    f"INSERT INTO letters (text_digest, letter_id, {', '.join(values)})"  # noqa: S608
                    f" VALUES ({', '.join('?' * (len(values) + 2))})"
                    f" ON CONFLICT (text_digest) DO UPDATE SET {renewed}",
                    (digest, letter_id, *values.values()),
                )
            except sqlite3.IntegrityError as error:
                if "letters.letter_id" not in str(error):
                    raise
            else:
                return

    def place(self, text_digest: str, base: str) -> None:
        self._db.execute("UPDATE letters SET base_key = ? WHERE text_digest = ?", (base, text_digest))

    def identify(self, text_digest: str, key: str, source: Source) -> None:
        self._db.execute(
            "UPDATE letters SET key = ?, name = ?, source_digest = ? WHERE text_digest = ?",
            (key, source.name, source.source_digest, text_digest),
        )

    def remove(self, text_digest: str) -> None:
        for table in ("letters", "sources"):
            self._db.execute(f"DELETE FROM {table} WHERE text_digest = ?", (text_digest,))  # noqa: S608

    def counts(self) -> Counts:
        row = self._db.execute(
            "SELECT count(*), total(determinations), total(citations), total(conditions),"
            " total(prior_treatments), total(unresolved), total(partial) FROM letters"
        ).fetchone()
        return Counts(**dict(zip(Counts.__slots__, map(int, row), strict=True)))

    def _entries(self, where: str, value: str) -> Iterator[Entry]:
        columns = ", ".join(Entry.__slots__)
        for row in self._db.execute(f"SELECT {columns} FROM letters WHERE {where}", (value,)):  # noqa: S608
            yield Entry(**dict(zip(Entry.__slots__, row, strict=True)))

    def next_row_file(self) -> int:
        """A number above those of all files of rows there ever were."""
        [highest] = self._db.execute("SELECT max(row_file) FROM letters").fetchone()
        return int(highest or 0) + 1

    # Sources

    def next_run(self) -> int:
        """The number of a new run: above those of all that is stored."""
        row = self._db.execute(
            "SELECT max(run) FROM (SELECT run FROM sources UNION ALL SELECT run FROM letters)"
        ).fetchone()
        return int(row[0] or 0) + 1

    def note_source(self, place: Place, run: int) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
            (place.origin, place.text_digest, place.source_name, place.source_digest, run),
        )

    def is_noted(self, place: Place) -> bool:
        """Whether the text was met in that place under that name."""
        found = self._db.execute(
            "SELECT 1 FROM sources WHERE origin = ? AND text_digest = ? AND name = ? AND source_digest = ?",
            (place.origin, place.text_digest, place.source_name, place.source_digest),
        ).fetchone()
        return found is not None

    def unseen(self, run: int) -> Iterator[tuple[str, str]]:
        """Each place that this run did not meet, and the digest of a text that it held; streams are no places."""
        yield from self._db.execute(
            "SELECT origin, text_digest FROM sources WHERE run < ? AND origin NOT LIKE ? ORDER BY origin, text_digest",
            (run, f"{STANDARD_INPUT}%"),
        )

    def has_source(self, origin: str, text_digest: str) -> bool:
        found = self._db.execute(
            "SELECT 1 FROM sources WHERE origin = ? AND text_digest = ?", (origin, text_digest)
        ).fetchone()
        return found is not None

    def sources(self, text_digest: str) -> list[Source]:
        """Everywhere the text was met, smallest first: files by name, standard input last."""
        rows = self._db.execute(
            "SELECT name, source_digest FROM sources WHERE text_digest = ?", (text_digest,)
        )
        return sorted(Source(name == STANDARD_INPUT, name, digest) for name, digest in rows)

    def duplicates(self) -> int:
        """How many places hold a text that another place holds too, beyond the first of each text."""
        row = self._db.execute("SELECT count(*) - count(DISTINCT text_digest) FROM sources").fetchone()
        return int(row[0])

    def forget_sources(self, text_digest: str) -> None:
        self._db.execute("DELETE FROM sources WHERE text_digest = ?", (text_digest,))

    def earlier_texts(self, origin: str, run: int) -> list[str]:
        """Digests of the texts that this place held in earlier runs and was not seen to hold in this one."""
        rows = self._db.execute(
            "SELECT text_digest FROM sources WHERE origin = ? AND run < ? ORDER BY text_digest", (origin, run)
        )
        return [digest for (digest,) in rows]

    def forget_source(self, origin: str, text_digest: str) -> None:
        self._db.execute("DELETE FROM sources WHERE origin = ? AND text_digest = ?", (origin, text_digest))

    # Vocabularies

    def vocabulary(self) -> tuple[str, bytes] | None:
        """Digest and N-Triples of the ontology and vocabularies in the graph."""
        row = self._db.execute("SELECT digest, lines FROM vocabulary").fetchone()
        return None if row is None else (row[0], zlib.decompress(row[1]))

    def put_vocabulary(self, digest: str, lines: bytes) -> None:
        self._db.execute("DELETE FROM vocabulary")
        self._db.execute("INSERT INTO vocabulary VALUES (?, ?)", (digest, zlib.compress(lines)))

    # Vocabularies of the user's own

    def own_vocabularies(self) -> OwnVocabularies:
        """The files that the store's letters are read with beside those of `ontology/`."""
        rows = self._db.execute("SELECT digest, name, turtle FROM own_vocabulary")
        return OwnVocabularies.of(OwnFile(digest, name, zlib.decompress(body)) for digest, name, body in rows)

    def put_own_vocabularies(self, own: OwnVocabularies, run: int) -> None:
        """Read letters with these from now on: what earlier runs read is stale where their content is new."""
        if own.digest != self.own_vocabularies().digest:
            self._db.execute("DELETE FROM own_vocabulary_since")
            self._db.execute("INSERT INTO own_vocabulary_since VALUES (?)", (run,))
        self._db.execute("DELETE FROM own_vocabulary")
        self._db.executemany(
            "INSERT INTO own_vocabulary VALUES (?, ?, ?)",
            ((file.digest, file.name, zlib.compress(file.turtle)) for file in own.files),
        )

    def stale(self) -> list[str]:
        """Digests of the letters that were read with other vocabularies than the store's, sorted."""
        rows = self._db.execute(
            "SELECT text_digest FROM letters WHERE run < (SELECT total(run) FROM own_vocabulary_since)"
            " ORDER BY text_digest"
        )
        return [digest for (digest,) in rows]

    def keep(self, text_digest: str, run: int) -> None:
        """Take a letter as it is for what this run read."""
        self._db.execute("UPDATE letters SET run = ? WHERE text_digest = ?", (run, text_digest))
