"""The two cells with which a notebook begins so that it also opens on Google Colab.

Colab has neither this package nor otter. An ordinary `pip install otter-grader` would replace Colab's ipywidgets and
break its widgets, so both are installed without their dependencies, next to the few that otter needs and Colab lacks.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
OTTER = "otter-grader==7.0.0 python-frontmatter dill fica ipylab wrapt"


@dataclass(frozen=True)
class Course:
    """What `[tool.course]` in pyproject.toml says."""

    title: str
    repository: str  # "owner/name" of the repository that students are given


def read_course(root: Path) -> Course:
    """The course whose pyproject.toml lies in `root`."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {}).get("course", {})
    missing = {"title", "repository"} - set(table)
    if missing:
        raise ValueError(f"pyproject.toml: [tool.course] has no {' and no '.join(sorted(missing))}; add it")
    return Course(table["title"], table["repository"])


def badge(course: Course, notebook: str) -> str:
    """Markdown: the button that opens `notebook`, a path in the repository, on Colab."""
    link = f"https://colab.research.google.com/github/{course.repository}/blob/main/{notebook}"
    return f"[![Open in Colab]({BADGE})]({link})"


def bootstrap(course: Course) -> str:
    """Code that installs the course where Colab runs it and does nothing anywhere else."""
    return f"""# @title Set up (needed on Google Colab, does nothing elsewhere)
import sys

if "google.colab" in sys.modules:
    %pip install -q --no-deps {OTTER}
    %pip install -q --no-deps https://github.com/{course.repository}/archive/refs/heads/main.zip"""
