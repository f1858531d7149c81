"""A report of the requirements of the course: for each of them whether it is met, and what to do if it is not.

    from course_utils.environment import report
    report()

The module imports only the standard library, and reads the requirements from the metadata of the installed packages.
So the report also works without NumPy, without PyTorch and without a network, and takes about a second.
"""

from course_utils.environment.findings import FIX, NOTE, OK, Finding
from course_utils.environment.probes import run_probes
from course_utils.environment.report import Report

__all__ = ["OK", "FIX", "NOTE", "Finding", "Report", "report"]


def report(course: str = "") -> Report:
    """Check everything that a lesson needs and return the report. Never raises.

    A notebook displays the report; `print` shows it as text.

    Args:
        course: the version of course_utils that the notebook was made with, such as "0.1.0"; an older installed
            version is reported as something to fix. "" accepts any version.

    >>> {finding.state for finding in report().findings} <= {OK, NOTE, FIX}
    True
    """
    return Report(run_probes(course))
