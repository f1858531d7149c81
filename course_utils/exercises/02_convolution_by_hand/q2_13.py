from otter.test_files import test_case

OK_FORMAT = False

name = "q2_13"
points = None

import numpy as np

from course_utils.checking import NotYet, answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import channels as channel_slip
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import slides as slide_slip
from course_utils.checking.mistakes import which_kernel as kernel_slip
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size

LIBRARY = ["conv2d", "Conv2d", "correlate2d", "convolve2d", "correlate", "convolve"]

def check_one(name, value, operation, *inputs, mistakes, **options):
    """One of several numbers: what is said of a known mistake begins with the number's name."""
    looked_for = {"en": f"the right number for {name}", "zh-Hant": f" {name} 的正確值"}
    try:
        answer(value).equals(operation, *inputs, mistakes=mistakes, looked_for=looked_for, **options)
    except NotYet as verdict:
        tag, is_known, text = str(verdict).partition("] ")
        raise (NotYet(f"{tag}] {name}: {text}") if is_known else verdict) from None


def check_side(name, side, *question, mistakes, **options):
    side = 0 if isinstance(side, str) else side  # "error" says what 0 says
    check_one(name, side, conv_output_size, *question, mistakes=mistakes, **options)


@test_case(name="q2_13: sides with a stride", points=1, hidden=False)
def test_sides_with_a_stride(side_a, side_b):
    ways = [size_slip.plus_one_forgotten, slip.stride_ignored, size_slip.window_without_width]
    check_side("side_a", side_a, 7, 3, stride=2, mistakes=ways)
    not_whole = [size_slip.thinks_it_crashes, size_slip.floor_missing, size_slip.ceil_for_floor]
    check_side("side_b", side_b, 7, 3, stride=3, mistakes=[*not_whole, *ways])


@test_case(name="q2_13: sides with padding", points=1, hidden=False)
def test_sides_with_padding(side_c, side_d):
    ways = [size_slip.padding_counted_once, slip.padding_forgotten, size_slip.padding_not_consumed,
            size_slip.plus_one_forgotten, size_slip.window_without_width]
    check_side("side_c", side_c, 7, 3, stride=1, padding=1, mistakes=ways)
    check_side("side_d", side_d, 32, 5, stride=1, padding=2, mistakes=ways)


@test_case(name="q2_13: side with dilation", points=1, hidden=False)
def test_side_with_dilation(side_e):
    check_side(
        "side_e", side_e, 11, 3, stride=2, padding=1, dilation=2,
        mistakes=[size_slip.dilation_slide_formula, size_slip.dilation_zeros_count, size_slip.dilation_ignored,
                  size_slip.padding_counted_once, slip.padding_forgotten, size_slip.padding_not_consumed,
                  size_slip.plus_one_forgotten, slip.stride_ignored, size_slip.kernel_not_subtracted,
                  size_slip.window_without_width],
    )


@test_case(name="q2_13: same and seen", points=1, hidden=False)
def test_same_and_seen(same, seen):
    def padding_to_keep(kernel_size):
        return (kernel_size - 1) // 2

    def receptive_field(kernel_sizes):
        return 1 + sum(size - 1 for size in kernel_sizes)

    check_one("same", same, padding_to_keep, 7,
              mistakes=[size_slip.padding_in_total, size_slip.half_a_kernel, size_slip.padding_of_3x3])
    check_one("seen", seen, receptive_field, [3, 3, 3],
              mistakes=[size_slip.rf_sum_of_kernels, size_slip.rf_last_layer_only])
