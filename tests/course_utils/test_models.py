"""LeNet-5 now and then: every count layer by layer, every piece against four loops or torch, errors by their text."""

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.datasets import digits
from course_utils.models import TABLES, BitmapCodes, LeNet5, LeNet5_1998, ScaledTanh, Subsampling, TableConv2d
from course_utils.models.bitmaps import DIGITS
from course_utils.shapes import summary
from course_utils.training import evaluate, fit

# name: output shape, trainable parameters, connections, pixels seen; by the paper's text and table I
OF_1998 = {
    "c1": ((6, 28, 28), (5 * 5 + 1) * 6, (5 * 5 + 1) * 6 * 28 * 28, 5),
    "s2": ((6, 14, 14), 2 * 6, (2 * 2 + 1) * 6 * 14 * 14, 6),
    "c3": ((16, 10, 10), 6 * (3 * 25 + 1) + 9 * (4 * 25 + 1) + (6 * 25 + 1), 1516 * 10 * 10, 14),
    "s4": ((16, 5, 5), 2 * 16, (2 * 2 + 1) * 16 * 5 * 5, 16),
    "c5": ((120, 1, 1), (16 * 25 + 1) * 120, (16 * 25 + 1) * 120, 32),
    "f6": ((84,), (120 + 1) * 84, (120 + 1) * 84, 32),
    "output": ((10,), 0, 10 * 84, 32),
}
COUNTS_OF_1998 = {  # the same, as numbers
    "c1": (156, 122_304), "s2": (12, 5_880), "c3": (1_516, 151_600), "s4": (32, 2_000), "c5": (48_120, 48_120),
    "f6": (10_164, 10_164), "output": (0, 840),
}  # fmt: skip


