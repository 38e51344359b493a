"""What was counted: letters, items, years, outcomes, layouts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from imrgraph.metrics import overturn_rates, rates_table
from imrgraph.query.rows import table
from imrgraph.records import Outcome
from imrgraph.report.charts import Bar, bars
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.parts import Plate, Section
from imrgraph.report.words import ratio, too_few
from imrgraph.view.page import STROKE
from imrgraph.view.picture import Tone, count

if TYPE_CHECKING:
    from imrgraph.metrics import Rates
    from imrgraph.report.material import Material

_FEWEST = 10  # letters
_OUTCOMES = {
    Outcome.OVERTURNED: ("overturned", STROKE[Tone.OVERTURNED]),
    Outcome.PARTIALLY_OVERTURNED: ("overturned in part", STROKE[Tone.MIXED]),
    Outcome.UPHELD: ("upheld", STROKE[Tone.UPHELD]),
}
_LAYOUTS = {
    "NoticeOfDetermination2013": "notice of determination (2013)",
    "DecisionsAndRationales2013": "decisions and rationales (2013)",
    "ProfessionalReview2013": "professional review form (2013)",
    "IssuesDecisionsRationales": "issues, decisions and rationales (since 2014)",
    "UnknownFormat": "layout not recognised",
}


def section(material: Material) -> Section:
    return Section(
        name="corpus",
        title="What was counted",
        paragraphs=tuple(_sentences(material)),
        plates=(_years(material), _layouts(material)),
    )


def _sentences(material: Material) -> list[str]:
    letters, items = material.letters, material.items
    dates = sorted({item.letter.date for item in items if item.letter.date})
    found = [
        f"{count(len(letters), 'letter')} with {count(len(items), 'disputed item')}"
        + (f", dated from {dates[0]} to {dates[-1]}." if dates else "; none is dated.")
    ]
    if items:
        ended = Counter(item.outcome for item in items)
        shares = [
            f"{words} {ended[outcome]:,} ({ratio(ended[outcome], len(items))})"
            for outcome, (words, _) in _OUTCOMES.items()
        ]
        found.append(f"Of these denials were {', '.join(shares)}; {ended[None]:,} print no outcome.")
    if material.synthetic:
        found.append(
            f"{count(material.synthetic, 'letter is', 'letters are')} synthetic: invented to try imrgraph on. They say so in"
            " their first line, and nothing that is found in them says anything about the real program."
        )
    if material.params:
        asked = ", ".join(f"{name} = {value}" for name, value in material.params.items())
        found.append(f"Only items were counted for which {asked}.")
    if material.partial is not None:
        found.append(
            f"{count(material.partial, 'letter')} of the store could be read only in part: cut off, or without a determination. What"
            " they do say is counted."
        )
    if material.duplicates is not None:
        found.append(
            f"{count(material.duplicates, 'source')} held a text that another source holds too; each text is counted once."
        )
    return found


def _years(material: Material) -> Plate:
    rates = overturn_rates(material.items, "year", names=material.names)
    title = "Disputed items by year and outcome"
    finding, drawing = (too_few("a picture by year", rates.overall.items, len(material.letters)),), None
    if rates.rows and len(material.letters) >= _FEWEST:
        most = max(rates, key=lambda row: (row.items, row.key))
        finding = (
            f"Most items are of {most.label}: {most.items:,} ({ratio(most.items, rates.overall.items)}).",
        )
        frame = Frame(name="corpus-years", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = bars(
            frame,
            _rows(rates),
            colors=[color for _, color in _OUTCOMES.values()],
            names=[words for words, _ in _OUTCOMES.values()],
            axis="disputed items",
        )
    return Plate(
        name="corpus-years",
        title=title,
        finding=finding,
        reading="A letter is of the year of its decision; where it prints none, of the nearest date that it does." if drawing else "",
        table=rates_table([rates.overall, *sorted(rates, key=lambda row: row.key)]),
        command=material.command("metrics rates --by year --top 0"),
        drawing=drawing,
    )  # fmt: skip


def _rows(rates: Rates) -> list[Bar]:
    return [
        Bar(
            label=row.label,
            parts=(row.overturned - row.partly, row.partly, row.items - row.overturned),
            words=f"{row.items:,}",
        )
        for row in sorted(rates, key=lambda row: row.key)
    ]


def _layouts(material: Material) -> Plate:
    met = Counter(material.formats.get(letter, "UnknownFormat") for letter in material.letters)
    rows = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))
    finding = "There is no letter."
    if rows:
        name, number = rows[0]
        finding = (
            f"Most usual: {_LAYOUTS.get(name, name)}, {number:,} ({ratio(number, len(material.letters))})."
        )
    return Plate(
        name="corpus-layouts",
        title="Letters by layout",
        finding=(finding,),
        table=table(
            ("layout", "label", "letters"),
            [(name, _LAYOUTS.get(name, name), number) for name, number in rows],
        ),
        command="",
    )
