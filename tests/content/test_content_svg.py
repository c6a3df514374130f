"""SVG logos: drawings of shapes, and nothing that reads other files, runs, grows or lacks its font."""

from __future__ import annotations

import re
import time

import pytest

from clinicpress.content.svg import plain_svg, svg_problem

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n'
)
OUTSIDE = "this logo refers to something outside its file\n  hint: save the drawing as plain SVG"


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
        '<path id="nan" class="inf" d="M0 0h9"/><use href="#nan"/>',
        '<switch><foreignObject requiredExtensions="http://ns.adobe.com/x"/><g/></switch>',
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
            ("<image> is not allowed in a logo\n  hint: draw it with shapes, or save the logo as PNG"),
        ),
        ("<script>x</script>", "<script> is not allowed in a logo\n  hint: save the drawing without scripts"),
        (
            "<foreignObject/>",
            "<foreignObject> is not allowed in a logo\n  hint: save the drawing as plain SVG",
        ),
        (
            '<path d="M nan nan L inf 1"/>',
            "d of <path> has a value that is not a number\n  hint: save the drawing as plain SVG",
        ),
        (
            '<g transform="scale(-Infinity)"/>',
            "transform of <g> has a value that is not a number\n  hint: save the drawing as plain SVG",
        ),
        ('<use href="other.svg#a"/>', OUTSIDE),
        (
            "<text>Clinic</text>",
            (
                "<text> is not allowed in a logo\n  hint: convert the text to paths in the drawing "
                "program: "
                "readers may not have the font"
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
            "the attribute onclick is not allowed in a logo\n  hint: save the drawing without scripts",
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
    expected = "this logo defines its own entities (<!ENTITY l1>)\n  hint: save the drawing as plain SVG"
    assert found(text).startswith("a.svg:1:")
    assert found(text).endswith(expected)
    assert found(text.encode("utf-16")).endswith(expected)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "x">', f'<!ENTITY a "{"x" * 201}">'],
)
def test_entities_that_could_hold_anything(declared: str) -> None:
    text = f"<!DOCTYPE svg [{declared}]>{HEAD}<title>&a;</title></svg>"
    assert "this logo defines its own entities (<!ENTITY a>)" in found(text)


def test_document_types_of_drawing_programs() -> None:
    public = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    )
    assert found(f"{public}>{HEAD}<path/></svg>") == "None"
    assert found(f'{public} [<!ENTITY ns_ai "http://ns.adobe.com/">]>{HEAD}<g id="&ns_ai;"/></svg>') == "None"
    assert "this logo uses &ns_ai; without defining it" in found(f"{public}>{HEAD}<g>&ns_ai;</g></svg>")


def test_what_goes_on_is_shapes_and_styles_alone() -> None:
    text = plain_svg(
        """<?xml version="1.0" encoding="ISO-8859-1"?><!-- made by Zoë -->
        <!DOCTYPE svg [<!ENTITY red "#f00">]>
        <s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:i="urn:i" viewBox="0 0 9 9" i:zoom="3" width="9">
        <s:metadata><i:path/><s:path d="M0 0h1"/></s:metadata><i:g><s:path d="M0 0h2"/></i:g>words
        <s:style>.a > b { fill: &red; }</s:style><s:path d="M0 0h3" i:d="x" fill="&red;"/></s:svg>""".encode(
            "latin-1"
        ),
        "a.svg",
    )
    assert text == (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 9 9" width="9"><style>.a &gt; b { fill: #f00 }</style>'
        '<path d="M0 0h3" fill="#f00"></path></svg>'
    )


@pytest.mark.parametrize(
    "size",
    [
        'viewBox="nan nan nan nan"', 'viewBox="0 0 inf inf"', 'viewBox="0 0 -5 -5"', 'viewBox="0 0 0 9"',
        'viewBox="0 0 9"', 'viewBox=""', 'width="-10" height="10"', 'width="0" height="10"',
        'width="x" height="1"',
        'width="nan" height="1" viewBox="0 0 9 9"', 'width="0" height="0" viewBox="0 0 9 9"',
    ],
)  # fmt: skip
def test_sizes_that_cannot_be_drawn(size: str) -> None:
    """They ended in ValueError and ZeroDivisionError, or were drawn as nothing."""
    told = found(f"\n<svg {size}><path/></svg>")
    assert told.startswith("a.svg:2:1: ")
    assert "this logo has an unusable size\n  hint: its width, height and viewBox must be " in told


@pytest.mark.parametrize("size", ['viewBox="0 0 900 9"', 'width="1mm" height="10cm"', 'viewBox="0 0 1e30 1"'])
def test_a_logo_like_a_line(size: str) -> None:
    assert "a.svg:1:1: one side of this logo is more than 40 times as long as the other" in found(
        f"<svg {size}/>"
    )


@pytest.mark.parametrize(
    "size",
    [
        'width="30mm" height="1in"',
        'width="100%" height="100%" viewBox="0 0 9 9"',
        'viewBox="-1,-1 2e2,8.5e1"',
    ],
)
def test_sizes_that_can_be_drawn(size: str) -> None:
    assert found(f"<svg {size}/>") == "None"


def test_an_instruction() -> None:
    assert found(f'<?xml-stylesheet href="x.css"?>{HEAD}</svg>') == (
        "a.svg:1:1: this logo has an instruction (<?xml-stylesheet>), which is not allowed\n"
        "  hint: delete that line of the file"
    )


@pytest.mark.parametrize("text", ["", "not xml", "<svg", "<html/>", f"{HEAD}<path></svg>", b"\xff\xfe"])
def test_files_that_are_no_svg(text: str | bytes) -> None:
    line = found(text)
    assert line.startswith("a.svg:")
    assert re.search("this logo is not an? (readable )?SVG file", line)


def test_a_logo_says_how_large_it_is() -> None:
    assert found("<svg><path/></svg>") == (
        'a.svg:1:1: this logo has no size\n  hint: save it with a viewBox, such as viewBox="0 0 200 80"'
    )
    assert found('<svg width="9" height="9"><path/></svg>') == "None"


def used_often(times: int, deep: int) -> str:
    """Groups that draw the one before them many times."""
    parts = [f'<g id="g{n}">{f"<use href=&quot;#g{n - 1}&quot;/>" * times}</g>' for n in range(1, deep)]
    return '<g id="g0"/>' + "".join(parts).replace("&quot;", '"')


def test_parts_that_are_used_too_often() -> None:
    """A few hundred bytes that draw millions of shapes, as billions of laughs do with words."""
    start = time.process_time()
    assert "this logo draws too many parts, counting each use" in found(f"{HEAD}{used_often(10, 12)}</svg>")
    assert found(f"{HEAD}{used_often(4, 5)}</svg>") == "None"
    chain = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(2_000))
    assert "this logo draws too many parts, counting" in found(f"{HEAD}{chain}</svg>")
    loop = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    assert found(f"{HEAD}{loop}</svg>") == "None"
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "inside", ["<g>" * 60 + "</g>" * 60, "<path/>" * 20_000, '<rect width="1" height="1"/>' * 19_000]
)
def test_endless_logos(inside: str) -> None:
    assert "this logo has too many parts\n  hint: simplify it, or save it as PNG" in found(
        f"{HEAD}{inside}</svg>"
    )
