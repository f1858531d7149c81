"""The homework's networks: right ones in unusual forms pass, each wrong one is told by its name."""

import pytest
import torch
from torch import nn

from course_utils.checking import NotYet, answer
from course_utils.checking.mistakes import planned_counts, planned_networks, planned_sizes
from course_utils.checking.mistakes.layer_plans import FULLY_CONNECTED, PICTURE, POOL, RELU, Plan, deep
from course_utils.checking.mistakes.right_reports import parameters
from course_utils.checking.networks import answers_with
from course_utils.checking.plans import check_follows_plan, follows_lists, noise
from course_utils.checking.trained import check_weights_accuracy
from course_utils.datasets import Split
from tests.course_utils.homework_networks import InForward, OneHidden, Written, Zeros, tag

SMALL, DEEP = (8, "pool"), (8, 16, 32, "pool")
LISTS = [DEEP, (4,), ("pool", 6), ("pool", "pool", 6), ("pool",), (), (8, "pool", 16, "pool", 12)]


@pytest.mark.parametrize("layers", LISTS, ids=str)
def test_right_networks_pass_for_any_list(layers):
    check_follows_plan(lambda: Written(layers), deep(layers), noise(4, 1))
    check_follows_plan(Written(layers), deep(layers), noise(2, 2))
    follows_lists(Written, [layers], seed=3)


def test_right_networks_pass_in_other_forms():
    check_follows_plan(OneHidden, FULLY_CONNECTED, noise(4, 1))
    check_follows_plan(
        nn.Sequential(nn.Conv2d(3, 128, 30), nn.Flatten(), nn.ReLU(), nn.Linear(128, 5)), FULLY_CONNECTED, noise(4, 1)
    )
    check_follows_plan(
        nn.Sequential(nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(1568, 5)),
        deep(SMALL),
        noise(4, 1),
    )
    check_follows_plan(
        nn.Sequential(
            nn.LazyConv2d(8, 3), nn.Threshold(0, 0), nn.AdaptiveMaxPool2d(14), nn.Flatten(), nn.LazyLinear(5)
        ),
        deep(SMALL),
        noise(4, 1),
    )
    check_follows_plan(Written(SMALL).eval(), deep(SMALL), noise(4, 1))


def test_a_model_stays_in_its_mode():
    for mode in (True, False):
        model = Written(SMALL).train(mode)
        check_follows_plan(model, deep(SMALL), noise(4, 1))
        assert model.training is mode


@pytest.mark.parametrize("layers", [None, DEEP, (4,), ("pool", 6), ("pool", "pool", 6)], ids=str)
def test_right_weights_are_never_refused_by_chance(layers):
    plan = deep(layers) if layers else FULLY_CONNECTED
    for seed in range(20):
        torch.manual_seed(seed)
        check_follows_plan(Written(layers) if layers else OneHidden(), plan, noise(4, seed))


def dropped(filters):
    return nn.Dropout2d(0.3)


def all_channels(channels, parts):
    return 3 + sum(part.out_channels for part in parts if isinstance(part, nn.Conv2d))


