"""What `answer(x)` says of right, wrong and unusual answers, in both languages."""

import importlib
import json
import pkgutil
import re
import string
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.checking import NotYet, answer, mistakes
from course_utils.checking.language import CHINESE, SENTENCES, normal, spoken
from course_utils.checking.mistakes import (
    BY_TAG,
    sizes,  # noqa: F401  (declares its mistakes)
)
from course_utils.checking.mistakes import convolution as slip
from course_utils.convolution import conv2d

IMAGE, KERNEL = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[10, 20], [30, 40]]
RIGHT = [[370, 470], [670, 770]]
KNOWN = [slip.kernel_flipped, slip.kernel_transposed, slip.window_sum_without_kernel, slip.averaged_not_summed]


def says(value, **kwargs) -> str:
    with pytest.raises(NotYet) as caught:
        answer(value).equals(conv2d, IMAGE, KERNEL, mistakes=KNOWN, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    "right",
    [RIGHT, tuple(map(tuple, RIGHT)), np.array(RIGHT), np.array(RIGHT, np.float32), torch.tensor(RIGHT),
     [[370.0, 470], [np.int64(670), torch.tensor(770)]], [np.array([370, 470]), (670, 770)]],
    ids=["list", "tuple", "array", "float32", "tensor", "mixed numbers", "mixed rows"],
)  # fmt: skip
def test_equals_accepts_every_way_of_writing_the_right_answer(right):
    answer(right).equals(conv2d, IMAGE, KERNEL, mistakes=KNOWN)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ([[230, 330], [530, 630]], r"^\[kernel-flipped\] "),
        ([[350, 450], [650, 750]], r"^\[kernel-transposed\] "),
        ([[12, 16], [24, 28]], r"^\[window-sum-without-kernel\] "),
        ([[92.5, 117.5], [167.5, 192.5]], r"^\[averaged-not-summed\] "),
        ([[370, 470], [670, 771]], r"^3 of 4 cells are right. Look again at row 1, column 1 .* you have 771\.$"),
        ([[370, 470]], r"^Your map has the shape \(1, 2\)\. The expected shape is different"),
        ([[370, 470], [670]], "rows have different lengths"),
        ([[370, None], [670, 770]], "row 0, column 1 is still empty"),
        ([["370", "470"], ["670", "770"]], "expected a number at row 0, column 0, got str"),
        ([[370, 470], [670, float("nan")]], "NaN or an infinity"),
        ([], "Your answer has the shape"),
        ("370 470 670 770", "expected numbers, got str"),
        ({}, "expected numbers, got dict"),
        (np.array([[None]]), "dtype object"),
        (np.broadcast_to(370, (2, 2)), "1 of 4 cells are right"),
    ],
)
def test_equals_says_what_is_wrong(wrong, text):
    assert re.search(text, says(wrong)), says(wrong)


def test_equals_never_prints_the_answer():
    for wrong in ([[1, 2], [3, 4]], [[370, 470], [670, 771]], [[1]]):
        assert not any(str(n) in says(wrong) for row in RIGHT for n in row if n not in np.ravel(wrong))


@pytest.mark.parametrize("nothing", [None, ..., [[..., ...], [..., ...]], [None]])
def test_answer_of_nothing_is_not_answered_yet(nothing):
    with pytest.raises(NotYet, match="^not answered yet$"):
        answer(nothing)


def test_equals_passes_over_a_mistake_that_gives_the_right_value():
    answer([[4]]).equals(conv2d, [[1, 1], [1, 1]], [[1, 1], [1, 1]], mistakes=KNOWN)  # turned, it is the same kernel


def test_equals_names_both_mistakes_that_lead_to_one_value():
    another = replace(slip.stride_ignored, hints=slip.stride_as_crop.hints)
    with pytest.raises(NotYet, match=r"^\[stride-ignored\] The stride was not used.* Or: You kept the top left corner"):
        answer(np.eye(4)).equals(conv2d, np.eye(4), [[1]], stride=2, mistakes=[slip.stride_ignored, another])


def test_equals_of_a_number_takes_one_element_however_wrapped():
    for five in (5, 5.0, [5], [[5]], np.array(5), torch.tensor([5])):
        answer(five).equals(max, [2, 5])
    with pytest.raises(NotYet, match=r"Expected one number, got an answer of shape \(2,\)"):
        answer([5, 5]).equals(max, [2, 5])


def right_function(image, kernel, *, stride=1, padding=0):
    return conv2d(image, kernel, stride=stride, padding=padding).tolist()


def test_computes_accepts_a_function_that_returns_lists():
    answer(right_function).computes(conv2d, np.array(IMAGE), np.array(KERNEL), stride=2, padding=1)


def spoils_its_input(image, kernel):
    result = conv2d(image, kernel)
    image[:] = 0
    return result


def test_computes_hands_out_copies():
    image = np.array(IMAGE)
    answer(spoils_its_input).computes(conv2d, image, np.array(KERNEL))
    assert image.tolist() == IMAGE


