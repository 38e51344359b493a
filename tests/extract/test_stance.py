"""What a rationale reads an authority as saying."""

from __future__ import annotations

import pytest

from imrgraph.extract.short_forms import find_unlisted
from imrgraph.extract.stance import cue_for_all, cue_of, stance_of
from imrgraph.extract.why import value_of
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
        pytest.param("Neither the MTUS nor ACOEM discusses this device.", "MTUS", Stance.SILENT, id="neither"),
        pytest.param("There is no MTUS section that speaks to this.", "MTUS", Stance.SILENT, id="no-section"),
        pytest.param("In the absence of MTUS guidelines, ODG was used.", "MTUS", Stance.SILENT, id="absence"),
        pytest.param("The MTUS addresses topiramate only for neuropathic pain.", "MTUS", Stance.SILENT, id="only-for"),
        pytest.param("The topic of cold therapy is absent from the MTUS.", "MTUS", Stance.SILENT, id="absent-from"),
        pytest.param("The MTUS guidelines are noncontributory here.", "MTUS", Stance.SILENT, id="noncontributory"),
        pytest.param("Functional capacity testing is outside the scope of the MTUS.", "MTUS", Stance.SILENT, id="scope"),
        pytest.param("Sleep studies are nowhere discussed in the MTUS.", "MTUS", Stance.SILENT, id="nowhere"),
        pytest.param("The MTUS lacks a recommendation on this topic.", "MTUS", Stance.SILENT, id="lacks"),
        pytest.param("There is nothing in the MTUS about custom orthotics.", "MTUS", Stance.SILENT, id="nothing-in"),
        pytest.param("With the MTUS silent, ODG was consulted.", "MTUS", Stance.SILENT, id="with-silent"),
        pytest.param("Neither MTUS nor ODG takes a position on this.", "MTUS", Stance.SILENT, id="position"),
        pytest.param("The MTUS does not mention the requested Ambien.", "MTUS", Stance.SILENT, id="the-requested"),
        pytest.param("Because this topic is not in the MTUS, the ODG was used.", "MTUS", Stance.SILENT, id="not-in"),
        pytest.param("MTUS guidelines do not state whether this is indicated.", "MTUS", Stance.SILENT, id="whether"),
        pytest.param("The records do not mention the MTUS criteria.", "MTUS", None, id="records-and-criteria"),
        pytest.param("There is no discussion of functional benefit as required by the MTUS.", "MTUS", None, id="as-required"),
        pytest.param("ACOEM cautions that there is little scientific evidence for it.", "ACOEM", None, id="little-evidence"),
        pytest.param("These factors justify going beyond the guideline.", "guideline", None, id="exception"),
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


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        pytest.param("Both references support the study.", Stance.SUPPORTS, id="both"),
        pytest.param("Neither reference supports the test.", Stance.DOES_NOT_SUPPORT, id="neither"),
        pytest.param("Both knees hurt.", None, id="knees"),
    ],
)
def test_cue_for_all(sentence: str, cue: Stance | None) -> None:
    assert value_of(cue_for_all(sentence)) is cue


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("The European Hernia Society advises a scan.", ["European Hernia Society"], id="society"),
        pytest.param("An article in the Journal of Oral Rehabilitation says so.", ["Journal of Oral Rehabilitation"], id="journal"),
        pytest.param("Jones et al. (2010) found a difference.", ["Jones et al. (2010)"], id="authors"),
        pytest.param("The patient joined an association of friends.", [], id="plain-word"),
    ],
)  # fmt: skip
def test_find_unlisted(text: str, names: list[str]) -> None:
    assert [text[f.start : f.end] for f in find_unlisted(text, [])] == names
