"""Options that several commands have; their words may be written in any case."""

from __future__ import annotations

import click

PAPER = click.Choice(["letter", "a4"], case_sensitive=False)
INK = click.Choice(["colour", "mono"], case_sensitive=False)
