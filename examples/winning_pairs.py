"""Which guideline wins where the two sides cite different ones?

The claims administrator denies by one guideline, the reviewer answers with another. This counts how often the denial is
overturned for each such pair, and asks the network of pairs who is answered most, and with what (hubs and authorities).
"""

from __future__ import annotations

from textwrap import shorten

import networkx as nx

import imrgraph
from asking import arguments, behind, opened, show, span
from imrgraph.graph import read_citations, read_items, read_names
from imrgraph.metrics import measure, overturn_rates, rates_table

_DIFFER = 0.05  # of adjusted p-values: below, a pair differs from the others by more than chance
_TOP = 5


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        items, names, citations = read_items(store), read_names(store), read_citations(store)
        network = imrgraph.to_networkx(store, "administrator-reviewer")
    differing = [item for item in items if item.agreement in ("DifferentGuideline", "SharedFamily")]
    rates = overturn_rates(differing, "guideline-pair", names=names)
    print(f"The two sides cite different guidelines for {len(differing):,} of {len(items):,} items.\n")
    if not rates.rows:
        return
    families = overturn_rates(differing, "family-pair", names=names, citations=citations)
    print("How often the denial is overturned then, by families:\n")
    show(rates_table([families.overall, *families.rows[:_TOP]]))
    print("By guidelines:\n")
    show(rates_table(rates.rows[:_TOP]))

    compared = [row for row in rates if row.p_adjusted is not None]
    differ = [row for row in compared if row.p_adjusted is not None and row.p_adjusted < _DIFFER]
    for row in differ:
        print(f"{row.label}: {row.rate:.0%} are overturned, {span(row)}.")
    if not compared:
        print("Each pair has too few items to be compared with the others.")
    elif not differ:
        print(f"None of the {len(compared)} pairs with enough items differs from the others beyond chance.")

    same = list(nx.selfloop_edges(network))  # where both cite the same, nothing is answered
    network.remove_edges_from(same)
    found = measure(network, also=("hits",))
    print("\nIn the network of pairs, who is answered most (hubs), and with what (authorities):\n")
    hubs = sorted(found, key=lambda node: -(node.hub or 0))
    authorities = sorted(found, key=lambda node: -(node.authority or 0))
    for hub, authority in [*zip(hubs, authorities, strict=True)][:_TOP]:
        print(f"  {hub.hub:.2f}  {shorten(hub.label, 50):<50}  {authority.authority:.2f}  {authority.label}")
    print()
    first = rates.rows[0]
    print(behind(first.name, first.determinations, items, names))
    print(f"All of them: imrgraph metrics rates --by guideline-pair --trace '{first.name}'")


if __name__ == "__main__":
    main()
