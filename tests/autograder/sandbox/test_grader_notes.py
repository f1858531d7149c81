"""A note of `fit` for the grader is kept with its cell, however that cell ends, and with no other."""

import socket

import pytest

from autograder.sandbox import cell_runner, processes
from autograder.sandbox.grader_notes import Notes

SAID = "checkpoint q1 differs from this training in its data"
SAY = f"import os\nopen(os.environ['COURSE_NOTES'], 'a').write('{SAID}\\n')\n"


def outcomes(path, cells):
    """Number of each cell of which there is something to say -> status and text."""

    def ran():
        one = cell_runner.CheckpointingRunner(cells, socket.socket(), cell_seconds=2, all_seconds=60, notes=Notes(path))
        one.run()
        return {
            index: [outcome.status, outcome.text] for index, outcome in one.outcomes.items() if outcome.status != "ran"
        }

    return {int(index): said for index, said in processes.call_in_child(ran).items()}


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("x = 1", ["OUTPUT", SAID]),
        ("1 / 0", ["error", f"ZeroDivisionError: division by zero; {SAID}"]),
        ("os._exit(3)", ["CRASH", f"the cell's process is gone: it ended with exit code 3; {SAID}"]),
        ("while True: pass", ["TIMEOUT", f"the cell took more than 2 s and was stopped; {SAID}"]),
    ],
)
def test_note_is_kept_with_its_cell(tmp_path, end, said):
    assert outcomes(tmp_path / "notes", ["a = 1", SAY + end, "b = 2"]) == {1: said}


def test_cells_of_one_blink_keep_their_own_notes_when_they_are_run_again(tmp_path):
    cells = [SAY, "a = 1", "import os; os._exit(0)", SAY.replace("q1", "q2")]
    found = outcomes(tmp_path / "notes", cells)
    assert found[0] == ["OUTPUT", SAID] and found[3] == ["OUTPUT", SAID.replace("q1", "q2")]
    assert found[2] == ["CRASH", "the cell's process is gone: it ended with exit code 0"] and set(found) == {0, 2, 3}


def test_folder_in_the_place_of_the_notes_costs_nothing(tmp_path):
    (tmp_path / "notes").mkdir()
    assert outcomes(tmp_path / "notes", ["a = 1"]) == {}
