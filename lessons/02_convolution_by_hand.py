# ---
# jupyter:
#   course:
#     title: Convolution by hand
#     minutes: 85
# ---

# %% [markdown]
# # 2 · Convolution by hand
#
# You will lay a small window on a picture, multiply, add, and move on. That is all a **convolution** (卷積) is, and after this lesson you will never have to take it on trust. At the end you can
#
# - work out any cell of a **feature map** (特徵圖) with a pencil,
# - say what a **stride** (步長) and a **padding** (補零) do to it,
# - write the whole thing in Python, and run it on a photograph,
# - say how large the output of a layer is, channels included, before anything runs,
# - set up PyTorch's `Conv2d` so that it gives your own feature map.
#
# 85 minutes with a break in the middle, a pencil, and lesson 1. Rows and columns count from 0, as in Python.

# %% tags=["test"]
import numpy as np

from course_utils.checking import NotYet, answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import channels as channel_slip
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import slides as slide_slip
from course_utils.checking.mistakes import which_kernel as kernel_slip
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size

LIBRARY = ["conv2d", "Conv2d", "correlate2d", "convolve2d", "correlate", "convolve"]

# %%
import numpy as np
from skimage import data

from course_utils import Grader, figures
from course_utils.convolution import KERNELS, conv2d
from course_utils.widgets import ConvolutionStepper, KernelZoo

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("02_convolution_by_hand", student="self-study")

# %% [markdown]
# As in lesson 1, your own numbers are drawn from your id.
#
# ## A puzzle to begin with
#
# One photograph, and two pictures made from it. Each of the two came about with nine numbers and nothing else.

# %%
camera = data.camera()[40:296:2, 150:406:2].astype(float)  # a part, every second pixel
edges = np.abs(conv2d(camera, KERNELS["edge, eight neighbours"]))
blurred = conv2d(camera, KERNELS["box blur"])
titles = ["the photograph", "nine equal numbers", "nine other numbers"]
figures.photographs([camera, blurred, edges], titles, limits=(0, 255));

# %% [markdown]
# **Predict.** In the picture on the right the sky is black. What must the nine numbers add up to, so that a patch of one colour gives 0? You will be able to answer at the end of the next section.
#
# ## One window, one number
#
# Here is a picture of 6 × 6 pixels, each 0 or 1, and a **kernel** (also: filter, 濾鏡) of 3 × 3 weights.

# %% tags=["given"]
picture = [[1, 1, 1, 1, 0, 0],
           [0, 1, 1, 0, 1, 0],
           [0, 0, 1, 1, 0, 0],
           [0, 0, 1, 1, 1, 0],
           [0, 0, 0, 1, 1, 0],
           [0, 0, 0, 0, 0, 0]]
kernel = [[1, 0, 0],
          [0, 1, 0],
          [0, 0, -1]]

# %% [markdown]
# Lay the kernel on the top left corner: nine pixels under nine weights. Each pixel is multiplied by the weight on top of it, and the nine products are added.

# %%
figures.window(picture, kernel, row=0, column=0);

# %% [markdown]
# Six weights are 0, so only the diagonal counts: $1\cdot 1 + 1\cdot 1 - 1\cdot 1 = 1$. That single number is the first cell of the feature map.
#
# And the puzzle: on a patch of one colour $c$ every product is $c$ times a weight, so the sum is $c$ times the sum of the weights. It is 0 when **the weights add up to 0**.

# %% tags=["proof"]
assert conv2d(picture, kernel)[0, 0] == 1 * 1 + 1 * 1 - 1 * 1 == 1
assert np.all(conv2d(np.full((5, 5), 7), KERNELS["edge, eight neighbours"]) == 7 * KERNELS["edge, eight neighbours"].sum())
assert KERNELS["edge, eight neighbours"].sum() == 0 and len(set(KERNELS["box blur"].ravel())) == 1

# %% [markdown] question="q2_1" points=1
# ### Question 1
#
# Your own window. Multiply pair by pair, add, and write the number.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
from course_utils.checking import personal
from course_utils.checking.mistakes.convolution import asymmetric
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

# %% tags=["given"]
my_pixels = personal.integers("q2_1 pixels", (3, 3), low=1, high=9, accept=asymmetric)
my_weights = personal.integers(
    "q2_1 weights", (3, 3), low=-2, high=2, accept=distinguishes_mistakes(my_pixels)
)

# %%
figures.pairs(my_pixels, my_weights);

# %% tags=["solution"]
q2_1 = int(np.sum(np.multiply(my_pixels, my_weights)))  # SOLUTION

# %% [markdown] tags=["hint"]
# The pixel in the top left corner meets the weight in the top left corner, and so on, nine times.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 左上角的像素對上左上角的權重，其餘依此類推，共九次。

# %% [markdown] tags=["hint"]
# Where the weight is 0 the pixel doesn't matter. Where it is negative, the product is taken away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 權重是 0 的地方，像素值不重要；權重是負數的地方，乘積要減掉。

# %% [markdown] tags=["hint"]
# Write the nine products down in three rows, signs included, before you add anything.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先把九個乘積連同正負號寫成三列，再開始相加。

# %% tags=["test"] points=1
def test_sum_of_products(q2_1):
    def window_sum(pixels, weights):
        return conv2d(pixels, weights)[0, 0]

    answer(q2_1).equals(
        window_sum, my_pixels, my_weights,
        looked_for={"en": "the sum of your nine products", "zh-Hant": "你那九個乘積的總和"},
        mistakes=[slip.not_summed, slip.minus_sign_lost, slip.kernel_flipped, slip.kernel_transposed,
                  slip.window_sum_without_kernel, slip.averaged_not_summed],
    )

# %%
grader.check("q2_1")

# %% [markdown]
# ## The window moves
#
# Now a whole map. Take the picture 1 to 9 and a kernel of 2 × 2. The window fits in four places, so the feature map has four cells.

# %% tags=["given"]
nine = [[1, 2, 3],
        [4, 5, 6],
        [7, 8, 9]]
tens = [[10, 20],
        [30, 40]]

# %%
figures.window(nine, tens, row=0, column=1);

# %% [markdown]
# This is the second place: one step to the right. Every sum in full:
#
# | place | sum |
# |---|---|
# | row 0, column 0 | $1\cdot10 + 2\cdot20 + 4\cdot30 + 5\cdot40 = 370$ |
# | row 0, column 1 | $2\cdot10 + 3\cdot20 + 5\cdot30 + 6\cdot40 = 470$ |
# | row 1, column 0 | $4\cdot10 + 5\cdot20 + 7\cdot30 + 8\cdot40 = 670$ |
# | row 1, column 1 | $5\cdot10 + 6\cdot20 + 8\cdot30 + 9\cdot40 = 770$ |
#
# The kernel stays the same from place to place; only the pixels under it change.

# %% tags=["proof"]
assert conv2d(nine, tens).tolist() == [[370, 470], [670, 770]]
assert 2 * 10 + 3 * 20 + 5 * 30 + 6 * 40 == 470

# %% [markdown]
# **See it move.** A diagonal stroke under an X-shaped kernel. Step with the buttons, or click the picture and use the arrow keys, and say each sum before you let it appear.

# %%
stroke = [[1, 1, 1, 0, 0],
          [0, 1, 1, 1, 0],
          [0, 0, 1, 1, 1],
          [0, 0, 1, 1, 0],
          [0, 1, 1, 0, 0]]
cross = [[1, 0, 1],
         [0, 1, 0],
         [1, 0, 1]]
ConvolutionStepper(stroke, cross)

