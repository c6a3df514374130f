"""SVG logos: drawings of shapes, and nothing that reads other files, runs, grows or lacks its font."""

from __future__ import annotations

import time

import pytest

from clinicpress.reading.svg import svg_problem

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n'
)
OUTSIDE = "this logo refers to something outside of its file\n  hint: save the drawing as plain SVG"


def found(text: str | bytes) -> str:
    return str(svg_problem(text if isinstance(text, bytes) else text.encode(), "a.svg"))


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9" fill="url(#g)"/>',
        '<defs><linearGradient id="g"/></defs><rect width="9" height="9" style="fill:url( \'#g\')"/>',
        '<a xlink:href="#top"><circle r="3"/></a>',
        "<style>.a { fill: url(#g) }</style>",
        "<title>A clinic</title><metadata>anything</metadata>",
    ],
)
def test_drawings(inside: str) -> None:
    assert (
        found(f"<?xml version='1.0' encoding='UTF-8'?>\n<!-- made by hand -->\n{HEAD}{inside}</svg>")
        == "None"
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            '<image href="https://x.example.com/a.png"/>',
            ("<image> cannot be in a logo\n  hint: draw it with shapes, or save the logo as PNG"),
        ),
        ("<script>x</script>", "<script> cannot be in a logo\n  hint: save the drawing without scripts"),
        ("<foreignObject/>", "<foreignObject> cannot be in a logo\n  hint: save the drawing as plain SVG"),
        (
            '<use href="#a"/>',
            (
                "<use> cannot be in a logo\n  hint: release clones and symbols in the drawing program, "
                "and save it as plain SVG"
            ),
        ),
        (
            "<text>Clinic</text>",
            (
                "<text> cannot be in a logo\n  hint: turn the letters into paths in the drawing program: "
                "a reader may not have their font"
            ),
        ),
        ('<a xlink:href="file:///etc/passwd"/>', OUTSIDE),
        ('<path fill="url(http://x.example.com/#g)"/>', OUTSIDE),
        ("<path style=\"fill:url('x.svg#g')\"/>", OUTSIDE),
        ('<style>@import "x.css";</style>', OUTSIDE),
        ('<style>@imp&#111;rt "x.css";</style>', OUTSIDE),
        ('<path style="fill: u\\72l(x)"/>', OUTSIDE),
        (
            '<path onclick="x()"/>',
            "the attribute onclick cannot be in a logo\n  hint: save the drawing without scripts",
        ),
    ],
)
def test_what_cannot_be_in_a_logo(inside: str, expected: str) -> None:
    place, _, words = found(f"{HEAD}  {inside}</svg>").partition(": ")
    assert place.startswith("a.svg:2:")
    assert words == expected


def test_a_document_type_is_refused_before_its_entities_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    start = time.process_time()
    text = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>{HEAD}<title>&l11;</title></svg>'
    expected = "a.svg:1:15: this logo has a document type (<!DOCTYPE>)\n  hint: delete that line of the file"
    assert found(text) == expected
    assert found(text.encode("utf-16")).endswith(expected.partition(": ")[2])
    assert time.process_time() - start < 0.5


def test_an_instruction() -> None:
    assert found(f'<?xml-stylesheet href="x.css"?>{HEAD}</svg>') == (
        "a.svg:1:1: this logo has an instruction (<?xml-stylesheet>)\n  hint: delete that line of the file"
    )


@pytest.mark.parametrize("text", ["", "not xml", "<svg", "<html/>", f"{HEAD}<path></svg>", b"\xff\xfe"])
def test_files_that_are_no_svg(text: str | bytes) -> None:
    line = found(text)
    assert line.startswith("a.svg:")
    assert "this logo is not an SVG file" in line


def test_a_logo_says_how_large_it_is() -> None:
    assert found("<svg><path/></svg>") == (
        "a.svg:1:1: this logo does not say how large it is\n"
        '  hint: save it with a viewBox, such as viewBox="0 0 200 80"'
    )
    assert found('<svg width="9" height="9"><path/></svg>') == "None"


@pytest.mark.parametrize("inside", ["<g>" * 60 + "</g>" * 60, "<path/>" * 20_000])
def test_endless_logos(inside: str) -> None:
    assert "this logo has too many parts\n  hint: simplify it, or save it as PNG" in found(
        f"{HEAD}{inside}</svg>"
    )
