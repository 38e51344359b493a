"""What any node of an answer is called and of which kind it is, one node at a time, as answers are small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph.rdf import terms as t
from imrgraph.rdf.names import full_name, in_words, local
from imrgraph.store import Iri
from imrgraph.vocab.concepts import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrgraph.store import Blank, Store

RDFS_LABEL = f"<{t.RDFS}label>"
_LABELS = (t.PREF_LABEL, RDFS_LABEL, t.IDENTIFIER, t.DISPUTED_ITEM, t.ANCHOR)  # the first that a node has
_OTHERWISE = {"Condition": "stated condition", "bodypart": "body part"}  # not to be taken for the concept
_GENERAL = (t.OWL, t.RDF, t.RDFS, SKOS)  # their classes say nothing of what a thing is


def label_of(store: Store, node: Iri | Blank) -> str | None:
    """A concept's or term's label, a letter's case number, an item's or a mention's words; None where the store has none."""
    for predicate in _LABELS:
        found = [str(value) for _, _, value in store.triples(node, _iri(predicate))]
        if found:
            return full_name(str(node), " ".join(min(found).split()))
    return None


def kind_of(store: Store, node: Iri | Blank) -> str | None:
    """The scheme of a concept, else the class of a thing, in words; None where the store does not say.

    Kinds are named as in the network `whole-graph`: a letter's `stated condition` names a `condition`.
    """
    schemes = [str(value) for _, _, value in store.triples(node, _iri(t.IN_SCHEME))]
    if schemes:
        return kind_named(local(min(schemes).rstrip("/#")))
    return kind_of_types(str(value) for _, _, value in store.triples(node, _iri(t.TYPE)))


def kind_of_types(types: Iterable[str]) -> str | None:
    """The first, by name, of the classes that say what a thing is."""
    found = sorted(one for one in types if not one.startswith(_GENERAL))
    return kind_named(local(found[0])) if found else None


def kind_named(name: str) -> str:
    """The kind that a class, a scheme, a property or a column is named after."""
    return _OTHERWISE.get(name) or in_words(name)


def _iri(term: str) -> Iri:
    return Iri(term.strip("<>"))
