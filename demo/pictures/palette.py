"""The house inks: a handful of limited palettes and the arithmetic to mix them."""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]


def rgb(code: str) -> Colour:
    """Read a colour written as six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Blend two colours; t=0 gives the first, t=1 the second."""
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


class Inks(NamedTuple):
    """One palette: the two ends of the sky, three depths of ground, an accent and a light."""

    top: Colour
    low: Colour
    far: Colour
    mid: Colour
    near: Colour
    accent: Colour
    light: Colour

    def depth(self, t: float) -> Colour:
        """Return the ground ink at a distance: 0 is far and hazy, 1 is near and dark."""
        if t < 0.5:
            return mix(self.far, self.mid, t * 2)
        return mix(self.mid, self.near, t * 2 - 1)

    @property
    def alarm(self) -> Colour:
        """Return the accent if it is a red, else a red that sits beside it."""
        red, green, blue = self.accent
        return self.accent if red > 180 and green < 110 and blue < 110 else rgb("cf442e")


def inks(codes: str) -> Inks:
    """Build a palette from seven colour codes in the order of the fields."""
    return Inks(*(rgb(code) for code in codes.split()))


#             top    low    far    mid    near   accent light
DUSK = inks("2b4570 f2a777 b97f86 57507c 151b36 e5492f ffe2b0")
NORTH = inks("8fb8bf f2e7cf a5bfbc 4a7885 11303f d9472b fdf6e3")
OCHRE = inks("d8933a f7e0ae d8a866 99583a 2b1a20 1f5f66 fff2d0")
MOSS = inks("a9bd9b f3ead0 a4b58d 56765a 15302b d9562f fbf5df")
PLUM = inks("4a2b59 f0a088 c07a8c 743c69 22122f f2bf4e ffe6cf")
NIGHT = inks("0b1631 35607f 2c4f6e 193553 080f20 f3b43f ffe8ae")
TEAL = inks("12505f efcf9f 8fae9d 2e6d72 0a2730 e4572e fff0cf")
ROSE = inks("dfa596 f9e5ce dda593 9c565c 361c2d 24597a fff6e6")
STEEL = inks("71869b e4e6df a3b3bd 566c82 1a2635 e3a526 f9f8ef")
BONE = inks("e3dac7 f6f0e2 c9c1b0 7b7870 1e2025 d6402b fffaf0")
SAND = inks("5f9fa0 f7dfae e8bd80 c27a49 47232f bf3a2e fff4d6")
SLATE = inks("26343f b9c2b6 8798a0 41566a 10181f e2563a f2ead8")
AURORA = inks("0d2538 4f9a8c 3d7a7c 1c4a5c 071722 f29e5c d9f2d0")
BRASS = inks("3a2f3f e9b765 b98a5a 6d4a49 1d1420 3c8a86 fff0c2")
