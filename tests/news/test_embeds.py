"""Videos and recordings elsewhere: a picture and a link, and their player where we know it."""

import json
import re

import pytest
from django.core.cache import caches

from news.blocks import pictures_in
from news.embeds import player_of
from tests import factories

YOUTUBE = "https://www.youtube-nocookie.com/embed/a1B2c3D4e5_?autoplay=1"
VIMEO = "https://player.vimeo.com/video/123456?dnt=1&autoplay=1"
SHORT, LONG = "kkGMgK9ZtnKfYAgnEtQxbv", "9c9de5e8-0a1e-484a-b099-e80766180a6d"
KNOWN = {
    "https://www.youtube.com/watch?v=a1B2c3D4e5_": YOUTUBE,
    "https://youtube.com/watch?feature=shared&v=a1B2c3D4e5_": YOUTUBE,
    "https://m.youtube.com/watch?v=a1B2c3D4e5_&t=1m30s": f"{YOUTUBE}&start=90",
    "https://youtu.be/a1B2c3D4e5_?si=tracked": YOUTUBE,
    "https://youtu.be/a1B2c3D4e5_?t=42": f"{YOUTUBE}&start=42",
    "https://www.youtube.com/shorts/a1B2c3D4e5_": YOUTUBE,
    "https://www.youtube.com/live/a1B2c3D4e5_": YOUTUBE,
    "https://www.youtube.com/embed/a1B2c3D4e5_": YOUTUBE,
    "https://vimeo.com/123456": VIMEO,
    "https://vimeo.com/123456/ab12cd34ef": f"{VIMEO}&h=ab12cd34ef",
    "https://player.vimeo.com/video/123456": VIMEO,
    f"https://tube.example/w/{SHORT}": f"https://tube.example/videos/embed/{SHORT}?autoplay=1&p2p=0",
    f"https://tube.example:8443/videos/watch/{LONG}": (
        f"https://tube.example:8443/videos/embed/{LONG}?autoplay=1&p2p=0"
    ),
    "https://soundcloud.com/port-ansel/night-tide": (
        "https://w.soundcloud.com/player/"
        "?url=https%3A%2F%2Fsoundcloud.com%2Fport-ansel%2Fnight-tide&auto_play=true"
    ),
    "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk?si=x": (
        "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk"
    ),
    "https://archive.org/details/senate_1911": "https://archive.org/embed/senate_1911",
}
UNKNOWN = [
    "",
    "https://video.example/watch/4411",
    "https://www.youtube.com/@channel",
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/watch?v=a1B2c3D4e5_%22onload",
    "https://youtube.com.evil.example/watch?v=a1B2c3D4e5_",
    "https://vimeo.com/channels/staff",
    "https://soundcloud.com/port-ansel",
    "https://tube.example/w/too-short",
    "javascript:alert(1)//youtube.com/watch?v=a1B2c3D4e5_",
    "https://[broken/watch?v=a1B2c3D4e5_",
]


def embed(url="https://youtu.be/a1B2c3D4e5_", **fields):
    value = {"url": url, "title": "The first lamp, in two minutes", "text": "", **fields}
    return {"type": "embed", "value": value}


def poster(picture, alt_text="A lamp", decorative=False):
    return {"image": picture.pk, "alt_text": alt_text, "decorative": decorative}


@pytest.mark.parametrize(("address", "played"), KNOWN.items())
def test_a_known_address_has_the_player_that_tracks_least(address, played):
    assert player_of(address).address == played


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_is_not_known_has_no_player(address):
    assert player_of(address) is None


def test_a_player_says_where_it_is_loaded_from_and_whether_there_is_something_to_see():
    assert player_of("https://youtu.be/a1B2c3D4e5_").host == "www.youtube-nocookie.com"
    assert player_of("https://youtu.be/a1B2c3D4e5_").is_video
    assert not player_of("https://soundcloud.com/port-ansel/night-tide").is_video


@pytest.mark.django_db
def test_an_embed_is_a_picture_and_a_link_and_its_player_lies_ready_but_unloaded(client):
    picture = factories.picture(credit="Photograph: Ida Falk")
    body = [factories.paragraph("Watch."), embed(poster=poster(picture))]
    factories.published(slug="lamps", body=body)
    html = client.get("/posts/lamps/").content.decode()
    assert 'alt="A lamp"' in html
    assert "Photograph: Ida Falk" in html
    assert '<a href="https://youtu.be/a1B2c3D4e5_"' in html
    assert re.search(
        r"<button[^>]* hidden>Play here <span>\(loads www.youtube-nocookie.com\)", html
    )
    (frame,) = re.findall(r"<template>(<iframe.*?</iframe>)</template>", html)
    assert html.count("<iframe") == 1
    for asked in ('title="The first lamp, in two minutes"', "allowfullscreen", "sandbox="):
        assert asked in frame


@pytest.mark.django_db
def test_an_embed_that_we_cannot_play_here_is_a_link_without_a_button(client):
    factories.published(slug="lamps", body=[embed("https://video.example/lamps")])
    html = client.get("/posts/lamps/").content.decode()
    assert '<a href="https://video.example/lamps"' in html
    assert "Play here" not in html
    assert "<iframe" not in html


@pytest.mark.django_db
def test_an_embed_that_was_stored_before_there_were_posters_is_still_read(client):
    article = factories.draft(slug="lamps")
    revision = article.get_latest_revision()
    revision.content["body"] = json.dumps([{**embed("https://video.example/lamps"), "id": "e1"}])
    revision.save()
    factories.approved(article).get_latest_revision().publish()
    article.refresh_from_db()
    assert pictures_in(article.body) == []
    assert "The first lamp" in client.get("/posts/lamps/").content.decode()


@pytest.mark.django_db
def test_a_poster_without_a_description_keeps_an_article_from_readers():
    picture = factories.picture()
    for alt_text, decorative, missing in [("", False, 1), ("A lamp", False, 0), ("", True, 0)]:
        shown = poster(picture, alt_text, decorative)
        article = factories.draft(body=[factories.paragraph("Watch."), embed(poster=shown)])
        assert len(article.missing_for_publication()) == missing


@pytest.mark.django_db
def test_a_poster_is_public_with_its_article_and_not_before(client):
    caches["renditions"].clear()
    picture = factories.picture()
    address = picture.get_rendition("width-480|format-webp").url
    article = factories.draft(body=[factories.paragraph("Watch."), embed(poster=poster(picture))])
    assert client.get(address).status_code == 404
    factories.approved(article).get_latest_revision().publish()
    assert client.get(address).status_code == 200
