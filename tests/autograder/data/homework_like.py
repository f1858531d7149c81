# ---
# jupyter:
#   course:
#     title: A homework without training
#     minutes: 30
# ---

# %% [markdown]
# # A homework without training
#
# From the size of a map to a deep network that is built from a list.

# %% tags=["test"]
import numpy as np
import torch
from torch.nn import functional as F

from course_utils.checking import answer, attribute, call, personal, raises
from course_utils.checking.mistakes import convolution as slip
from course_utils.convolution import conv2d
from course_utils.pooling import max_pool2d
from course_utils.shapes import conv_output_size, conv_parameters

# %% tags=["test"]
def channels_of(layers):
    return [3, *(layer for layer in layers if layer != "pool")]

def count(layers):
    channels = channels_of(layers)
    return sum(conv_parameters(*pair, 3) for pair in zip(channels, channels[1:]))

def through(layers, state, x):
    """What the network gives, from its own weights and biases in their order."""
    arrays = iter([torch.as_tensor(array) for array in state.values()])
    for layer in layers:
        x = F.max_pool2d(x, 2) if layer == "pool" else F.relu(F.conv2d(x, next(arrays), next(arrays), padding=1))
    return x

def follows_its_weights(DeepCNN, layers, x):
    """Whether `DeepCNN(layers)(x)` is what its own weights make of x."""
    model = call(DeepCNN, layers)
    state = dict(call(attribute(model, "state_dict")))
    shapes = [list(np.shape(array)) for array in state.values()]
    channels = channels_of(layers)
    wanted = [shape for before, after in zip(channels, channels[1:]) for shape in ([after, before, 3, 3], [after])]
    assert shapes == wanted, f"its parameters have the shapes {shapes}"
    answer(call(model, x)).equals(lambda x: through(layers, state, x).detach().numpy(), x, tolerance=1e-4)

# %% tags=["test", "hidden"]
def hidden_batch(*shape):
    return torch.from_numpy(np.random.default_rng(20391).normal(size=shape).astype(np.float32))

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from skimage import data
from torch import nn

from course_utils import Grader
from course_utils.checking import personal

grader = Grader("homework_like", student="self-study")

# %% tags=["given"]
from skimage import data

photograph = data.astronaut()[90:154, 180:260].transpose(2, 0, 1) / 255  # (3, 64, 80)
edge = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
edges = np.stack([edge, edge, edge])  # (3, 3, 3)

# %%
fig, axes = plt.subplots(figsize=(4, 3))
axes.imshow(photograph.transpose(1, 2, 0))
axes.set_title("a photograph")
plt.show()

# %% [markdown] question="q9_1" points=3
# **Question 1.** Write `output_size(n, kernel_size, stride, padding)`: how many places a window has.

# %% tags=["solution"]
def output_size(n, kernel_size, stride=1, padding=0):
    """Return the number of places of the window along one axis."""
    # BEGIN SOLUTION
    return (n + 2 * padding - kernel_size) // stride + 1
    # END SOLUTION

# %% [markdown] tags=["hint"]
# Draw seven squares and a window of three.

# %% [markdown] tags=["hint"]
# Padding makes the row longer on both sides.

# %% [markdown] tags=["hint"]
# The first place counts as well.

# %% tags=["test"] points=1
def test_sizes(output_size):
    answer(output_size).computes(conv_output_size, 7, 3)
    answer(output_size).computes(conv_output_size, 28, 5, stride=2, padding=2)

# %% tags=["test", "hidden"] points=1
def test_left_over_pixels(output_size):
    for n in range(11, 37):
        answer(output_size).computes(conv_output_size, n, 4, stride=3)

# %% tags=["test", "hidden"] points=1
def test_wide_padding(output_size):
    for padding in range(6):
        answer(output_size).computes(conv_output_size, 223, 11, stride=4, padding=padding)

# %%
grader.check("q9_1")

# %% [markdown] question="q9_2" points=4
# **Question 2.** Write `convolve(image, kernel, stride, padding)` for an image (C, H, W) and a kernel (C, kH, kW).

# %% tags=["solution"]
def convolve(image, kernel, stride=1, padding=0):
    """Return the feature map (H', W')."""
    # BEGIN SOLUTION
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    padded = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    _, tall, wide = kernel.shape
    rows = output_size(image.shape[1], tall, stride, padding)
    columns = output_size(image.shape[2], wide, stride, padding)
    result = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = padded[:, r * stride : r * stride + tall, c * stride : c * stride + wide]
            result[r, c] = np.sum(window * kernel)
    return result
    # END SOLUTION

# %% [markdown] tags=["hint"]
# One place of the window gives one number.

# %% [markdown] tags=["hint"]
# Use `output_size` for both axes.

# %% [markdown] tags=["hint"]
# The sum goes over the channels, too.

