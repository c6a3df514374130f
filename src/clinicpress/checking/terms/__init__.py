"""Words: jargon, numbers, doses, marks."""

from clinicpress.checking.rule import Rule
from clinicpress.checking.terms import (
    abbreviation,
    emphasis,
    exclusive_language,
    jargon,
    jargon_glossary,
    number_form,
    sum_for_reader,
    vague_dose,
    vague_stop,
)

RULES: tuple[Rule, ...] = (
    jargon.RULE,
    jargon_glossary.RULE,
    abbreviation.RULE,
    number_form.RULE,
    sum_for_reader.RULE,
    emphasis.RULE,
    vague_dose.RULE,
    vague_stop.RULE,
    exclusive_language.RULE,
)