# %% [markdown]
# The largest cells are the three 4s in the corners and the one in the middle: there the stroke covers four of the five 1s of the X. That is why a kernel is also called a **feature detector**: its map says how much of its pattern is where.
#
# One warning. A patch that is 1 all over would give 5, and it is no X at all. Among windows that are equally bright, the map is largest where the picture looks most like the kernel.

# %% tags=["proof"]
assert conv2d(stroke, cross).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
assert conv2d(np.ones((3, 3)), cross) == np.sum(cross) == 5

# %% [markdown] question="q2_2" points=2
# ### Question 2
#
# Your own picture of 3 × 4 and a kernel of 2 × 2. Work out the whole feature map and write it as a list of rows, such as `[[1, 2], [3, 4]]`.
#
# The grid is rough paper to calculate on: type, check cell by cell, then put its line into your answer. Only the answer is handed in.
#
# <small>Difficulty ●○○ · 6 minutes</small>

# %% tags=["given"]
my_small_picture = personal.integers("q2_2 picture", (3, 4), low=0, high=5)
my_small_kernel = personal.integers(
    "q2_2 kernel", (2, 2), low=-3, high=3,
    accept=distinguishes_mistakes(my_small_picture),
)

# %%
from course_utils.checking.mistakes.convolution import BY_HAND
from course_utils.widgets import HandGrid

HandGrid(my_small_picture, my_small_kernel, name="q2_2", mistakes=BY_HAND)

# %% tags=["solution"]
q2_2 = conv2d(my_small_picture, my_small_kernel).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# How many places are there for a window of 2 pixels in a row of 4? And in a column of 3?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 2 × 2 的視窗在一列 4 個像素裡有幾個位置？在一行 3 個像素裡呢？

# %% [markdown] tags=["hint"]
# The map has two rows of three cells. Each row of the map uses two rows of the picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖有兩列，每列三格。特徵圖的每一列都用到圖片的兩列。

# %% [markdown] tags=["hint"]
# Lay a finger on the four pixels of one place, write four products, add them. Move one pixel to the right, and do it again.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 用手指壓住一個位置的四個像素，寫下四個乘積再相加。然後往右移一個像素，再做一次。

# %% tags=["test"] points=2
def test_all_six_cells(q2_2):
    answer(q2_2).equals(conv2d, my_small_picture, my_small_kernel, mistakes=slip.BY_HAND)

# %%
grader.check("q2_2")

# %% [markdown]
# ## A map with a slip in it
#
# Back to the 6 × 6 picture. One lecture prints the map on the right for it. Fifteen of its sixteen cells are right.

# %% tags=["given"]
printed = [[1, 1, 1, 2],
           [-1, 1, 1, 0],
           [0, 0, 1, 2],
           [0, 0, 1, 2]]

# %%
figures.maps(picture, kernel, printed, titles=["picture", "kernel", "as printed"]);

# %% [markdown] question="q2_3" points=3
# ### Question 3
#
# Work the map out yourself, find the cell that is wrong, and write the whole map with the right number in it.
#
# <small>Difficulty ●●○ · 8 minutes</small>

# %% tags=["solution"]
q2_3 = conv2d(picture, kernel).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# A row of the map that you have worked out and found right is done; there is only one slip.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 算過、確認正確的那一列就不用再看了；只有一格印錯。

# %% [markdown] tags=["hint"]
# Only three pixels of each window count: the ones under the diagonal. Two are added, the third is taken away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個視窗只有對角線上的三個像素有作用：前兩個相加，第三個減掉。

# %% [markdown] tags=["hint"]
# The last row of the map comes from rows 3, 4 and 5 of the picture. Slide the window along them once more.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖的最後一列來自圖片的第 3、4、5 列。再沿著它們滑一次視窗。

# %% tags=["test"] points=3
def test_all_sixteen_cells(q2_3):
    answer(q2_3).equals(
        conv2d, picture, kernel,
        mistakes=[slide_slip.copied_from_slide(printed), slip.kernel_flipped, slip.minus_sign_lost, slip.padding_added,
                  slide_slip.read_as_seven((1, 1)), slide_slip.read_as_seven((2, 2)), slide_slip.read_as_seven((1, 1), (2, 2))],
    )

# %%
grader.check("q2_3")

# %% tags=["proof"]
assert conv2d(picture, kernel).tolist() == [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 2, 2]]
assert np.sum(conv2d(picture, kernel) == printed) == 15

# %% [markdown]
# Misprints happen. A sum that you can do yourself is worth more than a slide.
#
# ## Stride: how far the window steps
#
# So far the window moved one pixel at a time. With a **stride** (步長) of 2 it moves two, to the right and down. It lands in fewer places, so the map is smaller.

# %%
figures.window(stroke, cross, row=0, column=1, stride=2);

# %% [markdown]
# **Predict.** In five columns the window begins in columns 0 and 2. Why not in column 4?
#
# <details><summary>Show the answer</summary>
#
# From column 4 it would reach to column 6, and the last column is 4. Where a window doesn't fit as a whole, there is none.
#
# </details>

# %% tags=["proof"]
assert conv_output_size(5, 3, stride=2) == 2 and 4 + 3 > 5

# %% [markdown] question="q2_4" points=2
# ### Question 4
#
# The same picture and kernel with stride 2. Write the feature map.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["solution"]
q2_4 = conv2d(picture, kernel, stride=2).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# From column 4 the window would reach to column 6, and the picture ends at column 5.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 從第 4 行開始的視窗會伸到第 6 行，但圖片只到第 5 行。

# %% [markdown] tags=["hint"]
# There are four places. They begin at (0, 0), (0, 2), (2, 0) and (2, 2).

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共有四個位置，起點是 (0, 0)、(0, 2)、(2, 0)、(2, 2)。

# %% [markdown] tags=["hint"]
# You have done these sums already: look for the four places in your map of question 3.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 這些你都算過了：在第 3 題的特徵圖裡找出這四個位置。

# %% tags=["test"] points=2
def test_all_four_cells(q2_4):
    answer(q2_4).equals(
        conv2d, picture, kernel, stride=2,
        mistakes=[slip.stride_ignored, slip.stride_as_crop, slip.kernel_flipped, slip.minus_sign_lost,
                  slip.padding_added],
    )

# %%
grader.check("q2_4")

# %% [markdown]
# So a stride of 2 keeps every second cell of every second row of the stride-1 map, and saves the work for the others.

# %% tags=["proof"]
assert np.array_equal(conv2d(picture, kernel, stride=2), conv2d(picture, kernel)[::2, ::2])

# %% [markdown]
# ## Padding: a border of zeros
#
# With a 3 × 3 window, a pixel in the corner lies under one place of it only, a pixel in the middle under nine. And each convolution makes the map smaller. **Padding** (補零) mends both: a border of zeros is laid around the picture before the window starts. `padding=1` is one ring, on all four sides.

# %%
figures.window(picture, kernel, row=0, column=1, stride=2, padding=1);

# %% [markdown]
# The window hangs over the edge, and the zeros there add nothing. Play with the same setting on another picture:

# %%
corner = [[2, 0, 1, 0, 3],
          [0, 1, 0, 2, 0],
          [1, 0, 3, 0, 1],
          [0, 2, 0, 1, 0]]
ConvolutionStepper(corner, KERNELS["edge, four neighbours"], stride=2, padding=1)

# %% tags=["proof"]
windows_over = np.zeros((6, 6))
for row, column in np.ndindex(4, 4):
    windows_over[row : row + 3, column : column + 3] += 1
assert windows_over[0, 0] == 1 and windows_over[3, 3] == 9

# %% [markdown] question="q2_5" points=3
# ### Question 5
#
# Your own picture of 6 × 6, a kernel of 3 × 3, `stride=2` and `padding=1`. Write the feature map.
#
# <small>Difficulty ●●○ · 9 minutes</small>

