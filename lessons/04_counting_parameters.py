# ---
# jupyter:
#   course:
#     title: Counting parameters
#     minutes: 65
# ---

# %% [markdown]
# # 4 · Counting parameters
#
# Before a network learns anything, you can say what it costs: how many numbers it has to learn, how much memory they take, how often it multiplies. At the end you can
#
# - count the **parameters** (參數) of a fully connected layer and of a convolution,
# - say what looking at a part only, and **weight sharing** (權重共享), save, and what they don't,
# - read a whole network off a summary, layer by layer, and find the mistake in somebody else's.
#
# 65 minutes, paper, and lesson 2. A calculator is allowed; Python is one.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer, as_array
from course_utils.checking.mistakes import counting as slip
from course_utils.checking.mistakes import counting_networks as net_slip
from course_utils.checking.mistakes import counting_puzzle as puzzle
from course_utils.checking.mistakes import right_counts as counts
from course_utils.shapes import conv_parameters, fully_connected_instead, linear_parameters, local_parameters

EXACT = 1e-12  # a count is right or wrong, there is no nearly
LIBRARY = ["conv_parameters", "summary", "Conv2d", "numel", "right_counts"]
SHEET = [10_000, *[5_000] * 6, 50]

# %%
import numpy as np
from skimage import data

from course_utils import Grader, figures
from course_utils.convolution import conv2d
from course_utils.figures.connection_table import connection_table

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("04_counting_parameters", student="self-study")

# %% [markdown]
# ## A puzzle to begin with
#
# A picture of 10,000 pixels goes through six layers of 5,000 neurons each, and then to 50 outputs. One lecture counts its weights:
#
# > $10000 \cdot 5000 + 7 \cdot (5000 \cdot 5000) + 5000 \cdot 50 = 227550000$
# >
# > for one sample. For all samples: $227550000 \cdot 60000$. It needs 5XX GB of memory per image.
#
# Four things in these lines are wrong. Perhaps you see one already. In questions 9 and 10 you come back to them, and by then you will find all four.

# %% tags=["proof"]
assert 10_000 * 5_000 + 7 * 5_000 * 5_000 + 5_000 * 50 == 225_250_000 != 227_550_000
assert counts.chain(SHEET, bias=False) == 175_250_000

# %% [markdown]
# ## One neuron
#
# A **neuron** (神經元) takes some numbers, multiplies each by a **weight** (權重) of its own, adds everything up, and adds one more number, its **bias** (偏差).

# %%
connection_table(4, 4, kinds=["fully connected"]);

# %% [markdown]
# The four squares are inputs, the circle is the neuron, and each line carries a weight.

# %%
inputs = np.array([3, 0, 1, 2])
weights = np.array([2, 5, -1, 1])
bias = -4
print("sum:", (inputs * weights).sum() + bias)

# %% [markdown]
# In words: $3\cdot 2 + 0\cdot 5 - 1\cdot 1 + 2\cdot 1 - 4 = 3$. What comes out, usually after a ReLU, is the neuron's **activation** (激活值).
#
# - **Parameters** are the numbers that training changes: weights and biases. Here 4 + 1 = 5.
# - Inputs and activations are no parameters. They are different for every picture.

# %% tags=["proof"]
assert (inputs * weights).sum() + bias == 3 * 2 + 0 * 5 - 1 * 1 + 2 * 1 - 4 == 3
assert linear_parameters(4, 1) == 5

# %% [markdown]
# ## Everything to everything
#
# In a **fully connected** (全連接) layer every neuron sees every input. Two neurons on these four inputs have two weights for each input:

# %% tags=["given"]
two_neurons = [[2, 5, -1, 1],
               [0, 3, 3, -2]]

# %%
figures.maps(two_neurons, titles=["weights"]);

# %% [markdown]
# A row for each neuron, a column for each input: the weights of a fully connected layer are a matrix.

# %% [markdown] question="q4_1" points=1
# ### Question 1
#
# A grey picture, and a layer that turns it into a small map. Each number of the map is a neuron, and each neuron sees the **whole** picture. How many weights are that? Leave the biases out.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
from course_utils.checking import personal

my_height, my_width = personal.integers("q4_1 sizes", 2, low=5, high=12, without=[6])
my_map = (my_height - 2, my_width - 2)

# %%
print(f"the picture: {my_height} × {my_width} pixels, one channel")
print(f"the map:     {my_map[0]} × {my_map[1]} neurons")

# %% tags=["solution"]
q4_1 = my_height * my_width * my_map[0] * my_map[1]  # SOLUTION

# %% [markdown] tags=["hint"]
# How many lines end in a single neuron?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一個神經元接了幾條線？

# %% [markdown] tags=["hint"]
# A neuron has one weight for each pixel. Count the pixels, then count the neurons.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一個神經元對每個像素各有一個權重。先數像素，再數神經元。

# %% [markdown] tags=["hint"]
# The weights form a matrix with as many rows as there are neurons and as many columns as there are pixels.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 這些權重排成一個矩陣：列數是神經元數，行數是像素數。

# %% tags=["test"] points=1
def test_weights_of_the_matrix(q4_1):
    answer(q4_1).equals(
        counts.fully_connected, (1, my_height, my_width), (1, *my_map), 3, bias=False,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_counted, slip.added_not_multiplied, slip.conv_for_fc],
    )

# %%
grader.check("q4_1")

# %% [markdown]
# ## Look at a part, then share
#
# In a picture, what belongs together lies together: an edge, an eye. So a neuron need not see everything. Here is one layer of 7 inputs and 3 nodes in three ways.

# %%
connection_table(7, 3, stride=2);

