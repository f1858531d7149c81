"""Marking: otter's test files unchanged, and of a hidden test not a word that could give it away."""

import json

import pytest

from autograder.grade.bundle import Bundle, BundleError
from autograder.grade.check_cells import lost_questions
from autograder.grade.marker import grade_notebook
from autograder.sandbox.cell_runner import KILLED
from autograder.sandbox.guest_client import CellReport
from autograder.sandbox.proxies import GuestLost, rebuild_exception
from course_utils.checking import personal
from tests.autograder.planted import CLASS, DOUBLE, POINTS, SECRET, graded, write_bundle


@pytest.fixture
def bundle(tmp_path):
    return Bundle.open(write_bundle(tmp_path / "bundle"))


@pytest.fixture(autouse=True)
def same_student_afterwards():
    before = personal.student()
    yield
    personal.set_student(before)


class Notebook:
    """Replaces the guest: its names are in this process; reading a name whose value is a GuestLost raises it."""

    question_seconds = 5.0

    def __init__(self, report=None, **names):
        self.cell_report, self.names = report or CellReport(student="b1001"), names

    def report(self, seconds):
        if isinstance(self.cell_report, GuestLost):
            raise self.cell_report
        return self.cell_report

    def open_session(self):
        self.forks = getattr(self, "forks", 0) + 1
        return self

    def begin(self):
        pass

    def get(self, name, default=None):
        value = self.names.get(name, default)
        if isinstance(value, GuestLost):
            raise value
        return value


def marked_tests(bundle, question, **names):
    return grade_notebook(bundle, Notebook(**names), [], "b1001", 5)["questions"][question]["tests"]


def test_mark_gives_points_test_by_test(bundle):
    marks = grade_notebook(bundle, Notebook(six=6, double=lambda v: 2 * v), [], "b1001", 5)
    points = {name: question["points"] for name, question in marks["questions"].items()}
    assert points == {"q1": 1, "q2": 3, "q3": 0, "q4": 0}
    assert marks["declared"] == "b1001" and marks["notebook_failure"] is None
    json.dumps(marks)


def test_mark_draws_the_declared_students_numbers(bundle):
    personal.set_student("b2002")
    own = sum(personal.integers("q4", (3,), low=1, high=999))
    other = grade_notebook(bundle, Notebook(CellReport(student=" B2002 "), mine=own), [], "b1001", 5)
    assert other["questions"]["q4"]["points"] == 1 and other["declared"] == "b2002"
    assert (
        grade_notebook(bundle, Notebook(CellReport(student=None), mine=own), [], "b1001", 5)["questions"]["q4"][
            "points"
        ]
        == 0
    )


def test_known_mistake_is_named_in_public_and_hidden_tests(bundle):
    public, hidden = marked_tests(bundle, "q2", double=lambda v: v * v)
    for test in (public, hidden):
        assert (test["kind"], test["tag"], test["text"]) == ("mistake", "squared-not-doubled", "You squared it.")


def test_wrong_hidden_answer_is_not_described(bundle):
    public, hidden = marked_tests(bundle, "q2", double=lambda v: v + 1)
    assert public["kind"] == "wrong" and public["text"]
    assert (hidden["kind"], hidden["tag"], hidden["text"]) == ("wrong", None, "")


def test_unanswered_is_told_from_wrong(bundle):
    def unwritten(values):
        raise rebuild_exception(["NotImplementedError"], "q2: write your answer here")

    assert {test["kind"] for test in marked_tests(bundle, "q2", double=unwritten)} == {"unanswered"}
    assert {test["kind"] for test in marked_tests(bundle, "q2")} == {"unanswered"}


def test_students_words_are_no_mistake_and_stay_out_of_hidden_tests(bundle):
    def refuse():
        raise rebuild_exception(["NotYet", "AssertionError"], "[squared-not-doubled] hello")

    (test,) = marked_tests(bundle, "q3", refuse=refuse)
    assert test["tag"] is None and test["points"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["whispers", "forges", "squared", "call_hangs", "call_exits", "smuggles"])
