"""The watch over a room's memory kills when its processes take too much together, and only then."""

import os
import signal
import time
from pathlib import Path

import pytest

from autograder.sandbox import memory_watch, processes


@pytest.mark.parametrize(("most", "is_killed"), [(250 << 20, True), (4 << 30, False)])
def test_memory_watch(most, is_killed):
    """Two children that hold 150 MB each are too much together, not each alone."""
    says, told = os.pipe()

    def room():
        for _ in range(2):
            if os.fork() == 0:
                hog = bytearray(150 << 20)
                hog[::4096] = bytes(256) * 150  # each page is touched
                os.write(told, b"!")
                signal.pause()
        signal.pause()

    watch = memory_watch.MemoryWatch(most)
    first = processes.fork(room)
    try:
        while len(memory_watch.descendants(first)) < 2 or not os.read(says, 1) or not os.read(says, 1):
            time.sleep(0.02)
        children = memory_watch.descendants(first)
        watch.enforce(first)
        assert _is_over(children, seconds=30 if is_killed else 1) is is_killed
    finally:
        for child in memory_watch.descendants(first):
            os.kill(child, signal.SIGKILL)
        processes.kill(first)


def _is_over(children, seconds):
    """Whether one of them ends within these seconds; to give back its memory may take a loaded machine a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        states = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] for child in children]
        if "Z" in states:
            return True
        time.sleep(0.02)
    return False
