"""`python -m otter`, `nbgrader` and `jupyterlab` in forked processes, which start faster than new ones.

The processes run the unchanged command lines of these programs, and ipykernel's own kernels.
"""

import multiprocessing
import os
import runpy
import sys
import tempfile
from multiprocessing.process import BaseProcess
from pathlib import Path

from autograder.build.products import ROOT

WITHOUT_GRAMMAR = Path(__file__).with_name("without_grammar")
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.quick_start.imports"])


def start_module(
    module: str, *words: str, folder: Path, out: Path, root: Path = ROOT, **environment: str
) -> BaseProcess:
    """Start `python -m module words` in `folder`, with its output in the file `out`; return the process.

    Args:
        module: "otter", "nbgrader" or "jupyterlab".
        root: the folder in which the command and its kernels find course_utils and autograder.
        environment: environment variables for the command, in addition to those of this process.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by name
    python_path = f"{root}{os.pathsep}{WITHOUT_GRAMMAR}"
    variables = {**os.environ, "PATH": path, "PYTHONPATH": python_path, **environment}
    process = _FORKS.Process(target=_run, args=(module, words, str(folder), variables, str(out)))
    process.start()
    return process


def run_module(module: str, *words: str, folder: Path, root: Path = ROOT, timeout: float = 300) -> str:
    """Run `python -m module words` in `folder` as `start_module` does, wait for its end and return its output.

    Notebooks make their figures and do not draw them: nobody looks at those of a graded notebook, and drawing them
    would take half of the time. The tests in JupyterLab and on Colab draw them.

    Args:
        timeout: seconds after which the process is killed.

    Raises:
        AssertionError: the exit code is not 0.
    """
    with tempfile.NamedTemporaryFile() as out:
        process = start_module(module, *words, folder=folder, out=Path(out.name), root=root, MPLBACKEND="agg")
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
        printed = out.read().decode("utf-8", "replace")
    assert process.exitcode == 0, f"{module} {' '.join(words)} exits with {process.exitcode}:\n{printed[-4000:]}"
    return printed


def _run(module: str, words: tuple[str, ...], folder: str, environment: dict[str, str], out: str) -> None:
    from tests.quick_start.forked_kernels import fork_kernels, take_over

    with open(out, "ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    take_over(environment, folder)
    sys.path.insert(0, folder)  # as `python -m` does
    sys.argv = [module, *words]
    fork_kernels()
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
