"""Which denials of a treatment were overturned, and in which words?

imrgraph build examples/letters
python examples/precedents.py "DEXA scan" imrgraph.db
"""

from __future__ import annotations

import sys

import imrgraph
from imrgraph.query import select


def main(treatment: str, store: str = "imrgraph.db") -> None:
    """Print each case with its item, the guideline that the reviewer relied on, and the reviewer's reasons."""
    with imrgraph.open(store) as opened:
        precedents = select(opened, "precedents", {"treatment": treatment}).as_dicts()
    for row in precedents:
        print(f"{row['caseNumber']}, item {row['itemNumber']}: {row['item']}")
        print(f"  relied on: {row.get('guidelineLabel', 'no guideline that was recognised')}")
        print(f"  {row.get('words', '')}\n")
    print(f"{len(precedents)} found")


if __name__ == "__main__":
    main(*sys.argv[1:3])
