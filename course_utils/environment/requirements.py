"""Which versions the course asks for: pyproject.toml's lists, as they came with the installed course.

A reader of `>=2.2` in few lines, since `packaging` may be missing like anything else.
"""

import operator
import re
from dataclasses import dataclass
from importlib import metadata

COURSE = "course_utils"
CHECKS = "otter-grader"  # of the extra `lab`, whose JupyterLab may live in another environment than the kernel

_COMPARE = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt,
            "<": operator.lt}  # fmt: skip
_WANTED = re.compile(r"(>=|<=|==|!=|>|<)\s*([\w.]+)")


@dataclass(frozen=True)
class Need:
    """A package and the versions of it that will do, such as `>=2.2`."""

    name: str
    versions: str

    def admits(self, version: str) -> bool:
        """Return whether this version will do.

        >>> Need("torch", ">=2.2").admits("2.10.0+cpu"), Need("torch", ">=2.2,<3").admits("3.0")
        (True, False)
        """
        return all(_COMPARE[sign](number(version), number(wanted)) for sign, wanted in _WANTED.findall(self.versions))


def number(version: str) -> tuple[int, ...]:
    """Return a version as numbers that can be compared; what follows the numbers is left out.

    >>> number("2.10.0+cpu") > number("2.9.1"), number("7.0.0") == number("7")
    (True, True)
    """
    digits = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in re.sub(r"(\.0)+$", "", digits[0]).split(".")) if digits else ()


def python_needed() -> Need:
    """Return which Python the course asks for. PackageNotFoundError where the course is not installed."""
    return Need("Python", metadata.metadata(COURSE)["Requires-Python"])


def packages_needed() -> list[Need]:
    """Return what a lesson needs, and otter for its checks. PackageNotFoundError where the course is not installed."""
    needs = []
    for line in metadata.requires(COURSE) or []:
        wanted, _, condition = line.partition(";")
        name = re.match(r"[\w.-]+", wanted)[0]
        if not condition or name == CHECKS:
            needs.append(Need(name, wanted.removeprefix(name).strip()))
    return needs


def installed(name: str) -> str | None:
    """Return a package's version without importing it; None where it is missing."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
