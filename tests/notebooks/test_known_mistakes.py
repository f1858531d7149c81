"""Every known mistake that a test lists is made, for a hundred students: it is never right, and it is named.

Where two mistakes lead to one value, the check may name either. A function is judged by all calls of a test: a mistake
that changes nothing in one of them (the stride forgotten where it is 1) must show in another.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from autograder.build.products import find_lessons
from autograder.build.test_files import marking_files
from autograder.lesson_format.parser import read_lesson
from course_utils.checking import personal, same
from course_utils.checking.mistakes import Mistake, mistake
from course_utils.training import History
from tests.notebooks.cases import COMPUTES, Case, cases_of
from tests.notebooks.solved import solved

pytestmark = pytest.mark.slow

STUDENTS = [personal.SELF_STUDY, *(f"b{number:04}" for number in range(99))]
NAMED, RIGHT, NOWHERE = "is named", "gives the right answer", "leads nowhere"

# (lesson, question, tag): why this mistake may give the right answer there; it must do so for every student alike
ALLOWED: dict[tuple[str, str, str], str] = {}


def outcome(case: Case, made: Mistake) -> str:
    """Return what comes of a mistake in one call: one of the three above, or what else the check says."""
    wrong = case.wrong(made)
    if wrong is None:
        return NOWHERE
    told = case.tag_told(made)
    if told is None:
        return RIGHT
    values = [case.wrong(other) for other in case.mistakes if other.tag == told]
    return NAMED if any(same(value, wrong) for value in values if value is not None) else f"is told as {told!r}"


def outcomes(cases: list[Case]) -> dict[tuple[str, str], str]:
    """Return what comes of each mistake, by test and tag; of a function's, what comes of it in the whole test."""
    found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for number, case in enumerate(cases):
        for made in case.mistakes:
            found[case.test, 0 if case.ask is COMPUTES else number, made.tag].add(outcome(case, made))
    worst: dict[tuple[str, str], str] = {}
    for (test, _, tag), seen in found.items():
        odd = sorted(seen - {NAMED, RIGHT, NOWHERE})
        result = odd[0] if odd else next(one for one in (NAMED, RIGHT, NOWHERE) if one in seen)
        if worst.get((test, tag), NAMED) in (NAMED, NOWHERE):
            worst[test, tag] = result
    return worst


def faults(source: str, names: dict, students: list[str], allowed: set[str] = frozenset()) -> list[str]:
    """Return a line for each mistake of a test file that is right, or not named, or leads nowhere in all of it."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for student in students:
        for key, result in outcomes(cases_of(source, names, student)).items():
            found[key][result].append(student)
    lines = []
    named = {tag for (_, tag), by_result in found.items() if NAMED in by_result}
    for (test, tag), by_result in found.items():
        for result, whose in by_result.items():
            everyone = len(whose) == len(students)
            fine = result == NAMED or (result == NOWHERE and tag in named)  # the tests of a question may share a list
            if not fine and not (result == RIGHT and everyone and tag in allowed):
                lines.append(f"{test}: {tag} {result} for {len(whose)} of {len(students)} students, such as {whose[0]}")
    return lines


@pytest.fixture(scope="module", params=find_lessons([]), ids=lambda path: path.stem)
def lesson(request):
    """A lesson and the names that its solution leaves, with histories on which no two accuracies are alike."""
    lesson = read_lesson(request.param)
    names = solved(lesson)
    return lesson, names | {name: made_up(one) for name, one in names.items() if isinstance(one, History)}


def made_up(history: History) -> History:
    """Return a history with the same best validation accuracy, which the weights prove, and all else made up.

    The result of a training depends on the CPU. The last epoch may be the best one, and then its accuracy is right.
    """
    best = max(history.validation_accuracy)
    worse, train = best - 0.2, best + (0.07 if best < 0.9 else -0.07)
    return History([1.0] * 3, [0.1, train, worse + 0.03], [1.0] * 3, [0.1, best, worse], [1.0] * 3, best_epoch=2)


def test_known_mistakes_are_never_right_and_always_named(lesson, print_table):
    lesson, names = lesson
    lines = []
    for path, source in marking_files(lesson).items():
        if path.endswith(".py"):
            question = Path(path).stem
            students = STUDENTS if "personal." in source else STUDENTS[:1]  # else all students have one question
            allowed = {tag for name, of, tag in ALLOWED if (name, of) == (lesson.name, question)}
            lines += faults(source, names, students, allowed)
    print_table([f"{lesson.name}, mistakes that a check does not tell:", *lines] if lines else [])
    assert lines == []


def test_every_exception_is_of_a_lesson_that_there_is():
    assert {name for name, _, _ in ALLOWED} <= {path.stem for path in find_lessons([])}


@mistake("cases-doubled", en="Twice as much.", zh="兩倍。")
def doubled(operation, *inputs, **options):
    return 2 * operation(*inputs, **options)


@mistake("cases-not-at-all", en="Nothing.", zh="沒有。")
def not_at_all(operation, *inputs, **options):
    raise ValueError("no such thing")


@mistake("cases-twice-too", en="Twice, too.", zh="也是兩倍。")
def twice_too(operation, *inputs, **options):
    return 2 * operation(*inputs, **options)


HEAD = """
from otter.test_files import test_case
from course_utils.checking import answer, personal
from tests.notebooks.test_known_mistakes import doubled, not_at_all, twice_too
OK_FORMAT = False
name = "q"
mine = personal.integers("q", 1, low=0, high=1)
@test_case(name="q: t", points=1)
"""
TOLD = {  # a test: the lines about it
    "def t(q):\n    answer(q).equals(sum, [3], mistakes=[doubled, twice_too])": [],
    "def t(q):\n    answer(q).equals(sum, [0], mistakes=[doubled])": [
        "q: t: cases-doubled gives the right answer for 2 of 2 students, such as self-study"
    ],
    "def t(q):\n    answer(q).equals(sum, [3], mistakes=[not_at_all])": [
        "q: t: cases-not-at-all leads nowhere for 2 of 2 students, such as self-study"
    ],
    "def t(f):\n    for n in (0, 3):\n        answer(f).computes(sum, [n], mistakes=[doubled])": [],
    "def t(f):\n    answer(f).computes(sum, [0], mistakes=[doubled])": [
        "q: t: cases-doubled gives the right answer for 2 of 2 students, such as self-study"
    ],
    "def t(q):\n    for n in (3, 0):\n        answer(q).equals(sum, [n], mistakes=[doubled])": [
        "q: t: cases-doubled gives the right answer for 2 of 2 students, such as self-study"
    ],
    "def t(q):\n    answer(q).equals(lambda: float('inf'), mistakes=[doubled])": [
        "q: t: cases-doubled is told as '' for 2 of 2 students, such as self-study"
    ],
}


@pytest.mark.parametrize("test", TOLD)
def test_faults_are_found(test):
    names = {"q": 0, "f": sum}
    assert faults(HEAD + test, names, ["self-study", "b1234"]) == TOLD[test]


def test_a_fault_for_some_students_is_found_and_cannot_be_allowed():
    test = HEAD + "def t(q):\n    answer(q).equals(sum, mine, mistakes=[doubled])"
    (line,) = faults(test, {"q": 0}, STUDENTS, {"cases-doubled"})
    assert line.startswith("q: t: cases-doubled gives the right answer for ") and " of 100 students" in line
    always = test.replace("mine,", "[0],")
    assert faults(always, {"q": 0}, STUDENTS, {"cases-doubled"}) == []
