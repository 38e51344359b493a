"""Which overturned denials are the best precedents for this dispute?

Takes a disputed item whose denial was upheld, and finds the letters in which the same treatment was certified, those most
like its letter first: by the guidelines and conditions that the letters share, the rarer the more (letter-similarity).

python examples/precedents.py imrgraph.db --letter CM14-0012345 --item 2
"""

from __future__ import annotations

from collections import Counter
from textwrap import shorten

import imrgraph
from asking import arguments, opened
from imrgraph.graph import read_items, read_names
from imrgraph.query import select

_WORDS = 300  # characters of a rationale that are shown
_UNLIKE = {"weight": 0.0, "shared": 0}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--letter", metavar="CASE", help="a case number; else one with many precedents")
    parser.add_argument("--item", type=int, metavar="N", help="its item; else the first such")
    parser.add_argument("--top", type=int, default=5, metavar="N", help="how many precedents are printed (5)")
    asked = parser.parse_args()
    with opened(asked) as store:
        names = read_names(store)
        items = read_items(store, {"treatments"})
        certified = Counter(item.treatments[0] for item in items if item.overturned and item.treatments)
        upheld = [
            item
            for item in items
            if item.overturned is False
            and item.treatments
            and asked.letter in (None, names.case_number(item.letter.iri))
            and asked.item in (None, item.number)
        ]
        if not upheld:
            raise SystemExit("No such item, or its denial was not upheld; the cases: imrgraph query letters")
        item = max(upheld, key=lambda item: certified[item.treatments[0]])
        disputes = {"category": item.treatments[0]}  # of each letter, only its disputes over that treatment
        every = {"k": "1000", "cutoff": "0", "hubs": "1"}
        alike = imrgraph.to_networkx(store, "letter-similarity", disputes | every)
        rows = select(store, "precedents", {"treatment": item.treatments[0]}).as_dicts()
    near = alike[item.letter.iri]
    said = [{name: str(value) for name, value in row.items()} for row in reversed(rows)]
    found = {row["determination"]: row for row in said}  # of several guidelines of an item the first
    ranked = sorted(found.values(), key=lambda row: -near.get(row["letter"], _UNLIKE)["weight"])
    case, treatment = names.case_number(item.letter.iri), names.label(item.treatments[0])
    print(f"{case}, item {item.number}: {treatment}, the denial upheld")
    print(f"Letters that dispute it: {len(alike)}. Items certified: {len(found)}, the most like it first:\n")
    for row in ranked[: asked.top]:
        same = near.get(row["letter"], _UNLIKE)
        relied = names.label(row["guideline"]) if "guideline" in row else "nothing that was recognised"
        print(f"{same['weight']:.2f}  {row['caseNumber']}, item {row['itemNumber']}: relied on {relied}")
        print(f"      concepts in common with this letter, the treatment included: {same['shared']}")
        words = shorten(row.get("words", ""), _WORDS, placeholder=" ...")
        print(f"      {''.join(filter(str.isprintable, words))}")  # a letter must not drive a terminal
    if not found:
        print("None: there is no precedent in this store.")
    print("\nWhere all this stands in a letter: imrgraph show CASE --store STORE")


if __name__ == "__main__":
    main()
