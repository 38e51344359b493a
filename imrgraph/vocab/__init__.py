"""The SKOS vocabularies of `ontology/` and the matcher built from their labels."""

from imrgraph.vocab.concepts import Concept, Vocabulary, load_vocabulary
from imrgraph.vocab.matcher import Match, Matcher, matcher

__all__ = ["Concept", "Match", "Matcher", "Vocabulary", "load_vocabulary", "matcher"]
