"""The words that tell that an illness is over, or that a suspicion of it was cleared by a test."""

from __future__ import annotations

import re

from imrgraph.vocab.cued import Cued

HAD = re.compile(
    r"\bhad\s+(?:\w+\s+){0,2}\Z|\bhad\b[^.;:]{0,80}\b(?:19|20)\d\d,?\s*(?:and\s+)?(?:\w+\s+){0,2}\Z"
    r"|\b(?:treated|treatment|hospitali[sz]ed|hospitali[sz]ation|admitted|surgery|operated\s+on|\w+(?:ectomy|plasty))\s+for\s+(?:\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
# "fusion in 2009 for instability", "hospitalized last winter for pneumonia": over with what was done for it
DONE_FOR = re.compile(
    r"\b(?:\w+(?:ectomy|otomy|plasty)|fusion|repair|release|excision|resection|decompression|operation|surgery)\s+(?:\w+\s+)?(?:in|on)\s+(?:\w+\s+)?(?:(?:19|20)\d\d|\d{1,2}/[\d/]+)\s+for\s+(?:(?!in\b|of\b)[\w-]+\s){0,3}\Z"
    r"|\b(?:hospitali[sz]ed|admitted)\s+(?:last|in|on)\s+[^.;,]{1,24}\sfor\s+(?:\w+\s){0,2}\Z",
    re.IGNORECASE,
)
# "prostate cancer, treated with radical prostatectomy in 2004"
CUT_OUT = Cued(
    r"[,(]?\s*(?:was\s+)?treated\s+(?:with|by)\s+(?:an?\s+)?(?:[\w-]+\s){0,3}?(?:\w+ectomy|excision|resection|removal|cryotherapy)\b[^.;,]{0,20}?\s(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_TEST = r"(?:stud(?:y|ies)|scans?|doppler|endoscopy|egd|colonoscopy|arthrogram|aspirate|tests?|testing|duplex|ultrasound|sonogram|work-?up|imaging|cultures?|mri|ct|emg|ncs|x-?rays?|films?|radiographs|biopsy|angiogram|ekg|ecg|markers|serology|titers?)"
# "was considered, but the duplex study was negative"
TESTED = Cued(
    rf"[^.;]{{0,60}}?\b(?:but|however|and)\b[^.;]{{0,40}}?\b{_TEST}\s+(?:\w+\s+){{0,3}}?(?:was|were|is|are|came\s+back|returned)\s+(?:negative|normal|unremarkable|clear|clean)\b",
    re.IGNORECASE,
)
IN_YEAR = Cued(r"[^,;.]{0,40}?\b(?:in|of|circa)\s+(?:\w+\s+)?(?:19|20)\d\d\b|\s*\(?(?:19|20)\d\d\b(?![/-])")
OWN_SUBJECT = re.compile(
    rf"\band\s+(?:(?:a|an|the|his|her|their|this|that|any)\b|(?:[\w-]+\s+){{0,3}}{_TEST}\s*\Z)", re.IGNORECASE
)
