"""Summaries of networks: by hand, list against module, totals against torch, the receptive field against gradients."""

import pytest
import torch
import torchinfo
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.shapes import receptive_field, summary


def lenet() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


class Residual(nn.Module):
    """Two branches, a layer that is used twice, batch normalisation, and a parameter of its own."""

    def __init__(self):
        super().__init__()
        self.first, self.norm = nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4)
        self.again, self.scale = nn.Conv2d(4, 4, 3, padding=1, bias=False), nn.Parameter(torch.ones(1))
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        x = self.norm(self.first(x))
        x = x + self.scale * self.again(self.again(x))
        return self.head(x.mean((2, 3)))


def numel(model: nn.Module) -> int:
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def test_summary_of_a_list_worked_by_hand():
    rows = summary([8, "pool", 4], (3, 10, 12)).rows
    assert [row.name for row in rows] == ["conv1", "pool1", "conv2"]
    assert [row.output_shape for row in rows] == [(8, 8, 10), (8, 4, 5), (4, 2, 3)]
    assert [row.parameters for row in rows] == [8 * (3 * 9 + 1), 0, 4 * (8 * 9 + 1)]
    assert [row.connections for row in rows] == [80 * 8 * 28, 0, 6 * 4 * 73]
    assert [row.receptive_field for row in rows] == [(3, 3), (4, 4), (8, 8)]


def test_summary_of_fully_connected_layers_only():
    chain = summary([], (10_000,), linear=[5_000] * 6 + [50])
    assert chain.parameters == chain.connections == 175_280_050
    assert summary([], (10_000,), linear=[5_000] * 6 + [50], bias=False).parameters == 175_250_000
    assert {row.receptive_field for row in chain.rows} == {None}


def test_summary_of_lenet_as_list_and_as_module():
    listed = summary([6, "pool", 16, "pool"], (1, 32, 32), kernel_size=5, linear=[120, 84, 10])
    built = summary(lenet(), (1, 32, 32))
    assert listed.parameters == built.parameters == numel(lenet()) == 61_706
    assert listed.connections == built.connections
    windowed = [row for row in built.rows if row.kind in ("Conv2d", "MaxPool2d", "Linear")]
    assert [(row.output_shape, row.parameters, row.connections, row.receptive_field) for row in windowed] == [
        (row.output_shape, row.parameters, row.connections, row.receptive_field) for row in listed.rows
    ]
    assert [row.receptive_field[0] for row in listed.rows] == [5, 6, 14, 16, 32, 32, 32]


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (lenet(), (1, 32, 32)),
        (Residual(), (3, 9, 7)),
        (nn.Sequential(nn.Flatten(), nn.Linear(2700, 128), nn.ReLU(), nn.Linear(128, 5)), (3, 30, 30)),
        (nn.Sequential(nn.Conv2d(6, 12, (3, 2), groups=3), nn.BatchNorm2d(12), nn.AdaptiveAvgPool2d(1)), (6, 8, 9)),
        (nn.Sequential(nn.Conv2d(3, 3, 3, groups=3, bias=False), nn.Conv2d(3, 64, 1)), (3, 20, 10)),
        (nn.ConvTranspose2d(3, 2, 3), (3, 5, 5)),
        (nn.ReLU(), (4,)),
    ],
)
def test_total_is_that_of_the_model_and_of_torchinfo(model, shape):
    theirs = torchinfo.summary(model, (1, *shape), verbose=0)
    assert summary(model, shape).parameters == numel(model) == theirs.trainable_params


def test_frozen_parameters_are_not_counted():
    model = lenet()
    model[0].requires_grad_(False)
    assert summary(model, (1, 32, 32)).parameters == numel(model) == 61_706 - 156


def test_connections_count_each_use():
    grouped = summary(nn.Conv2d(6, 12, (3, 2), groups=3), (6, 8, 9)).rows[0]
    assert grouped.parameters == 12 * (2 * 6 + 1) and grouped.connections == 6 * 8 * grouped.parameters
    assert summary(nn.BatchNorm2d(4), (4, 5, 6)).connections == 2 * 4 * 5 * 6
    assert summary(nn.ConvTranspose2d(3, 2, 3), (3, 5, 5)).connections is None


