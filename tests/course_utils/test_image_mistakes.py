"""The known mistakes of lesson 01: the wrong values that were worked out by hand, and a hundred students' numbers."""

import numpy as np
import pytest

from autograder.build.products import LESSONS
from autograder.lesson_format.parser import read_lesson
from course_utils.checking import personal, same
from course_utils.checking.mistakes import axes, images, sizes, vectors
from course_utils.images import to_channels_first, to_gray


def shape(size, channels, *, batch=()):
    return (*batch, channels, *size)


def permutation(rows_and_columns, channel_axis):
    return (0, channel_axis, *rows_and_columns)


@pytest.mark.parametrize(
    ("known", "inputs", "options", "wrong"),
    [
        (axes.channel_axis_missing, ((128, 128), 1), {}, (128, 128)),
        (axes.hwc_vs_chw, ((128, 128), 1), {}, (128, 128, 1)),
        (axes.gray_as_rgb, ((128, 128), 1), {}, (3, 128, 128)),
        (axes.hwc_vs_chw, ((32, 48), 3), {"batch": (8,)}, (8, 32, 48, 3)),
        (sizes.h_and_w_swapped, ((32, 48), 3), {"batch": (8,)}, (8, 3, 48, 32)),
        (axes.channel_axis_missing, ((32, 48), 3), {"batch": (8,)}, (8, 32, 48)),
        (axes.rgb_as_gray, ((32, 48), 3), {"batch": (8,)}, (8, 1, 32, 48)),
        (axes.batch_axis_lost, ((32, 48), 3), {"batch": (8,)}, (3, 32, 48)),
    ],
)
def test_axes_mistakes_give_the_known_wrong_shapes(known, inputs, options, wrong):
    assert known.value(shape, *inputs, **options) == wrong


def test_chw_vs_hwc_is_the_way_back():
    assert axes.chw_vs_hwc.value(lambda: (8, 32, 48, 3)) == (8, 3, 32, 48)


def test_permutations_that_go_elsewhere():
    assert axes.inverse_permutation.value(permutation, (1, 2), 3).tolist() == [0, 2, 3, 1]
    assert sizes.h_and_w_swapped.value(permutation, (1, 2), 3) == (0, 3, 2, 1)


def test_a_channel_that_is_no_grey_and_no_colour_has_no_such_mistake():
    assert axes.gray_as_rgb.value(shape, (5, 5), 3) is None
    assert axes.rgb_as_gray.value(shape, (5, 5), 64) is None


def red(image):
    return to_channels_first(image)[..., 0, :, :]


def test_reshape_for_permute_scrambles_the_red_channel():
    small = np.arange(12).reshape(2, 2, 3)
    assert red(small).tolist() == [[0, 3], [6, 9]]
    assert axes.reshape_for_permute.value(red, small).tolist() == [[0, 1], [2, 3]]
    assert axes.picture_on_its_side.value(red, small).tolist() == [[0, 6], [3, 9]]


def test_reshape_of_a_batch_is_reshape_of_each_picture():
    photos = np.arange(36).reshape(2, 2, 3, 3)
    for known in (axes.reshape_for_permute, axes.reshape_at_the_end):
        assert np.array_equal(known.value(to_channels_first, photos), photos.reshape(2, 3, 2, 3))
    assert np.array_equal(axes.channels_left_last.value(to_channels_first, photos), photos)
    assert axes.picture_on_its_side.value(to_channels_first, photos).shape == (2, 3, 3, 2)


@pytest.mark.parametrize(
    ("known", "wrong"),
    [(images.scaling_forgotten, 255.0), (images.normalise_forgotten, 0.502), (images.std_forgotten, 0.002),
     (images.mean_forgotten, 1.0039), (images.std_before_mean, 0.5039)],
)  # fmt: skip
def test_normalising_mistakes_of_pixel_128(known, wrong):
    assert images.normalised(128, 0.5, 0.5) == pytest.approx(0.0039, abs=1e-4)
    assert known.value(images.normalised, 128, 0.5, 0.5) == pytest.approx(wrong, abs=1e-4)


