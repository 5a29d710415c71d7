"""The programs that the tests run beside Python: found on this machine, or brought to it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

ELSEWHERE = "/usr/local/sbin:/usr/sbin:/sbin"  # not on everybody's PATH


def find(name: str) -> str | None:
    """The path of a program, None where this machine has none."""
    return shutil.which(name) or shutil.which(name, path=ELSEWHERE)


def ensure(name: str) -> str:
    """The path of a program whose package has its name, installed if need be; without one, stop
    with a sentence."""
    if path := find(name):
        return path
    print(f"Installing {name} ...", flush=True)
    for command, seconds in ways_to_install_package(name):
        try_to(command, seconds)
        if path := find(name):
            return path
    sys.exit(f"The tests need {name}, and it could not be installed: install your system's.")


def ways_to_install_package(name: str) -> Iterator[tuple[list[str], int]]:
    """Commands that may bring a package of the system's, in the order of trying, each with its
    patience."""
    root = as_root()
    if root is None:
        return
    if shutil.which("apt-get"):
        yield [*root, "apt-get", "update", "-qq"], 300
        yield [*root, "apt-get", "install", "-qq", "-y", name], 600
    elif shutil.which("dnf"):
        yield [*root, "dnf", "install", "-q", "-y", name], 600
    elif shutil.which("apk"):
        yield [*root, "apk", "add", "-q", name], 600


def as_root() -> list[str] | None:
    """What to write before a command that only root may run; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and try_to(["sudo", "-n", "true"], 10):
        return ["sudo", "-n"]
    return None


def try_to(command: list[str], seconds: int) -> bool:
    """Run a command quietly; False if it fails or takes longer."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, timeout=seconds, env=environment, stderr=subprocess.DEVNULL, **quiet
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
