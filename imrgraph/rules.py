"""The names of the rules that read a letter, and what each goes by.

Evidence and reasons carry these names, the graph as `imr:rule`. `imrgraph show LETTER --why` prints them with the words.
"""

from __future__ import annotations

MISSPELT = "-misspelt"  # behind a rule's name where it matched a misspelling

RULES: dict[str, dict[str, str]] = {  # by what they find
    "the letter": {
        "layout-mark": "a heading or sentence that only this layout of letters has",
        "layout-unknown": "no heading or sentence of a known layout; the labels of its items were found all the same",
        "case-number": "the case number that is printed most often, page heads included",
        "source-name": "no case number is printed; the name of the file, member or row stands for it",
        "header-date": "a date behind its label in the header",
        "header-column": "a date under its label, where a header's labels stand in one line and their values in the next",
        "decision-date-of-review": "a header's decision date that lies before the application: the utilization review's",
        "injury-told": "a date that the case summary or a rationale ties to the injury",
        "review-told": "a date that a sentence ties to the utilization review's decision",
        "application-told": "a date that a sentence ties to the application for independent medical review",
    },
    "the worker": {
        "age-told": "years of age in the case summary, not those of a relative",
        "sex-beside-age": "man, woman, male, female beside the age",
        "sex-by-pronouns": "the pronouns and nouns of the summary and rationales, where nearly all agree; the first is shown",
    },
    "the reviewer": {
        "certified-in": "what board-certified in ... names",
        "certified-besides": "a subspecialty, fellowship or added qualification",
        "specialty-label": "what stands behind the label Specialty or Board Certification",
        "profession": "is a chiropractor, is a podiatrist, ...",
        "licensed-as": "licensed as an acupuncturist, in psychology, ...",
        "licence-label": "what stands behind the label State(s) of Licensure",
        "licence-told": "licensed in, licensed to practice in ...",
    },
    "conditions": {
        "condition-label": "a name of the vocabulary of conditions",
        "condition-composed": "a general name and the body part beside it, which together have a name (pain + shoulder)",
        "excluded-in-label": "what a name itself rules out (disc displacement without myelopathy)",
        "stated-code": "a diagnosis code, with the words that it closes",
        "code-printed": "a diagnosis code printed with the condition",
        "code-unknown": "a printed code that neither ICD-9-CM nor ICD-10-CM has",
        "code-contradicts": "a printed code that means something clearly else than the words beside it",
    },
    "how a condition is stated": {
        "no-trigger": "no word denies it, doubts it or puts it in the past: it is present",
        "trigger-absent": "words that deny it, within their reach",
        "trigger-possible": "words that doubt or suspect it, within their reach",
        "trigger-historical": "words that put it in the past, within their reach",
        "trigger-present": "words that affirm it, nearer than those that put it in the past",
        "answered-none": "its name is answered with none, negative, denied",
        "question-mark": "a question mark before or behind it",
        "told-with-year": "had, and a year behind it",
    },
    "places and sides": {
        "place-written": "a body part written beside it or within its words",
        "place-of-level": "the part of the spine that the spinal level belongs to",
        "place-of-concept": "the body part that the vocabulary gives for the condition",
        "place-of-treatment": "the body part that the vocabulary gives for the treatment",
        "side-written": "left, right, bilateral beside it or within its words",
        "level-written": "a spinal level such as L4-L5 beside it or within its words",
    },
    "treatments so far": {
        "history-cue": "words that say it was had, taken or done, nearest to it",
        "listed": "a heading of a list of what was had, such as Medications",
        "drug-named": "a drug named in the case summary, with no word that it was asked for or refused",
        "test-dated": "a test with its date or result behind it",
        "treatment-dated": "a treatment with its date behind it",
        "told-as-past": "named in the case summary in a sentence about the past",
    },
    "the disputed item": {
        "disputed-item": "the words between the item's number and its outcome, as the layout sets them out",
        "item-label": "a name of the vocabulary of treatments in the item's words, before its reasons",
        "item-misspelt": "the same, after a misspelling was put right",
        "item-unlisted": "no name of the vocabulary in the item's words",
        "strength-printed": "an amount with its unit",
        "form-printed": "a dosage form such as tablets or cream",
        "quantity-printed": "a number behind # or quantity, or before visits, sessions, tablets, ...",
        "days-of-stay": "the days of a stay",
        "frequency-printed": "times per week, every 6 hours, ...",
        "duration-printed": "a number of days, weeks or months",
        "service-dates": "the dates of service",
        "timing-word": "retrospective, concurrent or prospective",
        "associated-service": "an associated surgical service, of the surgery decided before it",
    },
    "what was decided": {
        "outcome-word": "upheld, overturned, modified or the like at the item's end",
        "outcome-necessity": "is (not) medically necessary, said of the item",
        "outcomes-differ": "two findings on the same request, one after the other, that decide differently: a part is certified",
        "certified-part": "the part that a rationale modifies the request to, or finds necessary",
        "review-names-item": "a decision of the utilization review whose words name the item",
        "review-in-part": "the utilization review certified one part of the item and not another",
        "review-of-all": "a decision of the utilization review on all requests, or on those not named otherwise",
        "review-of-nothing-else": "the only kind of decision that is told of the utilization review",
    },
    "citations": {
        "guideline-statement": "an authority named in a guideline statement",
        "non-mtus-citation": "an authority that a guideline statement cites as not part of the MTUS",
        "bibliographic-reference": "an article or book with author, title or journal",
        "unlisted-source": "a body, journal or source that no vocabulary lists, by its name",
        "shared-page-list": "a page behind several chapters that could be of any of them",
        "other-partys-guideline": "the party takes the guideline of the other",
        "named-in-rationale": "an authority named in the rationale",
        "named-in-statement": "a short name for what a statement names in full",
        "short-form": "the guidelines, ibid: the authority last meant, or the only one of the reviewer's statement",
        "study-by-author": "a study by its authors' names",
    },
    "what is said of a citation": {
        "label-before": "the label or heading before the passage says whose it is, or that it is the rationale",
        "opening-words": "the passage has no label; its first words, or where it stands, say whose it is",
        "mtus-said": "words that call it part of the MTUS, or not part of it",
        "mtus-by-family": "the authority itself belongs to the MTUS, or to none of it",
        "mtus-as-stated": "a statement cites the same as part of the MTUS, or not",
        "no-evidence-cited": "the party is said to cite no evidence",
        "stance-silent": "words beside the authority that it says nothing on the matter",
        "stance-cue": "words beside the authority that speak for or against the request, as the outcome does",
        "stance-by-outcome": "an authority that is applied bears the way the item was decided, unless words beside it say so first",
        "agreement-of-statements": "whether both parties' statements cite the same, one family, or different guidelines",
    },
    "grounds": {
        "ground-stated": "words that state the ground",
        "ground-lacking": "words for what is missing, with no, not or lack of",
        "ground-shown": "words for what is shown",
        "ground-silent": "an authority is said to be silent",
        "ground-authority": "an authority is said to speak for the request",
        "ground-contrast": "a criterion is recited, and the worker is set against it",
        "ground-number": "the number asked for is larger than the one that an authority allows",
        "ground-together": "several words that only together state the ground",
        "ground-weighed": "nothing else states a ground, and the words for this one weigh most",
    },
    "a stored letter": {
        "read-otherwise": "this version of imrgraph reads it otherwise or not at all; build the letter anew",
    },
}  # fmt: skip


def says(rule: str) -> str | None:
    """What a rule goes by, in one line; None for an unknown name.

    >>> says("history-cue-misspelt")
    'words that say it was had, taken or done, nearest to it; the name is misspelt'
    """
    base = rule.removesuffix(MISSPELT)
    for named in RULES.values():
        if rule in named:
            return named[rule]
        if base in named:
            return f"{named[base]}; the name is misspelt"
    return None
