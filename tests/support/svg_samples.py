# ruff: noqa: E501  (lines of XML)
"""SVG drawings over all that a drawing program may write, made by rule from a number."""

from __future__ import annotations

import random

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 80">'
)
COLOURS = (
    "#0B625E",
    "tomato",
    "rgb(30, 60, 200)",
    "hsl(280, 60%, 40%)",
    "black",
    "#E0A030",
    "rgba(0,90,0,.6)",
)
SPREADS = ("pad", "reflect", "repeat")
BLENDS = ("multiply", "screen", "overlay", "darken", "difference", "hue", "color-dodge")
FILTERS = (
    '<feGaussianBlur stdDeviation="3"/>', '<feOffset dx="8" dy="4"/>', '<feColorMatrix type="saturate" values="0"/>',
    '<feDropShadow dx="4" dy="4" stdDeviation="2"/>', '<feMorphology operator="dilate" radius="2"/>',
    '<feFlood flood-color="green"/><feComposite in2="SourceGraphic" operator="in"/>',
    '<feTurbulence baseFrequency=".08" seed="3"/>',
    '<feComponentTransfer><feFuncR type="table" tableValues="1 0"/></feComponentTransfer>',
)  # fmt: skip


def drawing(number: int) -> str:
    """The drawing of that number: each of `KINDS` in turn, with other shapes and colours each time."""
    chance = random.Random(number)
    return KINDS[number % len(KINDS)](chance)


def shape(chance: random.Random, attributes: str = "") -> str:
    """A shape with a colour unless ``attributes`` give it one."""
    if "fill=" not in attributes and "fill:" not in attributes:
        attributes += f' fill="{chance.choice(COLOURS)}"'
    x, y = chance.randrange(5, 120), chance.randrange(5, 40)
    wide, tall = chance.randrange(20, 75), chance.randrange(15, 35)
    return chance.choice(
        (
            f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="{chance.choice((0, 4))}" {attributes}/>',
            f'<circle cx="{x + 20}" cy="{y + 12}" r="{tall / 2}" {attributes}/>',
            f'<ellipse cx="{x + 20}" cy="{y + 12}" rx="{wide / 2}" ry="{tall / 2}" {attributes}/>',
            f'<polygon points="{x},{y} {x + wide},{y + 5} {x + wide / 2},{y + tall}" {attributes}/>',
            f'<path d="M{x} {y}c10 -5 {wide} 0 {wide} {tall}s-20 10 -{wide} 0q5 -20 0 -{tall}z" {attributes}/>',
            f'<path d="M{x} {y}h{wide}v{tall}h-{wide}zM{x + 5} {y + 5}v8h8v-8z" fill-rule="evenodd" {attributes}/>',
            f'<path d="M{x} {y}a{tall} {tall / 2} 30 1 0 {wide} 10z" {attributes}/>',
        )
    )


def _whole(*parts: str) -> str:
    return HEAD + "".join(parts) + "</svg>"


def _stops(chance: random.Random) -> str:
    colours = chance.sample(COLOURS[:5], 3)
    opacity = chance.choice(("", ' stop-opacity=".4"'))
    return "".join(
        f'<stop offset="{offset}" stop-color="{colour}"{opacity}/>'
        for offset, colour in zip((0, chance.choice((".3", "60%")), 1), colours, strict=True)
    )


def plain(chance: random.Random) -> str:
    return _whole(*(shape(chance) for _ in range(5)))


def strokes(chance: random.Random) -> str:
    line = (
        f'fill="none" stroke="{chance.choice(COLOURS)}" stroke-width="{chance.choice((0.4, 1, 3, 9))}" '
        f'stroke-linejoin="{chance.choice(("miter", "round", "bevel"))}" stroke-miterlimit="{chance.choice((1, 4))}" '
        f'stroke-linecap="{chance.choice(("butt", "round", "square"))}" '
    )
    dash = chance.choice(("", 'stroke-dasharray="9 4 2" stroke-dashoffset="3"', 'stroke-dasharray="5%"'))
    return _whole(f'<path d="M15 60L50 15L70 65L95 20H150" {line}{dash}/>', shape(chance, line))