# %% [markdown]
# - **fully connected**: each node sees all 7 inputs, $7 \cdot 3 = 21$ weights;
# - **locally connected** (局部連接): each node sees 3 neighbours, $3 \cdot 3 = 9$ weights;
# - **shared**: lines that look alike have the same weight. There are only 3 different ones.
#
# The third way is a convolution. It says: what is worth finding here is worth finding there.
#
# **Predict.** The lecture from which this picture comes does not say how far the window steps. What must the stride be?

# %% tags=["proof"]
from course_utils.shapes import conv_output_size

assert counts.three_ways((1, 1, 7), (1, 1, 3), (1, 3), bias=False) == [21, 9, 3]
assert [s for s in range(1, 5) if conv_output_size(7, 3, stride=s) == 3] == [2] and conv_output_size(7, 3) == 5

# %% [markdown]
# <details><summary>Show the answer</summary>
#
# It is 2: the windows begin at 0, 2 and 4. With stride 1 there would be 5 nodes.
#
# </details>

# %% [markdown] question="q4_2" points=1
# ### Question 2
#
# Your own layer. How many weights has it when it is fully connected, when it is locally connected, and when the weights are shared? Write a list of three numbers, without biases.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
(my_nodes,) = personal.integers("q4_2 nodes", 1, low=4, high=5)
(my_window,) = personal.integers("q4_2 window", 1, low=3, high=5)
(my_stride,) = personal.integers("q4_2 stride", 1, low=2, high=3)
my_inputs = (my_nodes - 1) * my_stride + my_window

# %%
kinds = ["locally connected", "shared"]
connection_table(my_inputs, my_window, stride=my_stride, kinds=kinds);

# %% tags=["solution"]
q4_2 = [my_inputs * my_nodes, my_window * my_nodes, my_window]  # SOLUTION

# %% [markdown] tags=["hint"]
# Look at one node first, and multiply by the nodes where they have weights of their own.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先看一個節點；如果各節點有自己的權重，再乘上節點數。

# %% [markdown] tags=["hint"]
# The figure leaves the fully connected layer out. There every node is joined to every input.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 圖中沒有畫全連接層。全連接時，每個節點都接到每一個輸入。

# %% [markdown] tags=["hint"]
# For the shared layer count how many different colours there are, not how many lines.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共享權重時，要數有幾種不同的顏色，而不是幾條線。

# %% tags=["test"] points=1
def test_three_counts(q4_2):
    answer(q4_2).equals(
        counts.three_ways, (1, 1, my_inputs), (1, 1, my_nodes), (1, my_window), bias=False,
        mistakes=[slip.three_unshared, slip.bias_counted, slip.taps_forgotten, slip.three_added],
    )

# %%
grader.check("q4_2")

# %% [markdown]
# ## A convolution is a matrix, too
#
# Is a convolution something other than a fully connected layer? Look. We take a picture of 6 × 6, which is 36 pixels, and a kernel of 3 × 3. The map has 16 cells. To find the weight between each pixel and each cell, switch on one pixel at a time.

# %%
kernel = np.arange(4, 13).reshape(3, 3)  # nine weights, all different
matrix = np.zeros((16, 36))
for pixel in range(36):
    picture = np.zeros(36)
    picture[pixel] = 1
    matrix[:, pixel] = conv2d(picture.reshape(6, 6), kernel).ravel()
figures.maps(kernel, matrix, titles=["kernel", "from 36 pixels to 16 cells"]);

# %% [markdown]
# There it is: a matrix with a row for each cell and a column for each pixel, as for any fully connected layer. It has $36 \cdot 16 = 576$ entries. But most are 0, and the others repeat: the same nine weights in every row, one place further on.

# %%
used = np.count_nonzero(matrix)
free = len(np.unique(matrix[matrix > 0]))
print("entries:", matrix.size, "  not zero:", used, "  different:", free)

# %% [markdown]
# So a convolution **is** a fully connected layer, with two promises: weights between things far apart are 0, and weights at the same place of the window are equal. Of 576 numbers 144 are used and 9 are learned.
#
# With fewer numbers to choose, a layer can learn less by heart. Sharing forces it to look for patterns that are worth something in the whole picture; that makes it a **regulariser** (正則化).

# %% tags=["proof"]
assert (matrix.size, used, free) == (576, 144, 9)
one = np.random.default_rng(4).integers(0, 9, (6, 6))
assert np.array_equal(matrix @ one.ravel(), conv2d(one, kernel).ravel())
assert counts.three_ways((1, 6, 6), (1, 4, 4), 3, bias=False) == [576, 144, 9]

# %% [markdown] question="q4_3" points=1
# ### Question 3
#
# Your own grey picture and one filter. How many weights does this convolution have to learn? Again without bias.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
my_sides = personal.integers("q4_3 picture", 2, low=8, high=15)
(my_kernel,) = personal.integers("q4_3 kernel", 1, low=2, high=6, without=[3])
my_places = tuple(side - my_kernel + 1 for side in my_sides)

# %%
print(f"the picture: {my_sides[0]} × {my_sides[1]}, one channel")
print(f"the filter:  {my_kernel} × {my_kernel}, stride 1, no padding")
print(f"the map:     {my_places[0]} × {my_places[1]}")

# %% tags=["solution"]
q4_3 = my_kernel**2  # SOLUTION

# %% [markdown] tags=["hint"]
# Which of the numbers above does a convolution learn, and which are only sizes?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 上面的數字裡，哪些是卷積要學的？哪些只是大小？

# %% [markdown] tags=["hint"]
# When the window moves on, the weights move with it. Nothing new is learned.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗移動時，權重跟著一起走，沒有新的東西要學。

# %% [markdown] tags=["hint"]
# In the matrix above it was the number of different weights: the cells of the kernel.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在上面的矩陣裡，就是不同權重的個數：也就是 kernel 的格子數。

