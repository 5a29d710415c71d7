"""The publication as machines know it: by its addresses, and with its pictures there."""

from dataclasses import dataclass
from urllib.parse import urljoin

LANGUAGE = "en-GB"


@dataclass(frozen=True)
class Publisher:
    """A publication (home.Publication) and where it stands on the web (`root`: https://host)."""

    publication: object
    root: str

    def address(self, path: str) -> str:
        """The absolute address of a place on the site; of others as it is; "" of what is none."""
        try:
            return urljoin(f"{self.root}/", path)
        except ValueError:  # https://[x, stored before it was refused
            return ""

    @property
    def identity(self) -> str:
        """What the publication is called in every graph."""
        return self.address("/#publisher")


@dataclass(frozen=True)
class Picture:
    """One size of a picture, at its absolute address."""

    address: str
    width: int = 0
    height: int = 0
    alt: str = ""


def sizes_of(image, place: str, publisher: Publisher, alt: str = "") -> list[Picture]:
    """A picture in the sizes of a place, none without one or of a broken file."""
    if not image:
        return []
    renditions = image.sizes(place).values()
    return [Picture(publisher.address(r.url), r.width, r.height, alt) for r in renditions]
