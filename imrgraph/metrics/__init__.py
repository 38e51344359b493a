"""Numbers of a citation network."""

from imrgraph.metrics.adjust import benjamini_hochberg
from imrgraph.metrics.backbone import backbone
from imrgraph.metrics.drift import LEVELS, NEW_MTUS, PERIODS, Drift, Use, citation_drift
from imrgraph.metrics.families import ACOEM, MTUS, ODG
from imrgraph.metrics.groups import DIMENSIONS
from imrgraph.metrics.intervals import clustered_wilson, effective_size, intracluster, wilson
from imrgraph.metrics.measures import ALSO, Measure, louvain, measure, to_graphml, undirected
from imrgraph.metrics.network import (
    Betweenness,
    NetworkSummary,
    betweenness,
    clustering,
    hits,
    project,
    summarise,
)
from imrgraph.metrics.odds import Odds, OddsTable, Ratio, mantel_haenszel, odds_ratio, overturn_odds
from imrgraph.metrics.order import Order, OrderShare, SearchOrder, SearchPath, path_of, search_order
from imrgraph.metrics.rates import Rate, Rates, overturn_rates
from imrgraph.metrics.rows import to_table
from imrgraph.metrics.shares import Share, Shares, shares
from imrgraph.metrics.tables import (
    drift_table,
    odds_table,
    order_table,
    paths_table,
    rates_table,
    shares_table,
)
from imrgraph.metrics.trace import find_rows, items_behind, items_of_network, trace

__all__ = [
    "ACOEM",
    "ALSO",
    "DIMENSIONS",
    "LEVELS",
    "MTUS",
    "NEW_MTUS",
    "ODG",
    "PERIODS",
    "Betweenness",
    "Drift",
    "Measure",
    "NetworkSummary",
    "Odds",
    "OddsTable",
    "Order",
    "OrderShare",
    "Rate",
    "Rates",
    "Ratio",
    "SearchOrder",
    "SearchPath",
    "Share",
    "Shares",
    "Use",
    "backbone",
    "benjamini_hochberg",
    "betweenness",
    "citation_drift",
    "clustered_wilson",
    "clustering",
    "drift_table",
    "effective_size",
    "find_rows",
    "hits",
    "intracluster",
    "items_behind",
    "items_of_network",
    "louvain",
    "mantel_haenszel",
    "measure",
    "odds_ratio",
    "odds_table",
    "order_table",
    "overturn_odds",
    "overturn_rates",
    "path_of",
    "paths_table",
    "project",
    "rates_table",
    "search_order",
    "shares",
    "shares_table",
    "summarise",
    "to_graphml",
    "to_table",
    "trace",
    "undirected",
    "wilson",
]
