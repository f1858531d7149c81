# ---
# jupyter:
#   course:
#     title: A NEW TOPIC
#     minutes: 30
# ---

# %% [markdown]
# # NN · A NEW TOPIC
#
# At the end of this lesson you can
#
# - say how large a feature map is,
# - fill in a feature map by hand, and write the function that does it,
# - write a small network.
#
# 30 minutes.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import convolution as mistakes
from course_utils.checking.mistakes import sizes as size_mistakes
from course_utils.checking.mistakes.layer_plans import deep
from course_utils.checking.mistakes.planned_counts import COUNTS_CONV
from course_utils.checking.mistakes.right_reports import parameters
from course_utils.checking.plans import check_follows_plan, noise
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size


def sum_of_products(pixels, weights):
    return conv2d(pixels, weights)[0, 0]

# %%
import numpy as np
import torch
from torch import nn

from course_utils import Grader, figures
from course_utils.convolution import conv2d

# write your student id here; with lang="zh" checks and hints are in Chinese (檢查與提示用中文)
grader = Grader("NN_TOPIC", student="self-study")

# %% [markdown]
# ## A picture and a kernel
#
# A picture first. Say what the reader should look for, show it, and then say in one sentence what was seen.

# %%
bar = [[0, 0, 1, 1, 0],
       [0, 0, 1, 1, 0],
       [0, 0, 1, 1, 0]]
edge = [[-1, 1],
        [-1, 1]]
figures.window(bar, edge, row=0, column=1);

# %% [markdown]
# At the left edge of the bar the map has a 2, at its right edge a −2, and a 0 wherever two neighbours are equal.

# %% tags=["proof"]
assert conv2d(bar, edge).tolist() == [[0, 2, 0, -2]] * 2

# %% [markdown] question="qNN_1" points=1
# ### Question 1: a number
#
# The side of your own picture is drawn from your id. A window of 3 × 3 moves over it with stride 2, without padding. How many rows has the map?
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
from course_utils.checking import personal

(my_side,) = personal.integers(
    "qNN_1 side", 1, low=8, high=40, accept=lambda side: side[0] % 2 == 0
)

# %%
print("side of your picture:", my_side)

# %% tags=["solution"]
qNN_1 = (my_side - 3) // 2 + 1  # SOLUTION

# %% [markdown] tags=["hint"]
# In which rows can the window begin, so that it still fits?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗要放得下，可以從哪幾列開始？

# %% [markdown] tags=["hint"]
# It begins in rows 0, 2, 4 and so on. The last of them leaves room for three rows.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 從第 0、2、4……列開始；最後一個位置的下面還要有三列。

# %% [markdown] tags=["hint"]
# Subtract 3 from the side, divide by the stride, round down, and add 1.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 邊長減 3，除以 stride，無條件捨去，再加 1。

# %% tags=["test"] points=1
def test_rows_of_the_map(qNN_1):
    answer(qNN_1).equals(
        conv_output_size, my_side, 3, stride=2,
        looked_for={"en": "the number of rows", "zh-Hant": "列數"},
        mistakes=[mistakes.stride_ignored, size_mistakes.plus_one_forgotten, size_mistakes.ceil_for_floor,
                  size_mistakes.floor_missing, size_mistakes.kernel_not_subtracted],
    )

# %%
grader.check("qNN_1")

# %% [markdown] question="qNN_2" points=2
# ### Question 2: a map by hand
#
# Fill in the feature map of your own picture and kernel. Try it in the grid, then put its line into your answer.
#
# <small>Difficulty ●○○ · 5 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

my_picture = personal.integers("qNN_2 picture", (3, 4), low=0, high=5)
my_kernel = personal.integers(
    "qNN_2 kernel", (2, 2), low=-3, high=3, accept=distinguishes_mistakes(my_picture)
)

# %%
from course_utils.checking.mistakes.convolution import BY_HAND
from course_utils.widgets import HandGrid

HandGrid(my_picture, my_kernel, name="qNN_2", mistakes=BY_HAND)

# %% tags=["solution"]
qNN_2 = conv2d(my_picture, my_kernel).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# The map has two rows of three cells.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖有兩列，每列三格。

# %% [markdown] tags=["hint"]
# Multiply each pixel of the window by the weight on it, and add the four products.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗裡的每個像素乘上對應的權重，再把四個乘積相加。

# %% [markdown] tags=["hint"]
# Then move the window one pixel to the right, and do the same again.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 然後把視窗往右移一個像素，再算一次。

# %% tags=["test"] points=2
def test_six_cells(qNN_2):
    answer(qNN_2).equals(conv2d, my_picture, my_kernel, mistakes=mistakes.BY_HAND)

# %%
grader.check("qNN_2")

# %% [markdown] question="qNN_3" points=2
# ### Question 3: a function
#
# Write the sum of products of one window, for any two arrays of one shape.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["solution"]
def one_window(pixels, weights):
    """Return the sum of the products of pixels and weights, both NumPy arrays."""
    # BEGIN SOLUTION
    return (pixels * weights).sum()
    # END SOLUTION

