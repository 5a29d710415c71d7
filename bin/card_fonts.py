"""Make syndication/fonts from packages of npm; the README there says which and why.

python bin/card_fonts.py <folder into which the packages were unpacked>
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import cmap_format_12
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[1] / "syndication" / "fonts"
OPTICAL_SIZE = 60  # a headline's
# Greek and Cyrillic with their extensions, and the punctuation that stands between them.
GREEK_AND_CYRILLIC = [
    *((0x20, 0x7E), (0xA0, 0xFF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1C80, 0x1C8F)),
    *((0x1F00, 0x1FFF), (0x2000, 0x206F), (0x20A0, 0x20C0), (0x2100, 0x214F), (0x2190, 0x2199)),
    *((0x2212, 0x2215), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
]
# Our name of the file, where it comes from, the name of the family, the style, and which letters.
SINGLE = """
noto-serif-600        | noto-serif/600SemiBold/NotoSerif_600SemiBold | Noto Serif | SemiBold
noto-serif-500-italic | noto-serif/500Medium_Italic/NotoSerif_500Medium_Italic | Noto Serif | Medium Italic
noto-serif-hebrew-600 | noto-serif-hebrew/600SemiBold/NotoSerifHebrew_600SemiBold | Noto Serif Hebrew | SemiBold
noto-naskh-arabic-600 | noto-naskh-arabic/600SemiBold/NotoNaskhArabic_600SemiBold | Noto Naskh Arabic | SemiBold
libre-franklin-600    | libre-franklin/600SemiBold/LibreFranklin_600SemiBold | Libre Franklin | SemiBold
"""  # noqa: E501


def main(packages):
    """Write every file anew."""
    news = packages / "@fontsource-variable" / "newsreader" / "files"
    save(newsreader(news, "normal", 600), "newsreader-600", "Newsreader", "SemiBold")
    save(newsreader(news, "italic", 500), "newsreader-500-italic", "Newsreader", "Medium Italic")
    twemoji = TTFont(packages / "twemoji-colr-font" / "twemoji.woff2")
    save(narrow(twemoji), "twemoji", "Twemoji", "Regular")
    wanted = {n for first, last in GREEK_AND_CYRILLIC for n in range(first, last + 1)}
    for row in SINGLE.strip().splitlines():
        name, path, family, style = map(str.strip, row.split("|"))
        font = TTFont(packages / "@expo-google-fonts" / f"{path}.ttf")
        save(narrow(font, wanted if family == "Noto Serif" else None), name, family, style)


def newsreader(folder, slant, weight):
    """One weight of Newsreader at the size of a headline, its three parts put together."""
    with TemporaryDirectory() as temporary:
        parts = []
        for part in ("latin", "latin-ext", "vietnamese"):
            font = TTFont(folder / f"newsreader-{part}-standard-{slant}.woff2")
            font = instantiateVariableFont(font, {"wght": weight, "opsz": OPTICAL_SIZE})
            font.flavor = None
            parts.append(f"{temporary}/{part}.ttf")
            font.save(parts[-1])
        return narrow(Merger().merge(parts))


def narrow(font, letters=None):
    """The font with these letters only, all their features, and no hints for coarse screens."""
    options = subset.Options(layout_features=["*"], hinting=False, glyph_names=False)
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters or font.getBestCmap())
    subsetter.subset(font)
    return font


def save(font, name, family, style):
    """Write it under the family's plain name, with the one character map that the site reads."""
    table = cmap_format_12(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 12, 0, 0, 0
    table.cmap = dict(font.getBestCmap())
    font["cmap"].tables = [table]
    for number in (1, 2, 4, 6, 16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    said = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    for number, text in said.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    weights = {"Regular": 400, "Medium Italic": 500, "SemiBold": 600}
    font["OS/2"].usWeightClass = weights[style]
    is_italic = style.endswith("Italic")
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | is_italic
    if "STAT" in font:
        del font["STAT"]
    font["head"].created = font["head"].modified = 0  # the same font is the same file
    font.flavor = None
    font.recalcTimestamp = False
    font.save(FONTS / f"{name}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