def test_hidden_input_is_in_no_result_and_on_no_page(name):
    results, out = graded()
    assert results[name].score == CLASS[name].score
    for path in (out / f"{name}.json", out / "feedback" / f"{name}.html"):
        text = path.read_text(encoding="utf-8")
        assert SECRET not in text and "41.5" not in text
    assert "secret" not in (out / "feedback" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_a_function_wrote_down_of_hidden_inputs_reaches_no_public_test():
    (said,) = graded()[0]["smuggles"].questions["q3"].tests
    assert "seen.txt [1. 2. 3.]" in said.text, "the attack does not work any more, so nothing is tested"
    assert SECRET not in said.text


def test_questions_share_a_session_and_one_that_is_lost_in_it_is_run_again_alone(bundle):
    lost = GuestLost("CRASH", "gone")
    whole = Notebook(six=6, double=lambda values: 2 * values, mine=3)
    assert grade_notebook(bundle, whole, [], "b1001", 5)["questions"]["q2"]["points"] == 3 and whole.forks == 2

    class DiesInSharedSession(Notebook):
        def get(self, name, default=None):
            if name == "double" and self.forks == 1:
                raise lost
            return super().get(name, default)

    marks = grade_notebook(bundle, DiesInSharedSession(six=6, double=lambda values: 2 * values), [], "b1001", 5)
    assert marks["questions"]["q2"]["status"] == "GRADED" and marks["questions"]["q2"]["points"] == 3

    dead = Notebook(six=6, double=lost, mine=3)
    marks = grade_notebook(bundle, dead, [], "b1001", 5)
    assert [marks["questions"][name]["status"] for name in ("q1", "q2", "q4")] == ["GRADED", "CRASH", "GRADED"]
    assert dead.forks == 3  # shared, alone, and for the questions after it


def test_public_tests_of_all_questions_come_before_hidden_ones(bundle):
    order = []

    def double(values):
        order.append("hidden" if 31.25 in values else "public")
        return 2 * values

    def refuse():
        order.append("later question")
        raise rebuild_exception(["BadImage", "ValueError"], "too dark")

    marks = grade_notebook(bundle, Notebook(six=6, double=double, refuse=refuse), [], "b1001", 5)
    assert order == ["public", "later question", "hidden"]
    assert [test["name"] for test in marks["questions"]["q2"]["tests"]] == ["q2: small numbers", "q2: secret numbers"]


@pytest.mark.parametrize("text", ["1 / 0", "name = 'q2'", "(", f"open({__file__ + 'x'!r})"])
def test_broken_tests_cost_their_question_only(bundle, text):
    (bundle.folder / "tests" / "q2.py").write_text(text, encoding="utf-8")
    marks = grade_notebook(bundle, Notebook(six=6), [], "b1001", 5)
    question = marks["questions"]["q2"]
    assert (question["status"], question["points"], question["max"]) == ("UNGRADED", 0, 3)
    assert question["reason"] == "not graded: the tests could not be run; tell your instructor"
    assert question["fault"].startswith("tests/q2.py ") and str(bundle.folder) not in question["fault"]
    assert marks["questions"]["q1"]["points"] == 1 and marks["final"] is False


@pytest.mark.parametrize(
    ("cell", "final"),
    [(("MEMORY", KILLED), False), (("MEMORY", "MemoryError: "), True), (("TIMEOUT", "too slow"), True)],
)
def test_a_process_that_the_system_killed_is_no_final_result(bundle, cell, final):
    assert grade_notebook(bundle, Notebook(CellReport(cells={1: cell})), [], "b1001", 5)["final"] is final


def test_lost_guest_costs_the_tests_that_are_left(bundle):
    calls = []

    def double(values):
        calls.append(values)
        if len(calls) == 2:
            raise GuestLost("TIMEOUT", "no answer within 10 s")
        return 2 * values

    question = grade_notebook(bundle, Notebook(six=6, double=double), [], "b1001", 5)["questions"]["q2"]
    assert (question["status"], question["points"], question["reason"]) == ("TIMEOUT", 1, "no answer within 10 s")
    assert [test["kind"] for test in question["tests"]] == ["right", "lost"]


def test_guest_that_never_reports_gives_every_question_nothing(bundle):
    gone = GuestLost("CRASH", "gone")
    notebook = Notebook(gone, six=gone, double=gone, refuse=gone, mine=gone)
    marks = grade_notebook(bundle, notebook, [], "b1001", 5)
    assert marks["notebook_failure"] == {"status": "CRASH", "reason": "gone"}
    assert all(question["points"] == 0 and question["status"] == "CRASH" for question in marks["questions"].values())


def test_test_that_hangs_on_this_side_costs_its_question(bundle):
    class Slow(Notebook):
        question_seconds = -4.9

    def double(values):
        while True:
            pass

    question = grade_notebook(bundle, Slow(six=6, double=double), [], "b1001", 5)["questions"]["q2"]
    assert question["status"] == "TIMEOUT" and "the tests took more than" in question["reason"]


def test_lost_cell_belongs_to_the_question_that_its_check_closes():
    sources = ["import os", "q1 = 1", "grader.check('q1')", DOUBLE, "while True: pass", 'grader.check("q2")', "x = 1"]
    report = CellReport(cells={4: ("TIMEOUT", "too slow"), 6: ("CRASH", "gone"), 1: ("error", "NameError")})
    assert lost_questions(sources, report) == {"q2": ("TIMEOUT", "code cell 5: too slow")}


def test_bundle_without_points_is_refused(tmp_path):
    with pytest.raises(BundleError, match=r"points\.json cannot be read .* build the lesson again"):
        Bundle.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 'q1'\n1 / 0", "does not load: ZeroDivisionError"),
        ("name = 'q1'", "gives 0 points"),
        ("(", "SyntaxError"),
    ],
)
def test_bundle_with_a_broken_test_is_refused(bundle, text, message):
    (bundle.folder / "tests" / "q1.py").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match=message):
        bundle.tests("q1")


def test_bundle_names_a_missing_file(bundle):
    (bundle.folder / "tests" / "q3.py").unlink()
    with pytest.raises(BundleError, match="q3.py does not load: FileNotFoundError"):
        bundle.tests("q3")


def test_bundle_knows_its_points(bundle):
    assert bundle.questions == {name: float(points) for name, points in POINTS.items()}
    assert bundle.title == "A tiny lesson"
