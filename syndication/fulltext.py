"""Our HTML as it may stand anywhere else: absolute addresses, and nothing that acts."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

KEPT = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "div", "aside"),
    *("a", "b", "i", "em", "strong", "small", "sub", "sup", "cite", "q", "abbr", "code", "pre"),
    *("blockquote", "figure", "figcaption", "img", "time"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
LEFT_OUT = {  # with all that stands in them
    *("script", "style", "template", "noscript", "form", "button", "select", "textarea"),
    *("iframe", "object", "video", "audio", "svg", "math"),
}
VOID = {"br", "hr", "img"}
ADDRESSES = {"href", "src", "cite"}
ATTRIBUTES = {*ADDRESSES, "alt", "width", "height", "datetime", "colspan", "rowspan", "scope"}
ELSEWHERE = re.compile(r"(?:https?|mailto|tel):", re.I)


def for_elsewhere(html: str, address: str) -> str:
    """`html` of the page at `address` without what only works there."""
    parser = _ForElsewhere(address)
    parser.feed(html)
    parser.close()
    return re.sub(r"\s*\n\s*", "\n", "".join(parser.kept)).strip()


class _ForElsewhere(HTMLParser):
    def __init__(self, address):
        super().__init__(convert_charrefs=False)
        self.address, self.kept, self.inside = address, [], 0

    def handle_starttag(self, tag, attrs):
        if tag in LEFT_OUT:
            self.inside += 1
        elif not self.inside and tag in KEPT:
            self.kept.append(f"<{tag}{self._attributes(attrs)}>")

    def handle_startendtag(self, tag, attrs):
        if tag not in LEFT_OUT:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in LEFT_OUT:
            self.inside = max(0, self.inside - 1)
        elif not self.inside and tag in KEPT - VOID:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.inside:
            self.kept.append(escape(data, quote=False))

    def handle_entityref(self, name):
        if not self.inside:
            self.kept.append(f"&{name};")

    def handle_charref(self, name):
        self.handle_entityref(f"#{name}")

    def _attributes(self, attrs):
        kept = {name: value or "" for name, value in attrs if name in ATTRIBUTES}
        for name in ADDRESSES & kept.keys():
            kept[name] = self._absolute(kept[name].strip())
            if not ELSEWHERE.match(kept[name]):
                del kept[name]
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())

    def _absolute(self, address):
        try:
            return urljoin(self.address, address)
        except ValueError:  # http://[x is no address
            return ""