# %% tags=["test"] points=1
def test_weights_of_one_filter(q4_3):
    answer(q4_3).equals(
        counts.convolution, (1, *my_sides), (1, *my_places), my_kernel, bias=False,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"}, tolerance=EXACT,
        mistakes=[slip.sharing_forgotten, slip.bias_counted, slip.fc_for_conv],
    )

# %%
grader.check("q4_3")

# %% [markdown]
# ## A filter has depth
#
# A colour picture has three channels. This one is 128 × 128 pixels:

# %%
astronaut = data.astronaut()[::4, ::4].astype(float)  # every fourth pixel
red, green, blue = np.moveaxis(astronaut, 2, 0)
figures.photographs([red, green, blue], ["red", "green", "blue"], limits=(0, 255));

# %% [markdown]
# A filter looks at all three at once. A 3 × 3 filter here is a block of $3 \cdot 3 \cdot 3 = 27$ weights, and all 27 products go into **one** sum. So one filter makes one map, however deep its input.

# %%
block = np.random.default_rng(7).integers(-2, 3, (3, 3, 3))
titles = ["on red", "on green", "on blue"]
figures.maps(*block, titles=titles)
print("one filter:", block.size, "weights")
print("its map:", conv2d(np.moveaxis(astronaut, 2, 0), block).shape)

# %% tags=["proof"]
assert block.size == 27 == conv_parameters(3, 1, 3, bias=False) and astronaut.shape == (128, 128, 3)
assert conv2d(np.moveaxis(astronaut, 2, 0), block).shape == (126, 126)

# %% [markdown] question="q4_4" points=1
# ### Question 4
#
# Your own convolution on this colour picture, with many filters. How many weights, without biases?
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
(my_filters,) = personal.integers("q4_4 filters", 1, low=12, high=40, without=[16])
(my_side,) = personal.integers("q4_4 kernel", 1, low=3, high=7, without=[4, 6])

# %%
print("the picture: 3 channels of 128 × 128")
print(f"the layer:   {my_filters} filters of {my_side} × {my_side}, no padding")

# %% tags=["solution"]
q4_4 = 3 * my_side**2 * my_filters  # SOLUTION

# %% [markdown] tags=["hint"]
# Begin with one filter: a block as deep as its input.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先算一個 filter：它是和輸入一樣深的一塊。

# %% [markdown] tags=["hint"]
# The size of the picture plays no part in this.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 圖片的大小在這裡沒有影響。

# %% [markdown] tags=["hint"]
# Channels times height times width of the kernel, and that for each filter.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# channel 數 × kernel 的高 × kernel 的寬，每個 filter 都要算一次。

# %% tags=["test"] points=1
def test_weights_of_all_filters(q4_4):
    places = 128 - my_side + 1
    answer(q4_4).equals(
        counts.convolution, (3, 128, 128), (my_filters, places, places), my_side, bias=False,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_counted, slip.depth_forgotten, slip.one_filter_only, slip.sharing_forgotten,
                  slip.fc_for_conv, slip.neuron_for_each_filter],
    )

# %%
grader.check("q4_4")

# %% [markdown]
# **A comparison that limps.** One lecture sets 16 filters of 3 × 3 on such a picture (432 weights) against a fully connected layer of 16 neurons (786,432 weights). But 16 neurons make 16 numbers, and 16 filters make 16 *maps*. A fully connected layer that makes 16 maps of 126 × 126 has 12,485,394,432 weights. Compare layers that give the same.

# %% tags=["proof"]
assert counts.convolution((3,), (16,), 3, bias=False) == 432
assert linear_parameters(3 * 128 * 128, 16, bias=False) == 786_432
assert fully_connected_instead((3, 128, 128), (16, 126, 126), bias=False) == 12_485_394_432

# %% [markdown]
# ## With or without bias
#
# Each filter may have a bias, one number that is added to every cell of its map. The 16 filters of 27 weights have 432 weights and 16 biases: 448 parameters.
#
# Both countings are in use, so always say which one you mean. In PyTorch, layers have a bias unless you write `bias=False`.

# %% tags=["proof"]
assert conv_parameters(3, 16, 3) == 448 == 432 + 16

# %% [markdown] question="q4_5" points=1
# ### Question 5
#
# `Conv2d(3, 10, kernel_size=5, padding=2)` on a picture of 32 × 32 with 3 channels, **with** bias. How many parameters?
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q4_5 = 10 * (3 * 5 * 5 + 1)  # SOLUTION

# %% [markdown] tags=["hint"]
# The 3 is the number of channels that go in, the 10 the number of filters.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 3 是輸入的 channel 數，10 是 filter 的數目。

# %% [markdown] tags=["hint"]
# Padding changes the size of the map. Does it change a filter?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# padding 會改變特徵圖的大小。它會改變 filter 嗎？

# %% [markdown] tags=["hint"]
# Count the weights of one filter, add its bias, and only then multiply by the filters.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先數一個 filter 的權重，加上它的 bias，最後才乘上 filter 數。

# %% tags=["test"] points=1
def test_parameters_with_bias(q4_5):
    answer(q4_5).equals(
        counts.convolution, (3, 32, 32), (10, 32, 32), 5,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"}, tolerance=EXACT,
        mistakes=[*puzzle.MISTAKES, slip.fc_for_conv, slip.neuron_for_each_filter],
    )

# %%
grader.check("q4_5")

# %% [markdown] question="q4_6" points=2
# ### Question 6
#
# There are at least seven ways to get such a count wrong. Seven people have counted your own layer, with bias, and each made one slip:
#
# | | the slip |
# |---|---|
# | 1 | forgot the biases |
# | 2 | had the biases, and added one more |
# | 3 | took one bias for the whole layer |
# | 4 | forgot that a filter is as deep as its input |
# | 5 | counted one filter only |
# | 6 | gave the filters new weights and a new bias at every place |
# | 7 | gave each cell of the output a bias of its own |
#
# Which slip is behind which count? Write a list of seven numbers, in the order of the counts below.
#
# <small>Difficulty ●●○ · 7 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes import counting_puzzle

