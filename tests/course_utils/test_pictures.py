"""The drawn pictures: the same bytes everywhere, each picture for itself, posed and lit as the splits say."""

import ast
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.datasets import hidden_pictures, pictures
from course_utils.datasets.drawing.randomness import CounterRng, _hash
from course_utils.datasets.drawing.scene import Surroundings, scenes
from course_utils.datasets.drawing.shapes import box, ellipse, palette, polygon
from course_utils.datasets.drawing.sketch import Pose, Sketch, pixel_places, placed
from course_utils.datasets.drawn_pictures import AROUND, DRAWINGS, SEEDS, SHA256, TURNED, UPRIGHT, draw_split

ROOM = Path(sys.modules[CounterRng.__module__].__file__).parent
SPLITS = {
    "neutral": {
        "train": "17b82d61265c600a511b6ded2a09b11cd185cc4b9edb41e85c0fcb8b04d7c665",
        "validation": "8edad098c39bf2963df85322f1499f4133cb46f442afa9a05f6bb6bc7eb0be21",
        "test": "659e8d45e1e7a973cf756d44efd0f8ccb94a9edd34d7f69047f83faf0423f6ca",
    },
    "coloured": {
        "train": "08c5fed3866e4d65a2bdc34b67bba11a29010b2ac4013c0e705790d526a26e01",
        "validation": "7d8e317e1d45d4e2db735f638560898187ed38b5d9d3b9583259354a7eb5f08b",
        "test": "7e90104979f73d7fd40936168643aa9853147bbe0aff40ba72ef2018ca8dd0b7",
    },
}
HIDDEN = "74238d3ed9c612544cf1bc04cdf9defaf0bfd2445aa5ebfe67b9e86bd95e501c"  # of hidden_pictures(2024, 100)


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(tmp_path_factory.mktemp("cache")))
        yield {light: pictures(light) for light in SHA256}


@pytest.mark.parametrize("light", SPLITS)
def test_pictures_are_the_same_bytes_everywhere(sets, light):
    assert {name: split.sha256 for name, split in sets[light].splits.items()} == SPLITS[light]
    assert sets[light].sha256 == SHA256[light]


def test_a_kept_set_is_read_quickly(sets):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert pictures().sha256 == sets["neutral"].sha256
        times.append(time.perf_counter() - start)
    assert min(times) < 0.2


