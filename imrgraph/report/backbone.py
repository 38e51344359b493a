"""The backbone of the treatment-guideline network: which ties are stronger than chance would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.graph import concept_graph_of
from imrgraph.metrics import backbone, measure, summarise
from imrgraph.metrics.backbone import ALPHA
from imrgraph.query.rows import table
from imrgraph.report.charts import network
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.parts import Beside, Plate, Section
from imrgraph.report.words import too_few
from imrgraph.view import network_page
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from imrgraph.metrics import Measure
    from imrgraph.query import Table
    from imrgraph.report.material import Material

PROJECTION = "treatment-guideline"
_FEWEST = 3  # edges of a picture that says something
_PART = 0.25  # of the largest part's nodes; smaller parts are not drawn
_DIGITS = 4


def section(material: Material) -> Section:
    whole = concept_graph_of(material.items, PROJECTION, material.names)
    return Section(
        name="network",
        title="Which guideline decides which treatment?",
        paragraphs=(
            "A treatment is tied to a guideline where a reviewer cites it to decide on that treatment; the tie weighs as many"
            " disputed items. Many ties are what chance would give. The backbone keeps those that weigh more, for the"
            f" treatment or for the guideline (disparity filter, {ALPHA:g}).",
        ),
        plates=(_plate(material, whole),),
        beside=_beside(material, whole) if len(whole) else None,
    )


def _beside(material: Material, whole: nx.Graph) -> Beside:
    """The whole network, to be explored."""
    title = "Which guidelines decided which treatment disputes"
    note = "Treatments asked for, and the guidelines that reviewers cite to decide on them; connections weigh disputed items."
    return Beside(
        file="network.html",
        words="The whole network, as a page to search and explore",
        text=network_page(whole, title=title, note=note, mark=material.mark),
    )


def _plate(material: Material, whole: nx.Graph) -> Plate:
    kept = backbone(whole)
    title = "The backbone of treatments and guidelines"
    drawing = None
    finding: tuple[str, ...] = (
        too_few("a backbone of the network", len(material.items), len(material.letters)),
    )
    if kept.number_of_edges() >= _FEWEST:
        ranked = measure(kept)
        finding = _finding(whole, kept, ranked)
        frame = Frame(name="network-backbone", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = network(frame, _larger(kept), {one.iri: one.pagerank for one in ranked})
    return Plate(
        name="network-backbone",
        title=title,
        finding=finding,
        reading="Near each other stands what is tied. Names that found no room are left out, and so are small groups that are tied"
        " to nothing else; the table has all ties."
        if drawing
        else "",
        table=_table(kept),
        command=material.command(f"metrics {PROJECTION} --backbone {ALPHA:g} --top 0"),
        drawing=drawing,
    )


def _larger(kept: nx.Graph) -> nx.Graph:
    """The largest part and those that are not much smaller."""
    import networkx as nx

    parts = list(nx.connected_components(kept))
    least = max(map(len, parts)) * _PART
    return kept.subgraph(set().union(*(part for part in parts if len(part) >= least)))


def _table(kept: nx.Graph) -> Table:
    rows = []
    for one, other, said in kept.edges(data=True):
        treatment, guideline = sorted((one, other), key=lambda node: kept.nodes[node]["bipartite"])
        counts = (said["weight"], said["upheld"], said["overturned"], said["partially_overturned"])
        labels = (kept.nodes[node]["label"] for node in (treatment, guideline))
        rows.append((*labels, *counts, round(float(said["alpha"]), _DIGITS)))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return table(("treatment", "guideline", "items", "upheld", "overturned", "partly", "alpha"), rows)


def _finding(whole: nx.Graph, kept: nx.Graph, ranked: Sequence[Measure]) -> tuple[str, ...]:
    known = summarise(kept)
    lead = max((one for one in ranked if one.kind == "guideline"), key=lambda one: (one.degree, one.pagerank))
    names = [
        kept.nodes[node]["label"]
        for node, _ in sorted(kept[lead.iri].items(), key=lambda pair: (-pair[1]["weight"], pair[0]))[:3]
    ]
    return (
        f"{count(known.edges, 'tie')} of {whole.number_of_edges():,} weigh more than chance; they join"
        f" {count(known.nodes, 'treatment or guideline', 'treatments and guidelines')} in"
        f" {count(known.communities, 'group')} that hang together (modularity {known.modularity:.2f}).",
        f"{lead.label} has the most: {count(lead.degree, 'treatment')}, before all {_listed(names)}.",
    )


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
