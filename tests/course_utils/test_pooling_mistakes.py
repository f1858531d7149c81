"""The known mistakes of pooling give the wrong values that were worked out by hand; personal tables tell them apart."""

import numpy as np
import pytest

from course_utils.checking import personal, same
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

TABLE = [[1, 3, 1, 2], [-1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 2]]
PRINTED = [[0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [1, 0, 1, 2, 1], [1, 4, 2, 1, 0], [0, 0, 1, 2, 1]]
AVERAGES_OF_ONE = [[1, 1.5, 1], [0.25, 1, 0.5], [0.25, 0.75, 1]]
STEPS_OF_ONE = [[1, 1, 1, 1], [1, 1, 2, 2], [4, 4, 2, 2], [4, 4, 2, 2]]
RAGGED = {"stride": 2, "ceil_mode": True}


@pytest.mark.parametrize(
    ("known", "pool", "options", "wrong"),
    [
        (slip.average_for_max, max_pool2d, {"stride": 2}, [[1, 1], [0.25, 1]]),
        (window_slip.stride_ignored, max_pool2d, {"stride": 2}, [[3, 3, 2], [1, 1, 1], [1, 1, 2]]),
        (window_slip.stride_as_crop, max_pool2d, {"stride": 2}, [[3, 3], [1, 1]]),
        (slip.sum_for_max, max_pool2d, {"stride": 2}, [[4, 4], [1, 4]]),
        (slip.smallest_for_largest, max_pool2d, {"stride": 2}, [[-1, 0], [0, 0]]),
        (slip.sum_for_average, avg_pool2d, {"stride": 2}, [[4, 4], [1, 4]]),
        (slip.max_for_average, avg_pool2d, {"stride": 2}, [[3, 2], [1, 2]]),
        (slip.integer_division, avg_pool2d, {"stride": 2}, [[1, 1], [0, 1]]),
        (window_slip.stride_ignored, avg_pool2d, {"stride": 2}, AVERAGES_OF_ONE),
        (slip.stride_overridden, max_pool2d, {"stride": 1}, [[3, 2], [1, 2]]),
        (slip.average_for_max, max_pool2d, {"stride": 1}, AVERAGES_OF_ONE),
        (slip.wrong_window, max_pool2d, {"stride": 1}, [[3, 3], [1, 2]]),
    ],
)
def test_pooling_mistakes_give_the_known_wrong_tables(known, pool, options, wrong):
    assert np.asarray(known.value(pool, TABLE, 2, **options)).tolist() == wrong


@pytest.mark.parametrize(
    ("known", "options", "wrong"),
    [
        (slip.floor_for_ceil, RAGGED, [[1, 1], [4, 2]]),
        (window_slip.stride_ignored, RAGGED, STEPS_OF_ONE),
        (slip.average_for_max, RAGGED, [[0.5, 0.5, 0], [1.5, 1.5, 0.5], [0, 1.5, 1]]),
        (slip.sum_for_max, RAGGED, [[2, 2, 0], [6, 6, 1], [0, 3, 1]]),
        (slip.wrong_window, RAGGED, [[1, 2], [4, 2]]),
        (slip.what_hangs_over_kept, {}, [[1, 1, 0], [4, 2, 1], [0, 2, 1]]),
        (slip.default_stride, {}, STEPS_OF_ONE),
    ],
)
def test_pooling_mistakes_at_the_ragged_edge(known, options, wrong):
    assert np.asarray(known.value(max_pool2d, PRINTED, 2, **options)).tolist() == wrong


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (slip.zero_padding_in_maxpool, [[0, 0], [0, 0]]),
        (slip.average_pool_padding, [[-0.25, -0.25], [-0.25, -0.25]]),
        (window_slip.padding_forgotten, [[-1]]),
    ],
)
def test_padding_mistakes(known, wrong):
    minus = [[-1, -1], [-1, -1]]
    assert np.asarray(known.value(max_pool2d, minus, 2, stride=2, padding=1)).tolist() == wrong


def pooled_shape(shape, kernel_size, **options):
    return np.shape(max_pool2d(np.zeros(shape, np.float32), kernel_size, **options))


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (shape_slip.picture_turned, (20, 16, 49, 49)),
        (shape_slip.result_turned, (20, 16, 99, 24)),
        (slip.stride_overridden, (20, 16, 16, 50)),
        (slip.what_hangs_over_kept, (20, 16, 25, 99)),
        (shape_slip.kernel_not_subtracted, (20, 16, 25, 100)),
        (shape_slip.plus_one_forgotten, (20, 16, 23, 98)),
    ],
)
def test_shape_mistakes_of_a_rectangular_window(known, wrong):
    assert tuple(known.value(pooled_shape, (20, 16, 50, 100), (3, 2), stride=(2, 1))) == wrong


