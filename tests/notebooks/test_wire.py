"""Each question's tests give the same verdict in one process and over the wire, for every planted answer.

The planted answers are written into notebooks, the i-th answer to each question into the i-th notebook, and the whole
folder is graded as an instructor would: answers in one process, tests in another.
"""

import json
import subprocess
import sys
from collections import defaultdict

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from otter.test_files.exception_test import ExceptionTestFile

from autograder.build import LESSONS, ROOT
from autograder.reading import read_lesson
from course_utils.checking import messages, personal
from tests.notebooks.planted import Planted, planted_for
from tests.notebooks.test_planted import NAMES, names_after

STUDENT = "b1234"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="grading needs Linux")


def notebooks_of(lesson: str) -> list[list[Planted]]:
    """Return the planted answers, one per question in each notebook."""
    by_question: dict[str, list[Planted]] = defaultdict(list)
    for planted in planted_for(lesson):
        by_question[planted.question].append(planted)
    longest = max(map(len, by_question.values()))
    return [[answers[i] for answers in by_question.values() if i < len(answers)] for i in range(longest)]


def cells_of(lesson: str, answers: list[Planted]) -> list[str]:
    """Return a notebook's cells: whose it is, what the lesson gives, and the answers."""
    source = read_lesson(LESSONS / f"{lesson}.py")
    given = [cell.source for cell in source.cells if cell.role in ("given", "preamble") and not cell.hidden]
    who = f"from course_utils.checking import personal\npersonal.set_student({STUDENT!r})"
    return [who, *given, *(answer.code for answer in answers)]


@pytest.mark.parametrize("lesson", NAMES)
def test_planted_answers_are_judged_alike_over_the_wire(lesson, tmp_path):
    notebooks = notebooks_of(lesson)
    handed_in = tmp_path / "handed in"
    handed_in.mkdir()
    for number, answers in enumerate(notebooks):
        cells = [new_code_cell(source) for source in cells_of(lesson, answers)]
        nbformat.write(new_notebook(cells=cells), handed_in / f"{number}.ipynb")
    command = [sys.executable, "-m", "autograder", "grade", lesson, str(handed_in), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    different = []
    for number, answers in enumerate(notebooks):
        result = json.loads((tmp_path / "out" / f"{number}.json").read_text(encoding="utf-8"))
        for planted in answers:
            there = [(test["points"], test["tag"]) for test in result["questions"][planted.question]["tests"]]
            here = in_one_process(lesson, planted)
            different += [f"{planted.question}, {planted.what}: {here} here, {there} over the wire"] * (here != there)
    assert not different
    questions = read_lesson(LESSONS / f"{lesson}.py").questions
    assert sum(map(len, notebooks)) == len(planted_for(lesson)) >= 4 * len(questions) > 0


def in_one_process(lesson: str, planted: Planted) -> list[tuple[float, str | None]]:
    """Return points and known mistake of each test, judged beside the answer."""
    before = personal.student()
    personal.set_student(STUDENT)
    bundle = ROOT / "dist" / "marking" / lesson
    path = bundle / "tests" / f"{planted.question}.py"
    tests = ExceptionTestFile.from_string(path.read_text(encoding="utf-8"), path=str(path))
    tests.run(names_after(bundle, planted))
    personal.set_student(before)
    return [
        (float(case.test_case.points) if case.passed else 0.0, None if case.passed else messages.read(case.message).tag)
        for case in tests.test_case_results
    ]
