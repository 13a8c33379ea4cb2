"""The card of a release: one picture made from its words, for feeds that show pictures and for link previews.

Every card carries the way to check it: short address, code to read aloud, QR. Values in, PNG out; nothing is read but
the fonts, which lie in their packages.
"""

from __future__ import annotations

import importlib.resources
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import segno
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

# The tokens of the light theme (docs/looks.md): a picture has no theme of its own.
PAPER, RAISED, INK, INK_2 = "#F5EFE3", "#FFFDF8", "#14213A", "#434D66"
LINE, BAMBOO, AMBER, NEGATIVE = "#DCD2BE", "#8A5A12", "#BA7C1E", "#A23A1A"
COLOURS = 64  # of the palette: flat areas and smooth letters need no more
MOST_LETTERS = 700  # of any text that is set: no card holds more
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"')]*\s+")


class Shape(Enum):
    """Width and height in pixels."""

    TALL = (1080, 1350)  # Instagram and Facebook, 4:5
    WIDE = (1200, 630)  # Open Graph: link previews


@dataclass(frozen=True, slots=True)
class Card:
    """The words on a card, in the language of the release. Empty ones leave no gap."""

    institution: str
    kind: str  # "Siaran pers"
    number: str
    title: str
    short_url: str  # kpp.example/r/k7f2q, without the scheme
    qr_url: str
    lead: str = ""
    date: str = ""  # "Selasa, 24 November 2026"
    figure: str = ""  # "12.480"
    figure_label: str = ""  # "pemohon terdampak"
    check: str = ""  # "Periksa keasliannya"
    spoken: str = ""  # "Kode ucap: bambu laut tujuh"
    emblem: bytes = b""  # the institution's own sign as PNG; the slit of the drum stands in its place without
    stamp: str = ""  # "Dicabut", over the kind: what everyone who sees the old card must know


def card_png(card: Card, shape: Shape) -> bytes:
    """Return the card as PNG. The same words give the same picture."""
    width, height = shape.value
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    tall = shape is Shape.TALL
    margin = 84 if tall else 64
    foot = height - (300 if tall else 180)
    _head(picture, draw, card, margin, width, tall=tall)
    top = _kind_line(draw, card, margin, 216 if tall else 138, tall=tall)
    _body(draw, card, (margin, top, width - margin, foot - 24), tall=tall)
    _foot(picture, draw, card, (margin, foot, width - margin, height), tall=tall)
    file = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6
    )
    return file.getvalue()


# --- the parts -------------------------------------------------------------------------------------------------------