# %% tags=["given"]
my_picture = personal.integers("q2_5 picture", (6, 6), low=0, high=3)
shows = distinguishes_mistakes(my_picture, stride=2, padding=1)
my_kernel = personal.integers("q2_5 kernel", (3, 3), low=-1, high=1, accept=shows)

# %%
figures.maps(my_picture, my_kernel, titles=["your picture", "your kernel"]);

# %% tags=["solution"]
q2_5 = conv2d(my_picture, my_kernel, stride=2, padding=1).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Draw the ring of zeros first. The padded picture has 8 rows and 8 columns.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先畫出外圍那圈 0。補零後的圖有 8 列、8 行。

# %% [markdown] tags=["hint"]
# In the padded picture the windows begin in rows and columns 0, 2 and 4: nine places.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在補零後的圖上，視窗從第 0、2、4 列與行開始：共九個位置。

# %% [markdown] tags=["hint"]
# The first window sees only four pixels of the picture; the other five of its nine cells lie on the zeros.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一個視窗只看到圖片的四個像素，其餘五格都落在 0 上。

# %% tags=["test"] points=3
def test_all_nine_cells(q2_5):
    answer(q2_5).equals(
        conv2d, my_picture, my_kernel, stride=2, padding=1,
        mistakes=[slip.padding_forgotten, slip.same_convention_mixed, slip.stride_ignored, slip.stride_as_crop,
                  slip.kernel_flipped, slip.kernel_transposed, slip.minus_sign_lost],
    )

# %%
grader.check("q2_5")

# %% [markdown]
# ## Write it yourself
#
# Now the machine may do the sums, but you tell it how. Two loops go over the places of the map; what is missing is what happens at one place.

# %% [markdown] question="q2_6" points=4
# ### Question 6
#
# Fill the blank: cut the window out of `picture`, multiply by `kernel`, add, and store the sum. Stride 1, no padding; the library's `conv2d` stays in its box.
#
# <small>Difficulty ●●○ · 6 minutes</small>

# %% tags=["solution"]
def feature_map(picture, kernel):
    """Return the feature map of two arrays, `picture` (H, W) and `kernel` (kH, kW)."""
    kernel_rows, kernel_columns = kernel.shape
    rows = picture.shape[0] - kernel_rows + 1
    columns = picture.shape[1] - kernel_columns + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            # BEGIN SOLUTION
            window = picture[row : row + kernel_rows, column : column + kernel_columns]
            result[row, column] = (window * kernel).sum()
            # END SOLUTION
    return result

# %%
try:
    print(feature_map(np.array(nine), np.array(tens)))  # you know this map
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# `picture[2:5, 1:4]` is a window of 3 × 3 that begins at row 2, column 1.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `picture[2:5, 1:4]` 是從第 2 列、第 1 行開始的 3 × 3 視窗。

# %% [markdown] tags=["hint"]
# The window begins at `row`, `column`. Where does it end, if the kernel has `kernel_rows` rows and `kernel_columns` columns?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗從 `row`、`column` 開始。kernel 有 `kernel_rows` 列、`kernel_columns` 行，視窗到哪裡結束？

# %% [markdown] tags=["hint"]
# With NumPy arrays, `a * b` multiplies pair by pair, and `.sum()` adds everything up.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# NumPy 陣列的 `a * b` 是逐格相乘，`.sum()` 把全部加起來。

# %% tags=["test"] points=2
def test_the_map_of_four_cells(feature_map):
    answer(feature_map).written_without(*LIBRARY)
    answer(feature_map).computes(
        conv2d, np.array(nine), np.array(tens),
        mistakes=[slip.kernel_flipped, slip.kernel_transposed, slip.window_sum_without_kernel,
                  slip.averaged_not_summed, slip.padding_added],
    )

# %% tags=["test", "hidden"] points=2
def test_other_pictures(feature_map):
    answer(feature_map).written_without(*LIBRARY)
    random = np.random.default_rng(61_803)
    for height, width, kernel_height, kernel_width in [(7, 5, 3, 2), (4, 9, 1, 4), (6, 6, 6, 1), (5, 8, 1, 1)]:
        image, weights = random.normal(size=(height, width)), random.normal(size=(kernel_height, kernel_width))
        answer(feature_map).computes(
            conv2d, image, weights,
            mistakes=[slip.kernel_flipped, slip.window_sum_without_kernel, slip.averaged_not_summed],
        )

# %%
grader.check("q2_6")

# %% [markdown] question="q2_7" points=4
# ### Question 7
#
# The same with `stride` and `padding`, both whole numbers. Write all of it; `np.pad(picture, 1)` lays one ring of zeros around a picture.
#
# <small>Difficulty ●●● · 10 minutes</small>

# %% tags=["solution"]
def conv2d_by_hand(picture, kernel, *, stride=1, padding=0):
    """Return the feature map of two arrays, `picture` (H, W) and `kernel` (kH, kW)."""
    # BEGIN SOLUTION
    padded = np.pad(picture, padding)
    height, width = kernel.shape
    down = (padded.shape[0] - height) // stride + 1
    across = (padded.shape[1] - width) // stride + 1
    sums = np.zeros((down, across))
    for i, j in np.ndindex(down, across):
        top, left = i * stride, j * stride
        sums[i, j] = (padded[top : top + height, left : left + width] * kernel).sum()
    return sums
    # END SOLUTION

# %%
try:
    print(conv2d_by_hand(np.array(picture), np.array(kernel), stride=2, padding=1))
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Three steps: pad, find out how many places there are, loop over them as before.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三個步驟：補零、算出有幾個位置、像之前一樣用迴圈走過每個位置。

# %% [markdown] tags=["hint"]
# A window of k in n pixels can begin at 0, s, 2s, … as long as it ends inside. That is `(n - k) // s + 1` places.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寬 k 的視窗在 n 個像素裡可以從 0、s、2s……開始，只要不超出去。共有 `(n - k) // s + 1` 個位置。

# %% [markdown] tags=["hint"]
# Cell (row, column) of the map belongs to the window that begins at `row * stride`, `column * stride` of the PADDED picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖的 (row, column) 對應的視窗，從「補零後」圖片的 `row * stride`、`column * stride` 開始。

# %% tags=["test"] points=2
def test_the_picture_and_five_rows_of_yours(conv2d_by_hand):
    answer(conv2d_by_hand).written_without(*LIBRARY)
    for pixels, weights in [(picture, kernel), (my_picture[:5], my_kernel)]:
        answer(conv2d_by_hand).computes(
            conv2d, np.array(pixels), np.array(weights), stride=2, padding=1,
            mistakes=[slip.stride_ignored, slip.padding_forgotten, slip.padding_one_side, slip.same_convention_mixed,
                      slip.stride_as_crop, slip.kernel_flipped, slip.minus_sign_lost],
        )

# %% tags=["test", "hidden"] points=2
def test_other_settings(conv2d_by_hand):
    answer(conv2d_by_hand).written_without(*LIBRARY)
    random = np.random.default_rng(27_183)
    for height, width, kernel_height, kernel_width, stride, padding in [
        (7, 6, 3, 2, 1, 0), (8, 5, 2, 3, 3, 1), (5, 9, 3, 3, 2, 2), (6, 7, 1, 2, 1, 3), (9, 8, 4, 3, 3, 0),
    ]:
        image, weights = random.normal(size=(height, width)), random.normal(size=(kernel_height, kernel_width))
        answer(conv2d_by_hand).computes(
            conv2d, image, weights, stride=stride, padding=padding,
            mistakes=[slip.stride_ignored, slip.padding_forgotten, slip.padding_one_side, slip.same_convention_mixed,
                      slip.kernel_flipped],
        )

# %%
grader.check("q2_7")

