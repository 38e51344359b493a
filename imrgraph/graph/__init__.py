"""The store as networkx graphs, and as the plain records that its numbers are made of."""

from imrgraph.graph.items import ItemFacts, LetterFacts, read_items
from imrgraph.graph.projections import PROJECTIONS, to_networkx

__all__ = ["PROJECTIONS", "ItemFacts", "LetterFacts", "read_items", "to_networkx"]
