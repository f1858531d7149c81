"""The bundles of the lessons, each built only once in a test run, outside the checkout."""

import functools
from pathlib import Path

from autograder.build.products import write_bundle
from tests.shared import shared


def bundle_of(lesson: str) -> Path:
    """Return the folder of the bundle of the lesson with this name."""
    return shared(f"bundle-{lesson}", functools.partial(write_bundle, lesson))
