"""A case becomes triples: IRIs, terms, and N-Triples lines."""

from imrgraph.rdf.iris import base_key, evidence_iri, key_of, keys_of, letter_iri
from imrgraph.rdf.triples import case_triples

__all__ = ["base_key", "case_triples", "evidence_iri", "key_of", "keys_of", "letter_iri"]
