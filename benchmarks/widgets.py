"""The widgets in JupyterLab in Chromium, compared with the same figures made by `ipywidgets.interact` and matplotlib.

The time of a step is measured as described in painting.py, in the same way for both.
"""

import contextlib
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.painting import Frames, Painting
from benchmarks.timing import Row
from tests.browser.lab_driver import CHROMIUM, Lab, NotebookPage, chromium

FRAME, LIVE = 16.0, 100.0  # the largest milliseconds for one step, and for a network's answer
STEPS, DRAGS, MOVES, WARM_UP = 31, 11, 5, 3  # keys, drags, moves in each drag; rounds that are not counted
PLAY, TURNS = 4.0, 3  # seconds of animation, number of repetitions
AT_LEAST = 0.98  # the smallest fraction of the frame rate of the page at rest
INTERACT = "interact, matplotlib"

CELLS = [
    """import matplotlib.pyplot as plt
import numpy as np
import torch
from ipywidgets import interact
from skimage import data
from course_utils.augmentation import affine
from course_utils.convolution import conv2d
from course_utils.datasets import digits
from course_utils.models import LeNet5
from course_utils.training import fit
from course_utils.widgets import AugmentationLab, ConvolutionStepper, LeNetLive""",
    """picture = np.random.default_rng(0).integers(0, 10, (12, 12))
kernel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
ConvolutionStepper(picture, kernel)""",
    """feature_map = conv2d(picture, kernel)

@interact(position=(0, feature_map.size - 1))
def step(position=0):
    row, column = divmod(position, feature_map.shape[1])
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    left.imshow(picture, cmap="gray")
    left.add_patch(plt.Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, edgecolor="tab:blue", linewidth=3))
    right.imshow(np.where(np.arange(feature_map.size) <= position, feature_map.ravel(), np.nan).reshape(10, 10))
    products = picture[row : row + 3, column : column + 3] * kernel
    figure.suptitle(f"{' + '.join(map(str, products.ravel()))} = {products.sum()}")
    plt.show()""",
    """photograph = torch.tensor(data.astronaut()[:512:4, 80:400:4] / 255, dtype=torch.float32).permute(2, 0, 1)
AugmentationLab(photograph.numpy())""",
    """@interact(angle=(-180, 180))
def turn(angle=0):
    turned = affine(photograph[None], angle=[angle], shear=[(0, 0)], flip=[False])[0]
    figure, axes = plt.subplots(2, 2, figsize=(8, 6))
    for (above, below), image in zip(axes.T, (photograph, turned)):
        above.imshow(image.permute(1, 2, 0))
        below.hist(image.flatten(1).numpy().T, bins=50, color=["red", "green", "blue"], histtype="step")
        below.set_title(f"mean {image.mean():.3f}, std {image.std():.3f}")
    plt.show()""",
    """torch.manual_seed(0)
model, pictures = LeNet5(), digits()
adam = torch.optim.Adam(model.parameters(), lr=0.003)
fit(model, pictures.train[:600], pictures.validation, epochs=3, optimizer=adam, batch_size=16, seed=0)
LeNetLive(model)""",
    """@interact(length=(1, 28))
def read(length=1):
    drawing = torch.zeros(1, 1, 32, 32)
    drawing[..., 3 : 3 + length, 14:17] = 1
    with torch.no_grad():
        first, third = model[:2](drawing)[0], model[:5](drawing)[0]
        scores = model(drawing)[0].softmax(0)
    figure, axes = plt.subplots(3, 8, figsize=(9, 4))
    axes[0, 0].imshow(drawing[0, 0], cmap="gray")
    axes[0, 1].bar(range(10), scores)
    for axis, image in zip(axes.flat[2:], [*first, *third]):
        axis.imshow(image, cmap="gray")
        axis.axis("off")
    plt.show()""",
]  # the code that an author would write: each widget, then its peer


def measure() -> list[Row]:
    """Measure steps, drags, strokes and animation; without Chromium, print a message and return no rows."""
    if CHROMIUM is None:
        print("The widgets are not measured: no Chromium here; apt-get install chromium-headless-shell")
        return []
    with _notebook() as notebook:
        page = _Page(notebook)
        return [page.step(), page.drag(), *page.strokes(), page.play()]


