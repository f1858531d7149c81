# ---
# jupyter:
#   course:
#     title: Pooling
#     minutes: 60
# ---

# %% [markdown]
# # 3 · Pooling
#
# A convolution says how much of its pattern is where. **Pooling** (池化) makes that answer smaller: of each window it keeps one number. There is nothing in it to learn, and still much to get wrong. At the end you can
#
# - pool any map by hand, with the largest number or the average, up to its ragged edge,
# - say what PyTorch does where you did not say it, and which shape comes out,
# - write max pooling yourself, and name what it forgets.
#
# 60 minutes, a pencil, and lesson 2. Rows and columns count from 0.

# %% tags=["test"]
import numpy as np

from course_utils.checking import answer
from course_utils.checking.mistakes import axes as axis_slip
from course_utils.checking.mistakes import convolution as window_slip
from course_utils.checking.mistakes import pooled_shapes as shape_slip
from course_utils.checking.mistakes import pooling as slip
from course_utils.pooling import avg_pool2d, max_pool2d, pool_output_size

LIBRARY = ["max_pool2d", "MaxPool2d", "adaptive_max_pool2d", "block_reduce", "maximum_filter", "unfold"]

# %%
import numpy as np
from skimage import data

from course_utils import Grader, figures
from course_utils.convolution import conv2d
from course_utils.figures.pooling import pooled_window
from course_utils.pooling import avg_pool2d, max_pool2d
from course_utils.widgets import PoolingStepper

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("03_pooling", student="self-study")

# %% [markdown]
# ## A puzzle to begin with
#
# The cheek of a cat, and two small pictures made from it. Each window of 4 × 4 pixels became a single pixel. In one picture that pixel is the **largest** of the sixteen, in the other it is their **average**.

# %%
from course_utils.checking import personal

photo = data.chelsea().mean(axis=2)  # the mean of red, green, blue
cheek = photo[140:300, 40:240]
pools = [max_pool2d, avg_pool2d]
if personal.integers("cheek", 1, low=0, high=1) == [1]:
    pools.reverse()  # your id decides which comes first
small = [pool(cheek, 4) for pool in pools]
titles = ["the cheek", "picture A", "picture B"]
figures.photographs([cheek, *small], titles, limits=(30, 190));

# %% [markdown]
# **Predict.** Which one is which? Look at the whiskers: bright lines, one or two pixels thin. What is left of such a line if the largest number stays, and what if all sixteen are mixed?
#
# ## First, ReLU
#
# In a network, something small usually stands between convolution and pooling. A feature map has negative numbers, where the picture is the opposite of the kernel. **ReLU** (線性整流) puts 0 in their place and leaves everything else alone: $\max(0, x)$, cell by cell.

# %% tags=["given"]
smiley = [[0, 0, 0, 0, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 1, 0, 0, 0],
          [0, 1, 0, 0, 0, 1, 0],
          [0, 0, 1, 1, 1, 0, 0],
          [0, 0, 0, 0, 0, 0, 0]]
edge = [[0, 1, 0],
        [1, -4, 1],
        [0, 1, 0]]

# %%
edges = conv2d(smiley, edge)
titles = ["smiley", "its edges", "after ReLU"]
figures.maps(smiley, edges, np.maximum(edges, 0), titles=titles);

# %% [markdown]
# The cells of the map in the middle add up to −9, those after ReLU to 19. ReLU has no weights, and the shape stays.

# %% tags=["proof"]
assert edges.sum() == -9 and np.maximum(edges, 0).sum() == 19

# %% [markdown] question="q3_1" points=1
# ### Question 1
#
# Your own map. Write what ReLU makes of it, as a list of rows.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
from course_utils.checking import personal

my_map = personal.integers(
    "q3_1 map", (3, 4), low=-6, high=6, accept=lambda x: np.min(x) < 0 < np.max(x)
)

# %%
figures.maps(my_map, titles=["your map"]);

# %% tags=["solution"]
q3_1 = [[n if n > 0 else 0 for n in line] for line in my_map]  # SOLUTION

# %% [markdown] tags=["hint"]
# The shape stays: three rows of four. Each cell is looked at by itself.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 形狀不變：三列，每列四個數。每一格各自處理。

# %% [markdown] tags=["hint"]
# A number that is 0 or more goes through as it is.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 0 或正數原封不動地通過。

# %% [markdown] tags=["hint"]
# Copy the map first. Then go through your copy and cross out every number that has a minus sign.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先把整張圖抄下來，再把每個帶負號的數劃掉。

# %% tags=["test"] points=1
def test_all_twelve_cells(q3_1):
    def relu(x):
        return np.maximum(x, 0)

    answer(q3_1).equals(relu, my_map, mistakes=[slip.relu_forgotten, slip.absolute_for_relu, slip.negatives_kept])

# %%
grader.check("q3_1")

# %% [markdown]
# ## Max pooling: the largest number stays
#
# A table of 4 × 4 and a window of 2 × 2, as in a convolution. But there are no weights. **Max pooling** (最大池化) keeps the largest number under the window, and then the window steps on by its own size: `stride=2`.

# %% tags=["given"]
table = [[1, 3, 1, 2],
         [-1, 1, 1, 0],
         [0, 1, 1, 0],
         [0, 0, 1, 2]]

# %%
pooled_window(table, 2, row=0, column=0);

