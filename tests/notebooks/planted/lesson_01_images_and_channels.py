"""Planted answers for lesson 01."""

# ruff: noqa: E501  (an answer is on one line)

from tests.notebooks.planted import right, wrong


def with_others(code: str, **answers: str) -> str:
    """Return the code of question 4 with the other two answers right."""
    rest = {"q1_4_gray": "(1, 128, 128)", "q1_4_batch": "(8, 3, 32, 48)", "q1_4_axes": "(0, 3, 1, 2)"}
    name = code.split(" = ")[0]
    return "; ".join([code, *(f"{other} = {value}" for other, value in rest.items() if other != name)])


BRIGHTEST = "np.unravel_index(np.argmax(my_picture), (4, 5))"
PIXEL = "(my_pixel / 255 - 0.5)"
PATCH = "np.array(my_patch)"
SCORES = "np.array(my_weights) @ my_vector"
HIDDEN = "(np.array(my_first) @ my_x)"

HAND = [
    right("q1_1", "a tuple of NumPy numbers", f"q1_1 = {BRIGHTEST}"),
    right("q1_1", "a list", f"q1_1 = list({BRIGHTEST})"),
    right("q1_1", "a tensor", f"import torch; q1_1 = torch.tensor([int(n) for n in {BRIGHTEST}])"),
    wrong("q1_1", "column first", f"q1_1 = {BRIGHTEST}[::-1]", "h-and-w-swapped"),
    wrong("q1_1", "counted from 1", f"q1_1 = [n + 1 for n in {BRIGHTEST}]", "counted-from-one"),
    wrong("q1_1", "the darkest", "q1_1 = np.unravel_index(np.argmin(my_picture), (4, 5))", "dark-for-bright"),
    wrong("q1_1", "the number itself", "q1_1 = np.max(my_picture)"),
    wrong("q1_1", "its place in one long row", "q1_1 = np.argmax(my_picture)"),
    right("q1_2", "a tuple", "q1_2 = (784, 3072, 3 * my_height * my_width)"),
    right("q1_2", "floats in an array", "q1_2 = np.array([784.0, 3072.0, 3.0 * my_height * my_width])"),
    wrong("q1_2", "pixels", "q1_2 = [784, 1024, my_height * my_width]", "colour-left-out"),
    wrong("q1_2", "sizes added", "q1_2 = [57, 67, my_height + my_width + 3]", "sizes-added"),
    wrong("q1_2", "MNIST in colour", "q1_2 = [784 * 3, 3072, 3 * my_height * my_width]"),
    wrong("q1_2", "two of three", "q1_2 = [784, 3072]"),
    wrong("q1_2", "shapes", "q1_2 = [(28, 28), (32, 32, 3), (my_height, my_width, 3)]"),
    right("q1_4", "lists", with_others("q1_4_gray = [1, 128, 128]")),
    right("q1_4", "a torch.Size", with_others("import torch; q1_4_gray = torch.Size([1, 128, 128])")),
    right("q1_4", "an array", with_others("q1_4_axes = np.array([0, 3, 1, 2])")),
    right("q1_4", "an array's shape", with_others("q1_4_batch = np.zeros((8, 3, 32, 48)).shape")),
    right("q1_4", "an axis counted from the end", with_others("q1_4_axes = (0, -1, 1, 2)")),
    right("q1_4", "a tensor", with_others("import torch; q1_4_axes = torch.tensor([0, 3, 1, 2])")),
    wrong("q1_4", "axes not given", with_others("q1_4_axes = ...")),
    wrong("q1_4", "a single number", with_others("q1_4_axes = 3")),
    wrong("q1_4", "a function", with_others("q1_4_axes = len")),
    wrong("q1_4", "no channel axis", with_others("q1_4_gray = (128, 128)"), "channel-axis-missing"),
    wrong("q1_4", "grey, channels last", with_others("q1_4_gray = (128, 128, 1)"), "hwc-vs-chw"),
    wrong("q1_4", "grey as RGB", with_others("q1_4_gray = (3, 128, 128)"), "gray-as-rgb"),
    wrong("q1_4", "grey with a batch axis", with_others("q1_4_gray = (1, 1, 128, 128)")),
    wrong("q1_4", "batch, channels last", with_others("q1_4_batch = (8, 32, 48, 3)"), "hwc-vs-chw"),
    wrong("q1_4", "width first", with_others("q1_4_batch = (8, 3, 48, 32)"), "h-and-w-swapped"),
    wrong("q1_4", "batch without channels", with_others("q1_4_batch = (8, 32, 48)"), "channel-axis-missing"),
    wrong("q1_4", "batch of grey", with_others("q1_4_batch = (8, 1, 32, 48)"), "rgb-as-gray"),
    wrong("q1_4", "one picture", with_others("q1_4_batch = (3, 32, 48)"), "batch-axis-lost"),
    wrong("q1_4", "back to Keras", with_others("q1_4_axes = (0, 2, 3, 1)"), "inverse-permutation"),
    wrong("q1_4", "width before height", with_others("q1_4_axes = (0, 3, 2, 1)"), "h-and-w-swapped"),
    wrong("q1_4", "the shape, not the axes", with_others("q1_4_axes = (8, 3, 32, 48)")),
    wrong("q1_4", "letters", with_others("q1_4_axes = 'NCHW'")),
    right("q1_5", "an array", "q1_5 = small[:, :, 0]"),
    right("q1_5", "a tensor", "import torch; q1_5 = torch.from_numpy(small).permute(2, 0, 1)[0]"),
    right("q1_5", "floats in tuples", "q1_5 = ((0.0, 3.0), (6.0, 9.0))"),
    wrong("q1_5", "reshape", "q1_5 = small.reshape(3, 2, 2)[0]", "reshape-for-permute"),
    wrong("q1_5", "on its side", "q1_5 = small[:, :, 0].T", "h-and-w-swapped"),
    wrong("q1_5", "the green one", "q1_5 = small[:, :, 1]"),
    wrong("q1_5", "all three", "q1_5 = small.transpose(2, 0, 1)"),
    right("q1_6", "not rounded", f"q1_6 = {PIXEL} / 0.5"),
    right("q1_6", "a tensor", f"import torch; q1_6 = torch.tensor([{PIXEL} * 2])"),
    wrong("q1_6", "not scaled", "q1_6 = (my_pixel - 0.5) / 0.5", "scaling-forgotten"),
    wrong("q1_6", "only scaled", "q1_6 = round(my_pixel / 255, 4)", "normalise-forgotten"),
    wrong("q1_6", "not divided by std", f"q1_6 = round({PIXEL}, 4)", "std-forgotten"),
    wrong("q1_6", "mean not taken away", "q1_6 = my_pixel / 255 / 0.5", "mean-forgotten"),
    wrong("q1_6", "mean taken away last", "q1_6 = my_pixel / 255 / 0.5 - 0.5", "std-before-mean"),
    wrong("q1_6", "rounded to two places", f"q1_6 = round({PIXEL} / 0.5, 2) + 0.005"),
    wrong("q1_6", "times std", f"q1_6 = {PIXEL} * 0.5"),
    right("q1_7", "an array", f"q1_7 = ({PATCH} - {PATCH}.mean()) / {PATCH}.std()"),
    right("q1_7", "rounded to two places", f"q1_7 = np.round(({PATCH} - {PATCH}.mean()) / {PATCH}.std(), 2)"),
    wrong("q1_7", "not divided", f"q1_7 = {PATCH} - {PATCH}.mean()", "std-forgotten"),
    wrong("q1_7", "mean not taken away", f"q1_7 = {PATCH} / {PATCH}.std()", "mean-forgotten"),
    wrong("q1_7", "divided by the variance", f"q1_7 = ({PATCH} - {PATCH}.mean()) / {PATCH}.var()", "variance-for-std"),
    wrong("q1_7", "n - 1", f"q1_7 = ({PATCH} - {PATCH}.mean()) / {PATCH}.std(ddof=1)", "sample-vs-population-std"),
    wrong("q1_7", "zeros", "q1_7 = [[0, 0], [0, 0]]"),
    wrong("q1_7", "transposed", f"q1_7 = ((({PATCH} - {PATCH}.mean()) / {PATCH}.std()).T + 0.1)"),
    right("q1_9", "an array and a NumPy number", f"q1_9_scores = {SCORES}; q1_9_class = np.argmax(q1_9_scores)"),
    right("q1_9", "floats", f"q1_9_scores = ({SCORES}).astype(float).tolist(); q1_9_class = float(np.argmax(q1_9_scores))"),
    wrong("q1_9", "signs dropped", f"q1_9_scores = np.abs(my_weights) @ my_vector; q1_9_class = np.argmax({SCORES})", "minus-sign-lost"),
    wrong("q1_9", "products", f"q1_9_scores = np.multiply(my_weights, my_vector).tolist(); q1_9_class = np.argmax({SCORES})", "not-summed"),
    wrong("q1_9", "weights left out", f"q1_9_scores = [sum(my_vector)] * 3; q1_9_class = np.argmax({SCORES})", "weights-left-out"),
    wrong("q1_9", "classes from 1", f"q1_9_scores = {SCORES}; q1_9_class = np.argmax(q1_9_scores) + 1", "counted-from-one"),
    wrong("q1_9", "the score for the class", f"q1_9_scores = {SCORES}; q1_9_class = max(q1_9_scores)", "score-for-class"),
    wrong("q1_9", "the lowest score", f"q1_9_scores = {SCORES}; q1_9_class = np.argmin(q1_9_scores)", "lowest-score"),
    wrong("q1_9", "two scores", f"q1_9_scores = ({SCORES})[:2]; q1_9_class = np.argmax({SCORES})"),
    right("q1_10", "a NumPy number", f"q1_10 = np.dot(my_second, np.maximum(0, {HIDDEN}))"),
    right("q1_10", "a list of one", f"q1_10 = [float(np.dot(my_second, np.maximum(0, {HIDDEN})))]"),
    wrong("q1_10", "no ReLU", f"q1_10 = np.dot(my_second, {HIDDEN})", "relu-left-out"),
    wrong("q1_10", "ReLU at the end", f"q1_10 = max(0, np.dot(my_second, {HIDDEN}))", "relu-at-the-end"),
    wrong("q1_10", "absolute values", f"q1_10 = np.dot(my_second, np.abs({HIDDEN}))", "sign-dropped"),
    wrong("q1_10", "columns of W1", "q1_10 = np.dot(my_second, np.maximum(0, np.transpose(my_first) @ my_x))", "columns-for-rows"),
    wrong("q1_10", "W2 left out", f"q1_10 = np.maximum(0, {HIDDEN}).sum()", "weights-left-out"),
    wrong("q1_10", "sign of W2 dropped", f"q1_10 = np.dot(np.abs(my_second), np.maximum(0, {HIDDEN}))", "minus-sign-lost"),
    wrong("q1_10", "the hidden numbers", f"q1_10 = np.maximum(0, {HIDDEN})"),
    wrong("q1_10", "one more", f"q1_10 = np.dot(my_second, np.maximum(0, {HIDDEN})) + 1000"),
    right("q1_11", "a tuple", "q1_11 = (1, my_width)"),
    right("q1_11", "floats in an array", "q1_11 = np.array([1.0, my_width])"),
    wrong("q1_11", "height", "q1_11 = [1, my_height]", "height-for-width"),
    wrong("q1_11", "pixels between", "q1_11 = [0, my_width - 1]", "pixels-between"),
    wrong("q1_11", "column by column", "q1_11 = [my_height, 1]", "columns-first"),
    wrong("q1_11", "the other order", "q1_11 = [my_width, 1]"),
    wrong("q1_11", "the diagonal", "q1_11 = [1, my_width + 1]"),
    right("q1_12", "a float", "q1_12 = 49.152e6"),
    right("q1_12", "a NumPy number", "q1_12 = np.int64(49_152_000)"),
    wrong("q1_12", "colour left out", "q1_12 = 128 * 128 * 1000", "colour-left-out"),
    wrong("q1_12", "one unit", "q1_12 = 128 * 128 * 3", "one-unit-only"),
    wrong("q1_12", "added", "q1_12 = 128 * 128 * 3 + 1000", "sizes-added"),
    wrong("q1_12", "with biases", "q1_12 = 128 * 128 * 3 * 1000 + 1000"),
    wrong("q1_12", "with separators", "q1_12 = '49,152,000'"),
    wrong("q1_12", "commas for a number", "q1_12 = 49, 152, 000"),
    right("q1_13", "a tuple", "q1_13 = (3, 2, 1)"),
    right("q1_13", "a float array", "q1_13 = np.array([3.0, 2.0, 1.0])"),
    wrong("q1_13", "in the order of the list", "q1_13 = [1, 2, 3]"),
    wrong("q1_13", "RNN for the letter", "q1_13 = [2, 3, 1]"),
    wrong("q1_13", "counted from 0", "q1_13 = [2, 1, 0]"),
    wrong("q1_13", "words", "q1_13 = ['Transformer', 'RNN', 'CNN']"),
]  # fmt: skip


