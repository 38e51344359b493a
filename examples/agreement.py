"""Does it matter for the outcome whether the two sides rely on the same guideline?

Of disputed items for which both the claims administrator and the reviewer cite something: how often the denial is
overturned by how far the two agree, and the odds where they share a guideline, plain and within kinds of treatment.
"""

from __future__ import annotations

from asking import arguments, behind, opened, show, span, times
from imrgraph.graph import read_items, read_names
from imrgraph.metrics import odds_table, overturn_odds, overturn_rates, rates_table

_ONE_SIDE = {"OneParty", "NeitherParty", None}


def main() -> None:
    with opened(arguments(__doc__).parse_args()) as store:
        items, names = read_items(store), read_names(store)
    both = [item for item in items if item.agreement not in _ONE_SIDE]
    rates = overturn_rates(both, "agreement", names=names)
    print(f"For {len(both):,} of {len(items):,} disputed items both sides cite something; so these end:\n")
    show(rates_table([rates.overall, *rates]))
    odds = overturn_odds(both, "agreement", names=names)
    same = next((row for row in odds if row.name == "SameGuideline"), None)
    if same is None:
        print("For none of them do the two sides share a guideline.")
        return
    print(f"Denials by the guideline that the reviewer goes by, too, {times(same.odds, small=same.small)}.")
    if same.within is not None and not same.small:
        within = f"{same.within.value:.1f} times the odds, {span(same.within, '.1f')}"
        print(f"Within kinds of treatment: {within}.")
    print("Who chooses a guideline knows the case: this need not be cause and effect.\n")
    show(odds_table([same]))
    print(behind(same.name, same.determinations, items, names))
    print("All of them: imrgraph metrics rates --by agreement --trace SameGuideline")


if __name__ == "__main__":
    main()