# %% [markdown]
# Two steps of 2 fit across, two down, so four numbers are left of sixteen:
#
# | window begins at | under it | largest |
# |---|---|---|
# | row 0, column 0 | 1, 3, −1, 1 | 3 |
# | row 0, column 2 | 1, 2, 1, 0 | 2 |
# | row 2, column 0 | 0, 1, 0, 0 | 1 |
# | row 2, column 2 | 1, 0, 1, 2 | 2 |
#
# A window of 2 has no middle pixel, and pooling doesn't miss it: even sizes are the rule here. A row of 8 becomes a row of 4.

# %% tags=["proof"]
from course_utils.pooling import pool_output_size

assert max_pool2d(table, 2).tolist() == [[3, 2], [1, 2]]
assert pool_output_size(8, 2) == 4

# %% [markdown] question="q3_2" points=1
# ### Question 2
#
# Your own table. Max pooling with a window of 2 × 2 and stride 2: write the pooled table as a list of rows.
#
# The grid is rough paper; its line goes into your answer, and only that is handed in.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
from course_utils.checking.mistakes.pooling import distinguishes_mistakes

differ = distinguishes_mistakes(2, stride=2)
my_table = personal.integers("q3_2 table", (4, 4), low=-4, high=9, accept=differ)

# %%
from course_utils.checking.mistakes.pooling import BY_HAND
from course_utils.widgets import HandGrid

HandGrid(my_table, kernel_size=2, name="q3_2", mistakes=BY_HAND)

# %% tags=["solution"]
q3_2 = max_pool2d(my_table, 2).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Draw a line down the middle of the table and one across. Four windows.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在表格中間畫一條直線、一條橫線，分成四個視窗。

# %% [markdown] tags=["hint"]
# Nothing is added and nothing is multiplied. You only compare four numbers.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 不用加，也不用乘。只要比較四個數。

# %% [markdown] tags=["hint"]
# The first row of your answer comes from rows 0 and 1 of the table, the second from rows 2 and 3.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 答案的第一列來自表格的第 0、1 列，第二列來自第 2、3 列。

# %% tags=["test"] points=1
def test_all_four_windows(q3_2):
    answer(q3_2).equals(max_pool2d, my_table, 2, stride=2, mistakes=slip.BY_HAND)

# %%
grader.check("q3_2")

# %% [markdown]
# ## Average pooling: all of them, mixed
#
# **Average pooling** (平均池化) adds the numbers under the window and divides by how many they are. The same table, the third window:

# %%
pooled_window(table, 2, row=1, column=0, how="average");

# %% [markdown]
# Look at what came out: 0.25 stands nowhere in the table. One lecture says that pooling keeps the most important feature. That is true of max pooling only; an average keeps a little of everything, and here the only 1 of the window became faint.
#
# And the puzzle: the picture with the thick white whiskers is max pooling, and it is brighter all over. In the other one the whiskers fade into the fur.

# %% tags=["proof"]
assert avg_pool2d(table, 2)[1, 0] == (0 + 1 + 0 + 0) / 4 == 0.25
assert not np.any(np.array(table) == 0.25)
assert np.all(max_pool2d(cheek, 4) >= avg_pool2d(cheek, 4))

# %% [markdown]
# Now both, one window after the other. **Step** to the end with the largest number, then press **average**.
#
# **Predict.** A single 9 among zeros, and four 4s: what do the two ways make of each? In which cells of the pooled map will they agree?

# %%
crowds = [[0, 9, 4, 4, 1, 2],
          [0, 0, 4, 4, 3, 0],
          [5, 5, 0, 0, -2, 8],
          [5, 1, 0, 0, 0, -6]]
PoolingStepper(crowds)

# %% [markdown]
# They agree in two cells, where all four numbers are the same. The lonely 9 beats the four 4s if the largest counts, and loses with 2.25 against 4 if all count. The last window is full of large numbers, and its average is 0: plus and minus cancel.

# %% tags=["proof"]
assert max_pool2d(crowds, 2).tolist() == [[9, 4, 3], [5, 0, 8]]
assert avg_pool2d(crowds, 2).tolist() == [[2.25, 4, 1.5], [4, 0, 0]]
assert np.sum(max_pool2d(crowds, 2) == avg_pool2d(crowds, 2)) == 2

# %% [markdown] question="q3_3" points=1
# ### Question 3
#
# Your table of question 2 once more: average pooling, window 2 × 2, stride 2.
#
# <small>Difficulty ●○○ · 4 minutes</small>

# %% tags=["solution"]
q3_3 = avg_pool2d(my_table, 2).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# The same four windows as before, but now every number in them counts.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 和之前一樣的四個視窗，但現在裡面每個數都算。

# %% [markdown] tags=["hint"]
# Add the four numbers, signs included. A negative number makes the sum smaller.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 把四個數連同正負號相加。負數會讓總和變小。

# %% [markdown] tags=["hint"]
# Divide each sum by 4 and keep what stands behind the point: quarters and halves are fine.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個總和除以 4，小數點後面要留著：四分之一、二分之一都可以。

# %% tags=["test"] points=1
def test_all_four_averages(q3_3):
    answer(q3_3).equals(
        avg_pool2d, my_table, 2, stride=2,
        mistakes=[slip.sum_for_average, slip.max_for_average, slip.integer_division, window_slip.stride_ignored,
                  window_slip.stride_as_crop, slip.wrong_window],
    )

# %%
grader.check("q3_3")

# %% [markdown]
# ## Windows that overlap
#
# The window need not step by its own size. With `stride=1` the windows overlap, and one number may be the largest in several of them.

# %%
pooled_window(table, 2, row=0, column=1, stride=1);

# %% [markdown] question="q3_4" points=2
# ### Question 4
#
# Max pooling of this table with a window of 2 × 2 and **stride 1**. Write the whole pooled table.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q3_4 = max_pool2d(table, 2, stride=1).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# How many places has a window of 2 in a row of 4, if it moves one cell at a time?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 寬 2 的視窗在一列 4 格裡每次移一格，有幾個位置？

