"""Whether reviewers follow the legal search order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.metrics import SearchPath, order_table, paths_table, search_order
from imrgraph.metrics.order import Order
from imrgraph.report.charts import Bar, Dot, Tone, bars, dots
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.charts.intervals import Axis
from imrgraph.report.parts import Plate, Section
from imrgraph.report.words import between, percent, ratio, too_few
from imrgraph.view.page import STROKE
from imrgraph.view.picture import Tone as Outcome
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from imrgraph.metrics import OrderShare, SearchOrder
    from imrgraph.report.material import Material

_COLORS = {
    Order.FOLLOWED: STROKE[Outcome.OVERTURNED],
    Order.SKIPPED: STROKE[Outcome.UPHELD],
    Order.UNCLEAR: STROKE[Outcome.NONE],
}
_KEYS = {Tone.SAME: "share of the year", Tone.SMALL: "fewer than 10 independent items"}


def section(material: Material) -> Section:
    order = search_order(material.citations, material.items, material.names)
    return Section(
        name="order",
        title="Do reviewers follow the legal order of authorities?",
        paragraphs=(
            "Labor Code 4610.5(c)(2) and 8 CCR 9792.21.1 rank what medical necessity is judged by: first the MTUS; where it"
            " does not address the matter, current ACOEM guidelines or the ODG; then other guidelines and studies. An"
            " item follows the order where the letter shows that: the reviewer cites the MTUS, or calls it silent before"
            " going on. What the letter does not show may have happened all the same.",
        ),
        plates=(_years(order, material), _paths(order, material)),
    )


def _years(order: SearchOrder, material: Material) -> Plate:
    whole = order.overall
    title = "Items in which the letter shows the legal order of authorities, by year"
    drawing = None
    finding: tuple[str, ...] = (too_few("shares of search order", whole.items, whole.letters),)
    if whole.share is not None and not whole.small:
        told = whole.followed + whole.skipped
        finding = (
            f"The letter shows the legal order in {percent(whole.share)} ({between(whole.low, whole.high)}) of"
            f" {count(told, 'item')} of which it can be told.",
            f"{whole.skipped:,} skip a step; of {whole.unclear:,} nothing can be told.",
        )
        axis = Axis(
            name="share of items of which it can be told",
            columns=("share (95 % interval)", "items"),
            keys=_KEYS,
            reference=(whole.share, f"all years: {percent(whole.share)}"),
        )
        frame = Frame(name="order-years", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = dots(frame, [dot for row in order if (dot := _dot(row))], axis)
    return Plate(
        name="order-years",
        title=title,
        finding=finding,
        table=order_table([*order, whole]),
        command=material.command("metrics order"),
        drawing=drawing,
    )


def _dot(row: OrderShare) -> Dot | None:
    if row.share is None:
        return None
    return Dot(
        label=row.name,
        value=row.share,
        low=row.low,
        high=row.high,
        tone=Tone.SMALL if row.small else Tone.SAME,
        right=(f"{percent(row.share)} ({between(row.low, row.high)})", f"{row.followed + row.skipped:,}"),
    )


def _paths(order: SearchOrder, material: Material) -> Plate:
    whole = order.overall
    title = "How reviewers come to the authorities that they rely on"
    counts = {path: len(whole.determinations.get(path, ())) for path in SearchPath}
    drawing = None
    finding: tuple[str, ...] = (too_few("ways of search", whole.items, whole.letters),)
    if not whole.small:
        most, second = sorted(counts, key=lambda path: (-counts[path], path.value))[:2]
        finding = (
            f"Most usual: {most.words} ({ratio(counts[most], whole.items)} of {count(whole.items, 'item')}); then:"
            f" {second.words} ({ratio(counts[second], whole.items)}).",
        )
        rows = [
            Bar(
                label=path.words,
                parts=tuple(counts[path] if path.order is order_of else 0 for order_of in _COLORS),
                words=f"{counts[path]:,} ({ratio(counts[path], whole.items)})",
            )
            for path in SearchPath
        ]
        frame = Frame(name="order-paths", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = bars(
            frame,
            rows,
            colors=tuple(_COLORS.values()),
            names=[one.value for one in _COLORS],
            axis="disputed items",
        )
    return Plate(
        name="order-paths",
        title=title,
        finding=finding,
        table=paths_table(whole),
        command=material.command("metrics order --by path"),
        drawing=drawing,
    )
