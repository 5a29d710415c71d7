"""The logins everybody knows never open a public newsroom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from users.demo_logins import DEMO_LOGINS, DEMO_PASSWORD, unchanged

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_a_demo_login_counts_until_its_password_is_another():
    editor = factories.user("editor", "Editors")
    assert unchanged() == ["editor"]
    editor.set_password("a password of one's own")
    editor.save()
    assert unchanged() == []


@pytest.mark.django_db
def test_a_login_that_is_closed_or_not_of_the_demo_does_not_count():
    factories.user("moderator", "Moderators", is_active=False)
    factories.user("agnes", "Reporters")
    assert unchanged() == []


def start(folder, code="import cfsite.wsgi", settings="production"):
    """Run a line of Python as a public server would, on a database in `folder`."""
    (folder / "static").mkdir(exist_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": f"cfsite.settings.{settings}",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SECRET_KEY": "of the tests, long enough, and of no use to anybody who reads it here",
        "ALLOWED_HOSTS": "example.org",
        "BASE_URL": "https://example.org",
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_production_refuses_to_start_with_them(tmp_path):
    # Only the table that the check reads: all migrations would take ten seconds.
    hire = f"""
import django; django.setup()
from django.db import connection
from users.models import User
with connection.schema_editor() as editor:
    editor.create_model(User)
for name in {list(DEMO_LOGINS)!r}:
    User.objects.create_user(name, password={DEMO_PASSWORD!r})
"""
    assert start(tmp_path, hire).returncode == 0
    refused = start(tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "admin, editor, moderator, reporter" in refused.stderr
    assert "changepassword" in refused.stderr

    assert start(tmp_path, settings="dev").returncode == 0

    dismiss = """
import django; django.setup()
from users.models import User
User.objects.update(is_active=False)
"""
    start(tmp_path, dismiss)
    assert start(tmp_path).returncode == 0


def test_production_says_so_where_its_database_does_not_answer(tmp_path):
    refused = start(tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.startswith("cfsite cannot start: its database")
    assert "Traceback" not in refused.stderr
