"""What readers do works without JavaScript: read, look on, search, look back, share, follow."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.every_page import CHANGED, FULL, OLD_MONTH, PASSWORD, PLACES

# A control does nothing by itself unless it sends a form, opens something or is part of one.
DEAD = """() => [...document.querySelectorAll("button, input, select, [role=button], a")]
    .filter(control => control.checkVisibility() && !control.readOnly)
    .filter(control => control.matches("a")
        ? !control.href || control.getAttribute("href") === "#"
        : !control.popoverTargetElement
            && !(control.form && control.form.querySelector("[type=submit]")))
    .map(control => control.outerHTML)"""


@pytest.fixture
def page(browser):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en-GB"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def heading(page):
    return page.get_by_role("heading", level=1)


def test_from_the_front_to_an_article_its_topic_and_its_author(page, address):
    page.goto(address("the front page"))
    page.get_by_role("link", name="The lamps of Marrowgate").first.click()
    expect(heading(page)).to_contain_text("The lamps of Marrowgate")
    expect(page.get_by_text("Forty lamps burn again").first).to_be_visible()
    page.locator("article").get_by_role("link", name="City life").first.click()
    expect(heading(page)).to_have_text("City life")
    page.go_back()
    page.locator("article").get_by_role("link", name="Agnes Holloway").first.click()
    expect(heading(page)).to_have_text("Agnes Holloway")


@pytest.mark.parametrize("name", ["the index", "a topic", "an author"])
def test_a_list_goes_on(page, address, name):
    page.goto(address(name))
    first = page.locator("main .headline").all_inner_texts()
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    second = page.locator("main .headline").all_inner_texts()
    assert second and not set(first) & set(second)
    page.get_by_role("link", name="Newer").click()
    assert page.locator("main .headline").all_inner_texts() == first


def test_searching_and_opening_what_is_found(page, address):
    page.goto(address("the front page"))
    page.get_by_label("Search our articles").fill("tide")
    page.get_by_label("Search our articles").press("Enter")
    expect(page.get_by_text(re.compile("articles? for “tide”"))).to_be_visible()
    page.get_by_role("link", name="Newest").click()
    page.get_by_label("Words to look for").fill("harbour tide")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_text(re.compile("articles? for “harbour tide”"))).to_be_visible()
    result = page.locator("main .headline a").first
    name = result.inner_text()
    result.click()
    expect(heading(page)).to_have_text(name)


def test_looking_back_at_what_an_article_said(page, address):
    page.goto(address("a corrected article"))
    expect(page.get_by_text("We had the timetable of last year.")).to_be_visible()
    page.get_by_role("link", name="All versions").click()
    page.locator(f'main a[href$="{CHANGED}versions/1/"]').first.click()
    expect(page.get_by_text("It sails at seven").first).to_be_visible()
    page.goto(address("the versions of an article"))
    page.get_by_label("Compare version").select_option("1")
    page.get_by_label("with version").select_option("2")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(address("a comparison of two versions"))
    expect(page.locator("del", has_text="seven").first).to_be_visible()
    expect(page.locator("ins", has_text="six").first).to_be_visible()


def test_share_links_lead_to_the_networks_with_the_article(page, address):
    page.goto(address("an article with every block"))
    links = page.locator(".share-links a")
    addresses = [urlsplit(link.get_attribute("href")) for link in links.all()]
    hosts = {link.hostname for link in addresses}
    assert {"x.com", "wa.me", "bsky.app", "www.facebook.com", "www.linkedin.com"} <= hosts
    on_x = next(link for link in addresses if link.hostname == "x.com")
    asked = parse_qs(on_x.query)
    assert urlsplit(asked["url"][0]).path == FULL
    assert asked["text"][0].startswith("The lamps of Marrowgate")


def test_reading_the_corrections(page, address):
    page.goto(address("the corrections"))
    expect(page.get_by_text("It sails on weekdays.")).to_be_visible()
    page.get_by_role("link", name="Ferry returns to Corran Bay").first.click()
    expect(heading(page)).to_have_text("Ferry returns to Corran Bay at last")


def test_going_back_to_a_month(page, address):
    page.goto(address("the index"))
    page.get_by_role("link", name="By month").first.click()
    page.locator(f'main a[href="{OLD_MONTH}"]').click()
    expect(heading(page)).to_have_text("May 2021")
    page.get_by_role("link", name="The first tram").first.click()
    expect(page.get_by_text(re.compile(r"more than \d years old"))).to_be_visible()


def test_sharing_a_quotation_that_leads_back_to_the_article(page, address):
    page.goto(address("an article with every block"))
    page.get_by_role("link", name="Share this quote").first.click()
    expect(page).to_have_url(address("a quotation to share"))
    expect(page.get_by_text("A street is kinder by gaslight.")).to_be_visible()
    page.get_by_role("link", name="Read it in the article").click()
    expect(heading(page)).to_contain_text("The lamps of Marrowgate")


def test_finding_how_to_follow_us(page, address):
    page.goto(address("the front page"))
    page.locator('a[href="/feeds/"]').first.click()
    expect(heading(page)).to_be_visible()
    feeds = page.locator("main a[href$='.xml'], main a[href$='.json'], main a[href*='feed']")
    assert feeds.count() >= 3


def test_a_recording_elsewhere_is_a_link(page, address):
    page.goto(address("an article with every block"))
    link = page.get_by_role("link", name="The first lamp, in two minutes")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=L4mpsL4mpsL"
    expect(page.get_by_role("button", name="Play here")).to_have_count(0)


def test_opening_a_page_with_its_password(page, address):
    page.goto(address("a page with a password"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("For members")


@pytest.mark.parametrize("name", PLACES)
def test_no_control_is_dead(page, address, name):
    """Looked at with a script from outside; those of the page do not run."""
    page.goto(address(name))
    assert page.evaluate(DEAD) == []