SOFTMAX, LOG = nn.Softmax(1), nn.LogSoftmax(1)
WRONG = {  # tag: networks
    "activation-forgotten": [
        (SMALL, {"relu_at": "never"}),
        (DEEP, {"relu_at": "never"}),
        ((4,), {"relu_at": "pool"}),
    ],
    "relu-after-pool-only": [(DEEP, {"relu_at": "pool"}), ((8, "pool", 16, 12, "pool"), {"relu_at": "pool"})],
    "sigmoid-for-relu": [(SMALL, {"relu": nn.Sigmoid}), (DEEP, {"relu": nn.Sigmoid})],
    "tanh-for-relu": [(DEEP, {"relu": nn.Tanh})],
    "average-for-max": [(SMALL, {"pool": nn.AvgPool2d}), (("pool", 6), {"pool": nn.AvgPool2d})],
    "softmax-before-loss": [(SMALL, {"last": [SOFTMAX]}), (DEEP, {"last": [LOG]}), ((), {"last": [SOFTMAX]})],
    "relu-on-logits": [(DEEP, {"last": [nn.ReLU()]})],
    "pool-layer-ignored": [
        (DEEP, {"pooled": "never"}),
        (("pool", 6), {"pooled": "never"}),
        (SMALL, {"numbers": 8 * 28 * 28}),
    ],
    "pool-not-asked": [(DEEP, {"pooled": "always"}), ((4,), {"pooled": "always"})],
    "conv-padding-not-asked": [(DEEP, {"padding": 1}), (SMALL, {"padding": "same"}), (SMALL, {"numbers": 8 * 15 * 15})],
    "bias-forgotten": [(DEEP, {"bias": False})],
    "channels-not-passed-on": [(DEEP, {"into": lambda channels, parts: 3, "numbers": 32 * 144})],
    "channels-accumulated": [
        (DEEP, {"into": all_channels, "numbers": 32 * 144}),
    ],
    "channels-forgotten": [(SMALL, {"numbers": 14 * 14}), (DEEP, {"numbers": 144})],
    "flatten-size-wrong": [(SMALL, {"numbers": 8 * 13 * 13}), (DEEP, {"numbers": 2700})],
    "layers-not-registered": [(DEEP, {"registered": "list"}), (SMALL, {"registered": "list"})],
    "batch-norm-added": [(DEEP, {"extra": [nn.BatchNorm2d]})],
    "dropout-added": [
        (DEEP, {"head": [nn.Dropout(0.5)]}),
        (SMALL, {"last": [nn.Dropout(0.1)]}),
        (SMALL, {"extra": [dropped]}),
    ],
}


@pytest.mark.parametrize("known", WRONG)
def test_each_wrong_network_is_named(known):
    for layers, options in WRONG[known]:
        assert (
            tag(
                check_follows_plan,
                lambda layers=layers, options=options: Written(layers, **options),
                deep(layers),
                noise(4, 1),
            )
            == known
        )
        assert tag(follows_lists, lambda layers, options=options: Written(layers, **options), [layers], 5) == known


def through(function):
    return lambda: OneHidden(through=function)


WRONG_LINEAR = {
    "activation-forgotten": through(lambda self, x: self.scores(self.hidden(x.flatten(1)))),
    "relu-on-logits": through(lambda self, x: self.scores(self.hidden(x.flatten(1)).relu()).relu()),
    "softmax-before-loss": through(lambda self, x: self.scores(self.hidden(x.flatten(1)).relu()).softmax(1)),
    "sigmoid-for-relu": through(lambda self, x: self.scores(self.hidden(x.flatten(1)).sigmoid())),
    "hidden-layer-left-out": lambda: nn.Sequential(nn.Flatten(), nn.Linear(2700, 5)),
    "bias-forgotten": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(2700, 128, bias=False), nn.ReLU(), nn.Linear(128, 5, bias=False)
    ),
    "channels-forgotten": lambda: OneHidden(into=900),
    "flatten-size-wrong": lambda: OneHidden(into=3 * 32 * 32),
    "dropout-added": through(lambda self, x: self.scores(nn.functional.dropout(self.hidden(x.flatten(1)).relu()))),
}


@pytest.mark.parametrize("known", WRONG_LINEAR)
def test_each_wrong_network_without_convolutions_is_named(known):
    assert tag(check_follows_plan, WRONG_LINEAR[known], FULLY_CONNECTED, noise(4, 1)) == known


def test_what_is_said_of_others():
    plan, images = deep(SMALL), noise(4, 1)
    assert tag(check_follows_plan, InForward, plan, images) == "layers-not-registered"
    assert tag(check_follows_plan, Zeros, plan, images) == "layers-not-registered"
    assert tag(check_follows_plan, lambda: Written(SMALL, registered="none"), plan, images) == "layers-not-registered"
    assert tag(check_follows_plan, plan, plan, images).startswith("This network comes from the course")
    assert tag(check_follows_plan, lambda: Written((8, 8, "pool")), plan, images).startswith(
        "Your network has a weight of shape"
    )
    assert tag(check_follows_plan, lambda: Written(SMALL, relu=nn.LeakyReLU), plan, images).startswith(
        "Your layers have the right"
    )
    assert tag(check_follows_plan, None, plan, images) == "not answered yet"
    assert tag(check_follows_plan, lambda: lambda x: x, plan, images).startswith("Expected a network")
    assert tag(
        check_follows_plan, lambda: Written(SMALL, extra=[lambda n: nn.GroupNorm(2, n)]), plan, images
    ).startswith("Your network has a weight")
    zeros = Written(SMALL)
    zeros(images)
    for weight in zeros.parameters():
        nn.init.zeros_(weight)
    assert tag(check_follows_plan, zeros, plan, images).startswith("With these weights, right and wrong")


