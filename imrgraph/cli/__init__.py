"""The command line: one thin module for each command, imported when that command runs.

A command module of that name holds one function, `command`, annotated for typer, whose docstring is its help.
It imports what is heavy inside the function, calls one public function, and prints. It ends by returning
(exit status 0), by `raise typer.Exit(1)`, or by an `ImrGraphError`, which `main` prints as one line.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from imrgraph.cli.interrupts import Interrupted
from imrgraph.errors import ImrGraphError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

COMMANDS = {
    "build": "Read letters into a graph: files, folders, globs, archives, tables.",
    "remove": "Remove letters from a store, with all their words.",
    "show": "Print what was found in one letter, for a person to check.",
    "check": "Validate a graph against the ontology's shapes, letter by letter.",
    "query": "Answer a question: one of the bundled queries, or your own SPARQL.",
    "sql": "Answer a question in SQL, over the same letters as tables.",
    "metrics": "Numbers: networks, overturn rates and odds, search order, drift.",
    "export": "Write a network for another program: Gephi, Neo4j, spreadsheets.",
    "view": "Draw a network or a letter as one interactive HTML file.",
    "push": "Load a graph into a SPARQL server, in batches that can be resumed.",
    "report": "Write one HTML report: findings, figures, tables, method notes.",
    "evaluate": "Compare a graph with what readers found in the same letters.",
    "gaps": "List what the letters say and no vocabulary has, to fill it in.",
    "synth": "Write invented letters with planted effects, to try things on.",
    "demo": "Build the example letters, and show what can be asked of them.",
}


class _Commands(TyperGroup):
    """The commands above, each imported on use, so that `imrgraph --help` is instant."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"imrgraph.cli.{cmd_name}")
        if group := getattr(module, "group", None):  # a command with commands of its own
            return typer.main.get_command(group())
        single = typer.Typer(rich_markup_mode=None, add_completion=False)
        single.command(name=cmd_name)(module.command)
        return typer.main.get_command(single)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted(error) from None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


_app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from imrgraph import __version__

        print(f"imrgraph {__version__}")
        raise typer.Exit


@_app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """California Independent Medical Review letters as a graph.

    Which guideline decided this treatment dispute? imrgraph reads final determination letters, finds what was
    disputed, decided and cited, and answers questions about it, each answer with the words behind it.

    \b
    Start here:
      imrgraph demo                              see it work on three letters
      imrgraph build letters/                    read a folder into imrgraph.db
      imrgraph query outcomes-by-guideline       ask it a question
      imrgraph query --list                      see which questions there are
      imrgraph show letters/CM14-0012345.txt     check what was found in a letter
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line.

    Args:
        argv: the arguments after the program's name; those of this process unless given.

    Returns:
        0 when done, 1 for a known error (one line on standard error), 2 for wrong usage, 130 when it was interrupted
        (Ctrl-C), 143 when a build was told to end (SIGTERM).
    """
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")  # letters hold characters that a terminal may lack
    try:
        done = typer.main.get_command(_app).main(
            args=None if argv is None else list(argv), prog_name="imrgraph", standalone_mode=False
        )
        sys.stdout.flush()
    except Interrupted as error:
        return _known(str(error), error.status)
    except ImrGraphError as error:
        return _known(str(error))
    except BrokenPipeError:  # `imrgraph query ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except SystemExit:  # how typer takes the same
        return 0
    except Exception as error:
        if (show := getattr(error, "show", None)) is None:
            raise
        show()  # the usage errors of typer's parser
        return int(getattr(error, "exit_code", 2))
    return done if isinstance(done, int) else 0


def run() -> NoReturn:
    """The `imrgraph` program."""
    sys.exit(main())


def _known(message: str, status: int = 1) -> int:
    print("imrgraph:", " ".join(message.split()), file=sys.stderr)
    return status
