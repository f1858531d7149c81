"""Run the student's cells in the confined guest, then answer the marker's requests for the names they defined.

Student code can overwrite everything in this module. So the marker trusts no report or reply of it.
"""

import contextlib
import itertools
import os
import select
import socket
import sys
from pathlib import Path
from typing import Any

from autograder.sandbox import confinement, processes, question_dir, wire
from autograder.sandbox.cell_runner import CheckpointingRunner
from autograder.sandbox.grader_notes import Notes

MAX_TEXT = 2000


def main(
    control: socket.socket, sources: list[str], plan: confinement.ConfinementPlan, cell_seconds: float,
    all_seconds: float, checkpoints: dict[str, bytes],
) -> None:  # fmt: skip
    """Confine this process, run the cells, send a report, and serve each session from a fork of the finished state."""
    home = confinement.confine(plan, {control.fileno()}) / "notebook"
    home.mkdir()
    confinement.work_in(home)
    _write(checkpoints, home)
    _disable_otter_cards()
    notes = Notes(home.with_name("notes"))
    runner = CheckpointingRunner(sources, control, cell_seconds, all_seconds, notes)
    runner.run()
    wire.send(control, _report(runner))
    confinement.use_spare_processes()
    _serve_questions(control, runner.names, home)


def _write(checkpoints: dict[str, bytes], home: Path) -> None:
    """Write the checkpoints beside the notebook, with the guest's user id; leave out those that cannot be written."""
    for name, data in checkpoints.items():
        with contextlib.suppress(OSError):  # a file may have the name of another one's folder
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)
    checkpoints.clear()


class Session:
    """Answer the requests of one session. An object that is not plain data stays here and is sent as a number."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.objects: list[Any] = []

    def serve(self, channel: socket.socket) -> None:
        """Answer until the marker closes the channel."""
        while True:
            try:
                number, operation, target, args, kwargs = wire.receive(channel, lambda key, label: self.objects[key])
            except (wire.WireError, OSError):
                return
            reply = self._reply(number, operation, target, args, kwargs)
            try:
                wire.send(channel, reply, self._register)
            except OSError:
                return
            except Exception as error:  # the value cannot be sent, and no part of it was
                wire.send(channel, (number, False, _described(error)))

    def _reply(self, number: int, *request: Any) -> tuple[int, bool, Any]:
        try:
            return number, True, self._answer(*request)
        except BaseException as error:  # also SystemExit and KeyboardInterrupt of student code
            return number, False, _described(error)

    def _register(self, value: Any) -> tuple[int, str]:
        self.objects.append(value)
        kind = value if isinstance(value, type) else type(value)
        return len(self.objects) - 1, str(type.__getattribute__(kind, "__name__"))

    def _answer(self, operation: str, target: Any, args: Any, kwargs: Any) -> Any:
        match operation:
            case "name":
                return (True, self.names[target]) if target in self.names else (False, None)
            case "names":
                return [name for name in self.names if not name.startswith("_")]
            case "call":
                return target(*args, **kwargs)
            case "attribute":
                return getattr(target, *args)
            case "length":
                return len(target)
            case "item":
                return target[args[0]]
            case "iterate":
                return iter(target)
            case "next":
                item = next(target, self)  # `self` marks the end, because no iterator of the student yields it
                return (False, None) if item is self else (True, item)
            case "extract":
                return _extracts()[args[0]](target)
        raise ValueError(f"unknown operation {operation!r}")


def _serve_questions(control: socket.socket, names: dict[str, Any], home: Path) -> None:
    """Fork a session for each channel that arrives, and kill the previous fork, even if it still runs."""
    subfolder = question_dir.subfolder_of(home)
    for number in itertools.count():
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message or not descriptors:
            return
        folder = home.with_name(f"question-{number}")
        question_dir.copy_up_to(home, folder)
        child = _fork_session(control, socket.socket(fileno=descriptors[0]), names, folder, subfolder)
        control.sendall(b".")
        select.select([control], [], [])  # the next session, or the end
        processes.kill(child)
        question_dir.remove(folder)


def _fork_session(
    control: socket.socket, channel: socket.socket, names: dict[str, Any], folder: Path, subfolder: Path
) -> int:
    """Fork a session, even if the process has threads: a lock that one of them held can hang only this session."""
    parent = os.getpid()
    child = os.fork()
    if child:
        channel.close()
        return child
    os.setpgid(0, 0)
    processes.die_with_parent(parent)
    control.close()
    try:
        confinement.work_in(folder if folder.is_dir() else folder.parent)  # a full disk can leave no folder
        with contextlib.suppress(OSError):
            os.chdir(folder / subfolder)
        Session(names).serve(channel)
    finally:
        processes.exit_now()


def _report(runner: CheckpointingRunner) -> dict[str, Any]:
    """Return the outcomes of the cells and the student's id. Student code may have forged both."""
    cells = {index: [outcome.status, outcome.text] for index, outcome in sorted(runner.outcomes.items())}
    personal = sys.modules.get("course_utils.checking.personal")
    return {"cells": cells, "student": None if personal is None else personal.student()}


def _described(error: BaseException) -> list[Any]:
    names = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error)[:MAX_TEXT]
    except BaseException:
        text = "(its text cannot be read)"
    return [names, text]


def _extracts() -> dict[str, Any]:
    from course_utils.checking.probes import EXTRACTS

    return EXTRACTS


def _disable_otter_cards() -> None:
    """Use otter's own switch to turn off the result cards of the checks in the notebook, because nobody sees them."""
    otter = sys.modules.get("otter")
    if otter is not None:
        otter.Notebook.init_grading_mode(tests_dir=".")
