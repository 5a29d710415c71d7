"""From a reporter's empty draft to the reader, and back: one article's whole life."""

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

HEADLINE = "Lamplighters return to Marrowgate"
PLACES = ["/", "/posts/", "/topics/society/", "/authors/petra-osei/", "/search/?query=lamplighters"]
PEOPLE = """
from news.models import Author, Topic
Topic.objects.get_or_create(slug="society", defaults={"name": "Society", "front_order": 1})
Author.objects.get_or_create(slug="petra-osei", defaults={"name": "Petra Osei"})
"""
BLOCKS = ["Paragraph", "Heading", "Pull quote", "Quotation", "Key points", "Fact box", "Divider",
          "Image", "Gallery", "Table", "Embed", "Share", "Related link", "Document"]  # fmt: skip


@pytest.fixture
def colleague(browser, newsroom_server):
    newsroom_server.shell(PEOPLE)
    return lambda username: Colleague(browser, newsroom_server.url, username)


def write_everything(reporter, folder):
    """Fill in an article with every block there is, uploading what it needs."""
    page = reporter.page
    reporter.fill("title", HEADLINE)
    reporter.fill("standfirst", "Gas is back on Quarry Hill, by popular demand.")
    page.locator("[name=main_topic]").select_option(label="Society")
    reporter.fill("dateline", "Marrowgate")
    reporter.add_author("Petra Osei")
    reporter.upload_picture("hero", folder, "navy")
    reporter.fill("hero_alt_text", "A lamplighter on a ladder")
    at = {label: reporter.add_block(label) for label in BLOCKS}
    write_text(reporter, at)
    write_figures(reporter, at, folder)
    reporter.fill(f"{at['Embed']}-value-url", "https://video.example/lamps")
    reporter.fill(f"{at['Embed']}-value-title", "The first lamp, in two minutes")
    reporter.fill(f"{at['Related link']}-value-url", "https://council.example/lamps")
    reporter.fill(f"{at['Related link']}-value-label", "The council’s order")
    (folder / "order.txt").write_text("Light the lamps.")
    reporter.open_chooser(f"{at['Document']}-value-document")
    modal = page.locator(".modal-content")
    modal.get_by_role("tab", name="Upload").click()
    modal.locator("[name$=title]").fill("The order")
    modal.locator("input[type=file]").set_input_files(folder / "order.txt")
    modal.get_by_role("button", name="Upload").click()
    expect(modal).to_be_hidden()


def write_text(reporter, at):
    page = reporter.page
    editors = page.locator("[role=textbox]")  # in the order of the page: paragraph, fact box
    for number, words in enumerate(
        ("The first lamp was lit at dusk.", "Gas came to the city with the trams.")
    ):
        editors.nth(number).click()
        page.keyboard.type(words)
    reporter.fill(f"{at['Heading']}-value-text", "Light for Lantern Row")
    reporter.fill(f"{at['Pull quote']}-value-text", "A street is kinder by gaslight.")
    reporter.fill(f"{at['Quotation']}-value-text", "Every lamp shall be lit before dusk.")
    reporter.fill(f"{at['Fact box']}-value-title", "Gas in Marrowgate")
    points = at["Key points"]
    reporter.fill(f"{points}-value-points-0-value", "Forty lamps are lit again.")
    reporter.fill(f"{points}-value-points-1-value", "The council pays for two years.")


def write_figures(reporter, at, folder):
    page = reporter.page
    reporter.upload_picture(f"{at['Image']}-value-image-image", folder, "olive")
    reporter.fill(f"{at['Image']}-value-image-alt_text", "A lamp")
    pictures = page.locator('[data-contentpath="pictures"]')
    pictures.last.get_by_role("button", name="Add", exact=True).last.click()
    for n in (0, 1):
        picture = f"{at['Gallery']}-value-pictures-{n}-value-image"
        reporter.choose(f"{picture}-image", "lamp")
        reporter.fill(f"{picture}-alt_text", "A lamp from another side")
    table = page.locator('[data-contentpath="table"]').last
    reporter.fill(f"{at['Table']}-value-table-caption", "Lamps by street")
    table.get_by_role("button", name="Add column").click()
    page.get_by_role("button", name="Text", exact=True).click()
    table.get_by_placeholder("Column heading").fill("Street")
    reporter.fill(f"{at['Table']}-value-table-cell-0-0", "Lantern Row")


def submit(reporter):
    reporter.press("Submit to Review")
    expect(reporter.page.get_by_text("submitted for moderation").first).to_be_visible()


def decide(moderator, action, comment=""):
    """Open the article from the home screen and decide on it."""
    moderator.go("/admin/")
    moderator.page.get_by_role("link", name=HEADLINE).first.click()
    moderator.press(action)
    if comment:
        moderator.page.locator(".modal-content [name=comment]").fill(comment)
        moderator.page.locator(".modal-content").get_by_role("button").last.click()
    expect(moderator.page.locator(".messages .success")).to_be_visible()


def shown_at(page, url):
    """The places for readers where the headline stands."""
    found = []
    for place in PLACES:
        page.goto(url + place)
        if page.get_by_role("link", name=HEADLINE).count():
            found.append(place)
    return found


def test_an_article_from_the_first_word_to_the_last_reader(
    colleague, newsroom_server, page, tmp_path
):
    reporter, moderator = colleague("reporter"), colleague("moderator")
    reporter.go("/admin/articles/")
    reporter.page.get_by_role("link", name="Add article").click()
    write_everything(reporter, tmp_path)
    submit(reporter)
    assert shown_at(page, newsroom_server.url) == []

    decide(moderator, "Request changes", comment="How many lamps?")
    reporter.go("/admin/")
    expect(reporter.page.get_by_text("How many lamps?").first).to_be_visible()
    reporter.page.get_by_role("link", name=HEADLINE).first.click()
    reporter.fill("standfirst", "Forty gas lamps are back on Quarry Hill.")
    reporter.press("Resubmit to Moderators’ review")
    expect(reporter.page.get_by_text("submitted for moderation").first).to_be_visible()
    assert shown_at(page, newsroom_server.url) == []

    decide(moderator, "Approve and publish now")
    assert shown_at(page, newsroom_server.url) == PLACES
    page.goto(f"{newsroom_server.url}/posts/")
    page.get_by_role("link", name=HEADLINE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.get_by_text("Forty gas lamps are back")).to_be_visible()
    for words in ("lit at dusk", "kinder by gaslight", "Lantern Row", "The council’s order",
                  "Forty lamps are lit again", "Every lamp shall be lit"):  # fmt: skip
        expect(page.get_by_text(words).first).to_be_visible()
    assert page.locator("article img").count() >= 4
    address = page.url

    moderator.go("/admin/articles/")
    moderator.page.get_by_role("link", name=HEADLINE).click()
    moderator.page.get_by_role("button", name="Actions", exact=True).first.click()
    moderator.page.get_by_role("link", name="Unpublish").first.click()
    moderator.fill("reason", "The council took the lamps back.")
    moderator.page.get_by_role("button", name="Take it down").click()
    expect(moderator.page.locator(".messages .success")).to_be_visible()
    assert shown_at(page, newsroom_server.url) == []
    assert page.goto(address).status == 410
    expect(page.get_by_text("The council took the lamps back.")).to_be_visible()
    assert reporter.faults == moderator.faults == []