# %% [markdown] tags=["hint"]
# The pooled table has three rows of three. Neighbouring windows share two cells.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 結果有三列，每列三個數。相鄰的視窗共用兩格。

# %% [markdown] tags=["hint"]
# Follow the 3 in the first row: it lies under two of the nine windows, and wins in both.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 看第一列的 3：九個視窗裡有兩個蓋到它，而且它兩次都贏。

# %% tags=["test"] points=2
def test_all_nine_windows(q3_4):
    answer(q3_4).equals(
        max_pool2d, table, 2, stride=1,
        mistakes=[slip.stride_overridden, slip.average_for_max, slip.wrong_window, slip.sum_for_max,
                  slip.smallest_for_largest],
    )

# %%
grader.check("q3_4")

# %% tags=["proof"]
assert max_pool2d(table, 2, stride=1).tolist() == [[3, 3, 2], [1, 1, 1], [1, 1, 2]]

# %% [markdown]
# A famous network overlaps on purpose. AlexNet pools with windows of 3 and stride 2, three times: 55 → 27 → 13 → 6. Larger windows are rare, because each step forgets so much. You will count how much.

# %% tags=["proof"]
assert [pool_output_size(n, 3, stride=2) for n in (55, 27, 13)] == [27, 13, 6]

# %% [markdown]
# ## The ragged edge
#
# Five is odd. Here is a feature map of the smiley, 5 × 5, and windows of 2 with stride 2.

# %% tags=["given"]
detector = [[0, 0, 1],
            [1, 0, 0],
            [0, 1, 1]]
ragged = [[0, 1, 0, 0, 0],
          [0, 1, 1, 1, 0],
          [1, 0, 1, 2, 1],
          [1, 4, 2, 1, 0],
          [0, 0, 1, 2, 1]]

# %%
pooled_window(ragged, 2, row=0, column=2, ceil_mode=True);

# %% [markdown]
# The third window hangs over the edge. There are two ways out. Leave such windows out, or keep them and look at the cells that are there, as in the picture. PyTorch calls the second way `ceil_mode=True`, because the number of windows is rounded up.

# %% tags=["proof"]
assert np.sum(conv2d(smiley, detector) != ragged) == 1  # as the lecture prints it
assert pool_output_size(5, 2) == 2 and pool_output_size(5, 2, ceil_mode=True) == 3

# %% [markdown]
# Another map, 5 × 7, and its largest number stands in the corner. What is hatched lies under no window. Step to the end, then tick `ceil_mode` and step to the end once more. `kernel_size`, `stride` and `padding` are yours to try.

# %%
cornered = [[2, 0, 1, 3, 0, 1, 4],
            [0, 5, 1, 0, 2, 2, 0],
            [3, 1, 0, 1, 6, 0, 1],
            [1, 0, 2, 4, 0, 1, 7],
            [0, 2, 1, 0, 3, 0, 9]]
PoolingStepper(cornered)

# %% [markdown]
# Left out, the edge takes 11 of the 35 numbers along, and nobody learns of the 9. With `ceil_mode` its window sees one cell, and that one wins.

# %% tags=["proof"]
assert np.size(cornered) - 4 * np.size(max_pool2d(cornered, 2)) == 11 and np.size(cornered) == 35
assert np.max(max_pool2d(cornered, 2)) == 6
assert max_pool2d(cornered, 2, ceil_mode=True)[-1, -1] == np.max(cornered) == 9

# %% [markdown] question="q3_5" points=2
# ### Question 5
#
# Max pooling of `ragged`, window 2 × 2, stride 2, and `ceil_mode=True`.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q3_5 = max_pool2d(ragged, 2, ceil_mode=True).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# The windows begin in rows and columns 0, 2 and 4.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗從第 0、2、4 列與行開始。

# %% [markdown] tags=["hint"]
# Nine windows: four whole ones, four that see two cells each, and one that sees a single cell.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共九個視窗：四個完整的、四個各只看到兩格，還有一個只看到一格。

# %% [markdown] tags=["hint"]
# The last column of your answer comes from column 4 alone, two rows at a time. The last row comes from row 4 alone.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 答案的最後一行只來自第 4 行，每次兩列；最後一列只來自第 4 列。

# %% tags=["test"] points=2
def test_all_nine_cells(q3_5):
    answer(q3_5).equals(
        max_pool2d, ragged, 2, stride=2, ceil_mode=True,
        mistakes=[slip.floor_for_ceil, window_slip.stride_ignored, slip.average_for_max, slip.sum_for_max,
                  slip.wrong_window],
    )

# %%
grader.check("q3_5")

# %% [markdown]
# ### A slip that nobody sees
#
# You know this map from lesson 2: `ragged` is the one that the lecture prints, with one wrong cell. The lecture goes on to pool it, slip and all.
#
# **Predict.** Pool the right map too. Will the two differ?

# %%
right_map = conv2d(smiley, detector)
slip_pooled, right_pooled = (
    max_pool2d(m, 2, ceil_mode=True) for m in (ragged, right_map)
)
print("the same after pooling:", np.array_equal(slip_pooled, right_pooled))

# %% [markdown]
# The window of that cell holds a 2 as well, and the 2 wins in any case. Max pooling sees the winner, whatever the others are: it hides noise, and it hides errors.

# %% tags=["proof"]
assert np.array_equal(slip_pooled, right_pooled) and slip_pooled.tolist() == [[1, 1, 0], [4, 2, 1], [0, 2, 1]]
assert np.max(np.array(ragged)[2:4, 2:4]) == 2 and np.argwhere(right_map != ragged).tolist() == [[2, 2]]

