"""The effects that a synthetic corpus holds: their sizes, and the odds that an item is overturned under them."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from imrgraph.data import ontology_dir
from imrgraph.errors import SynthError
from imrgraph.vocab import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_RATIOS = ("odg-when-silent", "same-guideline", "treatment", "specialty")
_OF = {"treatment": "treatment", "specialty": "specialty"}  # the scheme that `of` names a concept of


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One planted effect.

    Attributes:
        size: an odds ratio for the first four, a share for `drift` and `communities`.
        of: the treatment or specialty that it is about, by the last part of its IRI.
        what, measure: what it is, and what of the corpus it can be measured on, in words.
    """

    name: str
    size: float
    what: str
    measure: str
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All of them, with the share of items overturned before any, by category, and the share certified in part."""

    effects: Mapping[str, Effect]
    rates: Mapping[str, float]
    partial: float

    def size(self, name: str) -> float:
        return self.effects[name].size

    def chance(self, category: str, exposed: Iterable[str]) -> float:
        """The probability that an item of a category is overturned, given the effects that bear on it."""
        rate = self.rates[category]
        odds = rate / (1 - rate) * math.prod(self.effects[name].size for name in exposed)
        return odds / (1 + odds)


def load_effects(file: Path | None = None, sizes: Iterable[str] = ()) -> Effects:
    """The effects of `ontology/synth/effects.toml`, changed by a user's file, then by sizes.

    Args:
        file: TOML of the same form; what it does not say stays.
        sizes: `NAME=SIZE`, such as `"treatment=4"`.

    Raises:
        SynthError: a file or size cannot be read, or names what there is not.
    """
    effects = _changed(None, _read(ontology_dir() / "synth" / "effects.toml"), "effects.toml")
    if file is not None:
        effects = _changed(effects, _read(file), file.name)
    for said in sizes:
        name, _, size = said.partition("=")
        effects = _changed(effects, {"effects": {name.strip(): {"size": _number(said, size)}}}, said)
    return effects


def _number(said: str, size: str) -> float:
    try:
        return float(size)
    except ValueError as error:
        raise SynthError(f"{said}: an effect is given as NAME=SIZE, and {size!r} is no number") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError) as error:
        raise SynthError(f"{path}: cannot be read ({error})") from error


def _changed(before: Effects | None, said: dict[str, Any], source: str) -> Effects:
    effects = dict(before.effects) if before else {}
    for name, parts in said.get("effects", {}).items():
        if before and name not in effects:
            raise SynthError(f"{source}: no effect {name!r}, only {_names(before)}")
        try:
            effect = replace(effects[name], **parts) if name in effects else Effect(name=name, **parts)
        except TypeError as error:
            raise SynthError(f"{source}: {name} cannot be described so ({error})") from error
        _check(effect, source)
        effects[name] = effect
    rates = {**(before.rates if before else {}), **said.get("rates", {})}
    partial = said.get("partial", {}).get("share", before.partial if before else 0.0)
    if not all(0 < rate < 1 for rate in rates.values()) or not 0 <= partial < 1:
        raise SynthError(f"{source}: a share lies between 0 and 1")
    return Effects(effects=effects, rates=rates, partial=partial)


def _check(effect: Effect, source: str) -> None:
    if effect.name in _RATIOS and not (math.isfinite(effect.size) and effect.size > 0):
        raise SynthError(f"{source}: the odds ratio of {effect.name} is a number above 0")
    if effect.name not in _RATIOS and not 0 <= effect.size <= 1:
        raise SynthError(f"{source}: {effect.name} is a share between 0 and 1")
    if effect.name in _OF:
        load_vocabulary(_OF[effect.name]).iri(effect.of or "")


def _names(effects: Effects) -> str:
    return ", ".join(effects.effects)