def gray(body: str) -> str:
    return f"def gray(image):\n    return {body}"


GRAY = [
    right("q1_3", "mean", gray("image.mean(axis=-1)")),
    right("q1_3", "three slices", gray("sum(image[:, :, c].astype(float) for c in range(3)) / 3")),
    right("q1_3", "nested lists", gray("[[sum(map(float, pixel)) / 3 for pixel in row] for row in image]")),
    right("q1_3", "a tensor", gray("torch.from_numpy(image).double().mean(dim=2)").replace("    return", "    import torch\n    return")),
    right("q1_3", "float32", gray("image.astype(np.float32).mean(2)")),
    wrong("q1_3", "bytes run over", gray("(image[:, :, 0] + image[:, :, 1] + image[:, :, 2]) / 3"), "bytes-overflow"),
    wrong("q1_3", "sum", gray("image.astype(int).sum(axis=2)"), "colours-summed"),
    wrong("q1_3", "red only", gray("image[:, :, 0]"), "one-colour-only"),
    wrong("q1_3", "weights of the eye", gray("image @ np.array([0.299, 0.587, 0.114])"), "grey-weighted"),
    wrong("q1_3", "mean over the rows", gray("image.mean(axis=0)"), "mean-over-rows"),
    wrong("q1_3", "one number for all", gray("image.mean()")),
    wrong("q1_3", "whole numbers", gray("image.astype(int).sum(axis=2) // 3 + 0.4")),
    wrong("q1_3", "channel axis kept", gray("image.mean(axis=2, keepdims=True)")),
    wrong("q1_3", "all zeros", gray("np.zeros(image.shape[:2])")),
    wrong("q1_3", "knows the public answer", gray("[[150, 255, 30], [85, 70, 30]]")),
    wrong("q1_3", "two rows of three only", gray("image.reshape(2, 3, 3).mean(axis=2)")),
    wrong("q1_3", "scaled as well", gray("image.mean(axis=2) / 255")),
    wrong("q1_3", "the library's own", "from course_utils.images import to_gray\n" + gray("to_gray(image)")),
    wrong("q1_3", "nothing returned", "def gray(image):\n    image.mean(axis=2)"),
    wrong("q1_3", "an exception", gray("image.nothing")),
    wrong("q1_3", "untouched", "def gray(image):\n    raise NotImplementedError('q1_3: write')"),
]  # fmt: skip

