"""The cells that open a notebook on Google Colab."""

import sys
from types import ModuleType

import pytest

from autograder.build.colab import Course, badge, bootstrap, read_course
from autograder.build.products import ROOT
from autograder.lesson_format.scopes import plain_python

COURSE = Course("Samples", "someone/samples")


class Shell:
    """Replaces IPython's shell and records the magics that a cell runs."""

    def __init__(self):
        self.ran = []

    def run_line_magic(self, name, line):
        self.ran.append(f"%{name} {line}")


def run_bootstrap() -> list[str]:
    shell = Shell()
    exec(plain_python(bootstrap(COURSE)), {"get_ipython": lambda: shell})
    return shell.ran


def test_bootstrap_does_nothing_elsewhere():
    assert "google.colab" not in sys.modules
    assert run_bootstrap() == []


def test_bootstrap_installs_without_dependencies_on_colab(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    assert run_bootstrap() == [
        "%pip install -q --no-deps otter-grader==7.0.0 python-frontmatter dill fica ipylab wrapt",
        "%pip install -q --no-deps https://github.com/someone/samples/archive/refs/heads/main.zip",
    ]


def test_badge_opens_the_notebook_of_the_repository():
    link = "https://colab.research.google.com/github/someone/samples/blob/main/notebooks/00_sample.ipynb"
    assert badge(COURSE, "notebooks/00_sample.ipynb").endswith(f"]({link})")


def test_read_course_reads_this_repository():
    assert read_course(ROOT).repository.count("/") == 1


def test_read_course_names_what_is_missing(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.course]\ntitle = "x"\n')
    with pytest.raises(ValueError, match=r"pyproject.toml: \[tool.course\] has no repository; add it"):
        read_course(tmp_path)
