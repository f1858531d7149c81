"""Make a sample class of about a dozen notebooks for each lesson, from the lesson itself, and grade it."""

import copy
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.demo.sample_students import SampleStudent, sample_students
from autograder.grade.grade import grade_folder
from autograder.sandbox import processes

TIMEOUT = 5.0  # seconds for one cell; short, because one notebook of the class has an endless loop
TRAINING_TIMEOUT = 60.0  # the same for a lesson that trains networks


def demo(out: Path = Path("data/demo"), lessons: list[str] | None = None) -> int:
    """Make and grade a class for each of `lessons` (default: all) in `out`/<lesson>; return the highest exit code."""
    # in a child, so that the process that grades never has a solution in its memory
    made = processes.call_in_child(lambda: _make_all(Path(out), lessons or []))
    console, worst = Console(), 0
    if "error" in made:
        Console(stderr=True).print(made["error"], highlight=False, markup=False, soft_wrap=True)
        return 2
    for lesson, (count, timeout) in made.items():
        folder = Path(out) / lesson
        text = f"{lesson}: {count} notebooks in {folder / 'submissions'}"
        console.print(text, highlight=False, markup=False, soft_wrap=True)
        shutil.rmtree(folder / "results", ignore_errors=True)
        worst = max(worst, grade_folder(lesson, folder / "submissions", folder / "results", timeout=timeout))
    return worst


def make_class(
    folder: Path, lesson: str, solution: dict[str, Any], student: dict[str, Any],
    checkpoints: dict[str, bytes] | None = None,
) -> dict[str, SampleStudent]:  # fmt: skip
    """Write the notebooks of the class; return its students by their ids, b1001 and so on.

    They are made from the lesson's solution and its student notebook. With checkpoints, each student hands in a zip
    of the notebook and the checkpoints.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    students = {f"b{1001 + index}": one for index, one in enumerate(sample_students(lesson, answered(student)))}
    for name, sample in students.items():
        text = json.dumps(notebook_of(sample, name, solution, student), ensure_ascii=False, indent=1)
        text = text[: len(text) // 2] if sample.half_a_file else text
        if not checkpoints:
            (folder / f"{lesson}_{name}.ipynb").write_text(text, encoding="utf-8")
            continue
        with zipfile.ZipFile(folder / f"{lesson}_{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            files: dict[str, str | bytes] = {f"{lesson}.ipynb": text, **checkpoints}
            for file, data in files.items():
                archive.writestr(file, data)
    return students


def answered(notebook: dict[str, Any]) -> list[str]:
    """Return the questions that have an answer cell, in the notebook's order."""
    return [cell["id"].removesuffix("-answer") for cell in notebook["cells"] if cell["id"].endswith("-answer")]


def notebook_of(sample: SampleStudent, name: str, solution: dict[str, Any], student: dict[str, Any]) -> dict[str, Any]:
    """Return one student's notebook. KeyError: the lesson has no question for an answer."""
    notebook = copy.deepcopy(student if sample.begins == "student" else solution)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    unanswered = {cell["id"]: cell["source"] for cell in student["cells"]}
    for question in answered(student)[sample.only :] if sample.only is not None else []:
        cells[f"{question}-answer"]["source"] = unanswered[f"{question}-answer"]
    for question, source in sample.answers.items():
        cells[f"{question}-answer"]["source"] = source.strip("\n")
    for question, source in sample.before.items():
        answer = cells[f"{question}-answer"]
        answer["source"] = source.strip("\n") + "\n" + "".join(answer["source"])
    for cell in notebook["cells"]:
        declared = f'student="{sample.declares or name}"'
        cell["source"] = "".join(cell["source"]).replace('student="self-study"', declared)
    return notebook


def _make_all(out: Path, lessons: list[str]) -> dict[str, Any]:
    """Make the class of each lesson; return its number of notebooks and the seconds that one cell may take."""
    from autograder.build import products

    try:
        course = products.read_course(products.ROOT)
        return {path.stem: _make(out, products.read_lesson(path), course) for path in products.find_lessons(lessons)}
    except (products.LessonError, ValueError, OSError) as error:
        return {"error": str(error)}


def _make(out: Path, lesson: Any, course: Any) -> tuple[int, float]:
    from autograder.build import execute, products

    solution = products.solution_notebook(lesson, course)
    student = products.student_notebook(lesson, course, products.ENGLISH)
    trains = any("fit(" in cell.source for cell in solution.cells)
    if execute.keeps_checkpoints(solution):
        print(f"{lesson.name}: training the networks that the class hands in takes a minute or two", flush=True)
    checkpoints = execute.checkpoints_left_by(solution, products.ROOT)
    made = make_class(out / lesson.name / "submissions", lesson.name, solution, student, checkpoints)
    return len(made), TRAINING_TIMEOUT if trains else TIMEOUT
