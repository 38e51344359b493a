"""Odds ratios as a forest plot: which guideline's presence goes with overturning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.metrics import odds_table, overturn_odds
from imrgraph.report.charts import Dot, Tone, dots
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.charts.intervals import Axis
from imrgraph.report.parts import Plate, Section
from imrgraph.report.rates import CHANCE, MOST, chosen
from imrgraph.report.words import times, too_few
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from imrgraph.metrics import Odds, OddsTable
    from imrgraph.report.material import Material

_KEYS = {
    Tone.ABOVE: "higher odds, by more than chance",
    Tone.BELOW: "lower odds",
    Tone.SAME: "no difference beyond chance",
    Tone.SMALL: "fewer than 10 independent items",
}


def section(material: Material) -> Section:
    return Section(
        name="odds",
        title="Which guidelines go with overturning?",
        paragraphs=(
            "The odds that a denial is overturned where the reviewer cites a guideline, divided by the odds where only others"
            " are cited: 1 means no difference, 2 twice the odds, 0.5 half. The diamond is the same within kinds of"
            " treatment, so that a guideline for surgery is compared with others for surgery. What goes together need"
            " not be cause and effect: who chooses a guideline knows the case.",
        ),
        plates=(_plate(material),),
    )


def _plate(material: Material) -> Plate:
    odds = overturn_odds(material.items, names=material.names)
    title = "Odds of overturning where the reviewer cites a guideline"
    finding, drawing = _finding(odds, material), None
    if any(not row.small for row in odds):
        shown = chosen(odds.rows, lambda row: _tone(row) in (Tone.ABOVE, Tone.BELOW))
        drawn = sorted(shown, key=lambda row: (-row.odds.value, row.key))
        axis = Axis(
            name="odds ratio, logarithmic scale",
            columns=("odds ratio (95 % interval)", "items citing"),
            keys=_KEYS,
            second="within kinds of treatment",
            reference=(1.0, "no difference"),
            is_ratio=True,
        )
        frame = Frame(name="odds-guideline", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = dots(frame, [_dot(row) for row in drawn], axis)
    left_out = (
        f"Drawn are {MOST} of {len(odds):,} guidelines: those that differ, and those that most items cite; the table has all."
        if len(odds) > MOST and drawing
        else ""
    )
    return Plate(
        name="odds-guideline",
        title=title,
        finding=finding,
        reading=left_out,
        table=odds_table(odds),
        command=material.command("metrics odds --top 0"),
        drawing=drawing,
    )


def _tone(row: Odds) -> Tone:
    if row.small:
        return Tone.SMALL
    if row.p_adjusted is None or row.p_adjusted >= CHANCE:
        return Tone.SAME
    return Tone.ABOVE if row.odds.value > 1 else Tone.BELOW


def _dot(row: Odds) -> Dot:
    odds, within = row.odds, row.within
    return Dot(
        label=row.label,
        value=odds.value,
        low=odds.low,
        high=odds.high,
        tone=_tone(row),
        right=(f"{times(odds.value)} ({times(odds.low)}–{times(odds.high)})", f"{row.cited:,}"),
        second=None if within is None or row.small else (within.value, within.low, within.high),
    )


def _finding(odds: OddsTable, material: Material) -> tuple[str, ...]:
    enough = [row for row in odds if not row.small]
    if not enough:
        return (too_few("odds ratios", len(material.items), len(material.letters)),)
    different = [row for row in enough if _tone(row) is not Tone.SAME]
    if not different:
        return (
            f"Of {len(enough):,} guidelines compared, none goes with overturning or upholding by more than chance.",
        )
    ranked = sorted(different, key=lambda row: (-row.odds.value, row.key))
    shown = [ranked[0], ranked[-1]] if len(ranked) > 1 else ranked
    found = [
        f"Where the reviewer cites {row.label} ({count(row.cited, 'item')}), the odds of overturning are"
        f" {times(row.odds.value)} times those elsewhere ({times(row.odds.low)}–{times(row.odds.high)})"
        + (f"; {times(row.within.value)} times within kinds of treatment." if row.within else ".")
        for row in shown
    ]
    found.append(f"Of {len(enough):,} guidelines compared, {len(different):,} differ by more than chance.")
    return tuple(found)
