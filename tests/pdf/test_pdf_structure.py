from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import group, line, span, text
from pdf_selfcheck import complaints
from reading_back import text_in_structure_order
from reportlab.pdfbase.pdfmetrics import stringWidth

from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf
from clinicpress.typesetting.items import (
    Group,
    Metadata,
    Page,
    PlacedDocument,
    Polyline,
    Rect,
    Role,
    Span,
    TextLine,
)

Tree = tuple[str, list[Any]]


def document(*pages: tuple[Group, ...]) -> PlacedDocument:
    samples.register_fonts()
    return PlacedDocument(tuple(Page(612, 792, groups) for groups in pages), Metadata("T", "en", "A"))


def opened(*pages: tuple[Group, ...]) -> pikepdf.Pdf:
    data = write_pdf(document(*pages))
    assert complaints(data) == []
    return pikepdf.open(BytesIO(data))


def kids(element: Any) -> list[Any]:
    raw = element.get("/K")
    listed = [] if raw is None else list(raw) if isinstance(raw, pikepdf.Array) else [raw]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def tree(element: Any) -> Tree:
    return str(element.S)[1:], [tree(kid) for kid in kids(element)]


def find(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    def walk(element: Any) -> list[Any]:
        found = [element] if f"/{role}" == element.S else []
        return found + [each for kid in kids(element) for each in walk(kid)]

    return walk(pdf.Root.StructTreeRoot.K)


def content(pdf: pikepdf.Pdf, page: int = 0) -> str:
    return pdf.pages[page].Contents.read_bytes().decode("latin-1")


def test_every_page_has_one_document_above_it() -> None:
    pdf = opened((text("P", "One", 50),), (text("P", "Two", 50),))
    assert tree(pdf.Root.StructTreeRoot.K) == ("Document", [("P", []), ("P", [])])
    pdf = opened((group("Document", text("P", "One", 50)),), (group("Document", text("P", "Two", 50)),))
    assert tree(pdf.Root.StructTreeRoot.K) == ("Document", [("P", []), ("P", [])])


def test_documents_of_different_keys_stay_apart() -> None:
    first = group("Document", text("P", "One", 50), key="a")
    second = group("Document", text("P", "Two", 50), key="b")
    pdf = opened((first,), (second,))
    one: Tree = ("Document", [("P", [])])
    assert tree(pdf.Root.StructTreeRoot.K) == ("Document", [one, one])


def test_same_key_goes_on_over_pages() -> None:
    def item(words: str, key: str = "") -> Group:
        return group("LI", group("LBody", line(0, words), key="body"), key=key)

    pdf = opened(
        (group("L", item("one"), item("two begins", "two"), key="list"),),
        (group("L", item("and ends", "two"), item("three"), key="list"), group("L", item("other"))),
    )
    assert tree(pdf.Root.StructTreeRoot.K) == (
        "Document",
        [("L", [("LI", [("LBody", [])])] * 3), ("L", [("LI", [("LBody", [])])])],
    )
    split = find(pdf, "LBody")[1]
    assert split.Pg.objgen == pdf.pages[0].objgen
    assert int(split.K[0]) == 1
    assert split.K[1].Type == "/MCR"
    assert split.K[1].Pg.objgen == pdf.pages[1].objgen


def test_keys_of_other_parents_and_roles_are_others() -> None:
    roles: tuple[Role, ...] = ("P", "H1", "P")
    first = group("Sect", text("P", "a", 20, key="k"))
    pdf = opened((first, group("Sect", *(text(role, "b", 40, key="k") for role in roles))))
    assert tree(pdf.Root.StructTreeRoot.K)[1] == [("Sect", [("P", [])]), ("Sect", [("P", []), ("H1", [])])]


def test_groups_without_role_are_seen_through() -> None:
    pdf = opened((group(None, text("P", "a", 20), group(None, text("P", "b", 40)), line(60, "decoration")),))
    assert tree(pdf.Root.StructTreeRoot.K) == ("Document", [("P", []), ("P", [])])
    assert content(pdf).count("/Artifact BMC") == 1


@pytest.mark.parametrize("role", ["Table", "TR", "L", "LI", "Sect", "Document"])
def test_text_where_only_elements_may_stand_is_decoration(role: Role) -> None:
    data = write_pdf(
        document((group(role, line(20, "again"), text("P", "story", 40)), text("P", "rest", 60)))
    )
    assert text_in_structure_order(data) == "story\nrest"
    assert complaints(data) == []


def test_artifacts_hold_no_elements() -> None:
    repeated = group(
        "Artifact", group("TH", line(20, "Sign")), group("Figure", Rect(0, 0, 9, 9, fill="#000000"))
    )
    rows = (group("TR", group("TD", line(40, "Fever"))), repeated, line(60, "again"))
    hidden = group("Artifact", group(None, text("H1", "Hidden", 80, bookmark="Hidden")))
    pdf = opened((group("Table", *rows), hidden), (text("H1", "Shown", 20, bookmark="Shown"),))
    assert tree(pdf.Root.StructTreeRoot.K)[1] == [("Table", [("TR", [("TD", [])])]), ("H1", [])]
    assert content(pdf).count("/Artifact BMC") == 1
    assert pdf.Root.Outlines.First.Title == "Shown"
    assert int(pdf.Root.Outlines.Count) == 1


def test_shapes_are_decoration_unless_in_a_figure() -> None:
    box = Rect(0, 0, 10, 10, fill="#cccccc")
    stroke = Polyline((0, 0, 5, 5), stroke="#000000")
    pdf = opened(
        (
            group("P", box, line(20, "words"), stroke),
            group("Figure", box, group(None, stroke), width=10, height=10, alt="A box."),
        )
    )
    code = content(pdf)
    assert code.count("/Artifact BMC") == 2
    assert code.count("/P <</MCID") == 1
    assert code.count("/Figure <</MCID") == 1


def test_what_one_element_draws_in_a_row_is_one_sequence() -> None:
    pdf = opened((group("P", *(line(20.0 * row, "words", broken=True) for row in range(5))),))
    assert content(pdf).count("BDC") == 1
    assert content(pdf).count("BT") == 5


def test_spans_of_a_line_are_one_text_object() -> None:
    pdf = opened((group("P", line(20, "plain ", span("bold", font=samples.BOLD), " plain")),))
    code = content(pdf)
    assert code.count("BT") == code.count("ET") == code.count(" Td") == 1
    assert code.count(" Tf") == 3


def test_figure_says_where_it_stands() -> None:
    figure = group(
        "Figure", Rect(0, 0, 30, 20, fill="#000000"), x=100, y=10, width=30, height=20, alt="A bar."
    )
    pdf = opened((group(None, figure, x=50, y=200),))
    (element,) = find(pdf, "Figure")
    assert element.Alt == "A bar."
    assert [float(value) for value in element.A.BBox] == [150, 562, 180, 582]
    assert "150 562 30 20 re" in content(pdf)


def test_attributes_of_lists_and_headers() -> None:
    entry = group("LI", group("LBody", line(0, "x")))
    cells = [replace(group("TH", line(0, scope or "none")), scope=scope) for scope in ("Column", "Row", "")]
    row = group("TR", *cells, group("TD"))
    pdf = opened(
        (
            replace(group("L", entry), numbering="Decimal"),
            replace(group("L", entry, y=50), numbering="Disc"),
            group("L", entry, y=90),
            group("Table", row, y=100),
        )
    )
    numbered, dotted, plain = find(pdf, "L")
    assert (numbered.A.ListNumbering, dotted.A.ListNumbering) == ("/Decimal", "/Disc")
    assert "/A" not in plain
    assert [str(head.A.Scope) for head in find(pdf, "TH")] == ["/Column", "/Row", "/Column"]
    assert "/K" not in find(pdf, "TD")[0]


def test_empty_elements_are_left_out_except_cells() -> None:
    pdf = opened(
        (
            text("P", "words", 20),
            group("P"),
            group("Sect", group("P", line(0, "")), group("L", group("LI"))),
            group("Table", group("TR", group("TD"), group("TD")), y=40),
        )
    )
    row: Tree = ("TR", [("TD", []), ("TD", [])])
    assert tree(pdf.Root.StructTreeRoot.K) == ("Document", [("P", []), ("Table", [row])])


def test_languages_are_named_where_they_change() -> None:
    spanish = replace(text("P", "hola", 20), lang="es")
    inner = replace(group("Sect", replace(text("P", "hola", 0), lang="es")), lang="es")
    pdf = opened((spanish, replace(text("P", "hello", 40), lang="en"), inner))
    first, second, third = find(pdf, "P")
    assert first.Lang == "es"
    assert "/Lang" not in second
    assert "/Lang" not in third
    assert find(pdf, "Sect")[0].Lang == "es"


def test_notes_have_identifiers() -> None:
    pdf = opened((text("P", "a", 20), *(text("Note", str(n), 20.0 * n) for n in range(2, 5))))
    assert [str(note.ID) for note in find(pdf, "Note")] == ["note-000001", "note-000002", "note-000003"]
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    assert [each.objgen for each in names[1::2]] == [note.objgen for note in find(pdf, "Note")]


ADDRESS = "https://example.com/a?b=c&d=(é)"


def linked(words: str) -> Span:
    return span(words, link=ADDRESS, size=10)


def test_link_is_tied_to_its_annotation() -> None:
    paragraph = group("P", line(100, span("See ", size=10), linked("this "), linked("page"), "."), x=50)
    pdf = opened((paragraph,))
    (element,) = find(pdf, "Link")
    (annotation,) = list(pdf.pages[0].Annots)
    assert element.K[1].Obj.objgen == annotation.objgen
    assert annotation.Contents == ADDRESS
    assert annotation.A.URI == "https://example.com/a?b=c&d=(%C3%A9)"
    assert annotation.F == 4
    left = 50 + stringWidth("See ", samples.REGULAR, 10)
    right = left + stringWidth("this page", samples.REGULAR, 10)
    box = [float(value) for value in annotation.Rect]
    assert box == pytest.approx([left, 792 - 100 - 2.13, right, 792 - 100 + 9.87], abs=0.02)
    assert list(map(int, find(pdf, "P")[0].K[0::2])) == [0, 2]


def test_link_over_two_lines_is_one_element_with_two_annotations() -> None:
    pdf = opened((group("P", line(20, linked("first"), broken=True), line(40, linked("second"), " end")),))
    (element,) = find(pdf, "Link")
    assert len(pdf.pages[0].Annots) == 2
    assert [kid.Obj.objgen for kid in list(element.K) if isinstance(kid, pikepdf.Dictionary)] == [
        annotation.objgen for annotation in list(pdf.pages[0].Annots)
    ]


def test_links_with_words_between_them_are_two() -> None:
    pdf = opened((group("P", line(20, linked("first"), " and ", linked("second"))),))
    assert len(find(pdf, "Link")) == 2


def test_links_in_decoration_are_plain_words() -> None:
    pdf = opened((group(None, line(700, linked("example.com"))), text("P", "words", 20)))
    assert "/Annots" not in pdf.pages[0]
    assert find(pdf, "Link") == []


def story(*lines: TextLine) -> str:
    return text_in_structure_order(write_pdf(document((group("P", *lines),))))


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        ("happens", "when", "happens when"),
        ("happens ", "when", "happens when"),
        ("self-", "care", "self-care"),
        ("self\u2010", "care", "self\u2010care"),
    ],
)
def test_space_at_a_broken_line_end(first: str, second: str, read: str) -> None:
    assert story(line(20, first, broken=True), line(40, second)) == read


