"""Every page is valid HTML, as the Nu checker of the W3C reads it."""

import pytest
import requests

from tests import nu_checker
from tests.every_page import PLACES


@pytest.fixture(scope="module")
def faults(address, tmp_path_factory):
    """What the checker, run once, finds on each page."""
    folder = tmp_path_factory.mktemp("html")
    for name in PLACES:
        answer = requests.get(address(name), timeout=30)
        if answer.status_code == PLACES[name].status:
            (folder / file_of(name)).write_text(answer.text)
    return nu_checker.check(folder)


def file_of(name):
    return name.replace(" ", "-") + ".html"


@pytest.mark.parametrize("name", PLACES)
def test_is_valid_html(name, faults):
    assert not faults[file_of(name)], "\n".join(faults[file_of(name)])


def test_the_checker_sees_a_fault(tmp_path):
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><title>Lamps</title><img src=lamp.jpg>")
    found = nu_checker.check(tmp_path)["wrong.html"]
    assert any("alt" in fault for fault in found)
