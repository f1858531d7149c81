# ---
# jupyter:
#   course:
#     title: Images and channels
#     minutes: 60
# ---

# %% [markdown]
# # 1 · Images and channels
#
# A photograph, to a computer, is a box of numbers. In this lesson you open the box. At the end you can
#
# - find any pixel of a **picture** (圖片, 影像), and say how many numbers it takes,
# - bring pictures into the shape that PyTorch wants, and see at once when that went wrong,
# - **normalise** (正規化) them,
# - say why a network that takes all pixels at once is the wrong first idea.
#
# 60 minutes, some Python and NumPy. Rows and columns count from 0.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axes_slip
from course_utils.checking.mistakes import images as slip
from course_utils.checking.mistakes import vectors as vector_slip
from course_utils.checking.mistakes.sizes import h_and_w_swapped
from course_utils.images import normalize, to_channels_first, to_gray

FAMILIES = ["close together", "step by step", "far apart"]  # CNN, RNN, Transformer
LIBRARY = ["to_gray", "rgb2gray", "to_channels_first", "normalize", "Normalize"]


def shape_for_pytorch(size, channels, *, batch=()):
    return (*batch, channels, *size)


def axes_for_pytorch(rows_and_columns, channel_axis):
    return (0, channel_axis, *rows_and_columns)


def counted_from_the_front(axes):
    """Return axes with 3 for -1 and so on, for `permute` takes both; anything else as it is."""
    try:
        return [axis + 4 if axis < 0 else axis for axis in axes]
    except TypeError:
        return axes


def families_for(needs):
    return [FAMILIES.index(need) + 1 for need in needs]


def network_input(photos, mean, std):
    return normalize(to_channels_first(photos / 255), mean, std)

# %%
import numpy as np
from skimage import data
from sklearn.datasets import load_digits

from course_utils import Grader, figures
from course_utils.figures.images import color_photographs
from course_utils.images import to_channels_first, to_channels_last, to_gray
from course_utils.widgets import PixelChannels

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("01_images_and_channels", student="self-study")

# %% [markdown]
# Your id matters: where you calculate by hand, the numbers are drawn from it, so they are yours alone. If you change it, run the notebook again from the top.
#
# A question is answered by writing something in the place of `...`, or of the line that raises an error. The cell below it checks, as often as you like, and `grader.hint("q1_1")` gives a hint, up to three for each question.
#
# ## A puzzle to begin with
#
# Two pictures, made of exactly the same 45,000 numbers, kept in exactly the same order.

# %%
coffee = data.coffee()[::4, ::4]  # every fourth pixel
puzzle = to_channels_last(np.reshape(coffee, (3, 100, 150)))
color_photographs([coffee, puzzle], ["a cup of coffee", "the same numbers"]);

# %% tags=["proof"]
assert coffee.size == puzzle.size == 45_000 == 100 * 150 * 3
assert np.array_equal(np.reshape(coffee, (3, 100, 150)).ravel(), coffee.ravel())

# %% [markdown]
# **Predict.** What went wrong on the right? Programs make this mistake every day, and no error message tells. You will find it in a little while.
#
# ## A grey picture is a table
#
# This is a real digit, written by hand and scanned as 8 × 8 **pixels** (像素): first as you see it, then as the computer has it.

# %%
digits = load_digits()
zero = digits.images[0]
figures.photographs([zero], ["a digit"], limits=(0, 16))
figures.grid(zero, title="the same digit");

# %% [markdown]
# The larger a number, the more light. These scans go from 0 to 16. Most pictures use one byte per pixel, so there are 256 levels: **0 is black, 255 is white**. (A slide that calls such a picture "B/W" means **grayscale**, 灰階; black and white alone would be two levels.)
#
# A pixel has an address: its row first, counted from the top, then its column. `zero[1, 3]` is in row 1, column 3.

# %%
print(zero.shape, zero[1, 3])

# %% tags=["proof"]
assert zero.shape == (8, 8) and zero[1, 3] == 15 and digits.images.max() == 16 and digits.images.min() == 0
assert len(range(0, 255 + 1)) == 256 == 2**8

# %% [markdown] question="q1_1" points=1
# ### Question 1
#
# Your own picture of 4 × 5 pixels. Which one is the brightest? Write its address as `(row, column)`.
#
# <small>Difficulty ●○○ · 1 minute</small>

# %% tags=["given"]
from course_utils.checking import personal
from course_utils.checking.mistakes.images import brightest_is_clear

my_picture = personal.integers(
    "q1_1 picture", (4, 5), low=0, high=255, accept=brightest_is_clear
)

# %%
figures.grid(my_picture, title="your picture");

# %% tags=["solution"]
q1_1 = tuple(int(n) for n in np.argwhere(np.equal(my_picture, np.max(my_picture)))[0])  # SOLUTION

# %% [markdown] tags=["hint"]
# The brightest pixel has the largest number.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 最亮的像素，數字最大。

# %% [markdown] tags=["hint"]
# The small grey numbers along the edge are the addresses. Which stand beside the rows?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 邊緣的灰色小數字就是位置。哪一些標的是列？

