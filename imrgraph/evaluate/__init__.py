"""How well a graph says what readers found in the same letters: counts for each kind of fact, and the misses."""

from imrgraph.evaluate.report import Fact, Judgement, Place, Report, Row
from imrgraph.evaluate.run import evaluate

__all__ = ["Fact", "Judgement", "Place", "Report", "Row", "evaluate"]
