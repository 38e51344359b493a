"""Numbers of a citation network."""

from imrgraph.metrics.measures import Measure, measure, to_graphml, undirected
from imrgraph.metrics.rows import to_table

__all__ = ["Measure", "measure", "to_graphml", "to_table", "undirected"]
