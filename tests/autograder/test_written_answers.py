"""A written answer: from its mark in the source to the place for it, and what of it is never shown."""

import json

import nbformat
import pytest

from autograder import written_answers
from autograder.build.leak_check import leaks
from autograder.build.nbgrader_course import release_notebook, source_notebook
from autograder.build.notebooks import write_notebook
from autograder.build.products import instructor_products, student_products
from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson
from autograder.lesson_format.solutions import student_text
from tests.autograder.golden import COURSE, DATA, SAMPLE
from tests.autograder.lesson_format.test_parser import line_of

SOURCE = DATA / "by_hand.py"
PLACE = "*Write your answer here (marked by hand: +2).*"
MODEL = "Adding is commutative. Whichever pair one takes first, the third\nnumber is added to the same total."
WRITTEN = '# %% [markdown] tags=["written"] points=2\n'
CHECK = 'grader.check("q8_1")\n'
HINT = '# %% [markdown] tags=["hint"]\n# Two at a time.'
STUDENT, EXERCISES = "notebooks/by_hand.ipynb", "course_utils/exercises/by_hand"

AUTHOR_ERRORS = {  # what is wrong: (part of the lesson, its replacement, text on the line of the error, the message)
    "outside a question": (
        CHECK,
        f"{CHECK}\n{WRITTEN.replace('=2', '=5')}# Late.\n",
        "points=5",
        "a written cell is outside a question; move it between the question's text and its check cell",
    ),
    "no points": (
        WRITTEN,
        WRITTEN.replace(" points=2", ""),
        'tags=["written"]',
        "the written answer of q8_1 has no points; write points= on this line",
    ),
    "two in one question": (
        WRITTEN,
        f"{WRITTEN.replace('=2', '=1')}# The first of two.\n\n{WRITTEN}",
        "points=2",
        "q8_1 already has a written answer at line 32; merge the two, or write two questions",
    ),
    "model answer of a word": (
        '# %% [markdown] tags=["hint"]\n# Count on.',
        '# %% [markdown] tags=["written"] points=5\n# It is 9.',
        "points=5",
        "the model answer of q8_2 has no sentence of 12 or more letters, so the leak check cannot find it",
    ),
    "model answer that is empty": (
        '# %% [markdown] tags=["hint"]\n# Count on.',
        '# %% [markdown] tags=["written"] points=5\n#',
        "points=5",
        "the model answer of q8_2 has no sentence of 12 or more letters, so the leak check cannot find it",
    ),
    "points on a hint": (
        HINT,
        HINT.replace("]\n", "] points=5\n"),
        "points=5",
        "points= is on a cell that is not a question, a test or a written answer; remove it",
    ),
    "points in words": (
        WRITTEN,
        WRITTEN.replace("=2", '="two"'),
        'points="two"',
        "points='two' is not a number above 0; expected a number such as points=2",
    ),
    "points by hand counted with the tests": (
        'question="q8_1" points=1',
        'question="q8_1" points=3',
        "points=3",
        "question q8_1 has 3 points, but its tests add up to 1; change one of the two (the points of the",
    ),
    "a code cell": (
        WRITTEN,
        WRITTEN.replace("[markdown] ", ""),
        'tags=["written"]',
        "the tag 'written' is on a code cell; expected a markdown cell",
    ),
    "a question of its own": (
        WRITTEN,
        WRITTEN.replace("points", 'question="q8_9" points'),
        "q8_9",
        "question= is on a markdown cell with tags; move it to a markdown cell without tags",
    ),
    "another language": (
        WRITTEN,
        WRITTEN.replace("points", 'lang="zh-Hant" points'),
        'tags=["written"] lang',
        "lang= is on a model answer; remove it, instructors read the model answer in one language",
    ),
}


@pytest.fixture
def lesson():
    return read_lesson(SOURCE)


@pytest.fixture
def lesson_with(tmp_path):
    """Return a function that writes the lesson with one part, which must occur exactly once, replaced."""

    def write(old: str, new: str):
        text = SOURCE.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in the lesson"
        path = tmp_path / SOURCE.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return write


