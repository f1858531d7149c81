"""The known mistakes give the wrong values that were worked out by hand, and lead nowhere without an exception."""

import numpy as np
import pytest

from course_utils.checking import personal
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import channels as channel_slip
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import mistake
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import slides as slide_slip
from course_utils.checking.mistakes import which_kernel as kernel_slip
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size

PICTURE = [[1, 1, 1, 1, 0, 0], [0, 1, 1, 0, 1, 0], [0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 1, 0], [0, 0, 0, 1, 1, 0], [0] * 6]
DIAGONAL = [[1, 0, 0], [0, 1, 0], [0, 0, -1]]
STRIDE_2 = {"stride": 2, "padding": 1}


@pytest.mark.parametrize(
    ("known", "options", "wrong"),
    [
        (slip.kernel_flipped, {}, [[1, 1, -1, 0], [1, 1, 1, 0], [0, 2, 1, 0], [0, 0, 0, 0]]),
        (slip.minus_sign_lost, {}, [[3, 3, 1, 2], [1, 3, 3, 0], [0, 2, 3, 2], [0, 0, 2, 2]]),
        (slip.stride_as_crop, {"stride": 2}, [[1, 1], [-1, 1]]),
        (slip.kernel_flipped, {"stride": 2}, [[1, -1], [0, 1]]),
        (slip.padding_added, {"stride": 2}, [[0, 1, 0], [0, 1, 0], [0, 0, 2]]),
        (slip.same_convention_mixed, STRIDE_2, [[1, 1, 0], [0, 1, 0], [0, 0, 1]]),
        (slip.padding_forgotten, STRIDE_2, [[1, 1], [0, 1]]),
        (slip.kernel_flipped, STRIDE_2, [[2, 1, 0], [0, 1, 0], [0, 0, 0]]),
        (slip.stride_as_crop, STRIDE_2, [[0, 0, 1], [0, 1, 1], [0, -1, 1]]),
        (slip.minus_sign_lost, STRIDE_2, [[2, 1, 0], [0, 3, 0], [0, 0, 2]]),
    ],
)
def test_convolution_mistakes_give_the_known_wrong_maps(known, options, wrong):
    assert np.asarray(known.value(conv2d, PICTURE, DIAGONAL, **options)).tolist() == wrong


def sizes(numbers, kernel_size, **options):
    return tuple(conv_output_size(n, kernel_size, **options) for n in numbers)


@pytest.mark.parametrize(
    ("known", "question", "wrong"),
    [  # a row of 7 or 32 pixels, as in the drills of the lectures
        (size_slip.plus_one_forgotten, (7, 3, {"stride": 2}), 2),
        (slip.stride_ignored, (7, 3, {"stride": 2}), 5),
        (size_slip.kernel_not_subtracted, (7, 3, {"stride": 2}), 3),
        (size_slip.floor_missing, (7, 3, {"stride": 3}), 7 / 3),
        (size_slip.ceil_for_floor, (7, 3, {"stride": 3}), 3),
        (size_slip.padding_counted_once, (32, 5, {"padding": 2}), 30),
        (slip.padding_forgotten, (32, 5, {"padding": 2}), 28),
        (size_slip.padding_not_consumed, (32, 5, {"padding": 2}), 36),
    ],
)
def test_size_mistakes_give_the_known_wrong_sizes(known, question, wrong):
    n, kernel_size, options = question
    assert known.value(sizes, (n,), kernel_size, **options) == pytest.approx((wrong,))


@pytest.mark.parametrize(
    ("known", "options", "wrong"),
    [
        (slide_slip.read_as_seven((1, 1)), {}, [[7, 7, 1, 8], [-1, 7, 7, 0], [0, 6, 7, 8], [0, 0, 8, 8]]),
        (slide_slip.read_as_seven((2, 2)), {}, [[9, 9, 1, 2], [7, 9, 9, 0], [0, 8, 9, 2], [0, 0, 2, 2]]),
        (slide_slip.read_as_seven((1, 1), (2, 2)), {}, [[15, 15, 1, 8], [7, 15, 15, 0], [0, 14, 15, 8], [0, 0, 8, 8]]),
    ],
)
def test_a_one_read_as_seven(known, options, wrong):
    assert np.asarray(known.value(conv2d, PICTURE, DIAGONAL, **options)).tolist() == wrong


EDGE, LEFT_MINUS_RIGHT = [[10, 10, 10, 0, 0, 0]] * 6, [[1, 0, -1]] * 3


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (slip.kernel_flipped, [[0, -30, -30, 0]] * 4),
        (slip.extra_row, [[0, 30, 30, 0]] * 5),
        (slip.columns_averaged, [[0, 10, 10, 0]] * 4),
        (slip.kernel_transposed, [[0, 0, 0, 0]] * 4),
        (slip.minus_sign_lost, [[60, 30, 30, 0]] * 4),
    ],
)
def test_mistakes_at_an_edge(known, wrong):
    assert np.asarray(known.value(conv2d, EDGE, LEFT_MINUS_RIGHT)).tolist() == wrong


STROKES = [[1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 0, 0],
           [1, 0, 0, 0, 1, 0], [0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 1, 0]]  # fmt: skip


def test_wrong_stride_is_two_for_one():
    upright = [[-1, 1, -1]] * 3
    assert slip.wrong_stride.value(conv2d, STROKES, upright, stride=1).tolist() == [[-1, -1], [-1, -2]]
    assert slip.wrong_stride.value(conv2d, STROKES, upright, stride=2) is None


RED, GREEN, BLUE = (
    [[1, 1, 1], [0, 1, 1], [0, 0, 1]],
    [[1, 0, 1], [0, 1, 1], [0, 0, 1]],
    [[1, 0, 0], [0, 1, 0], [1, 1, 0]],
)


