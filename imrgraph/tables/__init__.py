"""The same records as tables: Parquet beside the triples, for big group-bys and for SQL."""

from imrgraph.tables.assembly import ListedLetter, assemble
from imrgraph.tables.concepts import concept_rows
from imrgraph.tables.reading import Tables
from imrgraph.tables.rows import rows_of
from imrgraph.tables.shards import write_shard

__all__ = ["ListedLetter", "Tables", "assemble", "concept_rows", "rows_of", "write_shard"]
