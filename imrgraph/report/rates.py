"""Overturn rates as plates: how often denials are overturned, by whatever they are grouped by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from imrgraph.metrics import overturn_rates, rates_table
from imrgraph.report.charts import Dot, Tone, dots
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.charts.intervals import Axis
from imrgraph.report.parts import Plate, Section
from imrgraph.report.words import between, percent, too_few
from imrgraph.view.picture import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imrgraph.metrics import Rate, Rates
    from imrgraph.report.material import Material

_Row = TypeVar("_Row")
MOST = 20  # rows of a figure
CHANCE = 0.05  # adjusted p-values below it are called a difference
KEYS = {
    Tone.ABOVE: "overturned more often than the others, by more than chance",
    Tone.BELOW: "less often",
    Tone.SAME: "no difference beyond chance",
    Tone.SMALL: "fewer than 10 independent items, not compared",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What denials are grouped by, and how a sentence says so.

    Attributes:
        by: one of `DIMENSIONS`.
        title: of the figure.
        denials: a group of denials, with `{}` for its label.
        groups: what the groups are called.
        labels: other words for labels, by key.
        by_key: whether rows stand in the order of their keys (years) and not by rate.
    """

    by: str
    title: str
    denials: str
    groups: str
    labels: Mapping[str, str] | None = None
    by_key: bool = False

    def label(self, row: Rate) -> str:
        return (self.labels or {}).get(row.name, row.label)


SUBJECTS = (
    Subject(
        by="category",
        title="How often denials are overturned, by category of treatment",
        denials="denials of {}",
        groups="categories",
    ),
    Subject(
        by="treatment",
        title="How often denials are overturned, by treatment",
        denials="denials of {}",
        groups="treatments",
    ),
    Subject(
        by="guideline",
        title="How often denials are overturned, by the guideline that the reviewer cites",
        denials="denials where the reviewer cites {}",
        groups="guidelines",
    ),
    Subject(
        by="guideline-pair",
        title="How often denials are overturned, by what the administrator and the reviewer cite",
        denials="denials with the guidelines {}",
        groups="pairs of guidelines (administrator → reviewer)",
    ),
    Subject(
        by="condition",
        title="How often denials are overturned, by the worker's conditions",
        denials="denials in letters that state {}",
        groups="conditions",
    ),
    Subject(
        by="specialty",
        title="How often denials are overturned, by the reviewer's specialty",
        denials="denials reviewed by physicians of {}",
        groups="specialties",
    ),
    Subject(
        by="year",
        title="How often denials are overturned, by year of the decision",
        denials="denials decided in {}",
        groups="years",
        by_key=True,
    ),
)
AGREEMENT = Subject(
    by="agreement",
    title="How often denials are overturned, by how far the two parties' guidelines agree",
    denials="denials where {}",
    groups="kinds of agreement",
    labels={
        "SameGuideline": "both parties cite the same guideline",
        "SharedFamily": "both parties cite guidelines of the same family",
        "DifferentGuideline": "the parties cite guidelines of different families",
        "OneParty": "only one party cites a guideline",
        "NeitherParty": "neither party cites a guideline",
    },
)


_READING = (
    "Each row is a group of disputed items. The mark is the share of denials that the reviewer overturned, wholly or in part; the"
    " line through it is the 95 % interval, within which the share would likely lie had other letters of the same kind been drawn."
    " The dashed line is the share of all items. Groups differ in more than their name, so a difference is a place to look,"
    " not a cause."
)


def section(material: Material) -> Section:
    """All overturn rates but those by agreement, which stand with the two parties."""
    found = [(subject, _rates(material, subject)) for subject in SUBJECTS]
    overall, correlation = found[0][1].overall, found[0][1].correlation
    alike = (
        f"The items of one letter are decided alike by {correlation:.2f} (0: not at all, 1: wholly), so that {overall.items:,}"
        f" items of {count(overall.letters, 'letter')} say as much as {overall.effective:,.0f} independent ones. The"
        " intervals respect that."
    )
    return Section(
        name="rates",
        title="How often are denials overturned?",
        paragraphs=(_READING, alike) if overall.items else (_READING,),
        plates=tuple(_plate(material, subject, rates) for subject, rates in found),
    )


def rates_plate(material: Material, subject: Subject) -> Plate:
    """The rates of one grouping."""
    return _plate(material, subject, _rates(material, subject))


def _rates(material: Material, subject: Subject) -> Rates:
    return overturn_rates(material.items, subject.by, names=material.names)


