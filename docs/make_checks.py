"""Writes docs/checks.md, the page of all rules of ``clinicpress check``: ``python docs/make_checks.py``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from clinicpress.checking.catalog import GROUPS, RULES
from clinicpress.checking.subject import Rule
from clinicpress.store.files import write_if_changed

PAGE = Path(__file__).resolve().parent / "checks.md"
# Titles of the groups of rules.
TITLES = {
    "sentences": "How easy it is to read",
    "terms": "Words, numbers and marks",
    "structure": "What a document must have",
    "exercises": "Exercises and sheets",
    "looks": "Looks",
    "governance": "Reviews and plans",
    "allowances": "Comments to the check",
}
_HEAD = """\
# What the check looks for

<!-- Written by docs/make_checks.py from the rules themselves. -->

`clinicpress check` reads everything and tells, with file, line and column, what an editor for plain language
would say before a page is printed: what it found, why that matters, and what to write instead. It changes
nothing.

- **error**: would do harm, or makes a page wrong. `build`, `sheet` and `batch` refuse the document.
  `build --allow-check-errors` makes a draft, `NAME.draft.pdf`, with DRAFT on every page.
- **warning**: mend it, or say why not. `check --strict` fails for it, too.
- **advice**: a thought.

A comment lets a finding through, with its reason, on a line of its own above it. Above a text of several
lines it is for all of it:

```yaml
steps:
  # check: allow jargon because the surgeon's letter says it
  - Lie supine, as your surgeon calls it.
```

`clinicpress check content/exercises/bridge.yaml` looks at one file, `--rule jargon` asks one rule, `--rule
terms` one group, `--severity warning` leaves out advice, `--explain jargon` tells what a rule is for. Rules
on words read English only. [How to add a rule, and how documents are scored](how-to/check.md).
"""


def page() -> str:
    """The text of the page."""
    parts = [_HEAD]
    for group in GROUPS:
        parts.append(f"\n## {TITLES[group]} (`{group}`)\n")
        parts += (_section(rule) for rule in RULES if rule.group == group)
    return "".join(parts)


def _section(rule: Rule) -> str:
    lines = [f"### `{rule.id}` ({rule.severity})", "", rule.finds, "", *_rows(rule)]
    return "\n" + "\n".join(lines) + "\n"


def _rows(rule: Rule) -> Iterator[str]:
    yield f"- Why: {rule.why}"
    yield f"- Known from: {rule.basis}"
    yield f"- Not so: `{_code(rule.wrong)}`"
    yield f"- But so: `{_code(rule.right)}`"


def _code(text: str) -> str:
    """An example in one line, as code."""
    return " ".join(text.split()).replace("`", "'")


if __name__ == "__main__":
    write_if_changed(PAGE, page().encode())
    sys.exit()
