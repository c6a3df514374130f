"""A clinic's own PDF among our pages: what it draws is carried, once; what would be lost is refused."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from clinicpress.pdf import foreign
from clinicpress.pdf.encryption import encrypted
from clinicpress.pdf.foreign import ForeignPages
from clinicpress.pdf.objects import Name as OurName
from clinicpress.pdf.objects import ObjectFile, Ref
from clinicpress.problems import ContentError, Source
from clinicpress.proof.pagetexts import page_texts_of

GREY = b"\x00\x80\xff)"


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    buffer = BytesIO()
    pdf.save(buffer, **how)
    return buffer.getvalue()


def consent(*, pages: int = 2) -> pikepdf.Pdf:
    """Pages with what a page can inherit, two streams of content, a form, a fine matrix and a string."""
    pdf = pikepdf.new()
    form = Stream(pdf, b"0.123456 g 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form)
    form.BBox = Array([0, 0, 10, 10])
    form.Matrix = Array([1, 0, 0, 1, 0, 0])
    form.Matrix[0] = 0.000625
    form.StructParent = 4
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    colours = Array([Name.Indexed, Name.DeviceGray, 3, pikepdf.String(GREY)])
    head = Stream(pdf, b"q BT /F1 12 Tf 20 100 Td")
    for number in range(pages):
        tail = Stream(pdf, f"(Consent {number + 1}) Tj ET /OC Do Q".encode())
        pdf.pages.append(pikepdf.Page(Dictionary(Type=Name.Page, Contents=Array([head, tail]))))
    root = pdf.Root.Pages
    root.MediaBox, root.Rotate = Array([0, 0, 300, 200]), 90
    root.Resources = Dictionary(
        Font=Dictionary(F1=pdf.make_indirect(font)),
        XObject=Dictionary(OC=form),
        ColorSpace=Dictionary(CS=pdf.make_indirect(colours)),
    )
    return pdf


def file_with(pages: ForeignPages, *, times: int = 1) -> bytes:
    out = BytesIO()
    file = ObjectFile(out.write)
    tree = file.reserve()
    refs = [ref for _ in range(times) for ref in pages.add_to(file, tree)]
    file.put(tree, {"Type": OurName("Pages"), "Kids": refs, "Count": len(refs)})
    file.finish(file.add({"Type": OurName("Catalog"), "Pages": tree}), file.add({"Title": "T"}))
    return out.getvalue()


def pictures(data: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=1).to_pil().tobytes() for page in document]


def test_pages_look_and_read_as_in_their_own_file() -> None:
    own = saved(consent())
    ours = file_with(ForeignPages.load(own))
    assert pictures(ours) == pictures(own)
    assert list(page_texts_of(ours)) == list(page_texts_of(own)) == ["Consent 1", "Consent 2"]


def test_what_pages_inherit_is_theirs() -> None:
    own = saved(consent())
    assert b"/MediaBox" not in own.partition(b"/Contents")[2]
    with pikepdf.open(BytesIO(file_with(ForeignPages.load(own)))) as pdf:
        page = pdf.pages[1].obj
        assert page.MediaBox == Array([0, 0, 300, 200])
        assert int(page.Rotate) == 90
        assert page.Parent.objgen == pdf.Root.Pages.objgen


def test_numbers_keep_their_digits_and_strings_their_bytes() -> None:
    with pikepdf.open(BytesIO(file_with(ForeignPages.load(saved(consent()))))) as pdf:
        resources = pdf.pages[0].obj.Resources
        assert str(resources.XObject.OC.Matrix[0]) == "0.000625"
        assert bytes(resources.ColorSpace.CS[3]) == GREY
        assert "/StructParent" not in resources.XObject.OC


def test_many_patients_share_what_is_drawn() -> None:
    pages = ForeignPages.load(saved(consent()))
    once, often = file_with(pages), file_with(pages, times=500)
    assert len(list(page_texts_of(often))) == 1000
    assert len(re.findall(rb"\bstream\n", often)) < 30
    with pikepdf.open(BytesIO(once)) as few, pikepdf.open(BytesIO(often)) as many:
        assert len(many.objects) - len(few.objects) < 998 + 10
        assert many.pages[0].obj.Contents[0].objgen == many.pages[998].obj.Contents[0].objgen


def test_pages_for_another_process() -> None:
    """Only the dictionaries go there; what they draw is in the file already."""
    file = ObjectFile(BytesIO().write)
    shared = ForeignPages.load(saved(consent())).share(file)
    assert pickle.loads(pickle.dumps(shared)).entries(Ref(9)) == shared.entries(Ref(9))
    assert shared.entries(Ref(9))[0]["Parent"] == Ref(9)


def test_each_file_gets_its_own() -> None:
    pages = ForeignPages.load(saved(consent()))
    assert file_with(pages) == file_with(pages)
    assert len(pages) == 2


def test_links_and_scripts_stay_behind() -> None:
    pdf = consent()
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F="x.exe")
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.attachments["x.txt"] = b"attached"
    with pikepdf.open(BytesIO(file_with(ForeignPages.load(saved(pdf))))) as ours:
        assert sorted(ours.pages[0].obj.keys()) == [
            "/Contents", "/MediaBox", "/Parent", "/Resources", "/Rotate", "/Type",
        ]  # fmt: skip
        assert sorted(ours.Root.keys()) == ["/Pages", "/Type"]
        assert not [each for each in ours.objects if isinstance(each, Dictionary) and "/JS" in each]


def test_objects_that_lead_to_each_other_have_an_end() -> None:
    pdf = consent(pages=1)
    first = pdf.make_indirect(Dictionary(Type=Name.ExtGState))
    for _ in range(3000):
        first = pdf.make_indirect(Dictionary(Next=first))
    pdf.Root.Pages.Resources.ExtGState = Dictionary(A=first)
    first.Back = first
    assert list(page_texts_of(file_with(ForeignPages.load(saved(pdf))))) == ["Consent 1"]


def test_pages_of_ours_are_encrypted_with_ours() -> None:
    locked = encrypted(file_with(ForeignPages.load(saved(consent()))), "secret")
    assert list(page_texts_of(locked, password="secret")) == ["Consent 1", "Consent 2"]
    with pikepdf.open(BytesIO(locked), password="secret") as pdf:
        assert bytes(pdf.pages[0].obj.Resources.ColorSpace.CS[3]) == GREY


def form() -> bytes:
    pdf = consent()
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="name"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)


def stamped() -> bytes:
    pdf = consent()
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]))
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def layered() -> bytes:
    pdf = consent()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return saved(pdf)


def elsewhere() -> bytes:
    pdf = consent()
    pdf.Root.Pages.Resources.XObject.OC.F = "other.bin"
    return saved(pdf)


REFUSED: dict[str, Callable[[], bytes]] = {
    "this is not a PDF": lambda: b"PK\x03\x04 a word processor's file",
    "the PDF is encrypted": lambda: saved(consent(), encryption=pikepdf.Encryption(owner="o", user="u")),
    "the PDF has no pages": lambda: saved(pikepdf.new()),
    "the PDF has form fields, which would be lost": form,
    "page 2 of the PDF has a comment or a stamp, which would be lost": stamped,
    "the PDF has hidden layers, which would become visible": layered,
    "part of the PDF is in another file": elsewhere,
    "the PDF is damaged and cannot be read": lambda: saved(consent())[:200],
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_carried_is_one_clear_problem(message: str) -> None:
    with pytest.raises(ContentError) as caught:
        ForeignPages.load(REFUSED[message](), "assets/forms/consent.pdf")
    [problem] = caught.value.problems
    assert (problem.message, problem.source) == (message, Source("assets/forms/consent.pdf"))
    assert problem.hint


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="the file cannot be read"):
        ForeignPages.load(tmp_path / "none.pdf")


def test_a_file_from_the_disk(tmp_path: Path) -> None:
    (tmp_path / "consent.pdf").write_bytes(saved(consent()))
    assert len(ForeignPages.load(tmp_path / "consent.pdf")) == 2


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "LARGEST", 100)
    with pytest.raises(ContentError, match="MB"):
        ForeignPages.load(saved(consent()))