def linear(chance: random.Random) -> str:
    spread = chance.choice(SPREADS)
    return _whole(
        f'<linearGradient id="g" x2=".6" y2="{chance.random():.2f}" spreadMethod="{spread}">',
        _stops(chance), "</linearGradient>", shape(chance, 'fill="url(#g)"'),
        shape(chance, 'fill="none" stroke="url(#g)" stroke-width="6"'),
    )  # fmt: skip


def radial(chance: random.Random) -> str:
    units = chance.choice(("", 'gradientUnits="userSpaceOnUse" cx="90" cy="40" r="60" fx="70"'))
    return _whole(
        f'<radialGradient id="g" {units} gradientTransform="skewX({chance.randrange(30)})">', _stops(chance),
        '</radialGradient><radialGradient id="h" xlink:href="#g"/>', shape(chance, 'fill="url(#h)"'),
    )  # fmt: skip


def pattern(chance: random.Random) -> str:
    return _whole(
        '<pattern id="p" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(20)">',
        '<circle cx="5" cy="5" r="4" fill="teal"/><rect x="8" y="8" width="4" height="4"/></pattern>',
        shape(chance, 'fill="url(#p)" stroke="black"'),
    )


def clip(chance: random.Random) -> str:
    units = chance.choice(("", 'clipPathUnits="objectBoundingBox" transform="scale(.01)"'))
    return _whole(
        f'<clipPath id="c" {units}>', shape(chance), shape(chance), "</clipPath>",
        f'<g clip-path="url(#c)"><rect width="200" height="80" fill="navy"/>{shape(chance)}</g>', shape(chance),
    )  # fmt: skip


def mask(chance: random.Random) -> str:
    kind = chance.choice(("", 'mask-type="alpha"'))
    return _whole(
        f'<mask id="m" {kind} maskUnits="userSpaceOnUse" x="0" y="0" width="200" height="80">',
        shape(chance, 'fill="white"'), shape(chance, 'fill="gray"'),
        '</mask><g mask="url(#m)"><rect width="200" height="80" fill="darkred"/></g>', shape(chance),
    )  # fmt: skip


def filtered(chance: random.Random) -> str:
    inside = chance.choice(FILTERS)
    return _whole(f'<filter id="f">{inside}</filter>', shape(chance, 'filter="url(#f)"'), shape(chance))


def opacity(chance: random.Random) -> str:
    return _whole(
        shape(chance), f'<g opacity=".{chance.randrange(2, 9)}">', shape(chance), shape(chance), "</g>",
        shape(chance, 'fill-opacity=".5" stroke="black" stroke-opacity=".3" stroke-width="4"'),
    )  # fmt: skip


def blend(chance: random.Random) -> str:
    mode = chance.choice(BLENDS)
    isolated = chance.choice(("", ";isolation:isolate"))
    return _whole(
        f'<g style="opacity:1{isolated}">',
        shape(chance),
        shape(chance, f'style="mix-blend-mode:{mode}"'),
        "</g>",
    )


def transforms(chance: random.Random) -> str:
    turn = chance.choice(
        ("rotate(25 60 40)", "translate(20,5) scale(.8 1.2)", "skewX(20)", "matrix(1 .2 -.3 1 9 0)")
    )
    origin = chance.choice(("", 'transform-origin="40 30"', 'transform-origin="center"'))
    return _whole(f'<g transform="{turn}" {origin}>', shape(chance), shape(chance), "</g>", shape(chance))


def nested(chance: random.Random) -> str:
    fit = chance.choice(("xMidYMid meet", "xMinYMax slice", "none"))
    return _whole(
        f'<svg x="30" y="10" width="{chance.choice(("50%", "120"))}" height="50" viewBox="0 0 200 80" ',
        f'preserveAspectRatio="{fit}" overflow="{chance.choice(("hidden", "visible"))}">',
        shape(chance), shape(chance), "</svg>",
    )  # fmt: skip


def used(chance: random.Random) -> str:
    symbol = chance.choice(("symbol", "g"))
    box = 'viewBox="0 0 200 80"' if symbol == "symbol" else ""
    return _whole(
        f'<defs><{symbol} id="s" {box}>', shape(chance, 'fill="inherit"'), f"</{symbol}></defs>",
        '<use xlink:href="#s" width="100" height="60" fill="crimson"/>',
        '<use href="#s" x="50" y="10" width="100" height="50" transform="rotate(10)" style="fill:seagreen"/>',
    )  # fmt: skip


