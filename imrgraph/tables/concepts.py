"""What the vocabularies say of the concepts that rows name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imrgraph.rdf.hierarchy import and_above, tops
from imrgraph.rdf.names import full_name, local
from imrgraph.tables.rows import short_name
from imrgraph.vocab.concepts import FILES, scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class ConceptRow(NamedTuple):
    """One row of `schema.CONCEPTS`, column by column."""

    scheme: str
    concept: str
    label: str
    top: str
    broader: tuple[str, ...]
    above: tuple[str, ...]


def concept_rows(
    labels: Mapping[str, Sequence[str]],
    broader: Mapping[str, Sequence[str]],
    schemes: Mapping[str, Sequence[str]],
) -> Iterator[ConceptRow]:
    """The rows of all concepts, in no certain order.

    Args:
        labels, broader, schemes: `skos:prefLabel`, `skos:broader` and `skos:inScheme` of each concept, by IRI. What is in
            none of our schemes is left out; of several labels the first in the alphabet counts.
    """
    for iri, said in schemes.items():
        scheme = next((name for name in map(scheme_of, sorted(said)) if name in FILES), None)
        if scheme is None or not labels.get(iri):
            continue
        yield ConceptRow(
            scheme=scheme,
            concept=short_name(scheme, iri),
            label=full_name(iri, min(labels[iri])),
            top=";".join(sorted({local(one) for one in tops(iri, broader)})),
            broader=tuple(short_name(scheme, one) for one in sorted(set(broader.get(iri, ())))),
            above=tuple(short_name(scheme, one) for one in sorted(and_above(iri, broader))),
        )
