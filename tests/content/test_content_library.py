"""A whole workspace: all problems of all files at once, and what can still be printed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fontpkg_lato
import pytest
from PIL import Image
from reading_samples import BRAND, EXERCISE, FILES, HANDOUT, SHEET, lines, write
from snapshots import read_library

from clinicpress.content.workspace import starter, workspace_digest
from clinicpress.problems import Source

KNEE = "content/exercises/knee-bend.yaml"


def change(root: Path, name: str, old: str, new: str) -> list[str]:
    """The problems after a change of one file."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    write(root, {name: text.replace(old, new, 1)})
    return lines(read_library(root).problems)


def test_a_workspace_in_which_all_is_right(site: Path) -> None:
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.blocked == {}
    assert reading.library is not None
    assert reading.library.root == site.resolve()
    assert list(reading.library.exercises) == ["knee-bend"]
    assert list(reading.library.handouts) == ["knee"]
    assert list(reading.library.sheets) == ["knee"]
    assert {"base", "handout", "sheet"} <= set(reading.library.layouts)
    assert "plain" in reading.library.brands
    assert reading.library.clinic.at("phone") == Source("content/clinic.yaml", 2, 8)


def test_the_starter_is_right() -> None:
    """What comes with clinicpress has no problem, and neither has a copy of it."""
    reading = read_library(starter())
    assert lines(reading.problems) == []
    assert reading.library is not None
    assert reading.library.sheets


def test_layouts_and_brands_of_the_starter_stand_behind(site: Path) -> None:
    shutil.rmtree(site / "assets")
    brand = read_library(starter()).library
    assert brand is not None
    name = brand.clinic.model.brand
    write(site, {"content/clinic.yaml": FILES["content/clinic.yaml"].replace("plain", name)})
    reading = read_library(site)
    assert lines(reading.problems) == []
    assert reading.library is not None
    assert reading.library.layouts["sheet"].path == (starter() / "assets/layouts/sheet.yaml").as_posix()
    logo = reading.library.brands[name].model.logo
    if logo is not None:
        assert reading.library.files[logo] == starter() / logo


def test_all_problems_of_all_files_in_one_run(site: Path) -> None:
    write(
        site,
        {
            "content/clinic.yaml": "name: x\nphone: none\nbrand: plane\n",
            KNEE: EXERCISE.replace("5 s", "-3 s"),
            "content/exercises/other.yaml": "title: [",
            "content/handouts/knee.yaml": HANDOUT.replace("knee-bend", "knee-bent"),
            "content/sheets/knee.yaml": SHEET.replace("[It hurts.]", "[]"),
            "assets/brands/plain.yaml": BRAND.replace("#1F4E79", "#12"),
            "assets/layouts/sheet.yaml": "extends: basis\n",
            "assets/layouts/odd name.yaml": "x",
        },
    )
    reading = read_library(site)
    assert reading.library is None
    found = [line.partition(": ")[0] for line in lines(reading.problems)]
    assert found == [
        "assets/brands/plain.yaml:2:18",
        "assets/layouts/odd name.yaml:1:1",
        "assets/layouts/sheet.yaml:1:10",
        "content/clinic.yaml:2:8",
        "content/exercises/knee-bend.yaml:7:26",
        "content/exercises/other.yaml:1:8",
        "content/handouts/knee.yaml:6:15",
        "content/sheets/knee.yaml:3:10",
    ]


def test_a_broken_exercise_blocks_what_uses_it_and_nothing_else(site: Path) -> None:
    write(
        site,
        {
            KNEE: EXERCISE.replace("5 s", "-3 s"),
            "content/exercises/hip-bend.yaml": EXERCISE,
            "content/sheets/hip.yaml": SHEET.replace("knee-bend", "hip-bend"),
        },
    )
    reading = read_library(site)
    assert reading.library is not None
    assert list(reading.library.exercises) == ["hip-bend"]
    assert list(reading.library.sheets) == ["hip"]
    assert list(reading.library.handouts) == []
    [problem] = reading.problems
    assert reading.blocked == {
        ("exercise", "knee-bend"): (problem,),
        ("handout", "knee"): (problem,),
        ("sheet", "knee"): (problem,),
    }
    assert reading.problems_of("sheet", "knee") == (problem,)
    assert reading.problems_of("sheet", "hip") == ()


