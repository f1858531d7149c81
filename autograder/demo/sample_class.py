"""Sample classes: for each lesson a dozen notebooks, made from the lesson itself. `demo` grades them."""

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

TIMEOUT = 5.0  # seconds a cell may take, so that nobody waits long for the endless loop
TRAINING_TIMEOUT = 60.0  # where networks are trained


def demo(out: Path = Path("data/demo"), lessons: list[str] | None = None) -> int:
    """Make and grade a class for each of `lessons`, all if none, in `out`/<lesson>; return the worst exit code."""
    said = processes.call_in_child(lambda: _make_all(Path(out), lessons or []))  # this process must not see a solution
    console, worst = Console(), 0
    if "error" in said:
        Console(stderr=True).print(said["error"], highlight=False, markup=False, soft_wrap=True)
        return 2
    for lesson, (count, timeout) in said.items():
        folder = Path(out) / lesson
        line = f"{lesson}: {count} notebooks in {folder / 'submissions'}"
        console.print(line, highlight=False, markup=False, soft_wrap=True)
        shutil.rmtree(folder / "results", ignore_errors=True)
        worst = max(worst, grade_folder(lesson, folder / "submissions", folder / "results", timeout=timeout))
    return worst


def make_class(
    folder: Path, lesson: str, solution: dict[str, Any], student: dict[str, Any],
    checkpoints: dict[str, bytes] | None = None,
) -> dict[str, SampleStudent]:  # fmt: skip
    """Write the class's notebooks from the lesson's two; return the pupils by their ids, b1001 and so on.

    With checkpoints, each hands in a zip of the notebook and them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pupils = {f"b{1001 + place}": one for place, one in enumerate(sample_students(lesson, answered(student)))}
    for name, pupil in pupils.items():
        text = json.dumps(notebook_of(pupil, name, solution, student), ensure_ascii=False, indent=1)
        text = text[: len(text) // 2] if pupil.half_a_file else text
        if not checkpoints:
            (folder / f"{lesson}_{name}.ipynb").write_text(text, encoding="utf-8")
            continue
        with zipfile.ZipFile(folder / f"{lesson}_{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file, data in {f"{lesson}.ipynb": text, **checkpoints}.items():
                archive.writestr(file, data)
    return pupils


def answered(notebook: dict[str, Any]) -> list[str]:
    """The questions that have an answer cell, in the notebook's order."""
    return [cell["id"].removesuffix("-answer") for cell in notebook["cells"] if cell["id"].endswith("-answer")]


def notebook_of(pupil: SampleStudent, name: str, solution: dict[str, Any], student: dict[str, Any]) -> dict[str, Any]:
    """One pupil's notebook. KeyError: an answer that the lesson does not ask for."""
    notebook = copy.deepcopy(student if pupil.begins == "student" else solution)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    untouched = {cell["id"]: cell["source"] for cell in student["cells"]}
    for question in answered(student)[pupil.only :] if pupil.only is not None else []:
        cells[f"{question}-answer"]["source"] = untouched[f"{question}-answer"]
    for question, source in pupil.answers.items():
        cells[f"{question}-answer"]["source"] = source.strip("\n")
    for question, source in pupil.before.items():
        answer = cells[f"{question}-answer"]
        answer["source"] = source.strip("\n") + "\n" + "".join(answer["source"])
    for cell in notebook["cells"]:
        declared = f'student="{pupil.declares or name}"'
        cell["source"] = "".join(cell["source"]).replace('student="self-study"', declared)
    return notebook


def _make_all(out: Path, lessons: list[str]) -> dict[str, Any]:
    """How many notebooks were made for each lesson, and how many seconds their cells may take."""
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
        print(f"{lesson.name}: training the networks that the class hands in; a minute or two", flush=True)
    checkpoints = execute.checkpoints_left_by(solution, products.ROOT)
    made = make_class(out / lesson.name / "submissions", lesson.name, solution, student, checkpoints)
    return len(made), TRAINING_TIMEOUT if trains else TIMEOUT
