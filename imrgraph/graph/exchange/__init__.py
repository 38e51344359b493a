"""Networks as files that other programs read."""

from imrgraph.graph.exchange.formats import FORMATS, write_graph
from imrgraph.graph.exchange.xml import to_gexf, to_graphml

__all__ = ["FORMATS", "to_gexf", "to_graphml", "write_graph"]
