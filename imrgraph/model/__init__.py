"""What the extractors read, put together as one case."""

from imrgraph.model.case import extract

__all__ = ["extract"]
