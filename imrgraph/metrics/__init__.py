"""Numbers of a citation network."""

from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.groups import DIMENSIONS
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster, wilson
from imrgraph.metrics.measures import Measure, measure, to_graphml, undirected
from imrgraph.metrics.odds import Odds, OddsTable, Ratio, mantel_haenszel, odds_ratio, overturn_odds
from imrgraph.metrics.rates import Rate, Rates, overturn_rates
from imrgraph.metrics.rows import to_table

__all__ = [
    "DIMENSIONS",
    "Measure",
    "Odds",
    "OddsTable",
    "Rate",
    "Rates",
    "Ratio",
    "benjamini_hochberg",
    "clustered_wilson",
    "effective_size",
    "intracluster",
    "mantel_haenszel",
    "measure",
    "odds_ratio",
    "overturn_odds",
    "overturn_rates",
    "to_graphml",
    "to_table",
    "undirected",
    "wilson",
]
