from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

from clinicpress.pdf.metadata import srgb_profile


def test_profile_is_srgb() -> None:
    made = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    reference = ImageCms.createProfile("sRGB")
    image = Image.new("RGB", (16, 16))
    steps = [0, 1, 12, 60, 128, 200, 254, 255]
    colours = [(r, g, b) for r in steps for g in steps[::2] for b in steps]
    image.putdata(colours[:256])
    through = ImageCms.profileToProfile(image, made, reference)
    assert through is not None
    for wanted, found in zip(image.tobytes(), through.tobytes(), strict=True):
        assert abs(wanted - found) <= 1


def test_profile_says_what_it_is() -> None:
    data = srgb_profile()
    assert int.from_bytes(data[:4], "big") == len(data)
    assert data[8:12] == bytes((4, 0x20, 0, 0))
    assert data[12:24] == b"mntrRGB XYZ "
    assert data[36:40] == b"acsp"
    assert len(data) < 600
    profile = ImageCms.ImageCmsProfile(BytesIO(data)).profile
    assert profile.profile_description == "sRGB"
    assert (profile.version, profile.connection_space.strip()) == (4.2, "XYZ")
