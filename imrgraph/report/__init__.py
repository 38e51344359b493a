"""A store as a report: one HTML page that needs no internet, with its figures and tables as files."""

from imrgraph.report.run import report

__all__ = ["report"]
