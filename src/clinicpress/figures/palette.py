"""The colour of every role that a display list names, in colour print and in black and white."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from clinicpress.choices import Ink

if TYPE_CHECKING:
    from clinicpress.content.models.figure import Look

_Pair = tuple[str, str]

# Each colour near and far: a limb on the far side is darker, so that the two are told apart.
_SKIN: Mapping[str, _Pair] = {
    "light": ("#F5CDAB", "#E2B38E"), "tan": ("#DDA77B", "#C58F63"),
    "brown": ("#A9744A", "#8F5F3A"), "dark": ("#7A4E33", "#653F28"),
}  # fmt: skip
_HAIR: Mapping[str, str] = {
    "black": "#2B2522", "brown": "#5A3D2B", "blond": "#D9B36A",
    "red": "#A4512B", "grey": "#9AA0A4", "white": "#E4E6E8",
}  # fmt: skip
_SHIRT: Mapping[str, _Pair] = {
    "teal": ("#2F9C95", "#237F79"), "blue": ("#4A86C5", "#3B6EA5"), "green": ("#6AA65A", "#558A47"),
    "plum": ("#96629C", "#7B4E81"), "orange": ("#E2924A", "#C67B37"), "grey": ("#9AA7B0", "#82909A"),
}  # fmt: skip
_SHORTS: Mapping[str, _Pair] = {
    "navy": ("#33527A", "#27405F"), "black": ("#45484D", "#323539"),
    "grey": ("#6F7B86", "#596470"), "brown": ("#6E5646", "#574437"),
}  # fmt: skip
_OTHERS: Mapping[str, str] = {
    "line": "#23313B", "prop-line": "#4A5A66",
    "shoe": "#F5F6F7", "shoe-far": "#DDE1E5", "sole": "#8B98A3", "sole-far": "#7A8791",
    "mat": "#D3E4EC", "mat-side": "#A9C3D2", "shadow": "#DFE3E6", "shadow-mat": "#BBCFD9",
    "wood-top": "#F2E2C3", "wood": "#E6CC9F", "wood-side": "#CFAF7C", "worktop": "#F7F7F4",
    "wall": "#E6ECEF", "wall-side": "#C9D3D9", "floor": "#EEF1F3",
    "pillow": "#FBFBF7", "towel": "#F3F5F7", "metal": "#97A3AC", "band": "#F0A540", "strap": "#8A5A2B",
    "ball": "#7FB3D9", "roll": "#9CC6BF",
    "arrow": "#C9281F", "arrow-halo": "#FFFFFF", "highlight": "#FFE9E3", "highlight-line": "#BE241C",
    "bone": "#FFFFFF", "bone-line": "#55646E", "nerve": "#C4261D", "nerve-halo": "#FFFFFF",
    "pale-skin": "#F8E8DA", "pale-shirt": "#F0F4F5", "pale-shorts": "#E2EAEE", "pale-shoe": "#F4F6F7",
    "pale-sole": "#DDE3E7", "pale-line": "#6B7A83",
    "flesh": "#F7E2D2", "cartilage": "#8FCBE6", "cushion": "#3E7CAD", "bursa": "#4F9B7A",
    "tendon": "#F2C65C", "tendon-line": "#7A5910", "muscle": "#DE9C92", "muscle-line": "#9C4A41",
    "sore": "#FFE3DC", "sore-line": "#BE241C",
}  # fmt: skip
_MONO_SKIN: _Pair = ("#FFFFFF", "#E4E4E4")
_MONO_HAIR: Mapping[str, str] = {
    "black": "#3A3A3A", "brown": "#4A4A4A", "blond": "#D8D8D8",
    "red": "#6A6A6A", "grey": "#BBBBBB", "white": "#FFFFFF",
}  # fmt: skip
_MONO_SHIRT: _Pair = ("#C8C8C8", "#ABABAB")
_MONO_SHORTS: _Pair = ("#858585", "#6A6A6A")
_MONO: Mapping[str, str] = {
    "line": "#000000", "prop-line": "#000000",
    "shoe": "#FFFFFF", "shoe-far": "#E4E4E4", "sole": "#555555", "sole-far": "#555555",
    "mat": "#FFFFFF", "mat-side": "#DDDDDD", "shadow": "#E6E6E6", "shadow-mat": "#E6E6E6",
    "wood-top": "#FFFFFF", "wood": "#FFFFFF", "wood-side": "#E2E2E2", "worktop": "#FFFFFF",
    "wall": "#FFFFFF", "wall-side": "#DDDDDD", "floor": "#FFFFFF",
    "pillow": "#FFFFFF", "towel": "#FFFFFF", "metal": "#B0B0B0", "band": "#222222", "strap": "#222222",
    "ball": "#E5E5E5", "roll": "#E0E0E0",
    "arrow": "#000000", "arrow-halo": "#FFFFFF", "highlight": "#FFFFFF", "highlight-line": "#000000",
    "bone": "#FFFFFF", "bone-line": "#444444", "nerve": "#000000", "nerve-halo": "#FFFFFF",
    "pale-skin": "#FFFFFF", "pale-shirt": "#F5F5F5", "pale-shorts": "#EAEAEA", "pale-shoe": "#FFFFFF",
    "pale-sole": "#E0E0E0", "pale-line": "#555555",
    "flesh": "#EDEDED", "cartilage": "#B9B9B9", "cushion": "#6C6C6C", "bursa": "#4A4A4A",
    "tendon": "#B4B4B4", "tendon-line": "#222222", "muscle": "#CCCCCC", "muscle-line": "#4A4A4A",
    "sore": "#FFFFFF", "sore-line": "#000000",
}  # fmt: skip


def palette(ink: Ink, look: Look | None = None) -> Mapping[str, str]:
    """Role to ``#RRGGBB``, all roles; ``look`` dresses figures that do not say how they look themselves."""
    if look is None:
        return _palette(ink, "light", "brown", "teal", "navy")
    return _palette(
        ink, look.skin or "light", look.hair or "brown", look.shirt or "teal", look.shorts or "navy"
    )


@cache
def _palette(ink: Ink, skin: str, hair: str, shirt: str, shorts: str) -> Mapping[str, str]:
    mono = ink == "mono"
    roles = dict(_MONO if mono else _OTHERS)
    for kind, variants in (
        ("skin", {name: _MONO_SKIN if mono else pair for name, pair in _SKIN.items()}),
        ("shirt", {name: _MONO_SHIRT if mono else pair for name, pair in _SHIRT.items()}),
        ("shorts", {name: _MONO_SHORTS if mono else pair for name, pair in _SHORTS.items()}),
    ):
        for name, (near, far) in variants.items():
            roles[f"{kind}-{name}"], roles[f"{kind}-{name}-far"] = near, far
    for name, colour in (_MONO_HAIR if mono else _HAIR).items():
        roles[f"hair-{name}"] = colour
    for kind, chosen in (("skin", skin), ("shirt", shirt), ("shorts", shorts)):
        roles[kind], roles[f"{kind}-far"] = roles[f"{kind}-{chosen}"], roles[f"{kind}-{chosen}-far"]
    roles["hair"] = roles[f"hair-{hair}"]
    return MappingProxyType(dict(sorted(roles.items())))


def role_for(role: str, look: Look | None) -> str:
    """The role a figure uses for ``role`` when its own look says how it is dressed."""
    kind, _, far = role.partition("-")
    dressed = look is not None and kind in ("skin", "hair", "shirt", "shorts")
    chosen = getattr(look, kind, None) if dressed else None
    if chosen is None:
        return role
    return f"{kind}-{chosen}-{far}" if far else f"{kind}-{chosen}"
