"""Where the MTUS is silent, who turns to the ODG, and how do these denials end?

By law a reviewer goes first by the MTUS, then by ACOEM or the ODG, then by others. This looks at the disputed items whose
reviewer calls the MTUS silent: which specialties go on to the ODG, and what goes with that.
"""

from __future__ import annotations

from asking import arguments, behind, opened, show, span, times
from imrgraph.graph import ItemFacts, read_citations, read_items, read_names
from imrgraph.metrics import ODG, SearchPath, overturn_odds, search_order, shares, shares_table

_SILENT = {
    SearchPath.SILENT_THEN_SECOND,
    SearchPath.SILENT_THEN_OTHERS,
    SearchPath.SECOND_NOT_SHOWN,
    SearchPath.NOTHING_INSTEAD,
}


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        items, names, citations = read_items(store), read_names(store), read_citations(store)
    paths = search_order(citations, items, names).paths
    silent = [item for item in items if paths[item.iri] in _SILENT]

    def cites_odg(item: ItemFacts) -> bool:
        return any(ODG in names.tops(guideline) for guideline in item.reviewer)

    found = shares(silent, cites_odg, "specialty", names=names)
    told = found.overall
    print(f"The MTUS is called silent for {told.items:,} of {len(items):,} disputed items.")
    if told.small:
        print("That is too few to tell who turns to the ODG then.")
    else:
        print(f"For {told.hits:,} of these the reviewer turns to the ODG: {told.share:.0%}, {span(told)}.")
    print("By the reviewer's specialty:\n")
    show(shares_table([told, *found.rows[:8]]))
    for row in overturn_odds(silent, "family", names=names):
        if row.key == (ODG,):
            print(f"Denials for which the ODG is cited then {times(row.odds, small=row.small)}:")
            print(f"{row.cited_overturned} of {row.cited} against {row.others_overturned} of {row.others}.\n")
    print(behind("odg", told.determinations, items, names))
    print("All of them, and those that turn to ACOEM: imrgraph metrics order --trace silent-then-acoem-odg")


if __name__ == "__main__":
    main()
