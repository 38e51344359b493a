"""The same records as tables: Parquet beside the triples, for big group-bys and for SQL."""

from imrgraph.tables.assembly import ListedLetter, assemble
from imrgraph.tables.concepts import concept_rows
from imrgraph.tables.numbers import letter_ids
from imrgraph.tables.packing import RowFiles, packed_rows
from imrgraph.tables.reading import Tables
from imrgraph.tables.rows import rows_of

__all__ = [
    "ListedLetter",
    "RowFiles",
    "Tables",
    "assemble",
    "concept_rows",
    "letter_ids",
    "packed_rows",
    "rows_of",
]
