"""Guideline use over time: families by year, and editions before and since the MTUS changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from imrgraph.metrics import citation_drift, drift_table
from imrgraph.metrics.drift import NEW_MTUS
from imrgraph.report.charts import Dot, Line, Point, Tone, dots, lines
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.charts.intervals import Axis
from imrgraph.report.charts.lines import MOST as MOST_LINES
from imrgraph.report.names import short
from imrgraph.report.parts import Plate, Section
from imrgraph.report.words import between, percent, too_few
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from imrgraph.metrics import Drift, Use
    from imrgraph.report.material import Material

_MONTHS = 12
_EDITIONS = 20  # rows of a figure
_BEFORE, _SINCE = "before December 2017", "since December 2017"


def section(material: Material) -> Section:
    return Section(
        name="use",
        title="Which guidelines are cited, and when?",
        paragraphs=(
            "Counted are the guidelines that the reviewer's guideline statements cite; an item may cite several, so the shares"
            " of a year add up to more than 100 %. On 1 December 2017 the MTUS replaced most of its own guidelines by"
            " current ones of ACOEM, so that what a citation of the MTUS means changed on that day. A chapter of ACOEM"
            " counts as ACOEM also where it is cited as part of the MTUS.",
        ),
        plates=(_families(material), _editions(material)),
    )


def _families(material: Material) -> Plate:
    drift = citation_drift(material.citations, material.items, material.names)
    title = "Guideline families cited by reviewers, by year"
    years = sorted({use.period for use in drift})
    told = [year for year in years if any(use.period == year and not use.small for use in drift)]
    finding: tuple[str, ...] = (_missing(material, "guideline use by year"),)
    drawing = None
    if len(told) > 1:
        finding = _change(drift, told[0], told[-1])
        frame = Frame(name="use-families", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        drawing = lines(
            frame,
            _lines(drift),
            axis="share of items that cite it",
            event=(_event(), "December 2017: MTUS renewed"),
        )
    return Plate(
        name="use-families",
        title=title,
        finding=finding,
        reading=_reading(drift) if drawing else "",
        table=drift_table(drift),
        command=material.command("metrics drift"),
        drawing=drawing,
    )


def _lines(drift: Drift) -> list[Line]:
    """Of the families cited most, the share in every year; 0 where none of a year's items cites it."""
    totals = Counter({use.key: 0 for use in drift})
    for use in drift:
        totals[use.key] += use.items
    found = []
    first = {use.period: use for use in reversed(tuple(drift))}  # any of the year, for its number of items
    for key, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_LINES]:
        uses = {use.period: use for use in drift if use.key == key}
        points = tuple(
            Point(year=int(year), value=known.share, low=known.low, high=known.high, small=known.small)
            if (known := uses.get(year))
            else Point(year=int(year), value=0, low=0, high=0, small=first[year].small)
            for year in sorted(first)
        )
        found.append(Line(label=short(key[0], next(iter(uses.values())).label), points=points))
    return found


def _change(drift: Drift, first: str, last: str) -> tuple[str, ...]:
    """What changed most between two years."""
    shares = {(use.period, use.key): use for use in drift if use.period in (first, last)}
    keys = sorted({key for _, key in shares})

    def share(year: str, key: tuple[str, ...]) -> float:
        return shares[year, key].share if (year, key) in shares else 0.0

    most = max(keys, key=lambda key: (abs(share(last, key) - share(first, key)), key))
    label = next(use.label for (_, key), use in shares.items() if key == most)
    lead = max((use for use in drift if use.period == last), key=lambda use: (use.items, use.key))
    return (
        f"{label} was cited for {percent(share(first, most))} of the items of {first} and"
        f" {percent(share(last, most))} of those of {last}.",
        f"In {last} reviewers cited most often {lead.label}, for {percent(lead.share)}"
        f" ({between(lead.low, lead.high)}) of {lead.of:,} items.",
    )


def _event() -> float:
    """When the MTUS changed, in years whose middle is the whole number."""
    year, month, day = map(int, NEW_MTUS.split("-"))
    return year + (month - 1 + (day - 1) / 30) / _MONTHS - 0.5


def _reading(drift: Drift) -> str:
    families = len({use.key for use in drift})
    found = ["Vertical lines are 95 % intervals."]
    if families > MOST_LINES:
        found.append(f"Drawn are the {MOST_LINES} families cited most, of {families}; the table has all.")
    if drift.undated:
        found.append(f"{count(drift.undated, 'item')} of letters without a date are left out.")
    return " ".join(found)


def _missing(material: Material, what: str) -> str:
    return too_few(what, len(material.items), len(material.letters))


def _editions(material: Material) -> Plate:
    drift = citation_drift(material.citations, material.items, material.names, by="edition", period="regime")
    title = "Guidelines and their editions, before and since December 2017"
    enough = {use.period for use in drift if not use.small}
    finding: tuple[str, ...] = (_missing(material, "a comparison of before and since December 2017"),)
    drawing = None
    if enough == {_BEFORE, _SINCE}:
        rows = _pairs(drift)
        finding = _turnover(rows)
        frame = Frame(name="use-editions", title=title, mark=material.mark, alt=f"{title}. {finding[0]}")
        axis = Axis(
            name="share of items that cite it",
            columns=("before", "since", "items"),
            keys={Tone.SAME: "before December 2017"},
            second="since December 2017",
        )
        drawing = dots(frame, [_dot(row) for row in rows[:_EDITIONS]], axis)
    return Plate(
        name="use-editions",
        title=title,
        finding=finding,
        reading=f"Drawn are the {_EDITIONS} cited most; the table has all. Lines are 95 % intervals. An edition is given where"
        " the letter prints one."
        if drawing
        else "",
        table=drift_table(drift),
        command=material.command("metrics drift --by edition --period regime"),
        drawing=drawing,
    )


def _pairs(drift: Drift) -> list[tuple[Use | None, Use | None]]:
    """Each guideline in each edition before and since, those with the most items first."""
    found: dict[tuple[str, ...], dict[str, Use]] = {}
    for use in drift:
        found.setdefault(use.key, {})[use.period] = use
    items = {key: sum(use.items for use in uses.values()) for key, uses in found.items()}
    return [
        (found[key].get(_BEFORE), found[key].get(_SINCE))
        for key in sorted(found, key=lambda key: (-items[key], key))
    ]


def _dot(row: tuple[Use | None, Use | None]) -> Dot:
    before, since = row
    known = next(use for use in row if use)
    return Dot(
        label=known.label,
        value=before.share if before else 0,
        low=before.low if before else 0,
        high=before.high if before else 0,
        tone=Tone.SAME,
        right=(
            percent(before.share if before else 0),
            percent(since.share if since else 0),
            f"{sum(use.items for use in row if use):,}",
        ),
        second=(since.share, since.low, since.high) if since else (0, 0, 0),
    )


def _turnover(rows: list[tuple[Use | None, Use | None]]) -> tuple[str, ...]:
    """What rose and what fell most."""
    changes = {at: (s.share if s else 0) - (b.share if b else 0) for at, (b, s) in enumerate(rows)}
    found = []
    for at, words in (
        (max(changes, key=lambda at: changes[at]), "rose"),
        (min(changes, key=lambda at: changes[at]), "fell"),
    ):
        before, since = rows[at]
        label = next(use.label for use in rows[at] if use)
        found.append(
            f"Citations of {label} {words} from {percent(before.share if before else 0)} of the items before December 2017"
            f" to {percent(since.share if since else 0)} since."
        )  # fmt: skip
    return tuple(found)
