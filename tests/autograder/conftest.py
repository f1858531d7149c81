"""Fixtures for the tests of the builder."""

import pytest

from tests.autograder.golden import SAMPLE


@pytest.fixture
def changed(tmp_path):
    """Return a function that writes the sample lesson with one part replaced, which must occur exactly once."""

    def write(old: str, new: str):
        text = SAMPLE.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in the sample"
        path = tmp_path / SAMPLE.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return write
