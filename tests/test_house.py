"""Tests of the layout: which package may import which, and which modules an import loads."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    """Run import-linter on the packages of a folder, with the contracts in its pyproject.toml."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True)


def test_import_contracts_are_kept():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"Analyzed (\d+) files", done.stdout)[1]) > 150
    assert "Contracts: 6 kept, 0 broken." in done.stdout


def test_nothing_is_called_utils():
    assert not [path for path in ROOT.glob("*/**/utils.py") if not path.relative_to(ROOT).parts[0].startswith(".venv")]


def loaded_by(statement: str) -> set[str]:
    """Return the names of the top-level modules that a statement loads in a new process."""
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
