"""While dozens read, what is through is seen, and nobody gets an error.

The readers and the newsroom are in `tests/load.py`, which is started here with a few changes.
"""

import subprocess
import sys

import pytest

from tests.server import ROOT


@pytest.fixture(scope="module")
def trial():
    """What `tests/load.py` says after some changes."""
    command = [sys.executable, "tests/load.py", "--changes", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize("promise", ["No error.", "Nothing old once a change was through."])
def test_many_read_while_the_newsroom_publishes_and_takes_down(trial, promise):
    assert any(line.startswith(promise) for line in trial.splitlines()), trial