def test_a_broken_layout_blocks_what_uses_it_and_nothing_else(site: Path) -> None:
    write(site, {"assets/layouts/sheet.yaml": "extends: base\nkind: sheets\n"})
    reading = read_library(site)
    assert reading.library is not None
    assert list(reading.library.handouts) == ["knee"]
    assert list(reading.library.sheets) == []
    assert lines(reading.problems_of("sheet", "knee")) == [
        "assets/layouts/sheet.yaml:2:7: 'kind' cannot be 'sheets'\n  hint: did you mean sheet?"
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("content/clinic.yaml", "name: x\n", "content/clinic.yaml:1:1: the key 'brand' is missing"),
        (
            "assets/brands/plain.yaml",
            "name: x\n",
            "assets/brands/plain.yaml:1:1: the key 'colours' is missing",
        ),
    ],
)
def test_a_broken_clinic_or_brand_blocks_everything(site: Path, name: str, text: str, expected: str) -> None:
    write(site, {name: text})
    reading = read_library(site)
    assert reading.library is None
    for key in (("handout", "knee"), ("sheet", "knee")):
        assert lines(reading.blocked[key])[0].startswith(expected)


def test_another_brand_that_is_broken_blocks_nothing(site: Path) -> None:
    write(site, {"assets/brands/other.yaml": "name: x\n"})
    reading = read_library(site)
    assert reading.library is not None
    assert "other" not in reading.library.brands
    assert reading.blocked == {}
    assert len(reading.problems) == 1


def test_no_clinic_file(site: Path) -> None:
    (site / "content/clinic.yaml").unlink()
    reading = read_library(site)
    assert reading.library is None
    assert lines(reading.problems) == [
        (
            "content/clinic.yaml:1:1: there is no file content/clinic.yaml\n"
            "  hint: add the file, or correct its path"
        )
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "content/clinic.yaml",
            "brand: plain",
            "brand: plane",
            "content/clinic.yaml:3:8: there is no brand 'plane'\n  hint: did you mean plain?",
        ),
        (
            "content/sheets/knee.yaml",
            "[knee-bend]",
            "[knee-bent]",
            (
                "content/sheets/knee.yaml:2:13: there is no exercise 'knee-bent'\n"
                "  hint: did you mean knee-bend?"
            ),
        ),
        (
            "content/sheets/knee.yaml",
            "[knee-bend]",
            "[{exercise: bend-knee, note: x}]",
            (
                "content/sheets/knee.yaml:2:24: there is no exercise 'bend-knee'\n"
                "  hint: write one of: knee-bend"
            ),
        ),
        (
            "content/sheets/knee.yaml",
            "[knee-bend]",
            "\n  - knee-bend\n  - {exercise: knee-bend, dosage: {reps: 5}}",
            (
                "content/sheets/knee.yaml:4:16: 'knee-bend' is on this sheet twice; the "
                "first is on line 3\n"
                "  hint: keep one of the two"
            ),
        ),
        (
            "content/sheets/knee.yaml",
            "[knee-bend]",
            "[]",
            "content/sheets/knee.yaml:2:12: 'exercises' is an empty list\n  hint: write 1 item or more",
        ),
        (
            "content/sheets/knee.yaml",
            "[knee-bend]",
            "[{exercise: knee-bend, side: both}]",
            (
                "content/sheets/knee.yaml:2:41: 'knee-bend' works one side at a time, so it cannot have "
                "side: both\n"
                "  hint: write each, sore, left or right"
            ),
        ),
        (
            "content/sheets/knee.yaml",
            "review:",
            "layout: shet\nreview:",
            "content/sheets/knee.yaml:5:9: there is no layout 'shet'\n  hint: did you mean sheet?",
        ),
        (
            "content/sheets/knee.yaml",
            "review:",
            "layout: handout\nreview:",
            (
                "content/sheets/knee.yaml:5:9: the layout 'handout' is for a handout, not for a sheet\n"
                "  hint: write fridge, fridge-large, large-print, log, sheet, sheet-compact or sheet-steps"
            ),
        ),
        (
            "content/handouts/knee.yaml",
            "knee-bend",
            "knee-bent",
            (
                "content/handouts/knee.yaml:6:15: there is no exercise 'knee-bent'\n"
                "  hint: did you mean knee-bend?"
            ),
        ),
        (
            "content/handouts/knee.yaml",
            "heading: What helps",
            "diagram: siatic-nerve",
            (
                "content/handouts/knee.yaml:4:14: there is no diagram 'siatic-nerve'\n"
                "  hint: did you mean sciatic-nerve?"
            ),
        ),
        (
            "content/handouts/knee.yaml",
            "review:",
            "layout: sheet\nreview:",
            (
                "content/handouts/knee.yaml:7:9: the layout 'sheet' is for a sheet, not for a handout\n"
                "  hint: write booklet, handout, handout-two-column, large-print or trifold"
            ),
        ),
        (
            "content/handouts/knee.yaml",
            "heading: What helps",
            "picture: {file: assets/../../x.png, alt: y}",
            (
                "content/handouts/knee.yaml:4:21: assets/../../x.png is outside the workspace\n"
                "  hint: copy the file into the workspace"
            ),
        ),
        (
            "assets/brands/plain.yaml",
            "name: Plain",
            "name: Plain\nlogo: assets/logo.svg",
            (
                "assets/brands/plain.yaml:2:7: there is no file assets/logo.svg\n"
                "  hint: add the file, or correct its path"
            ),
        ),
        (  # the example clinic's logo has that name, and was printed without a word
            "assets/brands/plain.yaml",
            "name: Plain",
            "name: Plain\nlogo: assets/logos/advance.svg",
            (
                "assets/brands/plain.yaml:2:7: there is no file assets/logos/advance.svg\n"
                "  hint: add the file, or correct its path"
            ),
        ),
        (
            "assets/brands/plain.yaml",
            "name: Plain",
            "name: Plain\ntypefaces: {black: lato:Blck}",
            "assets/brands/plain.yaml:2:20: Lato has no weight 'Blck'\n  hint: did you mean Black?",
        ),
        (
            "assets/brands/plain.yaml",
            '"#1F4E79"',
            '"#1F4E79", soft: "#888888"',
            (
                "assets/brands/plain.yaml:2:35: soft #888888 on paper #FFFFFF has a contrast of "
                "3.5:1, in colour or in grey"
                "\n  hint: choose a darker soft; text needs 4.5:1 to be readable"
            ),
        ),
    ],
)
def test_rules_across_files(site: Path, name: str, old: str, new: str, expected: str) -> None:
    assert expected in change(site, name, old, new)


