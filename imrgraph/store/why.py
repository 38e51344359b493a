"""Why a letter's document says what it says: for each fact its rule, its words, and where they stand."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from imrgraph.rdf.triples import in_text_order
from imrgraph.records import Reason
from imrgraph.rules import says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imrgraph.records import Case, Condition, Determination, PriorTreatment

Document = dict[str, Any]

_MAIN = {  # the fact that a node's own evidence shows, by the list that the node is in
    "conditions": "condition",
    "priorTreatments": "treatment",
    "determinations": "disputedItem",
    "citations": "guideline",
    "groundStatements": "ground",
}
_EXPLAINED = frozenset(  # other facts that a reader is shown
    """identifier letterFormat injuryDate urDecisionDate applicationDate assignedDate decisionDate workerAge
    workerSex reviewerSpecialty reviewerLicensedIn assertion bodyPart laterality spinalLevel treatment
    candidate resolution statedCode unknownCode contradictingCode outcome strength dosageForm frequency
    duration quantity serviceFrom serviceTo timing associatedWith certifiedPart urDecision citedNoEvidence
    rationale agreement citedBy withinMTUS stance""".split()  # noqa: SIM905
)


def explained(document: Document, case: Case, fresh: Document) -> Document:
    """A letter's document with its reasons.

    Args:
        document: the letter as the graph has it.
        case: the letter as it is read now.
        fresh: the document of that case; the same as `document` unless that is of a store or graph.

    Returns:
        The document, where each node has `why`, a list of `{"fact", "rule", "words", "evidence"}` (with `value` where
        the fact has several), and on top `rules`, what each rule named there goes by. What the letter is not read as
        any more has the rule `read-otherwise`.
    """
    reasons = [*case.why, *case.facts.why, *case.reviewer.why]
    if case.facts.case_number is None:
        reasons.append(Reason(fact="identifier", rule="source-name"))
    return _with_rules(_Telling(_index(fresh, case)).letter(document, reasons, fresh))


def rules_of_mentions(document: Document) -> Document:
    """A document of a graph that holds no text: only the rules that the graph names."""
    return _with_rules(_Telling({}, mentions_only=True).letter(document, [], {}))


Reasons = tuple[list["Reason"], Document]  # of a node as it is read now, and that node


def _index(fresh: Document, case: Case) -> dict[tuple[str, ...], Reasons]:
    """The reasons of each node of a case, by what makes the node the same in another reading."""
    found: dict[tuple[str, ...], Reasons] = {}
    read: tuple[tuple[str, Sequence[Condition | PriorTreatment | Determination]], ...] = (
        ("conditions", in_text_order(case.conditions)),
        ("priorTreatments", in_text_order(case.prior_treatments)),
        ("determinations", case.determinations),
    )
    for name, records in read:
        for node, record in zip(fresh.get(name, ()), records, strict=True):
            found[_identity(name, node)] = (list(record.why), node)
    for node, determination in zip(fresh.get("determinations", ()), case.determinations, strict=True):
        cited = in_text_order(determination.citations)
        for inner, citation in zip(node.get("citations", ()), cited, strict=True):
            found[_identity("citations", inner)] = (list(citation.why), inner)
        for inner in node.get("groundStatements", ()):
            found[_identity("groundStatements", inner)] = ([], inner)
    return found


def _identity(name: str, node: Document) -> tuple[str, ...]:
    same = (
        ("itemNumber",)
        if name == "determinations"
        else ("part", "anchor", "evidence", "citedBy", "assertion")
    )
    return (name, *(str(node.get(key)) for key in same))


class _Telling:
    """Puts `why` into each node of a document."""

    def __init__(self, index: dict[tuple[str, ...], Reasons], *, mentions_only: bool = False) -> None:
        self._index, self._mentions_only = index, mentions_only

    def letter(self, document: Document, reasons: list[Reason], fresh: Document) -> Document:
        return {**self._nested(document), "why": list(self._facts(document, reasons, fresh))}

    def _nested(self, node: Document) -> Document:
        return {
            name: [self._node(name, each) for each in value] if name in _MAIN else value
            for name, value in node.items()
        }

    def _node(self, name: str, node: Document) -> Document:
        reasons, fresh = self._index.get(_identity(name, node), ([], {}))
        main = {
            "fact": _MAIN[name],
            "rule": node.get("rule", ""),
            "words": node.get("anchor", ""),
            "evidence": node.get("evidence", []),
        }
        derived = _agreement(node) if name == "determinations" and not self._mentions_only else []
        return {**self._nested(node), "why": [main, *self._facts(node, reasons, fresh), *derived]}

    def _facts(self, node: Document, reasons: list[Reason], fresh: Document) -> Iterator[Document]:
        """The reasons of a node's facts, where the node as it is read now says the same."""
        told = set()
        for reason in reasons:
            if reason.fact == "hasPriorTreatment" or (
                reason.fact in node and node[reason.fact] == fresh.get(reason.fact)
            ):
                told.add(reason.fact)
                yield _plain(reason)
        if not self._mentions_only:
            for fact in node:
                if (
                    fact in _EXPLAINED
                    and fact not in told
                    and fact != "agreement"
                    and not _is_main(node, fact)
                ):
                    yield {"fact": fact, "rule": "read-otherwise", "words": "", "evidence": []}


def _is_main(node: Document, fact: str) -> bool:
    """What else than a disputed item is meant by its words is what its own evidence shows."""
    return fact in {"treatment", "candidate", "resolution"} and "itemNumber" not in node


def _plain(reason: Reason) -> Document:
    value = {} if reason.value is None else {"value": reason.value}
    spans = [{"start": span.start, "end": span.end} for span in reason.spans]
    return {"fact": reason.fact, **value, "rule": reason.rule, "words": reason.words, "evidence": spans}


def _agreement(node: Document) -> list[Document]:
    """Agreement follows from what the parties' statements cite."""
    if "agreement" not in node:
        return []
    sides = (("administrator", "administratorCites"), ("reviewer", "reviewerCites"))
    words = [
        f"{side}: {', '.join(c['label'] for c in node[cites])}" for side, cites in sides if cites in node
    ]
    stated = [
        c for c in node.get("citations", ()) if c.get("foundIn") == "GuidelineStatement" and "guideline" in c
    ]
    spans = {(s["start"], s["end"]) for c in stated for s in c["evidence"]}
    return [
        {
            "fact": "agreement",
            "rule": "agreement-of-statements",
            "words": "; ".join(words),
            "evidence": [{"start": start, "end": end} for start, end in sorted(spans)],
        }
    ]


def _with_rules(document: Document) -> Document:
    return {**document, "rules": {rule: says(rule) or "" for rule in sorted(set(_rules(document)))}}


def _rules(node: Document) -> Iterable[str]:
    nested = (_rules(inner) for name in _MAIN for inner in node.get(name, ()))
    return chain((one["rule"] for one in node["why"]), *nested)
