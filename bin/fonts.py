"""Make static/fonts from the package of Newsreader; static/fonts/README.md says why and how.

python bin/fonts.py <folder of the package>/files
"""

import sys
from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.varLib.iup import iup_delta_optimize

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
OPTICAL_SIZE = 26  # fine enough for a headline, still sturdy in running text
UNITS = 1000  # in one em; half of the original's
SEEN = 16  # units: less kerning than this is not
# English and its typography. Everything else is in the files that only some pages ask for.
BASIC = {*map(chr, range(0x20, 0x7E))} - {*"\\^`{|}"} | {*"\u00a0£«¶·»é–—‘’“”…€−"}
KERNED = sorted(c for c in BASIC if c.isalnum() or c in " .,:;-–—‘’“”…()?!£")


def main(sources):
    """Write every file anew."""
    for style, name in (("normal", "newsreader"), ("italic", "newsreader-italic")):
        weights = (400, 700) if style == "normal" else 400
        latin, extended = (
            sources / f"newsreader-{part}-opsz-{style}.woff2" for part in ("latin", "latin-ext")
        )
        kerning = average_kerning(latin, (400, 600) if style == "normal" else (400,))
        rest = characters(latin) - BASIC
        save(narrow(latin, BASIC, weights), f"{name}.woff2", kerning)
        save(narrow(latin, rest, weights), f"{name}-latin.woff2")
        save(narrow(extended, characters(extended), weights), f"{name}-latin-ext.woff2")


def characters(source):
    return set(map(chr, TTFont(source).getBestCmap()))


def narrow(source, wanted, weights, features=()):
    """The font with these characters, of one optical size, at a weight or between two."""
    font = TTFont(source)
    options = subset.Options(
        layout_features=list(features), hinting=False, name_IDs=[1, 2, 13, 14], glyph_names=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, wanted))
    subsetter.subset(font)
    return instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": weights})


def average_kerning(source, weights) -> dict:
    """How far each two characters move, between the weights: it hardly differs."""
    fonts = [narrow(source, BASIC, weight, ["kern"]) for weight in weights]
    names = {c: fonts[0].getBestCmap()[ord(c)] for c in KERNED}
    kerning = {}
    for left, right in product(names.values(), repeat=2):
        units = sum(_kern(font, left, right) for font in fonts) / len(fonts) * UNITS / 2000
        if abs(units) >= SEEN:
            kerning[left, right] = round(units / 10) * 10
    return kerning


def _kern(font, left, right):
    """What the font's own tables say, as a shaper reads them."""
    table = font["GPOS"].table
    lookups = sorted(
        {n for f in table.FeatureList.FeatureRecord for n in f.Feature.LookupListIndex}
    )
    moved = 0
    for lookup in (table.LookupList.Lookup[n] for n in lookups):
        for part in (getattr(p, "ExtSubTable", p) for p in lookup.SubTable):
            if part.LookupType != 2 or left not in part.Coverage.glyphs:
                continue
            if part.Format == 1:
                pairs = part.PairSet[part.Coverage.glyphs.index(left)].PairValueRecord
                value = next((p.Value1 for p in pairs if p.SecondGlyph == right), None)
                if value is None:
                    continue
            else:
                row = part.Class1Record[part.ClassDef1.classDefs.get(left, 0)]
                value = row.Class2Record[part.ClassDef2.classDefs.get(right, 0)].Value1
            moved += getattr(value, "XAdvance", 0)
            break
    return moved


def save(font, name, kerning=None):
    """Write one file, without what a browser draws the same without."""
    for table in {"STAT", "GDEF", "GPOS", "GSUB", "gasp", "prep"} & set(font.keys()):
        del font[table]
    scale_upem(font, UNITS)
    if "gvar" in font:
        _round_weights(font)
    if kerning:
        addOpenTypeFeaturesFromString(font, _classes(kerning))
    font.flavor = "woff2"
    font.save(FONTS / name)
    print(f"{(FONTS / name).stat().st_size:6} {name}")


def _round_weights(font):
    """Between the weights, points that move alike to within 2 units move together."""
    for glyph, variations in font["gvar"].variations.items():
        points, control = font["glyf"]._getCoordinatesAndControls(glyph, font["hmtx"].metrics)
        for variation in variations:
            variation.calcInferredDeltas(points, control.endPts)
            variation.roundDeltas()
            variation.coordinates = iup_delta_optimize(
                variation.coordinates, points, control.endPts, tolerance=2
            )


def _classes(kerning):
    """The pairs as a feature file, characters that move alike together."""
    lefts, rights = ({pair[side] for pair in kerning} for side in (0, 1))
    rows, columns = {}, {}
    for left in sorted(lefts):
        alike = tuple(kerning.get((left, r), 0) for r in sorted(rights))
        rows.setdefault(alike, []).append(left)
    for right in sorted(rights):
        alike = tuple(kerning.get((left, right), 0) for left in sorted(lefts))
        columns.setdefault(alike, []).append(right)
    rules = [
        f"pos [{' '.join(ls)}] [{' '.join(rs)}] {kerning[ls[0], rs[0]]};"
        for ls, rs in product(rows.values(), columns.values())
        if (ls[0], rs[0]) in kerning
    ]
    return f"feature kern {{ {' '.join(rules)} }} kern;"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
