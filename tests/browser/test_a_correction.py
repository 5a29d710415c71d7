"""A mistake is put right in the open: two people at the gate, and what readers find of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.colleague import Colleague

PUBLISHED = """
from news.models import ArticlePage
from tests import factories
if not ArticlePage.objects.filter(slug="ferry").exists():
    factories.published("Ferry to Corran Bay runs again", slug="ferry",
        standfirst="It sails at seven in the morning, the harbour says.")
print(ArticlePage.objects.get(slug="ferry").pk)
"""
ADDRESS = "/posts/ferry/"


@pytest.fixture
def article(newsroom_server):
    return newsroom_server.shell(PUBLISHED).split()[-1]


def test_a_correction_from_the_editor_to_the_reader(browser, newsroom_server, article, page):
    editor = Colleague(browser, newsroom_server.url, "editor")
    editor.go(f"/admin/pages/{article}/edit/")
    editor.fill("standfirst", "It sails at six in the morning, the harbour says.")
    editor.press("Submit to Review")
    expect(editor.page.get_by_text("say what kind of change this is").first).to_be_visible()
    editor.page.locator("[name=change_kind]").select_option("correction")
    editor.page.locator("[name=change_serious]").check()
    editor.fill("change_note", "We had the timetable of last year.")
    editor.fill("change_was", "at seven in the morning")
    editor.fill("change_now", "at six in the morning")
    editor.press("Submit to Review")
    expect(editor.page.get_by_text("submitted for moderation").first).to_be_visible()
    page.goto(newsroom_server.url + ADDRESS)
    expect(page.get_by_text("It sails at seven")).to_be_visible()

    moderator = Colleague(browser, newsroom_server.url, "moderator")
    moderator.go(f"/admin/pages/{article}/edit/")
    moderator.press("Approve and publish now")
    expect(moderator.page.get_by_text("is approved and public").first).to_be_visible()

    page.goto(newsroom_server.url + ADDRESS)
    expect(page.get_by_text("It sails at six")).to_be_visible()
    expect(page.get_by_text("We had the timetable of last year.").first).to_be_visible()
    page.goto(f"{newsroom_server.url}{ADDRESS}versions/1-2/")
    expect(page.locator("del", has_text="seven").first).to_be_visible()
    expect(page.locator("ins", has_text="six").first).to_be_visible()
    page.goto(f"{newsroom_server.url}{ADDRESS}versions/1/")
    expect(page.get_by_text("It sails at seven")).to_be_visible()
    page.goto(f"{newsroom_server.url}/corrections/")
    expect(page.get_by_role("link", name="Ferry to Corran Bay runs again").first).to_be_visible()


def test_breaking_news_is_published_by_one_and_looked_at_by_another(
    browser, newsroom_server, article, page
):
    editor = Colleague(browser, newsroom_server.url, "editor")
    editor.go(f"/admin/pages/{article}/edit/")
    editor.page.locator("[name=change_kind]").select_option("update")
    editor.fill("change_note", "The ferry is back in port: fog.")
    editor.fill("title", "Ferry to Corran Bay turns back in fog")
    editor.press("Save draft")
    expect(editor.page.get_by_text("has been updated").first).to_be_visible()

    moderator = Colleague(browser, newsroom_server.url, "moderator")
    moderator.go(f"/admin/publishing/alone/{article}/")
    moderator.fill("reason", "Passengers are on their way to the quay.")
    moderator.page.get_by_role("button", name="Publish now, alone").click()
    expect(moderator.page.get_by_text("is public").first).to_be_visible()
    page.goto(newsroom_server.url + ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ferry to Corran Bay turns back in fog"
    )
    reporter = Colleague(browser, newsroom_server.url, "reporter")
    expect(reporter.page.get_by_text("Passengers are on their way")).to_be_visible()
    assert editor.faults == moderator.faults == reporter.faults == []