def loops(maps: np.ndarray, table, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """TableConv2d for one picture, a product at a time."""
    k = weight.shape[-1]
    height, width = maps.shape[1] - k + 1, maps.shape[2] - k + 1
    made = np.zeros((len(table), height, width))
    pair = 0
    for out, sources in enumerate(table):
        made[out] = bias[out]
        for source in sources:
            for row in range(height):
                for column in range(width):
                    made[out, row, column] += (weight[pair, 0] * maps[source, row : row + k, column : column + k]).sum()
            pair += 1
    return made


def test_lenet_1998_counts_layer_by_layer():
    rows = {row.name: row for row in summary(LeNet5_1998(), (1, 32, 32)).rows}
    for name, (shape, parameters, connections, sees) in OF_1998.items():
        row = rows[name]
        assert (row.output_shape, row.parameters, row.connections) == (shape, parameters, connections), name
        assert (row.parameters, row.connections) == COUNTS_OF_1998[name]
        assert row.receptive_field == (sees, sees), name


def test_lenet_1998_has_60000_parameters_and_340908_connections():
    whole = summary(LeNet5_1998(), (1, 32, 32))
    assert (whole.parameters, whole.connections) == (60_000, 340_908)
    assert whole.connections - COUNTS_OF_1998["output"][1] == 340_068


def test_lenet_1998_connections_of_c3_by_counting_weights_that_matter():
    layer = TableConv2d(TABLES["manual"])
    weights = layer.dense_weight()
    assert int((weights != 0).sum()) + 16 == 1516
    assert weights.shape == (16, 6, 5, 5)


def test_table_of_1998_as_printed():
    """Table I of the paper: a row for each map of S2, a column for each map of C3."""
    printed = """
        X...XXX..XXXX.XX
        XX...XXX..XXXX.X
        XXX...XXX..X.XXX
        .XXX..XXXX..X.XX
        ..XXX..XXXX.XX.X
        ...XXX..XXXX.XXX
    """.split()
    table = TABLES["manual"]
    assert ["".join("X" if row in maps else "." for maps in table) for row in range(6)] == printed


@pytest.mark.parametrize(
    ("strategy", "maps", "parameters"),
    [("direct", 16, 416), ("aggregated", 16, 2416), ("full", 96, 2496), ("manual", 16, 1516)],
)
def test_strategies_from_6_to_16_maps(strategy, maps, parameters):
    row = summary(nn.Sequential(TableConv2d(TABLES[strategy])), (6, 14, 14)).rows[0]
    assert (row.output_shape, row.parameters) == ((maps, 10, 10), parameters)
    assert row.connections == parameters * 100
    assert row.receptive_field == (5, 5)


def test_aggregated_is_conv2d_and_full_is_conv2d_in_groups():
    x = torch.rand(2, 6, 9, 8)
    for strategy, conv in (("aggregated", nn.Conv2d(6, 16, 5)), ("full", nn.Conv2d(6, 96, 5, groups=6))):
        layer = TableConv2d(TABLES[strategy])
        conv.weight.data = layer.weight.detach().reshape(conv.weight.shape)
        conv.bias.data = layer.bias.detach()
        torch.testing.assert_close(layer(x), conv(x))
        assert sum(p.numel() for p in layer.parameters()) == sum(p.numel() for p in conv.parameters())


@pytest.mark.parametrize("strategy", TABLES)
def test_table_conv_equals_loops(strategy):
    layer = TableConv2d(TABLES[strategy], kernel_size=3).double()
    maps = torch.rand(6, 6, 5, dtype=torch.float64)
    expected = loops(maps.numpy(), TABLES[strategy], layer.weight.detach().numpy(), layer.bias.detach().numpy())
    torch.testing.assert_close(layer(maps[None])[0].detach(), torch.from_numpy(expected))


def test_table_conv_gradients_reach_every_weight_and_no_other():
    layer = TableConv2d([[0], [0, 2]], kernel_size=2, in_channels=3).double()
    maps = torch.rand(1, 3, 3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x, w: _with_weight(layer, w)(x), (maps, layer.weight))
    layer(maps).sum().backward()
    assert maps.grad[0, 1].abs().sum() == 0 and maps.grad[0, 2].abs().sum() > 0


def _with_weight(layer, weight):
    return lambda x: torch.func.functional_call(layer, {"weight": weight}, (x,))


def test_subsampling_by_hand_and_against_average_pooling():
    layer = Subsampling(2)
    layer.weight.data, layer.bias.data = torch.tensor([10.0, 0.25]), torch.tensor([3.0, 0.0])
    maps = torch.arange(2 * 4 * 6, dtype=torch.float32).reshape(1, 2, 4, 6)
    made = layer(maps)
    assert made[0, 0, 0, 0] == 10 * (0 + 1 + 6 + 7) + 3
    assert made[0, 0, 1, 2] == 10 * (16 + 17 + 22 + 23) + 3
    torch.testing.assert_close(made[:, 1], nn.functional.avg_pool2d(maps, 2)[:, 1])


def test_scaled_tanh_values():
    x = torch.linspace(-3, 3, 7, dtype=torch.float64)
    torch.testing.assert_close(ScaledTanh()(x).numpy(), 1.7159 * np.tanh(2 * x.numpy() / 3))
    assert round(ScaledTanh()(torch.tensor(1.0)).item(), 4) == 1.0 != round(torch.tensor(1.0).sigmoid().item(), 4)


def test_bitmap_codes_are_ten_different_pictures_and_distances():
    codes = torch.tensor(DIGITS)
    assert codes.shape == (10, 84) and set(codes.unique().tolist()) == {-1.0, 1.0}
    different = (codes[:, None] != codes).sum(2) + 84 * torch.eye(10)
    assert different.min() >= 5
    numbers = torch.randn(3, 84)
    torch.testing.assert_close(BitmapCodes()(numbers), -torch.cdist(numbers, codes).square(), rtol=1e-4, atol=1e-3)
    assert not list(BitmapCodes().parameters())


def test_lenet_counts_layer_by_layer():
    rows = {row.name: row for row in summary(LeNet5(), (1, 32, 32)).rows if row.parameters}
    assert {name: row.parameters for name, row in rows.items()} == {
        "c1": 156, "c3": 2_416, "c5": 48_120, "f6": 10_164, "output": 850,
    }  # fmt: skip
    assert [row.receptive_field[0] for row in rows.values()] == [5, 14, 32, 32, 32]
    assert summary(LeNet5(), (1, 32, 32)).parameters == 61_706
    assert summary(LeNet5(padding=2), (1, 28, 28)).parameters == 61_706


def test_lenet_equals_the_same_steps_written_with_functions():
    model, x = LeNet5(), torch.rand(3, 1, 32, 32)
    step = nn.functional
    maps = step.max_pool2d(step.conv2d(x, model.c1.weight, model.c1.bias).relu(), 2)
    maps = step.max_pool2d(step.conv2d(maps, model.c3.weight, model.c3.bias).relu(), 2)
    numbers = maps.reshape(3, 400)
    for layer in (model.c5, model.f6):
        numbers = (numbers @ layer.weight.T + layer.bias).relu()
    torch.testing.assert_close(model(x), numbers @ model.output.weight.T + model.output.bias)


def test_lenet_of_28_with_padding_sees_zeros_around():
    model, padded = LeNet5(), LeNet5(padding=2)
    padded.load_state_dict(model.state_dict())
    x = torch.rand(2, 1, 28, 28)
    torch.testing.assert_close(padded(x), model(nn.functional.pad(x, (2, 2, 2, 2))))


def test_c5_as_convolution_is_a_fully_connected_layer():
    conv, linear = nn.Conv2d(16, 120, 5), nn.Linear(400, 120)
    linear.weight.data, linear.bias.data = conv.weight.data.reshape(120, 400), conv.bias.data
    x = torch.rand(3, 16, 5, 5)
    torch.testing.assert_close(conv(x).flatten(1), linear(x.flatten(1)))


@pytest.mark.parametrize("network", [LeNet5, LeNet5_1998])
def test_a_part_of_a_network_is_a_plain_sequential(network):
    model, x = network(), torch.rand(2, 1, 32, 32)
    part = model[:3]
    assert type(part) is nn.Sequential and part.c1 is model.c1 and list(dict(part.named_children()))[0] == "c1"
    torch.testing.assert_close(model[3:](part(x)), model(x))
    assert model[0] is model.c1 and model[-1] is model.output


@pytest.mark.slow
def test_lenet_1998_learns_real_digits():
    data = digits()
    torch.manual_seed(0)
    model = LeNet5_1998()
    sgd = torch.optim.SGD(model.parameters(), lr=0.002, momentum=0.9)
    history = fit(model, data.train, data.validation, epochs=6, optimizer=sgd, seed=0, batch_size=16)
    assert max(history.validation_accuracy) > 0.9
    assert evaluate(model, data.validation)[1] == max(history.validation_accuracy)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: LeNet5()(torch.zeros(2, 1, 28, 28)), r"LeNet5: pictures must be \(N, 1, 32, 32\), got \(2, 1, 28, 28\)"
         r"; pictures of 28 x 28 need LeNet5\(padding=2\)"),
        (lambda: LeNet5(padding=2)(torch.zeros(2, 1, 32, 32)), r"must be \(N, 1, 28, 28\), got \(2, 1, 32, 32\)"),
        (lambda: LeNet5()(torch.zeros(1, 32, 32)), r"got \(1, 32, 32\)"),
        (lambda: LeNet5_1998()(torch.zeros(2, 3, 32, 32)), r"LeNet5_1998: pictures must be \(N, 1, 32, 32\)"),
        (lambda: Subsampling(6)(torch.zeros(2, 5, 4, 4)), r"maps must be \(N, 6, H, W\), got \(2, 5, 4, 4\)"),
        (lambda: TableConv2d([[0], [1]])(torch.zeros(2, 5, 9, 9)), r"TableConv2d: maps must be \(N, 2, H, W\)"),
        (lambda: TableConv2d([[0], []]), r"output map 1 must be made of different input maps from 0 to 0, got \(\)"),
        (lambda: TableConv2d([[0, 0]]), r"output map 0 .* got \(0, 0\)"),
        (lambda: TableConv2d([[0, 6]], in_channels=6), r"from 0 to 5, got \(0, 6\)"),
    ],
)  # fmt: skip
def test_models_say_what_they_take(call, text):
    with pytest.raises(ValueError, match=text):
        call()
