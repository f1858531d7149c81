"""Planted answers for lesson 04."""

# ruff: noqa: E501  (each answer is on one line)

from autograder.lesson_format.planted import right, wrong

PIXELS, NEURONS = "my_height * my_width", "my_map[0] * my_map[1]"
THREE = "[my_inputs * my_nodes, my_window * my_nodes, my_window]"
PLACES = "my_places[0] * my_places[1]"
FILTERS = "3 * my_side**2 * my_filters"
MISTAKES_BEHIND = "counting_puzzle.mistakes_behind(my_wrong_counts, *my_layer)"
FULL, SHARED = "55**2 * 96 * (55**2 * 3 + 1)", "96 * (11**2 * 3 + 1)"
CHAIN = "(10_000 * 5_000 + 5 * 5_000**2 + 5_000 * 50)"
STACK = "27 * my_channels**2"

NUMBERS = [
    right("q4_1", "a float", f"q4_1 = float({PIXELS} * {NEURONS})"),
    right("q4_1", "a NumPy product", f"q4_1 = np.prod([{PIXELS}, {NEURONS}])"),
    wrong("q4_1", "with biases", f"q4_1 = ({PIXELS} + 1) * {NEURONS}", "bias-counted"),
    wrong("q4_1", "added", f"q4_1 = {PIXELS} + {NEURONS}", "added-not-multiplied"),
    wrong("q4_1", "the convolution", "q4_1 = 3 * 3", "conv-for-fc"),
    wrong("q4_1", "the pixels only", f"q4_1 = {PIXELS}"),
    wrong("q4_1", "zero", "q4_1 = 0"),
    right("q4_2", "a tuple", f"q4_2 = tuple({THREE})"),
    right("q4_2", "a tensor", f"import torch; q4_2 = torch.tensor({THREE})"),
    wrong("q4_2", "sharing forgotten", "q4_2 = [my_inputs * my_nodes, my_window * my_nodes, my_window * my_nodes]", "sharing-forgotten"),
    wrong("q4_2", "with biases", "q4_2 = [(my_inputs + 1) * my_nodes, (my_window + 1) * my_nodes, my_window + 1]", "bias-counted"),
    wrong("q4_2", "one shared weight", "q4_2 = [my_inputs * my_nodes, my_window * my_nodes, 1]", "taps-forgotten"),
    wrong("q4_2", "added", "q4_2 = [my_inputs + my_nodes, my_window + my_nodes, my_window + 1]", "added-not-multiplied"),
    wrong("q4_2", "the other order", f"q4_2 = {THREE}[::-1]"),
    wrong("q4_2", "the lecture's own layer", "q4_2 = [7 * 3, 3 * 3, 3]"),
    wrong("q4_2", "two of three", f"q4_2 = {THREE}[:2]"),
    wrong("q4_2", "one blank", "q4_2 = [my_inputs * my_nodes, ..., my_window]"),
    right("q4_3", "a float", "q4_3 = float(my_kernel**2)"),
    right("q4_3", "an array of one", "q4_3 = np.array([my_kernel * my_kernel])"),
    wrong("q4_3", "sharing forgotten", f"q4_3 = my_kernel**2 * {PLACES}", "sharing-forgotten"),
    wrong("q4_3", "with bias", "q4_3 = my_kernel**2 + 1", "bias-counted"),
    wrong("q4_3", "fully connected", f"q4_3 = my_sides[0] * my_sides[1] * {PLACES}", "fc-for-conv"),
    wrong("q4_3", "the places", f"q4_3 = {PLACES}"),
    right("q4_4", "a NumPy number", f"q4_4 = np.int64({FILTERS})"),
    wrong("q4_4", "with biases", f"q4_4 = {FILTERS} + my_filters", "bias-counted"),
    wrong("q4_4", "depth forgotten", "q4_4 = my_side**2 * my_filters", "depth-forgotten"),
    wrong("q4_4", "one filter", "q4_4 = 3 * my_side**2", "one-filter-only"),
    wrong("q4_4", "sharing forgotten", f"q4_4 = {FILTERS} * (129 - my_side)**2", "sharing-forgotten"),
    wrong("q4_4", "fully connected, fair", "q4_4 = 3 * 128**2 * my_filters * (129 - my_side)**2", "fc-for-conv"),
    wrong("q4_4", "fully connected, a number each", "q4_4 = 3 * 128**2 * my_filters", "fc-for-conv"),
    wrong("q4_4", "one more", f"q4_4 = {FILTERS} + 1"),
    right("q4_5", "a tensor", "import torch; q4_5 = torch.tensor(760)"),
    right("q4_5", "a float", "q4_5 = 760.0"),
    wrong("q4_5", "no biases", "q4_5 = 750", "bias-forgotten"),
    wrong("q4_5", "bias twice", "q4_5 = 761", "bias-twice"),
    wrong("q4_5", "one bias", "q4_5 = 751", "bias-one-per-layer"),
    wrong("q4_5", "depth forgotten", "q4_5 = 260", "depth-forgotten"),
    wrong("q4_5", "one filter", "q4_5 = 76", "one-filter-only"),
    wrong("q4_5", "sharing forgotten", "q4_5 = 778_240", "sharing-forgotten"),
    wrong("q4_5", "a bias for each pixel", "q4_5 = 10_990", "bias-per-pixel"),
    wrong("q4_5", "fully connected", "q4_5 = 10 * 32**2 * (3 * 32**2 + 1)", "fc-for-conv"),
    wrong("q4_5", "a word", "q4_5 = '760'"),
    right("q4_6", "a tuple", f"q4_6 = tuple({MISTAKES_BEHIND})"),
    right("q4_6", "an array of floats", f"q4_6 = np.array({MISTAKES_BEHIND}, dtype=float)"),
    wrong("q4_6", "the other way round", f"behind = {MISTAKES_BEHIND}; q4_6 = [behind.index(n) + 1 for n in range(1, 8)]", "listed-the-other-way"),
    wrong("q4_6", "counted from 0", f"q4_6 = [n - 1 for n in {MISTAKES_BEHIND}]"),
    wrong("q4_6", "two exchanged", f"q4_6 = {MISTAKES_BEHIND}; q4_6[0], q4_6[1] = q4_6[1], q4_6[0]"),
    wrong("q4_6", "as in the table", "q4_6 = [1, 2, 3, 4, 5, 6, 7]"),
    wrong("q4_6", "the counts again", "q4_6 = my_wrong_counts"),
    right("q4_7", "a tuple", f"q4_7 = ({FULL}, {SHARED})"),
    right("q4_7", "an array of floats", f"q4_7 = np.array([{FULL}, {SHARED}], dtype=float)"),
    wrong("q4_7", "full: no biases", f"q4_7 = [2_635_380_000, {SHARED}]", "bias-forgotten"),
    wrong("q4_7", "full: one bias", f"q4_7 = [2_635_380_001, {SHARED}]", "bias-one-per-layer"),
    wrong("q4_7", "full: positions forgotten", f"q4_7 = [871_296, {SHARED}]", "output-positions-forgotten"),
    wrong("q4_7", "full: local", f"q4_7 = [105_705_600, {SHARED}]", "local-for-fc"),
    wrong("q4_7", "full: the convolution", f"q4_7 = [34_944, {SHARED}]", "conv-for-fc"),
    wrong("q4_7", "shared: no biases", f"q4_7 = [{FULL}, 34_848]", "bias-forgotten"),
    wrong("q4_7", "shared: bias twice", f"q4_7 = [{FULL}, 34_945]", "bias-twice"),
    wrong("q4_7", "shared: one bias", f"q4_7 = [{FULL}, 34_849]", "bias-one-per-layer"),
    wrong("q4_7", "shared: depth forgotten", f"q4_7 = [{FULL}, 11_712]", "depth-forgotten"),
    wrong("q4_7", "shared: one filter", f"q4_7 = [{FULL}, 364]", "one-filter-only"),
    wrong("q4_7", "shared: local", f"q4_7 = [{FULL}, 105_705_600]", "sharing-forgotten"),
    wrong("q4_7", "shared: a bias for each cell", f"q4_7 = [{FULL}, 325_248]", "bias-per-pixel"),
    wrong("q4_7", "shared: fully connected", f"q4_7 = [{FULL}, {FULL}]", "fc-for-conv"),
    wrong("q4_7", "exchanged", f"q4_7 = [{SHARED}, {FULL}]", "conv-for-fc"),
    wrong("q4_7", "rounded", "q4_7 = [2_635_670_000, 34_900]"),
    wrong("q4_7", "a single number", f"q4_7 = {FULL}"),
    right("q4_9", "a float", f"q4_9 = float({CHAIN})"),
    wrong("q4_9", "as printed", "q4_9 = 227_550_000", "copied-slide-error"),
    wrong("q4_9", "seven matrices", "q4_9 = 225_250_000", "layers-miscounted"),
    wrong("q4_9", "six matrices", "q4_9 = 200_250_000", "layers-miscounted"),
    wrong("q4_9", "with biases", f"q4_9 = {CHAIN} + 6 * 5_000 + 50", "bias-counted"),
    wrong("q4_9", "for all samples", f"q4_9 = 60_000 * {CHAIN}", "times-samples"),
    wrong("q4_9", "rounded", "q4_9 = 175_000_000"),
    right("q4_10", "not rounded", "q4_10 = 175_250_000 * 4 / 1e9"),
    right("q4_10", "an array", "q4_10 = np.array([0.701])"),
    wrong("q4_10", "a byte each", "q4_10 = 0.17525", "bytes-forgotten"),
    wrong("q4_10", "bits", "q4_10 = 5.608", "bits-for-bytes"),
    wrong("q4_10", "for all samples", "q4_10 = 42_060", "times-samples"),
    wrong("q4_10", "of the printed count", "q4_10 = 0.9102", "copied-slide-error"),
    wrong("q4_10", "in GiB", "q4_10 = 175_250_000 * 4 / 1024**3", "gib-for-gb"),
    wrong("q4_10", "in MB", "q4_10 = 701"),
    right("q4_11", "a float", f"q4_11 = float({STACK})"),
    wrong("q4_11", "the large layer", "q4_11 = 49 * my_channels**2", "standard-conv"),
    wrong("q4_11", "one layer", "q4_11 = 9 * my_channels**2", "one-layer-only"),
    wrong("q4_11", "depth forgotten", "q4_11 = 27 * my_channels", "depth-forgotten"),
    wrong("q4_11", "with biases", f"q4_11 = {STACK} + 3 * my_channels", "bias-counted"),
    wrong("q4_11", "64 channels, as in the lecture", "q4_11 = 110_592"),
    right("q4_12", "a tuple of floats", "q4_12 = (156.0, 122_304.0)"),
    wrong("q4_12", "parameters: no biases", "q4_12 = [150, 122_304]", "bias-forgotten"),
    wrong("q4_12", "parameters: bias twice", "q4_12 = [157, 122_304]", "bias-twice"),
    wrong("q4_12", "parameters: one bias", "q4_12 = [151, 122_304]", "bias-one-per-layer"),
    wrong("q4_12", "parameters: one filter", "q4_12 = [26, 122_304]", "one-filter-only"),
    wrong("q4_12", "parameters: connections", "q4_12 = [122_304, 122_304]", "sharing-forgotten"),
    wrong("q4_12", "parameters: a bias for each cell", "q4_12 = [4854, 122_304]", "bias-per-pixel"),
    wrong("q4_12", "connections: no biases", "q4_12 = [156, 117_600]", "bias-forgotten"),
    wrong("q4_12", "connections: parameters", "q4_12 = [156, 156]", "params-for-connections"),
    wrong("q4_12", "connections: size of the input", "q4_12 = [156, 159_744]", "wrong-map-size"),
    wrong("q4_12", "connections: one filter", "q4_12 = [156, 20_384]", "one-filter-only"),
    wrong("q4_12", "exchanged", "q4_12 = [122_304, 156]", "sharing-forgotten"),
    right("q4_13", "an array", "q4_13 = np.array([12, 1516])"),
    wrong("q4_13", "S2: learns nothing", "q4_13 = [0, 1516]", "lenet-pool-confusion"),
    wrong("q4_13", "S2: four weights", "q4_13 = [24, 1516]", "sharing-forgotten"),
    wrong("q4_13", "S2: four weights and a bias", "q4_13 = [30, 1516]", "sharing-forgotten"),
    wrong("q4_13", "S2: one map", "q4_13 = [2, 1516]", "one-filter-only"),
    wrong("q4_13", "S2: no biases", "q4_13 = [6, 1516]", "bias-forgotten"),
    wrong("q4_13", "C3: all inputs", "q4_13 = [12, 2416]", "full-connection-c3"),
    wrong("q4_13", "C3: depth forgotten", "q4_13 = [12, 416]", "depth-forgotten"),
    wrong("q4_13", "C3: no biases", "q4_13 = [12, 1500]", "bias-forgotten"),
    wrong("q4_13", "C3: one bias", "q4_13 = [12, 1501]", "bias-one-per-layer"),
    right("q4_14", "a float", "q4_14 = 6e4"),
    wrong("q4_14", "today's LeNet", "q4_14 = 61_706", "modern-lenet"),
    wrong("q4_14", "with the output layer", "q4_14 = 60_840", "output-layer-counted"),
    wrong("q4_14", "without S2 and S4", "q4_14 = 59_956", "lenet-pool-confusion"),
    wrong("q4_14", "C3 with all inputs", "q4_14 = 60_900", "full-connection-c3"),
    wrong("q4_14", "the connections", "q4_14 = 340_068"),
]  # fmt: skip

