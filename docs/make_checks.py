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
    "looks": "Appearance and contact details",
    "governance": "Reviews and plans",
    "allowances": "Comments that allow findings",
}
_HEAD = """\
# Check rules

<!-- Written by docs/make_checks.py from the rules themselves. -->

`clinicpress check` reads all content as a plain-language editor would before a page is printed. For each
finding it prints the file, line and column, what is wrong, why it matters, and what to write instead. It
changes nothing.

- **error**: the text could do harm or makes a page wrong. `build`, `sheet` and `batch` refuse the document.
  `build --allow-check-errors` makes a draft, `NAME.draft.pdf`, with DRAFT on every page.
- **warning**: correct the text, or allow it with a reason. `check --strict` fails for warnings, too.
- **advice**: a suggestion.

To allow a finding, write a comment with the reason on its own line above the text. Above a text of several
lines, it applies to all of them:

```yaml
steps:
  # check: allow jargon because the surgeon's letter says it
  - Lie supine, as your surgeon calls it.
```

`clinicpress check content/exercises/bridge.yaml` checks one file, `--rule jargon` applies one rule, `--rule
terms` one group, `--severity warning` leaves out advice, and `--explain jargon` explains a rule. Rules about
words read English only. [How to add a rule, and how documents are scored](how-to/check.md).
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
    yield f"- Basis: {rule.basis}"
    yield f"- Wrong: `{_code(rule.wrong)}`"
    yield f"- Right: `{_code(rule.right)}`"


def _code(text: str) -> str:
    """An example in one line, as code."""
    return " ".join(text.split()).replace("`", "'")


if __name__ == "__main__":
    write_if_changed(PAGE, page().encode())
    sys.exit()
