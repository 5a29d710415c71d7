"""The public record: readers see what has changed, every version, and what was taken down."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage
from news.models import NewsIndexPage
from publishing import gate, record
from publishing.models import PublicVersion
from publishing.scheduler import publish_due
from tests import factories
from tests.factories import change, draft, paragraph, published

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def text(client, address, status=200):
    """What a reader’s browser gets, as one line."""
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", response.content.decode())


def words(html):
    """What a reader reads of it."""
    apart = re.sub(r"</(?:dt|dd|p|li|h\d|div)>", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", apart))


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def moderator():
    return factories.user(group="Moderators")


def withhold(page, number, why="A court order names somebody who must not be named."):
    record.withhold(page.versions.get(number=number), moderator(), why)


def standing_page(title="Ethics", parent=None, **fields):
    page = StandardPage(title=title, body=[paragraph("We check.")], live=False, **fields)
    (parent or HomePage.objects.get()).add_child(instance=page)
    page.save_revision()
    return page


def corrected(page=None, **fields):
    page = page or published(body=[paragraph("Eleven ships wait.")])
    said = {"was": "Eleven ships wait.", "now": "Nine ships wait."} | fields
    return change(page, "correction", "We had an old list.", **said)


# On the article


def test_an_article_that_never_changed_says_when_it_was_published_and_no_more(client):
    page = published()
    html = text(client, page.url)
    assert "Published <time" in html
    assert "Updated" not in html
    assert "What has changed" not in html
    assert "record.css" not in html


def test_readers_are_told_when_and_where_they_learn_what_has_changed(client):
    with time_machine.travel(MONDAY, tick=False):
        page = published()
    with time_machine.travel(MONDAY + timedelta(hours=31, minutes=20), tick=False):
        page = change(page, "update", "The vote was repeated.", title="Senate votes again")
        html = text(client, page.url)
    told = "Published 23 November 2026, 07:00 GMT Updated 24 November 2026, 14:20 GMT: what changed"
    assert told in words(html)
    assert f'<a href="{page.url}versions/">what changed</a>' in html


def test_a_minor_change_does_not_move_the_updated_time(client):
    with time_machine.travel(MONDAY, tick=False):
        page = change(published(), "update", "More figures.", standfirst="With figures.")
    change(page, title="Senate sends the budget back!")
    assert "Updated 23 November 2026, 07:00 GMT" in words(text(client, page.url))


def test_a_serious_correction_stands_above_the_text_and_another_below_it(client):
    page = corrected(serious=True)
    page = change(page, "clarification", "It was the upper house.", title="Upper house waits")
    html = text(client, page.url).partition("<main")[2]
    serious, body, below = (
        html.index(part) for part in ("We said", 'class="body"', "upper house.")
    )
    assert serious < body < below


def test_a_correction_says_what_it_said_what_it_says_now_and_why(client):
    with time_machine.travel(MONDAY, tick=False):
        page = corrected()
    told = words(text(client, page.url))
    assert "Correction, 23 November 2026" in told
    assert "We said Eleven ships wait. It says now Nine ships wait. Why We had an old list." in told


def test_a_correction_of_a_withheld_version_is_told_no_more(client):
    page = change(corrected(), title="Ships wait in the fog")
    withhold(page, 2)
    for address in (page.url, "/corrections/", "/corrections/feed.atom", f"{page.url}versions/"):
        assert "old list" not in text(client, address)


def test_a_standing_page_tells_of_its_changes_too(client):
    page = standing_page()
    gate.admit(page, "tests")
    page = change(page, "update", "We check twice.", standfirst="Twice.")
    html = words(text(client, "/ethics/"))
    assert "what changed" in html
    assert "We check twice." in html
    assert "Version 2. All versions" in html


def test_what_is_told_costs_an_article_that_has_nothing_to_tell_no_query(client):
    page = published(slug="quiet")
    untouched = queries(client, page.url)
    assert queries(client, change(page, title="Quieter").url) == untouched
    assert queries(client, corrected(page, title="Louder").url) == untouched + 1


# The list of versions


def test_every_version_is_listed_with_its_kind_time_approval_and_hash(client):
    with time_machine.travel(MONDAY, tick=False):
        page = corrected(published())
    html = text(client, f"{page.url}versions/")
    told = words(html)
    assert "Version 2 23 November 2026, 07:00 GMT" in told
    assert "We said Eleven ships wait." in told
    assert "Approved by a second person" in told
    assert "First published Brought in from tests" in told
    for version in page.versions.all():
        assert f"SHA-256 {version.sha256[:12]}…" in told
        assert f"<code>{version.sha256}</code>" in html
    assert f'<a href="{page.url}versions/1-2/">Compare with version 1</a>' in html


def test_the_record_says_how_many_people_it_took(client):
    page, by = draft(), moderator()
    gate.publish_alone(page, by, "The bridge is closed, people must know.")
    page.refresh_from_db()
    address = f"{page.url}versions/"
    alone = "Published by one person in a hurry"
    assert f"{alone}, not yet read by a second person" in words(text(client, address))
    gate.look_over(page.versions.get().approval, moderator())
    assert f"{alone}, read by a second person since" in words(text(client, address))
    page.versions.get().approval.__class__.objects.update(authority="one person")
    assert "Approved by one person" in words(text(client, address))
    assert by.username not in text(client, address)


def test_minor_changes_in_a_row_are_folded_together(client):
    page = change(change(change(published()), title="Two"), title="Three")
    page = change(page, "update", "More.", title="Four")
    html = text(client, f"{page.url}versions/")
    folded = html[html.index('<details class="minor-changes">') :]
    assert "3 minor changes" in folded
    numbers = re.findall(r'id="version-(\d)"', folded)
    assert numbers == ["4", "3", "2", "1"]
    assert html.index('id="version-5"') < html.index('<details class="minor-changes">')


def test_a_withheld_version_is_listed_with_date_reason_and_hash_and_nothing_else(client):
    page = change(corrected(), title="Ships wait in the fog")
    with time_machine.travel(MONDAY, tick=False):
        withhold(page, 2)
    html = text(client, f"{page.url}versions/")
    assert "Withheld since 23 November 2026: A court order names" in words(html)
    assert page.versions.get(number=2).sha256 in html
    assert "Eleven ships" not in html
    assert f'href="{page.url}versions/2/"' not in html
    assert f'href="{page.url}versions/1-3/"' in html


def test_a_taking_down_is_listed_as_one_once_the_page_is_back(client):
    page = published()
    gate.take_down(page, moderator(), "To be checked.")
    page = change(page, "clarification", "It was checked.", title="Checked")
    html = text(client, f"{page.url}versions/")
    assert "Taken down To be checked." in words(html)
    assert f'href="{page.url}versions/2/"' not in html
    assert f'href="{page.url}versions/1-3/"' in html


def test_a_long_record_takes_no_more_queries_than_a_short_one(client):
    page = published(slug="live")
    for number in range(2, 6):
        change(page, "update", f"Part {number}.", title=f"Part {number}")
    addresses = ["", "versions/", "versions/2/", "versions/1-4/", "versions/timemap/"]
    few = {path: queries(client, f"{page.url}{path}") for path in addresses}
    for number in range(6, 51):
        change(page, "update", f"Part {number}.", title=f"Part {number}")
    assert page.versions.count() == 50
    assert {path: queries(client, f"{page.url}{path}") for path in addresses} == few
    assert max(few.values()) <= 24


def test_the_record_lies_below_the_address_and_no_page_takes_its_place():
    ethics = standing_page()
    with pytest.raises(ValidationError, match="kept for the record"):
        standing_page("Versions", ethics, slug="versions").full_clean()
    article = published("Versions", slug="versions")
    assert article.url == "/posts/versions/"


# A version


def test_a_version_shows_the_page_as_readers_saw_it(client):
    with time_machine.travel(MONDAY, tick=False):
        page = published("Rain", body=[paragraph("It rained.")])
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        page = change(page, "update", "It snows.", title="Snow", body=[paragraph("It snows.")])
    html = text(client, f"{page.url}versions/1/")
    told = words(html)
    assert "It rained." in html
    assert "Snow" not in html
    assert "This is version 1 of 2," in told
    saw = "which readers saw from 23 November 2026, 07:00 GMT to 23 November 2026, 09:00 GMT."
    assert saw in told
    assert "It has been changed since: update of 23 November 2026." in told
    assert f'<a href="{page.url}">Read the current one</a>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html


def test_the_newest_version_says_that_it_is_what_readers_see_now(client):
    page = change(published(), title="Snow")
    told = words(text(client, f"{page.url}versions/2/"))
    assert "This is version 2 of 2, which readers have seen since" in told


def test_a_version_tells_of_the_corrections_made_by_then_and_not_of_later_ones(client):
    page = corrected(change(published(), "update", "Fog came up.", title="Fog"), title="Nine")
    then = words(text(client, f"{page.url}versions/2/"))
    assert "Update, " in then
    assert "old list" not in then
    assert "old list" in words(text(client, f"{page.url}versions/3/"))


def test_a_version_leads_to_todays_address(client):
    page = change(published(slug="rain"), title="Rain, and snow", slug="snow")
    html = text(client, "/posts/snow/versions/1/")
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert "/posts/rain/" not in html


def test_a_version_outlives_its_topic_and_its_author(client):
    brief, rufus = factories.topic("Brief"), factories.author("Rufus Teal")
    page = published("Rain", main_topic=brief, topics=[brief], authors=[rufus])
    page.bylines = [type(page.bylines.get())(author=factories.author())]
    page = change(page, main_topic=factories.topic(), bylines=page.bylines.all(), topics=[])
    brief.delete()
    rufus.delete()
    assert "Rain" in text(client, f"{page.url}versions/1/")
    told = words(text(client, f"{page.url}versions/1-2/"))
    assert "something that is no longer on file" in told


def test_a_withheld_version_answers_451_with_date_and_reason(client):
    page = change(corrected(), title="Ships wait in the fog")
    with time_machine.travel(MONDAY, tick=False):
        withhold(page, 1)
    for address in ("versions/1/", "versions/1-3/", "versions/1-2/"):
        told = words(text(client, page.url + address, 451))
        assert "since 23 November 2026. Why A court order names somebody" in told
        assert "Eleven ships" not in told


@pytest.mark.parametrize(
    "path",
    [
        *("versions/2/", "versions/0/", "versions/4/", "versions/99999999999999999999/"),
        *("versions/3-1/", "versions/1-1/", "versions/1-2/", "versions/1-4/", "versions/-1/"),
        *(f"versions/{'9' * 250}/", "versions/1/2/", "versions/x/", "versions/%00/"),
        *("versions/?from=1", "versions/?from=1&to=x", "versions/?from=1&to=2"),
        *(f"versions/?from=1&to={'9' * 4000}", "versions/?from=%00&to=3", "versions/?to=-3&from=1"),
        *("versions/timemap/1/", "versions/٣/"),
    ],
    ids=lambda path: path[:30],
)
def test_an_entry_that_is_no_version_is_not_found(client, path):
    page = published(slug="back")
    gate.take_down(page, moderator(), "To be checked.")
    change(page, "clarification", "It was checked.", title="Checked")
    assert client.get(f"/posts/back/{path}").status_code in (400, 404)


# Two versions compared


def test_two_versions_are_compared_word_by_word(client):
    page = published("Eleven ships wait", body=[paragraph("In fog, eleven ships wait.")])
    block = page.body.raw_data[0] | {"value": "<p>In fog, nine ships wait.</p>"}
    page = corrected(page, title="Nine ships wait", body=[block, paragraph("At last it lifted.")])
    html = text(client, f"{page.url}versions/1-2/")
    assert "In fog, <del>eleven</del> <ins>nine</ins> ships wait." in html
    assert "<del>Eleven</del> <ins>Nine</ins> ships wait" in html
    assert "<ins>At last it lifted.</ins>" in html
    assert re.search(r"Headline <span>changed</span>.*Paragraph <span>changed", html)
    assert "Paragraph <span>added</span>" in html
    assert "We said Eleven ships wait." in words(html)
    assert '<meta name="robots" content="noindex">' in html


def test_a_comparison_names_what_ids_stand_for(client):
    old, new = factories.picture("Harbour"), factories.picture("Lighthouse")
    neighbour = published("Fog over the sound")
    link = f'<p>See <a linktype="page" id="{neighbour.pk}">our report</a>.</p>'
    block = {"type": "paragraph", "value": "<p>See our report.</p>", "id": "a" * 8}
    page = published("Rain", hero=old, body=[block], topics=[factories.topic("World")])
    page = change(
        page,
        hero=new,
        body=[block | {"value": link}],
        kind="minor",
        main_topic=factories.topic("Security"),
        related=[("article", neighbour)],
    )
    told = words(text(client, f"{page.url}versions/1-2/"))
    for named in ("Harbour Lighthouse", "The Hill Security", "(→ Fog over the sound)"):
        assert named in told
    assert "Related articles added Fog over the sound" in told
    assert "Main picture changed" in told


def test_a_comparison_tells_two_pictures_of_one_name_apart(client):
    page = published(hero=factories.picture("Harbour"))
    page = change(page, hero=factories.picture("Harbour"))
    assert "Main picture changed Harbour (no. " in words(text(client, f"{page.url}versions/1-2/"))


def test_a_comparison_leaves_out_what_readers_never_see(client):
    page = corrected(embargoed_until=MONDAY - timedelta(days=99), title="Nine ships wait")
    told = words(text(client, f"{page.url}versions/1-2/"))
    assert "Embargo" not in told
    assert told.count("old list") == 1  # as what readers were told, not as a field


def test_versions_that_say_the_same_are_said_to(client):
    page = corrected()
    assert "both say the same" in words(text(client, f"{page.url}versions/1-2/"))


@pytest.mark.parametrize(
    ("chosen", "leads_to"),
    [("from=1&to=3", "1-3/"), ("from=3&to=1", "1-3/"), ("from=2&to=2", "2/")],
)
def test_the_form_leads_to_any_two_versions(client, chosen, leads_to):
    page = change(change(published(), title="Two"), title="Three")
    response = client.get(f"{page.url}versions/?{chosen}")
    assert (response.status_code, response["Location"]) == (302, f"{page.url}versions/{leads_to}")


# Only what is public


def test_a_drafts_words_are_on_none_of_these_pages(client):
    secret = draft("Quizzelwick resigns", slug="quizzelwick")
    link = f'<p>As <a linktype="page" id="{secret.pk}">we wrote</a>.</p>'
    linked = {"type": "related_link", "value": {"article": secret.pk, "url": "", "label": ""}}
    page = published("Rain")
    page = corrected(
        page,
        title="Snow",
        related=[("article", secret)],
        body=[{"type": "paragraph", "value": link}, linked],
    )
    page.title, page.slug = "Quizzelwick, the canary", "canary"
    page.describe_change("correction", "Quizzelwick", "Quizzelwick", "Quizzelwick", True)
    page.save_revision()
    here = page.versions.first().address
    paths = ["", "versions/", "versions/1/", "versions/2/", "versions/1-2/", "versions/timemap/"]
    for address in [here + path for path in paths] + ["/corrections/", "/corrections/feed.atom"]:
        response = client.get(address)
        assert response.status_code == 200
        said = response.content.decode() + str(response.headers)
        assert "uizzelwick" not in said, address
        assert "canary" not in said, address
    assert "a page that is not public" in text(client, f"{here}versions/1-2/")


PATHS = ["versions/", "versions/1/", "versions/1-2/", "versions/timegate/", "versions/timemap/"]


@pytest.mark.parametrize("path", ["", *PATHS])
def test_the_record_of_a_private_page_asks_who_is_there(client, path):
    index = NewsIndexPage.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    page = corrected(published("Rain"), title="Snow")
    response = client.get(page.url + path)
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_the_corrections_of_a_private_page_are_not_listed(client):
    PageViewRestriction.objects.create(page=NewsIndexPage.objects.get(), restriction_type="login")
    corrected()
    assert "old list" not in text(client, "/corrections/")


@pytest.mark.parametrize("path", PATHS)
def test_a_draft_has_no_public_record(client, path):
    assert client.get(f"/posts/{draft().slug}/{path}").status_code == 404


def test_what_is_live_and_not_on_record_is_not_served(client):
    page = draft()
    type(page).objects.filter(pk=page.pk).update(live=True, first_published_at=timezone.now())
    assert client.get(f"/posts/{page.slug}/").status_code == 404


# Gone


def gone(client, address, why="A source asked for protection."):
    return why in text(client, address, 410)


def taken_down(page):
    page = corrected(page, title="Nine ships wait")
    gate.take_down(page, moderator(), "A source asked for protection.")
    page.refresh_from_db()
    return page


@pytest.mark.parametrize("slug", ["ships", "bateaux-à-quai"])
def test_what_was_taken_down_answers_410_with_the_reason_readers_were_given(client, slug):
    taken_down(published("Ships", slug=slug))
    for path in ("", *PATHS, "versions/2/", "versions/3/", "anything/"):
        assert gone(client, f"/posts/{slug}/{path}"), path
    assert client.head(f"/posts/{slug}/").status_code == 410
    assert "ships wait" not in text(client, f"/posts/{slug}/", 410)


def test_what_has_expired_answers_410_too(client):
    page = published("Ships", slug="ships", expire_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_due()
        assert gone(client, page.url, "It was published until")


def test_a_new_address_of_the_draft_changes_nothing_at_the_last_public_one(client):
    page = taken_down(published("Ships", slug="ships"))
    page.slug = "canary"
    page.save()
    assert gone(client, "/posts/ships/")
    assert gone(client, "/posts/ships/versions/1/")
    assert text(client, "/posts/canary/", 404) == text(client, "/posts/nothing/", 404)


def test_an_older_address_answers_410_too_and_leads_to_no_draft(
    client, django_capture_on_commit_callbacks
):
    page = published("Ships", slug="ships")
    with django_capture_on_commit_callbacks(execute=True):
        page = change(page, title="Sails", slug="sails")
    assert Redirect.objects.get().old_path == "/posts/ships"
    assert client.get("/posts/ships/").status_code == 301
    taken_down(page)
    assert gone(client, "/posts/ships/")
    assert gone(client, "/posts/sails/versions/")
    PublicVersion.objects.update(address="/elsewhere/")  # known from the redirect alone
    assert gone(client, "/posts/ships/")


def test_another_page_at_the_address_is_served(client):
    page = taken_down(published("Ships", slug="ships"))
    page.slug = "old-ships"
    page.save()
    published("Sheep", slug="ships")
    assert "Sheep" in text(client, "/posts/ships/")
    assert client.get("/posts/ships/versions/2/").status_code == 404


def test_what_came_back_is_served(client):
    page = taken_down(published("Ships", slug="ships"))
    change(page, "clarification", "The source agreed.", title="Nine ships wait again")
    assert "wait again" in text(client, "/posts/ships/")


def test_a_redirect_made_by_hand_wins(client):
    taken_down(published("Ships", slug="ships"))
    after = published("Sheep", slug="sheep")
    Redirect.add_redirect("/posts/ships/", after)
    assert client.get("/posts/ships/")["Location"] == after.url
    assert gone(client, "/posts/ships/versions/")


def test_what_was_never_public_answers_as_an_unknown_address_does(client):
    page = draft("Quizzelwick resigns", slug="quizzelwick")
    never, unknown = client.get(f"/posts/{page.slug}/"), client.get("/posts/no-such-story/")
    assert never.status_code == unknown.status_code == 404
    assert never.content == unknown.content
    assert dict(never.headers) == dict(unknown.headers)


def test_a_private_page_that_was_taken_down_leaves_no_trace(client):
    index = NewsIndexPage.objects.get()
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    taken_down(published("Ships", slug="ships"))
    never = client.get("/posts/no-such-story/")
    response = client.get("/posts/ships/")
    assert (response.status_code, response.content) == (404, never.content)


def test_a_child_of_what_was_taken_down_stays(client):
    ethics = standing_page("Ethics")
    gate.admit(ethics, "tests")
    code = standing_page("Code", ethics)
    gate.admit(code, "tests")
    ethics.refresh_from_db()
    gate.take_down(ethics, moderator(), "It is being rewritten.")
    assert gone(client, "/ethics/", "It is being rewritten.")
    assert "Code" in text(client, "/ethics/code/")
    assert client.get("/ethics/code/versions/9/").status_code == 404


def test_a_record_moves_along_with_its_page(client):
    change(published("Ships", slug="ships"), title="Sails", slug="sails")
    response = client.get("/posts/ships/versions/1/")
    assert (response.status_code, response["Location"]) == (301, "/posts/sails/versions/1/")
    assert client.get("/posts/sails/versions/9/").status_code == 404


# All corrections


def entries(client):
    feed = ElementTree.fromstring(client.get("/corrections/feed.atom").content)  # noqa: S314 - ours
    return [{part.tag.removeprefix(ATOM): part for part in e} for e in feed.iter(f"{ATOM}entry")]


def test_corrections_and_clarifications_are_listed_the_newest_first(client):
    corrected(published("Ships"), title="Nine ships wait")
    change(published("Rain"), "clarification", "It was sleet.", title="Sleet")
    change(published("Wind"), "update", "A gale.", title="Gale")
    change(published("Sun"), title="Sunshine")
    html = text(client, "/corrections/")
    assert html.index("Sleet") < html.index("Nine ships wait")
    assert "It says now Nine ships wait." in words(html)
    assert "Gale" not in html
    assert "Sunshine" not in html
    assert 'type="application/atom+xml"' in html
    titles = [entry["title"].text for entry in entries(client)]
    assert titles == ["Clarification: Sleet", "Correction: Nine ships wait"]


def test_corrections_of_what_was_taken_down_are_not_listed(client):
    taken_down(published())
    assert "old list" not in text(client, "/corrections/")
    assert entries(client) == []


def test_without_corrections_the_list_says_so(client):
    assert "nothing to correct yet" in text(client, "/corrections/")
    assert entries(client) == []


def test_the_list_of_corrections_is_paged_at_a_constant_cost(client):
    first = published("First")
    corrected(first, title="The very first")
    cost = {
        address: queries(client, address) for address in ("/corrections/", "/corrections/feed.atom")
    }
    for number in range(21):
        corrected(published(f"Story {number}"), title=f"Corrected {number}")
    assert {address: queries(client, address) for address in cost} == cost
    assert max(cost.values()) <= 8
    assert "The very first" not in text(client, "/corrections/")
    assert "The very first" in text(client, "/corrections/?page=2")
    assert 'href="?page=2"' in text(client, "/corrections/")
    canonical = r'rel="canonical" href="[^"]+/corrections/\?page=2"'
    assert re.search(canonical, text(client, "/corrections/?page=2"))


@pytest.mark.parametrize("page", ["x", "0", "-1", "2", "9" * 30, "%00", "1e3"])
def test_a_page_of_corrections_that_is_none_is_not_found(client, page):
    assert client.get(f"/corrections/?page={page}").status_code == 404


def test_the_feed_has_the_words_the_article_and_the_time_of_each_correction(client):
    with time_machine.travel(MONDAY, tick=False):
        page = corrected(published("Ships & <sails>"), title="Nine & <sails>", now="Nine\x08 <b>.")
    (entry,) = entries(client)
    assert entry["title"].text == "Correction: Nine & <sails>"
    assert entry["link"].get("href") == page.full_url
    assert entry["updated"].text == "2026-11-23T07:00:00+00:00"
    assert "<dd>Nine &lt;b&gt;.</dd>" in entry["content"].text
    assert "<dd>We had an old list.</dd>" in entry["content"].text


def test_each_correction_in_the_feed_has_an_id_that_stays(client):
    page = corrected(corrected(published("Ships", slug="ships"), title="Nine"), title="Ten")
    before = [entry["id"].text for entry in entries(client)]
    change(page, title="Sails", slug="sails")
    assert [entry["id"].text for entry in entries(client)] == before
    assert len(set(before)) == 2


@pytest.mark.parametrize(
    "address", ["/corrections/", "/corrections/feed.atom", "/posts/ships/versions/"]
)
def test_the_record_is_read_without_cookies_and_never_written_to(client, address):
    corrected(published(slug="ships"))
    for answer in (client.get(address), client.head(address)):
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    assert client.post(address).status_code == 405
