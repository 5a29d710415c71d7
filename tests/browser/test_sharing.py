"""Sharing in a real browser: links, the clipboard, links to words, players on demand."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from news.sharing import NETWORKS
from tests.news.test_sharing import QUOTE

YOUTUBE = "https://www.youtube-nocookie.com/"
FILLER = [
    f"The {word} lamp was lit at dusk, and the council watched from the steps of the town hall. "
    * 4
    for word in ("first", "second", "third", "fourth", "fifth", "sixth")
]
TWICE = "Nobody asked the moths."
WANTED = "Well-lit streets, he said, are kinder & safer – for “everyone”, 24 hours a day."
LONG = (
    "On the last evening of the year the lamplighters climbed the hill together, one ladder to "
    "each street, and by seven the whole of the lower town could read its newspapers outdoors."
)
BODY = [
    *(("filler", text) for text in FILLER[:3]),
    ("before", f"It was quiet. {TWICE} They had come all the same."),
    *(("filler", text) for text in FILLER[3:]),
    ("wanted", WANTED),
    ("long", LONG),
    ("twice", f"It was loud by then. {TWICE} They came in their thousands."),
]
# What builds the article inside the newsroom of the test.
BUILD = """
import json
from home.models import HomePage, Publication
from tests import factories
body = json.loads({body!r})
picture = factories.picture()
body[-1]["value"]["poster"] = {{"image": picture.pk, "alt_text": "A lamp", "decorative": False}}
publication = Publication.for_site(HomePage.objects.get().get_site())
publication.share_networks = [("network", key) for key in {networks!r}]
publication.error_reports = "errors@fix.example"
publication.save()
page = factories.published("The lamps", slug="shared-lamps", body=body)
print(page.full_url)
"""


def blocks():
    paragraphs = [
        {"type": "paragraph", "value": f"<p>{text.replace('&', '&amp;')}</p>", "id": f"{name}-{at}"}
        for at, (name, text) in enumerate(BODY)
    ]
    quote = {"text": WANTED, "speaker": "Ida Falk", "role": "Lamplighter"}
    video = {"url": "https://youtu.be/a1B2c3D4e5_", "title": "The first lamp", "text": ""}
    return [
        *paragraphs,
        {"type": "pull_quote", "value": quote, "id": QUOTE},
        {"type": "embed", "value": video, "id": "video"},
    ]


def id_of(name):
    return f"b-{name}-{[one for one, _ in BODY].index(name)}"


@pytest.fixture(scope="module")
def article(newsroom_server):
    """The article, and the address that it gives itself."""
    networks = [key for key, _ in NETWORKS]
    code = BUILD.format(body=json.dumps(blocks()), networks=networks)
    full_url = newsroom_server.shell(code).splitlines()[-1]
    return f"{newsroom_server.url}/posts/shared-lamps/", full_url


@pytest.fixture
def reader(browser, newsroom_server):
    """Opens addresses as a reader; nothing leaves the site, and what tried to is noted."""
    contexts, left = [], []

    def send(route):
        if route.request.url.startswith(newsroom_server.url):
            route.continue_()
        else:
            left.append(route.request.url)
            route.fulfill(body="<p>A player</p>", content_type="text/html")

    def open_page(address, **options):
        options = {"viewport": {"width": 1280, "height": 800}, **options}
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.route("**/*", send)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    open_page.left = left
    yield open_page
    for context in contexts:
        assert context.cookies() == []
        context.close()


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def select(page, first, last=None):
    """Select text from the first words to the end of the last ones, as (id of a block, words)."""
    page.evaluate(
        """([[firstId, first], [lastId, last]]) => {
            const find = (id, words) => {
                const text = document.getElementById(id).querySelector("p").firstChild;
                return [text, text.data.indexOf(words)];
            };
            const [start, from] = find(firstId, first);
            const [end, to] = find(lastId, last);
            getSelection().setBaseAndExtent(start, from, end, to + last.length);
        }""",
        [first, last or first],
    )


def marked_share(page, block):
    """How much of a block is in the colour in which the browser marks the words of a link."""
    box = page.locator(f"#{block} p").first.evaluate("""it => {
        const { x, y, width, height } = it.getBoundingClientRect();
        return { x, y: y + scrollY, width, height };
    }""")
    shot = Image.open(io.BytesIO(page.screenshot(clip=box, full_page=True))).convert("RGB")
    colours = {colour: count for count, colour in shot.getcolors(1 << 20)}
    return colours.get((251, 234, 165), 0) / (shot.width * shot.height)  # --mark in light


def test_every_share_link_is_there_and_leads_to_its_service(reader, article):
    address, full_url = article
    page = reader(address, java_script_enabled=False)
    links = page.locator(".share-links a")
    assert links.count() == len(NETWORKS)
    for at, (_, label) in enumerate(NETWORKS):
        expect(links.nth(at)).to_have_text(f"Share: {label}")
        href = links.nth(at).get_attribute("href")
        assert full_url in page.evaluate("decodeURIComponent", href)
    assert reader.left == []


def test_without_a_script_every_way_is_a_link_and_no_button_is_dead(reader, article):
    address, full_url = article
    page = reader(address, java_script_enabled=False)
    expect(page.locator("main button:visible")).to_have_count(0)
    expect(page.locator(".address input")).to_have_value(full_url)
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.locator("#share")).to_be_in_viewport()
    expect(page.get_by_role("link", name="The first lamp")).to_be_visible()
    expect(page.get_by_role("link", name="Report an error")).to_be_visible()


def test_copying_puts_the_address_on_the_clipboard_and_says_so(reader, article):
    address, _ = article
    page = reader(address + "?from=elsewhere")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("Link copied.")
    assert clipboard(page) == address


def test_printing_is_offered_and_prints(reader, article):
    page = reader(article[0])
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").first.click()
    assert page.evaluate("window.printed")


def test_the_systems_own_share_sheet_is_offered_where_there_is_one(browser, article):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("navigator.share = async (what) => { window.shared = what }")
    page.goto(article[0])
    page.get_by_role("button", name="More ways").click()
    assert page.evaluate("window.shared.url") == article[0]
    assert "The lamps" in page.evaluate("window.shared.title")
    context.close()


def test_a_paragraph_has_a_link_that_is_found_by_keyboard_copied_and_lands(reader, article):
    address, _ = article
    page = reader(address)
    anchor = page.locator(f"#{id_of('wanted')} .anchor")
    assert anchor.evaluate("it => getComputedStyle(it).opacity") == "0"
    page.locator(f"#{id_of('filler')} .anchor").focus()
    for _ in range(BODY.index(("wanted", WANTED))):
        page.keyboard.press("Tab")
    expect(anchor).to_be_focused()
    expect(anchor).to_have_css("opacity", "1")
    box = anchor.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied.")
    assert clipboard(page) == f"{address}#{id_of('wanted')}"

    landed = reader(clipboard(page))
    expect(landed.locator(f"#{id_of('wanted')}")).to_be_in_viewport()
    assert landed.locator(":target").get_attribute("id") == id_of("wanted")


SELECTIONS = {
    "words": (("wanted", "kinder & safer – for “everyone”, 24 hours"), None, 0.05),
    "a part with a hyphen": (("wanted", "Well-lit"), None, 0.02),
    "half a word": (("wanted", "veryon"), None, 0.02),
    "a whole paragraph": (("wanted", WANTED), None, 0.2),
    "a long sentence": (("long", LONG), None, 0.2),
    "over two paragraphs": (("wanted", "24 hours"), ("long", "one ladder"), 0.03),
    "what stands twice": (("twice", TWICE), None, 0.05),
}


@pytest.mark.parametrize("name", SELECTIONS)
def test_a_link_to_selected_words_opens_on_them_and_marks_them(reader, article, name):
    address, _ = article
    (block, words), last, share = SELECTIONS[name]
    page = reader(address)
    select(page, (id_of(block), words), last and (id_of(last[0]), last[1]))
    page.get_by_role("button", name="Copy link to these words").click()
    expect(page.get_by_role("status")).to_have_text("Link copied.")
    link = clipboard(page)
    assert link.startswith(f"{address}#{id_of(block)}:~:text=")
    assert ("," in link) == (
        name in {"a long sentence", "over two paragraphs", "what stands twice"}
    )

    landed = reader(link)
    expect(landed.locator(f"#{id_of(block)}")).to_be_in_viewport()
    assert landed.evaluate("scrollY") > 0
    assert marked_share(landed, id_of(block)) > share
    assert marked_share(landed, id_of("filler")) == 0
    if name == "what stands twice":
        assert marked_share(landed, id_of("before")) == 0


def test_the_offer_to_copy_words_comes_and_goes_by_keyboard(reader, article):
    page = reader(article[0])
    offer = page.get_by_role("button", name="Copy link to these words")
    select(page, (id_of("wanted"), "Well-lit streets"))
    expect(offer).to_be_visible()
    page.keyboard.press("Escape")
    expect(offer).to_have_count(0)

    page.locator(f"#{id_of('wanted')} p").dblclick(position={"x": 8, "y": 12})
    expect(offer).to_be_visible()
    page.keyboard.press("Tab")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied.")
    assert clipboard(page).endswith(":~:text=Well")


def test_nothing_is_offered_for_a_selection_outside_the_text(reader, article):
    page = reader(article[0])
    select(page, (id_of("wanted"), "kinder"))
    expect(page.locator(".link-words")).to_be_visible()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    expect(page.locator(".link-words")).to_have_count(0)


def test_a_quotes_own_page_leads_to_the_words_in_the_article(reader, article):
    page = reader(article[0], java_script_enabled=False)
    page.get_by_role("link", name="Share this quote").click()
    expect(page.get_by_role("blockquote")).to_have_text(WANTED)
    with page.expect_navigation():
        page.get_by_role("link", name="Read it in the article").click()
    expect(page.locator(f"#{id_of('wanted')}")).to_be_in_viewport()
    assert marked_share(page, id_of("wanted")) > 0.2
    assert reader.left == []


def test_a_player_is_loaded_on_a_click_and_nothing_of_its_host_before(reader, article):
    page = reader(article[0])
    page.locator("#b-video").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert reader.left == []
    expect(page.locator("iframe")).to_have_count(0)

    page.get_by_role("button", name="Play here (loads www.youtube-nocookie.com)").click()
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    assert frame.get_attribute("title") == "The first lamp"
    expect(page.frame_locator("iframe").get_by_text("A player")).to_be_visible()
    assert [url[: len(YOUTUBE)] for url in reader.left] == [YOUTUBE]
    expect(page.get_by_role("link", name="The first lamp")).to_be_visible()