# %% tags=["test"] points=1
def test_one_channel(convolve):
    answer(convolve).computes(conv2d, np.arange(30).reshape(1, 5, 6), np.arange(6).reshape(1, 2, 3),
                              mistakes=[slip.kernel_flipped, slip.averaged_not_summed])

# %% tags=["test"] points=1
def test_stride_and_padding(convolve):
    answer(convolve).computes(conv2d, np.arange(84).reshape(2, 6, 7) % 11, np.arange(18).reshape(2, 3, 3) - 9,
                              stride=2, padding=1,
                              mistakes=[slip.kernel_flipped, slip.stride_ignored, slip.padding_forgotten])

# %% tags=["test", "hidden"] points=2
def test_other_pictures(convolve):
    random = np.random.default_rng(88172)
    for stride, padding in [(1, 0), (1, 2), (3, 0), (2, 2)]:
        image, kernel = random.normal(size=(3, 13, 10)), random.normal(size=(3, 3, 4))
        answer(convolve).computes(conv2d, image, kernel, stride=stride, padding=padding,
                                  mistakes=[slip.kernel_flipped, slip.stride_ignored, slip.padding_forgotten])

# %%
grader.check("q9_2")

# %% [markdown] question="q9_3" points=2
# **Question 3.** The edges of the photograph, with padding 1.

# %% tags=["solution"]
edge_map = convolve(photograph, edges, padding=1)  # SOLUTION

# %% [markdown] tags=["hint"]
# Your own function does it.

# %% [markdown] tags=["hint"]
# The kernel is `edges`.

# %% [markdown] tags=["hint"]
# With this padding the map is as large as the photograph.

# %% tags=["test"] points=1
def test_size_of_the_map(edge_map):
    answer(edge_map).has_shape((64, 80))

# %% tags=["test", "hidden"] points=1
def test_every_cell(edge_map):
    answer(edge_map).equals(conv2d, photograph, edges, padding=1, tolerance=1e-6)

# %%
grader.check("q9_3")

# %% [markdown] question="q9_4" points=3
# **Question 4.** Write `pool(maps, size)`: the largest number of each window, for maps (C, H, W).

# %% tags=["solution"]
def pool(maps, size=2):
    """Return the pooled maps (C, H // size, W // size)."""
    # BEGIN SOLUTION
    maps = np.asarray(maps)
    channels, rows, columns = maps.shape[0], maps.shape[1] // size, maps.shape[2] // size
    whole = maps[:, : rows * size, : columns * size]
    return whole.reshape(channels, rows, size, columns, size).max(axis=(2, 4))
    # END SOLUTION

# %% [markdown] tags=["hint"]
# The windows do not overlap.

# %% [markdown] tags=["hint"]
# What is left over at the edge is not seen.

# %% [markdown] tags=["hint"]
# Channels stay apart.

# %% tags=["test"] points=1
def test_two_by_two(pool):
    answer(pool).computes(max_pool2d, np.arange(48).reshape(2, 4, 6) * 7 % 31, 2)

# %% tags=["test", "hidden"] points=1
def test_rest_at_the_edge(pool):
    answer(pool).computes(max_pool2d, np.random.default_rng(4407).integers(-90, 90, (3, 11, 8)), 3)

# %% tags=["test", "hidden"] points=1
def test_below_zero(pool):
    answer(pool).computes(max_pool2d, -1 - np.random.default_rng(5518).integers(0, 90, (1, 6, 6)), 2)

# %%
grader.check("q9_4")

# %% [markdown] question="q9_5" points=5
# **Question 5.** `DeepCNN([8, 16, 32, "pool"])`: for a number a convolution of 3 × 3 with padding 1 and a ReLU, for `"pool"` a max pooling of 2. Three channels come in.

# %% tags=["solution"]
class DeepCNN(nn.Module):
    """Layers from a list, such as [8, 16, "pool"]."""

    def __init__(self, layers):
        super().__init__()
        # BEGIN SOLUTION
        modules, channels = [], 3
        for layer in layers:
            if layer == "pool":
                modules.append(nn.MaxPool2d(2))
            elif isinstance(layer, int):
                modules += [nn.Conv2d(channels, layer, 3, padding=1), nn.ReLU()]
                channels = layer
            else:
                raise ValueError(f"a layer is a number or 'pool', got {layer!r}")
        self.layers = nn.Sequential(*modules)
        # END SOLUTION

    def forward(self, x):
        """Return the maps of the last layer."""
        # BEGIN SOLUTION
        return self.layers(x)
        # END SOLUTION

# %% [markdown] tags=["hint"]
# Remember how many channels the last layer gave.

# %% [markdown] tags=["hint"]
# Collect the modules in a list.

# %% [markdown] tags=["hint"]
# `nn.Sequential(*modules)` puts them one after the other.