# %% [markdown] tags=["hint"]
# Put a finger on the largest number. Look to the left for its row, then up for its column, and write the two in this order.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 用手指按住最大的數。往左看是第幾列，再往上看是第幾行，照這個順序寫下來。

# %% tags=["test"] points=1
def test_row_and_column(q1_1):
    answer(q1_1).equals(
        slip.brightest, np.array(my_picture),
        mistakes=[axes_slip.picture_on_its_side, slip.counted_from_one, slip.dark_for_bright],
    )

# %%
grader.check("q1_1")

# %% [markdown]
# Mind the order. NumPy and PyTorch write **height first, then width**, like rows and columns. Cameras and screens say it the other way round: a photograph "600 × 400" has 400 rows. One lecture prints a batch as [Batch × Width × Height × Channels]; no library that you will meet here keeps it so.
#
# ## Colour: three tables
#
# A colour picture has three numbers per pixel: how much red, green and blue. Each of the three tables is a **channel** (通道).

# %%
photo = data.astronaut()[0:256:2, 96:352:2]  # the upper middle, every second pixel
color_photographs([photo], ["astronaut Eileen Collins, in an orange suit"])
titles = ["channel 0", "channel 1", "channel 2"]
figures.photographs(list(to_channels_first(photo)), titles, limits=(0, 255));

# %% [markdown]
# **Predict.** Orange is much red, some green and little blue. Look at the suit in the corner: in which channel is it light, in which is it darkest?
#
# Ask a pixel of the suit, and you know the order.

# %%
print(photo.shape)
print("a pixel of the suit:", photo[120, 4])

# %% [markdown]
# Light in channel 0, darkest in channel 2: the order is red, green, blue, **RGB**. With 256 levels each, one pixel can have $256 \cdot 256 \cdot 256 = 16{,}777{,}216$ colours.

# %% tags=["proof"]
assert photo.shape == (128, 128, 3) and photo.dtype == np.uint8
red, green, blue = photo[120, 4].tolist()
assert red > 200 > 150 > green > 100 > blue
assert data.coffee().shape[:2] == (400, 600)  # "600 x 400" has 400 rows
assert 256 * 256 * 256 == 16_777_216

# %% [markdown] question="q1_2" points=1
# ### Question 2
#
# How many numbers do these hold? A grey digit of MNIST, 28 × 28. A colour picture of CIFAR-10, 32 × 32. Your own colour photograph, of which the next cell says height and width. Write `[mnist, cifar, mine]`.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
my_height, my_width = personal.integers(
    "q1_2 height and width", 2, low=11, high=60, accept=lambda size: size[0] != size[1]
)

# %%
print(f"your photograph: {my_height} rows, {my_width} columns, in colour")

# %% tags=["solution"]
q1_2 = [28 * 28, 32 * 32 * 3, my_height * my_width * 3]  # SOLUTION

# %% [markdown] tags=["hint"]
# A picture of 2 × 2 pixels holds 4 numbers if it is grey, and 12 if it is in colour.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 2 × 2 的圖片，灰階有 4 個數，彩色有 12 個。

# %% [markdown] tags=["hint"]
# First count pixels: each row has all the columns. Then ask how many numbers a pixel holds.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先數像素：每一列都有全部的行。再看每個像素有幾個數。

# %% [markdown] tags=["hint"]
# Height × width × channels; grey is one channel, colour is three.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 高 × 寬 × channel 數；灰階是一個 channel，彩色是三個。

# %% tags=["test"] points=1
def test_three_counts(q1_2):
    answer(q1_2).equals(
        vector_slip.count, [(28, 28, 1), (32, 32, 3), (my_height, my_width, 3)],
        mistakes=[vector_slip.colour_left_out, vector_slip.sizes_added],
    )

# %%
grader.check("q1_2")

# %% [markdown]
# MNIST and CIFAR-10 are two famous collections to learn with: digits, and ten kinds of things (airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck).
#
# ## From colour to grey
#
# The simplest way is the mean of the three: a pixel (90, 150, 210) becomes $(90 + 150 + 210) / 3 = 150$. One trap waits there. The numbers of a photograph are **bytes**, from 0 to 255, and a sum that passes 255 starts again at 0:

# %%
pixels = np.array([[90, 150, 210]], dtype=np.uint8)
print(pixels[:, 0] + pixels[:, 1] + pixels[:, 2])

# %%
trapped = (photo[:, :, 0] + photo[:, :, 1] + photo[:, :, 2]) / 3
figures.photographs([trapped], ["added in bytes, then divided"], limits=(0, 255));

# %% [markdown]
# Not 450 but $450 - 256 = 194$, and no error, no warning: just a wrong picture. Where the sum ran over, light turned dark.

# %% tags=["proof"]
assert (90 + 150 + 210) / 3 == 150
assert (pixels[:, 0] + pixels[:, 1] + pixels[:, 2]).tolist() == [450 - 256] == [194]
assert trapped.max() <= 85 and to_gray(photo).max() > 200

# %% [markdown] question="q1_3" points=3
# ### Question 3
#
# Write `gray(image)`: from a colour picture `(H, W, 3)` the table `(H, W)` of the means. It must be right for bytes.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["given"]
tiny = np.array([[[90, 150, 210], [255, 255, 255], [0, 30, 60]],
                 [[255, 0, 0], [120, 90, 0], [10, 20, 60]]], dtype=np.uint8)

