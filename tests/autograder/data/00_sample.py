# ---
# jupyter:
#   course:
#     title: A sample
#     minutes: 5
# ---

# %% [markdown]
# # A sample
#
# A lesson as small as can be; the tests of the builder read it.

# %% [markdown] lang="zh-Hant"
# # 範例
#
# 最小的一課。

# %% tags=["test"]
from course_utils.checking import answer

# %% tags=["test"]
def double(number):
    return 2 * number

# %% tags=["test", "hidden"]
SECRET_NUMBERS = [31, 47, 59, 83]

# %%
from course_utils import Grader

grader = Grader("00_sample", student="self-study")

# %% tags=["given"]
pixels = [1, 2, 3]
unused = 4

# %% tags=["proof"]
assert sum(pixels) == 6

# %% [markdown] question="q0_1" points=1
# **Question 1.** Add the three pixels.

# %% tags=["solution"]
q0_1 = sum(pixels) + 0  # SOLUTION

# %% [markdown] tags=["hint"]
# Two at a time.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每次兩個。

# %% [markdown] tags=["hint"]
# 1 + 2 is 3.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 1 + 2 是 3。

# %% [markdown] tags=["hint"]
# And 3 more.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 再加 3。

# %% tags=["test"] points=1
# the pixels of the lesson, not the student's variable
def test_sum(q0_1):
    answer(q0_1).equals(sum, pixels)

# %%
grader.check("q0_1")

# %% [markdown] question="q0_2" points=3
# **Question 2.** Write `twice`.

# %% tags=["solution"]
def twice(number):
    """Return twice the number."""
    # BEGIN SOLUTION
    result = number * 2
    return result
    # END SOLUTION

# %% [markdown] tags=["hint"]
# Once is not enough.

# %% [markdown] tags=["hint"]
# Add it to itself.

# %% [markdown] tags=["hint"]
# Or multiply.

# %% tags=["test"] points=1
def test_one(twice):
    answer(twice).computes(double, 1)

# %% tags=["test", "hidden"] points=2
def test_many_numbers(twice):
    for number in SECRET_NUMBERS:
        answer(twice).computes(double, number)

# %%
grader.check("q0_2")
