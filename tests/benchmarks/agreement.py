"""Whether denied conditions are told from present ones, by imrgraph and by medspaCy: the letters that were annotated by hand.

imrgraph's rules were tuned on these letters and medspaCy's were not, so that this says how far they agree, and not which
of them reads better.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from imrgraph.evaluate.match import plain_names, same_name
from imrgraph.extract.conditions import conditions
from imrgraph.read.clean import clean
from imrgraph.read.text import letter_from_bytes
from imrgraph.records import Assertion, Resolved
from imrgraph.segment import outline
from imrgraph.vocab import load_vocabulary
from tests.benchmarks.by_text import clinical_text, medspacy_pipeline
from tests.benchmarks.results import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from imrgraph.records import Resolution
    from imrgraph.segment import Outline

_LETTERS = Path(__file__).parent.parent / "letters" / "development"
_ASSERTIONS = ("Absent", "Present")

Found = list[
    tuple[set[str], bool]
]  # the plain names of each condition that was found, and whether it is denied


def measured() -> dict[str, dict[str, dict[str, int]]]:
    """For conditions annotated as absent and as present: how many there are, were found, and were found denied."""
    counted = {
        who: {assertion: dict.fromkeys(("annotated", "found", "denied"), 0) for assertion in _ASSERTIONS}
        for who in ("imrgraph", "medspaCy")
    }
    for told in sorted((_LETTERS / "gold").glob("*.json")):
        gold = json.loads(told.read_text("utf-8"))
        file = _LETTERS / "letters" / gold["source"]
        cut = outline(clean(letter_from_bytes(file.read_bytes(), file.name).text))
        for who, found in (("imrgraph", _by_imrgraph(cut)), ("medspaCy", _by_medspacy(cut))):
            for one in gold["conditions"]["must"]:
                if one["assertion"] in _ASSERTIONS:
                    _count(counted[who][one["assertion"]], one["any"], found)
    return counted


def _count(counts: dict[str, int], names: Sequence[str], found: Found) -> None:
    """A condition that is found in several places counts as denied where one of them is."""
    denials = [denied for other, denied in found if same_name(plain_names(names), other)]
    counts["annotated"] += 1
    counts["found"] += bool(denials)
    counts["denied"] += any(denials)


def _by_imrgraph(cut: Outline) -> Found:
    return [
        (_names(_concepts(one.resolution), one.evidence.anchor), one.assertion is Assertion.ABSENT)
        for one in conditions(cut)
    ]


def _concepts(resolution: Resolution) -> tuple[str, ...]:
    return resolution.concepts if isinstance(resolution, Resolved) else ()


def _by_medspacy(cut: Outline) -> Found:
    doc = medspacy_pipeline()(clinical_text(cut))
    return [(_names([span.label_], span.text), span._.is_negated) for span in doc.ents]


def _names(concepts: Iterable[str], words: str) -> set[str]:
    known = load_vocabulary("condition").concepts
    return plain_names((words, *(label for concept in concepts for label in known[concept].labels)))


def table(counted: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """Markdown with a line for each of them."""
    columns = [
        "",
        *(f"{assertion.lower()}: {what}" for assertion in _ASSERTIONS for what in ("found", "denied")),
    ]
    return markdown(
        columns,
        [
            [
                who,
                *(_of(counts[assertion], what) for assertion in _ASSERTIONS for what in ("found", "denied")),
            ]
            for who, counts in counted.items()
        ],
    )


def _of(counts: Mapping[str, int], what: str) -> str:
    return f"{counts[what]} of {counts['annotated']}"
