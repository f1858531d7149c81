"""The expected products of the sample lesson (golden files).

Refresh them with `python tests/autograder/golden.py`, then read the diff.
"""

import shutil
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
SAMPLE = DATA / "00_sample.py"
FOLDER = DATA / "golden"

if __name__ == "__main__":
    sys.path.insert(0, str(DATA.parents[2]))

from autograder.build.colab import Course  # noqa: E402
from autograder.build.nbgrader_course import nbgrader_files  # noqa: E402
from autograder.build.products import instructor_products, student_products, write  # noqa: E402
from autograder.build.test_files import marking_files  # noqa: E402
from autograder.lesson_format.parser import read_lesson  # noqa: E402

COURSE = Course("Samples", "someone/samples")


def products() -> dict[str, bytes]:
    """Return the products of the sample lesson by path, except the otter zip, which contains the whole package.

    The paths are those in the repository without `dist/`, because git ignores that folder.
    """
    lesson = read_lesson(SAMPLE)
    tree = nbgrader_files(lesson, marking_files(lesson))
    notebooks = {f"nbgrader/{name}": text.encode() for name, text in tree.items() if name.endswith(".ipynb")}
    made = {name.removeprefix("dist/"): content for name, content in instructor_products(lesson, COURSE).items()}
    return student_products(lesson, COURSE) | made | notebooks


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    write(FOLDER, products())
    print(f"{len(products())} files in {FOLDER}")
