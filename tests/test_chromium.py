"""Where no Chromium is, the tests bring one, or say in a sentence what to install."""

import pytest

from tests import chromium, programs


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine with an empty PATH and nothing of Playwright's; installing does nothing."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "playwrights_own", lambda: str(tmp_path / "downloaded"))
    return tmp_path


def program(path, code=0):
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_finds_the_one_on_the_path(bare):
    assert chromium.find() is None
    expected = program(bare / "chromium-browser")
    assert chromium.find() == expected


def test_passes_over_one_that_does_not_run(bare):
    program(bare / "chromium", code=127)
    expected = program(bare / "google-chrome")
    assert chromium.find() == expected


def test_finds_the_one_that_playwright_downloaded(bare):
    expected = program(bare / "downloaded")
    assert chromium.find() == expected


def test_the_one_named_is_the_only_one(bare, monkeypatch):
    program(bare / "chromium")
    monkeypatch.setenv("CHROMIUM", str(bare / "nowhere"))
    assert chromium.find() is None


def test_downloads_before_it_asks_the_distribution(bare, monkeypatch):
    tried = []

    def download(command, seconds):
        tried.append(command[1:])
        if "install" in command:
            program(bare / "downloaded")
        return True

    monkeypatch.setattr(chromium, "try_to", download)
    assert chromium.ensure() == str(bare / "downloaded")
    assert tried[0] == ["-m", "playwright", "install", "--no-shell", "chromium"]


def test_asks_the_distribution_where_the_download_fails(bare, monkeypatch):
    program(bare / "apt-get")
    monkeypatch.setattr(programs, "as_root", list)
    commands = [command for command, _ in chromium.ways_to_install()]
    assert commands[1:] == [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "chromium"],
    ]


def test_says_in_a_sentence_what_to_install(bare, monkeypatch):
    monkeypatch.setattr(programs, "as_root", lambda: None)
    monkeypatch.setattr(chromium, "try_to", lambda command, seconds: False)
    with pytest.raises(SystemExit, match="The browser tests need Chromium"):
        chromium.ensure()
