"""Make the zip for `otter run` and Gradescope; equal inputs give equal bytes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
import tomllib
import zipfile
from pathlib import Path

from autograder import written_answers

PLUGIN = "autograder.build.otter_plugin.CoursePlugin"
# Gradescope imports the plugin from the zip's top folder; the other files are the modules that it imports
PLUGIN_FILES = [
    "autograder/__init__.py", "autograder/build/__init__.py", "autograder/build/otter_plugin.py",
    "autograder/written_answers.py", "autograder/plain_text.py",
]  # fmt: skip
DATE = (2020, 1, 1, 0, 0, 0)
PYTHON = "3.11"


def otter_zip(root: Path, lesson: str, public: dict[str, str], marking: dict[str, str]) -> bytes:
    """Return the content of `<lesson>-autograder.zip`: the files of `otter generate`, course_utils and our plugin.

    root: the repository, from which course_utils is copied.
    public, marking: the lesson's files from `test_files.public_files` and `test_files.marking_files`.
    """
    from otter.generate import main as generate

    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        _write_inputs(root, lesson, public, marking)
        with contextlib.redirect_stdout(io.StringIO()):
            generate(
                tests_dir="tests",
                output_path="raw.zip",
                config="otter_config.json",
                requirements="requirements.txt",
                no_environment=True,
                files=["course_utils"],
                python_version=PYTHON,
            )
        with zipfile.ZipFile("raw.zip") as raw:
            files = {name.replace(os.sep, "/"): raw.read(name) for name in raw.namelist() if not name.endswith("/")}
    return packed(files | {name: (root / name).read_bytes() for name in PLUGIN_FILES})


def packed(files: dict[str, bytes]) -> bytes:
    """Return an uncompressed zip of `files`, with sorted names, one date and one mode: equal files give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system, entry.external_attr = 3, 0o100755 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _write_inputs(root: Path, lesson: str, public: dict[str, str], marking: dict[str, str]) -> None:
    """Write the inputs of `otter generate` into the working folder, without the exercises of other lessons."""
    shutil.copytree(
        root / "course_utils", "course_utils", ignore=shutil.ignore_patterns("__pycache__", "exercises", ".*")
    )
    texts = {f"course_utils/exercises/{lesson}/{name}": text for name, text in public.items()}
    texts |= {name: text for name, text in marking.items() if name.startswith("tests/")}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts["requirements.txt"] = "\n".join(project["dependencies"])
    by_hand = written_answers.points_by_hand(marking["points.json"])
    texts["otter_config.json"] = json.dumps({"plugins": [{PLUGIN: {"written": by_hand}} if by_hand else PLUGIN]})
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(text.encode("utf-8"))