# %% tags=["solution"]
def gray(image):
    """Return the mean of red, green and blue: (H, W, 3) becomes (H, W)."""
    # BEGIN SOLUTION
    in_floats = image.astype(float)
    return in_floats.sum(axis=2) / 3
    # END SOLUTION

# %%
try:
    print(gray(tiny))
    figures.photographs([gray(photo)], ["in grey"], limits=(0, 255))
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Two rows of three pixels go in; two rows of three numbers come out. The channels are what disappears.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 進去的是兩列、每列三個像素；出來的是兩列、每列三個數。消失的是 channel。

# %% [markdown] tags=["hint"]
# Of the axes 0, 1, 2 of `(H, W, 3)`, the colours are axis 2. NumPy's functions take `axis=...`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `(H, W, 3)` 的軸是 0、1、2，顏色是第 2 軸。NumPy 的函式可以指定 `axis=...`。

# %% [markdown] tags=["hint"]
# `image.astype(float)` turns bytes into floats, which don't overflow. `image[:, :, 0]` is the red channel.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `image.astype(float)` 把 byte 轉成浮點數，就不會溢位。`image[:, :, 0]` 是紅色 channel。

# %% tags=["test"] points=1
def test_six_pixels(gray):
    answer(gray).written_without(*LIBRARY)
    answer(gray).computes(
        to_gray, tiny,
        mistakes=[slip.bytes_overflow, slip.colours_summed, slip.one_colour_only, slip.grey_weighted,
                  slip.mean_over_rows],
    )

# %% tags=["test", "hidden"] points=2
def test_other_photographs(gray):
    answer(gray).written_without(*LIBRARY)
    random = np.random.default_rng(31_415)
    for height, width in [(3, 7), (6, 2), (5, 5), (1, 4)]:
        colours = random.integers(0, 256, size=(height, width, 3), dtype=np.uint8)
        for image in (colours, colours / 255):
            answer(gray).computes(
                to_gray, image,
                mistakes=[slip.bytes_overflow, slip.colours_summed, slip.one_colour_only, slip.grey_weighted,
                          slip.mean_over_rows],
            )

# %%
grader.check("q1_3")

# %% [markdown]
# ## Which axis is which
#
# The astronaut has the shape `(128, 128, 3)`: **channels last**, written `(H, W, C)`. Files, matplotlib and Keras keep pictures so. **PyTorch has channels first**, `(C, H, W)`. Nothing about the picture changes, only the order in which you name row, column and channel.
#
# Networks take several pictures at a time, a **batch** (批次) of N. The batch axis comes in front:
#
# | | one picture | a batch |
# |---|---|---|
# | NumPy, matplotlib, Keras | `(H, W, C)` | `(N, H, W, C)` |
# | PyTorch | `(C, H, W)` | `(N, C, H, W)` |
#
# Each axis is always there, also when there is just one picture or one channel.

# %%
cat = data.chelsea()[20:220:2, 80:380:2]
batch = np.stack([cat, coffee])
print(cat.shape, coffee.shape, batch.shape)

# %% [markdown]
# PyTorch's `permute` puts the axes into another order. You tell it, for each new place, which **old** axis comes there: old axis 2 first, then 0, then 1.

# %%
import torch

cup = torch.from_numpy(coffee).permute(2, 0, 1)
print(coffee.shape, cup.shape)
print(coffee[20, 70, 0], cup[0, 20, 70])

# %% [markdown]
# The second line shows the same number twice: row 20, column 70, red. It has a new address and is the same pixel.

# %% tags=["proof"]
assert batch.shape == (2, 100, 150, 3) and tuple(cup.shape) == (3, 100, 150)
assert coffee[20, 70, 0] == cup[0, 20, 70]
assert np.array_equal(cup.numpy(), to_channels_first(coffee))

# %% [markdown] question="q1_4" points=3
# ### Question 4
#
# Three short ones, all in PyTorch's order.
#
# 1. `q1_4_gray`: the shape of one grey picture of 128 × 128 pixels, without batch axis.
# 2. `q1_4_batch`: the shape of a batch of 8 RGB pictures, 32 pixels high and 48 wide.
# 3. `q1_4_axes`: `x` comes from Keras, `(N, H, W, C)`. Which four numbers go into `x.permute(...)`?
#
# <small>Difficulty ●○○ · 4 minutes</small>

# %% tags=["solution"]
q1_4_gray = (1, 128, 128)  # SOLUTION
q1_4_batch = (8, 3, 32, 48)  # SOLUTION
q1_4_axes = (0, 3, 1, 2)  # SOLUTION

# %% [markdown] tags=["hint"]
# Say the letters aloud before you write numbers: N, C, H, W. Which of them does the question give?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寫數字之前，先唸一遍字母：N、C、H、W。題目給了哪幾個？

# %% [markdown] tags=["hint"]
# Grey is one number per pixel. The axis for the channel stays, and has length one.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 灰階每個像素一個數。channel 那個軸還在，長度是一。

# %% [markdown] tags=["hint"]
# For the permute, write the old axes under their letters: N is 0, H is 1, W is 2, C is 3. Then read them off in the order N, C, H, W.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寫 permute 時，先在字母下標出原來的軸：N 是 0、H 是 1、W 是 2、C 是 3。再照 N、C、H、W 的順序讀出來。

