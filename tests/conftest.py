"""What all tests share: the longest files begin first, and tables that tests make are printed at the end.

Tables (planted answers against checks, attempts against outcomes) come from other workers, too.
"""

import os

import pytest
from hypothesis import settings

from course_utils.checking.quick_jsonschema import import_jsonschema

import_jsonschema()
# No example may fail because the machine is slow; in CI the examples are the same each time.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("course")

TABLE = "table"
LONGEST = """test_parity test_lesson test_lessons test_homework_like test_stepper
test_colab test_attempts test_sample_class test_control test_grading""".split()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker that begins a long file last leaves the other one idle."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.fixture
def print_table(record_property):
    """Return a function that prints lines once all tests are over."""
    return lambda lines: record_property(TABLE, "\n".join(lines))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, text in getattr(report, "user_properties", []):
                if name == TABLE and report.when == "call":
                    terminalreporter.write_line(f"\n{text}")
