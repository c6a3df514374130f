"""What the rules on exercises go by: words for sides and things, dosages, the order of positions."""

from __future__ import annotations

import pytest

from clinicpress.checking.rules.figurewords import best_order, changes, chosen_from, named, things_in
from clinicpress.content.models.texts import side_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lift your left leg.", ["left leg"]),
        ("Put your right hand on your left knee.", ["right hand", "left knee"]),
        ("Turn your head to the right.", ["right"]),
        ("Turn left and hold.", ["left"]),
        ("Bend your right. Hold.", ["right"]),
        ("Cross your left lower leg over.", ["left lower leg"]),
        ("Swing your right arm to the right.", ["right arm", "right"]),
        ("Left-leg lunge", ["Left-leg"]),
        ("Stop right away if it hurts.", []),
        ("It is all right to feel a stretch.", []),
        ("Bend your knee to a right angle.", []),
        ("If any pain is left, rest.", []),
        ("Use the leftover tape.", []),
        ("Turn your head left, then right.", []),
        ("Do it with the left or right leg.", []),
        ("First your left leg, then your right leg.", []),
        ("Set the chair at the right height.", []),
        ("Find the right foot position.", []),
        ("Do not lean right back.", []),
        ("Lift your leg right over the cushion.", []),
        ("Lay the towel right side up.", []),
    ],
)
def test_words_for_a_side(text: str, found: list[str]) -> None:
    assert [word.text for word in side_words(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sit on a sturdy chair.", ["chair"]),
        ("Bend your hips and knees like a chair.", []),
        ("Sit back as if a chair were behind you.", []),
        ("Sit back, as if on a chair. Then hold the chair.", ["chair"]),
        ("Stand on the balls of your feet.", []),
        ("Squeeze a ball between your knees.", ["ball"]),
        ("Take a small step back. Repeat each step.", []),
        ("Step onto the other foot. Go on to the next step.", []),
        ("Step up onto a low, firm step.", ["step"]),
        ("Stand with your heels off the edge of a step.", ["step"]),
        ("Roll over. Roll your shoulders.", []),
        ("Put a rolled towel under your knee.", ["roll"]),
        ("Stick your chest out. Hold a stick.", ["stick"]),
        ("Move it counter-clockwise. Stand at a counter.", ["counter"]),
        ("Keep your weight on both feet.", []),
        ("Keep a tabletop position.", []),
        ("Your IT band may feel tight.", []),
    ],
)
def test_things_that_a_text_names(text: str, found: list[str]) -> None:
    assert [mention.thing for mention in things_in(text)] == found


def test_a_word_that_can_stand_for_a_thing() -> None:
    assert named("strap", ["Loop a belt around your foot."])
    assert not named("strap", ["Loop your arms around your knee."])


def test_a_choice_between_things() -> None:
    assert chosen_from("chair", {"counter"}, ["Hold a counter or a chair."])
    assert chosen_from("mat", (), ["Lie on a mat or a firm bed."])
    assert not chosen_from("chair", {"counter"}, ["Hold a chair. Rest a hand or a foot on the counter."])


def test_the_best_order_keeps_what_is_done_in_one_place_together() -> None:
    found = best_order(
        [("a", "standing"), ("b", "lying-back"), ("c", "sitting"), ("d", "lying-side"), ("e", "lying-back")]
    )
    assert found == ("a", "b", "e", "d", "c")
    assert changes(["standing", "lying-back", "lying-back", "lying-side", "sitting"]) == 2