# %% tags=["test"] points=1
def test_shapes(DeepCNN):
    answer(call(call(DeepCNN, [8, 16, 32, "pool"]), torch.zeros(2, 3, 16, 12))).has_shape((2, 32, 8, 6))

# %% tags=["test"] points=1
def test_another_word_is_refused(DeepCNN):
    said = raises(ValueError, DeepCNN, [8, "pull"])
    assert "pull" in said, f"it said {said}"

# %% tags=["test", "hidden"] points=1
def test_more_pools(DeepCNN):
    model = call(DeepCNN, [5, "pool", 7, "pool", 9])
    answer(call(model, hidden_batch(3, 3, 24, 20))).has_shape((3, 9, 6, 5))

# %% tags=["test", "hidden"] points=2
def test_outputs(DeepCNN):
    follows_its_weights(DeepCNN, [6, 11, "pool"], hidden_batch(2, 3, 14, 10))
    follows_its_weights(DeepCNN, [4, "pool", 13], hidden_batch(1, 3, 9, 17))

# %%
grader.check("q9_5")

# %%
torch.manual_seed(0)
maps = DeepCNN([8, 16, 32, "pool"])(torch.tensor(photograph, dtype=torch.float32)[None])
print("maps:", tuple(maps.shape))

# %% [markdown] question="q9_6" points=3
# **Question 6.** Write `parameters(layers)`: the number of parameters of `DeepCNN(layers)`, without making it.

# %% tags=["solution"]
def parameters(layers):
    """Return the number of weights and biases."""
    # BEGIN SOLUTION
    total, channels = 0, 3
    for layer in layers:
        if layer != "pool":
            total += layer * (channels * 9 + 1)
            channels = layer
    return total
    # END SOLUTION

# %% [markdown] tags=["hint"]
# Pooling learns nothing.

# %% [markdown] tags=["hint"]
# A filter looks at every channel that comes in.

# %% [markdown] tags=["hint"]
# And each filter has a bias.

# %% tags=["test"] points=1
def test_one_layer(parameters):
    answer(parameters).computes(count, [8])

# %% tags=["test", "hidden"] points=1
def test_three_layers(parameters):
    answer(parameters).computes(count, [17, 23, 29])

# %% tags=["test", "hidden"] points=1
def test_pools_between(parameters):
    answer(parameters).computes(count, ["pool", 19, "pool", 21, "pool"])

# %%
grader.check("q9_6")

# %% [markdown] question="q9_7" points=2
# **Question 7.** Your own network. How many parameters has it?

# %% tags=["given"]
from course_utils.checking import personal

my_layers = [*personal.integers("q9_7 layers", 3, low=5, high=40), "pool"]

# %%
print("your layers:", my_layers)

# %% tags=["solution"]
q9_7 = parameters(my_layers)  # SOLUTION

# %% [markdown] tags=["hint"]
# Question 6 has the function.

# %% [markdown] tags=["hint"]
# Or count by hand, layer by layer.

# %% [markdown] tags=["hint"]
# The layers are printed above.

# %% tags=["test"] points=1
def test_a_whole_number(q9_7):
    assert float(answer(q9_7).value).is_integer(), "a number of parameters is whole"

# %% tags=["test", "hidden"] points=1
def test_own_count(q9_7):
    answer(q9_7).equals(count, my_layers)

# %%
grader.check("q9_7")

# %% [markdown] question="q9_8" points=3
# **Question 8.** Show your edge map in `plot`, with `edges` as the title and a colour bar.

# %% tags=["solution"]
# BEGIN SOLUTION
figure, plot = plt.subplots(figsize=(5, 4))
shown = plot.imshow(edge_map, cmap="coolwarm")
figure.colorbar(shown)
plot.set_title("edges")
plt.show()
# END SOLUTION

# %% [markdown] tags=["hint"]
# `plt.subplots()` gives the figure and the axes.

# %% [markdown] tags=["hint"]
# `imshow` shows numbers as colours.

# %% [markdown] tags=["hint"]
# `colorbar` belongs to the figure.

# %% tags=["test"] points=1
def test_title(plot):
    assert plot is not None, "not answered yet"
    said = call(attribute(plot, "get_title"))
    assert said == "edges", f"the title is {said}"

# %% tags=["test"] points=1
def test_colour_bar(plot):
    assert plot is not None, "not answered yet"
    assert len(attribute(attribute(plot, "figure"), "axes")) == 2, "there is no colour bar"

# %% tags=["test", "hidden"] points=1
def test_the_pictures_numbers(plot):
    assert plot is not None, "not answered yet"
    drawn = call(attribute(attribute(plot, "images")[0], "get_array"))
    answer(np.asarray(drawn)).equals(conv2d, photograph, edges, padding=1)

# %%
grader.check("q9_8")
