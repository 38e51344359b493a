"""A sentence in the words that the trigger phrases are written in: signs, contractions and what stands between "no" and its noun."""

from __future__ import annotations

import re
from functools import cache

from imrgraph.extract.triggers import rules
from imrgraph.vocab.cued import Cued


@cache
def _adverbs() -> Cued:
    words = "|".join(rules()["adverbs"]["words"])
    return Cued(rf"(?<=(?:is|as|re|ve|ad|be|en|ng|ot|ut|nd)\s)(?:{words})(?=\s)", re.IGNORECASE)


@cache
def _no_such() -> Cued:
    """What is said of evidence between "no" and it: "no convincing clinical evidence for"."""
    return Cued(
        r"\b((?:no|without|any)\s)((?:(?!(?:and|or|of|for|but|with|in|famil\w+|change\w*)\b)[\w-]+\s){1,3})"
        rf"(?=(?:{_evidence()})\s(?:of|for|or|to)\b)",
        re.IGNORECASE,
    )


@cache
def _not_any() -> Cued:
    """Other ways to "no" before evidence: "does not contain any evidence of", "failed to provide documentation of"."""
    adjectives = r"(?:(?!(?:and|or|of|for|but|with|in|to|from|by|famil\w+|change\w*)\b)[\w-]+\s+){0,3}"
    return Cued(
        r"\b(?:(?:not|cannot)\s+(?!(?:due|related|only|just|because|secondary|limited)\b)\w+|fail(?:s|ed|ing)?\s+to\s+\w+"
        rf"|nothing\s+in\s+(?:\w+\s+){{1,3}}?(?:about|of|to\s+suggest|suggest(?:s|ing)|indicat(?:es|ing)|support(?:s|ing)))\s+{adjectives}(?=(?:{_evidence()})\s(?:of|for|that)\b)"
        rf"|\bno\s+(?:\w+\s+){{0,2}}(?:{_evidence()})\s+(?:was|is|were|has\s+been)\s+(?:made|given)\s+of\b"
        r"|\bnothing\s+in\s+(?:\w+\s+){1,3}?(?:about|to\s+suggest|suggest(?:s|ing)|indicat(?:es|ing)|support(?:s|ing))(?=\s)"
        r"|\bnot\s+(?:been\s+)?(?:shown|noted|found|felt|known|reported|documented|described|thought|believed|determined|proven|seen|said)\s+to\s+(?:have|suffer\s+from|exhibit|be(?!\s+(?:present|there)))(?=\s)",
        re.IGNORECASE,
    )


def _evidence() -> str:
    return "|".join(rules()["negated"]["evidence"])


# a word put in between: "did not, in fact, have"
_PUT_IN = Cued(r"(?<=\bnot)(?:,\s*(?:in\s+fact|however|of\s+course|apparently|therefore)\s*,)", re.IGNORECASE)
_SIGN = re.compile(r"\(\s?[-\u2013\u2212+]\s?\)|(?<!\S)[-+]ve\b")
# "nor does he have any" says no more than "nor"
_NOR = Cued(
    r"\b(nor|neither)\s+(?:(?:does|did|do|has|had|have)\s+(?:he|she|they|there|it|the\s+\w+)\s+(?:have|had|been|reports?|complain\s+of|show|exhibit|demonstrate|describe|endorse|suffer\s+from)"
    r"|(?:is|are|was|were)\s+there)(?=\s)",
    re.IGNORECASE,
)
# a reviewer applies it to the worker where the request, and not a treatment in general, fails for it
_ABSENCE = Cued(
    r"\bin\s+the\s+absence\s+of\b(?=[^.;]{0,120}?,\s*(?:the|this|these|such)\s+(?:\w+\s+)?(?:request\w*|repeat|proposed|disputed|services?)\b)",
    re.IGNORECASE,
)
_NOT = Cued(r"\b\w+n['\u2019]t\b", re.IGNORECASE)


def plain(sentence: str) -> str:
    """The sentence with signs, contractions and adverbs between a verb's parts as the phrases have them; as long."""

    def sign(m: re.Match[str]) -> str:
        return ("pos" if "+" in m[0] else "neg").ljust(len(m[0]))

    text = _SIGN.sub(sign, sentence) if "(" in sentence or "ve" in sentence else sentence
    if "n't" in text or "n\u2019t" in text:
        text = _NOT.sub(lambda m: "not".rjust(len(m[0])), text)
    if "nor " in text or "Nor " in text or "either" in text:
        text = _NOR.sub(lambda m: m[1].ljust(len(m[0])), text)
    if "bsence" in text:
        text = _ABSENCE.sub(lambda m: "without".ljust(len(m[0])), text)
    if "not," in text:
        text = _PUT_IN.sub(lambda m: " " * len(m[0]), text)
    text = _no_such().sub(lambda m: m[1] + " " * len(m[2]), text)
    if any(word in text for word in ("not ", "fail", "Fail", "othing", " made of", " given of")):
        text = _not_any().sub(lambda m: "no".ljust(len(m[0])), text)
    return without_adverbs(text)


def without_adverbs(text: str) -> str:
    """The text without the adverbs between a verb's parts ("was later briefly considered"); as long."""
    for _ in range(2):
        text = _adverbs().sub(lambda m: " " * len(m[0]), text)
    return text
