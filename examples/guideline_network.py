"""Which guidelines stand together in disputes, and which of them lead?

imrgraph build examples/letters
python examples/guideline_network.py imrgraph.db
"""

from __future__ import annotations

import sys

import imrgraph
from imrgraph.metrics import measure


def main(store: str) -> None:
    """Print the leading guidelines by weighted PageRank, then the pairs cited together most often."""
    with imrgraph.open(store) as opened:
        network = imrgraph.to_networkx(opened, "guideline-cocitation")
    for found in measure(network)[:10]:
        print(f"{found.pagerank:.3f}  {found.label}")
    print()
    pairs = sorted(network.edges(data="weight"), key=lambda pair: (-pair[2], pair))
    for one, other, together in pairs[:10]:
        print(f"{together:>5}  {network.nodes[one]['label']} + {network.nodes[other]['label']}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "imrgraph.db")
