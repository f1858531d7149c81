"""The Python side of augmentation and light: its picture, what it refuses, its result, the picture it leaves behind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
import traitlets
from torchvision.transforms.v2 import functional as torchvision

from course_utils.color import LAMPS, grey_world, lit
from course_utils.figures.channel_numbers import channel_numbers
from course_utils.widgets import AugmentationLab

IMAGE = np.arange(3 * 4 * 6, dtype=np.uint8).reshape(3, 4, 6) * 3
FLOATS = torch.tensor(IMAGE) / 255


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


@pytest.mark.parametrize("image", [IMAGE, torch.tensor(IMAGE), FLOATS, FLOATS.double(), np.asfortranarray(IMAGE)])
def test_browser_gets_floats_channel_by_channel(image):
    sent = AugmentationLab(image).get_state()["image"]
    assert sent["shape"] == [3, 4, 6]
    assert np.array_equal(np.frombuffer(sent["bytes"], np.float32), FLOATS.numpy().ravel())


def test_picture_is_a_copy_of_its_own():
    image = IMAGE.astype(np.float32) / 255
    lab = AugmentationLab(image)
    image[0, 0, 0] = 1
    assert lab.image[0, 0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        lab.image[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"image": IMAGE.transpose(1, 2, 0)}, r"\(3, H, W\), got \(4, 6, 3\); put the channels first: images.to_chann"),
        ({"image": IMAGE[None]}, r"\(3, H, W\), got \(1, 3, 4, 6\); give one picture in colour, such as images\[3\]"),
        ({"image": "cat.png"}, "image must hold numbers, got <U7"),
        ({"image": [[[1.0]], [[1.0, 2.0]], [[1.0]]]}, r"must be one array of shape \(3, H, W\), got list"),
        ({"image": FLOATS.clone().requires_grad_()}, "must be one array .* got Tensor"),
        ({"angle": float("nan")}, "angle must be a number of degrees, got nan"),
        ({"image": np.zeros((3, 200, 10))}, r"at most, got \(3, 200, 10\); take every 2. pixel: image\[:, ::2, ::2\]"),
        ({"image": IMAGE.astype(int)}, r"bytes, or floats from 0 to 1, got int64 from 0 to 213"),
        ({"image": FLOATS * 2 - 1}, r"got float32 from -1 to 0.6\d+; give the picture as it is before normalising"),
        ({"image": FLOATS * float("nan")}, "got float32 from nan to nan"),
        ({"angle": 181}, "angle"),
        ({"shear": -41}, "shear"),
        ({"shift": (0, 11)}, r"shift must be .* from -10 to 10, got \(0, 11\); give two such numbers"),
        ({"shift": (0.5, 0)}, r"got \(0.5, 0\)"),
        ({"shift": 3}, "got 3"),
        ({"lamp": "red"}, "lamp must be one of neutral, yellow, blue, cyan, got 'red'; correct the name"),
        ({"lamp": (1, 1)}, r"each from 0 to 1, got \(1, 1\); give three such numbers or neutral"),
        ({"lamp": (1, 1, 255)}, r"got \(1, 1, 255\)"),
        ({"lamp": (1, float("nan"), 1)}, "nan"),
        ({"lamp": 1}, "got 1"),
        ({"normalise": "later"}, "normalise"),
        ({"mode": "bicubic"}, "mode"),
    ],
)
def test_a_bad_setting_is_refused(settings, text):
    with pytest.raises(traitlets.TraitError, match=text):
        AugmentationLab(**{"image": IMAGE, **settings})
    lab = AugmentationLab(IMAGE)
    before = lab.get_state()
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=text):
        setattr(lab, name, value)
    assert lab.get_state() == before


@pytest.mark.parametrize("lamp", ["neutral", "yellow", "blue", "cyan"])
def test_lamp_goes_by_name_or_by_shares(lamp):
    lab = AugmentationLab(IMAGE, lamp=lamp)
    assert lab.lamp == list(LAMPS[lamp])
    torch.testing.assert_close(torch.tensor(lab.result), lit(FLOATS[None], LAMPS[lamp])[0])
    lab.lamp = [0.2, 0.4, 0.6]
    lab.grey_world = True
    wanted = grey_world(lit(FLOATS[None], [0.2, 0.4, 0.6]))[0]
    torch.testing.assert_close(torch.tensor(lab.result), wanted)


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize(("angle", "shear", "shift"), [(0, 0, (2, -1)), (25, 0, (0, 0)), (-70, 20, (1, 3))])
def test_result_is_torchvision_s(mode, angle, shear, shift):
    images = torch.rand(1, 3, 16, 21, generator=torch.Generator().manual_seed(5))
    lab = AugmentationLab(images[0], angle=angle, shear=shear, shift=shift, mode=mode)
    settings = {"scale": 1, "shear": [float(shear), 0.0], "translate": [float(step) for step in shift[::-1]]}
    wanted = torchvision.affine(images, angle, interpolation=torchvision.InterpolationMode(mode), **settings)[0]
    torch.testing.assert_close(torch.tensor(lab.result), wanted, atol=2e-5, rtol=0)


def test_what_comes_in_is_black_only_where_normalising_is_last():
    half = np.full((3, 2, 4), 0.25)
    for normalise, outside, inside in (("no", 0, 0.25), ("last", -1, -0.5), ("first", 0, -0.5)):
        result = AugmentationLab(half, shift=(0, 1), normalise=normalise).result
        assert (result[:, :, 0] == outside).all() and (result[:, :, 1:] == inside).all()


def test_still_picture_says_the_numbers_of_both():
    alt = AugmentationLab(np.full((3, 2, 2), 1.0), lamp=(1, 0.5, 0), normalise="last").draw_fallback().alt_text
    assert alt == (
        "the picture: red mean 1, std 0; green mean 1, std 0; blue mean 1, std 0; what the network gets: "
        "red mean 1, std 0; green mean 0, std 0; blue mean −1, std 0."
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (([IMAGE], [IMAGE], []), "at least one, got 1 pictures, 1 tensors and 0 titles"),
        (([], [], []), "got 0 pictures"),
        (([IMAGE], [IMAGE[0]], ["a"]), r"shape \(3, H, W\), got \[\(3, 4, 6\), \(4, 6\)\]; put the channels first"),
    ],
)
def test_figure_refuses_what_does_not_go_together(arguments, text):
    with pytest.raises(ValueError, match=f"channel_numbers: .*{text}"):
        channel_numbers(*arguments)
