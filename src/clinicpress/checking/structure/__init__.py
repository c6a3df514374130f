"""What a document must have, and how its parts are built; and its scores by PEMAT-P and CDC."""

from clinicpress.checking.rule import Rule
from clinicpress.checking.structure import (
    caption_missing,
    cut_sentence,
    emergency_missing,
    empty_heading,
    hard_table,
    heading_gap,
    judged_overruled,
    list_mark,
    long_list,
    long_paragraph,
    purpose_missing,
    sign_in_both,
    stop_rule_missing,
    summary_missing,
    tool_missing,
)

RULES: tuple[Rule, ...] = (
    purpose_missing.RULE,
    summary_missing.RULE,
    stop_rule_missing.RULE,
    emergency_missing.RULE,
    sign_in_both.RULE,
    tool_missing.RULE,
    caption_missing.RULE,
    list_mark.RULE,
    cut_sentence.RULE,
    long_list.RULE,
    long_paragraph.RULE,
    empty_heading.RULE,
    heading_gap.RULE,
    hard_table.RULE,
    judged_overruled.RULE,
)
