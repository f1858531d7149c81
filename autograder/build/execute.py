"""Execute a notebook and then every test of its lesson, in one process."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

TIMEOUT = 600  # seconds that one cell may take
SEPARATOR = "course-test-results: "
RUN_TESTS = """
def _course_test_results(folder):
    import json
    from pathlib import Path
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file
    results = []
    for path in sorted(Path(folder).glob("*.py")):
        file = create_test_file(str(path), NBMetadataConfig())
        file.run(globals())
        results += [
            [case.test_case.name, case.test_case.points if case.passed else 0, "" if case.passed else case.message]
            for case in file.test_case_results
        ]
    print({separator!r} + json.dumps(results))

_course_test_results({folder!r})
"""


@dataclass(frozen=True)
class CellError:
    """An exception that a cell raised."""

    cell_id: str
    name: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """The result of a run: exceptions, points per test, messages of the failed tests, and checkpoint files."""

    errors: list[CellError]
    points: dict[str, float]
    messages: dict[str, str]
    checkpoints: dict[str, bytes]


def run(
    notebook: NotebookNode, root: Path, tests: Path, *, checkpoints: Mapping[str, bytes] = MappingProxyType({})
) -> Outcome:
    """Execute a copy of `notebook` with the course_utils of `root`, then run its tests; return the outcome.

    A cell that raises does not end the run.

    tests: the folder that contains the bundle's test files.
    checkpoints: files that are in the notebook's folder from the beginning, name -> content.
    """
    notebook = deepcopy(notebook)
    test_cell = new_code_cell(RUN_TESTS.format(separator=SEPARATOR, folder=str(tests)), id="course-tests")
    notebook.cells.append(test_cell)
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory() as folder:
        for name, content in checkpoints.items():
            Path(folder, name).write_bytes(content)
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute(env=environment, stderr=subprocess.DEVNULL)  # log messages of the kernel itself
        except (CellTimeoutError, DeadKernelError) as error:
            return Outcome([CellError(test_cell.id, type(error).__name__, str(error))], {}, {}, {})
        checkpoints = _checkpoints(Path(folder))
    results = _test_results(test_cell)
    errors = [
        CellError(cell.id, output.ename, output.evalue)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
    points = {name: points for name, points, _ in results}
    return Outcome(errors, points, {name: text for name, _, text in results if text}, checkpoints)


def keeps_checkpoints(notebook: NotebookNode) -> bool:
    """Return whether the notebook saves checkpoints of trained networks."""
    return any("checkpoint=" in cell.source for cell in notebook.cells if cell.cell_type == "code")


def checkpoints_left_by(notebook: NotebookNode, root: Path) -> dict[str, bytes]:
    """Execute `notebook` with the course_utils of `root`; return the checkpoint files that it writes, by name.

    A notebook that saves no checkpoints is not executed and the result is empty.

    Raises nbclient's CellExecutionError if a cell raises.
    """
    if not keeps_checkpoints(notebook):
        return {}
    environment = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            deepcopy(notebook), timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        client.execute(env=environment, stderr=subprocess.DEVNULL)
        return _checkpoints(Path(folder))


def _checkpoints(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".json", ".safetensors")]
    return {path.name: path.read_bytes() for path in files}


def _test_results(cell: NotebookNode) -> list[tuple[str, float, str]]:
    text = "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")
    if SEPARATOR not in text:
        return []
    return [tuple(row) for row in json.loads(text.split(SEPARATOR, 1)[1])]
