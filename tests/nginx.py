"""A real nginx with the configuration of deploy/nginx.conf, in front of a newsroom."""

import gzip
import http.client
import os
import ssl
import subprocess
from pathlib import Path

import brotli

from tests import programs
from tests.server import ROOT, free_port

HOST = "www.example.org"
READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class Front:
    """nginx as the file says, less what is YOURS.

    For measuring: `tls` off, more `workers`, and another server `beside` it.
    """

    def __init__(self, folder: Path, room, tls=True, workers=1, beside=""):
        self.folder, self.room, self.tls, self.workers = folder, room, tls, workers
        self.beside = beside
        self.port, self.plain, self.process = free_port(), free_port(), None

    def start(self):
        said = (ROOT / "deploy/nginx.conf").read_text()
        self._certificate()
        for before, now in {
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{self.room.port};",
            "/var/cache/nginx/cfsite": f"{self.folder}/cache",
            "listen 80": f"listen 127.0.0.1:{self.plain}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/srv/cfsite/var": self.room.environment["DATA_DIR"],
            "/etc/ssl/cfsite/fallback": f"{self.folder}/site",
            "/etc/ssl/cfsite/site": f"{self.folder}/site",
        }.items():
            assert before in said
            said = said.replace(before, now)
        if not self.tls:
            said = said.replace(" ssl http2;", ";").replace(" ssl default", " default")
        places = " ".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""  # it reads what the tests have written
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; worker_processes {self.workers}; {user}\n"
            f"events {{}}\nhttp {{ {places}\naccess_log off;\n"
            f"add_header X-How $upstream_cache_status always;\n{said}\n{self.beside}\n}}\n"
        )
        where = ("-c", self.folder / "nginx.conf", "-e", self.folder / "error.log")
        command = [programs.ensure("nginx"), *where]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        assert "warn" not in checked.stderr, checked.stderr
        self.process = subprocess.Popen(command)

    def _certificate(self):
        key, certificate = self.folder / "site.key", self.folder / "site.pem"
        said = f"req -x509 -newkey rsa:2048 -nodes -subj /CN={HOST}".split()
        command = [programs.ensure("openssl"), *said, "-keyout", key, "-out", certificate]
        subprocess.run(command, check=True, capture_output=True)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def get(self, path, method="GET", host=HOST, **headers):
        """Status, headers and text of an answer; (0, {}, b"") where there is none."""
        anybody = ssl._create_unverified_context()  # noqa: S323 - its certificate is our own
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=anybody, timeout=30
        )
        said = {"Host": host} | {name.replace("_", "-"): text for name, text in headers.items()}
        try:
            connection.request(method, path, headers=said)
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            body = response.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            connection.close()
        return response.status, told, READ[told.get("content-encoding", "")](body)

    def how(self, path, **headers) -> str:
        """How nginx comes by an answer: HIT, MISS, EXPIRED, REVALIDATED, STALE, BYPASS or ""."""
        return self.get(path, **headers)[1].get("x-how", "")
