"""What the tests of the builder share."""

import pytest

from tests.autograder.golden import SAMPLE


@pytest.fixture
def changed(tmp_path):
    """Writes the sample with one part replaced, which must stand there exactly once; returns its path."""

    def write(old: str, new: str):
        text = SAMPLE.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
        path = tmp_path / SAMPLE.name
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return write
