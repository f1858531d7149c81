"""Lessons as Colab runs them: the first cell installs the wheel, and nothing of Colab's is replaced."""

import re

import nbformat
import pytest

from autograder.build import build, find_lessons
from tests.notebooks.colab import base_environment, build_wheel, find_python, fresh_environment, run_on_colab

PYTHON = find_python()
pytestmark = [
    pytest.mark.skipif(PYTHON is None, reason="no Python 3.13 here, which Colab has: pyenv install 3.13"),
]
LESSONS = [path.stem for path in find_lessons([])]
LOOK_AROUND = """
import importlib.metadata, os, sys
print("ipywidgets", importlib.metadata.version("ipywidgets"))
print("repository", any(os.path.isdir(os.path.join(path, "autograder")) for path in sys.path))
"""
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Return a function that runs a lesson's "student" or "solution" notebook on the stand-in for Colab, once."""
    root = tmp_path_factory.mktemp("colab")
    build(root, find_lessons([]), packages=False)
    wheel, base, done = build_wheel(root / "wheel"), base_environment(PYTHON), {}

    def run(lesson: str, edition: str) -> nbformat.NotebookNode:
        if (lesson, edition) not in done:
            folder = root / ("dist/solution" if edition == "solution" else "notebooks")
            notebook = nbformat.read(folder / f"{lesson}.ipynb", as_version=4)
            (bootstrap,) = [cell for cell in notebook.cells if "bootstrap" in cell.metadata.get("tags", [])]
            bootstrap.source, replaced = re.subn(r"https://github\.com/\S+\.zip", str(wheel), bootstrap.source)
            assert replaced == 1
            notebook.cells.append(nbformat.v4.new_code_cell(LOOK_AROUND))
            place = root / edition / lesson
            environment = fresh_environment(base, place / "environment")
            done[lesson, edition] = run_on_colab(notebook, environment, place / "content")
            done[lesson, edition].metadata["files"] = sorted(path.name for path in (place / "content").iterdir())
        return done[lesson, edition]

    return run


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def verdicts(notebook: nbformat.NotebookNode) -> list[str]:
    pages = [output.data.get("text/html", "") for output in outputs(notebook) if "data" in output]
    return [verdict for page in pages for verdict in re.findall(r'data-verdict="([\w-]+)"', page)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_solution_is_right_on_colab(ran, lesson):
    notebook = ran(lesson, "solution")
    assert [f"{o.ename}: {o.evalue}" for o in outputs(notebook) if o.output_type == "error"] == []
    shown = verdicts(notebook)
    assert len(shown) > 0 and set(shown) == {"right"}


@pytest.mark.parametrize("lesson", LESSONS)
def test_untouched_notebook_runs_on_colab(ran, lesson):
    notebook = ran(lesson, "student")
    assert {o.ename for o in outputs(notebook) if o.output_type == "error"} <= {"NotImplementedError"}
    shown = verdicts(notebook)
    assert len(shown) > 0 and set(shown) == {"unanswered"}


@pytest.mark.parametrize("lesson", LESSONS)
def test_colab_keeps_its_widgets(ran, lesson):
    printed = "".join(o.text for o in outputs(ran(lesson, "solution")) if o.output_type == "stream")
    assert "ipywidgets 7.7.1\n" in printed
    assert "repository False\n" in printed  # what ran came from the wheel
    for output in outputs(ran(lesson, "solution")):
        if WIDGET in output.get("data", {}):  # Colab draws it with the manager that it is told of here
            assert "custom_widget_manager" in output.metadata[WIDGET]["colab"]


def test_stepper_leaves_its_picture_on_colab(ran):
    shown = [output for output in outputs(ran("02_convolution_by_hand", "solution")) if "data" in output]
    pictures = [output for output in shown if "data-still" in output.data.get("text/html", "")]
    assert len(pictures) == len([output for output in shown if WIDGET in output.data]) > 1
    texts = [picture.metadata["image/png"]["alt"] for picture in pictures]
    assert all(texts)
    assert any("goes to row 0, column 0 of the feature map" in text for text in texts)


@pytest.mark.parametrize("lesson", LESSONS)
def test_export_fetches_the_notebook_from_colab(ran, lesson):
    files = ran(lesson, "solution").metadata["files"]
    assert [name for name in files if name.endswith(".zip")] == [f"{lesson}_self-study.zip"]