(in_channels,) = personal.integers("q4_6 in", 1, low=3, high=8)
(out_channels,) = personal.integers("q4_6 out", 1, low=9, high=16)
(rows,) = personal.integers("q4_6 rows", 1, low=10, high=20)
my_layer = ((in_channels, rows, rows), (out_channels, rows, rows), 3)
my_wrong_counts = counting_puzzle.wrong_counts("q4_6 order", *my_layer)

# %%
print(f"{out_channels} filters of 3 × 3 on {in_channels} channels of {rows} × {rows},")
print("padding 1, so the maps have the same size")
for count in my_wrong_counts:
    print(f"{count:>12,}")

# %% tags=["solution"]
q4_6 = counting_puzzle.mistakes_behind(my_wrong_counts, *my_layer)  # SOLUTION

# %% [markdown] tags=["hint"]
# Work out the right count first. Some of the wrong ones lie close to it.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先算出正確的數目。有些錯誤的答案離它很近。

# %% [markdown] tags=["hint"]
# The two largest come from counting something at every place. The smallest belongs to a single filter.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 最大的兩個來自「在每個位置都算一次」；最小的只算了一個 filter。

# %% [markdown] tags=["hint"]
# Make a table of the seven: write each slip as a sum, work it out, and look it up among the counts.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 列一張七列的表：把每種錯誤寫成算式、算出來，再到那七個數裡找。

# %% tags=["test"] points=2
def test_seven_slips(q4_6):
    answer(q4_6).equals(
        puzzle.mistakes_behind, my_wrong_counts, *my_layer, mistakes=[puzzle.listed_the_other_way],
    )

# %%
grader.check("q4_6")

# %% [markdown]
# ## The same three ways, in earnest
#
# Now a layer of the size that real networks have: from 55 × 55 with 3 channels to 55 × 55 with 96 maps. The window is 11 × 11, with padding 5 and stride 1.

# %% [markdown] question="q4_7" points=2
# ### Question 7
#
# How many parameters, **with biases**, has this layer when it is fully connected? And when it is a convolution? Write a list of two numbers.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q4_7 = [55 * 55 * 96 * (55 * 55 * 3 + 1), 96 * (11 * 11 * 3 + 1)]  # SOLUTION

# %% [markdown] tags=["hint"]
# Fully connected: every one of the 55 · 55 · 96 numbers that come out is a neuron.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 全連接：輸出的 55 · 55 · 96 個數，每一個都是一個神經元。

# %% [markdown] tags=["hint"]
# A fully connected neuron sees 55 · 55 · 3 numbers and has a bias. A filter sees 11 · 11 · 3.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 全連接的神經元看 55 · 55 · 3 個數，再加一個 bias;filter 看的是 11 · 11 · 3。

# %% [markdown] tags=["hint"]
# Both times: (what one of them sees + 1), times how many there are. Python likes numbers such as `55 * 55`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 兩種都是：(一個單元看到的數目 + 1)乘上單元數。直接用 Python 寫 `55 * 55` 就好。

# %% tags=["test"] points=1
def test_fully_connected(q4_7):
    answer(q4_7).has_shape((2,))
    answer(as_array(q4_7)[0]).equals(
        counts.fully_connected, (3, 55, 55), (96, 55, 55), 11,
        looked_for={"en": "the count of the fully connected layer", "zh-Hant": "全連接層的參數量"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.bias_one_per_layer, slip.output_positions_forgotten, slip.local_for_fc,
                  slip.conv_for_fc],
    )

# %% tags=["test"] points=1
def test_convolution(q4_7):
    answer(q4_7).has_shape((2,))
    answer(as_array(q4_7)[1]).equals(
        counts.convolution, (3, 55, 55), (96, 55, 55), 11,
        looked_for={"en": "the count of the convolution", "zh-Hant": "卷積層的參數量"}, tolerance=EXACT,
        mistakes=[*puzzle.MISTAKES, slip.fc_for_conv],
    )

# %%
grader.check("q4_7")

# %% [markdown]
# Between the two lies the locally connected layer, with about 106 million parameters. Sharing divides them by the number of places, exactly by $55 \cdot 55 = 3025$.
#
# ## Sharing saves storage, not time
#
# **Predict.** A convolution has 3025 times fewer parameters than its locally connected twin. Is it 3025 times faster? Count the multiplications of a small pair.

# %%
from numpy.lib.stride_tricks import sliding_window_view

pixels = np.arange(36).reshape(6, 6)
windows = sliding_window_view(pixels, (3, 3))  # 4 × 4 windows of 3 × 3
one_kernel = np.ones((3, 3))
many_kernels = np.ones((4, 4, 3, 3))  # one for each place
for name, weights in [("shared", one_kernel), ("local ", many_kernels)]:
    print(name, weights.size, "weights,", (windows * weights).size, "multiplications")

# %% [markdown]
# The same number of multiplications: each window still meets nine weights. The large layer above does about 105 million multiplications, shared or not. What shrinks is what must be stored, sent and learned.

# %% tags=["proof"]
assert (windows * one_kernel).size == (windows * many_kernels).size == 144
assert local_parameters(3, 96, 11, 55) == 105_705_600 == 3025 * conv_parameters(3, 96, 11)
assert local_parameters(3, 96, 11, 55, bias=False) == 105_415_200  # a multiplication for each, shared or not

# %% [markdown]
# Sharing has a second gift. Move a handwritten digit to the right: with shared weights its map moves along, the same numbers in another place. With a kernel for each place, here random ones, the map becomes another one.