COUNT = """
def count_parameters(layers, *, in_channels, kernel_size=3, bias=True):
    total = {start}
    for layer in layers:
        if layer == "pool":
            continue
        {line}
        {after}
    return {result}
"""


def count(
    line: str = "total += layer * (in_channels * kernel_size * kernel_size + bias)",
    after: str = "in_channels = layer",
    result: str = "total",
    start: str = "0",
) -> str:
    """Return the code of a count, with some part of it changed."""
    return COUNT.format(line=line, after=after, result=result, start=start)


RECURSIVE = """
def count_parameters(layers, *, in_channels, kernel_size=3, bias=True):
    if not layers:
        return 0
    first, *others = layers
    options = dict(kernel_size=kernel_size, bias=bias)
    if first == "pool":
        return count_parameters(others, in_channels=in_channels, **options)
    return first * (in_channels * kernel_size ** 2 + int(bias)) + count_parameters(others, in_channels=first, **options)
"""

FUNCTIONS = [
    right("q4_8", "a loop", count()),
    right("q4_8", "recursion", RECURSIVE),
    right("q4_8", "a float", count(result="float(total)")),
    right("q4_8", "an array", count(result="np.array([total])")),
    right("q4_8", "a tensor", "import torch\n" + count(result="torch.tensor(total)")),
    right("q4_8", "float64 on the way", count(start="np.float64(0)")),
    wrong("q4_8", "bias always forgotten", count("total += layer * in_channels * kernel_size ** 2"), "bias-forgotten"),
    wrong("q4_8", "bias always counted", count("total += layer * (in_channels * kernel_size ** 2 + 1)"), "bias-counted"),
    wrong("q4_8", "one bias in each layer", count("total += layer * in_channels * kernel_size ** 2 + bias")),
    wrong("q4_8", "channels not passed on", count(after="pass"), "channels-not-passed-on"),
    wrong("q4_8", "depth forgotten", count("total += layer * (kernel_size ** 2 + bias)"), "depth-forgotten"),
    wrong("q4_8", "the last layer only", count("total = layer * (in_channels * kernel_size ** 2 + bias)"), "one-layer-only"),
    wrong("q4_8", "always 3 x 3", count("total += layer * (in_channels * 9 + bias)")),
    wrong("q4_8", "kernel not squared", count("total += layer * (in_channels * kernel_size + bias)")),
    wrong("q4_8", "all zeros", count("pass")),
    wrong("q4_8", "knows the public answers", "def count_parameters(layers, *, in_channels, kernel_size=3, bias=True): return 408 if bias else 396"),
    wrong("q4_8", "a pool sets the depth back", count().replace("continue", "in_channels = 3; continue")),
    wrong("q4_8", "nothing returned", count(result="None")),
    wrong("q4_8", "stops at a pool", count().replace("continue", "break")),
    wrong("q4_8", "the library's own", "def count_parameters(layers, *, in_channels, **how): return summary(layers, (in_channels, 500, 500), **how).parameters"),
    wrong("q4_8", "not a function", "count_parameters = 408"),
    wrong("q4_8", "an exception", "def count_parameters(layers, **how): return layers.total"),
    wrong("q4_8", "untouched", "def count_parameters(layers, **how): raise NotImplementedError('q4_8: write')"),
]  # fmt: skip

PLANTED = [*NUMBERS, *FUNCTIONS]
