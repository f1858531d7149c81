"""The verdicts on the cells of a map that was filled in by hand."""

from collections.abc import Sequence

import numpy as np

RIGHT, WRONG = "right", "wrong"
SEVERAL = "Several known slips lead to this number."
TOLERANCE = 1e-5  # as in the checks


def judge(
    answer: Sequence[Sequence[float | None]], right: np.ndarray, ways: Sequence[tuple[str, np.ndarray | None]]
) -> list[list[str | None]]:
    """Return for each cell None (empty), "right", "wrong", or the hint of the mistake that leads to its number.

    Several mistakes can lead to the same number. Then the mistake that explains the most wrong cells counts. If two
    mistakes explain equally many, both hints are returned; if more than two do, only a note that there are several.

    Args:
        answer: the typed numbers, shape (H, W), None in an empty cell.
        right: the correct map, shape (H, W).
        ways: for each mistake its hint and its map; a map of another size is compared from the first cell on.

    >>> judge([[3, 7, None]], np.array([[3, 4, 5]]), [("You added.", np.array([[9, 7]]))])
    [['right', 'You added.', None]]
    """
    typed = np.array(answer, dtype=float)
    filled, good = ~np.isnan(typed), _equal(typed, right)
    made = [(words, ~good & _equal(typed, _fitted(way, right.shape))) for words, way in ways]
    told = np.where(filled, np.where(good, RIGHT, WRONG), np.array(None)).astype(object)
    for place in np.argwhere(filled & ~good):
        cell = tuple(place)
        told[cell] = _words([(words, int(equal.sum())) for words, equal in made if equal[cell]])
    return told.tolist()


def _words(slips: list[tuple[str, int]]) -> str:
    """Return the hints of the mistakes that explain the most cells."""
    most = max((cells for _, cells in slips), default=0)
    best = list(dict.fromkeys(words for words, cells in slips if cells == most))
    return WRONG if not best else SEVERAL if len(best) > 2 else " Or: ".join(best)


def _equal(typed: np.ndarray, right: np.ndarray) -> np.ndarray:
    relative = 0 if right.dtype.kind in "bui" else TOLERANCE  # as in `answers.relative`
    return np.isclose(typed, right, rtol=relative, atol=TOLERANCE)  # NaN equals nothing


def _fitted(way: np.ndarray | None, shape: tuple[int, int]) -> np.ndarray:
    """Return a mistake's map, cut or filled up with NaN to the shape; return only NaN if it is not a map."""
    fitted = np.full(shape, np.nan)
    if way is not None and np.ndim(way) == 2:
        part = np.asarray(way, dtype=float)[: shape[0], : shape[1]]
        fitted[: part.shape[0], : part.shape[1]] = part
    return fitted