# %% [markdown]
# ## On a photograph
#
# A photograph is a picture like the ones above, only larger. This one is not square: 100 rows, 150 columns.

# %%
cat = data.chelsea()[20:220:2, 80:380:2].mean(axis=2)  # the mean of red, green, blue
print(cat.shape)

# %% [markdown] question="q2_8" points=1
# ### Question 8
#
# Before you run it: which shape has the map of this photograph under a 9 × 9 kernel with `stride=2` and `padding=4`? Write it as `(rows, columns)`.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q2_8 = (50, 75)  # SOLUTION

# %% [markdown] tags=["hint"]
# Do it for the rows alone: 100 pixels, four zeros above and four below.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先只看縱向：100 個像素，上下各補四個 0。

# %% [markdown] tags=["hint"]
# A window of 9 in 108 pixels begins at 0, 2, 4, … Which is the last place where it still fits?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 高 9 的視窗在 108 個像素裡從 0、2、4……開始。最後一個放得下的位置是哪裡？

# %% [markdown] tags=["hint"]
# The number of places is `(n + 2 * padding - k) // stride + 1`, for rows and columns each.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 位置的數目是 `(n + 2 * padding - k) // stride + 1`，列與行各算一次。

# %% tags=["test"] points=1
def test_rows_and_columns(q2_8):
    def output_shape(sizes, kernel_size, **options):
        return tuple(conv_output_size(n, kernel_size, **options) for n in sizes)

    answer(q2_8).equals(
        output_shape, (100, 150), 9, stride=2, padding=4,
        mistakes=[slip.stride_ignored, slip.padding_forgotten, size_slip.padding_counted_once,
                  size_slip.padding_not_consumed, size_slip.plus_one_forgotten, size_slip.ceil_for_floor,
                  size_slip.kernel_not_subtracted, size_slip.window_without_width, size_slip.floor_missing,
                  size_slip.h_and_w_swapped],
    )

# %%
grader.check("q2_8")

# %% tags=["proof"]
assert cat.shape == (100, 150)
assert conv2d(cat, np.ones((9, 9)), stride=2, padding=4).shape == (50, 75)

# %% [markdown]
# Now look, with your own function if it is written. Each of these three maps comes from nine weights.

# %%
try:
    conv2d_by_hand(cat, KERNELS["identity"])
    mine = conv2d_by_hand
except (NotImplementedError, NameError):
    mine = conv2d  # until yours is there
columns_apart = np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]])
smooth = mine(cat, KERNELS["Gaussian blur"], stride=2, padding=1)
upright = np.abs(mine(cat, columns_apart, stride=2, padding=1))
lying = np.abs(mine(cat, columns_apart.T, stride=2, padding=1))
figures.photographs([cat, smooth], ["the cat", "Gaussian blur, every second place"])
titles = ["left minus right", "above minus below"]
figures.photographs([upright, lying], titles, limits=(0, 255));

# %% [markdown]
# The blur keeps what is large. The next map is bright where left and right differ: the upright sides of the eyes, the stripes of the forehead. Turned by a quarter, the kernel finds the lying edges: the lids. The bright line along the border is no edge of the cat; there the window looked at the zeros of the padding.
#
# Nobody told these kernels what a cat is. In lesson 5 a network finds such weights by itself.
#
# That was the longer half, and this is a good place for a break. Still to come: signs, colours, sizes, and the same layer in PyTorch.
#
# ## What a sign says
#
# "Left minus right", in the plainest case: three bright columns, three dark ones.

# %% tags=["given"]
bright_dark = [[10, 10, 10, 0, 0, 0]] * 6
left_minus_right = [[1, 0, -1]] * 3

# %%
titles = ["picture", "left minus right"]
figures.maps(bright_dark, left_minus_right, titles=titles);

# %% [markdown] question="q2_9" points=1
# ### Question 9
#
# Write the feature map: stride 1, no padding. Its rows are all alike, so one row is enough to work out.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["solution"]
q2_9 = conv2d(bright_dark, left_minus_right).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# On a patch of one colour the weights cancel: as much is added as is taken away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在同一顏色的區域裡，權重會互相抵消：加多少就減多少。

# %% [markdown] tags=["hint"]
# The left column of the window is added, three pixels. The right column is taken away, three pixels.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗的左邊一行（三個像素）相加，右邊一行（三個像素）減掉。

# %% [markdown] tags=["hint"]
# Write for each place which columns of the picture lie under the +1 and under the −1. How many places are there, across and down?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 對每個位置，寫下 +1 與 −1 底下各是圖片的哪一行。橫向、縱向各有幾個位置？

# %% tags=["test"] points=1
def test_the_edge(q2_9):
    answer(q2_9).equals(
        conv2d, bright_dark, left_minus_right,
        mistakes=[slip.kernel_flipped, slip.extra_row, slip.averaged_not_summed, slip.columns_averaged, slip.kernel_transposed,
                  slip.minus_sign_lost, slip.padding_added],
    )

# %%
grader.check("q2_9")

# %% tags=["proof"]
edge_map = conv2d(bright_dark, left_minus_right)
assert edge_map.tolist() == [[0, 30, 30, 0]] * 4
assert np.array_equal(conv2d(np.flip(bright_dark, axis=1), left_minus_right), -edge_map)
assert np.array_equal(conv2d(bright_dark, np.flip(left_minus_right)), -edge_map)

# %% [markdown]
# A cell of this map above 0 says: brighter on the left. Below 0: brighter on the right. With dark and bright exchanged, every cell would change its sign.
#
# (One lecture prints this picture with a row too many, so that it does not go with its own map.)
#
# ## Two operations with one name
#
# In mathematics, convolution turns the kernel by 180 degrees before it is laid down. Without the turn the operation is called **cross-correlation** (互相關). Deep learning does the second and calls it by the first name. You know the left map; the right one comes from the turned kernel.

# %%
turned = np.flip(tens)  # both axes: 180 degrees
without_turn, with_turn = conv2d(nine, tens), conv2d(nine, turned)
titles = ["kernel", "cross-correlation", "kernel turned", "convolution"]
figures.maps(tens, without_turn, turned, with_turn, titles=titles);

# %% [markdown]
# A network loses nothing by it: it would learn the turned weights instead. You do lose something if you mix them up, for the sign of each edge is then the other way round.

# %% tags=["proof"]
assert conv2d(nine, np.flip(tens)).tolist() == [[230, 330], [530, 630]]
from scipy.signal import convolve2d, correlate2d

assert convolve2d(nine, tens, mode="valid").tolist() == [[230, 330], [530, 630]]
assert correlate2d(nine, tens, mode="valid").tolist() == [[370, 470], [670, 770]]

# %% [markdown]
# ## Two detectors
#
# Weights can look for more than an edge. Filter 1 looks for a diagonal stroke, filter 2 for an upright one. A weight of −1 says: here should be nothing.

# %% tags=["given"]
strokes = [[1, 0, 0, 0, 0, 1],
           [0, 1, 0, 0, 1, 0],
           [0, 0, 1, 1, 0, 0],
           [1, 0, 0, 0, 1, 0],
           [0, 1, 0, 0, 1, 0],
           [0, 0, 1, 0, 1, 0]]
filter_1 = [[1, -1, -1],
            [-1, 1, -1],
            [-1, -1, 1]]
filter_2 = [[-1, 1, -1],
            [-1, 1, -1],
            [-1, 1, -1]]

# %%
titles = ["picture", "filter 1", "filter 2"]
figures.maps(strokes, filter_1, filter_2, titles=titles);

# %% [markdown]
# **Predict.** Which number is the largest that a filter like these can give on pixels of 0 and 1? In which corner do you expect it from filter 2?

