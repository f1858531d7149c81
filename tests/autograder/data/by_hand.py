# ---
# jupyter:
#   course:
#     title: Written by hand
#     minutes: 5
# ---

# %% [markdown]
# # Written by hand
#
# One question that has a written answer, and one that has none.

# %% [markdown] lang="zh-Hant"
# # 手寫
#
# 一題要寫文字，一題不用。

# %% tags=["test"]
from course_utils.checking import answer

# %%
from course_utils import Grader

grader = Grader("by_hand", student="self-study")

# %% [markdown] question="q8_1" points=1
# **Question 1.** Write the sum of 1, 2 and 3, and say in a sentence why the order does not matter.

# %% tags=["solution"]
q8_1 = 1 + 2 + 3  # SOLUTION

# %% [markdown] tags=["written"] points=2
# Adding is commutative. Whichever pair one takes first, the third
# number is added to the same total.
#
# - One point for a word such as *commutative*.

# %% [markdown] tags=["hint"]
# Two at a time.

# %% [markdown] tags=["hint"]
# 1 + 2 is 3.

# %% [markdown] tags=["hint"]
# And 3 more.

# %% tags=["test"] points=1
def test_sum(q8_1):
    answer(q8_1).equals(sum, [1, 2, 3])

# %%
grader.check("q8_1")

# %% [markdown] question="q8_2" points=3
# **Question 2.** Write the sum of 4 and 5.

# %% tags=["solution"]
q8_2 = 4 + 5  # SOLUTION

# %% [markdown] tags=["hint"]
# Count on.

# %% [markdown] tags=["hint"]
# 4 and 4 is 8.

# %% [markdown] tags=["hint"]
# And 1 more.

# %% tags=["test"] points=3
def test_sum(q8_2):
    answer(q8_2).equals(sum, [4, 5])

# %%
grader.check("q8_2")
