"""Random numbers that depend only on the seed, the class, the index of the image and the index of the draw.

Each number is the hash of a counter, so an image that is drawn alone is the same as when it is drawn among thousands.
"""

import numpy as np

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class CounterRng:
    """The random numbers for N images of one class; each call returns the next numbers.

    Args:
        seed, kind: integers from 0 to 2^64 - 1, such as the seed of a split and the number of a class.
        indices: `(N,)`, the index of each image.

    >>> both, second = CounterRng(1, 0, np.array([4, 5])), CounterRng(1, 0, np.array([5]))
    >>> bool(both.number(0, 1)[1] == second.number(0, 1)[0])
    True
    """

    def __init__(self, seed: int, kind: int, indices: np.ndarray):
        key = _hash(np.array([seed], np.uint64))
        key = _hash(key + np.array([kind], np.uint64))
        self._keys = _hash(key + np.asarray(indices).astype(np.uint64))  # (N,)
        self._draws = np.zeros(1, np.uint64)

    def number(self, low: float, high: float) -> np.ndarray:
        """Return one uniform number for each image, low <= number <= high: `(N, 1, 1, 1)`, float32."""
        fraction = (self._next() >> np.uint64(40)).astype(np.float32) / np.float32(2**24)
        return (fraction * np.float32(high - low) + np.float32(low))[:, None, None, None]

    def happens(self, share: float) -> np.ndarray:
        """Return for each image True with probability `share`, 0..1: `(N, 1, 1, 1)`, bool."""
        return self.number(0, 1) < np.float32(share)

    def choice(self, colours: np.ndarray) -> np.ndarray:
        """Return one of the colours `(K, 3, 1, 1)` for each image: `(N, 3, 1, 1)`."""
        return colours[(self._next() >> np.uint64(33)) % np.uint64(len(colours))]

    def near(self, colour: np.ndarray, spread: float) -> np.ndarray:
        """Return a colour near `colour` for each image, `(N, 3, 1, 1)`.

        Args:
            colour: `(N or 1, 3, 1, 1)`.
            spread: the largest change of each channel, up or down, as a fraction of its value.
        """
        return colour * np.concatenate([self.number(1 - spread, 1 + spread) for _ in "rgb"], 1)

    def grain(self, height: int, width: int) -> np.ndarray:
        """Return integers from -255 to 255 with a triangular distribution: `(N, 3, height, width)`, int32.

        Each is the sum of two random bytes minus 255, so the standard deviation is 104.5.
        """
        pixels = np.arange(1, height * width + 1, dtype=np.uint64).reshape(1, 1, height, width)
        values = _hash(self._next()[:, None, None, None] + pixels * _STEP)
        bytes_ = [(values >> np.uint64(8 * n)).astype(np.uint8).astype(np.int32) for n in range(6)]
        return np.concatenate([bytes_[n] + bytes_[n + 3] for n in range(3)], 1) - 255

    def _next(self) -> np.ndarray:
        self._draws += np.uint64(1)
        return _hash(self._keys + self._draws * _STEP)


def _hash(values: np.ndarray) -> np.ndarray:
    """Return the 64-bit hash of 64-bit values, in which one changed input bit affects all output bits.

    Source: splitmix64's finaliser; G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators (2014).
    """
    values = values + _STEP
    for shift, factor in zip((30, 27), _MIX, strict=True):
        values = (values ^ (values >> np.uint64(shift))) * factor
    return values ^ (values >> np.uint64(31))
