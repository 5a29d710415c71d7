"""What no reader sends gets our page, never a 500."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ["/posts/", "/topics/the-hill/", "/authors/agnes-holloway/", "/search/"]
PAGES = ["x", "-1", "0", "99999999999999999999", "1e3", "%00", "1%00", "", "%F0%9F%90%A7", "1.5"]
ADDRESSES = [
    "/posts/no-such-article/",
    "/posts/no/such/article/",
    "/topics/no-such-topic/",
    "/authors/nobody/",
    "/no-such-page/",
    "/posts/%00/",
    "/%00",
    "/posts/%FF%FE/",
    "/posts/a%0Ab/",
    "/posts/" + "a" * 10_000 + "/",
    "/search/?query=" + "a" * 10_000,
    "/documents/99999999999999999999/x.pdf",
    "/media/../../etc/passwd",
    "/media/%2e%2e/secret_key",
    "/?%00=%00",
    "/search/?query=%0%000",
    "/media/" + "a" * 300,
    "/posts/" + "%C3%A9" * 150 + "/",
    "/_util/authenticate_with_password/99999999999999999999/",
]


@pytest.fixture
def newsroom():
    factories.published()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("address", LISTS)
def test_a_page_number_that_is_none_is_not_found(newsroom, client, address, page):
    response = client.get(f"{address}?page={page}")
    assert response.status_code in ((200, 404) if page == "1%00" else (404,))
    assert "Conservative Fix" in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:40])
def test_a_hostile_address_gets_our_page(newsroom, client, address):
    response = client.get(address)
    assert response.status_code in (200, 400, 404)
    assert "Conservative Fix" in response.content.decode()


@pytest.mark.parametrize("address", ["/", *LISTS])
def test_head_answers_as_get_without_a_body(newsroom, client, address):
    response = client.head(address)
    assert response.status_code == 200
    assert not response.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace"])
@pytest.mark.parametrize("address", ["/", *LISTS, "/no-such-page/"])
def test_pages_for_readers_are_not_written_to(newsroom, client, address, method):
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert "Conservative Fix" in response.content.decode()


def test_a_page_for_readers_sets_no_cookie_and_does_not_vary_by_one(newsroom, client):
    for address in ["/", *LISTS, "/no-such-page/"]:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_the_password_of_a_private_document_can_be_sent(client):
    assert client.post("/documents/authenticate_with_password/1/", {}).status_code != 405


def test_an_upload_that_is_a_document_is_served_by_its_view_alone(client, uploads):
    (uploads / "documents").mkdir(exist_ok=True)
    (uploads / "documents/secret.txt").write_text("secret")
    assert client.get("/media/documents/secret.txt").status_code == 404
