"""The known mistakes give the wrong values that were worked out by hand, and lead nowhere without an exception."""

import numpy as np
import pytest

from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import mistake
from course_utils.checking.mistakes import sizes as size_slip
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
        (slip.copied_from_slide(3, 2, printed=1), {}, [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 1, 2]]),
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
