"""Did reviewers follow when the MTUS went over to current guidelines in December 2017?

On 1 December 2017 the MTUS replaced ACOEM's chapters of 2004 by ACOEM's current guidelines. This counts the disputed items
whose reviewer still cites a chapter among those who cite ACOEM at all, before and since, and which guidelines came and went.
"""

from __future__ import annotations

import re

from asking import arguments, behind, opened, show, span
from imrgraph.graph import ItemFacts, read_citations, read_items, read_names
from imrgraph.metrics import ACOEM, NEW_MTUS, citation_drift, drift_table, shares, shares_table

_CHAPTER = re.compile(r"/acoem-ch\d\d$")


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        items, names, citations = read_items(store), read_names(store), read_citations(store)
    families = citation_drift(citations, items, names, "family", period="regime")
    print("How many of the items whose reviewer cites anything cite which family:\n")
    show(drift_table(families))

    citing = [item for item in items if any(ACOEM in names.tops(one) for one in item.reviewer)]
    when = {
        "before": [item for item in citing if item.letter.date and not is_since(item)],
        "since": [item for item in citing if is_since(item)],
    }
    found = {name: shares(of, cites_chapter).overall for name, of in when.items()}
    for name, share in found.items():
        told = (
            "too few to tell" if share.small else f"{share.share:.0%} cite a chapter of 2004 ({span(share)})"
        )
        print(f"{name} December 2017, of {share.items:,} items that cite ACOEM: {told}.")

    dated = [item for item in items if item.letter.date]
    since = shares(dated, is_since, "guideline", names=names)
    turned = [row for row in since if row.low > since.overall.high or row.high < since.overall.low]
    if turned:
        print(
            f"\nSince then are {since.overall.share:.0%} of all items; of those citing these, more or fewer:\n"
        )
        show(shares_table(sorted(turned, key=lambda row: -row.share)))
    print()
    print(behind("chapter since", found["since"].determinations, items, names))
    print("A guideline's items: imrgraph metrics drift --by guideline --period regime --trace acoem-ch12")


def cites_chapter(item: ItemFacts) -> bool:
    """Whether the reviewer cites a chapter of ACOEM's second edition (of 2004): `acoem-ch01` to `acoem-ch16`."""
    return any(_CHAPTER.search(guideline) for guideline in item.reviewer)


def is_since(item: ItemFacts) -> bool:
    return (item.letter.date or "") >= NEW_MTUS


if __name__ == "__main__":
    main()
