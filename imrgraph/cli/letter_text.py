"""A letter's document as text that a person checks against the letter."""

from __future__ import annotations

from itertools import chain
from typing import Any

from imrgraph.cli.why_text import rules_text, why_lines
from imrgraph.read.text import printable

_DATES = {
    "injuryDate": "injury",
    "urDecisionDate": "UR decision",
    "applicationDate": "application",
    "assignedDate": "assigned",
    "decisionDate": "decision",
}
_DETAILS = {
    "bodyPart": "body part",
    "laterality": "side",
    "spinalLevel": "level",
    "strength": "strength",
    "dosageForm": "form",
    "quantity": "quantity",
    "frequency": "frequency",
    "duration": "duration",
    "serviceFrom": "service from",
    "serviceTo": "service to",
    "timing": "timing",
    "associatedWith": "goes with",
    "urDecision": "UR decision",
    "certifiedPart": "certified part",
    "citedNoEvidence": "cited no evidence",
}
_ROWS = {  # the facts in each row of the case
    "layout": ("letterFormat",),
    "dates": tuple(_DATES),
    "worker": ("workerAge", "workerSex"),
    "reviewer": ("reviewerSpecialty", "reviewerLicensedIn"),
}
_LOCATORS = {"page": "pages", "table": "tables", "section": "sections", "edition": "edition"}
_OF_MENTION = (
    "condition",
    "hasPriorTreatment",
    "assertion",
    "statedCode",
    "unknownCode",
    "contradictingCode",
    "bodyPart",
    "laterality",
    "spinalLevel",
)
_OF_CITATION = ("guideline", "citedBy", "withinMTUS", "stance")
_RATIONALE = 400  # characters shown


def letter_text(document: dict[str, Any]) -> str:
    """Lay out a letter's document: case, reviewer, conditions, treatments so far, determinations."""
    lines = [f"{document.get('identifier', document['key'])}  ({document.get('sourceName', '')})"]
    lines += why_lines(document, ("identifier",), 4)
    lines += [f"warning: {warning}" for warning in document.get("warnings", ())]
    lines += _case(document)
    lines += _found("Conditions", document.get("conditions", []), _condition)
    lines += _found("Treatments so far", document.get("priorTreatments", []), _treatment)
    for determination in document.get("determinations", ()):
        lines += _determination(determination)
    if not document.get("determinations"):
        lines += ["", "No determination found"]
    if "rules" in document:
        lines += ["", *rules_text(document["rules"], "Rules named above (--rules lists all):").splitlines()]
    return "\n".join(printable(line.replace("\t", " ")) for line in lines) + "\n"


def _case(document: dict[str, Any]) -> list[str]:
    dates = [f"{label} {document[name]}" for name, label in _DATES.items() if name in document]
    worker = [str(document[name]) for name in ("workerAge", "workerSex") if name in document]
    reviewer = [_labels(document.get("reviewerSpecialty", []))]
    if licensed := document.get("reviewerLicensedIn"):
        reviewer.append(f"licensed in {', '.join(licensed)}")
    rows = {
        "layout": document.get("letterFormat", ""),
        "dates": ", ".join(dates),
        "worker": ", ".join(worker),
        "reviewer": "; ".join(part for part in reviewer if part),
    }
    lines = []
    for name, value in rows.items():
        if value:
            lines += [f"  {name:<12}{value}", *why_lines(document, _ROWS[name], 14, named=True)]
    return lines


def _found(title: str, found: list[dict[str, Any]], line: Any) -> list[str]:
    return [
        "",
        f"{title}: {len(found)}",
        *chain.from_iterable(
            (f"  {number:>3}  {line(each)}", *why_lines(each, _OF_MENTION, 9, named=True))
            for number, each in enumerate(found, 1)
        ),
    ]


