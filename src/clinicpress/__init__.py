"""clinicpress prints patient handouts and one-page exercise sheets as branded, accessible PDF.

A program begins with `Workspace`; docs/api.md shows how. Names are loaded when they are asked for.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from clinicpress.api import PlanOptions, PrintOptions, Workspace
    from clinicpress.build.facts import Facts, Verified
    from clinicpress.build.jobs import Job, Outcome, Result
    from clinicpress.checking.subject import Finding
    from clinicpress.content.models.library import Reading
    from clinicpress.content.titles import Titled
    from clinicpress.pdf.drawings import DrawnDiagram
    from clinicpress.problems import (
        ClinicpressError,
        ContentError,
        FitError,
        OutputError,
        Problem,
        Source,
        UsageError,
    )
    from clinicpress.tasks.contentcheck import Checked
    from clinicpress.tasks.deletion import Purged
    from clinicpress.tasks.pictures import Previews

__version__ = "0.2.0"
__all__ = [
    "Checked", "ClinicpressError", "ContentError", "DrawnDiagram", "Facts", "Finding", "FitError", "Job",
    "Outcome", "OutputError", "PlanOptions", "Previews", "PrintOptions", "Problem", "Purged", "Reading",
    "Result", "Source", "Titled", "UsageError", "Verified", "Workspace", "__version__",
]  # fmt: skip
_HOMES = {
    "build.facts": ("Facts", "Verified"),
    "build.jobs": ("Job", "Outcome", "Result"),
    "checking.subject": ("Finding",),
    "content.models.library": ("Reading",),
    "content.titles": ("Titled",),
    "api": ("PlanOptions", "PrintOptions", "Workspace"),
    "pdf.drawings": ("DrawnDiagram",),
    "problems": (
        "ClinicpressError", "ContentError", "FitError", "OutputError", "Problem", "Source", "UsageError",
    ),
    "tasks.contentcheck": ("Checked",),
    "tasks.deletion": ("Purged",),
    "tasks.pictures": ("Previews",),
}  # fmt: skip


def __getattr__(name: str) -> object:
    """A public name, from the module where it is at home."""
    for home, names in _HOMES.items():
        if name in names:
            # set in the package too, so that this is asked once
            value: object = getattr(import_module(f"clinicpress.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'clinicpress' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What the package has, also what is not loaded yet."""
    return sorted({*globals(), *__all__})
