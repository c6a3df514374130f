"""The dosage of an exercise in words, for what to write in place of a vague amount."""

from __future__ import annotations

from clinicpress.checking.subject import Subject
from clinicpress.model.exercise import Dosage, Exercise


def dosage_of(subject: Subject) -> Dosage | None:
    """The dosage of an exercise file; None for others."""
    model = subject.model
    return model.dosage if isinstance(model, Exercise) else None


def times(dosage: Dosage | None, factor: float = 1) -> str:
    """How many, such as ``10``; an example where there is no dosage."""
    if dosage is None:
        return "10"
    low, high = (max(1, round(factor * number)) for number in (dosage.reps.low, dosage.reps.high))
    return str(low) if low == high else f"{low} to {high}"


def seconds(dosage: Dosage | None, factor: float = 1) -> str:
    """How long to hold, such as ``10 seconds``; an example where there is none."""
    hold = 10 if dosage is None or dosage.hold is None else max(1, round(factor * dosage.hold))
    return f"{hold} second{'s' if hold != 1 else ''}"
