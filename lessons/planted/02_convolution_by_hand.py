"""Planted answers for lesson 02."""

# ruff: noqa: E501  (each answer is on one line)

from autograder.lesson_format.planted import Planted, right, wrong

SUM = "np.sum(np.multiply(my_pixels, my_weights))"
SMALL = "conv2d(my_small_picture, my_small_kernel)"
MAP = "conv2d(picture, kernel)"
GRID = "from course_utils.widgets import HandGrid; grid = HandGrid(my_small_picture, my_small_kernel)"
MINE = "conv2d(my_picture, my_kernel, stride=2, padding=1)"

HAND = [
    right("q2_1", "an int", f"q2_1 = int({SUM})"),
    right("q2_1", "a float", f"q2_1 = float({SUM})"),
    right("q2_1", "a NumPy number", f"q2_1 = {SUM}"),
    right("q2_1", "a tensor", f"import torch; q2_1 = torch.tensor([[{SUM}]])"),
    wrong("q2_1", "one more", f"q2_1 = {SUM} + 1"),
    wrong("q2_1", "a word", "q2_1 = 'seven'"),
    wrong("q2_1", "signs dropped", "q2_1 = int(np.sum(np.multiply(my_pixels, np.abs(my_weights))))", "minus-sign-lost"),
    wrong("q2_1", "kernel turned", "q2_1 = int(np.sum(my_pixels * np.flip(my_weights)))", "kernel-flipped"),
    wrong("q2_1", "kernel transposed", "q2_1 = int(np.sum(my_pixels * np.transpose(my_weights)))", "kernel-transposed"),
    wrong("q2_1", "not added up", "q2_1 = np.multiply(my_pixels, my_weights).tolist()", "not-summed"),
    wrong("q2_1", "averaged", f"q2_1 = {SUM} / 9", "averaged-not-summed"),
    wrong("q2_1", "weights left out", "q2_1 = int(np.sum(my_pixels))", "window-sum-without-kernel"),
    right("q2_2", "tuples", f"q2_2 = tuple(map(tuple, {SMALL}.tolist()))"),
    right("q2_2", "a float array", f"q2_2 = {SMALL}.astype(float)"),
    right("q2_2", "rows as arrays", f"q2_2 = list({SMALL})"),
    wrong("q2_2", "a cell off by one", f"q2_2 = {SMALL}; q2_2[1, 2] += 1"),
    wrong("q2_2", "transposed map", f"q2_2 = {SMALL}.T"),
    wrong("q2_2", "one flat row", f"q2_2 = {SMALL}.ravel().tolist()"),
    wrong("q2_2", "zeros", "q2_2 = np.zeros((2, 3))"),
    wrong("q2_2", "NaN", "q2_2 = np.full((2, 3), np.nan)"),
    wrong("q2_2", "a single number for all", "q2_2 = 0"),
    wrong("q2_2", "kernel turned", "q2_2 = conv2d(my_small_picture, np.flip(my_small_kernel))", "kernel-flipped"),
    wrong("q2_2", "padded", "q2_2 = conv2d(my_small_picture, my_small_kernel, padding=1)", "padding-added"),
    wrong("q2_2", "averaged", f"q2_2 = {SMALL} / 4", "averaged-not-summed"),
    right(
        "q2_2", "the line that a grid writes", f"{GRID}; grid.answer = {SMALL}; q2_2 = [[*row] for row in grid.answer]"
    ),
    wrong("q2_2", "the grid itself, for it is not handed in", f"{GRID}; grid.answer = {SMALL}; q2_2 = grid"),
    wrong("q2_2", "a grid with nothing in it, as a grader finds it", f"{GRID}; q2_2 = grid"),
    wrong("q2_2", "a wrong grid", f"{GRID}; grid.answer = {SMALL} / 4; q2_2 = grid", "averaged-not-summed"),
    right("q2_3", "a tensor", f"import torch; q2_3 = torch.tensor({MAP})"),
    wrong("q2_3", "copied from the slide", f"q2_3 = {MAP}; q2_3[3, 2] = 1", "copied-slide-error"),
    wrong("q2_3", "another cell changed", f"q2_3 = {MAP}; q2_3[0, 0] = 2"),
    wrong("q2_3", "kernel turned", "q2_3 = conv2d(picture, np.flip(kernel))", "kernel-flipped"),
    wrong("q2_3", "signs dropped", "q2_3 = conv2d(picture, np.abs(kernel))", "minus-sign-lost"),
    wrong("q2_3", "7 for 1", "q2_3 = conv2d(picture, [[1, 0, 0], [0, 7, 0], [0, 0, -1]])", "ocr-literal"),
    wrong("q2_3", "7 for −1", "q2_3 = conv2d(picture, [[1, 0, 0], [0, 1, 0], [0, 0, 7]])", "ocr-literal"),
    wrong("q2_3", "two 7s", "q2_3 = conv2d(picture, [[1, 0, 0], [0, 7, 0], [0, 0, 7]])", "ocr-literal"),
    wrong("q2_3", "padded", "q2_3 = conv2d(picture, kernel, padding=1)", "padding-added"),
    wrong("q2_3", "a row missing", f"q2_3 = {MAP}[:3]"),
    right("q2_4", "a list of floats", "q2_4 = conv2d(picture, kernel, stride=2).astype(float).tolist()"),
    wrong("q2_4", "stride ignored", f"q2_4 = {MAP}", "stride-ignored"),
    wrong("q2_4", "top left corner", f"q2_4 = {MAP}[:2, :2]", "stride-as-crop"),
    wrong("q2_4", "kernel turned", "q2_4 = conv2d(picture, np.flip(kernel), stride=2)", "kernel-flipped"),
    wrong("q2_4", "padded", "q2_4 = conv2d(picture, kernel, stride=2, padding=1)", "padding-added"),
    wrong("q2_4", "last places instead of first", f"q2_4 = {MAP}[1::2, 1::2]"),
    right("q2_5", "an array", f"q2_5 = {MINE}"),
    wrong("q2_5", "padding forgotten", "q2_5 = conv2d(my_picture, my_kernel, stride=2)", "padding-forgotten"),
    wrong(
        "q2_5",
        "Keras 'same'",
        "q2_5 = conv2d(np.pad(my_picture, (0, 1)), my_kernel, stride=2)",
        "same-convention-mixed",
    ),
    wrong("q2_5", "stride ignored", "q2_5 = conv2d(my_picture, my_kernel, padding=1)", "stride-ignored"),
    wrong("q2_5", "top left corner", "q2_5 = conv2d(my_picture, my_kernel, padding=1)[:3, :3]", "stride-as-crop"),
    wrong(
        "q2_5", "kernel turned", "q2_5 = conv2d(my_picture, np.flip(my_kernel), stride=2, padding=1)", "kernel-flipped"
    ),
    wrong("q2_5", "somebody else's picture", "q2_5 = conv2d(np.ones((6, 6)), my_kernel, stride=2, padding=1)"),
    right("q2_8", "a list", "q2_8 = [50, 75]"),
    right("q2_8", "a torch.Size", "import torch; q2_8 = torch.Size([50, 75])"),
    wrong("q2_8", "height and width swapped", "q2_8 = (75, 50)", "h-and-w-swapped"),
    wrong("q2_8", "stride ignored", "q2_8 = (100, 150)", "stride-ignored"),
    wrong("q2_8", "padding forgotten", "q2_8 = (46, 71)", "padding-forgotten"),
    wrong("q2_8", "rounded up", "q2_8 = (51, 76)", "ceil-for-floor"),
    wrong("q2_8", "not rounded", "q2_8 = (50.5, 75.5)", "floor-missing"),
    wrong("q2_8", "padded size", "q2_8 = (108, 158)", "padding-not-consumed"),
    wrong("q2_8", "kernel not taken off", "q2_8 = (54, 79)", "kernel-not-subtracted"),
    wrong("q2_8", "padding counted once", "q2_8 = (48, 73)", "padding-counted-once"),
    wrong("q2_8", "one too few", "q2_8 = (49, 74)", "plus-one-forgotten"),
    wrong("q2_8", "with channels", "q2_8 = (3, 50, 75)"),
]