def zeros(image, kernel, **options):
    return np.zeros(conv2d(image, kernel, **options).shape)


def without_return(image, kernel):
    conv2d(image, kernel)


def unfinished(image, kernel):
    raise NotImplementedError("q2_6: write your answer here")


def breaks(image, kernel):
    return image[99]


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (zeros, r"^For image 3 × 3, kernel 2 × 2: 0 of 4 cells are right"),
        (without_return, "returned nothing"),
        (unfinished, "^not answered yet$"),
        (breaks, "^For image 3 × 3, kernel 2 × 2: Your function stopped with IndexError"),
        ([[370, 470], [670, 770]], "Expected a function, got list"),
        (lambda image, kernel: conv2d(image, kernel[::-1, ::-1]), r"^\[kernel-flipped\]"),
    ],
)
def test_computes_says_what_is_wrong(function, text):
    with pytest.raises(NotYet, match=text):
        answer(function).computes(conv2d, np.array(IMAGE), np.array(KERNEL), mistakes=KNOWN)


def test_computes_names_a_forgotten_option():
    def no_stride(image, kernel, *, stride=1):
        return conv2d(image, kernel)

    with pytest.raises(NotYet, match=r"^\[stride-ignored\]"):
        answer(no_stride).computes(conv2d, np.ones((5, 5)), np.ones((2, 2)), stride=2, mistakes=[slip.stride_ignored])


def with_library(image, kernel):
    return torch.nn.functional.conv2d(image[None], kernel[None])


def with_import(image, kernel):
    from scipy.signal import correlate2d as c

    return c(image, kernel, "valid")


def by_hand(image, kernel):
    """Not conv2d: only the word is here."""
    return (image * kernel).sum()


def test_written_without_refuses_library_calls_by_name():
    for function, name in [(with_library, "conv2d"), (with_import, "correlate2d")]:
        with pytest.raises(NotYet, match=f"`{name}` does the work for you"):
            answer(function).written_without("conv2d", "correlate2d")
    answer(by_hand).written_without("conv2d", "correlate2d")


def indented_with_a_docstring_at_the_margin():
    if True:

        def inner(image, kernel):
            """Text
            at the margin."""
            return (image * kernel).sum()

    return inner


ONE_LINE = {"f": lambda image, kernel: torch.conv2d(image, kernel)}


def test_written_without_reads_sources_however_they_were_typed():
    answer(indented_with_a_docstring_at_the_margin()).written_without("conv2d")
    with pytest.raises(NotYet, match="`conv2d` does the work"):
        answer(ONE_LINE["f"]).written_without("conv2d")


def test_written_without_asks_for_a_source_that_can_be_seen():
    names: dict = {}
    exec("def hidden(image, kernel): return conv2d(image, kernel)", names)
    for function in (names["hidden"], max):
        with pytest.raises(NotYet, match="Define it with `def` in a plain cell"):
            answer(function).written_without("conv2d")


def test_has_shape_does_not_say_which_shape_is_right():
    with pytest.raises(NotYet, match=r"shape \(1, 2\)\. The expected shape is different") as caught:
        answer([[1, 2]]).has_shape((2, 3))
    assert "(2, 3)" not in str(caught.value)


def test_every_sentence_speaks_both_languages_with_the_same_blanks():
    for name, texts in SENTENCES.items():
        blanks = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in texts.values()]
        assert set(texts) == {"en", "zh-Hant"} and blanks[0] == blanks[1], name


def test_every_mistake_has_hints_in_both_languages():
    assert len(BY_TAG) >= 15
    for mistake in BY_TAG.values():
        assert mistake.hints["en"] and mistake.hints["zh-Hant"]


def test_spoken_changes_the_language_for_a_while():
    with spoken(CHINESE):
        assert "步長" in says_stride()
    assert "step of 1" in says_stride()


def says_stride() -> str:
    with pytest.raises(NotYet) as caught:
        answer([[1, 1], [1, 1]]).equals(conv2d, np.eye(3), [[1]], stride=2, mistakes=[])
    assert "cells are right" in str(caught.value) or "格" in str(caught.value)
    return slip.stride_ignored.hint()


def test_normal_refuses_other_languages():
    assert [normal(code) for code in ("en", "EN-us", "zh", "zh_TW")] == ["en", "en", "zh-Hant", "zh-Hant"]
    with pytest.raises(ValueError, match="lang must be"):
        normal("fr")


def test_chinese_is_punctuated_as_chinese():
    for module in pkgutil.iter_modules(mistakes.__path__):
        importlib.import_module(f"{mistakes.__name__}.{module.name}")
    texts = [text["zh-Hant"] for text in SENTENCES.values()] + [known.hints["zh-Hant"] for known in BY_TAG.values()]
    lessons = Path(__file__).parents[2] / "course_utils" / "exercises"
    for hints in lessons.glob("*/hints.json"):
        texts += [
            hint for levels in json.loads(hints.read_text("utf-8")).values() for hint in levels.get("zh-Hant", [])
        ]
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"[一-鿿][,;:?]|[,;?][一-鿿]", text)] == []