# %% [markdown]
# ## What PyTorch does where you say nothing
#
# `torch.nn.MaxPool2d(2)` gives a window and no more. Two things are then decided for you:
#
# - `stride` is the kernel size. For a convolution it would be 1.
# - `ceil_mode` is False: windows that hang over the edge are left out.

# %%
import torch

print(torch.nn.MaxPool2d(2))

# %% tags=["proof"]
assert (torch.nn.MaxPool2d(2).stride, torch.nn.Conv2d(1, 1, 2).stride) == (2, (1, 1))
assert torch.nn.MaxPool2d(2).ceil_mode is False

# %% [markdown] question="q3_6" points=1
# ### Question 6
#
# Which numbers does `torch.nn.MaxPool2d(2)` make of the map `ragged`?
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q3_6 = max_pool2d(ragged, 2).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Read the printed line above the question: it says which stride, and what happens at the edge.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 看題目上方印出來的那一行：它說了 stride 是多少，以及邊緣怎麼處理。

# %% [markdown] tags=["hint"]
# No window that hangs over the edge counts. Where can a window of 2 begin in a row of 5, with steps of 2?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 超出邊緣的視窗都不算。寬 2 的視窗在一列 5 格裡每次移兩格，可以從哪裡開始？

# %% [markdown] tags=["hint"]
# Look for the whole windows in your answer to question 5.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 在第 5 題的答案裡找出完整的視窗。

# %% tags=["test"] points=1
def test_what_torch_keeps(q3_6):
    answer(q3_6).equals(
        max_pool2d, ragged, 2,
        mistakes=[slip.what_hangs_over_kept, slip.default_stride, slip.average_for_max, slip.wrong_window],
    )

# %%
grader.check("q3_6")

# %% tags=["proof"]
as_torch = torch.nn.MaxPool2d(2)(torch.tensor(ragged, dtype=torch.float)[None])[0]
assert as_torch.tolist() == max_pool2d(ragged, 2).tolist() == [[1, 1], [4, 2]]

# %% [markdown]
# So column 4 and row 4 of the map are never looked at. And one output size can come from two input sizes: windows of 3 with stride 2 make 4 places of 9 pixels, and 4 of 10.

# %% tags=["proof"]
assert [n for n in range(3, 20) if pool_output_size(n, 3, stride=2) == 4] == [9, 10]
assert [n for n in range(3, 200) if pool_output_size(n, 3, stride=2) == 24] == [49, 50]

# %% [markdown]
# ## A border that never wins
#
# Pooling knows padding, too. For a convolution the border is 0, since zeros add nothing. But 0 is larger than −3. In max pooling a border of zeros would win over every negative number, so it is made of **minus infinity** (負無限大).

# %%
low = [[-3, -5],
       [-2, -8]]
pooled_window(low, 2, row=0, column=1, stride=2, padding=1);

# %% [markdown]
# An old page of PyTorch's manual, copied into one lecture, says zero padding here. The page of today says negative infinity, and that is what the code does. Average pooling does pad with zeros, and counts them as cells.

# %% tags=["proof"]
ones = -torch.ones(1, 2, 2)
assert torch.nn.MaxPool2d(2, padding=1)(ones).tolist() == [[[-1, -1], [-1, -1]]]
assert torch.nn.AvgPool2d(2, padding=1)(ones).tolist() == [[[-0.25, -0.25], [-0.25, -0.25]]]

# %% [markdown] question="q3_7" points=2
# ### Question 7
#
# Your own map, all negative. What does `torch.nn.MaxPool2d(2, stride=2, padding=1)` make of it?
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["given"]
border_shows = distinguishes_mistakes(2, stride=2, padding=1)
my_low_map = personal.integers("q3_7 map", (3, 3), low=-9, high=-1, accept=border_shows)

# %%
figures.grid(my_low_map, title="your map");

# %% tags=["solution"]
q3_7 = max_pool2d(my_low_map, 2, stride=2, padding=1).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# With the border the map has 5 rows and 5 columns. Where do the windows begin?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 加上外圍後有 5 列、5 行。視窗從哪裡開始？

# %% [markdown] tags=["hint"]
# Four windows. They see one cell of your map, two, two and four.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 共四個視窗，分別看到你的圖的一格、兩格、兩格、四格。

# %% [markdown] tags=["hint"]
# Cover the border with your finger: it cannot win. Of negative numbers, the one closest to 0 is the largest.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 用手指遮住外圍：它不可能贏。負數之中，最接近 0 的最大。

# %% tags=["test"] points=2
def test_four_windows_with_a_border(q3_7):
    answer(q3_7).equals(
        max_pool2d, my_low_map, 2, stride=2, padding=1,
        mistakes=[slip.zero_padding_in_maxpool, slip.average_pool_padding, window_slip.padding_forgotten,
                  slip.smallest_for_largest, window_slip.stride_ignored],
    )

# %%
grader.check("q3_7")

# %% [markdown]
# ## Write it yourself
#
# You have all the parts: places, windows, the largest number. No padding this time, and what hangs over the edge is left out.

# %% [markdown] question="q3_8" points=4
# ### Question 8
#
# Write max pooling for one map `(H, W)` with NumPy. The window is square; `stride` may be anything from 1 up. The libraries' pooling stays in its box.
#
# <small>Difficulty ●●● · 10 minutes</small>

