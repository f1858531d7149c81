# ---
# jupyter:
#   course:
#     title: LeNet in PyTorch
#     minutes: 65
# ---

# %% [markdown]
# # 5 · LeNet in PyTorch
#
# In this lesson you build a whole network, teach it to read digits, and look inside. At the end you can
#
# - write LeNet-5 in PyTorch and check it before it costs you an hour,
# - train it, and say honestly how well it reads,
# - see what its layers have learned, and find out why a network learns nothing.
#
# 65 minutes, paper, and lessons 2 to 4. All of it runs on an ordinary processor in less than a minute.

# %% tags=["test"]
import torch

from course_utils.checking import answer
from course_utils.checking.mistakes import lenet_numbers as slip
from course_utils.checking.mistakes import networks as net_slip
from course_utils.checking.mistakes import right_lenet as right
from course_utils.checking.mistakes import sizes as size_slip
from course_utils.checking.mistakes import training_numbers as train_slip
from course_utils.checking.networks import network_made_by, outputs_of, check_computes, check_accuracy
from course_utils.datasets import digits
from course_utils.models import LeNet5

EXACT = 1e-12  # a count is right or wrong, there is no nearly


def pictures_of_noise(number, seed):
    """Return so many pictures (N, 1, 32, 32) that no network has seen."""
    return 2 * torch.randn(number, 1, 32, 32, generator=torch.Generator().manual_seed(seed))

# %%
import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from course_utils import Grader
from course_utils.figures.networks import log_bars, confusion_matrix, curves
from course_utils.figures.networks import image_grid, training_curves

# write your student id here; with lang="zh" the hints are in Chinese (中文提示)
grader = Grader("05_lenet_in_pytorch", student="self-study")

# %% [markdown]
# ## What it shall read
#
# These digits were written by hand, with a pen, by thirteen people. They come with scikit-learn and need no network.

# %%
from course_utils.datasets import digits

pictures = digits(size=32)
print(pictures)
labels = [str(label.item()) for label in pictures.train.labels[:20]]
image_grid(pictures.train.images[:20], labels);

# %% [markdown]
# The data set has three parts, and each has one job:
#
# - **training set** (訓練集): the network learns from it;
# - **validation set** (驗證集): you choose by it, how long to train or how fast;
# - **test set** (測試集): you look at it once, at the end, and report what you see.
#
# Whoever chooses by the test set has no test any more.

# %% tags=["proof"]
assert [len(split) for split in pictures.splits.values()] == [1257, 180, 360]
assert pictures.train.images.shape[1:] == (1, 32, 32)

# %% [markdown]
# ## Four kinds of parts
#
# A convolutional network is a row of layers. There are hardly more than four kinds:
#
# | part | what it does | learns |
# |---|---|---|
# | CONV | looks for patterns, place by place | yes |
# | RELU | keeps what is above 0 | no |
# | POOL | keeps the largest number of each window | no |
# | FC | fully connected: weighs all numbers against each other | yes |
#
# First come maps that get smaller, with CONV, RELU and POOL. Then the last maps are laid out as one list of numbers, and FC layers make the scores of the classes from it. Such a chain of FC layers is also called **MLP** (多層感知機).

# %% [markdown]
# Many networks follow one pattern, which is often written so:
#
# > [ [CONV → RELU] · N → POOL ] · M → [FC → RELU] · K → FC
#
# What stands in brackets is repeated. With N = 1, M = 2 and K = 0 it reads CONV → RELU → POOL → CONV → RELU → POOL → FC.
#
# Books give limits for N, M and K, and not all the same: N up to 3 in one, up to 5 in another. Some leave POOL out in places, and some write SOFTMAX after the last FC. These are habits, not laws.

# %% tags=["proof"]
assert right.layer_counts(1, 2, 0) == [2, 2, 1]

# %% [markdown] question="q5_1" points=1
# ### Question 1
#
# Your own N, M and K. How many CONV, POOL and FC layers has the network? Write a list of three numbers, in this order.
#
# <small>Difficulty ●○○ · 3 minutes</small>

# %% tags=["given"]
from course_utils.checking import personal

my_n, my_m, my_k = personal.integers(
    "q5_1 pattern", 3, low=2, high=5, accept=lambda n: n[0] + n[1] != n[0] * n[1]
)

# %%
print("N =", my_n, "  M =", my_m, "  K =", my_k)

# %% tags=["solution"]
q5_1 = [my_n * my_m, my_m, my_k + 1]  # SOLUTION

# %% [markdown] tags=["hint"]
# Write out what stands in the outer brackets once, with your N.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先用你的 N，把外層括號裡的東西寫出一次。

# %% [markdown] tags=["hint"]
# This block comes M times, with everything in it.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 這個區塊整個重複 M 次。

# %% [markdown] tags=["hint"]
# At the end, one FC stands outside of all brackets.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 最後還有一個 FC 在所有括號外面。

# %% tags=["test"] points=1
def test_layers_of_the_pattern(q5_1):
    answer(q5_1).equals(
        right.layer_counts, my_n, my_m, my_k,
        mistakes=[slip.pattern_last_fc_forgotten, slip.pattern_not_repeated, slip.pattern_added,
                  slip.pattern_pool_after_each_conv],
    )

# %%
grader.check("q5_1")

# %% [markdown]
# Another habit: pictures whose side can be halved often, so that every POOL comes out even.

# %%
for side in [32, 64, 96, 224, 384, 512, 28]:
    halvings = 0
    while side % 2 ** (halvings + 1) == 0:
        halvings += 1
    print(f"{side:3} can be halved {halvings} times")

# %% tags=["proof"]
halved = {n: max(k for k in range(12) if n % 2**k == 0) for n in [32, 64, 96, 224, 384, 512, 28]}
assert list(halved.values()) == [5, 6, 5, 5, 7, 9, 2]

# %% [markdown]
# ## LeNet-5
#
# You have counted this network in lesson 4. It read handwritten digits in 1998, and its layers still have the names of its makers: C for convolution, S for subsampling, that is pooling, F for fully connected.
#
# | layer | kind | window | maps |
# |---|---|---|---|
# | C1 | CONV | 5 × 5 | 6 |
# | S2 | POOL | 2 × 2, jumps by 2 | 6 |
# | C3 | CONV | 5 × 5 | 16 |
# | S4 | POOL | 2 × 2, jumps by 2 | 16 |
# | C5 | CONV | 5 × 5 | 120 |
# | F6 | FC | | 84 numbers |
#
# A convolution of 5 × 5 takes 2 pixels off each side of a map: a picture of 32 × 32 becomes 28 × 28, and a second convolution would leave 24 × 24.

