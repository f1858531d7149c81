"""Configuration of all tests: the longest files run first, and tables that tests make are printed at the end.

The tables (planted answers and checks, attempts and outcomes) of all workers are printed.
"""

import os
import random
import signal

import pytest
from hypothesis import settings

from course_utils.checking.quick_jsonschema import import_jsonschema

import_jsonschema()
# Two workers use two cores, so more threads would only wait for each other. Kernels and commands inherit this variable.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# No deadline, so that no test fails on a slow machine. In CI hypothesis uses the same examples in each run.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("course")
# A shell starts background jobs with SIGINT ignored, and child processes would inherit this.
signal.signal(signal.SIGINT, signal.default_int_handler)

TABLE = "table"
LONGEST = """test_parity test_lesson test_colab test_attempts test_lessons test_known_mistakes test_nothing_lost
test_sample_class test_control test_release test_answers_stay_secret test_widgets_kept test_homework_like""".split()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run files, and the tests in each, in a random order")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the tests so that the longest files run first, because at the end one worker would wait for the other."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))
    seed = config.getoption("--shuffle")
    if seed is not None:
        rng = random.Random(seed)
        keys = {key: rng.random() for key in sorted({(*_group(item)[:n],) for item in items for n in (1, 2)})}
        order = {item: (keys[_group(item)[:1]], keys[_group(item)], rng.random()) for item in items}
        items.sort(key=order.get)


def _group(item: pytest.Item) -> tuple[str, str]:
    """Return a test's file and the parameters of its fixtures with a scope above function, which are made only once."""
    call = getattr(item, "callspec", None)
    shared = [f"{name}={value}" for name, value in call.params.items()
              if call._arg2scope[name].value != "function"] if call else []  # fmt: skip
    return str(item.path), str(shared)


@pytest.fixture
def print_table(record_property):
    """Return a function that prints lines after all tests."""
    return lambda lines: record_property(TABLE, "\n".join(lines))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, text in getattr(report, "user_properties", []):
                if name == TABLE and report.when == "call":
                    terminalreporter.write_line(f"\n{text}")
