"""Somebody at work in the admin, in a browser of their own."""

import re

from playwright.sync_api import expect

from tests import factories
from users.demo_logins import DEMO_PASSWORD


class Colleague:
    """Logs in as one of the demo's roles and does by hand what people do by hand."""

    def __init__(self, browser, url, username):
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB")
        context.set_default_timeout(20_000)
        self.page, self.url = context.new_page(), url
        self.faults = []  # scripts that failed under this person's hands
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{url}/admin/")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Conservative Fix")).to_be_visible()

    def go(self, path):
        self.page.goto(f"{self.url}{path}")

    def fill(self, name, text):
        self.page.locator(f'[name="{name}"]').fill(text)

    def press(self, name):
        """Press a button at the editor's foot, unfolding the others if it is among them."""
        button = self.page.locator("footer").get_by_role("button", name=name, exact=True)
        if not button.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
        button.click()

    def add_block(self, label):
        """Add a block at the end of the body and return the start of its fields' names."""
        body = self.page.locator("[data-contentpath='body']").first
        kinds = self.page.locator('[name^="body-"][name$="-type"]:not([name*="-value-"])')
        before = kinds.count()
        body.get_by_role("button", name="Insert a block").last.click()
        option = self.page.get_by_role("option").filter(has_text=re.compile(f"^{label}$"))
        option.last.click()
        expect(kinds).to_have_count(before + 1)
        return f"body-{before}"

    def upload_picture(self, field, folder, colour):
        """Choose a picture for a field by uploading it."""
        file = folder / "lamp.jpg"
        file.write_bytes(factories.picture_file(colour=colour).read())
        self.open_chooser(field)
        modal = self.page.locator(".modal-content")
        modal.get_by_role("tab", name="Upload").click()
        modal.locator("input[type=file]").set_input_files(file)
        expect(modal.locator("[name$=title]")).to_have_value("lamp")
        modal.get_by_role("button", name="Upload").click()
        expect(modal).to_be_hidden()

    def choose(self, field, name):
        """Choose what is called `name` for a field."""
        self.open_chooser(field)
        modal = self.page.locator(".modal-content")
        modal.get_by_role("link", name=name).first.click()
        expect(modal).to_be_hidden()

    def add_author(self, name):
        """Credit somebody in the byline."""
        self.page.get_by_role("button", name="Add byline").last.click()
        modal = self.page.locator(".modal-content")
        modal.get_by_title(f"Select {name}").check()
        modal.get_by_role("button", name="Confirm selection").click()
        expect(modal).to_be_hidden()

    def open_chooser(self, field):
        element = self.page.locator(f'[name="{field}"]').get_attribute("id")
        self.page.locator(f'[id="{element}-chooser"] .chooser__choose-button').click()