# %%
from sklearn.datasets import load_digits

digit = load_digits().images[3]  # 8 × 8, a real 3
left = np.pad(digit, ((1, 1), (1, 5)))
right = np.pad(digit, ((1, 1), (5, 1)))
figures.photographs([left, right], ["a digit", "moved by 4 pixels"]);

# %%
random = np.random.default_rng(1)
one_kernel = random.normal(size=(3, 3))
many_kernels = random.normal(size=(8, 12, 3, 3))  # one for each place


def map_of(picture, kernels):
    return (sliding_window_view(picture, (3, 3)) * kernels).sum(axis=(2, 3))


titles = ["shared: left", "shared: right", "local: left", "local: right"]
maps = [map_of(p, k) for k in (one_kernel, many_kernels) for p in (left, right)]
figures.photographs(maps, titles);

# %% tags=["proof"]
assert load_digits().target[3] == 3 and left.shape == (10, 14) and maps[0].shape == (8, 12)
assert np.allclose(maps[0][:, :8], maps[1][:, 4:]) and not np.allclose(maps[2][:, :8], maps[3][:, 4:])

# %% [markdown]
# ## Write it yourself
#
# A network is often written as a list, such as `[4, "pool", 8]`: a convolution with 4 filters, a pooling layer, a convolution with 8 filters. What a layer puts out, the next one takes in. Pooling has nothing to learn and keeps the number of channels.

# %% [markdown] question="q4_8" points=4
# ### Question 8
#
# Write a function that counts the parameters of such a list. `in_channels` is the depth of the picture, each kernel is `kernel_size` × `kernel_size`, and with `bias=False` the filters have no biases. The library's own counters stay in their box.
#
# <small>Difficulty ●●● · 9 minutes</small>

# %% tags=["solution"]
def count_parameters(layers, *, in_channels, kernel_size=3, bias=True):
    """Return how many parameters the convolutions of a list have together."""
    # BEGIN SOLUTION
    total, depth = 0, in_channels
    for layer in layers:
        if layer != "pool":
            total += layer * (depth * kernel_size**2 + bias)
            depth = layer
    return total
    # END SOLUTION

# %%
try:
    print(count_parameters([4, "pool", 8], in_channels=3))
    print(count_parameters([4, "pool", 8], in_channels=3, bias=False))
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Go through the list once. You need two things on the way: the sum so far, and how many channels come in now.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 走過清單一次。途中要記住兩件事：目前的總和，以及現在進來的 channel 數。

# %% [markdown] tags=["hint"]
# At "pool" nothing happens to either. At a number, the sum grows, and afterwards the number of channels is another.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 遇到 "pool"，兩者都不變；遇到數字，總和增加，之後 channel 數也跟著改變。

# %% [markdown] tags=["hint"]
# In a sum, `True` counts as 1 and `False` as 0. So a filter has (channels times kernel size squared, plus `bias`) parameters.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在加法裡 `True` 是 1、`False` 是 0。所以一個 filter 有(channel 數 × kernel 邊長平方 + `bias`)個參數。

# %% tags=["test"] points=2
def test_two_convolutions_and_a_pool(count_parameters):
    answer(count_parameters).written_without(*LIBRARY)
    for bias in (True, False):
        answer(count_parameters).computes(
            counts.network, [4, "pool", 8], in_channels=3, kernel_size=3, bias=bias,
            mistakes=[slip.bias_forgotten, slip.bias_counted, net_slip.channels_not_passed_on,
                      net_slip.depth_forgotten_in_list, net_slip.last_layer_only],
        )

# %% tags=["test", "hidden"] points=2
def test_other_networks(count_parameters):
    answer(count_parameters).written_without(*LIBRARY)
    random = np.random.default_rng(31_415)
    for depth, kernel_size, bias in [(1, 3, True), (3, 5, False), (2, 1, True), (6, 2, False), (4, 7, True)]:
        widths = random.integers(2, 40, size=depth).tolist()
        layers = [item for width in widths for item in ([width, "pool"] if width % 3 == 0 else [width])]
        for in_channels in (1, 3, 12):
            answer(count_parameters).computes(
                counts.network, layers, in_channels=in_channels, kernel_size=kernel_size, bias=bias,
                mistakes=[slip.bias_forgotten, slip.bias_counted, net_slip.channels_not_passed_on,
                          net_slip.depth_forgotten_in_list, net_slip.last_layer_only],
            )
    answer(count_parameters).computes(counts.network, ["pool", 9, "pool", "pool", 5], in_channels=7)

# %%
grader.check("q4_8")

# %% [markdown]
# ## The summary of a network
#
# The course has such a counter, too. `summary` takes a list and the shape of a picture, and tells more: shapes, parameters, connections, and how many pixels of the picture one cell of a map **sees**, its **receptive field** (感受野). `linear` adds fully connected layers.

# %%
from course_utils.shapes import summary

summary([12, "pool", 20, "pool"], (3, 48, 64), linear=[30, 7])

# %% [markdown]
# Two things to look for. The parameters sit in the first fully connected layer, and the work, the connections, sits in the convolutions. And with each layer a cell sees more of the picture.
#
# It takes a PyTorch network as well. Here is the same one.

# %%
from torch import nn

