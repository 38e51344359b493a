"""Pictures: a citation network, a letter or any network as one HTML page that opens without a network."""

from imrgraph.view.answer import view_answer
from imrgraph.view.behind import Item
from imrgraph.view.citations import citations_picture, view_citations
from imrgraph.view.letter import letter_picture, view_letter
from imrgraph.view.network import network_page
from imrgraph.view.page import page
from imrgraph.view.picture import Picture
from imrgraph.view.projection import view_network

__all__ = [
    "Item",
    "Picture",
    "citations_picture",
    "letter_picture",
    "network_page",
    "page",
    "view_answer",
    "view_citations",
    "view_letter",
    "view_network",
]
