"""Pictures: a citation network or a letter as one HTML page that opens without a network."""

from imrgraph.view.citations import citations_picture, view_citations
from imrgraph.view.letter import letter_picture, view_letter
from imrgraph.view.page import page
from imrgraph.view.picture import Picture

__all__ = ["Picture", "citations_picture", "letter_picture", "page", "view_citations", "view_letter"]
