"""The files of a graded class: one table, and a page for each student."""

import csv

import pytest

from autograder import results
from autograder.report import gradebook
from tests.autograder.planted import POINTS, graded


@pytest.mark.slow
def test_graded_class_has_its_table_and_pages():
    found, out = graded()
    table = list(csv.DictReader((out / "grades.csv").open(encoding="utf-8")))
    assert [row["student"] for row in table] == [gradebook.safe_cell(name) for name in sorted(found)]
    assert list(table[0]) == ["student", "status", "score", "max_score", *POINTS]
    assert {path.stem for path in (out / "feedback").iterdir()} == {results.safe_name(name) for name in found}
    assert "squared-not-doubled" in (out / "screen.txt").read_text(encoding="utf-8")
    assert "<script>alert" not in (out / "feedback" / "html.html").read_text(encoding="utf-8")