def switch(chance: random.Random) -> str:
    return _whole(
        '<switch><foreignObject requiredExtensions="http://ns.adobe.com/x"/>',
        f"<g>{shape(chance)}</g><g>{shape(chance)}</g></switch>",
        f'<g systemLanguage="fr">{shape(chance)}</g>{shape(chance)}',
    )


def markers(chance: random.Random) -> str:
    orient = chance.choice(("auto", "auto-start-reverse", "45"))
    return _whole(
        f'<marker id="k" orient="{orient}" markerWidth="4" markerHeight="4" refX="2" refY="2">',
        '<path d="M0 0L4 2L0 4z"/></marker>',
        '<path d="M20 60L60 20L120 60L170 20" fill="none" stroke="black" stroke-width="3" ',
        'marker-start="url(#k)" marker-mid="url(#k)" marker-end="url(#k)"/>', shape(chance),
    )  # fmt: skip


def styled(chance: random.Random) -> str:
    return _whole(
        "<style>.a { fill: #1a7; } #b, g > rect { fill: orange; stroke: currentColor } circle.a { fill: red }",
        "g path:first-child { opacity: .5 } * { stroke-width: 2px } .a { fill: purple !important }</style>",
        '<g color="blue" id="b">', shape(chance, 'class="a" style="fill:lime"'), shape(chance, 'style="fill:inherit"'),
        shape(chance, 'style="fill: currentColor; visibility: hidden"'), "</g>",
        shape(chance, 'fill="currentColor" class="a"'), shape(chance, 'style="display:none; fill:red"'),
    )  # fmt: skip


def painted(chance: random.Random) -> str:
    return _whole(
        shape(chance, 'fill="tan" stroke="black" stroke-width="8" paint-order="stroke"'),
        shape(chance, 'fill="url(#nothing) green"'), shape(chance, 'fill="none" stroke="red" vector-effect="non-scaling-stroke"'),
    )  # fmt: skip


def sized(chance: random.Random) -> str:
    size = chance.choice(
        (
            'width="60mm" height="24mm" viewBox="-10 -10 220 100"', 'width="100%" height="100%" viewBox="0 0 200 80"',
            'width="300" height="100" viewBox="0 0 200 80" preserveAspectRatio="xMinYMin slice"',
            'width="200pt" height="160pt" viewBox="0 0 200 80" preserveAspectRatio="none"',
            'width="120" height="120" viewBox="0 0 200 80"', 'width="200" height="80"',
            'viewBox="0 0 200000 80000"',
        )
    )  # fmt: skip
    inside = shape(chance) + shape(chance)
    grown = f'<g transform="scale(1000)">{inside}</g>' if "200000" in size else inside
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{grown}</svg>'


def percents(chance: random.Random) -> str:
    return _whole(
        f'<rect x="10%" y="20%" width="{chance.randrange(20, 60)}%" height="50%" fill="teal"/>',
        '<circle cx="75%" cy="50%" r="10%" fill="maroon"/><line x1="0" y1="100%" x2="100%" y2="0" stroke="black"/>',
    )


def bad_parts(chance: random.Random) -> str:
    """What programs write by mistake, and SVG says how to draw."""
    bad = (
        '<path d="M 20 40 L 100"/>', '<path d="M 20 40 L 100 20 X"/>', '<rect width="-5" height="9"/>',
        '<rect width="9" height="9" transform="matrix(0 0 0 0 0 0)"/>', '<polygon points="1,2,3"/>',
        '<rect width="9" height="9" transform="turn(3)"/>', '<path d="L 1 1"/>', '<circle r="0"/>',
        '<use href="#gone"/>', '<g id="loop"><use href="#loop"/></g>', '<rect fill="nocolour" width="30" height="9"/>',
    )  # fmt: skip
    return _whole(chance.choice(bad), shape(chance))


KINDS = (
    plain, strokes, linear, radial, pattern, clip, mask, filtered, opacity, blend, transforms, nested, used, switch,
    markers, styled, painted, sized, percents, bad_parts,
)  # fmt: skip
