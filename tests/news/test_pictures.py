"""The darkroom makes what readers can be offered of a picture; neither they nor editors wait."""

import logging

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import HomePage, Publication, StandardPage
from images.models import NewsImage, NewsRendition
from images.sizes import specs_of
from news import pictures
from news.pictures import OF_THE_HERO, Darkroom
from publishing.models import Event
from publishing.scheduler import Shift, tick
from tests import factories

pytestmark = pytest.mark.django_db


def in_body(picture, width="column"):
    """A picture block."""
    image = {"image": picture.pk, "alt_text": "The quay", "decorative": False}
    return {"type": "image", "value": {"image": image, "width": width}}


def gallery(*shown):
    images = [{"image": p.pk, "alt_text": "The quay", "decorative": False} for p in shown]
    return {"type": "gallery", "value": {"pictures": [{"image": image} for image in images]}}


def made(picture):
    return set(picture.renditions.values_list("filter_spec", flat=True))


def is_ready(picture, *places):
    return NewsImage.objects.get(pk=picture.pk).missing_sizes(*places) == []


def test_publishing_makes_no_picture(django_capture_on_commit_callbacks):
    hero, inside = factories.picture(), factories.picture("Quay")
    with django_capture_on_commit_callbacks(execute=True):
        factories.published(hero=hero, body=[in_body(inside)])
    assert not NewsRendition.objects.exists()
    assert not Event.objects.filter(next_try_at__isnull=False).exists()


def test_each_picture_is_made_in_the_sizes_of_where_it_stands_and_in_no_other():
    names = ("Hero", "Column", "Wide", "Gallery", "Poster")
    hero, column, wide, shown, poster = map(factories.picture, names)
    still = {"image": poster.pk, "alt_text": "", "decorative": True}
    video = {"url": "https://video.example/4411", "title": "Sitting", "text": "", "poster": still}
    body = [
        in_body(column),
        in_body(wide, "wide"),
        gallery(shown, shown),
        {"type": "embed", "value": video},
    ]
    factories.published(hero=hero, body=body)
    Darkroom().work()
    assert made(hero) == set(specs_of(OF_THE_HERO))
    assert made(wide) == set(specs_of(["hero", "feed"]))
    for picture in (column, shown, poster):
        assert made(picture) == set(specs_of(["column", "feed"]))


def test_an_article_page_offers_them_all(client):
    page = factories.published(hero=factories.picture(), body=[in_body(factories.picture("Quay"))])
    assert "image/avif" not in client.get(page.url).text
    Darkroom().work()
    before = NewsRendition.objects.count()
    assert client.get(page.url).text.count('type="image/avif"') == 2
    assert NewsRendition.objects.count() == before


def test_what_was_public_before_the_start_is_made_the_newest_first():
    old, new = factories.picture("Old"), factories.picture("New")
    factories.published("Old", hero=old)
    factories.published("New", hero=new)
    assert list(pictures.pictures_of(Darkroom()._next_pages())) == [new, old]
    Darkroom().work()
    assert is_ready(old, *OF_THE_HERO)
    assert is_ready(new, *OF_THE_HERO)


def test_what_is_published_while_it_works_comes_before_the_archive(monkeypatch):
    old = [factories.picture(f"Old {n}") for n in range(2)]
    for n, picture in enumerate(old):
        factories.published(f"Old {n}", hero=picture)
    breaking, order = factories.picture("Breaking"), []
    whole = NewsImage.get_rendition

    def watched(self, spec):
        if not order:
            factories.published("Breaking", hero=breaking)
        order.append(self.title)
        return whole(self, spec)

    monkeypatch.setattr(NewsImage, "get_rendition", watched)
    Darkroom().work()
    assert list(dict.fromkeys(order)) == ["Old 1", "Breaking", "Old 0"]


