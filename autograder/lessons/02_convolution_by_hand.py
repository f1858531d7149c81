# ---
# jupyter:
#   course:
#     title: Convolution by hand
#     minutes: 50
# ---

# %% [markdown]
# # 2 · Convolution by hand
#
# You will lay a small window on a picture, multiply, add, and move on. That is all a convolution is, and after this lesson you will never have to take it on trust. At the end you can
#
# - work out any cell of a **feature map** (特徵圖) with a pencil,
# - say what a **stride** (步長) and a **padding** (補零) do to it,
# - write the whole thing in Python, and run it on a photograph.
#
# 50 minutes, a pencil, and lesson 1. Rows and columns count from 0, as in Python.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import convolution as slip
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.convolution import conv2d
from course_utils.shapes import conv_output_size

LIBRARY = ["conv2d", "Conv2d", "correlate2d", "convolve2d", "correlate", "convolve"]

# %%
import numpy as np
from skimage import data

from course_utils import Grader, figures
from course_utils.convolution import KERNELS, conv2d
from course_utils.widgets import ConvolutionStepper

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("02_convolution_by_hand", student="self-study")

# %% [markdown]
# Your id matters: where you calculate by hand, the numbers are drawn from it, so they are yours alone. If you change it, run the notebook again from the top.
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
from course_utils.checking.mistakes.convolution import tells_apart

my_pixels = personal.integers("q2_1 pixels", (3, 3), low=1, high=9)
my_weights = personal.integers(
    "q2_1 weights", (3, 3), low=-2, high=2, accept=tells_apart(my_pixels)
)

# %%
figures.pairs(my_pixels, my_weights);

# %% tags=["solution"]
q2_1 = int(np.sum(np.multiply(my_pixels, my_weights)))  # SOLUTION

# %% [markdown] tags=["hint"]
# The pixel in the top left corner meets the weight in the top left corner, and so on, nine times.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 左上角的像素對上左上角的權重,其餘依此類推,共九次。

# %% [markdown] tags=["hint"]
# Where the weight is 0 the pixel doesn't matter. Where it is negative, the product is taken away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 權重是 0 的地方,像素值不重要;權重是負數的地方,乘積要減掉。

# %% [markdown] tags=["hint"]
# Write the nine products down in three rows, signs included, before you add anything.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先把九個乘積連同正負號寫成三列,再開始相加。

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
# **See it move.** A diagonal stroke under an X-shaped kernel. Step with the buttons or the arrow keys, and say each sum before you let it appear.

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
# The largest cells, the three 4s in the corners and the one in the middle, are where the picture looks most like the kernel. That is why a kernel is also called a **feature detector**: its map says how much of its pattern is where.

# %% tags=["proof"]
assert conv2d(stroke, cross).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]

# %% [markdown] question="q2_2" points=2
# ### Question 2
#
# Your own picture of 3 × 4 and a kernel of 2 × 2. Work out the whole feature map and write it as a list of rows, such as `[[1, 2], [3, 4]]`.
#
# <small>Difficulty ●○○ · 6 minutes</small>

# %% tags=["given"]
my_small_picture = personal.integers("q2_2 picture", (3, 4), low=0, high=5)
my_small_kernel = personal.integers(
    "q2_2 kernel", (2, 2), low=-3, high=3, accept=tells_apart(my_small_picture)
)

# %%
figures.maps(my_small_picture, my_small_kernel, titles=["your picture", "your kernel"]);

# %% tags=["solution"]
q2_2 = conv2d(my_small_picture, my_small_kernel).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# How many places are there for a window of 2 pixels in a row of 4? And in a column of 3?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寬 2 的視窗在一列 4 個像素裡有幾個位置?在一行 3 個像素裡呢?

# %% [markdown] tags=["hint"]
# The map has two rows of three cells. Each row of the map uses two rows of the picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖有兩列,每列三格。特徵圖的每一列都用到圖片的兩列。

# %% [markdown] tags=["hint"]
# Lay a finger on the four pixels of one place, write four products, add them. Move one pixel to the right, and do it again.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 用手指壓住一個位置的四個像素,寫下四個乘積再相加。然後往右移一個像素,再做一次。