# %% [markdown] question="q2_10" points=2
# ### Question 10
#
# Two feature maps: `diagonal_map` from filter 1 with **stride 2**, by hand, and `upright_map` from filter 2 with **stride 1**. For the second you may use your function of question 7.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
diagonal_map = conv2d(strokes, filter_1, stride=2).tolist()  # SOLUTION
upright_map = conv2d(strokes, filter_2).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Count instead of multiplying: the 1s under a weight of 1, minus the 1s under a weight of −1.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 不用相乘，用數的：權重 1 底下有幾個 1，減去權重 −1 底下有幾個 1。

# %% [markdown] tags=["hint"]
# With stride 2 the windows begin in rows and columns 0 and 2.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# stride 為 2 時，視窗從第 0、2 列與行開始。

# %% [markdown] tags=["hint"]
# Your function takes arrays: `np.array(strokes)`, `np.array(filter_2)`. A list of rows or an array is welcome as answer.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 你的函式要用陣列：`np.array(strokes)`、`np.array(filter_2)`。答案可以是列表，也可以是陣列。

# %% tags=["test"] points=1
def test_the_diagonal_map(diagonal_map):
    answer(diagonal_map).equals(
        conv2d, strokes, filter_1, stride=2,
        mistakes=[slip.stride_as_crop, slip.stride_ignored, slip.minus_sign_lost, slip.padding_added],
    )

# %% tags=["test"] points=1
def test_the_upright_map(upright_map):
    answer(upright_map).equals(
        conv2d, strokes, filter_2, stride=1,
        mistakes=[slip.kernel_transposed, slip.minus_sign_lost, slip.wrong_stride, slip.padding_added],
    )

# %%
grader.check("q2_10")

# %% tags=["proof"]
by_filter_1, by_filter_2 = conv2d(strokes, filter_1), conv2d(strokes, filter_2)
assert np.sum(np.array(filter_1) == 1) == np.sum(np.array(filter_2) == 1) == 3
assert np.argwhere(by_filter_1 == 3).tolist() == [[0, 0], [3, 0]] and by_filter_1.max() == 3
assert np.argwhere(by_filter_2 == 3).tolist() == [[3, 3]] and by_filter_2.max() == 3
assert all(np.array_equal(np.flip(weights), weights) for weights in (filter_1, filter_2))

# %% [markdown]
# The most that either filter can give is 3, and it gives that only where the picture looks exactly like it.
#
# Turn these two filters by 180 degrees: nothing changes. On such a kernel nobody can see whether it was turned, and that is why question 9 had another one.
#
# ## Your function reads the slides
#
# A function that is right is a good proof-reader. Here is a lecture's 7 × 7 picture under the X-shaped kernel, with the map as printed:

# %%
long_stroke = np.array([
    [0, 1, 1, 1, 0, 0, 0], [0, 0, 1, 1, 1, 0, 0], [0, 0, 0, 1, 1, 1, 0],
    [0, 0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0, 0], [0, 1, 1, 0, 0, 0, 0],
    [1, 1, 0, 0, 0, 0, 0],
])
as_printed = [[1, 4, 3, 4, 1], [1, 2, 4, 3, 3], [1, 2, 3, 4, 1],
              [1, 3, 3, 1, 1], [3, 3, 1, 1, 0]]
found = mine(long_stroke, np.array(cross))
print("all 25 cells right:", np.array_equal(found, as_printed))

# %% [markdown]
# Now a slide that is less lucky: a smiley, a detector, and a map in which one cell of 25 is wrong.

# %% tags=["given"]
smiley = [[0, 0, 0, 0, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 1, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 1, 1, 1, 0, 0],
          [0, 0, 0, 0, 0, 0, 0]]
detector = [[0, 0, 1],
            [1, 0, 0],
            [0, 1, 1]]