@pytest.mark.parametrize(
    ("known", "wrong"),
    [  # the three channels give 1, 1 and 2
        (channel_slip.channels_not_summed, [1, 1, 2]),
        (channel_slip.channels_averaged, 4 / 3),
        (channel_slip.only_first_channel, 1),
        (channel_slip.max_not_sum, 2),
        (slip.minus_sign_lost, 8),
    ],
)
def test_mistakes_with_channels(known, wrong):
    def one_number(patches, weights):
        return conv2d(patches, weights)[0, 0]

    got = known.value(one_number, np.array([RED, GREEN, BLUE]), np.array([DIAGONAL] * 3))
    assert np.asarray(got).tolist() == pytest.approx(wrong)


@pytest.mark.parametrize(
    ("known", "question", "wrong"),
    [  # one side of a map, as a number
        (size_slip.plus_one_forgotten, (7, 3, {"stride": 2}), 2),
        (size_slip.window_without_width, (7, 3, {"stride": 2}), 4),
        (size_slip.plus_one_forgotten, (7, 3, {"stride": 3}), 1),
        (size_slip.floor_missing, (7, 3, {"stride": 3}), 7 / 3),
        (size_slip.ceil_for_floor, (7, 3, {"stride": 3}), 3),
        (size_slip.thinks_it_crashes, (7, 3, {"stride": 3}), 0),
        (size_slip.padding_counted_once, (7, 3, {"padding": 1}), 6),
        (size_slip.padding_not_consumed, (7, 3, {"padding": 1}), 9),
        (size_slip.dilation_slide_formula, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 4),
        (size_slip.dilation_zeros_count, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 4),
        (size_slip.dilation_ignored, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 6),
        (size_slip.kernel_not_subtracted, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 6),
        (size_slip.padding_counted_once, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 4),
        (size_slip.padding_not_consumed, (11, 3, {"stride": 2, "padding": 1, "dilation": 2}), 13),
        (size_slip.floor_missing, (12, 3, {"stride": 2, "dilation": 2}), 4.5),  # (12 - 5) / 2 + 1
        (size_slip.ceil_for_floor, (12, 3, {"stride": 2, "dilation": 2}), 5),
    ],
)
def test_size_mistakes_of_one_side(known, question, wrong):
    n, kernel_size, options = question
    assert known.value(conv_output_size, n, kernel_size, **options) == pytest.approx(wrong)


def test_thinks_it_crashes_has_no_value_where_the_window_ends_at_the_edge():
    assert size_slip.thinks_it_crashes.value(conv_output_size, 7, 3, stride=2) is None
    assert size_slip.thinks_it_crashes.value(sizes, (7, 8), 3, stride=3) == (0, 0)


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        (size_slip.depth_from_input, (3, 3, 3)),
        (size_slip.channels_multiplied, (3, 3, 15)),
        (slip.padding_forgotten, (2, 2, 5)),
        (slip.stride_ignored, (5, 5, 5)),
        (axis_slip.chw_vs_hwc, (5, 3, 3)),
    ],
)
def test_mistakes_of_a_volume(known, wrong):
    def volume(shape, filters, *, stride, padding):
        return (*sizes(shape[:2], 3, stride=stride, padding=padding), filters)

    assert tuple(known.value(volume, (5, 5, 3), 5, stride=2, padding=1)) == wrong


def test_mistakes_of_the_padding_that_keeps_a_size():
    def padding_to_keep(kernel_size):
        return (kernel_size - 1) // 2

    known = [size_slip.padding_in_total, size_slip.half_a_kernel, size_slip.padding_of_3x3]
    assert [mistake.value(padding_to_keep, 7) for mistake in known] == [6, 3.5, 1]


def test_mistakes_of_a_receptive_field():
    known = [size_slip.rf_sum_of_kernels, size_slip.rf_last_layer_only]
    assert [mistake.value(len, [3, 3, 3]) for mistake in known] == [9, 3]


def test_kernels_to_tell_are_different_for_everyone_and_every_mistake_shows():
    swaps = [
        kernel_slip.swapped("a", 1, 2, en="", zh=""),
        kernel_slip.swapped("b", 5, 6, en="", zh=""),
        kernel_slip.counted_from_one,
    ]
    before, drawn = personal.student(), set()
    for student in range(100):
        personal.set_student(f"b{student}")
        accept = kernel_slip.varied({1, 2}, {5, 6})
        numbers = personal.integers("q2_14 kernels", 4, low=0, high=6, accept=accept)
        answers = [numbers, *(list(swap.value(lambda right: right, numbers)) for swap in swaps)]
        assert len({tuple(answer) for answer in answers}) == 4
        drawn.add(tuple(numbers))
    personal.set_student(before)
    assert len(drawn) > 60


def test_h_and_w_swapped():
    assert size_slip.h_and_w_swapped.value(sizes, (100, 150), 3) == (148, 98)


def test_a_mistake_that_leads_nowhere_has_no_value():
    assert slip.padding_forgotten.value(conv2d, [[1]], [[1, 1], [1, 1]], padding=1) is None
    assert slip.padding_added.value(conv2d, PICTURE, DIAGONAL, padding=1) is None


def test_mistake_refuses_one_tag_for_two_ways():
    with pytest.raises(ValueError, match="'kernel-flipped' is declared twice: kernel_flipped, .*another"):

        @mistake("kernel-flipped", en="x", zh="x")
        def another(operation, *inputs):
            return None


def test_copied_from_slide_is_the_map_as_printed():
    printed = [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 1, 2]]
    assert slide_slip.copied_from_slide(printed).value(conv2d, PICTURE, DIAGONAL).tolist() == printed
