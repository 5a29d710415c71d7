"""`make bench`: how fast readers get their pages, beside nginx with the same bytes as files.

The site is started as `make demo` does, and asked in turn with nginx by wrk, both on this machine.
`--seconds` is for each measurement, `--rounds` how many there are of each (the median counts),
`--articles` the sizes of archives for the table of growth. What comes out is written to
docs/performance.md, between its marks.
"""

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bin.bench_search import Measured  # noqa: E402 - only now can they be imported
from tests.nginx import HOST, Front  # noqa: E402
from tests.programs import ensure  # noqa: E402
from tests.server import free_port  # noqa: E402

DOCS = ROOT / "docs/performance.md"
CLIENTS = 16
AS_READERS_DO = {"Host": "localhost", "Accept-Encoding": "br"}
SEARCH = "/search/?query=harbour"
UNKNOWN = "?rendered=anew"  # a parameter that no page knows passes by the cache
FILES = """
keepalive_requests 10000000; sendfile on; tcp_nopush on; open_file_cache max=1000;
server {{
  listen 127.0.0.1:{port}; root {folder}; default_type text/html;
  add_header Content-Encoding br; add_header Cache-Control "public, max-age=0";
}}
"""


class Load:
    """What wrk measures, so many seconds and rounds each."""

    def __init__(self, seconds, rounds):
        self.seconds, self.rounds = seconds, rounds

    def on(self, *addresses, clients=CLIENTS, **headers) -> list[dict]:
        """Requests a second and milliseconds (p50, p99) of each address, measured in turn."""
        runs = [
            [self._run(address, clients, headers) for address in addresses]
            for _ in range(self.rounds)
        ]
        return [
            {name: median(run[place][name] for run in runs) for name in runs[0][place]}
            for place in range(len(addresses))
        ]

    def _run(self, address, clients, headers):
        said = [f"-H{name}: {value}" for name, value in (AS_READERS_DO | headers).items()]
        command = ["wrk", "-t1", f"-c{clients}", f"-d{self.seconds}s", "--latency", *said, address]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Socket errors" in text or "Non-2xx or 3xx" in text:
            sys.exit(f"{address}: not every request was answered as it should be.\n{text}")
        return {
            "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
            **{f"p{n}": _milliseconds(text, n) for n in (50, 99)},
        }


def _milliseconds(text, percent):
    number, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def beside(room, pages, folder) -> Front:
    """Our nginx in front of the site, and beside it a server of the same bytes as files."""
    files = folder / "files"
    files.mkdir()
    for name, path in pages.items():
        (files / f"{name}.html").write_bytes(ask(room, path)[1])
    port = free_port()
    front = Front(folder, room, False, 2, FILES.format(port=port, folder=files))
    front.files = f"http://127.0.0.1:{port}"
    return front


def ask(room, path, **headers) -> tuple[int, bytes, dict]:
    """Status, body and headers of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=60)
    connection.request("GET", path, headers=AS_READERS_DO | headers)
    response = connection.getresponse()
    answer = response.status, response.read(), dict(response.getheaders())
    connection.close()
    return answer


def memory_of(pids) -> float:
    """Megabytes that processes and their children take; what they share counts once (PSS)."""
    command = [shutil.which("ps"), "-eo", "pid=,ppid="]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    children = {}
    for line in said.stdout.splitlines():
        pid, parent = map(int, line.split())
        children.setdefault(parent, []).append(pid)
    family, total = list(pids), 0
    while family:
        pid = family.pop()
        family += children.get(pid, [])
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
    return total / 1024


def pages_of(room) -> dict[str, str]:
    """The addresses that are measured: an article with a picture, and the lists."""
    article = room.shell(
        "from news.models import ArticlePage;"
        "print(ArticlePage.objects.published().exclude(hero=None).newest_first().first().url)"
    )
    lists = {"front": "/", "index": "/posts/", "search": SEARCH, "feed": "/feed.rss"}
    return {"article": article.strip(), **lists}


def measure_pages(load, room, front, pages) -> list[list]:
    """Each page from the cache, and the same bytes from nginx."""
    rows = []
    for name, path in pages.items():
        site, files = load.on(f"{room.url}{path}", f"{front.files}/{name}.html")
        rows.append([name, *rounded(site), *rounded(files), ratio(site, files)])
        say(rows[-1])
    etag = ask(room, pages["article"])[2]["etag"]
    (site,) = load.on(f"{room.url}{pages['article']}", **{"If-None-Match": etag})
    return [*rows, ["article, not modified (304)", *rounded(site), "", "", "", ""]]


def measure_behind(load, front, pages) -> list[list]:
    """Each page through our nginx, and the same bytes as files from it."""
    rows = []
    for name, path in pages.items():
        ours = f"http://127.0.0.1:{front.port}{path}"
        site, files = load.on(ours, f"{front.files}/{name}.html", Host=HOST)
        rows.append([name, *rounded(site), *rounded(files), ratio(site, files)])
        say(rows[-1])
    return rows


def measure_rendering(load, room, pages) -> list[list]:
    """Pages that are rendered each time."""
    rows = []
    for name, path in pages.items():
        address = f"{room.url}{path}{UNKNOWN.replace('?', '&') if '?' in path else UNKNOWN}"
        (site,) = load.on(address, clients=4)
        rows.append([name, *rounded(site), round(2000 / site["rate"], 1)])
        say(rows[-1])
    return rows


def rounded(told):
    return [f"{told['rate']:,.0f}", f"{told['p50']:.2f}", f"{told['p99']:.1f}"]


def ratio(site, files):
    return f"{site['rate'] / files['rate']:.2f}"


def say(row):
    print("  " + "  ".join(map(str, row)), flush=True)


def table(head, rows) -> str:
    """In Markdown."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def machine() -> str:
    """What it was measured on."""
    cpu = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    cores = len(os.sched_getaffinity(0))
    name = cpu[1] if cpu else platform.machine()
    return f"{date.today():%d %B %Y}, {cores} cores ({name}), Python {platform.python_version()}"


