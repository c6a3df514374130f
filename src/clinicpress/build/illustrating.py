"""Diagrams that other packages draw, made ready for pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from clinicpress.choices import Ink
from clinicpress.content.blocktypes.illustrations import DIAGRAMS, DiagramBlock
from clinicpress.content.models.documents import Handout, Sheet
from clinicpress.content.plugins import installed_diagrams
from clinicpress.content.suggest import near
from clinicpress.faults import debugging
from clinicpress.messages import later, linked, say
from clinicpress.problems import ContentError, OutputError, Problem, Source
from clinicpress.store.digests import digest_of
from clinicpress.typesetting.items import Illustration, VectorArt

_ASK = later("build.tell-those-who-made-package")


class _UnfitError(Exception):
    """What is wrong with a diagram of another package, and what to do."""


def illustrated(name: str, source: Source, ink: Ink) -> Illustration:
    """A diagram that another package draws, grey in mono; ``source`` is the place that names it.

    Raises:
        ContentError: if there is none of this name or more than one, it cannot be drawn or printed, or has no
            alt text.
    """
    # all of ReportLab's graphics, which no other page needs
    from clinicpress.pdf.drawings import DrawnDiagram, as_it_is, grey, illustration  # noqa: PLC0415

    points = installed_diagrams().get(name, ())
    if not points:
        raise ContentError(Problem(say("build.no-diagram", name=name), near(name, DIAGRAMS), source))
    found = dict.fromkeys(point.dist.name if point.dist else point.value for point in points)
    makers = linked("list.and", found)
    try:
        if len(points) > 1:
            raise _UnfitError(say("build.diagram-of-several-packages"), say("build.uninstall-one-package"))
        drawn = points[0].load()()
        if not isinstance(drawn, DrawnDiagram):
            raise _UnfitError(say("build.not-clinicpress-drawndiagram", type=type(drawn).__name__), say(_ASK))
        if not drawn.alt.strip():
            raise _UnfitError(say("build.has-no-alt-text"), say(_ASK))
        made = illustration(drawn.drawing, as_it_is if ink == "colour" else grey)
    except _UnfitError as error:
        message = say("build.diagram-of-maker-has-fault", name=name, makers=makers, fault=error.args[0])
        raise ContentError(Problem(message, error.args[1], source)) from None
    except OutputError as error:
        raise ContentError(
            replace(
                problem,
                message=say("build.diagram", name=name, makers=makers, message=problem.message),
                source=source,
            )
            for problem in error.problems
        ) from error
    except Exception as error:
        if debugging():
            raise
        message = say(
            "build.diagram-cannot-be-drawn",
            name=name,
            makers=makers,
            error=type(error).__name__,
            error2=error,
        )
        raise ContentError(Problem(message, say(_ASK), source)) from error
    return replace(made, alt=" ".join(drawn.alt.split()), caption=" ".join(drawn.caption.split()))


def illustration_digests(document: Handout | Sheet, ink: Ink) -> dict[str, str]:
    """A digest (hex) of each diagram of another package in a document, as it is drawn today.

    One that cannot be drawn has an empty digest: making the document tells why.
    """
    return {name: _digest(name, ink) for name in _foreign(document)}


def _foreign(document: Handout | Sheet) -> Iterator[str]:
    blocks = document.blocks if isinstance(document, Handout) else ()
    for block in blocks:
        if isinstance(block, DiagramBlock) and block.diagram not in DIAGRAMS:
            yield block.diagram


def _digest(name: str, ink: Ink) -> str:
    try:
        made = illustrated(name, Source(name, 0), ink)
    except ContentError:
        return ""
    # operators and pictures are no part of how these data show themselves
    data = (part.drawing.operators if isinstance(part, VectorArt) else getattr(part, "data", b"")
            for part in made.parts)  # fmt: skip
    return digest_of(b"\0".join([repr(made).encode(), *data]))