model = nn.Sequential(
    nn.Conv2d(3, 12, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(12, 20, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(20 * 10 * 14, 30), nn.ReLU(), nn.Linear(30, 7),
)
print("PyTorch counts", sum(p.numel() for p in model.parameters()))
summary(model, (3, 48, 64))

# %% tags=["proof"]
as_list = summary([12, "pool", 20, "pool"], (3, 48, 64), linear=[30, 7])
as_module = summary(model, (3, 48, 64))
assert as_list.parameters == as_module.parameters == sum(p.numel() for p in model.parameters())
assert as_list.connections == as_module.connections and as_list.rows[-1].receptive_field == as_module.rows[-1].receptive_field
assert max(as_list.rows, key=lambda row: row.parameters).name == "linear1"
assert {row.name for row in as_list.rows if row.connections > 300_000} == {"conv1", "conv2"}

# %% [markdown]
# A list can also be too long for its picture. The summary names the layer at which it ends.

# %%
try:
    summary([8, "pool", 8, "pool", 8], (3, 12, 12))
except ValueError as error:
    print(error)

# %% [markdown]
# **Play with it.** Here is the network from above again, with one linear layer at its end. Type another list, or drag the blocks.
#
# **Predict.** Move the first "pool" behind the 20. What becomes of the parameters of the convolutions, of the connections, and of what a cell of the last map sees?

# %%
from course_utils.widgets import LayerPlayground

LayerPlayground([12, "pool", 20, "pool"], shape=(3, 48, 64), classes=7)

# %% [markdown]
# <details><summary>Show the answer</summary>
#
# The convolutions keep their parameters. But the second one has more than four times as many connections, because its maps are larger, and the cells at the end see 8 × 8 pixels in place of 10 × 10. A pool at the beginning saves work and widens the view.
#
# </details>
#
# Now add layers until one has no room.

# %% tags=["proof"]
early, late = summary([12, "pool", 20, "pool"], (3, 48, 64)), summary([12, 20, "pool", "pool"], (3, 48, 64))
assert early.parameters == late.parameters and late.rows[1].connections > 4 * early.rows[2].connections
assert (early.rows[-1].receptive_field, late.rows[-1].receptive_field) == ((10, 10), (8, 8))

# %% [markdown]
# ## Find the mistake on the slide
#
# Back to the puzzle: an image of 10,000 pixels, six layers of 5,000 neurons, 50 outputs, all fully connected.
#
# > $10000 \cdot 5000 + 7 \cdot (5000 \cdot 5000) + 5000 \cdot 50 = 227550000$

# %% [markdown] question="q4_9" points=2
# ### Question 9
#
# Draw the layers as eight columns: one of inputs, six of neurons, one of outputs. How many weights does the network have, without biases?
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q4_9 = 10_000 * 5_000 + (6 - 1) * 5_000 * 5_000 + 5_000 * 50  # SOLUTION

# %% [markdown] tags=["hint"]
# Each weight matrix stands between two neighbouring columns.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個權重矩陣都在相鄰的兩行之間。

# %% [markdown] tags=["hint"]
# The first term and the last one are right. Look at the 7, and then do the sum again.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一項和最後一項是對的。看看那個 7，然後重新加總。

# %% [markdown] tags=["hint"]
# Hold up the fingers of one hand and count the gaps between them; then do the same for six columns.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 伸出一隻手，數一數手指之間有幾個空隙；再對六行做同樣的事。

# %% tags=["test"] points=2
def test_weights_of_seven_matrices(q4_9):
    answer(q4_9).equals(
        counts.chain, SHEET, bias=False, tolerance=EXACT,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"},
        mistakes=[net_slip.copied_number(227_550_000), net_slip.layers_miscounted, net_slip.every_layer_a_matrix,
                  slip.bias_counted, net_slip.times_samples(60_000)],
    )

# %%
grader.check("q4_9")

# %% [markdown]
# That makes two of the four slips: a wrong factor, and a sum that doesn't even fit its own terms (they add up to 225,250,000).
#
# The third is the product with 60,000. All pictures go through the **same** weights; a data set ten times as large needs not one weight more. The fourth is the memory.

# %% [markdown] question="q4_10" points=1
# ### Question 10
#
# How many GB do the weights of question 9 take, stored as `float32`? A GB is $10^9$ bytes here. Give three decimals.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q4_10 = round(q4_9 * 4 / 10**9, 3)  # SOLUTION

# %% [markdown] tags=["hint"]
# `float32` says how many bits one number takes.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `float32` 這個名字就說明了一個數佔幾個 bit。

# %% [markdown] tags=["hint"]
# A byte has 8 bits, so one weight takes 32 / 8 bytes.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一個 byte 有 8 個 bit，所以一個權重佔 32 / 8 個 byte。

# %% [markdown] tags=["hint"]
# Multiply your number of weights by the bytes of one, and divide by a thousand million.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把權重數乘上一個權重的 byte 數，再除以十億。

# %% tags=["test"] points=1
def test_gigabytes(q4_10):
    answer(q4_10).equals(
        counts.gigabytes, counts.chain(SHEET, bias=False), tolerance=1e-4,
        looked_for={"en": "the memory in GB", "zh-Hant": "以 GB 計的記憶體"},
        mistakes=[net_slip.bytes_forgotten, net_slip.bits_for_bytes, net_slip.times_samples(60_000),
                  net_slip.copied_weights(227_550_000), net_slip.gib_for_gb],
    )

# %%
grader.check("q4_10")

# %% [markdown]
# It is far from 5XX GB, and it is needed once, not for each image. What each image needs are its activations: $6 \cdot 5000 + 50 = 30050$ numbers, about 0.12 MB. Training takes more, because it keeps a gradient for every weight, and with the method Adam two numbers besides: four times the weights in all.

# %% tags=["proof"]
assert 6 * 5000 + 50 == 30_050 and round(30_050 * 4 / 10**6, 2) == 0.12

# %% [markdown]
# ## Three small windows or a large one
#
# Many networks stack 3 × 3 layers where older ones had a single large window. Look at what a cell of the last map sees:

# %%
print(summary([8, 8, 8], (8, 32, 32), bias=False))
print()
print(summary([8], (8, 32, 32), kernel_size=7, bias=False))

# %% [markdown]
# Both see 7 × 7 pixels, and both make a map of 26 × 26. The three small layers do it with fewer weights.

# %% tags=["proof"]
small, large = summary([8] * 3, (8, 32, 32), bias=False), summary([8], (8, 32, 32), kernel_size=7, bias=False)
assert small.rows[-1].receptive_field == large.rows[-1].receptive_field == (7, 7)
assert small.rows[-1].output_shape == large.rows[-1].output_shape == (8, 26, 26)
assert small.parameters < large.parameters

# %% [markdown] question="q4_11" points=1
# ### Question 11
#
# Three stacked 3 × 3 layers, each with your number of channels going in and coming out. How many weights have they together, without biases?
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
(my_channels,) = personal.integers("q4_11 channels", 1, low=16, high=96, without=[64])

# %%
print("channels in and out:", my_channels)

# %% tags=["solution"]
q4_11 = 3 * 9 * my_channels * my_channels  # SOLUTION

# %% [markdown] tags=["hint"]
# All three layers are alike. Count one of them.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三層都一樣，先算其中一層。

# %% [markdown] tags=["hint"]
# Each filter is as deep as its input, and there are as many filters as channels come out.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個 filter 和輸入一樣深；輸出有幾個 channel，就有幾個 filter。

# %% [markdown] tags=["hint"]
# One layer has 9 times channels times channels weights.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一層有 9 × channel 數 × channel 數 個權重。

# %% tags=["test"] points=1
def test_weights_of_the_stack(q4_11):
    answer(q4_11).equals(
        counts.stack, (my_channels, 32, 32), (my_channels, 26, 26), 3, layers=3, bias=False,
        looked_for={"en": "the number of weights of all three", "zh-Hant": "三層合計的權重數"}, tolerance=EXACT,
        mistakes=[net_slip.standard_conv, net_slip.one_layer_only, slip.depth_forgotten, slip.bias_counted],
    )

# %%
grader.check("q4_11")

# %% [markdown]
# With $C$ channels it is $27\,C^2$ against $49\,C^2$: 45 % less. But are the three small layers as good as the large one? Three random kernels on a photograph, and one kernel made of them:

# %%
first, second, third = np.random.default_rng(3).integers(-2, 3, (3, 3, 3))
together = conv2d(first, np.flip(second), padding=2)  # 5 × 5
together = conv2d(together, np.flip(third), padding=2)  # 7 × 7
cat = data.chelsea()[20:120, 80:230].mean(axis=2)
in_three_steps = conv2d(conv2d(conv2d(cat, first), second), third)
in_one_step = conv2d(cat, together)
print(together.shape, np.allclose(in_three_steps, in_one_step))

# %% [markdown]
# Without anything in between, three 3 × 3 kernels **are** one 7 × 7 kernel: nothing is gained but a smaller choice of kernels. What makes the stack worth more is the ReLU after each layer.

# %%
def relu(values):
    return np.maximum(values, 0)


with_relu = relu(conv2d(relu(conv2d(relu(conv2d(cat, first)), second)), third))
print(np.allclose(with_relu, relu(in_one_step)))

# %% tags=["proof"]
assert together.shape == (7, 7) and np.allclose(in_three_steps, in_one_step)
assert not np.allclose(with_relu, relu(in_one_step))
assert round(100 * (1 - 27 / 49)) == 45
for channels in (1, 64):
    assert counts.stack((channels,), (channels,), 3, layers=3, bias=False) == 27 * channels**2
    assert counts.convolution((channels,), (channels,), 7, bias=False) == 49 * channels**2

# %% [markdown]
# ## A famous network
#
# LeNet-5 read handwritten digits in 1998. Its first layer, C1, has 6 filters of 5 × 5, with bias, on a grey picture of 32 × 32. No padding, stride 1.
#
# Its makers gave two numbers for each layer. **Parameters** are learned, and each is stored once. **Connections** (連接數) count every use: each cell of each map has its own lines to the pixels under its window, and one to its bias.

# %% [markdown] question="q4_12" points=2
# ### Question 12
#
# How many parameters has C1, and how many connections? Write a list of two numbers.
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["solution"]
q4_12 = [6 * (5 * 5 + 1), 6 * (5 * 5 + 1) * 28 * 28]  # SOLUTION

# %% [markdown] tags=["hint"]
# You have counted parameters like these in question 5; here the picture has one channel.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第 5 題你數過這樣的參數；這裡的圖片只有一個 channel。

# %% [markdown] tags=["hint"]
# At how many places does a window of 5 × 5 fit in 32 × 32?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 5 × 5 的視窗在 32 × 32 裡放得下幾個位置？

# %% [markdown] tags=["hint"]
# At each of these places every parameter is used exactly once.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在每個位置，每個參數都剛好用到一次。

# %% tags=["test"] points=1
def test_parameters_of_c1(q4_12):
    answer(q4_12).has_shape((2,))
    answer(as_array(q4_12)[0]).equals(
        counts.convolution, (1, 32, 32), (6, 28, 28), 5,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.bias_twice, slip.bias_one_per_layer, slip.one_filter_only,
                  slip.sharing_forgotten, slip.bias_per_pixel],
    )

# %% tags=["test"] points=1
def test_connections_of_c1(q4_12):
    answer(q4_12).has_shape((2,))
    answer(as_array(q4_12)[1]).equals(
        counts.connections, (1, 32, 32), (6, 28, 28), 5,
        looked_for={"en": "the number of connections", "zh-Hant": "連接的數目"}, tolerance=EXACT,
        mistakes=[slip.bias_forgotten, slip.params_for_connections, slip.wrong_map_size, slip.one_filter_only],
    )

# %%
grader.check("q4_12")

# %% [markdown]
# The next two layers are unlike those of today.
#
# - **S2** makes each of the 6 maps half as large. It adds the four numbers of a 2 × 2 window, multiplies the sum by **one** trained weight, and adds a trained bias. Each map has its own pair.
# - **C3** has 16 maps and filters of 5 × 5, with bias. But most maps don't see all 6 maps of S2. A table says which ones they see:

# %% tags=["given"]
c3_table = [(6, 3), (9, 4), (1, 6)]

# %% [markdown]
# So 6 maps see 3 maps of S2 each, 9 maps see 4, and 1 map sees all 6.

# %% [markdown] question="q4_13" points=2
# ### Question 13
#
# How many trained parameters has S2, and how many has C3? Write a list of two numbers.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q4_13 = [6 * 2, 6 * (3 * 25 + 1) + 9 * (4 * 25 + 1) + 1 * (6 * 25 + 1)]  # SOLUTION

# %% [markdown] tags=["hint"]
# In S2, count what one map learns. The window's four numbers are added before the weight comes in.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# S2：先數一張特徵圖要學什麼。視窗的四個數是先相加，才乘上權重。

# %% [markdown] tags=["hint"]
# In C3 the filters have three different depths. Count each kind by itself.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# C3 的 filter 有三種不同的深度，請分開計算。

# %% [markdown] tags=["hint"]
# A map of C3 that sees 3 maps has 3 · 25 weights and a bias, and there are 6 of that kind.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# C3 中看 3 張圖的特徵圖有 3 · 25 個權重和一個 bias，這種共有 6 張。

# %% tags=["test"] points=1
def test_parameters_of_s2(q4_13):
    answer(q4_13).has_shape((2,))
    answer(as_array(q4_13)[0]).equals(
        counts.subsampling, (6, 28, 28), (6, 14, 14), 2,
        looked_for={"en": "the number of parameters of S2", "zh-Hant": "S2 的參數量"}, tolerance=EXACT,
        mistakes=[net_slip.lenet_pool_confusion, net_slip.weight_for_each_cell,
                  net_slip.weight_for_each_cell_without_bias, slip.one_filter_only, slip.bias_forgotten],
    )

# %% tags=["test"] points=1
def test_parameters_of_c3(q4_13):
    answer(q4_13).has_shape((2,))
    answer(as_array(q4_13)[1]).equals(
        counts.by_table, c3_table, 5,
        looked_for={"en": "the number of parameters of C3", "zh-Hant": "C3 的參數量"}, tolerance=EXACT,
        mistakes=[net_slip.full_connection_c3, net_slip.depth_forgotten_in_table, slip.bias_forgotten,
                  slip.bias_one_per_layer],
    )

# %%
grader.check("q4_13")

# %% [markdown]
# Three more layers learn something:
#
# - **S4** does to the 16 maps what S2 does to 6;
# - **C5** has 120 filters of 5 × 5, with bias, and each sees all 16 maps;
# - **F6** has 84 neurons, fully connected to the 120 numbers of C5, with bias.
#
# The output layer after F6 compares with patterns that were drawn by hand. It learns nothing.

# %% [markdown] question="q4_14" points=1
# ### Question 14
#
# How many trained parameters has LeNet-5, from C1 to F6?
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q4_14 = q4_12[0] + sum(q4_13) + 16 * 2 + 120 * (16 * 25 + 1) + 84 * (120 + 1)  # SOLUTION

# %% [markdown] tags=["hint"]
# You have three of the six layers already, in questions 12 and 13.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 六層之中，你在第 12、13 題已經算好三層了。

# %% [markdown] tags=["hint"]
# C5 is by far the largest: each of its filters sees 16 · 25 numbers.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# C5 是最大的一層：每個 filter 看 16 · 25 個數。

# %% [markdown] tags=["hint"]
# The sum is a round number.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 總和是一個整齊的數。

# %% tags=["test"] points=1
def test_all_of_lenet(q4_14):
    answer(q4_14).equals(
        counts.lenet, c3_table,
        looked_for={"en": "the sum of the six layers", "zh-Hant": "六層的總和"}, tolerance=EXACT,
        mistakes=[net_slip.modern_lenet, net_slip.output_layer_counted, net_slip.pooling_left_out,
                  net_slip.full_connection_c3],
    )

# %%
grader.check("q4_14")

# %% tags=["proof"]
assert [conv_parameters(1, 6, 5), counts.subsampling((6,), (6,), 2), counts.by_table(c3_table, 5)] == [156, 12, 1516]
assert counts.connections((1, 32, 32), (6, 28, 28), 5) == 122_304 and counts.lenet(c3_table) == 60_000
assert max(conv_parameters(16, 120, 5), linear_parameters(120, 84)) == conv_parameters(16, 120, 5) == 48_120

# %% [markdown]
# Four fifths of them sit in C5 alone. That was so in 1998, and you saw it in the summary above: where maps turn into a list of numbers, the parameters pile up.

# %% tags=["proof"]
assert round(conv_parameters(16, 120, 5) / counts.lenet(c3_table), 1) == 0.8

# %% [markdown]
# ## Remember
#
# - Fully connected: (inputs + 1) · neurons. Convolution: (channels · kernel height · kernel width + 1) · filters. The 1 is the bias.
# - A filter is as deep as its input. The size of the picture does not matter.
# - A convolution is a fully connected layer with zeros and ties. Sharing saves storage, not time.
# - Parameters are stored once, connections count every use. Neither depends on how many pictures there are.
# - A count that you can do yourself is worth more than a slide.
#
# | English | 中文 |
# |---|---|
# | neuron, weight, bias | 神經元、權重、偏差 |
# | parameter | 參數 |
# | activation | 激活值 |
# | fully connected | 全連接 |
# | locally connected | 局部連接 |
# | weight sharing | 權重共享 |
# | regulariser | 正則化 |
# | connections | 連接數 |
# | receptive field | 感受野 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