# %% tags=["given"]
with_slip = [[0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [1, 0, 1, 2, 1],
             [1, 4, 2, 1, 0], [0, 0, 1, 2, 1]]

# %%
titles = ["smiley", "detector", "as printed"]
figures.maps(smiley, detector, with_slip, titles=titles);

# %% [markdown] question="q2_11" points=1
# ### Question 11
#
# Write the whole right map, and see for yourself which cell the slide has wrong. Your function of question 7 may do the sums.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q2_11 = conv2d(smiley, detector).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Nothing is said of stride or padding: the window moves by one, and there is no border of zeros.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 題目沒提 stride 和 padding：視窗每次移動一格，外圍不補 0。

# %% [markdown] tags=["hint"]
# Make arrays of both, `np.array(smiley)` and `np.array(detector)`, and give them to your function.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先把兩者變成陣列 `np.array(smiley)`、`np.array(detector)`，再交給你的函式。

# %% [markdown] tags=["hint"]
# Put your map and the printed one side by side, or subtract them: what is not 0 is the slip.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把你的圖和印出來的圖並排比較，或相減：不是 0 的那格就是印錯的。

# %% tags=["test"] points=1
def test_all_25_cells(q2_11):
    answer(q2_11).equals(
        conv2d, smiley, detector,
        mistakes=[slide_slip.copied_from_slide(with_slip), slip.kernel_flipped, slip.kernel_transposed,
                  slip.padding_added],
    )

# %%
grader.check("q2_11")

# %% tags=["proof"]
assert np.argwhere(conv2d(smiley, detector) != with_slip).tolist() == [[2, 2]]
assert np.array_equal(conv2d(long_stroke, cross), as_printed)

# %% [markdown]
# ## Colour: three channels, one number
#
# A colour picture has three **channels** (通道). A filter for it has a slice of weights for each: 3 · 3 · 3 = 27 weights. Each slice lies on its own channel, and all 27 products are added to **one** number.

# %% tags=["given"]
red = [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
green = [[1, 0, 1], [0, 1, 1], [0, 0, 1]]
blue = [[1, 0, 0], [0, 1, 0], [1, 1, 0]]

# %%
titles = ["red", "green", "blue", "each slice of the filter"]
figures.maps(red, green, blue, kernel, titles=titles);

# %% [markdown]
# Here the three slices are alike, to keep the sums short; as a rule each has weights of its own. The window moves along rows and columns only, never from colour to colour, and so the layer is called `Conv2d`, with a 2.
#
# **See it add up.** Another picture in colour, and a filter with three slices of its own. Each channel has its own sum, and the three sums make one cell. Then type over a single pixel of the third channel: which cells of the map change? Reset brings the numbers back.

# %%
flag = [[[3, 0, 0, 0], [0, 3, 0, 0], [0, 0, 3, 0], [0, 0, 0, 3]],  # red
        [[0, 0, 2, 2], [0, 0, 2, 2], [0, 0, 2, 2], [0, 0, 2, 2]],  # green
        [[1, 1, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]]]  # blue
slices = [[[1, 0, 0], [0, 1, 0], [0, 0, 1]],  # a diagonal in red
          [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],  # dark left, bright right in green
          [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]]  # bright above, dark below in blue
ConvolutionStepper(flag, slices)

# %% tags=["proof"]
parts = [conv2d(channel, weights) for channel, weights in zip(flag, slices)]
assert [part.tolist() for part in parts] == [[[9, 0], [0, 9]], [[6, 6], [6, 6]], [[3, 3], [3, 3]]]
assert conv2d(flag, slices).tolist() == [[18, 9], [9, 18]]

# %% [markdown]
# The map is largest where all three slices find what they look for: 9 + 6 + 3 = 18. Without the diagonal in red, 9 are left.
#
# What it looks like if somebody forgets two of the channels: a red horse on white paper, and its three channels. **Predict** what a filter finds that looks at the first one only.

# %%
paper = data.horse()[::2, ::2]  # True where the paper is, False on the horse
full = np.full(paper.shape, 255.0)  # red and white: both are full of red
horse = np.stack([full, 255.0 * paper, 255.0 * paper])  # (C, H, W)
titles = ["red channel", "green channel", "blue channel"]
figures.photographs(list(horse), titles, limits=(0, 255));

# %%
edges_of_all = np.abs(conv2d(horse, np.stack([columns_apart] * 3)))
edges_of_red = np.abs(conv2d(horse[:1], columns_apart[None]))
titles = ["all three channels added", "only red"]
figures.photographs([edges_of_all, edges_of_red], titles, limits=(0, 1530));

# %% [markdown]
# White light is red, green and blue together, so in the red channel horse and paper are alike, and the map on the right is empty. The sum over all channels keeps the horse.
#
# ## Many filters, many maps
#
# One filter gives one map. A convolutional layer has many filters, and stacks their maps:

# %%
upright_edges = np.stack([columns_apart] * 3)  # one filter: (C, kH, kW)
lying_edges = np.stack([columns_apart.T] * 3)
blur = np.stack([KERNELS["box blur"]] * 3) / 3
nothing_but_red = np.stack([KERNELS["identity"], np.zeros((3, 3)), np.zeros((3, 3))])
filters = np.stack([upright_edges, lying_edges, blur, nothing_but_red])

print("picture", horse.shape, "· filters", filters.shape)
print("maps   ", conv2d(horse, filters).shape)

# %% [markdown]
# The depth of a filter is the depth of its input; there is no choice. How many filters there are is free, and that number is the depth of the output: 64 filters, 64 maps. The lectures write it with the depth last: six filters of 5 × 5 × 3 turn 32 × 32 × 3 into 28 × 28 × 6.

# %% tags=["proof"]
assert horse.shape == (3, 164, 200) and conv2d(horse, filters).shape == (4, 162, 198)
assert conv2d(np.zeros((3, 32, 32)), np.zeros((6, 3, 5, 5))).shape == (6, 28, 28)
assert conv2d(np.zeros((3, 9, 9)), np.zeros((64, 3, 3, 3))).shape[0] == 64
assert np.all(edges_of_red == 0) and edges_of_all.max() == 2 * 3 * 255 == 1530

# %% [markdown] question="q2_12" points=2
# ### Question 12
#
# Two short ones. `one_number`: what the filter gives on the three patches of red, green and blue above. `volume`: an input of 5 × 5 × 3 goes through five filters of 3 × 3 × 3 with padding 1 and stride 2; write the output as `(H, W, C)`.
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["solution"]
one_number = int(conv2d([red, green, blue], [kernel] * 3)[0, 0])  # SOLUTION
volume = (3, 3, 5)  # SOLUTION

# %% [markdown] tags=["hint"]
# Three windows, three sums. And then?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三個視窗、三個和。然後呢？

# %% [markdown] tags=["hint"]
# Height and width of the volume come from 5 pixels, padding 1, stride 2; the depth doesn't come from there.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 輸出的高和寬由 5 個像素、padding 1、stride 2 決定；深度則不是。

# %% [markdown] tags=["hint"]
# Each filter swallows all three channels and gives one map. Count the filters.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個 filter 一次吃進三個 channel，得到一張圖。數一數有幾個 filter。

# %% tags=["test"] points=1
def test_one_number(one_number):
    def over_all_channels(patches, weights):
        return conv2d(patches, weights)[0, 0]

    answer(one_number).equals(
        over_all_channels, np.array([red, green, blue]), np.array([kernel] * 3),
        looked_for={"en": "the sum over all three channels", "zh-Hant": "三個 channel 的總和"},
        mistakes=[channel_slip.channels_not_summed, channel_slip.channels_averaged, channel_slip.only_first_channel, channel_slip.max_not_sum,
                  slip.minus_sign_lost],
    )

# %% tags=["test"] points=1
def test_height_width_depth(volume):
    def output_volume(shape, filters, *, stride, padding):
        return (*(conv_output_size(n, 3, stride=stride, padding=padding) for n in shape[:2]), filters)

    answer(volume).has_shape((3,))
    answer(volume).equals(
        output_volume, (5, 5, 3), 5, stride=2, padding=1,
        mistakes=[size_slip.depth_from_input, size_slip.channels_multiplied, slip.padding_forgotten,
                  slip.stride_ignored, axis_slip.chw_vs_hwc],
    )

# %%
grader.check("q2_12")

# %% tags=["proof"]
assert [conv2d(patch, kernel)[0, 0] for patch in (red, green, blue)] == [1, 1, 2]
assert conv2d(np.zeros((3, 5, 5)), np.zeros((5, 3, 3, 3)), stride=2, padding=1).shape == (5, 3, 3)

# %% [markdown]
# ## How large will it be?
#
# Along one axis: $n$ pixels, a ring of padding on both sides makes $n + 2p$. The window is $k$ wide, so there are $n + 2p - k$ pixels left to move in. It moves in steps of $s$, and its first place counts too:
#
# $$\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$$
#
# The brackets round **down** (floor, 無條件捨去): a last step that would carry the window over the edge is not made.
#
# Without padding every layer takes a little away. **Predict**: 5 × 5 kernels, one after the other, on 32 × 32 pixels. How many layers are possible?

# %%
from course_utils.shapes import conv_output_size

sizes = [32]
while sizes[-1] >= 5:
    sizes.append(conv_output_size(sizes[-1], 5))
print(*sizes, sep=" → ")

# %% [markdown]
# After seven there is no room left for a window. To keep the size at stride 1, padding must give back what the window takes: $k - 1$ pixels along each axis, half of them on each side. For a 3 × 3 kernel that is 2 pixels, so one ring. A kernel of even width would need half a ring, and there is none.

# %%
weights_of_3 = [[10, 20, 30],
                [40, 50, 60],
                [30, 20, 10]]
as_large = conv2d(nine, weights_of_3, padding=1)
figures.maps(nine, weights_of_3, as_large, titles=["picture", "kernel", "padding 1"]);

# %% [markdown]
# Nine cells in, nine cells out. With stride 2 only the four corners of this map are left.
#
# So four numbers of a layer are yours to choose: how many filters (often a power of 2), their width, stride and padding. Not all go together without a rest: a kernel of 5 with stride 2 never ends exactly at the edge of 32 pixels, whatever the padding. The floor takes care of it.

# %% tags=["proof"]
assert sizes == [32, 28, 24, 20, 16, 12, 8, 4] and len(sizes) - 1 == 7
assert conv_output_size(9, 3, padding=1) == 9
assert as_large.tolist() == [[300, 600, 500], [800, 1370, 1000], [1060, 1540, 940]]
assert conv2d(nine, weights_of_3, stride=2, padding=1).tolist() == [[300, 500], [1060, 940]]
assert all((32 + 2 * p - 5) % 2 == 1 for p in range(9))
assert all(conv_output_size(9, even, padding=p) != 9 for even in (2, 4, 6) for p in range(9))
for n in range(5, 60):  # a padding that keeps the size with an odd width is half of k - 1
    assert all(conv_output_size(n, k, padding=(k - 1) // 2) == n for k in (1, 3, 5, 7, 9))

# %% [markdown]
# **Dilation** (擴張) spreads the weights: they lie $d$ pixels apart. Nine weights look at a wider window, and skip what is between. Along an axis they now span $d(k - 1) + 1$ pixels, which takes the place of $k$ in the formula. Every stepper above has a list for it: set `dilation` to 2 and watch the window open. On the flag it only fits with `padding` 1.

# %%
spread = np.full((5, 5), np.nan)
spread[::2, ::2] = np.arange(1, 10).reshape(3, 3)
titles = ["nine weights", "the same with dilation 2"]
figures.maps(np.arange(1, 10).reshape(3, 3), spread, titles=titles);

# %% [markdown]
# **What a cell has seen.** After one 3 × 3 convolution a cell depends on 3 × 3 pixels of the picture. That patch is its **receptive field** (感受野). After a second one it depends on 3 × 3 cells, and those on 5 × 5 pixels: just so many are needed to make one cell.

# %%
ones = np.ones((3, 3))
first = conv2d(np.ones((5, 5)), ones)
second = conv2d(first, ones)
print("5 × 5, then", first.shape, "and then", second.shape)

# %% tags=["proof"]
assert first.shape == (3, 3) and second.shape == (1, 1)
assert np.array_equal(conv2d(np.eye(7), np.nan_to_num(spread)),
                      conv2d(np.eye(7), np.arange(1, 10).reshape(3, 3), dilation=2))

# %% tags=["test"]
def check_one(name, value, operation, *inputs, mistakes, **options):
    """One of several numbers: what is said of a known mistake begins with the number's name."""
    looked_for = {"en": f"the right number for {name}", "zh-Hant": f" {name} 的正確值"}
    try:
        answer(value).equals(operation, *inputs, mistakes=mistakes, looked_for=looked_for, **options)
    except NotYet as verdict:
        tag, is_known, text = str(verdict).partition("] ")
        raise (NotYet(f"{tag}] {name}: {text}") if is_known else verdict) from None


def check_side(name, side, *question, mistakes, **options):
    side = 0 if isinstance(side, str) else side  # "error" says what 0 says
    check_one(name, side, conv_output_size, *question, mistakes=mistakes, **options)

# %% [markdown] question="q2_13" points=4
# ### Question 13
#
# Seven numbers, a line each.
#
# | name | pixels | kernel | stride | padding | dilation |
# |---|---|---|---|---|---|
# | `side_a` | 7 × 7 | 3 × 3 | 2 | 0 | 1 |
# | `side_b` | 7 × 7 | 3 × 3 | 3 | 0 | 1 |
# | `side_c` | 7 × 7 | 3 × 3 | 1 | 1 | 1 |
# | `side_d` | 32 × 32 | 5 × 5 | 1 | 2 | 1 |
# | `side_e` | 11 × 11 | 3 × 3 | 2 | 1 | 2 |
#
# Each side is that of the map; write 0 if you think that nothing comes out. `same`: the padding that keeps the size for a 7 × 7 kernel at stride 1. `seen`: the side of the receptive field after **three** 3 × 3 convolutions, stride 1.
#
# <small>Difficulty ●●○ · 8 minutes</small>

# %% tags=["solution"]
side_a = 3  # SOLUTION
side_b = 2  # SOLUTION
side_c = 7  # SOLUTION
side_d = 32  # SOLUTION
side_e = 5  # SOLUTION
same = 3  # SOLUTION
seen = 7  # SOLUTION

# %% [markdown] tags=["hint"]
# If you are not sure of the formula, write down where the windows begin: 0, then one stride further, as long as they end inside.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 對公式沒把握時，就寫下視窗的起點：從 0 開始，每次加一個 stride，只要不超出去。

# %% [markdown] tags=["hint"]
# Padding goes on both sides before anything else. With dilation, work out first how many pixels the weights span.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# padding 先補在兩側。有 dilation 時，先算權重跨越幾個像素。

# %% [markdown] tags=["hint"]
# For `seen`, go backwards from one cell: how many cells of the map before does it need, how many of the one before that, how many pixels?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `seen` 可以倒著想：最後的一格需要前一張圖的幾格？那些格又需要再前一張的幾格？最後需要幾個像素？

# %% tags=["test"] points=1
def test_sides_with_a_stride(side_a, side_b):
    ways = [size_slip.plus_one_forgotten, slip.stride_ignored, size_slip.window_without_width]
    check_side("side_a", side_a, 7, 3, stride=2, mistakes=ways)
    not_whole = [size_slip.thinks_it_crashes, size_slip.floor_missing, size_slip.ceil_for_floor]
    check_side("side_b", side_b, 7, 3, stride=3, mistakes=[*not_whole, *ways])

# %% tags=["test"] points=1
def test_sides_with_padding(side_c, side_d):
    ways = [size_slip.padding_counted_once, slip.padding_forgotten, size_slip.padding_not_consumed,
            size_slip.plus_one_forgotten, size_slip.window_without_width]
    check_side("side_c", side_c, 7, 3, stride=1, padding=1, mistakes=ways)
    check_side("side_d", side_d, 32, 5, stride=1, padding=2, mistakes=ways)

# %% tags=["test"] points=1
def test_side_with_dilation(side_e):
    check_side(
        "side_e", side_e, 11, 3, stride=2, padding=1, dilation=2,
        mistakes=[size_slip.dilation_slide_formula, size_slip.dilation_zeros_count, size_slip.dilation_ignored,
                  size_slip.padding_counted_once, slip.padding_forgotten, size_slip.padding_not_consumed,
                  size_slip.plus_one_forgotten, slip.stride_ignored, size_slip.kernel_not_subtracted,
                  size_slip.window_without_width],
    )

# %% tags=["test"] points=1
def test_same_and_seen(same, seen):
    def padding_to_keep(kernel_size):
        return (kernel_size - 1) // 2

    def receptive_field(kernel_sizes):
        return 1 + sum(size - 1 for size in kernel_sizes)

    check_one("same", same, padding_to_keep, 7,
              mistakes=[size_slip.padding_in_total, size_slip.half_a_kernel, size_slip.padding_of_3x3])
    check_one("seen", seen, receptive_field, [3, 3, 3],
              mistakes=[size_slip.rf_sum_of_kernels, size_slip.rf_last_layer_only])

# %%
grader.check("q2_13")

# %% tags=["proof"]
assert [conv_output_size(7, 3, stride=2), conv_output_size(7, 3, stride=3)] == [3, 2]
assert [conv_output_size(7, 3, padding=1), conv_output_size(32, 5, padding=2)] == [7, 32]
assert conv_output_size(11, 3, stride=2, padding=1, dilation=2) == 5
assert conv_output_size(20, 7, padding=3) == 20 and conv2d(np.zeros((7, 7)), np.ones((7, 7))).shape == (1, 1)
assert conv2d(conv2d(conv2d(np.zeros((7, 7)), ones), ones), ones).shape == (1, 1)

# %% [markdown]
# Two of these stand on slides with a slip. For `side_b` one says "doesn't fit, cannot apply": compare that with what your own function of question 7 does. For `side_e` another prints a formula that makes the kernel too wide by $d - 1$ pixels, and names the depth of the input where the number of filters should stand.
#
# ## The zoo
#
# People gave names to kernels long before networks learned any. Four more, on the photograph from the beginning:

# %% tags=["proof"]
for d, k in np.ndindex(5, 8):  # the slide's span (d * k - 1) + 1 against the right one
    assert d * k - (d * (k - 1) + 1) == d - 1
assert [float(round(weights.sum(), 9)) for weights in KERNELS.values()] == [1, 0, 0, 0, 1, 1, 1]

# %%
names = ["edge, diagonal", "edge, four neighbours", "sharpen", "Gaussian blur"]
for name in names:
    print(f"{name:22}  the weights add up to {KERNELS[name].sum():g}")
results = [conv2d(camera, KERNELS[name]) for name in names]
figures.photographs(results, names, limits=(0, 255));

# %% [markdown]
# Weights that add up to 1 keep the brightness. Weights that add up to 0 turn everything flat into black. And one lecture blurs with nine ones, undivided: they add up to 9, and a patch of grey 100 becomes 900. On a scale that ends at 255 that is plain white.

# %% tags=["proof"]
assert np.all(conv2d(np.full((5, 5), 100), np.ones((3, 3))) == 900)
assert np.allclose(KERNELS["sharpen"], KERNELS["identity"] - KERNELS["edge, four neighbours"])
assert np.allclose(KERNELS["edge, eight neighbours"], 9 * KERNELS["identity"] - 9 * KERNELS["box blur"])

# %% [markdown]
# **Play with them.** Choose a kernel, point at any pixel and read its nine products; then write weights of your own. Where the weights add up to 0 or less, the zoo shows 0 as grey, so that both signs can be seen: bright is above 0, dark below. **Predict** before you type: what happens to the picture if the middle weight of the identity becomes −1?

# %%
KernelZoo(camera, kernel=KERNELS["edge, four neighbours"])

# %% [markdown]
# A −1 in the middle turns every pixel into its negative, so no cell of the map is above 0: the bright sky turns dark, and the black coat grey.

# %% tags=["proof"]
assert np.array_equal(conv2d(camera, -KERNELS["identity"]), -camera[1:-1, 1:-1])
assert conv2d(camera, -KERNELS["identity"]).max() <= 0

# %% [markdown]
# Seven candidates, numbered from 0:

# %% tags=["given"]
from course_utils.checking import personal
from course_utils.checking.mistakes.which_kernel import varied
from course_utils.convolution import KERNELS, conv2d

apart = np.array([[1, 0, -1]] * 3)
candidates = [
    KERNELS["identity"], apart, apart.T, KERNELS["edge, eight neighbours"],
    KERNELS["sharpen"], KERNELS["box blur"], np.ones((3, 3)),
]


def four_maps(photograph):
    """Return four maps of a photograph. Which kernels made them? Find out."""
    mixed = varied({1, 2}, {5, 6})  # no two alike, and one of each pair at least
    chosen = personal.integers("q2_14 kernels", 4, low=0, high=6, accept=mixed)
    return [conv2d(photograph, candidates[number]) for number in chosen]

# %%
figures.maps(*candidates[:4], titles=["0", "1", "2", "3"])
figures.maps(*candidates[4:], titles=["4", "5", "6"]);

# %%
cup = data.coffee()[80:340:2, 120:440:2].mean(axis=2)
figures.photographs([cup], ["a cup of coffee"], limits=(0, 255))
my_maps = four_maps(cup)
figures.photographs(my_maps[:2], ["A", "B"], limits=(0, 255))
figures.photographs(my_maps[2:], ["C", "D"], limits=(0, 255));

# %% tags=["test"]
DIRECTIONS = kernel_slip.swapped(
    "edge-directions-swapped", 1, 2,
    en="Upright and lying edges have changed places: number 1 compares left and right, number 2 above and below.",
    zh="直立和水平的邊緣對調了：1 號比較左右，2 號比較上下。",
)
BRIGHTNESS = kernel_slip.swapped(
    "brightness-overlooked", 5, 6,
    en="Look at the brightness: weights that add up to 1 keep it, weights that add up to 9 don't.",
    zh="注意亮度：權重總和為 1 時亮度不變，總和為 9 時就不是了。",
)

# %% [markdown] question="q2_14" points=1
# ### Question 14
#
# Which kernel made which map? Write four numbers, for A, B, C and D. Below 0 everything is shown black, above 255 white.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q2_14 = [
    [np.array_equal(conv2d(cup, weights), found) for weights in candidates].index(True)
    for found in four_maps(cup)
]  # SOLUTION

# %% [markdown] tags=["hint"]
# First the flat parts: as bright as before, black, or white? That is the sum of the weights.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先看平坦的地方：亮度不變、變黑、還是變白？這由權重的總和決定。

# %% [markdown] tags=["hint"]
# Then the edges: harder than before, softer, or unchanged? All around, or on one side only?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 再看邊緣：變銳利、變柔和、還是沒變？四周都有，還是只有一側？

# %% [markdown] tags=["hint"]
# Number 1 sees upright edges with the bright side on the left, number 2 lying edges with the bright side above.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 1 號看到左亮右暗的直立邊緣，2 號看到上亮下暗的水平邊緣。

# %% tags=["test"] points=1
def test_four_kernels(q2_14):
    def makers(photograph):
        return [
            [np.allclose(conv2d(photograph, weights), found) for weights in candidates].index(True)
            for found in four_maps(photograph)
        ]

    answer(q2_14).has_shape((4,))
    answer(q2_14).equals(
        makers, np.random.default_rng(31_416).normal(size=(8, 9)),
        mistakes=[DIRECTIONS, BRIGHTNESS, kernel_slip.counted_from_one],
    )

# %%
grader.check("q2_14")

# %% [markdown]
# ## The same in PyTorch
#
# In a network the layer is `torch.nn.Conv2d`. It wants to know the channels in, the channels out (that is the number of filters), and what you know already.

# %%
import torch

layer = torch.nn.Conv2d(1, 1, kernel_size=3, stride=2, padding=1, bias=False)
print(layer)
print("weights:", tuple(layer.weight.shape), " (C_out, C_in, kH, kW)")

# %% [markdown]
# Its weights begin at random. Give it those of question 5 instead, and your picture, and compare with what your own function makes of them. (If yours is not written yet, the library's stands in.)

# %%
with torch.no_grad():
    layer.weight[0, 0] = torch.tensor(my_kernel)
    theirs = layer(torch.tensor(my_picture).float()[None, None])[0, 0]
yours = mine(np.array(my_picture), np.array(my_kernel), stride=2, padding=1)
print("the same map:", np.array_equal(theirs.numpy(), yours))

# %% [markdown]
# No turn, no secret: PyTorch's manual calls the operation cross-correlation, too. The picture went in as `(N, C, H, W)`, a batch of one with one channel.
#
# Padding need not be zeros. `padding_mode` also offers the pixels mirrored, the last one repeated, or the other end of the row. What one pixel of padding makes of the row 1 2 3:

# %%
row = torch.tensor([[[1.0, 2.0, 3.0]]])
for mode in ["constant", "reflect", "replicate", "circular"]:
    padded = torch.nn.functional.pad(row, (1, 1), mode=mode)
    print(f"{mode:10}", padded.int().flatten().tolist())

# %% tags=["proof"]
assert np.array_equal(theirs.numpy(), conv2d(my_picture, my_kernel, stride=2, padding=1))
ends = {mode: torch.nn.functional.pad(row, (1, 1), mode=mode).flatten().tolist() for mode in ("reflect", "replicate", "circular")}
assert ends == {"reflect": [2, 1, 2, 3, 2], "replicate": [1, 1, 2, 3, 3], "circular": [3, 1, 2, 3, 1]}
assert tuple(torch.nn.Conv2d(3, 9, 3, stride=2, padding=1, dilation=2)(torch.zeros(1, 3, 11, 11)).shape) == (1, 9, 5, 5)

# %% [markdown]
# ## Remember
#
# - A cell of the feature map is a sum of products: the window's pixels times the kernel's weights, over all channels.
# - One filter, one map. The depth of the output is the number of filters.
# - Stride is the step of the window; padding is a ring of zeros on every side.
# - Places along an axis: $\lfloor (n + 2p - k) / s \rfloor + 1$; with dilation $d$, the span $d(k - 1) + 1$ stands for $k$.
# - Among equally bright windows, the map is largest where the picture looks most like the kernel. Weights that add up to 0 see changes only.
#
# | English | 中文 |
# |---|---|
# | convolution | 卷積 |
# | cross-correlation | 互相關 |
# | kernel, filter | 卷積核、濾鏡 |
# | feature map, activation map | 特徵圖 |
# | stride | 步長 |
# | padding | 補零 |
# | channel | 通道 |
# | dilation | 擴張 |
# | receptive field | 感受野 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
