"""Words: the lists, their inflection, what explains a term, and what is written in place of short forms."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from corpus import BASE_EXERCISE

from clinicpress.checking.catalog import GROUPS, RULES
from clinicpress.checking.rules.numerals import short_forms, without_addresses
from clinicpress.checking.rules.terms import LexiconEntry, entries, explained, lexicon
from clinicpress.checking.rules.voice import like, plural, verb_forms
from clinicpress.checking.subject import Finding, Passage, Subject
from clinicpress.checking.textfile import TextFile
from clinicpress.content.models.base import TextRole
from clinicpress.content.models.library import Loaded
from clinicpress.problems import Source
from clinicpress.store.cache import Cache
from clinicpress.tasks.contentcheck import CheckRequest, check

ROOT = Path(__file__).resolve().parent.parent.parent
JARGON, MEDICAL, SHORT = "jargon.txt", "medical.txt", "abbreviations.txt"
REVIEW = "review: {by: pending}\n"


def plain(text: str) -> list[tuple[str, str]]:
    return [(found.text, found.plain) for found in lexicon(JARGON).find(text)]


def passage(text: str, role: TextRole = "paragraph") -> Passage:
    subject = Subject("handout", "x", Loaded("x", None, "x.yaml", "", {}), TextFile("x.yaml", text))
    return Passage(subject, role, ("x",), text, Source("x.yaml"), raw=text)


def is_explained(text: str, term: str, role: TextRole = "paragraph") -> bool:
    start = text.lower().index(term.lower())
    return explained(passage(text, role), start, start + len(term))


def found_in(tmp_path: Path, kind: str, text: str, *rules: str) -> list[Finding]:
    (tmp_path / "content" / "exercises").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "content" / "clinic.yaml", tmp_path / "content")
    (tmp_path / BASE_EXERCISE.path).write_text(BASE_EXERCISE.text, encoding="utf-8")
    path = tmp_path / f"content/{kind}s/x.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    result = check(
        tmp_path, Cache(tmp_path / ".cache"), CheckRequest(date(2026, 11, 25), rules=rules or ("terms",))
    )
    assert result.problems == ()
    return [found for found in result.findings if found.id == "x"]


def handout(blocks: str, summary: str = "Keep moving.") -> str:
    return f'title: Knee pain\nsummary: ["{summary}"]\nblocks:\n{blocks}{REVIEW}'


# The lists


def terms(name: str, *kinds: str) -> list[LexiconEntry]:
    return [entry for entry in entries(name) if entry.kind in kinds]


def test_the_lists_are_as_long_as_they_have_to_be() -> None:
    assert len(lexicon(JARGON).entries) >= 250
    assert len(lexicon(MEDICAL).entries) >= 50
    assert len(terms(SHORT, "capitals", "small")) >= 60


@pytest.mark.parametrize("name", [JARGON, MEDICAL, SHORT])
def test_no_term_stands_twice_or_has_no_plain_form(name: str) -> None:
    every = list(entries(name))
    assert {
        term: count for term, count in Counter((e.term, e.kind) for e in every).items() if count > 1
    } == {}
    assert [entry for entry in every if entry.kind != "fine" and not entry.plain] == []
    assert [entry for entry in every if entry.kind == "fine" and entry.plain] == []


@pytest.mark.parametrize("name", [JARGON, MEDICAL])
def test_each_term_is_found(name: str) -> None:
    for entry in lexicon(name).entries:
        text = entry.term.replace("PART", "your left knee").replace("NUMBER", "12")
        assert [found.entry.term for found in lexicon(name).find(f"The {text} one.")] == [entry.term]


@pytest.mark.parametrize("name", [JARGON, MEDICAL, SHORT])
def test_what_is_to_be_written_is_no_jargon_itself(name: str) -> None:
    hard = {entry.term: found for entry in entries(name) if (found := plain(entry.plain))}
    assert hard == {}


def test_no_term_is_in_both_lists() -> None:
    """A term that a handout may explain was once found in its first word by the other rule."""
    assert [entry.term for entry in lexicon(MEDICAL).entries if plain(entry.term)] == []


def test_a_phrase_that_is_fine_is_not_found() -> None:
    fine = [entry.term.replace("NUMBER", "12") for entry in terms(JARGON, "fine")]
    assert [term for term in fine if plain(term)] == []


# Inflection


def test_forms_of_verbs() -> None:
    forms = {
        verb: [form for form, _ in verb_forms(verb)] for verb in ("utilize", "transmit", "modify", "flex")
    }
    assert forms["utilize"] == ["utilize", "utilizes", "utilizing", "utilized"]
    assert forms["transmit"] == ["transmit", "transmits", "transmitting", "transmitted"]
    assert forms["modify"] == ["modify", "modifies", "modifying", "modified"]
    assert forms["flex"] == ["flex", "flexes", "flexing", "flexed"]


@pytest.mark.parametrize(
    ("word", "form", "expected"),
    [
        ("do", "ing", "doing"),
        ("do", "ed", "done"),
        ("do", "s", "does"),
        ("lie down", "ing", "lying down"),
        ("make sure", "ed", "made sure"),
        ("stop", "ing", "stopping"),
        ("steady", "ed", "steadied"),
        ("have", "s", "has"),
        ("shoulder blade", "many", "shoulder blades"),
        ("a blood clot in your leg", "many", "blood clots in your leg"),
        ("muscle at the front of your hip", "many", "muscles at the front of your hip"),
        ("use", "base", "use"),
    ],
)
def test_a_plain_word_has_the_form_of_the_term(word: str, form: str, expected: str) -> None:
    assert like(word, form) == expected


def test_plurals() -> None:
    assert [plural(word) for word in ("incision", "modality", "reflex")] == [
        "incisions",
        "modalities",
        "reflexes",
    ]


# Jargon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Utilising a towel", [("Utilising", '"Using"')]),
        ("is performed daily", [("performed", '"done"')]),
        ("slowly extend your left elbow.", [("extend your left elbow", '"straighten your left elbow"')]),
        ("Flex both knees", [("Flex both knees", '"Bend both knees"')]),
        ("your incisions", [("incisions", '"cuts from surgery"')]),
        (
            "post operative and post-operative",
            [("post operative", '"after surgery"'), ("post-operative", '"after surgery"')],
        ),
        ("deep vein thrombosis", [("deep vein thrombosis", '"a blood clot in your leg"')]),
        ("your physician's note", [("physician", '"doctor"')]),
        (
            "knee extension",
            [("extension", '"straightening" (of a limb) or "bending back" (of the neck or back)')],
        ),
        (
            "flexion/extension",
            [
                ("flexion", '"bending"'),
                ("extension", '"straightening" (of a limb) or "bending back" (of the neck or back)'),
            ],
        ),
    ],
)
def test_what_is_written_instead(text: str, expected: list[tuple[str, str]]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "pain extends down your leg",
        "extend your stay",
        "prone to fall",
        "a cute gaiter",
        "anti-inflammatory",
        "phone extension 12",
        "flexible",
        "the remaining steps",
        "modified push-up",
        "in order, to be safe",
        "supine-like",
    ],
)
def test_what_is_no_jargon(text: str) -> None:
    assert plain(text) == []


# Explained terms


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Sciatica is pain from a large nerve.", "Sciatica"),
        ("A tendon, the cord that ties muscle to bone, is sore.", "tendon"),
        ("Cartilage (the smooth cover of a bone) gets thin.", "Cartilage"),
        ("Wear and tear (osteoarthritis) is common.", "osteoarthritis"),
        ("The kneecap, or patella, moves.", "patella"),
        ("Small pads called menisci are there.", "menisci"),
        ("Disc: a soft pad.", "Disc"),
        ("Disc. A soft pad.", "Disc"),
        ("The sciatic nerve starts in your lower back.", "sciatic nerve"),
        ("Sciatica is caused by a sore nerve.", "Sciatica"),
        ("Doctors call this arthroscopy.", "arthroscopy"),
        ("Vertebrae – the bones of your spine – are strong.", "Vertebrae"),
        ("The bursa, which is a small cushion, is sore.", "bursa"),
    ],
)
def test_forms_of_a_definition(text: str, term: str) -> None:
    assert is_explained(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Your disc is worn.", "disc"),
        ("Sciatica is common in older people and others.", "Sciatica"),
        ("Your tendon (see page 2) is sore.", "tendon"),
        ("Your tendon (left) is sore.", "tendon"),
        ("Rest the bones, tendons, or ligaments.", "ligaments"),
        ("After repair of the rotator cuff, the arm is in a sling.", "rotator cuff"),
        ("Your meniscus is healing well at this time.", "meniscus"),
        ("Call your physician.", "physician"),
        ("Osteoarthritis (OA) is common.", "Osteoarthritis"),
    ],
)
def test_what_is_no_definition(text: str, term: str) -> None:
    assert not is_explained(text, term)


def test_a_question_in_a_heading_is_answered_below_it() -> None:
    assert is_explained("What is sciatica?", "sciatica", "heading")
    assert not is_explained("Sciatica is pain from a nerve", "Sciatica", "title")
    last = passage("What is sciatica?", "heading")
    assert not explained(last, 8, 16, followed=False)


def test_a_glossary_explains_plurals_and_parts(tmp_path: Path) -> None:
    blocks = (
        "  - glossary: {Ligaments: bands., Gluteal muscles: what you sit on.}\n"
        "  - text: A ligament. Your gluteals.\n"
    )
    assert found_in(tmp_path, "handout", handout(blocks), "jargon", "jargon-glossary") == []


def test_a_term_is_told_once_at_its_first_use(tmp_path: Path) -> None:
    blocks = "  - text: Your tendon is sore. All tendons heal.\n"
    [found] = found_in(tmp_path, "handout", handout(blocks, "A tendon can tear."), "jargon-glossary")
    assert (found.place.line, found.place.column) == (2, 14)
    assert "the cord that ties a muscle to a bone" in found.instead


# Numbers


@pytest.mark.parametrize(
    ("text", "short", "expected"),
    [
        ("Do 3x10.", "3x10", "Do 10 in a row, then rest. Do this 3 times in all."),
        (
            "3 sets x 8-12 reps",
            "3 sets x 8-12 reps",
            "Do 8 to 12 in a row, then rest. Do this 3 times in all.",
        ),
        ("10 x 3", "10 x 3", "Do 10 in a row, then rest. Do this 3 times in all."),
        ("10 reps x 3 sets", "10 reps x 3 sets", "Do 10 in a row, then rest. Do this 3 times in all."),
        ("3 x 30 sec", "3 x 30 sec", "Hold 30 seconds. Do this 3 times."),
        ("1 x 10", "1 x 10", "Do 10 in a row."),
        ("walk 2-3x/wk", "2-3x/wk", "2 to 3 times a week"),
        ("1x/day", "1x/day", "once a day"),
        ("x2 daily", "x2 daily", "2 times a day"),
        ("x 6 weeks", "x 6 weeks", "for 6 weeks"),
        ("3/day", "3/day", "3 times a day"),
        ("30 min/day", "30 min/day", "30 minutes a day"),
        ("twice/day", "twice/day", "twice a day"),
        ("q4-6h", "q4-6h", "every 4 to 6 hours"),
        ("q1h", "q1h", "every hour"),
        ("Take t.i.d. now", "t.i.d.", "3 times a day"),
        ("10–15 s", "10–15", "10 to 15"),
        ("1 1/2 hours", "1 1/2", "1 and a half"),
        ("1½ hours", "1½", "1 and a half"),
        ("3/4 of it", "3/4", "three quarters"),
        ("10%", "10%", "1 out of 10"),
        ("50 %", "50 %", "half"),
        ("33 percent", "33 percent", "33 out of 100"),
        ("100%", "100%", "all"),
        ("4/10", "4/10", "4 out of 10"),
        ("±5", "±5", "5 more or 5 less"),
        ("<5", "<5", "less than 5"),
        ("≥ 5", "≥ 5", "5 or more"),
        ("~10", "~10", "about 10"),
    ],
)
def test_short_forms_of_numbers(text: str, short: str, expected: str) -> None:
    [found] = short_forms(text)
    assert (found.text, found.plain) == (short, f'"{expected}"')
    assert text[found.start :].startswith(short)


def test_an_increase_in_percent_is_a_number() -> None:
    assert [found.plain for found in short_forms("more by 10%")] == ['the number itself, such as "2 more"']


def test_addresses_are_no_words_and_keep_their_room() -> None:
    text = "See https://example.org/3x10 or a@b.org, or www.c.org/1/2 now."
    masked = without_addresses(text)
    assert len(masked) == len(text)
    assert re.sub(r" +", " ", masked) == "See or , or now."
    assert list(short_forms(masked)) == []


# Abbreviations, emphasis, amounts


def test_an_abbreviation_may_stand_where_it_is_explained(tmp_path: Path) -> None:
    said = "  - text: Moving it as far as it goes is your range (ROM). ROM gets better. So do ADLs.\n"
    [found] = found_in(tmp_path, "handout", handout(said), "abbreviation")
    assert (found.found, found.instead) == ("'ADLs' is an abbreviation", '"daily tasks"')


def test_who_is_meant_by_an_abbreviation(tmp_path: Path) -> None:
    [found] = found_in(
        tmp_path, "handout", handout("  - text: Sam Lee, PT, wrote this. Ask your PT.\n"), "abbreviation"
    )
    assert found.instead == '"physical therapist" (a person) or "physical therapy" (the care)'
    assert found.place.column == 45


def test_marks_are_found_where_they_were_typed(tmp_path: Path) -> None:
    blocks = "  - text: |\n      **Do** it. It is\n      *not* hard. **Do** it _now_.\n"
    found = found_in(tmp_path, "handout", handout(blocks), "emphasis")
    assert [(each.place.line, each.place.column, each.instead) for each in found] == [
        (6, 7, 'write "**not**", which is printed bold'),
        (6, 29, 'write "**now**", which is printed bold'),
    ]


def exercise(**changed: str) -> str:
    text: str = BASE_EXERCISE.text.replace(
        "dosage: {reps: 10, sets: 2", "dosage: {reps: 10, hold: 5 s, sets: 2"
    )
    return text + "".join(f"{key}: {value}\n" for key, value in changed.items())


def test_the_sum_is_done_with_the_dosage_of_the_exercise(tmp_path: Path) -> None:
    found = found_in(tmp_path, "exercise", exercise(harder="Hold twice as long.", easier="Do half as many."))
    assert [(each.rule, each.instead) for each in found] == [
        ("sum-for-reader", 'write "10 seconds"'),
        ("sum-for-reader", 'write "5"'),
    ]


def test_a_vague_amount_is_told_by_the_dosage_of_the_exercise(tmp_path: Path) -> None:
    [one, other] = found_in(
        tmp_path, "exercise", exercise(tips="[Hold for a few seconds., Lift a few times.]")
    )
    assert (one.found, one.instead) == (
        "'for a few seconds' does not say how much",
        'say how long, such as "5 seconds"',
    )
    assert other.instead.startswith('say how many, such as "10 times"')


def test_a_vague_sign_is_told_with_the_part_that_is_worked(tmp_path: Path) -> None:
    [found] = found_in(tmp_path, "exercise", exercise(tips="[Stop if it hurts.]"))
    assert (found.rule, found.instead) == ("vague-stop", 'name the sign, such as "sharp pain in your hip"')


def test_every_rule_says_what_it_is_for() -> None:
    for rule in RULES:
        assert all((rule.finds, rule.why, rule.basis, rule.wrong, rule.right))
        assert rule.group in GROUPS
        assert rule.kinds


def test_a_large_file_is_looked_at_quickly(tmp_path: Path) -> None:
    """A megabyte, much more than any handout has; a list is looked up by its words, not tried one by one."""
    text = (
        "Lie supine and flex your knee 3x10, as tolerated, e.g. daily. Sciatica (leg pain) is common. "
        "You may walk, sit and stand as you like, and take a rest of ten minutes when you are tired.\n"
    )
    block = "  - text: |\n" + f"      {text}" * 19
    whole = handout(block * (900_000 // len(block)))
    begin = time.perf_counter()
    found = found_in(tmp_path, "handout", whole, "jargon")
    assert found
    # half a second here; the rest is for slow machines
    assert time.perf_counter() - begin < 20
