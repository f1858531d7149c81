"""Planted answers for lesson 03."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong

MAX, AVERAGE = "max_pool2d(my_table, 2)", "avg_pool2d(my_table, 2)"
ONE = "max_pool2d(table, 2, stride=1)"
CEIL, FLOOR = "max_pool2d(ragged, 2, ceil_mode=True)", "max_pool2d(ragged, 2)"
LOW = "max_pool2d(my_low_map, 2, stride=2, padding=1)"

BY_HAND = [
    right("q3_1", "an array", "q3_1 = np.maximum(my_map, 0)"),
    right("q3_1", "a tensor", "import torch; q3_1 = torch.relu(torch.tensor(my_map))"),
    right("q3_1", "floats, -0.0 among them", "q3_1 = (np.array(my_map) * (np.array(my_map) > 0.0)).tolist()"),
    wrong("q3_1", "the map as it was", "q3_1 = my_map", "relu-forgotten"),
    wrong("q3_1", "minus signs lost", "q3_1 = np.abs(my_map)", "absolute-for-relu"),
    wrong("q3_1", "the other half", "q3_1 = np.minimum(my_map, 0)", "negatives-kept"),
    wrong("q3_1", "all zeros", "q3_1 = np.zeros((3, 4))"),
    wrong("q3_1", "the sum", "q3_1 = int(np.maximum(my_map, 0).sum())"),
    right("q3_2", "tuples", f"q3_2 = tuple(map(tuple, {MAX}.tolist()))"),
    right("q3_2", "torch's own", "import torch; q3_2 = torch.nn.MaxPool2d(2)(torch.tensor(my_table).float()[None])[0]"),
    wrong("q3_2", "averages", f"q3_2 = {AVERAGE}", "average-for-max"),
    wrong("q3_2", "sums", f"q3_2 = 4 * {AVERAGE}", "sum-for-max"),
    wrong("q3_2", "stride 1", "q3_2 = max_pool2d(my_table, 2, stride=1)", "stride-ignored"),
    wrong("q3_2", "corner of stride 1", "q3_2 = max_pool2d(my_table, 2, stride=1)[:2, :2]", "stride-as-crop"),
    wrong("q3_2", "smallest", "q3_2 = -max_pool2d(-np.array(my_table), 2)", "smallest-for-largest"),
    wrong("q3_2", "window of 3", "q3_2 = max_pool2d(my_table, 3, stride=2)", "wrong-window"),
    wrong("q3_2", "transposed", f"q3_2 = {MAX}.T + [[0, 1], [0, 0]]"),
    wrong("q3_2", "NaN", "q3_2 = np.full((2, 2), np.nan)"),
    wrong("q3_2", "flat", f"q3_2 = {MAX}.ravel().tolist()"),
    right("q3_3", "a float array", f"q3_3 = {AVERAGE}"),
    right("q3_3", "fractions of 4", f"q3_3 = (4 * {AVERAGE} / 4).tolist()"),
    wrong("q3_3", "sums", f"q3_3 = 4 * {AVERAGE}", "sum-for-average"),
    wrong("q3_3", "largest", f"q3_3 = {MAX}", "max-for-average"),
    wrong("q3_3", "rounded down", f"q3_3 = np.floor({AVERAGE})", "integer-division"),
    wrong("q3_3", "stride 1", "q3_3 = avg_pool2d(my_table, 2, stride=1)", "stride-ignored"),
    wrong("q3_3", "a bit off", f"q3_3 = {AVERAGE} + 0.01"),
    right("q3_4", "floats", f"q3_4 = {ONE}.astype(float).tolist()"),
    wrong("q3_4", "default stride", "q3_4 = max_pool2d(table, 2)", "stride-overridden"),
    wrong("q3_4", "averages", "q3_4 = avg_pool2d(table, 2, stride=1)", "average-for-max"),
    wrong("q3_4", "window of 3", "q3_4 = max_pool2d(table, 3, stride=1)", "wrong-window"),
    wrong("q3_4", "sums", "q3_4 = 4 * avg_pool2d(table, 2, stride=1)", "sum-for-max"),
    wrong("q3_4", "one cell off", f"q3_4 = {ONE}; q3_4[1, 1] = 0"),
    right("q3_5", "a list", f"q3_5 = {CEIL}.tolist()"),
    right("q3_5", "with a border of NumPy's", "q3_5 = max_pool2d(np.pad(ragged, (0, 1)), 2)"),
    wrong("q3_5", "rounded down", f"q3_5 = {FLOOR}", "floor-for-ceil"),
    wrong("q3_5", "stride 1", "q3_5 = max_pool2d(ragged, 2, stride=1)"),
    wrong("q3_5", "stride 1, ceil_mode", "q3_5 = max_pool2d(ragged, 2, stride=1, ceil_mode=True)", "stride-ignored"),
    wrong("q3_5", "averages", "q3_5 = avg_pool2d(ragged, 2, ceil_mode=True)", "average-for-max"),
    wrong("q3_5", "sums", "q3_5 = 4 * avg_pool2d(np.pad(ragged, (0, 1)), 2)", "sum-for-max"),
    wrong("q3_5", "window of 3", "q3_5 = max_pool2d(ragged, 3, stride=2)", "wrong-window"),
    right("q3_6", "torch's own", "import torch; q3_6 = torch.nn.MaxPool2d(2)(torch.tensor(ragged).float()[None])[0]"),
    wrong("q3_6", "rounded up", f"q3_6 = {CEIL}", "ceil-for-floor"),
    wrong("q3_6", "stride 1", "q3_6 = max_pool2d(ragged, 2, stride=1)", "default-stride"),
    wrong("q3_6", "averages", "q3_6 = avg_pool2d(ragged, 2)", "average-for-max"),
    wrong("q3_6", "lower right corner", "q3_6 = max_pool2d(np.array(ragged)[1:, 1:], 2)"),
    right("q3_7", "tuples of floats", f"q3_7 = tuple(map(tuple, {LOW}.astype(float).tolist()))"),
    right(
        "q3_7",
        "torch's own",
        "import torch; q3_7 = torch.nn.MaxPool2d(2, stride=2, padding=1)(torch.tensor(my_low_map).float()[None])[0]",
    ),
    wrong("q3_7", "zeros around", "q3_7 = max_pool2d(np.pad(my_low_map, 1), 2)", "zero-padding-in-maxpool"),
    wrong("q3_7", "average pooling", "q3_7 = avg_pool2d(my_low_map, 2, padding=1)", "average-pool-padding"),
    wrong("q3_7", "no padding", "q3_7 = max_pool2d(my_low_map, 2)", "padding-forgotten"),
    wrong("q3_7", "smallest", "q3_7 = -max_pool2d(-np.array(my_low_map), 2, padding=1)", "smallest-for-largest"),
    wrong("q3_7", "infinity", "q3_7 = np.full((2, 2), -np.inf)"),
    wrong("q3_7", "zeros", "q3_7 = np.zeros((2, 2))"),
]

SHAPES = [
    right("q3_9", "a list of floats", "q3_9 = [112.0, 112.0, 64.0]"),
    wrong("q3_9", "channels pooled", "q3_9 = (112, 112, 32)", "pool-over-channels"),
    wrong("q3_9", "channels merged", "q3_9 = (112, 112, 1)", "channels-merged"),
    wrong("q3_9", "stride 1", "q3_9 = (223, 223, 64)", "stride-ignored"),
    wrong("q3_9", "channels first", "q3_9 = (64, 112, 112)", "chw-vs-hwc"),
    wrong("q3_9", "halved twice", "q3_9 = (56, 56, 64)", "halved-twice"),
    wrong("q3_9", "a quarter of the channels", "q3_9 = (112, 112, 16)"),
    right("q3_10", "a torch.Size", "import torch; q3_10 = torch.Size([20, 16, 24, 99])"),
    wrong("q3_10", "rows and columns swapped", "q3_10 = (20, 16, 49, 49)", "h-and-w-swapped"),
    wrong("q3_10", "written the wrong way round", "q3_10 = (20, 16, 99, 24)", "h-and-w-swapped"),
    wrong("q3_10", "default stride", "q3_10 = (20, 16, 16, 50)", "stride-overridden"),
    wrong("q3_10", "as Keras", "q3_10 = (20, 24, 99, 16)", "hwc-vs-chw"),
    wrong("q3_10", "rounded up", "q3_10 = (20, 16, 25, 99)", "ceil-for-floor"),
    wrong("q3_10", "only divided", "q3_10 = (20, 16, 25, 100)", "kernel-not-subtracted"),
    wrong("q3_10", "one too few", "q3_10 = (20, 16, 23, 98)", "plus-one-forgotten"),
    wrong("q3_10", "no batch", "q3_10 = (16, 24, 99)", "batch-axis-lost"),
    wrong("q3_10", "no channels", "q3_10 = (20, 24, 99)"),
    right("q3_11", "a float", "q3_11 = 0.0"),
    right("q3_11", "a tensor", "import torch; q3_11 = torch.tensor([0])"),
    wrong("q3_11", "one window", "q3_11 = 4", "pool-has-parameters"),
    wrong("q3_11", "a window per channel", "q3_11 = 24", "pool-has-parameters"),
    wrong("q3_11", "with biases", "q3_11 = 30", "pool-has-parameters"),
    wrong("q3_11", "as Conv2d(6, 6, 2)", "q3_11 = 150", "pool-has-parameters"),
    wrong("q3_11", "LeNet-5", "q3_11 = 12", "lenet-pool-confusion"),
    wrong("q3_11", "hyperparameters", "q3_11 = 2"),
    wrong("q3_11", "nothing", "q3_11 = None"),
    right("q3_12", "a fraction", "q3_12 = 21 / 25"),
    right("q3_12", "float32", "q3_12 = np.float32(0.84)"),
    wrong("q3_12", "even sizes", "q3_12 = 0.75", "even-size-assumed"),
    wrong("q3_12", "rounded up", "q3_12 = 0.64", "ceil-for-floor"),
    wrong("q3_12", "kept", "q3_12 = 4 / 25", "kept-for-discarded"),
    wrong("q3_12", "half", "q3_12 = 0.5", "half-per-axis-only"),
    wrong("q3_12", "one axis", "q3_12 = 0.6", "half-per-axis-only"),
    wrong("q3_12", "per cent", "q3_12 = 84", "percent-for-share"),
    wrong("q3_12", "numbers, not a share", "q3_12 = 21"),
    right("q3_13", "a tensor", "import torch; q3_13 = torch.tensor(my_stack).flatten()"),
    right("q3_13", "a tuple", "q3_13 = tuple(np.ravel(my_stack))"),
    wrong("q3_13", "column by column", "q3_13 = np.swapaxes(my_stack, 1, 2).ravel()", "column-major"),
    wrong("q3_13", "channels in turn", "q3_13 = np.moveaxis(my_stack, 0, -1).ravel()", "channels-interleaved"),
    wrong("q3_13", "not flattened", "q3_13 = my_stack", "not-flattened"),
    wrong("q3_13", "a row per channel", "q3_13 = np.reshape(my_stack, (2, 6))", "not-flattened"),
    wrong("q3_13", "one channel only", "q3_13 = np.ravel(my_stack)[:6]"),
    wrong("q3_13", "sorted", "q3_13 = sorted(np.ravel(my_stack))"),
    right("q3_14", "a list", "q3_14 = [2, 5]"),
    right("q3_14", "a torch.Size", "import torch; q3_14 = torch.zeros(2, 5).shape"),
    wrong("q3_14", "flattened", "q3_14 = (2, 80)", "flatten-for-gap"),
    wrong("q3_14", "over the channels", "q3_14 = (2, 4, 4)", "gap-wrong-axis"),
    wrong("q3_14", "no batch", "q3_14 = (5,)", "batch-axis-lost"),
    wrong("q3_14", "not squeezed", "q3_14 = (2, 5, 1, 1)", "ones-not-squeezed"),
    wrong("q3_14", "swapped", "q3_14 = (5, 2)"),
]

LOOPS = """
def max_pool(x, kernel_size, *, stride):
    kernel_size, stride = {size}, {stride}
    rows, columns = {rows}, {columns}
    result = []
    for row in range(rows):
        result.append([])
        for column in range(columns):
            cells = [x[row * stride + i][column * stride + j] for i in range(kernel_size) for j in range(kernel_size)
                     if row * stride + i < len(x) and column * stride + j < len(x[0])]
            result[-1].append({value})
    return {wrapped}