# %% tags=["test"] points=1
def test_shape_of_a_grey_picture(q1_4_gray):
    answer(q1_4_gray).equals(
        shape_for_pytorch, (128, 128), 1,
        mistakes=[axes_slip.channel_axis_missing, axes_slip.hwc_vs_chw, axes_slip.gray_as_rgb],
    )

# %% tags=["test"] points=1
def test_shape_of_a_batch(q1_4_batch):
    answer(q1_4_batch).equals(
        shape_for_pytorch, (32, 48), 3, batch=(8,),
        mistakes=[axes_slip.hwc_vs_chw, h_and_w_swapped, axes_slip.channel_axis_missing, axes_slip.rgb_as_gray,
                  axes_slip.batch_axis_lost],
    )

# %% tags=["test"] points=1
def test_order_of_the_axes(q1_4_axes):
    answer(counted_from_the_front(q1_4_axes)).equals(
        axes_for_pytorch, (1, 2), 3,
        mistakes=[axes_slip.inverse_permutation, h_and_w_swapped],
    )

# %%
grader.check("q1_4")

# %% [markdown]
# ## The puzzle: permute is not reshape
#
# `reshape` gives the right shape, too. But it doesn't know what an axis means. It takes all numbers in the order in which they lie in memory, and cuts this row into pieces of the new lengths.

# %%
wrong = np.reshape(coffee, (3, 100, 150))
print(wrong.shape == tuple(cup.shape))
titles = ["channel 0 after permute", "channel 0 after reshape"]
figures.photographs([cup[0], wrong[0]], titles, limits=(0, 255));

# %% [markdown]
# In memory, a picture `(H, W, C)` lies pixel after pixel: red, green, blue, red, green, blue. The first third of this row is the upper third of the photograph, all three colours of it. `reshape` calls it "channel 0". That is the scrambled coffee: shape right, picture lost.

# %% tags=["proof"]
assert wrong.shape == tuple(cup.shape) and not np.array_equal(wrong, cup.numpy())
assert np.array_equal(wrong[0].ravel(), coffee.ravel()[:15_000]) and 3 * 15_000 == coffee.size
assert 33 * 150 * 3 < 15_000 < 34 * 150 * 3  # a third of the rows

# %% [markdown]
# Follow one pixel. Move the cross with the mouse, or click once and use the arrow keys, and read where its three numbers lie. Switch from `permute` to `reshape` and back: where do R, G and B go?

# %%
PixelChannels(coffee, row=20, column=70)

# %% [markdown]
# After `permute` they lie at the same place, each in a plane of its own. After `reshape` they lie side by side in one plane: three numbers of one pixel have become three pixels. Their places in memory haven't changed at all.

# %% tags=["proof"]
assert np.array_equal(cup[:, 20, 70], coffee[20, 70])
assert np.array_equal(wrong[0, 61, 60:63], coffee[20, 70])
assert np.ravel_multi_index((20, 70, 0), coffee.shape) == np.ravel_multi_index((0, 61, 60), wrong.shape) == 9210

# %% [markdown] question="q1_5" points=1
# ### Question 5
#
# By hand. `small` is a colour picture of 2 × 2 pixels, channels last. Bring it to `(C, H, W)` in the right way: what is its **red** channel? Write two rows of two numbers.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["given"]
small = np.arange(12).reshape(2, 2, 3)

# %%
print(small)

# %% tags=["solution"]
q1_5 = [row[:, 0].tolist() for row in small]  # SOLUTION

# %% [markdown] tags=["hint"]
# Each row that is printed is one pixel: red, green, blue.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 印出來的每一列是一個像素：紅、綠、藍。

# %% [markdown] tags=["hint"]
# The first block is the upper row of the picture: its left pixel, then its right one.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一個區塊是圖片的上面那一列：先是左邊的像素，再來是右邊的。

# %% [markdown] tags=["hint"]
# Take the first number of every pixel, and leave each where its pixel is.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 取每個像素的第一個數，放在那個像素原來的位置。

# %% tags=["test"] points=1
def test_red_channel(q1_5):
    def red_channel(image):
        return to_channels_first(image)[0]

    answer(q1_5).equals(
        red_channel, small, mistakes=[axes_slip.reshape_for_permute, axes_slip.picture_on_its_side],
    )

# %%
grader.check("q1_5")

# %% [markdown]
# ## Normalising: the same scale for all
#
# Networks learn best from small numbers around 0. Two steps lead there. First **scale**: divide by 255, and 0..255 becomes 0..1. Then **normalise** (正規化): take a mean away, divide by a standard deviation (標準差).
#
# $$x' = \frac{x / 255 - \text{mean}}{\text{std}}$$
#
# A pixel of 51 with mean 0.5 and std 0.5: $51 / 255 = 0.2$, less 0.5 is $-0.3$, divided by 0.5 is $-0.6$.

# %% tags=["proof"]
assert abs((51 / 255 - 0.5) / 0.5 - -0.6) < 1e-12

