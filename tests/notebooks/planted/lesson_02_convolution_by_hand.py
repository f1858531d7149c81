"""Planted answers for lesson 02."""

# ruff: noqa: E501  (an answer stands on one line)

from tests.notebooks.planted import Planted


def wrong(question: str, what: str, code: str, tag: str | None = None) -> Planted:
    return Planted(question, what, code, tag=tag)


def right(question: str, what: str, code: str) -> Planted:
    return Planted(question, what, code, right=True)


SUM = "np.sum(np.multiply(my_pixels, my_weights))"
SMALL = "conv2d(my_small_picture, my_small_kernel)"
MAP = "conv2d(picture, kernel)"
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
    right("q2_3", "a tensor", f"import torch; q2_3 = torch.tensor({MAP})"),
    wrong("q2_3", "copied from the slide", f"q2_3 = {MAP}; q2_3[3, 2] = 1", "copied-slide-error"),
    wrong("q2_3", "another cell changed", f"q2_3 = {MAP}; q2_3[0, 0] = 2"),
    wrong("q2_3", "kernel turned", "q2_3 = conv2d(picture, np.flip(kernel))", "kernel-flipped"),
    wrong("q2_3", "signs dropped", "q2_3 = conv2d(picture, np.abs(kernel))", "minus-sign-lost"),
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
    wrong("q2_8", "padding forgotten", "q2_8 = (49, 74)", "padding-forgotten"),
    wrong("q2_8", "rounded up", "q2_8 = (51, 76)", "ceil-for-floor"),
    wrong("q2_8", "not rounded", "q2_8 = (50.5, 75.5)", "floor-missing"),
    wrong("q2_8", "padded size", "q2_8 = (102, 152)", "padding-not-consumed"),
    wrong("q2_8", "with channels", "q2_8 = (3, 50, 75)"),
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