EDGE = "conv2d(bright_dark, left_minus_right)"
DIAGONAL, UPRIGHT = "conv2d(strokes, filter_1, stride=2)", "conv2d(strokes, filter_2)"
SMILE = "conv2d(smiley, detector)"
COLOURS = "[red, green, blue]"
SIDES = "side_a, side_b, side_c, side_d, side_e, same, seen"
KERNELS_FOUND = "found = [[np.allclose(conv2d(np.eye(9), k), m) for k in candidates].index(True) for m in four_maps(np.eye(9))]; q2_14 ="


def two_maps(diagonal: str = DIAGONAL, upright: str = UPRIGHT) -> str:
    return f"diagonal_map = {diagonal}; upright_map = {upright}"


def colour(number: str = "4", volume: str = "(3, 3, 5)") -> str:
    return f"one_number = {number}; volume = {volume}"


def sides(**changes: object) -> str:
    """Return the code of the seven numbers, some of them changed."""
    right_ones = {"side_a": 3, "side_b": 2, "side_c": 7, "side_d": 32, "side_e": 5, "same": 3, "seen": 7}
    return "; ".join(f"{name} = {value}" for name, value in (right_ones | changes).items())


SECOND_PART = [
    right("q2_9", "an array", f"q2_9 = {EDGE}"),
    right("q2_9", "floats in tuples", f"q2_9 = tuple(map(tuple, {EDGE} * 1.0))"),
    wrong("q2_9", "kernel turned", f"q2_9 = -{EDGE}", "kernel-flipped"),
    wrong("q2_9", "five rows", "q2_9 = [[0, 30, 30, 0]] * 5", "extra-row"),
    wrong("q2_9", "averaged over the window", f"q2_9 = {EDGE} / 9", "averaged-not-summed"),
    wrong("q2_9", "averaged over the rows", f"q2_9 = {EDGE} / 3", "averaged-not-summed"),
    wrong("q2_9", "above minus below", "q2_9 = np.zeros((4, 4))", "kernel-transposed"),
    wrong("q2_9", "signs dropped", "q2_9 = [[60, 30, 30, 0]] * 4", "minus-sign-lost"),
    wrong("q2_9", "padded", "q2_9 = conv2d(bright_dark, left_minus_right, padding=1)", "padding-added"),
    wrong("q2_9", "one row only", "q2_9 = [0, 30, 30, 0]"),
    right("q2_10", "arrays and lists", two_maps(DIAGONAL, f"{UPRIGHT}.tolist()")),
    right("q2_10", "tensors", "import torch; " + two_maps(f"torch.tensor({DIAGONAL})", f"torch.tensor({UPRIGHT})")),
    wrong("q2_10", "top left corner", two_maps("conv2d(strokes, filter_1)[:2, :2]"), "stride-as-crop"),
    wrong("q2_10", "stride ignored", two_maps("conv2d(strokes, filter_1)"), "stride-ignored"),
    wrong("q2_10", "signs dropped", two_maps("conv2d(strokes, np.abs(filter_1), stride=2)"), "minus-sign-lost"),
    wrong(
        "q2_10",
        "filter 2 on its side",
        two_maps(upright="conv2d(strokes, np.transpose(filter_2))"),
        "kernel-transposed",
    ),
    wrong(
        "q2_10", "signs dropped in filter 2", two_maps(upright="conv2d(strokes, np.abs(filter_2))"), "minus-sign-lost"
    ),
    wrong("q2_10", "stride 2 for both", two_maps(upright="conv2d(strokes, filter_2, stride=2)"), "wrong-stride"),
    wrong("q2_10", "maps exchanged", two_maps(UPRIGHT, DIAGONAL)),
    wrong("q2_10", "only the first", two_maps(upright="...")),
    right("q2_11", "an array", f"q2_11 = {SMILE}"),
    wrong("q2_11", "copied from the slide", f"q2_11 = {SMILE}; q2_11[2, 2] = 1", "copied-slide-error"),
    wrong("q2_11", "kernel turned", "q2_11 = conv2d(smiley, np.flip(detector))", "kernel-flipped"),
    wrong("q2_11", "kernel transposed", "q2_11 = conv2d(smiley, np.transpose(detector))", "kernel-transposed"),
    wrong("q2_11", "padded", "q2_11 = conv2d(smiley, detector, padding=1)", "padding-added"),
    wrong("q2_11", "another cell fixed", f"q2_11 = {SMILE}; q2_11[2, 2] = 1; q2_11[3, 1] = 3"),
    right("q2_12", "a float and a list", colour("4.0", "[3, 3, 5]")),
    right("q2_12", "arrays", colour(f"conv2d({COLOURS}, [kernel] * 3)", "np.array([3, 3, 5])")),
    wrong("q2_12", "three numbers", colour("[1, 1, 2]"), "not-summed"),
    wrong("q2_12", "the mean of the channels", colour("4 / 3"), "averaged-not-summed"),
    wrong("q2_12", "red only", colour(f"int(conv2d({COLOURS}[0], kernel)[0, 0])"), "only-first-channel"),
    wrong("q2_12", "the largest channel", colour("2"), "max-not-sum"),
    wrong("q2_12", "signs dropped", colour(f"conv2d({COLOURS}, [np.abs(kernel)] * 3)"), "minus-sign-lost"),
    wrong("q2_12", "one too many", colour("5")),
    wrong("q2_12", "as deep as the input", colour(volume="(3, 3, 3)"), "depth-from-input"),
    wrong("q2_12", "in times out", colour(volume="(3, 3, 15)"), "channels-multiplied"),
    wrong("q2_12", "padding forgotten", colour(volume="(2, 2, 5)"), "padding-forgotten"),
    wrong("q2_12", "stride ignored", colour(volume="(5, 5, 5)"), "stride-ignored"),
    wrong("q2_12", "channels first", colour(volume="(5, 3, 3)"), "chw-vs-hwc"),
    wrong("q2_12", "with a batch", colour(volume="(1, 3, 3, 5)")),
    right("q2_13", "floats", sides(side_a="3.0", seen="7.0")),
    right("q2_13", "NumPy and tuple", f"{SIDES} = np.array([3, 2, 7, 32, 5, 3, 7])"),
    wrong("q2_13", "a: stride ignored", sides(side_a=5), "stride-ignored"),
    wrong("q2_13", "a: one too few", sides(side_a=2), "plus-one-forgotten"),
    wrong("q2_13", "a: kernel not taken off", sides(side_a=4), "kernel-not-subtracted"),
    wrong("q2_13", "b: nothing comes out", sides(side_b=0), "thinks-it-crashes"),
    wrong("q2_13", "b: an error, it says", sides(side_b="'error'"), "thinks-it-crashes"),
    wrong("q2_13", "b: not rounded", sides(side_b=2.3333333), "floor-missing"),
    wrong("q2_13", "b: rounded up", sides(side_b=3), "ceil-for-floor"),
    wrong("q2_13", "b: one too few", sides(side_b=1), "plus-one-forgotten"),
    wrong("q2_13", "b: stride ignored", sides(side_b=5), "stride-ignored"),
    wrong("q2_13", "c: padding once", sides(side_c=6), "padding-counted-once"),
    wrong("q2_13", "c: padding forgotten", sides(side_c=5), "padding-forgotten"),
    wrong("q2_13", "c: padded size", sides(side_c=9), "padding-not-consumed"),
    wrong("q2_13", "d: padding once", sides(side_d=30), "padding-counted-once"),
    wrong("q2_13", "d: padding forgotten", sides(side_d=28), "padding-forgotten"),
    wrong("q2_13", "d: padded size", sides(side_d=36), "padding-not-consumed"),
    wrong("q2_13", "d: one too few", sides(side_d=31), "plus-one-forgotten"),
    wrong("q2_13", "e: as on the slide", sides(side_e=4), "dilation-slide-formula"),
    wrong("q2_13", "e: dilation ignored", sides(side_e=6), "dilation-ignored"),
    wrong("q2_13", "e: kernel not taken off", sides(side_e=7), "kernel-not-subtracted"),
    wrong("q2_13", "e: padded size", sides(side_e=13), "padding-not-consumed"),
    wrong("q2_13", "e: stride ignored", sides(side_e=9), "stride-ignored"),
    wrong("q2_13", "same: all on one side", sides(same=6), "padding-counted-once"),
    wrong("q2_13", "same: half a kernel", sides(same=3.5), "floor-missing"),
    wrong("q2_13", "same: of a 3 x 3", sides(same=1), "padding-of-3x3"),
    wrong("q2_13", "seen: 3 + 3 + 3", sides(seen=9), "rf-sum-of-kernels"),
    wrong("q2_13", "seen: the last layer's", sides(seen=3), "rf-last-layer-only"),
    wrong("q2_13", "seen: two layers", sides(seen=5)),
    wrong("q2_13", "one left out", sides(side_e="...")),
    right("q2_14", "a list", f"{KERNELS_FOUND} found"),
    right("q2_14", "an array", f"{KERNELS_FOUND} np.array(found)"),
    wrong("q2_14", "counted from 1", f"{KERNELS_FOUND} [n + 1 for n in found]", "counted-from-one"),
    wrong(
        "q2_14",
        "1 and 2 exchanged",
        f"{KERNELS_FOUND} [{{1: 2, 2: 1}}.get(n, n) for n in found]",
        "edge-directions-swapped",
    ),
    wrong(
        "q2_14",
        "5 and 6 exchanged",
        f"{KERNELS_FOUND} [{{5: 6, 6: 5}}.get(n, n) for n in found]",
        "brightness-overlooked",
    ),
    wrong("q2_14", "backwards", f"{KERNELS_FOUND} found[::-1]"),
    wrong("q2_14", "three of four", f"{KERNELS_FOUND} found[:3]"),
    wrong("q2_14", "names", "q2_14 = ['identity', 'sharpen', 'box blur', 'nine ones']"),
]