# %% [markdown] question="q1_6" points=1
# ### Question 6
#
# Your own pixel, also with mean 0.5 and std 0.5. Write the result to four decimals.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
(my_pixel,) = personal.integers("q1_6 pixel", 1, low=60, high=240, without=[127, 128])

# %%
print("your pixel:", my_pixel)

# %% tags=["solution"]
q1_6 = round((my_pixel / 255 - 0.5) / 0.5, 4)  # SOLUTION

# %% [markdown] tags=["hint"]
# Two steps, in this order: scale, then normalise.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 兩個步驟，順序是：先縮放，再正規化。

# %% [markdown] tags=["hint"]
# After the first step you have a number between 0 and 1.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一步之後，你會得到 0 到 1 之間的數。

# %% [markdown] tags=["hint"]
# Put your pixel in the place of 51 in the line above the question. Dividing by 0.5 doubles.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把題目上方那一行的 51 換成你的像素。除以 0.5 就是乘以 2。

# %% tags=["test"] points=1
def test_scaled_and_normalised(q1_6):
    answer(q1_6).equals(
        slip.normalised, my_pixel, 0.5, 0.5, tolerance=2e-4,
        looked_for={"en": "your pixel, scaled and normalised", "zh-Hant": "你的像素縮放並正規化後的值"},
        mistakes=[slip.scaling_forgotten, slip.normalise_forgotten, slip.std_forgotten, slip.mean_forgotten,
                  slip.std_before_mean],
    )

# %%
grader.check("q1_6")

# %% [markdown]
# What is this good for? Here is one photograph twice, as a dark and as a pale exposure. Take from each its own mean, and divide it by its own standard deviation.

# %%
dark, pale = 0.3 * to_gray(cat), 0.4 * to_gray(cat) + 130
figures.photographs([dark, pale], ["dark", "pale"], limits=(0, 255))
alike = [(image - image.mean()) / image.std() for image in (dark, pale)]
figures.photographs(alike, ["dark, normalised", "pale, normalised"]);

# %% [markdown]
# Two exposures, one result. What was left over is what the cat looks like; what went was the light of the day.

# %% tags=["proof"]
assert np.allclose(*alike) and dark.max() < 77 and 130 <= pale.min() and pale.max() < 233
assert all(abs(image.mean()) < 1e-9 and abs(image.std() - 1) < 1e-9 for image in alike)

# %% [markdown] question="q1_7" points=1
# ### Question 7
#
# Do the same by hand with your own 2 × 2 pixels: take away their mean, divide by their standard deviation (the population's: divide by 4). Both are whole numbers. No scaling by 255 here.
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes.images import whole_mean_and_std

my_patch = personal.integers(
    "q1_7 patch", (2, 2), low=0, high=9, accept=whole_mean_and_std
)

# %%
figures.grid(my_patch, title="your pixels");

# %% tags=["solution"]
q1_7 = ((np.array(my_patch) - np.mean(my_patch)) / np.std(my_patch)).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# First the mean: add the four, divide by four.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先算平均：四個數相加，除以四。

# %% [markdown] tags=["hint"]
# Write down how far each pixel is from the mean, signs included. The standard deviation comes from the squares of these four numbers.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寫下每個像素與平均的差，連同正負號。標準差由這四個數的平方算出來。

# %% [markdown] tags=["hint"]
# The mean of the four squares is the variance; its root is the standard deviation. Divide each of the four distances by it.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 四個平方的平均是變異數，開根號就是標準差。把四個差各除以它。

# %% tags=["test"] points=1
def test_four_pixels(q1_7):
    answer(q1_7).equals(
        slip.normalised, np.array(my_patch), np.mean(my_patch), np.std(my_patch), white=1, tolerance=5e-3,
        mistakes=[slip.std_forgotten, slip.mean_forgotten, slip.variance_for_std, slip.sample_for_population_std,
                  slip.std_before_mean],
    )

# %%
grader.check("q1_7")

# %% [markdown]
# ## Write it yourself
#
# Now everything at once: what stands between a folder of photographs and the first layer of a network.

# %% [markdown] question="q1_8" points=4
# ### Question 8
#
# Write `for_network(photos, mean, std)`. A batch of bytes `(N, H, W, 3)` comes in. Scale it to 0..1, normalise each channel with its own mean and std, and return it as `(N, 3, H, W)`.
#
# <small>Difficulty ●●● · 8 minutes</small>

# %% tags=["given"]
mean, std = np.array([0.5, 0.4, 0.3]), np.array([0.25, 0.2, 0.1])
two_photos = np.array(
    [[[[255, 102, 51], [0, 0, 0], [51, 51, 204]]],
     [[[153, 204, 0], [255, 255, 255], [102, 0, 153]]]], dtype=np.uint8
)

# %% tags=["solution"]
def for_network(photos, mean, std):
    """Return bytes (N, H, W, 3) as floats (N, 3, H, W), scaled and normalised."""
    # BEGIN SOLUTION
    between_0_and_1 = photos / 255
    around_0 = (between_0_and_1 - mean) / std  # the channels are last, as mean and std want it
    return np.transpose(around_0, (0, 3, 1, 2))
    # END SOLUTION

