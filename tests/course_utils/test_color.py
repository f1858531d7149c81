"""Lamps, grey-world, and two pictures whose pixels are not what they seem."""

import colorsys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.color import LAMPS, STRAWBERRY_SPOTS, WALL_SPOTS, grey_world, lit, strawberry, yellow_or_blue
from course_utils.images import to_channels_first

shares = st.floats(0.1, 1)
lamps = st.tuples(shares, shares, shares)


def batch(*pictures: np.ndarray) -> torch.Tensor:
    return torch.stack([torch.tensor(to_channels_first(picture) / 255) for picture in pictures])


def test_lit_multiplies_each_channel_and_each_picture_by_its_own_lamp():
    images = torch.full((2, 3, 1, 2), 0.5)
    assert lit(images, (1, 0.5, 0)).tolist() == [[[[0.5, 0.5]], [[0.25, 0.25]], [[0, 0]]]] * 2
    assert lit(images, [(1, 1, 1), (0, 0.5, 1)])[:, :, 0, 0].tolist() == [[0.5, 0.5, 0.5], [0, 0.25, 0.5]]
    assert images.eq(0.5).all()


def test_three_pictures_and_one_lamp_are_not_taken_for_three_lamps():
    images = torch.rand(3, 3, 2, 2)
    torch.testing.assert_close(lit(images, (0.2, 0.4, 0.6)), lit(images, [(0.2, 0.4, 0.6)] * 3))


@settings(max_examples=50)
@given(lamp=lamps, seed=st.integers(0, 1000))
def test_grey_world_takes_away_any_lamp_but_for_its_brightness(lamp, seed):
    images = torch.rand(2, 3, 5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    without, under = grey_world(images), grey_world(lit(images, lamp))
    ratio = under / without
    torch.testing.assert_close(ratio, ratio[:, :1, :1, :1].expand_as(ratio))
    means = under.mean((2, 3))
    torch.testing.assert_close(
        means, lit(images, lamp).mean((1, 2, 3))[:, None].expand(2, 3)
    )  # grey, as bright as before
    torch.testing.assert_close(grey_world(under), under)


def test_one_normalisation_for_all_pictures_takes_no_lamp_away():
    neutral = torch.rand(1, 3, 6, 6)
    normal = [(lit(neutral, LAMPS[name]) - 0.5) / 0.5 for name in ("yellow", "blue")]
    assert (normal[0] - normal[1]).abs().max() > 0.5


def test_grey_world_looks_at_each_picture_alone_and_leaves_black_black():
    images = torch.rand(3, 3, 4, 4)
    images[1, 0] = 0  # no red anywhere
    images[2] = 0
    together = grey_world(images)
    for number in range(3):
        torch.testing.assert_close(together[number : number + 1], grey_world(images[number : number + 1]))
    assert together.isfinite().all() and not together[1, 0].any() and not together[2].any()


def test_yellow_paint_in_blue_light_has_the_pixels_of_blue_paint_in_yellow_light():
    wall = yellow_or_blue()
    left, right = WALL_SPOTS.values()
    assert wall.dtype == np.uint8 and wall[left].tolist() == wall[right].tolist() == [115, 115, 115]
    half = wall.shape[1] // 2
    assert left[1] < half <= right[1]
    # Tile and light round it: what is grey is yellow beside the blue mortar, and blue beside the yellow one.
    blue_mortar, yellow_mortar = wall[0, 0].astype(int), wall[0, -1].astype(int)
    assert blue_mortar[2] > blue_mortar[:2].max() and yellow_mortar[2] < yellow_mortar[:2].min()


@pytest.mark.parametrize(("half", "spot", "hue"), [(0, "tile on the left", 60), (1, "tile on the right", 240)])
def test_grey_world_sees_on_the_wall_what_the_eye_sees(half, spot, hue):
    wall = yellow_or_blue()
    width = wall.shape[1] // 2
    row, column = WALL_SPOTS[spot]
    seen = grey_world(batch(wall[:, half * width : (half + 1) * width]))[0, :, row, column - half * width]
    found, _, _ = colorsys.rgb_to_hls(*seen.tolist())
    assert 360 * found == pytest.approx(hue, abs=30)  # degrees on the colour circle: 60 is yellow, 240 blue
    assert seen.max() > 1.15 * seen.min()


def test_no_pixel_of_the_strawberry_has_red_as_its_largest_channel():
    picture = strawberry().astype(int)
    assert (picture[..., 0] < picture[..., 1:].max(-1)).all()
    assert picture[STRAWBERRY_SPOTS["flesh"]].tolist() == [102, 107, 107]


def test_grey_world_sees_a_red_strawberry_and_a_green_leaf():
    seen = grey_world(batch(strawberry()))[0]
    red, green, blue = seen[:, *STRAWBERRY_SPOTS["flesh"]].tolist()
    assert red > 1.5 * max(green, blue)
    red, green, blue = seen[:, *STRAWBERRY_SPOTS["leaf"]].tolist()
    assert green > 1.5 * max(red, blue)


def test_spots_of_the_strawberry_are_four_different_colours():
    picture = strawberry()
    assert len({tuple(picture[place].tolist()) for place in STRAWBERRY_SPOTS.values()}) == 4


@pytest.mark.parametrize("function", [lambda images: lit(images, (1, 1, 1)), grey_world])
@pytest.mark.parametrize(
    ("images", "error", "text"),
    [
        (torch.rand(3, 4, 5), ValueError, r"\(N, 3, H, W\) with red, green and blue, got \(3, 4, 5\)"),
        (torch.rand(2, 1, 4, 5), ValueError, r"got \(2, 1, 4, 5\).* grey pictures show no colour of light"),
        (torch.rand(0, 3, 4, 5), ValueError, r"got \(0, 3, 4, 5\)"),
        (np.zeros((1, 3, 2, 2)), ValueError, "got a value of type ndarray"),
        (torch.zeros(1, 3, 2, 2, dtype=torch.uint8), TypeError, "got torch.uint8; .*images / 255"),
        (torch.rand(1, 3, 2, 2) - 1, ValueError, "pixels must be 0 or more, got -.*apply the light first and norm"),
        (torch.full((1, 3, 2, 2), torch.nan), ValueError, "pixels must be 0 or more, got nan"),
    ],
)
def test_what_are_no_colour_pictures_is_refused(function, images, error, text):
    with pytest.raises(error, match=text) as raised:
        function(images)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("colour", "text"),
    [
        (1.0, r"colour must be red, green and blue, or of the shape \(2, 3\).* got the shape \(\)"),
        ([(1, 1, 1)] * 3, r"got the shape \(3, 3\)"),
        ((255, 200, 100), "colour must be between 0 and 1, got 100 to 255; divide 0..255 by 255"),
        ((1, 1, -0.1), "got -0.1 to 1"),
        ((1, 1, torch.nan), "between 0 and 1, got nan"),
    ],
)
def test_what_is_no_lamp_is_refused(colour, text):
    with pytest.raises(ValueError, match=text):
        lit(torch.rand(2, 3, 4, 5), colour)
