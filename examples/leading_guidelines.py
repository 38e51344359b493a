"""Which guidelines hold the field together?

Guidelines that are cited for the same disputed item, by either side, are joined. In that network: which are central (weighted
PageRank), which belong to the innermost core, where everything is cited beside everything, and which bridge parts that are
not cited together else (betweenness).
"""

from __future__ import annotations

import networkx as nx

import imrgraph
from asking import arguments, opened, show
from imrgraph.metrics import measure, summarise, to_table

_TOP = 8


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        network = imrgraph.to_networkx(store, "guideline-cocitation")
    found = measure(network, also=("betweenness", "core"))
    if not found:
        print("No two guidelines are cited for the same item.")
        return
    whole = summarise(network)
    print(f"Guidelines: {whole.nodes}; pairs cited together: {whole.edges}; in parts: {whole.components}\n")
    show(to_table(found[:_TOP]))

    innermost = max(one.core or 0 for one in found)
    core = [one.label for one in found if one.core == innermost]
    print(f"The innermost core, each cited beside at least {innermost} others of it: {len(core)} guidelines")
    print(f"  {'; '.join(core[:_TOP])}{'; ...' if len(core) > _TOP else ''}\n")

    between = sorted(found, key=lambda one: -(one.betweenness or 0))[:_TOP]
    bridges = [one for at, one in enumerate(between) if one.betweenness and found.index(one) >= at + 2]
    for one in bridges[:3]:
        print(f"{one.label} bridges more than its rank says: {one.betweenness:.0%} of the shortest paths.")
    if alone := list(nx.isolates(network)):
        print(f"{len(alone)} guidelines are never cited with another.")
    strongest = max(network.edges(data="weight"), key=lambda edge: (edge[2], edge))
    one, other = (end.rsplit("/", 1)[-1] for end in strongest[:2])
    print(f"\nCited together most: {one} and {other}, items: {strongest[2]:,}.")
    print(f"These items: imrgraph metrics guideline-cocitation --trace '{one}>{other}'")


if __name__ == "__main__":
    main()