# %%
try:
    ready = for_network(batch, mean, std)
    print(ready.shape, f"from {ready.min():.1f} to {ready.max():.1f}")
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Three steps, each of them one line. Two are arithmetic, one moves axes.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三個步驟，每個一行。兩個是算術，一個是移動軸。

# %% [markdown] tags=["hint"]
# `mean` holds three numbers. In `photos - mean` NumPy lays them along the LAST axis, so do this while the channels are there.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `mean` 有三個數。寫 `photos - mean` 時，NumPy 會把它們對到「最後」一個軸，所以要趁 channel 還在那裡的時候做。

# %% [markdown] tags=["hint"]
# NumPy's `permute` is called `np.transpose(array, axes)`. You found the axes in question 4.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# NumPy 的 `permute` 叫做 `np.transpose(array, axes)`。軸的順序在第 4 題已經找到了。

# %% tags=["test"] points=2
def test_two_small_photographs(for_network):
    answer(for_network).written_without(*LIBRARY)
    answer(for_network).computes(
        network_input, two_photos, mean, std,
        mistakes=[axes_slip.reshape_for_permute, axes_slip.reshape_at_the_end, axes_slip.channels_left_last,
                  axes_slip.picture_on_its_side, slip.scaling_forgotten, slip.normalise_forgotten,
                  slip.std_forgotten, slip.mean_forgotten, slip.std_before_mean, slip.one_mean_for_all],
    )

# %% tags=["test", "hidden"] points=2
def test_other_batches(for_network):
    answer(for_network).written_without(*LIBRARY)
    random = np.random.default_rng(14_142)
    for shape in [(1, 4, 6, 3), (3, 5, 2, 3), (2, 3, 3, 3), (4, 1, 7, 3)]:
        photos = random.integers(0, 256, size=shape, dtype=np.uint8)
        answer(for_network).computes(
            network_input, photos, random.uniform(0.2, 0.6, size=3), random.uniform(0.1, 0.4, size=3),
            mistakes=[axes_slip.reshape_for_permute, axes_slip.reshape_at_the_end, axes_slip.channels_left_last,
                      axes_slip.picture_on_its_side, slip.scaling_forgotten, slip.normalise_forgotten,
                      slip.std_forgotten, slip.mean_forgotten, slip.std_before_mean, slip.one_mean_for_all],
        )

# %%
grader.check("q1_8")

# %% [markdown]
# ## From pixels to an answer
#
# To recognise a picture is to have a function: a picture goes in, one **score** (分數) per class comes out, and the highest score wins. With the scores 1.2, 3.4 and 0.1 for cat, dog and bird, the answer is class 1, dog.
#
# The simplest such function stretches the picture into one long **vector** (向量), row after row, and gives each class a weight for every pixel. The score of a class is the sum of pixels times weights: $s = W x$.

# %%
part = zero[0:2, 2:6]
figures.maps(part, [part.ravel()], titles=["a part of the digit", "its vector"]);

# %% tags=["proof"]
assert int(np.argmax([1.2, 3.4, 0.1])) == 1

# %% [markdown] question="q1_9" points=2
# ### Question 9
#
# Your own picture, already stretched out to four pixels, and weights for three classes, a row each. Write the three scores as a list, and the number of the class that wins.
#
# <small>Difficulty ●○○ · 4 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes.vectors import clear_scores

my_vector = personal.integers("q1_9 pixels", 4, low=1, high=5)
my_weights = personal.integers(
    "q1_9 weights", (3, 4), low=-3, high=3, accept=clear_scores(my_vector)
)

# %%
figures.maps(my_weights, np.transpose([my_vector]), titles=["W", "x"]);

# %% tags=["solution"]
q1_9_scores = [sum(w * x for w, x in zip(row, my_vector)) for row in my_weights]  # SOLUTION
q1_9_class = q1_9_scores.index(max(q1_9_scores))  # SOLUTION

# %% [markdown] tags=["hint"]
# Each row of W meets the whole of x: the first weight the first pixel, and so on.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# W 的每一列都對上整個 x：第一個權重對第一個像素，依此類推。

# %% [markdown] tags=["hint"]
# Four products make one score. A negative weight takes its pixel away.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 四個乘積加起來是一個分數。負的權重要把像素值減掉。

# %% [markdown] tags=["hint"]
# The classes are numbered 0, 1 and 2, like the rows of W. Which row gave the largest score?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 類別編號是 0、1、2，和 W 的列一樣。哪一列的分數最高？

# %% tags=["test"] points=1
def test_three_scores(q1_9_scores):
    answer(q1_9_scores).equals(
        vector_slip.scores, my_vector, my_weights,
        mistakes=[vector_slip.minus_sign_lost, vector_slip.products_not_added, vector_slip.weights_left_out],
    )

# %% tags=["test"] points=1
def test_winning_class(q1_9_class):
    answer(q1_9_class).equals(
        vector_slip.winner, my_vector, my_weights,
        looked_for={"en": "the class with the highest score", "zh-Hant": "分數最高的類別"},
        mistakes=[slip.counted_from_one, vector_slip.score_for_class, vector_slip.lowest_score],
    )

# %%
grader.check("q1_9")