def test_a_layer_that_is_met_twice_counts_once_but_connects_twice():
    twice = [row for row in summary(Residual(), (3, 9, 7)).rows if row.name == "again"]
    assert [row.parameters for row in twice] == [4 * 4 * 9, 0]
    assert [row.connections for row in twice] == [9 * 7 * 4 * 36] * 2


def test_receptive_field_is_not_guessed_behind_a_sum():
    rows = {row.name: row.receptive_field for row in summary(Residual(), (3, 9, 7)).rows}
    assert rows["first"] == rows["norm"] == (3, 3)
    assert rows["head"] is None


def test_summary_leaves_the_model_as_it_was():
    model = Residual().train()
    model.norm.eval()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    summary(model, (3, 9, 7))
    assert model.training and model.first.training and not model.norm.training
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
    assert not any(layer._forward_hooks for layer in model.modules())


windows = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 2))


@settings(max_examples=30)
@given(layers=st.lists(windows, min_size=1, max_size=3), wide=st.lists(windows, min_size=3, max_size=3))
def test_receptive_field_agrees_with_the_gradient(layers, wide):
    wide = wide[: len(layers)]
    model = nn.Sequential()
    for (k, s, d), (wk, ws, wd) in zip(layers, wide, strict=True):
        model.append(nn.Conv2d(1, 1, (k, wk), stride=(s, ws), dilation=(d, wd)))
    for parameter in model.parameters():
        nn.init.ones_(parameter)
    picture = torch.zeros(1, 1, 80, 80, requires_grad=True)
    model(picture)[0, 0, 0, 0].backward()
    rows, columns = torch.nonzero(picture.grad[0, 0], as_tuple=True)
    reached = (int(rows.max()) + 1, int(columns.max()) + 1)
    assert (
        summary(model, (1, 80, 80)).rows[-1].receptive_field
        == reached
        == (receptive_field(layers), receptive_field(wide))
    )


def test_table_in_plain_text_and_in_html():
    made = summary([2], (1, 4, 4), bias=False)
    assert str(made) == (
        "layer  kind      output  parameters  connections  receptive field\n"
        "input         1 × 4 × 4\n"
        "conv1  3 × 3  2 × 2 × 2          18           72            3 × 3\n"
        "total                            18           72"
    )
    html = made._repr_html_()
    assert html.count("<tr>") == 4 and html.count("<th") == 6 and ">2 × 2 × 2<" in html
    assert "background" not in html and ";color:" not in html  # the page's own colours


def test_unknown_numbers_stand_as_a_dash():
    assert str(summary(nn.ConvTranspose2d(3, 2, 3, bias=False), (3, 5, 5))).endswith("54            –")


@pytest.mark.parametrize(
    ("layers", "shape", "text"),
    [
        ([8, "pool", 8, "pool", 8], (3, 12, 12), r"layer 4 \(8\) gets maps of 1 × 1, .* 3 × 3 does not fit"),
        ([8, "pool"], (1, 3, 9), r"layer 1 \('pool'\) gets maps of 1 × 7"),
        ([8, "max"], (1, 9, 9), "layer 1 must be a number of filters or \"pool\", got 'max'"),
        ([0], (1, 9, 9), "layer 0 must be a number of filters"),
        ([True], (1, 9, 9), "layer 0 must be a number of filters"),
        ([8], (100,), r"8 needs an input_shape \(C, H, W\), got \(100,\)"),
        ([8], (9, 9), r"input_shape must be \(C, H, W\) or \(F,\), each at least 1, got \(9, 9\)"),
        (nn.Conv2d(3, 4, 3), (1, 9, 9), r"the model fails for a picture of \(1, 9, 9\)\. .* after no layer: "),
    ],
)
def test_errors_say_where_and_what(layers, shape, text):
    with pytest.raises(ValueError, match=text):
        summary(layers, shape)


def test_an_error_names_the_last_layer_that_worked():
    with pytest.raises(ValueError, match=r"stopped after 6 with \(144,\): "):
        summary(lenet(), (1, 24, 24))


def test_options_of_lists_are_refused_beside_a_module():
    with pytest.raises(TypeError, match="kernel_size, padding, linear and bias are for lists"):
        summary(lenet(), (1, 32, 32), kernel_size=5)
    with pytest.raises(TypeError, match="expected a list of layers or an nn.Module, got str"):
        summary("LeNet", (1, 32, 32))