INPUT = """
def for_network(photos, mean, std):
    x = {scaled}
    x = {normalised}
    return {moved}
"""


def for_network(**changes: str) -> str:
    """Return the code of question 8, with some part of it changed."""
    parts = {"scaled": "photos / 255", "normalised": "(x - mean) / std", "moved": "x.transpose(0, 3, 1, 2)"}
    return INPUT.format(**(parts | changes))


NETWORK = [
    right("q1_8", "three lines", for_network()),
    right("q1_8", "axes first", for_network(scaled="np.moveaxis(photos, 3, 1) / 255", normalised="(x - mean[:, None, None]) / std[:, None, None]", moved="x")),
    right("q1_8", "float32", for_network(scaled="photos.astype(np.float32) / 255")),
    right("q1_8", "a tensor", "import torch\n" + for_network(scaled="torch.from_numpy(photos) / 255", normalised="(x - torch.tensor(mean)) / torch.tensor(std)", moved="x.permute(0, 3, 1, 2)")),
    right("q1_8", "a list of pictures", for_network(moved="[picture.transpose(2, 0, 1) for picture in x]")),
    wrong("q1_8", "reshape", for_network(moved="x.reshape(len(x), 3, x.shape[1], x.shape[2])"), "reshape-for-permute"),
    wrong("q1_8", "channels left last", for_network(moved="x"), "hwc-vs-chw"),
    wrong("q1_8", "width before height", for_network(moved="x.transpose(0, 3, 2, 1)"), "h-and-w-swapped"),
    wrong("q1_8", "not scaled", for_network(scaled="photos"), "scaling-forgotten"),
    wrong("q1_8", "only scaled", for_network(normalised="x"), "normalise-forgotten"),
    wrong("q1_8", "not divided by std", for_network(normalised="x - mean"), "std-forgotten"),
    wrong("q1_8", "mean not taken away", for_network(normalised="x / std"), "mean-forgotten"),
    wrong("q1_8", "mean taken away last", for_network(normalised="x / std - mean"), "std-before-mean"),
    wrong("q1_8", "red's mean for all", for_network(normalised="(x - mean[0]) / std[0]"), "one-mean-for-all"),
    wrong("q1_8", "the batch's own mean", for_network(normalised="(x - x.mean()) / x.std()")),
    wrong("q1_8", "divided by 256", for_network(scaled="photos / 256")),
    wrong("q1_8", "first picture only", for_network(moved="x.transpose(0, 3, 1, 2)[:1]")),
    wrong("q1_8", "two pictures only", for_network(scaled="photos[:2] / 255")),
    wrong("q1_8", "the mean of the public case", for_network(normalised="(x - [0.5, 0.4, 0.3]) / [0.25, 0.2, 0.1]")),
    wrong("q1_8", "all zeros", for_network(moved="0 * x.transpose(0, 3, 1, 2)")),
    wrong("q1_8", "the library's own", "from course_utils import images\n" + for_network(moved="images.to_channels_first(x)")),
    wrong("q1_8", "nothing returned", for_network(moved="None")),
    wrong("q1_8", "an exception", for_network(moved="x.nothing")),
    wrong("q1_8", "untouched", "def for_network(photos, mean, std):\n    raise NotImplementedError('q1_8: write')"),
]  # fmt: skip

PLANTED = [*HAND, *GRAY, *NETWORK]
