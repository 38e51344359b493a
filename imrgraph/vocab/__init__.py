"""The SKOS vocabularies of `ontology/`, what the user's own files add, and the matcher built from their labels."""

from imrgraph.vocab.concepts import Concept, Vocabulary, load_vocabulary
from imrgraph.vocab.icd import IcdCode, icd_codes
from imrgraph.vocab.matcher import Match, Matcher, matcher
from imrgraph.vocab.own import vocabulary_cache

__all__ = [
    "Concept",
    "IcdCode",
    "Match",
    "Matcher",
    "Vocabulary",
    "icd_codes",
    "load_vocabulary",
    "matcher",
    "vocabulary_cache",
]