def growth(sizes, folder) -> list[list]:
    """How long pages take, and how many queries, in archives of several sizes."""
    told = {}
    for size in sizes:
        room = Measured(folder / str(size), f"sqlite:///{folder / str(size) / 'db.sqlite3'}")
        (folder / str(size)).mkdir(exist_ok=True)
        room.manage("migrate", "--verbosity", "0")
        room.manage("load_demo", "--articles", str(size))
        room.manage("collectstatic", "--no-input", "--verbosity", "0")
        with tempfile.NamedTemporaryFile() as file:
            command = [sys.executable, ROOT / "bin/bench_growth.py", file.name]
            subprocess.run(command, cwd=ROOT, env=room.environment, check=True)
            told[size] = json.load(file)
    first, last = sizes[0], sizes[-1]
    return [
        [
            page,
            *(f"{told[size][page]['queries']} / {told[size][page]['cpu_ms']}" for size in sizes),
            f"{told[last][page]['cpu_ms'] / told[first][page]['cpu_ms']:.2f}",
        ]
        for page in told[first]
    ]


def write(parts: dict[str, str]):
    """Put what was measured between the marks of docs/performance.md; the rest stays."""
    text = DOCS.read_text()
    for mark, table_ in parts.items():
        between = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- end -->)", re.DOTALL)
        text = between.sub(lambda found, new=table_: f"{found[1]}{new}\n{found[2]}", text)
    DOCS.write_text(text)


def main():
    parser = argparse.ArgumentParser(prog="make bench ARGS=")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 100_000])
    options = parser.parse_args()
    for program in ("nginx", "wrk"):
        ensure(program)
    load = Load(options.seconds, options.rounds)
    parts = {"machine": machine()}
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder.chmod(0o755)
        room = Measured(folder / "demo", f"sqlite:///{folder}/demo/db.sqlite3")
        room.environment["ALLOWED_HOSTS"] = f"localhost,127.0.0.1,{HOST}"
        (folder / "demo").mkdir()
        for command in ("migrate", "load_demo", "collectstatic"):
            room.manage(command, *(["--no-input"] if command != "load_demo" else []))
        room.shell("from news.pictures import Darkroom; Darkroom().work()")
        cleanup.callback(room.close)
        room.serve()
        clock = subprocess.Popen(
            [sys.executable, "manage.py", "publish_scheduled", "--every", "1"],
            cwd=ROOT, env=room.environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        cleanup.callback(clock.terminate)
        (folder / "nginx").mkdir()
        pages = pages_of(room)
        front = beside(room, pages, folder / "nginx")
        cleanup.callback(front.stop)
        front.start()
        print("From the cache, and from nginx:", flush=True)
        kept = measure_pages(load, room, front, pages)
        print("Behind our nginx:", flush=True)
        behind = measure_behind(load, front, pages)
        print("Rendered each time:", flush=True)
        rendered = measure_rendering(load, room, pages)
        memory = memory_of([room.process.pid, clock.pid])
        columns = ["requests/s", "p50 ms", "p99 ms"]
        head = ["page", *columns, *(f"nginx {column}" for column in columns), "ratio"]
        parts["kept"], parts["behind"] = table(head, kept), table(head, behind)
        parts["rendered"] = table(["page", *columns, "ms of one core"], rendered)
        parts["memory"] = f"{memory:.0f} MB: two workers, their parent and the scheduler (PSS)."
        print(parts["memory"], flush=True)
        if options.articles:
            rows = growth(options.articles, folder)
            sizes = [f"{size:,}: queries / ms" for size in options.articles]
            parts["growth"] = table(["page", *sizes, "ratio"], rows)
            print(parts["growth"], flush=True)
    write(parts)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except subprocess.CalledProcessError as error:
        sys.exit(f"That failed: {error}\n{error.stderr or ''}")
