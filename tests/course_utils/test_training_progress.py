"""What is shown while training: in a notebook, in a terminal, in a log, and nothing where a notebook is graded."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from types import SimpleNamespace

import pytest

from course_utils.training import History, fit
from course_utils.training import progress as module
from course_utils.training.curves import curves
from course_utils.training.progress import Progress
from tests.course_utils.training_cases import TRAIN, VALIDATION, adam, network


def train(**settings) -> History:
    model = network()
    return fit(model, TRAIN, VALIDATION, epochs=3, optimizer=adam(model), seed=0, **settings)


class Handle:
    """Takes the place of the notebook's output; keeps what was drawn there."""

    def __init__(self):
        self.drawn, self.displays = [], 0

    def display(self, data, *, raw, display_id):
        assert raw and display_id is True
        self.displays += 1
        self.drawn.append(data)
        return self

    def update(self, data, *, raw):
        self.drawn.append(data)


@pytest.fixture
def notebook(monkeypatch) -> Handle:
    handle = Handle()
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=1))
    monkeypatch.setattr("IPython.display.display", handle.display)
    monkeypatch.setattr(module._Notebook, "pause", 0)
    return handle


def test_notebook_has_one_output_that_is_drawn_again(notebook, capsys):
    history = train()
    assert notebook.displays == 1 and len(notebook.drawn) == 3 * 3 + 1
    assert re.search(r"Epoch 1 of 3 · .* left", notebook.drawn[0]["text/html"])
    last = notebook.drawn[-1]
    assert last["text/plain"].startswith("Trained 3 epochs in ")
    assert "After epoch 3: training loss" in last["text/plain"]
    assert f"weights of epoch {history.best_epoch}, the best" in last["text/html"]
    assert 'aria-valuenow="100"' in last["text/html"] and "<script" not in last["text/html"]
    shares = [int(re.search(r'valuenow="(\d+)"', data["text/html"])[1]) for data in notebook.drawn]
    assert shares == sorted(shares) and shares[:4] == [11, 22, 33, 44]
    for data in notebook.drawn:
        ElementTree.fromstring(data["text/html"])  # well-formed
    assert capsys.readouterr().out == ""


def test_notebook_is_not_drawn_more_often_than_four_times_a_second(notebook, monkeypatch):
    monkeypatch.setattr(module._Notebook, "pause", 0.25)
    seconds = iter(0.1 * n for n in range(1000))
    monkeypatch.setattr(module.time, "perf_counter", lambda: next(seconds))
    progress = Progress(1, batches=100)
    for batch in range(100):
        progress.step(batch + 1, History())
    assert 30 <= len(notebook.drawn) <= 40
    assert progress.seconds_left(next(seconds)) == 0


def test_curves_show_every_epoch_in_its_place_and_say_so_in_words():
    history = History()
    for accuracy in (0.5, 0.75, 0.7):
        history.add(1 - accuracy, accuracy, 2 - accuracy, accuracy, seconds=1)
    svg = ElementTree.fromstring(curves(history, epochs=5))
    lines = [
        [tuple(map(float, point.split(","))) for point in line.get("points").split()] for line in svg.iter("polyline")
    ]
    assert [len(line) for line in lines] == [3, 3, 3, 3]
    train_loss, validation_loss, _, accuracy = lines
    assert [x for x, _ in train_loss] == [46, 46 + 238 / 4, 46 + 238 / 2]  # two of four steps along the axis
    assert accuracy[0][1] == 156 and accuracy[1][1] == 156 - 122 / 2  # the axis goes from 50 % to 100 %
    assert all(above[1] < below[1] for above, below in zip(validation_loss, train_loss, strict=True))
    assert svg.get("role") == "img" and "validation loss 1.300, accuracy 70.0 %; best in epoch 2" in svg.get(
        "aria-label"
    )
    dashed = [line.get("stroke-dasharray") is not None for line in svg.iter("polyline")]
    assert dashed == [True, False, True, False]  # never colour alone


@pytest.mark.parametrize("history", [History(), History([3e7], [0.0], [2e9], [0.0], [1.0], 1),
                                     History([0.0], [1.0], [0.0], [1.0], [1.0], 1)])  # fmt: skip
def test_curves_of_nothing_and_of_extremes(history):
    text = curves(history, epochs=1)
    ElementTree.fromstring(text)
    assert "nan" not in text and "inf" not in text


def test_log_has_a_line_for_each_epoch(capsys):
    history = train()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4 and "\r" not in "".join(lines)
    assert lines[1].startswith(f"Epoch 2 of 3: training loss {history.train_loss[1]:.4f}, accuracy ")
    assert lines[3].startswith("Trained 3 epochs in ")


def test_terminal_writes_one_line_over_and_over(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(module._Terminal, "pause", 0)
    train()
    out = capsys.readouterr().out
    assert "\r[###.....................] Epoch 1 of 3 · " in out
    screen = ["".join(_as_shown(line)).rstrip() for line in out.split("\n")]
    assert [line.split(":")[0] for line in screen[:3]] == ["Epoch 1 of 3", "Epoch 2 of 3", "Epoch 3 of 3"]
    assert screen[3].startswith("Trained 3 epochs") and screen[4:] == [""]


def _as_shown(line: str) -> list[str]:
    cells: list[str] = []
    for part in line.split("\r"):
        cells[: len(part)] = part
    return cells


@pytest.mark.parametrize("grader", ["otter", "nbgrader"])
def test_nothing_is_shown_where_a_notebook_is_graded(grader, notebook, capsys, monkeypatch):
    if grader == "otter":
        monkeypatch.setitem(sys.modules, "otter", SimpleNamespace(Notebook=SimpleNamespace(_grading_mode=True)))
    else:
        monkeypatch.setenv("COURSE_MARKING", "/marking")
    assert len(train()) == 3
    assert not notebook.drawn and capsys.readouterr() == ("", "")


def test_otter_says_that_it_grades_where_we_look():
    import otter

    assert otter.Notebook._grading_mode is False
    otter.Notebook.init_grading_mode(tests_dir=".")
    try:
        assert module.graded()
    finally:
        otter.Notebook._grading_mode = False


def test_training_loads_neither_ipython_nor_matplotlib():
    program = "import sys, course_utils.training; print({'IPython', 'matplotlib', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
