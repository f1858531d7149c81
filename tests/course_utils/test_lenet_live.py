"""The Python side of LeNet live: the maps and scores of odd networks, shift and patch, and the text of each error."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import traitlets
from torch import nn
from torch.nn import functional as F

from course_utils.figures.activations import activations
from course_utils.models import LeNet5, LeNet5_1998
from course_utils.widgets import LeNetLive
from course_utils.widgets.layer_outputs import layer_outputs


class Functional(nn.Module):
    """A LeNet whose activations and pools are functions, and whose input is changed in place."""

    def __init__(self):
        super().__init__()
        self.c1, self.c3 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.drop, self.c5, self.output = nn.Dropout(0.5), nn.Linear(400, 120), nn.Linear(120, 10)

    def forward(self, x):
        x = F.max_pool2d(self.c1(x).relu_(), 2)
        x = F.avg_pool2d(torch.tanh(self.c3(x)), 2)
        return self.output(self.drop(F.relu(self.c5(x.flatten(1)))))


def made(kind) -> nn.Module:
    torch.manual_seed(7)
    return kind()


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (32, 32), dtype=np.uint8)


def test_layers_are_those_of_running_the_model_by_hand(picture):
    model = made(LeNet5).eval()
    outputs, logits = layer_outputs(model, picture / 255)
    x = torch.tensor(picture / 255).float()[None, None]
    expected = []
    with torch.no_grad():
        for name, layer in model.named_children():
            x = layer(x)
            if name != "flatten":
                expected.append((f"{name} ({type(layer).__name__})", x[0].numpy()))
    assert [output.name for output in outputs] == [name for name, _ in expected[:-1]]
    for output, (_, values) in zip(outputs, expected[:-1], strict=True):
        np.testing.assert_allclose(output.values, values, atol=1e-5)
    np.testing.assert_allclose(logits, expected[-1][1], atol=1e-5)


def test_functions_count_as_layers_and_work_in_place_spoils_no_map(picture):
    model = made(Functional)
    outputs, logits = layer_outputs(model, picture / 255)
    names = ["c1 (Conv2d)", "relu", "max_pool2d", "c3 (Conv2d)", "tanh", "avg_pool2d", "c5 (Linear)", "relu"]
    assert [output.name for output in outputs] == names
    by_hand = model.c1(torch.tensor(picture / 255).float()[None, None])[0].detach().numpy()
    assert by_hand.min() < 0
    np.testing.assert_allclose(outputs[0].values, by_hand, atol=1e-5)
    np.testing.assert_allclose(outputs[1].values, by_hand.clip(0), atol=1e-5)
    with torch.no_grad():
        np.testing.assert_allclose(
            logits, model.eval()(torch.tensor(picture / 255).float()[None, None])[0].numpy(), atol=1e-5
        )


def test_a_run_leaves_the_model_as_it_was(picture):
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Dropout(), nn.Linear(3600, 10))
    model[1].eval()  # modes of parts may differ
    model(torch.ones(2, 1, 32, 32)).sum().backward()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    gradients = [weight.grad.clone() for weight in model.parameters()]
    LeNetLive(model, drawing=picture, shift=[1, 1])
    assert [part.training for part in model.modules()] == [True, True, False, True, True, True]
    for name, tensor in model.state_dict().items():
        torch.testing.assert_close(tensor, before[name], rtol=0, atol=0)
    for weight, gradient in zip(model.parameters(), gradients, strict=True):
        torch.testing.assert_close(weight.grad, gradient, rtol=0, atol=0)
    assert not any(part._forward_hooks or part._forward_pre_hooks for part in model.modules())


def test_maps_are_sent_as_bytes_on_the_scale_that_is_told(picture):
    model = made(Functional)
    live = LeNetLive(model, drawing=picture)
    outputs, logits = layer_outputs(model, picture / 255)
    start = 0
    for layer, output in zip(live.layers, outputs, strict=True):
        kind, most = (np.int8, 127) if layer["signed"] else (np.uint8, 255)
        sent = np.frombuffer(live.maps, dtype=kind, count=output.values.size, offset=start)
        np.testing.assert_allclose(
            sent * layer["largest"] / most, output.values.ravel(), atol=0.51 * layer["largest"] / most
        )
        start += output.values.size
    assert start == len(live.maps) and [layer["signed"] for layer in live.layers[:2]] == [True, False]
    np.testing.assert_allclose(live.logits, logits)


def test_large_layers_and_the_paper_of_1998_are_shown():
    wide = nn.Sequential(nn.Conv2d(1, 50, 5), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(50, 10))
    live = LeNetLive(wide, patch=[0, 0])
    assert [(layer["shape"], layer["maps"]) for layer in live.layers] == [
        ([50, 28, 28], 32), ([50, 28, 28], 32), ([50], 50),
    ]  # fmt: skip
    assert [len(row) for row in live.changes] == [32, 32, 1] and len(live.maps) == 2 * 32 * 28 * 28 + 50
    assert [layer["shape"] for layer in LeNetLive(LeNet5_1998()).layers][-1] == [84]
    assert LeNetLive(made(LeNet5).double()).layers[0]["shape"] == [6, 28, 28]


def test_shift_and_patch_change_what_the_network_sees(picture):
    live = LeNetLive(made(LeNet5), drawing=picture)
    assert np.array_equal(live.picture, picture) and live.changes == []
    live.shift = (-2, 1)
    assert np.array_equal(live.picture[:-2, 1:], picture[2:, :-1])
    assert not live.picture[-2:].any() and not live.picture[:, 0].any()
    live.shift, live.patch = [0, 0], [24, 3]
    expected = picture.copy()
    expected[24:32, 3:11] = 128
    assert np.array_equal(live.picture, expected)
    before, after = (layer_outputs(live.network, seen / 255)[0][0].values for seen in (picture, expected))
    share = np.abs(after - before).sum((1, 2)) / (np.abs(after).sum((1, 2)) + np.abs(before).sum((1, 2)))
    np.testing.assert_allclose(live.changes[0], share, atol=1e-4)
    live.patch = None
    assert live.changes == []


def test_an_answer_carries_the_number_of_its_question(picture):
    live = LeNetLive(made(LeNet5))
    before = live.logits
    live.set_state({"drawing": memoryview(picture.tobytes()), "asked": 4})
    assert live.answered == 4 and live.logits != before and np.array_equal(live.drawn, picture)
    live.set_state({"drawing": memoryview(picture.tobytes()), "asked": 5})  # the same once more
    assert live.answered == 5


def test_trouble_while_drawing_is_told_and_ends(picture):
    live = LeNetLive(made(LeNet5))
    hook = live.network.register_forward_pre_hook(lambda *_: 1 / 0)
    live.drawing = picture
    assert live.trouble.startswith("the network stopped with ZeroDivisionError: division by zero; it must take")
    hook.remove()
    live.drawing = picture / 255
    live.asked += 1
    assert live.trouble == ""


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (None, "model must be a network, .* got NoneType; train it first"),
        (LeNet5, r"model must be a network, .* got the class LeNet5; make one first: model\(\)"),
        (nn.Linear(3, 10), r"stopped with RuntimeError: .*it must take pictures of shape \(1, 1, 32, 32\)"),
        (LeNet5(padding=2), r"stopped with ValueError: .*must be \(N, 1, 28, 28\)"),
        (LeNet5(classes=9), r"gives \(1, 9\) for one picture, a tensor \(1, 10\) was expected; let its last layer"),
        (nn.Sequential(nn.Flatten(), nn.Linear(1024, 10), nn.Flatten(0)), r"gives \(10,\) for one picture"),
    ],
    ids=["none", "class", "shape", "28", "nine", "flat"],
)
def test_a_network_that_does_not_fit_is_refused(model, text):
    with pytest.raises(ValueError, match=f"^LeNetLive: .*{text}"):
        LeNetLive(model)


def test_spoilt_weights_are_told():
    model = LeNet5()
    nn.init.constant_(model.output.bias, float("nan"))
    with pytest.raises(ValueError, match="logits must be finite, got nan; its weights are spoilt, train it anew"):
        LeNetLive(model)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"shift": [4, 0]}, r"shift must be \[rows, columns\], whole numbers from -3 to 3, got \[4, 0\]; give two"),
        ({"shift": [1.0, 0]}, "shift must be"),
        ({"patch": [0, 25]}, r"patch must be .* from 0 to 24, or None, got \[0, 25\]"),
        ({"drawing": np.zeros((28, 28))}, r"drawing must be numbers of shape \(32, 32\), got float64 \(28, 28\)"),
        ({"drawing": b"123"}, r"drawing must be numbers of shape \(32, 32\)"),
        ({"drawing": np.full((32, 32), 1.5)}, "drawing must have floats from 0 to 1, got 1.5 to 1.5; scale it first"),
        ({"drawing": np.full((32, 32), np.nan)}, "floats from 0 to 1, got nan"),
        ({"drawing": "seven"}, "drawing must be numbers"),
        ({"samples": np.zeros((9, 32, 32))}, r"samples must be numbers of shape \(10, 32, 32\)"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=f"^LeNetLive: .*{text}"):
        LeNetLive(LeNet5(), **settings)


def test_the_still_picture_tells_what_is_read(picture):
    samples = torch.zeros(10, 1, 32, 32)
    live = LeNetLive(made(LeNet5), samples=samples, drawing=picture)
    figure = live.draw_fallback()
    guess = int(np.argmax(live.logits))
    assert figure.alt_text.startswith(f"A network at work on a picture. It reads {guess} with ")
    assert "1 c1 (Conv2d), 6 maps of 28 x 28; 2 relu1" in figure.alt_text
    with pytest.raises(ValueError, match=r"layer 'c1' must be maps \(C, H, W\) or numbers \(F,\), got \(1, 2, 3, 4\)"):
        activations(picture, {"c1": np.zeros((1, 2, 3, 4))}, [0, 1])
    plt.close("all")