def written_cell(content: bytes):
    notebook = nbformat.reads(content.decode(), 4)
    return next(cell for cell in notebook.cells if cell.id == "q8_1-written")


@pytest.mark.parametrize("error", AUTHOR_ERRORS)
def test_read_lesson_names_the_error_its_line_and_the_remedy(error, lesson_with):
    old, new, place, text = AUTHOR_ERRORS[error]
    path = lesson_with(old, new)
    with pytest.raises(LessonError) as caught:
        read_lesson(path)
    file, line, said = str(caught.value).split(":", 2)
    assert text in said
    assert (file, int(line)) == ("by_hand.py", line_of(path, place))


def test_read_lesson_keeps_points_by_hand_out_of_the_question(lesson):
    assert {name: question.points for name, question in lesson.questions.items()} == {"q8_1": 1, "q8_2": 3}
    assert lesson.questions["q8_1"].written.points == 2 and lesson.questions["q8_2"].written is None


def test_student_gets_a_place_to_write_in_the_notebooks_language(lesson):
    files = student_products(lesson, COURSE)
    english, chinese = written_cell(files[STUDENT]), written_cell(files["notebooks/zh-Hant/by_hand.ipynb"])
    assert (english.cell_type, english.source, english.metadata) == ("markdown", PLACE, {})
    assert chinese.source == "*在這裡寫下你的答案（人工批改：+2）。*"


def test_solution_and_proof_hold_the_model_answer(lesson):
    files = instructor_products(lesson, COURSE)
    for name in ("dist/solution/by_hand.ipynb", "dist/proof/by_hand.ipynb"):
        assert written_cell(files[name]).source.startswith(MODEL)


def test_points_json_says_the_points_by_hand_beside_the_others(lesson):
    text = instructor_products(lesson, COURSE)["dist/marking/by_hand/points.json"].decode()
    assert json.loads(text)["questions"]["q8_1"]["points"] == 1
    assert written_answers.points_by_hand(text) == {"q8_1": 2}
    sample = instructor_products(read_lesson(SAMPLE), COURSE)["dist/marking/00_sample/points.json"].decode()
    assert written_answers.points_by_hand(sample) == {} and "written" not in sample


def test_nbgrader_source_has_a_cell_that_a_person_grades_and_release_the_place(lesson):
    source = source_notebook(lesson)
    cell = next(cell for cell in source.cells if cell.id == "q8_1-written")
    marks = cell.metadata["nbgrader"]
    assert cell.source.startswith(MODEL)
    assert (marks["grade"], marks["solution"], marks["locked"], marks["points"]) == (True, True, False, 2)
    release = {cell.id: cell.source for cell in release_notebook(source).cells}
    assert release == {cell.id: cell.source for cell in write_notebook(lesson, student_text).cells} | {
        f"{name}-points": f'grader.score("{name}", out_of={points})' for name, points in (("q8_1", 1), ("q8_2", 3))
    }


PLANTED = [
    MODEL,
    "He said: adding is commutative!",
    "# Whichever pair one takes first,\n# the third number is\n# added to the same total.",
    "One point for a word such as **commutative**",
]


@pytest.mark.parametrize("text", PLANTED)
def test_leaks_finds_a_sentence_of_the_model_answer_however_it_is_set(lesson, text):
    files = student_products(lesson, COURSE)
    assert leaks(lesson, files) == []
    notebook = nbformat.reads(files[STUDENT].decode(), 4)
    notebook.cells[-1].metadata["note"] = text
    planted = {
        STUDENT: nbformat.writes(notebook).encode(),
        f"{EXERCISES}/q8_1.py": files[f"{EXERCISES}/q8_1.py"] + f"\n{text}\n".encode(),
        f"{EXERCISES}/hints.json": json.dumps({"q8_1": {"en": [text]}}).encode(),
    }
    found = leaks(lesson, planted)
    assert {path for path, secret in found if secret.description == "the model answer of q8_1"} == set(planted)