# %% tags=["proof"]
assert right.sides(32, [("conv", 5), ("conv", 5)]) == [32, 28, 24]

# %% [markdown] question="q5_2" points=2
# ### Question 2
#
# The picture has 32 × 32 pixels, no layer pads. How long is one side of the picture, of C1, S2, C3, S4 and C5? Write a list of six numbers.
#
# <small>Difficulty ●○○ · 4 minutes</small>

# %% tags=["solution"]
q5_2 = [32, 32 - 4, (32 - 4) // 2, (32 - 4) // 2 - 4, ((32 - 4) // 2 - 4) // 2, 1]  # SOLUTION

# %% [markdown] tags=["hint"]
# Go layer by layer: what one layer puts out, the next one takes in.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一層一層來：前一層的輸出就是下一層的輸入。

# %% [markdown] tags=["hint"]
# A convolution takes away k − 1, here with k = 5. Pooling halves.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 卷積會少掉 k − 1，這裡 k = 5；池化減半。

# %% [markdown] tags=["hint"]
# When C5 is done, only one place is left at which its window fits.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 到了 C5，視窗只剩一個位置放得下。

# %% tags=["test"] points=2
def test_six_sides(q5_2):
    answer(q5_2).equals(
        right.sides, 32, right.LENET,
        mistakes=[slip.same_conv_assumed, slip.input_size_assumed, slip.sides_without_plus_one,
                  slip.pooled_with_stride_1],
    )

# %%
grader.check("q5_2")

# %% [markdown]
# **How biologists would draw it.** Take each number of a map for a **neuron** (神經元). A layer of 5 filters over 32 × 32 pixels is then a block of 28 × 28 × 5 = 3,920 neurons. Each sees only a small window, its receptive field. The 784 neurons of one map share their weights: they look for the same thing at different places. And 5 neurons look at the same place, each for something else.

# %% tags=["proof"]
assert right.sides(32, [("conv", 5)])[-1] ** 2 * 5 == 3920 and 28 * 28 == 784

# %% [markdown]
# ## From maps to a list
#
# Between the maps and the FC layers stands `flatten`. A batch of pictures has four axes, (N, C, H, W), and `flatten(1)` joins all axes from number 1 on.

# %%
print(torch.zeros(3, 2, 4, 6).flatten(1).shape)

# %% [markdown] question="q5_3" points=1
# ### Question 3
#
# The maps of S4 for a batch of your own have the shape below. What is the shape of `x.flatten(1)`?
#
# <small>Difficulty ●○○ · 2 minutes</small>

# %% tags=["given"]
(my_batch,) = personal.integers("q5_3 batch", 1, low=3, high=60, without=[16])
my_maps = (my_batch, 16, 5, 5)

# %%
print("the shape of x:", my_maps)

# %% tags=["solution"]
q5_3 = (my_batch, 16 * 5 * 5)  # SOLUTION

# %% [markdown] tags=["hint"]
# Each picture of the batch keeps a row of its own.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# batch 裡的每張圖片保有自己的一列。

# %% [markdown] tags=["hint"]
# In the example above, 2 maps of 4 × 6 became 48 numbers.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 上面的例子裡，2 張 4 × 6 的圖變成 48 個數。

# %% [markdown] tags=["hint"]
# The first number stays; the other three are multiplied.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一個數不變；其他三個相乘。

# %% tags=["test"] points=1
def test_flat_shape(q5_3):
    answer(q5_3).equals(
        right.flat, my_maps,
        mistakes=[slip.batch_flattened, slip.flat_without_channels, slip.flat_one_side, slip.flat_added],
    )

# %%
grader.check("q5_3")

# %% tags=["proof"]
assert torch.zeros(3, 2, 4, 6).flatten(1).shape == (3, 48)
assert tuple(torch.zeros(my_maps).flatten(1).shape) == q5_3

# %% [markdown]
# The pictures of the famous MNIST set have 28 × 28 pixels, not 32 × 32. Many a LeNet from the internet stops with an error because of these four pixels.

# %% [markdown] question="q5_4" points=1
# ### Question 4
#
# A picture of 28 × 28 goes through C1, S2, C3 and S4 as above, without padding. How many numbers has one picture after `flatten(1)`?
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["solution"]
q5_4 = 16 * (((28 - 4) // 2 - 4) // 2) ** 2  # SOLUTION

# %% [markdown] tags=["hint"]
# Do question 2 again, beginning with 28.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 從 28 開始，把第 2 題再做一次。

# %% [markdown] tags=["hint"]
# You need the side of S4, and how many maps S4 has.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 你需要 S4 的邊長，以及 S4 有幾張圖。

# %% [markdown] tags=["hint"]
# Maps times rows times columns.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 圖的張數 × 列數 × 行數。

# %% tags=["test"] points=1
def test_numbers_after_flatten(q5_4):
    answer(q5_4).equals(
        right.features, 28, right.LENET[:-1], channels=16,
        looked_for={"en": "how many numbers one picture has then", "zh-Hant": "每張圖片攤平後的個數"},
        mistakes=[slip.input_size_assumed, slip.same_conv_assumed, slip.channels_forgotten], tolerance=EXACT,
    )

# %%
grader.check("q5_4")

# %% [markdown]
# With `padding=2` in C1, pictures of 28 × 28 give the same maps as ours of 32 × 32. That is what most people do today.

# %% tags=["proof"]
with torch.no_grad():
    assert LeNet5(padding=2)[:6](torch.zeros(1, 1, 28, 28)).shape == LeNet5()[:6](torch.zeros(1, 1, 32, 32)).shape

# %% [markdown]
# ## Write it
#
# In PyTorch a network is a class. Its layers are made in `__init__`, and `forward` says what goes through what. Here is a small one, with one convolution, for pictures of 8 × 8:

# %%
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, kernel_size=3)
        self.scores = nn.Linear(4 * 3 * 3, 2)

    def forward(self, x):  # (N, 1, 8, 8)
        x = nn.functional.max_pool2d(self.conv(x).relu(), 2)  # (N, 4, 3, 3)
        return self.scores(x.flatten(1))  # (N, 2)


print(Small()(torch.zeros(5, 1, 8, 8)).shape)

# %% [markdown]
# What comes out at the end are **logits** (未正規化的分數): a score for each class, any number at all. The loss that we use, `cross_entropy`, makes probabilities of them by itself.
#
# Shapes are checked when a picture goes through, not before. A batch of zeros is enough for it:

# %%
try:
    Small()(torch.zeros(5, 1, 10, 10))
except RuntimeError as error:
    print(error)

# %% [markdown]
# Read the error so: the picture arrived with 64 numbers, and the layer was made for 36.

# %% tags=["proof"]
try:
    Small()(torch.zeros(5, 1, 10, 10))
except RuntimeError as error:
    assert "5x64 and 36x2" in str(error)

# %% [markdown] question="q5_5" points=5
# ### Question 5
#
# Write LeNet-5 in its modern form, for pictures of 32 × 32:
#
# - C1, S2, C3 and S4 as in the table, without padding, S2 and S4 as max pooling;
# - then `flatten`, C5 as a fully connected layer with 120 neurons, F6 with 84;
# - a ReLU after C1, C3, C5 and F6;
# - at the end a fully connected layer with 10 logits, and nothing after it.
#
# Names and order are up to you, and so is how you pool. The check looks at what your network computes.
#
# <small>Difficulty ●●● · 10 minutes</small>

# %% tags=["solution"]
class LeNet(nn.Module):
    """LeNet-5 for pictures (N, 1, 32, 32); gives logits (N, 10)."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        self.c1, self.c3 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.c5, self.f6 = nn.Linear(16 * 5 * 5, 120), nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)
        # END SOLUTION

    def forward(self, x):
        # BEGIN SOLUTION
        x = nn.functional.max_pool2d(self.c1(x).relu(), 2)
        x = nn.functional.max_pool2d(self.c3(x).relu(), 2)
        x = self.c5(x.flatten(1)).relu()
        return self.output(self.f6(x).relu())
        # END SOLUTION

# %%
try:
    print(LeNet()(torch.zeros(2, 1, 32, 32)).shape)
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# `Small` above has the form that you need. Five layers learn something; those are made in `__init__`.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 上面的 `Small` 就是你要的寫法。會學習的層有五個，寫在 `__init__` 裡。

# %% [markdown] tags=["hint"]
# nn.Conv2d wants channels in, channels out and the kernel. The first nn.Linear takes as many numbers as S4 has in all.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# nn.Conv2d 要輸入 channel 數、輸出 channel 數和 kernel 大小。第一個 nn.Linear 的輸入是 S4 全部的數。

# %% [markdown] tags=["hint"]
# In `forward`, twice: convolution, ReLU, max_pool2d with 2. Then flatten(1), two fully connected layers with ReLU, and the last one without.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `forward` 裡做兩次：卷積、ReLU、max_pool2d(2)。接著 flatten(1)、兩個有 ReLU 的全連接層，最後一層不加 ReLU。

# %% tags=["test"] points=1
def test_ten_logits_for_each_picture(LeNet):
    answer(outputs_of(network_made_by(LeNet), torch.zeros(7, 1, 32, 32))).has_shape((7, 10))

# %% tags=["test"] points=2
def test_it_computes_what_lenet_does(LeNet):
    check_computes(network_made_by(LeNet), LeNet5, pictures_of_noise(3, 1998), net_slip.OF_LENET)

# %% tags=["test", "hidden"] points=2
def test_on_pictures_that_nobody_has_seen(LeNet):
    for number, seed in [(1, 60_321), (6, 20_517)]:
        check_computes(network_made_by(LeNet), LeNet5, pictures_of_noise(number, seed), net_slip.OF_LENET)

# %%
grader.check("q5_5")

# %% [markdown]
# The check took your weights, put them into a network of its own by their shapes, and compared the logits of both. So it does not matter what your layers are called. Nor does it matter whether ReLU comes before max pooling or after it: the largest number stays the largest.

# %% tags=["proof"]
some = torch.arange(-8.0, 8).reshape(1, 4, 4)
pool = nn.MaxPool2d(2)
assert torch.equal(pool(some).relu(), pool(some.relu()))
assert LeNet()(torch.zeros(2, 1, 32, 32)).shape == (2, 10)

# %% [markdown] question="q5_6" points=2
# ### Question 6
#
# How many parameters has your network, biases included? First on paper.
#
# <small>Difficulty ●●○ · 5 minutes</small>

# %% tags=["solution"]
q5_6 = 6 * 26 + 16 * 151 + 120 * 401 + 84 * 121 + 10 * 85  # SOLUTION

# %% [markdown] tags=["hint"]
# Five layers learn. Lesson 4 has the count of a convolution and of a fully connected layer.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 有五層要學。卷積層與全連接層的算法在第 4 課。

# %% [markdown] tags=["hint"]
# (inputs of one neuron + 1) · neurons, for each layer. A filter of C3 has 6 · 25 inputs.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每一層：(一個神經元的輸入數 + 1) × 神經元數。C3 的一個 filter 有 6 · 25 個輸入。

# %% [markdown] tags=["hint"]
# Unlike in 1998, every map of C3 sees all 6 maps, pooling learns nothing, and the last layer is trained.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 和 1998 年不同：C3 的每張圖都看全部 6 張，池化沒有參數，最後一層要訓練。

# %% tags=["test"] points=2
def test_all_parameters(q5_6):
    answer(q5_6).equals(
        right.parameters, [1, 6, 16], tolerance=EXACT,
        looked_for={"en": "the number of parameters", "zh-Hant": "參數的數目"},
        mistakes=[slip.original_lenet, slip.parameters_without_bias, slip.pooling_trained, slip.sparse_c3,
                  slip.c3_without_depth],
    )

# %%
grader.check("q5_6")

# %%
try:
    counted = sum(weight.numel() for weight in LeNet().parameters())
    print("PyTorch counts the same:", counted == q5_6)
except NotImplementedError as error:
    print("not written yet:", error)

# %% tags=["proof"]
assert counted == q5_6

# %% [markdown]
# ## Before you train: two looks
#
# Training takes time, and a network with a mistake in it often trains all the same, only badly. You have checked the sizes. Two more looks find most of the other mistakes. The first is at the loss of a network that has learned nothing.
#
# `cross_entropy` is minus the logarithm of the probability that the network gives to the right class. A new network knows nothing: all classes look about equally likely to it.

# %% [markdown] question="q5_7" points=1
# ### Question 7
#
# Not digits this time: a network for as many classes as are printed below. What should its loss be before training? Three decimals.
#
# <small>Difficulty ●●○ · 3 minutes</small>

# %% tags=["given"]
(my_classes,) = personal.integers("q5_7 classes", 1, low=20, high=90)

# %%
print("classes:", my_classes)

# %% tags=["solution"]
q5_7 = round(float(np.log(my_classes)), 3)  # SOLUTION

# %% [markdown] tags=["hint"]
# What is the probability of each class when all are equally likely?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 如果每一類都一樣可能，每一類的機率是多少？

# %% [markdown] tags=["hint"]
# Take the natural logarithm of this probability, and turn its sign.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 對這個機率取自然對數，再變號。

# %% [markdown] tags=["hint"]
# −log(1/K) is log K. NumPy has np.log.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# −log(1/K) 就是 log K。NumPy 有 np.log。

# %% tags=["test"] points=1
def test_loss_of_not_knowing(q5_7):
    answer(q5_7).equals(
        right.first_loss, my_classes, tolerance=6e-4,
        looked_for={"en": "the loss of a network that knows nothing", "zh-Hant": "什麼都還不知道時的 loss"},
        mistakes=[train_slip.loss_other_logarithm, train_slip.loss_to_base_2, train_slip.probability_for_loss,
                  train_slip.loss_sign],
    )

# %%
grader.check("q5_7")

# %% [markdown]
# For ten digits it is $\ln 10 \approx 2.303$. Now yours, on all training pictures. The pictures are bytes from 0 to 255; `evaluate` makes 0 to 1 of them first.

# %%
from course_utils.training import evaluate, fit, predict, scaled

torch.manual_seed(0)
try:
    loss, accuracy = evaluate(LeNet(), pictures.train)
    print(f"loss {loss:.3f}, accuracy {100 * accuracy:.1f} %")
except NotImplementedError as error:
    print("not written yet:", error)

# %% tags=["proof"]
assert round(np.log(10), 3) == 2.303 and abs(loss - np.log(10)) < 0.02 and accuracy < 0.2

# %% [markdown]
# A loss far above it says: the network is sure of something before it has seen anything. Then look for pictures that are not scaled, or for weights that begin too large.
#
# The second look: **can it learn 20 pictures by heart?** Tens of thousands of weights, and twenty pictures: that must work. If it doesn't, more pictures won't help; there is a mistake. Here is all of training in a few lines.

# %%
few = pictures.train[:20]


def learn_by_heart(model, steps=60):
    adam = torch.optim.Adam(model.parameters(), lr=0.005)
    for step in range(steps + 1):
        logits = model(scaled(few.images))
        loss = cross_entropy(logits, few.labels)
        adam.zero_grad()
        loss.backward()  # the gradient of the loss for each weight
        adam.step()  # each weight a little downhill
        if step % 15 == 0:
            known = (logits.argmax(1) == few.labels).sum().item()
            print(f"step {step:2}: loss {loss.item():.3f}, {known} of 20 right")
    return known

# %%
torch.manual_seed(0)
try:
    by_heart = learn_by_heart(LeNet())
except NotImplementedError as error:
    print("not written yet:", error)

# %% tags=["proof"]
assert by_heart == 20

# %% [markdown]
# That says nothing about new digits. It says that gradients reach the layers, and that labels and pictures belong together.

# %% [markdown]
# ## Train
#
# `fit` does the same with many pictures. In each **epoch** (訓練週期) it shows every training picture once, in random order and in **batches** (批次). After each epoch it looks at the validation set, and at the end the network gets the weights of its best epoch. This is its heart; compare it with your loop above.

# %%
import inspect

from course_utils.training.loop import train_one_epoch

source = inspect.getsource(train_one_epoch)
print(source[source.index("    model.train()"):])

# %% [markdown]
# Some settings have to be chosen: how the steps are made (the optimizer), how long they are (the **learning rate**, 學習率), how many pictures a batch has, how many epochs. For this lesson they were chosen on the validation set, among SGD with and without momentum and Adam, several learning rates each, batches of 8 to 64. The highest mean accuracy there had
#
# > Adam with learning rate 0.003, batches of 16, 25 epochs.
#
# A **seed** (隨機種子) fixes all random numbers: the weights at the start and the order of the pictures.
#
# One thing more helps. A 7 that stands two pixels further left is still a 7, and as a training picture it costs nothing. So each picture is moved a little, anew in each epoch. Our digits have an empty border of 3 pixels, so nothing is cut off.

# %%
def moved(images):
    """Move each picture of a batch by up to 2 pixels, down or up and right or left."""
    steps = torch.randint(-2, 3, (len(images), 2)).tolist()
    pairs = zip(images, steps)
    return torch.stack([image.roll(step, dims=(1, 2)) for image, step in pairs])


one = pictures.train.images[:1].repeat(8, 1, 1, 1)
image_grid(moved(one), columns=8, what="moved pictures");

# %% tags=["proof"]
for images in (split.images for split in pictures.splits.values()):
    inside = torch.zeros_like(images)
    inside[..., 3:-3, 3:-3] = images[..., 3:-3, 3:-3]
    assert torch.equal(inside, images)

# %% [markdown] question="q5_8" points=3
# ### Question 8
#
# Complete `train`: make a LeNet and an optimizer with these settings, and call `fit` with `pictures.train` and `pictures.validation`, and with `moved` as its `transform`. Return the network and the history. With `monitor=TrainingMonitor()`, a button below the curves ends a training early, and what was learnt is kept. Then run it: some seconds. The check asks for 96 % of digits from which your network has not learned.
#
# <small>Difficulty ●●○ · 6 minutes</small>

# %%
from course_utils.widgets import TrainingMonitor

print(*inspect.signature(fit).parameters, sep=", ")

# %% tags=["solution"]
def train(seed):
    """Return a trained LeNet and its history."""
    torch.manual_seed(seed)
    # BEGIN SOLUTION
    model = LeNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    parts = pictures.train, pictures.validation
    settings = {"epochs": 25, "batch_size": 16, "transform": moved, "seed": seed}
    settings["monitor"] = TrainingMonitor()
    return model, fit(model, *parts, optimizer=optimizer, **settings)
    # END SOLUTION

# %%
trained = history = None
try:
    trained, history = train(seed=0)
except NotImplementedError as error:
    print("not written yet:", error)

# %% [markdown] tags=["hint"]
# Three things are made, in this order: the model, an optimizer of its parameters, the history.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 依序建立三樣東西：模型、用它的參數建立的 optimizer、history。

# %% [markdown] tags=["hint"]
# `learn_by_heart` shows how an Adam is made. `fit` takes epochs, optimizer, batch_size, transform and seed by name, and a monitor if you like.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `learn_by_heart` 裡有建立 Adam 的寫法。`fit` 的 epochs、optimizer、batch_size、transform、seed 都要寫名稱，monitor 可有可無。

# %% [markdown] tags=["hint"]
# `fit` changes the model itself and returns the history. So return both, the model first.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# `fit` 會直接改變模型本身，並回傳 history。所以兩個都要回傳，模型在前。

# %% tags=["test"] points=1
def test_it_reads_the_validation_set(trained):
    check_accuracy(answer(trained).value, digits().validation, at_least=0.95)

# %% tags=["test", "hidden"] points=2
def test_it_reads_digits_from_which_nobody_learned(trained):
    check_accuracy(answer(trained).value, digits().test, at_least=0.96)

# %%
grader.check("q5_8")

# %%
history

# %% [markdown]
# Look at the two losses. Where the training loss goes on falling and the validation loss doesn't, the network has begun to learn its pictures by heart: **overfitting** (過度擬合). Moved pictures make that harder: with them the two losses stay closer together.
#
# And now, once, the test set.

# %%
if trained:
    loss, accuracy = evaluate(trained, pictures.test)
    print(f"{len(pictures.test)} digits, accuracy {100 * accuracy:.1f} %")

# %% tags=["proof"]
assert accuracy >= 0.96 and len(history) == 25

# %% [markdown]
# With another seed it may be a per cent more or less, for one picture of 360 is 0.3 %. With the seeds 0 to 9, `moved` gave 98.8 ± 0.7 %, and 97.8 % at least; without it, it was 98.3 ± 0.9 %, and 96.9 % at least. On another CPU these numbers are a little different. And one thing this test can't tell. All thirteen people wrote for all three sets. How well your network reads the hand of a stranger, nobody has measured here.

# %% tags=["proof"]
assert round(100 / 360, 1) == 0.3

# %% [markdown]
# ## What it has learned
#
# First the filters of C1: six windows of 5 × 5 weights. Red is minus, blue is plus. To find the layers, whatever you called them, we put your weights into the course's `LeNet5` by their shapes.

# %%
from course_utils.checking.networks import load_by_shape, weights_of
from course_utils.models import LeNet5

if trained:
    lenet = load_by_shape(LeNet5(), weights_of(trained))
    image_grid(lenet.c1.weight.detach(), columns=6, what="filters of C1", signed=True)

# %% [markdown]
# Some are red on one side and blue on the other: they look for edges. You have seen such kernels in lesson 2, but nobody wrote these down.
#
# Now one digit on its way. **Predict:** up to which layer could you still tell which digit it is?

# %%
seen = {}
if trained:
    x = scaled(pictures.test.images[3:4])
    for name, layer in lenet.named_children():
        x = seen[name] = layer(x).detach()  # what this layer makes of it
    image_grid(pictures.test.images[3:4], ["picture"])
    image_grid(seen["relu1"][0], columns=6, what="maps of C1 after ReLU")

# %%
if trained:
    image_grid(seen["s2"][0], columns=6, what="maps of S2")
    image_grid(seen["relu3"][0], columns=16, what="maps of C3 after ReLU")
    image_grid(seen["s4"][0], columns=16, what="maps of S4")

# %%
if trained:
    layout = {"columns": 1, "what": "layer of numbers"}
    image_grid(seen["relu5"].reshape(1, 5, 24), ["C5"], **layout)
    image_grid(seen["relu6"].reshape(1, 6, 14), ["F6"], **layout)
    image_grid(seen["output"].reshape(10, 1, 1), list("0123456789"), what="logits")

# %% [markdown]
# In C1 and S2 the digit is there, seen through several pairs of glasses. A map that is all black has found nothing in this digit; one that is black for every digit has died during training, and the others do its work. In S4 little more is left than where something of a kind was found. The numbers of C5 and F6 have no places any more, they are only laid out in rows here. The brightest logit is the answer.

# %% [markdown]
# Now draw a digit yourself; the keys 0 to 9 show samples. Your network reads along, and every layer shows what it makes of each stroke. **Predict,** then try: shift a digit by 3 pixels, one more than in training. What happens to the maps of C1, and what to the answer? And which part of a digit must you cover before it is read as another one?

# %%
from course_utils.widgets import LeNetLive

LeNetLive(trained) if trained else None

# %% [markdown]
# The maps of C1 move along with the digit, by as many pixels. After two poolings little of it can be seen in S4, where one cell stands for many pixels.

# %% tags=["proof"]
x = scaled(pictures.test.images[3:4])
with torch.no_grad():
    torch.testing.assert_close(lenet.c1(x.roll(3, dims=3))[..., 3:], lenet.c1(x)[..., :-3])
    assert lenet[:6](x).shape[2:] == (5, 5)

# %% [markdown]
# ## What it mixes up
#
# A **confusion matrix** (混淆矩陣) counts each digit of the test set in one cell. The row says what the picture shows, the column what was read.

# %%
if trained:
    read = predict(trained, pictures.test.images).argmax(1)
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (pictures.test.labels.numpy(), read.numpy()), 1)
    confusion_matrix(counts, pictures.classes)

# %% tags=["proof"]
assert counts.sum() == 360 and abs(np.trace(counts) / 360 - accuracy) < 1e-6

# %% [markdown] question="q5_9" points=2
# ### Question 9
#
# A worse network, three digits only, and a table of your own. Take the digit 5. Which share of the pictures that show a 5 was read as 5? And which share of those that were read as 5 shows one? Write a list of two numbers, to three decimals.
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["given"]
def far_apart(table):
    row, column = sum(table[1]), sum(row[1] for row in table)
    both = sum(table[i][i] for i in range(3)) / sum(map(sum, table))
    shares = [table[1][1] / row, table[1][1] / column, both]
    return min(abs(a - b) for a, b in zip(shares, [*shares[1:], shares[0]])) > 0.05


my_table = personal.integers("q5_9 table", (3, 3), low=1, high=9, accept=far_apart)

# %%
confusion_matrix(my_table, ["3", "5", "8"]);

# %% tags=["solution"]
q5_9 = [my_table[1][1] / sum(my_table[1]), my_table[1][1] / sum(r[1] for r in my_table)]  # SOLUTION

# %% [markdown] tags=["hint"]
# Both shares have the same numerator, the blue cell in the middle.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 兩個比例的分子相同，就是中間的藍色格子。

# %% [markdown] tags=["hint"]
# A row holds all pictures that show a digit.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 一列是「實際是」某個數字的所有圖片。

# %% [markdown] tags=["hint"]
# Divide by the sum of the middle row for the first share, by that of the middle column for the second.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 第一個比例除以中間那一列的和，第二個除以中間那一行的和。

# %% tags=["test"] points=2
def test_two_shares(q5_9):
    answer(q5_9).equals(
        right.shares, my_table, 1, tolerance=6e-4,
        mistakes=[train_slip.rows_and_columns_exchanged, train_slip.share_of_all, train_slip.accuracy_for_share,
                  train_slip.percent_for_share],
    )

# %%
grader.check("q5_9")

# %% [markdown]
# The first share is called **recall** (召回率), the second **precision** (精確率).
#
# Now your network's worst mistakes. The loss of a single picture is large where the network was sure and wrong.

# %%
if trained:
    logits = predict(trained, pictures.test.images)
    losses = cross_entropy(logits, pictures.test.labels, reduction="none")
    worst = losses.argsort(descending=True)[:8]
    titles = [f"{pictures.test.labels[i]}, read {logits[i].argmax()}" for i in worst]
    hardest = pictures.test.images[worst]
    image_grid(hardest, titles, columns=8, what="hardest test digits")

# %% [markdown]
# Would you have read them? Always look at the worst ones. That is where wrong labels and spoilt pictures are found.

# %% [markdown]
# ## A network that learns nothing
#
# Now each ReLU becomes a sigmoid, and plain SGD takes the steps. Both networks begin with the same weights.

# %%
def course_lenet(activation):
    """Return the course's LeNet5 with another activation in place of ReLU."""
    torch.manual_seed(0)
    model = LeNet5()
    for name in ["relu1", "relu3", "relu5", "relu6"]:
        setattr(model, name, activation())
    return model


def train_with_sgd(activation):
    model = course_lenet(activation)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    return fit(model, pictures.train, pictures.validation, epochs=6, optimizer=sgd,
               batch_size=16, seed=0)

# %%
with_relu = train_with_sgd(nn.ReLU)
with_sigmoid = train_with_sgd(nn.Sigmoid)
training_curves({"ReLU": with_relu, "sigmoid": with_sigmoid});

# %% tags=["proof"]
assert max(with_relu.validation_accuracy) > 0.85 and max(with_sigmoid.validation_accuracy) < 0.15

# %% [markdown]
# The sigmoid stays at about 10 %, as if it were guessing, epoch after epoch. That is a **plateau** (停滯期). More epochs of this don't help, nor do more pictures. What is going on?
#
# Training sends the gradient back from the loss to C1. At each activation on its way it is multiplied by the slope of the curve there.

# %%
z = torch.linspace(-6, 6, 200)
s = torch.sigmoid(z)
curves(z, {"sigmoid": s, "its slope": s * (1 - s)});

# %% [markdown] question="q5_10" points=2
# ### Question 10
#
# A gradient goes back through as many sigmoids as are printed below. By which factor is it multiplied at most, if only the slopes count?
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["given"]
(my_sigmoids,) = personal.integers("q5_10 sigmoids", 1, low=3, high=6)

# %%
print("sigmoids in a row:", my_sigmoids)

# %% tags=["solution"]
q5_10 = 0.25**my_sigmoids  # SOLUTION

# %% [markdown] tags=["hint"]
# Read the highest point of the dashed curve.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 看虛線的最高點。

# %% [markdown] tags=["hint"]
# The slope is s · (1 − s), and s is 1/2 where the sigmoid is steepest.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 斜率是 s · (1 − s)，sigmoid 最陡的地方 s = 1/2。

# %% [markdown] tags=["hint"]
# One factor for each sigmoid; all of them are multiplied. Don't round to three decimals, the number is small.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 每個 sigmoid 一個因子，全部相乘。數字很小，不要只取三位小數。

# %% tags=["test"] points=2
def test_largest_factor(q5_10):
    answer(q5_10).equals(
        right.steepest, my_sigmoids, tolerance=1e-6,
        looked_for={"en": "the largest possible factor", "zh-Hant": "最大可能的倍數"},
        mistakes=[train_slip.slopes_added, train_slip.value_for_slope, train_slip.one_layer_slope],
    )

# %%
grader.check("q5_10")

# %% [markdown]
# Is that what happens? Measure it: 200 pictures, one `backward`, and the mean size of the gradient in each layer, before any training.

# %%
def gradient_sizes(model):
    """Return the mean size of the gradient of each layer's weights."""
    batch = pictures.train[:200]
    cross_entropy(model(scaled(batch.images)), batch.labels).backward()
    layers = [model.c1, model.c3, model.c5, model.f6, model.output]
    return [layer.weight.grad.abs().mean().item() for layer in layers]


sizes = {"ReLU": gradient_sizes(course_lenet(nn.ReLU)),
         "sigmoid": gradient_sizes(course_lenet(nn.Sigmoid))}
log_bars(sizes, ["C1", "C3", "C5", "F6", "output"], label="mean size of the gradient");

# %% [markdown]
# With ReLU all layers get gradients of about one size. With sigmoids, C1 gets about a thousandth of what the last layer gets. The steps of SGD are in proportion to the gradient, so C1 stands still. This is the **vanishing gradient** (梯度消失).
#
# On the way forward something vanishes, too. How much do the numbers of F6 differ from picture to picture?

# %%
with torch.no_grad():
    for name, activation in [("ReLU", nn.ReLU), ("sigmoid", nn.Sigmoid)]:
        f6 = course_lenet(activation)[:11](scaled(pictures.train.images[:200]))
        print(f"{name:8} mean {f6.mean():.4f}, differs by ± {f6.std(0).mean():.4f}")

# %% tags=["proof"]
assert 300 < sizes["sigmoid"][-1] / sizes["sigmoid"][0] < 3000
assert max(sizes["ReLU"]) / min(sizes["ReLU"]) < 20
with torch.no_grad():
    spread = [course_lenet(a)[:11](scaled(pictures.train.images[:200])).std(0).mean() for a in (nn.ReLU, nn.Sigmoid)]
assert spread[0] > 10 * spread[1]

# %% [markdown]
# With sigmoids, all digits look alike at the end. The last layer can only learn how frequent each digit is, and that gives 10 %.
#
# **Predict.** What would help? Think of two things before you open this.

# %% [markdown]
# <details><summary>Show the answer</summary>
#
# - An activation whose slope is near 1, such as ReLU, or tanh. The makers of LeNet-5 took $1.7159 \tanh(2x/3)$, which makes 1.0000 of 1, where a logistic sigmoid makes 0.7311. One lecture says of LeNet-5 "sigmoid by default"; it is this curve that is meant.
# - An optimizer to which the size of a gradient is all one. Adam divides each gradient by its usual size. Even with sigmoids it leaves the plateau after a few epochs.
#
# Only a larger learning rate is of little use: it makes the last layer restless long before C1 moves.
#
# </details>

# %% tags=["proof"]
from course_utils.models import ScaledTanh

assert [round(f(torch.tensor(1.0)).item(), 4) for f in (ScaledTanh(), nn.Sigmoid())] == [1.0, 0.7311]
slow = course_lenet(nn.Sigmoid)
with_adam = fit(slow, pictures.train, pictures.validation, epochs=6, batch_size=16, seed=0,
                optimizer=torch.optim.Adam(slow.parameters(), lr=0.002))
assert max(with_adam.validation_accuracy) > 0.5

# %% [markdown]
# ## As it was in 1998
#
# The course has the first LeNet-5, too. Its parts are those that you counted in lesson 4.

# %%
from course_utils.models import TABLES, LeNet5_1998, TableConv2d
from course_utils.shapes import summary

rows = summary(LeNet5_1998(), (1, 32, 32)).rows
print("layer  parameters  connections")
for row in rows:
    if row.connections:
        print(f"{row.name:7} {row.parameters:9,} {row.connections:12,}")
everything = sum(r.parameters for r in rows), sum(r.connections for r in rows)
print("all     {:9,} {:12,}".format(*everything))

# %% [markdown]
# Two lines of a lecture on it need care. It gives S2 one kernel; but S2 has a weight and a bias for *each* of its 6 maps, 12 parameters and (4 + 1) · 6 · 14 · 14 = 5,880 connections. And it writes 32 − 2 − 2 for the side of C1: the 2 is (5 − 1) / 2, what a window of 5 loses on each side. It is no rule for other windows.

# %% tags=["proof"]
lines = {row.name: (row.parameters, row.connections) for row in rows}
assert lines["c1"] == (156, 122_304) and lines["s2"] == (12, (4 + 1) * 6 * 14 * 14) == (12, 5880)
assert sum(r.parameters for r in rows) == 60_000 and sum(r.connections for r in rows) == 340_908

# %% [markdown]
# C5 is called a convolution, but its window of 5 × 5 covers the whole map. So it is a fully connected layer in disguise: the same weights, laid out in a row.

# %%
c5 = nn.Conv2d(16, 120, 5)
same = nn.Linear(400, 120)
same.weight.data = c5.weight.data.flatten(1)
same.bias.data = c5.bias.data
maps = torch.randn(3, 16, 5, 5)
with torch.no_grad():
    print(torch.allclose(c5(maps).flatten(1), same(maps.flatten(1)), atol=1e-5))
    print("on a larger map:", tuple(c5(torch.randn(3, 16, 6, 6)).shape))

# %% [markdown]
# On a larger picture the two differ: the convolution finds more places, the fully connected layer stops with an error.

# %% tags=["proof"]
with torch.no_grad():
    assert torch.allclose(c5(maps).flatten(1), same(maps.flatten(1)), atol=1e-5)
    assert c5(torch.randn(3, 16, 6, 6)).shape == (3, 120, 2, 2)

# %% [markdown] question="q5_11" points=1
# ### Question 11
#
# How many pixels of the picture, along one side, does a single cell of C3 see?
#
# <small>Difficulty ●●○ · 4 minutes</small>

# %% tags=["solution"]
q5_11 = 5 + 1 + 2 * 4  # SOLUTION

# %% [markdown] tags=["hint"]
# Go back from the cell: how many cells of S2 does it see, and how many cells of C1 are under those?

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 從這一格往回推：它看到 S2 的幾格？那些格子底下又是 C1 的幾格？

# %% [markdown] tags=["hint"]
# Neighbouring cells of S2 lie two cells of C1 apart.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# S2 相鄰的兩格，在 C1 上相隔兩格。

# %% [markdown] tags=["hint"]
# A window of 5 cells of S2 covers 10 of C1. And 10 neighbouring cells of C1 see 9 pixels more than one of them.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# S2 的 5 格蓋住 C1 的 10 格；C1 相鄰的 10 格比 1 格多看到 9 個像素。

# %% tags=["test"] points=1
def test_what_a_cell_of_c3_sees(q5_11):
    answer(q5_11).equals(
        right.field, right.LENET[:3], tolerance=EXACT,
        looked_for={"en": "the side of what a cell of C3 sees", "zh-Hant": "C3 一格看到的邊長"},
        mistakes=[slip.field_last_layer_only, slip.rf_stride_forgotten, slip.field_sum],
    )

# %%
grader.check("q5_11")

# %% [markdown]
# Two layers on, a cell of C5 sees 32 × 32: the whole picture. That is why the picture has this size.

# %% tags=["proof"]
assert right.field(right.LENET) == 32

# %% [markdown]
# ## From 6 maps to 16
#
# How do 6 maps become 16? There are four ways to do it:
#
# - **direct**: each new map is made of one old map, with one kernel;
# - **aggregated**: each new map is made of all old ones: as many kernels, their results added up. That is `nn.Conv2d`;
# - **full**: as many kernels as in the aggregated way, but nothing is added up. Each result is a map of its own;
# - **manual**: a table says who sees whom. That is C3 of 1998.
#
# Each map that comes out has one bias.

# %% [markdown] question="q5_12" points=2
# ### Question 12
#
# Your own numbers of maps, and your own kernel. How many parameters has the layer in the direct, in the aggregated and in the full way? Write a list of three numbers.
#
# <small>Difficulty ●●● · 5 minutes</small>

# %% tags=["given"]
(my_into,) = personal.integers("q5_12 into", 1, low=4, high=9, without=[6])
(my_out,) = personal.integers("q5_12 out", 1, low=12, high=24, without=[16])
(my_kernel,) = personal.integers("q5_12 kernel", 1, low=3, high=7, without=[5])

# %%
print(f"from {my_into} maps to {my_out}")
print(f"kernels of {my_kernel} × {my_kernel}, with biases")

# %% tags=["solution"]
q5_12 = [my_out * (n * my_kernel**2 + 1) * m for n, m in [(1, 1), (my_into, 1), (1, my_into)]]  # SOLUTION

# %% [markdown] tags=["hint"]
# Count the kernels first, then the maps that come out.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# 先數有幾個 kernel，再數輸出有幾張圖。

# %% [markdown] tags=["hint"]
# In the direct way there are as many kernels as new maps. In the two others, each new map of the aggregated way stands for as many kernels as there are old maps.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# direct 的 kernel 數等於新圖的張數。另外兩種，每張新圖要用到和舊圖張數一樣多的 kernel。

# %% [markdown] tags=["hint"]
# The full way has no sum, so each kernel makes a map, and each map has a bias.

# %% [markdown] tags=["hint"] lang="zh-Hant"
# full 不加總，所以每個 kernel 得到一張圖，每張圖有一個 bias。

# %% tags=["test"] points=2
def test_three_strategies(q5_12):
    answer(q5_12).equals(
        right.strategies, my_into, my_out, my_kernel,
        mistakes=[slip.strategies_without_bias, slip.bias_for_each_kernel, slip.maps_merged],
    )

# %%
grader.check("q5_12")

# %% [markdown]
# And LeNet-5, with 6 maps, 16 maps and 5 × 5:

# %%
for strategy, table in TABLES.items():
    layer = TableConv2d(table, in_channels=6)
    learned = sum(weight.numel() for weight in layer.parameters())
    print(f"{strategy:11} {len(table):3} maps {learned:6,} parameters")

# %% [markdown]
# The full way looks hardly dearer than the aggregated one. But it makes 96 maps, and the next layer pays: C5 would have 288,120 parameters in place of 48,120. Today nearly everybody aggregates. The table of 1998 saved more than a third of the weights, and made sure that no two maps see the same.

# %% tags=["proof"]
learned = [sum(w.numel() for w in TableConv2d(table, in_channels=6).parameters()) for table in TABLES.values()]
assert learned == [416, 2416, 2496, 1516] and len(TABLES["full"]) == 96
assert 120 * (96 * 25 + 1) == 288_120 and 120 * (16 * 25 + 1) == 48_120
assert 1 / 3 < 1 - 1516 / 2416 < 0.4 and len(set(TABLES["manual"])) == 16

# %% [markdown]
# ## What came next
#
# In 2012 AlexNet won with the same four parts: 1000 classes, 1.2 million photographs to learn from. Its first layer has windows of 11 × 11 that jump by 4 and makes maps of 55 × 55. The paper says that pictures have 224 × 224 pixels. **Predict:** does that fit?

# %%
for side in (224, 227):
    print(side, "->", (side - 11) / 4 + 1)

# %% [markdown]
# It takes 227, or 224 with some padding. And it has 61,100,840 parameters as PyTorch's library has it, a thousand times as many as LeNet-5. You can read all of its layers now.

# %% tags=["proof"]
from course_utils.shapes import conv_output_size, conv_parameters, linear_parameters

assert (227 - 11) / 4 + 1 == 55 == conv_output_size(224, 11, stride=4, padding=2) and (224 - 11) / 4 + 1 == 54.25
convolutions = [(3, 64, 11), (64, 192, 5), (192, 384, 3), (384, 256, 3), (256, 256, 3)]
connected = [(256 * 36, 4096), (4096, 4096), (4096, 1000)]
alexnet = sum(conv_parameters(*c) for c in convolutions) + sum(linear_parameters(*c) for c in connected)
assert alexnet == 61_100_840 and round(alexnet / 60_000, -2) == 1000

# %% [markdown]
# ## Remember
#
# - CONV, RELU, POOL make maps; `flatten` makes a list; FC makes logits. The first FC layer must know how many numbers come.
# - Before training: look at the sizes, at the loss (ln of the number of classes), and whether 20 pictures can be learned by heart.
# - Learn from the training set, choose by the validation set, report the test set once.
# - After training: look at filters, maps, the confusion matrix, and the worst mistakes.
# - A plateau has a cause that can be measured. Here it was the slope of the sigmoid.
#
# | English | 中文 |
# |---|---|
# | training set, validation set, test set | 訓練集、驗證集、測試集 |
# | logits | 未正規化的分數 |
# | epoch, batch | 訓練週期、批次 |
# | learning rate | 學習率 |
# | seed | 隨機種子 |
# | overfitting | 過度擬合 |
# | confusion matrix | 混淆矩陣 |
# | recall, precision | 召回率、精確率 |
# | plateau | 停滯期 |
# | vanishing gradient | 梯度消失 |
#
# **Hand in:** run the next cells. The first shows where you stand, the second writes a zip beside this notebook.

# %%
grader.check_all()

# %%
grader.export()
