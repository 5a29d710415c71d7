"""The Chromium that the browser tests drive: found on this machine, or brought to it."""

import os
import shutil
import sys
from pathlib import Path

from tests.programs import as_root, try_to, ways_to_install_package

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MISSING = (
    "The browser tests need Chromium, and it could not be installed: install your system's "
    "chromium package, or name one with CHROMIUM=/its/path."
)


def find() -> str | None:
    """The path of a Chromium that runs: the one named, one on PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), playwrights_own()]
    return next((path for path in candidates if path and runs(path)), None)


def ensure() -> str:
    """The path of a Chromium, installed if need be; without one, stop with a sentence."""
    if path := find():
        return path
    if named := os.environ.get("CHROMIUM"):
        sys.exit(f"The Chromium that you named does not run: CHROMIUM={named}.")
    print("Installing Chromium for the browser tests ...", flush=True)
    for command, seconds in ways_to_install():
        try_to(command, seconds)
        if path := find():
            return path
    sys.exit(MISSING)


def ways_to_install():
    """Commands that may bring a Chromium, in the order of trying, each with its patience."""
    playwright = [sys.executable, "-m", "playwright"]
    yield [*playwright, "install", "--no-shell", "chromium"], 120
    root = as_root()
    if root is not None and os.path.exists(playwrights_own() or ""):
        # Downloaded, but it does not run: the system libraries it needs are missing.
        yield [*root, *playwright, "install-deps", "chromium"], 600
    yield from ways_to_install_package("chromium")


def playwrights_own() -> str | None:
    """Where Playwright keeps, or would keep, the Chromium it downloads."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def runs(path: str) -> bool:
    """Whether it is there with every library it needs."""
    return Path(path).exists() and try_to([path, "--version"], 30)