@contextlib.contextmanager
def _notebook() -> Iterator[NotebookPage]:
    """Yield a notebook of CELLS that has been run, in its own JupyterLab and Chromium."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, contextlib.ExitStack() as end:
        lab = Lab(Path(folder))
        end.callback(lab.stop)
        lab.start()
        notebook = NotebookPage(lab, end.enter_context(chromium()), lab.write("widgets.ipynb", *CELLS))
        end.callback(notebook.close)
        notebook.run_all()
        notebook.page.wait_for_selector(".lenet")
        yield notebook


class _Page:
    """The widgets of the notebook and their peers, measured alternately."""

    def __init__(self, notebook: NotebookPage):
        self.page, self.painting = notebook.page, Painting(notebook.page)

    def step(self) -> Row:
        """Measure a step by one cell over an image of 12 x 12."""
        stepper = self.page.locator(".stepper")
        ours, peer = self._in_turns(
            lambda: [self.painting.after_key(stepper, "ArrowRight", ".stepper-place")], self._slide(0), rounds=STEPS
        )
        return _row("stepper on 12×12, a step", ours, peer, FRAME)

    def drag(self) -> Row:
        """Measure a rotation of a photograph by a few degrees, with its statistics and its histogram."""
        lab = self.page.locator(".augment")
        slider = lab.get_by_label("turn", exact=True)

        def turn() -> list[float]:
            return self.painting.after_moves(lab, ".cw-said", on=slider, start=0.6, by=(4, 0), moves=MOVES)

        ours, peer = self._in_turns(turn, self._slide(1), rounds=DRAGS)
        return _row("augmentation of 128×80, a move of a drag", ours, peer, FRAME)

    def strokes(self) -> list[Row]:
        """Measure the time from a stroke on the empty pad to the maps and scores of LeNet-5."""
        live = self.page.locator(".lenet")
        pad = live.locator(".lenet-pad")

        def stroke() -> list[float]:
            live.press("Delete")
            settled = '.lenet[data-waiting="false"]'  # no request to Python is pending
            return self.painting.after_moves(
                live, ".lenet-scores", on=pad, start=0.5, by=(5, 18), moves=MOVES, settled=settled
            )

        ours, peer = self._in_turns(stroke, self._slide(2), rounds=DRAGS)
        return [
            _row("LeNet live, stroke to maps", ours, peer, LIVE),
            _row("LeNet live, stroke to maps, 90th percentile", ours, peer, LIVE, _most, say=False),
        ]

    def play(self) -> Row:
        """Measure the frames while the stepper's window moves, and while the page is at rest."""
        stepper = self.page.locator(".stepper")
        stepper.get_by_role("button", name="Restart").click()
        playing, resting = [], []
        for _ in range(TURNS):
            resting.append(self.painting.frames(stepper, ".stepper-place", PLAY, moving=False))
            stepper.get_by_role("button", name="Play").click()
            playing.append(self.painting.frames(stepper, ".stepper-place", PLAY, moving=True))
            stepper.get_by_role("button", name="Pause").click()
        ours, peer = _together(playing), _together(resting)
        for name, frames in {"playing, while the window glides": ours, "at rest": peer}.items():
            print(f"  {name}: {frames.rate:.1f} frames/s, median {statistics.median(frames.intervals):.1f} ms, "
                  f"{100 * frames.late:.1f} % late, {len(frames.long)} tasks over 50 ms, "
                  f"{frames.busy:.2f} ms at work for each frame")  # fmt: skip
        met = ours.rate >= AT_LEAST * min(60, peer.rate)
        aim = f"60, or {100 * AT_LEAST:.0f} % of the page at rest"
        return Row("stepper on 12×12, play", ours.rate, peer.rate, "the page at rest", "frames/s", aim, met)

    def _slide(self, place: int) -> Callable[[], list[float]]:
        """Return a function that moves the slider of one `interact` by one step and waits for its figure."""
        peer = self.page.locator(".widget-interact").nth(place)
        return lambda: [self.painting.after_key(peer, "ArrowRight", "img", on=".noUi-handle")]

    def _in_turns(self, *ways: Callable[[], list[float]], rounds: int) -> list[list[float]]:
        taken = [[way() for way in ways] for _ in range(WARM_UP + rounds)]
        return [[took for times in way for took in times] for way in zip(*taken[WARM_UP:], strict=True)]


def _most(times: list[float]) -> float:
    """Return the 90th percentile."""
    return statistics.quantiles(times, n=10)[-1]


def _row(
    name: str, ours: list[float], peer: list[float], aim: float, of: Callable = statistics.median, *, say: bool = True
) -> Row:
    if say:
        print(f"  {name}: {_spread(ours)}; {INTERACT}: {_spread(peer)}")
    return Row(name, of(ours), of(peer), INTERACT, "ms", f"under {aim:g} ms", of(ours) < aim)


def _spread(times: list[float]) -> str:
    return f"median {statistics.median(times):.1f}, 90th percentile {_most(times):.1f}, largest {max(times):.1f} ms"


def _together(turns: list[Frames]) -> Frames:
    intervals, long = ([value for turn in turns for value in getattr(turn, name)] for name in ("intervals", "long"))
    return Frames(intervals, long, statistics.mean(turn.busy for turn in turns))