def _condition(condition: dict[str, Any]) -> str:
    parts = [
        f"{condition.get('assertion', ''):<11}{_meant(condition, 'condition')}",
        ", ".join(_code(code, condition) for code in condition.get("statedCode", ())),
        _labels(condition.get("bodyPart", [])),
        str(condition.get("laterality", "")),
        str(condition.get("spinalLevel", "")),
        _words(condition),
    ]
    return "  ".join(part for part in parts if part)


def _code(code: str, condition: dict[str, Any]) -> str:
    """A stated code, and what is wrong with it."""
    if code in condition.get("unknownCode", ()):
        return f"{code} (UNKNOWN CODE)"
    return f"{code} (CONTRADICTS THE WORDS)" if code in condition.get("contradictingCode", ()) else code


def _treatment(prior: dict[str, Any]) -> str:
    return f"{_meant(prior, 'treatment')}  {_words(prior)}"


def _determination(found: dict[str, Any]) -> list[str]:
    outcome = found.get("outcome", "no outcome found")
    lines = [
        "",
        f"{found.get('itemNumber', '?')}. {found.get('disputedItem', '')}",
        *why_lines(found, ("disputedItem",), 4),
        f"  {outcome}  {_place(found)}",
        *why_lines(found, ("outcome",), 4),
        f"  {'treatment':<18}{_meant(found, 'treatment')}",
        *why_lines(found, ("treatment", "candidate", "resolution"), 20),
    ]
    for name, label in _DETAILS.items():
        if name in found:
            lines += [f"  {label:<18}{_value(found[name])}", *why_lines(found, (name,), 20)]
    lines += [f"  {'agreement':<18}{found.get('agreement', '')}", *why_lines(found, ("agreement",), 20)]
    for party, title in (("ClaimsAdministrator", "administrator"), ("ExpertReviewer", "reviewer")):
        for place, where in (("GuidelineStatement", "statement"), ("Rationale", "rationale")):
            cited = [
                citation
                for citation in found.get("citations", ())
                if citation.get("citedBy") == party and citation.get("foundIn") == place
            ]
            if cited:
                lines.append(f"  {title}, {where}:")
                for citation in cited:
                    lines += [
                        f"    - {_citation(citation)}",
                        *why_lines(citation, _OF_CITATION, 9, named=True),
                    ]
    if grounds := found.get("groundStatements"):
        lines.append("  grounds:")
        for ground in grounds:
            lines += [
                f"    - {_meant(ground, 'ground')}  {_words(ground)}",
                *why_lines(ground, ("ground",), 9),
            ]
    if rationale := " ".join(str(found.get("rationale", "")).split()):
        shown = rationale if len(rationale) <= _RATIONALE else rationale[:_RATIONALE] + " ..."
        lines += [f"  {'rationale':<18}{shown}", *why_lines(found, ("rationale",), 20)]
    return lines


def _citation(citation: dict[str, Any]) -> str:
    parts = [_meant(citation, "guideline")]
    if "withinMTUS" in citation:
        parts.append("within the MTUS" if citation["withinMTUS"] else "not as MTUS")
    parts += [f"{label} {', '.join(citation[name])}" for name, label in _LOCATORS.items() if name in citation]
    if "stance" in citation:
        parts.append(str(citation["stance"]))
    return f"{'; '.join(parts)}  {_words(citation)}"


def _meant(found: dict[str, Any], name: str) -> str:
    """The concept behind a node, or the doubt about it."""
    if name in found:
        return _labels(found[name])
    if "candidate" in found:
        return f"AMBIGUOUS: {_labels(found['candidate'])}"
    return "UNRESOLVED"


def _words(found: dict[str, Any]) -> str:
    fuzzy = " (misspelt)" if found.get("fuzzy") else ""
    return f'"{found.get("anchor", "")}"{fuzzy} {_place(found)}'


def _place(found: dict[str, Any]) -> str:
    return "[" + ", ".join(f"{span['start']}-{span['end']}" for span in found.get("evidence", ())) + "]"


def _labels(concepts: list[dict[str, Any]]) -> str:
    return ", ".join(str(concept["label"]) for concept in concepts)


def _value(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(each["label"] if isinstance(each, dict) else each) for each in values)
