"""conv2d of the course, compared with torch and with four loops in Python, on an image of 3 x 224 x 224."""

import numpy as np
import torch

from benchmarks.timing import Row, in_turns
from course_utils.convolution import conv2d


def four_loops(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the feature map (H', W') of `image` (C, H, W) under `kernel` (C, kH, kW), one product at a time."""
    channels, kernel_rows, kernel_columns = kernel.shape
    rows, columns = image.shape[1] - kernel_rows + 1, image.shape[2] - kernel_columns + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            total = 0.0
            for u in range(kernel_rows):
                for v in range(kernel_columns):
                    for c in range(channels):
                        total += image[c, row + u, column + v] * kernel[c, u, v]
            result[row, column] = total
    return result


def measure() -> list[Row]:
    torch.set_num_threads(1)
    random = np.random.default_rng(0)
    image, filters = random.normal(size=(3, 224, 224)), random.normal(size=(16, 3, 3, 3))
    tensor, weights = torch.tensor(image)[None], torch.tensor(filters)
    assert np.allclose(conv2d(image, filters), torch.conv2d(tensor, weights)[0].numpy())
    assert np.allclose(conv2d(image, filters[0]), four_loops(image, filters[0]))
    ours, torchs = in_turns(lambda: conv2d(image, filters), lambda: torch.conv2d(tensor, weights), rounds=41, preload=5)
    ours_one, loops = in_turns(lambda: conv2d(image, filters[0]), lambda: four_loops(image, filters[0]), rounds=3)
    return [
        Row("conv2d, 16 filters of 3×3", ours * 1e3, torchs * 1e3, "torch.conv2d", "ms", "at most 5 times torch",
            ours <= 5 * torchs),
        Row("conv2d, one filter of 3×3", ours_one * 1e3, loops * 1e3, "loops in Python", "ms",
            "at least 300 times faster", loops >= 300 * ours_one),
    ]  # fmt: skip