def test_bytes_overflow_of_bytes_only():
    pixel = np.array([[[90, 150, 210]]], np.uint8)
    assert images.bytes_overflow.value(to_gray, pixel) == pytest.approx((450 - 256) / 3)
    assert images.bytes_overflow.value(to_gray, pixel / 255) is None


def test_counting_mistakes():
    assert vectors.count((128, 128, 3), 1000) == 49_152_000
    assert vectors.colour_left_out.value(vectors.count, (128, 128, 3), 1000) == 128 * 128 * 1000
    assert vectors.one_unit_only.value(vectors.count, (128, 128, 3), 1000) == 49_152
    assert vectors.sizes_added.value(vectors.count, (128, 128, 3), 1000) == 50_152
    assert vectors.sizes_added.value(vectors.count, [(28, 28, 1)]).tolist() == [57]


def test_two_layers_of_the_lecture():
    assert vectors.two_layers([1, 2], [[1, -1], [2, 0]], [1, 3]) == 6
    assert vectors.relu_left_out.value(vectors.two_layers, [1, 2], [[1, -1], [2, 0]], [1, 3]) == 5


ASKED = {  # operation, names of its inputs in the lesson, what may go wrong
    "q1_1": (images.brightest, ["my_picture"],
             [axes.picture_on_its_side, images.counted_from_one, images.dark_for_bright]),
    "q1_9 scores": (vectors.scores, ["my_vector", "my_weights"],
                    [vectors.minus_sign_lost, vectors.products_not_added, vectors.weights_left_out]),
    "q1_9 class": (vectors.winner, ["my_vector", "my_weights"],
                   [images.counted_from_one, vectors.score_for_class, vectors.lowest_score]),
    "q1_10": (vectors.two_layers, ["my_x", "my_first", "my_second"],
              [vectors.relu_left_out, vectors.relu_at_the_end, vectors.sign_dropped, vectors.columns_for_rows,
               vectors.weights_left_out, vectors.minus_sign_lost]),
    "q1_11": (vectors.steps, ["my_height", "my_width"],
              [vectors.height_for_width, vectors.pixels_between, vectors.columns_first]),
}  # fmt: skip
NORMALISING = [images.scaling_forgotten, images.normalise_forgotten, images.std_forgotten, images.mean_forgotten,
               images.std_before_mean]  # fmt: skip
OF_A_PATCH = [images.std_forgotten, images.mean_forgotten, images.variance_for_std, images.sample_for_population_std,
              images.std_before_mean]  # fmt: skip


def apart(values) -> bool:
    known = [value for value in values if value is not None]
    return not any(same(a, b, 2e-4) for i, a in enumerate(known) for b in known[:i])


@pytest.mark.slow
def test_each_mistake_shows_in_the_numbers_of_a_hundred_students():
    given = [cell.source for cell in read_lesson(LESSONS / "01_images_and_channels.py").cells if cell.role == "given"]
    before, hidden = personal.student(), []
    for number in range(100):
        personal.set_student(f"b{number:04}")
        names = {"np": np}
        exec("\n".join(given), names)
        for question, (operation, inputs, mistakes) in ASKED.items():
            drawn = [names[name] for name in inputs]
            if not apart([operation(*drawn), *(known.value(operation, *drawn) for known in mistakes)]):
                hidden.append((number, question))
        pixel, patch = (names["my_pixel"], 0.5, 0.5), names["my_patch"]
        patch = (np.array(patch), np.mean(patch), np.std(patch))
        for drawn, mistakes, white in ((pixel, NORMALISING, 255), (patch, OF_A_PATCH, 1)):
            values = [known.value(images.normalised, *drawn, white=white) for known in mistakes]
            if not apart([images.normalised(*drawn, white=white), *values]):
                hidden.append((number, drawn))
    personal.set_student(before)
    assert hidden == []
