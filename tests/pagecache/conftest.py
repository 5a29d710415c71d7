"""A real Redis for the tests of what several machines share."""

import subprocess

import pytest
import redis

from tests.programs import ensure
from tests.server import free_port


class RedisServer:
    """A Redis that keeps nothing on disk; it can be stopped, and started again empty."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        command = [ensure("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        patient = redis.retry.Retry(redis.backoff.ConstantBackoff(0.05), 200)
        client = redis.Redis.from_url(
            self.url, retry=patient, retry_on_error=[redis.exceptions.ConnectionError]
        )
        assert client.ping()

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def redis_server():
    server = RedisServer()
    server.start()
    yield server
    server.stop()