# %% tags=["test"] points=2
def test_all_six_cells(q2_2):
    answer(q2_2).equals(
        conv2d, my_small_picture, my_small_kernel,
        mistakes=[slip.kernel_flipped, slip.kernel_transposed, slip.minus_sign_lost, slip.window_sum_without_kernel,
                  slip.averaged_not_summed, slip.padding_added],
    )

# %%
grader.check("q2_2")

# %% [markdown]
# ## A map with a slip in it
#
# Back to the 6 × 6 picture. One lecture prints the map on the right for it. Fifteen of its sixteen cells are right.

# %%
printed = [[1, 1, 1, 2],
           [-1, 1, 1, 0],
           [0, 0, 1, 2],
           [0, 0, 1, 2]]
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
# 算過、確認正確的那一列就不用再看了;只有一格印錯。

# %% [markdown] tags=["hint"]
# Only three pixels of each window count: the ones under the diagonal. Two are added, the third is taken away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個視窗只有對角線上的三個像素有作用:前兩個相加,第三個減掉。

# %% [markdown] tags=["hint"]
# The last row of the map comes from rows 3, 4 and 5 of the picture. Slide the window along them once more.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖的最後一列來自圖片的第 3、4、5 列。再沿著它們滑一次視窗。

# %% tags=["test"] points=1
def test_shape_of_the_map(q2_3):
    answer(q2_3).has_shape((4, 4))

# %% tags=["test"] points=2
def test_all_sixteen_cells(q2_3):
    answer(q2_3).equals(
        conv2d, picture, kernel,
        mistakes=[slip.copied_from_slide(3, 2, printed=1), slip.kernel_flipped, slip.minus_sign_lost, slip.padding_added],
    )

# %%
grader.check("q2_3")

# %% tags=["proof"]
assert conv2d(picture, kernel).tolist() == [[1, 1, 1, 2], [-1, 1, 1, 0], [0, 0, 1, 2], [0, 0, 2, 2]]
assert np.sum(conv2d(picture, kernel) == printed) == 15

# %% [markdown]
# Misprints like this one happen in every lecture. A sum that you can do yourself is worth more than a slide.
#
# ## Stride: how far the window steps
#
# So far the window moved one pixel at a time. With a **stride** (步長) of 2 it moves two, to the right and down. It lands in fewer places, so the map is smaller.

# %%
figures.window(picture, kernel, row=0, column=1, stride=2);

# %% [markdown]
# **Predict.** The window begins in columns 0 and 2. Why not in column 4?

# %% tags=["proof"]
assert conv_output_size(6, 3, stride=2) == 2 and 4 + 3 > 6

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
# 從第 4 行開始的視窗會伸到第 6 行,但圖片只到第 5 行。

# %% [markdown] tags=["hint"]
# There are four places. They begin at (0, 0), (0, 2), (2, 0) and (2, 2).

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共有四個位置,起點是 (0, 0)、(0, 2)、(2, 0)、(2, 2)。

# %% [markdown] tags=["hint"]
# You have done these sums already: look for the four places in your map of question 3.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 這些你都算過了:在第 3 題的特徵圖裡找出這四個位置。

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
shows = tells_apart(my_picture, stride=2, padding=1)
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
# 在補零後的圖上,視窗從第 0、2、4 列與行開始:共九個位置。

# %% [markdown] tags=["hint"]
# The first window sees only four pixels of the picture; the other five of its nine cells lie on the zeros.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一個視窗只看到圖片的四個像素,其餘五格都落在 0 上。

# %% tags=["test"] points=1
def test_shape_of_the_map(q2_5):
    answer(q2_5).has_shape((3, 3))

# %% tags=["test"] points=2
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
# 視窗從 `row`、`column` 開始。kernel 有 `kernel_rows` 列、`kernel_columns` 行,視窗到哪裡結束?

# %% [markdown] tags=["hint"]
# With NumPy arrays, `a * b` multiplies pair by pair, and `.sum()` adds everything up.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# NumPy 陣列的 `a * b` 是逐格相乘,`.sum()` 把全部加起來。