def test_a_picture_on_a_standing_page_is_made_too():
    picture = factories.picture()
    page = StandardPage(title="About us", slug="about", body=[in_body(picture)], live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    factories.gate.admit(page, "tests")
    Darkroom().work()
    assert made(picture) == set(specs_of(["column", "feed"]))


def test_nothing_is_made_of_what_is_not_public():
    draft, restricted = factories.picture("Draft"), factories.picture("Restricted")
    factories.draft("Draft", hero=draft)
    page = factories.draft("Restricted", hero=restricted)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    factories.gate.admit(page, "tests")
    taken = factories.published("Taken down", hero=factories.picture("Taken down"))
    factories.taken_down(taken)
    Darkroom().work()
    assert not NewsRendition.objects.exists()


def test_a_changed_focal_point_is_noticed_when_the_newest_are_looked_at_again():
    picture, room = factories.picture(), Darkroom()
    factories.published(hero=picture)
    room.work()
    NewsImage.objects.update(focal_point_x=9, focal_point_y=9, focal_point_width=5)
    assert not is_ready(picture, *OF_THE_HERO)
    room.work()
    assert not is_ready(picture, *OF_THE_HERO)
    room.look_again_at = 0
    room.work()
    assert is_ready(picture, *OF_THE_HERO)


def test_it_opens_only_when_there_may_be_something_to_do():
    room = Darkroom()
    assert room.has_work()
    room.work()
    assert not room.has_work()
    factories.published(hero=factories.picture())
    assert room.has_work()
    room.work()
    assert not room.has_work()


def test_two_that_work_at_once_make_every_size_once(monkeypatch):
    picture, other = factories.picture(), Darkroom()
    factories.published(hero=picture)
    whole, nested = NewsImage.generate_rendition_file, []

    def slow(self, filter, **kwargs):
        file = whole(self, filter, **kwargs)
        if not nested:
            nested.append(1)
            other.work()
        return file

    monkeypatch.setattr(NewsImage, "generate_rendition_file", slow)
    Darkroom().work()
    assert sorted(picture.renditions.values_list("filter_spec", flat=True)) == sorted(
        specs_of(OF_THE_HERO)
    )


def test_a_clock_that_does_not_go_on_works_at_once():
    small = factories.picture_file(size=(48, 32))
    picture = NewsImage.objects.create(title="Small", file=small)
    factories.published(hero=picture)
    tick()
    assert is_ready(picture, *OF_THE_HERO)


def test_its_time_being_over_it_stops():
    factories.published(hero=factories.picture())
    Darkroom().work(seconds=0)
    assert not NewsRendition.objects.exists()


def test_a_clock_that_goes_on_opens_it_beside_itself(monkeypatch):
    opened = []
    monkeypatch.setattr(pictures, "_ours", room := Darkroom())
    monkeypatch.setattr(room, "open", lambda: opened.append(1))
    factories.published(hero=factories.picture())
    tick(Shift())
    assert opened == [1]
    assert not NewsRendition.objects.exists()


def test_after_a_fault_it_rests(monkeypatch, caplog):
    room = Darkroom()
    monkeypatch.setattr(pictures, "pictures_of", lambda pages: 1 / 0)
    monkeypatch.setattr(pictures.connections, "close_all", lambda: None)
    room._work_alone()
    assert "tried again later" in caplog.text
    assert not room.has_work()


@pytest.mark.parametrize("harm", ["cut off", "no picture", "gone"])
def test_a_broken_picture_is_passed_over_and_logged_once(harm, client, caplog):
    broken, whole = break_(factories.picture("Broken"), harm), factories.picture("Whole")
    body = [in_body(broken), in_body(whole), gallery(broken, whole)]
    page = factories.published(hero=broken, body=body)
    Publication.objects.create(site=page.get_site(), logo=broken)
    with caplog.at_level(logging.ERROR):
        Darkroom().work()
        Darkroom().work()
        answers = {address: client.get(address) for address in (page.url, "/", "/feed.rss")}
    assert {address: a.status_code for address, a in answers.items()} == dict.fromkeys(answers, 200)
    assert answers[page.url].text.count('type="image/avif"') == 2  # the whole one, twice
    assert is_ready(whole, "column", "feed")
    assert not broken.renditions.exists()
    assert sum("gone or damaged" in record.message for record in caplog.records) == 1


def break_(picture, harm):
    storage, name = picture.file.storage, picture.file.name
    if harm == "gone":
        storage.delete(name)
    elif harm == "no picture":
        with storage.open(name, "wb") as file:
            file.write(b"no picture at all")
    else:
        factories.damaged(picture)
    return NewsImage.objects.get(pk=picture.pk)


def test_a_broken_picture_fails_no_event(django_capture_on_commit_callbacks):
    hero = break_(factories.picture(), "cut off")
    with django_capture_on_commit_callbacks(execute=True):
        factories.published(hero=hero)
    assert not Event.objects.exclude(next_try_at=None).exists()


def test_looking_at_fifty_articles_costs_hardly_more_than_at_one():
    def cost():
        caches["renditions"].clear()
        room = Darkroom()
        with CaptureQueriesContext(connection) as captured:
            room.work()
        return len(captured)

    picture, inside = factories.picture(), factories.picture("Quay")
    factories.published("First", hero=picture, body=[in_body(inside)])
    Darkroom().work()
    one = cost()
    for n in range(9):
        factories.published(f"Story {n}", hero=picture, body=[in_body(inside)])
    assert cost() == one
