# ---
# jupyter:
#   course:
#     title: Start here
#     minutes: 10
# ---

# %% [markdown]
# # 0 · Start here
#
# A camera gives a table of numbers. Somebody, or something, has to see the strawberry in it. In five lessons and a homework you take apart the networks that can: with a pencil, then in Python, then in PyTorch, until nothing in them is magic.
#
# This page is short. At the end you know
#
# - that everything you need is installed,
# - what a **convolution** (卷積) does, in one moving picture,
# - how a check answers you, and where to find a hint.
#
# 10 minutes, and a little Python. This is what comes after it:
#
# | lesson | minutes | you learn |
# |---|---:|---|
# | [1 · Images and channels](01_images_and_channels.ipynb) | 60 | how a picture is kept as numbers |
# | [2 · Convolution by hand](02_convolution_by_hand.ipynb) | 85 | what a window sees as it moves over a picture |
# | [3 · Pooling](03_pooling.ipynb) | 60 | how a map is made smaller, and what that costs |
# | [4 · Counting parameters](04_counting_parameters.ipynb) | 65 | why these networks need so few numbers |
# | [5 · LeNet in PyTorch](05_lenet_in_pytorch.ipynb) | 65 | to write a whole network, train it, and look inside |
# | [6 · Homework](06_homework.ipynb) | 120 | to make it better, five times |

# %% [markdown]
# ## Is everything here?
#
# Click into the cell below and press **Shift+Enter**. The cell runs, and what it has to say appears under it.

# %%
from course_utils.environment import report

report("0.1.0")

# %% [markdown]
# Each ✗ is something to fix, with what to do about it. Fix it, and run the cell again.
#
# Does it say `No module named 'course_utils'`? Then this page runs in another Python than the one in which you installed the course. Click the kernel's name, at the top right, and choose that one. On Colab, run the cell at the very top first.
#
# ## One moving picture
#
# Below is a picture, a bright bar on a dark ground, and a **kernel** (濾鏡) of four weights. Lay the kernel on the picture. Multiply each pixel by the weight on top of it and add the four products: that is the first number of the **feature map** (特徵圖). Then move on by one pixel. Nothing else happens in a convolution.
#
# **Predict first.** The left weights take away, the right ones add. Where does the map become large?
#
# Then press **Step**, or click the picture once and press the → key.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import convolution as slip
from course_utils.convolution import conv2d


def sum_of_products(pixels, weights):
    return conv2d(pixels, weights)[0, 0]

# %%
from course_utils.widgets import ConvolutionStepper

bar = [[0, 0, 1, 1, 0, 0],
       [0, 0, 1, 1, 0, 0],
       [0, 0, 1, 1, 0, 0],
       [0, 0, 1, 1, 0, 0]]
kernel = [[-1, 1],
          [-1, 1]]
ConvolutionStepper(bar, kernel)

# %% [markdown]
# At the left edge of the bar the map says 2, at its right edge −2, and 0 wherever nothing changes. Four weights have found the edges. Change a weight, if you like: click it and type.
#
# In a network nobody chooses the weights. It learns them.

# %% tags=["proof"]
assert conv2d(bar, kernel).tolist() == [[0, 2, 0, -2, 0]] * 3

# %% [markdown]
# ## Your turn
#
# Write your student id in place of `self-study`: the numbers of your exercises are drawn from it, so they are yours alone. If you learn for yourself, leave it as it is.

# %%
import numpy as np

from course_utils import Grader, figures

# with lang="zh" checks and hints are in Chinese (檢查與提示用中文)
grader = Grader("00_start_here", student="self-study")

# %% [markdown] question="q0_1" points=1
# ### Question 1
#
# Four pixels of your own, and four weights. Multiply pair by pair, add, and write the number in the place of `...`.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
# your numbers are drawn here: run it, there is nothing to change
from course_utils.checking import personal
from course_utils.checking.mistakes.convolution import asymmetric
from course_utils.checking.mistakes.convolution import distinguishes_mistakes

