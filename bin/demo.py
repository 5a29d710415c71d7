"""`make demo`: a newsroom on this computer, with the server and the scheduler of a real one."""

import contextlib
import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA_DIR = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
NEEDED = 500 * 1024**2  # bytes: pictures in every size, and room for the database to grow
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 120  # seconds until the first page; the very first one makes its pictures
FULL = f"The disk is full: {DATA_DIR} needs more room, or name another place with DATA_DIR=."


def check_port():
    """Stop with a sentence where the port is no port, or another program has it."""
    if not PORT.isdecimal() or not 0 < int(PORT) < 65536:
        sys.exit(f"PORT is a number from 1 to 65535, not {PORT!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(PORT)))
        except PermissionError:
            sys.exit(f"Port {PORT} is not yours to use: run make demo PORT=8000.")
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                sys.exit(f"The server cannot use the address {HOST}: {error.strerror}.")
            other = int(PORT) % 65535 + 1
            sys.exit(f"Port {PORT} is taken: stop what uses it or run make demo PORT={other}.")


def check_disk():
    """Stop with a sentence where there is no room for the demo."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    for place in (DATA_DIR, ROOT):
        free = shutil.disk_usage(place).free
        if free < NEEDED:
            sys.exit(f"The disk is full: {place} has {free >> 20} MB free, the demo needs 500 MB.")


def set_environment():
    """Development settings as readers would see them, on SQLite, whatever .env says."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "cfsite.settings.dev",
        "DEBUG": "false",
        "DATA_DIR": str(DATA_DIR),
        "DATABASE_URL": f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        "BASE_URL": f"http://localhost:{PORT}",
        "ALLOWED_HOSTS": f"localhost,127.0.0.1,[::1],{HOST}",
        "PYTHON": sys.executable,
        "HOST": HOST,
        "PORT": PORT,
    }
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))


def prepare():
    """Bring database and static files up to date; load the newsroom into an empty database."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from wagtail.models import Site

    print("Preparing the database ...", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    if not get_user_model().objects.exists():
        print("Loading the demo newsroom ...", flush=True)
        call_command("load_demo")
    Site.objects.filter(is_default_site=True).update(hostname="localhost", port=PORT)
    if not static_files_are_collected():
        print("Collecting static files ...", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)


def static_files_are_collected() -> bool:
    """Whether nothing has changed since; collecting takes longer than all the rest of a start."""
    manifest = DATA_DIR / "static" / "staticfiles.json"
    sources = [ROOT / "requirements.txt", ROOT / "static", *(ROOT / "static").rglob("*")]
    newest = max(source.stat().st_mtime for source in sources)
    return manifest.exists() and manifest.stat().st_mtime > newest


def prepare_or_say_why():
    """Prepare; a full or forbidden disk is one sentence, not a traceback."""
    try:
        check_disk()
        prepare()
    except Exception as error:
        if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error):
            sys.exit(FULL)
        if isinstance(error, OSError) and error.filename:
            sys.exit(f"{error.filename} cannot be used: {error.strerror}.")
        raise


def start(*command) -> subprocess.Popen:
    """Start a child in a session of its own: the terminal's Ctrl-C reaches us alone."""
    return subprocess.Popen(command, start_new_session=True)


def stop(children):
    """End the children, and after ten seconds whatever is left of them."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + 10
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print("A process did not stop in ten seconds and was killed.", file=sys.stderr)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def answers() -> bool:
    """Whether the front page is served. Anything but a page is said in a sentence."""
    connection = http.client.HTTPConnection(HOST, int(PORT), timeout=PATIENCE)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{PORT}"})
        status = connection.getresponse().status
    except OSError:
        return False
    finally:
        connection.close()
    if status != 200:
        sys.exit(f"The server answers, but the front page with {status}; the lines above say why.")
    return True


def say_where():
    """Print the address and who may log in."""
    from users.demo_logins import DEMO_LOGINS, DEMO_PASSWORD

    print(f"\n  Readers      http://localhost:{PORT}/")
    print(f"  Newsroom     http://localhost:{PORT}/admin/\n")
    print(f"  Log in with the password {DEMO_PASSWORD} as")
    for username, (_, may) in DEMO_LOGINS.items():
        print(f"    {username:<10} {may}")
    print("\n  Ctrl-C stops it.", flush=True)


def watch(children: dict):
    """Wait until the server answers, say so, then wait for a child that ends by itself."""
    deadline = time.monotonic() + PATIENCE
    ready = False
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                sys.exit(f"The {name} ended by itself, exit {child.returncode}: so does the demo.")
        if not ready and answers():
            ready = True
            say_where()
        if not ready and time.monotonic() > deadline:
            sys.exit(f"The server did not answer in {PATIENCE} seconds.")
        time.sleep(0.2)


def interrupt(*_):
    """Every way of asking us to stop is Ctrl-C."""
    raise KeyboardInterrupt


def main():
    for request in STOP:
        signal.signal(request, interrupt)
    children = {}
    try:
        check_port()
        set_environment()
        prepare_or_say_why()
        check_port()  # again: loading took a minute
        children["server"] = start("bin/serve")
        children["scheduler"] = start(
            sys.executable, "manage.py", "publish_scheduled", "--every", "1"
        )
        watch(children)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        for request in STOP:
            signal.signal(request, signal.SIG_IGN)  # a second Ctrl-C must not leave orphans
        stop(children.values())


if __name__ == "__main__":
    main()
