"""What a rationale reads an authority as saying."""

from __future__ import annotations

import pytest

from imrgraph.extract.stance import cue_of, stance_of
from imrgraph.records import Outcome, Stance


@pytest.mark.parametrize(
    ("sentence", "name", "cue"),
    [
        pytest.param("The MTUS did not address the topic.", "MTUS", Stance.SILENT, id="did-not-address"),
        pytest.param("The MTUS is silent on gym memberships.", "MTUS", Stance.SILENT, id="silent"),
        pytest.param("The MTUS and ACOEM do not specifically discuss this device.", "ACOEM", Stance.SILENT, id="both"),
        pytest.param("The MTUS does not address this, but ODG does not recommend it.", "ODG", Stance.DOES_NOT_SUPPORT, id="other-clause"),
        pytest.param("The MTUS does not address this, but ODG does not recommend it.", "MTUS", Stance.SILENT, id="own-clause"),
        pytest.param("This is not addressed in the MTUS.", "MTUS", Stance.SILENT, id="passive"),
        pytest.param("ODG recommends orthotic devices for plantar fasciitis.", "ODG", Stance.SUPPORTS, id="recommends"),
        pytest.param("ACOEM criteria is not met for the repeat films.", "ACOEM", Stance.DOES_NOT_SUPPORT, id="not-met"),
        pytest.param("The request exceeds the MTUS recommendation.", "MTUS", Stance.DOES_NOT_SUPPORT, id="exceeds"),
        pytest.param("Per ACR, DEXA scans exist.", "ACR", None, id="only-named"),
        pytest.param("The records do not mention that MTUS criteria were reviewed.", "MTUS", None, id="records-silent"),
    ],
)  # fmt: skip
def test_cue(sentence: str, name: str, cue: Stance | None) -> None:
    start = sentence.index(name)
    assert cue_of(sentence, start, start + len(name)) is cue


@pytest.mark.parametrize(
    ("cues", "outcome", "stance"),
    [
        pytest.param([Stance.SILENT, None], Outcome.OVERTURNED, Stance.SILENT, id="only-silent"),
        pytest.param([Stance.SUPPORTS, None], Outcome.UPHELD, Stance.DOES_NOT_SUPPORT, id="criteria-unmet"),
        pytest.param([None], Outcome.OVERTURNED, Stance.SUPPORTS, id="applied"),
        pytest.param([Stance.DOES_NOT_SUPPORT], Outcome.OVERTURNED, Stance.DOES_NOT_SUPPORT, id="set-aside"),
        pytest.param([None], Outcome.PARTIALLY_OVERTURNED, None, id="undecided"),
    ],
)
def test_stance(cues: list[Stance | None], outcome: Outcome, stance: Stance | None) -> None:
    assert stance_of(cues, outcome) is stance