my_pixels = personal.integers("q0_1 pixels", (2, 2), low=2, high=9, accept=asymmetric)
my_weights = personal.integers(
    "q0_1 weights", (2, 2), low=-2, high=4, accept=distinguishes_mistakes(my_pixels)
)

# %%
figures.pairs(my_pixels, my_weights);

# %% tags=["solution"]
q0_1 = int(np.sum(np.multiply(my_pixels, my_weights)))  # SOLUTION

# %% [markdown] tags=["hint"]
# Four pairs: top left with top left, top right with top right, and so on.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共四對：左上對左上，右上對右上，依此類推。

# %% [markdown] tags=["hint"]
# Write down the four products first. A negative weight makes its product negative.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先寫下四個乘積。權重是負數，乘積就是負數。

# %% [markdown] tags=["hint"]
# Now add the four. A negative product is taken away, and the sum may well be negative.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 再把四個乘積相加：負的乘積要減掉，總和也可能是負數。

# %% tags=["test"] points=1
def test_sum_of_four_products(q0_1):
    answer(q0_1).equals(
        sum_of_products, my_pixels, my_weights,
        looked_for={"en": "the sum of your four products", "zh-Hant": "你那四個乘積的總和"},
        mistakes=[slip.not_summed, slip.minus_sign_lost, slip.kernel_flipped, slip.kernel_transposed,
                  slip.window_sum_without_kernel, slip.averaged_not_summed],
    )

# %%
grader.check("q0_1")

# %% [markdown]
# **Now get it wrong, on purpose.** Add the four pixels alone, leave the weights out, write that number above, and run the two cells again. The check sees which slip it was. It knows the usual ones, and it never tells the answer. Then put your right number back. Check as often as you like: nobody counts.
#
# When you are stuck, ask for a hint. There are three for each question, and each helps a step further. Run this cell three times:

# %%
grader.hint("q0_1")

# %% [markdown] question="q0_2" points=2
# ### Question 2
#
# The same in Python, for any two arrays of one shape. Where a program is asked for, a line with `NotImplementedError` keeps the place. It stops with an error until you write your own lines there, so that error is nothing to worry about.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
def window_sum(pixels, weights):
    """Return the sum of the products of pixels and weights, both NumPy arrays."""
    # BEGIN SOLUTION
    return (pixels * weights).sum()
    # END SOLUTION

# %% [markdown] tags=["hint"]
# With arrays of NumPy, one `*` multiplies all the pairs at once.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 用 NumPy 的 array，一個 `*` 就把每一對都相乘。

# %% [markdown] tags=["hint"]
# The result is an array of products. Every array can add itself up, with `.sum()`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 結果是一個由乘積組成的 array。每個 array 都能用 `.sum()` 把自己加起來。

# %% [markdown] tags=["hint"]
# Give the product a name, `products = …`, and return the sum of that.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先幫乘積取個名字，`products = …`，再回傳它的總和。

# %% tags=["test"] points=1
def test_your_own_window(window_sum):
    answer(window_sum).computes(
        sum_of_products, np.array(my_pixels), np.array(my_weights),
        mistakes=[slip.not_summed, slip.minus_sign_lost, slip.kernel_flipped, slip.kernel_transposed,
                  slip.window_sum_without_kernel, slip.averaged_not_summed],
    )

# %% tags=["test", "hidden"] points=1
def test_windows_of_other_shapes(window_sum):
    for rows, columns in [(1, 4), (3, 2), (5, 5)]:
        pixels = np.arange(rows * columns).reshape(rows, columns) % 7
        answer(window_sum).computes(sum_of_products, pixels, 2.5 - pixels[::-1])

# %%
grader.check("q0_2")

# %% [markdown]
# ## Hand in
#
# Every lesson ends like this: the first cell shows where you stand, the second writes a zip beside this notebook. That zip is what you hand in.

# %%
grader.check_all()

# %%
grader.export()

# %% [markdown]
# That is all you need. Take a pencil, and go on with [lesson 1](01_images_and_channels.ipynb).
