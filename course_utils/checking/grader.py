"""`Grader`: the object with which a student checks answers in the notebook.

It is an otter.Notebook whose tests are part of the package. So checks work in a renamed notebook, in a folder with
eight notebooks, and on Colab.
"""

import contextlib
import difflib
import io
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from IPython.display import display

from course_utils.checking import language, personal
from course_utils.checking.card import Card, Note, card_of
from course_utils.checking.messages import read
from course_utils.checking.quick_jsonschema import import_jsonschema

import_jsonschema()

try:
    import otter
    from otter.execute import Checker
    from otter.nbmeta_config import NBMetadataConfig
except ImportError as error:
    raise ImportError(
        f"the checks need otter-grader ({error}); install it with: pip install otter-grader==7.0.0 "
        f"(on Colab run the notebook's first cell)"
    ) from None

EXERCISES = Path(__file__).resolve().parent.parent / "exercises"


class Grader(otter.Notebook):
    """Checks, hints and export for one lesson.

    Args:
        lesson: the notebook's name, such as "02_convolution_by_hand".
        student: your id, from which your own numbers are drawn.
        lang: "en" or "zh", the language of checks and hints.

    Raises:
        ValueError: there is no such lesson, or no such language.
    """

    def __init__(self, lesson: str, student: str = personal.SELF_STUDY, *, lang: str = "en"):
        folder = EXERCISES / lesson
        if not folder.is_dir():
            raise ValueError(f"there is no lesson {lesson!r}; there are: {', '.join(_lessons())}")
        self.lesson, self.folder, self.lang = lesson, folder, language.normal(lang)
        self.student = personal.set_student(student)
        self.questions = sorted((path.stem for path in folder.glob("*.py")), key=_natural)
        self._hints = json.loads((folder / "hints.json").read_text(encoding="utf-8"))
        self._hints_given: dict[str, int] = {}
        super().__init__(tests_dir=str(folder))

    def __repr__(self) -> str:
        return f"Grader for {self.lesson}, student {self.student}, {len(self.questions)} questions"

    def check(self, question: str, global_env: dict[str, Any] | None = None) -> None:
        """Run a question's tests on the notebook's names and show the card.

        While `otter run` grades, this method does nothing, because otter runs the tests once, at the end of the
        notebook.
        """
        if self._grading_mode:
            return
        display(self.verdict(question, global_env or _names_of_caller()))

    def check_all(self, global_env: dict[str, Any] | None = None) -> None:
        """Show the card of every question, and how many are right."""
        if self._grading_mode:
            return
        names = global_env or _names_of_caller()
        cards = [self.verdict(question, names) for question in self.questions]
        for card in cards:
            display(card)
        right = sum(card.verdict == "right" for card in cards)
        with language.spoken(self.lang):
            display(Note(self.lesson, language.say("standing", right=right, of=len(cards))))

    def verdict(self, question: str, names: dict[str, Any]) -> Card:
        """Return the card of a question for the given names, without showing it."""
        self._known(question)
        with language.spoken(self.lang):
            result = super().check(question, global_env=names)
            failed = [case for case in result.test_case_results if not case.passed]
            messages = [read(case.message) for case in failed]
        return card_of(question, messages, hints=len(self._hints.get(question, {}).get("en", [])), lang=self.lang)

    def hint(self, question: str, level: int | None = None) -> None:
        """Show the next hint of a question (1 to 3), or the hint of the given level.

        Raises ValueError if there is no such hint.
        """
        if self._grading_mode:
            return
        self._known(question)
        hints = self._hints.get(question, {})
        hints = hints.get(self.lang) or hints.get("en", [])
        level = level or min(self._hints_given.get(question, 0) + 1, len(hints))
        if not 1 <= level <= len(hints):
            raise ValueError(f"{question} has {len(hints)} hints, there is no hint {level}")
        self._hints_given[question] = level
        with language.spoken(self.lang):
            display(Note(language.say("hint", level=level, of=len(hints), question=question), hints[level - 1]))

    def score(self, question: str, out_of: float, global_env: dict[str, Any] | None = None) -> float:
        """Return the points of a question, for nbgrader's locked cells.

        On an instructor's machine the environment variable COURSE_MARKING names the folder with the full tests. Without
        it, the public tests are used. Nothing is written to stderr, because nbgrader would report that as a failure.
        """
        self._known(question)
        marking = os.environ.get("COURSE_MARKING")
        folder = Path(marking) / self.lesson / "tests" if marking else self.folder
        test = folder / f"{question}.py"
        if not test.is_file():
            raise FileNotFoundError(f"no tests for {question} in {folder}; is the lesson built?")
        with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = Checker.check(str(test), NBMetadataConfig(), None, global_env or _names_of_caller())
        return round(out_of * result.score / result.possible, 4) if result.possible else 0.0

    def export(self) -> None:
        """Write `<lesson>_<student>.zip` with this notebook and its checkpoints to hand in, and show where it is."""
        if self._grading_mode:
            return
        from course_utils.checking.handing_in import hand_in

        with language.spoken(self.lang):
            display(hand_in(self.lesson, self.student))

    def _known(self, question: str) -> None:
        if question not in self.questions:
            near = difflib.get_close_matches(question, self.questions, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(self.questions)}"
            raise ValueError(f"{self.lesson} has no question {question!r}{meant}")

    def _resolve_nb_path(self, nb_path: str | None, fail_silently: bool = False) -> str | None:
        """Return the path unchanged, because otter would use another notebook if it is the only one in the folder."""
        return nb_path

    def _log_event(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing, because otter would write .OTTER_LOG. A check needs no file, and the folder may be read-only."""


def _lessons() -> list[str]:
    return sorted(path.name for path in EXERCISES.iterdir() if path.is_dir() and not path.name.startswith("_"))


def _natural(question: str) -> list[int]:
    return [int(part) for part in question.removeprefix("q").split("_") if part.isdigit()]


def _names_of_caller() -> dict[str, Any]:
    """Return the globals of the notebook cell, which is two calls up."""
    return sys._getframe(2).f_globals