# %% [markdown]
# Two such layers on top of each other would still be one, unless something happens in between. What happens is very small: a negative number becomes 0. This is the **ReLU**, and the network is $s = W_2 \max(0, W_1 x)$.
#
# With $W_1 = \begin{pmatrix} 1 & -1 \\ 2 & 0 \end{pmatrix}$, $W_2 = (1, 3)$ and $x = (1, 2)$: the hidden numbers are $1 - 2 = -1$ and $2 + 0 = 2$. The ReLU makes them 0 and 2. The score is $1 \cdot 0 + 3 \cdot 2 = 6$; without the ReLU it would be 5.

# %% tags=["proof"]
hidden = np.array([[1, -1], [2, 0]]) @ [1, 2]
assert hidden.tolist() == [-1, 2]
assert np.maximum(0, hidden).tolist() == [0, 2]
assert np.dot([1, 3], np.maximum(0, hidden)) == 6 and np.dot([1, 3], hidden) == 5

# %% [markdown] question="q1_10" points=2
# ### Question 10
#
# Your own network of two layers. Which score does it give?
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes.vectors import clear_first_layer, clear_result

my_x = personal.integers("q1_10 x", 2, low=1, high=4)
my_first = personal.integers(
    "q1_10 W1", (2, 2), low=-3, high=3, accept=clear_first_layer(my_x)
)
my_second = personal.integers(
    "q1_10 W2", 2, low=-3, high=3, accept=clear_result(my_x, my_first)
)

# %%
tables = [np.transpose([my_x]), my_first, [my_second]]
figures.maps(*tables, titles=["x", "W1", "W2"]);

# %% tags=["solution"]
q1_10 = int(np.dot(my_second, np.clip(np.dot(my_first, my_x), 0, None)))  # SOLUTION

# %% [markdown] tags=["hint"]
# Go from the inside out: first $W_1 x$, then the ReLU, then $W_2$.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 由內而外：先算 $W_1 x$，再做 ReLU，最後乘 $W_2$。

# %% [markdown] tags=["hint"]
# Each row of W1 gives one hidden number. There are two of them, and at least one is negative.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# W1 的每一列得到一個隱藏值。共有兩個，至少有一個是負的。

# %% [markdown] tags=["hint"]
# Replace what is negative by 0. Multiply the first by the first number of W2, the second by the second, and add.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把負的換成 0。第一個乘 W2 的第一個數，第二個乘第二個數，再相加。

# %% tags=["test"] points=2
def test_score_of_two_layers(q1_10):
    answer(q1_10).equals(
        vector_slip.two_layers, my_x, my_first, my_second,
        looked_for={"en": "the score of your network", "zh-Hant": "你的網路的分數"},
        mistakes=[vector_slip.relu_left_out, vector_slip.relu_at_the_end, vector_slip.sign_dropped,
                  vector_slip.columns_for_rows, vector_slip.weights_left_out, vector_slip.minus_sign_lost],
    )

# %%
grader.check("q1_10")

# %% [markdown]
# ## What the vector has lost
#
# A layer that gives every pixel a weight of its own is **fully connected** (全連接). It works: here is the linear score on real digits, with the best weights for the first thousand, tried on the other 797. And then once more, with the 64 pixels of every digit shuffled.

# %%
order = np.random.default_rng(1).permutation(64)  # one order, the same for all digits

def accuracy(pixels):
    """Return the share of new digits that the best linear scores get right."""
    pixels = np.column_stack([pixels, np.ones(len(pixels))])
    wanted = np.eye(10)[digits.target]  # 1 for the right digit, 0 for the others
    weights = np.linalg.lstsq(pixels[:1000], wanted[:1000], rcond=None)[0]
    winners = np.argmax(pixels[1000:] @ weights, axis=1)
    return np.mean(winners == digits.target[1000:])

print(f"as they are: {accuracy(digits.data):.3f}")
print(f"shuffled:    {accuracy(digits.data[:, order]):.3f}")

# %%
three = digits.images[3]
shuffled = three.ravel()[order].reshape(8, 8)
figures.photographs([three, shuffled], ["a three", "the same three, shuffled"]);

# %% [markdown]
# **Explain.** Why is the result the same, although you can read one and not the other?
#
# <details><summary>Show the answer</summary>
#
# Each pixel took its weight along, so every sum stayed what it was. Which pixels are neighbours plays no part in it.
#
# </details>
#
# For this network a photograph is as good as snow on a screen: **all it could know about strokes and edges, it throws away at the start**.

# %% tags=["proof"]
assert len(digits.data) - 1000 == 797
assert 0.88 < accuracy(digits.data) < 0.90
assert f"{accuracy(digits.data):.3f}" == f"{accuracy(digits.data[:, order]):.3f}"

# %% [markdown]
# Here is where the pixels of a picture of 3 × 4 go. The neighbour to the right stands next in the vector. The one below doesn't.

# %%
figures.grid(np.arange(12).reshape(3, 4), title="place in the vector");

# %% [markdown] question="q1_11" points=1
# ### Question 11
#
# Take a grey picture as large as your photograph of question 2. In its vector, how many places further on stands a pixel's neighbour to the right, and how many the neighbour below? Write `[right, below]`.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %%
print(f"your picture: {my_height} rows, {my_width} columns")

# %% tags=["solution"]
q1_11 = [1, my_width]  # SOLUTION

