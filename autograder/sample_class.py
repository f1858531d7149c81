"""A sample class: sixteen notebooks made from the lesson itself, as sixteen different students would hand them in.

Nobody is invented: the ids are b1001 to b1016, and each notebook is the solution or the student's notebook with a
few cells changed. `demo` grades them.
"""

import copy
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.grading import grade
from autograder.sandbox import processes

LESSON = "02_convolution_by_hand"
TIMEOUT = 5.0  # seconds a cell may take, so that nobody waits long for the endless loop

FLIPPED = """
from course_utils.checking.mistakes import convolution as slip

q2_2 = slip.kernel_flipped.value(conv2d, my_small_picture, my_small_kernel).tolist()
"""
FLIPPED_LOOP = """
def feature_map(picture, kernel):
    rows = picture.shape[0] - kernel.shape[0] + 1
    columns = picture.shape[1] - kernel.shape[1] + 1
    turned = kernel[::-1, ::-1]
    return np.array([
        [(picture[r : r + kernel.shape[0], c : c + kernel.shape[1]] * turned).sum() for c in range(columns)]
        for r in range(rows)
    ])
"""
NO_STRIDE = """
def conv2d_by_hand(picture, kernel, *, stride=1, padding=0):
    return feature_map(np.pad(picture, padding), kernel)
"""
NO_PADDING = """
def conv2d_by_hand(picture, kernel, *, stride=1, padding=0):
    return feature_map(picture, kernel)[::stride, ::stride]
"""
ENDLESS = """
def feature_map(picture, kernel):
    row = 0
    while row < picture.shape[0]:
        column = 0  # row never grows
    return picture
"""
IN_TORCH = """
import torch

def feature_map(picture, kernel):
    picture, kernel = torch.as_tensor(picture, dtype=torch.float64), torch.as_tensor(kernel, dtype=torch.float64)
    windows = picture.unfold(0, kernel.shape[0], 1).unfold(1, kernel.shape[1], 1)
    return (windows * kernel).sum(dim=(-2, -1))
"""
NOISE = """
import sys, warnings

warnings.warn("this is only a warning")
print("working ...\\n" * 100_000, file=sys.stderr)
q2_1 = int(np.sum(np.multiply(my_pixels, my_weights)))
"""


@dataclass(frozen=True)
class Pupil:
    """One notebook of the class: where it starts from, and the answer cells that are different in it."""

    about: str
    begins: str = "solution"
    answers: dict[str, str] = field(default_factory=dict)
    declares: str | None = None  # an id other than the file's
    only: int | None = None  # the first so many questions are answered


CLASS = [
    Pupil("everything right"),
    Pupil("right, in NumPy and torch", answers={
        "q2_2": "q2_2 = conv2d(my_small_picture, my_small_kernel)", "q2_6": IN_TORCH,
        "q2_8": "import torch\n\nq2_8 = torch.tensor([50, 75])",
    }),
    Pupil("right, with tuples and a name in Chinese", answers={
        "q2_3": "# 王小明\nq2_3 = ((1, 1, 1, 2), (-1, 1, 1, 0), (0, 0, 1, 2), (0, 0, 2, 2))",
        "q2_4": "q2_4 = tuple(map(tuple, conv2d(picture, kernel, stride=2)))",
    }),
    Pupil("turns the kernel", answers={"q2_2": FLIPPED, "q2_6": FLIPPED_LOOP}),
    Pupil("overlooks the stride", answers={"q2_4": "q2_4 = conv2d(picture, kernel).tolist()", "q2_7": NO_STRIDE}),
    Pupil("forgets the padding", answers={
        "q2_5": "q2_5 = conv2d(my_picture, my_kernel, stride=2).tolist()", "q2_7": NO_PADDING,
    }),
    Pupil("copies from the slide, loses a minus sign", answers={
        "q2_1": "q2_1 = int(np.sum(np.multiply(my_pixels, np.abs(my_weights))))",
        "q2_3": "q2_3 = [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 1, 2]]",
    }),
    Pupil("half done", only=4),
    Pupil("untouched", begins="student"),
    Pupil("an exception in a cell", answers={"q2_4": "q2_4 = conv2d(pictur, kernel, stride=2).tolist()"}),
    Pupil("an endless loop", answers={"q2_6": ENDLESS}),
    Pupil("ends Python", answers={"q2_5": "import os\n\nos._exit(0)"}),
    Pupil("wants more memory than there is", answers={"q2_8": "q2_8 = np.ones((50_000, 1_000_000))"}),
    Pupil("half a file"),
    Pupil("another id inside", declares="b1001"),
    Pupil("noisy, turns the kernel", answers={"q2_1": NOISE, "q2_2": FLIPPED}),
]  # fmt: skip
HALF_A_FILE = 14  # its place in the class, counted from 1


def make_class(folder: Path, solution: dict[str, Any], student: dict[str, Any]) -> list[Path]:
    """Write the sixteen notebooks from the lesson's two; return their paths."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for place, pupil in enumerate(CLASS, start=1):
        name = f"b{1000 + place}"
        text = json.dumps(notebook_of(pupil, name, solution, student), ensure_ascii=False, indent=1)
        if place == HALF_A_FILE:
            text = text[: len(text) // 2]
        path = folder / f"{LESSON}_{name}.ipynb"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def notebook_of(pupil: Pupil, name: str, solution: dict[str, Any], student: dict[str, Any]) -> dict[str, Any]:
    """One pupil's notebook. KeyError: an answer that the lesson does not ask for."""
    notebook = copy.deepcopy(student if pupil.begins == "student" else solution)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    untouched = {cell["id"]: cell["source"] for cell in student["cells"]}
    answers = [identifier for identifier in cells if identifier.endswith("-answer")]
    for identifier in answers if pupil.only is not None else []:
        if answers.index(identifier) >= pupil.only:
            cells[identifier]["source"] = untouched[identifier]
    for question, source in pupil.answers.items():
        cells[f"{question}-answer"]["source"] = source.strip("\n")
    for cell in notebook["cells"]:
        declared = f'student="{pupil.declares or name}"'
        cell["source"] = "".join(cell["source"]).replace('student="self-study"', declared)
    return notebook


def demo(out: Path = Path("data/demo")) -> int:
    """Make the class in `out`, grade it, print the table and where the pages are; return the exit code."""
    out = Path(out)
    submissions, graded = out / "submissions", out / "results"
    names = processes.answer_of(lambda: _make(submissions))  # in a child: this process must not see the solution
    Console().print(f"{len(names)} notebooks in {submissions}", highlight=False)
    shutil.rmtree(graded, ignore_errors=True)
    return grade(LESSON, submissions, graded, timeout=TIMEOUT)


def _make(folder: Path) -> list[str]:
    from autograder import build

    lesson = build.read_lesson(build.find_lessons([LESSON])[0])
    course = build.read_course(build.ROOT)
    solution = build.solution_notebook(lesson, course)
    student = build.student_notebook(lesson, course, build.ENGLISH)
    return [path.name for path in make_class(folder, solution, student)]