@pytest.mark.parametrize("light", SPLITS)
def test_splits_hold_each_class_alike_and_in_turns(sets, light):
    assert repr(sets[light]) == (
        "Dataset('pictures': 3 x 30 x 30, 5 classes; train 4,000, validation 1,000, test 1,000)"
    )
    for split in sets[light].splits.values():
        assert split.classes == ("airplane", "banana", "car", "strawberry", "tree")
        assert split.images.dtype == torch.uint8 and split.images.is_contiguous()
        assert split.labels.tolist() == [0, 1, 2, 3, 4] * (len(split) // 5)


def test_no_picture_is_in_two_splits(sets):
    every = [*sets["neutral"].splits.values(), hidden_pictures(2024, 500)]
    images = torch.cat([split.images for split in every]).flatten(1)
    assert len(torch.unique(images, dim=0)) == len(images) == 6500


def test_hidden_pictures_are_the_same_bytes_everywhere_and_others_for_each_seed():
    assert hidden_pictures(2024, 100).sha256 == HIDDEN
    assert hidden_pictures(2025, 100).sha256 != HIDDEN
    assert hidden_pictures(2024, 7).images.equal(hidden_pictures(2024, 100).images[:7])
    assert hidden_pictures(2**64 - 1, 3, light="coloured").labels.tolist() == [0, 1, 2]
    assert set(SEEDS.values()) == {1, 2, 3}


@pytest.mark.parametrize(
    ("function", "arguments", "text"),
    [
        (pictures, ("yellow",), "pictures: light must be 'neutral' or 'coloured', got 'yellow'"),
        (pictures, (None,), "got None"),
        (pictures, (["neutral"],), r"got \['neutral'\]"),
        (hidden_pictures, (9, 9, "dark"), "hidden_pictures: light must be 'neutral' or 'coloured', got 'dark'"),
        (hidden_pictures, (3, 9), r"a whole number from 4 to 2\^64 - 1, because pictures\(\) uses 1 to 3; got 3"),
        (hidden_pictures, (2**64 + 1, 9), r"got 18446744073709551617"),
        (hidden_pictures, (-1, 9), "got -1"),
        (hidden_pictures, (9.0, 9), r"got 9\.0"),
        (hidden_pictures, (9, 0), "hidden_pictures: n must be a whole number, at least 1, got 0"),
        (hidden_pictures, (9, True), "got True"),
    ],
)
def test_what_cannot_be_drawn_is_said(function, arguments, text):
    with pytest.raises(ValueError, match=text):
        function(*arguments)


def test_a_picture_comes_out_alone_as_among_many():
    many = draw_split(7, 1005, TURNED, "neutral").images
    for number in (0, 4, 503, 1004):  # 1004 is in the third lot of its class
        kind = number % 5
        alone = scenes(
            list(DRAWINGS.values())[kind], TURNED, CounterRng(7, kind, np.array([number])), 1, side=30, coloured=False,
            around=AROUND,
        )  # fmt: skip
        assert np.array_equal(alone[0], many[number].numpy())


def test_single_floats_from_the_first_to_the_last(monkeypatch):
    paint, painted = Sketch.paint, []

    def watched(sketch, inside, colour, where=True):
        painted.append(inside.dtype)
        assert {a.dtype for a in (inside, colour, *vars(sketch).values())} == {np.dtype(np.float32)}
        paint(sketch, inside, colour, where)

    monkeypatch.setattr(Sketch, "paint", watched)
    draw_split(7, 10, TURNED, "coloured")
    assert len(painted) > 30


NUMPY = (
    "abs arange array asarray clip concatenate empty errstate float32 floor int32 maximum minimum ndarray uint64 uint8 "
    "where zeros"
)
ALLOWED = {f"np.{name}" for name in NUMPY.split()} | {"math.sqrt"}  # IEEE 754 fixes a square root, too
METHODS = {"sum", "mean", "dot", "prod", "cumsum", "std"}


def inexact(program: str) -> set[str]:
    """Return what a program calls that another machine may round differently: all that is not known to be exact."""
    found = set()
    for node in ast.walk(ast.parse(program)):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "math")):
                found.add(ast.unparse(node))
            case ast.Attribute(attr=name) if name in METHODS:
                found.add(name)
            case ast.BinOp(op=ast.Pow() | ast.MatMult()) if not isinstance(node.left, ast.Constant):
                found.add(ast.unparse(node))
    return found - ALLOWED


