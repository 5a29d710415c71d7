"""The Chromium that the browser tests drive: found on this machine, or brought to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    if root is None:
        return
    if os.path.exists(playwrights_own() or ""):
        # Downloaded, but it does not run: the system libraries it needs are missing.
        yield [*root, *playwright, "install-deps", "chromium"], 600
    if shutil.which("apt-get"):
        yield [*root, "apt-get", "update", "-qq"], 300
        yield [*root, "apt-get", "install", "-qq", "-y", "chromium"], 600
    elif shutil.which("dnf"):
        yield [*root, "dnf", "install", "-q", "-y", "chromium"], 600
    elif shutil.which("apk"):
        yield [*root, "apk", "add", "-q", "chromium"], 600


def as_root() -> list[str] | None:
    """What to write before a command that only root may run; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and try_to(["sudo", "-n", "true"], 10):
        return ["sudo", "-n"]
    return None


def playwrights_own() -> str | None:
    """Where Playwright keeps, or would keep, the Chromium it downloads."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def runs(path: str) -> bool:
    """Whether it is there with every library it needs."""
    return Path(path).exists() and try_to([path, "--version"], 30)


def try_to(command: list[str], seconds: int) -> bool:
    """Run a command quietly; False if it fails or takes longer."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, timeout=seconds, env=environment, stderr=subprocess.DEVNULL, **quiet
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
