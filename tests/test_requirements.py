"""pyproject.toml, requirements.txt and environment.yml ask for the same packages."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# What Colab has, and the core must be content with (published runtime, August 2026).
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
    assert re.search(r"pip:\n\s+- -r requirements.txt\n", text)
    assert f"- python{PROJECT['requires-python']}\n" in text


def test_core_admits_colab_and_names_neither_otter_nor_nbgrader():
    from packaging.requirements import Requirement

    core = [Requirement(line) for line in PROJECT["dependencies"]]
    assert {requirement.name for requirement in core} == set(COLAB)
    assert [str(r) for r in core if not r.specifier.contains(COLAB[r.name])] == []
