"""Letter to sections and disputed items."""

from imrgraph.segment.outline import Outline, outline

__all__ = ["Outline", "outline"]
