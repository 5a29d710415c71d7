"""Each of the four roles gets in, and each sees the newsroom."""

import pytest
from playwright.sync_api import expect

from users.demo_logins import DEMO_LOGINS, DEMO_PASSWORD


@pytest.mark.parametrize("username", DEMO_LOGINS)
def test_each_role_logs_in(newsroom_server, page, username):
    page.goto(f"{newsroom_server.url}/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{newsroom_server.url}/admin/")
