"""A plan that is kept gives its model back, and a row is judged as if it were the only one."""

from __future__ import annotations

import datetime
import pickle
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_samples import write

from clinicpress.content.keptplans import KeptPlan
from clinicpress.content.models.documents import Plan
from clinicpress.content.reader import read_library
from clinicpress.content.tables.orders import Defaults, read_orders

changes = st.fixed_dictionaries(
    {},
    optional={
        "side": st.sampled_from(["left", "both"]),
        "note": st.sampled_from(["Slowly.", "Line one.\nLine two.", "Zoë’s way"]),
        "dosage": st.fixed_dictionaries(
            {},
            optional={
                "reps": st.sampled_from(["8", "8-12"]),
                "hold": st.sampled_from(["30 s", "2 min"]),
                "sets": st.sampled_from(["1", "3"]),
                "per_week": st.just("5"),
            },
        ),
    },
)
plans = st.fixed_dictionaries(
    {
        "patient": st.fixed_dictionaries(
            {"name": st.sampled_from(["Pat Example", "示例 Ω"]), "id": st.just("EX-1")},
            optional={"birth_date": st.just("1958-05-02")},
        ),
        "date": st.just("2026-11-22"),
    },
    optional={
        "sheet": st.just("knee"),
        "sore_side": st.sampled_from(["left", "both"]),
        "clinician": st.just("Sam Lee, PT"),
        "time": st.just("9:30"),
        "title": st.just("Your knee"),
        "regions": st.sampled_from([[], ["knee", "low back"]]),
        "note": st.just("See you."),
        "pages": st.just("2"),
        "lang": st.just("es"),
        "exercises": st.fixed_dictionaries(
            {},
            optional={
                "knee-bend": changes, "bridge": changes, "drop": st.just(["a"]),
                "add": st.just(["b", "c"]), "order": st.just(["c"]),
            },
        ),
    },
)  # fmt: skip


@given(plans)
def test_a_kept_plan_is_the_plan(values: dict[str, Any]) -> None:
    plan = Plan.model_validate(values)
    kept = pickle.loads(pickle.dumps(KeptPlan.of(plan)))
    assert kept == KeptPlan.of(plan)
    found = kept.plan()
    assert found == plan
    assert repr(found) == repr(plan)
    assert found.model_dump() == plan.model_dump()
    parts: list[tuple[Any, Any]] = [
        (plan, found),
        (plan.patient, found.patient),
        (plan.exercises, found.exercises),
    ]
    of_exercises = plan.exercises.__pydantic_extra__ or {}
    parts += [(each, found.exercises.__pydantic_extra__[name]) for name, each in of_exercises.items()]
    parts += [(old.dosage, new.dosage) for old, new in parts[3:] if old.dosage]
    for old, new in parts:
        assert list(vars(old)) == list(vars(new))
        assert old.model_fields_set == new.model_fields_set
        assert type(old) is type(new)


@given(plans, plans)
def test_plans_that_differ_in_the_patient_share_their_exercises(
    values: dict[str, Any], other: dict[str, Any]
) -> None:
    one, same = (
        Plan.model_validate({**values, "patient": {"name": "Somebody", "id": id_}, "time": time})
        for id_, time in (("1", "9:30"), ("2", None))
    )
    first, second = KeptPlan.of(one), KeptPlan.of(same)
    assert first.plan().exercises is second.plan().exercises
    third = KeptPlan.of(Plan.model_validate(other)).plan()
    if third.exercises != one.exercises:
        assert third.exercises is not first.plan().exercises


COLUMNS = (
    "name",
    "birth_date",
    "sheet",
    "side",
    "clinician",
    "time",
    "note",
    "knee-bend.reps",
    "add",
    "lang",
)
CELLS = {
    "name": ("Pat Example", "N/A", "Zo\u00eb  X"),
    "birth_date": ("1958-05-02", "2030-01-01", "02/30/1958", ""),
    "sheet": ("knee", "Knee", "hip", ""),
    "side": ("left", "LEFT", "up"),
    "clinician": ("Sam Lee, PT", "&amp;", ""),
    "time": ("9:30", "9:30 PM", "25:00"),
    "note": ("Slowly.", "x\u200by", "#REF!", "- one"),
    "knee-bend.reps": ("8", "8-12", "0", ""),
    "add": ("", "knee-bend", "bridge"),
    "lang": ("en", "xx", "e"),
}
rows = st.tuples(*map(st.sampled_from, CELLS.values()))


@given(st.lists(rows, min_size=2, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_row_is_judged_as_if_it_were_alone(site: Any, found: list[tuple[str, ...]]) -> None:
    write(site, {})
    library = read_library(site).library
    assert library is not None
    path = site / "patients.csv"

    def judged(some: list[tuple[int, tuple[str, ...]]]) -> tuple[Any, ...]:
        lines = [",".join(["id", *CELLS]), *(",".join(quoted(f"P-{at}", *each)) for at, each in some)]
        path.write_text("\n".join(lines), encoding="utf-8")
        orders = read_orders(path, site, library, Defaults(datetime.date(2026, 11, 22), "en"))
        said = [
            (each.message, each.hint, each.source.column if each.source else 0)
            for each in (*orders.problems, *orders.warnings)
        ]
        return sorted(said), [
            (each.canonical(), each.plan().model, len(each.plan().places)) for each in orders.entries
        ]

    together = judged(list(enumerate(found)))
    alone = [judged([each]) for each in enumerate(found)]
    assert together[0] == sorted(said for each in alone for said in each[0])
    assert together[1] == [entry for each in alone for entry in each[1]]


def quoted(*cells: str) -> list[str]:
    return [f'"{cell}"' for cell in cells]
