"""The student's side: runs the cells, then answers for the names that they left.

A student's code can overwrite all of this. Nothing here is believed: it only says what the notebook says.
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
    control: socket.socket, sources: list[str], plan: confinement.ConfinementPlan, cell_seconds: float, all_seconds: float,
    checkpoints: dict[str, bytes],
) -> None:  # fmt: skip
    """Run the cells shut in, report, then serve each question from a fork of the finished state."""
    home = confinement.confine(plan, {control.fileno()}) / "notebook"
    home.mkdir()
    confinement.work_in(home)
    _write(checkpoints, home)
    _show_no_cards()
    notes = Notes(home.with_name("notes"))
    notebook = CheckpointingRunner(sources, control, cell_seconds, all_seconds, notes)
    notebook.run()
    wire.send(control, _report(notebook))
    confinement.use_spare_processes()
    _serve_questions(control, notebook.names, home)


def _write(checkpoints: dict[str, bytes], home: Path) -> None:
    """Put the checkpoints beside the notebook, as the student whose they are; what has no place is not there."""
    for name, data in checkpoints.items():
        with contextlib.suppress(OSError):  # one is called as a folder of another
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)
    checkpoints.clear()


class Session:
    """Answers requests for one question; keeps what is not plain and gives it out by number."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.things: list[Any] = []

    def serve(self, channel: socket.socket) -> None:
        """Answer until the other side hangs up."""
        while True:
            try:
                number, operation, target, args, kwargs = wire.receive(channel, lambda key, label: self.things[key])
            except (wire.WireError, OSError):
                return
            reply = self._reply(number, operation, target, args, kwargs)
            try:
                wire.send(channel, reply, self._keep)
            except OSError:
                return
            except Exception as error:  # it cannot be sent, and nothing of it was
                wire.send(channel, (number, False, _described(error)))

    def _reply(self, number: int, *request: Any) -> tuple[int, bool, Any]:
        try:
            return number, True, self._answer(*request)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too: they are the student's
            return number, False, _described(error)

    def _keep(self, thing: Any) -> tuple[int, str]:
        self.things.append(thing)
        kind = thing if isinstance(thing, type) else type(thing)
        return len(self.things) - 1, str(type.__getattribute__(kind, "__name__"))

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
                item = next(target, self)  # `self` marks the end: nothing of the student's is equal to it
                return (False, None) if item is self else (True, item)
            case "extract":
                return _extracts()[args[0]](target)
        raise ValueError(f"no operation {operation!r}")


def _serve_questions(control: socket.socket, names: dict[str, Any], home: Path) -> None:
    """Fork for each channel that comes in; the fork before it is over by then, answered or stuck."""
    inside = question_dir.place_in(home)
    for number in itertools.count():
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message or not descriptors:
            return
        folder = home.with_name(f"question-{number}")
        question_dir.copy_up_to(home, folder)
        child = _fork_session(control, socket.socket(fileno=descriptors[0]), names, folder, inside)
        control.sendall(b".")
        select.select([control], [], [])  # the next question, or the end
        processes.kill(child)
        question_dir.remove(folder)


def _fork_session(
    control: socket.socket, channel: socket.socket, names: dict[str, Any], folder: Path, inside: Path
) -> int:
    """Also with threads about: a lock that one of them held may cost this question, never the others."""
    parent = os.getpid()
    child = os.fork()
    if child:
        channel.close()
        return child
    os.setpgid(0, 0)
    processes.die_with_parent(parent)
    control.close()
    try:
        confinement.work_in(folder if folder.is_dir() else folder.parent)  # no place for it is left
        with contextlib.suppress(OSError):
            os.chdir(folder / inside)
        Session(names).serve(channel)
    finally:
        processes.exit_now()


def _report(notebook: CheckpointingRunner) -> dict[str, Any]:
    """What the marker hears of the cells and of the student's id; a student may have forged it."""
    cells = {index: [outcome.status, outcome.text] for index, outcome in sorted(notebook.outcomes.items())}
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
    from course_utils.checking.answers import EXTRACTS

    return EXTRACTS


def _show_no_cards() -> None:
    """The checks inside the notebook have nobody to show a card to; otter's own switch turns them off."""
    otter = sys.modules.get("otter")
    if otter is not None:
        otter.CheckpointingRunner.init_grading_mode(tests_dir=".")
