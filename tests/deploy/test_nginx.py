"""The nginx of deploy/nginx.conf, a real one, in front of the real server."""

import http.client
import os
import signal
import time

import pytest

from tests.nginx import HOST, Front
from tests.server import Newsroom, fresh_database

PUBLISH = """
from tests import factories
factories.published("Lamps go out", slug="lamps")
"""
DESK = """
from news.models import ArticlePage
from publishing import gate
from users.models import User
page = ArticlePage.objects.get(slug="lamps")
moderator = User.objects.get(username="moderator")
"""
CHANGE = f"""{DESK}
page.title = "Lamps are lit"
page.describe_change("minor")
revision = page.save_revision()
gate.approve(page, revision, moderator)
revision.publish()
"""
TAKE_DOWN = f"""{DESK}
gate.take_down(page, moderator, "A source asked for protection.")
"""
PATIENCE = 20  # seconds for what takes one


def wait_until(happens):
    """Ask again and again; fail where it does not happen."""
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("behind_nginx")
    room = Newsroom(folder, fresh_database(folder))
    settings = {"DJANGO_SETTINGS_MODULE": "cfsite.settings.dev", "DEBUG": "false"}
    room.environment |= {**settings, "ALLOWED_HOSTS": f"{HOST},localhost"}
    try:
        room.manage("collectstatic", "--no-input", "--verbosity", "0")
        room.open()
        room.shell(PUBLISH)
        yield room
    finally:
        room.close()


@pytest.fixture(scope="module")
def front(room, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    for above in (folder, folder.parent, folder.parent.parent):
        above.chmod(0o755)
    front = Front(folder, room)
    try:
        front.start()
        wait_until(lambda: front.get("/")[0])
        yield front
    finally:
        front.stop()


PAGE = "/posts/lamps/"


def test_a_page_is_served_from_memory_for_a_second(front):
    wait_until(lambda: front.how(PAGE) == "HIT")
    wait_until(lambda: front.how(PAGE) == "REVALIDATED")


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_every_reader_gets_the_text_in_a_coding_they_take(front, coding):
    for accepted in (f"{coding};q=1", coding, f"{coding}, identity"):
        status, headers, text = front.get(PAGE, accept_encoding=accepted)
        assert (status, headers.get("content-encoding", "")) == (200, coding)
        assert b"Lamps" in text


def test_what_visitors_say_of_hosts_and_schemes_is_not_believed(front):
    mark = "evil.example"
    for headers in (
        {"x_forwarded_host": mark},
        {"x_forwarded_proto": mark},
        {"forwarded": f"host={mark}"},
        {"range": "bytes=0-3"},
        {"if_none_match": '"no"'},
    ):
        path = f"{PAGE}?page={len(str(headers))}"
        assert mark.encode() not in front.get(path, **headers)[2]
        status, _, text = front.get(path)
        assert status == 200
        assert b"Lamps" in text
    assert front.get(PAGE, host=mark)[0] == 0


def test_asking_for_the_headers_first_leaves_a_whole_page(front):
    path = f"{PAGE}?page=7"
    assert front.get(path, "HEAD")[2] == b""
    assert b"Lamps" in front.get(path)[2]


@pytest.mark.parametrize(
    "headers", [{"cookie": "sessionid=x"}, {"cookie": "a=b; csrftoken=x"}, {"authorization": "x"}]
)
def test_who_works_here_gets_a_page_of_their_own_and_nobody_else_gets_it(front, headers):
    path = f"/posts/?for={''.join(headers)}{''.join(headers.values())[:3]}"
    for _ in range(2):
        assert front.how(path, **headers) == "BYPASS"
    assert front.how(path) == "MISS"


def test_a_cookie_of_somebody_elses_makes_no_difference(front):
    wait_until(lambda: front.how(PAGE, cookie="theme=dark; x=y") == "HIT")


@pytest.mark.parametrize("path", ["/admin/login/", "/preview/x/", "/documents/1/x.pdf"])
def test_the_newsroom_and_files_pass(front, path):
    for _ in range(2):
        assert front.how(path) == ""


def test_the_newsrooms_cookies_are_not_kept(front):
    assert "set-cookie" in front.get("/admin/login/")[1]
    assert "set-cookie" not in front.get(PAGE)[1]


def style(front):
    text = front.get(PAGE)[2].decode()
    return text.partition('rel="stylesheet" href="')[2].partition('"')[0]


def test_static_files_come_from_nginx_for_ever(front):
    for accepted in ("", "gzip"):
        status, headers, _ = front.get(style(front), accept_encoding=accepted)
        assert status == 200
        assert headers.get("content-encoding", "") == accepted
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert front.get("/static/../db.sqlite3")[0] in (400, 404)
    assert front.get("/db.sqlite3")[0] == 404


def test_http_leads_to_https(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    connection.request("GET", PAGE, headers={"Host": HOST})
    response = connection.getresponse()
    assert (response.status, response.getheader("Location")) == (301, f"https://{HOST}{PAGE}")
    connection.close()


def test_a_change_is_seen_and_what_is_taken_down_is_gone_also_when_nobody_answers(front, room):
    front.get(PAGE)
    front.get("/posts/")
    room.shell(CHANGE)
    wait_until(lambda: b"Lamps are lit" in front.get(PAGE)[2])
    wait_until(lambda: b"Lamps are lit" in front.get("/posts/")[2])
    page = style(front)

    os.killpg(room.process.pid, signal.SIGKILL)  # the application goes down
    wait_until(lambda: front.how(PAGE) == "STALE")
    for path in (PAGE, "/posts/", page):
        assert front.get(path)[0] == 200
    status, headers, text = front.get("/posts/?page=12345")  # seen by nobody yet
    assert status == 503
    assert headers["retry-after"] == "30"
    assert b"try again" in text

    room.process.wait(10)
    room.serve()
    room.shell(TAKE_DOWN)
    wait_until(lambda: front.get(PAGE)[0] == 410)
    os.killpg(room.process.pid, signal.SIGKILL)
    wait_until(lambda: front.how("/posts/") == "STALE")
    assert front.get(PAGE)[0] == 410
    room.process.wait(10)
