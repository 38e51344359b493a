"""Administrator and reviewer: who cites what, where they agree, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.metrics import overturn_rates, rates_table
from imrgraph.metrics.groups import SIDES
from imrgraph.report.charts import Ribbon, flow
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.names import short
from imrgraph.report.parts import Plate, Section
from imrgraph.report.rates import AGREEMENT, rates_plate
from imrgraph.report.words import between, ratio, too_few
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from imrgraph.metrics import Rate, Rates
    from imrgraph.report.material import Material


def section(material: Material) -> Section:
    return Section(
        name="parties",
        title="Do the administrator and the reviewer rely on the same guidelines?",
        paragraphs=(
            "The claims administrator who denied a treatment names guidelines, and the reviewer names those that the decision"
            " rests on. Below, each disputed item is one thread from the administrator's side to the reviewer's.",
        ),
        plates=(_flow(material), rates_plate(material, AGREEMENT)),
    )


def _flow(material: Material) -> Plate:
    rates = overturn_rates(material.items, "family-pair", names=material.names, citations=material.citations)
    title = "From the administrator's guideline family to the reviewer's"
    finding: tuple[str, ...] = (
        too_few("a flow between the parties", rates.overall.items, rates.overall.letters),
    )
    drawing = None
    if rates.rows and not rates.overall.small:
        finding = _finding(rates, material)
        frame = Frame(name="parties-flow", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = flow(
            frame,
            [_ribbon(row, material) for row in rates],
            order=_order(rates, material),
            heads=("claims administrator cites", "reviewer cites"),
            shade="denials overturned",
        )
    return Plate(
        name="parties-flow",
        title=title,
        finding=finding,
        reading="The wider a ribbon, the more disputed items; the darker, the more denials overturned. Numbers are items with an"
        f" outcome. Items that cite several families stand under “{SIDES['several']}”."
        if drawing
        else "",
        table=rates_table([rates.overall, *rates]),
        command=material.command("metrics rates --by family-pair --top 0"),
        drawing=drawing,
    )  # fmt: skip


def _label(side: str, material: Material) -> str:
    return SIDES.get(side) or short(side, material.names.label(side))


def _ribbon(row: Rate, material: Material) -> Ribbon:
    left, right = (_label(side, material) for side in row.key)
    return Ribbon(left=left, right=right, count=row.items, share=None if row.small else row.rate)


def _order(rates: Rates, material: Material) -> list[str]:
    """Families by how many items have them on either side, then several, none and not recognised."""
    items: dict[str, int] = {}
    for row in rates:
        for side in row.key:
            items[side] = items.get(side, 0) + row.items
    found = sorted(items.keys() - SIDES.keys(), key=lambda side: (-items[side], side))
    return [_label(side, material) for side in [*found, *(side for side in SIDES if side in items)]]


def _finding(rates: Rates, material: Material) -> tuple[str, ...]:
    total = sum(row.items for row in rates)
    both = [row for row in rates if not {*row.key} & {"none", "unresolved"}]
    same = [row for row in both if row.key[0] == row.key[1] and row.key[0] != "several"]
    agreed = sum(row.items for row in same)
    cited = sum(row.items for row in both)
    most = max(rates, key=lambda row: (row.items, row.key))
    left, right = (_label(side, material) for side in most.key)
    found = [
        f"In {count(cited, 'item')} ({ratio(cited, total)} of {total:,}) both parties cite a guideline that was recognised; in"
        f" {agreed:,} of these ({ratio(agreed, cited)}) it is of one and the same family.",
        f"The widest ribbon goes from {left} to {right}: {count(most.items, 'item')}, of which {ratio(most.overturned, most.items)}"
        f" ({between(most.low, most.high)}) were overturned.",
    ]
    missing = {name: sum(row.items for row in rates if row.key[0] == name) for name in ("none", "unresolved")}
    found.append(
        f"For {count(missing['none'], 'item')} ({ratio(missing['none'], total)}) the letter names no guideline of the"
        f" administrator, for {missing['unresolved']:,} ({ratio(missing['unresolved'], total)}) it was not recognised."
    )
    return tuple(found)
