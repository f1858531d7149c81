"""Reading a lesson: the whole sample is read, and each error is raised with its line and what to do."""

import pytest

from autograder.lesson_format.model import LessonError
from autograder.lesson_format.parser import read_lesson
from tests.autograder.author_errors import AUTHOR_ERRORS
from tests.autograder.golden import SAMPLE


def line_of(path, part: str) -> int:
    """Return the number, from 1, of the first line of the file that contains `part`."""
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if part in line)


def test_read_lesson_finds_questions_points_tests_and_hints():
    lesson = read_lesson(SAMPLE)
    assert (lesson.name, lesson.title, lesson.minutes) == ("00_sample", "A sample", 5)
    assert {name: question.points for name, question in lesson.questions.items()} == {"q0_1": 1, "q0_2": 3}
    second = lesson.questions["q0_2"]
    assert [(test.function, test.points, test.hidden) for test in second.tests] == [
        ("test_one", 1, False),
        ("test_many_numbers", 2, True),
    ]
    assert second.tests[0].title() == "q0_2: one"
    assert lesson.questions["q0_1"].hints["zh-Hant"] == ["每次兩個。", "1 + 2 是 3。", "再加 3。"]


def test_read_lesson_gives_each_cell_its_role_and_line():
    lesson = read_lesson(SAMPLE)
    source = SAMPLE.read_text(encoding="utf-8").split("\n")
    roles = [cell.role for cell in lesson.cells]
    assert roles[:8] == ["text", "text", "preamble", "preamble", "preamble", "code", "given", "proof"]
    assert all(source[cell.line - 1].startswith("# %%") for cell in lesson.cells)
    assert all(cell.source.split("\n")[0] in source[cell.line] for cell in lesson.cells)
    assert lesson.languages() == ["zh-Hant"]


def test_read_lesson_adds_up_points_that_are_not_whole(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("points=3", "points=0.3").replace('"hidden"] points=2', '"hidden"] points=0.2')
    text = text.replace('tags=["test"] points=1\ndef test_one', 'tags=["test"] points=0.1\ndef test_one')
    path = tmp_path / SAMPLE.name
    path.write_text(text, encoding="utf-8")
    question = read_lesson(path).questions["q0_2"]
    assert question.points == 0.3 and [test.points for test in question.tests] == [0.1, 0.2]
    assert 0.1 + 0.2 != 0.3


@pytest.mark.parametrize("error", AUTHOR_ERRORS)
def test_read_lesson_names_the_error_its_line_and_the_remedy(error, changed):
    old, new, place, text = AUTHOR_ERRORS[error]
    path = changed(old, new)
    with pytest.raises(LessonError, match=text) as caught:
        read_lesson(path)
    file, line, _ = str(caught.value).split(":", 2)
    assert file == "00_sample.py"
    assert int(line) == line_of(path, place)
