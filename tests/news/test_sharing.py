"""Sharing: the links to other services, and the small page of a pull quote."""

import json
import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from wagtail.models import PageViewRestriction

from home.models import HomePage, Publication
from news.sharing import NETWORKS, letter, share_links, text_fragment
from publishing import gate
from publishing.verification import verify
from tests import factories

T, U = "Half%20%26%20half%3A%20100%25%20%2B%20more", "https%3A%2F%2Fa.example%2Fposts%2Fx%2F"
# The formats of each service. T is the title and U the address, as encodeURIComponent writes them.
FORMATS = {
    "x": "https://x.com/intent/post?text=T&url=U",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u=U",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url=U",
    "whatsapp": "https://wa.me/?text=T%20U",
    "telegram": "https://t.me/share/url?url=U&text=T",
    "bluesky": "https://bsky.app/intent/compose?text=T%20U",
    "threads": "https://www.threads.com/intent/post?text=T&url=U",
    "mastodon": "https://share.joinmastodon.org/#text=T%20U",
    "reddit": "https://www.reddit.com/submit?url=U&title=T",
    "hackernews": "https://news.ycombinator.com/submitlink?u=U&t=T",
    "email": "mailto:?subject=T&body=T%0D%0A%0D%0AU",
}
QUOTE = "7d1f3b52-1c0e-4a68-9a55-3b9d4f2c8e10"
WORDS = "A street is kinder by gaslight – and well-lit, too."


def pull_quote(text=WORDS, block_id=QUOTE, speaker="Ida Falk", role="Lamplighter"):
    value = {"text": text, "speaker": speaker, "role": role}
    return {"type": "pull_quote", "value": value, "id": block_id}


def lamps(make=factories.published, **fields):
    fields.setdefault("body", [factories.paragraph("It was dusk."), pull_quote()])
    return make("Lamplighters return", slug="lamps", **fields)


def share_box(html):
    """The part of a page with the links to share it."""
    return html[html.index('<ul class="share-links">') :]


def meta(html, name):
    return re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', html)[1]


# The links


@pytest.mark.parametrize("key", FORMATS)
def test_each_service_gets_title_and_address_in_its_own_format(key):
    (link,) = share_links("https://a.example/posts/x/", "Half & half: 100% + more", [key])
    assert link["address"] == re.sub("[TU]", lambda at: {"T": T, "U": U}[at[0]], FORMATS[key])


def test_there_is_a_format_for_every_service_that_can_be_chosen():
    assert FORMATS.keys() == dict(NETWORKS).keys()


def test_what_is_left_of_a_long_title_fits_into_a_post_with_the_address():
    url = "https://a.example/posts/" + "long-" * 20
    for title in ("Senators " * 40, "議" * 255, "Short"):
        (link,) = share_links(url, title, ["bluesky"])
        text = parse_qs(urlsplit(link["address"]).query)["text"][0]
        assert len(text) <= 300
        assert text.endswith(f" {url}")
    assert text == f"Short {url}"


def test_a_long_title_is_cut_between_words():
    (link,) = share_links("https://a.example/", "Senators " * 40, ["bluesky"])
    assert re.search(r"Senators… https", unquote(link["address"]))


@pytest.mark.django_db
def test_an_article_is_shared_under_its_social_title_on_the_chosen_networks_in_their_order(client):
    chosen = [("network", key) for key in ("mastodon", "email", "threads")]
    Publication.objects.create(site=HomePage.objects.get().get_site(), share_networks=chosen)
    article = lamps(social_title="Gaslight is back")
    box = share_box(client.get("/posts/lamps/").content.decode())
    link = r'<a href="([^"]+)" rel="noopener nofollow">.*?</span>(\w+)</a>'
    links = re.findall(link, box, re.DOTALL)
    assert [label for _, label in links] == ["Mastodon", "Email", "Threads"]
    for address, _ in links:
        assert "Gaslight is back" in unquote(address)
        assert article.full_url in unquote(address)
    assert f'value="{article.full_url}"' in box


@pytest.mark.django_db
def test_an_article_has_one_set_of_share_links_whether_or_not_an_editor_placed_it(client):
    lamps()
    html = client.get("/posts/lamps/").content.decode()
    assert html.count("share-links") == 1
    assert 'href="#share"' in html
    assert 'id="share"' in html

    share = {"type": "share", "value": {"heading": "Pass it on", "show_links": True}, "id": QUOTE}
    factories.published("Placed", slug="placed", body=[factories.paragraph("Dusk."), share])
    html = client.get("/posts/placed/").content.decode()
    assert html.count("share-links") == 1
    assert f'href="#b-{QUOTE}"' in html
    assert 'id="share"' not in html


@pytest.mark.django_db
def test_a_block_of_newsletter_alone_does_not_take_the_share_links_away(client):
    block = {"type": "share", "value": {"heading": "Our newsletter", "show_links": False}}
    lamps(body=[factories.paragraph("It was dusk."), block])
    html = client.get("/posts/lamps/").content.decode()
    assert html.count("share-links") == 1
    assert 'id="share"' in html


