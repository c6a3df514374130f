"""Options that several commands have; their words may be written in any case."""

from __future__ import annotations

from typing import get_args

import click

from clinicpress.batch.jobs import PAPERS, Binding, Format, Ink, Text

PAPER = click.Choice(PAPERS, case_sensitive=False)
INK = click.Choice(get_args(Ink), case_sensitive=False)
TEXT = click.Choice(get_args(Text), case_sensitive=False)
BINDING = click.Choice(get_args(Binding), case_sensitive=False)
FORMAT = click.Choice(get_args(Format), case_sensitive=False)
