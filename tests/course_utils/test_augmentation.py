"""One affine for each picture: equal to torchvision's picture by picture, drawn for each, errors word for word."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torchvision.transforms import InterpolationMode, v2
from torchvision.transforms.v2 import functional

from course_utils.augmentation import RandomAffine, affine
from course_utils.datasets import Split
from course_utils.training import fit
from tests.course_utils.training_cases import VALIDATION, adam, network, pictures

degrees = st.floats(-400, 400, allow_nan=False)
slants = st.floats(-60, 60, allow_nan=False)
one_picture = st.tuples(degrees, st.tuples(slants, slants), st.booleans())
TRAIN = pictures(64)


def one_by_one(images, angle, shear, flip, **options):
    """The same with torchvision, a picture at a time; bilinear, unless another mode is given."""
    options = {"interpolation": InterpolationMode.BILINEAR} | options
    made = []
    for image, turn, slant, mirrored in zip(images, angle, shear, flip, strict=True):
        image = functional.horizontal_flip(image) if mirrored else image
        made.append(functional.affine(image, angle=turn, translate=[0, 0], scale=1.0, shear=list(slant), **options))
    return torch.stack(made)


@settings(max_examples=200)
@given(
    each=st.lists(one_picture, min_size=1, max_size=5),
    size=st.tuples(st.integers(1, 4), st.integers(1, 12), st.integers(1, 12)),
    seed=st.integers(0, 10_000),
)
def test_affine_equals_torchvision_picture_by_picture(each, size, seed):
    angle, shear, flip = map(list, zip(*each, strict=True))
    images = torch.rand(len(each), *size, generator=torch.Generator().manual_seed(seed))
    got = affine(images, angle=angle, shear=shear, flip=flip, mode="bilinear")
    torch.testing.assert_close(got, one_by_one(images, angle, shear, flip), atol=1e-4, rtol=0)


@settings(max_examples=100)
@given(size=st.tuples(st.integers(1, 12), st.integers(1, 12)), fill=st.floats(-1, 1), seed=st.integers(0, 10_000))
def test_affine_takes_the_same_nearest_pixels_and_fills_the_same_corners(size, fill, seed):
    # In float64 and with random angles: which of two equally near pixels is taken is a matter of rounding.
    random = torch.Generator().manual_seed(seed)
    numbers = torch.rand(4, 3, dtype=torch.float64, generator=random) * 2 - 1
    angle, shear, flip = numbers[:, 0] * 400, numbers[:, 1:] * 60, torch.rand(4, generator=random) < 0.5
    images = torch.rand(4, 2, *size, dtype=torch.float64, generator=random)
    expected = one_by_one(images, angle.tolist(), shear.tolist(), flip.tolist(), fill=fill,
                          interpolation=InterpolationMode.NEAREST)  # fmt: skip
    torch.testing.assert_close(affine(images, angle=angle, shear=shear, flip=flip, fill=fill), expected)


@settings(max_examples=50)
@given(each=one_picture, fill=st.floats(-1, 1))
def test_fill_mixes_at_the_edge_as_pixels_do(each, fill):
    angle, shear, flip = ([value] for value in each)
    images = torch.rand(1, 2, 7, 9, generator=torch.Generator().manual_seed(0))
    got = affine(images, angle=angle, shear=shear, flip=flip, fill=fill, mode="bilinear")
    torch.testing.assert_close(got, one_by_one(images - fill, angle, shear, flip) + fill, atol=1e-4, rtol=0)


def test_affine_by_hand():
    # Sheared by 45 degrees along the rows, each row moves by its distance from the middle: the upper one to the left.
    images = torch.tensor([[0.0, 1, 0], [0, 1, 0], [0, 1, 0]]).reshape(1, 1, 3, 3)
    sheared = affine(images, angle=[0], shear=[(-45, 0)], flip=[False])[0, 0]
    torch.testing.assert_close(sheared, torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]))


def test_affine_mirrors_before_it_shears():
    images = torch.rand(1, 1, 5, 5)
    how = {"angle": [20], "shear": [(30, 0)], "mode": "bilinear"}
    both = affine(images, **how, flip=[True])
    torch.testing.assert_close(both, affine(images.flip(-1), **how, flip=[False]))
    assert not torch.allclose(both, affine(images, **how, flip=[False]).flip(-1))


def test_nothing_to_do_leaves_pictures_as_they_are_and_what_came_in_is_never_changed():
    images = torch.rand(3, 3, 6, 5, dtype=torch.float64)
    before = images.clone()
    same = affine(images, angle=[0.0] * 3, shear=torch.zeros(3, 2), flip=[False] * 3)
    torch.testing.assert_close(same, before)
    affine(images, angle=[9.0] * 3, shear=torch.ones(3, 2), flip=[True] * 3, fill=0.5)
    assert same.dtype == torch.float64 and torch.equal(images, before)


def test_each_picture_of_a_batch_has_its_own_affine_and_torchvision_has_one_for_all():
    batch = torch.rand(1, 1, 12, 12).expand(20, 1, 12, 12)
    ours, theirs = RandomAffine(flip=0, mode="bilinear")(batch), v2.RandomAffine(5, shear=10)(batch)
    assert torch.equal(theirs, theirs[:1].expand_as(theirs))
    assert len({tuple(picture.flatten().tolist()) for picture in ours}) == 20


def test_random_affine_draws_from_the_whole_range_and_no_further(monkeypatch):
    drawn = {}
    monkeypatch.setattr("course_utils.augmentation.affine", lambda images, **how: drawn.update(how) or images)
    torch.manual_seed(0)
    RandomAffine(degrees=5, shear=10, flip=0.3, fill=0.5, mode="bilinear")(torch.zeros(20_000, 1, 1, 1))
    for values, most in ((drawn["angle"], 5), (drawn["shear"][:, 0], 10)):
        assert values.abs().max() <= most and values.max() > 0.99 * most and values.min() < -0.99 * most
        assert values.mean().abs() < 0.02 * most
        assert values.std().item() == pytest.approx(most / math.sqrt(3), rel=0.02)  # of a uniform draw
    assert not drawn["shear"][:, 1].any() and (drawn["fill"], drawn["mode"]) == (0.5, "bilinear")
    assert drawn["flip"].float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert torch.corrcoef(torch.stack([drawn["angle"], drawn["shear"][:, 0], drawn["flip"]])).triu(1).abs().max() < 0.03


@pytest.mark.parametrize(("flip", "mirrored"), [(0, False), (1, True)])
def test_flip_of_0_is_never_and_of_1_always(flip, mirrored):
    images = torch.rand(50, 1, 3, 4)
    made = RandomAffine(degrees=0, shear=0, flip=flip)(images)
    torch.testing.assert_close(made, images.flip(-1) if mirrored else images)


def trained(path, transform, epochs=2):
    model = network()
    history = fit(model, TRAIN, VALIDATION, epochs=epochs, optimizer=adam(model), seed=3, transform=transform,
                  checkpoint=path)  # fmt: skip
    return history, model.state_dict()


def test_fit_repeats_it_and_goes_on_with_the_same_settings_only(tmp_path, capsys):
    whole, weights = trained(None, RandomAffine(shear=40))
    trained(tmp_path / "kept", RandomAffine(shear=40), epochs=1)
    resumed, same = trained(tmp_path / "kept", RandomAffine(shear=40))
    assert resumed.train_loss == whole.train_loss and all(torch.equal(weights[name], same[name]) for name in weights)
    assert whole.train_loss != trained(None, RandomAffine(shear=50))[0].train_loss
    with pytest.raises(ValueError, match="transform"):
        trained(tmp_path / "kept", RandomAffine(shear=50), epochs=3)


def test_a_pipeline_of_torchvision_shows_its_settings():
    steps = v2.Compose([RandomAffine(degrees=7), v2.Normalize([0.5], [0.5])])
    assert "RandomAffine(degrees=7, shear=10, flip=0.5, fill=0.0, mode='nearest')" in repr(
        steps
    ) and " at 0x" not in repr(steps)
    assert steps(torch.rand(4, 1, 5, 5)).min() >= -1


def test_black_corners_turn_grey_where_one_normalises_first():
    white = Split(torch.ones(1, 1, 9, 9), torch.tensor([0]), ("white",))

    def turned(images):
        return affine(images, angle=[45], shear=[(0, 0)], flip=[False])

    def normal(images):
        return (images - 0.5) / 0.5

    right, wrong = white.map(turned).map(normal), white.map(normal).map(turned)
    assert right.images[0, 0, 0, 0] == -1 and wrong.images[0, 0, 0, 0] == 0  # black, and the middle of the scale


IMAGES = torch.zeros(2, 3, 4, 5)
RIGHT = {"angle": [0, 0], "shear": [(0, 0), (0, 0)], "flip": [False, True]}


@pytest.mark.parametrize(
    ("images", "wrong", "error", "text"),
    [
        (IMAGES[0], {}, ValueError, r"affine: images must be .* got \(3, 4, 5\); for one picture give images\[3:4\]"),
        (IMAGES[:0], {}, ValueError, r"at least one picture, got \(0, 3, 4, 5\)"),
        (IMAGES.numpy(), {}, ValueError, "got a value of type ndarray"),
        (IMAGES.byte(), {}, TypeError, "float32 or float64, got torch.uint8; bring 0..255 to 0..1 first"),
        (IMAGES.half(), {}, TypeError, "float32 or float64, got torch.float16"),
        (IMAGES, {"angle": 5}, ValueError, r"angle must have the shape \(2,\), one for each of the 2 .* got \(\)"),
        (IMAGES, {"angle": [1, 2, 3]}, ValueError, r"angle must have the shape \(2,\).* got \(3,\)"),
        (IMAGES, {"angle": [0, math.nan]}, ValueError, "angle must hold finite degrees, got nan"),
        (IMAGES, {"angle": [math.inf, 0]}, ValueError, "angle must hold finite degrees, got inf"),
        (IMAGES, {"shear": [0, 0]}, ValueError, r"shear must have the shape \(2, 2\).* got \(2,\)"),
        (IMAGES, {"shear": [(0, 0), (90, 0)]}, ValueError, "above -90 and below 90 degrees.* got 0 to 90"),
        (IMAGES, {"shear": [(0, -120), (0, 0)]}, ValueError, "got -120 to 0"),
        (IMAGES, {"shear": [(0, math.nan), (0, 0)]}, ValueError, "shear must hold finite degrees, got nan"),
        (IMAGES, {"mode": "bicubic"}, ValueError, "affine: mode must be 'nearest' or 'bilinear', got 'bicubic'"),
        (IMAGES, {"flip": [True]}, ValueError, r"flip must have the shape \(2,\), one for each picture, got \(1,\)"),
        (IMAGES, {"flip": [0.5, 0.5]}, TypeError, r"flip must hold bools, got torch.float32; .*torch.rand\(N\) < p"),
    ],
)  # fmt: skip
def test_affine_says_what_is_wrong(images, wrong, error, text):
    affine(IMAGES, **RIGHT)
    with pytest.raises(error, match=text) as raised:
        affine(images, **RIGHT | wrong)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"degrees": -1}, "degrees must be one number, finite and at least 0, got -1"),
        ({"degrees": math.inf}, "got inf"),
        ({"degrees": (-5, 5)}, r"degrees must be one number, .* got \(-5, 5\)"),
        ({"shear": 90}, "shear must be one number, at least 0 and below 90, got 90"),
        ({"shear": math.nan}, "got nan"),
        ({"flip": 1.1}, "flip must be one number, a probability from 0 to 1, got 1.1"),
        ({"flip": -0.1}, "got -0.1"),
        ({"mode": "linear"}, "RandomAffine: mode must be 'nearest' or 'bilinear', got 'linear'"),
        ({"fill": math.nan}, "fill must be one number, finite, got nan"),
    ],
)
def test_random_affine_says_what_is_wrong(wrong, text):
    with pytest.raises(ValueError, match=text):
        RandomAffine(**wrong)


@pytest.mark.parametrize("images", [IMAGES[0], IMAGES.byte()])
def test_random_affine_asks_for_a_batch_of_floats(images):
    with pytest.raises((ValueError, TypeError), match="^RandomAffine: images must be"):
        RandomAffine()(images)