def test_nothing_is_used_that_machines_may_round_otherwise():
    programs = [path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py"))]
    assert len(programs) >= 10
    assert set().union(*map(inexact, programs)) == set()
    assert inexact("np.sin(x) + x ** 3 + x.sum() + a @ b + 2 ** 64") == {"np.sin", "x ** 3", "sum", "a @ b"}


def test_the_hash_is_splitmix64s():
    state, expected = 1234567, [6457827717110365317, 3203168211198807973]  # published with its source
    step = 0x9E3779B97F4A7C15
    states = np.array([state, state + step], np.uint64)
    assert _hash(states).tolist() == expected


def test_numbers_are_spread_evenly_and_differ_by_seed_class_picture_and_draw():
    chance = CounterRng(5, 0, np.arange(10_000))
    first, second = chance.number(-1, 3).ravel(), chance.number(-1, 3).ravel()
    assert first.dtype == np.float32 and -1 <= first.min() < -0.99 and 2.99 < first.max() <= 3
    counts = np.histogram(first, bins=8, range=(-1, 3))[0]
    assert np.abs(counts - 1250).max() < 5 * 33  # the standard deviation is sqrt(10000 * 1/8 * 7/8) = 33
    others = [
        CounterRng(6, 0, np.arange(10_000)),
        CounterRng(5, 1, np.arange(10_000)),
        CounterRng(5, 0, np.arange(1, 10_001)),
    ]
    for other in [second, *(chance.number(-1, 3).ravel() for chance in others)]:
        assert abs(np.corrcoef(first, other)[0, 1]) < 0.05
    assert abs(chance.happens(0.95).mean() - 0.95) < 0.01
    grain = chance.grain(3, 4)
    assert grain.shape == (10_000, 3, 3, 4) and abs(grain.mean()) < 1 and abs(grain.std() - 104.5) < 1


def test_shapes_cover_their_area():
    x, y = pixel_places(200)
    for inside, area in [
        (ellipse(x, y, 0.1, -0.1, 0.8, 0.5), 0.8 * 0.5 * np.pi),
        (box(x, y, 0.1, 0.2, 0.5, 0.25), 1 * 0.5),
        (polygon(x, y, (-0.5, 0.5), (0, -0.5), (0.5, 0.5)), 0.5),
    ]:
        assert inside.shape == (1, 1, 200, 200)
        assert (inside > 0).mean() * 4 == pytest.approx(area, abs=0.01)


def test_an_edge_through_a_pixel_takes_half_of_the_colour():
    sheet, one = np.zeros((1, 3, 1, 2), np.float32), np.ones((1, 1, 1, 1), np.float32)
    sketch = Sketch(sheet, one, one, pixels=one, shade=one)
    sketch.paint(np.float32([0, 0.25]).reshape(1, 1, 1, 2), palette((255, 0, 51)))
    assert sheet[0, :, 0].tolist() == [[0.5, 0.75], [0, 0], [np.float32(0.1), np.float32(0.15)]]


def test_a_pose_turns_and_mirrors():
    def place(facing_right: float, turn: float) -> Sketch:
        sheet = np.zeros((400, 3, 30, 30), np.float32)
        return placed(sheet, Pose(facing_right, turn), CounterRng(5, 0, np.arange(400)), (0.5, 0.8), 0.3)

    right, left = place(1, 0), place(0, 0)
    assert np.array_equal(right.u, -left.u) and np.array_equal(right.v, left.v)
    assert np.ptp(right.v, axis=3).max() == 0  # level
    mixed = np.sign(np.diff(place(UPRIGHT.facing_right, 0).u)[:, 0, 0, 0])
    assert abs((mixed > 0).mean() - 0.95) < 0.05
    turned = place(1, TURNED.turn)
    slope = np.diff(turned.v)[:, 0, 0, 0] / np.diff(turned.v, axis=2)[:, 0, 0, 0]  # -tan of the angle
    angles = np.degrees(np.arctan(slope))
    assert -14.9 < angles.min() < -14 and 14 < angles.max() < 14.9 and abs(angles.mean()) < 1.5


def test_coloured_light_takes_each_channel_by_a_share():
    dim = Surroundings(brightness=(0.4, 0.5), grain=0)  # nothing is cut off at white
    neutral, coloured = (
        scenes(
            DRAWINGS["tree"], TURNED, CounterRng(5, 4, np.arange(50)), 50, side=30, coloured=lamp, around=dim
        ).astype(float)
        for lamp in (False, True)
    )
    lamp = coloured.sum((2, 3)) / neutral.sum((2, 3))  # (N, 3)
    assert np.abs(coloured - neutral * lamp[:, :, None, None]).max() < 2  # two roundings
    assert lamp[:, 2].min() < 0.7 and lamp[:, 2].max() > 1.3
    strong = replace(dim, grain=20)
    noisy = scenes(
        DRAWINGS["tree"], TURNED, CounterRng(5, 4, np.arange(50)), 50, side=30, coloured=False, around=strong
    )
    assert 15 < (noisy - neutral).std() < 21


@pytest.mark.parametrize("name", DRAWINGS)
def test_each_thing_is_drawn_upon_its_surroundings(name):
    def nothing(sketch, chance):
        pass

    for pose in (UPRIGHT, TURNED):
        with_it, without = (
            scenes(draw, pose, CounterRng(5, 0, np.arange(20)), 20, side=30, coloured=False,
                   around=replace(AROUND, before=0, grain=0, haze=0, brightness=(1, 1))).astype(int)
            for draw in (DRAWINGS[name], nothing)
        )  # fmt: skip
        changed = (np.abs(with_it - without).max(1) > 8).mean((1, 2))
        assert 0.03 < changed.min() and changed.max() < 0.6
