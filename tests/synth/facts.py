"""Plans of synthetic letters as the measures take letters: what a reader without a fault would have found."""

from __future__ import annotations

from imrgraph.graph import ItemFacts, LetterFacts, Names
from imrgraph.rdf.iris import letter_iri
from imrgraph.synth.plan import Item, Plan
from imrgraph.vocab import load_vocabulary
from imrgraph.vocab.concepts import BASE


def facts_of(plan: Plan) -> list[ItemFacts]:
    iri = letter_iri(plan.case_number)
    letter = LetterFacts(
        iri=iri,
        date=plan.assigned.isoformat(),
        year=plan.assigned.year,
        specialties=_iris("specialty", plan.specialties),
        synthetic=True,
    )
    return [
        ItemFacts(
            iri=f"{iri}#determination-{item.number}",
            number=item.number,
            letter=letter,
            outcome=item.outcome,
            treatments=_iris("treatment", [item.treatment.name]),
            administrator=_iris("guideline", {cite.guideline for cite in item.administrator}),
            reviewer=_iris("guideline", {cite.guideline for cite in item.reviewer}),
            silent=_iris("guideline", ["mtus"] if item.silent else []),
            grounds=_iris("ground", item.grounds),
            agreement=_agreement(item),
        )
        for item in plan.items
    ]


def _iris(scheme: str, names: object) -> tuple[str, ...]:
    assert isinstance(names, (list, tuple, set))
    return tuple(sorted(f"{BASE}{scheme}/{name}" for name in names))


def _agreement(item: Item) -> str:
    if not (item.administrator and item.reviewer):
        return "OneParty"
    return "SameGuideline" if "same-guideline" in item.exposed else "DifferentGuideline"


def names() -> Names:
    """Labels and hierarchy as a store has them."""
    concepts = [
        c
        for scheme in ("treatment", "guideline", "specialty")
        for c in load_vocabulary(scheme).concepts.values()
    ]
    return Names(labels={c.iri: c.label for c in concepts}, broader={c.iri: c.broader for c in concepts})