def pooled_volume(shape, kernel_size, **options):
    height, width, channels = shape
    return *(pool_output_size(n, kernel_size, **options) for n in (height, width)), channels


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (shape_slip.pool_over_channels, (112, 112, 32)),
        (shape_slip.channels_merged, (112, 112, 1)),
        (shape_slip.halved_twice, (56, 56, 64)),
        (window_slip.stride_ignored, (223, 223, 64)),
    ],
)
def test_volume_mistakes(known, wrong):
    assert known.value(pooled_volume, (224, 224, 64), 2, stride=2) == wrong


def discarded(n, kernel_size, **options):
    return 1 - (pool_output_size(n, kernel_size, **options) / n) ** 2


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (shape_slip.even_size_assumed, 0.75),
        (slip.what_hangs_over_kept, 0.64),
        (shape_slip.kept_for_discarded, 0.16),
        (shape_slip.half_per_axis_only, 0.5),
        (shape_slip.one_axis_only, 0.6),
        (shape_slip.percent_for_share, 84),
    ],
)
def test_share_mistakes(known, wrong):
    assert known.value(discarded, 5, 2) == pytest.approx(wrong)


def test_parameter_mistakes():
    counts = [known.value(None, 6, 2) for known in shape_slip.counted_as_a_convolution]
    assert counts == [4, 24, 30, 144, 150]
    assert shape_slip.lenet_pool_confusion.value(None, 6, 2) == 12


def test_flatten_and_gap_mistakes():
    one = [[1, 1, 0], [4, 2, 1], [0, 2, 1]]
    assert shape_slip.column_major.value(np.ravel, one).tolist() == [1, 4, 0, 1, 2, 2, 0, 1, 1]
    assert shape_slip.not_flattened.value(np.ravel, one).tolist() == one
    two = [[[1, 2]], [[3, 4]]]
    assert shape_slip.channels_interleaved.value(np.ravel, two).tolist() == [1, 3, 2, 4]
    assert shape_slip.rows_joined_only.value(np.ravel, two).tolist() == [[1, 2], [3, 4]]
    shape = (2, 5, 4, 4)
    assert shape_slip.flatten_for_gap.value(None, shape) == (2, 80)
    assert shape_slip.gap_wrong_axis.value(None, shape) == (2, 4, 4)
    assert shape_slip.ones_not_squeezed.value(lambda shape: shape[:2], shape) == (2, 5, 1, 1)


def test_relu_mistakes():
    def relu(x):
        return np.maximum(x, 0)

    ways = (slip.relu_forgotten, slip.absolute_for_relu, slip.negatives_kept)
    assert [list(known.value(relu, [-2, 3])) for known in ways] == [[-2, 3], [2, 3], [-2, 0]]
    assert slip.largest_starts_at_zero.value(max_pool2d, [[-2, -3]], 1).tolist() == [[0, 0]]


@pytest.fixture
def a_hundred_students():
    before = personal.student()
    yield (personal.set_student(f"b{number:04}") for number in range(100))
    personal.set_student(before)


def test_personal_tables_tell_every_slip_apart_for_a_hundred_students(a_hundred_students):
    slips = [slip.average_for_max, slip.sum_for_max, window_slip.stride_as_crop, slip.smallest_for_largest]
    bordered = [slip.zero_padding_in_maxpool, slip.average_pool_padding, slip.smallest_for_largest]
    for student in a_hundred_students:
        table = personal.integers("q3_2 table", (4, 4), low=-4, high=9, accept=slip.distinguishes_mistakes(2, stride=2))
        values = [max_pool2d(table, 2), *(known.value(max_pool2d, table, 2, stride=2) for known in slips)]
        values += [np.floor(avg_pool2d(table, 2))]
        how = {"stride": 2, "padding": 1}
        low = personal.integers("q3_7 map", (3, 3), low=-9, high=-1, accept=slip.distinguishes_mistakes(2, **how))
        others = [max_pool2d(low, 2, **how), *(known.value(max_pool2d, low, 2, **how) for known in bordered)]
        for drawn in (values, others):
            assert not any(same(a, b) for i, a in enumerate(drawn) for b in drawn[:i]), student
        stack = personal.integers("q3_13 stack", (2, 2, 3), low=0, high=9, accept=lambda x: len(np.unique(x)) > 7)
        flat = [np.ravel(stack), *(known.value(np.ravel, stack) for known in
                                   (shape_slip.column_major, shape_slip.channels_interleaved))]  # fmt: skip
        assert not any(same(a, b) for i, a in enumerate(flat) for b in flat[:i]), student
