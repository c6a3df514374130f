"""How easy a text is to read: sentences, words, steps."""

from clinicpress.checking.rule import Rule
from clinicpress.checking.sentences import long_sentence

RULES: tuple[Rule, ...] = (long_sentence.RULE,)
