"""otter and nbgrader as an instructor starts them, in processes forked from one that has imported them before.

Importing them takes longer than grading a small notebook. What runs is their own command line, unchanged.
"""

import multiprocessing
import os
import runpy
import sys
import tempfile
from pathlib import Path

from autograder.build import ROOT

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # nbgrader calls alembic by name
}
WITHOUT_GRAMMAR = ROOT / "tests" / "without_grammar"
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.without_grammar.quick_imports"])


def run_module(module: str, *words: str, folder: Path, root: Path = ROOT, timeout: float = 300) -> str:
    """Run `python -m module words` in `folder` and return what it prints; AssertionError unless it exits with 0.

    Args:
        module: "otter" or "nbgrader".
        root: the folder in which the command and its kernels find course_utils and autograder.
        timeout: seconds, after which it is killed.
    """
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": f"{root}{os.pathsep}{WITHOUT_GRAMMAR}"}
    with tempfile.NamedTemporaryFile() as out:
        process = _FORKS.Process(target=_command, args=(module, words, str(folder), environment, out.name))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
        printed = out.read().decode("utf-8", "replace")
    assert process.exitcode == 0, f"{module} {' '.join(words)} exits with {process.exitcode}:\n{printed[-4000:]}"
    return printed


def _command(module: str, words: tuple[str, ...], folder: str, environment: dict[str, str], out: str) -> None:
    with open(out, "ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    added = environment["PYTHONPATH"].split(os.pathsep)
    sys.path[:] = [folder, *added, *(path for path in sys.path if path not in ("", str(ROOT)))]
    sys.argv = [module, *words]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
