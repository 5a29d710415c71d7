"""A newsroom of its own for the browser tests: the real server and a fresh database."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from users.demo_logins import DEMO_LOGINS, DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
HIRE = f"""
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name, group in {[(name, group) for name, (group, _) in DEMO_LOGINS.items()]!r}:
    user = get_user_model().objects.create_user(name, f"{{name}}@example.org", {DEMO_PASSWORD!r})
    user.groups.add(Group.objects.get(name=group))
"""


class Newsroom:
    """A running newsroom: its address, and manage.py for what no browser can do."""

    def __init__(self, folder: Path, database_url: str):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.process = None
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cfsite.settings.test",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "BASE_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PYTHON": sys.executable,
        }

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints when run against this newsroom; a failure fails the test."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """What a few lines of Python print, run inside this newsroom."""
        return self.manage("shell", "--no-imports", "-c", code)

    def open(self):
        """Migrate, hire the four roles and start the server."""
        self.manage("migrate", "--verbosity", "0")
        self.shell(HIRE)
        self.serve()

    def serve(self):
        """Start the server and wait until it answers."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [ROOT / "bin/serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/admin/login/", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()

    def close(self):
        """Stop the server and whatever is left of it."""
        if not self.process:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fresh_database(folder: Path) -> str:
    """The address of an empty database: on PostgreSQL if the tests are, else on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{folder / 'db.sqlite3'}"
    name = f"newsroom_{os.getpid()}_{folder.name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    address, _, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
