"""However a run ends, what it graded is kept, and the next one ends with the grades of an undisturbed run."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from autograder.results import Status
from tests.autograder import planted, watching
from tests.autograder.watching import outcome, running, times, until, whole

pytestmark = pytest.mark.slow

NAMES = ["right", "squared", "numpy", "listed", "error", "exit0", "uses_class", "redefines"]
MOMENTS = 20
VICTIMS = ["command"] * 14 + ["command and fork server", "command and keeper"] * 3


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The class, the command without its place for results, what it leaves, and how long its two parts took."""
    base = tmp_path_factory.mktemp("undisturbed")
    folder, bundle = planted.write_class(base / "class", NAMES), planted.write_bundle(base / "bundle")
    for name in NAMES:
        cells = planted.cells_of(name, planted.CLASS[name])
        cells["first"] += "\ntime.sleep(0.3)"
        (folder / f"{name}.ipynb").write_text(planted.notebook(cells), encoding="utf-8")

    def command(out: Path, others: Path = folder) -> list[str]:
        return planted.command(others, out, bundle)

    begun = time.monotonic()
    process = watching.start(command(base / "out"), base / "tmp")
    until(lambda: keeper_folders(base / "tmp") or process.poll() is not None, "the first keeper")
    warm = time.monotonic() - begun
    said, errors = process.communicate(timeout=300)
    assert process.returncode == 0, said + errors
    assert times(base / "out").keys() == {f"{name}.json" for name in NAMES}
    return command, outcome(base / "out"), warm, time.monotonic() - begun - warm, folder


def keeper_folders(temporary: Path) -> list[Path]:
    return list(temporary.glob("grading-*/submission-*"))


def kill(process, temporary: Path, victims: str) -> None:
    """Kill what is named, as far as it is there, each with no time to say goodbye."""
    found = {"command": [process.pid]}
    found["fork server"] = [pid for pid in running(temporary) if watching.parent(pid) == process.pid]
    found["keeper"] = [pid for pid in running(temporary) if watching.parent(pid) in found["fork server"]][:1]
    for name in reversed(victims.split(" and ")):
        for pid in found[name]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def left_alone(temporary: Path) -> None:
    """Wait until no process of the run is left; the fork server notices only after its imports."""
    until(lambda: not running(temporary), f"the end of {list(map(watching.command_line, running(temporary)))}")


def test_killed_at_any_moment_nothing_is_lost(undisturbed, tmp_path, print_table):
    command, expected, warm, grading, _ = undisturbed
    dice = random.Random(3)
    victims = dice.sample(VICTIMS, MOMENTS)
    seen, ends, rounds = [], 0, 1
    for moment, victim in enumerate(victims):
        out, temporary = tmp_path / f"out-{rounds}", tmp_path / f"tmp-{moment}"
        before = times(out)
        process = watching.start(command(out), temporary)
        if moment % 4 == 0:
            time.sleep(dice.random() * warm)
        else:
            until(lambda p=process, t=temporary: keeper_folders(t) or p.poll() is not None, "the first keeper")
            time.sleep(dice.random() * 0.4 * grading)  # so that several kills fall into one class
        kill(process, temporary, victim)
        _, errors = process.communicate(timeout=watching.LONG)
        left_alone(temporary)
        assert "Traceback" not in errors, errors

        after = times(out)
        assert before.items() <= after.items(), "what had been graded was graded again"
        if victim == "command":
            assert not list(temporary.glob("grading-*")), "files of the run stay in TMPDIR"
        seen.append(f"{victim:25} {len(before)} -> {len(after)} of {len(NAMES)} graded")
        if process.returncode != -signal.SIGKILL or len(after) == len(NAMES):
            finish(command, out, tmp_path / f"tmp-{moment}-end", expected)
            ends, rounds = ends + 1, rounds + 1
    if (tmp_path / f"out-{rounds}").exists():
        finish(command, tmp_path / f"out-{rounds}", tmp_path / "tmp-end", expected)
    print_table([f"Killed at {MOMENTS} moments, {ends} times with all graded:", *seen])


def finish(command, out: Path, temporary: Path, expected) -> None:
    """One more run, which is let be: it grades only what is missing."""
    before = times(out)
    code, said, errors = watching.run(command(out), temporary)
    assert code == 0, said + errors
    assert outcome(out) == expected and before.items() <= times(out).items()
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]


def test_killed_fork_server_is_said_in_one_line(undisturbed, tmp_path):
    command, expected, *_ = undisturbed
    process = watching.start(command(tmp_path / "out"), tmp_path / "tmp")
    until(lambda: whole(tmp_path / "out"), "the first result")
    process.send_signal(signal.SIGSTOP)  # so that it is not done before
    before = times(tmp_path / "out")
    kill(process, tmp_path / "tmp", "fork server")
    process.send_signal(signal.SIGCONT)
    said, errors = process.communicate(timeout=watching.LONG)
    assert process.returncode == 2, said + errors
    assert errors.splitlines()[1:] == ["Not graded: the fork server has ended; run the command again"]
    left_alone(tmp_path / "tmp")
    assert before.items() <= times(tmp_path / "out").items()
    finish(command, tmp_path / "out", tmp_path / "tmp-end", expected)


def test_killed_keeper_costs_one_submission_until_the_next_run(undisturbed, tmp_path):
    command, expected, *_ = undisturbed
    process = watching.start(command(tmp_path / "out"), tmp_path / "tmp")
    until(lambda: keeper_folders(tmp_path / "tmp"), "the first keeper")
    kill(process, tmp_path / "tmp", "keeper")
    said, errors = process.communicate(timeout=watching.LONG)
    assert process.returncode == 0, said + errors
    lost = [result for result in whole(tmp_path / "out").values() if not result.final]
    assert [result.status for result in lost] == [Status.UNGRADED]
    assert "ended without a result" in lost[0].reason and f"{lost[0].student} " in said
    left_alone(tmp_path / "tmp")
    assert not list((tmp_path / "tmp").iterdir())
    finish(command, tmp_path / "out", tmp_path / "tmp-end", expected)
