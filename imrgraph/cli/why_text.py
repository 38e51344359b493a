"""The reasons in a letter's document, as lines below the facts that they speak of."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from imrgraph.rules import RULES

_WORDS = 120  # characters of a reason's words that are shown


_SHOWN_ABOVE = frozenset({"condition", "guideline", "ground"})  # their words stand in the line above
_CALLED: dict[
    str, str | dict[object, str]
] = {  # what a fact, or one of its values, is called in front of its reason
    "injuryDate": "injury {}",
    "urDecisionDate": "UR decision {}",
    "applicationDate": "application {}",
    "assignedDate": "assigned {}",
    "decisionDate": "decision {}",
    "hasPriorTreatment": "had",
    "withinMTUS": {True: "within the MTUS", False: "not as MTUS"},
    "citedBy": {"ClaimsAdministrator": "administrator", "ExpertReviewer": "reviewer"},
}


def why_lines(node: dict[str, Any], facts: tuple[str, ...], indent: int, *, named: bool = False) -> list[str]:
    """The reasons of some facts of a node, which has none unless they were asked for.

    Args:
        facts: by the local names of their properties.
        named: whether each line names the value that it is about.
    """
    return [
        " " * indent + f"<- {_about(node, one) if named or 'value' in one else ''}{_reason(one, fact)}"
        for fact in facts
        for one in node.get("why", ())
        if one["fact"] == fact
    ]


def _about(node: dict[str, Any], reason: dict[str, Any]) -> str:
    value = reason.get("value", node.get(reason["fact"], ""))
    called = _CALLED.get(reason["fact"])
    if called is not None:
        return f"{called.format(value) if isinstance(called, str) else called.get(value, value)}: "
    values = node.get(reason["fact"], [])
    for concept in values if isinstance(values, list) else ():
        if isinstance(concept, dict) and value in (concept.get("iri"), values):
            value = concept["label"]
    return f"{value}: " if isinstance(value, (str, int, float)) and value != "" else ""


def _reason(reason: dict[str, Any], fact: str) -> str:
    if fact in _SHOWN_ABOVE:
        return str(reason["rule"])
    words = f' "{shorten(reason["words"], _WORDS, placeholder=" ...")}"' if reason["words"] else ""
    places = ", ".join(f"{span['start']}-{span['end']}" for span in reason["evidence"])
    return f"{reason['rule']}{words}" + (f" [{places}]" if places else "")


def rules_text(rules: dict[str, str], title: str) -> str:
    """What each rule goes by, under a title."""
    return f"{title}\n" + "".join(f"  {name:<26}{line}\n" for name, line in rules.items())


def all_rules() -> str:
    """Every rule there is, by what it finds."""
    return "\n".join(rules_text(named, title[0].upper() + title[1:]) for title, named in RULES.items())
