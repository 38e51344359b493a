"""What is missing or doubtful in the data, and what that does to the numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from imrgraph.query.rows import table
from imrgraph.rdf.names import local
from imrgraph.report.charts import Bar, bars
from imrgraph.report.charts.canvas import Frame
from imrgraph.report.parts import Plate, Section
from imrgraph.report.words import ratio
from imrgraph.view.page import STROKE
from imrgraph.view.picture import Tone, count

if TYPE_CHECKING:
    from imrgraph.report.material import Material, Row

_KINDS = {
    "Determination": "treatments asked for",
    "Citation": "citations of guidelines",
    "Condition": "conditions of workers",
    "PriorTreatment": "earlier treatments",
}
_RESOLUTIONS = {"Unresolved": "no concept found", "Ambiguous": "more than one possible"}
_COLORS = (STROKE[Tone.UPHELD], STROKE[Tone.MIXED])
_FLAGS = {"unknownCode": "that no classification has", "contradictingCode": "that contradict their words"}


def section(material: Material) -> Section:
    return Section(
        name="gaps",
        title="How good are the data?",
        paragraphs=(
            "Where a letter does not say which guideline or treatment is meant, or names one that no vocabulary has, the doubt"
            " is kept: such a mention counts in no group above, and rates by that group speak for the others only. What a"
            " letter does not print is left out, never filled in.",
        ),
        plates=(_recognised(material), _missing(material), _words(material), _codes(material)),
    )


def _recognised(material: Material) -> Plate:
    totals = {
        "Determination": len(material.items),
        "Citation": len(material.citations),
        "Condition": material.parts.get("Condition", 0),
        "PriorTreatment": material.parts.get("PriorTreatment", 0),
    }
    mentions = {
        (local(str(row["kind"])), local(str(row["resolution"])), str(row["mention"])) for row in material.unresolved
    }  # fmt: skip
    met = Counter((kind, resolution) for kind, resolution, _ in mentions)
    rows = [(kind, met[kind, "Unresolved"], met[kind, "Ambiguous"], totals[kind]) for kind in _KINDS]
    title = "Mentions that were not recognised"
    finding = tuple(
        f"{_KINDS[kind][0].upper()}{_KINDS[kind][1:]}: {none + several:,} of {total:,} ({ratio(none + several, total)}) not recognised."
        for kind, none, several, total in rows
    )
    drawing = None
    if any(none + several for _, none, several, _ in rows):
        drawn = [
            Bar(
                label=_KINDS[kind],
                parts=tuple(100 * part / total if total else 0.0 for part in (none, several)),
                words=f"{none + several:,} of {total:,} ({ratio(none + several, total)})",
            )
            for kind, none, several, total in rows
        ]
        frame = Frame(
            name="gaps-recognised", title=title, mark=material.mark, alt=f"{title}. {' '.join(finding)}"
        )
        drawing = bars(
            frame, drawn, colors=_COLORS, names=list(_RESOLUTIONS.values()), axis="per cent of such mentions"
        )
    return Plate(
        name="gaps-recognised",
        title=title,
        finding=finding,
        table=table(("kind", "unresolved", "ambiguous", "mentions"), rows),
        command=material.command("query unresolved --format csv", filtered=False),
        drawing=drawing,
    )


def _missing(material: Material) -> Plate:
    items, letters = material.items, material.letters
    facts = {item.letter.iri: item.letter for item in items}
    with_items = list(facts.values())
    rows: list[tuple[str, int, int, str]] = [
        (
            "items without an outcome",
            sum(item.outcome is None for item in items),
            len(items),
            "They count in no rate.",
        ),
        (
            "items whose treatment was not recognised",
            sum(not item.treatments for item in items),
            len(items),
            "They count in no rate by treatment or category, and not in the network.",
        ),
        (
            "items without a recognised guideline of the reviewer",
            sum(not item.reviewer for item in items),
            len(items),
            "They count in no rate or odds ratio by guideline.",
        ),
        (
            "items without a recognised guideline of the administrator",
            sum(not item.administrator for item in items),
            len(items),
            "They are in the flow as “no guideline” or “not recognised”, and in no pair.",
        ),
        (
            "letters without a disputed item",
            len(letters) - len(with_items),
            len(letters),
            "They count as letters only.",
        ),
        (
            "letters without any date",
            sum(one.date is None for one in with_items),
            len(with_items),
            "They are in no year.",
        ),
        (
            "letters without a recognised specialty of the reviewer",
            sum(not one.specialties for one in with_items),
            len(with_items),
            "They count in no rate by specialty.",
        ),
        (
            "letters without a recognised condition",
            sum(not one.conditions for one in with_items),
            len(with_items),
            "They count in no rate by condition.",
        ),
    ]
    lacking = [row for row in rows if row[1]]
    said = "; ".join(
        f"{label}: {part:,} of {whole:,} ({ratio(part, whole)})" for label, part, whole, _ in lacking
    )
    return Plate(
        name="gaps-missing",
        title="What letters do not say, and what it means",
        finding=(f"{said[0].upper()}{said[1:]}." if said else "Nothing is missing.",),
        table=table(("missing", "number", "of", "meaning"), rows),
        command="",
    )


def _words(material: Material) -> Plate:
    mentions: Counter[tuple[str, str, str]] = Counter()
    letters: dict[tuple[str, str, str], set[str]] = {}
    seen: set[str] = set()
    for row in material.unresolved:
        if (mention := str(row["mention"])) in seen:
            continue  # another candidate of the same mention
        seen.add(mention)
        key = _key(row, "words")
        mentions[key] += 1
        letters.setdefault(key, set()).add(str(row["letter"]))
    rows = [
        (kind, resolution, words, mentions[kind, resolution, words], len(letters[kind, resolution, words]))
        for kind, resolution, words in sorted(mentions, key=lambda key: (-mentions[key], key))
    ]
    finding = "Every mention was recognised."
    if rows:
        finding = f"Most frequent: “{rows[0][2]}” ({count(rows[0][3], 'mention')} in {count(rows[0][4], 'letter')}); {count(len(rows), 'wording')} in all."
    return Plate(
        name="gaps-words",
        title="Words that were not recognised",
        finding=(finding,),
        reading="The words are the letters'. The command imrgraph gaps proposes concepts for them."
        if rows
        else "",
        table=table(("kind", "resolution", "words", "mentions", "letters"), rows),
        command=material.command("query unresolved", filtered=False),
    )


def _key(row: Row, words: str) -> tuple[str, str, str]:
    return local(str(row["kind"])), local(str(row["resolution"])), str(row[words])


def _codes(material: Material) -> Plate:
    met = Counter(
        (local(str(row["flag"])), str(row["code"]), str(row["meantLabel"]) if "meantLabel" in row else "")
        for row in material.flagged
    )
    rows = [
        (flag, code, meant or None, met[flag, code, meant])
        for flag, code, meant in sorted(met, key=lambda key: (-met[key], key))
    ]
    flags = Counter(local(str(row["flag"])) for row in material.flagged)
    said = ", ".join(f"{flags[flag]:,} {words}" for flag, words in _FLAGS.items())
    finding = f"{count(len(material.flagged), 'printed diagnosis code')} flagged: {said}."
    return Plate(
        name="gaps-codes",
        title="Diagnosis codes that cannot be right",
        finding=(finding if rows else "No printed diagnosis code is flagged.",),
        reading="Conditions are counted by their words, so that a wrong code changes no number above."
        if rows
        else "",
        table=table(("flag", "code", "meant", "mentions"), rows),
        command=material.command("query flagged-codes", filtered=False),
    )
