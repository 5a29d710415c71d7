"""How an article appears where others show it: read from the page that readers get."""

from dataclasses import dataclass
from unicodedata import category, east_asian_width, normalize

from bs4 import BeautifulSoup

# What search engines leave of a result on a wide screen, in CSS pixels: a title of one line in
# Arial at 20 px, a description of two lines at 14 px. Seen, not promised: they publish no figures.
TITLE = (580, 20)
DESCRIPTION = (920, 14)

# How wide Arial sets a letter, in 2,048ths of its size (the metrics that every such face shares).
_LETTERS = {
    391: "'",
    455: "ijl‘’",
    532: "|",
    569: " !,./:;I[\\]ft·",
    682: "()-`r“”",
    684: "{}",
    727: '"',
    797: "*",
    961: "^",
    1024: "Jcksvxyz",
    1139: "#$0123456789?L_abdeghnopqu£€–",
    1196: "+<=>~",
    1251: "FTZ",
    1366: "&ABEKPSVXY",
    1479: "CDHNRUw",
    1593: "GOQ",
    1706: "Mm",
    1821: "%",
    1933: "W",
    2048: "—…",
    2079: "@",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_USUAL = 1139


@dataclass(frozen=True)
class Line:
    """A text as a search engine shows it, its width and what there is room for, in pixels."""

    text: str
    width: int
    room: int

    @property
    def is_cut(self) -> bool:
        """Whether readers of the result do not see the end of it."""
        return self.width > self.room


@dataclass(frozen=True)
class PageHead:
    """What a page tells others of itself."""

    title: str
    description: str
    address: str
    properties: dict[str, str]


def head_of(html: str) -> PageHead:
    """Read the head of a page: title, description, canonical address, Open Graph and X."""
    head = BeautifulSoup(html, "html.parser").head
    told = {
        meta.get("property") or meta.get("name"): meta.get("content", "")
        for meta in head.find_all("meta")
    }
    canonical = head.find("link", rel="canonical")
    title = head.title.get_text(strip=True) if head.title else ""
    address = canonical["href"] if canonical else ""
    return PageHead(title, told.get("description", ""), address, told)


def width_of(text: str, size: int) -> int:
    """How wide Arial sets a line of `text` at `size` CSS pixels, in pixels."""
    return round(sum(map(_width, normalize("NFKD", text))) * size / 2048)


def _width(letter: str) -> int:
    if category(letter) in ("Mn", "Me", "Cf"):  # stands on the letter before it
        return 0
    usual = 2048 if east_asian_width(letter) in "WF" else _USUAL
    return _WIDTHS.get(letter, usual)


def as_shown(text: str, room: int, size: int) -> Line:
    """`text` on a line of `room` pixels: whole, or cut after a word, with an ellipsis."""
    text = " ".join(text.split())
    line = Line(text, width_of(text, size), room)
    if not line.is_cut:
        return line
    words = text.split(" ")
    while len(words) > 1 and width_of(" ".join(words) + " ...", size) > room:
        words.pop()
    return Line(" ".join(words) + " ...", line.width, room)
