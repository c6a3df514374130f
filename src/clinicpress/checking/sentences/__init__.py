"""How easy a text is to read: sentences, words, steps."""

from clinicpress.checking.rule import Rule
from clinicpress.checking.sentences import (
    long_sentence,
    long_words,
    passive_voice,
    reading_grade,
    step_actions,
    step_return,
    step_verb,
    third_person,
)

RULES: tuple[Rule, ...] = (
    long_sentence.RULE,
    reading_grade.RULE,
    reading_grade.AGAIN,
    long_words.RULE,
    passive_voice.RULE,
    third_person.RULE,
    step_verb.RULE,
    step_actions.RULE,
    step_return.RULE,
)
