"""Which treatments belong together, because the same guidelines decide over them?

Treatments are joined by the guidelines that reviewers cite for both (each shared guideline counts the less, the more
treatments it is cited for), the joins that matter are kept (disparity filter), and communities are found in what remains.
Of each community: what it holds, and the guidelines that are more of what is cited for it than for all other treatments.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import networkx as nx

import imrgraph
from asking import arguments, opened
from imrgraph.metrics import Measure, backbone, measure, project, summarise

_SHOWN = 8  # communities


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        network = imrgraph.to_networkx(store, "treatment-guideline")
    together = sharing(network)
    if not together:
        print("Too few treatments share guidelines to tell what belongs together.")
        return
    whole = summarise(together)
    print(f"{whole.nodes} treatments share guidelines beyond chance. Communities: {whole.communities},")
    print(f"modularity {whole.modularity:.2f} (0 is what chance gives, above 0.3 is usually called clear).\n")
    for number, members in communities(together)[:_SHOWN]:
        category = Counter(together.nodes[one.iri]["category"] for one in members).most_common(1)[0][0]
        print(f"Community {number}: {len(members)} treatments, most of them {category}")
        print(f"  {', '.join(one.label for one in members[:6])}")
        for guideline, here, elsewhere in marks(network, {one.iri for one in members})[:3]:
            print(f"    {here:4.0%} here, {elsewhere:3.0%} elsewhere: {network.nodes[guideline]['label']}")
    print("\nThe items behind a treatment and a guideline: imrgraph metrics --trace 'TREATMENT>GUIDELINE'")


def sharing(network: nx.Graph) -> nx.Graph:
    """Treatments joined where they share more than chance gives."""
    return backbone(project(network, "treatment", "newman")) if network else network


def communities(together: nx.Graph) -> list[tuple[int, list[Measure]]]:
    """The numbered communities, the largest first, and in each what is most central (PageRank)."""
    found: dict[int, list[Measure]] = defaultdict(list)
    for one in measure(together):
        found[one.community].append(one)
    return sorted(found.items())


def marks(network: nx.Graph, treatments: set[str]) -> list[tuple[str, float, float]]:
    """Of each guideline that is cited more for these treatments: its share of what is cited for them, and for others."""
    inside, outside = Counter[str](), Counter[str]()
    for guideline, said in network.nodes(data=True):
        if said["kind"] == "guideline":
            for treatment, edge in network[guideline].items():
                (inside if treatment in treatments else outside)[guideline] += edge["weight"]
    here, elsewhere = inside.total(), max(outside.total(), 1)
    found = [(one, items / here, outside[one] / elsewhere) for one, items in inside.items()]
    return sorted((mark for mark in found if mark[1] > mark[2]), key=lambda mark: mark[2] - mark[1])


if __name__ == "__main__":
    main()
