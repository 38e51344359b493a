"""`python -m imrgraph.cli`."""

from imrgraph.cli import run

run()
