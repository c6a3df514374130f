"""Pictures, logos and typefaces: inside the workspace, whole, and of the right kind."""

from __future__ import annotations

import io
import os
import random
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import fontpkg_lato
import pytest
from PIL import Image

from clinicpress.content.assets import LATO, locate, logo_problem, picture_problem, typeface_problem
from clinicpress.problems import Problem, Source

PLACE = Source("x.yaml", 3, 5)


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    image = (
        Image.effect_noise((size[0], size[1]), 80).convert(mode)
        if mode in ("L", "RGB")
        else Image.new(mode, size)
    )
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def of_picture(root: Path, data: bytes, name: str = "assets/a.png") -> str:
    (root / "assets").mkdir(exist_ok=True)
    (root / name).write_bytes(data)
    return str(picture_problem(name, [root], PLACE))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pictures_that_print(tmp_path: Path, mode: str) -> None:
    assert of_picture(tmp_path, picture(mode=mode)) == "None"


def test_jpegs_print(tmp_path: Path) -> None:
    assert of_picture(tmp_path, picture("JPEG")) == "None"


def several(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (9, 9)).save(
        stream, kind, save_all=True, append_images=[Image.new("RGB", (9, 9), "red")]
    )
    return stream.getvalue()


def test_a_photograph_with_a_second_picture_behind_it_prints(tmp_path: Path) -> None:
    """Telephones write them; they are no films."""
    assert of_picture(tmp_path, several("MPO")) == "None"


