"""The Python side of the hand grid: what is judged of each cell, what is kept, and what a check says of a grid."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets

from course_utils.checking import NotYet, answer, personal
from course_utils.checking.language import CHINESE, spoken
from course_utils.checking.mistakes import convolution, pooling
from course_utils.convolution import conv2d
from course_utils.pooling import avg_pool2d, max_pool2d
from course_utils.widgets import HandGrid
from course_utils.widgets.hand_verdicts import RIGHT, SEVERAL, WRONG, judge

PICTURE = personal.integers("hand grid picture", (4, 5), low=0, high=9)
KERNEL = personal.integers(
    "hand grid kernel", (2, 2), low=-4, high=4, accept=convolution.distinguishes_mistakes(PICTURE)
)  # fmt: skip
TABLE = personal.integers("hand grid table", (4, 6), low=-9, high=9, accept=pooling.distinguishes_mistakes(2, stride=2))
MAP = conv2d(PICTURE, KERNEL)


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def grid_of_map(**options) -> HandGrid:
    return HandGrid(PICTURE, KERNEL, name="q2_2", mistakes=convolution.BY_HAND, **options)


def grid_of_pool(**options) -> HandGrid:
    return HandGrid(TABLE, kernel_size=2, mistakes=pooling.BY_HAND, **options)


@pytest.mark.parametrize("write", [np.ndarray.tolist, np.asarray, lambda m: m.astype(float), lambda m: m + 1e-9])
def test_a_right_map_is_right_in_every_cell_however_it_is_given(write):
    grid = grid_of_map()
    grid.answer = write(MAP)
    assert grid.check() == grid.verdicts == [[RIGHT] * 4] * 3


@pytest.mark.parametrize(
    ("settings", "right"),
    [
        ({"kernel": KERNEL, "stride": 2}, conv2d(PICTURE, KERNEL, stride=2)),
        ({"kernel": KERNEL, "padding": 1}, conv2d(PICTURE, KERNEL, padding=1)),
        ({"kernel_size": 3}, max_pool2d(PICTURE, 3)),
        ({"kernel_size": 3, "stride": 1, "padding": 1}, max_pool2d(PICTURE, 3, stride=1, padding=1)),
        ({"mode": "average"}, avg_pool2d(PICTURE, 2)),
    ],
)
def test_settings_are_those_of_the_course(settings, right):
    grid = HandGrid(PICTURE, **settings)
    assert np.shape(grid.answer) == right.shape
    grid.answer = right
    assert {said for row in grid.check() for said in row} == {RIGHT}
    grid.answer = right + 1
    assert {said for row in grid.check() for said in row} == {WRONG}


def test_each_cell_is_judged_by_itself_and_empty_ones_are_not():
    grid = grid_of_map()
    cells = MAP.tolist()
    cells[0][1], cells[2][3] = None, cells[2][3] + 1000
    grid.answer = cells
    assert grid.check() == [[RIGHT, None, RIGHT, RIGHT], [RIGHT] * 4, [RIGHT, RIGHT, RIGHT, WRONG]]


@pytest.mark.parametrize("slip", convolution.BY_HAND, ids=lambda slip: slip.tag)
def test_a_map_made_by_a_known_mistake_is_told_in_its_wrong_cells(slip):
    grid = grid_of_map()
    grid.answer = slip.value(conv2d, PICTURE, KERNEL, stride=1, padding=0)[:3, :4]
    said = {words for row in grid.check() for words in row} - {RIGHT}
    assert said == {slip.hint()}


@pytest.mark.parametrize("slip", pooling.BY_HAND, ids=lambda slip: slip.tag)
def test_a_known_mistake_of_pooling_is_told(slip):
    grid = grid_of_pool()
    wrong = slip.value(max_pool2d, TABLE, 2, stride=2, padding=0)
    cells = [[None] * 3 for _ in range(2)]
    for row, column in np.ndindex(min(2, wrong.shape[0]), min(3, wrong.shape[1])):
        cells[row][column] = float(wrong[row, column])
    grid.answer = cells
    told = [words for row in grid.check() for words in row if words not in (None, RIGHT)]
    assert told and all(slip.hint() in words for words in told)


def test_of_mistakes_that_lead_to_one_number_the_one_that_explains_most_is_told():
    right, first, second = np.array([[1, 2, 3]]), ("A.", np.array([[5, 6, 9]])), ("B.", np.array([[5, 8, 8]]))
    assert judge([[5, 6, None]], right, [first, second]) == [["A.", "A.", None]]
    assert judge([[5, None, None]], right, [first, second]) == [["A. Or: B.", None, None]]
    assert judge([[5, None, 8]], right, [first, second]) == [["B.", None, "B."]]
    assert judge([[5, 2, 4]], right, [first, second, ("C.", right + 4)]) == [[SEVERAL, RIGHT, WRONG]]
    assert judge([[1, 2, 3]], right, [("D.", right)]) == [[RIGHT] * 3]  # a way that leads to the right number
    assert judge([[4, 2, 3]], right, [("E.", None), ("F.", np.array([4, 2, 3])), ("G.", np.array([[4]]))]) == [
        ["G.", RIGHT, RIGHT]
    ]


def test_a_changed_cell_loses_its_verdict_and_the_others_keep_theirs():
    grid = grid_of_map(answer=MAP + 1000)
    grid.check()
    grid.answer = [[MAP[0, 0], *grid.answer[0][1:]], *grid.answer[1:]]
    assert grid.verdicts == [[None, WRONG, WRONG, WRONG], [WRONG] * 4, [WRONG] * 4]


@pytest.mark.parametrize("order", [("answer", "asked"), ("asked", "answer")])
def test_what_the_browser_sends_in_one_message_is_judged_as_a_whole(order):
    grid = grid_of_map()
    sent = {"answer": MAP.tolist(), "asked": 1}
    grid.set_state({name: sent[name] for name in order})
    assert grid.checked == 1 and grid.verdicts == [[RIGHT] * 4] * 3


def test_other_settings_begin_with_an_empty_map():
    grid = grid_of_map(answer=MAP)
    grid.check()
    grid.padding = 1
    assert grid.answer == grid.verdicts == [[None] * 6] * 5


def holds(value, wanted: np.ndarray) -> bool:
    """Return whether these numbers, as whole ones or as floats, are the value or stand anywhere in it."""
    if isinstance(value, dict):
        return any(holds(part, wanted) for part in value.values())
    try:
        if np.array_equal(np.asarray(value, dtype=float), wanted):
            return True
    except (TypeError, ValueError):
        pass
    return isinstance(value, list | tuple) and any(holds(part, wanted) for part in value)


def test_right_numbers_are_kept_nowhere():
    grid = grid_of_map()
    grid.answer = MAP * 0 + 1000
    grid.check()
    kept = [*grid.get_state(drop_defaults=False).values(), *vars(grid).values()]
    assert not [value for value in kept if holds(value, MAP)]
    blanks = "; ".join([", ".join(["blank"] * 4)] * 3)
    assert grid_of_map().draw_fallback().alt_text.endswith(f"Your map, 3 rows of 4: {blanks}.")


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"picture": [[1, 2], [3]]}, "HandGrid: picture must be numbers in rows of one length"),
        ({"picture": np.ones((13, 3))}, r"HandGrid: picture has the shape \(13, 3\)"),
        ({"kernel": np.ones((5, 5))}, "HandGrid: .*does not fit into 4 pixels"),
        ({"kernel": [[1, None]]}, "HandGrid: kernel has a cell without a number"),
        ({"kernel": None, "kernel_size": 5}, "HandGrid: .*does not fit"),
        ({"stride": 0}, "stride"),
        ({"padding": -1}, "padding"),
        ({"mode": "mean"}, "mode.*'max', 'average'"),
        ({"name": "q 2"}, "HandGrid: name must be a name of Python"),
        ({"answer": [[1]]}, r"HandGrid: answer must have the shape \(3, 4\), got \(1, 1\); write None"),
        ({"answer": [["x"] * 4] * 3}, "HandGrid: answer must be numbers"),
        ({"mistakes": [3]}, "HandGrid: mistakes must be known mistakes, got 3"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        HandGrid(**{"picture": PICTURE, "kernel": KERNEL} | settings)


def test_a_refused_setting_changes_nothing():
    grid = grid_of_map(answer=MAP)
    for name, value in [("kernel", np.ones((5, 5))), ("answer", [[1]]), ("padding", 13)]:
        with pytest.raises(traitlets.TraitError):
            setattr(grid, name, value)
    assert (grid.kernel, grid.answer, grid.padding) == (KERNEL, MAP.tolist(), 0)


def verdict_on(value) -> str:
    with pytest.raises(NotYet) as caught:
        answer(value).equals(conv2d, PICTURE, KERNEL, mistakes=convolution.BY_HAND)
    return str(caught.value)


def test_a_check_of_the_grid_itself_judges_it_and_asks_for_its_line():
    grid = grid_of_map()
    assert "in a cell is handed in, not the grid" in verdict_on(grid)
    grid.answer = np.where(MAP == MAP[0, 0], np.nan, MAP)
    assert "row 0, column 0 is still empty" in verdict_on(grid)
    grid.answer = conv2d(PICTURE, np.flip(KERNEL))
    assert verdict_on(grid).startswith("[kernel-flipped]")
    grid.answer = MAP
    for typed in (grid, grid.answer):
        assert "`Copy as Python`" in verdict_on(typed)
        with pytest.raises(NotYet, match="in a cell is handed in, not the grid"):
            answer(typed).has_shape((3, 4))
        with spoken(CHINESE):
            assert "格子" in verdict_on(typed)
    answer([[*row] for row in grid.answer]).equals(conv2d, PICTURE, KERNEL)