@pytest.mark.parametrize("text", ["Adding is easy.", "The same total.", "commutative"])
def test_leaks_lets_other_words_pass(lesson, text):
    assert leaks(lesson, {f"{EXERCISES}/q8_1.py": text.encode()}) == []


def test_student_products_refuses_a_hint_that_is_the_model_answer(lesson_with):
    path = lesson_with("# Two at a time.", "# Adding is commutative, so\n# begin anywhere.")
    with pytest.raises(LessonError, match="by_hand.py:32: the model answer of q8_1 would be shown to students in"):
        student_products(read_lesson(path), COURSE)


def test_leaks_takes_a_hidden_number_for_a_secret_that_the_model_answer_names_too(lesson_with):
    hidden = "def test_more(q8_2):\n    assert q8_2 != 27182\n\n# %%\n"
    path = lesson_with(
        '# %% tags=["test"] points=3\ndef test_sum(q8_2):\n    answer(q8_2).equals(sum, [4, 5])\n\n# %%\n',
        '# %% tags=["test"] points=2\ndef test_sum(q8_2):\n    answer(q8_2).equals(sum, [4, 5])\n\n'
        f'# %% tags=["test", "hidden"] points=1\n{hidden}',
    )
    path.write_text(path.read_text(encoding="utf-8").replace("# - One", "# - Not (27182). One"), encoding="utf-8")
    found = leaks(read_lesson(path), {"one.py": b"x = 27182"})
    assert [secret.description for _, secret in found] == ["the hidden test"]


PICTURE = {"a.png": {"image/png": "AA=="}, "b.png": {"image/png": "AA=="}}


def read_back(*cells, wanted=None):
    notebook = {"nbformat": 4, "cells": [{"cell_type": "markdown", **cell} for cell in cells]}
    return written_answers.read(json.dumps(notebook).encode(), wanted or {"q8_1": 2})["q8_1"]


@pytest.mark.parametrize(
    ("cell", "text", "remark"),
    [
        ({"source": "It is *linear*."}, "It is *linear*.", ""),
        ({"source": [f"{PLACE}\n", "\n", "Below\r\n", "\tit."]}, "Below\n    it.", ""),
        ({"source": "*在這裡寫下你的答案（人工批改：+2）。*\n因為"}, "因為", ""),
        ({"source": PLACE}, "", "nothing is written in its cell"),
        ({"source": ""}, "", "nothing is written in its cell"),
        ({"source": "See ![a](attachment:a.png)", "attachments": PICTURE}, "See ![a](attachment:a.png)", "2 pictures"),
        ({"source": "x\x1b[2J\ud800"}, "x\ufffd[2J\ufffd", ""),
        ({"source": 7, "attachments": "none"}, "", "nothing is written in its cell"),
    ],
)
def test_read_finds_what_stands_in_the_cell(cell, text, remark):
    for there in ({"id": "q8_1-written"}, {"metadata": {"id": "q8_1-written"}}):
        answer = read_back({"id": "q8_1-other", "source": "not this"}, {**there, **cell})
        assert (answer["max"], answer["text"]) == (2, text)
        said = written_answers.remark(answer["text"], answer["pictures"])
        assert said.startswith(remark) and bool(said) == bool(remark)


def test_read_cuts_what_nobody_reads():
    text = read_back({"id": "q8_1-written", "source": "x" * 2_000_000})["text"]
    assert text.endswith("x … (2000000 characters; the notebook has them all)") and len(text) < 11_000


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"cells": 3}', b'{"cells": [3]}', b"[" * 100_000])
def test_read_of_a_file_without_the_cell_says_so(data):
    answer = written_answers.read(data, {"q8_1": 2})["q8_1"]
    assert answer == {"max": 2, "text": None, "pictures": 0}
    assert written_answers.remark(None, 0) == "its cell is not in the notebook"
    assert written_answers.read(data, {}) == {}
