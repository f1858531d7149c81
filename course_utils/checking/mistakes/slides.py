"""Mistakes in copying from a slide: its misprints, and weights of its kernel that a bad copy shows wrongly."""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checking.mistakes import Mistake


def read_as_seven(*places: tuple[int, int]) -> Mistake:
    """Return the mistake of reading the weights at these (row, column) as 7, as on a bad copy of the slide."""

    def compute(operation: Callable, image: Any, kernel: Any, **options: Any) -> Any:
        misread = np.array(kernel)
        for place in places:
            misread[place] = 7
        return operation(image, misread, **options)

    hints = {
        "en": "You read a 1 of the kernel as 7. Look at the kernel in this notebook again.",
        "zh-Hant": "你把 kernel 裡的 1 看成 7 了。請再看一次本筆記本裡的 kernel。",
    }
    return Mistake("ocr-literal", compute, hints)


def copied_from_slide(printed: Any) -> Mistake:
    """Return the mistake of copying a map as the slide prints it, with its misprint."""
    hints = {
        "en": "This is the map as it is printed on the slide, with its mistake. Work out the rows yourself, one after "
        "the other.",
        "zh-Hant": "這是投影片上印的結果，連印錯的那格也照抄了。請自己一列一列重新計算。",
    }
    return Mistake("copied-slide-error", lambda operation, *inputs, **options: np.array(printed), hints)