LOOPS = """
def {name}(picture, kernel{signature}):
    padding, stride = {padding}, {stride}
    picture = {padded}
    kernel = {kernel}
    rows = (len(picture) - len(kernel)) // stride + 1
    columns = (len(picture[0]) - len(kernel[0])) // stride + 1
    return {wrapped}([[{cell}
             for column in range(columns)] for row in range(rows)])
"""
CELL = """sum(picture[row * stride + u][column * stride + v] * kernel[u][v]
                 for u in range(len(kernel)) for v in range(len(kernel[0])))"""


def loops(name: str, **changes: str) -> str:
    """Return the code of a convolution in loops, with some part of it changed."""
    full = name == "conv2d_by_hand"
    parts = {
        "signature": ", *, stride=1, padding=0" if full else "",
        "padding": "padding" if full else "0",
        "stride": "stride" if full else "1",
        "padded": "np.pad(picture, padding)",
        "kernel": "kernel",
        "wrapped": "np.array",
        "cell": CELL,
    }
    return LOOPS.format(name=name, **(parts | changes))


def functions(question: str, name: str) -> list[Planted]:
    """Return answers that are functions, for one of the two questions."""
    return [
        right(question, "loops in plain Python", loops(name)),
        right(question, "a list of lists", loops(name, wrapped="list")),
        right(question, "a tuple", loops(name, wrapped="tuple")),
        right(question, "a torch tensor", "import torch\n" + loops(name, wrapped="torch.tensor")),
        right(question, "float32", loops(name, padded="np.pad(picture, padding).astype(np.float32)")),
        wrong(question, "all zeros", loops(name, cell="0")),
        wrong(question, "kernel turned", loops(name, kernel="kernel[::-1, ::-1]"), "kernel-flipped"),
        wrong(question, "one row too few", loops(name, wrapped="(lambda m: np.array(m)[:-1])")),
        wrong(question, "squares the sum", loops(name, cell=f"({CELL}) ** 2")),
        wrong(question, "ReLU on top", loops(name, cell=f"max(0, {CELL}) - 1e-3")),
        wrong(question, "nothing returned", loops(name, wrapped="(lambda m: None)")),
        wrong(
            question, "the library's own", f"def {name}(picture, kernel, **how): return conv2d(picture, kernel, **how)"
        ),
        wrong(question, "not a function", f"{name} = 7"),
        wrong(question, "an exception", f"def {name}(picture, kernel, **how): return picture.nothing"),
        wrong(
            question, "untouched", f"def {name}(picture, kernel, **how): raise NotImplementedError('{question}: write')"
        ),
        wrong(question, "prints instead", f"def {name}(picture, kernel, **how): print(picture)"),
    ]


