"""What warns of the regions of the body that a plan adds to those of its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from clinicpress.composing.document import Words
from clinicpress.composing.inline import inline
from clinicpress.composing.uses import Use
from clinicpress.model.base import Region
from clinicpress.model.documents import Plan, Sheet, Warnings
from clinicpress.model.library import Library, Loaded, region_id
from clinicpress.problems import ContentError, Problem

Signs = tuple[tuple[Words, ...], tuple[Words, ...]]


def added_regions(
    listed: Sequence[Use], uses: Sequence[Use], plan: Loaded[Plan] | None
) -> tuple[Region, ...]:
    """The regions of a plan's exercises ``uses``, and of its own, that no exercise of the sheet works."""
    if plan is None:
        return ()
    covered = {region for use in listed for region in use.exercise.model.works}
    wanted = [region for use in uses for region in use.exercise.model.works]
    found = dict.fromkeys((*wanted, *plan.model.regions))
    return tuple(region for region in found if region not in covered)


def signs(sheet: Loaded[Sheet], files: Sequence[Loaded[Warnings]], plan: Loaded[Plan] | None) -> Signs:
    """When to stop and call, and when to call an ambulance: a sheet's own signs, then those of ``files``.

    Of regions each sign stands once, the first of each before the second of any: files name the worst first.
    A sheet says itself when to call the clinic; of what it does not cover, it lacks the emergencies.

    Raises:
        ContentError: if there is nothing at all that is an emergency.
    """
    own = sheet.model
    stop = [inline(text, sheet.at("stop_if", index)) for index, text in enumerate(own.stop_if)]
    emergency = [inline(text, sheet.at("emergency", index)) for index, text in enumerate(own.emergency)]
    if not stop:
        stop = _each_once(_in_turn(files, "stop_if"))
    emergency = _each_once([*emergency, *_in_turn(files, "emergency")])
    if not emergency:
        raise ContentError(
            Problem(
                "this page would say no emergency",
                "add an exercise, or a region",
                plan.at() if plan else None,
            )
        )
    return tuple(stop), tuple(emergency)


def warnings_of(library: Library, region: Region, plan: Loaded[Plan] | None) -> Loaded[Warnings]:
    """The warnings of a region.

    Raises:
        ContentError: if there are none that could be read.
    """
    found = library.warnings.get(region_id(region))
    if found is None:
        path = f"content/warnings/{region_id(region)}.yaml"
        message = f"there is no {path} that could be read, and an exercise of this plan works the {region}"
        hint = "clinicpress check says what is wrong with it"
        raise ContentError(Problem(message, hint, plan.at("exercises") if plan else None))
    return found


def _in_turn(files: Iterable[Loaded[Warnings]], key: str) -> list[Words]:
    """The first sign of each file, then the second of each, and so on."""
    columns = (
        [inline(text, each.at(key, index)) for index, text in enumerate(getattr(each.model, key))]
        for each in files
    )
    return [words for row in zip_longest(*columns) for words in row if words is not None]


def _each_once(items: Iterable[Words]) -> list[Words]:
    """Signs of the same words, case and full stop aside, are one."""
    found: dict[str, Words] = {}
    for words in items:
        found.setdefault(words.text.casefold().rstrip(" ."), words)
    return list(found.values())
