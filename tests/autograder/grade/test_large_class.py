"""A class of 300 cheap notebooks: everybody has a row, memory stays flat, and the bar tells the time that is left."""

import os
import pty
import re
import statistics
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.autograder import planted, watching
from tests.autograder.watching import whole

pytestmark = pytest.mark.slow

STUDENTS = 300
MARGIN = 8 << 20  # bytes by which memory may differ from one part of the run to the next: some are always in use
BAR = re.compile(r"(\d+)/300 (\d+):(\d\d):(\d\d) (?:(\d+):(\d\d):(\d\d)|-:--:--) left")
PLAIN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """What the run left, what it said on its terminal and when, and its memory at each number of results."""
    base = tmp_path_factory.mktemp("large")
    folder, bundle = base / "class", planted.write_bundle(base / "bundle")
    folder.mkdir()
    for number in range(STUDENTS):
        cells = planted.cells_of(f"b{number}", planted.CLASS["right"])
        (folder / f"b{number}.ipynb").write_text(planted.notebook(cells), encoding="utf-8")
    temporary = base / "tmp"
    temporary.mkdir()
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TMPDIR": str(temporary), "TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    command = planted.command(folder, base / "out", bundle)
    process = subprocess.Popen(
        command, cwd=planted.ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    samples: list[tuple[int, int, int]] = []
    watcher = threading.Thread(target=_sample, args=(process, base / "out", samples))
    watcher.start()
    lines = list(_heard(ours))
    assert process.wait(300) == 0, "".join(text for _, text in lines)[-2000:]
    watcher.join()
    return base / "out", lines, samples


def _sample(process: subprocess.Popen, out: Path, samples: list[tuple[int, int, int]]) -> None:
    """(results so far, bytes of the command, bytes of the fork server), four times a second."""
    fork_server = None
    while process.poll() is None:
        done = sum(1 for name in os.listdir(out) if name.endswith(".json")) if out.exists() else 0
        children = _children(process.pid)
        fork_server = fork_server or (children[0] if children else None)
        if done and fork_server:
            samples.append((done, _resident(process.pid), _resident(fork_server)))
        time.sleep(0.25)


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _heard(terminal: int):
    """What comes out of the terminal, with its time."""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the last one has closed it
            return
        yield time.monotonic(), PLAIN.sub("", piece.decode("utf-8", "replace"))


def test_everybody_has_a_row(graded):
    out, _, _ = graded
    found = whole(out)
    assert len(found) == STUDENTS
    assert {(result.status, result.score) for result in found.values()} == {("GRADED", 6)}
    rows = (out / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == STUDENTS + 1


@pytest.mark.parametrize(("who", "place"), [("the command", 1), ("the fork server", 2)])
def test_memory_is_flat(graded, print_table, who, place):
    samples = [one for one in graded[2] if one[place]]
    early = [one[place] for one in samples if STUDENTS // 10 <= one[0] < STUDENTS // 5]
    late = [one[place] for one in samples if STUDENTS * 2 // 3 <= one[0] < STUDENTS]
    assert early and late
    first, last = statistics.median(early), statistics.median(late)
    print_table([f"Memory of {who}: {first / 1e6:.1f} MB after a tenth, {last / 1e6:.1f} MB in the last third."])
    assert last - first < MARGIN


def test_no_process_is_kept(graded):
    assert not watching.running(graded[0].parent / "tmp")


def test_bar_tells_the_time_left(graded, print_table):
    _, lines, _ = graded
    said = [(when, *found) for when, text in lines for found in BAR.findall(text)]
    end = said[-1][0]
    left = [(when, int(done), 3600 * int(h) + 60 * int(m) + int(s)) for when, done, *_, h, m, s in said if s]
    assert said[-1][1] == str(STUDENTS) and left
    half = [one for one in left if one[1] >= STUDENTS // 2]
    when, done, seconds = half[0]
    print_table([f"With {done} of {STUDENTS} done the bar said {seconds} s; it took {end - when:.1f} s more."])
    tenths = {at: [one[2] for one in left if one[1] * 10 // STUDENTS == at] for at in (2, 8)}
    assert statistics.median(tenths[2]) > statistics.median(tenths[8]), "the time left does not shrink"
    assert left[-1][2] <= 1
