"""Web archives read the record: Memento (RFC 7089), pattern 2.1."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
import time_machine

from publishing import gate, record
from tests import factories
from tests.factories import change, paragraph, published

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LINK = re.compile(r'<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)\s*(?:,|$)')
PARAMETER = re.compile(r'(\w+)="([^"]*)"')


class MementoClient:
    """A reader’s Memento client: knows the address of an article and nothing else of the site."""

    def __init__(self, browser, original):
        self.browser = browser
        self.original = original

    def get(self, address, **headers):
        return self.browser.get(urlsplit(address).path, headers=headers)

    def links(self, text):
        """RFC 8288: (address, relations, parameters) of each link."""
        found = []
        for address, rest in LINK.findall(text.strip()):
            parameters = dict(PARAMETER.findall(rest))
            found.append((address, parameters.pop("rel").split(), parameters))
        return found

    def follow(self, rel):
        """The address that the article’s own `Link` header gives for a relation."""
        links = self.links(self.get(self.original)["Link"])
        (address,) = [address for address, rels, _ in links if rel in rels]
        return address

    def mementos(self):
        """(address, time) of each, from the TimeMap."""
        response = self.get(self.follow("timemap"))
        assert response["Content-Type"] == "application/link-format"
        listed = self.links(response.content.decode())
        return [
            (address, parsedate_to_datetime(parameters["datetime"]))
            for address, rels, parameters in listed
            if "memento" in rels
        ]

    def at(self, when):
        """The article as it was: what the TimeGate leads to."""
        answer = self.get(self.follow("timegate"), **{"Accept-Datetime": http(when)})
        assert answer.status_code == 302
        assert "accept-datetime" in answer["Vary"].lower()
        assert "Memento-Datetime" not in answer
        return self.get(answer["Location"]), answer


def http(when):
    return format_datetime(when, usegmt=True)


@pytest.fixture
def story():
    """Three days of rain; a version a day, at seven in the morning."""
    with time_machine.travel(MONDAY, tick=False):
        page = published("Rain", slug="rain", body=[paragraph("It rained one day.")])
    for days in (1, 2):
        with time_machine.travel(MONDAY + days * DAY, tick=False):
            body = [paragraph(f"It rained {days + 1} days.")]
            page = change(page, "update", "It rains.", title=f"Rain {days + 1}", body=body)
    return page


@pytest.fixture
def archive(client, story):
    return MementoClient(client, story.full_url)


def test_a_client_walks_the_timemap_and_finds_every_memento(archive):
    found = archive.mementos()
    assert [when for _, when in found] == [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]
    for days, (address, when) in enumerate(found, 1):
        memento = archive.get(address)
        assert memento.status_code == 200
        assert memento["Memento-Datetime"] == http(when)
        assert ("one day" if days == 1 else f"{days} days") in memento.content.decode()
        links = archive.links(memento["Link"])
        assert (archive.original, ["original"], {}) in links
        assert {"timegate", "timemap", "first", "last"} <= {
            rel for _, rels, _ in links for rel in rels
        }


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (MONDAY - 365 * DAY, "one day"),
        (MONDAY, "one day"),
        (MONDAY + DAY - timedelta(seconds=1), "one day"),
        (MONDAY + DAY, "2 days"),
        (MONDAY + 2 * DAY, "3 days"),
        (MONDAY + 3650 * DAY, "3 days"),
    ],
)
def test_the_timegate_leads_to_what_readers_saw_at_that_time(archive, when, shown):
    memento, _ = archive.at(when)
    assert f"It rained {shown}." in memento.content.decode()


def test_each_memento_leads_to_the_ones_around_it(archive):
    (first, _), (second, _), (third, _) = archive.mementos()
    links = {address: rels for address, rels, _ in archive.links(archive.get(second)["Link"])}
    assert set(links[first]) == {"first", "prev", "memento"}
    assert set(links[third]) == {"next", "last", "memento"}
    links = {address: rels for address, rels, _ in archive.links(archive.get(first)["Link"])}
    assert set(links[first]) == {"first", "memento"}
    assert set(links[second]) == {"next", "memento"}


def test_an_only_memento_is_the_first_and_the_last(client):
    archive = MementoClient(client, published(slug="sun").full_url)
    ((address, _),) = archive.mementos()
    links = {a: rels for a, rels, _ in archive.links(archive.get(address)["Link"])}
    assert set(links[address]) == {"first", "last", "memento"}


def test_the_timemap_names_the_original_itself_the_timegate_and_its_span(archive):
    timemap = archive.follow("timemap")
    links = archive.links(archive.get(timemap).content.decode())
    assert links[0] == (archive.original, ["original"], {})
    span = {"from": http(MONDAY), "until": http(MONDAY + 2 * DAY)}
    assert links[1] == (timemap, ["self"], {"type": "application/link-format", **span})
    assert links[2] == (archive.follow("timegate"), ["timegate"], {})
    assert [rels for _, rels, _ in links[3:]] == [
        *(["first", "memento"], ["memento"], ["last", "memento"])
    ]


def test_the_timegate_without_a_time_leads_to_what_readers_see_now(client, archive):
    answer = archive.get(archive.follow("timegate"))
    assert answer.status_code == 302
    assert "It rained 3 days." in archive.get(answer["Location"]).content.decode()
    assert "accept-datetime" in answer["Vary"].lower()


def test_the_timegate_names_the_original_and_the_timemap(archive):
    _, answer = archive.at(MONDAY)
    links = {rels[0]: address for address, rels, _ in archive.links(answer["Link"])}
    assert links == {"original": archive.original, "timemap": archive.follow("timemap")}


@pytest.mark.parametrize(
    "when", ["yesterday", "", "2026-11-23T07:00:00Z", "Mon, 45 Nov 2026 07:00:00 GMT", "\xff" * 99]
)
def test_a_bad_time_is_a_bad_request(archive, when):
    answer = archive.get(archive.follow("timegate"), **{"Accept-Datetime": when})
    assert answer.status_code == 400
    assert "accept-datetime" in answer["Vary"].lower()


def test_what_is_withheld_is_no_memento(archive, story):
    moderator = factories.user(group="Moderators")
    record.withhold(story.versions.get(number=2), moderator, "A court order.")
    assert [when for _, when in archive.mementos()] == [MONDAY, MONDAY + 2 * DAY]
    memento, _ = archive.at(MONDAY + DAY)
    assert memento["Memento-Datetime"] == http(MONDAY)
    (first, _), (third, _) = archive.mementos()
    links = {a: rels for a, rels, _ in archive.links(archive.get(first)["Link"])}
    assert "next" in links[third]
    withheld = archive.get(f"{story.full_url}versions/2/")
    assert withheld.status_code == 451
    assert "Memento-Datetime" not in withheld


def test_the_time_when_readers_saw_nothing_has_no_memento(archive, story):
    with time_machine.travel(MONDAY + 3 * DAY, tick=False):
        gate.take_down(story, factories.user(group="Moderators"), "To be checked.")
    with time_machine.travel(MONDAY + 4 * DAY, tick=False):
        change(story, "clarification", "It was checked.", title="Rain, checked")
    assert [when for _, when in archive.mementos()][-2:] == [MONDAY + 2 * DAY, MONDAY + 4 * DAY]
    memento, _ = archive.at(MONDAY + 3.5 * DAY)
    assert memento["Memento-Datetime"] == http(MONDAY + 2 * DAY)


def test_head_answers_as_get_does(client, archive):
    for rel in ("timegate", "timemap"):
        address = urlsplit(archive.follow(rel)).path
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.get("Link")) == (got.status_code, got.get("Link"))
        assert not head.content
    assert client.head(urlsplit(archive.original).path)["Link"]


def test_the_article_itself_is_no_memento(client, archive):
    answer = archive.get(archive.original)
    assert "Memento-Datetime" not in answer
    assert "timegate" in answer["Link"]
