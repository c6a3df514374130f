from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

import pdf_samples as samples
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from clinicpress.pdf.write import write_pdf
from clinicpress.proof.conformance import verify_pdf

Fault = Callable[[pikepdf.Pdf], None]
FAULTS: dict[str, tuple[str, Fault]] = {}


@lru_cache(maxsize=1)
def good() -> bytes:
    return write_pdf(samples.handout())


def fault(complaint: str) -> Callable[[Fault], Fault]:
    """Name the complaint that a change of a good file must bring."""

    def keep(change: Fault) -> Fault:
        FAULTS[change.__name__] = (complaint, change)
        return change

    return keep


def changed(change: Fault, **options: Any) -> bytes:
    with pikepdf.open(BytesIO(good())) as pdf:
        change(pdf)
        buffer = BytesIO()
        pdf.save(buffer, **options)
    return buffer.getvalue()


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == f"/{role}" and "/P" in o]


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Type") == "/Font"]


def recode(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    page: Any = pdf.pages[0]
    code = page.Contents.read_bytes()
    assert old in code
    page.Contents.write(code.replace(old, new, 1))


def remeta(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet: Any = pdf.Root.Metadata
    assert old in packet.read_bytes()
    packet.write(packet.read_bytes().replace(old, new))


def parents(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.StructTreeRoot.ParentTree.Nums


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@fault("the file does not say that it is tagged")
def not_marked(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


@fault("the file has no tags")
def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@fault("the file does not say its language")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@fault("viewers would show the file name instead of the title")
def file_name_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@fault("the file does not say what its colours mean (no output intent)")
def no_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@fault("the file has no XMP metadata")
def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@fault("the file does not say that it follows PDF/UA-1")
def no_ua_identifier(pdf: pikepdf.Pdf) -> None:
    remeta(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b"")


@fault("the file does not say that it follows PDF/A-2")
def other_archive_part(pdf: pikepdf.Pdf) -> None:
    remeta(pdf, b"<pdfaid:part>2<", b"<pdfaid:part>3<")


@fault("the file does not say that it follows PDF/A level A")
def other_archive_level(pdf: pikepdf.Pdf) -> None:
    remeta(pdf, b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")


@fault("the title in the XMP metadata is different")
def two_titles(pdf: pikepdf.Pdf) -> None:
    remeta(pdf, b"Sciatica &amp; you", b"Neck pain")


@fault("the file has no title")
def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


@fault("the file contains an action that runs when it is opened")
def opening_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = script()


@fault("the file holds a script")
def named_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


@fault("the file contains other files")
def embedded_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["patients.csv"] = b"name,id"


@fault("the file holds a form")
def form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array())


@fault("the font {font} is not embedded")
def font_not_embedded(pdf: pikepdf.Pdf) -> None:
    del fonts(pdf)[0].FontDescriptor.FontFile2


@fault("the font {font} does not say which characters its codes stand for")
def font_without_characters(pdf: pikepdf.Pdf) -> None:
    del fonts(pdf)[0].ToUnicode


@fault("the font Helvetica is not embedded")
def base_14_font_in_a_form(pdf: pikepdf.Pdf) -> None:
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page: Any = pdf.pages[0]
    forms = (found for found in page.Resources.XObject.values() if found.Subtype == Name.Form)
    next(forms).Resources = Dictionary(Font=Dictionary(H=helvetica))


@fault("a figure has no alternative text")
def no_alternative_text(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].Alt = String(" ")


@fault("a figure does not say where it is on the page (no BBox)")
def no_box(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0].A


@fault("a figure does not say where it is on the page (no BBox)")
def flat_box(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0].A.BBox = Array([0, 0, 0, 10])


@fault("a table header does not say whether it heads a row or a column")
def no_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0].A


@fault("a note has no identifier")
def no_note_identifier(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Note")[0].ID


@fault("a heading at level 3 follows one at level 1")
def skipped_heading(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf, "H2"):
        heading.S = Name.P


@fault("the first heading is at level 2")
def no_first_heading(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[0].S = Name.P


@fault("a Sect element is empty")
def empty_element(pdf: pikepdf.Pdf) -> None:
    (top,) = elements(pdf, "Document")
    top.K.append(pdf.make_indirect(Dictionary(S=Name.Sect, P=top)))


@fault("Blockquote is not a type of element that PDF has")
def unknown_type(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Blockquote


@fault("a P element names a different parent from the one it is in")
def wrong_parent(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].P = elements(pdf, "H1")[0]


@fault("a P element stands in a LI element")
def paragraph_in_a_list_item(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LBody")[0].S = Name.P


@fault("a TD element stands in a Sect element")
def cell_without_row(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TR")[1].S = Name.Sect


@fault("a Link element has no annotation")
def link_without_annotation(pdf: pikepdf.Pdf) -> None:
    (link,) = elements(pdf, "Link")
    link.K = Array([kid for kid in list(link.K) if isinstance(kid, int)])


@fault("page 1: an annotation is not tied to its element")
def annotation_without_key(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    del page.Annots[0].StructParent


@fault("page 1: an annotation is not tied to its element")
def annotation_of_another_element(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    nums = parents(pdf)
    place = [int(key) for key in nums[::2]].index(int(page.Annots[0].StructParent))
    nums[2 * place + 1] = elements(pdf, "H1")[0]


@fault("page 1: a link does not say where it leads")
def link_without_words(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    del page.Annots[0].Contents


@fault("page 1: an annotation does something other than open an address")
def link_that_runs_a_script(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    page.Annots[0].A = script()


@fault("page 1: it contains an action that runs by itself")
def page_that_acts(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    page.AA = Dictionary(O=script())


@fault("page 1: its links are not in the same order as the tags")
def other_tab_order(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    page.Tabs = Name.R


@fault("page 1: the beginnings and ends of marked content do not match")
def unclosed_mark(pdf: pikepdf.Pdf) -> None:
    recode(pdf, b"\nEMC\n", b"\n")


@fault("page 1: the beginnings and ends of marked content do not match")
def end_without_beginning(pdf: pikepdf.Pdf) -> None:
    recode(pdf, b"/Artifact BMC", b"EMC /Artifact BMC")


@fault("page 1: something is drawn that is neither tagged nor marked as decoration")
def loose_drawing(pdf: pikepdf.Pdf) -> None:
    recode(pdf, b"/Artifact BMC", b"0 0 9 9 re f /Artifact BMC")


@fault("page 1: marked content 1 is drawn 2 times")
def mark_drawn_twice(pdf: pikepdf.Pdf) -> None:
    recode(pdf, b"<</MCID 2>>", b"<</MCID 1>>")


@fault("page 1: marked content 99 belongs to 0 elements")
def mark_of_nobody(pdf: pikepdf.Pdf) -> None:
    recode(pdf, b"<</MCID 0>>", b"<</MCID 99>>")


@fault("page 1: marked content 0 belongs to 2 elements")
def mark_of_two(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].K.append(0)


@fault("1 pieces of marked content that the tags name are not drawn on any page")
def tag_of_nothing(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].K.append(77)


@fault("page 1: marked content 0 has a different owner in the parent tree")
def swapped_parents(pdf: pikepdf.Pdf) -> None:
    owners = next(owner for owner in list(parents(pdf)) if isinstance(owner, Array))
    owners[0], owners[1] = owners[1], owners[0]


@fault("page 1: marked content 0 has a different owner in the parent tree")
def page_without_key(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    del page.StructParents


@fault("page 1: marked content 0 is empty: what was there is gone")
def words_taken_away(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    code = page.Contents.read_bytes()
    begin = code.index(b"<</MCID 0>>")
    start, end = code.index(b"BT", begin), code.index(b"ET", begin) + 2
    page.Contents.write(code[:start] + code[end:])


@fault("page 2: part of it is cut off")
def cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].CropBox = Array([0, 0, 612, 400])


@fault("page 1: its size does not match any paper size")
def other_size(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, 10, 10])


@fault("page 1: its size does not match any paper size")
def moved_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 300, 612, 1092])


@fault("its pages have different sizes")
def two_papers(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = Array([0, 0, 595.28, 841.89])


@fault("page 2: it is turned")
def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Rotate = 180


@fault("page 1: it is scaled larger or smaller than it was drawn")
def other_unit(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].UserUnit = 2


@fault("the file has layers that can be switched off")
def layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


@pytest.mark.parametrize("kind", ["FreeText", "Stamp", "Widget", "Text", "Square", "Redact"])
def test_what_is_put_on_a_page(kind: str) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        entries = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([9, 9, 99, 99]))
        note = pdf.make_indirect(entries)
        pdf.pages[1].Annots = Array([note])
        if kind == "Widget":
            pdf.Root.AcroForm = Dictionary(Fields=Array([note]))

    assert "page 2: something was added to it: a comment, a stamp or a field" in verify_pdf(changed(add))


@fault("page 1: a link on it has its own appearance")
def painted_link(pdf: pikepdf.Pdf) -> None:
    page: Any = pdf.pages[0]
    page.Annots[0].AP = Dictionary()


@fault("page 3: it is empty")
def blank_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(612, 792))


@fault("page 3: nothing on it is tagged")
def page_of_decoration(pdf: pikepdf.Pdf) -> None:
    page = pdf.add_blank_page(page_size=(612, 792))
    page.Contents = pdf.make_stream(b"/Artifact BMC 9 9 99 99 re f EMC")


@fault("page 1: it uses a gradient that is not in the file")
def gradient_in_a_form(pdf: pikepdf.Pdf) -> None:
    """A logo with a gradient: "0 complaints", and a black mark."""
    page: Any = pdf.pages[0]
    next(found for found in page.Resources.XObject.values() if found.Subtype == Name.Form).write(b"/Sh0 sh")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (b"/G0 gs", "setting"),
        (b"/X9 Do", "picture"),
        (b"BT /F9 9 Tf ET", "typeface"),
        (b"/CS0 cs 1 scn", "colour space"),
        (b"/Pattern cs /P0 scn", "pattern"),
        (b"/OC /MC0 BDC EMC", "property"),
        (b"q /Fm0 Do Q", "gradient"),
        (b"/Pattern cs /Tile scn", "setting"),
    ],
)
def test_every_name_is_in_the_resources(code: bytes, what: str) -> None:
    def use(pdf: pikepdf.Pdf) -> None:
        page: Any = pdf.pages[0]
        inner = pdf.make_stream(b"(/X9 Do) Tj /Sh1 sh")
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        outer = pdf.make_stream(b"/Fm1 Do")
        outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(Fm1=inner))
        inner.Resources = Dictionary()
        tile = pdf.make_stream(b"/G1 gs 0 0 1 1 re f")
        tile.PatternType, tile.Resources = 1, Dictionary()
        page.Resources.XObject.Fm0 = outer
        page.Resources.Pattern = Dictionary(Tile=tile)
        page.Contents.write(page.Contents.read_bytes() + b"\n/Artifact BMC " + code + b" EMC\n")

    assert f"page 1: it uses a {what} that is not in the file" in verify_pdf(changed(use))


@fault("the font {font} is damaged or not the right one: its letters may be wrong")
def other_program(pdf: pikepdf.Pdf) -> None:
    one, other = fonts(pdf)[:2]
    one.FontDescriptor.FontFile2 = other.FontDescriptor.FontFile2


@fault("the font {font} gives different characters from those that its letters show")
def other_characters(pdf: pikepdf.Pdf) -> None:
    characters = fonts(pdf)[0].ToUnicode
    characters.write(characters.read_bytes().replace(b"<0065>", b"<0061>"))


@given(st.data())
@settings(deadline=None, max_examples=25)
def test_streams_that_cannot_be_unpacked_whole(data: st.DataObject) -> None:
    """64 zero bytes in the program of a typeface took the "Call 911" list off a page that was passed."""
    whole = good()
    spots = [match.end() for match in re.finditer(rb"/Filter /FlateDecode/Length \d+>>\nstream\n", whole)]
    start = data.draw(st.sampled_from(spots[:-1]))
    place = data.draw(st.integers(start + 2, whole.index(b"\r\nendstream", start) - 1))
    byte = data.draw(st.integers(1, 255))
    damaged = whole[:place] + bytes([whole[place] ^ byte]) + whole[place + 1 :]
    said = verify_pdf(damaged)
    assert any("streams are damaged" in words or "cannot be read as a PDF" in words for words in said)


@fault("the file cannot be read as a PDF: the structure tree has no end")
def tree_that_bites_its_tail(pdf: pikepdf.Pdf) -> None:
    (top,) = elements(pdf, "Document")
    elements(pdf, "H1")[0].K = Array([top])


def test_good_file_has_no_complaint_even_when_saved_anew() -> None:
    assert verify_pdf(good()) == ()
    assert verify_pdf(good(), pages=2) == ()
    assert verify_pdf(changed(lambda pdf: None)) == ()


@pytest.mark.parametrize("name", FAULTS)
def test_seeded_fault_is_found(name: str) -> None:
    complaint, change = FAULTS[name]
    with pikepdf.open(BytesIO(good())) as pdf:
        font = str(fonts(pdf)[0].BaseFont)[1:]
    assert complaint.format(font=font) in verify_pdf(changed(change))


def test_wrong_number_of_pages() -> None:
    assert verify_pdf(good(), pages=1) == ("the file has 2 pages but should have 1",)


@pytest.mark.parametrize("strength", [4, 6])
def test_encrypted_file(strength: Any) -> None:
    lock = pikepdf.Encryption(owner="o", user="u", R=strength, aes=strength == 6, metadata=strength == 6)
    data = changed(lambda pdf: None, encryption=lock)
    assert verify_pdf(data) == ("the file is encrypted",)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n", good()[:5000], good()[5000:]])
def test_what_is_no_whole_pdf(data: bytes) -> None:
    assert verify_pdf(data)[0].startswith("the file cannot be read as a PDF: ")


@pytest.mark.slow
@given(st.integers(0, 27_000), st.binary(min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_damaged_bytes_never_raise(place: int, damage: bytes) -> None:
    data = good()
    complaints = verify_pdf(data[:place] + damage + data[place + len(damage) :])
    assert all(isinstance(words, str) and words for words in complaints)
