"""The versions that the course requires, from the lists in pyproject.toml, read from the installed course's metadata.

Version conditions such as `>=2.2` are parsed here, because the package `packaging` may be missing, too.
"""

import operator
import re
from dataclasses import dataclass
from importlib import metadata

COURSE = "course_utils"
CHECKS = "otter-grader"  # in the extra `lab`, whose JupyterLab may be in another environment than the kernel

_COMPARE = {">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt,
            "<": operator.lt}  # fmt: skip
_WANTED = re.compile(r"(>=|<=|==|!=|>|<)\s*([\w.]+)")


@dataclass(frozen=True)
class Need:
    """A package and its accepted versions, such as `>=2.2`."""

    name: str
    versions: str

    def admits(self, version: str) -> bool:
        """Return whether this version is accepted.

        >>> Need("torch", ">=2.2").admits("2.10.0+cpu"), Need("torch", ">=2.2,<3").admits("3.0")
        (True, False)
        """
        return all(_COMPARE[sign](number(version), number(wanted)) for sign, wanted in _WANTED.findall(self.versions))


def number(version: str) -> tuple[int, ...]:
    """Return a version as a tuple of numbers that can be compared; the rest of the version is ignored.

    >>> number("2.10.0+cpu") > number("2.9.1"), number("7.0.0") == number("7")
    (True, True)
    """
    digits = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in re.sub(r"(\.0)+$", "", digits[0]).split(".")) if digits else ()


def python_needed() -> Need:
    """Return the Python versions that the course requires; raise PackageNotFoundError if it is not installed."""
    return Need("Python", metadata.metadata(COURSE)["Requires-Python"])


def packages_needed() -> list[Need]:
    """Return the packages that a lesson needs, and otter-grader for its checks.

    Raises PackageNotFoundError if the course is not installed.
    """
    needs = []
    for line in metadata.requires(COURSE) or []:
        wanted, _, condition = line.partition(";")
        name = re.split(r"[^\w.-]", wanted, maxsplit=1)[0]
        if not condition or name == CHECKS:
            needs.append(Need(name, wanted.removeprefix(name).strip()))
    return needs


def installed(name: str) -> str | None:
    """Return the version of a package without importing it, or None if it is missing."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
