"""Words and pictures in, a JPEG out: sets `cards.typ` with the fonts in `fonts`."""

import json
import struct
import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image, ImageOps

MOST_BYTES = 300_000
# Quality and colour resolution of the JPEG, tried in this order until it is small enough.
QUALITIES = [(90, 0), (80, 0), (75, 2), (60, 2), (45, 2), (30, 2), (15, 2), (5, 2)]
HERE = Path(__file__).parent
TEMPLATE = HERE / "cards.typ"
FONTS = sorted((HERE / "fonts").glob("*.ttf"))


def set_card(words: dict, logo: bytes, photo: bytes | None) -> bytes:
    """Set a card with `words` on a photo or on paper; a JPEG of less than 300 kB."""
    card = _typeset(words | {"photo": bool(photo)}, logo)
    if photo:
        ground = ImageOps.fit(Image.open(BytesIO(photo)).convert("RGB"), card.size)
        ground.paste(card, mask=card)
        card = ground
    return _small_enough(card.convert("RGB"))


def _typeset(words, logo):
    with TemporaryDirectory() as folder:  # Typst takes pictures from a folder only
        Path(folder, "logo").write_bytes(logo)
        png = typst.compile(
            TEMPLATE.read_bytes(),
            root=folder,
            format="png",
            ppi=72,
            font_paths=_fonts(),
            sys_inputs={"card": json.dumps(words)},
        )
    return Image.open(BytesIO(png))


def line(text: str) -> dict:
    """A text as it can be set, and the direction in which it is read."""
    text = settable(text)
    return {"text": text, "rtl": is_right_to_left(text)}


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in directions if kind in ("L", "R", "AL")), False)


def settable(text: str) -> str:
    """The text without symbols that no font has; empty where letters would be missing."""
    text = "".join(map(_known_form, unicodedata.normalize("NFC", text)))
    missing = {letter for letter in text if not _is_known(letter)}
    if any(unicodedata.category(letter)[0] in "LMN" for letter in missing):
        return ""
    return " ".join("".join(" " if c in missing else c for c in text).split())


@lru_cache(8192)
def _known_form(letter):
    """The plain letter where there is no font for a fancy one: “A” for “𝐀”."""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if not _is_known(letter) and all(map(_is_known, plain)) else letter


@lru_cache(8192)
def _is_known(letter):
    kind = unicodedata.category(letter)
    if letter.isspace() or kind == "Cf" or letter in "\ufe0e\ufe0f":  # space, or joins others
        return True
    return kind != "Cc" and ord(letter) in characters()


@cache
def characters() -> frozenset[int]:
    """Every character that one of the fonts has."""
    return frozenset().union(*(_characters_of(path.read_bytes()) for path in FONTS))


def _characters_of(font):
    """What a font's character map lists. Ours have one table, of format 12: groups in a row."""
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == b"cmap":
            table = start + struct.unpack_from(">L", font, start + 8)[0]
            groups = struct.unpack_from(">L", font, table + 12)[0]
            for first, last, _ in struct.iter_unpack(
                ">LLL", font[table + 16 : table + 16 + 12 * groups]
            ):
                yield from range(first, last + 1)


@cache
def _fonts():
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]
    )


def _small_enough(picture):
    for quality, subsampling in QUALITIES:
        output = BytesIO()
        picture.save(
            output,
            "JPEG",
            quality=quality,
            subsampling=subsampling,
            progressive=True,
            optimize=True,
        )
        if output.tell() < MOST_BYTES:
            break
    return output.getvalue()
