"""`make bench-search`: how fast readers' search is with 1,000, 10,000 and 100,000 articles.

docs/search-bench.md says how it measures. ARGS="1000 10000" chooses the sizes, `--only sqlite` a
database, `--keep FOLDER` keeps the archives there, so that the next time need not make them.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.run import postgresql  # noqa: E402 - only now can they be imported
from tests.server import Newsroom  # noqa: E402

INSIDE = ROOT / "bin/bench_newsroom.py"
OUTCOME = ROOT / "var/bench-search.json"
SIZES = [1_000, 10_000, 100_000]
CLIENTS = [1, 8]
PATIENCE = 120  # seconds for a page
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Measured(Newsroom):
    """A newsroom as readers meet it: development settings without DEBUG, as `make demo`."""

    def __init__(self, folder, database_url):
        super().__init__(folder, database_url)
        settings = {"DJANGO_SETTINGS_MODULE": "cfsite.settings.dev", "DEBUG": "false"}
        self.environment |= settings | {"WORKERS": "2"}

    def inside(self, *what) -> dict:
        """What bench_newsroom.py tells."""
        with tempfile.NamedTemporaryFile() as file:
            command = [sys.executable, INSIDE, *what, file.name]
            subprocess.run(command, cwd=ROOT, env=self.environment, check=True)
            return json.load(file)

    def ask(self, query) -> tuple[str, float]:
        """Fetch a page of results over a connection of its own: (kind, milliseconds)."""
        kind, parameters = query
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": "localhost", "Accept-Encoding": "gzip, br"}
        began = time.perf_counter()
        connection.request("GET", f"/search/?{urlencode(parameters)}", headers=headers)
        response = connection.getresponse()
        response.read()
        taken = (time.perf_counter() - began) * 1000
        connection.close()
        if response.status != 200:
            sys.exit(f"{parameters} was answered with {response.status}.\n{self.log.read_text()}")
        return kind, taken

    def asked_by(self, clients, queries) -> dict:
        """The times of all queries, by so many clients at once."""
        began, by_kind = time.perf_counter(), defaultdict(list)
        with ThreadPoolExecutor(clients) as pool:
            for kind, taken in pool.map(self.ask, queries):
                by_kind[kind].append(taken)
        told = _percentiles([taken for times in by_kind.values() for taken in times])
        told["pages_a_second"] = round(len(queries) / (time.perf_counter() - began), 1)
        return told | {"kinds": {kind: _percentiles(by_kind[kind]) for kind in sorted(by_kind)}}


def _percentiles(times):
    at = quantiles(times, n=100, method="inclusive")
    return {f"p{n}": round(at[n - 1], 1) for n in (50, 95, 99)}


def measure(database, size, folder, url) -> dict:
    """Everything about one archive in one database."""
    folder.mkdir(exist_ok=True)
    room = Measured(folder, url)
    print(f"{KINDS[database]}, {size:,} articles:", flush=True)
    room.manage("migrate", "--verbosity", "0")
    room.manage("collectstatic", "--no-input", "--verbosity", "0")
    outcome = {"database": KINDS[database], "articles": size, **room.inside("archive", str(size))}
    built = folder / "built.json"  # the rate of the first time, when all was indexed
    rate = {"indexed_a_second": outcome["indexed_a_second"]}
    if built.exists():
        outcome |= json.loads(built.read_text())
    else:
        built.write_text(json.dumps(rate))
    queries = outcome.pop("queries")
    with closing(room):
        room.serve()
        warming_up = [query for query in queries if query[0] == "warming up"]
        queries = [query for query in queries if query not in warming_up]
        list(map(room.ask, warming_up))
        outcome["clients"] = {n: room.asked_by(n, queries) for n in CLIENTS}
    for clients, told in outcome["clients"].items():
        print(f"  p95 {told['p95']} ms for {clients} at once", flush=True)
    return outcome | room.inside("publish")


def database_of(server, name, keep, cleanup):
    """The address of a database on a server; dropped in the end unless it is to be kept."""

    connection = cleanup.enter_context(psycopg.connect(server, autocommit=True))
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not found.fetchone():
        connection.execute(f"CREATE DATABASE {name}")
    if not keep:
        cleanup.callback(connection.execute, f"DROP DATABASE {name} WITH (FORCE)")
    address, _, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def table(outcomes) -> str:
    """All of it in Markdown."""
    lines = [
        "| database | articles | clients | p50 ms | p95 ms | p99 ms | pages/s | indexed/s "
        "| index MB | database MB | words | publishing ms | without search | indexing one ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in outcomes:
        for clients, told in each["clients"].items():
            cells = [each["database"], f"{each['articles']:,}", clients]
            cells += [told[name] for name in ("p50", "p95", "p99", "pages_a_second")]
            cells += [each[name] for name in (
                "indexed_a_second", "index_mb", "database_mb", "vocabulary",
                "publish_ms", "publish_without_ms", "index_ms",
            )]  # fmt: skip
            lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += ["", "p50 / p95 of each kind of query, one client:", ""]
    names = [f"{each['database']} {each['articles']:,}" for each in outcomes]
    lines += [f"| query | {' | '.join(names)} |", f"|---|{'--:|' * len(names)}"]
    for kind in outcomes[0]["clients"][1]["kinds"]:
        told = [each["clients"][1]["kinds"][kind] for each in outcomes]
        cells = [f"{times['p50']} / {times['p95']}" for times in told]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="make bench-search ARGS=")
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="of archives")
    parser.add_argument("--only", choices=KINDS, help="one database")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the archives here")
    options = parser.parse_args()
    outcomes = []
    with ExitStack() as cleanup:
        folder = options.keep or cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        folder = Path(folder).resolve()
        folder.mkdir(0o700, parents=True, exist_ok=True)
        databases = [options.only] if options.only else list(KINDS)
        server = "postgresql" in databases and postgresql(folder, cleanup, keep=bool(options.keep))
        for size in options.sizes:
            for database in databases:
                place = folder / f"{database}-{size}"
                url = f"sqlite:///{place}/db.sqlite3"
                if database == "postgresql":
                    url = database_of(server, f"bench_{size}", options.keep, cleanup)
                outcomes.append(measure(database, size, place, url))
                OUTCOME.parent.mkdir(exist_ok=True)
                OUTCOME.write_text(json.dumps(outcomes, indent=1))
    print(f"\n{table(outcomes)}\n\nIn full: {OUTCOME.relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except subprocess.CalledProcessError:
        sys.exit("That failed; the lines above say why.")