# %% tags=["test"] points=2
def test_the_map_of_four_cells(feature_map):
    answer(feature_map).written_without(*LIBRARY)
    answer(feature_map).computes(
        conv2d, np.array(nine), np.array(tens),
        mistakes=[slip.kernel_flipped, slip.kernel_transposed, slip.window_sum_without_kernel,
                  slip.averaged_not_summed],
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
# 三個步驟:補零、算出有幾個位置、像之前一樣用迴圈走過每個位置。

# %% [markdown] tags=["hint"]
# A window of k in n pixels can begin at 0, s, 2s, … as long as it ends inside. That is `(n - k) // s + 1` places.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寬 k 的視窗在 n 個像素裡可以從 0、s、2s……開始,只要不超出去。共有 `(n - k) // s + 1` 個位置。

# %% [markdown] tags=["hint"]
# Cell (row, column) of the map belongs to the window that begins at `row * stride`, `column * stride` of the PADDED picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 特徵圖的 (row, column) 對應的視窗,從「補零後」圖片的 `row * stride`、`column * stride` 開始。

# %% tags=["test"] points=2
def test_five_rows_of_your_picture(conv2d_by_hand):
    answer(conv2d_by_hand).written_without(*LIBRARY)
    answer(conv2d_by_hand).computes(
        conv2d, np.array(my_picture)[:5], np.array(my_kernel), stride=2, padding=1,
        mistakes=[slip.stride_ignored, slip.padding_forgotten, slip.padding_one_side, slip.same_convention_mixed,
                  slip.stride_as_crop, slip.kernel_flipped],
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
# Before you run it: which shape has the map of this photograph under a 3 × 3 kernel with `stride=2` and `padding=1`? Write it as `(rows, columns)`.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q2_8 = (50, 75)  # SOLUTION

# %% [markdown] tags=["hint"]
# Do it for the rows alone: 100 pixels, one zero above and one below.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先只看縱向:100 個像素,上下各補一個 0。

# %% [markdown] tags=["hint"]
# A window of 3 in 102 pixels begins at 0, 2, 4, … Which is the last place where it still fits?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寬 3 的視窗在 102 個像素裡從 0、2、4……開始。最後一個放得下的位置是哪裡?

# %% [markdown] tags=["hint"]
# The number of places is `(n + 2 * padding - k) // stride + 1`, for rows and columns each.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 位置的數目是 `(n + 2 * padding - k) // stride + 1`,列與行各算一次。

# %% tags=["test"] points=1
def test_rows_and_columns(q2_8):
    def output_shape(sizes, kernel_size, **options):
        return tuple(conv_output_size(n, kernel_size, **options) for n in sizes)

    answer(q2_8).equals(
        output_shape, (100, 150), 3, stride=2, padding=1,
        mistakes=[slip.stride_ignored, slip.padding_forgotten, size_slip.padding_counted_once,
                  size_slip.padding_not_consumed, size_slip.plus_one_forgotten, size_slip.ceil_for_floor,
                  size_slip.kernel_not_subtracted, size_slip.floor_missing, size_slip.h_and_w_swapped],
    )

# %%
grader.check("q2_8")

# %% tags=["proof"]
assert cat.shape == (100, 150)
assert conv2d(cat, KERNELS["box blur"], stride=2, padding=1).shape == (50, 75)

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
figures.photographs([cat, smooth], ["the cat, 100 × 150", "Gaussian blur, 50 × 75"])
titles = ["left minus right", "above minus below"]
figures.photographs([upright, lying], titles, limits=(0, 255));

# %% [markdown]
# The blur keeps what is large. The next map is bright where left and right differ: the upright sides of the eyes, the stripes of the forehead. Turned by a quarter, the kernel finds the lying edges: the lids. The bright line along the border is no edge of the cat; there the window looked at the zeros of the padding.
#
# Nobody told these kernels what a cat is. In lesson 5 a network finds such weights by itself.
#
# ## Remember
#
# - A cell of the feature map is a sum of products: the window's pixels times the kernel's weights.
# - Stride is the step of the window; padding is a ring of zeros on every side.
# - Places along an axis: $\lfloor (n + 2p - k) / s \rfloor + 1$.
# - Where the map is large, the picture looks like the kernel.
#
# | English | 中文 |
# |---|---|
# | convolution | 卷積 |
# | kernel, filter | 卷積核、濾鏡 |
# | feature map | 特徵圖 |
# | stride | 步長 |
# | padding | 補零 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
