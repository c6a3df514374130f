"""What an exercise says and shows, and how much a sheet asks for."""

from clinicpress.checking.exercises import (
    alt_text,
    condition_alone,
    dosage_range,
    duplicate_title,
    equipment_props,
    feel_preposition,
    joined_condition,
    position_changes,
    position_pose,
    safety_missing,
    session_time,
    side_words,
    too_many_exercises,
    unused_exercise,
)
from clinicpress.checking.rule import Rule

RULES: tuple[Rule, ...] = (
    dosage_range.RULE,
    session_time.RULE,
    too_many_exercises.RULE,
    position_changes.RULE,
    side_words.RULE,
    joined_condition.RULE,
    condition_alone.RULE,
    feel_preposition.RULE,
    position_pose.RULE,
    equipment_props.RULE,
    safety_missing.RULE,
    alt_text.RULE,
    duplicate_title.RULE,
    unused_exercise.RULE,
)