def test_space_between_lines_that_are_not_broken() -> None:
    assert story(line(20, "12 Main Street"), line(40, "Springfield")) == "12 Main Street Springfield"


def test_space_behind_the_last_words_even_if_an_empty_span_follows() -> None:
    assert story(line(20, "happens", span(""), broken=True), line(40, "when")) == "happens when"


ROLES: tuple[Role, ...] = (
    "P", "H1", "Span", "Figure", "Artifact", "Caption", "Sect",
    "L", "LI", "Lbl", "LBody", "Table", "TR", "TD",
)  # fmt: skip


def any_groups() -> st.SearchStrategy[Group]:
    words = st.sampled_from(["one", "two", "tres"])
    lines = words.map(lambda word: line(0, word))
    links = words.map(lambda word: line(0, "go ", span(word, link=f"https://example.com/{word}")))
    shapes = st.just(Rect(0, 0, 9, 9, fill="#00ff00"))
    role = st.one_of(st.none(), st.sampled_from(ROLES))
    key = st.sampled_from(["", "", "k"])

    def build(role: Role | None, key: str, items: list[Any]) -> Group:
        return group(role, *items, key=key, width=9, height=9, alt="A." if role else "")

    def make(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Group]:
        return st.builds(build, role, key, st.lists(inner, max_size=4))

    return make(st.recursive(st.one_of(lines, links, shapes), make, max_leaves=12))


@given(st.lists(st.lists(any_groups(), max_size=3), min_size=1, max_size=3))
@settings(deadline=None, max_examples=60)
def test_any_nesting_of_groups_gives_sound_tags(pages: list[list[Group]]) -> None:
    always = text("P", "always", 700)
    data = write_pdf(document(*((*page, always) for page in pages)))
    assert complaints(data) == []
    # Headings and parts of lists and tables stand anywhere here, as no block would place them.
    others = [words for words in verify_pdf(data) if "heading" not in words and "stands in" not in words]
    assert others == []