@pytest.mark.django_db
def test_share_blocks_that_name_networks_as_they_once_did_are_still_read_and_verified(client):
    """Networks are the publication's now; what is on record keeps the words it was approved in."""
    old = {"heading": "Pass it on", "text": "", "networks": ["x", "gone"], "show_newsletter": False}
    article = lamps(factories.draft)
    revision = article.get_latest_revision()
    block = {"type": "share", "value": old, "id": QUOTE}
    revision.content["body"] = json.dumps([{**factories.paragraph("It was dusk.")}, block])
    revision.save()
    factories.approved(article).get_latest_revision().publish()
    html = client.get("/posts/lamps/").content.decode()
    assert "Pass it on" in html
    assert html.count("share-links") == 1
    assert [fault for verified in verify(article.pk) for fault in verified.faults] == []

    article.refresh_from_db()
    assert list(article.body)[1].value["show_links"]
    article.save()  # as the text is in memory now
    assert [fault for verified in verify(article.pk) for fault in verified.faults] == []
    factories.change(article, standfirst="It burns again.")
    assert [fault for verified in verify(article.pk) for fault in verified.faults] == []


# Words within a text


def test_a_text_fragment_encodes_what_would_be_read_as_a_part_of_it():
    assert text_fragment("half-and-half, 5 & 6") == ":~:text=half%2Dand%2Dhalf%2C%205%20%26%206"
    assert text_fragment("two\n lines") == ":~:text=two%20lines"
    assert text_fragment("“Ärger”") == ":~:text=%E2%80%9C%C3%84rger%E2%80%9D"


def test_a_letter_keeps_its_lines_and_never_a_plus_for_a_space():
    address = letter("errors+web@a.example", "Error in “X & Y”", "One\nTwo + three")
    assert address.startswith(
        "mailto:errors%2Bweb@a.example?subject=Error%20in%20%E2%80%9CX%20%26%20Y"
    )
    assert address.endswith("&body=One%0D%0ATwo%20%2B%20three")


# The page of a pull quote


@pytest.mark.django_db
def test_a_pull_quote_leads_to_a_page_of_its_own_that_leads_back_to_the_words(client):
    article = lamps()
    html = client.get("/posts/lamps/").content.decode()
    assert f'href="/posts/lamps/quotes/{QUOTE}/"' in html

    html = client.get(f"/posts/lamps/quotes/{QUOTE}/").content.decode()
    assert WORDS in html
    assert "Ida Falk" in html
    assert article.title in html
    assert "Agnes Holloway" in html
    assert f'href="/posts/lamps/#b-{QUOTE}{text_fragment(WORDS)}"' in html


@pytest.mark.django_db
def test_the_page_of_a_quote_is_shared_as_itself_and_found_as_the_article(client):
    article = lamps()
    html = client.get(f"/posts/lamps/quotes/{QUOTE}/").content.decode()
    assert f'<link rel="canonical" href="{article.full_url}">' in html
    assert "noindex" not in meta(html, "robots")  # which would contradict the address above
    assert meta(html, "og:title") == f"“{WORDS}”"
    assert meta(html, "og:url") == f"{article.full_url}quotes/{QUOTE}/"
    links = re.findall(r'<a href="(https://[^"]+)" rel="noopener nofollow">', share_box(html))
    assert links
    for address in links:
        assert f"{article.full_url}quotes/{QUOTE}/" in unquote(address)


@pytest.mark.django_db
def test_there_is_no_page_for_what_is_no_pull_quote_of_the_article_as_it_is_now(client):
    paragraph = factories.paragraph("It was dusk.")
    article = lamps(body=[paragraph, pull_quote()])
    for wrong in (paragraph["id"], "nothing", QUOTE.upper()):
        assert client.get(f"/posts/lamps/quotes/{wrong}/").status_code == 404
    for wrong in ("/posts/lamps/quotes/", f"/posts/lamps/quotes/{QUOTE}/more/"):
        assert client.get(wrong).status_code == 404
    factories.change(article, body=[paragraph])
    assert client.get(f"/posts/lamps/quotes/{QUOTE}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["..", "../../../x y", "x y", QUOTE.upper(), QUOTE + "/"])
def test_a_quote_whose_id_is_not_one_of_ours_has_no_page(client, forged):
    article = lamps(body=[pull_quote(block_id=forged), pull_quote("Nobody asked the moths.")])
    assert [quote.id for quote in article.pull_quotes] == [QUOTE]
    assert client.get(f"/posts/lamps/quotes/{quote(forged, safe='')}/").status_code == 404
    assert client.get("/posts/lamps/").status_code == 200


@pytest.mark.django_db
def test_the_page_of_a_quote_has_the_public_words_not_those_of_a_draft(client):
    article = lamps()
    article.body = [pull_quote("Nobody asked the moths.")]
    article.describe_change("minor")
    article.save_revision()
    html = client.get(f"/posts/lamps/quotes/{QUOTE}/").content.decode()
    assert "kinder by gaslight" in html
    assert "moths" not in html


@pytest.mark.django_db
def test_a_quote_of_an_article_that_is_not_public_has_no_page(client):
    address = f"/posts/lamps/quotes/{QUOTE}/"
    article = lamps(factories.draft)
    assert client.get(address).status_code == 404
    factories.approved(article).get_latest_revision().publish()
    assert client.get(address).status_code == 200
    article.refresh_from_db()
    factories.taken_down(article)
    answer = client.get(address)
    assert answer.status_code in (404, 410)
    assert "gaslight" not in answer.content.decode()


@pytest.mark.django_db
def test_a_quote_of_an_article_behind_a_login_is_behind_it_too(client):
    article = lamps(factories.draft)
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    gate.admit(article, "tests")
    answer = client.get(f"/posts/lamps/quotes/{QUOTE}/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.django_db
def test_a_quote_is_not_offered_from_an_old_version_which_may_be_the_only_one_that_has_it(client):
    article = lamps()
    factories.change(article, body=[factories.paragraph("It was dark.")])
    html = client.get("/posts/lamps/versions/1/").content.decode()
    assert WORDS in html
    assert "quotes/" not in html
