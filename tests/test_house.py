"""The house keeps its import directions, and importing it loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "course_utils"

# A room may import the rooms named here (and itself); what is not listed may import nothing of the course.
BASICS = {"shapes", "images", "convolution", "pooling", "augmentation", "light"}
MAY_IMPORT = {
    "shapes": set(),
    "images": {"shapes"},
    "augmentation": set(),
    "light": set(),
    "convolution": {"shapes", "arguments"},
    "pooling": {"shapes", "arguments"},
    "datasets": {"shapes", "images", "data_folder"},
    "models": {"shapes", "images", "convolution", "pooling"},
    "training": BASICS | {"datasets", "models"},
    "figures": BASICS | {"datasets", "models", "training"},
    "widgets": BASICS | {"datasets", "models", "training", "figures"},
    "checking": BASICS | {"datasets", "models", "training", "markup"},
    "environment": {"data_folder", "markup"},
    "__init__": {"checking"},
}


def imports_of(path: Path, root: Path = ROOT) -> set[str]:
    """Return the dotted names that a file imports, also inside functions; relative ones as they read from `root`."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = path.relative_to(root).parts[: -node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


IMPORTS = {  # a line in course_utils/figures/grid.py: what it imports
    "import course_utils.checking.card": "course_utils.checking.card",
    "from course_utils import checking": "course_utils.checking",
    "from course_utils.checking import card": "course_utils.checking.card",
    "from .. import checking": "course_utils.checking",
    "from ..checking import card": "course_utils.checking.card",
    "from ..checking.card import Card": "course_utils.checking.card.Card",
    "from . import cells": "course_utils.figures.cells",
    "from .cells import draw": "course_utils.figures.cells.draw",
    "def f():\n    from ...autograder import leaks": "autograder.build.leak_check",
}


@pytest.mark.parametrize("line", IMPORTS)
@pytest.mark.parametrize("file", ["grid.py", "__init__.py"])
def test_imports_of_resolves_relative_imports(tmp_path, file, line):
    path = tmp_path / "course_utils" / "figures" / file
    path.parent.mkdir(parents=True)
    path.write_text(line, encoding="utf-8")
    assert imports_of(path, tmp_path) == {IMPORTS[line]}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "exercises" not in path.parts]


def test_rooms_import_only_what_they_may():
    wrong = []
    for path in sources():
        room = room_of(path)
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] == "course_utils" and len(parts) > 1 and parts[1] not in MAY_IMPORT.get(room, set()) | {room}:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_course_utils_never_imports_autograder():
    assert len(sources()) > 10
    assert not [path for path in sources() if any(name.split(".")[0] == "autograder" for name in imports_of(path))]


def test_nothing_is_called_utils():
    assert not [path for path in ROOT.glob("*/**/utils.py") if not path.relative_to(ROOT).parts[0].startswith(".venv")]


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a statement loads in a fresh process."""
    program = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_import_course_utils_loads_nothing_heavy():
    names = loaded_by("import course_utils")
    assert not names & {"torch", "matplotlib", "numpy", "otter", "IPython", "anywidget"}


def test_the_environment_s_report_loads_nothing_that_may_be_missing():
    names = loaded_by("import course_utils.environment")
    assert not names & {"torch", "matplotlib", "numpy", "otter", "IPython", "anywidget", "packaging"}


def test_checks_load_without_torch_matplotlib_and_otter():
    names = loaded_by("import course_utils.checking, course_utils.checking.mistakes.convolution")
    assert "numpy" in names
    assert not names & {"torch", "matplotlib", "otter", "IPython"}


def test_figures_load_without_torch():
    names = loaded_by("import course_utils.figures")
    assert "matplotlib" in names
    assert "torch" not in names
