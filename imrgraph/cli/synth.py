"""`imrgraph synth`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer


def command(
    letters: Annotated[int, typer.Option("-n", "--letters", metavar="N", help="How many letters to write.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to make; empty if it is there.")
    ],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Another seed gives other letters.")] = 1,
    format: Annotated[
        Literal["text", "jsonl"],
        typer.Option("--format", help="A .txt for each letter, or one letters.jsonl.gz."),
    ] = "text",
    gold: Annotated[
        bool | None,
        typer.Option(
            "--gold/--no-gold", help="Also write gold annotations.  [with --format text]", show_default=False
        ),
    ] = None,
    effect: Annotated[
        list[str] | None,
        typer.Option("--effect", metavar="NAME=SIZE", help="Another size of an effect; may be repeated."),
    ] = None,
    effects: Annotated[
        Path | None, typer.Option("--effects", metavar="FILE", help="TOML with effects and rates; see below.")
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", metavar="P", min=1, help="Write with that many at once.")
    ] = 1,
) -> None:
    """Write invented letters that read like genuine ones, to try networks, reports and speed without a download.

    Each letter says in its first line that it is synthetic, has a case number that no real one has (CM99-...), and is
    marked in the graph (imr:synthetic true). They come in all layouts, with realistic mixes of injuries, treatments,
    guidelines and reviewers. A letter depends on the seed and its number alone, not on N.

    \b
    DIR gets
      letters/       a .txt each, in sub-folders of 1,000 where there are more than 1,000
      gold/          what a reader finds in each, for `imrgraph evaluate`
      effects.json   what was planted, its true size, and what the letters hold of it

    \b
    Planted effects, with the sizes that --effect NAME=SIZE changes (odds ratios, then shares):
      odg-when-silent=3    citing ODG where the MTUS is silent raises the odds of overturning
      same-guideline=0.5   both parties relying on the same guideline lowers them
      treatment=6          functional restoration programs are overturned far more often
      specialty=2          reviewers in physical medicine and rehabilitation overturn more often
      drift=0.85           share of ACOEM citations that are topical guidelines after 30 November 2017
      communities=0.1      share of spine or limb treatments asked for in a letter of the other kind
    ontology/synth/effects.toml says what each is measured on. An --effects FILE is written like it, and can also name
    another treatment or specialty (of = "acupuncture") and change the rates of overturning by category.

    \b
    Examples:
      imrgraph synth -n 300 -o try
      imrgraph build try/letters --store try.db && imrgraph evaluate try.db try/gold
      imrgraph synth -n 2000 --seed 7 --effect treatment=1 -o null
      imrgraph synth -n 100000 --format jsonl --processes 4 -o big
    """
    from imrgraph.synth import load_effects, write_corpus

    sizes = load_effects(effects, effect or ())
    live = sys.stderr.isatty()

    def progress(done: int) -> None:
        if live:
            print(f"\r{done:,} letters", end="" if done < letters else "\n", file=sys.stderr)

    corpus = write_corpus(
        output,
        letters,
        seed=seed,
        effects=sizes,
        format=format,
        gold=gold,
        processes=processes,
        progress=progress,
    )
    outcomes = corpus.report["outcomes"]
    lines = {
        "letters": corpus.report["letters"],
        "determinations": corpus.report["determinations"],
        "overturned": outcomes["Overturned"],
        "partially overturned": outcomes["PartiallyOverturned"],
    }
    for name, number in lines.items():
        print(f"{name:<21}{number:>10,}")
    print(
        f"{corpus.letters}: the letters; {corpus.effects}: what was planted"
        + (f"; {corpus.gold}: the gold" if corpus.gold else "")
    )
