"""Planted answers for lesson 00."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong


def written(lines: str) -> str:
    """Return `window_sum` with these lines in it."""
    return f"def window_sum(pixels, weights):\n    {lines}"


PLANTED = [
    right("q0_1", "a float", "q0_1 = float(np.sum(np.multiply(my_pixels, my_weights)))"),
    right("q0_1", "one cell", "q0_1 = conv2d(my_pixels, my_weights)"),
    right("q0_1", "a tensor", "import torch; q0_1 = (torch.tensor(my_pixels) * torch.tensor(my_weights)).sum()"),
    wrong("q0_1", "the products", "q0_1 = np.multiply(my_pixels, my_weights).tolist()", "not-summed"),
    wrong("q0_1", "no minus sign", "q0_1 = int(np.sum(np.multiply(my_pixels, np.abs(my_weights))))", "minus-sign-lost"),
    wrong("q0_1", "weights turned round", "q0_1 = int(np.sum(np.multiply(my_pixels, np.rot90(my_weights, 2))))", "kernel-flipped"),
    wrong("q0_1", "weights transposed", "q0_1 = int(np.sum(np.multiply(my_pixels, np.transpose(my_weights))))", "kernel-transposed"),
    wrong("q0_1", "the pixels alone", "q0_1 = int(np.sum(my_pixels))", "window-sum-without-kernel"),
    wrong("q0_1", "the average", "q0_1 = float(np.mean(np.multiply(my_pixels, my_weights)))", "averaged-not-summed"),
    wrong("q0_1", "one too many", "q0_1 = int(np.sum(np.multiply(my_pixels, my_weights))) + 1"),
    wrong("q0_1", "a word", "q0_1 = 'many'"),
    right("q0_2", "two loops", written("return sum(p * w for a, b in zip(pixels, weights) for p, w in zip(a, b))")),
    right("q0_2", "a dot product", written("return np.vdot(pixels, weights)")),
    right("q0_2", "in torch", "import torch\n\n\n" + written("return (torch.as_tensor(pixels) * torch.as_tensor(weights)).sum()")),
    wrong("q0_2", "the products", written("return pixels * weights"), "not-summed"),
    wrong("q0_2", "no minus sign", written("return (pixels * abs(weights)).sum()"), "minus-sign-lost"),
    wrong("q0_2", "weights turned round", written("return (pixels * np.rot90(weights, 2)).sum()"), "kernel-flipped"),
    wrong("q0_2", "the pixels alone", written("return pixels.sum()"), "window-sum-without-kernel"),
    wrong("q0_2", "the average", written("return (pixels * weights).mean()"), "averaged-not-summed"),
    wrong("q0_2", "a matrix product", written("return (pixels @ weights).sum()")),
    wrong("q0_2", "the first four only", written("return sum(pixels.ravel()[i] * weights.ravel()[i] for i in range(4))")),
    wrong("q0_2", "printed", written("print((pixels * weights).sum())")),
    wrong("q0_2", "an error", written("raise ValueError('lost')")),
]  # fmt: skip
