"""What every test may ask for: a folder for uploads, a browser, a running newsroom."""

import os

import pytest
from django.core.cache import caches
from django.test import override_settings
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.server import Newsroom, fresh_database

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session", autouse=True)
def uploads(tmp_path_factory):
    """Uploaded files go to a folder that nobody misses."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def no_picture_of_another_test():
    """Databases give the same ids again; what is remembered of a picture would be another's."""
    caches["renditions"].clear()


@pytest.fixture(scope="session")
def newsroom_server(tmp_path_factory):
    """The real server with a fresh database and the demo's four logins, for this run alone."""
    folder = tmp_path_factory.mktemp("newsroom")
    newsroom = Newsroom(folder, fresh_database(folder))
    try:
        newsroom.open()
        yield newsroom
    finally:
        newsroom.close()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests."""
    # Playwright runs an event loop in this thread; Django then forbids the database, here in vain.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = chromium.find()
    assert path, chromium.MISSING
    with sync_playwright() as playwright:
        # No sandbox, which is Playwright's default: containers allow none, and the pages are ours.
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def viewport():
    """A phone. Other sizes: `@pytest.mark.parametrize("viewport", [(1280, 800)])`."""
    return (390, 844)


@pytest.fixture
def page(browser, viewport):
    """A fresh page: no cookies, nothing in its cache, no patience beyond ten seconds."""
    width, height = viewport
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