"""


def loops(**changes: str) -> str:
    """Return the code of max pooling in loops, with some part of it changed."""
    parts = {
        "size": "kernel_size",
        "stride": "stride",
        "rows": "(len(x) - kernel_size) // stride + 1",
        "columns": "(len(x[0]) - kernel_size) // stride + 1",
        "value": "max(cells)",
        "wrapped": "result",
    }
    return LOOPS.format(**(parts | changes))


UP = {"rows": "-((kernel_size - len(x)) // stride) + 1", "columns": "-((kernel_size - len(x[0])) // stride) + 1"}

FUNCTION = [
    right("q3_8", "loops, a list of lists", loops()),
    right("q3_8", "an array", loops(wrapped="np.array(result)")),
    right("q3_8", "a tensor", "import torch\n" + loops(wrapped="torch.tensor(result)")),
    right("q3_8", "a tuple", loops(wrapped="tuple(result)")),
    right("q3_8", "windows in one go", "def max_pool(x, kernel_size, *, stride):\n    return np.lib.stride_tricks.sliding_window_view(x, (kernel_size, kernel_size))[::stride, ::stride].max((2, 3))"),
    wrong("q3_8", "all zeros", loops(value="0")),
    wrong("q3_8", "averages", loops(value="sum(cells) / len(cells)"), "average-for-max"),
    wrong("q3_8", "sums", loops(value="sum(cells)"), "sum-for-max"),
    wrong("q3_8", "smallest", loops(value="min(cells)"), "smallest-for-largest"),
    wrong("q3_8", "starts at 0", loops(value="max(0, *cells)"), "largest-starts-at-zero"),
    wrong("q3_8", "largest by size", loops(value="max(cells, key=abs)")),
    wrong("q3_8", "stride 1 for any", loops(stride="1"), "stride-ignored"),
    wrong("q3_8", "stride of the window", loops(stride="kernel_size"), "stride-overridden"),
    wrong("q3_8", "window of 2 for any", loops(size="2")),
    wrong("q3_8", "rounded up", loops(**UP), "ceil-for-floor"),
    wrong("q3_8", "square maps only", loops(columns="(len(x) - kernel_size) // stride + 1")),
    wrong("q3_8", "knows the public answers", "def max_pool(x, kernel_size, *, stride): return [[3, 2], [1, 2]] if stride == 2 else [[3, 3, 2], [1, 1, 1], [1, 1, 2]]"),
    wrong("q3_8", "whole numbers only", loops(wrapped="np.array(result).astype(int)")),
    wrong("q3_8", "the library's own", "def max_pool(x, kernel_size, *, stride): return max_pool2d(x, kernel_size, stride=stride)"),
    wrong("q3_8", "nothing returned", loops(wrapped="None")),
    wrong("q3_8", "an exception", "def max_pool(x, kernel_size, *, stride): return x.nothing"),
    wrong("q3_8", "untouched", "def max_pool(x, kernel_size, *, stride): raise NotImplementedError('q3_8: write')"),
    wrong("q3_8", "not a function", "max_pool = [[3, 2], [1, 2]]"),
]  # fmt: skip

PLANTED = [*BY_HAND, *FUNCTION, *SHAPES]
