"""The file content/clinic.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from clinicpress.content.models.base import (
    AssetPath,
    Form,
    Id,
    Language,
    Model,
    Named,
    ProperName,
    ShortText,
    TextForm,
    Url,
)
from clinicpress.content.models.declaring import Field
from clinicpress.messages import later
from clinicpress.units import Paper

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_PHONE = Form(
    r"[0-9+()\-. /]{5,24}",
    later("model.a-phone-number"),
    later("model.write-a-phone-number"),
    "(555) 555-0100",
)
_COUNTRY = Form(r"[A-Z]{2}", later("model.a-country"), later("model.write-a-country"), "US")
_EMERGENCY = Form(
    r"[0-9 ]{2,12}", later("model.an-emergency-number"), later("model.write-an-emergency-number"), "911"
)


class Clinic(Model):
    """The clinic that the pages come from, and how it prints them by default."""

    name: ProperName = Field(
        description="The clinic's name as patients know it.", examples=["Example Physical Therapy"]
    )
    phone: Annotated[str, TextForm("name"), _PHONE] = Field(
        description="The number that patients call.", examples=["(555) 555-0100"]
    )
    hours: ShortText | None = Field(
        None, description="When somebody answers it.", examples=["Monday to Friday, 8 to 5"]
    )
    after_hours: ShortText | None = Field(None, description="Whom to call when the clinic is closed.")
    address: Annotated[tuple[Named, ...], Field(max_length=4)] = Field(
        (), description="Its address, line by line."
    )
    web: Url | None = Field(None, description="Its web address.", examples=["https://www.example.com"])
    country: Annotated[str, _COUNTRY] = Field(
        "US", description="Sets the emergency number and the first day of the week.", examples=["US"]
    )
    emergency_number: Annotated[str, _EMERGENCY] | None = Field(
        None, description="The emergency number, if not the country's.", examples=["911"]
    )
    first_weekday: Weekday | None = Field(
        None, description="The first day of the week, if not the country's."
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = Field(
        ("en",), description="The languages of the pages.", examples=[["en"]]
    )
    paper: Paper = Field("letter", description="The paper in the clinic's printer.")
    append: AssetPath | None = Field(
        None,
        description="The clinic's own PDF, such as a consent form, added after each patient's sheet.",
        examples=["assets/forms/consent.pdf"],
    )
    brand: Id = Field(
        description="The brand's id, a file in assets/brands without .yaml.", examples=["advance"]
    )