# %% [markdown] tags=["hint"]
# In the picture above, how far is it from 5 to 6, and from 5 to 9?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在上圖中，從 5 到 6 要走幾步？從 5 到 9 呢？

# %% [markdown] tags=["hint"]
# To get to the pixel below you walk on to the end of the row, and from the start of the next one to the same column.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 要到下面的像素，得先走到這一列的盡頭，再從下一列的開頭走到同一行。

# %% [markdown] tags=["hint"]
# That is as many places as a row has pixels. Is this your picture's height or its width?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 這剛好是一列的像素數。那是你的圖片的高，還是寬？

# %% tags=["test"] points=1
def test_two_steps(q1_11):
    answer(q1_11).equals(
        vector_slip.steps, my_height, my_width,
        mistakes=[vector_slip.height_for_width, vector_slip.pixels_between, vector_slip.columns_first],
    )

# %%
grader.check("q1_11")

# %% [markdown]
# And at the end of a row even the right neighbour is no neighbour: 3 and 4 stand side by side in the vector, and at opposite edges of the picture.
#
# ## Too many weights
#
# The 64 pixels of a digit need 64 weights per unit. Photographs are larger, and one layer has many **units** (單元), each with a weight for every number of the picture.

# %% [markdown] question="q1_12" points=1
# ### Question 12
#
# The astronaut has 128 × 128 pixels in colour. How many weights does a fully connected layer of 1000 units need, without biases?
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q1_12 = photo.size * 1000  # SOLUTION

# %% [markdown] tags=["hint"]
# One unit first: it has a weight for each number of the picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先看一個單元：圖片的每個數，它都有一個權重。

# %% [markdown] tags=["hint"]
# The picture holds more numbers than it has pixels. Question 2 was about that.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 圖片的數比像素還多。第 2 題問的就是這個。

# %% [markdown] tags=["hint"]
# Height × width × channels, and this for every one of the units.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 高 × 寬 × channel 數，而且每個單元都要這麼多。

# %% tags=["test"] points=1
def test_number_of_weights(q1_12):
    answer(q1_12).equals(
        vector_slip.count, (128, 128, 3), 1000,
        looked_for={"en": "the number of weights", "zh-Hant": "權重的數目"},
        mistakes=[vector_slip.colour_left_out, vector_slip.one_unit_only, vector_slip.sizes_added],
    )

# %%
grader.check("q1_12")

# %% tags=["proof"]
assert photo.size * 1000 == 128 * 128 * 3 * 1000 == 49_152_000

# %% [markdown]
# Many millions of weights, for a small photograph and a single layer. And a cup that moves by one pixel meets entirely different weights, so the network would have to learn it again for every place.
#
# What we want instead looks at neighbours, and uses the same few weights everywhere. That is a **convolution** (卷積), and a network of them is a **CNN**. It isn't the only family:
#
# - **CNN**: looks at what is close together, in the same way everywhere.
# - **RNN**: reads a sequence step by step and carries a memory along.
# - **Transformer**: lets every part look at every other part at once, near or far.

# %% [markdown] question="q1_13" points=1
# ### Question 13
#
# Which family suits best? Write 1 for CNN, 2 for RNN, 3 for Transformer; each comes once.
#
# - a. A word in a long letter can only be understood from another word, ten pages away. The whole letter lies before you.
# - b. A sensor sends one value per second. After each you must say at once what you expect next, and you can't keep the old values.
# - c. Scratches on photographs of glass: each is a few pixels wide and can be anywhere.
#
# Write `[a, b, c]`.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q1_13 = [3, 2, 1]  # SOLUTION

# %% [markdown] tags=["hint"]
# Ask of each: what must be looked at together?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每一題都問自己：哪些東西必須一起看？

# %% [markdown] tags=["hint"]
# Two of the three tasks are about a sequence. In one of them everything is there at once, in the other it comes bit by bit.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三個任務中有兩個是序列。其中一個全部都在眼前，另一個是一點一點進來。

# %% [markdown] tags=["hint"]
# Small things that look the same everywhere; values that arrive one by one; parts that are far apart. Find each in the list above the question.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 到處都長得一樣的小東西；一個一個到達的值；相隔很遠的部分。在題目上方的清單裡各找出對應的一項。

# %% tags=["test"] points=1
def test_three_families(q1_13):
    answer(q1_13).equals(families_for, ("far apart", "step by step", "close together"))

# %%
grader.check("q1_13")

# %% [markdown]
# In lesson 2 you build the first of these by hand, starting with nine weights.
#
# ## Remember
#
# - A picture is an array of numbers: 0 is black, 255 is white; colour is three channels.
# - PyTorch: `(N, C, H, W)`. Keras and files: `(N, H, W, C)`. Every axis is always there.
# - `permute` moves axes; `reshape` only cuts the row of numbers anew. A right shape proves nothing.
# - Scale to 0..1, then take the mean away and divide by the std.
# - A fully connected layer has a weight for every number, and doesn't know which pixels are neighbours.
#
# | English | 中文 |
# |---|---|
# | pixel | 像素 |
# | grayscale | 灰階 |
# | channel | 通道 |
# | batch | 批次 |
# | normalise | 正規化 |
# | vector | 向量 |
# | fully connected | 全連接 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