def _plate(material: Material, subject: Subject, rates: Rates) -> Plate:
    name = f"rates-{subject.by}"
    finding = _finding(rates, subject)
    drawing = None
    if any(not row.small for row in rates):
        frame = Frame(
            name=name, title=subject.title, mark=material.mark, alt=f"{subject.title}. {finding[0]}"
        )
        drawing = dots(frame, _dots(rates, subject), _axis(rates))
    return Plate(
        name=name,
        title=subject.title,
        finding=finding,
        reading=_reading(rates, subject) if drawing else "",
        table=rates_table([rates.overall, *rates]),
        command=material.command(f"metrics rates --by {subject.by} --top 0"),
        drawing=drawing,
    )


def tone(row: Rate, overall: float) -> Tone:
    """How a group compares with the others."""
    if row.small:
        return Tone.SMALL
    if row.p_adjusted is None or row.p_adjusted >= CHANCE:
        return Tone.SAME
    return Tone.ABOVE if row.rate > overall else Tone.BELOW


def chosen(rows: Sequence[_Row], differs: Callable[[_Row], bool], most: int = MOST) -> list[_Row]:
    """The rows of a figure, in their order: those that differ, then those that come first."""
    different = [row for row in rows if differs(row)][:most]
    others = [row for row in rows if not differs(row)][: most - len(different)]
    kept = {id(row) for row in (*different, *others)}
    return [row for row in rows if id(row) in kept]


def _drawn(rates: Rates) -> list[Rate]:
    overall = rates.overall.rate
    return chosen(rates.rows, lambda row: tone(row, overall) in (Tone.ABOVE, Tone.BELOW))


def _dots(rates: Rates, subject: Subject) -> list[Dot]:
    drawn = sorted(_drawn(rates), key=lambda row: (0.0 if subject.by_key else -row.rate, row.key))
    return [
        Dot(
            label=subject.label(row),
            value=row.rate,
            low=row.low,
            high=row.high,
            tone=tone(row, rates.overall.rate),
            right=(f"{percent(row.rate)} ({between(row.low, row.high)})", f"{row.items:,}"),
        )
        for row in drawn
    ]


def _axis(rates: Rates) -> Axis:
    return Axis(
        name="share of disputed items whose denial was overturned, wholly or in part",
        columns=("rate (95 % interval)", "items"),
        keys=KEYS,
        reference=(rates.overall.rate, f"all items: {percent(rates.overall.rate)}"),
    )


def _finding(rates: Rates, subject: Subject) -> tuple[str, ...]:
    overall, enough = rates.overall, [row for row in rates if not row.small]
    if not enough:
        return (too_few(f"rates by {subject.groups}", overall.items, overall.letters),)
    tones = {row.key: tone(row, overall.rate) for row in enough}
    different = [row for row in enough if tones[row.key] is not Tone.SAME]
    found = []
    for row in sorted(different, key=lambda row: -row.rate)[:1]:
        found.append(f"{_said(row, subject)}, against {percent(overall.rate)} of all {overall.items:,}")
    for row in sorted(different, key=lambda row: row.rate)[:1]:
        if len(different) > 1:
            found.append(_said(row, subject))
    if not different:
        most = max((row for row in _drawn(rates) if not row.small), key=lambda row: row.rate)
        found = [
            f"No group differs from the others by more than chance; highest of those drawn: {_lower(_said(most, subject))}"
        ]
    compared = sum(row.p_adjusted is not None for row in enough)
    if different:
        found.append(
            f"Of {compared:,} {subject.groups} compared, {len(different):,}"
            f" {'differs' if len(different) == 1 else 'differ'} from the others by more than chance"
        )
    return tuple(f"{sentence}." for sentence in found)


def _said(row: Rate, subject: Subject) -> str:
    group = subject.denials.format(subject.label(row))
    rate = f"{percent(row.rate)} ({between(row.low, row.high)})"
    return f"{group[0].upper()}{group[1:]} were overturned in {rate} of {count(row.items, 'item')}"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _reading(rates: Rates, subject: Subject) -> str:
    found = []
    if len(rates) > MOST:
        found.append(
            f"Drawn are {MOST} of {len(rates):,} {subject.groups}: those that differ, and those with the most items;"
            " the table has all."
        )
    if rates.without_key:
        found.append(f"{count(rates.without_key, 'item')} name none and count in the overall rate alone.")
    if rates.without_outcome:
        found.append(f"{count(rates.without_outcome, 'item')} print no outcome and count nowhere.")
    return " ".join(found)
