"""Searching in a real browser: suggestions by keyboard and pointer, filters, and both without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import AXE, JUDGE, LOOKS, PHONE, RULES, SCREEN, TOO_WIDE

SUGGEST = re.compile(r"/search/suggest/\?query=")
HELPERS = re.compile(r"/(search\.js|suggestions\.css)$")


@pytest.fixture
def without_javascript(browser):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def field(page):
    return page.get_by_role("combobox", name="Words to look for")


def suggestions(page):
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def type_into(page, address, text="harb"):
    """Open the search page and type; suggestions are there."""
    page.goto(address("the search form"))
    page.get_by_label("Words to look for").click()
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(text)
    expect(suggestions(page).first).to_be_visible()


def chosen(page):
    """The text of the suggestion that assistive technology is told of."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
        "?.innerText ?? null"
    )


def test_suggestions_open_while_one_types_and_say_how_many_they_are(page, address):
    type_into(page, address)
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(suggestions(page).first).to_contain_text("Harbour")
    number = suggestions(page).count()
    expect(page.locator(".search-form [role=status]")).to_have_text(f"{number} suggestions")
    assert chosen(page) is None


def test_the_arrows_go_round_and_enter_opens_what_is_chosen(page, address):
    type_into(page, address)
    page.keyboard.press("ArrowDown")
    first = chosen(page)
    expect(suggestions(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert chosen(page) is None
    page.keyboard.press("ArrowUp")
    assert chosen(page) == suggestions(page).last.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == first
    page.keyboard.press("Enter")
    expect(page).to_have_url(address("/topics/harbour/"))


def test_escape_closes_them_and_keeps_what_was_typed(page, address):
    type_into(page, address)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(suggestions(page).first).to_be_hidden()
    expect(field(page)).to_have_value("harb")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_be_focused()
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    expect(suggestions(page).first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(page, address):
    type_into(page, address, "harbour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="articles for “harbour”")).to_be_visible()


def test_they_close_when_the_field_is_left(page, address):
    type_into(page, address)
    page.keyboard.press("Tab")
    expect(suggestions(page).first).to_be_hidden()


@pytest.mark.parametrize("viewport", [(PHONE, 800), (SCREEN, 800)])
def test_a_pointer_opens_what_it_points_at_from_the_head_of_a_page(page, address):
    page.goto(address("the front page"))
    page.get_by_label("Search our articles").click()
    expect(page.get_by_role("combobox", name="Search our articles")).to_be_focused()
    page.keyboard.type("agnes")
    option = suggestions(page).filter(has_text="Agnes Holloway")
    expect(option).to_be_in_viewport(ratio=1)
    option.click()
    expect(page).to_have_url(address("/authors/agnes-holloway/"))


def test_nothing_is_fetched_for_who_does_not_search(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address("the front page"))
    assert not [url for url in fetched if HELPERS.search(url)]
    page.get_by_label("Search our articles").click()
    expect(page.get_by_role("combobox", name="Search our articles")).to_be_focused()
    assert len([url for url in fetched if HELPERS.search(url)]) == 2
    assert not [url for url in fetched if SUGGEST.search(url)]


def test_an_answer_that_comes_too_late_is_not_waited_for(page, address):
    left = []
    page.on("requestfailed", lambda request: left.append(request.url))
    page.goto(address("the search form"))
    page.route(re.compile(r"query=ha$"), lambda route: None)  # it never comes
    page.get_by_label("Words to look for").click()
    expect(field(page)).to_be_focused()
    with page.expect_request(SUGGEST):
        page.keyboard.type("ha")
    page.keyboard.type("rb")
    expect(suggestions(page).first).to_be_visible()
    assert [url.rpartition("=")[2] for url in left] == ["ha"]


@pytest.mark.parametrize("fault", ["offline", "an error"])
def test_without_suggestions_one_searches_all_the_same(page, address, fault):
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address("the search form"))
    page.route(
        SUGGEST,
        lambda route: route.abort() if fault == "offline" else route.fulfill(status=500, body="<"),
    )
    page.get_by_label("Words to look for").click()
    expect(field(page)).to_be_focused()
    with page.expect_event("requestfinished" if fault == "an error" else "requestfailed"):
        page.keyboard.type("harbour")
    expect(suggestions(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="articles for “harbour”")).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("place", ["the search form", "the front page"])
def test_open_suggestions_keep_nobody_out(browser, address, place):
    context = browser.new_context(bypass_csp=True, locale="en-GB")
    page, faults = context.new_page(), []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(address(place))
        page.locator("[type=search]").last.click()
        expect(page.locator("[role=combobox]").last).to_be_focused()
        page.keyboard.type("harb")
        expect(suggestions(page).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.evaluate(AXE)
        look = f"{width} px, {scheme}"
        faults += [f"{look}: {fault}" for fault in page.evaluate(JUDGE, RULES)]
        if wider := page.evaluate(TOO_WIDE):
            faults.append(f"{look}: scrolls sideways by {wider} px")
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewport", [(SCREEN, 800)])
def test_on_a_wide_screen_the_filters_stand_beside_the_results(page, address):
    page.goto(address("a search with results"))
    expect(page.get_by_text("Narrow the results")).to_be_hidden()
    filters, result = page.locator(".filter-groups"), page.locator(".result").first
    expect(filters).to_be_visible()
    assert filters.bounding_box()["x"] > result.bounding_box()["x"] + 600


def test_narrowing_and_widening_without_javascript(without_javascript, address):
    page = without_javascript
    page.goto(address("a search with results"))
    before = page.locator(".result-count").inner_text()
    page.get_by_text("Narrow the results").click()
    page.locator(".filters").get_by_role("link", name="City life").click()
    expect(page.get_by_role("link", name="Remove the filter City life")).to_be_visible()
    assert page.locator(".result-count").inner_text() != before
    page.get_by_role("link", name="Newest").click()
    page.get_by_text("Narrow the results").click()
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("topic=city-life.*order=newest.*from=2020-01-01"))
    page.get_by_role("link", name="Remove all").click()
    expect(page.locator(".result-count")).to_have_text(before)
    expect(page).to_have_url(address("/search/?query=harbour&order=newest"))
