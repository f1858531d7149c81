"""Lessons as Colab runs them: the first cell installs the wheel, and nothing of Colab's is replaced."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from autograder.build.colab import bootstrap, read_course
from autograder.build.products import ROOT, build, find_lessons
from autograder.lesson_format.parser import read_lesson
from tests.every_widget import CASES, FIRST, cell
from tests.notebooks.colab import base_environment, build_wheel, find_python, fresh_environment, runtime
from tests.solutions import write_checkpoints

PYTHON = find_python()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PYTHON is None, reason="no Python 3.13 here, which Colab has: pyenv install 3.13"),
]
LESSONS = [path.stem for path in find_lessons([])]
LOOK_AROUND = """
import importlib.metadata, os, sys
print("ipywidgets", importlib.metadata.version("ipywidgets"))
print("repository", any(os.path.isdir(os.path.join(path, "autograder")) for path in sys.path))
"""
LISTEN = """
sent = set()
def note(name, send):
    return lambda message, buffers=None: (sent.add(name), send(message, buffers))
for name, widget in made.items():
    widget._send = note(name, widget._send)
"""
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """Return a function that makes an environment in `place` and starts a runtime of it in the folder `content`."""
    wheel, base = build_wheel(tmp_path_factory.mktemp("wheel")), base_environment(PYTHON)

    @contextmanager
    def start(place: Path, content: Path) -> Iterator[Callable[[nbformat.NotebookNode], None]]:
        fresh_environment(base, place / "environment")
        content.mkdir(parents=True)
        with runtime(place / "environment", content) as run:
            yield lambda notebook: run(with_wheel(notebook, wheel))

    return start


def with_wheel(notebook: nbformat.NotebookNode, wheel: Path) -> nbformat.NotebookNode:
    """Let the notebook's first cell install this wheel."""
    (install,) = [one for one in notebook.cells if "bootstrap" in one.metadata.get("tags", [])]
    install.source, replaced = re.subn(r"https://github\.com/\S+\.zip", str(wheel), install.source)
    assert replaced == 1
    return notebook


@pytest.fixture(scope="module", params=LESSONS)
def ran(request, colab, tmp_path_factory) -> dict[str, nbformat.NotebookNode]:
    """A lesson's notebooks after their run, first the "student" one as it comes, then the "solution".

    Both run in one runtime, as when a student begins with Run All. Of the networks that the solution keeps, only the
    first is trained.
    """
    lesson, root = request.param, tmp_path_factory.mktemp("colab")
    build(root, find_lessons([lesson]), packages=False)
    folders = {"student": root / "notebooks", "solution": root / "dist" / "solution"}
    notebooks = {name: nbformat.read(folder / f"{lesson}.ipynb", as_version=4) for name, folder in folders.items()}
    content = root / "content"
    for name, backend in (("student", "agg"), ("solution", "inline")):  # the solution draws what the other would draw
        notebooks[name].cells.insert(2, nbformat.v4.new_code_cell(f"%matplotlib {backend}"))
    with colab(root, content) as run:
        run(notebooks["student"])
        write_checkpoints(lesson, content, leave_out="q1")
        notebooks["solution"].cells.append(nbformat.v4.new_code_cell(LOOK_AROUND))
        run(notebooks["solution"])
    notebooks["solution"].metadata |= {"lesson": lesson, "files": sorted(path.name for path in content.iterdir())}
    return notebooks


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def verdicts(notebook: nbformat.NotebookNode) -> list[str]:
    pages = [output.data.get("text/html", "") for output in outputs(notebook) if "data" in output]
    return [verdict for page in pages for verdict in re.findall(r'data-verdict="([\w-]+)"', page)]


def test_solution_is_right_on_colab(ran):
    notebook = ran["solution"]
    assert [f"{o.ename}: {o.evalue}" for o in outputs(notebook) if o.output_type == "error"] == []
    shown = verdicts(notebook)
    assert len(shown) > 0 and set(shown) == {"right"}


def test_untouched_notebook_runs_on_colab(ran):
    notebook = ran["student"]
    errors = [output for output in outputs(notebook) if output.output_type == "error"]
    assert {error.ename for error in errors} <= {"NotImplementedError"}
    questions = read_lesson(find_lessons([ran["solution"].metadata.lesson])[0]).questions
    assert [error.evalue for error in errors if error.evalue.split(":")[0] not in questions] == []
    shown = verdicts(notebook)
    assert len(shown) > 0 and set(shown) == {"unanswered"}


def test_colab_keeps_its_widgets(ran):
    printed = "".join(o.text for o in outputs(ran["solution"]) if o.output_type == "stream")
    assert "ipywidgets 7.7.1\n" in printed
    assert "repository False\n" in printed  # what ran came from the wheel
    for output in outputs(ran["solution"]):
        if WIDGET in output.get("data", {}):  # Colab draws it with the manager that it is told of here
            assert "custom_widget_manager" in output.metadata[WIDGET]["colab"]


@pytest.mark.parametrize("ran", ["02_convolution_by_hand"], indirect=True)
def test_widgets_of_a_lesson_leave_their_pictures_on_colab(ran):
    shown = [output for output in outputs(ran["solution"]) if "data" in output]
    pictures = [output for output in shown if "data-still" in output.data.get("text/html", "")]
    assert len(pictures) == len([output for output in shown if WIDGET in output.data]) > 0
    alts = [picture.metadata["image/png"]["alt"] for picture in pictures]
    assert min(map(len, alts)) > 40
    assert [alt for alt in alts if "goes to row 0, column 0 of the feature map" in alt]


def test_every_widget_lives_on_colab(colab, tmp_path):
    first = nbformat.v4.new_code_cell(bootstrap(read_course(ROOT)), metadata={"tags": ["bootstrap"]})
    sources = [FIRST, *map(cell, CASES), LISTEN, *(f"widget = made[{name!r}]\n{CASES[name].set}" for name in CASES)]
    cells = [nbformat.v4.new_code_cell(source) for source in [*sources, "print(sorted(sent))", LOOK_AROUND]]
    notebook = nbformat.v4.new_notebook(cells=[first, *cells])
    with colab(tmp_path, tmp_path / "content") as run:
        run(notebook)
    assert [f"{o.ename}: {o.evalue}" for o in outputs(notebook) if o.output_type == "error"] == []
    for name, shown in zip(CASES, notebook.cells[2:], strict=False):
        still, live = shown.outputs
        assert "data-still" in still.data["text/html"], name
        if name != "TrainingMonitor":  # which has the curves of its training
            assert len(still.metadata["image/png"]["alt"]) > 40 and len(still.data["image/png"]) > 1000, name
        assert WIDGET in live.data and "custom_widget_manager" in live.metadata[WIDGET]["colab"], name
    printed = "".join(o.text for o in outputs(notebook) if o.output_type == "stream")
    assert f"{list(CASES)}\n" in printed
    assert "ipywidgets 7.7.1\n" in printed and "repository False\n" in printed


def test_export_fetches_the_notebook_from_colab(ran):
    files, lesson = ran["solution"].metadata.files, ran["solution"].metadata.lesson
    assert [name for name in files if name.endswith(".zip")] == [f"{lesson}_self-study.zip"]