def test_a_side_for_what_moves_both(site: Path) -> None:
    write(site, {KNEE: EXERCISE.replace("side: each", "side: both")})
    assert change(site, "content/sheets/knee.yaml", "[knee-bend]", "[{exercise: knee-bend, side: left}]") == [
        (
            "content/sheets/knee.yaml:2:41: 'knee-bend' moves both sides at once, so it cannot have "
            "side: left\n"
            "  hint: write both, or leave the side out"
        )
    ]


def test_a_sheet_does_not_turn_round_words_that_name_a_side(site: Path) -> None:
    """Plans were refused that did; a sheet mirrored the picture, and its steps named the other leg."""
    write(site, {KNEE: EXERCISE.replace("side: each", "side: left").replace("one knee", "your left knee")})
    new = "[{exercise: knee-bend, side: right}]"
    assert change(site, "content/sheets/knee.yaml", "[knee-bend]", new) == [
        (
            "content/sheets/knee.yaml:2:41: 'knee-bend' is worded for the left side, so it cannot have "
            "side: right\n"
            "  hint: leave the side out, or remove left and right from content/exercises/knee-bend.yaml"
        )
    ]


@pytest.mark.parametrize("side", ["each", "left", "right"])
def test_sides_that_an_exercise_of_one_side_can_have(site: Path, side: str) -> None:
    new = f"[{{exercise: knee-bend, side: {side}}}]"
    assert change(site, "content/sheets/knee.yaml", "[knee-bend]", new) == []


def test_weak_colours_are_all_told_with_their_ground(site: Path) -> None:
    found = change(site, "assets/brands/plain.yaml", "#1F4E79", "#88BBEE")
    assert [line.partition(" has ")[0] for line in found] == [
        "assets/brands/plain.yaml:2:18: brand #88BBEE on paper #FFFFFF",
        "assets/brands/plain.yaml:2:18: brand #88BBEE on tint #E9F3F2",
        "assets/brands/plain.yaml:2:18: on_brand #FFFFFF on brand #88BBEE",
    ]


def test_thirty_exercises_are_read(site: Path) -> None:
    """Whether they fit is for the layout to say."""
    names = [f"exercise-{number}" for number in range(30)]
    write(site, {f"content/exercises/{name}.yaml": EXERCISE for name in names})
    assert change(site, "content/sheets/knee.yaml", "[knee-bend]", f"[{', '.join(names)}]") == []