def test_a_list_that_fails_is_shown():
    maker = lambda layers: Written(layers, relu=nn.LeakyReLU if "pool" in layers else nn.ReLU)  # noqa: E731
    with pytest.raises(NotYet, match=r"With the list \['pool', 6\]: Your layers have the right"):
        follows_lists(maker, [[4], ["pool", 6]], seed=1)


def not_written(layers):
    raise NotImplementedError("q6_10: write DeepCNN")


@pytest.mark.parametrize("maker", [None, not_written])
def test_what_is_not_written_yet_is_said_to_be_so_and_not_wrong(maker):
    with pytest.raises(NotYet, match="^not answered yet$"):
        follows_lists(maker, [[4]], seed=1)


@pytest.mark.parametrize(
    ("plan", "known"),
    [
        (FULLY_CONNECTED, planned_counts.COUNTS_LINEAR),
        (deep(SMALL), planned_counts.COUNTS_CONV),
        (deep(DEEP), planned_counts.COUNTS_DEEP),
    ],
    ids=["linear", "conv", "deep"],
)
def test_each_wrong_count_is_named(plan, known):
    right = parameters(network=plan)
    counts = {one.tag: one.value(parameters, network=plan) for one in known}
    assert len({right, *counts.values()}) == 1 + len(known)
    answer(right).equals(parameters, network=plan, mistakes=known)
    for name, count in counts.items():
        assert (
            tag(lambda count=count: answer(count).equals(parameters, network=plan, mistakes=known, tolerance=1e-12))
            == name
        )


def test_counts_by_hand():
    assert parameters(network=FULLY_CONNECTED) == 2701 * 128 + 129 * 5
    assert parameters(network=deep(SMALL)) == 28 * 8 + (14 * 14 * 8 + 1) * 5
    assert parameters(network=deep(DEEP)) == 28 * 8 + 73 * 16 + 145 * 32 + (12 * 12 * 32 + 1) * 5
    assert planned_counts.last_layer_forgotten.value(parameters, network=deep(SMALL)) == 28 * 8
    assert (
        planned_sizes.channels_not_carried_on.value(parameters, network=deep((8, 4)))
        == 28 * 8 + 28 * 4 + (26 * 26 * 4 + 1) * 5
    )
    assert (
        planned_sizes.channels_accumulated.value(parameters, network=deep((8, 4)))
        == 28 * 8 + 100 * 4 + (26 * 26 * 4 + 1) * 5
    )


def test_a_relu_after_the_pool_is_none_of_the_mistakes():
    plan = deep(SMALL)
    assert planned_networks.relu_after_pool_only.value(answers_with, [], noise(1, 1), network=plan) is None
    swapped = lambda steps: [steps[0], POOL, RELU, *steps[3:]]  # noqa: E731
    with pytest.raises(ValueError, match="stays the same"):
        plan.altered(swapped)


def test_a_plan_is_a_network_for_other_checks():
    split = Split(torch.zeros(4, *PICTURE), torch.tensor([0, 0, 0, 1]), tuple("abcde"))
    model = Written(SMALL)
    model(split.images)
    with torch.no_grad():
        model.parts[-1].bias.copy_(torch.tensor([100.0, 0, 0, 0, 0]))
    check_weights_accuracy(model, deep(SMALL), split, at_least=0.75)
    with pytest.raises(NotYet, match="75.0 % of 4"):
        check_weights_accuracy(model, deep(SMALL), split, at_least=0.8)


def test_plans_say_what_does_not_fit():
    with pytest.raises(ValueError, match=r"Plan: a window does not fit .*; take fewer steps or larger pictures"):
        Plan((POOL,) * 5)()
    with pytest.raises(ValueError, match="layer 4 .16."):
        deep(["pool", "pool", "pool", "pool", 16])


def test_every_hint_is_in_both_languages():
    for known in [*planned_networks.of_plan(deep(DEEP)), *planned_sizes.STOPPING, *planned_counts.COUNTS_DEEP]:
        assert set(known.hints) == {"en", "zh-Hant"} and known.hints["en"] != known.hints["zh-Hant"]
