"""No page keeps anybody out, and none calls in a stranger.

axe-core judges each page on a phone of 320 px and on a screen of 1280, light and dark.
"""

from pathlib import Path
from types import SimpleNamespace

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from news.blocks import BodyBlock
from tests.every_page import PLACES, every_block

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
# By tag, because that switches on what axe leaves out by default, such as the target size.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
JUDGE = """rules => axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
}).then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.target.join(" ")}\\n    ${node.html}\\n    ${node.failureSummary}`
)))"""
PHONE, SCREEN = 320, 1280
LOOKS = [(width, scheme) for width in (PHONE, SCREEN) for scheme in ("light", "dark")]
TOO_WIDE = "() => document.scrollingElement.scrollWidth - innerWidth"
# What WCAG 1.4.12 lets readers set without losing anything.
SPACING = """* {line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important} p {margin-block-end: 2em !important}"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
    const style = getComputedStyle(element);
    if (element.closest("[aria-hidden=true]")) return false;
    const hides = axis => ["hidden", "clip"].includes(style[axis]);
    return element.innerText?.trim() && element.clientWidth > 1 && element.clientHeight > 1
        && (hides("overflowX") && element.scrollWidth > element.clientWidth + 1
            || hides("overflowY") && element.scrollHeight > element.clientHeight + 1);
}).map(element => element.outerHTML.slice(0, 200))"""
STOPS = ":is(a[href], button, input, select, summary, [tabindex='0']):not([tabindex='-1'])"
FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const box = element.getClientRects()[0];
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    return {
        name: element.outerHTML.slice(0, 200),
        isShown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
            || style.boxShadow !== "none",
        isInView: element.contains(document.elementFromPoint(x, y)),
    };
}"""


class Visit:
    """A page, open in a browser: what it asked for and what its console says."""

    def __init__(self, context, url, status):
        self.url, self.context = url, context
        self.requests, self.complaints = [], []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self.hear)
        self.page.set_viewport_size({"width": PHONE, "height": 800})
        answer = self.page.goto(url)
        assert answer.status == status

    def hear(self, message):
        # That the address itself answers with 404 is what we asked for.
        if message.type in ("error", "warning") and message.location["url"] != self.url:
            self.complaints.append(message.text)

    def end(self):
        self.page.close()
        self.context.clear_cookies()


@pytest.fixture(scope="module")
def context(browser):
    """One reader for all pages; what the tests add to a page is not bound by its policy."""
    context = browser.new_context(bypass_csp=True, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="module", params=PLACES)
def visit(request, context, address):
    """Each page in turn, opened once for all that is looked at."""
    visit = Visit(context, address(request.param), PLACES[request.param].status)
    yield visit
    visit.end()


def test_asks_no_other_host_sets_no_cookie_and_has_no_complaint(visit, newsroom_server):
    strangers = [url for url in visit.requests if not url.startswith(newsroom_server.url + "/")]
    cookies = {cookie["name"] for cookie in visit.context.cookies()}
    # A password is sent in a form, which proves with a cookie that it came from us.
    allowed = {"csrftoken"} if visit.page.locator("[type=password]").count() else set()
    assert (strangers, cookies - allowed, visit.complaints) == ([], set(), [])


def test_keeps_nobody_out(visit):
    page, faults = visit.page, []
    page.evaluate(AXE)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        look = f"{width} px, {scheme}"
        faults += [f"{look}: {fault}" for fault in page.evaluate(JUDGE, RULES)]
        if wider := page.evaluate(TOO_WIDE):
            faults.append(f"{look}: scrolls sideways by {wider} px")
    assert not faults, "\n".join(faults)


def test_loses_nothing_to_generous_spacing(visit):
    visit.page.set_viewport_size({"width": PHONE, "height": 800})
    visit.page.add_style_tag(content=SPACING)
    assert (visit.page.evaluate(TOO_WIDE), visit.page.evaluate(CUT_OFF)) == (0, [])


def test_every_block_is_looked_at():
    anything = SimpleNamespace(pk=1)
    body = every_block([anything] * 3, anything, anything)
    assert {block["type"] for block in body} == BodyBlock.base_blocks.keys()


def test_the_judge_sees_a_fault(context):
    page = context.new_page()
    small = "<button style='width: 9px; height: 9px; padding: 0'>1</button>"
    page.set_content(f'<p style="color: #aaa">Lamps</p><a href="/"></a>{small}{small}')
    page.evaluate(AXE)
    broken = {fault.partition(":")[0] for fault in page.evaluate(JUDGE, RULES)}
    page.close()
    assert {"color-contrast", "link-name", "html-has-lang", "target-size", "region"} <= broken


@pytest.mark.parametrize("viewport", [(PHONE, 800), (SCREEN, 800)])
@pytest.mark.parametrize("name", ["the front page", "an article with every block"])
def test_the_keyboard_gets_everywhere_and_shows_where_it_is(page, address, name):
    page.goto(address(name))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.goto(address(name))
    stops = page.locator(STOPS).filter(visible=True)
    for _ in range(stops.count()):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isShown"] and focus["isInView"], focus["name"]
