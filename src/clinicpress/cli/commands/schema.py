"""``clinicpress schema``."""

from __future__ import annotations

import click

from clinicpress.api import json_schema, schema_kinds
from clinicpress.cli.reporting import print_json


@click.command(name="schema")
@click.argument("kind", type=click.Choice(schema_kinds()), metavar="KIND")
def command(kind: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a kind of file, for editors that check YAML as you type.

    KIND is exercise, handout, sheet, plan, clinic, layout or brand.

    \b
    Examples:
      clinicpress schema exercise > schemas/exercise.json
    """
    print_json(json_schema(kind))
