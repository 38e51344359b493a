"""The graph as networkx graphs; `PROJECTIONS` lists them.

Node names are IRIs; nodes and edges come sorted by them, so the same store gives the same graph. Every node has
`label` (for a guideline with its family) and `kind`: `treatment`, `guideline`, `condition`, `specialty`, `letter`,
`determination` or `outcome`. A query of the projection's name in `queries/` says what is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.errors import QueryError
from imrgraph.graph.concepts import CONCEPT_PROJECTIONS, concept_graph
from imrgraph.graph.everything import letter_everything
from imrgraph.graph.hierarchy import HIERARCHY_PARAMS, guideline_hierarchy
from imrgraph.graph.similarity import SIMILARITY_PARAMS, letter_similarity
from imrgraph.graph.whole import whole_graph
from imrgraph.query.library import require_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from imrgraph.query.library import Param
    from imrgraph.store import Store

PROJECTIONS = {
    "treatment-guideline": "which guideline is relied on in disputes over which treatment",
    "condition-treatment": "which treatment is asked for in letters that state which condition",
    "condition-guideline": "which guideline is relied on in letters that state which condition",
    "guideline-cocitation": "which guidelines are cited for the same disputed item",
    "administrator-reviewer": "what the reviewer cites where the administrator cites what",
    "letter-similarity": "which letters are alike, by the rare treatments, conditions and guidelines they share",
    "guideline-hierarchy": "guidelines with those above them, and citations added up",
    "letter-everything": "letters with their items, treatments, conditions, guidelines and outcomes",
    "whole-graph": "every letter with all its parts, what they name, and the concepts above",
}

_PARAMS = {"letter-similarity": SIMILARITY_PARAMS, "guideline-hierarchy": HIERARCHY_PARAMS}


def to_networkx(
    store: Store, projection: str, params: Mapping[str, str] | None = None, *, min_weight: float = 0
) -> nx.Graph:
    """One view of the store as a networkx graph.

    Args:
        store: what `open_store` gives.
        projection: one of `PROJECTIONS`:
            ``treatment-guideline``, ``condition-treatment``, ``condition-guideline``, Graphs of two kinds of nodes
            with `bipartite` (0 for the first kind), and ``guideline-cocitation``, a Graph, and
            ``administrator-reviewer``, a DiGraph from what the administrator cites to what the reviewer does: nodes
            with `category` (treatments), `family` (guidelines) or `group` (conditions), the names of the top
            concepts above, joined by `;`; edges with `weight` (determinations), `upheld`, `overturned`,
            `partially_overturned` (together less than `weight` where a letter prints no outcome).
            ``letter-similarity``, a Graph, as `imrgraph.graph.similarity.letter_similarity` says.
            ``guideline-hierarchy``, a DiGraph from each guideline to those above it, as
            `imrgraph.graph.hierarchy.guideline_hierarchy` says.
            ``letter-everything``, a MultiDiGraph keyed by `relation` (`hasDetermination`, `treatment`,
            `outcome`, `administratorCites`, `reviewerCites`, `concerns`, `hasPriorTreatment`,
            `reviewerSpecialty`); edges with `weight` 1, determinations with `item_number`.
            ``whole-graph``, a MultiDiGraph, as `imrgraph.graph.whole.whole_graph` says.
        params: values by parameter, as `imrgraph.query.run` takes them. ``letter-everything`` takes `letter`,
            ``whole-graph`` nothing; the others `outcome`, `category` (a treatment and all below it), `bodyPart`, `from` and `to` (years, both
            included), and where one party's guidelines are meant `party`, the reviewer unless told
            (``guideline-cocitation``: both); ``letter-similarity`` also `k`, `cutoff` and `hubs`.
        min_weight: edges that weigh less are left out, and nodes that are left without any edge by that.

    Raises:
        QueryError: no such projection, a parameter it does not have, or a value that names nothing.
    """
    if projection not in PROJECTIONS:
        raise QueryError(f"no projection {projection!r}; there are {', '.join(PROJECTIONS)}")
    if projection in CONCEPT_PROJECTIONS:
        graph = concept_graph(store, projection, params or {})
    elif projection == "letter-similarity":
        graph = letter_similarity(store, params or {})
    elif projection == "guideline-hierarchy":
        graph = guideline_hierarchy(store, params or {})
    elif projection == "whole-graph":
        graph = whole_graph(store, params or {})
    else:
        graph = letter_everything(store, params or {})
    return heavier(graph, min_weight)


def parameters(projection: str) -> tuple[Param, ...]:
    """The parameters that `to_networkx` takes for a projection. Raises QueryError for an unknown one."""
    if projection not in PROJECTIONS:
        raise QueryError(f"no projection {projection!r}; there are {', '.join(PROJECTIONS)}")
    if projection in CONCEPT_PROJECTIONS:
        return CONCEPT_PROJECTIONS[projection].params
    if projection in _PARAMS:
        return _PARAMS[projection]
    return require_query(projection).params


def heavier(graph: nx.Graph, min_weight: float) -> nx.Graph:
    """The graph itself, without the edges below a weight and the nodes that had only such edges."""
    keyed = graph.edges(keys=True, data="weight") if graph.is_multigraph() else graph.edges(data="weight")
    light = [edge[:-1] for edge in keyed if (edge[-1] or 0) < min_weight]
    graph.remove_edges_from(light)
    graph.remove_nodes_from(
        [node for node in {end for edge in light for end in edge[:2]} if not graph.degree[node]]
    )
    return graph