def _slit(picture: Image.Image, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """The slit of the drum, drawn four times as large and brought down, for Pillow's own curves have steps."""
    mask = Image.new("L", (size[0] * 4, size[1] * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * 4 - 1, size[1] * 4 - 1), radius=size[0] * 2, fill=255)
    picture.paste(AMBER, corner, mask.resize(size, Image.Resampling.LANCZOS))


def _head(picture: Image.Image, draw: ImageDraw.ImageDraw, card: Card, margin: int, width: int, *, tall: bool) -> None:
    top, size = (84, 34) if tall else (56, 26)
    beside = _emblem(picture, card.emblem, (margin, top), round(size * 2.3)) if card.emblem else 36
    if not card.emblem:
        _slit(picture, (margin, top), (12, round(size * 1.5)))
    font = sans(size, 700)
    name = _fit_line(card.institution, font, width - 2 * margin - beside)
    draw.text((margin + beside, top + size * 0.75), name, font=font, fill=INK, anchor="lm")
    line = top + size * 1.5 + (42 if tall else 20)
    draw.line((margin, line, width - margin, line), fill=LINE, width=2)


def _emblem(picture: Image.Image, file: bytes, corner: tuple[int, int], height: int) -> int:
    """Put the emblem in the slit's place, middle to middle; return how far the name stands from the margin."""
    with Image.open(io.BytesIO(file), formats=("PNG",)) as sign:
        drawn = sign.convert("RGBA")
    drawn = drawn.resize((max(1, round(drawn.width * height / drawn.height)), height), Image.Resampling.LANCZOS)
    if drawn.width > 4 * height:
        drawn.thumbnail((4 * height, height), Image.Resampling.LANCZOS)
    middle = corner[1] + height / 2.3 * 0.75
    picture.paste(drawn, (corner[0], round(middle - drawn.height / 2)), drawn)
    return drawn.width + 22


def _kind_line(draw: ImageDraw.ImageDraw, card: Card, margin: int, top: int, *, tall: bool) -> float:
    size = 32 if tall else 24
    font = sans(size, 700)
    x = float(margin)
    if card.stamp:
        draw.text((x, top), card.stamp, font=font, fill=NEGATIVE)
        x += font.getlength(card.stamp) + size * 0.6
    what, room = f"{card.kind} {card.number}".strip(), draw.im.size[0] - margin - x
    words = " · ".join(part for part in (what, card.date) if part)
    # Half a date would be wrong: it goes as a whole, or not at all.
    words = words if font.getlength(_printable(words)) <= room else _fit_line(what, font, room)
    draw.text((x, top), _printable(words), font=font, fill=BAMBOO)
    return top + size * 1.9


def _body(draw: ImageDraw.ImageDraw, card: Card, box: tuple[float, float, float, float], *, tall: bool) -> None:
    left, top, right, bottom = box
    room = bottom - top
    sizes = range(84, 43, -4) if tall else range(60, 31, -4)
    lines, size = _fit(card.title, sizes, right - left, room * (0.62 if tall else 0.78))
    y = top
    for line in lines:
        draw.text((left, y), line, font=serif(size, 600), fill=INK)
        y += size * 1.16
    y += 30 if tall else 18
    if card.figure and tall and y + 190 < bottom:
        y = _figure(draw, card, left, y, right)
    reading = 38 if tall else 26
    for line in _lead(card.lead, serif(reading, 400), right - left, int((bottom - y) // (reading * 1.5))):
        draw.text((left, y), line, font=serif(reading, 400), fill=INK_2)
        y += reading * 1.5


def _figure(draw: ImageDraw.ImageDraw, card: Card, left: float, y: float, right: float) -> float:
    font, words = sans(104, 800), sans(34, 600)
    figure = _fit_line(card.figure, font, right - left)
    draw.text((left, y), figure, font=font, fill=INK)
    beside = left + font.getlength(figure) + 26
    label = wrap(card.figure_label, words, right - beside)[:2] if right - beside > 160 else []
    for number, line in enumerate(label):
        draw.text((beside, y + 38 + 42 * number), line, font=words, fill=INK_2)
    return y + 160


def _foot(
    picture: Image.Image,
    draw: ImageDraw.ImageDraw,
    card: Card,
    box: tuple[float, float, float, float],
    *,
    tall: bool,
) -> None:
    left, top, right, bottom = box
    draw.line((left, top, right, top), fill=LINE, width=2)
    side = int((bottom - top) * (0.66 if tall else 0.72))
    corner = (int(right) - side, int(top) + (44 if tall else 26))
    code = _qr(card.qr_url, side)
    picture.paste(code, corner)
    size = 30 if tall else 22
    y = top + (52 if tall else 32)
    texts = [(card.check, sans(size, 600), INK_2), (card.short_url, sans(round(size * 1.25), 800), INK)]
    texts.append((card.spoken, sans(size, 700), BAMBOO))
    for text, font, fill in texts:
        for line in wrap(text, font, corner[0] - left - 30)[:2]:
            draw.text((left, y), line, font=font, fill=fill)
            y += font.size * 1.45


def _qr(address: str, side: int) -> Image.Image:
    """The address as QR, error correction M (15 %): a card is photographed from screens and paper."""
    code = segno.make(address, error="m", micro=False)
    modules = code.symbol_size(border=2)[0]
    file = io.BytesIO()
    code.save(file, kind="png", scale=max(1, side // modules), border=2, dark=INK, light=RAISED)
    return Image.open(file).convert("RGB").resize((side, side), Image.Resampling.NEAREST)


# --- setting text ----------------------------------------------------------------------------------------------------


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return the lines of `text` that fit into `width`, broken at spaces, and inside a word that is wider alone."""
    lines: list[str] = []
    line = ""
    for word in _printable(text).split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _break(word, font, width)
        lines.extend(full)
    return [*lines, line] if line else lines


def _break(word: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and font.getlength(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _fit(text: str, sizes: Iterable[int], width: float, height: float) -> tuple[list[str], int]:
    """The largest size at which the whole text stands in the box; at the smallest the rest is cut, and shown as cut."""
    lines: list[str] = []
    size = 0
    for size in sizes:
        lines = wrap(text, serif(size, 600), width)
        if len(lines) * size * 1.16 <= height:
            return lines, size
    return _cut(lines, max(1, int(height // (size * 1.16)))), size


def _lead(text: str, font: ImageFont.FreeTypeFont, width: float, most: int) -> list[str]:
    """The lines of as many whole sentences as fit, for half a sentence may say the opposite; else the cut is shown."""
    whole = ""
    for sentence in _SENTENCE_END.split(text.strip()):
        longer = f"{whole} {sentence}".strip()
        if len(wrap(longer, font, width)) > most:
            break
        whole = longer
    return wrap(whole, font, width) if whole else _cut(wrap(text, font, width), most)


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most or most < 1:
        return lines[: max(most, 0)]
    return [*lines[: most - 1], f"{lines[most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')} …"]


def _fit_line(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    text = _printable(text)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _printable(text: str) -> str:
    """The text without letters that the faces do not have (emoji): an empty box would be worse than nothing."""
    known = _letters()
    return "".join(letter for letter in text[:MOST_LETTERS] if letter.isspace() or ord(letter) in known)


# --- the faces -------------------------------------------------------------------------------------------------------

_MANROPE = ("font_manrope", "Manrope-VariableFont_wght.ttf")
_SERIF = {
    400: ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    600: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}


@lru_cache
def sans(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Manrope at `size` pixels."""
    font = _open(_MANROPE, size)
    font.set_variation_by_axes([weight])
    return font


@lru_cache
def serif(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Source Serif at `size` pixels; `weight` is 400 or 600."""
    return _open(_SERIF[weight], size)


def _open(file: tuple[str, str], size: int) -> ImageFont.FreeTypeFont:
    package, name = file
    return ImageFont.truetype(io.BytesIO((importlib.resources.files(package) / "files" / name).read_bytes()), size)


@lru_cache
def _letters() -> frozenset[int]:
    """The code points that both families can print."""
    found = []
    for package, name in (_MANROPE, _SERIF[600]):
        data = (importlib.resources.files(package) / "files" / name).read_bytes()
        with TTFont(io.BytesIO(data), lazy=True) as font:
            found.append(frozenset(font.getBestCmap()))
    return found[0] & found[1]
