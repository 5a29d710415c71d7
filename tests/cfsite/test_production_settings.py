"""Production starts with all it needs, or says in a sentence what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "of the tests, long enough, and of no use to anybody who reads it here",
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
}


def check(tmp_path, **environment):
    """What `manage.py check` says under production settings in this environment alone."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"DJANGO_SETTINGS_MODULE": "cfsite.settings.production"}
    environment |= {"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite://:memory:"}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )


def test_production_starts_with_all_it_needs(tmp_path):
    assert check(tmp_path, **COMPLETE).returncode == 0


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_setting_stops_the_start_with_one_sentence(tmp_path, name):
    stopped = check(tmp_path, **{key: value for key, value in COMPLETE.items() if key != name})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("cfsite cannot start: ")
    assert name in stopped.stderr
    assert stopped.stderr.count("\n") == 1


def test_a_key_that_can_be_guessed_stops_the_start(tmp_path):
    stopped = check(tmp_path, **COMPLETE | {"SECRET_KEY": "secret"})
    assert stopped.returncode == 1
    assert "SECRET_KEY is too short" in stopped.stderr
