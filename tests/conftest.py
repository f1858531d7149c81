"""Tables that tests make (planted answers against checks) are printed at the end, also from other workers."""

import pytest

TABLE = "table"


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