def test_one_new_file_is_enough_for_an_exercise_or_a_layout(site: Path) -> None:
    write(
        site,
        {
            "content/exercises/new.yaml": EXERCISE,
            "assets/layouts/narrow.yaml": "extends: sheet\nsizes: {title: 20pt}\n",
            "content/sheets/new.yaml": SHEET.replace("knee-bend", "new") + "layout: narrow\n",
        },
    )
    reading = read_library(site)
    assert reading.problems == ()
    assert reading.library is not None
    assert reading.library.sheets["new"].model.layout == "narrow"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        (
            "knee bend.yaml",
            "this file name contains a space; use only small letters, digits and hyphens",
            "rename it to knee-bend.yaml",
        ),
        (
            "knee_bend.yaml",
            "this file name contains an underscore; use only small letters, digits and hyphens",
            "rename it to knee-bend.yaml",
        ),
        (
            "con.yaml",
            "Windows reserves the name con, so no file can have it there",
            "give it another name, such as knee-to-chest.yaml",
        ),
        (
            "膝.yaml",
            "this file name contains 膝; use only small letters, digits and hyphens",
            "give it another name, such as knee-to-chest.yaml",
        ),
        (
            "x" * 61 + ".yaml",
            "this file name has 61 characters; the limit is 60",
            f"rename it to {'x' * 60}.yaml",
        ),
        ("new.yml", "this file name ends in .yml", "rename it to new.yaml"),
        ("new.YAML", "this file name ends in .YAML", "rename it to new.yaml"),
        (
            "knee-bend.yml",
            "knee-bend.yaml already exists in the same folder as this file",
            "only knee-bend.yaml is read; keep one of the two files",
        ),
        (
            "knee-bend.es.yaml",
            "this version of clinicpress does not read translations",
            "move the file out of this folder",
        ),
    ],
)
def test_names_of_files(site: Path, name: str, message: str, hint: str) -> None:
    write(site, {f"content/exercises/{name}": EXERCISE})
    reading = read_library(site)
    assert lines(reading.problems) == [f"content/exercises/{name}:1:1: {message}\n  hint: {hint}"]
    assert reading.library is not None
    assert list(reading.library.exercises) == ["knee-bend"]


def test_other_files_are_left_alone(site: Path) -> None:
    write(
        site,
        {
            f"content/exercises/{name}": "x: ["
            for name in ("README.md", ".hidden.yaml", "._mac.yaml", "a.txt")
        },
    )
    assert read_library(site).problems == ()


def test_a_folder_named_like_a_file(site: Path) -> None:
    (site / "content/exercises/odd.yaml").mkdir()
    assert lines(read_library(site).problems) == [
        "content/exercises/odd.yaml:1:1: content/exercises/odd.yaml is not a file\n  hint: put a file there"
    ]


def test_a_folder_that_is_a_file(site: Path) -> None:
    shutil.rmtree(site / "content/handouts")
    (site / "content/handouts").write_text("x", encoding="utf-8")
    [line] = lines(read_library(site).problems)
    assert line.startswith("content/handouts:1:1: the file cannot be read: ")


