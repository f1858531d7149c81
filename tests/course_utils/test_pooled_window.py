"""The picture of one step of pooling: the right number, the ring, what hangs over, alt text, errors."""

import matplotlib.pyplot as plt
import pytest

from course_utils.figures.pooling import pooled_window

TABLE = [[1, 3, 1, 2], [-1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 2]]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_only_the_asked_cell_is_filled_in_and_the_work_is_written_out():
    before, after = pooled_window(TABLE, 2, row=0, column=0)
    assert texts(after) == ["3"] and len(texts(before)) == 16
    assert [text.get_text().strip() for text in before.figure.texts[-2:]] == ["largest of 1, 3, −1, 1  =", "3"]


def test_average_shows_sum_and_count():
    _, after = pooled_window(TABLE, 2, row=0, column=0, how="average")
    assert texts(after) == ["1"]
    assert after.figure.texts[-2].get_text() == "(1 + 3 − 1 + 1) / 4  ="


def test_what_hangs_over_the_edge_is_drawn_as_empty_cells():
    before, after = pooled_window([[1, 2, 3]], 2, row=0, column=1, stride=2, ceil_mode=True)
    assert texts(before) == ["1", "2", "3"] and before.images[0].get_array().shape[:2] == (2, 4)
    assert texts(after) == ["3"]


@pytest.mark.parametrize(("how", "ring"), [("max", "−∞"), ("average", "0")])
def test_ring_is_minus_infinity_for_the_maximum_and_zero_for_the_average(how, ring):
    before, _ = pooled_window([[-3, -5], [-2, -8]], 2, row=0, column=1, padding=1, how=how)
    assert texts(before).count(ring) == 12 and {"−3", "−5", "−2", "−8"} <= set(texts(before))


def test_alt_text_says_window_and_result():
    before, _ = pooled_window(TABLE, 2, row=1, column=0)
    assert "2 by 2 at row 2, column 0" in before.figure.alt_text
    assert "largest of 0, 1, 0, 0  = 1, which goes to row 1, column 0" in before.figure.alt_text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"row": 2, "column": 0}, "row 2, column 0 is outside the pooled map of 2 rows and 2 columns"),
        ({"row": 0, "column": 0, "how": "sum"}, 'how must be "max" or "average", got \'sum\''),
        ({"row": 0, "column": 0, "padding": 1, "ceil_mode": True}, "either padding or ceil_mode=True, got both"),
    ],
)
def test_pooled_window_says_what_is_wrong(options, text):
    with pytest.raises(ValueError, match=text):
        pooled_window(TABLE, 2, **options)
