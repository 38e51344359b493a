"""Numbers of a citation network."""

from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster, wilson
from imrgraph.metrics.measures import Measure, measure, to_graphml, undirected
from imrgraph.metrics.rows import to_table

__all__ = [
    "Measure",
    "benjamini_hochberg",
    "clustered_wilson",
    "effective_size",
    "intracluster",
    "measure",
    "to_graphml",
    "to_table",
    "undirected",
    "wilson",
]
