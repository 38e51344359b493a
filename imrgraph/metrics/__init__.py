"""Numbers of a citation network."""

from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.drift import LEVELS, PERIODS, Drift, Use, citation_drift
from imrgraph.metrics.groups import DIMENSIONS
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster, wilson
from imrgraph.metrics.measures import Measure, measure, to_graphml, undirected
from imrgraph.metrics.odds import Odds, OddsTable, Ratio, mantel_haenszel, odds_ratio, overturn_odds
from imrgraph.metrics.order import Order, OrderShare, Path, SearchOrder, path_of, search_order
from imrgraph.metrics.rates import Rate, Rates, overturn_rates
from imrgraph.metrics.rows import to_table

__all__ = [
    "DIMENSIONS",
    "LEVELS",
    "PERIODS",
    "Drift",
    "Measure",
    "Odds",
    "OddsTable",
    "Order",
    "OrderShare",
    "Path",
    "Rate",
    "Rates",
    "Ratio",
    "SearchOrder",
    "Use",
    "benjamini_hochberg",
    "citation_drift",
    "clustered_wilson",
    "effective_size",
    "intracluster",
    "mantel_haenszel",
    "measure",
    "odds_ratio",
    "overturn_odds",
    "overturn_rates",
    "path_of",
    "search_order",
    "to_graphml",
    "to_table",
    "undirected",
    "wilson",
]
