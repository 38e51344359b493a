"""What was drawn for each effect, counted over a corpus: the truth that measures are compared with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from imrgraph.records import Outcome
from imrgraph.synth.plan import DRIFT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imrgraph.synth.effects import Effects
    from imrgraph.synth.plan import Item, Plan

_RATIOS = ("odg-when-silent", "same-guideline", "treatment", "specialty")


def tally(plan: Plan) -> Iterator[str]:
    """What of a letter is counted, by names such as `same-guideline/exposed/overturned`."""
    yield "letters"
    yield f"layout/{plan.layout.value}"
    for item in plan.items:
        overturned = item.outcome is Outcome.OVERTURNED
        yield f"outcome/{item.outcome.value}"
        for name in _RATIOS:
            if _among(name, item):
                exposed = "exposed" if name in item.exposed else "unexposed"
                yield f"{name}/{exposed}/{'overturned' if overturned else 'other'}"
        for cite in item.reviewer:
            if cite.family == "acoem":
                when = "after" if plan.assigned >= DRIFT else "before"
                yield f"drift/{when}/{'chapters' if '-ch' in cite.guideline[-5:] else 'topical'}"
        if item.family.home:
            own = item.family.home == plan.region.community
            yield f"communities/{'own' if own else 'other'}"


def _among(effect: str, item: Item) -> bool:
    """Whether an effect can be seen on an item at all."""
    if effect == "odg-when-silent":
        return item.silent
    return bool(item.administrator and item.reviewer) if effect == "same-guideline" else True


def report(count: Counter[str], effects: Effects, seed: int) -> dict[str, Any]:
    """What `effects.json` says: each effect with its true size, and what the letters hold of it."""
    outcomes = {outcome.value: count[f"outcome/{outcome.value}"] for outcome in Outcome}
    return {
        "synthetic": True,
        "seed": seed,
        "letters": count["letters"],
        "determinations": sum(outcomes.values()),
        "outcomes": outcomes,
        "layouts": {
            name.partition("/")[2]: n for name, n in sorted(count.items()) if name.startswith("layout/")
        },
        "rates": dict(effects.rates),
        "partial": effects.partial,
        "effects": {
            name: {
                "what": effect.what,
                "measure": effect.measure,
                **({"of": effect.of} if effect.of else {}),
                "size": effect.size,
                **_drawn(name, count),
            }
            for name, effect in effects.effects.items()
        },
    }


def _drawn(name: str, count: Counter[str]) -> dict[str, Any]:
    if name == "drift":
        table = {
            w: {k: count[f"drift/{w}/{k}"] for k in ("chapters", "topical")} for w in ("before", "after")
        }
        return {"drawn": table, "share drawn": _share(table["after"]["topical"], table["after"]["chapters"])}
    if name == "communities":
        table = {k: count[f"communities/{k}"] for k in ("own", "other")}  # type: ignore[misc]
        return {"drawn": table, "share drawn": _share(count["communities/other"], count["communities/own"])}
    table = {
        w: {k: count[f"{name}/{w}/{k}"] for k in ("overturned", "other")} for w in ("exposed", "unexposed")
    }
    (a, b), (c, d) = table["exposed"].values(), table["unexposed"].values()
    return {"drawn": table, "odds ratio drawn": round(a * d / (b * c), 3) if b * c else None}


def _share(part: int, rest: int) -> float | None:
    return round(part / (part + rest), 3) if part + rest else None
