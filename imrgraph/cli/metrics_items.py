"""`imrgraph metrics rates`, `odds`, `order` and `drift`: numbers of disputed items."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imrgraph.cli.options import GraphOption, StoreOption, open_given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imrgraph.graph import CitationFacts, ItemFacts, Names
    from imrgraph.metrics.trace import Named
    from imrgraph.query import Table
    from imrgraph.records import Party

Form = Annotated[Literal["table", "csv"], typer.Option("--format", help="What is printed.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write all rows as CSV.")
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=0, help="Print the first N rows; 0 is all.")]
Trace = Annotated[
    str | None,
    typer.Option("--trace", metavar="KEY", help="Print the disputed items behind a row instead, by its key."),
]
PartyOption = Annotated[
    Literal["reviewer", "administrator"], typer.Option("--party", help="Whose guidelines are counted.")
]
Small = Annotated[
    float, typer.Option("--small", metavar="N", min=0, help="Flag what says less than N independent items.")
]
Filter = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--param",
        metavar="NAME=VALUE",
        help="Only items of: category (a treatment or what is above), bodyPart, from, to (years), outcome.",
    ),
]
_SMALL = 10


def rates(
    by: Annotated[
        Literal[
            "treatment", "category", "guideline", "family", "guideline-pair", "family-pair", "condition", "specialty",
            "agreement", "ground", "body-part", "year",
        ],
        typer.Option("--by", help="What the items are grouped by."),
    ] = "treatment",
    party: PartyOption = "reviewer",
    wholly: Annotated[bool, typer.Option("--wholly", help="Count only what was certified wholly.")] = False,
    sort: Annotated[Literal["items", "rate"], typer.Option("--sort", help="What comes first.")] = "items",
    small: Small = _SMALL,
    param: Filter = None,
    trace: Trace = None,
    top: Top = 20,
    store: StoreOption = None,
    graph: GraphOption = None,
    format: Form = "table",
    output: Output = None,
) -> None:  # fmt: skip
    """How often is a denial overturned? By treatment, guideline, condition, reviewer's specialty and more.

    rate is overturned / items, with its 95 % interval from low to high; items without an outcome do not count, those
    certified in part count as overturned (partly; --wholly). The interval is Wilson's, for as many independent items as
    these say as much as: the items of one letter are decided alike. pAdjusted compares a group with all others (Fisher's
    exact test, adjusted by Benjamini and Hochberg): below 0.05 they differ by more than chance, for whatever reason.
    Groups that say less than 10 independent items are marked small and not compared.

    \b
    guideline-pair is what the administrator cites > what the reviewer answers with; family-pair counts each item once,
    by the families of both (several, none, unresolved where it is not one);
    family and guideline are those of --party; category and family are the tops of the hierarchies.

    \b
    Examples:
      imrgraph metrics rates --by guideline
      imrgraph metrics rates --by guideline-pair --sort rate
      imrgraph metrics rates --by treatment --trace mri
      imrgraph metrics rates --by guideline -p category=surgery -p from=2014 -p to=2015
      imrgraph metrics rates --by condition -o conditions.csv
    """
    from imrgraph.metrics import overturn_rates, rates_table

    items, names, citations = _read(store, graph, param, citations=by == "family-pair")
    found = overturn_rates(
        items, by, names=names, party=_party(party), citations=citations, wholly=wholly, small=small
    )
    rows = sorted(found, key=lambda row: -row.rate) if sort == "rate" else list(found)
    with_all = [found.overall, *rows]
    if trace is not None:
        _print_trace(with_all, trace, items, names, format, output)
        return
    _print(rates_table(with_all), top + 1 if top else 0, format, output)
    _say(
        f"{found.without_outcome:,} items without an outcome, {found.without_key:,} with none of these",
        f"items of one letter are alike by {found.correlation:.2f} (0 not at all, 1 wholly)",
    )


def odds(
    by: Annotated[
        Literal["guideline", "family"], typer.Option("--by", help="Each guideline, or its family.")
    ] = "guideline",
    party: PartyOption = "reviewer",
    small: Small = _SMALL,
    param: Filter = None,
    trace: Trace = None,
    top: Top = 20,
    store: StoreOption = None,
    graph: GraphOption = None,
    format: Form = "table",
    output: Output = None,
) -> None:
    """Which guideline's presence goes with overturning? Odds ratios with 95 % intervals.

    odds above 1: overturning is more usual where the guideline is cited (cited, overturned) than where only others are
    (others, othersOverturned). within is the same within kinds of treatment (Mantel-Haenszel), so that a guideline for
    surgery is compared with others for surgery. Items of one letter count as fewer, as in `imrgraph metrics rates`.
    What goes together need not be cause and effect: who chooses a guideline knows the case.

    \b
    Examples:
      imrgraph metrics odds
      imrgraph metrics odds --party administrator
      imrgraph metrics odds --by family --format csv
      imrgraph metrics odds --trace odg-low-back
    """
    from imrgraph.metrics import odds_table, overturn_odds

    items, names, _ = _read(store, graph, param)
    found = overturn_odds(items, by, names=names, party=_party(party), small=small)
    if trace is not None:
        _print_trace(found.rows, trace, items, names, format, output)
        return
    _print(odds_table(found), top, format, output)
    _say(f"{found.without_outcome:,} items without an outcome, {found.without_key:,} that cite nothing")


def order(
    by: Annotated[
        Literal["year", "path"], typer.Option("--by", help="Shares by year, or how many take which path.")
    ] = "year",
    small: Small = _SMALL,
    param: Filter = None,
    trace: Trace = None,
    store: StoreOption = None,
    graph: GraphOption = None,
    format: Form = "table",
    output: Output = None,
) -> None:
    """Do reviewers follow the legal search order: the MTUS, then ACOEM or the ODG, then others?

    Labor Code 4610.5(c)(2) and 8 CCR 9792.21.1. An item follows it where the reviewer cites the MTUS, or calls it silent
    before citing ACOEM or the ODG, or calls both silent before citing others; it skips where the letter does not show
    that. Of items that cite nothing, or whose authorities were not recognised, nothing can be told, and share leaves
    them out. --by path counts each way; only what the letter says is judged.

    \b
    Examples:
      imrgraph metrics order
      imrgraph metrics order --by path
      imrgraph metrics order --trace mtus-not-shown
      imrgraph metrics order --trace 2014
    """
    from imrgraph.errors import QueryError
    from imrgraph.metrics import SearchPath, order_table, paths_table, search_order
    from imrgraph.query.values import near

    items, names, citations = _read(store, graph, param, citations=True)
    found = search_order(citations, items, names, small=small)
    if trace is not None:
        behind: dict[str, list[str]] = {}
        for row in (*found, found.overall):
            for path, iris in row.determinations.items():
                named = {row.name} | ({path.value, path.order.value} if row is found.overall else set())
                for name in named:
                    behind.setdefault(name, []).extend(iris)
        if trace not in behind:
            known = [*behind, *(path.value for path in SearchPath)]
            raise QueryError(f"nothing is behind {trace!r}; {near(trace, known)}")
        _print_items({trace: behind[trace]}, items, names, format, output)
        return
    table = paths_table(found.overall) if by == "path" else order_table([*found, found.overall])
    _print(table, 0, format, output)


def drift(
    by: Annotated[
        Literal["family", "guideline", "edition", "mtus"],
        typer.Option("--by", help="Families, guidelines, their editions, or within and outside the MTUS."),
    ] = "family",
    period: Annotated[
        Literal["year", "regime"],
        typer.Option("--period", help="Each year; or before and since December 2017, when the MTUS changed."),
    ] = "year",
    party: PartyOption = "reviewer",
    place: Annotated[
        Literal["statement", "rationale", "any"], typer.Option("--place", help="Where it is cited.")
    ] = "statement",
    small: Small = _SMALL,
    param: Filter = None,
    trace: Trace = None,
    top: Top = 0,
    store: StoreOption = None,
    graph: GraphOption = None,
    format: Form = "table",
    output: Output = None,
) -> None:
    """How do citations drift over years and editions?

    share is items / of: how many of the disputed items of a period that cite anything cite this, with its 95 % interval.
    An item may cite several, so shares add up to more than 1; part is of all citations of the period, and adds up to 1.

    \b
    Examples:
      imrgraph metrics drift
      imrgraph metrics drift --by mtus --period regime
      imrgraph metrics drift --by edition --party administrator -o editions.csv
      imrgraph metrics drift --trace 2014/odg
    """
    from imrgraph.metrics import citation_drift, drift_table
    from imrgraph.records import CitationPlace

    items, names, citations = _read(store, graph, param, citations=True)
    where = {
        "statement": CitationPlace.GUIDELINE_STATEMENT,
        "rationale": CitationPlace.RATIONALE,
        "any": None,
    }
    found = citation_drift(
        citations, items, names, by, period=period, party=_party(party), place=where[place], small=small
    )
    if trace is not None:
        when, slash, what = trace.rpartition("/")
        rows = [row for row in found if not slash or row.period == when]
        _print_trace(rows, what, items, names, format, output)
        return
    _print(drift_table(found), top, format, output)
    if found.undated:
        _say(f"{found.undated:,} items that cite something are in letters without a date")


def _read(
    store: str | None, graph: Path | None, param: Sequence[str] | None, *, citations: bool = False
) -> tuple[tuple[ItemFacts, ...], Names, tuple[CitationFacts, ...]]:
    from imrgraph.cli.query import pairs
    from imrgraph.graph import read_citations, read_items, read_names
    from imrgraph.graph.filters import FILTERS, read_filters

    with open_given(store, graph) as opened:
        filters = read_filters(opened, "imrgraph metrics", pairs(param or ()), FILTERS)
        names = read_names(opened)
        items = tuple(filters.of(read_items(opened), names))
        return items, names, read_citations(opened) if citations else ()


def _party(name: str) -> Party:
    from imrgraph.records import Party

    return Party.EXPERT_REVIEWER if name == "reviewer" else Party.CLAIMS_ADMINISTRATOR


def _print_trace(
    rows: Sequence[Named],
    key: str,
    items: Sequence[ItemFacts],
    names: Names,
    format: str,
    output: Path | None,
) -> None:
    from imrgraph.metrics import find_rows

    behind: dict[str, tuple[str, ...]] = {}
    for row in find_rows(rows, key):
        name = f"{period}/{row.name}" if (period := getattr(row, "period", None)) else row.name
        behind[name] = row.determinations
    _print_items(behind, items, names, format, output)


def _print_items(
    behind: Mapping[str, Sequence[str]],
    items: Sequence[ItemFacts],
    names: Names,
    format: str,
    output: Path | None,
) -> None:
    from imrgraph.metrics import trace

    _print(trace(behind, items, names), 0, format, output)


def _print(table: Table, top: int, format: str, output: Path | None) -> None:
    from imrgraph.cli.metrics import print_table, write_file
    from imrgraph.query import Format, render

    if output is not None:
        if output.suffix != ".csv":
            raise typer.BadParameter(f"-o takes a file that ends in .csv, not {output.name!r}")
        write_file(output, render(table, Format.CSV))
        _say(f"{output}: {len(table):,} rows")
    print_table(table, top, format)


def _say(*words: str) -> None:
    print("; ".join(words), file=sys.stderr)