def test_a_picture_that_moves_is_refused(tmp_path: Path) -> None:
    assert of_picture(tmp_path, several("PNG")) == (
        "x.yaml:3:5: assets/a.png is animated (it has several pictures in one file)\n"
        "  hint: save only the picture to print"
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_cut_off_at_any_place(tmp_path: Path, kind: str) -> None:
    data = picture(kind)
    hint = "get the file again, or save it again from an image editor"
    for part in (0.3, 0.6, 0.9, 0.99):
        assert of_picture(tmp_path, data[: int(len(data) * part)]) == (
            f"x.yaml:3:5: assets/a.png is damaged or cut off\n  hint: {hint}"
        )


def test_a_damaged_picture(tmp_path: Path) -> None:
    data = bytearray(picture())
    data[len(data) // 2] ^= 0xFF
    assert "is damaged or cut off" in of_picture(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg/>", picture("GIF"), picture("BMP"), b"\x89PNG\r\n\x1a\n"]
)
def test_files_that_are_no_pictures(tmp_path: Path, data: bytes) -> None:
    found = of_picture(tmp_path, data)
    assert found.startswith("x.yaml:3:5: assets/a.png is ")
    assert "\n  hint: " in found


def test_a_gif_says_what_to_do(tmp_path: Path) -> None:
    assert of_picture(tmp_path, picture("GIF")) == (
        "x.yaml:3:5: assets/a.png is not a PNG or JPEG picture\n"
        "  hint: open it in an image editor and save it as PNG or JPEG"
    )


def test_colours_for_printing_presses(tmp_path: Path) -> None:
    assert of_picture(tmp_path, picture("JPEG", "CMYK")) == (
        "x.yaml:3:5: assets/a.png has CMYK colours\n  hint: save it in RGB or grey, with 8 bits per channel"
    )


def bomb(width: int, height: int) -> bytes:
    """The head of a PNG that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("side", [5_000, 12_000, 60_000])
def test_pictures_that_would_fill_the_memory(tmp_path: Path, side: int) -> None:
    data = bomb(side, side) + b"\0\0\0\0IDAT"
    assert of_picture(tmp_path, data) == (
        "x.yaml:3:5: assets/a.png has more than 24 million pixels\n"
        "  hint: make it smaller: a width of 2000 pixels is enough for a page"
    )


def test_a_picture_of_60_mb_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "assets" / "a.png"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(60_000_000)
    start = time.process_time()
    assert str(picture_problem("assets/a.png", [tmp_path], PLACE)) == (
        "x.yaml:3:5: assets/a.png is too large (60.0 MB)\n  hint: reduce it to 10 MB or less"
    )
    assert time.process_time() - start < 0.2


def test_a_picture_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "spine.png").write_bytes(picture())
    assert str(picture_problem("assets/spin.png", [tmp_path], PLACE)) == (
        "x.yaml:3:5: there is no file assets/spin.png\n  hint: did you mean assets/spine.png?"
    )
    assert str(picture_problem("assets/other/a.png", [tmp_path], PLACE)) == (
        "x.yaml:3:5: there is no file assets/other/a.png\n  hint: add the file, or correct its path"
    )


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "assets" / "a.png").mkdir(parents=True)
    assert str(picture_problem("assets/a.png", [tmp_path], PLACE)) == (
        "x.yaml:3:5: assets/a.png is not a file\n  hint: put a file there"
    )


def test_a_path_that_climbs_out(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "assets").mkdir(parents=True)
    (tmp_path / "a.png").write_bytes(picture())
    assert str(picture_problem("assets/../../a.png", [root], PLACE)) == (
        "x.yaml:3:5: assets/../../a.png is outside the workspace\n  hint: copy the file into the workspace"
    )


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system makes no symbolic links")


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "assets").mkdir(parents=True)
    (tmp_path / "out.png").write_bytes(picture())
    (root / "assets" / "in.png").write_bytes(picture())
    link(root / "assets" / "a.png", tmp_path / "out.png")
    link(root / "assets" / "b.png", root / "assets" / "in.png")
    link(root / "assets" / "c.png", root / "nothing.png")
    link(root / "assets" / "d.png", root / "assets" / "d.png")
    assert "assets/a.png is outside the workspace" in str(picture_problem("assets/a.png", [root], PLACE))
    assert picture_problem("assets/b.png", [root], PLACE) is None
    assert "assets/c.png is a link to a file that does not exist" in str(
        picture_problem("assets/c.png", [root], PLACE)
    )
    assert isinstance(picture_problem("assets/d.png", [root], PLACE), Problem)


def test_the_workspace_comes_before_the_starter(tmp_path: Path) -> None:
    own, starter = tmp_path / "own", tmp_path / "starter"
    for root in (own, starter):
        (root / "assets").mkdir(parents=True)
        (root / "assets" / "both.png").touch()
    (starter / "assets" / "a.png").touch()
    assert locate("assets/both.png", [own, starter]) == (own / "assets" / "both.png", own)
    assert locate("assets/a.png", [own, starter]) == (starter / "assets" / "a.png", starter)
    assert locate("assets/none.png", [own, starter]) == (own / "assets" / "none.png", own)


def test_what_the_starter_has_never_takes_the_place_of_a_broken_link(tmp_path: Path) -> None:
    own, starter = tmp_path / "own", tmp_path / "starter"
    for root in (own, starter):
        (root / "assets").mkdir(parents=True)
    (starter / "assets" / "a.png").write_bytes(picture())
    link(own / "assets" / "a.png", own / "gone.png")
    assert "is a link to a file that does not exist" in str(
        logo_problem("assets/a.png", [own, starter], PLACE)
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
@pytest.mark.parametrize("problem", [logo_problem, picture_problem])
def test_a_file_that_may_not_be_read(tmp_path: Path, problem: Callable[..., Problem | None]) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.png").write_bytes(picture())
    (tmp_path / "assets" / "a.png").chmod(0)
    assert "the file cannot be read: Permission denied" in str(problem("assets/a.png", [tmp_path], PLACE))


@pytest.mark.parametrize("name", ["assets/a.jpg", "assets/a.pdf", "assets/a"])
def test_logos_are_svg_or_png(tmp_path: Path, name: str) -> None:
    assert str(logo_problem(name, [tmp_path], PLACE)) == (
        f"x.yaml:3:5: {name} is neither SVG nor PNG\n  hint: save the logo as plain SVG, or as PNG"
    )


def test_logos(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.PNG").write_bytes(picture())
    (tmp_path / "assets" / "a.svg").write_text('<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>', "utf-8")
    (tmp_path / "assets" / "b.svg").write_text("\n\n<svg viewBox='0 0 9 9'><script/></svg>", "utf-8")
    (tmp_path / "assets" / "c.svg").write_bytes(b" " * 1_000_001)
    assert logo_problem("assets/a.PNG", [tmp_path], PLACE) is None
    assert logo_problem("assets/a.svg", [tmp_path], PLACE) is None
    assert str(logo_problem("assets/b.svg", [tmp_path], PLACE)).startswith(
        "assets/b.svg:3:24: <script> is not allowed"
    )
    assert "is too large (1.0 MB)" in str(logo_problem("assets/c.svg", [tmp_path], PLACE))
    assert "there is no file assets/d.svg" in str(logo_problem("assets/d.svg", [tmp_path], PLACE))


def test_the_weights_of_lato_are_those_that_are_installed() -> None:
    folder = Path(fontpkg_lato.__file__).parent / "files"
    assert sorted(LATO) == sorted(path.stem.removeprefix("Lato-") for path in folder.glob("*.ttf"))


LATO_REGULAR = (Path(fontpkg_lato.__file__).parent / "files" / "Lato-Regular.ttf").read_bytes()


def of_typeface(root: Path, data: bytes) -> str:
    (root / "assets").mkdir(exist_ok=True)
    (root / "assets" / "a.ttf").write_bytes(data)
    found = str(typeface_problem("assets/a.ttf", [root], PLACE))
    assert found == "None" or (found.startswith("x.yaml:3:5: assets/a.ttf ") and "\n  hint: " in found)
    return found.partition("assets/a.ttf ")[2].partition("\n")[0]


def rewritten(change: Callable[[dict[bytes, bytearray]], object]) -> bytes:
    """Lato with its tables changed and their checksums right, as a program for fonts would write it."""
    (count,) = struct.unpack_from(">H", LATO_REGULAR, 4)
    tables = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", LATO_REGULAR, 12 + 16 * index)
        tables[tag] = bytearray(LATO_REGULAR[start : start + length])
    change(tables)
    head, body = b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0), b""
    for tag, table in tables.items():
        padded = bytearray(table + bytes(-len(table) % 4))
        summed = bytearray(padded)
        if tag == b"head":
            summed[8:12] = bytes(4)
        checksum = sum(struct.unpack(f">{len(summed) // 4}I", summed)) & 0xFFFFFFFF
        start = 12 + 16 * len(tables) + len(body)
        head += struct.pack(">4sIII", tag, checksum, start, len(table))
        body += padded
    return head + body


def rights(value: int) -> bytes:
    return rewritten(lambda tables: struct.pack_into(">H", tables[b"OS/2"], 8, value))


def test_typefaces(tmp_path: Path) -> None:
    assert typeface_problem("lato:Black", [tmp_path], PLACE) is None
    assert str(typeface_problem("lato:Blod", [tmp_path], PLACE)) == (
        "x.yaml:3:5: Lato has no weight 'Blod'\n  hint: did you mean Bold?"
    )
    assert "there is no file" in str(typeface_problem("assets/c.ttf", [tmp_path], PLACE))
    assert of_typeface(tmp_path, LATO_REGULAR) == ""
    assert of_typeface(tmp_path, rewritten(lambda tables: None)) == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a TrueType font"),
        (b"%PDF-1.7", "is not a TrueType font"),
        (b"OTTOrest", "has PostScript outlines (it is an .otf file)"),
        (b"ttcfrest", "is a collection of several fonts (.ttc)"),
        (b"wOF2rest", "is a web font (.woff2)"),
        (b"\0\1\0\0rest", "is damaged or cut off"),
        (bytes(4) + LATO_REGULAR[4:], "is not a TrueType font"),
        (LATO_REGULAR[:100_000] + bytes(1_000) + LATO_REGULAR[101_000:], "is damaged or cut off"),
        (
            rewritten(lambda tables: tables[b"loca"].__setitem__(slice(0, 400), b"\xff" * 400)),
            "is damaged or cut off",
        ),
        (rewritten(lambda tables: tables[b"glyf"].__delitem__(slice(9, None))), "is damaged or cut off"),
        (rewritten(lambda tables: tables[b"maxp"].__delitem__(slice(3, None))), "is damaged or cut off"),
        (rewritten(lambda tables: tables.pop(b"cmap")), "is damaged or cut off"),
        (rewritten(lambda tables: tables.pop(b"glyf")), "is damaged or cut off"),
        (
            rewritten(lambda tables: tables.update({b"EBDT": tables.pop(b"glyf")})),
            "has bitmap letters, not outlines",
        ),
        (
            rewritten(lambda tables: tables.update({b"fvar": bytearray(20)})),
            "is a variable font, which holds many weights in one file",
        ),
        (
            rewritten(lambda tables: tables.update({b"cmap": bytearray(b"\0\0\0\1\0\3\0\0\0\0\0\x0c")})),
            "has symbols but no Unicode letters",
        ),
    ],
)
def test_typefaces_that_cannot_be_used(tmp_path: Path, data: bytes, message: str) -> None:
    assert of_typeface(tmp_path, data) == message


@pytest.mark.parametrize(
    ("right", "allowed"),
    [(0, True), (2, False), (4, True), (8, True), (6, True), (0x104, False), (0x200, False), (0x102, False)],
)
def test_a_typeface_whose_maker_forbids_embedding(tmp_path: Path, right: int, allowed: bool) -> None:
    forbidden = "" if allowed else "may not be embedded in a PDF: its licence forbids it"
    assert of_typeface(tmp_path, rights(right)) == forbidden


@pytest.mark.parametrize("seed", range(80))
def test_a_damaged_typeface_is_never_taken_for_a_sound_one(tmp_path: Path, seed: int) -> None:
    """A flipped byte of an outline made another letter of it on every page, and nobody was told."""
    chance = random.Random(seed)
    data = bytearray(LATO_REGULAR)
    if seed % 4 == 0:
        del data[chance.randrange(len(data) - 4) :]
    for _ in range(chance.randrange(4)):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    said = of_typeface(tmp_path, bytes(data))
    whole = [data[at:end] == LATO_REGULAR[at:end] for at, end in spans(LATO_REGULAR)]
    assert bool(said) != (all(whole) and data[:4] == LATO_REGULAR[:4]), said


def spans(font: bytes) -> Iterator[tuple[int, int]]:
    """Where the tables of a font stand, and what its table of contents says of them."""
    (count,) = struct.unpack_from(">H", font, 4)
    yield 4, 6
    yield 12, 12 + 16 * count
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        # the checksum of all of the file is not looked at: many programs leave it as it was
        yield from (
            [(start, start + 8), (start + 12, start + length)]
            if tag == b"head"
            else [(start, start + length)]
        )
