"""Synthetic letters: invented ones that read like the genuine, with gold and planted effects, to try things on."""

from imrgraph.synth.corpus import Corpus, write_corpus
from imrgraph.synth.effects import Effect, Effects, load_effects

__all__ = ["Corpus", "Effect", "Effects", "load_effects", "write_corpus"]