# %% [markdown] tags=["hint"]
# One `*` between two arrays multiplies them pair by pair.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 兩個 array 之間的一個 `*` 就會逐對相乘。

# %% [markdown] tags=["hint"]
# Every array has a method `.sum()`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個 array 都有 `.sum()`。

# %% [markdown] tags=["hint"]
# Name the product `products`, and return the sum of it.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把乘積取名為 `products`，再回傳它的總和。

# %% tags=["test"] points=1
def test_one_window(one_window):
    for rows, columns in [(2, 2), (2, 3)]:
        pixels = np.arange(rows * columns).reshape(rows, columns) ** 2 % 7
        answer(one_window).computes(
            sum_of_products, pixels, 2.5 - pixels[::-1],
            mistakes=[mistakes.not_summed, mistakes.window_sum_without_kernel, mistakes.averaged_not_summed],
        )

# %% tags=["test", "hidden"] points=1
def test_windows_of_other_shapes(one_window):
    for rows, columns in [(1, 4), (3, 2), (5, 5)]:
        pixels = np.arange(rows * columns).reshape(rows, columns) % 7
        answer(one_window).computes(sum_of_products, pixels, 2.5 - pixels[::-1])

# %%
grader.check("qNN_3")

# %% [markdown] question="qNN_4" points=2
# ### Question 4: a network
#
# Write `Net` for pictures of 3 × 30 × 30: a convolution with 4 filters of 3 × 3, without padding, a ReLU, max pooling of 2 × 2, `flatten`, and a fully connected layer with 5 logits.
#
# <small>Difficulty ●●○ · 6 minutes</small>

# %% tags=["solution"]
class Net(nn.Module):
    """A small network for pictures (N, 3, 30, 30); gives logits (N, 5)."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        self.conv = nn.Conv2d(3, 4, 3)
        self.last = nn.Linear(4 * 14 * 14, 5)
        # END SOLUTION

    def forward(self, x):
        # BEGIN SOLUTION
        x = nn.functional.max_pool2d(self.conv(x).relu(), 2)
        return self.last(x.flatten(1))
        # END SOLUTION

# %%
try:
    print(Net()(torch.zeros(2, 3, 30, 30)).shape)
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Two layers learn: the convolution and the fully connected layer. Make both in `__init__`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 會學習的層有兩個：卷積層和全連接層。兩個都寫在 `__init__` 裡。

# %% [markdown] tags=["hint"]
# 30 pixels become 28 after the convolution and 14 after the pooling.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 30 個像素經過卷積剩 28，再經過池化剩 14。

# %% [markdown] tags=["hint"]
# In `forward`: convolution, ReLU, `max_pool2d(…, 2)`, `flatten(1)`, and then the fully connected layer.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `forward` 依序是：卷積、ReLU、`max_pool2d(…, 2)`、`flatten(1)`，最後是全連接層。

# %% tags=["test"] points=1
def test_what_the_network_computes(Net):
    check_follows_plan(Net, deep([4, "pool"]), noise(6, 71))

# %% tags=["test", "hidden"] points=1
def test_on_more_pictures(Net):
    check_follows_plan(Net, deep([4, "pool"]), noise(9, 50_417))

# %%
grader.check("qNN_4")

# %% [markdown] question="qNN_5" points=1
# ### Question 5: a number, and a written answer
#
# How many parameters has `Net`, biases included? Write the number into the cell, and then a sentence or two: where are most of them, and why there? A person reads what you write.
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["solution"]
qNN_5 = 4 * (3 * 9 + 1) + 5 * (4 * 14 * 14 + 1)  # SOLUTION

# %% [markdown] tags=["written"] points=1
# Most of them are in the fully connected layer, because each of its five neurons has a weight for every number of the maps. The filters of the convolution are shared by all places.

# %% [markdown] tags=["hint"]
# Two layers have parameters. Pooling and ReLU have none.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 有參數的層有兩個；池化和 ReLU 沒有參數。

# %% [markdown] tags=["hint"]
# A filter has 3 × 3 weights for each of the three channels, and one bias.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一個濾鏡對三個 channel 各有 3 × 3 個 weight，再加一個 bias。

# %% [markdown] tags=["hint"]
# Each of the five neurons has 4 × 14 × 14 weights, and one bias.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 五個神經元各有 4 × 14 × 14 個 weight，再加一個 bias。

# %% tags=["test"] points=1
def test_parameters_of_the_network(qNN_5):
    answer(qNN_5).equals(
        parameters, network=deep([4, "pool"]), tolerance=1e-12, mistakes=COUNTS_CONV,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的個數"},
    )

# %%
grader.check("qNN_5")

# %% tags=["proof"]
assert sum(weight.numel() for weight in Net().parameters()) == qNN_5

# %% [markdown]
# ## What to remember
#
# - A **kernel** (濾鏡) moves over a picture and makes a **feature map** (特徵圖).
# - Each number of the map is one sum of products.
#
# ## Hand in

# %%
grader.check_all()

# %%
grader.export()
