"""Tests that pyproject.toml, requirements.txt, environment.yml and constraints.txt agree on packages and versions."""

import re
import runpy
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The versions in Colab (published runtime, August 2026), which the core dependencies must accept.
COLAB = {
    "anywidget": "0.9.21", "ipywidgets": "7.7.1", "matplotlib": "3.10.0", "numpy": "2.1.3", "scikit-image": "0.25.2",
    "scikit-learn": "1.6.1", "safetensors": "0.8.0",
    "torch": "2.11.0", "torchvision": "0.26.0",
}  # fmt: skip


def listed() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_requirements_are_the_core_and_every_extra():
    wanted = [
        *PROJECT["dependencies"],
        *(line for extra in PROJECT["optional-dependencies"].values() for line in extra),
    ]
    assert sorted(listed()) == sorted([*wanted, "-e ."])


def test_environment_installs_the_requirements():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert re.search(r"pip:\n\s+- -r requirements.txt\n\s+- -c constraints.txt\n", text)
    assert f"- python{PROJECT['requires-python']},<3.14\n" in text


def pinned(lines: list[str]) -> dict[str, str]:
    """Return the version of each package in the lines of constraints.txt, by its normalised name."""
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {name: version for name, version in pairs}


def test_constraints_pin_one_version_of_every_requirement():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    versions = pinned(lines)
    assert len(versions) == len([line for line in lines if line and not line.startswith("#")]) > 100
    assert [name for name in versions if name != canonicalize_name(name)] == []
    wanted = [Requirement(line) for line in listed() if not line.startswith("-e")]
    assert [str(one) for one in wanted if not one.specifier.contains(versions[canonicalize_name(one.name)])] == []
    assert "pip" in versions and "course-utils" not in versions


def test_constraints_for_instructors_alone_are_marked():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    students, marked = text.split("# instructors\n")
    assert marked.endswith("\n# /instructors\n")
    extras = PROJECT["optional-dependencies"]
    names = lambda lines: {canonicalize_name(Requirement(line).name) for line in lines}  # noqa: E731
    assert names([*PROJECT["dependencies"], *extras["lab"]]) <= set(pinned(students.splitlines()))
    assert {"nbgrader", "pytest", "ruff"} <= set(pinned(marked.splitlines()))


def test_constraints_are_resolved_with_the_oldest_python_only(monkeypatch, capsys):
    script = runpy.run_path(str(ROOT / ".ci" / "update_constraints.py"))
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    before = (ROOT / "constraints.txt").read_bytes()
    assert script["main"]() == 1
    line = "Expected Python 3.11, the oldest that the course supports, got Python 3.12; "
    assert capsys.readouterr().err.startswith(line) and (ROOT / "constraints.txt").read_bytes() == before


def test_setup_and_readme_install_the_constraints():
    makefile, readme = (ROOT.joinpath(name).read_text(encoding="utf-8") for name in ("Makefile", "README.md"))
    for line in [line for text in (makefile, readme) for line in text.splitlines() if "pip install" in line]:
        assert "constraints.txt" in line, line


def test_core_admits_colab_and_names_neither_otter_nor_nbgrader():
    core = [Requirement(line) for line in PROJECT["dependencies"]]
    assert {requirement.name for requirement in core} == set(COLAB)
    assert [str(r) for r in core if not r.specifier.contains(COLAB[r.name])] == []
