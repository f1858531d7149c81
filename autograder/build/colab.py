"""Write the two cells at the beginning of a notebook with which it also runs on Google Colab.

Colab has neither this package nor otter. An ordinary `pip install otter-grader` would replace Colab's ipywidgets and
break its widgets. Both packages are therefore installed without their dependencies, together with the few packages
that otter needs and Colab lacks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
OTTER = "otter-grader==7.0.0 python-frontmatter dill fica ipylab wrapt"


@dataclass(frozen=True)
class Course:
    """The `[tool.course]` table of pyproject.toml."""

    title: str
    repository: str  # "owner/name" of the repository that students are given


def read_course(root: Path) -> Course:
    """Return the `[tool.course]` table of the pyproject.toml in `root`. Raises ValueError if a key is missing."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {}).get("course", {})
    missing = {"title", "repository"} - set(table)
    if missing:
        raise ValueError(f"pyproject.toml: [tool.course] has no {' and no '.join(sorted(missing))}; add it")
    return Course(table["title"], table["repository"])


def badge(course: Course, notebook: str) -> str:
    """Return the Markdown of the button that opens `notebook`, a path in the repository, on Colab."""
    link = f"https://colab.research.google.com/github/{course.repository}/blob/main/{notebook}"
    return f"[![Open in Colab]({BADGE})]({link})"


def bootstrap(course: Course) -> str:
    """Return code that installs the course on Colab and does nothing on any other system."""
    return f"""# @title Set up (needed on Google Colab, does nothing elsewhere)
import sys

if "google.colab" in sys.modules:
    %pip install -q --no-deps {OTTER}
    %pip install -q --no-deps https://github.com/{course.repository}/archive/refs/heads/main.zip"""
