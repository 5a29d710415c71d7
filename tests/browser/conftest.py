"""The newsroom of the browser tests, with everything on it that a reader can meet."""

import json

import pytest

from tests.every_page import PLACES

BUILD = "import json; from tests import every_page; print(json.dumps(every_page.build()))"


@pytest.fixture(scope="session")
def address(newsroom_server):
    """What leads to a page: `address("the front page")`, or any path below the site."""
    known = json.loads(newsroom_server.shell(BUILD).splitlines()[-1])

    def address_of(place):
        path = PLACES[place].path.format(**known) if place in PLACES else place
        return newsroom_server.url + path

    return address_of
