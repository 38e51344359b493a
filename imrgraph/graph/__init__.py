"""The store as networkx graphs."""

from imrgraph.graph.projections import PROJECTIONS, to_networkx

__all__ = ["PROJECTIONS", "to_networkx"]
