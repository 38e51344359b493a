"""What each number means, where its definition comes from, and what it cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrgraph import __version__
from imrgraph.metrics.backbone import ALPHA
from imrgraph.metrics.rates import SMALL
from imrgraph.report.parts import Section

if TYPE_CHECKING:
    from imrgraph.report.material import Material

_TERMS = (
    (
        "Disputed item",
        "One treatment that the claims administrator refused and the reviewer decided on. A letter decides on one or more.",
    ),
    (
        "Overturned",
        "The reviewer certified the treatment, wholly or in part; upheld: the refusal stands. Items that print no outcome are"
        " left out of every rate.",
    ),
    ("Rate", "Overturned items divided by all items of the group that print an outcome."),
    (
        "95 % interval",
        "Wilson's interval for a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927, 209-212), for as many independent items"
        " as the group's items say as much as.",
    ),
    (
        "Independent items, design effect",
        "Items of one letter have one worker, one reviewer and one file, and tend to be decided alike. How alike is estimated"
        " once for all items, and each group counts as the smaller number of independent items that says as much (J. N. K."
        " Rao and A. J. Scott, Biometrics 48, 1992, 577-585; A. Donner and N. Klar, Design and Analysis of Cluster"
        f" Randomization Trials, 2000). Groups below {SMALL} are drawn hollow and not compared.",
    ),
    (
        "More than chance",
        "A group is compared with all others by Fisher's exact test (guidelines' odds by Wald's), and the p-values are adjusted"
        " for their number (Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57, 1995, 289-300). Below 0.05 it is called a"
        " difference: of those so called, some 5 % are expected to be none.",
    ),
    (
        "Odds ratio",
        "The odds of overturning with a guideline over those without it, with Woolf's interval; within kinds of treatment by"
        " Mantel and Haenszel, with the interval of J. Robins, N. Breslow and S. Greenland, Biometrics 42, 1986, 311-323.",
    ),
    (
        "Guideline family",
        "The top of the hierarchy that a cited guideline stands in: MTUS, ACOEM, ODG, ACR; all else is another authority.",
    ),
    (
        "Agreement",
        "The first that holds: both parties' statements cite the same guideline; guidelines of the same family (ACOEM cited as"
        " part of the MTUS is of both); of different families; only one party cites a guideline that was recognised;"
        " neither does.",
    ),
    (
        "Search order",
        "California Labor Code 4610.5(c)(2) ranks authorities, the MTUS first; 8 CCR 9792.21.1 says how to search. Followed: the"
        " MTUS is cited; or it is called silent and ACOEM or the ODG cited; or these are called silent too, and others"
        " cited. Judged by the same order in every year, from what the letter shows alone.",
    ),
    (
        "Backbone",
        "Ties that weigh more than they would were all of a node's weight spread over its ties by chance, from one of its ends"
        f" (disparity filter, {ALPHA:g}: M. A. Serrano, M. Boguna and A. Vespignani, PNAS 106, 2009, 6483-6488). A filter for"
        " pictures, not a test.",
    ),
    (
        "Groups that hang together, modularity",
        "Communities by the method of Louvain; modularity says how much more weight lies within them than chance would put there.",
    ),
    (
        "Not recognised",
        "The letter's words name no concept of the vocabularies, or may mean several. They are kept as words, and never guessed.",
    ),
)
_LIMITS = (
    "Published letters are those that reached a decision: disputes that were settled, withdrawn or never brought to review are not"
    " among them. A few treating physicians account for a large part of all disputes, and neither they nor the reviewers are"
    " named, so that their letters cannot be told apart: intervals may be too narrow for that. Rates say how published"
    " letters ended, not why, and not whether the decision was right.",
    "Letters are read by rules. How well, measured on letters that the rules had not seen, stands in imrgraph's README; what was"
    " found in one letter, and in which words, is printed by imrgraph show LETTER --why.",
)
_TRACING = (
    "To trace a number to its letters, take the command below its figure and add --trace KEY, with the key of the table's row: it"
    " lists the disputed items behind the number, and imrgraph show prints each letter with its words. DIR is the store's"
    " folder. For instance:"
)


def section(material: Material) -> Section:
    return Section(
        name="methods",
        title="Method notes",
        paragraphs=(*_LIMITS, _versions(material), _TRACING),
        example=material.command("metrics rates --by guideline --trace odg-low-back"),
        terms=_TERMS,
    )


def _versions(material: Material) -> str:
    words = f"Made by imrgraph {__version__}"
    if material.built:
        words += f" from a store that imrgraph {material.version} built on {material.built[:10]}"
    if material.ontology:
        words += f", with the vocabularies of digest {material.ontology[:12]}"
    return f"{words}. The same store gives the same report, byte for byte."
