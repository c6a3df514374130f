from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.pdf.objects import Name, ObjectFile, Raw, Ref, Stream, Value, compressed, encode
from clinicpress.pdf.openobjects import OpenObjects
from clinicpress.pdf.operators import Content, colour_operator, number, rgb

# Text without surrogates, which no file can hold.
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.001, "0"),
        (12.0, "12"),
        (100.0, "100"),
        (0.125, "0.12"),
        (-3.456, "-3.46"),
        (10000.5, "10000.5"),
    ],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(-20000, 20000))
@settings(deadline=None, max_examples=200)
def test_number_is_near_and_short(value: float) -> None:
    text = number(value)
    assert abs(float(text) - value) <= 0.005001
    assert "e" not in text
    assert len(text.partition(".")[2]) <= 2


@pytest.mark.parametrize(
    ("colour", "fill", "stroke"),
    [
        ("#000000", "0 g", "0 G"),
        ("#FFFFFF", "1 g", "1 G"),
        ("#808080", "0.502 g", "0.502 G"),
        ("#ff0000", "1 0 0 rg", "1 0 0 RG"),
        ("#0b3954", "0.043 0.224 0.329 rg", "0.043 0.224 0.329 RG"),
    ],
)
def test_colour_operator(colour: str, fill: str, stroke: str) -> None:
    assert colour_operator(colour, stroke=False) == fill
    assert colour_operator(colour, stroke=True) == stroke


@pytest.mark.parametrize("colour", ["", "#12", "red", "#1234567", "#gggggg", "1234567"])
def test_other_spellings_of_colours_are_refused(colour: str) -> None:
    with pytest.raises(ValueError, match=r"hexadecimal|not a colour"):
        rgb(colour)


@given(WORDS)
@settings(deadline=None, max_examples=150)
def test_text_strings_come_back(words: str) -> None:
    assert str(pikepdf.Object.parse(encode(words))) == words


@given(NAMES)
@settings(deadline=None, max_examples=150)
def test_names_come_back(name: str) -> None:
    assert pikepdf.Object.parse(encode(Name(name))) == pikepdf.Name("/" + name)


@given(st.binary(max_size=40))
@settings(deadline=None, max_examples=50)
def test_byte_strings_come_back(data: bytes) -> None:
    assert bytes(pikepdf.Object.parse(encode(data))) == data


def test_containers() -> None:
    value: Value = {"A": [1, -2.5, True, False, Ref(7)], "B": {"C": Name("D"), "E": "(x)\\"}}
    assert encode(value) == b"<</A [1 -2.5 true false 7 0 R]/B <</C /D/E (\\(x\\)\\\\)>>>>"


def finished(make: Callable[[ObjectFile], tuple[Ref, Ref]]) -> bytes:
    out = BytesIO()
    file = ObjectFile(out.write)
    file.finish(*make(file))
    return out.getvalue()


def small_file(filling: int) -> bytes:
    return finished(lambda file: small_objects(file, filling))


def small_objects(file: ObjectFile, filling: int) -> tuple[Ref, Ref]:
    pages = file.reserve()
    content = file.add(compressed(b"0 0 1 1 re f"))
    box: list[Value] = [0, 0, 9, 9]
    kids: list[Value] = [
        file.add(
            {"Type": Name("Page"), "Parent": pages, "MediaBox": box, "Contents": content, "Resources": {}}
        )
    ]
    file.put(pages, {"Type": Name("Pages"), "Kids": kids, "Count": 1})
    rest: list[Value] = [file.add({"Number": number}) for number in range(filling)]
    root = file.add({"Type": Name("Catalog"), "Pages": pages, "Rest": rest})
    return root, file.add({"Title": "T"})


@pytest.mark.parametrize("filling", [0, 1, 199, 200, 201, 1000])
def test_files_of_any_length_are_sound(filling: int) -> None:
    with pikepdf.open(BytesIO(small_file(filling))) as pdf:
        assert pdf.check_pdf_syntax() == []
        rest: Any = pdf.Root.Rest
        assert [int(each.Number) for each in rest] == list(range(filling))


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"", b"endstream"])
def test_data_keeps_its_length_whatever_it_ends_with(end: bytes) -> None:
    def make(file: ObjectFile) -> tuple[Ref, Ref]:
        stream = file.add(Stream.of({}, b"0 g " + end))
        return stream, stream

    data = finished(make)
    assert b"stream\n0 g " + end + b"\r\nendstream\nendobj" in data
    assert b"/Length %d>>" % (4 + len(end)) in data


def test_identifier_is_a_digest_of_the_file() -> None:
    def identifier(data: bytes) -> bytes:
        with pikepdf.open(BytesIO(data)) as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identifier(small_file(3)) == identifier(small_file(3))
    assert identifier(small_file(3)) != identifier(small_file(4))


def test_a_promised_object_that_never_came_is_an_error() -> None:
    def make(file: ObjectFile) -> tuple[Ref, Ref]:
        file.reserve()
        root = file.add({})
        return root, root

    with pytest.raises(ValueError, match="object 1 was reserved"):
        finished(make)


def test_objects_with_open_numbers_are_put_down_as_often_as_they_are_wanted() -> None:
    """Text that looks like a reference, or holds a percent sign, stays as it is."""
    said = "100 % of 1 0 R"
    made = OpenObjects(1, 2)
    (stream,) = made.given
    top = made.reserve()
    kid = made.add({"Parent": top, "Key": made.key(1), "Says": said})
    made.put(top, {"Kid": kid, "Stream": stream, "Key": made.key(0)})
    template = made.closed()

    def make(file: ObjectFile) -> tuple[Ref, Ref]:
        shared = file.add(compressed(b"0 0 1 1 re f"))
        tops = [Ref(template.put_into(file, [shared.number], key)) for key in (10, 20)]
        pages = file.add({"Type": Name("Pages"), "Kids": [], "Count": 0})
        root = file.add({"Type": Name("Catalog"), "Pages": pages, "Tops": tops})
        return root, file.add({"Title": "T"})

    with pikepdf.open(BytesIO(finished(make))) as pdf:
        assert pdf.check_pdf_syntax() in ([], ["ERROR: file does not contain any pages"])
        tops: Any = list(pdf.Root.Tops)
        assert [each.Stream.read_bytes() for each in tops] == [b"0 0 1 1 re f"] * 2
        assert [int(each.Key) for each in tops] == [10, 20]
        assert [int(each.Kid.Key) for each in tops] == [11, 21]
        assert [each.Kid.Parent.objgen == each.objgen for each in tops] == [True, True]
        assert [str(each.Kid.Says) for each in tops] == [said] * 2


def test_raw_values_stand_as_they_are() -> None:
    assert encode({"A": Raw(b"[0.123456 0]"), "B": b"\x01"}) == b"<</A [0.123456 0]/B <01>>>"


def test_state_is_set_once() -> None:
    content = Content()
    content.set_fill("#000000")
    content.set_fill("#ff0000")
    content.set_fill("#ff0000")
    content.set_stroke("#000000", 1)
    content.set_stroke("#000000", 2, dash=(3, 1.5), round_ends=True)
    assert content.to_bytes().decode().split("\n") == [
        "1 0 0 rg", "2 w", "[3 1.5] 0 d", "1 J", "1 j",
    ]  # fmt: skip


def test_a_form_takes_no_state_for_granted() -> None:
    content = Content(fresh=False)
    content.set_fill("#000000")
    content.set_stroke("#000000", 1)
    assert content.to_bytes().decode().split("\n") == ["0 g", "0 G", "1 w", "[] 0 d", "0 J", "0 j"]