def test_content_that_leads_out_of_the_workspace(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.yaml"
    outside.write_text("password: x\n", encoding="utf-8")
    try:
        (site / "content/exercises/secret.yaml").symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no symbolic links")
    assert lines(read_library(site).problems) == [
        (
            "content/exercises/secret.yaml:1:1: content/exercises/secret.yaml is outside the workspace\n"
            "  hint: copy the file into the workspace"
        )
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_stop_the_reader(site: Path) -> None:
    os.mkfifo(site / "content/exercises/pipe.yaml")
    assert lines(read_library(site).problems) == [
        "content/exercises/pipe.yaml:1:1: content/exercises/pipe.yaml is not a file\n  hint: put a file there"
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable here")
def test_a_file_that_nobody_may_read(site: Path) -> None:
    (site / KNEE).chmod(0)
    assert "the file cannot be read" in str(read_library(site).problems[0])


def test_a_large_file_is_read_no_further_than_its_limit(site: Path) -> None:
    with (site / KNEE).open("wb") as file:
        file.truncate(3_000_000_000)
    assert lines(read_library(site).problems) == [
        f"{KNEE}:1:1: the file is larger than 1 MB\n  hint: split it; a page of text is about 5 kB"
    ]
    # nor is all of it read to see whether anything has changed
    assert workspace_digest(site) is None


def test_reading_does_not_depend_on_the_order_of_the_disk(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, {f"content/exercises/e{number}.yaml": EXERCISE.replace("10", "x") for number in range(9)})
    first = read_library(site)
    listed: Callable[[Path], object] = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: sorted(listed(path), reverse=True))  # type: ignore[call-overload]
    assert read_library(site).problems == first.problems
    assert len(first.problems) == 9


def test_files_of_pictures_logos_and_fonts(site: Path) -> None:
    write(
        site,
        {
            "assets/logos/a.svg": '<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
            "assets/brands/plain.yaml": BRAND
            + "logo: assets/logos/a.svg\ntypefaces: {bold: assets/fonts/b.ttf}\n",
        },
    )
    (site / "assets/fonts").mkdir()
    lato = Path(fontpkg_lato.__file__).parent / "files" / "Lato-Bold.ttf"
    (site / "assets/fonts/b.ttf").write_bytes(lato.read_bytes())
    library = read_library(site).library
    assert library is not None
    for name in ("assets/logos/a.svg", "assets/fonts/b.ttf"):
        assert library.files[name] == site.resolve() / name


def test_a_bad_picture_blocks_its_handout_and_no_other(site: Path, tmp_path: Path) -> None:
    """A path and a link out of the workspace, a picture of 60 MB, one cut off, and one that is good."""
    stream = io.BytesIO()
    Image.effect_noise((40, 30), 80).save(stream, "PNG")
    data = stream.getvalue()
    (site / "assets/good.png").write_bytes(data)
    (site / "assets/cut.png").write_bytes(data[: len(data) // 2])
    (tmp_path / "outside.png").write_bytes(data)
    with (site / "assets/huge.png").open("wb") as file:
        file.truncate(60_000_000)
    files = {"climb": "assets/../../outside.png", "cut": "assets/cut.png", "huge": "assets/huge.png"}
    files |= {"passwd": "../../etc/passwd", "good": "assets/good.png"}
    try:
        (site / "assets/link.png").symlink_to(tmp_path / "outside.png")
        files["link"] = "assets/link.png"
    except OSError:
        pass
    for name, picture in files.items():
        block = f"picture: {{file: {picture}, alt: x}}"
        write(site, {f"content/handouts/{name}.yaml": HANDOUT.replace("heading: What helps", block)})
    reading = read_library(site)
    assert reading.library is not None
    assert list(reading.library.handouts) == ["good", "knee"]
    assert reading.library.files["assets/good.png"] == site.resolve() / "assets/good.png"
    assert not {"assets/cut.png", "assets/huge.png", "assets/link.png"} & set(reading.library.files)
    found = {key: problems[0].message for (_, key), problems in reading.blocked.items()}
    expected = {
        "climb": "assets/../../outside.png is outside the workspace",
        "cut": "assets/cut.png is damaged or cut off",
        "huge": "assets/huge.png is too large (60.0 MB)",
        "link": "assets/link.png is outside the workspace",
        "passwd": "'../../etc/passwd' is not a file of this workspace",
    }
    assert found == {name: expected[name] for name in files if name != "good"}
    assert all(problem.source and problem.source.line == 4 for problem in reading.problems)


def test_markup_in_a_title_is_text(site: Path) -> None:
    assert (
        change(site, "content/handouts/knee.yaml", "Knee pain", '<img src="file:///etc/passwd"/> & <b>') == []
    )


def test_problems_do_not_depend_on_the_hash_seed(site: Path) -> None:
    write(
        site,
        {
            KNEE: EXERCISE.replace("hold: 5 s", "hold: x, rust: y")
            .replace("sitting", "sit")
            .replace("chair", "char"),
            "content/sheets/knee.yaml": SHEET.replace("stop_if", "stopp"),
            "assets/brands/plain.yaml": BRAND.replace("#1F4E79", "#88BBEE"),
        },
    )
    code = (
        "from pathlib import Path; from clinicpress.content.reader import read_library\n"
        f"print(*read_library(Path({str(site)!r})).problems, sep='\\n')"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(outputs) == 1
    assert outputs.pop().count("hint:") >= 6


@pytest.mark.parametrize(
    ("colours", "hint"),
    [
        ('brand: "#88bbee"', "brand #88bbee on paper #FFFFFF has"),
        ('brand: "#1F4E79", tint: "#404040"', "choose a lighter tint; "),
        ('brand: "#1F4E79", soft: "#aaaaaa", tint: "#404040"', "choose a darker soft and a lighter tint; "),
        ('brand: "#1F4E79", tint: "#808080"', "choose a lighter tint; "),
        ('brand: "#1F4E79", on_brand: "#2F5E89"', "choose a lighter on_brand; "),
        ('brand: "#CCCCCC"', "choose a darker brand; "),
    ],
)
def test_hint_on_contrast_is_true_and_quotes_what_was_written(site: Path, colours: str, hint: str) -> None:
    found = change(site, "assets/brands/plain.yaml", 'brand: "#1F4E79"', colours)
    assert any(hint in line for line in found), found
    assert not any("darker ink" in line for line in found), found


def test_the_united_kingdom_is_gb(site: Path) -> None:
    (found,) = change(site, "content/clinic.yaml", "brand: plain", "brand: plain\ncountry: UK")
    assert "'UK' is not a country code\n  hint: write GB" in found
