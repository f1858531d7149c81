"""The lower bound of grading: the cost of the students' own cells in forks of one preloaded process.

It runs no tests, applies no guards and starts no other process. `python -P benchmarks/own_compute.py FOLDER` prints
JSON: the seconds for preloading, and for each notebook the seconds of wall time and CPU time.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from autograder.grade import submissions
from autograder.grade.preload import preload


def own_compute(folder: Path) -> dict[str, object]:
    """Run the code cells of each notebook in `folder`, each in its own fork of this process; return the seconds."""
    start = time.monotonic()
    preload()
    warm = time.monotonic() - start
    seconds = [_in_a_fork(submissions.read_sources(path.read_bytes())) for path in sorted(folder.glob("*.ipynb"))]
    return {"warm": warm, "wall": [wall for wall, _ in seconds], "cpu": [cpu for _, cpu in seconds]}


def _in_a_fork(sources: list[str]) -> tuple[float, float]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with tempfile.TemporaryDirectory() as home:
                os.chdir(home)
                os.write(writing, json.dumps(_run(sources)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        wall, cpu = json.loads(said.read())
    os.waitpid(child, 0)
    return wall, cpu


def _run(sources: list[str]) -> tuple[float, float]:
    import otter
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    otter.Notebook.init_grading_mode(tests_dir=".")  # so that the checks in the cells produce no HTML
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(null, standard)
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}), colors="nocolor")
    sys.modules["__main__"] = shell.user_module
    start, before = time.monotonic(), time.process_time()
    for source in sources:
        shell.run_cell(source, store_history=True)
    return time.monotonic() - start, time.process_time() - before


if __name__ == "__main__":
    print(json.dumps(own_compute(Path(sys.argv[1]))))
