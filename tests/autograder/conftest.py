"""Fixtures of the builder's tests."""

import pytest

from tests.autograder.golden import SAMPLE


@pytest.fixture
def changed(tmp_path):
    """Return a function that writes the sample with one part, which must occur exactly once, replaced."""

    def write(old: str, new: str):
        text = SAMPLE.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in the sample"
        path = tmp_path / SAMPLE.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return write
