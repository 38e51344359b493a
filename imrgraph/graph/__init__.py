"""The store as networkx graphs, and as the plain records that its numbers are made of."""

from imrgraph.graph.answer_columns import Chosen, choose_columns
from imrgraph.graph.answers import answer_graph
from imrgraph.graph.citations import CitationFacts, read_citations
from imrgraph.graph.concepts import concept_graph_of
from imrgraph.graph.items import ItemFacts, LetterFacts, read_items
from imrgraph.graph.names import Names, read_names
from imrgraph.graph.projections import PROJECTIONS, to_networkx

__all__ = [
    "PROJECTIONS",
    "Chosen",
    "CitationFacts",
    "ItemFacts",
    "LetterFacts",
    "Names",
    "answer_graph",
    "choose_columns",
    "concept_graph_of",
    "read_citations",
    "read_items",
    "read_names",
    "to_networkx",
]
