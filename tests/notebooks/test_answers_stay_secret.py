"""No file that students get holds the value of an answer, in whatever form it is written.

The leak check in autograder/build/leak_check.py knows how a solution is written. Here the solution is run, and its
values are searched for.
"""

import json
import re
from typing import Any

import nbformat
import pytest

from autograder.build.leak_check import readable
from autograder.build.products import ROOT, find_lessons, read_course, student_products
from autograder.lesson_format.parser import read_lesson
from course_utils.checking import as_array, personal
from tests.notebooks.solved import solved
from tests.notebooks.values import digits, finds, holds, pattern

pytestmark = pytest.mark.slow

STUDENTS = [personal.SELF_STUDY, "b1234"]
TELLING = 3  # digits; one with fewer, such as 16 or (1, 3), is searched only in its own question
LONG = 4  # numbers; a list so long is searched in every file of the course, not only in those of its lesson

# What is there by right: lesson -> question -> a part of what is found, in its normal form.
ALLOWED: dict[str, dict[str, list[str]]] = {
    "04_counting_parameters": {
        # the number of pictures in MNIST is also LeNet's number of parameters
        "q4_14": ["227550000,60000", "Thethirdistheproductwith60,000", "times_samples(60000)"],
        # a layer of LeNet, in the helpers of every test; here the default student's number is the same
        "q4_3": ["subsampling((16;16"],
    },
}

LESSONS = [path.stem for path in find_lessons([])]
every_lesson = pytest.mark.parametrize("name", LESSONS)
ANSWER = re.compile(r"q\d+_\d+")


@pytest.fixture(scope="module")
def handed_out():
    """Every lesson's files: lesson -> place -> text; a notebook's cells are places of their own."""
    course = read_course(ROOT)
    lessons = {path.stem: student_products(read_lesson(path), course) for path in find_lessons([])}
    return {name: places(files) for name, files in lessons.items()}


@pytest.fixture(scope="module")
def values():
    """Return a function that gives the answers of a lesson: (student, question, value)."""
    known: dict[str, list[tuple[str, str, Any]]] = {}

    def of(name: str) -> list[tuple[str, str, Any]]:
        if name not in known:
            lesson = read_lesson(ROOT / "lessons" / f"{name}.py")
            known[name] = [
                (student, question, value)
                for student in STUDENTS
                for question, value in solved(lesson, student).items()
                if ANSWER.fullmatch(question)
            ]
        return known[name]

    return of


def places(files: dict[str, bytes]) -> dict[str, str]:
    """Return the texts of files by where they stand."""
    found = {}
    for path, content in files.items():
        if path.endswith(".ipynb"):
            cells = nbformat.reads(content.decode("utf-8"), as_version=4).cells
            found |= {f"{path}, cell {cell.id}": cell.source for cell in cells}
        elif path.endswith("hints.json"):
            hints = json.loads(content)
            found |= {f"{path}, {name}": readable(path, json.dumps(hints[name]).encode()) for name in hints}
        else:
            found[path] = readable(path, content)
    return found


def belongs(place: str, question: str) -> bool:
    """Whether a place is a cell, a hint or the test of the question."""
    return re.search(rf"(?:, cell |hints\.json, |/){question}(?:-|\.py|$)", place) is not None


def given_away(answers: list[tuple[str, str, Any]], texts: dict[str, str], allowed: dict[str, list[str]]) -> list[str]:
    """Return a line for each place that holds the value of an answer, and is not allowed to."""
    lines = []
    for student, question, value in answers:
        wanted = pattern(value)
        common = wanted is not None and digits(value) < TELLING
        for place, text in texts.items():
            if common and not belongs(place, question):
                continue
            found = finds(text, wanted)
            if found and not any(part in found for part in allowed.get(question, [])):
                lines.append(f"{place} holds the answer to {question} of {student}: …{found}…; write it differently")
    return lines


@every_lesson
def test_no_answer_is_in_what_its_lesson_gives(name, handed_out, values):
    assert given_away(values(name), handed_out[name], ALLOWED.get(name, {})) == []


@every_lesson
def test_no_long_answer_is_anywhere(name, handed_out, values):
    long = [answer for answer in values(name) if pattern(answer[2]) and as_array(answer[2]).size >= LONG]
    others = [ROOT / path for path in ("README.md", "CHANGELOG.md", "data/README.md")]
    others += [path for path in (ROOT / "course_utils").rglob("*.py") if "exercises" not in path.parts]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in others}
    for lesson, there in handed_out.items():
        texts |= there if lesson != name else {}
    assert given_away(long, texts, ALLOWED.get(name, {})) == []


@every_lesson
def test_values_of_answers_are_found_at_all(name, values):
    questions = read_lesson(ROOT / "lessons" / f"{name}.py").questions
    there = [(student, question) for student, question, _ in values(name)]
    assert set(there) <= {(student, question) for student in STUDENTS for question in questions}
    assert sum(pattern(value) is not None for _, _, value in values(name)) >= len(STUDENTS)


LEAKS = {  # a text that gives an answer away: the answer
    "It is [[1,1],[0,1]].": [[1, 1], [0, 1]],
    "np.array([[1., 1.],\n          [0., 1.]])": [[1, 1], [0, 1]],
    "[[1 1]\n [0 1]]": [[1, 1], [0, 1]],
    "| 1 | 1 |\n| 0 | 1 |": [[1, 1], [0, 1]],
    r"\begin{pmatrix} 1 & 1 \\ 0 & 1 \end{pmatrix}": [[1, 1], [0, 1]],
    "the map has the shape (50, 75)": (50, 75),
    "a map of 50 x 75": (50, 75),
    "a map of 50 × 75 cells": (50, 75),
    r"$50 \times 75$": (50, 75),
    "50 by 75": (50, 75),
    "6 feature maps of (28, 28), [-1, −2]": [-1, -2],
    "altogether 61,706 of them": 61706,
    "altogether 61 706 of them": 61706,
    "so 61_706.": 61706,
    "about 0.25": 0.25,
    "the answer is 17.": 17,
    "shape (8, 1, 50, 75)": [8, 1, 50, 75],
}
NO_LEAKS = {  # a text that looks like it: the answer
    "picture = [[1, 1, 0],\n [0, 1, 0]]": [[1, 1], [0, 1]],
    "(150, 75)": (50, 75),
    "(8, 50, 75)": (50, 75),
    "170 and 1.17 and 17.5": 17,
    "161,706": 61706,
    "7": 7,
}


@pytest.mark.parametrize("text", LEAKS)
def test_holds_finds_a_value_however_it_is_written(text):
    assert holds(text, LEAKS[text])


@pytest.mark.parametrize("text", NO_LEAKS)
def test_holds_lets_other_numbers_pass(text):
    assert holds(text, NO_LEAKS[text]) is None


@every_lesson
def test_planted_leaks_are_found_in_each_kind_of_file(name, handed_out, values):
    student, question, value = next(answer for answer in values(name) if pattern(answer[2]))
    written = as_array(value).tolist()
    for place, text in handed_out[name].items():
        if digits(value) < TELLING and not belongs(place, question):
            continue
        found = given_away([(student, question, value)], {place: f"{text}\nIt is {written}, you see."}, {})
        assert len(found) == 1 and found[0].startswith(f"{place} holds the answer to {question} of {student}: ")