# %% tags=["solution"]
def max_pool(x, kernel_size, *, stride):
    """Return the largest number of each window of an array `x` (H, W)."""
    # BEGIN SOLUTION
    down, across = ((n - kernel_size) // stride + 1 for n in x.shape)
    largest = np.empty((down, across))
    for i, j in np.ndindex(down, across):
        corner = x[i * stride :, j * stride :]
        largest[i, j] = corner[:kernel_size, :kernel_size].max()
    return largest
    # END SOLUTION

# %%
try:
    print(max_pool(np.array(table), 2, stride=2))  # you know this one
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# The places are those of a convolution; only what happens at a place is new. Your loops of lesson 2 will do.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 位置和卷積一樣，只有在每個位置做的事不同。第 2 課的迴圈可以拿來用。

# %% [markdown] tags=["hint"]
# First make room for `(n - kernel_size) // stride + 1` places along each axis; rows and columns may differ.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先準備好空間：每個軸有 `(n - kernel_size) // stride + 1` 個位置；列數和行數可以不同。

# %% [markdown] tags=["hint"]
# Cell (row, column) belongs to the window that begins at `row * stride`, `column * stride`. An array has the method `.max()`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 結果的 (row, column) 對應從 `row * stride`、`column * stride` 開始的視窗。陣列有 `.max()` 這個方法。

# %% tags=["test"] points=2
def test_the_table_of_the_lesson(max_pool):
    answer(max_pool).written_without(*LIBRARY)
    for stride in (2, 1):
        answer(max_pool).computes(
            max_pool2d, np.array(table), kernel_size=2, stride=stride,
            mistakes=[slip.average_for_max, slip.sum_for_max, slip.smallest_for_largest, window_slip.stride_ignored,
                      slip.stride_overridden, slip.wrong_window],
        )

# %% tags=["test", "hidden"] points=2
def test_maps_of_other_sizes(max_pool):
    answer(max_pool).written_without(*LIBRARY)
    random = np.random.default_rng(14_142)
    for height, width, kernel_size, stride in [(7, 4, 3, 2), (5, 9, 2, 3), (6, 8, 4, 1), (3, 3, 3, 5), (4, 7, 1, 2)]:
        answer(max_pool).computes(
            max_pool2d, random.normal(size=(height, width)) - 1, kernel_size=kernel_size, stride=stride,
            mistakes=[slip.what_hangs_over_kept, slip.largest_starts_at_zero, slip.stride_overridden,
                      window_slip.stride_ignored, slip.average_for_max],
        )

# %%
grader.check("q3_8")

# %% [markdown]
# Now the whole cat, with your own function if it is written: pooled twice, three times, four times.

# %%
try:
    max_pool(np.array(table), 2, stride=2)
    pool = max_pool
except (NotImplementedError, NameError):
    pool = max_pool2d  # until yours is there
cat = photo[20:260, 60:380]
steps = [cat]
for _ in range(4):
    steps.append(pool(steps[-1], 2, stride=2))
shown = [steps[i] for i in (0, 2, 3, 4)]
titles = [f"{rows} × {columns}" for rows, columns in map(np.shape, shown)]
figures.photographs(shown, titles, limits=(0, 255));

# %% [markdown]
# Each pooling leaves a quarter of the numbers, and a brighter picture: the bright pixels win every time. You would still know the cat at 30 × 40, and hardly at 15 × 20.

# %% tags=["proof"]
assert [step.shape for step in steps] == [(240, 320), (120, 160), (60, 80), (30, 40), (15, 20)]
assert all(a.mean() < b.mean() for a, b in zip(steps, steps[1:]))

# %% [markdown]
# ## Every channel by itself
#
# In a network there is not one map but a stack of them, one per filter. Pooling goes through each **channel** (通道) alone. No number of one channel ever meets a number of another.

# %%
maps = [conv2d(cat, kernel) for kernel in (edge, detector)]
stack = np.maximum(maps, 0)
together = max_pool2d(stack, 2)  # (channels, rows, columns)
alone = [max_pool2d(channel, 2) for channel in stack]
print(stack.shape, "->", together.shape, np.array_equal(together, alone))

# %% tags=["proof"]
assert np.array_equal(together, alone) and together.shape[0] == stack.shape[0] == 2

# %% [markdown] question="q3_9" points=1
# ### Question 9
#
# A stack of 224 × 224 with 64 channels is pooled with windows of 2 × 2 and stride 2. Which shape comes out? Write it as `(H, W, C)`, the channels last.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q3_9 = (112, 112, 64)  # SOLUTION

# %% [markdown] tags=["hint"]
# Three numbers: rows, columns, channels. Which of them does the window move along?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 三個數：列、行、channel。視窗沿著哪幾個方向移動？

# %% [markdown] tags=["hint"]
# Two by two pixels become one, so rows and columns are each half as many.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 2 × 2 個像素變成一個，所以列數和行數各減半。

# %% [markdown] tags=["hint"]
# Every channel is pooled into one smaller channel. As many go in, as many come out.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個 channel 變成一個較小的 channel。進去幾個，出來就幾個。

# %% tags=["test"] points=1
def test_rows_columns_channels(q3_9):
    def pooled_volume(shape, kernel_size, **options):
        height, width, channels = shape
        return *(pool_output_size(n, kernel_size, **options) for n in (height, width)), channels

    answer(q3_9).equals(
        pooled_volume, (224, 224, 64), 2, stride=2,
        mistakes=[shape_slip.pool_over_channels, shape_slip.channels_merged, window_slip.stride_ignored,
                  axis_slip.chw_vs_hwc, shape_slip.halved_twice],
    )

# %%
grader.check("q3_9")

# %% [markdown]
# Fewer numbers are less work. A convolution from 64 to 64 channels, 3 × 3 with `padding=1`, takes 1,849,688,064 multiplications on the stack before pooling, and 462,422,016 after it: a quarter.
#
# And a wider view. Take a 3 × 3 convolution, pooling by 2, and another 3 × 3 convolution. One cell at the end sees 3 × 3 pooled cells, which are 6 × 6 cells of the first map, which saw **8 × 8** pixels. Without the pooling it would be 5 × 5. This is called the **receptive field** (感受野).

# %% tags=["proof"]
macs = [side * side * 64 * 64 * 3 * 3 for side in (224, 112)]
assert macs == [1_849_688_064, 462_422_016] and macs[0] == 4 * macs[1]


def sees(column, pooled):
    dot = np.zeros((30, 30))
    dot[:, column] = 1
    first = conv2d(dot, np.ones((3, 3)))
    return conv2d(max_pool2d(first, 2) if pooled else first, np.ones((3, 3)))[4, 4] > 0


assert sum(sees(column, True) for column in range(30)) == 8
assert sum(sees(column, False) for column in range(30)) == 5

# %% [markdown] question="q3_10" points=2
# ### Question 10
#
# Windows and steps may be rectangular: a pair is `(rows, columns)`. A tensor of shape `(20, 16, 50, 100)`, which is `(N, C, H, W)`, goes through `torch.nn.MaxPool2d((3, 2), stride=(2, 1))`. Which shape comes out?
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["solution"]
q3_10 = (20, 16, 24, 99)  # SOLUTION

# %% [markdown] tags=["hint"]
# Four numbers go in and four come out. Two of them are not touched by pooling.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 進去四個數，出來四個數。其中兩個 pooling 不會動到。

# %% [markdown] tags=["hint"]
# Rows: a window 3 high, steps of 2. Columns: a window 2 wide, steps of 1. Do the two one after the other.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 縱向：視窗高 3，每次移 2。橫向：視窗寬 2，每次移 1。一個一個算。

# %% [markdown] tags=["hint"]
# The formula of lesson 2 holds here: $\lfloor (n - k) / s \rfloor + 1$. Round down before you add 1.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第 2 課的公式在這裡也成立：$\lfloor (n - k) / s \rfloor + 1$。先無條件捨去，再加 1。

# %% tags=["test"] points=2
def test_all_four_axes(q3_10):
    def pooled_shape(shape, kernel_size, **options):
        return np.shape(max_pool2d(np.zeros(shape, np.float32), kernel_size, **options))

    answer(q3_10).equals(
        pooled_shape, (20, 16, 50, 100), (3, 2), stride=(2, 1),
        mistakes=[shape_slip.picture_turned, shape_slip.result_turned, slip.stride_overridden, axis_slip.hwc_vs_chw,
                  slip.what_hangs_over_kept, shape_slip.kernel_not_subtracted, shape_slip.plus_one_forgotten,
                  axis_slip.batch_axis_lost],
    )

# %%
grader.check("q3_10")

# %% tags=["proof"]
assert torch.nn.MaxPool2d((3, 2), stride=(2, 1))(torch.zeros(20, 16, 50, 100)).shape == (20, 16, 24, 99)
assert np.moveaxis(np.zeros((20, 16, 24, 99)), 1, -1).shape == (20, 24, 99, 16)

# %% [markdown]
# **And in Keras?** The same numbers, but the channels stand last, going in and coming out.
#
# | | PyTorch | Keras |
# |---|---|---|
# | name | `torch.nn.MaxPool2d(2)` | `MaxPooling2D(pool_size=2)` |
# | shape | `(N, C, H, W)` | `(N, H, W, C)` |
# | step, if nothing is said | the window's size | the window's size |
# | ragged edge | left out; `ceil_mode=True` keeps it | `"valid"` leaves it out, `"same"` keeps it |

# %% [markdown] question="q3_11" points=1
# ### Question 11
#
# How many trainable parameters has `torch.nn.MaxPool2d(2)`, used on 6 channels?
#
# <small>Difficulty ●○○ · 1 minute</small>

# %% tags=["solution"]
q3_11 = 0  # SOLUTION

# %% [markdown] tags=["hint"]
# A parameter is a number that training may change. Which numbers did you need for pooling by hand?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 參數是訓練時可以改變的數。你剛才手算 pooling 時，用到了哪些數？

# %% [markdown] tags=["hint"]
# Window size and stride are chosen by a person, once. They are called hyperparameters (超參數) and do not count.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 視窗大小和 stride 是人先選好的，叫做超參數，不算在內。

# %% [markdown] tags=["hint"]
# In a convolution the weights and the bias are trained. Look for either of them in max pooling.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 卷積裡訓練的是權重和 bias。在 max pooling 裡找找看有沒有。

# %% tags=["test"] points=1
def test_number_of_parameters(q3_11):
    def trainable(channels, kernel_size):
        return 0  # for any channels and any window: nothing is multiplied, nothing is added

    answer(q3_11).equals(
        trainable, 6, 2,
        looked_for={"en": "the number of trainable parameters", "zh-Hant": "可訓練參數的數目"},
        mistakes=[*shape_slip.counted_as_a_convolution, shape_slip.lenet_pool_confusion],
    )

# %%
grader.check("q3_11")

# %% tags=["proof"]
assert sum(p.numel() for p in torch.nn.MaxPool2d(2).parameters()) == 0

# %% [markdown]
# One slide has the headline "Convolution layer: summary" above exactly this: two hyperparameters, window and stride, the depth unchanged, nothing to train. It is a summary of pooling.
#
# ## Where was it?
#
# Max pooling forgets where in its window the winner stood. PyTorch can write it down: with `return_indices=True` it returns a second map with the places, counted through the whole table row by row. `MaxUnpool2d` puts the winners back there.

# %%
tensor = torch.tensor(table, dtype=torch.float)[None]  # (1, 4, 4): one channel
largest, places = torch.nn.MaxPool2d(2, return_indices=True)(tensor)
back = torch.nn.MaxUnpool2d(2)(largest, places)
titles = ["table", "pooled", "places", "unpooled"]
four = [each[0].numpy() for each in (tensor, largest, places, back)]
figures.maps(*four, titles=titles);

# %% [markdown]
# The winners are back in their places, and around them are zeros. The other twelve numbers are gone for good.

# %% tags=["proof"]
assert places.tolist() == [[[1, 3], [9, 15]]]
assert back.tolist() == [[[0, 3, 0, 2], [0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 2]]]
assert np.size(table) - largest.numel() == 12

# %% [markdown]
# Twelve of sixteen: "pooling discards exactly 75 %", says one lecture. Is that always so?

# %% [markdown] question="q3_12" points=1
# ### Question 12
#
# A 5 × 5 map through `MaxPool2d(2)`. Which share of its numbers is discarded? Write it as a number between 0 and 1.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q3_12 = 0.84  # SOLUTION

# %% [markdown] tags=["hint"]
# Count: how many numbers go in, and how many come out?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 數一數：進去幾個數，出來幾個數？

# %% [markdown] tags=["hint"]
# You have pooled such a map in question 6. The row and the column that hang over are left out.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第 6 題你就做過這樣的 pooling。超出的那一列和那一行不算。

# %% [markdown] tags=["hint"]
# Discarded is what went in less what came out; divide it by what went in.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 丟掉的 = 進去的減出來的；再除以進去的。

# %% tags=["test"] points=1
def test_share_that_is_discarded(q3_12):
    def discarded(n, kernel_size, **options):
        return 1 - (pool_output_size(n, kernel_size, **options) / n) ** 2

    answer(q3_12).equals(
        discarded, 5, 2,
        looked_for={"en": "the share that is discarded", "zh-Hant": "丟掉的比例"},
        mistakes=[shape_slip.even_size_assumed, slip.what_hangs_over_kept, shape_slip.kept_for_discarded,
                  shape_slip.half_per_axis_only, shape_slip.one_axis_only, shape_slip.percent_for_share],
    )

# %%
grader.check("q3_12")

# %% tags=["proof"]
assert 1 - np.size(max_pool2d(ragged, 2)) / 25 == 1 - 4 / 25 == 0.84
assert round(1 - np.size(max_pool2d(ragged, 2, ceil_mode=True)) / 25, 12) == 0.64
assert 1 - np.size(max_pool2d(table, 2)) / 16 == 0.75

# %% [markdown]
# So 75 % holds where rows and columns are even, and with windows of 2. It is much in any case.
#
# ## What the forgetting is good for
#
# Three detectors look for the same thing in neighbouring places. They say 0.1, 1.0 and 0.2: found, in the middle. The picture moves a little, and they say 0.3, 0.1 and 1.0: found, on the right. The largest is 1.0 both times. Whatever comes after the pooling hears "found" and need not care where. This is called **invariance** (不變性).
#
# A real digit, written by a real hand, and the same digit one pixel to the right:

# %%
from sklearn.datasets import load_digits

digits = np.pad(load_digits().images, ((0, 0), (4, 4), (4, 4)))  # 1797 digits, 16 × 16
digit, shifted = digits[3], np.roll(digits[3], 1, axis=1)
pooled = [max_pool2d(digit, 2), max_pool2d(shifted, 2)]
titles = ["digit", "shifted", "digit, pooled", "shifted, pooled"]
figures.photographs([digit, shifted, *pooled], titles);

# %% tags=["proof"]
assert max(0.1, 1.0, 0.2) == max(0.3, 0.1, 1.0) == 1.0
assert digits.shape == (1797, 16, 16)
changed = [round(100 * np.abs(a - b).sum() / a.sum()) for a, b in [(digit, shifted), pooled]]
assert changed == [89, 38]
assert all(np.allclose(np.roll(digits, s, axis=a).sum((1, 2)), digits.sum((1, 2))) for s in (-1, 1) for a in (1, 2))

# %% [markdown]
# The shift changes 89 % of this digit's ink. After pooling by 2 it changes 38 %. Is it so for every digit?
#
# **Predict.** Shift every one of the 1797 digits by one pixel, left, right, up and down. How much of the ink changes, without pooling, pooled by 2, by 4, by 8? Do you expect 0 anywhere?

# %%
def change(size):
    """Return how much a shift by one pixel changes the pooled digits, in per cent."""
    before, found = max_pool2d(digits, size), []
    for axis, step in [(1, -1), (1, 1), (2, -1), (2, 1)]:
        after = max_pool2d(np.roll(digits, step, axis=axis), size)
        found.append(np.abs(after - before).sum((1, 2)) / before.sum((1, 2)))
    return 100 * np.mean(found)


for size in (1, 2, 4, 8, 16):
    print(f"windows of {size:2}: {change(size):3.0f} % change")

# %% [markdown]
# Without pooling, one pixel to the side changes 81 % of the ink. Pooled by 2 it is 46 %, by 4 it is 27 %, by 8 only 6 %. It is 0 only at 16, where one number is left of the whole picture: which digit it is, is then forgotten as well. Pooling does not make a network blind to shifts. It makes small shifts smaller, and a stroke that crosses the border of a window still counts.

# %% tags=["proof"]
assert [round(change(size)) for size in (1, 2, 4, 8, 16)] == [81, 46, 27, 6, 0]

# %% [markdown]
# ## Flattening: from a stack to a row
#
# At the end of a network stand ordinary neurons, and they want one row of numbers. **Flattening** (攤平) writes the rows of a map one after another, as one reads; then those of the next channel.

# %% [markdown] question="q3_13" points=1
# ### Question 13
#
# Your own stack of two channels, 2 × 3 each. Flatten it as PyTorch does, into one list.
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
my_stack = personal.integers(
    "q3_13 stack", (2, 2, 3), low=0, high=9, accept=lambda x: len(np.unique(x)) > 7
)

# %%
figures.maps(*my_stack, titles=["channel 0", "channel 1"]);

# %% tags=["solution"]
q3_13 = np.ravel(my_stack).tolist()  # SOLUTION

# %% [markdown] tags=["hint"]
# Every number appears once in your list: twelve numbers, no rows inside.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個數在你的 list 裡出現一次：共十二個數，裡面不再分列。

# %% [markdown] tags=["hint"]
# Begin in the top left corner of channel 0 and go to the right, not down.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 從 channel 0 的左上角開始，往右走，不是往下。

# %% [markdown] tags=["hint"]
# Row 0 of channel 0, then its row 1. Only after that, channel 1 in the same way.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先是 channel 0 的第 0 列，再來第 1 列。之後才輪到 channel 1，方法相同。

# %% tags=["test"] points=1
def test_order_of_all_twelve(q3_13):
    answer(q3_13).equals(
        np.ravel, my_stack,
        mistakes=[shape_slip.column_major, shape_slip.channels_interleaved, shape_slip.not_flattened,
                  shape_slip.rows_joined_only],
    )

# %%
grader.check("q3_13")

# %% tags=["proof"]
assert torch.tensor(my_stack).flatten().tolist() == np.ravel(my_stack).tolist()
assert np.ravel(slip_pooled).tolist() == [1, 1, 0, 4, 2, 1, 0, 2, 1]

# %% [markdown]
# In a batch, `x.flatten(1)` leaves axis 0 alone, so that every picture keeps a row of its own.

# %%
batch = torch.zeros(8, 64, 7, 7)
print(tuple(batch.flatten(1).shape))

# %% [markdown]
# ## Global average pooling: one number per channel
#
# There is another way to a row of numbers. Make the window as large as the map, and take the average: **global average pooling** (全域平均池化). Each channel becomes a single number, "how much of my pattern is in this picture".

# %%
x = torch.rand(3, 64, 7, 7)
ready_made = torch.nn.AdaptiveAvgPool2d(1)(x)  # (3, 64, 1, 1)
large_window = torch.nn.AvgPool2d(7)(x)
mean = x.mean(dim=(2, 3))  # (3, 64)
print("the same:", torch.allclose(ready_made, large_window))
print("the same:", torch.allclose(ready_made.squeeze(), mean))

# %% tags=["proof"]
assert torch.allclose(ready_made, large_window) and torch.allclose(ready_made.squeeze(), mean)
assert batch.flatten(1).shape == (8, 64 * 7 * 7)

# %% [markdown]
# It saves weights. With 512 maps of 7 × 7 and 1000 classes, the last layer has 25,089,000 parameters after flattening, and 513,000 after global average pooling.

# %% tags=["proof"]
assert (512 * 7 * 7 + 1) * 1000 == 25_089_000 and (512 + 1) * 1000 == 513_000

# %% [markdown] question="q3_14" points=1
# ### Question 14
#
# A tensor of shape `(2, 5, 4, 4)` goes through global average pooling, and `squeeze` takes the axes of length 1 away. Which shape is left?
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["solution"]
q3_14 = (2, 5)  # SOLUTION

# %% [markdown] tags=["hint"]
# Name the four axes of the tensor first. Over which of them is the average taken?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先說出這四個軸各是什麼。平均是對哪幾個軸取的？

# %% [markdown] tags=["hint"]
# Rows and columns become 1 × 1. Pictures and channels are not mixed.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 高和寬變成 1 × 1。圖片之間、channel 之間不會混在一起。

# %% [markdown] tags=["hint"]
# One number for each channel of each picture: a table with one row per picture.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每張圖的每個 channel 一個數：是一張表，每張圖一列。

# %% tags=["test"] points=1
def test_what_is_left(q3_14):
    def pooled_to_one(shape):
        return np.mean(np.zeros(shape), axis=(2, 3)).shape

    answer(q3_14).equals(
        pooled_to_one, (2, 5, 4, 4),
        mistakes=[shape_slip.flatten_for_gap, shape_slip.gap_wrong_axis, axis_slip.batch_axis_lost,
                  shape_slip.ones_not_squeezed],
    )

# %%
grader.check("q3_14")

# %% [markdown]
# ## Remember
#
# - Max pooling keeps the winner of each window, average pooling mixes all. Each channel is by itself, and nothing is trained.
# - The default stride is the window's size. What hangs over the edge is left out, unless `ceil_mode=True`.
# - Padding is minus infinity for the maximum, 0 for the average.
# - 2 × 2 throws three numbers of four away, and more where sizes are odd. In return, small shifts matter less.
# - Flattening goes row by row, channel by channel; global average pooling leaves one number per channel.
#
# | English | 中文 |
# |---|---|
# | pooling | 池化 |
# | max pooling, average pooling | 最大池化、平均池化 |
# | ReLU | 線性整流 |
# | channel | 通道 |
# | receptive field | 感受野 |
# | invariance | 不變性 |
# | flatten | 攤平 |
# | global average pooling | 全域平均池化 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