PLANTED = [
    *HAND,
    *SECOND_PART,
    *functions("q2_6", "feature_map"),
    wrong("q2_6", "sums the window", loops("feature_map", kernel="np.ones_like(kernel)"), "window-sum-without-kernel"),
    wrong("q2_6", "averages", loops("feature_map", cell=f"({CELL}) / kernel.size"), "averaged-not-summed"),
    wrong("q2_6", "kernel transposed", loops("feature_map", kernel="kernel.T"), "kernel-transposed"),
    wrong("q2_6", "knows the public answer", "def feature_map(picture, kernel): return [[370, 470], [670, 770]]"),
    wrong("q2_6", "square pictures only", loops("feature_map").replace("len(picture[0])", "len(picture)")),
    *functions("q2_7", "conv2d_by_hand"),
    wrong("q2_7", "stride ignored", loops("conv2d_by_hand", stride="1"), "stride-ignored"),
    wrong("q2_7", "padding ignored", loops("conv2d_by_hand", padding="0"), "padding-forgotten"),
    wrong("q2_7", "padded on one side", loops("conv2d_by_hand", padded="np.pad(picture, (padding, 0))"), "padding-one-side"),
    wrong("q2_7", "Keras 'same'", loops("conv2d_by_hand", padded="np.pad(picture, (0, padding))"), "same-convention-mixed"),
    wrong("q2_7", "padded with the edge", loops("conv2d_by_hand", padded="np.pad(picture, padding, mode='edge')")),
    wrong("q2_7", "stride of 2 for any", loops("conv2d_by_hand", stride="2 if stride > 1 else 1")),
]  # fmt: skip
