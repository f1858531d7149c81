"""Planted answers for lesson NN: at least three wrong ones and one unusual right one for each question."""

from autograder.lesson_format.planted import right, wrong

MAP = "conv2d(my_picture, my_kernel)"


def one_window(result: str) -> str:
    """Return the code of question 3 with this result."""
    return f"def one_window(pixels, weights):\n    return {result}"


def net(conv: str = "nn.Conv2d(3, 4, 3)", middle: str = "nn.ReLU(), nn.MaxPool2d(2)", last: str = "784, 5") -> str:
    """Return the code of question 4, with some part of it changed."""
    return (
        f"from torch import nn\ndef Net():\n    return nn.Sequential({conv}, {middle}, nn.Flatten(), nn.Linear({last}))"
    )


PLANTED = [
    right("qNN_1", "a float", "qNN_1 = float((my_side - 3) // 2 + 1)"),
    right("qNN_1", "in a list", "qNN_1 = [len(range(0, my_side - 2, 2))]"),
    wrong("qNN_1", "stride 1", "qNN_1 = my_side - 2", "stride-ignored"),
    wrong("qNN_1", "without + 1", "qNN_1 = (my_side - 3) // 2", "plus-one-forgotten"),
    wrong("qNN_1", "rounded up", "qNN_1 = my_side // 2", "ceil-for-floor"),
    wrong("qNN_1", "not rounded", "qNN_1 = (my_side - 3) / 2 + 1", "floor-missing"),
    wrong("qNN_1", "zero", "qNN_1 = 0"),
    right("qNN_2", "an array", f"qNN_2 = {MAP}"),
    right("qNN_2", "tuples", f"qNN_2 = tuple(map(tuple, {MAP}.tolist()))"),
    wrong("qNN_2", "kernel turned", "qNN_2 = conv2d(my_picture, np.rot90(my_kernel, 2))", "kernel-flipped"),
    wrong("qNN_2", "averages", f"qNN_2 = {MAP} / 4", "averaged-not-summed"),
    wrong("qNN_2", "one cell off", f"qNN_2 = {MAP} + [[0, 0, 1], [0, 0, 0]]"),
    wrong("qNN_2", "flat", f"qNN_2 = {MAP}.ravel()"),
    right("qNN_3", "vdot", one_window("np.vdot(pixels, weights)")),
    right("qNN_3", "einsum", one_window("np.einsum('ij,ij->', pixels, weights)")),
    wrong("qNN_3", "not added", one_window("pixels * weights"), "not-summed"),
    wrong("qNN_3", "without the weights", one_window("pixels.sum()"), "window-sum-without-kernel"),
    wrong("qNN_3", "the mean", one_window("(pixels * weights).mean()"), "averaged-not-summed"),
    wrong("qNN_3", "returns nothing", one_window("None")),
    right("qNN_4", "Sequential", net()),
    right("qNN_4", "ReLU after the pooling", net(middle="nn.MaxPool2d(2), nn.ReLU()")),
    wrong("qNN_4", "no ReLU", net(middle="nn.MaxPool2d(2)"), "activation-forgotten"),
    wrong("qNN_4", "average pooling", net(middle="nn.ReLU(), nn.AvgPool2d(2)"), "average-for-max"),
    wrong("qNN_4", "padding", net(conv="nn.Conv2d(3, 4, 3, padding=1)", last="900, 5"), "conv-padding-not-asked"),
    wrong("qNN_4", "ten logits", net(last="784, 10")),
    right("qNN_5", "a float", "qNN_5 = 4037.0"),
    wrong("qNN_5", "without biases", "qNN_5 = 4 * 27 + 5 * 784", "bias-forgotten"),
    wrong("qNN_5", "the convolution alone", "qNN_5 = 4 * 28"),
    wrong("qNN_5", "zero", "qNN_5 = 0"),
]
